//! What partners does when something is put to the members, when they have decided, and when a deadline comes.

use contract::{
    goals::{self, GoalClosureProposed, GoalProposed, Outcome, Target, TargetKind},
    log::{Envelope, envelope::Fact},
    moment,
    partners::{
        AdmissionProposed, ConcludeChange, Event as OwnEvent, FallbackBegun, Matter, MemberRole, OpenProposal,
        PartnerRegistered, ProposalAdopted, ProposalOpened, ProposalRefused, ProposalRejected, ProposalWithdrawn,
        Subject, event::Kind as OwnKind,
    },
    resources::{AllocationProposed, DeliverySettlementProposed, Terms},
};
use jiff::Timestamp;
use partners::{
    Memory,
    reactions::{conclusion, due, motion, react},
};
use runtime::Memory as _;

const EVENT: &str = "0b0c7a3e-4d3c-5f0e-8a8e-0a4b8d7d3c11";

#[test]
fn a_proposed_goal_is_put_to_the_members_with_its_targets() {
    let motion = motion(&Memory::default(), &goal(goal_proposed())).unwrap();
    let Some(subject) = &motion.subject else { panic!("no subject") };
    assert_eq!(
        (subject.service.as_str(), subject.stream.as_str(), subject.event_id.as_str()),
        ("goals", "partnership/goals/partnership", EVENT)
    );
    assert_eq!(motion.matter(), Matter::Goal);
    assert_eq!(motion.title, "Adopt the goal: More women borrow");
    assert_eq!(
        motion.text,
        "Group loans\nIts level is output.\nTargets:\n- get from 100 to 300, from 2026-01-01 to 2027-12-31, by indicator women"
    );
}

#[test]
fn a_motion_names_the_goal_that_is_served_as_its_own_partnership_calls_it() {
    const ABOVE: &str = "00000000-0000-7000-8000-000000000001";
    let above =
        || GoalProposed { goal_id: ABOVE.into(), title: "ग्रामीण ऋण".into(), ..goal_proposed() };
    let serving = goal(GoalProposed { parent_goal_id: ABOVE.into(), targets: vec![], ..goal_proposed() });
    let mut memory = Memory::default();
    let elsewhere = GoalProposed { title: "Anything".into(), ..above() };
    memory.remember(&Envelope { partnership: "another".into(), ..goal(elsewhere) });
    assert!(motion(&memory, &serving).unwrap().text.contains(ABOVE), "nothing is said of it here");
    memory.remember(&goal(above()));
    let text = motion(&memory, &serving).unwrap().text;
    assert_eq!(text, "Group loans\nIts level is output; it serves “ग्रामीण ऋण”.");
}

#[test]
fn what_is_shared_above_the_threshold_is_a_matter_of_funds() {
    let proposed = AllocationProposed {
        title: "Tablets".into(),
        quantity: "6".into(),
        requested_quantity: "8".into(),
        unit: "tablets".into(),
        terms: Terms::Loan.into(),
        provider_partner_id: "bank".into(),
        receiver_partner_id: "cooperative".into(),
        starts_on: "2026-02-01".into(),
        ends_on: "2026-03-31".into(),
        value_minor: 600_000,
        currency: "KES".into(),
        threshold_minor: 500_000,
        ..Default::default()
    };
    let motion = motion(&Memory::default(), &shared(proposed)).unwrap();
    assert_eq!((motion.matter(), motion.settles), (Matter::Funds, false));
    assert_eq!(motion.title, "Lend 6 tablets of: Tablets");
    assert_eq!(
        motion.text,
        "bank gives, cooperative receives. From 2026-02-01 to 2026-03-31.\nAsked for: 8 tablets.\n\
         Worth 6000.00 KES, above the charter's threshold of 5000.00 KES."
    );
}

