//! One helper a message about alignment.

use contract::{
    common::Sealed,
    goals::*,
    log::{Envelope, envelope::Fact},
    moment,
    partners::{self, ExpectationAnswered, ExpectationStated, ExpectationsReleased, event::Kind as Heard},
};
use goals::{alignment::said::*, memory::Memory};
use jiff::Timestamp;
use kernel::seal::{Key, Label};
use prost::Message;
use runtime::Memory as _;

use crate::messages::*;

pub(crate) const OTHER: &str = "00000000-0000-7000-8000-000000000003";
pub(crate) const FUNDER: &str = "00000000-0000-7000-8000-0000000000b3";
pub(crate) const REVIEW: &str = "00000000-0000-7000-8000-0000000000e1";

pub(crate) fn rank_goals(tiers: &[&[&str]]) -> RankGoals {
    let (partnership_id, partner_id) = (TOGETHER.into(), BANK.into());
    RankGoals { partnership_id, partner_id, tiers: in_tiers(tiers), ..Default::default() }
}

pub(crate) fn goals_ranked(tiers: &[&[&str]]) -> GoalsRanked {
    GoalsRanked { partnership_id: TOGETHER.into(), partner_id: BANK.into(), tiers: in_tiers(tiers) }
}

fn in_tiers(tiers: &[&[&str]]) -> Vec<RankedTier> {
    tiers.iter().map(|it| RankedTier { goal_ids: it.iter().map(|it| (*it).to_owned()).collect() }).collect()
}

pub(crate) fn rate_approach(rating: u32) -> RateApproach {
    RateApproach {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        rating: Some(rating),
        why: "Groups work here".into(),
        ..Default::default()
    }
}

pub(crate) fn approach_rated(rating: u32) -> ApproachRated {
    ApproachRated {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        partner_id: BANK.into(),
        rating,
        why: "Groups work here".into(),
        approach_version: 0,
    }
}

pub(crate) fn measure() -> MeasureAlignment {
    MeasureAlignment { partnership_id: TOGETHER.into(), ..Default::default() }
}

/// Members with a voice, each an organisation of its own.
pub(crate) fn voices(partner_ids: &[&str]) -> Vec<Voice> {
    let voice = |it: &&str| Voice { partner_id: (*it).to_owned(), organisation: (*it).to_owned() };
    partner_ids.iter().map(voice).collect()
}

/// Members p1, p2, … each with its tiers of goals g1, g2, …
pub(crate) fn all_ranked(tiers: &[&[u16]]) -> Said {
    let partner_ids: Vec<String> = (1..=tiers.len()).map(|it| format!("p{it}")).collect();
    let rankings = partner_ids.iter().zip(tiers).map(|(partner_id, tiers)| ranking(partner_id, tiers, 1));
    Said {
        voices: voices(&partner_ids.iter().map(String::as_str).collect::<Vec<_>>()),
        ranked_goals: (1..=tiers.first().map_or(0, |it| it.len())).map(|it| format!("g{it}")).collect(),
        rankings: rankings.collect(),
        ..Said::default()
    }
}

pub(crate) fn ranking(partner_id: &str, tiers: &[u16], given: u64) -> Ranking {
    Ranking { partner_id: partner_id.to_owned(), tiers: tiers.to_vec(), given }
}

pub(crate) fn approach(goal_id: &str, ratings: &[(&str, u32)]) -> Approach {
    let rating =
        |(partner_id, rating): &(&str, u32)| Rating { partner_id: (*partner_id).to_owned(), rating: *rating, given: 1 };
    Approach { goal_id: goal_id.to_owned(), ratings: ratings.iter().map(rating).collect() }
}

pub(crate) fn key() -> Key {
    Key::new([7; 32])
}

/// Of all the others where it names none.
pub(crate) fn stated(expectation_id: &str, by: &str, of: &str) -> ExpectationStated {
    let said = ExpectationStated { of_partner_id: of.to_owned(), text: "Answers".into(), ..Default::default() };
    let label = Label { key_id: "key", writer: by, audience: &[] };
    let ciphertext = key().seal(label, uuid::Uuid::nil(), &said.encode_to_vec());
    ExpectationStated {
        partnership_id: TOGETHER.into(),
        expectation_id: expectation_id.to_owned(),
        partner_id: by.to_owned(),
        sealed: Some(Sealed { key_id: "key".into(), writer: by.to_owned(), audience: vec![], ciphertext }),
        ..Default::default()
    }
}

pub(crate) fn released() -> ExpectationsReleased {
    ExpectationsReleased { partnership_id: TOGETHER.into(), key_id: "key".into(), key: key().bytes().to_vec() }
}

pub(crate) fn answered(expectation_id: &str, by: &str, answer: partners::ExpectationAnswer) -> ExpectationAnswered {
    ExpectationAnswered {
        partnership_id: TOGETHER.into(),
        expectation_id: expectation_id.to_owned(),
        partner_id: by.to_owned(),
        answer: answer.into(),
        why: String::new(),
    }
}

pub(crate) fn activated() -> partners::PartnershipActivated {
    partners::PartnershipActivated { partnership_id: TOGETHER.into(), charter_version: 1 }
}

/// Own or heard, recorded so many seconds after 1970.
pub(crate) fn at(seconds: i64, fact: Fact) -> Envelope {
    let recorded_at = Some(moment::on_wire(Timestamp::from_second(seconds).unwrap()));
    Envelope { partnership: TOGETHER.into(), recorded_at, fact: Some(fact), ..Default::default() }
}

pub(crate) fn own(event: impl Into<event::Kind>) -> Fact {
    Fact::Goals(Event { kind: Some(event.into()) })
}

pub(crate) fn heard(event: impl Into<Heard>) -> Fact {
    Fact::Partners(partners::Event { kind: Some(event.into()) })
}

pub(crate) fn remembered(facts: impl IntoIterator<Item = Fact>) -> Memory {
    let mut memory = Memory::default();
    facts.into_iter().for_each(|it| memory.remember(&at(0, it)));
    memory
}
