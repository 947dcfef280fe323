//! Five partners who lend to farmers: who they are, what the clock says, and how they are asked.

use std::time::Duration;

use accord::{
    client::{Client, Failure},
    host::{ALL, Host, HostSettings},
};
use contract::{
    Answer,
    partners::{
        AcceptInvitation, Choice, DecisionRule, FormPartnership, Founder, ListProposals, ListProposalsResponse, Matter,
        MemberRole, PartnerKind, ProposalState, RegisterPartner, Rule, StateExpectation, TakePosition, Terms,
    },
    resources::{Disbursement, GetDisbursement, LoadRates, Rate, RatePeriod},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use prost::{Message, Name};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Caller, World, id};
use uuid::Uuid;

pub(crate) struct Ground {
    host: Option<Host>,
    clock: Clock,
    folder: TempDir,
    pub(crate) world: World,
    pub(crate) lender: Caller,
    pub(crate) trainer: Caller,
    pub(crate) cooperative: Caller,
    pub(crate) funder: Caller,
    pub(crate) auditor: Caller,
}

const PARTNERS: [(&str, PartnerKind, MemberRole); 5] = [
    ("lender", PartnerKind::MicrofinanceInstitution, MemberRole::Implementing),
    ("trainer", PartnerKind::Ngo, MemberRole::Implementing),
    ("cooperative", PartnerKind::AgriculturalOrganisation, MemberRole::Implementing),
    ("funder", PartnerKind::Funder, MemberRole::Funding),
    ("auditor", PartnerKind::Evaluator, MemberRole::Verifier),
];

pub(crate) fn partner(role: &str) -> String {
    id(&format!("sharing/{role}"))
}

pub(crate) fn partnership() -> String {
    id("sharing/partnership")
}

pub(crate) fn fresh() -> String {
    Uuid::now_v7().to_string()
}

