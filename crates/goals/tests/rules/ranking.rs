//! How a member ranks the goals, and rates an approach.

use contract::goals::*;
use goals::{
    approach::{self, Approach},
    ranking::{self, Ranking},
    tree::Partnership,
};
use kernel::{Reject, reject::Kind, scenario::nothing};

use crate::{messages::*, messages_aligning::*};

#[test]
fn a_member_ranks_adopted_goals_and_ties_them_as_it_likes() {
    let tiers: &[&[&str]] = &[&[CHILD], &[GOAL, OTHER]];
    nothing::<Ranking>().by(BANK).when_knowing(adopted(), rank_goals(tiers)).then(goals_ranked(tiers));
    let (one, in_order): (&[&[&str]], &[&[&str]]) = (&[&[GOAL, OTHER, CHILD]], &[&[GOAL, CHILD, OTHER]]);
    nothing::<Ranking>().by(BANK).when_knowing(adopted(), rank_goals(one)).then(goals_ranked(in_order));
    let ranked = nothing::<Ranking>().by(BANK).and(goals_ranked(in_order));
    ranked.when_knowing(adopted(), rank_goals(one)).then_nothing();
    let only_one: &[&[&str]] = &[&[GOAL]];
    nothing::<Ranking>().by(BANK).when_knowing(adopted(), rank_goals(only_one)).then(goals_ranked(only_one));
}

#[test]
fn its_last_ranking_stands() {
    let (first, second): (&[&[&str]], &[&[&str]]) = (&[&[GOAL], &[CHILD]], &[&[CHILD], &[GOAL]]);
    let ranked = || nothing::<Ranking>().by(BANK).and(goals_ranked(first));
    ranked().when_knowing(adopted(), rank_goals(second)).then(goals_ranked(second));
    ranked().when_knowing(adopted(), rank_goals(first)).then_nothing();
    let back = ranked().and(goals_ranked(second));
    back.when_knowing(adopted(), rank_goals(first)).then(goals_ranked(first));
}

#[test]
fn nobody_ranks_for_another() {
    let refused = nothing::<Ranking>().by(COOPERATIVE).when_knowing(adopted(), rank_goals(&[&[GOAL]]));
    refused.then_rejected(ranking::Rejection::NotYours { own: COOPERATIVE.into() });
    let refusal = ranking::Rejection::NotYours { own: COOPERATIVE.into() }.refusal();
    assert_eq!((refusal.kind, refusal.reason), (Kind::Denied, "REASON_NOT_YOUR_RANKING"));
}

#[test]
fn every_goal_is_named_once_and_every_tier_names_one() {
    let bad: [&[&[&str]]; 5] = [&[], &[&[]], &[&[GOAL], &[]], &[&[GOAL, GOAL]], &[&[GOAL], &[CHILD], &[GOAL]]];
    for tiers in bad {
        let refused = nothing::<Ranking>().by(BANK).when_knowing(adopted(), rank_goals(tiers)).decision();
        assert_eq!(refused.expect_err("refused").refusal().field, Some("tiers.goal_ids"), "{tiers:?}");
    }
}

#[test]
fn only_adopted_goals_are_ranked() {
    for state in [GoalState::Proposed, GoalState::Listed, GoalState::Rejected, GoalState::Closed] {
        let around = ranking::Around { goals: [(GOAL.to_owned(), state)].into(), ..adopted() };
        let refused = nothing::<Ranking>().by(BANK).when_knowing(around, rank_goals(&[&[GOAL]]));
        refused.then_rejected(ranking::Rejection::GoalNotAdopted { goal_id: GOAL.into(), state });
    }
    let closing = ranking::Around { goals: [(GOAL.to_owned(), GoalState::Closing)].into(), ..adopted() };
    nothing::<Ranking>().by(BANK).when_knowing(closing, rank_goals(&[&[GOAL]])).then(goals_ranked(&[&[GOAL]]));
    let unheard_of = nothing::<Ranking>().by(BANK).when_knowing(adopted(), rank_goals(&[&[GOAL], &[STRANGER]]));
    unheard_of.then_rejected(ranking::Rejection::GoalNotFound { goal_id: STRANGER.into() });
}

