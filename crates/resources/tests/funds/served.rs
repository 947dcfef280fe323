//! Funds as they are served: commands in, what falls due, answers out, also after a restart.

use std::sync::Arc;

use contract::{
    common::Receipt,
    log::{Envelope, envelope::Fact},
    moment,
    partners::{
        self, Founder, InvitationAccepted, MemberLeft, MemberRole, PartnerRegistered, PartnershipActivated,
        PartnershipFormed, event::Kind as Partners,
    },
    resources::{resource_commands_server::ResourceCommands as _, resource_queries_server::ResourceQueries as _, *},
};
use resources::{Resources, api::Api};
use runtime::{
    Clock, Derived,
    log::{Entry, Index, Log, Options},
    node::{Running, Settings},
    origin::{LogOrigin, Source},
};
use tempfile::TempDir;
use tonic::{Code, Request, Response, Status};

use crate::{messages::*, messages_planning::*};

pub(crate) const OPERATOR: &str = "";

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_is_counted_once_converted_and_read_the_same_after_a_restart() {
    let mut world = World::start().await;
    done(world.api.load_rates(by(OPERATOR, load())).await);
    let denied = world.api.load_rates(by(FUNDER, load())).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let in_afghani = |id: &str| RecordTransaction {
        transaction_id: id.into(),
        activity_id: String::new(),
        currency: "AFN".into(),
        amount_minor: 1_000_000,
        ..record()
    };
    done(world.api.record_transaction(by(FUNDER, in_afghani(TRANSFER))).await);
    let reported = done(world.api.record_transaction(by(LENDER, in_afghani(OTHER))).await);

    let one =
        GetTransaction { as_of: reported.as_of, partnership_id: TOGETHER.into(), transaction_id: TRANSFER.into() };
    let shown = world.api.get_transaction(by(FUNDER, one)).await.unwrap().into_inner();
    assert_eq!(shown.perhaps_same_as, [OTHER]);
    let link = LinkTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: OTHER.into(),
        same_as: TRANSFER.into(),
        ..Default::default()
    };
    let linked = done(world.api.link_transaction(by(FUNDER, link)).await);
    let confirmed = ListTransactions {
        as_of: linked.as_of.clone(),
        partnership_id: TOGETHER.into(),
        state: TransactionState::Confirmed.into(),
        ..Default::default()
    };
    let listed = world.api.list_transactions(by(LENDER, confirmed)).await.unwrap().into_inner().transactions;
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].reports.clone(), listed[0].perhaps_same_as.len()), (vec![OTHER.to_owned()], 0));

    let before = world.ledger(linked.as_of.clone()).await;
    // 10,000 afghani at 0.0106 are 106 of the base, and these 111.578… pounds.
    assert_eq!((before.converted[0].given_minor, before.converted[1].received_minor), (11_158, 11_158));
    world.restart().await;
    let after = world.ledger(linked.as_of).await;
    assert_eq!((before.lines, before.converted), (after.lines, after.converted));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_falls_due_and_says_whom_it_waits_for() {
    let world = World::start().await;
    let line = SetBudget { goal_id: String::new(), ..set_budget() };
    done(world.api.set_budget(by(LENDER, line)).await);
    let from_line = || PlanDisbursement {
        budget_line_id: LINE.into(),
        conditions: vec![Condition {
            kind: ConditionKind::Report.into(),
            milestone_id: String::new(),
            goal_id: String::new(),
            ..condition()
        }],
        ..plan()
    };
    let early = world.api.plan_disbursement(by(FUNDER, from_line())).await.unwrap_err();
    assert_eq!(early.code(), Code::FailedPrecondition, "who pays has not accepted the line");
    let accept = AcceptBudget { partnership_id: TOGETHER.into(), line_id: LINE.into(), ..Default::default() };
    done(world.api.accept_budget(by(FUNDER, accept)).await);
    done(world.api.plan_disbursement(by(FUNDER, from_line())).await);
    world.clock.advance_to("2026-02-03T08:00:00Z".parse().unwrap());
    let overdue = || ListDisbursements { partnership_id: TOGETHER.into(), overdue: true, ..Default::default() };
    let late = loop {
        let listed = world.api.list_disbursements(by(LENDER, overdue())).await.unwrap().into_inner();
        // The clock has said so when the payment has another revision.
        if let Some(it) = listed.disbursements.into_iter().find(|it| 1 < it.revision) {
            break it;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!((late.days_late, late.days_for_conditions, late.waits_for.as_str()), (2, 2, LENDER));
    done(world.api.meet_condition(by(LENDER, meet())).await);
    let pay = RecordTransaction { disbursement_id: PAYMENT.into(), activity_id: String::new(), ..record() };
    done(world.api.record_transaction(by(FUNDER, pay)).await);
    let confirmed = done(world.api.confirm_transaction(by(LENDER, confirm())).await);
    let ask = GetDisbursement {
        as_of: confirmed.as_of.clone(),
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
    };
    let paid = world.api.get_disbursement(by(FUNDER, ask)).await.unwrap().into_inner();
    assert_eq!((paid.state(), paid.paid_on.as_str(), paid.overdue), (DisbursementState::Paid, "2026-01-09", false));
    let ask = GetBudget { as_of: confirmed.as_of, partnership_id: TOGETHER.into() };
    let budget = world.api.get_budget(by(FUNDER, ask)).await.unwrap().into_inner();
    assert_eq!((budget.lines[0].confirmed_minor, budget.totals[0].remaining_minor), (25_000_000, 75_000_000));
    let again = CancelDisbursement {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        reason: "No".into(),
        ..Default::default()
    };
    assert_eq!(world.api.cancel_disbursement(by(FUNDER, again)).await.unwrap_err().code(), Code::FailedPrecondition);
    let ask = GetReciprocity { partnership_id: TOGETHER.into(), ..Default::default() };
    let mutual = world.api.get_reciprocity(by(LENDER, ask)).await.unwrap().into_inner();
    assert_eq!((mutual.links, mutual.reciprocity_basis_points), (1, Some(0)));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_reads_the_ledger_up_to_then_and_rates_are_everybodys() {
    let mut world = World::start().await;
    done(world.api.load_rates(by(OPERATOR, load())).await);
    let mine = |id: &str| RecordTransaction { transaction_id: id.into(), activity_id: String::new(), ..record() };
    done(world.api.record_transaction(by(FUNDER, mine(TRANSFER))).await);
    world.clock.advance_to("2026-01-16T12:00:00Z".parse().unwrap());
    let left = MemberLeft { partnership_id: TOGETHER.into(), partner_id: INSURER.into(), items_unsettled: 0 };
    world.tell(left).await;
    world.clock.advance_to("2026-01-17T12:00:00Z".parse().unwrap());
    let later = done(world.api.record_transaction(by(FUNDER, mine(OTHER))).await);
    let ask = || GetLedger { as_of: later.as_of.clone(), partnership_id: TOGETHER.into(), ..Default::default() };
    let unconfirmed = |it: Ledger| it.lines[0].unconfirmed_minor;
    let read = |by_whom: &'static str| world.api.get_ledger(by(by_whom, ask()));
    assert_eq!(unconfirmed(read(LENDER).await.unwrap().into_inner()), 50_000_000);
    assert_eq!(unconfirmed(read(INSURER).await.unwrap().into_inner()), 25_000_000);
    let rate = |date: &str| GetRate { currency: "AFN".into(), date: date.into(), ..Default::default() };
    let found = world.api.get_rate(by(STRANGER, rate("2026-01-31"))).await;
    assert_eq!(found.map(|it| it.into_inner().table).unwrap_err().code(), Code::PermissionDenied, "not registered");
    let found = world.api.get_rate(by(INSURER, rate("2026-01-31"))).await.unwrap().into_inner();
    assert_eq!((found.table.as_str(), found.rate.unwrap().rate.as_str()), ("monthly", "0.0106"));
    let missing = world.api.get_rate(by(INSURER, rate("2026-02-01"))).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    let list = ListRates { table: "monthly".into(), currency: "GBP".into(), ..Default::default() };
    let listed = world.api.list_rates(by(INSURER, list)).await.unwrap().into_inner().rates;
    assert_eq!(listed, vec![crate::messages_planning::rate("2026-01-01", "GBP", "0.95")]);
    world.stop().await;
}

pub(crate) struct World {
    pub(crate) api: Api,
    clock: Clock,
    running: Arc<Running<Resources>>,
    settings: Settings,
    told: u64,
    partners: Log,
    source: Source,
    _folder: TempDir,
}

impl World {
    /// With a partnership of three that partners tell of.
    pub(crate) async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let partners = Log::open(&folder.path().join("partners"), Options::default()).unwrap();
        let derived = Derived::open(&folder.path().join("partners.redb")).unwrap();
        let source = Source { name: "node/partners".into(), index: Index::attach(&partners, derived).unwrap() };
        let clock = Clock::set_to("2026-01-15T12:00:00Z".parse().unwrap());
        let settings = Settings {
            node: "node".into(),
            data: folder.path().to_owned(),
            clock: clock.clone(),
            log: Options::default(),
        };
        let running = Running::<Resources>::start(&settings, &tokio::runtime::Handle::current()).unwrap();
        running.hear(Arc::new(LogOrigin(source.clone())));
        let api = Api { desk: running.desk() };
        let mut world = World { api, clock, running, settings, told: 0, partners, source, _folder: folder };
        for event in formed() {
            world.tell(event).await;
        }
        world
    }

    pub(crate) async fn restart(&mut self) {
        self.running.clone().stop().await;
        let running = Running::<Resources>::start(&self.settings, &tokio::runtime::Handle::current()).unwrap();
        running.hear(Arc::new(LogOrigin(self.source.clone())));
        self.api = Api { desk: running.desk() };
        self.running = running;
    }

    /// Tells it as partners do, and waits until it is heard.
    pub(crate) async fn tell(&mut self, event: impl Into<Partners>) {
        self.told += 1;
        let envelope = Envelope {
            event_id: format!("01900000-0000-7000-8000-0000000009{:02}", self.told),
            node: "node".into(),
            service: "partners".into(),
            number: self.told,
            partnership: TOGETHER.into(),
            sequence: self.told,
            stream: format!("{TOGETHER}/partnership/{TOGETHER}"),
            revision: self.told,
            recorded_at: Some(moment::on_wire(self.clock.now())),
            fact: Some(Fact::Partners(partners::Event { kind: Some(event.into()) })),
            ..Default::default()
        };
        let entry = Entry::own(&envelope);
        let queued = self.partners.enqueue(vec![entry]).unwrap();
        self.partners.durable(queued.last).await.unwrap();
        let as_of = vec![format!("node/partners@{}", self.told)];
        let ask = ListRates { as_of, table: "none".into(), ..Default::default() };
        self.api.list_rates(by(OPERATOR, ask)).await.unwrap();
    }

    async fn ledger(&self, as_of: Vec<String>) -> Ledger {
        let ask = GetLedger { as_of, partnership_id: TOGETHER.into(), ..Default::default() };
        self.api.get_ledger(by(LENDER, ask)).await.unwrap().into_inner()
    }

    pub(crate) async fn stop(self) {
        drop(self.api);
        self.running.stop().await;
    }
}

fn formed() -> Vec<Partners> {
    let members = [FUNDER, LENDER, INSURER];
    let registered = |it: &str| PartnerRegistered { partner_id: it.into(), ..Default::default() }.into();
    let roles = vec![MemberRole::Implementing.into()];
    let founder = |it: &str| Founder { partner_id: it.into(), roles: roles.clone() };
    let accepted = |it: &str| -> Partners {
        InvitationAccepted { partnership_id: TOGETHER.into(), partner_id: it.into(), charter_version: 1 }.into()
    };
    let formed = PartnershipFormed {
        partnership_id: TOGETHER.into(),
        currency: "GBP".into(),
        charter_version: 1,
        founders: members.map(founder).to_vec(),
        ..Default::default()
    };
    let activated = PartnershipActivated { partnership_id: TOGETHER.into(), charter_version: 1 };
    let mut events: Vec<Partners> = members.map(registered).to_vec();
    events.push(formed.into());
    events.extend(members.map(accepted));
    events.push(activated.into());
    events
}

pub(crate) fn by<M>(partner: &str, message: M) -> Request<M> {
    let mut request = Request::new(message);
    let role = if partner == OPERATOR { "operator" } else { "admin" };
    request.metadata_mut().insert("accord-role", role.parse().unwrap());
    if partner != OPERATOR {
        request.metadata_mut().insert("accord-partner", partner.parse().unwrap());
    }
    request
}

#[track_caller]
pub(crate) fn done(reply: Result<Response<Receipt>, Status>) -> Receipt {
    reply.unwrap().into_inner()
}
