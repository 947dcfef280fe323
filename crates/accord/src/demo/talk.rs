//! How the partners of the year talk: expectations answered, a concern settled, feedback given, a review that changes something.

use contract::partners::{
    AgreeChange, AnswerConcern, AnswerExpectation, CloseReview, ConcernSeverity, ConfirmResolved, Expectation,
    ExpectationAnswer, Expectations, GetExpectations, GiveFeedback, OpenReview, OpenRound, RaiseConcern, Rating,
    ReviewChangeKind, ReviewItem, ReviewItemKind,
};

use super::ask::Officer;
use crate::client::Failure;

/// What two of them expect, as the others answer it.
pub(super) async fn answer_expectations(lender: &Officer, funder: &Officer, partnership: &str) -> Result<(), Failure> {
    let query = GetExpectations { partnership_id: partnership.into(), ..Default::default() };
    let all: Expectations = lender.get(query, |it: &Expectations| &it.as_of).await?;
    let of = |officer: &Officer| all.expectations.iter().find(|it| it.partner_id == officer.partner).cloned();
    let answer = |to: Option<Expectation>, answer: ExpectationAnswer, why: &str| AnswerExpectation {
        partnership_id: partnership.into(),
        expectation_id: to.unwrap_or_default().expectation_id,
        answer: answer.into(),
        why: why.into(),
        ..Default::default()
    };
    funder.ask(answer(of(lender), ExpectationAnswer::Yes, "")).await?;
    let partly = "of what can be mended together; losses on single loans stay with us";
    lender.ask(answer(of(funder), ExpectationAnswer::InPart, partly)).await.map(drop)
}

pub(super) async fn settle_a_concern(ngo: &Officer, lender: &Officer, partnership: &str) -> Result<(), Failure> {
    let raise = RaiseConcern {
        partnership_id: partnership.into(),
        about: vec![lender.partner.clone()],
        severity: ConcernSeverity::Serious.into(),
        text: "Lists of new borrowers come too late to train them before their first loan".into(),
        ..Default::default()
    };
    let concern_id = ngo.ask(raise).await?.id;
    let answer = AnswerConcern {
        partnership_id: partnership.into(),
        concern_id: concern_id.clone(),
        text: "From now on a week before each disbursement".into(),
        ..Default::default()
    };
    lender.ask(answer).await?;
    let confirm = ConfirmResolved { partnership_id: partnership.into(), concern_id, ..Default::default() };
    ngo.ask(confirm).await.map(drop)
}

/// Every member rates every other; answers the round.
pub(super) async fn give_feedback(members: &[&Officer], partnership: &str) -> Result<String, Failure> {
    let open = OpenRound {
        partnership_id: partnership.into(),
        title: "The year 2025".into(),
        days_open: 21,
        ..Default::default()
    };
    let round_id = members[0].ask(open).await?.id;
    for (by, member) in members.iter().enumerate() {
        let others = members.iter().enumerate().filter(|(place, _)| *place != by);
        let give = GiveFeedback {
            partnership_id: partnership.into(),
            round_id: round_id.clone(),
            ratings: others.map(|(of, officer)| rating(officer, (by + of) as u32)).collect(),
            ..Default::default()
        };
        member.ask(give).await?;
    }
    Ok(round_id)
}

/// Illustrative, and not all the same.
fn rating(officer: &Officer, how: u32) -> Rating {
    let score = |shift: u32| 3 + (how + shift) % 3;
    Rating {
        partner_id: officer.partner.clone(),
        clarity: score(0),
        respect: score(2),
        voice: score(1),
        reliability: score(2),
        fairness: score(0),
        ..Default::default()
    }
}

pub(super) async fn review(
    members: &[&Officer],
    lender: &Officer,
    round: &str,
    partnership: &str,
) -> Result<(), Failure> {
    let feedback = || ReviewItem {
        kind: ReviewItemKind::Feedback.into(),
        thing_id: round.into(),
        note: "clarity is rated lowest".into(),
    };
    let open = OpenReview {
        partnership_id: partnership.into(),
        title: "The year 2025".into(),
        from_date: "2025-01-01".into(),
        to_date: "2025-12-31".into(),
        packet: vec![feedback()],
        ..Default::default()
    };
    let review_id = members[0].ask(open).await?.id;
    let propose = AgreeChange {
        partnership_id: partnership.into(),
        review_id: review_id.clone(),
        what: "The lender's figures come with a page that says what changed and why".into(),
        follows_from: Some(feedback()),
        kind: ReviewChangeKind::Action.into(),
        owner_partner_id: lender.partner.clone(),
        due_on: "2026-04-10".into(),
        ..Default::default()
    };
    let change_id = members[0].ask(propose).await?.id;
    for member in &members[1..] {
        let agree = AgreeChange {
            partnership_id: partnership.into(),
            review_id: review_id.clone(),
            change_id: change_id.clone(),
            ..Default::default()
        };
        member.ask(agree).await?;
    }
    let summary = "Figures arrive, and are not yet understood by all".into();
    let close = CloseReview { partnership_id: partnership.into(), review_id, summary, ..Default::default() };
    members[0].ask(close).await.map(drop)
}
