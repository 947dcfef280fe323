//! Facts, and what waits for whom after them.

use contract::{
    goals::{WaitingWorkKind::*, event::Kind as Event, *},
    partners::{self, event::Kind as Heard},
};

use super::{
    evolve::thing_of,
    members::{Said, Together, left_unsaid},
    things::Thing,
};

const LENDER: &str = "lender";
const NGO: &str = "ngo";
const AUDITOR: &str = "auditor";

#[test]
fn a_goal_decided_before_a_member_joined_waits_for_that_one_until_it_has_said_how_it_stands_to_it() {
    let mut goal = adopted(&[LENDER]);
    assert_eq!(waiting(&goal), [(NGO.into(), AcceptGoal, String::new())]);
    goal.evolve(&Event::from(GoalAccepted { goal_id: "g".into(), partner_id: NGO.into(), ..Default::default() }));
    assert_eq!(waiting(&goal), []);
    let mut goal = adopted(&[LENDER]);
    let reserved = ReservationStated { goal_id: "g".into(), partner_id: NGO.into(), ..Default::default() };
    goal.evolve(&reserved.into());
    assert_eq!(waiting(&goal), []);
}

#[test]
fn a_goal_that_is_proposed_rejected_or_closed_waits_for_nobody_to_accept_it() {
    let mut goal = after(&[proposed().into()]);
    assert_eq!(waiting(&goal), []);
    goal.evolve(&GoalRejected::default().into());
    assert_eq!(waiting(&goal), []);
    let mut goal = adopted(&[]);
    assert_eq!(waiting(&goal).len(), 2, "the auditor has no voice");
    goal.evolve(&GoalClosed::default().into());
    assert_eq!(waiting(&goal), []);
    let listed = after(&[GoalProposed { source: "IATI".into(), ..proposed() }.into()]);
    assert!(listed.is_over(), "what a source names is not the members' to decide");
}

#[test]
fn a_revision_binds_those_that_decided_it() {
    let mut goal = adopted(&[LENDER]);
    goal.evolve(&GoalRevised { title: "Y".into(), members: vec![NGO.into()], ..Default::default() }.into());
    assert_eq!(waiting(&goal), []);
}

#[test]
fn a_milestone_waits_for_its_owner_or_for_all_until_it_is_reached() {
    let added = || MilestoneAdded { title: "Staff hired".into(), due_on: "2026-03-31".into(), ..Default::default() };
    let owned = after(&[MilestoneAdded { owner_partner_id: NGO.into(), ..added() }.into()]);
    assert_eq!(waiting(&owned), [(NGO.into(), ReachMilestone, "2026-03-31".into())]);
    let mut of_all = after(&[added().into()]);
    assert_eq!(waiting(&of_all).len(), 2);
    of_all.evolve(&MilestoneReached::default().into());
    assert!(of_all.is_over());
}

#[test]
fn an_activity_waits_for_who_is_to_lead_it_then_to_be_started_then_to_be_completed() {
    let mut activity = after(&[ActivityPlanned { planned_by: LENDER.into(), ..planned() }.into()]);
    assert_eq!(waiting(&activity), [(NGO.into(), TakeLead, "2026-02-01".into())]);
    let taken = ActivityHandedOver { to_partner_id: NGO.into(), ..Default::default() };
    activity.evolve(&taken.into());
    assert_eq!(waiting(&activity), [(NGO.into(), StartActivity, "2026-02-01".into())]);
    let offered = ActivityOffered { to_partner_id: LENDER.into(), ..Default::default() };
    activity.evolve(&offered.into());
    assert_eq!(waiting(&activity)[1], (LENDER.into(), TakeLead, "2026-02-01".into()));
    activity.evolve(&ActivityOffered::default().into());
    activity.evolve(&ActivityStarted::default().into());
    assert_eq!(waiting(&activity), [(NGO.into(), CompleteActivity, "2026-04-30".into())]);
    activity.evolve(&ActivityCompleted::default().into());
    assert!(activity.is_over());
}

#[test]
fn what_a_source_lists_waits_for_nobody() {
    assert!(after(&[ActivityPlanned { source: "IATI".into(), ..planned() }.into()]).is_over());
}

