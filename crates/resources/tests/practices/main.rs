//! What sharing, endorsing and taking up a practice leads to: the lender shares how it forms groups, others do it too.

mod messages;

use contract::{partners::Evidence, resources::*};
use kernel::{
    Invalid, Reject,
    scenario::{Outcome, context, nothing},
};
use resources::{
    Around,
    practice::{Practice, Rejection, decisions::ADOPTIONS_MAX},
    views::practices::{is_adoption, is_practice, topics},
};

use messages::*;

#[test]
fn a_member_shares_what_it_knows() {
    nothing::<Practice>().by("lender").when_knowing(around(), share()).then(shared());
}

#[test]
fn an_id_is_made_where_none_is_given() {
    nothing::<Practice>()
        .by("lender")
        .when_knowing(around(), SharePractice { practice_id: String::new(), ..share() })
        .then(PracticeShared { practice_id: context().fresh("practice"), ..shared() });
}

#[test]
fn topics_are_found_however_they_are_written() {
    let written =
        PracticeContent { topics: vec![" Savings".into(), "Group Lending".into(), "savings".into()], ..content() };
    nothing::<Practice>()
        .by("lender")
        .when_knowing(around(), SharePractice { content: Some(written), ..share() })
        .then(shared());
}

#[test]
fn what_is_shared_says_what_it_is_how_it_is_done_and_what_it_is_about() {
    let refused = |content: Option<PracticeContent>, field: &str| {
        let share = SharePractice { content, ..share() };
        invalid(nothing::<Practice>().by("lender").when_knowing(around(), share), field);
    };
    refused(None, "content");
    refused(Some(PracticeContent { title: " ".into(), ..content() }), "content.title");
    refused(Some(PracticeContent { summary: String::new(), ..content() }), "content.summary");
    refused(Some(PracticeContent { how: "\u{200b}".into(), ..content() }), "content.how");
    refused(Some(PracticeContent { topics: vec![], ..content() }), "content.topics");
    refused(Some(PracticeContent { topics: vec!["savings".into(), " ".into()], ..content() }), "content.topics");
    let evidence = vec![Evidence { uri: "mailto:a@example.org".into(), ..document() }];
    refused(Some(PracticeContent { evidence, ..content() }), "content.evidence.uri");
}

#[test]
fn it_serves_what_is_there_in_an_active_partnership() {
    let refused = |around: Around, rejection: Rejection| {
        nothing::<Practice>().by("lender").when_knowing(around, share()).then_rejected(rejection);
    };
    refused(Around { is_active: false, ..around() }, Rejection::PartnershipNotActive);
    refused(Around { knows_goal: false, ..around() }, Rejection::GoalNotFound);
    refused(Around { knows_activity: false, ..around() }, Rejection::ActivityNotFound);
}

#[test]
fn an_id_stands_for_one_practice() {
    known([]).by("insurer").when_knowing(around(), share()).then_rejected(Rejection::IdTaken { field: "practice_id" });
    let other = SharePractice { content: Some(anew()), ..share() };
    known([]).by("lender").when_knowing(around(), other).then_rejected(Rejection::IdTaken { field: "practice_id" });
}

#[test]
fn who_shared_it_says_it_anew_and_says_why() {
    known([]).by("lender").when_knowing(around(), revise()).then(revised());
    known([]).by("insurer").when_knowing(around(), revise()).then_rejected(Rejection::NotTheSharer);
    nothing::<Practice>().by("lender").when_knowing(around(), revise()).then_rejected(Rejection::NotFound);
    let unreasoned = RevisePractice { reason: " ".into(), ..revise() };
    invalid(known([]).by("lender").when_knowing(around(), unreasoned), "reason");
}

#[test]
fn saying_the_same_again_is_no_new_version() {
    let same = RevisePractice { content: Some(content()), ..revise() };
    known([]).by("lender").when_knowing(around(), same).then_nothing();
}

#[test]
fn what_is_withdrawn_is_not_taken_up_nor_endorsed_any_more_but_reported_on_still() {
    known([]).by("lender").when(withdraw()).then(withdrawn());
    known([]).by("insurer").when(withdraw()).then_rejected(Rejection::NotTheSharer);
    let after = || known([adopted().into(), withdrawn().into()]);
    after().by("insurer").when_knowing(adopting(), adopt_elsewhere()).then_rejected(Rejection::Withdrawn);
    after().by("insurer").when_knowing(members(), endorse()).then_rejected(Rejection::Withdrawn);
    after().by("lender").when_knowing(around(), revise()).then_rejected(Rejection::Withdrawn);
    after().by("insurer").when(report()).then(reported());
    after().by("lender").when(withdraw()).then_nothing();
}

