//! Funds of all partnerships: their books, their plans, the rates of this node, and what falls due when.

use std::collections::{BTreeSet, HashMap};

use contract::{
    evaluation::event::Kind as Measured, goals::event::Kind as Goals, log::Envelope, moment,
    partners::event::Kind as Partners, resources::event::Kind as Event,
};
use jiff::Timestamp;
use runtime::measuring::Schedule;
use serde::{Deserialize, Serialize};

use super::{
    aims::Aims,
    plans::{Awaited, Payment, Plans},
};
use crate::figures::{Books, Change, Id, Paid, State, Tables, entries};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Funds {
    partnerships: HashMap<Id, Ours>,
    tables: Tables,
    aims: Aims,
    /// Payments that will be overdue, by when, with their partnership.
    by_time: BTreeSet<(Timestamp, Id, Id)>,
    /// When reciprocity is to be measured.
    schedule: Schedule,
}

/// Of one partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ours {
    pub books: Books,
    pub plans: Plans,
    is_over: bool,
    /// Payments that will be overdue, and when.
    waiting_until: HashMap<Id, Timestamp>,
}

/// A payment whose day is over, since when.
#[derive(Debug, Clone, PartialEq)]
pub struct Lapsed<'m> {
    pub partnership: Id,
    pub disbursement: Id,
    pub payment: &'m Payment,
    pub at: Timestamp,
}

impl Funds {
    pub fn of(&self, partnership_id: &str) -> Option<&Ours> {
        self.partnerships.get(&Id::of(partnership_id))
    }

    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    pub fn knows_goal(&self, partnership_id: &str, goal_id: &str) -> bool {
        self.aims.knows_goal(Id::of(partnership_id), Id::of(goal_id))
    }

    pub fn is_payment(&self, partnership_id: &str, id: &str) -> bool {
        self.of(partnership_id).is_some_and(|it| it.plans.payment(Id::of(id)).is_some())
    }

    /// How far a planned payment is paid.
    pub fn paid(&self, partnership_id: &str, disbursement_id: &str) -> Paid {
        let ours = self.of(partnership_id);
        ours.map(|it| it.paid(Id::of(disbursement_id))).unwrap_or_default()
    }