#[test]
fn goals_are_ranked_while_the_partnership_is_active() {
    let around = ranking::Around { partnership: Partnership::Forming, ..adopted() };
    let refused = nothing::<Ranking>().by(BANK).when_knowing(around, rank_goals(&[&[GOAL]]));
    refused.then_rejected(ranking::Rejection::PartnershipNotActive);
    let around = approach::Around { partnership: Partnership::Forming, ..of(GoalState::Active) };
    let refused = nothing::<Approach>().by(BANK).when_knowing(around, rate_approach(3));
    refused.then_rejected(approach::Rejection::PartnershipNotActive);
}

#[test]
fn a_member_says_how_far_it_stands_behind_an_approach() {
    for state in [GoalState::Proposed, GoalState::Active, GoalState::Closing] {
        nothing::<Approach>().by(BANK).when_knowing(of(state), rate_approach(0)).then(approach_rated(0));
    }
    let rated = || nothing::<Approach>().by(BANK).and(approach_rated(3));
    rated().when_knowing(of(GoalState::Active), rate_approach(3)).then_nothing();
    rated().when_knowing(of(GoalState::Active), rate_approach(4)).then(approach_rated(4));
    let others = ApproachRated { partner_id: COOPERATIVE.into(), ..approach_rated(3) };
    let by_other = nothing::<Approach>().by(BANK).and(others);
    by_other.when_knowing(of(GoalState::Active), rate_approach(3)).then(approach_rated(3));
}

#[test]
fn another_approach_is_rated_anew_even_if_alike() {
    let another = || approach::Around { approach_version: 1, ..of(GoalState::Active) };
    let anew = || ApproachRated { approach_version: 1, ..approach_rated(3) };
    let rated = || nothing::<Approach>().by(BANK).and(approach_rated(3));
    rated().when_knowing(another(), rate_approach(3)).then(anew());
    rated().and(anew()).when_knowing(another(), rate_approach(3)).then_nothing();
    let lower = ApproachRated { approach_version: 1, ..approach_rated(1) };
    rated().and(anew()).when_knowing(another(), rate_approach(1)).then(lower);
}

#[test]
fn not_behind_it_and_not_rated_are_different_things() {
    let unsaid = RateApproach { rating: None, ..rate_approach(0) };
    let refused = nothing::<Approach>().by(BANK).when_knowing(of(GoalState::Active), unsaid).decision();
    assert_eq!(refused.expect_err("refused").refusal().field, Some("rating"));
    let beyond = nothing::<Approach>().by(BANK).when_knowing(of(GoalState::Active), rate_approach(5)).decision();
    assert_eq!(beyond.expect_err("refused").refusal().field, Some("rating"));
}

#[test]
fn who_does_not_stand_behind_it_says_why() {
    for (rating, is_refused) in [(0, true), (1, true), (2, false), (4, false)] {
        let silent = RateApproach { why: " ".into(), ..rate_approach(rating) };
        let decided = nothing::<Approach>().by(BANK).when_knowing(of(GoalState::Active), silent).decision();
        assert_eq!(decided.is_err(), is_refused, "{rating}");
    }
}

#[test]
fn what_is_over_or_only_listed_is_not_rated() {
    for state in [GoalState::Listed, GoalState::Rejected, GoalState::Closed] {
        let refused = nothing::<Approach>().by(BANK).when_knowing(of(state), rate_approach(3));
        refused.then_rejected(approach::Rejection::GoalState(state));
    }
    let around = approach::Around { goal: None, ..of(GoalState::Active) };
    let refused = nothing::<Approach>().by(BANK).when_knowing(around, rate_approach(3));
    refused.then_rejected(approach::Rejection::GoalNotFound);
}

fn adopted() -> ranking::Around {
    let goals = [GOAL, CHILD, OTHER].map(|it| (it.to_owned(), GoalState::Active)).into();
    ranking::Around { partnership: Partnership::Active, goals }
}

fn of(state: GoalState) -> approach::Around {
    approach::Around { partnership: Partnership::Active, goal: Some(state), approach_version: 0 }
}
