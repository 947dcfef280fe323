//! W, chi-square, p and tau-b beside what SciPy says (tests/reference/alignment.py), and where they are undefined.

use kernel::measures::{Concordance, Order, Ranks, Significance, by_chance, tau_by_chance};

const MANY_TIES: [&[u16]; 5] = [
    &[1, 1, 1, 2, 2, 3, 3, 3],
    &[1, 2, 2, 2, 1, 3, 3, 1],
    &[2, 2, 1, 1, 3, 3, 3, 3],
    &[1, 1, 2, 3, 3, 3, 2, 2],
    &[1, 1, 1, 1, 1, 1, 2, 2],
];
const TWO_BLOCS: [&[u16]; 4] = [&[1, 2, 3, 4, 5, 6], &[1, 2, 3, 4, 5, 6], &[6, 5, 4, 3, 2, 1], &[6, 5, 4, 3, 2, 1]];
const SIX_BY_FOUR_TIED: [&[u16]; 6] =
    [&[1, 2, 2, 3], &[1, 1, 2, 2], &[2, 1, 3, 3], &[1, 2, 3, 4], &[4, 3, 2, 1], &[1, 1, 1, 2]];

#[test]
fn many_ties_are_corrected_for() {
    let found = concordance(&MANY_TIES).unwrap();
    close(found.w, 0.4573913043478261);
    close(found.chi_square, 16.008695652173913);
    assert_eq!((found.raters, found.items, found.degrees_of_freedom), (5, 8, 7));
    chance(&MANY_TIES, 0.025037034648388252, Significance::ChiSquare);
    let taus = [
        0.28571428571428575,
        0.6343350474165466,
        0.4285714285714286,
        0.6299407883487121,
        0.0,
        0.1904761904761905,
        0.06299407883487121,
        0.19518001458970663,
        0.5163977794943223,
        -0.12598815766974242,
    ];
    pairs(&MANY_TIES).into_iter().zip(taus).for_each(|(found, tau)| close(found.unwrap(), tau));
}

#[test]
fn ten_raters_of_whom_two_tie_everything() {
    let tiers: Vec<Vec<u16>> =
        (0..10).map(|j| (0..12).map(|i| (7 * i * (j + 1) + 3 * j) % (5 + j) + 1).collect()).collect();
    let tiers: Vec<&[u16]> = tiers.iter().map(Vec::as_slice).collect();
    let found = concordance(&tiers).unwrap();
    close(found.w, 0.1652908067542214);
    close(found.chi_square, 18.181988742964354);
    chance(&tiers, 0.07745276437496147, Significance::ChiSquare);
    let taus = pairs(&tiers);
    close(taus[0].unwrap(), 0.1338258447578277);
    assert_eq!(taus[1], None, "who ties everything is nowhere beside another");
    close(taus[6].unwrap(), -0.05735393346764044);
    assert_eq!(taus.iter().flatten().count(), 28);
}

#[test]
fn few_raters_of_few_things_are_judged_exactly() {
    let one_missing: [&[u16]; 3] = [&[1, 2, 3, 4], &[2, 1, 3, 4], &[1, 3, 2, 4]];
    close(concordance(&one_missing).unwrap().w, 0.7777777777777778);
    chance(&one_missing, 0.05381944444444445, Significance::Exact);
    close(concordance(&SIX_BY_FOUR_TIED).unwrap().w, 0.3108974358974359);
    chance(&SIX_BY_FOUR_TIED, 0.1373215663580247, Significance::Exact);
    let nearly: [&[u16]; 4] = [&[1, 2, 3, 4, 5], &[1, 2, 3, 5, 4], &[5, 4, 3, 2, 1], &[4, 5, 3, 2, 1]];
    close(concordance(&nearly).unwrap().w, 0.025);
    chance(&nearly, 0.9909670138888889, Significance::Exact);
}

