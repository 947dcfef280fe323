//! Concerns under the charter's terms, and after their raisers have left.

use std::time::Duration;

use contract::{
    common::Receipt,
    log::{Envelope, ListChanges, envelope::Fact, record_server::Record as _},
    partners::{
        AnswerConcern, CloseUnresolved, Concern, ConcernSeverity, ConcernState, ConfirmResolved, EscalateConcern,
        Escalation, Exit, ExitItem, ExitItemKind, ExitSettlement, ExitState, GetConcern, GetExit, InvitePartner,
        LeavePartnership, MemberRole, RaiseConcern, ReopenConcern, SettleExitItem, Terms, event::Kind as Event,
        partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
    },
};
use tonic::{Code, Request};

use super::ground::{FUNDER, INSURER, LENDER, World, at, by, done};

const CHANNEL: &str = "https://example.org/speak-up";

#[tokio::test(flavor = "multi_thread")]
async fn the_charter_names_the_channel_the_mediator_and_the_limit() {
    let world = World::start().await;
    let terms = Terms {
        mediator_partner_id: INSURER.into(),
        confidential_channel: CHANNEL.into(),
        concern_silence_days: 30,
        ..Default::default()
    };
    let id = world.active_under(Some(terms)).await;
    let concern = world.raised(LENDER, &id).await.id;
    let escalate = EscalateConcern {
        partnership_id: id.clone(),
        concern_id: concern.clone(),
        to: Escalation::Mediator.into(),
        text: "Help us talk".into(),
        ..Default::default()
    };
    done(world.api.escalate_concern(by(LENDER, escalate)).await);
    let answered = done(world.api.answer_concern(by(FUNDER, answer(&id, &concern))).await);
    let shown = world.concern(&id, &concern, answered.as_of.clone()).await;
    assert_eq!((shown.state(), shown.confidential_channel.as_str()), (ConcernState::Answered, CHANNEL));
    world.clock.advance_to(at("2026-02-14"));
    let closed = world.ended(&id, &concern, answered.as_of).await;
    assert_eq!(closed.state(), ConcernState::Unresolved);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mediator_is_no_way_out() {
    let world = World::start().await;
    let id = world.active().await;
    let concern = world.raised(LENDER, &id).await.id;
    let escalate = EscalateConcern {
        partnership_id: id.clone(),
        concern_id: concern,
        to: Escalation::Mediator.into(),
        text: "Help us talk".into(),
        ..Default::default()
    };
    let refused = world.api.escalate_concern(by(LENDER, escalate)).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_leaver_has_raised_is_closed_by_a_member_or_by_the_clock() {
    let world = World::start().await;
    let id = world.active().await;
    let (first, second) = (world.raised(INSURER, &id).await.id, world.raised(INSURER, &id).await.id);
    let close = || CloseUnresolved { partnership_id: id.clone(), concern_id: first.clone(), ..Default::default() };
    let early = world.api.close_unresolved(by(LENDER, close())).await.unwrap_err();
    assert_eq!(early.code(), Code::FailedPrecondition);
    let leave = LeavePartnership {
        partnership_id: id.clone(),
        effective_on: "2026-01-16".into(),
        reason: "another strategy".into(),
        ..Default::default()
    };
    done(world.api.leave_partnership(by(INSURER, leave)).await);
    world.clock.advance_to(at("2026-01-16"));
    let closed = loop {
        match world.api.close_unresolved(by(LENDER, close())).await {
            Ok(closed) => break closed.into_inner(),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    let shown = world.concern(&id, &first, closed.as_of.clone()).await;
    assert_eq!(shown.state(), ConcernState::Unresolved);

    let world = world.restarted().await;
    world.clock.advance_to(at("2026-02-15"));
    let closed = world.ended(&id, &second, closed.as_of).await;
    assert_eq!(
        (closed.state(), closed.steps.last().map(|it| it.partner_id.as_str())),
        (ConcernState::Unresolved, Some(""))
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leavers_open_concerns_are_on_its_sheet_until_they_end_and_keep_it_from_nothing() {
    let world = World::start().await;
    let id = world.active().await;
    let own = world.raised(INSURER, &id).await.id;
    let (partnership_id, concern_id, text) = (id.clone(), own.clone(), "It is late again".to_owned());
    let resolved = ConfirmResolved { partnership_id, concern_id, ..Default::default() };
    done(world.api.confirm_resolved(by(INSURER, resolved)).await);
    let (partnership_id, concern_id) = (id.clone(), own.clone());
    let reopen = ReopenConcern { partnership_id, concern_id, text, ..Default::default() };
    done(world.api.reopen_concern(by(INSURER, reopen)).await);
    let leave = LeavePartnership {
        partnership_id: id.clone(),
        effective_on: "2026-01-20".into(),
        reason: "another strategy".into(),
        ..Default::default()
    };
    done(world.api.leave_partnership(by(INSURER, leave)).await);
    let about = RaiseConcern { about: vec![INSURER.into()], ..raise(&id) };
    let about = done(world.api.raise_concern(by(FUNDER, about)).await);
    let sheet = world.sheet_once(&id, about.as_of.clone(), |it| it.lines.len() == 2).await;
    let lines: Vec<_> = sheet.lines.iter().filter_map(|it| it.item.as_ref()).collect();
    let told = |it: &ExitItem| (it.item_id.clone(), it.kind(), it.what.clone(), it.counterpart_partner_id.clone());
    let concern = ExitItemKind::Concern;
    assert_eq!(told(lines[0]), (own.clone(), concern, "a concern that it has raised".into(), FUNDER.into()));
    assert_eq!(told(lines[1]), (about.id.clone(), concern, "a concern about it".into(), FUNDER.into()));
    let settle = SettleExitItem {
        partnership_id: id.clone(),
        partner_id: INSURER.into(),
        item_id: own.clone(),
        how: ExitSettlement::Released.into(),
        ..Default::default()
    };
    let refused = world.api.settle_exit_item(by(INSURER, settle)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied, "{refused}");

    let confirm = ConfirmResolved { partnership_id: id.clone(), concern_id: about.id, ..Default::default() };
    let resolved = done(world.api.confirm_resolved(by(FUNDER, confirm)).await);
    let sheet = world.sheet_once(&id, resolved.as_of.clone(), |it| it.items_unsettled == 1).await;
    assert_eq!(sheet.lines[1].how(), ExitSettlement::Ended);

    let world = world.restarted().await;
    world.clock.advance_to(at("2026-01-20"));
    let left = world.sheet_once(&id, vec![], |it| it.state() == ExitState::Left).await;
    assert_eq!(left.items_unsettled, 1, "it leaves with its concern open");
    let close = CloseUnresolved { partnership_id: id.clone(), concern_id: own, ..Default::default() };
    let closed = done(world.api.close_unresolved(by(LENDER, close)).await);
    let sheet = world.sheet_once(&id, closed.as_of, |it| it.items_unsettled == 0).await;
    assert_eq!(sheet.lines[0].how(), ExitSettlement::Ended);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_that_left_has_raised_can_still_end_when_it_is_invited_again() {
    let world = World::start().await;
    let id = world.active().await;
    let (first, second) = (world.raised(INSURER, &id).await.id, world.raised(INSURER, &id).await.id);
    world.leave(INSURER, &id, "2026-01-16").await;
    let (partnership_id, roles) = (id.clone(), vec![MemberRole::Implementing.into()]);
    let invite = InvitePartner { partnership_id, partner_id: INSURER.into(), roles, ..Default::default() };
    let asked = done(world.api.invite_partner(by(FUNDER, invite)).await);
    let decided = world.adopted(&id, [FUNDER, LENDER], asked).await;
    world.shown(FUNDER, &id, decided.as_of).await;

    // While it has not accepted, it cannot speak: the others may close what it raised.
    let confirm = |concern: &str| ConfirmResolved {
        partnership_id: id.clone(),
        concern_id: concern.into(),
        ..Default::default()
    };
    let denied = world.api.confirm_resolved(by(INSURER, confirm(&first))).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let close = |concern: &str| CloseUnresolved {
        partnership_id: id.clone(),
        concern_id: concern.into(),
        ..Default::default()
    };
    let closed = done(world.api.close_unresolved(by(LENDER, close(&first))).await);
    assert_eq!(world.concern(&id, &first, closed.as_of).await.state(), ConcernState::Unresolved);

    // Once it has, it speaks for itself again.
    world.accept(INSURER, &id, 1).await;
    let refused = world.api.close_unresolved(by(LENDER, close(&second))).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let confirmed = done(world.api.confirm_resolved(by(INSURER, confirm(&second))).await);
    assert_eq!(world.concern(&id, &second, confirmed.as_of).await.state(), ConcernState::Resolved);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_reads_of_concerns_and_expectations_neither_by_query_nor_among_the_changes() {
    let world = World::start().await;
    let id = world.active().await;
    let raised = world.raised(LENDER, &id).await;
    let answered = done(world.api.answer_concern(by(FUNDER, answer(&id, &raised.id))).await);
    let ask = GetConcern { as_of: answered.as_of.clone(), partnership_id: id.clone(), concern_id: raised.id };
    let denied = world.api.get_concern(as_operator(ask)).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let changes = || ListChanges {
        as_of: answered.as_of.clone(),
        partnership_id: id.clone(),
        service: "partners".into(),
        ..Default::default()
    };
    let record = world.record();
    let told = kinds(&record.list_changes(as_operator(changes())).await.unwrap().into_inner().changes);
    let all = kinds(&record.list_changes(by(INSURER, changes())).await.unwrap().into_inner().changes);
    assert_eq!(told, ["formed", "accepted", "accepted", "accepted", "activated"]);
    let among_partners = ["stated", "stated", "stated", "released", "raised", "answered"];
    let kept: Vec<_> = all.iter().filter(|it| among_partners.contains(&it.as_str())).collect();
    assert_eq!((kept.len(), all.len()), (among_partners.len(), told.len() + among_partners.len()), "{all:?}");
    world.stop().await;
}

impl World {
    /// Once what was told has been reacted to.
    async fn sheet_once(&self, id: &str, as_of: Vec<String>, is_so: impl Fn(&Exit) -> bool) -> Exit {
        for _ in 0..200 {
            let query = GetExit { as_of: as_of.clone(), partnership_id: id.into(), partner_id: INSURER.into() };
            let sheet = self.api.get_exit(by(LENDER, query)).await.unwrap().into_inner();
            if is_so(&sheet) {
                return sheet;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the sheet stays as it was")
    }

    async fn raised(&self, raiser: &str, partnership_id: &str) -> Receipt {
        done(self.api.raise_concern(by(raiser, raise(partnership_id))).await)
    }

    async fn concern(&self, partnership_id: &str, concern_id: &str, as_of: Vec<String>) -> Concern {
        let ask = GetConcern { as_of, partnership_id: partnership_id.into(), concern_id: concern_id.into() };
        self.api.get_concern(by(LENDER, ask)).await.unwrap().into_inner()
    }

    /// Once it has ended.
    pub(super) async fn ended(&self, partnership_id: &str, concern_id: &str, as_of: Vec<String>) -> Concern {
        loop {
            let shown = self.concern(partnership_id, concern_id, as_of.clone()).await;
            if shown.ended_at.is_some() {
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn raise(partnership_id: &str) -> RaiseConcern {
    RaiseConcern {
        partnership_id: partnership_id.into(),
        about: vec![FUNDER.into()],
        severity: ConcernSeverity::Serious.into(),
        text: "The second instalment is late".into(),
        ..Default::default()
    }
}

fn as_operator<M>(message: M) -> Request<M> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("accord-role", "operator".parse().unwrap());
    request
}

fn kinds(changes: &[Envelope]) -> Vec<String> {
    let kind = |it: &Envelope| match &it.fact {
        Some(Fact::Partners(contract::partners::Event { kind: Some(event) })) => match event {
            Event::PartnershipFormed(_) => "formed",
            Event::ExpectationStated(_) => "stated",
            Event::ExpectationsReleased(_) => "released",
            Event::InvitationAccepted(_) => "accepted",
            Event::PartnershipActivated(_) => "activated",
            Event::ConcernRaised(_) => "raised",
            Event::ConcernAnswered(_) => "answered",
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    changes.iter().map(|it| kind(it).to_owned()).collect()
}

fn answer(partnership_id: &str, concern_id: &str) -> AnswerConcern {
    AnswerConcern {
        partnership_id: partnership_id.into(),
        concern_id: concern_id.into(),
        text: "In June".into(),
        ..Default::default()
    }
}
