//! When consent or unanimity fails for an objection, and the charter has another rule for that.

use contract::{moment, partners::FallbackBegun};

use super::*;

fn falling_back(rule: Rule) -> Scenario<Proposal> {
    given::<Proposal, _>([ProposalOpened { rule: rule.into(), fallback: Rule::TwoThirds.into(), ..opened() }])
}

fn second_deadline() -> Timestamp {
    deadline() + SignedDuration::from_hours(14 * 24)
}

fn begun(why: &str) -> FallbackBegun {
    FallbackBegun {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        rule: Rule::TwoThirds.into(),
        closes_at: Some(moment::on_wire(second_deadline())),
        why: why.into(),
    }
}

fn objected() -> Scenario<Proposal> {
    all_but_the_last(falling_back(Rule::Consent), [Choice::Agree, Choice::Agree, Choice::Object])
}

#[test]
fn it_stays_open_once_more_under_the_other_rule() {
    let why = "rejected by consent, as an objection stands: 2 of 5 agreed, none abstained, 1 objected; 3 of 5 needed to speak";
    objected().at(deadline()).when(close()).then(begun(why));
    objected().and(begun("")).at(deadline()).by("d").when(take(Choice::Agree)).then(taken("d", Choice::Agree));
    objected().and(begun("")).at(second_deadline()).when(close()).then(ProposalAdopted {
        objected: 1,
        ..adopted(
            2,
            0,
            "adopted by two thirds: 2 of 5 agreed, none abstained, 1 objected; 3 of 5 needed to speak, 2 of the 3 cast to agree",
        )
    });
}

#[test]
fn it_falls_back_once() {
    let closes_at = second_deadline();
    objected().and(begun("")).at(deadline()).when(close()).then_rejected(Rejection::StillOpen { closes_at });
    objected().and(begun("")).and(taken("d", Choice::Object)).at(closes_at).when(close()).then(rejected(
        [2, 0, 2],
        "rejected by two thirds, as less than two thirds of those cast agreed: 2 of 5 agreed, none abstained, 2 objected; 3 of 5 needed to speak, 3 of the 4 cast to agree",
    ));
}

#[test]
fn too_few_or_nobody_who_agrees_is_no_reason_to_fall_back() {
    let said = [Choice::Agree, Choice::Object];
    all_but_the_last(falling_back(Rule::Consent), said).at(deadline()).when(close()).then(rejected(
        [1, 0, 1],
        "rejected by consent, as too few spoke: 1 of 5 agreed, none abstained, 1 objected; 3 of 5 needed to speak",
    ));
    all_but_the_last(falling_back(Rule::Consent), [Choice::Abstain; 3]).at(deadline()).when(close()).then(rejected(
        [0, 3, 0],
        "rejected by consent, as nobody agreed: none of 5 agreed, 3 abstained, none objected; 3 of 5 needed to speak",
    ));
}

#[test]
fn unanimity_with_a_fallback_waits_for_its_deadline() {
    let one_objects = || falling_back(Rule::Unanimity).and(taken("a", Choice::Agree)).and(taken("b", Choice::Agree));
    one_objects().by("c").when(take(Choice::Object)).then(taken("c", Choice::Object));
    let why =
        "rejected by unanimity, as not all agreed: 2 of 5 agreed, none abstained, 1 objected; 5 of 5 needed to agree";
    one_objects().and(taken("c", Choice::Object)).at(deadline()).when(close()).then(begun(why));
}
