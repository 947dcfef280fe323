//! What waits for whom: put there by the fact that asks for something, taken away by the one that settles it.

mod belonging;

use contract::{
    common::Text,
    log::{Envelope, envelope::Fact},
    partners::{CheckInRecorded, Event as Heard, ReminderKind, Waiting, WaitingKind, event::Kind as Event},
};
use prost::Message;
use runtime::{
    keys::Reader,
    views::{Fold, View, key},
};

use super::{end_of_day, line, moment_in_order};
use crate::sealing::{self, Seen};

/// In the place of a partner's id: who is asked about a thing.
const ASKED: &str = "asked";
/// In the same place: what waits for a partner in a partnership.
const MINE: &str = "mine";
/// In the same place: what a thing is called.
const TITLES: &str = "titles";

/// The title of what was taken out of the record.
const TAKEN_OUT: &str = "(taken out of the record)";

pub(super) struct Waitings;

/// What waits for one partner in one partnership, as kind/thing.
#[derive(Clone, PartialEq, Message)]
struct Mine {
    #[prost(string, repeated, tag = "1")]
    things: Vec<String>,
}

/// Whom a thing waits for.
#[derive(Clone, PartialEq, Message)]
struct Asked {
    #[prost(string, repeated, tag = "1")]
    partners: Vec<String>,
}

impl View for Waitings {
    fn name(&self) -> &'static str {
        super::WAITING
    }

    fn version(&self) -> u32 {
        4
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        let mut list = List { fact, fold };
        match event {
            Event::ProposalOpened(it) => {
                list.ask(WaitingKind::TakePosition, &it.proposal_id, line(&it.title), it.closes_at, &it.eligible);
            }
            Event::PositionTaken(it) => list.settle_for(WaitingKind::TakePosition, &it.proposal_id, &it.partner_id),
            Event::ProposalAdopted(it) => list.settle(WaitingKind::TakePosition, &it.proposal_id),
            Event::ProposalRejected(it) => list.settle(WaitingKind::TakePosition, &it.proposal_id),
            Event::ProposalWithdrawn(it) => list.settle(WaitingKind::TakePosition, &it.proposal_id),
            Event::Recused(it) => list.settle_for(WaitingKind::TakePosition, &it.proposal_id, &it.partner_id),
            Event::EligibilityEnded(it) => list.settle_for(WaitingKind::TakePosition, &it.proposal_id, &it.partner_id),
            Event::FallbackBegun(it) => list.put_off(WaitingKind::TakePosition, &it.proposal_id, it.closes_at),
            Event::MeetingScheduled(it) => list.remember(&it.meeting_id, &it.title),
            Event::MinutesRecorded(it) => {
                let title = list.title(&it.meeting_id);
                list.settle(WaitingKind::CorrectMinutes, &it.meeting_id);
                list.ask(WaitingKind::ApproveMinutes, &it.meeting_id, title, None, &it.approvers);
            }
            Event::MinutesApproved(it) => list.settle_for(WaitingKind::ApproveMinutes, &it.meeting_id, &it.partner_id),
            Event::MinutesAgreed(it) => list.settle(WaitingKind::ApproveMinutes, &it.meeting_id),
            Event::MinutesReturned(it) => {
                list.settle(WaitingKind::ApproveMinutes, &it.meeting_id);
                let (title, asked) = (list.title(&it.meeting_id), [it.written_by.clone()]);
                list.ask(WaitingKind::CorrectMinutes, &it.meeting_id, title, None, &asked);
            }
            event => list.project_work(event),
        }
    }
}

/// Something that waits for the reader is for it to read.
pub fn open(waiting: &mut Waiting, reader: &Reader) {
    match waiting.sealed.as_ref().map(|it| sealing::seen::<Text>(reader, it, true)) {
        Some(Seen::Said(said)) => (waiting.title, waiting.sealed) = (line(&said.text), None),
        Some(Seen::TakenOut) => (waiting.title, waiting.sealed) = (TAKEN_OUT.into(), None),
        Some(Seen::Closed) | None => (),
    }
}

/// The list, as one fact changes it.
struct List<'e, 'f, 't> {
    fact: &'e Envelope,
    fold: &'f mut Fold<'t>,
}