#[test]
fn more_of_them_are_judged_by_drawn_orders_the_same_every_time() {
    let seven: [&[u16]; 4] =
        [&[1, 2, 3, 4, 5, 6, 7], &[2, 1, 3, 5, 4, 7, 6], &[1, 3, 2, 4, 6, 5, 7], &[7, 6, 5, 4, 3, 2, 1]];
    let ranks: Vec<Ranks> = seven.iter().map(|it| Ranks::of_tiers(it)).collect();
    let (p, by) = by_chance(&ranks).unwrap();
    assert_eq!(by, Significance::Permutation(9_999));
    assert_eq!(by_chance(&ranks).unwrap(), (p, by));
    // Of three rankings as near to each other as the first three, less than one in a thousand come by chance.
    assert!((0.0..0.01).contains(&by_chance(&ranks[..3]).unwrap().0));
}

#[test]
fn with_many_raters_or_things_it_is_chi_square() {
    let many: Vec<&[u16]> = (0..21).map(|it| MANY_TIES[it % 5].get(..7).unwrap()).collect();
    assert_eq!(by_chance(&ranks(&many)).unwrap().1, Significance::ChiSquare);
    let twenty: Vec<&[u16]> = (0..20).map(|it| MANY_TIES[it % 5].get(..7).unwrap()).collect();
    assert_eq!(by_chance(&ranks(&twenty)).unwrap().1, Significance::Permutation(9_999));
}

#[test]
fn two_raters_have_a_tau() {
    let two: [&[u16]; 2] = [&[1, 2, 3, 4, 5, 6], &[2, 1, 4, 3, 6, 5]];
    close(concordance(&two).unwrap().w, 0.9142857142857143);
    chance(&two, 0.029166666666666667, Significance::Exact);
    tau_is(&two, 0.6, 0.1361111111111111, Significance::Exact);
    let tied: [&[u16]; 2] = [&[1, 2, 2, 3, 4, 4, 5], &[2, 1, 1, 3, 3, 4, 4]];
    close(concordance(&tied).unwrap().w, 0.9205607476635514);
    chance(&tied, 0.015873015873015872, Significance::Exact);
    tau_is(&tied, 0.7029594915666377, 0.03889094013174942, Significance::Normal);
    let twelve: [&[u16]; 2] = [&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], &[0, 2, 1, 3, 6, 5, 4, 8, 7, 11, 10, 9]];
    tau_is(&twelve, 1.0 - 2.0 * 8.0 / 66.0, 0.00024002425044091711, Significance::Exact);
    let forty: [Vec<u16>; 2] = [(0..40).collect(), (0..40).map(|it| (17 * it + 5) % 41).collect()];
    let [one, other] = [&forty[0][..], &forty[1][..]];
    let (p, by) = chance_of_tau(&[one, other]);
    close(p, 0.8888082041096124);
    assert_eq!(by, Significance::Normal);
}

#[test]
fn two_things_are_enough() {
    let two: [&[u16]; 4] = [&[1, 2], &[1, 2], &[2, 1], &[1, 2]];
    let found = concordance(&two).unwrap();
    close(found.w, 0.25);
    close(found.chi_square, 1.0);
    chance(&two, 0.625, Significance::Exact);
    assert_eq!(pairs(&two), [1.0, -1.0, 1.0, -1.0, 1.0, -1.0].map(Some));
    tau_is(&[&[1, 2], &[2, 1]], -1.0, 1.0, Significance::Exact);
}

#[test]
fn all_alike_is_one_and_all_opposite_is_nothing() {
    let alike: [&[u16]; 4] = [&[1, 2, 3, 4]; 4];
    assert_eq!(concordance(&alike).unwrap().w, 1.0);
    chance(&alike, 7.233796296296296e-05, Significance::Exact);
    assert_eq!(pairs(&alike), [Some(1.0); 6]);
    let opposite: [&[u16]; 2] = [&[1, 2, 3, 4, 5], &[5, 4, 3, 2, 1]];
    assert_eq!(concordance(&opposite).unwrap().w, 0.0);
    chance(&opposite, 1.0, Significance::Exact);
    tau_is(&opposite, -1.0, 0.016666666666666666, Significance::Exact);
}

#[test]
fn two_opposed_blocs_also_give_nothing_and_the_pairs_tell_them() {
    assert_eq!(concordance(&TWO_BLOCS).unwrap().w, 0.0);
    assert_eq!(pairs(&TWO_BLOCS), [1.0, -1.0, -1.0, -1.0, -1.0, 1.0].map(Some));
}

