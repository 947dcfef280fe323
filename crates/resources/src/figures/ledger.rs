//! The ledger: what each partner promised, gave, received, lent and spent, in each currency, and converted.

use std::collections::BTreeMap;

use contract::resources::{GetLedger, Ledger, LedgerGrouping, LedgerLine, ResourceKind};
use jiff::{Timestamp, civil::Date};
use kernel::money::ABOVE_PLACES;

use super::{
    books::Books,
    entry::{Code, Id, Meaning, State, Value},
    rates::{Converter, Missing, Table},
};

const DIFFERENCE_PLACES: u32 = 8;

/// One transfer as it is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    pub kind: ResourceKind,
    pub meaning: Meaning,
    pub giver: Id,
    pub receiver: Id,
    /// Of a promise, what is outstanding.
    pub value: Option<Value>,
    pub date: Date,
    pub standing: State,
    pub own_funds: bool,
}

/// What a ledger is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub transfers: Vec<Counted>,
    pub converter: Converter,
}

/// Takes out what was reported until a time, within the days asked for, with the rates that it needs.
pub fn said(
    books: &Books,
    (from, until): (&str, &str),
    reader_left: Option<Timestamp>,
    currency: Code,
    table: Option<(&str, &Table)>,
) -> Said {
    let (from, until): (Option<Date>, Option<Date>) = (from.parse().ok(), until.parse().ok());
    let is_within = |it: Date| from.is_none_or(|from| from <= it) && until.is_none_or(|until| it <= until);
    let was_there = |at: i64| reader_left.is_none_or(|left| at <= left.as_second());
    let counted = books.counted().filter(|(_, it)| is_within(it.value_date) && was_there(it.reported_at));
    let transfers: Vec<Counted> = counted
        .map(|(id, it)| Counted {
            kind: it.kind(),
            meaning: it.meaning,
            giver: it.giver,
            receiver: it.receiver,
            value: match it.meaning {
                Meaning::Promise if it.state != State::AsPublished => {
                    it.value.map(|value| Value { minor: books.outstanding(id), ..value })
                }
                _ => it.value,
            },
            date: it.value_date,
            standing: it.standing(),
            own_funds: it.own_funds,
        })
        .collect();
    let values = transfers.iter().filter_map(|it| Some((it.value?.currency, it.date)));
    let converter = Converter::new(currency, table, values);
    Said { transfers, converter }
}

pub fn ledger(question: GetLedger, said: Said) -> Ledger {
    let Said { transfers, converter } = said;
    let (mut lines, mut converted) = (Lines::default(), Lines::default());
    let (mut missing, mut above) = (Missing::default(), 0_i128);
    let asked = Id::of(&question.partner_id);
    let kind = question.kind();
    for it in transfers.iter().filter(|it| kind == ResourceKind::Unspecified || it.kind == kind) {
        if it.meaning == Meaning::Exchange && it.standing != State::AsPublished {
            continue;
        }
        let period = period(question.grouping(), it.date);
        let is_asked_for = |partner: Id| asked.is_none() || partner == asked;
        if ![it.giver, it.receiver].into_iter().any(is_asked_for) {
            continue;
        }
        let own = it.value.map_or(String::new(), |it| it.currency.as_str().to_owned());
        lines.add(it, it.value.map_or(0, |it| it.minor), &own, &period, is_asked_for);
        let to = converter.to().as_str().to_owned();
        match it.value.map(|value| (value, converter.convert(value, it.date))) {
            None => converted.add(it, 0, &to, &period, is_asked_for),
            Some((_, Some(sum))) => {
                converted.add(it, sum.minor, &to, &period, is_asked_for);
                above += sum.above;
            }
            Some((value, None)) => missing.note(&converter, value, it.date),
        }
    }
    Ledger {
        as_of: vec![],
        partnership_id: question.partnership_id,
        lines: lines.said(),
        currency: converter.to().as_str().to_owned(),
        rate_table: converter.table,
        converted: converted.said(),
        unconverted: missing.said(),
        rounding_difference: difference(above),
    }
}

