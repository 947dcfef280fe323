//! What asking for something to be done, doing it and looking at it leads to.

use contract::partners::{
    ActionAssigned, ActionCompleted, ActionRenegotiated, ActionReturned, ActionState, ActionVerified, AssignAction,
    AssignAgreedAction, CompleteAction, Evidence, RenegotiateAction, ReturnAction, Thing, VerifyAction,
};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, given, nothing},
};
use partners::{
    action::{Action, Rejection},
    members::Members,
};

#[test]
fn a_member_is_asked_to_do_something_by_a_day() {
    nothing::<Action>().by("a").when_knowing(members(), assign()).then(assigned());
    asked().by("a").when_knowing(members(), assign()).then_nothing();
    asked().by("b").when_knowing(members(), assign()).then_rejected(Rejection::IdTaken);
    let today = AssignAction { due_on: "2026-01-15".into(), ..assign() };
    let event = ActionAssigned { due_on: "2026-01-15".into(), ..assigned() };
    nothing::<Action>().by("a").when_knowing(members(), today).then(event);
}

#[test]
fn what_a_review_agreed_on_is_assigned_by_who_proposed_it_also_where_its_day_has_passed() {
    let agreed = |due_on: &str| AssignAgreedAction {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        review_id: "review".into(),
        proposed_by: "a".into(),
        what: "Buy seed".into(),
        assigned_to: "b".into(),
        due_on: due_on.into(),
        ..Default::default()
    };
    let arising = |due_on: &str| ActionAssigned {
        due_on: due_on.into(),
        arising_from: Thing::Review.into(),
        arising_from_id: "review".into(),
        ..assigned()
    };
    for due_on in ["2026-03-01", "2026-01-14"] {
        nothing::<Action>().by("c").when(agreed(due_on)).then(arising(due_on));
        given::<Action, _>([arising(due_on)]).by("c").when(agreed(due_on)).then_nothing();
    }
    asked().by("c").when(agreed("2026-03-01")).then_rejected(Rejection::IdTaken);
}

#[test]
fn an_action_is_for_a_member_with_a_voice() {
    for partner_id in ["auditor", "stranger"] {
        let command = AssignAction { assigned_to: partner_id.into(), ..assign() };
        let rejection = Rejection::NotAMember { partner_id: partner_id.into() };
        nothing::<Action>().by("a").when_knowing(members(), command).then_rejected(rejection);
    }
}

#[test]
fn an_action_says_what_by_when_and_where_it_comes_from() {
    let refused = |command: AssignAction, field: &'static str, problem: &str| {
        let rejection = Invalid::new(field, problem).into();
        nothing::<Action>().by("a").when_knowing(members(), command).then_rejected(rejection);
    };
    refused(AssignAction { what: " ".into(), ..assign() }, "what", "is missing");
    refused(AssignAction { due_on: "2026-01-14".into(), ..assign() }, "due_on", "is 2026-01-14, which is past");
    refused(AssignAction { arising_from_id: String::new(), ..assign() }, "arising_from_id", "is missing");
    let kindless = AssignAction { arising_from: Thing::Unspecified.into(), ..assign() };
    refused(kindless, "arising_from_id", "is given without the kind of thing it names");
}

#[test]
fn only_the_member_it_was_assigned_to_says_that_it_is_done() {
    asked().by("b").when_knowing(members(), complete()).then(completed(["a"]));
    asked().by("a").when_knowing(members(), complete()).then_rejected(Rejection::NotTheAssignee);
    nothing::<Action>().by("b").when_knowing(members(), complete()).then_rejected(Rejection::NotFound);
    done().by("b").when_knowing(members(), complete()).then_nothing();
    let otherwise = CompleteAction { note: "Sown".into(), ..complete() };
    done().by("b").when_knowing(members(), otherwise).then_rejected(Rejection::State { state: ActionState::Done });
}

#[test]
fn evidence_is_named_by_its_hash() {
    let evidence = Some(Evidence { uri: "https://example.org/a".into(), sha256: "none".into(), ..Default::default() });
    let rejection = Invalid::new("evidence.sha256", "is not 64 hexadecimal digits in lower case").into();
    asked().by("b").when_knowing(members(), CompleteAction { evidence, ..complete() }).then_rejected(rejection);
}

#[test]
fn whoever_asked_is_to_look_and_the_others_where_that_one_did_it_or_has_gone() {
    let own = ActionAssigned { assigned_by: "b".into(), ..assigned() };
    let doing = given::<Action, _>([own]).by("b").when_knowing(members(), complete());
    doing.then(completed(["a", "c"]));
    let left = Members { voices: names(["b", "c"]), ..members() };
    asked().by("b").when_knowing(left, complete()).then(completed(["c"]));
}

#[test]
fn any_other_member_verifies_never_the_one_that_did_it() {
    done().by("a").when(verify()).then(verified("a"));
    done().by("c").when(verify()).then(verified("c"));
    done().by("b").when(verify()).then_rejected(Rejection::OwnAction);
    done().and(verified("a")).by("c").when(verify()).then_nothing();
    asked().by("a").when(verify()).then_rejected(Rejection::State { state: ActionState::Open });
    nothing::<Action>().by("a").when(verify()).then_rejected(Rejection::NotFound);
}

