//! The same command again, another one under its id, only validated, or against a revision that has moved on.

mod activities;
mod aiming;
mod aligning;
mod funds;
mod living;
mod measuring;
mod practising;
mod sharing;
mod talking;
mod undertaking;

use contract::{
    common::Receipt,
    evaluation::{Basis, VerifyMeasurement},
    goals::{CloseGoal, Outcome},
    partners::{
        AcceptInvitation, AnswerObjection, AnswerQuestion, AppointProxy, AskQuestion, Choice, CloseProposal, EndProxy,
        FormPartnership, Founder, InvitePartner, JudgeObjection, ListParticipant, MakeStatement, MemberRole,
        PartnerKind, RateParticipation, Recuse, RegisterPartner, StateExpectation, TakePosition, WithdrawObjection,
        WithdrawProposal,
    },
    resources::{ConfirmTransaction, OfferResource},
};
use prost::{Message, Name};
use tests::{Stranger, id, path, reason, rpcs, said, told};
use tonic::{Code, Status};

use crate::orders::{Ground, fresh, partner_id};

#[tokio::test(flavor = "multi_thread")]
async fn another_command_under_the_same_id_is_refused_and_the_same_one_gets_its_receipt() {
    let ground = Ground::new().await;
    let lender = ground.by("lender");
    let offer = ground.offer();
    let receipt: Receipt = lender.call(&offer).await.unwrap();
    let numbers = ground.world.numbers().await;
    let transaction =
        contract::resources::RecordTransaction { command_id: offer.command_id.clone(), ..ground.transaction() };
    let other = OfferResource { title: "Three agronomists".into(), ..offer.clone() };
    for refused in [
        lender.call::<_, Receipt>(&other).await.unwrap_err(),
        lender.call::<_, Receipt>(&transaction).await.unwrap_err(),
    ] {
        assert_eq!(refused.code(), Code::AlreadyExists, "{refused}");
        assert_eq!(reason(&refused), "REASON_COMMAND_ID_REUSED");
    }
    assert_eq!(lender.call::<_, Receipt>(&offer).await.unwrap(), receipt);
    let (offer_again, other_again) =
        (OfferResource { validate_only: true, ..offer.clone() }, OfferResource { validate_only: true, ..other });
    assert_eq!(lender.call::<_, Receipt>(&offer_again).await.unwrap(), receipt, "as live");
    let refused = lender.call::<_, Receipt>(&other_again).await.unwrap_err();
    assert_eq!(reason(&refused), "REASON_COMMAND_ID_REUSED", "as live");
    assert_eq!(ground.world.numbers().await, numbers);
    // An id is its caller's own.
    let same_id = OfferResource { command_id: offer.command_id, ..ground.offer() };
    ground.by("trainer").call::<_, Receipt>(&same_id).await.unwrap();
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_against_a_revision_that_has_moved_on_is_aborted() {
    let ground = Ground::new().await;
    let opened: Receipt = ground.by("trainer").call(&ground.motion()).await.unwrap();
    let now = |revision| TakePosition { expected_revision: Some(revision), ..ground.position(&opened.id) };
    let taken: Receipt = ground.by("lender").call(&now(opened.revision)).await.unwrap();
    assert_eq!(taken.revision, opened.revision + 1);
    let stale = TakePosition { choice: Choice::Abstain.into(), ..now(opened.revision) };
    let numbers = ground.world.numbers().await;
    let refused = ground.by("lender").call::<_, Receipt>(&stale).await.unwrap_err();
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::Aborted, "REASON_REVISION_MISMATCH"), "{refused}");
    assert_eq!(told(&refused, "expected"), Some(opened.revision.to_string()));
    assert_eq!(told(&refused, "actual"), Some(taken.revision.to_string()));
    assert_eq!(ground.world.numbers().await, numbers);
    let changed = TakePosition { expected_revision: Some(taken.revision), command_id: fresh(), ..stale };
    ground.by("lender").call::<_, Receipt>(&changed).await.unwrap();
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_racing_writers_exactly_one_is_aborted() {
    let ground = Ground::new().await;
    for _ in 0..20 {
        let opened: Receipt = ground.by("trainer").call(&ground.motion()).await.unwrap();
        let position = || TakePosition { expected_revision: Some(opened.revision), ..ground.position(&opened.id) };
        let (lender, funder) = (ground.by("lender"), ground.by("funder"));
        let (first, second) = (position(), position());
        let raced: (Result<Receipt, Status>, Result<Receipt, Status>) =
            tokio::join!(lender.call(&first), funder.call(&second));
        let (won, lost) = match raced {
            (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
            both => panic!("exactly one of {both:?} is aborted"),
        };
        assert_eq!(lost.code(), Code::Aborted, "{lost}");
        assert_eq!(told(&lost, "actual"), Some(won.revision.to_string()));
    }
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn validate_only_gives_the_live_answer_of_every_command_and_appends_nothing() {
    let mut ground = Ground::new().await;
    let mut tried = Tried { ground: &mut ground, names: vec![] };
    tried.founding().await;
    tried.deciding().await;
    tried.aligning().await;
    tried.hearing().await;
    tried.aiming().await;
    tried.activities().await;
    tried.working().await;
    tried.talking().await;
    tried.living().await;
    tried.undertaking().await;
    tried.sharing().await;
    tried.funding().await;
    tried.practising().await;
    tried.measuring().await;
    let mut names = std::mem::take(&mut tried.names);
    names.sort_unstable();
    names.dedup();
    let mut commands: Vec<_> = rpcs().into_iter().filter(|it| path(it).contains("Commands/")).collect();
    commands.sort_by_key(|it| it.name().to_owned());
    assert_eq!(names, commands.iter().map(|it| it.name().to_owned()).collect::<Vec<_>>(), "every command is tried");
    ground.end().await;
}

struct Tried<'g> {
    ground: &'g mut Ground,
    names: Vec<String>,
}

impl Tried<'_> {
    /// Validates, then carries out; both must answer the same.
    async fn both<C: Message + Name>(&mut self, by: Stranger, command: C) -> Result<Receipt, Status> {
        let by = by.seeing(&self.ground.seen);
        let path = contract::rules().rpc(&C::full_name()).unwrap().path.clone();
        let request = command.encode_to_vec();
        let numbers = self.ground.world.numbers().await;
        // Field 2, set.
        let validated = by.send(&path, [&request[..], &[0x10, 1]].concat()).await;
        assert_eq!(self.ground.world.numbers().await, numbers, "{} was only validated", C::NAME);
        let live = by.send(&path, request).await;
        let receipt = |it: bytes::Bytes| Receipt::decode(it).unwrap();
        let (validated, live) = (validated.map(receipt), live.map(receipt));
        match (&validated, &live) {
            (Ok(would), Ok(did)) => {
                assert_eq!((&would.id, would.revision), (&did.id, did.revision), "{}", C::NAME);
            }
            (Err(would), Err(did)) => {
                assert_eq!(said(would), said(did), "{}", C::NAME);
            }
            differ => panic!("{}: validated and live differ: {differ:?}", C::NAME),
        }
        self.names.push(C::NAME.to_owned());
        self.ground.settle().await;
        live
    }

    async fn founding(&mut self) {
        let (operator, lender, trainer) = (self.ground.operator(), self.ground.by("lender"), self.ground.by("trainer"));
        let register = RegisterPartner {
            command_id: fresh(),
            partner_id: partner_id("newcomer"),
            name: "Newcomer".into(),
            kind: PartnerKind::Ngo.into(),
            country: "KE".into(),
            ..Default::default()
        };
        self.both(operator.clone(), register).await.unwrap();
        let read = FormPartnership {
            command_id: fresh(),
            title: "Read in a file".into(),
            currency: "KES".into(),
            source: "file.xml".into(),
            ..Default::default()
        };
        let draft = self.both(operator.clone(), read.clone()).await.unwrap().id;
        let participant = ListParticipant {
            command_id: fresh(),
            partnership_id: draft,
            name: "Somebody".into(),
            role: MemberRole::Funding.into(),
            source: "file.xml".into(),
            ..Default::default()
        };
        self.both(operator, participant).await.unwrap();
        let founder = |partner| Founder { partner_id: partner_id(partner), roles: vec![MemberRole::Funding.into()] };
        let form = FormPartnership {
            command_id: fresh(),
            founders: vec![founder("lender"), founder("trainer")],
            source: String::new(),
            ..read
        };
        let formed = self.both(lender.clone(), form).await.unwrap().id;
        for caller in [lender.clone(), trainer.clone()] {
            let (partnership_id, text) = (formed.clone(), "Answers within a week".to_owned());
            let state = StateExpectation { command_id: fresh(), partnership_id, text, ..Default::default() };
            self.both(caller, state).await.unwrap();
        }
        for caller in [lender.clone(), trainer] {
            let partnership_id = formed.clone();
            let accept =
                AcceptInvitation { command_id: fresh(), partnership_id, charter_version: 1, ..Default::default() };
            self.both(caller, accept).await.unwrap();
        }
        let invite = InvitePartner {
            command_id: fresh(),
            partnership_id: formed,
            partner_id: partner_id("newcomer"),
            roles: vec![MemberRole::Observer.into()],
            ..Default::default()
        };
        self.both(lender, invite).await.unwrap();
    }

    async fn deciding(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let motion = self.ground.motion();
        let proposal_id = self.both(trainer.clone(), motion).await.unwrap().id;
        let position = self.ground.position(&proposal_id);
        self.both(lender.clone(), position).await.unwrap();
        let partnership_id = self.ground.partnership.clone();
        let close = CloseProposal { command_id: fresh(), partnership_id, proposal_id, ..Default::default() };
        self.both(trainer, close).await.expect_err("positions to come can change its outcome");
        let (indicator, goal) = (self.ground.indicator(), self.ground.goal());
        self.both(lender.clone(), indicator).await.unwrap();
        self.both(lender, goal).await.unwrap();
        let proposals = self.ground.open_proposals().await;
        let about_goal = proposals.iter().find(|it| it.subject.is_some()).expect("the goal is before the members");
        for member in ["lender", "trainer", "funder"] {
            let position = self.ground.position(&about_goal.proposal_id);
            self.both(self.ground.by(member), position).await.unwrap();
        }
    }

    /// What is said around positions, on one motion.
    async fn hearing(&mut self) {
        let (lender, trainer, funder) = (self.ground.by("lender"), self.ground.by("trainer"), self.ground.by("funder"));
        let motion = self.ground.motion();
        let proposal_id = self.both(trainer.clone(), motion).await.unwrap().id;
        let partnership_id = self.ground.partnership.clone();
        let ids = || (fresh(), partnership_id.clone(), proposal_id.clone());
        let (command_id, partnership_id, proposal_id) = ids();
        let text = "Who pays?".into();
        let ask = AskQuestion { command_id, partnership_id, proposal_id, text, ..Default::default() };
        let question_id = self.both(lender.clone(), ask).await.unwrap().id;
        let (command_id, partnership_id, proposal_id) = ids();
        let text = "Each its own".into();
        let answer =
            AnswerQuestion { command_id, partnership_id, proposal_id, question_id, text, ..Default::default() };
        self.both(trainer.clone(), answer).await.unwrap();
        let (command_id, partnership_id, proposal_id) = ids();
        let text = "We are heard".into();
        let state = MakeStatement { command_id, partnership_id, proposal_id, text, ..Default::default() };
        self.both(lender.clone(), state).await.expect_err("the motion is about no member");
        let (command_id, partnership_id, proposal_id) = ids();
        let holder_id = partner_id("funder");
        let appoint = AppointProxy { command_id, partnership_id, proposal_id, holder_id, ..Default::default() };
        self.both(lender.clone(), appoint).await.unwrap();
        let (command_id, partnership_id, proposal_id) = ids();
        let end = EndProxy { command_id, partnership_id, proposal_id, ..Default::default() };
        self.both(lender.clone(), end).await.unwrap();
        let (_, _, proposal_id) = ids();
        let object = TakePosition {
            choice: Choice::Object.into(),
            reason: "too far".into(),
            ..self.ground.position(&proposal_id)
        };
        self.both(lender.clone(), object).await.unwrap();
        let (command_id, partnership_id, proposal_id) = ids();
        let (objector_id, text) = (partner_id("lender"), "There is a train".into());
        let answer =
            AnswerObjection { command_id, partnership_id, proposal_id, objector_id, text, ..Default::default() };
        self.both(trainer.clone(), answer).await.unwrap();
        let (command_id, partnership_id, proposal_id) = ids();
        let (objector_id, reasons) = (partner_id("lender"), "It is far".into());
        let judge = JudgeObjection {
            command_id,
            partnership_id,
            proposal_id,
            objector_id,
            sustained: true,
            reasons,
            ..Default::default()
        };
        self.both(trainer.clone(), judge).await.unwrap();
        let (command_id, partnership_id, proposal_id) = ids();
        let choice = Choice::Abstain.into();
        let withdraw = WithdrawObjection { command_id, partnership_id, proposal_id, choice, ..Default::default() };
        self.both(lender, withdraw).await.unwrap();
        let (command_id, partnership_id, proposal_id) = ids();
        let recuse = Recuse { command_id, partnership_id, proposal_id, ..Default::default() };
        self.both(funder.clone(), recuse).await.unwrap();
        let (command_id, partnership_id, proposal_id) = ids();
        let (actual, desired) = (Some(0), Some(3));
        let rate = RateParticipation { command_id, partnership_id, proposal_id, actual, desired, ..Default::default() };
        self.both(funder, rate).await.expect_err("nothing is decided yet");
        let (command_id, partnership_id, proposal_id) = ids();
        let withdraw = WithdrawProposal { command_id, partnership_id, proposal_id, ..Default::default() };
        self.both(trainer, withdraw).await.unwrap();
    }

    async fn working(&mut self) {
        let (lender, funder) = (self.ground.by("lender"), self.ground.by("funder"));
        let partnership_id = self.ground.partnership.clone();
        let (activity, offer) = (self.ground.activity(), self.ground.offer());
        self.both(lender.clone(), activity).await.unwrap();
        self.both(lender.clone(), offer).await.unwrap();
        let transaction = self.ground.transaction();
        let transaction_id = self.both(funder, transaction).await.unwrap().id;
        let confirm = ConfirmTransaction {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            transaction_id,
            ..Default::default()
        };
        self.both(lender.clone(), confirm).await.unwrap();
        let report = self.ground.report();
        let measurement_id = self.both(lender.clone(), report).await.unwrap().id;
        let verify = VerifyMeasurement {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            measurement_id,
            basis: Basis::SiteVisit.into(),
            ..Default::default()
        };
        self.both(self.ground.by("auditor"), verify).await.unwrap();
        let close = CloseGoal {
            command_id: fresh(),
            partnership_id,
            goal_id: id("bad/goal"),
            outcome: Outcome::PartlyAchieved.into(),
            why: "half of it is done".into(),
            ..Default::default()
        };
        self.both(lender, close).await.unwrap();
    }
}
