//! In whatever order both sides report, confirm, dispute, take back, link and unlink: one transfer counts once.

use std::collections::BTreeMap;

use contract::resources::{event::Kind as Event, *};
use kernel::{Aggregate, Context, Decide, scenario::context};
use proptest::prelude::*;
use resources::{
    Memory,
    figures::{Code, ledger, said},
    known::funds::{pair, reports},
    transaction::{Rejection, Transaction},
};

use crate::messages::*;

/// Reports there may be.
const REPORTS: usize = 6;
const SIDES: [&str; 2] = [FUNDER, LENDER];
const CURRENCIES: [&str; 2] = ["GBP", "AFN"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_024, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_said_in_whatever_order_each_transfer_counts_once(steps in prop::collection::vec(step(), 1..60)) {
        let mut record = Record::default();
        for step in steps {
            record.take(step);
            record.check()?;
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// Which, by whom, of how much, in which currency.
    Report(usize, usize, i64, usize),
    Confirm(usize, usize),
    Dispute(usize, usize, i64),
    Withdraw(usize, usize),
    Link(usize, usize, usize),
    Unlink(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (report, side) = (0..REPORTS, 0..SIDES.len());
    prop_oneof![
        (report.clone(), side.clone(), 1_i64..3, 0..CURRENCIES.len()).prop_map(|(a, b, c, d)| Step::Report(a, b, c, d)),
        (report.clone(), side.clone()).prop_map(|(a, b)| Step::Confirm(a, b)),
        (report.clone(), side.clone(), 0_i64..3).prop_map(|(a, b, c)| Step::Dispute(a, b, c)),
        (report.clone(), side.clone()).prop_map(|(a, b)| Step::Withdraw(a, b)),
        (report.clone(), report.clone(), side.clone()).prop_map(|(a, b, c)| Step::Link(a, b, c)),
        (report, side).prop_map(|(a, b)| Step::Unlink(a, b)),
    ]
}

#[derive(Default)]
struct Record {
    memory: Memory,
    reports: BTreeMap<String, Transaction>,
}

impl Record {
    /// What is refused leaves everything as it was.
    fn take(&mut self, step: Step) {
        let (partnership_id, reason) = (TOGETHER.to_owned(), "Because".to_owned());
        match step {
            Step::Report(report, side, amount_minor, currency) => {
                let transaction_id = id(report);
                let currency = CURRENCIES[currency].to_owned();
                let command = RecordTransaction { transaction_id, amount_minor, currency, ..record() };
                self.decide(report, side, command, parties());
            }
            Step::Confirm(report, side) => {
                let command = ConfirmTransaction { transaction_id: id(report), ..confirm() };
                self.decide(report, side, command, ());
            }
            Step::Dispute(report, side, received_minor) => {
                let transaction_id = id(report);
                let known = reports(self.memory.funds.of(TOGETHER), &transaction_id);
                let command =
                    DisputeTransaction { partnership_id, transaction_id, received_minor, reason, ..Default::default() };
                self.decide(report, side, command, known);
            }
            Step::Withdraw(report, side) => {
                let transaction_id = id(report);
                let known = reports(self.memory.funds.of(TOGETHER), &transaction_id);
                let command = WithdrawTransaction { partnership_id, transaction_id, reason, ..Default::default() };
                self.decide(report, side, command, known);
            }
            Step::Link(report, kept, side) => {
                let (transaction_id, same_as) = (id(report), id(kept));
                let known = pair(self.memory.funds.of(TOGETHER), &transaction_id, &same_as);
                let command = LinkTransaction { partnership_id, transaction_id, same_as, ..Default::default() };
                self.decide(report, side, command, known);
            }
            Step::Unlink(report, side) => {
                let transaction_id = id(report);
                let command = UnlinkTransaction { partnership_id, transaction_id, reason, ..Default::default() };
                self.decide(report, side, command, ());
            }
        }
    }

    fn decide<C>(&mut self, report: usize, side: usize, command: C, known: <Transaction as Decide<C>>::Known)
    where
        Transaction: Decide<C> + Aggregate<Event = Event, Rejection = Rejection>,
    {
        let context = Context { partner: SIDES[side].into(), ..context() };
        let transaction = self.reports.entry(id(report)).or_default();
        for event in transaction.decide(&command, &known, &context).unwrap_or_default() {
            transaction.evolve(&event, "");
            hear(&mut self.memory, event);
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let Some(ours) = self.memory.funds.of(TOGETHER) else { return Ok(()) };
        let said = said(&ours.books, ("", ""), None, Code::of("GBP").unwrap(), None);
        let lines = ledger(GetLedger::default(), said).lines;
        for currency in CURRENCIES {
            let of = |figure: fn(&LedgerLine) -> i64| -> i64 {
                lines.iter().filter(|it| it.currency == currency).map(figure).sum()
            };
            prop_assert_eq!(of(|it| it.given_minor), of(|it| it.received_minor), "what is given is received");
            let counted = [of(|it| it.given_minor), of(|it| it.unconfirmed_minor), of(|it| it.disputed_minor)];
            prop_assert_eq!(counted, self.expected(currency)?, "{}", currency);
        }
        Ok(())
    }

    /// Confirmed, open and disputed, by what the reports themselves say: without the books.
    fn expected(&self, currency: &str) -> Result<[i64; 3], TestCaseError> {
        let mut sums = [0; 3];
        for (id, transaction) in &self.reports {
            let Transaction::Recorded(it) = transaction else { continue };
            let linked = self.reports.values().filter_map(|other| match other {
                Transaction::Recorded(other) => other.linked.as_ref().filter(|link| link.same_as == *id),
                Transaction::Unrecorded => None,
            });
            let links: Vec<_> = linked.collect();
            let state = it.state();
            if matches!(state, TransactionState::Linked | TransactionState::Withdrawn) {
                prop_assert!(links.is_empty(), "nothing is linked to what does not count");
            }
            let is_confirmed = state == TransactionState::Confirmed || links.iter().any(|it| it.confirms);
            let place = match state {
                TransactionState::Linked | TransactionState::Withdrawn => continue,
                _ if is_confirmed => 0,
                TransactionState::Recorded => 1,
                TransactionState::Disputed => 2,
                other => return Err(TestCaseError::fail(format!("{other:?} is no state of what is recorded here"))),
            };
            if it.report.currency == currency {
                sums[place] += it.report.amount_minor;
            }
        }
        Ok(sums)
    }
}

fn id(report: usize) -> String {
    format!("01900000-0000-7000-8000-0000000007{report:02}")
}