#[test]
fn what_is_not_done_is_returned_with_a_reason() {
    done().by("a").when(give_back("no receipt")).then(returned("a", "no receipt"));
    done().by("a").when(give_back(" ")).then_rejected(Invalid::new("reason", "is missing").into());
    done().by("b").when(give_back("no receipt")).then_rejected(Rejection::OwnAction);
    asked().by("a").when(give_back("no receipt")).then_rejected(Rejection::State { state: ActionState::Open });
    let verified = done().and(verified("a")).by("c").when(give_back("no receipt"));
    verified.then_rejected(Rejection::State { state: ActionState::Verified });
    let again = || done().and(returned("a", "no receipt"));
    again().by("a").when(give_back("no receipt")).then_nothing();
    again().by("b").when_knowing(members(), complete()).then(completed(["a"]));
}

#[test]
fn whoever_asked_agrees_to_another_day_and_both_are_kept() {
    asked().by("a").when_knowing(members(), put_off("2026-04-01")).then(renegotiated("a", "2026-03-01", "2026-04-01"));
    asked().by("a").when_knowing(members(), put_off("2026-03-01")).then_nothing();
    let twice = asked().and(renegotiated("a", "2026-03-01", "2026-04-01")).by("a");
    twice.when_knowing(members(), put_off("2026-05-01")).then(renegotiated("a", "2026-04-01", "2026-05-01"));
    for other in ["b", "c"] {
        asked().by(other).when_knowing(members(), put_off("2026-04-01")).then_rejected(Rejection::NotTheAssigner);
    }
    let past = Invalid::new("due_on", "is 2026-01-14, which is past").into();
    asked().by("a").when_knowing(members(), put_off("2026-01-14")).then_rejected(past);
    let done = done().by("a").when_knowing(members(), put_off("2026-04-01"));
    done.then_rejected(Rejection::State { state: ActionState::Done });
}

#[test]
fn nobody_puts_off_its_own_action() {
    let own = || given::<Action, _>([ActionAssigned { assigned_by: "b".into(), ..assigned() }]);
    own().by("b").when_knowing(members(), put_off("2026-04-01")).then_rejected(Rejection::NotTheAssigner);
    own().by("c").when_knowing(members(), put_off("2026-04-01")).then(renegotiated("c", "2026-03-01", "2026-04-01"));
    let left = || Members { voices: names(["b", "c"]), ..members() };
    asked().by("c").when_knowing(left(), put_off("2026-04-01")).then(renegotiated("c", "2026-03-01", "2026-04-01"));
    asked().by("b").when_knowing(left(), put_off("2026-04-01")).then_rejected(Rejection::NotTheAssigner);
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("action_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("action_id")),
        (Rejection::NotAMember { partner_id: "x".into() }, "REASON_NOT_A_MEMBER", Some("assigned_to")),
        (Rejection::NotTheAssignee, "REASON_NOT_THE_ASSIGNEE", None),
        (Rejection::OwnAction, "REASON_OWN_ACTION", None),
        (Rejection::NotTheAssigner, "REASON_NOT_THE_ASSIGNER", None),
        (Rejection::State { state: ActionState::Done }, "REASON_ACTION_STATE", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn members() -> Members {
    Members { voices: names(["a", "b", "c"]), others: names(["auditor"]) }
}

fn names<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

fn asked() -> Scenario<Action> {
    given::<Action, _>([assigned()])
}

fn done() -> Scenario<Action> {
    asked().and(completed(["a"]))
}

fn assign() -> AssignAction {
    AssignAction {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        what: "Buy seed".into(),
        assigned_to: "b".into(),
        due_on: "2026-03-01".into(),
        arising_from: Thing::Meeting.into(),
        arising_from_id: "meeting".into(),
        ..Default::default()
    }
}

fn assigned() -> ActionAssigned {
    ActionAssigned {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        assigned_by: "a".into(),
        what: "Buy seed".into(),
        assigned_to: "b".into(),
        due_on: "2026-03-01".into(),
        arising_from: Thing::Meeting.into(),
        arising_from_id: "meeting".into(),
    }
}

fn complete() -> CompleteAction {
    CompleteAction {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        note: "Bought".into(),
        ..Default::default()
    }
}

fn completed<const N: usize>(asked_to_verify: [&str; N]) -> ActionCompleted {
    ActionCompleted {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        completed_by: "b".into(),
        note: "Bought".into(),
        evidence: None,
        asked_to_verify: names(asked_to_verify),
    }
}

fn verify() -> VerifyAction {
    VerifyAction { partnership_id: "partnership".into(), action_id: "action".into(), ..Default::default() }
}

fn verified(by: &str) -> ActionVerified {
    ActionVerified { partnership_id: "partnership".into(), action_id: "action".into(), verified_by: by.into() }
}

fn give_back(reason: &str) -> ReturnAction {
    ReturnAction {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        reason: reason.into(),
        ..Default::default()
    }
}

fn returned(by: &str, reason: &str) -> ActionReturned {
    ActionReturned {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        returned_by: by.into(),
        reason: reason.into(),
        assigned_to: "b".into(),
        due_on: "2026-03-01".into(),
    }
}

fn put_off(due_on: &str) -> RenegotiateAction {
    RenegotiateAction {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        due_on: due_on.into(),
        reason: "snow".into(),
        ..Default::default()
    }
}

fn renegotiated(by: &str, was_due_on: &str, due_on: &str) -> ActionRenegotiated {
    ActionRenegotiated {
        partnership_id: "partnership".into(),
        action_id: "action".into(),
        agreed_by: by.into(),
        was_due_on: was_due_on.into(),
        due_on: due_on.into(),
        reason: "snow".into(),
        assigned_to: "b".into(),
    }
}