#[test]
fn another_endorses_it_and_nobody_its_own() {
    known([]).by("insurer").when_knowing(members(), endorse()).then(endorsed());
    known([]).by("lender").when_knowing(members(), endorse()).then_rejected(Rejection::OwnPractice);
    known([]).by("lender's branch").when_knowing(members(), endorse()).then_rejected(Rejection::OwnPractice);
    invalid(
        known([]).by("insurer").when_knowing(members(), EndorsePractice { why: String::new(), ..endorse() }),
        "why",
    );
}

#[test]
fn an_endorsement_is_of_one_version() {
    known([endorsed().into(), revised().into()])
        .by("insurer")
        .when_knowing(members(), endorse())
        .then(PracticeEndorsed { version: 2, ..endorsed() });
    known([endorsed().into()]).by("insurer").when_knowing(members(), endorse()).then_nothing();
}

#[test]
fn an_endorsement_is_taken_back_by_whose_it_is() {
    known([endorsed().into()]).by("insurer").when(withdraw_endorsement()).then(endorsement_withdrawn());
    known([endorsed().into()]).by("grower").when(withdraw_endorsement()).then_nothing();
    let taken_back = known([endorsed().into(), endorsement_withdrawn().into()]);
    taken_back.by("insurer").when_knowing(members(), endorse()).then(endorsed());
}

#[test]
fn another_does_it_too_and_says_where() {
    known([]).by("insurer").when_knowing(adopting(), adopt()).then(adopted());
    known([adopted().into()]).by("insurer").when_knowing(adopting(), adopt_elsewhere()).then(adopted_elsewhere());
    for own in ["lender", "lender's branch"] {
        known([]).by(own).when_knowing(adopting(), adopt()).then_rejected(Rejection::OwnPractice);
    }
    invalid(known([]).by("insurer").when_knowing(adopting(), AdoptPractice { place: " ".into(), ..adopt() }), "place");
    let to_come = AdoptPractice { started_on: "2026-01-16".into(), ..adopt() };
    invalid(known([]).by("insurer").when_knowing(adopting(), to_come), "started_on");
    let no_goal = Around { knows_goal: false, ..around() };
    known([]).by("insurer").when_knowing((no_goal, members()), adopt()).then_rejected(Rejection::GoalNotFound);
}

#[test]
fn an_adoption_keeps_the_version_it_took_up() {
    known([adopted().into(), revised().into()]).by("insurer").when_knowing(adopting(), adopt()).then_nothing();
    let other = AdoptPractice { place: "Herat".into(), ..adopt() };
    let rejection = Rejection::IdTaken { field: "adoption_id" };
    known([adopted().into()]).by("insurer").when_knowing(adopting(), other).then_rejected(rejection.clone());
    known([adopted().into()]).by("grower").when_knowing(adopting(), adopt()).then_rejected(rejection);
}

#[test]
fn a_record_holds_so_many_adoptions_and_no_more() {
    let many = (0..ADOPTIONS_MAX).map(|it| PracticeAdopted { adoption_id: it.to_string(), ..adopted() }.into());
    known(many).by("insurer").when_knowing(adopting(), adopt()).then_rejected(Rejection::TooManyAdoptions);
}

#[test]
fn who_adopted_it_says_what_it_led_to() {
    known([adopted().into()]).by("insurer").when(report()).then(reported());
    known([adopted().into()]).by("lender").when(report()).then_rejected(Rejection::NotTheAdopter);
    known([]).by("insurer").when(report()).then_rejected(Rejection::AdoptionNotFound);
    let refused = |report: ReportAdoption, field: &str| {
        invalid(known([adopted().into(), reported().into()]).by("insurer").when(report), field);
    };
    refused(ReportAdoption { what: " ".into(), ..report() }, "what");
    refused(ReportAdoption { reported_on: "2025-08-31".into(), ..report() }, "reported_on");
    refused(ReportAdoption { reported_on: "2025-11-01".into(), ..report() }, "reported_on");
    refused(ReportAdoption { reported_on: "2026-02-01".into(), ..report() }, "reported_on");
    refused(ReportAdoption { reported_on: "soon".into(), ..report() }, "reported_on");
    let evidence = vec![Evidence { sha256: "00".into(), ..document() }];
    refused(ReportAdoption { evidence, ..report() }, "evidence.sha256");
}

