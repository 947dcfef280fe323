//! What was measured of alignment, and how each approach was rated, as they are served.

use contract::{
    goals::{self, AlignmentMeasured, ApproachRated, ApproachRating, MeasuredAlignment, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::{MEASURED, RATINGS};
use crate::tree::approach_changed;

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
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Goals(goals::Event { kind: Some(event) })) = &fact.fact else { return };
        if let Event::ApproachRated(it) = event {
            rate(it, fact.recorded_on().to_string(), fold);
        }
        if let Some((partnership_id, goal_id)) = approach_changed(event) {
            lapse(partnership_id, goal_id, fold);
        }
    }
}

fn rate(it: &ApproachRated, rated_on: String, fold: &mut Fold<'_>) {
    let rating = ApproachRating {
        partner_id: it.partner_id.clone(),
        rating: it.rating,
        why: it.why.clone(),
        rated_on,
        approach_version: it.approach_version,
        lapsed: false,
    };
    fold.put(key(&[&it.partnership_id, &it.goal_id, &it.partner_id]), rating);
    fold.upsert(raters_key(&it.partnership_id, &it.goal_id), |raters: &mut String| {
        if !raters.split('/').any(|rater| rater == it.partner_id) {
            raters.push_str(&it.partner_id);
            raters.push('/');
        }
    });
}

fn lapse(partnership_id: &str, goal_id: &str, fold: &mut Fold<'_>) {
    let raters = fold.get::<String>(raters_key(partnership_id, goal_id)).unwrap_or_default();
    for partner_id in raters.split_terminator('/') {
        fold.change(key(&[partnership_id, goal_id, partner_id]), |it: &mut ApproachRating| it.lapsed = true);
    }
    fold.remove(raters_key(partnership_id, goal_id));
}

/// Who has rated a goal's approach as it is now, each with a slash behind it. No partnership has this prefix.
fn raters_key(partnership_id: &str, goal_id: &str) -> Vec<u8> {
    key(&["raters", partnership_id, goal_id])
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
