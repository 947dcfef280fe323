//! How each partnership is doing: what every service has measured of it, put together day by day.

mod heard;
mod labels;

use contract::{
    common::{Figure, Measure, Standing},
    evaluation::{GetScorecard, ListScorecards, Part, Scorecard, ScorecardPart},
    log::Envelope,
};
use jiff::civil::Date;
use runtime::{
    keys::Reader,
    views::{Fold, View, key},
};

use heard::Heard;

/// A day has room for so many.
const REVIEWS_MAX: usize = 10;
/// Days of eight digits: the greatest stands before all.
const LAST_DAY: i64 = 99_999_999;

pub(super) struct Scorecards;

impl View for Scorecards {
    fn name(&self) -> &'static str {
        super::SCORECARDS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(heard) = heard::heard(fact) {
            measured(heard, fold);
        }
    }
}

/// Under the day on which something was measured stands all that was measured by its end. What is heard only after a later
/// day was measured stands under that one, with its own day beside it.
fn measured(it: Heard, fold: &mut Fold<'_>) {
    // No partnership has these prefixes.
    let (latest, before) = (key(&["latest", &it.partnership_id]), key(&["before", &it.partnership_id]));
    let mut scorecard: Scorecard = fold.get(latest.clone()).unwrap_or_else(|| empty(&it.partnership_id));
    if scorecard.measured_on < it.measured_on {
        fold.put(before.clone(), scorecard.clone());
        scorecard.review_ids.clear();
        scorecard.measured_on.clone_from(&it.measured_on);
    }
    let previous: Scorecard = fold.get(before).unwrap_or_default();
    add(&mut scorecard, it);
    compare(&mut scorecard, &previous);
    let place = place_of(&scorecard.partnership_id, &scorecard.measured_on);
    // Anew, so that it came to be with what it says last: who has left by then does not read it.
    fold.remove(place.clone());
    fold.put(place, scorecard.clone());
    fold.put(latest, scorecard);
}

fn add(scorecard: &mut Scorecard, it: Heard) {
    let Heard { partnership_id: _, measured_on, review_id, members, part: of, service, figures } = it;
    if !review_id.is_empty() && !scorecard.review_ids.contains(&review_id) && scorecard.review_ids.len() < REVIEWS_MAX {
        scorecard.review_ids.push(review_id);
    }
    if !members.is_empty() {
        scorecard.member_partner_ids = members;
    }
    let Some(part) = scorecard.parts.iter_mut().find(|it| it.part() == of) else { return };
    if part.figures.iter().any(|it| it.measured_by == service && measured_on < it.measured_on) {
        return;
    }
    part.figures.retain(|it| it.measured_by != service);
    part.figures.extend(figures.into_iter().map(|mut figure| {
        figure.measured_on.clone_from(&measured_on);
        figure.measured_by = service.to_owned();
        figure
    }));
    part.figures.sort_by_key(|it| (it.measure, !it.partner_ids.is_empty()));
    part.measured_on = part.figures.iter().map(|it| it.measured_on.clone()).max().unwrap_or(measured_on);
    part.alarms = u32::try_from(part.figures.iter().filter(|it| it.alarm).count()).unwrap_or(u32::MAX);
    part.not_measurable.clear();
}

/// Before the first day, nobody joined and nobody went.
fn compare(scorecard: &mut Scorecard, previous: &Scorecard) {
    if previous.member_partner_ids.is_empty() {
        return;
    }
    let missing = |of: &[String], from: &[String]| of.iter().filter(|it| !from.contains(it)).cloned().collect();
    scorecard.joined_partner_ids = missing(&scorecard.member_partner_ids, &previous.member_partner_ids);
    scorecard.gone_partner_ids = missing(&previous.member_partner_ids, &scorecard.member_partner_ids);
}

/// Where nothing was measured, every part says so.
fn empty(partnership_id: &str) -> Scorecard {
    let part = |(part, title, why): &(Part, &str, &str)| ScorecardPart {
        part: (*part).into(),
        title: (*title).to_owned(),
        not_measurable: (*why).to_owned(),
        ..Default::default()
    };
    let parts = labels::PARTS.iter().map(part).collect();
    Scorecard { partnership_id: partnership_id.to_owned(), parts, ..Default::default() }
}

/// The newest first.
pub fn place_of(partnership_id: &str, day: &str) -> Vec<u8> {
    key(&[partnership_id, &format!("{:08}", LAST_DAY - number(day))])
}

/// Where the answer stands, or would stand: the newest of that day or before.
pub fn asked_from(question: &GetScorecard) -> Vec<u8> {
    match question.on.as_str() {
        "" => key(&[&question.partnership_id]),
        on => place_of(&question.partnership_id, on),
    }
}

