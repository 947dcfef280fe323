//! A mediator that is no member reads and answers what was taken to it, and finds nothing else.

use contract::{
    log::{ListChanges, record_server::Record as _},
    partners::{
        AcknowledgeConcern, AmendCharter, AnswerConcern, Concern, ConcernAudience, ConcernSeverity, ConcernState,
        ConfirmResolved, EscalateConcern, Escalation, GetConcern, GetConcernSummary, GetExpectations, GetPartnership,
        ListConcerns, ListPartnerships, ListProposals, ListWaiting, PartnerKind, RaiseConcern, RegisterPartner, Terms,
        Waiting, WaitingKind, partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
    },
};
use tonic::{Code, Response, Status};

use super::ground::{FUNDER, INSURER, LENDER, World, by, done};

const MEDIATOR: &str = "01890a5d-ac96-774b-bcce-b302099a8004";
const MATTER: &str = "The second instalment is late";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_to_it_it_reads_and_answers_as_one_step_more() {
    let world = World::start().await;
    let id = world.active_with_mediator().await;
    let (taken, other) = (world.between_its_sides(&id).await, world.between_its_sides(&id).await);
    let as_of = world.escalated(&id, &taken).await;

    let listed = world.listed_for(MEDIATOR, &id, &as_of).await;
    assert_eq!(listed.iter().map(|it| (&it.concern_id, it.text.as_str())).collect::<Vec<_>>(), [(&taken, MATTER)]);
    let read = world.concern_for(MEDIATOR, &id, &taken, &as_of).await.unwrap().into_inner();
    assert_eq!((read.text.as_str(), read.steps[0].text.as_str()), (MATTER, "Help us talk"));
    let missing = world.concern_for(MEDIATOR, &id, &other, &as_of).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    let said_there = world.api.answer_concern(by(MEDIATOR, answer(&id, &other))).await.unwrap_err();
    assert_eq!(
        (said_there.code(), said_there.message()),
        (Code::NotFound, "there is no such concern in this partnership")
    );
    assert_eq!(kinds(&world.waiting(MEDIATOR, &as_of).await), [(WaitingKind::MediateConcern, taken.as_str())]);

    let said = done(world.api.answer_concern(by(MEDIATOR, answer(&id, &taken))).await);
    assert_eq!(world.waiting(MEDIATOR, &said.as_of).await, []);
    let asked = world.waiting(LENDER, &said.as_of).await;
    assert!(kinds(&asked).contains(&(WaitingKind::ConfirmConcern, taken.as_str())), "{asked:?}");
    for side in [LENDER, FUNDER, MEDIATOR] {
        let shown = world.concern_for(side, &id, &taken, &said.as_of).await.unwrap().into_inner();
        assert_eq!((shown.state(), shown.last_answered_at), (ConcernState::WithMediator, None));
        assert_eq!(shown.responses.iter().filter(|it| it.answered_at.is_some()).count(), 0);
        let last = shown.steps.last().unwrap();
        assert_eq!((last.partner_id.as_str(), last.text.as_str()), (MEDIATOR, "Pay half now"));
    }
    let beside = world.concern_for(INSURER, &id, &taken, &said.as_of).await.unwrap().into_inner();
    assert!(beside.steps.iter().all(|it| it.text.is_empty() && it.sealed.is_some()) && beside.text.is_empty());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_partnership_it_sees_nothing() {
    let world = World::start().await;
    let id = world.active_with_mediator().await;
    let taken = world.between_its_sides(&id).await;
    let as_of = world.escalated(&id, &taken).await;
    let partnership_id = || id.clone();
    denied(world.api.get_partnership(by(MEDIATOR, GetPartnership { partnership_id: partnership_id(), as_of })).await);
    let list = ListProposals { partnership_id: partnership_id(), ..Default::default() };
    denied(world.api.list_proposals(by(MEDIATOR, list)).await);
    let summary = GetConcernSummary { partnership_id: partnership_id(), ..Default::default() };
    denied(world.api.get_concern_summary(by(MEDIATOR, summary)).await);
    let expectations = GetExpectations { partnership_id: partnership_id(), ..Default::default() };
    denied(world.api.get_expectations(by(MEDIATOR, expectations)).await);
    let changes = ListChanges { partnership_id: partnership_id(), service: "partners".into(), ..Default::default() };
    denied(world.record().list_changes(by(MEDIATOR, changes)).await);
    denied(world.api.raise_concern(by(MEDIATOR, raise(&id))).await);
    denied(world.api.escalate_concern(by(MEDIATOR, escalate(&id, &taken))).await);
    let acknowledge =
        AcknowledgeConcern { partnership_id: partnership_id(), concern_id: taken.clone(), ..Default::default() };
    denied(world.api.acknowledge_concern(by(MEDIATOR, acknowledge)).await);
    let confirm = ConfirmResolved { partnership_id: partnership_id(), concern_id: taken, ..Default::default() };
    denied(world.api.confirm_resolved(by(MEDIATOR, confirm)).await);
    let its = world.api.list_partnerships(by(MEDIATOR, ListPartnerships::default())).await.unwrap().into_inner();
    assert_eq!(its.partnerships, []);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_gives_it_no_standing_and_another_charter_leaves_it_what_it_has() {
    let world = World::start().await;
    world.register(MEDIATOR).await;
    let id = world.drafted_under(Some(terms(MEDIATOR))).await;
    denied(world.concern_for(MEDIATOR, &id, &id, &[]).await);
    for partner in [FUNDER, LENDER, INSURER] {
        world.accept(partner, &id, 1).await;
    }
    assert_eq!(world.concern_for(MEDIATOR, &id, &id, &[]).await.unwrap_err().code(), Code::NotFound);
    let taken = world.between_its_sides(&id).await;
    world.escalated(&id, &taken).await;
    let amend = AmendCharter {
        partnership_id: id.clone(),
        title: "Together".into(),
        terms: Some(terms(INSURER)),
        reason: "one of us".into(),
        ..Default::default()
    };
    let asked = done(world.api.amend_charter(by(FUNDER, amend)).await);
    let decided = world.adopted(&id, [FUNDER, LENDER], asked).await;
    let decided = world.adopted(&id, [INSURER, INSURER], decided).await;
    let seen = world.shown(FUNDER, &id, decided.as_of).await;
    assert_eq!(seen.terms.map(|it| it.mediator_partner_id), Some(INSURER.into()));

    let world = world.restarted().await;
    assert!(world.concern_for(MEDIATOR, &id, &taken, &seen.as_of).await.is_ok());
    let said = done(world.api.answer_concern(by(MEDIATOR, answer(&id, &taken))).await);
    // A member may mediate too; what was taken to the first one is no longer its.
    done(world.api.answer_concern(by(FUNDER, AnswerConcern { text: "No".into(), ..answer(&id, &taken) })).await);
    let as_of = world.escalated(&id, &taken).await;
    assert_eq!(world.concern_for(MEDIATOR, &id, &taken, &as_of).await.unwrap_err().code(), Code::NotFound);
    assert_eq!(world.listed_for(MEDIATOR, &id, &as_of).await, []);
    let by_a_member = done(world.api.answer_concern(by(INSURER, answer(&id, &taken))).await);
    assert_ne!(by_a_member.revision, said.revision);
    let shown = world.concern_for(INSURER, &id, &taken, &by_a_member.as_of).await.unwrap().into_inner();
    assert_eq!(shown.steps.last().map(|it| it.text.as_str()), Some("Pay half now"));
    world.stop().await;
}

impl World {
    async fn active_with_mediator(&self) -> String {
        self.register(MEDIATOR).await;
        self.active_under(Some(terms(MEDIATOR))).await
    }

    async fn register(&self, partner_id: &str) {
        let register = RegisterPartner {
            partner_id: partner_id.into(),
            name: "Ombudsman".into(),
            kind: PartnerKind::Ngo.into(),
            country: "AF".into(),
            ..Default::default()
        };
        done(self.api.register_partner(by(partner_id, register)).await);
    }

    async fn between_its_sides(&self, id: &str) -> String {
        done(self.api.raise_concern(by(LENDER, raise(id))).await).id
    }

    async fn escalated(&self, id: &str, concern_id: &str) -> Vec<String> {
        done(self.api.escalate_concern(by(LENDER, escalate(id, concern_id))).await).as_of
    }

    async fn listed_for(&self, who: &str, id: &str, as_of: &[String]) -> Vec<Concern> {
        let ask = ListConcerns { as_of: as_of.to_vec(), partnership_id: id.into(), ..Default::default() };
        self.api.list_concerns(by(who, ask)).await.unwrap().into_inner().concerns
    }

    async fn concern_for(
        &self,
        who: &str,
        id: &str,
        concern_id: &str,
        as_of: &[String],
    ) -> Result<Response<Concern>, Status> {
        let (partnership_id, concern_id) = (id.into(), concern_id.into());
        let as_of = as_of.to_vec();
        self.api.get_concern(by(who, GetConcern { as_of, partnership_id, concern_id })).await
    }

    async fn waiting(&self, who: &str, as_of: &[String]) -> Vec<Waiting> {
        let ask = ListWaiting { as_of: as_of.to_vec(), ..Default::default() };
        self.api.list_waiting(by(who, ask)).await.unwrap().into_inner().waiting
    }
}

fn kinds(waiting: &[Waiting]) -> Vec<(WaitingKind, &str)> {
    waiting.iter().map(|it| (it.kind(), it.thing_id.as_str())).collect()
}

fn terms(mediator: &str) -> Terms {
    Terms { mediator_partner_id: mediator.into(), ..Default::default() }
}

fn raise(id: &str) -> RaiseConcern {
    RaiseConcern {
        partnership_id: id.into(),
        about: vec![FUNDER.into()],
        audience: ConcernAudience::Sides.into(),
        severity: ConcernSeverity::Serious.into(),
        text: MATTER.into(),
        ..Default::default()
    }
}

fn escalate(id: &str, concern_id: &str) -> EscalateConcern {
    EscalateConcern {
        partnership_id: id.into(),
        concern_id: concern_id.into(),
        to: Escalation::Mediator.into(),
        text: "Help us talk".into(),
        ..Default::default()
    }
}

fn answer(id: &str, concern_id: &str) -> AnswerConcern {
    AnswerConcern {
        partnership_id: id.into(),
        concern_id: concern_id.into(),
        text: "Pay half now".into(),
        ..Default::default()
    }
}

#[track_caller]
fn denied<M: std::fmt::Debug>(reply: Result<Response<M>, Status>) {
    assert_eq!(reply.unwrap_err().code(), Code::PermissionDenied);
}
