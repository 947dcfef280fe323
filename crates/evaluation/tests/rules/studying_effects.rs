//! What a study says, beside what SciPy says (tests/reference/trends.py), and how it says what it does not know.

use contract::evaluation::{
    GroupMeans, ListStudies, Study, StudyAssumptionKind as Kind, StudyDesign, StudyFigure, StudyGroup, StudySays,
    StudyState, StudyTime,
};
use evaluation::views::studies::{figure, is_asked_for};

use crate::messages::{BANK, GOAL, INDICATOR};

const PEOPLE: [u32; 4] = [120, 112, 98, 90];
const MEANS: [&str; 4] = ["1250.5", "1475.75", "1240.25", "1302.5"];
const SPREADS: [&str; 4] = ["310.25", "342.5", "295.75", "305.125"];
const OWN: [&str; 4] = ["41.5", "44.25", "39.75", "43.125"];
const CLUSTERS: [u32; 4] = [12, 12, 9, 8];

#[test]
fn an_effect_of_four_groups_is_what_scipy_says() {
    let said = figure::of(&study());
    equals(
        &said,
        [163.0, 61.45317331042096, 401.45198113424146, 42.18977409661423, 283.8102259033858, 0.008308414196982744],
    );
    assert_eq!(said.interval_by, "95 % by Student's t with 401.5 degrees of freedom (Welch and Satterthwaite)");
    assert_eq!((said.treated_change.as_str(), said.comparison_change.as_str()), ("225.25", "62.25"));
    assert_eq!((said.why_not.as_str(), said.missing.len()), ("", 0));
    assert_eq!(kinds(&said), [Kind::ParallelChange, Kind::IndependentClients, Kind::SameKindOfPeople]);
    assert_eq!(said.assumes[1].words, "assumes independent clients");
}

#[test]
fn an_interval_is_as_sure_as_the_study_asks() {
    let said = figure::of(&Study { confidence_percent: 90, ..study() });
    equals(
        &said,
        [163.0, 61.45317331042096, 401.45198113424146, 61.68472810050261, 264.31527189949736, 0.008308414196982744],
    );
    assert!(said.interval_by.starts_with("90 % "), "{}", said.interval_by);
}

#[test]
fn of_clusters_those_count_and_not_their_people() {
    let said = figure::of(&with(|it, place| it.clusters = CLUSTERS[place]));
    equals(
        &said,
        [163.0, 197.8714427498389, 33.55076748231806, -239.32157189533046, 565.3215718953304, 0.41588949556075067],
    );
    assert_eq!(kinds(&said), [Kind::ParallelChange, Kind::SameKindOfPeople]);
}

#[test]
fn clusters_that_are_left_out_are_named() {
    let villages = Study { clusters: "Villages, drawn by lot".into(), ..study() };
    let said = figure::of(&villages);
    assert_eq!(kinds(&said), [Kind::ParallelChange, Kind::ClustersLeftOut, Kind::SameKindOfPeople]);
    let all_but_one = with(|it, place| it.clusters = if place == 0 { 0 } else { CLUSTERS[place] });
    let but_one = Study { clusters: villages.clusters, ..all_but_one };
    assert!(kinds(&figure::of(&but_one)).contains(&Kind::ClustersLeftOut), "one group without is enough");
}

#[test]
fn a_standard_error_of_its_own_counts_instead_of_the_spread() {
    let own = with(|it, place| {
        it.standard_error = OWN[place].into();
        it.sd = String::new();
    });
    let said = figure::of(&own);
    equals(
        &said,
        [163.0, 84.38092571784217, 408.62300919249685, -2.8748805270951436, 328.8748805270951, 0.05408566243247914],
    );
    assert_eq!(kinds(&said), [Kind::ParallelChange, Kind::OwnStandardErrors, Kind::SameKindOfPeople]);
}

#[test]
fn a_panel_says_that_it_does_not_know_how_before_and_after_go_together() {
    let panel = Study { design: StudyDesign::Panel.into(), ..with(|it, place| it.people = PEOPLE[place / 2 * 2]) };
    let said = figure::of(&panel);
    assert_eq!(kinds(&said), [Kind::ParallelChange, Kind::IndependentClients, Kind::PanelCorrelation]);
    assert!(said.assumes[2].words.contains("wider than it need be"), "{}", said.assumes[2].words);
    let fewer_again = Study { design: StudyDesign::Panel.into(), ..study() };
    assert!(kinds(&figure::of(&fewer_again)).contains(&Kind::NotAllAgain));
}

#[test]
fn groups_measured_on_other_days_are_said_to_be() {
    let other = with(|it, place| {
        if place == 3 {
            it.period_end = "2025-12-31".into();
        }
    });
    assert!(kinds(&figure::of(&other)).contains(&Kind::OtherDays));
}

