//! A running service with three founders, which others take part in by the same calls.

use std::path::Path;

use contract::{
    common::Receipt,
    partners::{
        self as answers, AcceptInvitation, Choice, DecisionRule, FormPartnership, Founder, GetPartnership,
        ListProposals, MemberRole, PartnerKind, ProposalState, RegisterPartner, StateExpectation, TakePosition, Terms,
        partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
    },
};
use jiff::Timestamp;
use partners::{Partners, api::Api};
use runtime::{
    Clock,
    node::{Running, Settings},
    operations::Record,
};
use tempfile::TempDir;
use tonic::{Request, Response, Status};

pub(crate) const FUNDER: &str = "01890a5d-ac96-774b-bcce-b302099a8001";
pub(crate) const LENDER: &str = "01890a5d-ac96-774b-bcce-b302099a8002";
pub(crate) const INSURER: &str = "01890a5d-ac96-774b-bcce-b302099a8003";

pub(crate) struct World {
    pub(crate) api: Api,
    pub(crate) clock: Clock,
    running: std::sync::Arc<Running<Partners>>,
    folder: TempDir,
}

impl World {
    pub(crate) async fn start() -> Self {
        let (folder, clock) = (TempDir::new().unwrap(), Clock::set_to(at("2026-01-15")));
        let running = serve(&folder, &clock);
        let world = World { api: Api { desk: running.desk() }, clock, running, folder };
        for (partner_id, name) in [(FUNDER, "Funder"), (LENDER, "Lender"), (INSURER, "Insurer")] {
            let register = RegisterPartner {
                partner_id: partner_id.into(),
                name: name.into(),
                kind: PartnerKind::Ngo.into(),
                country: "AF".into(),
                ..Default::default()
            };
            done(world.api.register_partner(by(partner_id, register)).await);
        }
        world
    }

    /// The same log, after a pause.
    pub(crate) async fn restarted(self) -> Self {
        self.restarted_after(|_| ()).await
    }

    /// The same, with something done to what is on disk meanwhile.
    pub(crate) async fn restarted_after(self, meanwhile: impl FnOnce(&Path)) -> Self {
        let World { api, clock, running, folder } = self;
        drop(api);
        running.stop().await;
        meanwhile(folder.path());
        let running = serve(&folder, &clock);
        World { api: Api { desk: running.desk() }, clock, running, folder }
    }

    pub(crate) fn record(&self) -> Record {
        let mut record = Record::default();
        record.add(self.running.desk());
        record
    }

    pub(crate) async fn stop(self) {
        drop(self.api);
        self.running.stop().await;
    }

    /// Drafted by the funder, who has the three of them found it; each has stated what it expects.
    pub(crate) async fn drafted(&self) -> String {
        self.drafted_under(None).await
    }

    pub(crate) async fn drafted_under(&self, terms: Option<Terms>) -> String {
        self.drafted_by(vec![], terms).await
    }

    async fn drafted_by(&self, rules: Vec<DecisionRule>, terms: Option<Terms>) -> String {
        let founder =
            |partner_id: &str| Founder { partner_id: partner_id.into(), roles: vec![MemberRole::Implementing.into()] };
        let form = FormPartnership {
            title: "Together".into(),
            currency: "AFN".into(),
            founders: [FUNDER, LENDER, INSURER].map(founder).to_vec(),
            rules,
            terms,
            ..Default::default()
        };
        let id = done(self.api.form_partnership(by(FUNDER, form)).await).id;
        let mut as_of = vec![];
        for partner in [FUNDER, LENDER, INSURER] {
            as_of = done(self.api.state_expectation(by(partner, expect(&id))).await).as_of;
        }
        self.shown(FUNDER, &id, as_of).await.partnership_id
    }

    pub(crate) async fn active(&self) -> String {
        self.active_under(None).await
    }

    pub(crate) async fn active_under(&self, terms: Option<Terms>) -> String {
        self.active_by(vec![], terms).await
    }

    pub(crate) async fn active_by(&self, rules: Vec<DecisionRule>, terms: Option<Terms>) -> String {
        let id = self.drafted_by(rules, terms).await;
        for partner in [FUNDER, LENDER, INSURER] {
            self.accept(partner, &id, 1).await;
        }
        id
    }

    pub(crate) async fn accept(&self, partner: &str, id: &str, charter_version: u32) -> Receipt {
        let accept = AcceptInvitation { partnership_id: id.into(), charter_version, ..Default::default() };
        done(self.api.accept_invitation(by(partner, accept)).await)
    }

    /// As one of its partners reads it, once all that is known there has been reacted to.
    pub(crate) async fn shown(&self, partner: &str, id: &str, as_of: Vec<String>) -> answers::Partnership {
        let query = |as_of| GetPartnership { as_of, partnership_id: id.into() };
        let seen = self.api.get_partnership(by(partner, query(as_of))).await.unwrap().into_inner();
        self.api.get_partnership(by(partner, query(seen.as_of))).await.unwrap().into_inner()
    }

    /// The only proposal that is open, adopted by those two.
    pub(crate) async fn adopted(&self, id: &str, by_whom: [&str; 2], asked: Receipt) -> Receipt {
        let proposal = self.open_proposal(by_whom[0], id, asked.as_of).await;
        let agree = TakePosition {
            partnership_id: id.into(),
            proposal_id: proposal.proposal_id,
            choice: Choice::Agree.into(),
            ..Default::default()
        };
        done(self.api.take_position(by(by_whom[0], agree.clone())).await);
        done(self.api.take_position(by(by_whom[1], agree)).await)
    }

    pub(crate) async fn open_proposal(&self, partner: &str, id: &str, as_of: Vec<String>) -> answers::Proposal {
        let state = ProposalState::Open.into();
        let query = |as_of| ListProposals { as_of, partnership_id: id.into(), state, ..Default::default() };
        let seen = self.api.list_proposals(by(partner, query(as_of))).await.unwrap().into_inner();
        let open = self.api.list_proposals(by(partner, query(seen.as_of))).await.unwrap().into_inner().proposals;
        assert_eq!(open.len(), 1, "{open:?}");
        open.into_iter().next().unwrap()
    }
}

fn expect(id: &str) -> StateExpectation {
    StateExpectation { partnership_id: id.into(), text: "Answers within a week".into(), ..Default::default() }
}

fn serve(folder: &TempDir, clock: &Clock) -> std::sync::Arc<Running<Partners>> {
    let settings =
        Settings { node: "node".into(), data: folder.path().to_owned(), clock: clock.clone(), log: Default::default() };
    Running::<Partners>::start(&settings, &tokio::runtime::Handle::current()).unwrap()
}

/// Noon of a day.
pub(crate) fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}

pub(crate) fn by<M>(partner: &str, message: M) -> Request<M> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("accord-role", "admin".parse().unwrap());
    request.metadata_mut().insert("accord-partner", partner.parse().unwrap());
    request
}

#[track_caller]
pub(crate) fn done(reply: Result<Response<Receipt>, Status>) -> Receipt {
    reply.unwrap().into_inner()
}