    /// Payments that are overdue by now and not known to be, the earliest first.
    pub fn lapsed(&self, now: Timestamp) -> impl Iterator<Item = Lapsed<'_>> {
        let come = self.by_time.iter().take_while(move |(at, ..)| *at <= now);
        come.filter_map(|(at, partnership, disbursement)| {
            let payment = self.partnerships.get(partnership)?.plans.payment(*disbursement)?;
            Some(Lapsed { partnership: *partnership, disbursement: *disbursement, payment, at: *at })
        })
    }

    /// When reciprocity is to be measured.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The open conditions of a payment that are met already, with the day since when.
    pub fn met_already(&self, partnership_id: &str, disbursement_id: &str) -> Vec<(Id, &str)> {
        let partnership = Id::of(partnership_id);
        let payment = self.of(partnership_id).and_then(|it| it.plans.payment(Id::of(disbursement_id)));
        let open = payment.into_iter().flat_map(|it| it.conditions.iter().filter(|it| it.is_open));
        let since = |it: &Awaited| match () {
            () if !it.milestone.is_none() => self.aims.milestone(partnership, it.milestone),
            () if !it.indicator.is_none() => self.aims.measurement(partnership, it.goal, it.indicator),
            () => None,
        };
        open.filter_map(|it| Some((it.condition, since(it)?.as_str()))).collect()
    }

    /// The payments and their open conditions that wait for a milestone.
    pub fn waiting_for_milestone(&self, partnership_id: &str, milestone_id: &str) -> Vec<(Id, Id)> {
        let milestone = Id::of(milestone_id);
        self.waiting(partnership_id, |it| it.milestone == milestone)
    }

    /// The payments and their open conditions that wait for a target.
    pub fn waiting_for_target(&self, partnership_id: &str, target_id: &str) -> Vec<(Id, Id)> {
        match self.aims.target(Id::of(partnership_id), Id::of(target_id)) {
            Some((goal, indicator)) => self.waiting(partnership_id, |it| it.goal == goal && it.indicator == indicator),
            None => vec![],
        }
    }

    pub(super) fn own(&mut self, event: &Event, fact: &Envelope) {
        match event {
            Event::RatesLoaded(it) => return self.tables.load(it),
            Event::ReciprocityMeasured(it) => return self.schedule.is_measured(&it.partnership_id, &it.measured_on),
            _ => (),
        }
        let partnership = Id::of(&fact.partnership);
        let ours = self.partnerships.entry(partnership).or_default();
        ours.plans.own(event);
        let mut moved: BTreeSet<Id> = disbursement_of(event).map(Id::of).into_iter().collect();
        if let Some(change) = entries(event) {
            // What a source says gives nobody anything: its drafts are not measured for it.
            let is_first_hand = !matches!(&change, Change::Reported(_, it) if it.state == State::AsPublished);
            moved.extend(ours.apply(change, fact));
            if is_first_hand {
                self.schedule.has_changed(&fact.partnership, fact);
            }
        }
        for disbursement in moved {
            self.wait(partnership, disbursement);
        }
    }

    pub(super) fn heard_partners(&mut self, event: &Partners, fact: &Envelope) {
        let partnership = match event {
            Partners::PartnershipActivated(it) => return self.schedule.begins(&it.partnership_id, fact),
            Partners::PartnershipDissolved(it) => return self.schedule.is_over(&it.partnership_id),
            Partners::PartnershipClosed(it) => Id::of(&it.partnership_id),
            _ => return,
        };
        self.by_time.retain(|(_, of, _)| *of != partnership);
        self.schedule.is_over(&partnership.to_string());
        self.partnerships.entry(partnership).or_default().is_over = true;
    }

    pub(super) fn heard_goals(&mut self, event: &Goals) {
        self.aims.heard(event);
    }

    pub(super) fn heard_evaluation(&mut self, event: &Measured, fact: &Envelope) {
        self.aims.measured(event, &fact.recorded_on().to_string());
    }

    fn waiting(&self, partnership_id: &str, is_for: impl Fn(&Awaited) -> bool) -> Vec<(Id, Id)> {
        let payments = self.of(partnership_id).into_iter().flat_map(|it| it.plans.payments());
        let open = |it: &Awaited| it.is_open && is_for(it);
        let conditions = payments
            .filter(|(_, it)| !it.is_cancelled)
            .flat_map(|(id, it)| it.conditions.iter().filter(|it| open(it)).map(move |it| (id, it.condition)));
        conditions.collect()
    }

    /// Until when a payment waits to be paid: not once that is known to have passed, nor when it is paid.
    fn wait(&mut self, partnership: Id, disbursement: Id) {
        let Some(ours) = self.partnerships.get_mut(&partnership) else { return };
        if let Some(at) = ours.waiting_until.remove(&disbursement) {
            self.by_time.remove(&(at, partnership, disbursement));
        }
        let Some(payment) = ours.plans.payment(disbursement) else { return };
        let is_paid = payment.value.minor <= ours.paid(disbursement).confirmed;
        let is_said = payment.overdue_on == payment.due_on;
        let waits = !payment.is_cancelled && !is_paid && !is_said && !ours.is_over;
        if let Some(at) = payment.due_on.parse().ok().and_then(moment::end_of).filter(|_| waits) {
            ours.waiting_until.insert(disbursement, at);
            self.by_time.insert((at, partnership, disbursement));
        }
    }
}

impl Ours {
    /// How far a planned payment is paid.
    pub fn paid(&self, disbursement: Id) -> Paid {
        let amount = self.plans.payment(disbursement).map(|it| it.value.minor);
        amount.map(|amount| self.books.paid(disbursement, amount)).unwrap_or_default()
    }

    /// The payments whose figures move with it.
    fn apply(&mut self, change: Change, fact: &Envelope) -> BTreeSet<Id> {
        let (id, change) = match change {
            Change::Reported(id, mut entry) => {
                entry.reported_at = fact.recorded_at.as_ref().map_or(0, |it| it.seconds);
                (id, Change::Reported(id, entry))
            }
            Change::Became(id, step) => (id, Change::Became(id, step)),
        };
        // Before, for what it leaves, and after, for what it comes to.
        let mut moved = self.books.disbursements_of(id);
        self.books.apply(change);
        moved.extend(self.books.disbursements_of(id));
        moved
    }
}

fn disbursement_of(event: &Event) -> Option<&str> {
    match event {
        Event::DisbursementPlanned(it) => Some(&it.disbursement_id),
        Event::DisbursementRescheduled(it) => Some(&it.disbursement_id),
        Event::DisbursementCancelled(it) => Some(&it.disbursement_id),
        Event::DisbursementOverdue(it) => Some(&it.disbursement_id),
        _ => None,
    }
}
