//! Exchange rates as they are listed: by table, currency and time.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{Event as Heard, GetRate, ListRates, Rate, RateFound, RatePeriod, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

use crate::figures::{Code, Tables, first_day};

pub(super) struct Rates;

impl View for Rates {
    fn name(&self) -> &'static str {
        super::RATES
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Resources(Heard { kind: Some(Event::RatesLoaded(it)) })) = &fact.fact {
            for rate in &it.rates {
                fold.put(key(&[&it.table, &rate.currency, &rate.date]), rate.clone());
            }
        }
    }
}

pub fn prefix(question: &ListRates) -> Vec<u8> {
    match question.currency.as_str() {
        "" => key(&[&question.table]),
        currency => key(&[&question.table, currency]),
    }
}

/// Dates of one form compare as text.
pub fn is_asked_for(question: &ListRates, it: &Rate) -> bool {
    question.from <= it.date && (question.until.is_empty() || it.date <= question.until)
}

/// That of the day's own period; none: there is no such.
pub fn found(tables: &Tables, question: &GetRate) -> Option<RateFound> {
    let (name, table) = tables.table(&question.table)?;
    let day = question.date.parse().ok()?;
    let rate = table.rate(Code::of(&question.currency)?, day)?;
    let period: RatePeriod = table.period();
    Some(RateFound {
        as_of: vec![],
        table: name.to_owned(),
        period: period.into(),
        base: table.base.clone(),
        rate: Some(Rate {
            date: first_day(period, day).to_string(),
            currency: question.currency.clone(),
            rate: rate.to_string(),
        }),
    })
}
