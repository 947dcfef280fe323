//! Properties of a ranked decision: its early close is what the deadline would have said, whatever the silent rank.

use contract::partners::{Choice, Ranking, Rule};
use partners::proposal::tally::{Outcome, Said, Tally, Terms, quorum};
use proptest::{collection::vec, prelude::*};

const MEMBERS: u32 = 5;

/// One voice: nothing, an abstention, or ranks of two options and "none of these", 0 unranked.
#[derive(Debug, Clone, PartialEq)]
enum Voice {
    Silent,
    Abstains,
    Ranks(Vec<Ranking>),
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_early_close_is_what_the_deadline_would_have_said(said in vec(voice(), 3..=5), percent in 0..=100_u32) {
        let now = tally(&said, percent);
        let Some(outcome) = now.settled() else { return Ok(()) };
        let silent = MEMBERS as usize - said.iter().filter(|it| **it != Voice::Silent).count();
        for more in continuations(silent.min(2)) {
            let then = tally(&[said.clone(), more].concat(), percent);
            prop_assert_eq!(then.outcome() == Outcome::Adopted, outcome == Outcome::Adopted);
            if outcome == Outcome::Adopted {
                prop_assert_eq!(then.chosen(), now.chosen());
            }
        }
    }

    #[test]
    fn when_all_have_spoken_it_is_over(said in vec(voice(), 5), percent in 0..=100_u32) {
        let all_spoke = said.iter().all(|it| *it != Voice::Silent);
        prop_assert!(!all_spoke || tally(&said, percent).settled().is_some());
    }
}

fn voice() -> impl Strategy<Value = Voice> {
    // Like-minded voters, so that something settles before all have spoken.
    prop_oneof![
        1 => Just(Voice::Silent),
        1 => Just(Voice::Abstains),
        3 => Just(ranks([1, 2, 3])),
        3 => Just(ranks([0, 0, 1])),
        4 => [0..4_u32, 0..4, 0..4].prop_map(ranks),
    ]
}

fn ranks(them: [u32; 3]) -> Voice {
    let places = [1, 2, 0].into_iter().zip(them).filter(|it| it.1 != 0);
    Voice::Ranks(places.map(|(option, rank)| Ranking { option, rank }).collect())
}

/// All that so many may still say. More than two are cut to two: the others then stay silent.
fn continuations(silent: usize) -> Vec<Vec<Voice>> {
    let mut each = vec![Voice::Silent, Voice::Abstains];
    for code in 0..64_u32 {
        each.push(ranks([code % 4, code / 4 % 4, code / 16]));
    }
    (0..silent).fold(vec![vec![]], |so_far, _| {
        so_far.iter().flat_map(|had| each.iter().map(|it| [had.clone(), vec![it.clone()]].concat())).collect()
    })
}

fn tally(voices: &[Voice], percent: u32) -> Tally {
    let options = ["one", "other"].map(str::to_owned);
    let terms = Terms {
        rule: Rule::Ranked.into(),
        quorum_needed: quorum(percent, MEMBERS),
        eligible: MEMBERS,
        options: &options,
        has_fallback: false,
    };
    let said = voices.iter().filter_map(|it| match it {
        Voice::Silent => None,
        Voice::Abstains => Some(Said::from(Choice::Abstain)),
        Voice::Ranks(ranks) => Some(Said { choice: Choice::Rank, is_refuted: false, ranks }),
    });
    Tally::of(terms, said)
}
