//! Every command on partners, members, their expectations, feedback, reviews and concerns, validated and carried out.

use contract::partners::{
    AcknowledgeConcern, AgreeChange, AmendCharter, AnswerConcern, AnswerExpectation, AppointRepresentative, ChangeRole,
    ClearFlag, ClosePartnership, CloseReview, CloseRound, CloseUnresolved, CompleteExit, ConfirmResolved, Contact,
    ContestFlag, DissolvePartnership, EraseContact, EscalateConcern, Evidence, FlagPartner, GiveFeedback, GrantProxy,
    LeavePartnership, MemberRole, OpenReview, OpenRound, PartnerKind, RaiseConcern, Rating, RecordDueDiligence,
    ReinstateMember, RemoveMember, RenewFlag, ReopenConcern, RespondToFeedback, ReviewItem, ReviseDraft, ReviseProfile,
    RevokeProxy, SettleExitItem, SuspendMember, WithdrawConcern, WithdrawLeaving,
};
use jiff::{ToSpan, Zoned};

use super::{Tried, fresh, partner_id};

fn in_days(days: i32) -> String {
    Zoned::now().date().saturating_add(days.days()).to_string()
}

fn evidence() -> Option<Evidence> {
    Some(Evidence {
        uri: "https://example.org/audit.pdf".into(),
        sha256: "0".repeat(64),
        size_bytes: 1_024,
        media_type: "application/pdf".into(),
    })
}

