//! Voice: who puts forward, speaks and gets through what, beside what each gives.

use contract::common::{Figure, Measure};
use kernel::measures::gini_basis_points;
use runtime::measuring::figures::{coefficient, counted, missing, percent, share};

use super::{Around, of, whole};
use crate::memory::tallies::voice::{Counts, Quarter, Voice};

/// Below so many a voice their inequality says nothing.
const EVENTS_A_VOICE_MIN: u64 = 5;
/// Below so many decisions nobody's part in them is an alarm.
const DECISIONS_MIN: u32 = 5;
const BASIS_POINTS: i128 = 10_000;

/// What the affiliates that share a voice did together.
type Spoken<'v> = (&'v [String], Counts);

pub(super) fn figures(voice: &Voice, around: &Around) -> Vec<Figure> {
    let spoken: Vec<Spoken<'_>> = around.voices.iter().map(|ids| (ids.as_slice(), together(voice, ids))).collect();
    let mut figures =
        put_forward(voice, &spoken, |it| it.proposals, Measure::ProposalsMade, Measure::ProposalsInequality);
    figures.extend(put_forward(voice, &spoken, |it| it.agenda_items, Measure::AgendaItems, Measure::AgendaInequality));
    figures.extend(turnout(voice, &spoken));
    let why = "nobody has objected to anything that was decided";
    figures.push(share(Measure::ObjectionsSustained, voice.sustained, voice.objections, why));
    figures.extend(wanted_more(voice, around));
    figures.extend(alarms(&voice.quarter, around));
    figures.extend(funds(voice, &spoken));
    let reserved = Figure { measure: Measure::ReservedMatters.into(), ..Default::default() };
    figures.push(Figure { count: Some(whole(around.reserved_matters)), ..reserved });
    figures
}

fn together(voice: &Voice, partner_ids: &[String]) -> Counts {
    let each = partner_ids.iter().filter_map(|it| voice.partners.get(it));
    each.fold(Counts::default(), |all, it| Counts {
        proposals: all.proposals + it.proposals,
        agenda_items: all.agenda_items + it.agenda_items,
        could_speak: all.could_speak + it.could_speak,
        spoke: all.spoke + it.spoke,
        given_minor: all.given_minor.saturating_add(it.given_minor),
        gifts: all.gifts + it.gifts,
    })
}

/// Of all, also by those that have left; inequality among those that are here.
fn put_forward(
    voice: &Voice,
    spoken: &[Spoken<'_>],
    count: fn(&Counts) -> u32,
    each: Measure,
    inequality: Measure,
) -> Vec<Figure> {
    let all: u32 = voice.partners.values().map(count).sum();
    let here: Vec<u64> = spoken.iter().map(|(_, it)| count(it).into()).collect();
    let events: u64 = here.iter().sum();
    let is_enough = here.len() as u64 * EVENTS_A_VOICE_MIN <= events;
    let gini = if is_enough { gini_basis_points(&here) } else { None };
    let gini = match gini {
        Some(it) => coefficient(inequality, it.into()),
        None if here.len() < 2 => missing(inequality, "it takes two voices"),
        None => missing(inequality, "fewer than 5 a voice: the counts say more"),
    };
    let gini = Figure { count: Some(u32::try_from(events).unwrap_or(u32::MAX)), of: Some(whole(here.len())), ..gini };
    let each = spoken.iter().map(|(ids, it)| of(ids, counted(each, count(it), all)));
    [gini].into_iter().chain(each).collect()
}

fn turnout(voice: &Voice, spoken: &[Spoken<'_>]) -> Vec<Figure> {
    let (spoke, could) =
        voice.partners.values().fold((0, 0), |(spoke, could), it| (spoke + it.spoke, could + it.could_speak));
    let all = share(Measure::Turnout, spoke, could, "nothing was decided");
    let why = "nothing was decided since it is a member";
    let each = spoken.iter().map(|(ids, it)| of(ids, share(Measure::Turnout, it.spoke, it.could_speak, why)));
    [all].into_iter().chain(each).collect()
}

/// The gap between the part a member had in a decision and the part it wanted.
fn wanted_more(voice: &Voice, around: &Around) -> Vec<Figure> {
    let why = "nobody has rated its part in one of the last decisions";
    let said = |is_its: &dyn Fn(&str) -> bool| {
        let ratings: Vec<bool> = voice.ratings().filter(|(it, _)| is_its(it)).map(|(_, wanted)| wanted).collect();
        let wanted = whole(ratings.iter().filter(|it| **it).count());
        share(Measure::WantedMore, wanted, whole(ratings.len()), why)
    };
    let each = around.voices.iter().map(|ids| of(ids, said(&|it| ids.iter().any(|id| id == it))));
    [said(&|_| true)].into_iter().chain(each).collect()
}

/// Of the last quarter in which something was decided.
fn alarms(quarter: &Quarter, around: &Around) -> [Figure; 2] {
    let why = "nothing was decided";
    let is_alarming = |count: u32| DECISIONS_MIN <= quarter.decided && quarter.decided < 2 * count;
    let figure = |measure, count| Figure {
        split: quarter.name.clone(),
        alarm: is_alarming(count),
        ..share(measure, count, quarter.decided, why)
    };
    // Also of one that has left since: it speaks for itself then.
    let mut by_voice: Vec<(Vec<String>, u32)> = around.voices.iter().map(|ids| (ids.clone(), 0)).collect();
    for (partner_id, count) in &quarter.proposed_by {
        match by_voice.iter_mut().find(|(ids, _)| ids.contains(partner_id)) {
            Some((_, all)) => *all += count,
            None => by_voice.push((vec![partner_id.clone()], *count)),
        }
    }
    let most = by_voice.into_iter().filter(|(_, count)| 0 < *count).max_by_key(|(_, count)| *count);
    let (who, count) = most.unwrap_or_default();
    [
        Figure { partner_ids: who, ..figure(Measure::ProposedByOne, count) },
        figure(Measure::DecidedByOne, quarter.decided_by_one),
    ]
}

/// Shares of what all gave, also those that have left.
fn funds(voice: &Voice, spoken: &[Spoken<'_>]) -> Vec<Figure> {
    let all: i128 = voice.partners.values().map(|it| i128::from(it.given_minor)).sum();
    let figure = |ids: &[String], it: &Counts| {
        let figure = match (2 * i128::from(it.given_minor) * BASIS_POINTS + all).checked_div(2 * all) {
            Some(share) => percent(Measure::FundsGiven, i64::try_from(share).unwrap_or(i64::MAX)),
            None => missing(Measure::FundsGiven, "no gift of funds in the partnership's currency is confirmed"),
        };
        of(ids, Figure { count: Some(it.gifts), of: Some(voice.gifts), ..figure })
    };
    match all {
        0 => vec![figure(&[], &Counts::default())],
        _ => spoken.iter().map(|(ids, it)| figure(ids, it)).collect(),
    }
}
