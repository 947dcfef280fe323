//! The three figures: what they say, what is undefined, whose voice counts.

use contract::{
    goals::*,
    partners::ExpectationAnswer::{InPart, No, Unspecified, Yes},
};
use goals::alignment::{
    figures,
    said::{Asked, Said},
};

use crate::messages_aligning::*;

#[test]
fn the_goals_have_a_figure_with_all_it_takes_to_read_it() {
    let said = all_ranked(&[&[1, 2, 3, 4], &[2, 1, 3, 4], &[1, 3, 2, 4]]);
    let found = figures::goals(&said);
    assert_eq!(found.w, "0.7777777778");
    assert_eq!((found.raters, found.goals, found.degrees_of_freedom), (3, 4, 3));
    assert_eq!((found.chi_square.as_str(), found.p.as_str()), ("7", "0.0538194444"));
    assert_eq!(found.significance(), Significance::Exact);
    assert_eq!(found.most_contested_goal_id, "g2");
    assert_eq!(found.most_contested_deviation, "0.8164965809");
    assert_eq!((found.least_aligned_partner_id.as_str(), found.least_aligned_with_partner_id.as_str()), ("p2", "p3"));
    assert_eq!(found.least_aligned_tau_b, "0.3333333333");
    assert_eq!(
        found.summary,
        "3 members ranked 4 goals: W 0.78, strong agreement on what comes first; p 0.054 (exact): rankings made at \
         random would often look like this."
    );
}

#[test]
fn a_small_p_is_never_called_agreement() {
    let one: &[u16] = &[1, 2, 3, 4];
    let said = all_ranked(&[one; 5]);
    let found = figures::goals(&said);
    assert_eq!((found.w.as_str(), found.most_contested_goal_id.as_str()), ("1", ""));
    assert!(found.summary.ends_with("the rankings are not random, which is not the same as agreement."), "{found:?}");
}

#[test]
fn of_two_opposed_blocs_the_words_send_the_reader_to_the_pairs() {
    let (this, that): (&[u16], &[u16]) = (&[1, 2, 3, 4, 5], &[5, 4, 3, 2, 1]);
    let said = all_ranked(&[this, this, that, that]);
    let found = figures::alignment("together".into(), &said);
    let goals = found.goals.expect("figures");
    assert_eq!(goals.w, "0");
    assert!(goals.summary.contains("look at the pairs: some agree clearly, and others are opposed"));
    let taus: Vec<&str> = found.pairs.iter().map(|it| it.tau_b.as_str()).collect();
    assert_eq!(taus, ["1", "-1", "-1", "-1", "-1", "1"]);
}

#[test]
fn of_two_members_it_is_tau_b() {
    let found = figures::goals(&all_ranked(&[&[1, 2, 3, 4, 5, 6], &[2, 1, 4, 3, 6, 5]]));
    assert_eq!((found.least_aligned_tau_b.as_str(), found.p.as_str()), ("0.6", "0.1361111111"));
    assert!(found.summary.starts_with("2 members ranked 6 goals: tau-b 0.60, moderate agreement"), "{}", found.summary);
    let opposed = figures::goals(&all_ranked(&[&[1, 2], &[2, 1]]));
    assert!(opposed.summary.contains("tau-b -1.00, they are opposed"), "{}", opposed.summary);
    let tied = figures::goals(&all_ranked(&[&[1, 2], &[1, 1]]));
    assert_eq!((tied.least_aligned_tau_b.as_str(), tied.p.as_str(), tied.significance), ("", "", 0));
    assert!(tied.summary.contains("puts all goals into one tier"), "{}", tied.summary);
}

#[test]
fn what_is_undefined_is_said_and_never_nothing() {
    let cases: [(&[&[u16]], &str); 4] = [
        (&[], "0 goals are adopted, 0 members have ranked."),
        (&[&[1, 2]], "2 goals are adopted, 1 member has ranked."),
        (&[&[1], &[1]], "1 goal is adopted, 2 members have ranked."),
        (&[&[1, 1, 1], &[2, 2, 2]], "2 members put all 3 goals into one tier each, so there is no order to compare."),
    ];
    for (tiers, words) in cases {
        let found = figures::goals(&all_ranked(tiers));
        let figures =
            [&found.w, &found.chi_square, &found.p, &found.least_aligned_tau_b, &found.most_contested_deviation];
        assert!(figures.iter().all(|it| it.is_empty()), "{found:?}");
        assert!(found.summary.starts_with("Undefined") && found.summary.ends_with(words), "{}", found.summary);
    }
}

