//! Who is reminded of what and when: each once, whatever happens between.

mod answers;
mod any_order;
mod check_ins;
mod membership;
mod once;
mod things;

use contract::{
    common::Standing as Stands,
    log::{Envelope, envelope::Fact},
    moment,
    partners::{
        ActionAssigned, ActionCompleted, ActionRenegotiated, ActionReturned, ActionVerified, AttendanceRecorded,
        CheckInRecorded, Event, Founder, GiveReminder, InvitationAccepted, MeetingCancelled, MeetingRescheduled,
        MeetingScheduled, MemberRole, PartnershipActivated, PartnershipFormed, PositionTaken, ProposalAdopted,
        ProposalOpened, ReminderGiven, ReminderKind, UpdateAcknowledged, UpdatePosted, event::Kind,
    },
};
use jiff::Timestamp;
use kernel::scenario::{given, nothing};
use partners::{Memory, reactions::reminders::reminders, reminder::Reminder};
use runtime::{Memory as _, standing::Standing};

/// A partnership of three members and an observer, as the service remembers it.
#[derive(Default)]
struct World {
    memory: Memory,
    standing: Standing,
    log: Vec<Envelope>,
    given: std::collections::BTreeSet<String>,
}

type Reminded = (ReminderKind, String, String);

impl World {
    fn new() -> Self {
        World::active_at("2026-01-15T12:00:00Z")
    }

    fn active_at(at: &str) -> Self {
        let mut world = World::default();
        world.hear_at(formed(), at);
        for partner_id in ["a", "b", "c", "observer"] {
            world.hear_at(accepted(partner_id), at);
        }
        world.hear_at(PartnershipActivated { partnership_id: "p".into(), charter_version: 1 }, at);
        assert_eq!(world.standing.of("p", "observer"), Stands::Observer);
        world
    }

    fn hear(&mut self, event: impl Into<Kind>) {
        self.hear_at(event, "2026-01-15T12:00:00Z");
    }

    fn hear_at(&mut self, event: impl Into<Kind>, at: &str) {
        let fact = Envelope {
            event_id: format!("fact {}", self.log.len()),
            service: "partners".into(),
            partnership: "p".into(),
            recorded_at: Some(moment::on_wire(at.parse().unwrap())),
            fact: Some(Fact::Partners(Event { kind: Some(event.into()) })),
            ..Default::default()
        };
        self.memory.remember(&fact);
        self.standing.remember(&fact);
        self.log.push(fact);
    }

    fn orders(&self, now: &str) -> Vec<GiveReminder> {
        let now: Timestamp = now.parse().unwrap();
        reminders(&self.memory, &self.standing, now).map(|(_, order)| order).collect()
    }

    fn due(&self, now: &str) -> Vec<Reminded> {
        let mut due: Vec<_> =
            self.orders(now).into_iter().map(|it| (it.kind(), it.about_id.clone(), it.partner_id)).collect();
        due.sort();
        due
    }

    /// All that is due is given, each under an id of its own.
    fn remind(&mut self, now: &str) {
        for order in self.orders(now) {
            assert!(self.given.insert(order.reminder_id.clone()), "given twice: {order:?}");
            let GiveReminder {
                command_id: _,
                validate_only: _,
                partnership_id,
                reminder_id,
                kind,
                about,
                about_id,
                partner_id,
                due_at,
            } = order;
            let event = ReminderGiven { partnership_id, reminder_id, kind, about, about_id, partner_id, due_at };
            self.hear_at(event, now);
        }
    }
}

fn deadline<const N: usize>(partners: [&str; N]) -> Vec<Reminded> {
    partners.map(|it| (ReminderKind::DeadlineSoon, "thing".into(), it.into())).to_vec()
}

fn to_check_in<const N: usize>(partners: [&str; N]) -> Vec<Reminded> {
    partners.map(|it| (ReminderKind::CheckInDue, String::new(), it.into())).to_vec()
}

fn at(at: &str) -> Option<prost_types::Timestamp> {
    Some(moment::on_wire(at.parse().unwrap()))
}

fn names<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

fn formed() -> PartnershipFormed {
    let founder =
        |partner_id: &str, role: MemberRole| Founder { partner_id: partner_id.into(), roles: vec![role.into()] };
    PartnershipFormed {
        partnership_id: "p".into(),
        founders: vec![
            founder("a", MemberRole::Funding),
            founder("b", MemberRole::Implementing),
            founder("c", MemberRole::Implementing),
            founder("observer", MemberRole::Observer),
        ],
        ..Default::default()
    }
}

fn accepted(partner_id: &str) -> InvitationAccepted {
    InvitationAccepted { partnership_id: "p".into(), partner_id: partner_id.into(), charter_version: 1 }
}

fn opened(closes_at: &str) -> ProposalOpened {
    ProposalOpened {
        partnership_id: "p".into(),
        proposal_id: "thing".into(),
        eligible: names(["a", "b", "c"]),
        closes_at: at(closes_at),
        ..Default::default()
    }
}

fn position(partner_id: &str) -> PositionTaken {
    PositionTaken {
        partnership_id: "p".into(),
        proposal_id: "thing".into(),
        partner_id: partner_id.into(),
        ..Default::default()
    }
}

fn scheduled(starts_at: &str) -> MeetingScheduled {
    MeetingScheduled {
        partnership_id: "p".into(),
        meeting_id: "thing".into(),
        starts_at: at(starts_at),
        invited: names(["b", "observer"]),
        ..Default::default()
    }
}

fn moved(starts_at: &str) -> MeetingRescheduled {
    MeetingRescheduled {
        partnership_id: "p".into(),
        meeting_id: "thing".into(),
        starts_at: at(starts_at),
        invited: names(["b", "observer"]),
        ..Default::default()
    }
}

fn assigned(due_on: &str) -> ActionAssigned {
    ActionAssigned {
        partnership_id: "p".into(),
        action_id: "thing".into(),
        assigned_to: "b".into(),
        due_on: due_on.into(),
        ..Default::default()
    }
}

fn put_off(due_on: &str) -> ActionRenegotiated {
    ActionRenegotiated {
        partnership_id: "p".into(),
        action_id: "thing".into(),
        assigned_to: "b".into(),
        due_on: due_on.into(),
        ..Default::default()
    }
}

fn posted(acknowledge_by: &str) -> UpdatePosted {
    UpdatePosted {
        partnership_id: "p".into(),
        update_id: "thing".into(),
        affects: names(["b", "c"]),
        acknowledge_by: at(acknowledge_by),
        ..Default::default()
    }
}

fn acknowledged(partner_id: &str) -> UpdateAcknowledged {
    UpdateAcknowledged { partnership_id: "p".into(), update_id: "thing".into(), partner_id: partner_id.into() }
}

fn checked_in(partner_id: &str, starts_on: &str, ends_on: &str) -> CheckInRecorded {
    CheckInRecorded {
        partnership_id: "p".into(),
        check_in_id: "check-in".into(),
        partner_id: partner_id.into(),
        starts_on: starts_on.into(),
        ends_on: ends_on.into(),
        ..Default::default()
    }
}

fn give() -> GiveReminder {
    GiveReminder { reminder_id: "reminder".into(), partner_id: "a".into(), ..Default::default() }
}

fn given_to(partner_id: &str) -> ReminderGiven {
    ReminderGiven { reminder_id: "reminder".into(), partner_id: partner_id.into(), ..Default::default() }
}
