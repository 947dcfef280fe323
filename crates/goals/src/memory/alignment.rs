//! What the members have said of goals, approaches and expectations, and where alignment is to be measured again.

mod expectations;
mod ratings;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::{
    goals::{ApproachRated, GoalsRanked, event::Kind as Event},
    log::Envelope,
    partners::event::Kind as Heard,
};
use jiff::Timestamp;
use runtime::measuring::Schedule;
use serde::{Deserialize, Serialize};

use self::ratings::Ratings;
use crate::{alignment::said, tree::approach_changed};

pub(crate) use expectations::Expectations;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Alignments {
    partnerships: HashMap<String, Together>,
    /// By partner, the partnerships in which it has ranked or rated something.
    spoke: HashMap<String, BTreeSet<String>>,
    schedule: Schedule,
}

/// What is said in one partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Together {
    /// Every goal that was ever ranked or rated, with its number: a thousand partnerships have hundreds each.
    numbers: HashMap<String, usize>,
    /// By partner.
    rankings: BTreeMap<String, Ranked>,
    /// Of approaches as they are now.
    ratings: Ratings,
    expectations: Expectations,
    /// How often something was ranked or rated.
    given: u32,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Ranked {
    /// By the goals' numbers: 1 first; 0, or where the list ends: left out.
    tiers: Vec<u16>,
    given: u32,
}

impl Alignments {
    pub(super) fn of(&self, partnership_id: &str) -> Option<&Together> {
        self.partnerships.get(partnership_id)
    }

    /// What is to be measured by now, the earliest first.
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, &str)> {
        self.schedule.due(now).map(|(at, id, _)| (at, id))
    }

    /// How often it was measured so far.
    pub(super) fn measured(&self, partnership_id: &str) -> u64 {
        self.schedule.measured(partnership_id)
    }

    pub(super) fn own(&mut self, event: &Event, fact: &Envelope) {
        if let Some((partnership_id, goal_id)) = approach_changed(event) {
            self.forget_ratings(partnership_id, goal_id);
        }
        match event {
            Event::GoalsRanked(it) => {
                self.speaks(&it.partner_id, &it.partnership_id);
                self.at(&it.partnership_id).rank(it);
            }
            Event::ApproachRated(it) => {
                self.speaks(&it.partner_id, &it.partnership_id);
                self.at(&it.partnership_id).rate(it);
            }
            Event::AlignmentMeasured(it) => return self.schedule.is_measured(&it.partnership_id, &it.measured_on),
            // It is over for good.
            Event::GoalClosed(it) => self.forget_ratings(&it.partnership_id, &it.goal_id),
            Event::GoalRevised(it) if it.approach_changed => (),
            Event::GoalProposed(_)
            | Event::GoalReproposed(_)
            | Event::GoalAdopted(_)
            | Event::GoalRejected(_)
            | Event::GoalWithdrawn(_) => (),
            _ => return,
        }
        self.schedule.has_changed(&fact.partnership, fact);
    }

    pub(super) fn heard(&mut self, event: &Heard, fact: &Envelope) {
        match event {
            Heard::PartnershipActivated(it) => return self.schedule.begins(&it.partnership_id, fact),
            Heard::PartnershipDissolved(it) => return self.schedule.is_over(&it.partnership_id),
            Heard::PartnershipClosed(it) => return self.schedule.is_over(&it.partnership_id),
            Heard::ExpectationStated(it) => self.at(&it.partnership_id).expectations.state(it),
            Heard::ExpectationsReleased(it) => self.at(&it.partnership_id).expectations.release(&it.key),
            Heard::ExpectationAnswered(it) => self.at(&it.partnership_id).expectations.answer(it),
            Heard::ProfileRevised(it) => return self.may_speak_for_another(&it.partner_id, fact),
            Heard::InvitationAccepted(_)
            | Heard::RoleChanged(_)
            | Heard::MemberSuspended(_)
            | Heard::MemberReinstated(_)
            | Heard::MemberRemoved(_)
            | Heard::MemberLeft(_) => (),
            _ => return,
        }
        self.schedule.has_changed(&fact.partnership, fact);
    }

    fn at(&mut self, partnership_id: &str) -> &mut Together {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }

    fn speaks(&mut self, partner_id: &str, partnership_id: &str) {
        self.spoke.entry(partner_id.to_owned()).or_default().insert(partnership_id.to_owned());
    }

    /// What was said of an approach is not said of another.
    fn forget_ratings(&mut self, partnership_id: &str, goal_id: &str) {
        let Some(together) = self.partnerships.get_mut(partnership_id) else { return };
        if let Some(goal) = together.numbers.get(goal_id) {
            together.ratings.forget(*goal);
        }
    }

    /// Affiliates share one voice, and a profile says whose affiliate a partner is.
    fn may_speak_for_another(&mut self, partner_id: &str, fact: &Envelope) {
        for partnership_id in self.spoke.get(partner_id).cloned().unwrap_or_default() {
            self.schedule.has_changed(&partnership_id, fact);
        }
    }
}

impl Together {
    pub fn expectations(&self) -> &Expectations {
        &self.expectations
    }

    /// All rankings, of these goals only.
    pub fn rankings(&self, goals: &[String]) -> Vec<said::Ranking> {
        let places: Vec<Option<usize>> = goals.iter().map(|it| self.numbers.get(it).copied()).collect();
        let ranking = |(partner_id, it): (&String, &Ranked)| said::Ranking {
            partner_id: partner_id.clone(),
            tiers: places
                .iter()
                .map(|place| place.and_then(|it_is| it.tiers.get(it_is)).copied().unwrap_or(0))
                .collect(),
            given: it.given.into(),
        };
        self.rankings.iter().map(ranking).collect()
    }

    /// Of the goal's approach as it is now.
    pub fn ratings(&self, goal_id: &str) -> Vec<said::Rating> {
        let rating = |(partner_id, rating, given): (&str, u32, u32)| said::Rating {
            partner_id: partner_id.to_owned(),
            rating,
            given: given.into(),
        };
        self.numbers.get(goal_id).into_iter().flat_map(|goal| self.ratings.of(*goal)).map(rating).collect()
    }

    fn rank(&mut self, it: &GoalsRanked) {
        let mut tiers = vec![0; self.numbers.len()];
        for (tier, goal_id) in (1..).zip(&it.tiers).flat_map(|(tier, it)| it.goal_ids.iter().map(move |id| (tier, id)))
        {
            let number = self.number(goal_id);
            tiers.resize(self.numbers.len(), 0);
            tiers[number] = tier;
        }
        self.given += 1;
        self.rankings.insert(it.partner_id.clone(), Ranked { tiers, given: self.given });
    }

    fn rate(&mut self, it: &ApproachRated) {
        let goal = self.number(&it.goal_id);
        self.given += 1;
        self.ratings.give(goal, &it.partner_id, it.rating, self.given);
    }

    fn number(&mut self, goal_id: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(goal_id.to_owned()).or_insert(next)
    }
}
