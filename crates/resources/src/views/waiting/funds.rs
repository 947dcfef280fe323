//! What of funds waits: transactions to be confirmed or settled, conditions to be met, payments to be made, lines of the
//! budget to be accepted.

use std::collections::BTreeSet;

use contract::resources::{
    BudgetSet, Condition, DisbursementPlanned, TransactionRecorded, WaitingResourceKind, event::Kind as Event,
};
use kernel::money::amount;
use prost::Message;

use super::{List, Thing, Together, Wanted};

/// One report of a transfer. It stays known: others are linked to it, and payments count it.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Transaction {
    #[prost(message, optional, tag = "1")]
    report: Option<TransactionRecorded>,
    #[prost(bool, tag = "2")]
    is_confirmed: bool,
    #[prost(bool, tag = "3")]
    is_withdrawn: bool,
    #[prost(bool, tag = "4")]
    is_disputed: bool,
    /// The report that is kept instead; empty: none.
    #[prost(string, tag = "5")]
    same_as: String,
    /// Those that are linked to it.
    #[prost(string, repeated, tag = "6")]
    linked: Vec<String>,
    /// Of them, the other side's.
    #[prost(uint32, tag = "7")]
    confirming: u32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Payment {
    #[prost(message, optional, tag = "1")]
    planned: Option<DisbursementPlanned>,
    #[prost(string, tag = "2")]
    due_on: String,
    #[prost(bool, tag = "3")]
    is_cancelled: bool,
    /// Its open conditions.
    #[prost(string, repeated, tag = "4")]
    open: Vec<String>,
    /// The transactions that name it.
    #[prost(string, repeated, tag = "5")]
    named_by: Vec<String>,
    #[prost(message, optional, tag = "6")]
    pub(super) paid: Option<Paid>,
}

/// How far a payment is paid, in minor units of its currency.
#[derive(Clone, Copy, PartialEq, Message)]
pub(super) struct Paid {
    #[prost(int64, tag = "1")]
    reported: i64,
    #[prost(int64, tag = "2")]
    confirmed: i64,
}

/// A line of the budget that its payer has yet to accept.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Line {
    #[prost(string, tag = "1")]
    line_id: String,
    #[prost(string, tag = "2")]
    title: String,
    #[prost(string, tag = "3")]
    payer: String,
}

/// What a fact changes, beside what payments come to by it.
pub(super) fn things_of(event: &Event) -> Vec<&str> {
    match event {
        Event::TransactionRecorded(it) if it.disbursement_id.is_empty() => vec![&it.transaction_id],
        Event::TransactionRecorded(it) => vec![&it.transaction_id, &it.disbursement_id],
        Event::TransactionConfirmed(it) => vec![&it.transaction_id],
        Event::TransactionDisputed(it) => vec![&it.transaction_id],
        Event::TransactionWithdrawn(it) => vec![&it.transaction_id],
        Event::TransactionLinked(it) => vec![&it.transaction_id, &it.same_as],
        Event::TransactionUnlinked(it) => vec![&it.transaction_id, &it.was_same_as],
        Event::BudgetSet(it) => vec![&it.line_id],
        Event::BudgetAccepted(it) => vec![&it.line_id],
        Event::BudgetDropped(it) => vec![&it.line_id],
        Event::DisbursementPlanned(it) => vec![&it.disbursement_id],
        Event::DisbursementRescheduled(it) => vec![&it.disbursement_id],
        Event::DisbursementCancelled(it) => vec![&it.disbursement_id],
        Event::ConditionMet(it) => vec![&it.disbursement_id],
        Event::ConditionContested(it) => vec![&it.disbursement_id],
        Event::ConditionWaived(it) => vec![&it.disbursement_id],
        _ => vec![],
    }
}