#[test]
fn figures_of_a_disputed_delivery_settle_what_is_open() {
    let proposed = DeliverySettlementProposed {
        title: "Tablets".into(),
        unit: "tablets".into(),
        reason: "One was broken".into(),
        provider_partner_id: "bank".into(),
        receiver_partner_id: "cooperative".into(),
        recorded_quantity: "4".into(),
        recorded_value_minor: 400_000,
        recorded_currency: "KES".into(),
        claimed_quantity: "3".into(),
        quantity: "3".into(),
        value_minor: 300_000,
        currency: "KES".into(),
        ..Default::default()
    };
    let motion = motion(&Memory::default(), &shared(proposed)).unwrap();
    assert_eq!((motion.matter(), motion.settles), (Matter::Other, true));
    assert_eq!(motion.title, "Settle a disputed delivery at 3 tablets of: Tablets");
    assert_eq!(
        motion.text,
        "One was broken\nThe giver, bank, reported: 4 tablets, worth 4000.00 KES.\n\
         The receiver, cooperative, says: 3 tablets, not valued.\n\
         To be settled at: 3 tablets, worth 3000.00 KES."
    );
}

fn shared(event: impl Into<contract::resources::event::Kind>) -> Envelope {
    Envelope {
        event_id: EVENT.into(),
        service: "resources".into(),
        partnership: "partnership".into(),
        fact: Some(Fact::Resources(contract::resources::Event { kind: Some(event.into()) })),
        ..Default::default()
    }
}

#[test]
fn one_fact_is_one_proposal() {
    let id = |fact: &Envelope| motion(&Memory::default(), fact).unwrap().proposal_id;
    let fact = goal(goal_proposed());
    assert_eq!(id(&fact), id(&fact.clone()));
    assert_ne!(id(&fact), id(&Envelope { event_id: "0b0c7a3e-4d3c-5f0e-8a8e-0a4b8d7d3c12".into(), ..fact.clone() }));
}

#[test]
fn a_goal_from_a_source_is_put_to_nobody() {
    let fact = goal(GoalProposed { source: "a file".into(), ..goal_proposed() });
    assert_eq!(motion(&Memory::default(), &fact), None);
    assert!(react(&Memory::default(), &fact).is_empty());
}

#[test]
fn closing_a_goal_is_put_to_the_members_with_its_reason() {
    let event = GoalClosureProposed {
        outcome: Outcome::PartlyAchieved.into(),
        why: "Half of it".into(),
        title: "More women borrow".into(),
        ..Default::default()
    };
    let motion = motion(&Memory::default(), &goal(event)).unwrap();
    assert_eq!(motion.title, "Close the goal as partly achieved: More women borrow");
    assert_eq!((motion.matter(), motion.text.as_str()), (Matter::Goal, "Half of it"));
}

#[test]
fn a_title_fits_whatever_the_goals() {
    let fact = goal(GoalProposed { title: "é".repeat(256), ..goal_proposed() });
    let OpenProposal { title, .. } = motion(&Memory::default(), &fact).unwrap();
    assert!(title.len() <= 512 && title.ends_with("é…"), "{title}");
}

#[test]
fn an_admission_is_put_to_the_members_by_name() {
    let mut memory = Memory::default();
    memory.remember(&own(PartnerRegistered {
        partner_id: "insurer".into(),
        name: "Insurer".into(),
        ..Default::default()
    }));
    let roles = vec![MemberRole::Implementing.into(), MemberRole::Funding.into()];
    let fact = own(AdmissionProposed { partner_id: "insurer".into(), roles, ..Default::default() });
    let motion = motion(&memory, &fact).unwrap();
    assert_eq!(motion.title, "Admit Insurer (implementing, funding)");
    assert_eq!(motion.matter(), Matter::Admission);
    assert_eq!(motion.subject.map(|it| it.service), Some("partners".into()));
}

#[test]
fn what_the_members_decide_on_an_admission_is_carried_out() {
    let (subject, why) = (Some(subject("partners")), String::from("because"));
    let concluded = |adopted: bool| {
        Some(ConcludeChange {
            partnership_id: "partnership".into(),
            change_event_id: EVENT.into(),
            adopted,
            why: "because".into(),
            ..Default::default()
        })
    };
    let adopted = ProposalAdopted { subject: subject.clone(), why: why.clone(), ..Default::default() };
    assert_eq!(conclusion(&own(adopted)), concluded(true));
    let rejected = ProposalRejected { subject: subject.clone(), why: why.clone(), ..Default::default() };
    assert_eq!(conclusion(&own(rejected)), concluded(false));
    let withdrawn = ProposalWithdrawn { subject: subject.clone(), why: why.clone(), ..Default::default() };
    assert_eq!(conclusion(&own(withdrawn)), concluded(false));
    let refused = ProposalRefused { subject, why, ..Default::default() };
    assert_eq!(conclusion(&own(refused)), concluded(false));
}

