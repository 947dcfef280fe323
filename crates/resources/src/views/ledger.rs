//! What each partner promised, gave, received and spent, a line a currency: never converted, never added up.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{Event as Heard, GetLedger, Ledger, LedgerLine},
};
use runtime::views::{Fold, View, key};

use super::figures::{Entry, entries};

pub(super) struct Lines;

impl View for Lines {
    fn name(&self) -> &'static str {
        super::LEDGER
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        for Entry { partner_id, currency, change } in entries(event) {
            let place = key(&[&fact.partnership, &partner_id, &currency]);
            fold.upsert(place, |line: &mut LedgerLine| {
                line.partner_id = partner_id;
                line.currency = currency;
                change.apply(line);
            });
        }
    }
}

pub fn ledger(question: &GetLedger, lines: Vec<LedgerLine>) -> Ledger {
    let is_asked_for = |it: &LedgerLine| question.partner_id.is_empty() || it.partner_id == question.partner_id;
    Ledger {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        lines: lines.into_iter().filter(is_asked_for).collect(),
    }
}
