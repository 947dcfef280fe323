//! Undertakings over months: promised, overdue, put off, done, returned and confirmed, and how that is told.

use std::time::Duration;

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::{
    goals::{
        AgreeRenegotiation, ConfirmFulfilment, FulfilUndertaking, FulfilmentState, GetUndertaking,
        GetUndertakingSummary, GiveUndertaking, ListUndertakings, ListUndertakingsResponse, PartnerUndertakings,
        ReleaseUndertaking, RenegotiateUndertaking, RenegotiationState, ReturnFulfilment, TakeOverUndertaking,
        Undertaking, UndertakingState, UndertakingSummary, UndertakingsKept,
    },
    partners::{GetExit, LeavePartnership},
};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Members, World};
use uuid::Uuid;

/// Three members, on 15 January 2026.
struct Ground {
    host: Host,
    clock: Clock,
    members: Members,
    _folder: TempDir,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_is_put_off_done_returned_and_confirmed_and_every_step_is_kept() {
    let ground = Ground::new().await;
    let undertaking = ground.give(1, "2026-03-31").await;
    let told = ground.told(&undertaking).await;
    assert_eq!((told.state(), told.overdue, &told.waits_for), (UndertakingState::Open, false, &vec![ground.id(0)]));
    ground.on(4, 2).await;
    let told = ground.until(&undertaking, |it| it.overdue).await;
    assert_eq!(told.overdue_on, ["2026-03-31"]);
    assert_eq!(ground.listed(ListUndertakings { overdue: true, ..Default::default() }).await, [undertaking.as_str()]);

    let renegotiation = ground.ask_for(&undertaking, "2026-06-30").await;
    let told = ground.told(&undertaking).await;
    assert_eq!(told.waits_for, [ground.id(0), ground.id(1)]);
    ground.agree(&undertaking, &renegotiation).await;
    let told = ground.told(&undertaking).await;
    assert_eq!((told.overdue, told.first_due_on.as_str(), told.due_on.as_str()), (false, "2026-03-31", "2026-06-30"));

    ground.on(6, 20).await;
    ground.fulfil(&undertaking, "2026-06-18").await;
    let told = ground.told(&undertaking).await;
    assert_eq!((told.state(), &told.waits_for), (UndertakingState::Fulfilled, &vec![ground.id(1)]));
    ground.give_back(&undertaking).await;
    ground.fulfil(&undertaking, "2026-06-19").await;
    ground.confirm(1, &undertaking).await;
    let told = ground.told(&undertaking).await;
    assert_eq!(
        (told.state(), told.ended_on.as_str(), told.waits_for.len()),
        (UndertakingState::Confirmed, "2026-06-20", 0)
    );
    let states: Vec<_> = told.fulfilments.iter().map(|it| it.state()).collect();
    assert_eq!(states, [FulfilmentState::Returned, FulfilmentState::Confirmed]);
    let [asked] = &told.renegotiations[..] else { panic!("one was asked for: {told:?}") };
    assert_eq!((asked.state(), asked.was_due_on.as_str()), (RenegotiationState::Agreed, "2026-03-31"));
    assert_eq!((&asked.proposed_by, &asked.answered_by), (&ground.id(0), &ground.id(1)));
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_is_counted_by_the_first_day_and_by_the_agreed_one() {
    let ground = Ground::new().await;
    assert_eq!(kept(&ground.summed().await), (UndertakingsKept::default(), UndertakingsKept::default()));
    let (on_time, put_off, waiting, released) = (
        ground.give(1, "2026-03-31").await,
        ground.give(1, "2026-03-31").await,
        ground.give(2, "2026-03-31").await,
        ground.give(1, "2026-03-31").await,
    );
    let renegotiation = ground.ask_for(&put_off, "2026-04-30").await;
    ground.agree(&put_off, &renegotiation).await;
    ground.release(&released).await;
    for undertaking in [&on_time, &waiting] {
        ground.fulfil(undertaking, "2026-01-15").await;
    }
    ground.confirm(1, &on_time).await;
    ground.on(4, 20).await;
    ground.fulfil(&put_off, "2026-04-20").await;
    ground.confirm(1, &put_off).await;
    let first = UndertakingsKept { due: 3, waiting: 1, kept: 1, kept_basis_points: Some(5_000) };
    let agreed = UndertakingsKept { due: 2, waiting: 1, kept: 1, kept_basis_points: Some(10_000) };
    let summed = ground.summed().await;
    assert_eq!(kept(&summed), (first, agreed));
    ground.on(5, 2).await;
    let agreed = UndertakingsKept { due: 3, waiting: 1, kept: 2, kept_basis_points: Some(10_000) };
    let summed = ground.summed().await;
    assert_eq!((kept(&summed), summed.counted_on.as_str()), ((first, agreed), "2026-05-02"));
    let all = summed.all.unwrap();
    assert_eq!((all.open, all.fulfilled, all.confirmed, all.released, all.overdue), (0, 1, 2, 1, 0));
    let giver = of(&summed, &ground.id(0));
    assert_eq!(giver.given.unwrap().by_agreed, Some(agreed));
    assert_eq!(giver.received.unwrap().by_agreed, Some(UndertakingsKept::default()));
    assert_eq!(of(&summed, &ground.id(1)).received.unwrap().by_first.map(|it| (it.due, it.kept)), Some((2, 1)));
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_leaver_promised_is_taken_over_by_one_that_stays() {
    let ground = Ground::new().await;
    let undertaking = ground.give(1, "2026-06-30").await;
    let take_over = || TakeOverUndertaking {
        command_id: fresh(),
        partnership_id: ground.partnership(),
        undertaking_id: undertaking.clone(),
        ..Default::default()
    };
    let refused = ground.members.callers[2].ask(take_over()).await.unwrap_err();
    assert!(refused.to_string().contains("stays"), "{refused}");
    let leave = LeavePartnership {
        command_id: fresh(),
        partnership_id: ground.partnership(),
        reason: "Our funds end".into(),
        effective_on: "2026-05-01".into(),
        ..Default::default()
    };
    ground.members.callers[0].ask(leave).await.unwrap();
    let exit = GetExit { as_of: vec![], partnership_id: ground.partnership(), partner_id: ground.id(0) };
    let _: contract::partners::Exit = ground.members.callers[2].get(exit).await.unwrap();
    ground.members.callers[2].ask(take_over()).await.unwrap();
    let told = ground.told(&undertaking).await;
    assert_eq!((told.given_by, told.first_given_by, told.handovers.len()), (ground.id(2), ground.id(0), 1));
    assert_eq!(told.waits_for, [ground.id(2)]);
    ground.end().await;
}

impl Ground {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::set_to(noon(1, 15));
        let host = Host::start(HostSettings {
            services: ALL.to_vec(),
            node: "home".into(),
            data: folder.path().to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            nats: None,
            clock: clock.clone(),
            log: Default::default(),
        })
        .await
        .unwrap();
        let client = Client::at(&format!("http://{}", host.address)).unwrap();
        let members = Members::invited(&World::new(&client), "promises", 3).await;
        members.accept().await;
        Ground { host, clock, members, _folder: folder }
    }

    async fn end(self) {
        self.host.stop().await.unwrap();
    }

    async fn on(&self, month: i8, day: i8) {
        self.clock.advance_to(noon(month, day));
    }

    fn id(&self, place: usize) -> String {
        self.members.ids[place].clone()
    }

    fn partnership(&self) -> String {
        self.members.partnership.clone()
    }

    /// By the first member.
    async fn give(&self, to: usize, due_on: &str) -> String {
        let give = GiveUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            to_partner_id: self.id(to),
            what: "Train the group leaders".into(),
            due_on: due_on.into(),
            ..Default::default()
        };
        self.members.callers[0].ask(give).await.unwrap().id
    }

    async fn ask_for(&self, undertaking: &str, due_on: &str) -> String {
        let ask = RenegotiateUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            due_on: due_on.into(),
            reason: "The trainer is ill".into(),
            ..Default::default()
        };
        self.members.callers[0].ask(ask).await.unwrap().id
    }