impl Tried<'_> {
    pub(super) async fn living(&mut self) {
        self.directory().await;
        self.concerns().await;
        self.reviewing().await;
        self.members().await;
    }

    async fn directory(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let profile = ReviseProfile {
            command_id: fresh(),
            partner_id: partner_id("trainer"),
            name: "Trainer".into(),
            kind: PartnerKind::Ngo.into(),
            country: "KE".into(),
            ..Default::default()
        };
        self.both(trainer.clone(), profile).await.unwrap();
        let diligence = RecordDueDiligence {
            command_id: fresh(),
            partner_id: partner_id("trainer"),
            basis: 1,
            valid_until: in_days(300),
            evidence: evidence(),
            ..Default::default()
        };
        self.both(lender.clone(), diligence).await.unwrap();
        let appoint = AppointRepresentative {
            command_id: fresh(),
            partner_id: partner_id("trainer"),
            person: "officer-7".into(),
            starts_on: in_days(0),
            contact: Some(Contact { name: "An officer".into(), phone: "+254 20 1234567".into(), ..Default::default() }),
            ..Default::default()
        };
        self.both(trainer.clone(), appoint).await.unwrap();
        let erase = EraseContact {
            command_id: fresh(),
            partner_id: partner_id("trainer"),
            person: "officer-7".into(),
            reason: "Has left".into(),
            ..Default::default()
        };
        self.both(trainer.clone(), erase).await.unwrap();
        let flag = FlagPartner {
            command_id: fresh(),
            partner_id: partner_id("trainer"),
            scope: 2,
            category: 1,
            statement: "Accounts are two years late".into(),
            evidence: evidence(),
            review_on: in_days(60),
            ..Default::default()
        };
        let flag_id = self.both(lender.clone(), flag).await.unwrap().id;
        let contest = ContestFlag {
            command_id: fresh(),
            flag_id: flag_id.clone(),
            statement: "They were filed last week".into(),
            ..Default::default()
        };
        self.both(trainer, contest).await.unwrap();
        let renew = RenewFlag {
            command_id: fresh(),
            flag_id: flag_id.clone(),
            review_on: in_days(90),
            statement: "Not seen yet".into(),
            ..Default::default()
        };
        self.both(lender.clone(), renew).await.unwrap();
        let clear = ClearFlag { command_id: fresh(), flag_id, reason: "Seen".into(), ..Default::default() };
        self.both(lender, clear).await.unwrap();
    }

    async fn concerns(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership = self.ground.partnership.clone();
        let partnership_id = || partnership.clone();
        let raise = RaiseConcern {
            command_id: fresh(),
            partnership_id: partnership_id(),
            about: vec![partner_id("trainer")],
            severity: 1,
            text: "Lists come late".into(),
            ..Default::default()
        };
        let concern = self.both(lender.clone(), raise).await.unwrap().id;
        let concern_id = || concern.clone();
        let acknowledge = AcknowledgeConcern {
            command_id: fresh(),
            partnership_id: partnership_id(),
            concern_id: concern_id(),
            ..Default::default()
        };
        self.both(trainer.clone(), acknowledge).await.unwrap();
        let text = "From now on by the tenth";
        let answer = AnswerConcern {
            command_id: fresh(),
            partnership_id: partnership_id(),
            concern_id: concern_id(),
            text: text.into(),
            ..Default::default()
        };
        self.both(trainer, answer).await.unwrap();
        let confirm = ConfirmResolved {
            command_id: fresh(),
            partnership_id: partnership_id(),
            concern_id: concern_id(),
            ..Default::default()
        };
        self.both(lender.clone(), confirm).await.unwrap();
        let reopen = ReopenConcern {
            command_id: fresh(),
            partnership_id: partnership_id(),
            concern_id: concern_id(),
            text: "Late again".into(),
            ..Default::default()
        };
        self.both(lender.clone(), reopen).await.unwrap();
        let escalate = EscalateConcern {
            command_id: fresh(),
            partnership_id: partnership_id(),
            concern_id: concern_id(),
            to: 2,
            text: "Let the members decide".into(),
            ..Default::default()
        };
        self.both(lender.clone(), escalate).await.unwrap();
        let close = CloseUnresolved {
            command_id: fresh(),
            partnership_id: partnership_id(),
            concern_id: concern_id(),
            ..Default::default()
        };
        self.both(lender.clone(), close).await.expect_err("its raiser is there");
        let withdraw = WithdrawConcern {
            command_id: fresh(),
            partnership_id: partnership_id(),
            concern_id: concern_id(),
            ..Default::default()
        };
        self.both(lender, withdraw).await.unwrap();
    }

    async fn reviewing(&mut self) {
        let lender = self.ground.by("lender");
        let partnership = self.ground.partnership.clone();
        let partnership_id = || partnership.clone();
        let answer = AnswerExpectation {
            command_id: fresh(),
            partnership_id: partnership_id(),
            expectation_id: fresh(),
            answer: 1,
            ..Default::default()
        };
        self.both(lender.clone(), answer).await.expect_err("there is no such expectation");
        let open = OpenRound {
            command_id: fresh(),
            partnership_id: partnership_id(),
            title: "The year".into(),
            days_open: 7,
            ..Default::default()
        };
        let round_id = self.both(lender.clone(), open).await.unwrap().id;
        let rating = |partner: &str| Rating {
            partner_id: partner_id(partner),
            clarity: 3,
            respect: 3,
            voice: 3,
            reliability: 3,
            fairness: 3,
            ..Default::default()
        };
        let give = GiveFeedback {
            command_id: fresh(),
            partnership_id: partnership_id(),
            round_id: round_id.clone(),
            ratings: vec![rating("trainer"), rating("funder")],
            ..Default::default()
        };
        self.both(lender.clone(), give).await.unwrap();
        let close = CloseRound {
            command_id: fresh(),
            partnership_id: partnership_id(),
            round_id: round_id.clone(),
            ..Default::default()
        };
        self.both(lender.clone(), close).await.expect_err("others have yet to give");
        let respond = RespondToFeedback {
            command_id: fresh(),
            partnership_id: partnership_id(),
            round_id,
            text: "Thank you".into(),
            ..Default::default()
        };
        self.both(lender.clone(), respond).await.expect_err("nothing is released yet");
        let item = || ReviewItem { kind: 6, note: "Repayment fell".into(), ..Default::default() };
        let open = OpenReview {
            command_id: fresh(),
            partnership_id: partnership_id(),
            title: "The year".into(),
            from_date: "2025-01-01".into(),
            to_date: "2025-12-31".into(),
            packet: vec![item()],
            ..Default::default()
        };
        let review_id = self.both(lender.clone(), open).await.unwrap().id;
        let agree = AgreeChange {
            command_id: fresh(),
            partnership_id: partnership_id(),
            review_id: review_id.clone(),
            what: "Visit every branch".into(),
            follows_from: Some(item()),
            kind: 1,
            owner_partner_id: partner_id("lender"),
            due_on: in_days(90),
            ..Default::default()
        };
        self.both(lender.clone(), agree).await.unwrap();
        let close = CloseReview {
            command_id: fresh(),
            partnership_id: partnership_id(),
            review_id,
            summary: "More visits".into(),
            ..Default::default()
        };
        self.both(lender, close).await.unwrap();
    }

    async fn members(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership = self.ground.partnership.clone();
        let partnership_id = || partnership.clone();
        let (partner, reason) = (|| partner_id("funder"), || "no word for a year".to_owned());
        let revise = ReviseDraft {
            command_id: fresh(),
            partnership_id: partnership_id(),
            title: "Another".into(),
            currency: "KES".into(),
            ..Default::default()
        };
        self.both(lender.clone(), revise).await.expect_err("it is a draft no more");
        let grant = GrantProxy {
            command_id: fresh(),
            partnership_id: partnership_id(),
            holder_id: partner_id("trainer"),
            ends_on: in_days(14),
            ..Default::default()
        };
        self.both(lender.clone(), grant).await.unwrap();
        let revoke = RevokeProxy { command_id: fresh(), partnership_id: partnership_id(), ..Default::default() };
        self.both(lender.clone(), revoke).await.unwrap();
        let amend = AmendCharter {
            command_id: fresh(),
            partnership_id: partnership_id(),
            title: "Another".into(),
            reason: reason(),
            ..Default::default()
        };
        self.both(lender.clone(), amend).await.unwrap();
        let role = ChangeRole {
            command_id: fresh(),
            partnership_id: partnership_id(),
            partner_id: partner_id("trainer"),
            roles: vec![MemberRole::Accountable.into()],
            ..Default::default()
        };
        self.both(lender.clone(), role).await.unwrap();
        let suspend = SuspendMember {
            command_id: fresh(),
            partnership_id: partnership_id(),
            partner_id: partner(),
            reason: reason(),
            ..Default::default()
        };
        self.both(lender.clone(), suspend).await.unwrap();
        let reinstate = ReinstateMember {
            command_id: fresh(),
            partnership_id: partnership_id(),
            partner_id: partner(),
            reason: reason(),
            ..Default::default()
        };
        self.both(lender.clone(), reinstate).await.expect_err("it is not suspended yet");
        let remove = RemoveMember {
            command_id: fresh(),
            partnership_id: partnership_id(),
            partner_id: partner(),
            reason: reason(),
            ..Default::default()
        };
        let _ = self.both(trainer.clone(), remove).await;
        let dissolve = DissolvePartnership {
            command_id: fresh(),
            partnership_id: partnership_id(),
            reason: reason(),
            ..Default::default()
        };
        self.both(lender.clone(), dissolve).await.unwrap();
        let close = ClosePartnership { command_id: fresh(), partnership_id: partnership_id(), ..Default::default() };
        self.both(lender.clone(), close).await.expect_err("nobody has dissolved it yet");
        let leave = LeavePartnership {
            command_id: fresh(),
            partnership_id: partnership_id(),
            reason: reason(),
            effective_on: in_days(40),
            ..Default::default()
        };
        self.both(trainer.clone(), leave).await.unwrap();
        let settle = SettleExitItem {
            command_id: fresh(),
            partnership_id: partnership_id(),
            partner_id: partner_id("trainer"),
            item_id: fresh(),
            how: 3,
            ..Default::default()
        };
        self.both(lender, settle).await.expect_err("there is no such item");
        let complete = CompleteExit {
            command_id: fresh(),
            partnership_id: partnership_id(),
            partner_id: partner_id("trainer"),
            ..Default::default()
        };
        self.both(trainer.clone(), complete).await.expect_err("its day has not come");
        let stay = WithdrawLeaving { command_id: fresh(), partnership_id: partnership_id(), ..Default::default() };
        self.both(trainer, stay).await.unwrap();
    }
}
