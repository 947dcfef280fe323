//! What partners find, and what figures say by themselves.

use contract::{
    evaluation::*,
    goals::{self, TargetMissed},
    log::{Envelope, envelope::Fact},
};
use evaluation::{
    finding::{self, Rejection, Unknown, decisions::LINKS_MAX},
    reactions::findings::draw,
    views::is_finding,
};
use kernel::{
    Invalid, Reject,
    scenario::{Outcome, Scenario, given, nothing},
};

type Found = finding::Finding;

const TOGETHER: &str = "00000000-0000-7000-8000-0000000000a1";
const FINDING: &str = "00000000-0000-7000-8000-000000000001";
const GOAL: &str = "00000000-0000-7000-8000-000000000011";
const PRACTICE: &str = "00000000-0000-7000-8000-000000000012";
const TARGET: &str = "00000000-0000-7000-8000-000000000013";
const FACT: &str = "00000000-0000-5000-8000-000000000021";

#[test]
fn a_partner_writes_what_it_found() {
    nothing::<Found>().by("lender").when_knowing(Unknown::default(), record()).then(recorded());
    for (field, record) in [
        ("title", RecordFinding { title: " ".into(), ..record() }),
        ("text", RecordFinding { text: String::new(), ..record() }),
    ] {
        invalid(nothing::<Found>().by("lender").when_knowing(Unknown::default(), record), field);
    }
    let other = RecordFinding { title: "Something else".into(), ..record() };
    known([]).by("lender").when_knowing(Unknown::default(), other).then_rejected(Rejection::IdTaken);
    known([]).by("funder").when_knowing(Unknown::default(), record()).then_rejected(Rejection::IdTaken);
}

#[test]
fn it_has_to_do_with_what_there_is_each_thing_once() {
    let twice = RecordFinding { links: vec![goal(), goal()], ..record() };
    nothing::<Found>().by("lender").when_knowing(Unknown::default(), twice).then(recorded());
    let rejection = Rejection::LinkNotFound(LinkedKind::Goal, GOAL.into());
    nothing::<Found>().by("lender").when_knowing(Unknown(vec![goal()]), record()).then_rejected(rejection.clone());
    assert_eq!(rejection.refusal().field, Some("links.id"));
    assert_eq!(rejection.to_string(), format!("there is no goal {GOAL} in this partnership"));
}

#[test]
fn anybody_there_says_what_else_it_has_to_do_with() {
    known([]).by("auditor").when_knowing(Unknown::default(), link()).then(linked());
    known([linked().into()]).by("funder").when_knowing(Unknown::default(), link()).then_nothing();
    let known_already = LinkFinding { links: vec![goal()], ..link() };
    known([]).by("auditor").when_knowing(Unknown::default(), known_already).then_nothing();
    nothing::<Found>().by("auditor").when_knowing(Unknown::default(), link()).then_rejected(Rejection::NotFound);
    let unknown = Unknown(vec![practice()]);
    let rejection = Rejection::LinkNotFound(LinkedKind::Practice, PRACTICE.into());
    known([]).by("auditor").when_knowing(unknown, link()).then_rejected(rejection);
    let decision = |it: usize| FindingLink { kind: LinkedKind::Decision.into(), id: it.to_string() };
    let full = FindingLinked { links: (1..LINKS_MAX).map(decision).collect(), ..linked() };
    known([full.into()]).by("auditor").when_knowing(Unknown::default(), link()).then_rejected(Rejection::TooManyLinks);
}

#[test]
fn who_wrote_it_takes_it_back_and_nobody_what_figures_say() {
    known([]).by("lender").when(withdraw()).then(withdrawn());
    known([]).by("funder").when(withdraw()).then_rejected(Rejection::NotYours);
    known([withdrawn().into()]).by("lender").when(withdraw()).then_nothing();
    let rejection = Rejection::Withdrawn;
    known([withdrawn().into()]).by("auditor").when_knowing(Unknown::default(), link()).then_rejected(rejection);
    given::<Found, _>([drawn(FindingRule::TargetReached)])
        .by("lender")
        .when(withdraw())
        .then_rejected(Rejection::NotYours);
}

#[test]
fn figures_draw_a_finding_and_callers_do_not() {
    for (rule, kind) in [
        (FindingRule::TargetReached, FindingKind::Success),
        (FindingRule::TargetLost, FindingKind::Challenge),
        (FindingRule::TargetMissed, FindingKind::Challenge),
    ] {
        let drawn = drawn(rule);
        assert_eq!(drawn.kind(), kind);
        nothing::<Found>().by_service("evaluation").when(order(rule)).then(drawn);
    }
    nothing::<Found>().by("lender").when(order(FindingRule::TargetLost)).then_rejected(Rejection::NotForCallers);
}

#[test]
fn a_target_reached_lost_or_missed_leads_to_one() {
    let reached = TargetReached {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        actual: "2010".into(),
    };
    let missed = TargetMissed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        target_id: TARGET.into(),
        due_on: "2025-12-31".into(),
        actual: "800".into(),
    };
    let of = |fact: Fact| {
        let fact = Some(fact);
        draw(&Envelope { event_id: FACT.into(), partnership: TOGETHER.into(), fact, ..Default::default() })
    };
    let success = of(Fact::Evaluation(Event { kind: Some(reached.into()) })).unwrap();
    assert_eq!((success.rule(), success.actual.as_str()), (FindingRule::TargetReached, "2010"));
    let challenge = of(Fact::Goals(goals::Event { kind: Some(missed.into()) })).unwrap();
    assert_eq!((challenge.rule(), challenge.due_on.as_str()), (FindingRule::TargetMissed, "2025-12-31"));
    assert_eq!(success.finding_id, challenge.finding_id, "it is named after the fact alone");
    assert_eq!(of(Fact::Evaluation(Event { kind: Some(recorded().into()) })), None);
}