#[test]
fn an_undertaking_waits_for_its_giver_then_for_whom_it_was_given_to() {
    let mut undertaking = after(&[given().into()]);
    assert_eq!(waiting(&undertaking), [(LENDER.into(), FulfilUndertaking, "2026-03-31".into())]);
    let fulfilled = UndertakingFulfilled { asked_to_confirm: vec![NGO.into()], ..Default::default() };
    undertaking.evolve(&fulfilled.clone().into());
    assert_eq!(waiting(&undertaking), [(NGO.into(), ConfirmFulfilment, String::new())]);
    undertaking.evolve(&FulfilmentReturned::default().into());
    assert_eq!(waiting(&undertaking), [(LENDER.into(), FulfilUndertaking, "2026-03-31".into())]);
    undertaking.evolve(&fulfilled.into());
    undertaking.evolve(&FulfilmentConfirmed::default().into());
    assert!(undertaking.is_over());
}

#[test]
fn terms_that_are_asked_for_wait_for_the_other_side_until_they_are_answered_taken_back_or_moot() {
    let asked = RenegotiationProposed { asked: vec![NGO.into()], ..Default::default() };
    let agreed = UndertakingRenegotiated { what: "Figures".into(), due_on: "2026-06-30".into(), ..Default::default() };
    for (ends, due_on) in [
        (Event::from(agreed), "2026-06-30"),
        (RenegotiationDeclined::default().into(), "2026-03-31"),
        (RenegotiationWithdrawn::default().into(), "2026-03-31"),
    ] {
        let mut undertaking = after(&[given().into(), asked.clone().into()]);
        assert_eq!(waiting(&undertaking)[1], (NGO.into(), AnswerRenegotiation, "2026-03-31".into()));
        undertaking.evolve(&ends);
        assert_eq!(waiting(&undertaking), [(LENDER.into(), FulfilUndertaking, due_on.into())]);
    }
    let mut undertaking = after(&[given().into(), asked.into()]);
    undertaking.evolve(&UndertakingFulfilled { asked_to_confirm: vec![NGO.into()], ..Default::default() }.into());
    assert_eq!(waiting(&undertaking).len(), 1, "only to be confirmed");
}

#[test]
fn who_is_suspended_or_has_left_is_asked_only_for_what_it_can_still_do() {
    let (goal, undertaking, mut members) = (adopted(&[LENDER]), after(&[given().into()]), together());
    members.heard(&partners::MemberSuspended { partner_id: NGO.into(), ..Default::default() }.into());
    members.heard(&partners::MemberSuspended { partner_id: LENDER.into(), ..Default::default() }.into());
    assert_eq!(goal.wanted(&members), []);
    assert_eq!(undertaking.wanted(&members).len(), 1, "who is suspended still owes what it promised");
    members.heard(&partners::MemberReinstated { partner_id: NGO.into(), ..Default::default() }.into());
    assert_eq!(goal.wanted(&members).len(), 1);
    members.heard(&partners::MemberLeft { partner_id: LENDER.into(), ..Default::default() }.into());
    assert_eq!(undertaking.wanted(&members).len(), 1, "and who has left may still say that it is done");
    let to_all = after(&[
        UndertakingGiven { to_partner_id: String::new(), ..given() }.into(),
        UndertakingFulfilled { asked_to_confirm: vec![NGO.into(), "gone".into()], ..Default::default() }.into(),
    ]);
    assert_eq!(to_all.wanted(&members).len(), 1, "what was promised to all, one with a voice confirms");
    members.heard(&partners::PartnershipClosed::default().into());
    assert_eq!([goal.wanted(&members), undertaking.wanted(&members)], [vec![], vec![]]);
}

#[test]
fn who_accepts_the_charter_or_is_given_a_voice_is_asked_from_then_on() {
    let (goal, mut members) = (adopted(&[LENDER, NGO]), together());
    let roles = vec![partners::MemberRole::Funding.into()];
    members.heard(&partners::PartnerInvited { partner_id: "new".into(), roles, ..Default::default() }.into());
    assert_eq!(goal.wanted(&members), []);
    members.heard(&partners::InvitationAccepted { partner_id: "new".into(), ..Default::default() }.into());
    assert_eq!(goal.wanted(&members).len(), 1);
    let roles = vec![partners::MemberRole::Implementing.into()];
    members.heard(&partners::RoleChanged { partner_id: AUDITOR.into(), roles, ..Default::default() }.into());
    assert_eq!(goal.wanted(&members).len(), 2);
}