#[test]
fn one_that_ties_everything_says_nothing_and_is_counted_all_the_same() {
    let three: [&[u16]; 3] = [&[1, 2, 3, 4], &[2, 1, 3, 4], &[1, 1, 1, 1]];
    close(concordance(&three).unwrap().w, 0.6);
    chance(&three, 0.16666666666666666, Significance::Exact);
    assert_eq!(pairs(&three)[1..], [None, None]);
}

#[test]
fn where_there_is_nobody_or_nothing_to_compare_all_is_undefined() {
    let undefined: [&[&[u16]]; 5] = [&[], &[&[1, 2, 3]], &[&[1], &[1]], &[&[], &[]], &[&[1, 1, 1], &[4, 4, 4]]];
    for tiers in undefined {
        assert_eq!(concordance(tiers), None, "{tiers:?}");
        assert_eq!(by_chance(&ranks(tiers)), None, "{tiers:?}");
        assert!(pairs(tiers).iter().all(Option::is_none), "{tiers:?}");
    }
}

#[test]
fn what_numbers_tiers_have_is_all_the_same() {
    assert_eq!(Ranks::of_tiers(&[7, 2, 2, 900]).doubled(), [6, 3, 3, 8]);
    assert_eq!(Ranks::of_tiers(&[3, 1, 1, 4]), Ranks::of_tiers(&[7, 2, 2, 900]));
}

#[test]
fn the_most_contested_thing_has_the_widest_ranks() {
    let found = Concordance::contested(&ranks(&[&[1, 2, 3], &[1, 3, 2], &[1, 2, 3]]));
    assert_eq!(found[0], 0.0);
    close(found[1], 2.0_f64.sqrt() / 3.0);
    close(found[2], 2.0_f64.sqrt() / 3.0);
    assert!(Concordance::contested(&[]).is_empty());
}

/// 30 members, 200 goals: how long it takes is told, and judged where it is measured, in a release.
#[test]
fn thirty_rankings_of_two_hundred_things_have_a_figure_for_every_pair() {
    let tiers: Vec<Vec<u16>> = (0..30u16).map(|j| (0..200u16).map(|i| (i * (2 * j + 3) + j) % 211).collect()).collect();
    let tiers: Vec<&[u16]> = tiers.iter().map(Vec::as_slice).collect();
    let began = std::time::Instant::now();
    let (found, taus) = (concordance(&tiers).unwrap(), pairs(&tiers));
    println!("{:.1} ms in this build", began.elapsed().as_secs_f64() * 1e3);
    assert_eq!((found.raters, found.items, taus.len()), (30, 200, 435));
    assert_eq!(by_chance(&ranks(&tiers)).unwrap().1, Significance::ChiSquare);
}

fn ranks(tiers: &[&[u16]]) -> Vec<Ranks> {
    tiers.iter().map(|it| Ranks::of_tiers(it)).collect()
}

fn concordance(tiers: &[&[u16]]) -> Option<Concordance> {
    Concordance::of(&ranks(tiers))
}

fn pairs(tiers: &[&[u16]]) -> Vec<Option<f64>> {
    let orders: Vec<Order> = ranks(tiers).iter().map(Order::of).collect();
    let later = |(place, one)| orders[place + 1..].iter().map(move |other| Order::tau(one, other));
    orders.iter().enumerate().flat_map(later).map(|it| it.map(|it| it.tau)).collect()
}

#[track_caller]
fn chance(tiers: &[&[u16]], p: f64, by: Significance) {
    let (found, found_by) = by_chance(&ranks(tiers)).unwrap();
    close(found, p);
    assert_eq!(found_by, by);
}

fn chance_of_tau(tiers: &[&[u16]; 2]) -> (f64, Significance) {
    let [one, other] = tiers.map(Ranks::of_tiers);
    tau_by_chance(&one, &other, &Order::of(&one).tau(&Order::of(&other)).unwrap())
}

#[track_caller]
fn tau_is(tiers: &[&[u16]; 2], tau: f64, p: f64, by: Significance) {
    close(pairs(tiers)[0].unwrap(), tau);
    let (found, found_by) = chance_of_tau(tiers);
    close(found, p);
    assert_eq!(found_by, by);
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}