pub(super) fn evolve(thing: &mut Thing, id: &str, event: &Event) {
    match event {
        Event::TransactionRecorded(it) if it.transaction_id == id => thing.transaction = Transaction::kept(it),
        Event::DisbursementPlanned(it) => thing.payment = Some(Payment::from(it)),
        Event::BudgetSet(it) => thing.line = (!it.accepted).then(|| Line::from(it)),
        Event::BudgetAccepted(_) | Event::BudgetDropped(_) => thing.line = None,
        event => {
            thing.transaction.iter_mut().for_each(|it| it.evolve(id, event));
            thing.payment.iter_mut().for_each(|it| it.evolve(event));
        }
    }
}

impl List<'_, '_, '_> {
    /// Those that a report named by the fact counts towards, or one that is linked to it.
    pub(super) fn payments_moved_by(&mut self, event: &Event) -> BTreeSet<String> {
        let mut moved = BTreeSet::new();
        for id in things_of(event) {
            let Some(transaction) = self.transaction(id) else { continue };
            let linked = transaction.linked.iter().filter_map(|it| self.transaction(it)).collect::<Vec<_>>();
            moved.extend(linked.into_iter().chain([transaction]).map(|it| it.report().disbursement_id));
        }
        moved.remove("");
        moved
    }

    /// By each transfer once, however many reports of it there are, and by none that is disputed.
    pub(super) fn paid(&mut self, payment: &str) -> Paid {
        let thing = self.fold.get::<Thing>(self.thing(payment)).unwrap_or_default();
        let named_by = thing.payment.map(|it| it.named_by).unwrap_or_default();
        let naming: Vec<_> = named_by.into_iter().filter_map(|id| Some((self.transaction(&id)?.same_as, id))).collect();
        let kept = naming.into_iter().map(|(same_as, id)| if same_as.is_empty() { id } else { same_as });
        let mut paid = Paid::default();
        for id in kept.collect::<BTreeSet<_>>() {
            let Some(transaction) = self.transaction(&id).filter(Transaction::pays) else { continue };
            let minor = transaction.report().amount_minor;
            paid.reported = paid.reported.saturating_add(minor);
            if transaction.is_confirmed() {
                paid.confirmed = paid.confirmed.saturating_add(minor);
            }
        }
        paid
    }

    fn transaction(&mut self, id: &str) -> Option<Transaction> {
        self.fold.get::<Thing>(self.thing(id))?.transaction
    }
}

impl Transaction {
    /// What a source says waits for nobody, and is looked at only where it is about a payment.
    fn kept(it: &TransactionRecorded) -> Option<Self> {
        let is_kept = it.source.is_empty() || !it.disbursement_id.is_empty();
        is_kept.then(|| Transaction { report: Some(it.clone()), ..Default::default() })
    }

    fn evolve(&mut self, id: &str, event: &Event) {
        match event {
            Event::TransactionConfirmed(_) => (self.is_confirmed, self.is_disputed) = (true, false),
            Event::TransactionDisputed(_) => self.is_disputed = true,
            Event::TransactionWithdrawn(_) => self.is_withdrawn = true,
            Event::TransactionLinked(it) if it.transaction_id == id => self.same_as.clone_from(&it.same_as),
            Event::TransactionLinked(it) => {
                self.linked.push(it.transaction_id.clone());
                self.confirming += u32::from(it.confirms);
            }
            Event::TransactionUnlinked(it) if it.transaction_id == id => self.same_as.clear(),
            Event::TransactionUnlinked(it) => {
                self.linked.retain(|linked| *linked != it.transaction_id);
                self.confirming = self.confirming.saturating_sub(u32::from(it.confirmed));
            }
            _ => (),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        let is_first_hand = self.report.as_ref().is_some_and(|it| it.source.is_empty());
        is_first_hand && self.same_as.is_empty() && !self.is_withdrawn && !self.is_confirmed()
    }

    pub(super) fn wanted(&self) -> Option<Wanted> {
        let report = self.report.as_ref().filter(|_| self.is_open())?;
        let (partner, kind) = match self.is_disputed {
            true => (&report.recorded_by, WaitingResourceKind::SettleTransaction),
            false => (&report.receiver_partner_id, WaitingResourceKind::ConfirmTransaction),
        };
        let sum = amount(report.amount_minor, &report.currency);
        let title = if report.description.is_empty() { sum } else { format!("{sum}: {}", report.description) };
        let it = wanted(partner, kind, &report.transaction_id, title);
        Some(Wanted { disbursement_id: report.disbursement_id.clone(), ..it })
    }

    fn report(&self) -> TransactionRecorded {
        self.report.clone().unwrap_or_default()
    }

    fn is_confirmed(&self) -> bool {
        self.is_confirmed || 0 < self.confirming
    }

    fn pays(&self) -> bool {
        let is_first_hand = self.report.as_ref().is_some_and(|it| it.source.is_empty());
        is_first_hand && self.same_as.is_empty() && !self.is_withdrawn && !self.is_disputed
    }
}

impl Payment {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::TransactionRecorded(it) => self.named_by.push(it.transaction_id.clone()),
            Event::DisbursementRescheduled(it) => self.due_on.clone_from(&it.due_on),
            Event::DisbursementCancelled(_) => self.is_cancelled = true,
            Event::ConditionMet(it) => self.open.retain(|id| *id != it.condition_id),
            Event::ConditionWaived(it) => self.open.retain(|id| *id != it.condition_id),
            Event::ConditionContested(it) => self.open.push(it.condition_id.clone()),
            _ => (),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        !self.is_cancelled && self.paid.unwrap_or_default().confirmed < self.amount()
    }