impl List<'_, '_, '_> {
    fn project_work(&mut self, event: &Event) {
        match event {
            Event::ActionAssigned(it) => {
                self.remember(&it.action_id, &line(&it.what));
                self.ask_to_do(&it.action_id, &it.due_on, &it.assigned_to);
            }
            Event::ActionRenegotiated(it) => self.ask_to_do(&it.action_id, &it.due_on, &it.assigned_to),
            Event::ActionCompleted(it) => {
                self.settle(WaitingKind::CompleteAction, &it.action_id);
                let title = self.title(&it.action_id);
                self.ask(WaitingKind::VerifyAction, &it.action_id, title, None, &it.asked_to_verify);
            }
            Event::ActionReturned(it) => {
                self.settle(WaitingKind::VerifyAction, &it.action_id);
                self.ask_to_do(&it.action_id, &it.due_on, &it.assigned_to);
            }
            Event::ActionVerified(it) => self.settle(WaitingKind::VerifyAction, &it.action_id),
            Event::UpdatePosted(it) => {
                let kind = WaitingKind::AcknowledgeUpdate;
                self.ask(kind, &it.update_id, line(&it.what), it.acknowledge_by, &it.affects);
                for partner_id in &it.affects {
                    let place = self.place(partner_id, kind, &it.update_id);
                    self.fold.change(place, |waiting: &mut Waiting| waiting.sealed.clone_from(&it.sealed));
                }
            }
            Event::UpdateAcknowledged(it) => {
                self.settle_for(WaitingKind::AcknowledgeUpdate, &it.update_id, &it.partner_id);
            }
            Event::ReminderGiven(it) if it.kind() == ReminderKind::CheckInDue => {
                let (kind, partnership_id) = (WaitingKind::CheckIn, &it.partnership_id);
                let waiting = self.waiting(kind, partnership_id, "Check in".into(), it.due_at);
                self.put(&it.partner_id, kind, partnership_id, waiting);
            }
            Event::MemberRemoved(it) => self.gone(&it.partner_id),
            Event::MemberLeft(it) => self.gone(&it.partner_id),
            Event::CheckInRecorded(it) => self.check_in(it),
            event => self.project_belonging(event),
        }
    }

    fn ask_to_do(&mut self, action_id: &str, due_on: &str, assigned_to: &str) {
        let title = self.title(action_id);
        let asked = [assigned_to.to_owned()];
        self.ask(WaitingKind::CompleteAction, action_id, title, end_of_day(due_on), &asked);
    }

    /// In the place of whom the same thing waited for before.
    fn ask(
        &mut self,
        kind: WaitingKind,
        thing_id: &str,
        title: String,
        due_at: Option<prost_types::Timestamp>,
        partners: &[String],
    ) {
        self.settle(kind, thing_id);
        let waiting = self.waiting(kind, thing_id, title, due_at);
        for partner_id in partners {
            self.put(partner_id, kind, thing_id, waiting.clone());
        }
        self.fold.put(self.asked(kind, thing_id), Asked { partners: partners.to_vec() });
    }

    fn settle(&mut self, kind: WaitingKind, thing_id: &str) {
        let asked = self.asked(kind, thing_id);
        let Some(Asked { partners }) = self.fold.get(asked.clone()) else { return };
        for partner_id in &partners {
            self.settle_for(kind, thing_id, partner_id);
        }
        self.fold.remove(asked);
    }

    /// For whoever it still waits.
    fn put_off(&mut self, kind: WaitingKind, thing_id: &str, due_at: Option<prost_types::Timestamp>) {
        let Some(Asked { partners }) = self.fold.get(self.asked(kind, thing_id)) else { return };
        for partner_id in &partners {
            self.fold.change(self.place(partner_id, kind, thing_id), |waiting: &mut Waiting| waiting.due_at = due_at);
        }
    }

    fn settle_for(&mut self, kind: WaitingKind, thing_id: &str, partner_id: &str) {
        self.fold.remove(self.place(partner_id, kind, thing_id));
        let settled = format!("{}/{thing_id}", kind.as_str_name());
        self.fold.change(self.mine(partner_id), |mine: &mut Mine| mine.things.retain(|it| *it != settled));
    }

    fn put(&mut self, partner_id: &str, kind: WaitingKind, thing_id: &str, waiting: Waiting) {
        self.fold.put(self.place(partner_id, kind, thing_id), waiting);
        let thing = format!("{}/{thing_id}", kind.as_str_name());
        self.fold.upsert(self.mine(partner_id), |mine: &mut Mine| {
            mine.things.retain(|it| *it != thing);
            mine.things.push(thing);
        });
    }

    /// Nothing waits for a partner that does not belong any more.
    fn gone(&mut self, partner_id: &str) {
        let charter = self.asked(WaitingKind::AcceptCharter, &self.fact.partnership);
        self.fold.change(charter, |asked: &mut Asked| asked.partners.retain(|it| it != partner_id));
        let Some(Mine { things }) = self.fold.get(self.mine(partner_id)) else { return };
        for (kind, thing_id) in things.iter().filter_map(|it| it.split_once('/')) {
            self.fold.remove(key(&[partner_id, &self.fact.partnership, kind, thing_id]));
        }
        self.fold.remove(self.mine(partner_id));
    }

    /// One for the period before does not settle this one's.
    fn check_in(&mut self, it: &CheckInRecorded) {
        let CheckInRecorded { partnership_id, partner_id, ends_on, .. } = it;
        let over = end_of_day(ends_on);
        let waiting: Option<Waiting> = self.fold.get(self.place(partner_id, WaitingKind::CheckIn, partnership_id));
        if waiting.is_some_and(|it| moment_in_order(it.due_at.as_ref()) <= moment_in_order(over.as_ref())) {
            self.settle_for(WaitingKind::CheckIn, partnership_id, partner_id);
        }
    }

    fn waiting(
        &self,
        kind: WaitingKind,
        thing_id: &str,
        title: String,
        due_at: Option<prost_types::Timestamp>,
    ) -> Waiting {
        Waiting {
            partnership_id: self.fact.partnership.clone(),
            kind: kind.into(),
            thing_id: thing_id.to_owned(),
            title,
            since: self.fact.recorded_at,
            due_at,
            sealed: None,
        }
    }

    fn remember(&mut self, thing_id: &str, title: &str) {
        let named = Waiting { title: title.to_owned(), ..Default::default() };
        self.fold.put(key(&[TITLES, &self.fact.partnership, thing_id]), named);
    }

    fn title(&mut self, thing_id: &str) -> String {
        let named: Option<Waiting> = self.fold.get(key(&[TITLES, &self.fact.partnership, thing_id]));
        named.unwrap_or_default().title
    }

    fn asked(&self, kind: WaitingKind, thing_id: &str) -> Vec<u8> {
        key(&[ASKED, &self.fact.partnership, kind.as_str_name(), thing_id])
    }

    fn mine(&self, partner_id: &str) -> Vec<u8> {
        key(&[MINE, partner_id, &self.fact.partnership])
    }

    fn place(&self, partner_id: &str, kind: WaitingKind, thing_id: &str) -> Vec<u8> {
        key(&[partner_id, &self.fact.partnership, kind.as_str_name(), thing_id])
    }
}
