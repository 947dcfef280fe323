//! How undertakings were kept: by the day promised at first, and by the day agreed last; counts beside every ratio.

use std::collections::{BTreeMap, HashMap};

use contract::goals::{
    GetUndertakingSummary, PartnerUndertakings, UndertakingFigures, UndertakingState, UndertakingSummary,
    UndertakingsKept,
};
use jiff::civil::Date;

use super::figures::{Counted, Membership, Row, Side};

const BASIS_POINTS: u64 = 10_000;

/// By when something was to be done.
type Day = fn(&Counted) -> &String;

pub fn summary(question: &GetUndertakingSummary, rows: Vec<Row>, today: Date) -> UndertakingSummary {
    let today = today.to_string();
    let memberships = rows.iter().filter_map(|it| it.membership.as_ref());
    let members: HashMap<&str, &Membership> = memberships.map(|it| (it.partner_id.as_str(), it)).collect();
    let mut all = UndertakingFigures::default();
    let mut partners = BTreeMap::<String, PartnerUndertakings>::new();
    for counted in rows.iter().filter_map(|it| it.counted.as_ref()) {
        state(&mut all, counted, &today);
        due(&mut all, counted, &today, &|_| true);
        for side in sides(counted) {
            let figures = partners.entry(side.to_owned()).or_default();
            each(figures, counted, &today, side, &members);
        }
    }
    finish(&mut all);
    UndertakingSummary {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        counted_on: today,
        all: Some(all),
        partners: partners.into_iter().map(|(partner_id, it)| finished(partner_id, it, &members)).collect(),
    }
}

/// Everybody whose it is or was, once each.
fn sides(counted: &Counted) -> Vec<&str> {
    let sides = counted.givers.iter().chain(&counted.receivers);
    let mut sides: Vec<_> = sides.map(|it| it.partner_id.as_str()).filter(|it| !it.is_empty()).collect();
    sides.sort_unstable();
    sides.dedup();
    sides
}

fn each(
    figures: &mut PartnerUndertakings,
    counted: &Counted,
    today: &str,
    partner_id: &str,
    members: &HashMap<&str, &Membership>,
) {
    let PartnerUndertakings { partner_id: _, given, received, has_left: _ } = figures;
    let was_member = |day: &str| members.get(partner_id).is_some_and(|it| belonged(it, day));
    for (figures, sides) in [(given, &counted.givers), (received, &counted.receivers)] {
        let figures = figures.get_or_insert_default();
        if sides.last().is_some_and(|it| it.partner_id == partner_id) {
            state(figures, counted, today);
        }
        due(figures, counted, today, &|day| on(sides, day) == Some(partner_id) && was_member(day));
    }
}

fn state(figures: &mut UndertakingFigures, counted: &Counted, today: &str) {
    match counted.state() {
        UndertakingState::Open | UndertakingState::Unspecified => {
            figures.open += 1;
            figures.overdue += u32::from(counted.due_on.as_str() < today);
        }
        UndertakingState::Fulfilled => figures.fulfilled += 1,
        UndertakingState::Confirmed => figures.confirmed += 1,
        UndertakingState::Released => figures.released += 1,
    }
}

/// Counts it by each of its two days, if it fell due then, and was that partner's.
fn due(figures: &mut UndertakingFigures, counted: &Counted, today: &str, is_its: &dyn Fn(&str) -> bool) {
    let (first, agreed): (Day, Day) = (|it| &it.first_due_on, |it| &it.due_on);
    let UndertakingFigures { by_first, by_agreed, .. } = figures;
    for (kept, day) in [(by_first, first(counted)), (by_agreed, agreed(counted))] {
        let kept = kept.get_or_insert_default();
        if !fell_due(counted, day, today) || !is_its(day) {
            continue;
        }
        kept.due += 1;
        kept.waiting += u32::from(counted.state() == UndertakingState::Fulfilled);
        let is_confirmed = counted.state() == UndertakingState::Confirmed;
        kept.kept += u32::from(is_confirmed && counted.fulfilled_on <= *day);
    }
}

/// Its day is over. What was released on that day or before was not owed any more when it was; what was released while
/// it waited to be confirmed, nobody has judged. Dates of one form compare as text.
fn fell_due(counted: &Counted, day: &String, today: &str) -> bool {
    let is_off = counted.state() == UndertakingState::Released
        && (counted.released_on <= *day || !counted.fulfilled_on.is_empty());
    day.as_str() < today && !is_off
}

/// Whose it was on a day.
fn on<'s>(sides: &'s [Side], day: &str) -> Option<&'s str> {
    let then = sides.iter().rev().find(|it| it.since.as_str() <= day);
    then.or(sides.first()).map(|it| it.partner_id.as_str())
}

/// On the day that it leaves, a partner is no member any more when the day is over.
fn belonged(membership: &Membership, day: &str) -> bool {
    let was = |from: &str, until: &str| from <= day && (until.is_empty() || day < until);
    membership.spans.iter().any(|it| was(&it.from, &it.until))
}

fn finished(partner_id: String, it: PartnerUndertakings, members: &HashMap<&str, &Membership>) -> PartnerUndertakings {
    let PartnerUndertakings { partner_id: _, given, received, has_left: _ } = it;
    let last = members.get(partner_id.as_str()).and_then(|it| it.spans.last());
    let has_left = last.is_some_and(|it| !it.until.is_empty());
    let finished = |figures: Option<UndertakingFigures>| {
        let mut figures = figures.unwrap_or_default();
        finish(&mut figures);
        Some(figures)
    };
    PartnerUndertakings { partner_id, given: finished(given), received: finished(received), has_left }
}

fn finish(figures: &mut UndertakingFigures) {
    for kept in [&mut figures.by_first, &mut figures.by_agreed] {
        let kept = kept.get_or_insert_default();
        kept.kept_basis_points = share(kept);
    }
}

/// Of none there is no share.
fn share(kept: &UndertakingsKept) -> Option<u32> {
    let judged = u64::from(kept.due.saturating_sub(kept.waiting));
    let share = (u64::from(kept.kept) * BASIS_POINTS).checked_div(judged)?;
    u32::try_from(share).ok()
}

impl Counted {
    fn state(&self) -> UndertakingState {
        UndertakingState::try_from(self.state).unwrap_or_default()
    }
}
