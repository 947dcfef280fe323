//! What is sealed: nobody reads it before its release, in no log, view or answer; then everybody reads the same.

use std::fs;

use contract::{
    Fact as _,
    log::{Envelope, ListChanges, ListChangesResponse, envelope::Fact},
    partners::{
        AnswerConcern, AnswerExpectation, Choice, Concern, ConcernAudience, ConcernSeverity, ConcernState,
        DecisionRule, Event as Heard, ExpectationAnswer, Expectations, GetConcern, GetExpectations, GetProposal,
        GetRound, GiveFeedback, Matter, OpenProposal, OpenRound, Proposal, ProposalState, RaiseConcern, Rating, Round,
        Rule, StateExpectation, TakePosition,
    },
};
use tempfile::TempDir;
use tests::{Caller, Members, Process, World, embedded, found, id};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn expectations_are_read_by_nobody_else_until_all_have_stated_theirs() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let members = Members::invited(&World::new(&client), "expecting", 2).await;
    let state = |text: &str| StateExpectation {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        text: text.into(),
        by_date: "2199-01-01".into(),
        ..Default::default()
    };
    let first = members.callers[0].ask(state("quarterly-audited-accounts")).await.unwrap();
    let (own, others) = (expectations(&members, 0).await, expectations(&members, 1).await);
    assert_eq!((own.released, &*own.expectations[0].text), (false, "quarterly-audited-accounts"));
    assert_eq!((&*others.expectations[0].text, others.expectations[0].sealed.is_some()), ("", true));
    assert_eq!(found(folder.path(), b"quarterly-audited-accounts"), 0);
    let answer = AnswerExpectation {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        expectation_id: first.id,
        answer: ExpectationAnswer::Yes.into(),
        ..Default::default()
    };
    let early = members.callers[1].ask(answer.clone()).await.unwrap_err();
    assert!(early.to_string().contains("sealed until every founder has stated its own; missing: 1"), "{early}");
    members.callers[1].ask(state("prompt-answers")).await.unwrap();
    for by in [0, 1] {
        let all = expectations(&members, by).await;
        let texts: Vec<_> = all.expectations.iter().map(|it| it.text.as_str()).collect();
        assert!(all.released && texts == ["quarterly-audited-accounts", "prompt-answers"], "{texts:?}");
    }
    members.callers[1].ask(answer).await.unwrap();
    assert_eq!(expectations(&members, 0).await.expectations[0].answers.len(), 1);
    host.stop().await.unwrap();
    assert_eq!(found(folder.path(), b"quarterly-audited-accounts"), 0, "the key is released, not the text");
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_is_released_together_and_an_unattributed_rounds_key_is_destroyed() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let members = Members::invited(&World::new(&client), "rating", 6).await;
    members.accept().await;
    for unattributed in [false, true] {
        let open = OpenRound {
            command_id: fresh(),
            partnership_id: members.partnership.clone(),
            title: "The year".into(),
            days_open: 14,
            unattributed,
            ..Default::default()
        };
        let round_id = members.callers[0].ask(open).await.unwrap().id;
        let secret = format!("answer-letters-{unattributed}");
        for by in 0..5 {
            members.callers[by].ask(give(&members, &round_id, by, &secret)).await.unwrap();
        }
        let round = as_read(&members, &round_id, 5).await;
        assert_eq!((round.released, round.given.len(), round.said.len()), (false, 5, 0));
        assert!(round.given.iter().all(|it| it.ratings.is_empty() && it.sealed.is_some()));
        assert!(!as_read(&members, &round_id, 0).await.given[0].ratings.is_empty(), "one reads its own");
        assert_eq!(found(folder.path(), secret.as_bytes()), 0);
        members.callers[5].ask(give(&members, &round_id, 5, &secret)).await.unwrap();
        for by in 0..6 {
            let round = as_read(&members, &round_id, by).await;
            assert_eq!((round.released, round.said.len()), (true, 6));
            let of_first = round.said.iter().find(|it| it.partner_id == members.ids[0]).unwrap();
            assert_eq!(of_first.reliability, [0, 0, 0, 5, 0]);
            let read = round.given.iter().filter(|it| !it.ratings.is_empty()).count();
            assert_eq!(read, if unattributed { 0 } else { 6 }, "nobody reads who said what, not even its own");
        }
    }
    let seen = members.callers[0].get(ListChanges {
        partnership_id: members.partnership.clone(),
        service: "partners".into(),
        page_size: 500,
        ..Default::default()
    });
    let changes: ListChangesResponse = seen.await.unwrap();
    assert!(changes.next_page_token.is_empty() && 14 <= changes.changes.len());
    host.stop().await.unwrap();
    assert_eq!(found(folder.path(), b"answer-letters-false"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_sides_of_a_concern_say_is_read_by_no_third() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let members = Members::invited(&World::new(&client), "settling", 3).await;
    members.accept().await;
    let partnership_id = members.partnership.clone();
    let raise = RaiseConcern {
        command_id: fresh(),
        partnership_id: partnership_id.clone(),
        about: vec![members.ids[1].clone()],
        audience: ConcernAudience::Sides.into(),
        severity: ConcernSeverity::Serious.into(),
        text: "the-ledger-was-rewritten".into(),
        ..Default::default()
    };
    let concern_id = members.callers[0].ask(raise.clone()).await.unwrap().id;
    let again = RaiseConcern { command_id: fresh(), concern_id: concern_id.clone(), ..raise };
    assert_eq!(members.callers[0].ask(again).await.unwrap().revision, 1, "the same concern is raised once");
    let (command_id, text) = (fresh(), "a-mistake-of-our-bank".to_owned());
    let answer =
        AnswerConcern { command_id, partnership_id, concern_id: concern_id.clone(), text, ..Default::default() };
    members.callers[1].ask(answer).await.unwrap();
    for (by, reads) in [(0, true), (1, true), (2, false)] {
        let concern = concern(&members, &concern_id, by).await;
        let words = [concern.text, concern.steps[0].text.clone()];
        assert_eq!(words == ["the-ledger-was-rewritten", "a-mistake-of-our-bank"], reads, "{words:?}");
        assert_eq!((concern.sealed.is_none(), concern.steps[0].sealed.is_none()), (reads, reads));
        assert_eq!(concern.state, i32::from(ConcernState::Answered), "all see how far it is");
    }
    host.stop().await.unwrap();
    for secret in ["the-ledger-was-rewritten", "a-mistake-of-our-bank"] {
        assert_eq!(found(folder.path(), secret.as_bytes()), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_tells_a_verifier_nothing_of_what_members_say_of_each_other() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let story = World::new(&client).partnership("apart").await.unwrap();
    let partnership_id = story.partnership.clone();
    let open = OpenRound {
        command_id: fresh(),
        partnership_id: partnership_id.clone(),
        title: "The year".into(),
        days_open: 14,
        ..Default::default()
    };
    let round_id = story.lender.ask(open).await.unwrap().id;
    let round: Round =
        story.lender.get(GetRound { as_of: vec![], partnership_id: partnership_id.clone(), round_id }).await.unwrap();
    for (caller, who) in [(&story.lender, "lender"), (&story.trainer, "trainer"), (&story.funder, "funder")] {
        let (round_id, partnership_id) = (round.round_id.clone(), partnership_id.clone());
        let rating = |of: &String| Rating {
            partner_id: of.clone(),
            clarity: 3,
            respect: 3,
            voice: 3,
            reliability: 3,
            fairness: 3,
            ..Default::default()
        };
        let ratings = round.raters.iter().filter(|it| **it != id(&format!("apart/{who}"))).map(rating).collect();
        caller
            .ask(GiveFeedback { command_id: fresh(), partnership_id, round_id, ratings, ..Default::default() })
            .await
            .unwrap();
    }
    let by_lender = feedback_heard(&story.lender, &partnership_id).await;
    assert_eq!((by_lender, feedback_heard(&story.auditor, &partnership_id).await), (4, 0));
    host.stop().await.unwrap();
}

/// How many facts of feedback the record shows, and that it shows others.
async fn feedback_heard(caller: &Caller, partnership_id: &str) -> usize {
    let list = ListChanges {
        partnership_id: partnership_id.into(),
        service: "partners".into(),
        page_size: 500,
        ..Default::default()
    };
    let heard: ListChangesResponse = caller.get(list).await.unwrap();
    let is_feedback =
        |it: &&Envelope| matches!(&it.fact, Some(Fact::Partners(Heard { kind: Some(it) })) if it.is_among_members());
    let feedback = heard.changes.iter().filter(is_feedback).count();
    assert!(feedback + 5 < heard.changes.len());
    feedback
}

async fn concern(members: &Members, concern_id: &str, by: usize) -> Concern {
    let (partnership_id, concern_id) = (members.partnership.clone(), concern_id.to_owned());
    members.callers[by].get(GetConcern { as_of: vec![], partnership_id, concern_id }).await.unwrap()
}

fn give(members: &Members, round_id: &str, by: usize, keep: &str) -> GiveFeedback {
    let rating = |partner_id: &String| Rating {
        partner_id: partner_id.clone(),
        clarity: 3,
        respect: 5,
        voice: 2,
        reliability: 4,
        fairness: 1,
        keep: keep.into(),
        change: String::new(),
    };
    GiveFeedback {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        round_id: round_id.into(),
        ratings: members.ids.iter().filter(|it| **it != members.ids[by]).map(rating).collect(),
        ..Default::default()
    }
}

async fn expectations(members: &Members, by: usize) -> Expectations {
    let partnership_id = members.partnership.clone();
    members.callers[by].get(GetExpectations { as_of: vec![], partnership_id }).await.unwrap()
}

async fn as_read(members: &Members, round_id: &str, by: usize) -> Round {
    let partnership_id = members.partnership.clone();
    members.callers[by].get(GetRound { as_of: vec![], partnership_id, round_id: round_id.into() }).await.unwrap()
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_killed_in_the_middle_opens_what_it_had_sealed() {
    let folder = TempDir::new().unwrap();
    let mut up = Process::new(&[], folder.path(), None);
    up.start();
    up.wait_until_it_listens();
    let members = Members::invited(&World::new(&up.client()), "killed", 2).await;
    let state = |text: &str| StateExpectation {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        text: text.into(),
        ..Default::default()
    };
    members.callers[0].ask(state("quarterly-audited-accounts")).await.unwrap();
    up.kill();
    up.start();
    up.wait_until_it_listens();
    assert_eq!(found(folder.path(), b"quarterly-audited-accounts"), 0);
    members.callers[1].ask(state("prompt-answers")).await.unwrap();
    let all = expectations(&members, 1).await;
    let texts: Vec<_> = all.expectations.iter().map(|it| it.text.as_str()).collect();
    assert!(all.released && texts == ["quarterly-audited-accounts", "prompt-answers"], "{texts:?}");
    up.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_positions_are_read_by_nobody_else_before_the_close() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let members = Members::under(&World::new(&client), "unseen", 3, vec![unseen()]).await;
    members.accept().await;
    let proposal_id = members.callers[0].ask(open(&members)).await.unwrap().id;
    for (by, choice) in [(0, Choice::Object), (1, Choice::Agree)] {
        members.callers[by].ask(take(&members, &proposal_id, by, choice)).await.unwrap();
    }
    let (own, others) = (proposal(&members, &proposal_id, 0).await, proposal(&members, &proposal_id, 1).await);
    assert_eq!(own.positions[0].choice(), Choice::Object, "one reads its own");
    assert_eq!((others.positions[0].choice(), others.positions[0].reason.as_str()), (Choice::Unspecified, ""));
    assert_eq!(others.why, "open: 2 of 3 have spoken; what they said is hidden until the close");
    assert_eq!(found(folder.path(), b"reason-of-member-0"), 0);
    members.callers[2].ask(take(&members, &proposal_id, 2, Choice::Agree)).await.unwrap();
    let closed = proposal(&members, &proposal_id, 1).await;
    assert_eq!((closed.state(), closed.agreed, closed.objected), (ProposalState::Adopted, 2, 1), "{}", closed.why);
    assert_eq!(closed.positions[0].reason, "reason-of-member-0");
    host.stop().await.unwrap();
}

async fn proposal(members: &Members, proposal_id: &str, by: usize) -> Proposal {
    let (partnership_id, proposal_id) = (members.partnership.clone(), proposal_id.to_owned());
    members.callers[by].get(GetProposal { as_of: vec![], partnership_id, proposal_id }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_keys_are_lost_nothing_hidden_is_decided_until_they_are_back() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let members = Members::under(&World::new(&client), "lost", 2, vec![unseen()]).await;
    members.accept().await;
    let proposal_id = members.callers[0].ask(open(&members)).await.unwrap().id;
    members.callers[0].ask(take(&members, &proposal_id, 0, Choice::Agree)).await.unwrap();
    host.stop().await.unwrap();
    let keys = folder.path().join("partners/keys");
    let kept = fs::read(&keys).unwrap();
    fs::remove_file(&keys).unwrap();
    let second = take(&members, &proposal_id, 1, Choice::Agree);
    {
        let (host, client) = embedded(&folder).await;
        let refused = Caller::operator(&client).partner(&members.ids[1]).ask(second.clone()).await.unwrap_err();
        assert!(refused.to_string().contains("the key of the hidden positions is gone"), "{refused}");
        host.stop().await.unwrap();
    }
    fs::write(&keys, kept).unwrap();
    let (host, client) = embedded(&folder).await;
    let back = Caller::operator(&client).partner(&members.ids[1]);
    back.ask(second).await.unwrap();
    let (partnership_id, as_of) = (members.partnership.clone(), vec![]);
    let closed: Proposal = back.get(GetProposal { as_of, partnership_id, proposal_id }).await.unwrap();
    assert_eq!((closed.state(), closed.agreed), (ProposalState::Adopted, 2), "{}", closed.why);
    host.stop().await.unwrap();
}

/// More than half of the members, and nobody sees what another says before the close.
fn unseen() -> DecisionRule {
    DecisionRule {
        matter: Matter::Other.into(),
        rule: Rule::AbsoluteMajority.into(),
        quorum_percent: 50,
        days_open: 14,
        hidden: true,
        ..Default::default()
    }
}

fn open(members: &Members) -> OpenProposal {
    OpenProposal {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        matter: Matter::Other.into(),
        title: "Meet in Kisumu".into(),
        ..Default::default()
    }
}

fn take(members: &Members, proposal_id: &str, by: usize, choice: Choice) -> TakePosition {
    TakePosition {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        proposal_id: proposal_id.into(),
        choice: choice.into(),
        reason: format!("reason-of-member-{by}"),
        ..Default::default()
    }
}
