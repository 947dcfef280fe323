//! The service as it is served: commands in, reactions and deadlines of its own, answers out.

mod concerns;
mod directory;

use contract::{
    common::{Receipt, Standing},
    partners::{
        self as answers, AcceptInvitation, Choice, FormPartnership, Founder, GetPartnership, GetProposal,
        InvitePartner, ListParticipant, ListParticipants, ListPartners, ListPartnerships, ListProposals, MemberRole,
        OpenProposal, PartnerKind, ProposalState, RegisterPartner, Stage, StateExpectation, TakePosition,
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
const OPERATOR: &str = "";

#[tokio::test(flavor = "multi_thread")]
async fn a_partnership_shows_its_members_to_each_of_them() {
    let world = World::start();
    let (id, as_of) = world.active().await;
    let query = GetPartnership { as_of: as_of.clone(), partnership_id: id.clone() };
    let shown = world.api.get_partnership(by(LENDER, query)).await.unwrap().into_inner();
    assert_eq!((shown.stage(), shown.charter_version), (Stage::Active, 1));
    let members: Vec<_> =
        shown.members.iter().map(|it| (it.name.as_str(), it.standing(), it.accepted_version)).collect();
    assert_eq!(members, [("Funder", Standing::Member, 1), ("Lender", Standing::Member, 1)]);

    for (who, many) in [(FUNDER, 1), (LENDER, 1), (INSURER, 0), (OPERATOR, 1)] {
        let query = ListPartnerships { as_of: as_of.clone(), ..Default::default() };
        let listed = world.api.list_partnerships(by(who, query)).await.unwrap().into_inner().partnerships;
        assert_eq!(listed.len(), many, "listed for {who:?}");
    }
    let directory = world.api.list_partners(by(INSURER, ListPartners { as_of, ..Default::default() })).await.unwrap();
    assert_eq!(directory.into_inner().partners.len(), 3);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_members_admit_a_partner_by_decision() {
    let world = World::start();
    let (id, _) = world.active().await;
    let roles = vec![MemberRole::Implementing.into()];
    let invite = InvitePartner { partnership_id: id.clone(), partner_id: INSURER.into(), roles, ..Default::default() };
    let invited = done(world.api.invite_partner(by(FUNDER, invite)).await);
    let proposal = world.only_proposal(&id, invited.as_of).await;
    assert_eq!(proposal.title, "Admit Insurer (implementing)");
    assert_eq!(proposal.proposed_by, FUNDER);
    assert_eq!(
        proposal.why,
        "open, by consent: none of 2 agreed, none abstained, none objected; 1 of 2 needed to speak; 1 more must speak"
    );

    let denied = world.api.accept_invitation(by(INSURER, accept(&id))).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    done(world.api.take_position(by(FUNDER, agree(&proposal))).await);
    let decided = done(world.api.take_position(by(LENDER, agree(&proposal))).await);
    let closed = world.only_proposal(&id, decided.as_of.clone()).await;
    assert_eq!((closed.state(), closed.agreed), (ProposalState::Adopted, 2));

    let joined = done(world.api.accept_invitation(by_seeing(INSURER, accept(&id), &decided.as_of)).await);
    let query = GetPartnership { as_of: joined.as_of, partnership_id: id.clone() };
    let shown = world.api.get_partnership(by(INSURER, query)).await.unwrap().into_inner();
    assert_eq!(shown.members.last().map(|it| (it.name.as_str(), it.standing())), Some(("Insurer", Standing::Member)));
    assert_eq!(shown.proposals_open, 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_closes_by_itself_at_its_deadline() {
    let world = World::start();
    let (id, _) = world.active().await;
    let motion = OpenProposal { partnership_id: id.clone(), matter: 7, title: "Meet".into(), ..Default::default() };
    let opened = done(world.api.open_proposal(by(FUNDER, motion)).await);
    let proposal = world.only_proposal(&id, opened.as_of).await;
    let objection = TakePosition { choice: Choice::Object.into(), reason: "not in winter".into(), ..agree(&proposal) };
    let taken = done(world.api.take_position(by(LENDER, objection)).await);
    let open = world.only_proposal(&id, taken.as_of).await;
    assert_eq!(open.positions.iter().map(|it| it.reason.as_str()).collect::<Vec<_>>(), ["not in winter"]);
    assert!(open.why.ends_with("each objection must be answered and withdrawn"), "{}", open.why);

    world.clock.advance_to(start() + SignedDuration::from_hours(14 * 24));
    let late = world.api.take_position(by(FUNDER, agree(&proposal))).await.unwrap_err();
    assert_eq!(late.code(), Code::FailedPrecondition);
    let closed = loop {
        let query =
            GetProposal { partnership_id: id.clone(), proposal_id: proposal.proposal_id.clone(), ..Default::default() };
        let proposal = world.api.get_proposal(by(LENDER, query)).await.unwrap().into_inner();
        if proposal.state() != ProposalState::Open {
            break proposal;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert_eq!((closed.state(), closed.agreed, closed.objected), (ProposalState::Rejected, 0, 1));
    assert!(closed.why.starts_with("rejected by consent, as an objection stands"), "{}", closed.why);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_source_names_is_listed_and_no_member() {
    let world = World::start();
    let form = FormPartnership {
        title: "Programme".into(),
        currency: "GBP".into(),
        source: "a file".into(),
        ..Default::default()
    };
    let id = done(world.api.form_partnership(by(OPERATOR, form)).await).id;
    let list = ListParticipant {
        partnership_id: id.clone(),
        name: "Ministry".into(),
        role: MemberRole::Implementing.into(),
        source: "a file, line 7".into(),
        ..Default::default()
    };
    let listed = done(world.api.list_participant(by(OPERATOR, list)).await);
    let query = ListParticipants { as_of: listed.as_of.clone(), partnership_id: id.clone(), ..Default::default() };
    let participants = world.api.list_participants(by(OPERATOR, query)).await.unwrap().into_inner().participants;
    assert_eq!(participants.iter().map(|it| &it.participant_id).collect::<Vec<_>>(), [&listed.id]);
    let query = GetPartnership { as_of: listed.as_of, partnership_id: id };
    let shown = world.api.get_partnership(by(OPERATOR, query)).await.unwrap().into_inner();
    assert_eq!((shown.stage(), shown.participants_listed, shown.members.len()), (Stage::Forming, 1, 0));
    world.stop().await;
}

struct World {
    api: Api,
    clock: Clock,
    running: std::sync::Arc<Running<Partners>>,
    _folder: TempDir,
}

impl World {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::set_to(start());
        let settings = Settings {
            node: "node".into(),
            data: folder.path().to_owned(),
            clock: clock.clone(),
            log: Default::default(),
        };
        let running = Running::<Partners>::start(&settings, &tokio::runtime::Handle::current()).unwrap();
        World { api: Api { desk: running.desk() }, clock, running, _folder: folder }
    }

    async fn stop(self) {
        drop(self.api);
        self.running.stop().await;
    }

    /// A partnership of the funder and the lender; the insurer is registered beside it.
    async fn active(&self) -> (String, Vec<String>) {
        for (partner_id, name) in [(FUNDER, "Funder"), (LENDER, "Lender"), (INSURER, "Insurer")] {
            let register = RegisterPartner {
                partner_id: partner_id.into(),
                name: name.into(),
                kind: PartnerKind::Ngo.into(),
                country: "AF".into(),
                ..Default::default()
            };
            done(self.api.register_partner(by(partner_id, register)).await);
        }
        let founder =
            |partner_id: &str, role: MemberRole| Founder { partner_id: partner_id.into(), roles: vec![role.into()] };
        let form = FormPartnership {
            title: "Together".into(),
            currency: "AFN".into(),
            founders: vec![founder(FUNDER, MemberRole::Funding), founder(LENDER, MemberRole::Implementing)],
            ..Default::default()
        };
        let id = done(self.api.form_partnership(by(FUNDER, form)).await).id;
        for partner in [FUNDER, LENDER] {
            let text = "Answers within a week".into();
            let state = StateExpectation { partnership_id: id.clone(), text, ..Default::default() };
            done(self.api.state_expectation(by(partner, state)).await);
        }
        done(self.api.accept_invitation(by(FUNDER, accept(&id))).await);
        let activated = done(self.api.accept_invitation(by(LENDER, accept(&id))).await);
        (id, activated.as_of)
    }

    async fn only_proposal(&self, partnership_id: &str, as_of: Vec<String>) -> answers::Proposal {
        // The second answer has waited for what reactions wrote on the first one's facts.
        let query = |as_of| ListProposals { as_of, partnership_id: partnership_id.into(), ..Default::default() };
        let seen = self.api.list_proposals(by(FUNDER, query(as_of))).await.unwrap().into_inner();
        let mut proposals =
            self.api.list_proposals(by(FUNDER, query(seen.as_of))).await.unwrap().into_inner().proposals;
        assert_eq!(proposals.len(), 1);
        proposals.remove(0)
    }
}

fn start() -> Timestamp {
    Timestamp::from_second(1_768_478_400).unwrap()
}

fn accept(partnership_id: &str) -> AcceptInvitation {
    AcceptInvitation { partnership_id: partnership_id.into(), charter_version: 1, ..Default::default() }
}

fn agree(proposal: &answers::Proposal) -> TakePosition {
    TakePosition {
        partnership_id: proposal.partnership_id.clone(),
        proposal_id: proposal.proposal_id.clone(),
        choice: Choice::Agree.into(),
        ..Default::default()
    }
}

fn by<M>(partner: &str, message: M) -> Request<M> {
    let mut request = Request::new(message);
    let role = if partner == OPERATOR { "operator" } else { "admin" };
    request.metadata_mut().insert("accord-role", role.parse().unwrap());
    if partner != OPERATOR {
        request.metadata_mut().insert("accord-partner", partner.parse().unwrap());
    }
    request
}

fn by_seeing<M>(partner: &str, message: M, as_of: &[String]) -> Request<M> {
    let mut request = by(partner, message);
    request.metadata_mut().insert("accord-as-of", as_of.join(",").parse().unwrap());
    request
}

#[track_caller]
fn done(reply: Result<Response<Receipt>, Status>) -> Receipt {
    reply.unwrap().into_inner()
}
