//! What was measured of alignment, and how each approach was rated, as they are served.

use contract::{
    goals::{self, AlignmentMeasured, ApproachRating, MeasuredAlignment, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use jiff::{Timestamp, tz::TimeZone};
use runtime::views::{Fold, View, key};

use super::{MEASURED, RATINGS};

pub(super) struct Measured;

impl View for Measured {
    fn name(&self) -> &'static str {
        MEASURED
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Goals(goals::Event { kind: Some(Event::AlignmentMeasured(it)) })) = &fact.fact {
            // No partnership has this prefix.
            let latest = key(&["latest", &it.partnership_id]);
            let before = fold.get::<MeasuredAlignment>(latest.clone());
            let measured = measured(it.clone(), before.map(|it| it.member_partner_ids));
            // The newest first.
            let place = key(&[&it.partnership_id, &format!("{:020}", u64::MAX - fact.sequence)]);
            fold.put(place, measured.clone());
            fold.put(latest, measured);
        }
    }
}

/// Before the first time, nobody joined and nobody went.
fn measured(it: AlignmentMeasured, before: Option<Vec<String>>) -> MeasuredAlignment {
    let AlignmentMeasured {
        partnership_id,
        measured_on,
        review_id,
        member_partner_ids: members,
        goals,
        approaches,
        expectations,
    } = it;
    let before = before.unwrap_or_else(|| members.clone());
    let missing = |of: &[String], from: &[String]| of.iter().filter(|it| !from.contains(it)).cloned().collect();
    MeasuredAlignment {
        partnership_id,
        measured_on,
        review_id,
        joined_partner_ids: missing(&members, &before),
        gone_partner_ids: missing(&before, &members),
        member_partner_ids: members,
        goals,
        approaches,
        expectations,
    }
}

pub(super) struct Ratings;

impl View for Ratings {
    fn name(&self) -> &'static str {
        RATINGS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Goals(goals::Event { kind: Some(Event::ApproachRated(it)) })) = &fact.fact {
            let rating = ApproachRating {
                partner_id: it.partner_id.clone(),
                rating: it.rating,
                why: it.why.clone(),
                rated_on: day(fact),
            };
            fold.put(key(&[&it.partnership_id, &it.goal_id, &it.partner_id]), rating);
        }
    }
}

/// In UTC.
fn day(fact: &Envelope) -> String {
    let at = fact.recorded_at.as_ref().and_then(|it| Timestamp::from_second(it.seconds).ok());
    at.map(|it| it.to_zoned(TimeZone::UTC).date().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_marks_who_joined_and_who_is_gone_since_the_time_before() {
        let ids = |ids: &[&str]| ids.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let of = |members: &[&str]| AlignmentMeasured { member_partner_ids: ids(members), ..Default::default() };
        let first = measured(of(&["a", "b"]), None);
        assert_eq!((first.joined_partner_ids, first.gone_partner_ids), (vec![], vec![]));
        let next = measured(of(&["b", "c"]), Some(first.member_partner_ids));
        assert_eq!((next.joined_partner_ids, next.gone_partner_ids), (ids(&["c"]), ids(&["a"])));
        assert_eq!(next.member_partner_ids, ids(&["b", "c"]));
    }
}