#[test]
fn what_a_member_left_out_is_tied_last() {
    let left_out = figures::goals(&all_ranked(&[&[1, 0, 0], &[1, 2, 3]]));
    let tied_last = figures::goals(&all_ranked(&[&[1, 2, 2], &[1, 2, 3]]));
    assert_eq!(left_out, tied_last);
}

#[test]
fn who_has_ranked_none_of_the_goals_is_named_and_not_counted() {
    let mut said = all_ranked(&[&[1, 2], &[2, 1], &[0, 0]]);
    said.voices.extend(voices(&["p4"]));
    let found = figures::alignment("together".into(), &said);
    let goals = found.goals.expect("figures");
    assert_eq!((goals.raters, goals.not_ranked_partner_ids), (2, vec!["p3".to_owned(), "p4".to_owned()]));
    assert_eq!(found.pairs.len(), 1);
    let shown: Vec<_> = found.rankings.iter().map(|it| (it.partner_id.as_str(), it.counts, it.tiers.len())).collect();
    assert_eq!(shown, [("p1", true, 2), ("p2", true, 2), ("p3", false, 0), ("p4", false, 0)]);
}

#[test]
fn of_affiliates_the_ranking_given_last_counts() {
    let mut said = all_ranked(&[&[1, 2, 3], &[3, 2, 1], &[1, 2, 3]]);
    said.voices[1].organisation = "p1".into();
    said.rankings[1].given = 2;
    let found = figures::alignment("together".into(), &said);
    let counts: Vec<bool> = found.rankings.iter().map(|it| it.counts).collect();
    assert_eq!(counts, [false, true, true]);
    assert_eq!(found.goals.as_ref().map(|it| (it.raters, it.w.as_str())), Some((2, "0")));
    said.rankings[0].given = 3;
    let found = figures::goals(&said);
    assert_eq!((found.raters, found.w.as_str()), (2, "1"));
    said.rankings.remove(0);
    assert!(figures::goals(&said).not_ranked_partner_ids.is_empty(), "its affiliate has spoken for p1");
}

#[test]
fn who_has_no_voice_any_more_drops_out() {
    let mut said = all_ranked(&[&[1, 2, 3], &[1, 2, 3], &[3, 2, 1]]);
    said.approaches = vec![approach("g1", &[("p1", 4), ("p3", 0)])];
    said.voices.pop();
    assert_eq!(figures::goals(&said).w, "1");
    assert_eq!(figures::approaches(&said).lowest, Some(4));
}

#[test]
fn approaches_tell_how_far_apart_the_members_are_and_who_is_lowest() {
    let said = Said {
        voices: voices(&["p1", "p2", "p3"]),
        approaches: vec![
            approach("g1", &[("p1", 4), ("p2", 4), ("p3", 4)]),
            approach("g2", &[("p1", 4), ("p2", 0), ("p3", 2)]),
            approach("g3", &[("p1", 3)]),
            approach("g4", &[]),
        ],
        ..Said::default()
    };
    let found = figures::approaches(&said);
    assert_eq!((found.goals, found.goals_rated, found.ratings), (4, 3, 7));
    assert_eq!((found.median.as_str(), found.widest_goal_id.as_str(), found.widest_spread), ("4", "g2", 4));
    // Six ratings of two goals lie 0 + 0 + 0 + 4 + 4 + 0 squared from their goal's mean.
    assert_eq!(found.deviation, "1.1547005384");
    assert_eq!(found.lowest, Some(0));
    assert_eq!((found.lowest_goal_id.as_str(), found.lowest_partner_id.as_str()), ("g2", "p2"));
    let each = figures::alignment("together".into(), &said).approach_figures;
    assert_eq!(
        (each[1].mean.as_str(), each[1].median.as_str(), each[1].deviation.as_str()),
        ("2", "2", "1.6329931619")
    );
    assert_eq!((each[1].lowest, &each[1].lowest_partner_ids), (Some(0), &vec!["p2".to_owned()]));
    assert_eq!((each[2].ratings, each[2].not_rated, each[2].deviation.as_str()), (1, 2, "0"));
    assert_eq!((each[3].mean.as_str(), each[3].deviation.as_str(), each[3].lowest), ("", "", None));
    let not_rated: Vec<u32> =
        figures::alignment("together".into(), &said).rankings.iter().map(|it| it.approaches_not_rated).collect();
    assert_eq!(not_rated, [1, 2, 2]);
}