    /// Who has no voice meets nothing and pays nothing: it is not asked to.
    pub(super) fn wanted(&self, together: &Together) -> Vec<Wanted> {
        let Some(planned) = self.planned.as_ref().filter(|_| self.is_open()) else { return vec![] };
        let DisbursementPlanned { disbursement_id, provider_partner_id, receiver_partner_id, .. } = planned;
        let due = |it| Wanted { due_on: self.due_on.clone(), disbursement_id: disbursement_id.clone(), ..it };
        if !self.open.is_empty() {
            let is_open = |it: &&Condition| self.open.contains(&it.condition_id);
            let meet = |it: &Condition| {
                let kind = WaitingResourceKind::MeetCondition;
                due(wanted(receiver_partner_id, kind, &it.condition_id, it.description.clone()))
            };
            let conditions = planned.conditions.iter().filter(is_open).map(meet);
            return conditions.filter(|it| together.has_voice(&it.partner_id)).collect();
        }
        let left = self.amount().saturating_sub(self.paid.unwrap_or_default().reported);
        if left <= 0 || !together.has_voice(provider_partner_id) {
            return vec![];
        }
        let title = amount(left, &planned.currency);
        vec![due(wanted(provider_partner_id, WaitingResourceKind::MakePayment, disbursement_id, title))]
    }

    fn amount(&self) -> i64 {
        self.planned.as_ref().map_or(0, |it| it.amount_minor)
    }
}

impl Line {
    /// Who has no voice accepts nothing new.
    pub(super) fn wanted(&self, together: &Together) -> Option<Wanted> {
        let Line { line_id, title, payer } = self;
        let it = || wanted(payer, WaitingResourceKind::AcceptBudget, line_id, title.clone());
        together.has_voice(payer).then(it)
    }
}

impl From<&DisbursementPlanned> for Payment {
    fn from(it: &DisbursementPlanned) -> Self {
        Payment {
            planned: Some(it.clone()),
            due_on: it.due_on.clone(),
            is_cancelled: false,
            open: it.conditions.iter().map(|it| it.condition_id.clone()).collect(),
            named_by: vec![],
            paid: None,
        }
    }
}

impl From<&BudgetSet> for Line {
    fn from(it: &BudgetSet) -> Self {
        Line { line_id: it.line_id.clone(), title: it.title.clone(), payer: it.payer_partner_id.clone() }
    }
}

/// At no set time.
fn wanted(partner_id: &str, kind: WaitingResourceKind, part_id: &str, title: String) -> Wanted {
    Wanted {
        partner_id: partner_id.to_owned(),
        kind,
        part_id: part_id.to_owned(),
        title,
        due_on: String::new(),
        offer_id: String::new(),
        allocation_id: String::new(),
        disbursement_id: String::new(),
    }
}