#[test]
fn findings_are_found_by_kind_by_what_they_have_to_do_with_and_by_who_wrote_them() {
    let shown = Finding {
        partner_id: "lender".into(),
        kind: FindingKind::Lesson.into(),
        links: vec![goal()],
        found_on: "2026-01-15".into(),
        ..Default::default()
    };
    let found = |question: ListFindings| is_finding(&question, &shown);
    assert!(found(ListFindings::default()));
    assert!(found(ListFindings { kind: FindingKind::Lesson.into(), linked_id: GOAL.into(), ..Default::default() }));
    assert!(!found(ListFindings { linked_id: PRACTICE.into(), ..Default::default() }));
    assert!(!found(ListFindings { partner_id: "funder".into(), ..Default::default() }));
    assert!(!found(ListFindings { drawn: true, ..Default::default() }));
    assert!(found(ListFindings { since: "2026-01-15".into(), ..Default::default() }));
    assert!(!found(ListFindings { since: "2026-01-16".into(), ..Default::default() }));
}

#[track_caller]
fn invalid(outcome: Outcome<Found>, field: &str) {
    match outcome.decision() {
        Err(Rejection::Invalid(Invalid { field: named, .. })) => assert_eq!(named, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}

fn known(more: impl IntoIterator<Item = event::Kind>) -> Scenario<Found> {
    given::<Found, _>(std::iter::once(recorded().into()).chain(more))
}

fn goal() -> FindingLink {
    FindingLink { kind: LinkedKind::Goal.into(), id: GOAL.into() }
}

fn practice() -> FindingLink {
    FindingLink { kind: LinkedKind::Practice.into(), id: PRACTICE.into() }
}

fn record() -> RecordFinding {
    RecordFinding {
        partnership_id: TOGETHER.into(),
        finding_id: FINDING.into(),
        kind: FindingKind::Lesson.into(),
        title: "Women borrow when their group may meet at noon".into(),
        text: "Twelve of forty groups moved their meeting; nine of them grew".into(),
        links: vec![goal()],
        ..Default::default()
    }
}

fn recorded() -> FindingRecorded {
    FindingRecorded {
        partnership_id: TOGETHER.into(),
        finding_id: FINDING.into(),
        partner_id: "lender".into(),
        kind: FindingKind::Lesson.into(),
        title: record().title,
        text: record().text,
        links: vec![goal()],
        ..Default::default()
    }
}

fn link() -> LinkFinding {
    LinkFinding {
        partnership_id: TOGETHER.into(),
        finding_id: FINDING.into(),
        links: vec![goal(), practice()],
        ..Default::default()
    }
}

fn linked() -> FindingLinked {
    FindingLinked {
        partnership_id: TOGETHER.into(),
        finding_id: FINDING.into(),
        partner_id: "auditor".into(),
        links: vec![practice()],
    }
}

fn withdraw() -> WithdrawFinding {
    let (partnership_id, finding_id, reason) = (TOGETHER.into(), FINDING.into(), "Two of them shrank since".into());
    WithdrawFinding { partnership_id, finding_id, reason, ..Default::default() }
}

fn withdrawn() -> FindingWithdrawn {
    let (partnership_id, finding_id, reason) = (TOGETHER.into(), FINDING.into(), "Two of them shrank since".into());
    FindingWithdrawn { partnership_id, finding_id, reason }
}

fn order(rule: FindingRule) -> DrawFinding {
    DrawFinding {
        partnership_id: TOGETHER.into(),
        finding_id: FINDING.into(),
        rule: rule.into(),
        goal_id: GOAL.into(),
        target_id: TARGET.into(),
        actual: "800".into(),
        due_on: if rule == FindingRule::TargetMissed { "2025-12-31".into() } else { String::new() },
        ..Default::default()
    }
}

fn drawn(rule: FindingRule) -> FindingRecorded {
    let figure = |name: &str, value: &str| FindingFigure { name: name.into(), value: value.into() };
    let (kind, title, text) = match rule {
        FindingRule::TargetReached | FindingRule::Unspecified => {
            (FindingKind::Success, "A target is reached", "The verified figures have come to what was agreed.")
        }
        FindingRule::TargetLost => (
            FindingKind::Challenge,
            "A target that was reached is lost again",
            "The verified figures had come to what was agreed, and do so no more.",
        ),
        FindingRule::TargetMissed => (
            FindingKind::Challenge,
            "A target was missed",
            "Its day has come, and the verified figures have not come to what was agreed.",
        ),
    };
    let due = (rule == FindingRule::TargetMissed).then(|| figure("due_on", "2025-12-31"));
    FindingRecorded {
        partnership_id: TOGETHER.into(),
        finding_id: FINDING.into(),
        partner_id: String::new(),
        kind: kind.into(),
        title: title.into(),
        text: text.into(),
        links: vec![goal()],
        rule: rule.into(),
        target_id: TARGET.into(),
        figures: std::iter::once(figure("actual", "800")).chain(due).collect(),
    }
}
