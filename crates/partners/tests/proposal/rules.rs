//! What the stricter rules make of positions, and how rules compare.

use partners::proposal::rules::{check, stricter, strictness};

use super::*;

fn under(rule: Rule) -> Scenario<Proposal> {
    given::<Proposal, _>([ProposalOpened { rule: rule.into(), ..opened() }])
}

#[test]
fn unanimity_needs_every_voice() {
    all_but_the_last(under(Rule::Unanimity), [Choice::Agree; 4]).by("e").when(take(Choice::Agree)).then_all([
        taken("e", Choice::Agree).into(),
        adopted(5, 0, "adopted by unanimity: 5 of 5 agreed, none abstained, none objected; 5 of 5 needed to agree")
            .into(),
    ]);
}

#[test]
fn one_abstention_ends_unanimity() {
    under(Rule::Unanimity).by("a").when(take(Choice::Abstain)).then_all([
        taken("a", Choice::Abstain).into(),
        rejected(
            [0, 1, 0],
            "rejected by unanimity, as not all agreed: none of 5 agreed, 1 abstained, none objected; 5 of 5 needed to agree",
        )
        .into(),
    ]);
}

#[test]
fn an_absolute_majority_is_more_than_half_of_all() {
    all_but_the_last(under(Rule::AbsoluteMajority), [Choice::Agree, Choice::Agree, Choice::Abstain])
        .at(deadline())
        .when(close())
        .then(rejected(
            [2, 1, 0],
            "rejected by absolute majority, as no more than half of all agreed: 2 of 5 agreed, 1 abstained, none objected; 3 of 5 needed to speak, 3 of 5 to agree",
        ));
    all_but_the_last(under(Rule::AbsoluteMajority), [Choice::Agree, Choice::Agree]).by("c").when(take(Choice::Agree)).then_all([
        taken("c", Choice::Agree).into(),
        adopted(
            3,
            0,
            "adopted by absolute majority: 3 of 5 agreed, none abstained, none objected; 3 of 5 needed to speak, 3 of 5 to agree",
        )
        .into(),
    ]);
}

#[test]
fn exactly_two_thirds_are_enough() {
    let said = [Choice::Agree, Choice::Agree, Choice::Object];
    all_but_the_last(under(Rule::TwoThirds), said).at(deadline()).when(close()).then(ProposalAdopted {
        objected: 1,
        ..adopted(
            2,
            0,
            "adopted by two thirds: 2 of 5 agreed, none abstained, 1 objected; 3 of 5 needed to speak, 2 of the 3 cast to agree",
        )
    });
}

#[test]
fn nothing_cast_is_not_two_thirds() {
    all_but_the_last(under(Rule::TwoThirds), [Choice::Abstain; 3]).at(deadline()).when(close()).then(rejected(
        [0, 3, 0],
        "rejected by two thirds, as less than two thirds of those cast agreed: none of 5 agreed, 3 abstained, none objected; 3 of 5 needed to speak, two thirds of those cast to agree",
    ));
}

#[test]
fn what_is_lost_early_says_what_lost_it() {
    all_but_the_last(under(Rule::TwoThirds), [Choice::Object]).by("b").when(take(Choice::Object)).then_all([
        taken("b", Choice::Object).into(),
        rejected(
            [0, 0, 2],
            "rejected by two thirds, as less than two thirds of those cast agreed: none of 5 agreed, none abstained, 2 objected; 3 of 5 needed to speak, 2 of the 2 cast to agree",
        )
        .into(),
    ]);
}

#[test]
fn rules_have_an_order_and_a_ranking_is_never_the_stricter() {
    let order =
        [Rule::Ranked, Rule::SimpleMajority, Rule::AbsoluteMajority, Rule::TwoThirds, Rule::Consent, Rule::Unanimity];
    assert!(order.is_sorted_by(|a, b| strictness(*a) < strictness(*b)));
}

fn rule(rule: Rule, fallback: Rule, quorum_percent: u32, days_open: u32) -> DecisionRule {
    DecisionRule {
        matter: Matter::Charter.into(),
        rule: rule.into(),
        quorum_percent,
        days_open,
        fallback: fallback.into(),
        hidden: false,
    }
}

#[test]
fn of_two_rules_the_stricter_holds_in_each_respect() {
    let none = Rule::Unspecified;
    let both = |one, other| stricter(one, other);
    assert_eq!(
        both(rule(Rule::SimpleMajority, none, 80, 7), rule(Rule::TwoThirds, none, 50, 14)),
        rule(Rule::TwoThirds, none, 80, 14)
    );
    // A fallback must satisfy the other rule as well.
    assert_eq!(
        both(rule(Rule::Consent, Rule::SimpleMajority, 50, 7), rule(Rule::TwoThirds, none, 50, 7)),
        rule(Rule::Consent, Rule::TwoThirds, 50, 7)
    );
    assert_eq!(
        both(rule(Rule::Consent, Rule::SimpleMajority, 50, 7), rule(Rule::Consent, none, 50, 7)),
        rule(Rule::Consent, none, 50, 7)
    );
}

#[test]
fn a_service_may_ask_for_a_stricter_rule_than_the_charters_never_a_looser() {
    let asked = |under: DecisionRule| {
        nothing::<Proposal>().by("a").by_service("partners").when_knowing(
            Charter { rules: vec![rule(Rule::TwoThirds, Rule::Unspecified, 50, 14)], ..charter() },
            OpenProposal { matter: Matter::Charter.into(), under: Some(under), ..for_goal() },
        )
    };
    let opened = || ProposalOpened { matter: Matter::Charter.into(), subject: Some(subject()), ..opened() };
    asked(rule(Rule::Unanimity, Rule::Unspecified, 10, 3))
        .then(ProposalOpened { rule: Rule::Unanimity.into(), ..opened() });
    asked(rule(Rule::SimpleMajority, Rule::Unspecified, 100, 3)).then(ProposalOpened {
        rule: Rule::TwoThirds.into(),
        quorum_needed: 5,
        quorum_percent: 100,
        ..opened()
    });
}

#[test]
fn a_charter_ranks_other_matters_only_and_falls_back_to_what_is_looser() {
    let refused = |it: DecisionRule| check(&it).unwrap_err();
    assert_eq!(refused(rule(Rule::Ranked, Rule::Unspecified, 50, 7)).field, "rules");
    for (one, fallback) in [
        (Rule::Consent, Rule::Unanimity),
        (Rule::Consent, Rule::Consent),
        (Rule::Unanimity, Rule::Ranked),
        (Rule::SimpleMajority, Rule::SimpleMajority),
    ] {
        assert_eq!(refused(rule(one, fallback, 50, 7)).field, "rules", "{one:?} {fallback:?}");
    }
    assert_eq!(check(&rule(Rule::Unanimity, Rule::TwoThirds, 50, 7)), Ok(()));
    assert_eq!(check(&DecisionRule { matter: 7, ..rule(Rule::Ranked, Rule::Unspecified, 50, 7) }), Ok(()));
}
