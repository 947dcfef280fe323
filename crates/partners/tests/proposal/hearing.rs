//! Questions before deciding, and what the member concerned has to say.

use contract::partners::{AnswerQuestion, AskQuestion, MakeStatement, QuestionAnswered, QuestionAsked, StatementMade};

use super::*;

fn ask() -> AskQuestion {
    AskQuestion {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        question_id: "question".into(),
        text: "Who pays?".into(),
        ..Default::default()
    }
}

fn asked(partner_id: &str) -> QuestionAsked {
    QuestionAsked {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        question_id: "question".into(),
        partner_id: partner_id.into(),
        text: "Who pays?".into(),
    }
}

fn answer() -> AnswerQuestion {
    AnswerQuestion {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        question_id: "question".into(),
        text: "Each its own".into(),
        ..Default::default()
    }
}

fn answered(partner_id: &str) -> QuestionAnswered {
    QuestionAnswered {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        question_id: "question".into(),
        partner_id: partner_id.into(),
        text: "Each its own".into(),
    }
}

fn state() -> MakeStatement {
    MakeStatement {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        text: "We were ill".into(),
        ..Default::default()
    }
}

fn stated() -> StatementMade {
    StatementMade {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: "x".into(),
        text: "We were ill".into(),
    }
}

fn about_x() -> Scenario<Proposal> {
    given::<Proposal, _>([ProposalOpened { concerned_partner_id: "x".into(), ..opened() }])
}

#[test]
fn any_member_asks_and_who_decides_or_proposed_answers() {
    five().by("x").when(ask()).then(asked("x"));
    five().and(asked("x")).by("b").when(answer()).then(answered("b"));
    five().and(asked("x")).by("x").when(answer()).then_rejected(Rejection::NotToAnswer);
    let proposed_by_x = ProposalOpened { proposed_by: "x".into(), ..opened() };
    given::<Proposal, _>([proposed_by_x]).and(asked("b")).by("x").when(answer()).then(answered("x"));
}

#[test]
fn a_question_has_an_id_where_none_is_given() {
    five()
        .by("a")
        .when(AskQuestion { question_id: String::new(), ..ask() })
        .then(QuestionAsked { question_id: context().fresh("question"), ..asked("a") });
}

#[test]
fn the_same_again_changes_nothing() {
    five().and(asked("b")).by("b").when(ask()).then_nothing();
    five().and(asked("b")).and(answered("a")).by("a").when(answer()).then_nothing();
    five()
        .and(asked("b"))
        .and(answered("a"))
        .by("a")
        .when(AnswerQuestion { text: "The host".into(), ..answer() })
        .then(QuestionAnswered { text: "The host".into(), ..answered("a") });
}

#[test]
fn an_id_stands_for_one_question() {
    five().and(asked("b")).by("c").when(ask()).then_rejected(Rejection::QuestionIdTaken);
    five().by("c").when(answer()).then_rejected(Rejection::QuestionNotFound);
}

#[test]
fn there_is_an_end_to_questions_and_answers() {
    let many = (0..50).fold(five(), |it, n| it.and(QuestionAsked { question_id: n.to_string(), ..asked("b") }));
    many.by("b").when(ask()).then_rejected(Rejection::TooMany { what: "questions", most: 50 });
    let eligible: Vec<String> = "abcdef".chars().map(String::from).collect();
    let six = given::<Proposal, _>([ProposalOpened { eligible, ..opened() }]).and(asked("a"));
    let answers = ["a", "b", "c", "d", "e"].into_iter().fold(six, |it, who| it.and(answered(who)));
    answers.by("f").when(answer()).then_rejected(Rejection::TooMany { what: "answers to that question", most: 5 });
}

#[test]
fn what_is_said_says_something_and_in_time() {
    let closes_at = deadline();
    let missing = || Rejection::from(Invalid::new("text", "is missing"));
    five().by("b").when(AskQuestion { text: " ".into(), ..ask() }).then_rejected(missing());
    five().and(asked("b")).by("b").when(AnswerQuestion { text: " ".into(), ..answer() }).then_rejected(missing());
    about_x().by("x").when(MakeStatement { text: " ".into(), ..state() }).then_rejected(missing());
    five().by("b").at(closes_at).when(ask()).then_rejected(Rejection::Late { closes_at });
    five().and(asked("b")).by("b").at(closes_at).when(answer()).then_rejected(Rejection::Late { closes_at });
    about_x().by("x").at(closes_at).when(state()).then_rejected(Rejection::Late { closes_at });
}

#[test]
fn the_member_concerned_is_heard_and_nobody_else() {
    about_x().by("x").when(state()).then(stated());
    about_x().and(stated()).by("x").when(state()).then_nothing();
    about_x().by("a").when(state()).then_rejected(Rejection::NotTheConcerned);
    five().by("a").when(state()).then_rejected(Rejection::NotTheConcerned);
    about_x().by("x").when(take(Choice::Object)).then_rejected(Rejection::NotEligible);
}
