//! What waits for a partner because it belongs: charters, expectations, feedback, concerns.

use contract::partners::{Founder, WaitingKind, event::Kind as Event};

use super::{Asked, List};

impl List<'_, '_, '_> {
    pub(super) fn project_belonging(&mut self, event: &Event) {
        match event {
            Event::PartnershipFormed(it) => {
                let founders: Vec<_> =
                    it.founders.iter().map(|Founder { partner_id, .. }| partner_id.clone()).collect();
                self.remember(&it.partnership_id, &it.title);
                self.ask(WaitingKind::AcceptCharter, &it.partnership_id, it.title.clone(), None, &founders);
                self.ask(WaitingKind::StateExpectation, &it.partnership_id, it.title.clone(), None, &founders);
            }
            Event::PartnerInvited(it) => {
                self.also_ask(WaitingKind::AcceptCharter, &it.partnership_id, &it.partner_id);
                self.call_one(WaitingKind::AcceptCharter, &it.partnership_id, &it.partner_id);
            }
            Event::DraftRevised(it) => self.call(WaitingKind::AcceptCharter, &it.partnership_id),
            Event::CharterAmended(it) => self.call(WaitingKind::AcceptCharter, &it.partnership_id),
            Event::InvitationAccepted(it) => {
                self.settle_for(WaitingKind::AcceptCharter, &it.partnership_id, &it.partner_id);
            }
            Event::ExpectationStated(it) => {
                self.settle_for(WaitingKind::StateExpectation, &it.partnership_id, &it.partner_id);
            }
            Event::PartnershipActivated(it) => self.settle(WaitingKind::StateExpectation, &it.partnership_id),
            Event::RoundOpened(it) => {
                self.ask(WaitingKind::GiveFeedback, &it.round_id, it.title.clone(), it.closes_at, &it.raters);
            }
            Event::FeedbackGiven(it) => self.settle_for(WaitingKind::GiveFeedback, &it.round_id, &it.partner_id),
            Event::FeedbackReleased(it) => self.settle(WaitingKind::GiveFeedback, &it.round_id),
            event => self.project_concern(event),
        }
    }

    /// What a concern says is for those it is between: here it is only one.
    fn project_concern(&mut self, event: &Event) {
        match event {
            Event::ConcernRaised(it) => {
                self.remember(&it.concern_id, "A concern");
                self.also_ask(WaitingKind::ConfirmConcern, &it.concern_id, &it.raised_by);
                self.ask(WaitingKind::AnswerConcern, &it.concern_id, "A concern".into(), None, &it.about);
            }
            Event::ConcernAnswered(it) => {
                self.settle_for(WaitingKind::AnswerConcern, &it.concern_id, &it.partner_id);
                self.call(WaitingKind::ConfirmConcern, &it.concern_id);
            }
            Event::ConcernEscalated(it) => {
                let mediators: Vec<_> =
                    [&it.mediator_partner_id].into_iter().filter(|it| !it.is_empty()).cloned().collect();
                self.ask(WaitingKind::MediateConcern, &it.concern_id, "A concern".into(), None, &mediators);
            }
            Event::ConcernMediated(it) => {
                self.settle(WaitingKind::MediateConcern, &it.concern_id);
                self.call(WaitingKind::ConfirmConcern, &it.concern_id);
            }
            Event::ConcernDecided(it) => self.call(WaitingKind::ConfirmConcern, &it.concern_id),
            Event::ConcernReopened(it) => {
                self.quiet(WaitingKind::ConfirmConcern, &it.concern_id);
                self.call(WaitingKind::AnswerConcern, &it.concern_id);
            }
            Event::ConcernResolved(it) => self.end_concern(&it.concern_id),
            Event::ConcernWithdrawn(it) => self.end_concern(&it.concern_id),
            Event::ConcernClosedUnresolved(it) => self.end_concern(&it.concern_id),
            _ => (),
        }
    }

    /// It may be opened again: who is asked then is kept.
    fn end_concern(&mut self, concern_id: &str) {
        self.quiet(WaitingKind::AnswerConcern, concern_id);
        self.quiet(WaitingKind::ConfirmConcern, concern_id);
        self.settle(WaitingKind::MediateConcern, concern_id);
    }

    /// One more to be asked, when it comes to it.
    fn also_ask(&mut self, kind: WaitingKind, thing_id: &str, partner_id: &str) {
        let partner = partner_id.to_owned();
        self.fold.upsert(self.asked(kind, thing_id), |asked: &mut Asked| {
            asked.partners.retain(|it| *it != partner);
            asked.partners.push(partner);
        });
    }

    /// It has come to it, for all that are to be asked.
    fn call(&mut self, kind: WaitingKind, thing_id: &str) {
        let asked: Asked = self.fold.get(self.asked(kind, thing_id)).unwrap_or_default();
        asked.partners.iter().for_each(|partner_id| self.call_one(kind, thing_id, partner_id));
    }

    fn call_one(&mut self, kind: WaitingKind, thing_id: &str, partner_id: &str) {
        let title = self.title(thing_id);
        let waiting = self.waiting(kind, thing_id, title, None);
        self.put(partner_id, kind, thing_id, waiting);
    }

    /// For now it waits for nobody.
    fn quiet(&mut self, kind: WaitingKind, thing_id: &str) {
        let asked: Asked = self.fold.get(self.asked(kind, thing_id)).unwrap_or_default();
        asked.partners.iter().for_each(|partner_id| self.settle_for(kind, thing_id, partner_id));
    }
}
