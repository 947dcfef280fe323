//! Opening a study, recording and correcting the means of its groups, closing it and taking it back.

use contract::evaluation::*;
use evaluation::study::{Around, Named, Rejection, Study, decisions::CONFIDENCE_PERCENT};
use kernel::{
    Invalid, Reject,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::messages::{AUDITOR, BANK, COOPERATIVE, GOAL, INDICATOR, TOGETHER};

const STUDY: &str = "00000000-0000-7000-8000-000000000051";

#[test]
fn a_member_opens_a_study_and_is_as_sure_as_nobody_says_otherwise() {
    nothing::<Study>().by(BANK).when(open()).then(opened());
    let surer = OpenStudy { confidence_percent: 99, ..open() };
    nothing::<Study>().by(BANK).when(surer).then(StudyOpened { confidence_percent: 99, ..opened() });
    invalid(nothing::<Study>().by(BANK).when(OpenStudy { confidence_percent: 49, ..open() }), "confidence_percent");
    given::<Study, _>([opened()]).by(COOPERATIVE).when(open()).then_rejected(Rejection::IdTaken);
}

#[test]
fn an_indicator_says_what_is_measured_or_the_study_does_with_its_unit() {
    let by_indicator =
        OpenStudy { indicator_id: INDICATOR.into(), measured: String::new(), unit: String::new(), ..open() };
    let event =
        StudyOpened { indicator_id: INDICATOR.into(), measured: String::new(), unit: String::new(), ..opened() };
    nothing::<Study>().by(BANK).when(by_indicator.clone()).then(event);
    let with_unit = OpenStudy { unit: "KES".into(), ..by_indicator.clone() };
    invalid(nothing::<Study>().by(BANK).when(with_unit), "unit");
    for (field, asked) in [
        ("measured", OpenStudy { measured: " ".into(), ..open() }),
        ("unit", OpenStudy { unit: String::new(), ..open() }),
        ("title", OpenStudy { title: "\n".into(), ..open() }),
        ("question", OpenStudy { question: String::new(), ..open() }),
    ] {
        invalid(nothing::<Study>().by(BANK).when(asked), field);
    }
    let unknown = Named { is_indicator_known: false, ..Named::default() };
    nothing::<Study>().by(BANK).when_knowing(unknown, by_indicator).then_rejected(Rejection::NoIndicator);
    let no_goal = Named { is_goal_known: false, ..Named::default() };
    nothing::<Study>().by(BANK).when_knowing(no_goal, open()).then_rejected(Rejection::NoGoal);
}

#[test]
fn means_are_recorded_once_and_numbers_in_one_way() {
    study([]).by(AUDITOR).when_knowing(around(), record()).then(recorded());
    study([recorded().into()]).by(AUDITOR).when_knowing(around(), record()).then_nothing();
    let other = RecordGroupMeans { people: 130, ..record() };
    study([recorded().into()]).by(AUDITOR).when_knowing(around(), other).then_rejected(Rejection::AlreadyRecorded);
    nothing::<Study>().by(AUDITOR).when_knowing(around(), record()).then_rejected(Rejection::NotFound);
}

#[test]
fn a_group_of_so_few_that_somebody_would_be_known_is_refused() {
    for people in [1, 9] {
        let few = RecordGroupMeans { people, ..record() };
        let rejection = Rejection::GroupTooSmall { minimum: 10 };
        study([]).by(BANK).when_knowing(around(), few).then_rejected(rejection.clone());
        assert_eq!((rejection.refusal().reason, rejection.refusal().field), ("REASON_GROUP_TOO_SMALL", Some("people")));
    }
    let enough = RecordGroupMeans { people: 10, ..record() };
    let event = GroupMeansRecorded { people: 10, partner_id: BANK.into(), ..recorded() };
    study([]).by(BANK).when_knowing(around(), enough.clone()).then(event);
    let stricter = Around { people_minimum: 25, ..around() };
    study([]).by(BANK).when_knowing(stricter, enough).then_rejected(Rejection::GroupTooSmall { minimum: 25 });
    let few = CorrectGroupMeans { people: 3, ..correct() };
    let rejection = Rejection::GroupTooSmall { minimum: 10 };
    study([recorded().into()]).by(AUDITOR).when_knowing(around(), few).then_rejected(rejection);
}

#[test]
fn a_correction_tells_of_no_few_by_what_was_said_before() {
    let to = |people| CorrectGroupMeans { people, ..correct() };
    let rejection = || Rejection::GroupTooSmall { minimum: 10 };
    for people in [111, 119, 121, 129] {
        study([recorded().into()]).by(AUDITOR).when_knowing(around(), to(people)).then_rejected(rejection());
    }
    for people in [110, 120, 130] {
        let event = GroupMeansCorrected { people, ..corrected() };
        study([recorded().into()]).by(AUDITOR).when_knowing(around(), to(people)).then(event);
    }
    let known = [recorded().into(), corrected().into()];
    let outcome = study(known).by(AUDITOR).when_knowing(around(), to(119));
    outcome.then_rejected(rejection());
}

#[test]
fn of_a_share_of_people_neither_side_is_a_small_group() {
    let by_indicator = || StudyOpened { indicator_id: INDICATOR.into(), ..opened() };
    let shares = || Around { shares_of_people: [INDICATOR.to_owned()].into(), ..around() };
    for mean in ["0.05", "0.95"] {
        let share = RecordGroupMeans { mean: mean.into(), ..record() };
        let outcome = given::<Study, _>([by_indicator()]).by(AUDITOR).when_knowing(shares(), share.clone());
        outcome.then_rejected(Rejection::GroupTooSmall { minimum: 10 });
        let outcome = given::<Study, _>([by_indicator()]).by(AUDITOR).when_knowing(around(), share);
        outcome.then(GroupMeansRecorded { mean: mean.into(), ..recorded() });
    }
    for mean in ["0", "0.25", "1"] {
        let share = RecordGroupMeans { mean: mean.into(), ..record() };
        let outcome = given::<Study, _>([by_indicator()]).by(AUDITOR).when_knowing(shares(), share);
        outcome.then(GroupMeansRecorded { mean: mean.into(), ..recorded() });
    }
}

#[test]
fn a_mean_comes_with_its_spread_or_its_own_standard_error() {
    let own = RecordGroupMeans { sd: String::new(), standard_error: "41.50".into(), ..record() };
    let event = GroupMeansRecorded { sd: String::new(), standard_error: "41.5".into(), ..recorded() };
    study([]).by(AUDITOR).when_knowing(around(), own).then(event);
    for (field, asked) in [
        ("sd", RecordGroupMeans { sd: String::new(), ..record() }),
        ("sd", RecordGroupMeans { sd: "-0.1".into(), ..record() }),
        ("standard_error", RecordGroupMeans { standard_error: "0".into(), ..record() }),
        ("standard_error", RecordGroupMeans { standard_error: "-2".into(), ..record() }),
        ("mean", RecordGroupMeans { mean: "many".into(), ..record() }),
        ("clusters", RecordGroupMeans { clusters: 121, ..record() }),
        ("taken_from", RecordGroupMeans { taken_from: " ".into(), ..record() }),
        ("period_end", RecordGroupMeans { period_end: "2024-02-28".into(), ..record() }),
        ("period_end", RecordGroupMeans { period_end: "2026-01-16".into(), ..record() }),
        ("period_start", RecordGroupMeans { period_start: "2024-02-30".into(), ..record() }),
    ] {
        invalid(study([]).by(AUDITOR).when_knowing(around(), asked), field);
    }
}

#[test]
fn all_that_is_before_ends_before_any_that_is_after_begins() {
    let after = |start: &str, end: &str| RecordGroupMeans {
        group: StudyGroup::Comparison.into(),
        time: StudyTime::After.into(),
        period_start: start.into(),
        period_end: end.into(),
        ..record()
    };
    let overlapping = after("2024-03-31", "2024-06-30");
    invalid(study([recorded().into()]).by(BANK).when_knowing(around(), overlapping), "period_start");
    let next = after("2024-04-01", "2024-06-30");
    let decision = study([recorded().into()]).by(BANK).when_knowing(around(), next).decision();
    let later = decision.unwrap().remove(0);
    let moved = CorrectGroupMeans { period_end: "2024-04-01".into(), ..correct() };
    invalid(study([recorded().into(), later.clone()]).by(AUDITOR).when_knowing(around(), moved), "period_start");
    study([recorded().into(), later]).by(AUDITOR).when_knowing(around(), correct()).then(corrected());
}

#[test]
fn who_recorded_them_corrects_them_with_a_reason() {
    study([recorded().into()]).by(AUDITOR).when_knowing(around(), correct()).then(corrected());
    let known = [recorded().into(), corrected().into()];
    study(known.clone()).by(AUDITOR).when_knowing(around(), correct()).then_nothing();
    study(known.clone()).by(AUDITOR).when_knowing(around(), record()).then_nothing();
    let again = CorrectGroupMeans { people: 140, ..correct() };
    let event = GroupMeansCorrected { people: 140, correction: 2, ..corrected() };
    study(known).by(AUDITOR).when_knowing(around(), again).then(event);
    let outcome = study([recorded().into()]).by(BANK).when_knowing(around(), correct());
    outcome.then_rejected(Rejection::NotYourMeans);
    study([]).by(AUDITOR).when_knowing(around(), correct()).then_rejected(Rejection::NotRecorded);
    nothing::<Study>().by(AUDITOR).when_knowing(around(), correct()).then_rejected(Rejection::NotFound);
    let silent = CorrectGroupMeans { reason: " ".into(), ..correct() };
    invalid(study([recorded().into()]).by(AUDITOR).when_knowing(around(), silent), "reason");
    let often = GroupMeansCorrected { correction: 20, people: 160, ..corrected() };
    let outcome = study([recorded().into(), often.into()]).by(AUDITOR).when_knowing(around(), correct());
    outcome.then_rejected(Rejection::TooManyCorrections);
}

#[test]
fn who_opened_it_closes_it_and_then_its_means_stand() {
    study([]).by(BANK).when(close()).then(closed());
    study([closed().into()]).by(BANK).when(close()).then_nothing();
    let otherwise = CloseStudy { conclusion: "It did nothing".into(), ..close() };
    study([closed().into()]).by(BANK).when(otherwise).then_rejected(Rejection::Closed);
    study([]).by(AUDITOR).when(close()).then_rejected(Rejection::NotYours);
    nothing::<Study>().by(BANK).when(close()).then_rejected(Rejection::NotFound);
    invalid(study([]).by(BANK).when(CloseStudy { conclusion: " ".into(), ..close() }), "conclusion");
    study([closed().into()]).by(AUDITOR).when_knowing(around(), record()).then_rejected(Rejection::Closed);
    let recorded_then_closed = [recorded().into(), closed().into()];
    let outcome = study(recorded_then_closed).by(AUDITOR).when_knowing(around(), correct());
    outcome.then_rejected(Rejection::Closed);
}

#[test]
fn who_opened_it_takes_it_back_closed_or_not() {
    study([]).by(BANK).when(withdraw()).then(withdrawn());
    study([closed().into()]).by(BANK).when(withdraw()).then(withdrawn());
    study([withdrawn().into()]).by(BANK).when(withdraw()).then_nothing();
    study([]).by(COOPERATIVE).when(withdraw()).then_rejected(Rejection::NotYours);
    invalid(study([]).by(BANK).when(WithdrawStudy { reason: String::new(), ..withdraw() }), "reason");
    study([withdrawn().into()]).by(BANK).when(close()).then_rejected(Rejection::Withdrawn);
    study([withdrawn().into()]).by(AUDITOR).when_knowing(around(), record()).then_rejected(Rejection::Withdrawn);
}

fn study(then: impl IntoIterator<Item = event::Kind>) -> Scenario<Study> {
    then.into_iter().fold(given::<Study, _>([opened()]), Scenario::and)
}

fn around() -> Around {
    Around { people_minimum: 10, ..Around::default() }
}

#[track_caller]
fn invalid(outcome: Outcome<Study>, field: &str) {
    match outcome.decision() {
        Err(Rejection::Invalid(Invalid { field: found, .. })) => assert_eq!(found, field),
        other => panic!("{other:?}"),
    }
}

fn open() -> OpenStudy {
    OpenStudy {
        partnership_id: TOGETHER.into(),
        study_id: STUDY.into(),
        title: "Incomes in Kisumu".into(),
        question: "Do borrowers earn more?".into(),
        measured: "The household's income of a year".into(),
        unit: "USD".into(),
        design: StudyDesign::RepeatedCrossSection.into(),
        goal_id: GOAL.into(),
        ..Default::default()
    }
}

fn opened() -> StudyOpened {
    StudyOpened {
        partnership_id: TOGETHER.into(),
        study_id: STUDY.into(),
        partner_id: BANK.into(),
        title: "Incomes in Kisumu".into(),
        question: "Do borrowers earn more?".into(),
        indicator_id: String::new(),
        measured: "The household's income of a year".into(),
        unit: "USD".into(),
        design: StudyDesign::RepeatedCrossSection.into(),
        clusters: String::new(),
        goal_id: GOAL.into(),
        confidence_percent: CONFIDENCE_PERCENT,
    }
}

fn record() -> RecordGroupMeans {
    RecordGroupMeans {
        partnership_id: TOGETHER.into(),
        study_id: STUDY.into(),
        group: StudyGroup::Treated.into(),
        time: StudyTime::Before.into(),
        people: 120,
        mean: "1250.50".into(),
        sd: "310.25".into(),
        period_start: "2024-03-01".into(),
        period_end: "2024-03-31".into(),
        taken_from: "Survey of March".into(),
        ..Default::default()
    }
}

fn recorded() -> GroupMeansRecorded {
    GroupMeansRecorded {
        partnership_id: TOGETHER.into(),
        study_id: STUDY.into(),
        partner_id: AUDITOR.into(),
        group: StudyGroup::Treated.into(),
        time: StudyTime::Before.into(),
        people: 120,
        mean: "1250.5".into(),
        sd: "310.25".into(),
        standard_error: String::new(),
        clusters: 0,
        period_start: "2024-03-01".into(),
        period_end: "2024-03-31".into(),
        taken_from: "Survey of March".into(),
    }
}

fn correct() -> CorrectGroupMeans {
    CorrectGroupMeans {
        partnership_id: TOGETHER.into(),
        study_id: STUDY.into(),
        group: StudyGroup::Treated.into(),
        time: StudyTime::Before.into(),
        people: 100,
        mean: "1248".into(),
        sd: "309".into(),
        period_start: "2024-03-01".into(),
        period_end: "2024-03-30".into(),
        taken_from: "Survey of March".into(),
        reason: "One village was counted twice".into(),
        ..Default::default()
    }
}

fn corrected() -> GroupMeansCorrected {
    GroupMeansCorrected {
        partnership_id: TOGETHER.into(),
        study_id: STUDY.into(),
        partner_id: AUDITOR.into(),
        group: StudyGroup::Treated.into(),
        time: StudyTime::Before.into(),
        people: 100,
        mean: "1248".into(),
        sd: "309".into(),
        standard_error: String::new(),
        clusters: 0,
        period_start: "2024-03-01".into(),
        period_end: "2024-03-30".into(),
        taken_from: "Survey of March".into(),
        correction: 1,
        reason: "One village was counted twice".into(),
    }
}

fn close() -> CloseStudy {
    let (partnership_id, study_id) = (TOGETHER.into(), STUDY.into());
    CloseStudy { partnership_id, study_id, conclusion: "Borrowers earn more".into(), ..Default::default() }
}

fn closed() -> StudyClosed {
    let (partnership_id, study_id) = (TOGETHER.into(), STUDY.into());
    StudyClosed { partnership_id, study_id, conclusion: "Borrowers earn more".into() }
}

fn withdraw() -> WithdrawStudy {
    let (partnership_id, study_id) = (TOGETHER.into(), STUDY.into());
    WithdrawStudy { partnership_id, study_id, reason: "The sample was not random".into(), ..Default::default() }
}

fn withdrawn() -> StudyWithdrawn {
    let (partnership_id, study_id) = (TOGETHER.into(), STUDY.into());
    StudyWithdrawn { partnership_id, study_id, reason: "The sample was not random".into() }
}
