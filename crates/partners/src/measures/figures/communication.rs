//! Communication: check-ins, meetings and reviews of those due, attendance, and how soon concerns are answered.

use contract::common::{Figure, Measure, Unit};
use jiff::{Timestamp, civil::Date};
use kernel::measures::median_hundredths;
use runtime::measuring::figures::{missing, share, valued};

use super::{Around, of, whole};
use crate::memory::tallies::{
    Tally,
    concerns::{Concerns, Times, hours},
    talk::{Part, Talk},
};

const MONTHS_A_YEAR: i32 = 12;

pub(super) fn figures(tally: &Tally, around: &Around) -> Vec<Figure> {
    let meetings = tally.talk.meetings(around.now);
    let mut figures = vec![
        part(Measure::Meetings, meetings, "no meeting was to be held yet"),
        reviews(tally, around),
        time(Measure::TimeToAcknowledge, &tally.concerns.acknowledged, "no concern was acknowledged"),
        time(Measure::TimeToAnswer, &tally.concerns.answered, "no concern was answered"),
        unanswered(&tally.concerns, around.now),
    ];
    figures.extend(by_voice(&tally.talk, around));
    figures
}

/// Of all that are or were members, and voice by voice.
fn by_voice(talk: &Talk, around: &Around) -> Vec<Figure> {
    let add = |(one, other): (Part, Part), (a, b): (Part, Part)| {
        let sum = |a: Part, b: Part| Part { count: a.count + b.count, of: a.of + b.of };
        (sum(one, a), sum(other, b))
    };
    let sum = |ids: &mut dyn Iterator<Item = &String>| {
        ids.map(|it| talk.of(it, &around.today)).fold((Part::default(), Part::default()), add)
    };
    let said = |ids: &[String], (check_ins, attendance): (Part, Part)| {
        let check_ins = part(Measure::CheckIns, check_ins, "no check-in was due yet");
        let attendance = part(Measure::Attendance, attendance, "no meeting was held yet");
        [of(ids, check_ins), of(ids, attendance)]
    };
    let mut figures = said(&[], sum(&mut talk.everyone().into_iter())).to_vec();
    for ids in &around.voices {
        figures.extend(said(ids, sum(&mut ids.iter())));
    }
    figures
}

fn part(measure: Measure, it: Part, why: &str) -> Figure {
    share(measure, it.count, it.of, why)
}

fn reviews(tally: &Tally, around: &Around) -> Figure {
    let held = Some(tally.talk.reviews);
    match around.review_months {
        0 => {
            Figure { count: held, ..missing(Measure::Reviews, "the charter does not say how often the members review") }
        }
        months => {
            let due = months_between(&tally.active_on, &around.today) / months;
            share(Measure::Reviews, tally.talk.reviews, due, "no review was due yet")
        }
    }
}

/// Whole ones.
fn months_between(from: &str, to: &str) -> u32 {
    let (Ok(from), Ok(to)) = (from.parse::<Date>(), to.parse::<Date>()) else { return 0 };
    let month = |it: Date| i32::from(it.year()) * MONTHS_A_YEAR + i32::from(it.month());
    u32::try_from(month(to) - month(from) - i32::from(to.day() < from.day())).unwrap_or(0)
}

/// The median, and how many it is of.
fn time(measure: Measure, times: &Times, why: &str) -> Figure {
    let taken: Vec<u32> = times.hours.iter().copied().collect();
    let figure = match median_hundredths(&taken) {
        Some(median) => valued(measure, Unit::Hours, (median / 100).to_string()),
        None => missing(measure, why),
    };
    Figure { count: Some(times.did), of: Some(times.asked), ..figure }
}

/// How long the oldest has waited.
fn unanswered(concerns: &Concerns, now: Timestamp) -> Figure {
    let figure = match concerns.unanswered().min() {
        Some(since) => valued(Measure::Unanswered, Unit::Hours, hours(since, now).to_string()),
        None => Figure { measure: Measure::Unanswered.into(), ..Default::default() },
    };
    Figure { count: Some(whole(concerns.unanswered().count())), of: Some(whole(concerns.open())), ..figure }
}
