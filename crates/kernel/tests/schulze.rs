//! Ranked ballots of our own: a known example, ties, partial rankings, and what does not clear its bar.

use kernel::measures::{Bar, Beats};
use proptest::{collection::vec, prelude::*};

#[test]
fn the_example_of_schulzes_paper_has_its_matrix_and_its_winner() {
    // 45 voters, 5 candidates: the example that Wikipedia shows too.
    let orders = [
        (5, "ACBED"),
        (5, "ADECB"),
        (8, "BEDAC"),
        (3, "CABED"),
        (7, "CAEBD"),
        (2, "CBADE"),
        (7, "DCEBA"),
        (8, "EBADC"),
    ];
    let ballots: Vec<_> = orders.iter().flat_map(|(times, order)| std::iter::repeat_n(ranks(order), *times)).collect();
    let beats = beats(5, &ballots);
    assert_eq!(
        beats.rows(),
        [
            vec![0, 20, 26, 30, 22],
            vec![25, 0, 16, 33, 18],
            vec![19, 29, 0, 17, 24],
            vec![15, 12, 28, 0, 14],
            vec![23, 27, 21, 31, 0],
        ]
    );
    assert_eq!(beats.winners(&[0, 1, 2, 3, 4]), [4]);
}

#[test]
fn a_cycle_is_broken_at_its_weakest_defeat() {
    // 0 beats 1 by 6, 1 beats 2 by 7, 2 beats 0 by 5, of 9.
    let ballots = [vec![vec![1, 2, 3]; 4], vec![vec![3, 1, 2]; 3], vec![vec![2, 3, 1]; 2]].concat();
    assert_eq!(beats(3, &ballots).winners(&[0, 1, 2]), [0]);
}

#[test]
fn a_tie_has_more_than_one_winner() {
    assert_eq!(beats(3, &[vec![1, 2, 3], vec![2, 1, 3]]).winners(&[0, 1, 2]), [0, 1]);
    assert_eq!(beats(3, &[vec![1, 2, 3], vec![3, 1, 2], vec![2, 3, 1]]).winners(&[0, 1, 2]), [0, 1, 2]);
    assert_eq!(beats(2, &[]).winners(&[0, 1]), [0, 1]);
}

#[test]
fn the_unranked_come_last_together() {
    let beats = beats(4, &[vec![0, 1, 0, 2], vec![0, 0, 0, 0], vec![2]]);
    assert_eq!(beats.rows(), [vec![0, 1, 1, 1], vec![1, 0, 1, 1], vec![0, 0, 0, 0], vec![1, 0, 1, 0]]);
}

#[test]
fn what_does_not_clear_its_bar_cannot_win() {
    let ballots = [vec![vec![1, 2, 3]; 3], vec![vec![3, 1, 2]; 2]].concat();
    let (beats, bar) = (beats(3, &ballots), |quorum, ratios| Bar { default: 2, quorum, ratios });
    assert_eq!(beats.winners_over(&bar(0, vec![])), [0]);
    assert_eq!(beats.winners_over(&bar(4, vec![])), [1]);
    assert_eq!(beats.winners_over(&bar(0, vec![2])), [1]);
    assert_eq!(beats.winners_over(&bar(6, vec![])), [2]);
}

#[test]
fn a_tie_with_the_default_does_not_clear_the_bar() {
    let beats = beats(2, &[vec![1, 2], vec![2, 1]]);
    assert_eq!(beats.winners_over(&Bar { default: 1, quorum: 0, ratios: vec![] }), [1]);
}

proptest! {
    #[test]
    fn what_beats_every_other_one_wins_alone(ballots in vec(vec(0..5_u32, 4), 1..12)) {
        let beats = beats(4, &ballots);
        let all = [0, 1, 2, 3];
        let beats_all = |this: usize| all.iter().all(|it| *it == this || beats.above(*it, this) < beats.above(this, *it));
        if let Some(winner) = all.into_iter().find(|it| beats_all(*it)) {
            prop_assert_eq!(beats.winners(&all), [winner]);
        }
        prop_assert!(!beats.winners(&all).is_empty());
    }
}

fn beats(options: usize, ballots: &[Vec<u32>]) -> Beats {
    Beats::of(options, ballots.iter().map(Vec::as_slice))
}

/// A ballot from letters in order: A is option 0.
fn ranks(order: &str) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (place, letter) in order.bytes().enumerate() {
        ranks[usize::from(letter - b'A')] = place as u32 + 1;
    }
    ranks
}
