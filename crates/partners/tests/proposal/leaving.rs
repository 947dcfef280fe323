//! Voices that leave an open proposal.

use contract::partners::{EligibilityEnded, EndEligibility, FallbackBegun, Recuse, Recused};

use super::*;

fn recuse() -> Recuse {
    Recuse {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        reason: "we sell it".into(),
        ..Default::default()
    }
}

fn recused(partner_id: &str) -> Recused {
    Recused {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: partner_id.into(),
        reason: "we sell it".into(),
    }
}

fn end(partner_id: &str) -> EndEligibility {
    EndEligibility {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: partner_id.into(),
        why: "it left".into(),
        ..Default::default()
    }
}

fn ended(partner_id: &str) -> EligibilityEnded {
    EligibilityEnded {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: partner_id.into(),
        why: "it left".into(),
    }
}

#[test]
fn a_recused_voice_leaves_the_eligible_and_the_quorum() {
    five().by("b").when(recuse()).then(recused("b"));
    // Half of four is two.
    five()
        .and(recused("b"))
        .and(taken("a", Choice::Agree))
        .and(taken("c", Choice::Agree))
        .at(deadline())
        .when(close())
        .then(ProposalAdopted {
            eligible: 4,
            ..adopted(2, 0, "adopted by consent: 2 of 4 agreed, none abstained, none objected; 2 of 4 needed to speak")
        });
}

#[test]
fn what_it_said_is_dropped_and_it_says_no_more() {
    let spoken = all_but_the_last(five(), [Choice::Agree, Choice::Object, Choice::Agree, Choice::Agree]);
    spoken.and(taken("e", Choice::Agree)).by("b").when(recuse()).then_all([
        recused("b").into(),
        ProposalAdopted {
            eligible: 4,
            ..adopted(4, 0, "adopted by consent: 4 of 4 agreed, none abstained, none objected; 2 of 4 needed to speak")
        }
        .into(),
    ]);
    five().and(recused("b")).by("b").when(take(Choice::Agree)).then_rejected(Rejection::Recused);
    five().and(recused("b")).by("b").when(recuse()).then_nothing();
}

#[test]
fn who_has_no_voice_or_comes_late_cannot_leave_it() {
    let closes_at = deadline();
    five().by("x").when(recuse()).then_rejected(Rejection::NotEligible);
    five().by("b").at(closes_at).when(recuse()).then_rejected(Rejection::Late { closes_at });
    five().and(adopted(5, 0, "")).by("b").when(recuse()).then_rejected(Rejection::Closed);
}

#[test]
fn leaving_the_partnership_ends_a_voice() {
    five().by_service("partners").when(end("b")).then(ended("b"));
    five().and(ended("b")).by("b").when(take(Choice::Agree)).then_rejected(Rejection::NotEligible);
    five().and(ended("b")).by_service("partners").when(end("b")).then_nothing();
    five().by_service("partners").when(end("x")).then_nothing();
    five().and(adopted(5, 0, "")).by_service("partners").when(end("b")).then_nothing();
}

#[test]
fn where_nobody_is_left_it_is_rejected() {
    let only_a = ["b", "c", "d", "e"].into_iter().fold(five(), |it, who| it.and(ended(who)));
    only_a.by_service("partners").when(end("a")).then_all([
        ended("a").into(),
        ProposalRejected {
            eligible: 0,
            ..rejected(
                [0, 0, 0],
                "rejected by consent, as nobody is left who may speak: none of 0 agreed, none abstained, none objected; 0 of 0 needed to speak",
            )
        }
        .into(),
    ]);
}

#[test]
fn a_proposal_nobody_may_decide_ends_as_it_begins() {
    let none = Charter { voices: vec![], verifiers: vec!["a".into()], ..charter() };
    let events = nothing::<Proposal>().by("a").by_service("goals").when_knowing(none, for_goal()).decision().unwrap();
    assert!(matches!(events.as_slice(), [Event::ProposalOpened(_), Event::ProposalRejected(_)]), "{events:?}");
}

#[test]
fn whoever_leaves_after_the_deadline_has_been_counted() {
    let spoken = || all_but_the_last(five(), [Choice::Agree, Choice::Agree, Choice::Agree]);
    spoken().by_service("partners").at(deadline()).when(end("b")).then(adopted(
        3,
        0,
        "adopted by consent: 3 of 5 agreed, none abstained, none objected; 3 of 5 needed to speak",
    ));
    let falls_back = ProposalOpened { fallback: Rule::TwoThirds.into(), ..opened() };
    let events = all_but_the_last(given::<Proposal, _>([falls_back]), [Choice::Agree, Choice::Agree, Choice::Object])
        .by_service("partners")
        .at(deadline())
        .when(end("b"))
        .decision()
        .unwrap();
    let [Event::FallbackBegun(FallbackBegun { .. }), left] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(left, &Event::from(ended("b")));
}
