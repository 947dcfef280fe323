//! What is remembered of facts, what the clock finds late, and what follows from others' facts.

use contract::{
    goals,
    log::{Envelope, envelope::Fact},
    partners::{
        self, PartnershipClosed, ProposalAdopted, ProposalRefused, ProposalRejected, ProposalWithdrawn, Subject,
    },
    resources::*,
};
use kernel::scenario::event_id;
use resources::{
    Memory,
    reactions::allocations::{Conclusion, conclusion},
};
use runtime::Memory as _;

use crate::{lapsing::overdue, messages::*, messages_delivering::*, settling::put};

#[test]
fn the_members_decision_concludes_what_was_put_before_them() {
    let memory = remembering([lent().into(), requested().into(), proposed().into()]);
    let expected = |adopted| {
        Some(Conclusion::Allocation(ConcludeAllocation {
            partnership_id: TOGETHER.into(),
            offer_id: OFFER.into(),
            allocation_id: ALLOCATION.into(),
            subject_event_id: event_id(2),
            adopted,
            why: "2 of 2".into(),
            ..Default::default()
        }))
    };
    assert_eq!(conclusion(&memory, &adopted(2).into()), expected(true));
    let (partnership_id, subject, why) = (TOGETHER.to_owned(), Some(subject(2)), "2 of 2".to_owned());
    let rejected = ProposalRejected {
        partnership_id: partnership_id.clone(),
        subject: subject.clone(),
        why: why.clone(),
        ..Default::default()
    };
    assert_eq!(conclusion(&memory, &rejected.into()), expected(false));
    let refused = ProposalRefused {
        partnership_id: partnership_id.clone(),
        subject: subject.clone(),
        why: why.clone(),
        ..Default::default()
    };
    assert_eq!(conclusion(&memory, &refused.into()), expected(false));
    let withdrawn = ProposalWithdrawn { partnership_id, subject, why, ..Default::default() };
    assert_eq!(conclusion(&memory, &withdrawn.into()), expected(false));
}

#[test]
fn figures_of_a_dispute_are_concluded_as_such() {
    let memory = remembering([to_disputed(), vec![put().into()]].concat());
    let Some(Conclusion::Settlement(it)) = conclusion(&memory, &adopted(5).into()) else { panic!("a settlement") };
    assert_eq!((it.delivery_id.as_str(), it.adopted), (DELIVERY, true));
}

#[test]
fn what_is_decided_or_taken_back_is_not_concluded_again() {
    let decided = AllocationAgreed { proposed_event_id: event_id(2), ..agreed() };
    let memory = remembering([lent().into(), requested().into(), proposed().into(), decided.into()]);
    assert_eq!(conclusion(&memory, &adopted(2).into()), None);
    let settled = DeliverySettled { proposed_event_id: event_id(5), ..settled("3", 300_000) };
    let memory = remembering([to_disputed(), vec![put().into(), settled.into()]].concat());
    assert_eq!(conclusion(&memory, &adopted(5).into()), None);
}

#[test]
fn a_decision_on_something_else_is_not_ours() {
    let memory = remembering([lent().into(), requested().into(), proposed().into()]);
    assert_eq!(conclusion(&memory, &adopted(7).into()), None);
    let of_goals = Subject { service: "goals".into(), ..subject(2) };
    assert_eq!(conclusion(&memory, &ProposalAdopted { subject: Some(of_goals), ..adopted(2) }.into()), None);
    let elsewhere = ProposalAdopted { partnership_id: OTHER.into(), ..adopted(2) };
    assert_eq!(conclusion(&memory, &elsewhere.into()), None);
}

#[test]
fn the_clock_finds_what_is_late_and_not_said_to_be() {
    let late = |events: Vec<Happened>, day: &str| {
        let memory = remembering(events);
        memory.late(noon(day)).map(|it| (it.delivery, it.is_return)).collect::<Vec<_>>()
    };
    assert_eq!(late(to_agreed(), UNTIL), []);
    assert_eq!(late(to_agreed(), "2026-04-01"), [(true, false)]);
    assert_eq!(late(to_confirmed(), "2026-04-01"), [(true, true)]);
    assert_eq!(late([to_confirmed(), vec![overdue("2").into()]].concat(), "2026-04-01"), [(false, true)]);
    assert_eq!(late([to_agreed(), vec![overdue("6").into()]].concat(), "2026-04-01"), []);
    let of_funds = requested_of(&funds());
    assert_eq!(late(vec![funds().into(), of_funds.clone().into(), agreed_of(of_funds).into()], "2026-04-01"), []);
}

#[test]
fn in_a_partnership_that_has_closed_nothing_is_late_or_decided() {
    let mut memory = remembering([to_confirmed(), vec![]].concat());
    let closed = PartnershipClosed { partnership_id: TOGETHER.into() };
    memory.remember(&heard(Fact::Partners(partners::Event { kind: Some(closed.into()) })));
    assert_eq!(memory.late(noon("2026-04-01")).count(), 0);
    assert_eq!(memory.allocations(TOGETHER).count(), 0);
}

#[test]
fn goals_activities_needs_and_allocations_are_known_by_what_was_heard() {
    let mut memory = remembering([lent().into(), requested().into()]);
    let goal = goals::GoalProposed { partnership_id: TOGETHER.into(), goal_id: GOAL.into(), ..Default::default() };
    memory.remember(&heard(Fact::Goals(goals::Event { kind: Some(goal.into()) })));
    assert!(memory.knows_goal(TOGETHER, GOAL) && !memory.knows_goal(OTHER, GOAL));
    assert!(!memory.knows_activity(TOGETHER, GOAL));
    let offer_of = |allocation_id| memory.allocation(TOGETHER, allocation_id).map(|it| it.offer_id.as_str());
    assert_eq!((offer_of(ALLOCATION), offer_of(OTHER)), (Some(OFFER), None));
    let stated = NeedStated {
        partnership_id: TOGETHER.into(),
        need_id: NEED.into(),
        partner_id: COOPERATIVE.into(),
        kind: ResourceKind::Data.into(),
        ..Default::default()
    };
    let memory = remembering([stated.into()]);
    assert_eq!(memory.need(TOGETHER, NEED).map(|it| (it.kind, it.is_open)), Some((ResourceKind::Data, true)));
    assert_eq!(memory.need(TOGETHER, OTHER), None);
}

#[test]
fn what_is_remembered_survives_a_snapshot() {
    let memory = remembering([to_disputed(), vec![put().into()]].concat());
    let read: Memory = postcard::from_bytes(&postcard::to_stdvec(&memory).unwrap()).unwrap();
    assert_eq!(read, memory);
    assert!(conclusion(&read, &adopted(5).into()).is_some());
}

pub(crate) fn remembering(events: impl IntoIterator<Item = Happened>) -> Memory {
    let mut memory = Memory::default();
    for (place, event) in events.into_iter().enumerate() {
        let fact = Some(Fact::Resources(Event { kind: Some(event) }));
        memory.remember(&Envelope { event_id: event_id(place), fact, ..heard(Fact::Resources(Event::default())) });
    }
    memory
}

pub(crate) fn heard(fact: Fact) -> Envelope {
    Envelope { partnership: TOGETHER.into(), fact: Some(fact), ..Default::default() }
}

fn subject(place: usize) -> Subject {
    Subject { service: "resources".into(), stream: String::new(), event_id: event_id(place) }
}

fn adopted(place: usize) -> ProposalAdopted {
    ProposalAdopted {
        partnership_id: TOGETHER.into(),
        subject: Some(subject(place)),
        why: "2 of 2".into(),
        ..Default::default()
    }
}