impl Ground {
    /// On 15 January 2026: above a million shillings, what is shared needs a decision of all.
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::set_to(noon("2026-01-15"));
        let host = start(&folder, &clock).await;
        let client = Client::at(&format!("http://{}", host.address)).unwrap();
        let world = World::new(&client);
        let caller = |role: &str| world.operator.partner(&partner(role));
        let callers = PARTNERS.map(|(role, ..)| caller(role));
        for (role, kind, _) in PARTNERS {
            let register = RegisterPartner {
                command_id: fresh(),
                partner_id: partner(role),
                name: format!("The {role}"),
                kind: kind.into(),
                country: "KE".into(),
                ..Default::default()
            };
            world.operator.ask(register).await.unwrap();
        }
        callers[0].ask(form()).await.unwrap();
        for caller in &callers {
            let text = "Answers within a week".to_owned();
            let state =
                StateExpectation { command_id: fresh(), partnership_id: partnership(), text, ..Default::default() };
            caller.ask(state).await.unwrap();
        }
        for caller in &callers {
            let (command_id, partnership_id) = (fresh(), partnership());
            let accept = AcceptInvitation { command_id, partnership_id, charter_version: 1, ..Default::default() };
            caller.ask(accept).await.unwrap();
        }
        world.operator.ask(rates()).await.unwrap();
        let [lender, trainer, cooperative, funder, auditor] = callers;
        Ground { host: Some(host), clock, folder, world, lender, trainer, cooperative, funder, auditor }
    }

    pub(crate) async fn on(&self, day: &str) {
        self.clock.advance_to(noon(day));
    }

    /// Everything that is at hand afterwards was read from the logs; callers go on where they were.
    pub(crate) async fn restart(&mut self) {
        let address = self.host.as_ref().unwrap().address;
        self.host.take().unwrap().stop().await.unwrap();
        self.host = Some(started(&self.folder, &self.clock, address).await);
    }

    pub(crate) async fn end(mut self) {
        self.host.take().unwrap().stop().await.unwrap();
    }

    /// All that have a voice agree to what is before them.
    pub(crate) async fn decide(&self) {
        let open = ListProposals {
            partnership_id: partnership(),
            state: ProposalState::Open.into(),
            page_size: 50,
            ..Default::default()
        };
        let as_of = self.world.seen(&partnership()).await;
        let open: ListProposalsResponse = self.lender.get(ListProposals { as_of, ..open }).await.unwrap();
        assert_eq!(open.proposals.len(), 1, "one thing is before them: {open:?}");
        for caller in [&self.lender, &self.trainer, &self.cooperative, &self.funder] {
            let position = TakePosition {
                command_id: fresh(),
                partnership_id: partnership(),
                proposal_id: open.proposals[0].proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            // The last one finds it decided, where nothing it says could change the outcome.
            caller.ask(position).await.map(drop).unwrap_or_else(|failure| {
                assert!(failure.to_string().contains("closed") || failure.to_string().contains("decided"), "{failure}");
            });
        }
        self.world.seen(&partnership()).await;
    }

    /// The clock has its own pace.
    pub(crate) async fn until<R>(&self, ask: impl AsyncFn() -> R, is_so: impl Fn(&R) -> bool) -> R {
        for _ in 0..200 {
            let told = ask().await;
            if is_so(&told) {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it never came to that")
    }

    pub(crate) async fn payment(&self, disbursement_id: &str) -> Disbursement {
        let (partnership_id, disbursement_id) = (partnership(), disbursement_id.to_owned());
        self.auditor.get(GetDisbursement { as_of: vec![], partnership_id, disbursement_id }).await.unwrap()
    }
}

/// What the caller is refused, in words.
pub(crate) async fn refused<C: Message + Name + Clone + Default + 'static>(caller: &Caller, command: C) -> String {
    match caller.ask(command).await {
        Err(failure) => failure.to_string(),
        Ok(receipt) => panic!("{} should be refused: {receipt:?}", C::NAME),
    }
}

pub(crate) async fn told<Q: Message + Name, R: Message + Default + Answer>(caller: &Caller, query: Q) -> R {
    let answer: Result<R, Failure> = caller.get(query).await;
    answer.unwrap_or_else(|failure| panic!("{}: {failure}", Q::NAME))
}

async fn start(folder: &TempDir, clock: &Clock) -> Host {
    started(folder, clock, ([127, 0, 0, 1], 0).into()).await
}

async fn started(folder: &TempDir, clock: &Clock, listen: std::net::SocketAddr) -> Host {
    Host::start(HostSettings {
        services: ALL.to_vec(),
        node: "home".into(),
        data: folder.path().to_owned(),
        listen,
        nats: None,
        clock: clock.clone(),
        log: Default::default(),
    })
    .await
    .unwrap()
}

fn form() -> FormPartnership {
    FormPartnership {
        command_id: fresh(),
        partnership_id: partnership(),
        title: "Seasonal loans with training".into(),
        purpose: "Loans that follow the harvest, and training that comes with them".into(),
        currency: "KES".into(),
        rules: vec![DecisionRule {
            matter: Matter::Funds.into(),
            rule: Rule::SimpleMajority.into(),
            quorum_percent: 60,
            days_open: 14,
            ..Default::default()
        }],
        founders: PARTNERS
            .map(|(role, _, does)| Founder { partner_id: partner(role), roles: vec![does.into()] })
            .to_vec(),
        terms: Some(Terms { funds_threshold: Some(100_000_000), ..Default::default() }),
        ..Default::default()
    }
}

/// SDR for one unit, month by month; none for August.
fn rates() -> LoadRates {
    let months = [1, 2, 3, 4, 5, 6, 7];
    let rate = |month: &u32, currency: &str, rate: &str| Rate {
        date: format!("2026-{month:02}-01"),
        currency: currency.into(),
        rate: rate.into(),
    };
    LoadRates {
        command_id: fresh(),
        table: "monthly".into(),
        period: RatePeriod::Month.into(),
        base: "XDR".into(),
        rates: months.iter().flat_map(|it| [rate(it, "KES", "0.0057"), rate(it, "USD", "0.741")]).collect(),
        ..Default::default()
    }
}

fn noon(day: &str) -> Timestamp {
    let day: Date = day.parse().unwrap();
    day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}