    async fn agree(&self, undertaking: &str, renegotiation: &str) {
        let agree = AgreeRenegotiation {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            renegotiation_id: renegotiation.into(),
            ..Default::default()
        };
        self.members.callers[1].ask(agree).await.unwrap();
    }

    async fn fulfil(&self, undertaking: &str, fulfilled_on: &str) {
        let fulfil = FulfilUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            fulfilled_on: fulfilled_on.into(),
            ..Default::default()
        };
        self.members.callers[0].ask(fulfil).await.unwrap();
    }

    async fn give_back(&self, undertaking: &str) {
        let give_back = ReturnFulfilment {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            reason: "Two were not there".into(),
            ..Default::default()
        };
        self.members.callers[1].ask(give_back).await.unwrap();
    }

    async fn confirm(&self, by: usize, undertaking: &str) {
        let confirm = ConfirmFulfilment {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            ..Default::default()
        };
        self.members.callers[by].ask(confirm).await.unwrap();
    }

    async fn release(&self, undertaking: &str) {
        let release = ReleaseUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            reason: "No need any more".into(),
            ..Default::default()
        };
        self.members.callers[1].ask(release).await.unwrap();
    }

    async fn told(&self, undertaking: &str) -> Undertaking {
        let query =
            GetUndertaking { as_of: vec![], partnership_id: self.partnership(), undertaking_id: undertaking.into() };
        self.members.callers[2].get(query).await.unwrap()
    }

    /// The clock has its own pace.
    async fn until(&self, undertaking: &str, is_so: impl Fn(&Undertaking) -> bool) -> Undertaking {
        for _ in 0..200 {
            let told = self.told(undertaking).await;
            if is_so(&told) {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it never came to that: {:?}", self.told(undertaking).await)
    }

    async fn listed(&self, question: ListUndertakings) -> Vec<String> {
        let question = ListUndertakings { partnership_id: self.partnership(), ..question };
        let listed: ListUndertakingsResponse = self.members.callers[2].get(question).await.unwrap();
        listed.undertakings.into_iter().map(|it| it.undertaking_id).collect()
    }

    async fn summed(&self) -> UndertakingSummary {
        let query = GetUndertakingSummary { as_of: vec![], partnership_id: self.partnership() };
        self.members.callers[2].get(query).await.unwrap()
    }
}

fn kept(summary: &UndertakingSummary) -> (UndertakingsKept, UndertakingsKept) {
    let all = summary.all.as_ref().unwrap();
    (all.by_first.unwrap(), all.by_agreed.unwrap())
}

fn of(summary: &UndertakingSummary, partner_id: &str) -> PartnerUndertakings {
    summary.partners.iter().find(|it| it.partner_id == partner_id).unwrap().clone()
}

fn noon(month: i8, day: i8) -> Timestamp {
    date(2026, month, day).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