#[test]
fn without_anybody_to_compare_with_it_is_a_description_and_no_effect() {
    let said = figure::of(&Study { means: study().means[..2].to_vec(), ..study() });
    assert_eq!((said.says(), said.treated_change.as_str()), (StudySays::Description, "225.25"));
    assert!(said.why_not.contains("no effect"), "{}", said.why_not);
    let left_empty = [said.effect, said.standard_error, said.low, said.high, said.p, said.interval_by];
    assert!(left_empty.iter().all(String::is_empty), "{left_empty:?}");
    assert_eq!((said.assumes.len(), said.missing.len()), (0, 2));
}

#[test]
fn what_is_not_there_yet_is_named() {
    for (present, why_not) in [
        (
            vec![],
            "not recorded yet: the treated before, the treated after, the comparison before, the comparison after",
        ),
        (vec![0, 1, 2], "not recorded yet: the comparison after"),
        (vec![1, 2, 3], "not recorded yet: the treated before"),
        (vec![2, 3], "not recorded yet: the treated before, the treated after"),
        (vec![0], "not recorded yet: the treated after, the comparison before, the comparison after"),
    ] {
        let means = present.iter().map(|place| study().means[*place].clone()).collect();
        let said = figure::of(&Study { means, ..study() });
        assert_eq!((said.says(), said.why_not.as_str()), (StudySays::NothingYet, why_not));
        assert_eq!(said.missing.len(), 4 - present.len());
        assert_eq!(said.effect, "");
    }
}

#[test]
fn a_single_cluster_or_no_spread_at_all_says_nothing() {
    let single = figure::of(&with(|it, place| it.clusters = if place == 2 { 1 } else { 8 }));
    assert_eq!(single.says(), StudySays::NothingYet);
    assert!(single.why_not.contains("single cluster"), "{}", single.why_not);
    let same = figure::of(&with(|it, _| it.sd = "0".into()));
    assert_eq!(same.says(), StudySays::NothingYet);
    assert!(same.why_not.contains("no standard error"), "{}", same.why_not);
    assert_eq!(same.treated_change, "225.25", "what has changed is said all the same");
}

#[test]
fn studies_are_found_by_indicator_goal_opener_and_state() {
    let study = study();
    let finds = |question: ListStudies| is_asked_for(&question, &study);
    assert!(finds(ListStudies::default()));
    assert!(finds(ListStudies { goal_id: GOAL.into(), partner_id: BANK.into(), ..Default::default() }));
    assert!(finds(ListStudies { state: StudyState::Open.into(), ..Default::default() }));
    assert!(!finds(ListStudies { state: StudyState::Closed.into(), ..Default::default() }));
    assert!(!finds(ListStudies { indicator_id: INDICATOR.into(), ..Default::default() }));
    assert!(!finds(ListStudies { partner_id: GOAL.into(), ..Default::default() }));
}

fn study() -> Study {
    with(|_, _| ())
}

fn with(change: impl Fn(&mut GroupMeans, usize)) -> Study {
    let cell = |place: usize| {
        let mut means = GroupMeans {
            group: [StudyGroup::Treated, StudyGroup::Comparison][place / 2].into(),
            time: [StudyTime::Before, StudyTime::After][place % 2].into(),
            people: PEOPLE[place],
            mean: MEANS[place].into(),
            sd: SPREADS[place].into(),
            period_start: ["2024-03-01", "2025-03-01"][place % 2].into(),
            period_end: ["2024-03-31", "2025-03-31"][place % 2].into(),
            ..Default::default()
        };
        change(&mut means, place);
        means
    };
    Study {
        partner_id: BANK.into(),
        goal_id: GOAL.into(),
        design: StudyDesign::RepeatedCrossSection.into(),
        confidence_percent: 95,
        state: StudyState::Open.into(),
        means: (0..4).map(cell).collect(),
        ..Default::default()
    }
}

fn kinds(said: &StudyFigure) -> Vec<Kind> {
    said.assumes.iter().map(|it| it.kind()).collect()
}

/// Effect, standard error, degrees of freedom, both ends of the interval, and p.
#[track_caller]
fn equals(said: &StudyFigure, golden: [f64; 6]) {
    assert_eq!(said.says(), StudySays::Estimate);
    let found = [&said.effect, &said.standard_error, &said.degrees_of_freedom, &said.low, &said.high, &said.p];
    for (found, golden) in found.into_iter().zip(golden) {
        let found: f64 = found.parse().unwrap();
        assert!((found - golden).abs() < 1e-9, "{found} is not {golden}");
    }
}
