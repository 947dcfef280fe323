//! Difference in differences beside what statsmodels and SciPy say (tests/reference/trends.py), its labels, and where it is undefined.

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use kernel::measures::{Effect, Estimate, Group, Means, NoEffect};

const CLIENTS: [(u32, f64, f64); 4] = [
    (40, 100.03361424489135, 11.301238436122803),
    (38, 118.66992738693934, 14.300467324395639),
    (45, 100.519431475001, 11.255719355645208),
    (30, 103.15960285593442, 22.664561659549275),
];
const OWN: [f64; 4] = [3.5, 4.25, 2.75, 5.5];
const CLUSTERS: [u32; 4] = [8, 8, 6, 5];

#[test]
fn four_groups_of_clients() {
    let found = estimate(CLIENTS.map(group));
    let golden = [15.996141761114567, 5.339730597304433, 71.72724582267995, 5.350891764136735, 26.641391758092396];
    equals(found, golden, 0.0037575892494653394);
    assert!(found.assumes_independent_clients);
}

#[test]
fn the_interval_is_as_sure_as_was_asked() {
    for (confidence, low, high) in [
        (0.5, 12.37620183787569, 19.616081684353425),
        (0.9, 7.098141291065577, 24.89414223116354),
        (0.95, 5.350891764136735, 26.641391758092396),
        (0.99, 1.8665474304078433, 30.125736091821274),
    ] {
        let Ok(Effect::Estimate(found)) = of_confidence(CLIENTS.map(group), confidence) else { panic!("estimated") };
        close(found.low, low);
        close(found.high, high);
    }
}

#[test]
fn a_standard_error_of_ones_own_counts_instead_of_the_spread() {
    let found = estimate(with_own(CLIENTS.map(group)));
    let golden = [15.996141761114567, 8.253787009609589, 101.95751329609757, -0.37528752211577476, 32.367571044344906];
    equals(found, golden, 0.05538464586103902);
    assert!(!found.assumes_independent_clients);
}

#[test]
fn with_clusters_degrees_of_freedom_are_theirs() {
    let mut groups = with_own(CLIENTS.map(group));
    groups.iter_mut().zip(CLUSTERS).for_each(|(it, clusters)| it.clusters = Some(clusters));
    let found = estimate(groups);
    let golden = [15.996141761114567, 8.253787009609589, 15.05605537033765, -1.5906857636970582, 33.58296928592619];
    equals(found, golden, 0.07160466824355965);
    assert!(!found.assumes_independent_clients);
}

#[test]
fn with_clusters_spread_and_number_are_those_of_clusters() {
    let groups = [
        (160, 98.46558883826472, 4.722341986885546),
        (150, 115.07322792616918, 9.76395455665979),
        (120, 97.07410721381522, 2.507457959424582),
        (99, 89.21961369980738, 6.442790300119386),
    ];
    let mut groups = groups.map(group);
    groups.iter_mut().zip(CLUSTERS).for_each(|(it, clusters)| it.clusters = Some(clusters));
    let found = estimate(groups);
    let golden = [24.4621326019123, 4.90450971826052, 14.894293534806033, 14.001952049766238, 34.922313154058365];
    equals(found, golden, 0.00016562106118917386);
    assert!(!found.assumes_independent_clients);
    groups[2].clusters = None;
    assert!(estimate(groups).assumes_independent_clients, "one group without is enough");
}

#[test]
fn two_in_a_group_are_enough_and_one_is_not() {
    let groups = [(2, 1.5, FRAC_1_SQRT_2), (2, 5.0, SQRT_2), (2, 2.0, SQRT_2), (2, 2.25, 0.3535533905932738)];
    let golden = [3.25, 1.5206906325745548, 2.5879017013232515, -2.0560915105640323, 8.556091510564032];
    equals(estimate(groups.map(group)), golden, 0.13643864702755465);
    let mut alone = groups.map(group);
    alone[3].clients = 1;
    assert_eq!(of(alone), Err(NoEffect::TooFew));
    let mut one_cluster = groups.map(group);
    one_cluster[0].clusters = Some(1);
    assert_eq!(of(one_cluster), Err(NoEffect::TooFew));
}

#[test]
fn before_and_after_without_a_comparison_is_a_description() {
    let [before, after, ..] = CLIENTS.map(group);
    let Ok(Effect::Description { change }) = Effect::of(&Means { before, after }, None, 0.95) else {
        panic!("described")
    };
    close(change, 18.63631314204799);
}

#[test]
fn what_does_not_vary_or_is_no_number_says_nothing() {
    let same = CLIENTS.map(|(clients, mean, _)| group((clients, mean, 0.0)));
    assert_eq!(of(same), Err(NoEffect::NoSpread));
    for broken in [f64::NAN, f64::INFINITY, -1.0] {
        let mut groups = CLIENTS.map(group);
        groups[1].sd = broken;
        assert_eq!(of(groups), Err(NoEffect::NoNumber));
        groups[1] = Group { own_standard_error: Some(broken), ..group(CLIENTS[1]) };
        assert_eq!(of(groups), Err(NoEffect::NoNumber));
    }
    let mut groups = CLIENTS.map(group);
    groups[2].mean = f64::NAN;
    assert_eq!(of(groups), Err(NoEffect::NoNumber));
}

fn group((clients, mean, sd): (u32, f64, f64)) -> Group {
    Group { clients, mean, sd, own_standard_error: None, clusters: None }
}

fn with_own(mut groups: [Group; 4]) -> [Group; 4] {
    groups.iter_mut().zip(OWN).for_each(|(it, own)| it.own_standard_error = Some(own));
    groups
}

fn of(groups: [Group; 4]) -> Result<Effect, NoEffect> {
    of_confidence(groups, 0.95)
}

fn of_confidence(
    [before, after, comparison_before, comparison_after]: [Group; 4],
    confidence: f64,
) -> Result<Effect, NoEffect> {
    let comparison = Means { before: comparison_before, after: comparison_after };
    Effect::of(&Means { before, after }, Some(&comparison), confidence)
}

#[track_caller]
fn estimate(groups: [Group; 4]) -> Estimate {
    match of(groups) {
        Ok(Effect::Estimate(it)) => it,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn equals(it: Estimate, golden: [f64; 5], p: f64) {
    let found = [it.effect, it.standard_error, it.degrees_of_freedom, it.low, it.high];
    found.into_iter().zip(golden).for_each(|(found, golden)| close(found, golden));
    close(it.p, p);
}

#[track_caller]
fn close(found: f64, golden: f64) {
    assert!((found - golden).abs() < 1e-9, "{found} is not {golden}");
}
