//! Choosing among options: what is opened, how ballots look, and what they come to.

use contract::partners::Ranking;

use super::*;

fn ranking() -> Charter {
    let rule = DecisionRule {
        matter: Matter::Other.into(),
        rule: Rule::Ranked.into(),
        quorum_percent: 50,
        days_open: 14,
        fallback: 0,
        hidden: false,
    };
    Charter { rules: vec![rule], ..charter() }
}

fn options() -> Vec<String> {
    ["Kabul", "Herat"].map(str::to_owned).to_vec()
}

fn places() -> ProposalOpened {
    ProposalOpened { rule: Rule::Ranked.into(), options: options(), ..opened() }
}

fn to_choose() -> Scenario<Proposal> {
    given::<Proposal, _>([places()])
}

/// Ranks as they stand, one an option and the last for "none of these"; 0: not ranked.
fn ranks(ranks: [u32; 3]) -> Vec<Ranking> {
    let all = [(0, ranks[2]), (1, ranks[0]), (2, ranks[1])];
    all.into_iter().filter(|it| it.1 != 0).map(|(option, rank)| Ranking { option, rank }).collect()
}

fn rank(them: [u32; 3]) -> TakePosition {
    TakePosition { rankings: ranks(them), ..take(Choice::Rank) }
}

fn ranked(partner_id: &str, them: [u32; 3]) -> PositionTaken {
    PositionTaken { ranks: ranks(them), ..taken(partner_id, Choice::Rank) }
}

#[test]
fn options_are_there_where_the_charter_ranks_and_only_there() {
    let choice = || OpenProposal { options: options(), ..open() };
    nothing::<Proposal>().by("a").when_knowing(ranking(), choice()).then(places());
    nothing::<Proposal>().by("a").when_knowing(charter(), choice()).then_rejected(
        Invalid::new("options", "must be empty: the charter does not decide this matter by ranking").into(),
    );
    nothing::<Proposal>().by("a").when_knowing(ranking(), open()).then_rejected(
        Invalid::new("options", "has 0; the charter decides this matter by ranking two to twenty").into(),
    );
    nothing::<Proposal>()
        .by("a")
        .when_knowing(ranking(), OpenProposal { options: vec!["Kabul".into(), " Kabul".into()], ..open() })
        .then_rejected(Invalid::new("options", "has \"Kabul\" twice").into());
    nothing::<Proposal>()
        .by("a")
        .when_knowing(ranking(), OpenProposal { options: vec!["Kabul".into(), " ".into()], ..open() })
        .then_rejected(Invalid::new("options", "is missing").into());
}

#[test]
fn what_is_a_yes_or_a_no_is_not_ranked_with_the_other_matters() {
    nothing::<Proposal>().by("a").by_service("partners").when_knowing(ranking(), for_goal()).then(ProposalOpened {
        matter: Matter::Goal.into(),
        subject: Some(subject()),
        ..opened()
    });
}

#[test]
fn the_option_that_beats_the_others_is_chosen_as_soon_as_nothing_can_change_it() {
    to_choose().and(ranked("a", [1, 2, 3])).and(ranked("b", [1, 2, 3])).by("c").when(rank([1, 0, 2])).then_all([
        ranked("c", [1, 0, 2]).into(),
        ProposalAdopted {
            chosen_option: "Kabul".into(),
            chosen_place: 1,
            ..adopted(
                3,
                0,
                "adopted by ranking, as \"Kabul\" wins, ranked above \"none of these\" by 3 and below by none: 3 of 5 ranked, none abstained; 3 of 5 needed to speak",
            )
        }
        .into(),
    ]);
}

#[test]
fn a_tie_is_no_decision() {
    let tied = to_choose().and(ranked("a", [1, 2, 3])).and(ranked("b", [2, 1, 3])).and(taken("c", Choice::Abstain));
    tied.at(deadline()).when(close()).then(rejected(
        [0, 1, 0],
        "rejected by ranking, as 2 options are tied: 2 of 5 ranked, 1 abstained; 3 of 5 needed to speak",
    ));
}

#[test]
fn none_of_these_may_win() {
    to_choose().and(ranked("a", [0, 0, 1])).and(ranked("b", [0, 0, 1])).by("c").when(rank([0, 0, 1])).then_all([
        ranked("c", [0, 0, 1]).into(),
        rejected(
            [0, 0, 0],
            "rejected by ranking, as no option is preferred to \"none of these\": 3 of 5 ranked, none abstained; 3 of 5 needed to speak",
        )
        .into(),
    ]);
}

#[test]
fn too_few_who_rank_choose_nothing() {
    to_choose().and(ranked("a", [1, 2, 3])).at(deadline()).when(close()).then(rejected(
        [0, 0, 0],
        "rejected by ranking, as too few spoke: 1 of 5 ranked, none abstained; 3 of 5 needed to speak",
    ));
}

#[test]
fn a_ballot_ranks_what_there_is_once() {
    let refused = |command: TakePosition, problem: &str| {
        to_choose().by("a").when(command).then_rejected(Invalid::new("rankings", problem).into());
    };
    let of = |option| Ranking { option, rank: 1 };
    refused(TakePosition { rankings: vec![of(3)], ..rank([0; 3]) }, "ranks option 3; the motion has 2");
    refused(TakePosition { rankings: vec![of(1), of(2), of(1)], ..rank([0; 3]) }, "ranks option 1 twice");
    refused(rank([0; 3]), "is missing: rank at least one option, or abstain");
    refused(
        TakePosition { rankings: vec![of(1)], ..take(Choice::Abstain) },
        "must be empty: it goes with CHOICE_RANK alone",
    );
    to_choose().by("a").when(take(Choice::Agree)).then_rejected(Rejection::OnlyRanked);
    to_choose().by("a").when(take(Choice::Object)).then_rejected(Rejection::OnlyRanked);
    five().by("a").when(rank([1, 2, 3])).then_rejected(Rejection::NothingToRank);
}

#[test]
fn the_order_in_which_a_ballot_is_written_does_not_matter() {
    let backwards = TakePosition { rankings: ranks([1, 2, 3]).into_iter().rev().collect(), ..rank([1, 2, 3]) };
    to_choose().by("a").when(backwards).then(ranked("a", [1, 2, 3]));
}