/// 2026-01-15: 20260115
fn number(day: &str) -> i64 {
    let day = day.parse::<Date>().unwrap_or(Date::ZERO);
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

pub fn answer(question: &GetScorecard, found: Option<Scorecard>, reader: &Reader) -> Scorecard {
    let mut scorecard = found.unwrap_or_else(|| empty(&question.partnership_id));
    show(&mut scorecard, reader);
    scorecard
}

/// Names each figure, which the view spares: there are many. Who said what in a feedback round is for the members, as the
/// round itself is; what partners say of each other is for those that stand in the partnership.
pub fn show(scorecard: &mut Scorecard, reader: &Reader) {
    for figure in scorecard.parts.iter_mut().flat_map(|it| &mut it.figures) {
        figure.label = labels::label(figure.measure()).to_owned();
        figure.section = labels::section(figure.measure()).to_owned();
    }
    let figures = scorecard.parts.iter_mut().flat_map(|it| &mut it.figures);
    match reader.stands() {
        Standing::Member | Standing::Former => (),
        Standing::Unspecified => figures.filter(|it| is_among_partners(it.measure())).for_each(withhold),
        _ => figures.filter(|it| names_a_rater(it.measure())).for_each(|it| it.partner_ids.clear()),
    }
}

fn names_a_rater(measure: Measure) -> bool {
    matches!(measure, Measure::ReliabilityLowest | Measure::RespectLowest)
}

fn is_among_partners(measure: Measure) -> bool {
    names_a_rater(measure)
        || matches!(
            measure,
            Measure::Reliability
                | Measure::Respect
                | Measure::ConcernsResolved
                | Measure::ConcernsOpen
                | Measure::TimeToAcknowledge
                | Measure::TimeToAnswer
                | Measure::Unanswered
        )
}

fn withhold(figure: &mut Figure) {
    (figure.value, figure.count, figure.of) = (None, None, None);
    figure.partner_ids.clear();
    figure.not_measurable = "this is for those that stand in the partnership".to_owned();
}

/// Dates of one form compare as text.
pub fn is_asked_for(question: &ListScorecards, it: &Scorecard) -> bool {
    question.from <= it.measured_on && (question.until.is_empty() || it.measured_on <= question.until)
}

/// Leaves of each the part that is asked for.
pub fn page(part: Part, mut scorecards: Vec<Scorecard>) -> Vec<Scorecard> {
    if part != Part::Unspecified {
        scorecards.iter_mut().for_each(|it| it.parts.retain(|it| it.part() == part));
    }
    scorecards
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_day_stands_first_and_a_day_finds_the_newest_by_then() {
        let place = |day: &str| place_of("p", day);
        assert!(place("2026-02-01") < place("2026-01-31") && place("2026-01-31") < place("2025-12-31"));
        let asked =
            |on: &str| asked_from(&GetScorecard { partnership_id: "p".into(), on: on.into(), ..Default::default() });
        assert!(place("2026-02-01") < asked("2026-01-31") && asked("2026-01-31") <= place("2026-01-31"));
        assert!(asked("") < place("9999-12-31"));
    }

    #[test]
    fn what_a_service_measures_replaces_what_it_measured_before_and_nothing_else() {
        let mut scorecard = empty("p");
        add(&mut scorecard, heard("2026-01-15", Part::Trust, "partners", &[Measure::Respect, Measure::ConcernsOpen]));
        add(&mut scorecard, heard("2026-01-15", Part::Trust, "goals", &[Measure::KeptByFirstDay]));
        add(&mut scorecard, heard("2026-01-16", Part::Trust, "partners", &[Measure::Respect]));
        // Heard late.
        add(&mut scorecard, heard("2026-01-14", Part::Trust, "goals", &[Measure::UndertakingsOverdue]));
        let trust = scorecard.parts.iter().find(|it| it.part() == Part::Trust).unwrap();
        let figures: Vec<_> = trust.figures.iter().map(|it| (it.measure(), it.measured_on.as_str())).collect();
        assert_eq!(figures, [(Measure::Respect, "2026-01-16"), (Measure::KeptByFirstDay, "2026-01-15")]);
        assert_eq!((trust.measured_on.as_str(), trust.not_measurable.as_str()), ("2026-01-16", ""));
        let others = scorecard.parts.iter().filter(|it| it.part() != Part::Trust);
        assert!(others.clone().all(|it| !it.not_measurable.is_empty()) && others.count() == 7);
    }

    #[test]
    fn who_joined_and_who_is_gone_since_the_day_before_is_marked() {
        let of = |members: &[&str]| Scorecard {
            member_partner_ids: members.iter().map(|it| (*it).to_owned()).collect(),
            ..Default::default()
        };
        let mut first = of(&["a", "b"]);
        compare(&mut first, &Scorecard::default());
        assert_eq!((first.joined_partner_ids, first.gone_partner_ids), (vec![], vec![]));
        let mut next = of(&["b", "c"]);
        compare(&mut next, &of(&["a", "b"]));
        assert_eq!((next.joined_partner_ids, next.gone_partner_ids), (vec!["c".to_owned()], vec!["a".to_owned()]));
    }

    fn heard(measured_on: &str, part: Part, service: &'static str, measures: &[Measure]) -> Heard {
        let figure = |it: &Measure| Figure { measure: (*it).into(), ..Default::default() };
        Heard {
            partnership_id: "p".into(),
            measured_on: measured_on.into(),
            review_id: String::new(),
            members: vec![],
            part,
            service,
            figures: measures.iter().map(figure).collect(),
        }
    }
}