#[test]
fn a_later_report_says_what_the_one_before_said() {
    let later = ReportAdoption {
        reported_on: "2026-01-15".into(),
        outcome: AdoptionOutcome::Helped.into(),
        what: "Half as many late payments".into(),
        ..report()
    };
    known([adopted().into(), reported().into()]).by("insurer").when(later.clone()).then(AdoptionReported {
        reported_on: later.reported_on,
        outcome: later.outcome,
        was_outcome: AdoptionOutcome::TooEarly.into(),
        what: later.what,
        ..reported()
    });
}

#[test]
fn who_adopted_it_ends_that() {
    known([adopted().into()]).by("insurer").when(end()).then(ended());
    known([adopted().into()]).by("lender").when(end()).then_rejected(Rejection::NotTheAdopter);
    let early = EndAdoption { ended_on: "2025-08-01".into(), ..end() };
    invalid(known([adopted().into()]).by("insurer").when(early), "ended_on");
    let later = EndAdoption { ended_on: "2026-01-02".into(), ..end() };
    known([adopted().into(), ended().into()])
        .by("insurer")
        .when(later)
        .then_rejected(Rejection::AdoptionEnded { ended_on: "2026-01-01".into() });
}

#[test]
fn refusals_say_what_tools_act_on() {
    let refusal = Rejection::AdoptionEnded { ended_on: "2026-01-01".into() }.refusal();
    assert_eq!((refusal.reason, refusal.field), ("REASON_ADOPTION_ENDED", Some("adoption_id")));
    assert_eq!(refusal.metadata, [("ended_on", "2026-01-01".to_owned())]);
    assert_eq!(Rejection::OwnPractice.refusal().reason, "REASON_OWN_PRACTICE");
    assert_eq!(Rejection::NotFound.refusal().field, Some("practice_id"));
}

#[test]
fn the_library_is_searched_by_topic_words_sharer_and_goal() {
    let found = |question: ListPractices| is_practice(&question, &shown());
    assert!(found(ListPractices::default()));
    assert!(found(ListPractices { topic: " Savings ".into(), ..Default::default() }));
    assert!(!found(ListPractices { topic: "saving".into(), ..Default::default() }));
    assert!(found(ListPractices { words: "MONTH  choose".into(), ..Default::default() }));
    assert!(!found(ListPractices { words: "month tractor".into(), ..Default::default() }));
    assert!(found(ListPractices { partner_id: "lender".into(), ..Default::default() }));
    assert!(!found(ListPractices { partner_id: "insurer".into(), ..Default::default() }));
    assert!(!found(ListPractices { goal_id: "another".into(), ..Default::default() }));
    assert!(found(ListPractices { adopted_by: "insurer".into(), ..Default::default() }));
    assert!(!found(ListPractices { state: PracticeState::Withdrawn.into(), ..Default::default() }));
}

#[test]
fn topics_are_counted_by_what_is_still_there() {
    let withdrawn = Shown { state: PracticeState::Withdrawn.into(), ..shown() };
    let savings = PracticeContent { topics: vec!["savings".into()], ..content() };
    let other = Shown { adoptions: 1, content: Some(savings), ..shown() };
    let said = topics(&ListPracticeTopics::default(), vec![shown(), other, withdrawn]).topics;
    let topic = |topic: &str, practices, adoptions| PracticeTopic { topic: topic.into(), practices, adoptions };
    assert_eq!(said, [topic("savings", 2, 4), topic("group lending", 1, 3)]);
}

#[test]
fn adoptions_are_found_by_place_and_by_what_they_led_to_last() {
    let reports = [AdoptionOutcome::TooEarly, AdoptionOutcome::Helped]
        .map(|it| AdoptionReport { outcome: it.into(), ..Default::default() });
    let adoption = Adoption { place: "Kabul, District 3".into(), reports: reports.into(), ..Default::default() };
    let found = |question: ListAdoptions| is_adoption(&question, &adoption);
    assert!(found(ListAdoptions { place: "kabul".into(), in_use: true, ..Default::default() }));
    assert!(!found(ListAdoptions { place: "Herat".into(), ..Default::default() }));
    assert!(found(ListAdoptions { outcome: AdoptionOutcome::Helped.into(), ..Default::default() }));
    assert!(!found(ListAdoptions { outcome: AdoptionOutcome::TooEarly.into(), ..Default::default() }));
    let ended = Adoption { ended_on: "2026-01-01".into(), ..adoption.clone() };
    assert!(!is_adoption(&ListAdoptions { in_use: true, ..Default::default() }, &ended));
}

#[track_caller]
fn invalid(outcome: Outcome<Practice>, field: &str) {
    match outcome.decision() {
        Err(Rejection::Invalid(Invalid { field: named, .. })) => assert_eq!(named, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
