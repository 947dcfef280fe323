//! The three figures, and what stands behind each: from what was said alone.

mod approaches;
mod expectations;
mod goals;
mod words;

use contract::goals::{Alignment, MemberRanking};

use super::said::Said;

pub use approaches::approaches;
pub use expectations::expectations;
pub use goals::goals;

/// All of them, as they are answered.
pub fn alignment(partnership_id: String, said: &Said) -> Alignment {
    let pairs = goals::pairs(said);
    Alignment {
        as_of: vec![],
        partnership_id,
        goals: Some(goals::measured(said, &pairs)),
        approaches: Some(approaches(said)),
        expectations: Some(expectations(said)),
        ranked_goal_ids: said.ranked_goals.clone(),
        rankings: rankings(said),
        pairs: pairs.iter().map(goals::Pair::shown).collect(),
        approach_figures: said.approaches.iter().map(|it| approaches::of_goal(said, it)).collect(),
        unanswered: expectations::unanswered(said),
    }
}

fn rankings(said: &Said) -> Vec<MemberRanking> {
    let counting = said.counting_rankings();
    let mut not_rated = vec![0; said.voices.len()];
    for approach in &said.approaches {
        let rated = said.counting_ratings(approach);
        for voice in said.silent(rated.iter().map(|it| it.partner_id.as_str())) {
            said.place(&voice.partner_id).into_iter().for_each(|it| not_rated[it] += 1);
        }
    }
    let each = said.voices.iter().zip(not_rated);
    let ranking = each.map(|(voice, approaches_not_rated)| {
        let given = said.rankings.iter().find(|it| it.partner_id == voice.partner_id);
        let named = given.filter(|it| it.tiers.iter().any(|tier| *tier != 0));
        MemberRanking {
            partner_id: voice.partner_id.clone(),
            tiers: named.map(|it| it.tiers.iter().map(|tier| u32::from(*tier)).collect()).unwrap_or_default(),
            counts: counting.iter().any(|it| it.partner_id == voice.partner_id),
            approaches_not_rated,
        }
    });
    ranking.collect()
}

/// Up to ten decimals, without zeros that say nothing.
fn text(figure: f64) -> String {
    let text = format!("{figure:.10}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Of figures in order.
fn median(sorted: &[u32]) -> Option<f64> {
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some(f64::from(low + high) / 2.0)
}

fn count(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}
