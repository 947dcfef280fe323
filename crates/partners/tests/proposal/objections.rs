//! What becomes of an objection: answered, withdrawn, judged.

use contract::partners::{
    AnswerObjection, JudgeObjection, ObjectionAnswered, ObjectionJudged, ObjectionWithdrawn, WithdrawObjection,
};

use super::*;

fn objected() -> Scenario<Proposal> {
    five().and(taken("b", Choice::Object))
}

fn answer() -> AnswerObjection {
    AnswerObjection {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        objector_id: "b".into(),
        text: "There is a train".into(),
        ..Default::default()
    }
}

fn answered(partner_id: &str) -> ObjectionAnswered {
    ObjectionAnswered {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        objector_id: "b".into(),
        partner_id: partner_id.into(),
        text: "There is a train".into(),
    }
}

fn withdraw(choice: Choice) -> WithdrawObjection {
    WithdrawObjection {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        choice: choice.into(),
        ..Default::default()
    }
}

fn withdrawn(choice: Choice) -> ObjectionWithdrawn {
    ObjectionWithdrawn {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: "b".into(),
        choice: choice.into(),
        reason: String::new(),
    }
}

fn judge(sustained: bool) -> JudgeObjection {
    JudgeObjection {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        objector_id: "b".into(),
        sustained,
        reasons: "It is near enough".into(),
        ..Default::default()
    }
}

fn judged(partner_id: &str, sustained: bool) -> ObjectionJudged {
    ObjectionJudged {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        objector_id: "b".into(),
        partner_id: partner_id.into(),
        sustained,
        reasons: "It is near enough".into(),
    }
}

#[test]
fn any_member_answers_an_objection_and_may_answer_better() {
    objected().by("newcomer").when(answer()).then(answered("newcomer"));
    objected().and(answered("a")).by("a").when(answer()).then_nothing();
    objected()
        .and(answered("a"))
        .by("a")
        .when(AnswerObjection { text: "Two trains".into(), ..answer() })
        .then(ObjectionAnswered { text: "Two trains".into(), ..answered("a") });
}

#[test]
fn what_was_not_objected_is_not_answered_judged_or_withdrawn() {
    five().by("a").when(answer()).then_rejected(Rejection::ObjectionMissing);
    five().and(taken("b", Choice::Agree)).by("a").when(answer()).then_rejected(Rejection::ObjectionMissing);
    five().by("a").when(judge(true)).then_rejected(Rejection::ObjectionMissing);
    five().by("b").when(withdraw(Choice::Agree)).then_rejected(Rejection::ObjectionMissing);
    five()
        .and(taken("b", Choice::Agree))
        .by("b")
        .when(withdraw(Choice::Abstain))
        .then_rejected(Rejection::ObjectionMissing);
}

#[test]
fn an_answer_and_a_judgement_say_something() {
    let missing = |field| Rejection::from(Invalid::new(field, "is missing"));
    objected().by("a").when(AnswerObjection { text: " ".into(), ..answer() }).then_rejected(missing("text"));
    objected().by("a").when(JudgeObjection { reasons: " ".into(), ..judge(true) }).then_rejected(missing("reasons"));
}

#[test]
fn its_member_withdraws_an_objection_and_that_may_settle_it() {
    objected().by("b").when(withdraw(Choice::Agree)).then(withdrawn(Choice::Agree));
    objected().and(withdrawn(Choice::Agree)).by("b").when(withdraw(Choice::Agree)).then_nothing();
    all_but_the_last(five(), [Choice::Agree, Choice::Object, Choice::Agree, Choice::Agree])
        .and(taken("e", Choice::Agree))
        .by("b")
        .when(withdraw(Choice::Abstain))
        .then_all([
            withdrawn(Choice::Abstain).into(),
            adopted(4, 1, "adopted by consent: 4 of 5 agreed, 1 abstained, none objected; 3 of 5 needed to speak")
                .into(),
        ]);
}

#[test]
fn an_objection_becomes_agreement_or_abstention() {
    objected()
        .by("b")
        .when(withdraw(Choice::Object))
        .then_rejected(Invalid::new("choice", "must be to agree or to abstain").into());
}

#[test]
fn an_objection_stands_until_more_than_half_of_the_others_do_not_sustain_it() {
    let spoken = || {
        all_but_the_last(five(), [Choice::Agree, Choice::Object, Choice::Agree, Choice::Agree])
            .and(taken("e", Choice::Agree))
            .and(judged("a", false))
    };
    spoken().by("c").when(judge(false)).then(judged("c", false));
    spoken().and(judged("c", false)).by("d").when(judge(true)).then(judged("d", true));
    spoken().and(judged("c", false)).by("d").when(judge(false)).then_all([
        judged("d", false).into(),
        ProposalAdopted {
            objected: 1,
            ..adopted(
                4,
                0,
                "adopted by consent: 4 of 5 agreed, none abstained, 1 objected, 1 of them not sustained by the others; 3 of 5 needed to speak",
            )
        }
        .into(),
    ]);
}

#[test]
fn another_reason_is_another_objection_and_nobody_has_judged_it() {
    let again = PositionTaken { reason: "and too dear".into(), ..taken("b", Choice::Object) };
    all_but_the_last(five(), [Choice::Agree, Choice::Object, Choice::Agree, Choice::Agree])
        .and(taken("e", Choice::Agree))
        .and(judged("a", false))
        .and(judged("c", false))
        .and(again)
        .by("d")
        .when(judge(false))
        .then(judged("d", false));
}

#[test]
fn the_same_judgement_again_changes_nothing_another_replaces_it() {
    objected().and(judged("a", true)).by("a").when(judge(true)).then_nothing();
    objected().and(judged("a", true)).by("a").when(judge(false)).then(judged("a", false));
}

#[test]
fn only_the_others_judge_and_only_under_consent() {
    objected().by("b").when(judge(false)).then_rejected(Rejection::OwnObjection);
    objected().by("newcomer").when(judge(false)).then_rejected(Rejection::NotEligible);
    majority().and(taken("b", Choice::Object)).by("a").when(judge(false)).then_rejected(Rejection::OnlyUnderConsent);
}

#[test]
fn after_the_deadline_nothing_becomes_of_it() {
    let closes_at = deadline();
    let late = || objected().at(closes_at);
    late().by("a").when(answer()).then_rejected(Rejection::Late { closes_at });
    late().by("b").when(withdraw(Choice::Agree)).then_rejected(Rejection::Late { closes_at });
    late().by("a").when(judge(false)).then_rejected(Rejection::Late { closes_at });
    objected().and(rejected([0, 0, 1], "")).by("a").when(judge(false)).then_rejected(Rejection::Closed);
}
