//! What the members have said of goals, approaches and expectations, and where alignment is to be measured again.

mod expectations;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::{
    goals::{GoalsRanked, event::Kind as Event},
    log::Envelope,
    partners::event::Kind as Heard,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alignment::said;

pub(crate) use expectations::Expectations;

const DAY_SECONDS: i64 = 24 * 60 * 60;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Alignments {
    partnerships: HashMap<String, Together>,
    by_time: BTreeSet<(Timestamp, String)>,
}

/// What is said in one partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Together {
    is_active: bool,
    /// Every goal that was ever ranked; its place here is its number: a thousand partnerships rank hundreds each.
    numbered: Vec<String>,
    /// By partner.
    rankings: BTreeMap<String, Ranked>,
    /// By goal, then by partner.
    ratings: BTreeMap<String, BTreeMap<String, Rated>>,
    expectations: Expectations,
    /// How often something was ranked or rated.
    given: u64,
    /// When it is to be measured, because something has changed.
    due_at: Option<Timestamp>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Ranked {
    /// By the goals' numbers: 1 first; 0, or where the list ends: left out.
    tiers: Vec<u16>,
    given: u64,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Rated {
    rating: u32,
    given: u64,
}

impl Alignments {
    pub(super) fn of(&self, partnership_id: &str) -> Option<&Together> {
        self.partnerships.get(partnership_id)
    }

    /// What is to be measured by now, the earliest first.
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, &str)> {
        self.by_time.iter().take_while(move |(at, _)| *at <= now).map(|(at, id)| (*at, id.as_str()))
    }

    pub(super) fn own(&mut self, event: &Event, fact: &Envelope) {
        match event {
            Event::GoalsRanked(it) => self.at(&it.partnership_id).rank(it),
            Event::ApproachRated(it) => {
                let together = self.at(&it.partnership_id);
                together.given += 1;
                let rated = Rated { rating: it.rating, given: together.given };
                together.ratings.entry(it.goal_id.clone()).or_default().insert(it.partner_id.clone(), rated);
            }
            Event::AlignmentMeasured(it) => return self.is_measured(&it.partnership_id),
            Event::GoalProposed(_)
            | Event::GoalReproposed(_)
            | Event::GoalAdopted(_)
            | Event::GoalRejected(_)
            | Event::GoalWithdrawn(_)
            | Event::GoalClosed(_) => (),
            _ => return,
        }
        self.has_changed(&fact.partnership, fact);
    }

    pub(super) fn heard(&mut self, event: &Heard, fact: &Envelope) {
        match event {
            Heard::PartnershipActivated(it) => self.at(&it.partnership_id).is_active = true,
            Heard::PartnershipDissolved(it) => return self.is_over(&it.partnership_id),
            Heard::PartnershipClosed(it) => return self.is_over(&it.partnership_id),
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
        self.has_changed(&fact.partnership, fact);
    }

    fn at(&mut self, partnership_id: &str) -> &mut Together {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }

    /// What changes on a day is measured together, when that day is over.
    fn has_changed(&mut self, partnership_id: &str, fact: &Envelope) {
        let Some(together) = self.partnerships.get_mut(partnership_id) else { return };
        if !together.is_active || together.due_at.is_some() {
            return;
        }
        let seconds = fact.recorded_at.as_ref().map_or(0, |it| it.seconds);
        let midnight = (seconds.div_euclid(DAY_SECONDS) + 1) * DAY_SECONDS;
        if let Ok(due_at) = Timestamp::from_second(midnight) {
            together.due_at = Some(due_at);
            self.by_time.insert((due_at, partnership_id.to_owned()));
        }
    }

    /// Affiliates share one voice, and a profile says whose affiliate a partner is.
    fn may_speak_for_another(&mut self, partner_id: &str, fact: &Envelope) {
        let spoke = self.partnerships.iter().filter(|(_, it)| it.was_said_by(partner_id)).map(|(id, _)| id.clone());
        for partnership_id in spoke.collect::<Vec<_>>() {
            self.has_changed(&partnership_id, fact);
        }
    }

    fn is_measured(&mut self, partnership_id: &str) {
        if let Some(due_at) = self.partnerships.get_mut(partnership_id).and_then(|it| it.due_at.take()) {
            self.by_time.remove(&(due_at, partnership_id.to_owned()));
        }
    }

    fn is_over(&mut self, partnership_id: &str) {
        self.is_measured(partnership_id);
        if let Some(together) = self.partnerships.get_mut(partnership_id) {
            together.is_active = false;
        }
    }
}

impl Together {
    pub fn expectations(&self) -> &Expectations {
        &self.expectations
    }

    /// All rankings, of these goals only.
    pub fn rankings(&self, goals: &[String]) -> Vec<said::Ranking> {
        let numbers: HashMap<&str, usize> =
            self.numbered.iter().enumerate().map(|(it, id)| (id.as_str(), it)).collect();
        let places: Vec<Option<usize>> = goals.iter().map(|it| numbers.get(it.as_str()).copied()).collect();
        let ranking = |(partner_id, it): (&String, &Ranked)| said::Ranking {
            partner_id: partner_id.clone(),
            tiers: places
                .iter()
                .map(|place| place.and_then(|it_is| it.tiers.get(it_is)).copied().unwrap_or(0))
                .collect(),
            given: it.given,
        };
        self.rankings.iter().map(ranking).collect()
    }

    pub fn ratings(&self, goal_id: &str) -> Vec<said::Rating> {
        let rating = |(partner_id, it): (&String, &Rated)| said::Rating {
            partner_id: partner_id.clone(),
            rating: it.rating,
            given: it.given,
        };
        self.ratings.get(goal_id).into_iter().flatten().map(rating).collect()
    }

    fn rank(&mut self, it: &GoalsRanked) {
        let mut numbers: HashMap<String, usize> = self.numbered.iter().cloned().zip(0..).collect();
        let mut tiers = vec![0; self.numbered.len()];
        for (tier, goal_id) in (1..).zip(&it.tiers).flat_map(|(tier, it)| it.goal_ids.iter().map(move |id| (tier, id)))
        {
            let next = numbers.len();
            let number = *numbers.entry(goal_id.clone()).or_insert(next);
            if number == next {
                self.numbered.push(goal_id.clone());
                tiers.push(0);
            }
            tiers[number] = tier;
        }
        self.given += 1;
        self.rankings.insert(it.partner_id.clone(), Ranked { tiers, given: self.given });
    }

    fn was_said_by(&self, partner_id: &str) -> bool {
        self.rankings.contains_key(partner_id) || self.ratings.values().any(|it| it.contains_key(partner_id))
    }
}