#[test]
fn what_nobody_of_an_organisation_has_ranked_or_rated_is_left_unsaid() {
    let mut together = together();
    together.count("g", true, true);
    together.count("h", true, true);
    together.count("p", false, true);
    assert_eq!(left_unsaid(&together, &[]), (2, 3));
    let one = Said { ranked: vec!["g".into()], rated: vec!["p".into()] };
    let other = Said { ranked: vec!["h".into(), "gone".into()], rated: vec![] };
    assert_eq!(left_unsaid(&together, std::slice::from_ref(&one)), (1, 2));
    assert_eq!(left_unsaid(&together, &[one, other]), (0, 2));
    together.count("h", false, false);
    assert_eq!(left_unsaid(&together, &[]), (1, 2));
}

#[test]
fn every_fact_that_changes_for_whom_a_thing_waits_names_that_thing() {
    assert_eq!(
        thing_of(&MilestoneAdded { goal_id: "g".into(), milestone_id: "m".into(), ..Default::default() }.into()),
        Some("milestone/g/m".into()),
        "a milestone's id is its goal's own"
    );
    let id = || "one".to_owned();
    let things = [
        Event::from(GoalProposed { goal_id: id(), ..Default::default() }),
        ActivityPlanned { activity_id: id(), ..Default::default() }.into(),
        UndertakingGiven { undertaking_id: id(), ..Default::default() }.into(),
    ];
    assert_eq!(things.map(|it| thing_of(&it).unwrap()), ["goal/one", "activity/one", "undertaking/one"]);
    assert_eq!(thing_of(&UndertakingOverdue::default().into()), None, "its day says so already");
}

/// A lender and an NGO with a voice, and an auditor without.
fn together() -> Together {
    let founder = |partner_id: &str, role: partners::MemberRole| partners::Founder {
        partner_id: partner_id.into(),
        roles: vec![role.into()],
    };
    let founders = vec![
        founder(LENDER, partners::MemberRole::Implementing),
        founder(NGO, partners::MemberRole::Implementing),
        founder(AUDITOR, partners::MemberRole::Verifier),
    ];
    let mut together = Together::default();
    let accept = |it: &str| Heard::from(partners::InvitationAccepted { partner_id: it.into(), ..Default::default() });
    together.heard(&partners::PartnershipFormed { founders, ..Default::default() }.into());
    [LENDER, NGO, AUDITOR].into_iter().for_each(|it| {
        together.heard(&accept(it));
    });
    together.heard(&partners::PartnershipActivated::default().into());
    together
}

fn waiting(thing: &Thing) -> Vec<(String, WaitingWorkKind, String)> {
    thing.wanted(&together()).into_iter().map(|it| (it.partner_id, it.kind, it.due_on)).collect()
}

fn after(events: &[Event]) -> Thing {
    let mut thing = Thing::default();
    events.iter().for_each(|it| thing.evolve(it));
    thing
}

fn proposed() -> GoalProposed {
    GoalProposed { goal_id: "g".into(), title: "X".into(), ..Default::default() }
}

fn adopted(members: &[&str]) -> Thing {
    let members = members.iter().map(|it| (*it).to_owned()).collect();
    after(&[proposed().into(), GoalAdopted { title: "X".into(), members, ..Default::default() }.into()])
}

fn planned() -> ActivityPlanned {
    ActivityPlanned {
        lead_partner_id: NGO.into(),
        starts_on: "2026-02-01".into(),
        ends_on: "2026-04-30".into(),
        ..Default::default()
    }
}

fn given() -> UndertakingGiven {
    UndertakingGiven {
        given_by: LENDER.into(),
        to_partner_id: NGO.into(),
        what: "Figures".into(),
        due_on: "2026-03-31".into(),
        ..Default::default()
    }
}