/// By partner, kind, period and currency.
#[derive(Default)]
struct Lines(BTreeMap<(Id, i32, String, String), LedgerLine>);

impl Lines {
    fn add(&mut self, it: &Counted, minor: i64, currency: &str, period: &str, is_asked_for: impl Fn(Id) -> bool) {
        let mut of = |partner: Id, change: &dyn Fn(&mut LedgerLine)| {
            if is_asked_for(partner) {
                let place = (partner, it.kind.into(), period.to_owned(), currency.to_owned());
                change(self.0.entry(place).or_default());
            }
        };
        match it.standing {
            State::AsPublished => of(it.giver, &|line| {
                plus(&mut line.as_published_minor, minor);
                line.as_published_count += 1;
            }),
            State::Disputed => of(it.giver, &|line| plus(&mut line.disputed_minor, minor)),
            State::Withdrawn => (),
            State::Recorded | State::Confirmed => agreed(it, minor, &mut of),
        }
    }

    fn said(self) -> Vec<LedgerLine> {
        let said = |((partner, kind, period, currency), line): ((Id, i32, String, String), LedgerLine)| LedgerLine {
            partner_id: partner.to_string(),
            kind,
            period,
            currency,
            net_minor: line.given_minor.saturating_sub(line.received_minor),
            ..line
        };
        self.0.into_iter().map(said).collect()
    }
}

/// Promises, spending and guarantees are what their giver says; what moves between two counts once it is confirmed.
fn agreed(it: &Counted, minor: i64, of: &mut impl FnMut(Id, &dyn Fn(&mut LedgerLine))) {
    let (giver, receiver) = (it.giver, it.receiver);
    match it.meaning {
        Meaning::Promise => of(giver, &|line| plus(&mut line.promised_minor, minor)),
        Meaning::Guarantee => of(giver, &|line| plus(&mut line.guaranteed_minor, minor)),
        Meaning::Spending => of(giver, &|line| {
            plus(&mut line.spent_minor, minor);
            plus(&mut line.own_funds_minor, if it.own_funds { minor } else { 0 });
        }),
        Meaning::Exchange => (),
        _ if it.standing == State::Recorded => of(giver, &|line| plus(&mut line.unconfirmed_minor, minor)),
        Meaning::Gift => {
            of(giver, &|line| {
                plus(&mut line.given_minor, minor);
                line.given_count += 1;
            });
            of(receiver, &|line| {
                plus(&mut line.received_minor, minor);
                line.received_count += 1;
            });
        }
        Meaning::Loan => {
            of(giver, &|line| plus(&mut line.lent_minor, minor));
            of(receiver, &|line| plus(&mut line.borrowed_minor, minor));
        }
        Meaning::Repayment => {
            of(giver, &|line| plus(&mut line.repaid_minor, minor));
            of(receiver, &|line| plus(&mut line.repaid_to_minor, minor));
        }
        Meaning::Interest => of(giver, &|line| plus(&mut line.interest_minor, minor)),
    }
}

/// Sums stay at the greatest number there is rather than turn negative: nine thousand times the largest amount.
fn plus(figure: &mut i64, amount: i64) {
    *figure = figure.saturating_add(amount);
}

fn period(grouping: LedgerGrouping, date: Date) -> String {
    match grouping {
        LedgerGrouping::Unspecified => String::new(),
        LedgerGrouping::Year => date.strftime("%Y").to_string(),
        LedgerGrouping::Month => date.strftime("%Y-%m").to_string(),
    }
}

/// In minor units, to eight places, half away from zero, without zeros at the end.
fn difference(above: i128) -> String {
    let unit = 10_i128.pow(ABOVE_PLACES - DIFFERENCE_PLACES);
    let rounded = (above.abs() + unit / 2) / unit;
    let (whole, part) = (rounded / 10_i128.pow(DIFFERENCE_PLACES), rounded % 10_i128.pow(DIFFERENCE_PLACES));
    let text = format!("{whole}.{part:0width$}", width = DIFFERENCE_PLACES as usize);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if above < 0 && rounded != 0 { format!("-{text}") } else { text.to_owned() }
}