#[test]
fn what_others_asked_or_nobody_is_not_ours_to_conclude() {
    for subject in [Some(subject("goals")), None] {
        assert_eq!(conclusion(&own(ProposalAdopted { subject, ..Default::default() })), None);
    }
}

#[test]
fn an_open_proposal_falls_due_at_its_deadline_until_it_is_closed() {
    let deadline = Timestamp::from_second(1_800_000_000).unwrap();
    let before = Timestamp::from_second(1_799_999_999).unwrap();
    let mut memory = Memory::default();
    memory.remember(&own(ProposalOpened {
        proposal_id: "proposal".into(),
        closes_at: Some(moment::on_wire(deadline)),
        ..Default::default()
    }));
    assert_eq!((due(&memory, before).len(), due(&memory, deadline).len()), (0, 1));
    memory.remember(&own(ProposalAdopted { proposal_id: "proposal".into(), ..Default::default() }));
    assert_eq!(due(&memory, deadline).len(), 0);
}

#[test]
fn a_fallback_falls_due_at_its_own_deadline_and_what_is_taken_back_never() {
    let first = Timestamp::from_second(1_800_000_000).unwrap();
    let second = Timestamp::from_second(1_800_086_400).unwrap();
    let mut memory = Memory::default();
    let closes_at = |at| Some(moment::on_wire(at));
    memory.remember(&own(ProposalOpened { closes_at: closes_at(first), ..Default::default() }));
    memory.remember(&own(FallbackBegun { closes_at: closes_at(second), ..Default::default() }));
    assert_eq!((due(&memory, first).len(), due(&memory, second).len()), (0, 1));
    memory.remember(&own(ProposalWithdrawn::default()));
    assert_eq!(due(&memory, second).len(), 0);
}

#[test]
fn what_is_at_hand_survives_a_snapshot() {
    let mut memory = Memory::default();
    memory.remember(&own(PartnerRegistered { name: "Insurer".into(), ..Default::default() }));
    let closes_at = Timestamp::from_nanosecond(1_800_000_000_123_456_789).unwrap();
    memory.remember(&own(ProposalOpened { closes_at: Some(moment::on_wire(closes_at)), ..Default::default() }));
    let snapshot = postcard::to_stdvec(&memory).unwrap();
    assert_eq!(postcard::from_bytes::<Memory>(&snapshot).unwrap(), memory);
}

fn goal_proposed() -> GoalProposed {
    GoalProposed {
        partnership_id: "partnership".into(),
        goal_id: "goal".into(),
        title: "More women borrow".into(),
        approach: "Group loans".into(),
        targets: vec![Target {
            indicator_id: "women".into(),
            kind: TargetKind::Reach.into(),
            baseline: "100".into(),
            value: "300".into(),
            starts_on: "2026-01-01".into(),
            due_on: "2027-12-31".into(),
            ..Default::default()
        }],
        ..Default::default()
    }
}

fn goal(event: impl Into<goals::event::Kind>) -> Envelope {
    Envelope {
        event_id: EVENT.into(),
        service: "goals".into(),
        partnership: "partnership".into(),
        stream: "partnership/goals/partnership".into(),
        fact: Some(Fact::Goals(goals::Event { kind: Some(event.into()) })),
        ..Default::default()
    }
}

fn own(event: impl Into<OwnKind>) -> Envelope {
    Envelope {
        event_id: EVENT.into(),
        service: "partners".into(),
        partnership: "partnership".into(),
        stream: "partnership/proposal/proposal".into(),
        fact: Some(Fact::Partners(OwnEvent { kind: Some(event.into()) })),
        ..Default::default()
    }
}

fn subject(service: &str) -> Subject {
    Subject { service: service.into(), stream: "partnership/partnership/partnership".into(), event_id: EVENT.into() }
}