#[test]
fn where_nothing_is_rated_the_spread_is_undefined() {
    let said = Said { voices: voices(&["p1", "p2"]), approaches: vec![approach("g1", &[])], ..Said::default() };
    let found = figures::approaches(&said);
    assert_eq!((found.lowest, found.median.as_str(), found.deviation.as_str()), (None, "", ""));
    assert_eq!(found.summary, "Undefined: none of 1 approaches is rated.");
    let once = Said { approaches: vec![approach("g1", &[("p1", 0)])], ..said };
    let found = figures::approaches(&once);
    assert_eq!((found.lowest, found.deviation.as_str(), found.widest_goal_id.as_str()), (Some(0), "", ""));
}

#[test]
fn expectations_are_counted_by_their_answers_and_the_unanswered_named() {
    let answers = [("e1", "p2", Yes), ("e1", "p3", InPart), ("e2", "p1", No), ("e2", "p3", Unspecified)];
    let asked = answers.map(|(expectation_id, of_partner_id, answer)| Asked {
        expectation_id: expectation_id.into(),
        partner_id: "p9".into(),
        of_partner_id: of_partner_id.into(),
        answer,
    });
    let said = Said { released: true, asked: asked.to_vec(), ..Said::default() };
    let found = figures::alignment("together".into(), &said);
    let counts = found.expectations.expect("figures");
    assert_eq!((counts.asked, counts.yes, counts.in_part, counts.no, counts.unanswered), (4, 1, 1, 1, 1));
    assert_eq!(counts.yes_basis_points, Some(2_500));
    assert_eq!(counts.summary, "1 of 4 expectations will be met, 1 in part, 1 not; 1 wait for an answer.");
    let [waiting] = found.unanswered.as_slice() else { panic!("{:?}", found.unanswered) };
    assert_eq!((waiting.expectation_id.as_str(), waiting.of_partner_id.as_str()), ("e2", "p3"));
}

#[test]
fn expectations_that_are_sealed_or_missing_have_no_share() {
    let sealed = figures::expectations(&Said::default());
    assert_eq!((sealed.released, sealed.yes_basis_points), (false, None));
    assert!(sealed.summary.starts_with("Undefined: expectations are sealed"));
    let none = figures::expectations(&Said { released: true, ..Said::default() });
    assert_eq!(none.yes_basis_points, None);
    assert!(none.summary.starts_with("Undefined"), "{}", none.summary);
}

/// How long it takes is told, and judged where it is measured, in a release.
#[test]
fn thirty_members_and_two_hundred_goals_are_all_compared() {
    let tiers: Vec<Vec<u16>> =
        (0..30u16).map(|j| (0..200u16).map(|i| (i * (2 * j + 3) + j) % 97 + 1).collect()).collect();
    let mut said = all_ranked(&tiers.iter().map(Vec::as_slice).collect::<Vec<_>>());
    said.voices.sort_unstable_by(|a, b| a.partner_id.cmp(&b.partner_id));
    let partner_ids: Vec<String> = said.voices.iter().map(|it| it.partner_id.clone()).collect();
    let ratings: Vec<(&str, u32)> = partner_ids.iter().map(String::as_str).zip((0..5).cycle()).collect();
    said.approaches = said.ranked_goals.iter().map(|it| approach(it, &ratings)).collect();
    let began = std::time::Instant::now();
    let found = figures::alignment("together".into(), &said);
    println!("{:.1} ms in this build", began.elapsed().as_secs_f64() * 1e3);
    assert_eq!((found.pairs.len(), found.approach_figures.len(), found.rankings.len()), (435, 200, 30));
    assert!(found.rankings.iter().all(|it| it.counts && it.approaches_not_rated == 0));
}
