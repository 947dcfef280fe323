//! Deciding as it is served: what members say around their positions, and how it is shown.

use std::sync::{Arc, Mutex};

use contract::{
    common::Receipt,
    partners::{
        self as answers, AcceptInvitation, AnswerObjection, AnswerQuestion, AppointProxy, AskQuestion, Choice,
        DecisionRule, FormPartnership, Founder, GetPartnership, GetProposal, GetVoice, InvitePartner, JudgeObjection,
        Matter, MemberRole, ObjectionState, OpenProposal, PartnerKind, ProposalState, Ranking, RateParticipation,
        Recuse, RegisterPartner, Rule, StateExpectation, TakePosition, WithdrawProposal,
        partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
    },
};
use jiff::{SignedDuration, Timestamp};
use partners::{Partners, api::Api};
use runtime::{
    Clock,
    node::{Running, Settings},
};
use tempfile::TempDir;
use tonic::{Code, Request, Response, Status};

const FUNDER: &str = "01890a5d-ac96-774b-bcce-b302099a8001";
const LENDER: &str = "01890a5d-ac96-774b-bcce-b302099a8002";
const INSURER: &str = "01890a5d-ac96-774b-bcce-b302099a8003";
const BANK: &str = "01890a5d-ac96-774b-bcce-b302099a8004";

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_is_answered_and_judged_and_all_of_it_is_shown() {
    let world = World::start(consent(Rule::Unspecified)).await;
    let (partnership_id, proposal_id) = world.open(vec![]).await;
    let ids = || (partnership_id.clone(), proposal_id.clone());

    let (partnership_id, proposal_id) = ids();
    let ask = AskQuestion { partnership_id, proposal_id, text: "Who pays?".into(), ..Default::default() };
    let question_id = done(world.api.ask_question(by(LENDER, ask)).await).id;
    let (partnership_id, proposal_id) = ids();
    let text = "Each its own".into();
    let reply = AnswerQuestion { partnership_id, proposal_id, question_id, text, ..Default::default() };
    done(world.api.answer_question(by(FUNDER, reply)).await);

    world.say(FUNDER, Choice::Agree).await;
    world.say(LENDER, Choice::Object).await;
    world.say(INSURER, Choice::Agree).await;
    let (partnership_id, proposal_id) = ids();
    let (objector_id, text) = (LENDER.into(), "There is a train".into());
    let answer = AnswerObjection { partnership_id, proposal_id, objector_id, text, ..Default::default() };
    done(world.api.answer_objection(by(FUNDER, answer)).await);
    let shown = world.judge(FUNDER, false).await;
    assert_eq!(shown.state(), ProposalState::Open);
    let objection = shown.positions.iter().find(|it| it.partner_id == LENDER).unwrap();
    assert_eq!(objection.objection(), ObjectionState::Standing);
    assert_eq!((objection.answers.len(), objection.judgements.len()), (1, 1));
    assert_eq!(shown.questions[0].answers[0].text, "Each its own");

    let shown = world.judge(INSURER, false).await;
    assert_eq!((shown.state(), shown.agreed, shown.objected, shown.not_sustained), (ProposalState::Adopted, 2, 1, 1));
    assert!(shown.why.contains("1 of them not sustained by the others"), "{}", shown.why);

    let (partnership_id, proposal_id) = ids();
    let (actual, desired) = (Some(1), Some(3));
    let rate = RateParticipation { partnership_id, proposal_id, actual, desired, ..Default::default() };
    let rated = done(world.api.rate_participation(by(LENDER, rate)).await);
    let shown = world.proposal(rated.as_of).await;
    assert_eq!((shown.rated, shown.rated_less_than_desired, shown.participation[0].desired), (1, 1, 3));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ranked_motion_shows_who_prefers_what_to_what() {
    let world = World::start(DecisionRule { rule: Rule::Ranked.into(), ..consent(Rule::Unspecified) }).await;
    world.open(vec!["Kabul".into(), "Herat".into()]).await;
    let rank = |option, rank| Ranking { option, rank };
    world.rank(FUNDER, vec![rank(1, 2), rank(2, 1)]).await;
    let shown = world.rank(LENDER, vec![rank(2, 1), rank(0, 2)]).await;
    let rows: Vec<_> = shown.beats.iter().map(|it| (it.option.as_str(), it.above.clone())).collect();
    assert_eq!(
        rows,
        [("Kabul", vec![0, 0, 1]), ("Herat", vec![2, 0, 2]), ("none of these", vec![1, 0, 0])],
        "{}",
        shown.why
    );
    assert_eq!((shown.state(), shown.ranked), (ProposalState::Adopted, 2));
    assert_eq!(shown.chosen_option, "Herat");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_consent_fails_the_fallback_begins_by_itself_and_ends_at_its_deadline() {
    let world = World::start(consent(Rule::SimpleMajority)).await;
    world.open(vec![]).await;
    world.say(FUNDER, Choice::Agree).await;
    world.say(LENDER, Choice::Object).await;
    world.clock.advance_to(start() + SignedDuration::from_hours(7 * 24));
    let shown = world.until(|it| it.rule() == Rule::SimpleMajority).await;
    assert_eq!((shown.state(), shown.fell_back_from()), (ProposalState::Open, Rule::Consent));
    assert!(shown.fallback_why.contains("an objection stands"), "{}", shown.fallback_why);
    world.clock.advance_to(start() + SignedDuration::from_hours(15 * 24));
    let shown = world.until(|it| it.state() != ProposalState::Open).await;
    assert!(shown.why.starts_with("rejected by simple majority, as no more agreed than objected"), "{}", shown.why);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn affiliates_share_a_voice_and_a_proxy_is_named() {
    let world = World::start_with(consent(Rule::Unspecified), FUNDER).await;
    world.open(vec![]).await;
    world.say(FUNDER, Choice::Agree).await;
    let shown = world.say(LENDER, Choice::Abstain).await;
    assert_eq!((shown.voices, shown.positions.len(), shown.agreed, shown.abstained), (2, 1, 0, 1));
    let (partnership_id, proposal_id) = world.ids();
    let appoint = AppointProxy { partnership_id, proposal_id, holder_id: INSURER.into(), ..Default::default() };
    done(world.api.appoint_proxy(by(FUNDER, appoint)).await);
    let refused = world.api.take_position(by(INSURER, world.take_for(FUNDER))).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let (partnership_id, proposal_id) = world.ids();
    let recuse = Recuse { partnership_id, proposal_id, ..Default::default() };
    let recused = done(world.api.recuse(by(LENDER, recuse)).await);
    let shown = world.proposal(recused.as_of).await;
    assert_eq!((shown.voices, shown.positions.len(), shown.proxies.len()), (1, 0, 0));
    assert_eq!(
        shown.voices_out.iter().map(|it| (it.partner_id.as_str(), it.recused)).collect::<Vec<_>>(),
        [(LENDER, true)]
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn affiliates_count_once_in_turnout_and_among_those_who_could_speak() {
    let world = World::start_with(consent(Rule::Unspecified), FUNDER).await;
    world.open(vec![]).await;
    world.say(FUNDER, Choice::Agree).await;
    world.say(LENDER, Choice::Agree).await;
    assert_eq!(world.say(INSURER, Choice::Agree).await.state(), ProposalState::Adopted);
    assert_eq!(world.turnout().await, [(FUNDER, 0, 0), (LENDER, 1, 1), (INSURER, 1, 1)].map(told));
    world.open(vec![]).await;
    world.say(INSURER, Choice::Agree).await;
    world.clock.advance_to(start() + SignedDuration::from_hours(7 * 24));
    world.until(|it| it.state() != ProposalState::Open).await;
    assert_eq!(world.turnout().await, [(FUNDER, 1, 0), (LENDER, 1, 1), (INSURER, 2, 2)].map(told));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admission_taken_back_may_be_asked_for_again() {
    let world = World::start(consent(Rule::Unspecified)).await;
    let invite = || InvitePartner {
        partnership_id: world.partnership_id.clone(),
        partner_id: BANK.into(),
        roles: vec![MemberRole::Implementing.into()],
        ..Default::default()
    };
    let invited = done(world.api.invite_partner(by(FUNDER, invite())).await);
    let opened = world.listed(invited.as_of).await;
    let (partnership_id, proposal_id) = (world.partnership_id.clone(), opened[0].proposal_id.clone());
    let withdraw = WithdrawProposal { partnership_id, proposal_id, ..Default::default() };
    let refused = world.api.withdraw_proposal(by(LENDER, withdraw.clone())).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let withdrawn = done(world.api.withdraw_proposal(by(FUNDER, withdraw)).await);
    let shown = world.listed(withdrawn.as_of).await;
    assert_eq!((shown[0].state(), shown[0].why.as_str()), (ProposalState::Withdrawn, "withdrawn by its proposer"));
    let query = GetPartnership { partnership_id: world.partnership_id.clone(), ..Default::default() };
    assert_eq!(world.api.get_partnership(by(FUNDER, query)).await.unwrap().into_inner().proposals_open, 0);
    let again = done(world.api.invite_partner(by(LENDER, invite())).await);
    assert_eq!(world.listed(again.as_of).await.len(), 2);
    world.stop().await;
}

/// Three members under one rule, and one proposal.
struct World {
    api: Api,
    clock: Clock,
    running: Arc<Running<Partners>>,
    partnership_id: String,
    proposal_id: Mutex<String>,
    _folder: TempDir,
}

impl World {
    async fn start(rule: DecisionRule) -> Self {
        Self::start_with(rule, "").await
    }

    /// The lender may be affiliated.
    async fn start_with(rule: DecisionRule, affiliated_to: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to(start());
        let settings = Settings {
            node: "node".into(),
            data: folder.path().to_owned(),
            clock: clock.clone(),
            log: Default::default(),
        };
        let running = Running::<Partners>::start(&settings, &tokio::runtime::Handle::current()).unwrap();
        let api = Api { desk: running.desk() };
        for partner_id in [FUNDER, LENDER, INSURER, BANK] {
            let register = RegisterPartner {
                partner_id: partner_id.into(),
                name: "A partner".into(),
                kind: PartnerKind::Ngo.into(),
                country: "AF".into(),
                affiliated_to: if partner_id == LENDER { affiliated_to.into() } else { String::new() },
                ..Default::default()
            };
            done(api.register_partner(by(partner_id, register)).await);
        }
        let founder = |it: &str| Founder { partner_id: it.into(), roles: vec![MemberRole::Implementing.into()] };
        let form = FormPartnership {
            title: "Together".into(),
            currency: "AFN".into(),
            rules: vec![rule],
            founders: [FUNDER, LENDER, INSURER].map(founder).to_vec(),
            ..Default::default()
        };
        let partnership_id = done(api.form_partnership(by(FUNDER, form)).await).id;
        for partner_id in [FUNDER, LENDER, INSURER] {
            let (partnership_id, text) = (partnership_id.clone(), "Answers within a week".to_owned());
            let state = StateExpectation { partnership_id, text, ..Default::default() };
            done(api.state_expectation(by(partner_id, state)).await);
        }
        for partner_id in [FUNDER, LENDER, INSURER] {
            let partnership_id = partnership_id.clone();
            let accept = AcceptInvitation { partnership_id, charter_version: 1, ..Default::default() };
            done(api.accept_invitation(by(partner_id, accept)).await);
        }
        World { api, clock, running, partnership_id, proposal_id: Default::default(), _folder: folder }
    }

    async fn stop(self) {
        drop(self.api);
        self.running.stop().await;
    }

    async fn open(&self, options: Vec<String>) -> (String, String) {
        let partnership_id = self.partnership_id.clone();
        let (matter, title) = (Matter::Other.into(), "Meet".into());
        let open = OpenProposal { partnership_id, matter, title, options, ..Default::default() };
        *self.proposal_id.lock().unwrap() = done(self.api.open_proposal(by(FUNDER, open)).await).id;
        self.ids()
    }

    fn ids(&self) -> (String, String) {
        (self.partnership_id.clone(), self.proposal_id.lock().unwrap().clone())
    }

    fn take_for(&self, member: &str) -> TakePosition {
        let (partnership_id, proposal_id) = self.ids();
        let (choice, on_behalf_of) = (Choice::Agree.into(), member.into());
        TakePosition { partnership_id, proposal_id, choice, on_behalf_of, ..Default::default() }
    }

    async fn say(&self, who: &str, choice: Choice) -> answers::Proposal {
        let (choice, reason) = (choice.into(), "too far".into());
        let take = TakePosition { choice, reason, on_behalf_of: String::new(), ..self.take_for("") };
        let taken = done(self.api.take_position(by(who, take)).await);
        self.proposal(taken.as_of).await
    }

    async fn rank(&self, who: &str, rankings: Vec<Ranking>) -> answers::Proposal {
        let take = TakePosition { choice: Choice::Rank.into(), rankings, ..self.take_for("") };
        let taken = done(self.api.take_position(by(who, take)).await);
        self.proposal(taken.as_of).await
    }

    async fn judge(&self, who: &str, sustained: bool) -> answers::Proposal {
        let (partnership_id, proposal_id) = self.ids();
        let (objector_id, reasons) = (LENDER.into(), "It is near".into());
        let judge =
            JudgeObjection { partnership_id, proposal_id, objector_id, sustained, reasons, ..Default::default() };
        let judged = done(self.api.judge_objection(by(who, judge)).await);
        self.proposal(judged.as_of).await
    }

    async fn proposal(&self, as_of: Vec<String>) -> answers::Proposal {
        let (partnership_id, proposal_id) = self.ids();
        self.api
            .get_proposal(by(FUNDER, GetProposal { as_of, partnership_id, proposal_id }))
            .await
            .unwrap()
            .into_inner()
    }

    async fn until(&self, is_so: impl Fn(&answers::Proposal) -> bool) -> answers::Proposal {
        loop {
            let shown = self.proposal(vec![]).await;
            if is_so(&shown) {
                return shown;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// Of each member, how often it could speak and did.
    async fn turnout(&self) -> Vec<(String, u32, u32)> {
        let query = |as_of| GetVoice { as_of, partnership_id: self.partnership_id.clone(), period: String::new() };
        let seen = self.api.get_voice(by(FUNDER, query(vec![]))).await.unwrap().into_inner();
        let voice = self.api.get_voice(by(FUNDER, query(seen.as_of))).await.unwrap().into_inner();
        voice.members.into_iter().map(|it| (it.partner_id, it.could_speak, it.spoke)).collect()
    }

    /// All proposals, once what was reacted to the facts named is there too.
    async fn listed(&self, as_of: Vec<String>) -> Vec<answers::Proposal> {
        let query =
            |as_of| answers::ListProposals { as_of, partnership_id: self.partnership_id.clone(), ..Default::default() };
        let seen = self.api.list_proposals(by(FUNDER, query(as_of))).await.unwrap().into_inner();
        self.api.list_proposals(by(FUNDER, query(seen.as_of))).await.unwrap().into_inner().proposals
    }
}

fn consent(fallback: Rule) -> DecisionRule {
    DecisionRule {
        matter: Matter::Other.into(),
        rule: Rule::Consent.into(),
        quorum_percent: 50,
        days_open: 7,
        fallback: fallback.into(),
        hidden: false,
    }
}

fn told((partner_id, could_speak, spoke): (&str, u32, u32)) -> (String, u32, u32) {
    (partner_id.to_owned(), could_speak, spoke)
}

fn start() -> Timestamp {
    Timestamp::from_second(1_768_478_400).unwrap()
}

fn by<M>(partner: &str, message: M) -> Request<M> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("accord-role", "admin".parse().unwrap());
    request.metadata_mut().insert("accord-partner", partner.parse().unwrap());
    request
}

#[track_caller]
fn done(reply: Result<Response<Receipt>, Status>) -> Receipt {
    reply.unwrap().into_inner()
}
