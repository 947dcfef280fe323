//! How far a partnership reaches, through the whole: people measured, services given, places worked at, alone and jointly.

use contract::{
    evaluation::{
        Basis, DefineIndicator, GetReach, NotAdded, NoteOverlap, OverPartners, Reach, ReachBy, ReportMeasurement,
        VerifyMeasurement,
    },
    goals::{CancelActivity, Level, PlanActivity, ProposeGoal, ServiceKind, StartActivity},
    partners::{Choice, ListProposals, ListProposalsResponse, ProposalState, TakePosition},
};
use tempfile::TempDir;
use tests::{Members, World, embedded};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn people_services_and_places_are_told_alone_and_jointly() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(World::new(&client)).await;
    let indicator = ground.define().await;
    let goal = ground.adopted_goal().await;
    let nothing = ground.reach().await;
    assert_eq!((nothing.clients.len(), nothing.services.len(), nothing.places.len()), (1, 0, 0));

    let first = ground.report(0, &indicator, "1000", &[]).await;
    ground.report(1, &indicator, "500", &[0]).await;
    ground.verify(1, &first).await;
    let reach = ground.reach().await;
    let clients = &reach.clients[0];
    let (verified, reported) = (clients.verified.clone().unwrap(), clients.reported.clone().unwrap());
    assert_eq!((verified.value.as_str(), verified.partners), ("1000", 1));
    assert_eq!((reported.value.as_str(), reported.why()), ("", NotAdded::PeopleMayOverlap));
    assert_eq!(clients.alone_reported.clone().unwrap().value, "1000");
    let jointly: Vec<_> = clients.partners.iter().filter_map(|it| it.reported.clone()).collect();
    let jointly: Vec<_> = jointly.iter().filter(|it| !it.jointly_with.is_empty()).collect();
    assert_eq!((jointly.len(), jointly[0].people.as_str()), (1, "500"));
    assert_eq!(jointly[0].jointly_with, [ground.members.ids[0].clone()]);
    ground.note_overlap(&indicator, "200").await;
    let reported = ground.reach().await.clients[0].reported.clone().unwrap();
    assert_eq!((reported.value.as_str(), reported.overlap.as_str()), ("1300", "200"));

    let alone = ground.plan(&goal, 0, None, "Busia").await;
    ground.plan(&goal, 0, Some(1), "Busia").await;
    ground.start(0, &alone).await;
    let reach = ground.reach().await;
    let mut both = ground.members.ids.clone();
    both.sort_unstable();
    let by = [
        ReachBy { partner_ids: vec![ground.members.ids[0].clone()], under_way: 1, ..Default::default() },
        ReachBy { partner_ids: both, planned: 1, ..Default::default() },
    ];
    assert_eq!((reach.services[0].service(), &reach.services[0].by[..]), (ServiceKind::Training, &by[..]));
    assert_eq!((reach.places[0].place.as_str(), &reach.places[0].by[..]), ("Busia", &by[..]));
    ground.give_up(0, &alone).await;
    let reach = ground.reach().await;
    assert_eq!(reach.services[0].by, by[1..], "what was given up reaches nobody");
    host.stop().await.unwrap();
}

struct Ground {
    world: World,
    members: Members,
}

impl Ground {
    async fn new(world: World) -> Self {
        let members = Members::invited(&world, "reach", 2).await;
        members.accept().await;
        Ground { world, members }
    }

    fn partnership(&self) -> String {
        self.members.partnership.clone()
    }

    async fn define(&self) -> String {
        let define = DefineIndicator {
            command_id: fresh(),
            partnership_id: self.partnership(),
            standard_id: "active-borrowers".into(),
            over_partners: OverPartners::Unique.into(),
            ..Default::default()
        };
        self.members.callers[0].ask(define).await.unwrap().id
    }

    async fn report(&self, by: usize, indicator_id: &str, people: &str, jointly_with: &[usize]) -> String {
        let report = ReportMeasurement {
            command_id: fresh(),
            partnership_id: self.partnership(),
            indicator_id: indicator_id.into(),
            period_start: "2025-10-01".into(),
            period_end: "2025-12-31".into(),
            value: people.into(),
            jointly_with: jointly_with.iter().map(|it| self.members.ids[*it].clone()).collect(),
            ..Default::default()
        };
        self.members.callers[by].ask(report).await.unwrap().id
    }

    async fn verify(&self, by: usize, measurement_id: &str) {
        let verify = VerifyMeasurement {
            command_id: fresh(),
            partnership_id: self.partnership(),
            measurement_id: measurement_id.into(),
            basis: Basis::DeskReview.into(),
            ..Default::default()
        };
        self.members.callers[by].ask(verify).await.unwrap();
    }

    async fn note_overlap(&self, indicator_id: &str, people: &str) {
        let note = NoteOverlap {
            command_id: fresh(),
            partnership_id: self.partnership(),
            indicator_id: indicator_id.into(),
            period_end: "2025-12-31".into(),
            people: people.into(),
            note: "Both lists compared".into(),
            ..Default::default()
        };
        self.members.callers[0].ask(note).await.unwrap();
    }

    async fn adopted_goal(&self) -> String {
        let propose = ProposeGoal {
            command_id: fresh(),
            partnership_id: self.partnership(),
            title: "Everybody is trained".into(),
            level: Level::Output.into(),
            ..Default::default()
        };
        let goal = self.members.callers[0].ask(propose).await.unwrap().id;
        let as_of = self.world.seen(&self.members.partnership).await;
        let state = ProposalState::Open.into();
        let open = ListProposals { as_of, partnership_id: self.partnership(), state, ..Default::default() };
        let open: ListProposalsResponse = self.members.callers[0].get(open).await.unwrap();
        for member in &self.members.callers {
            let position = TakePosition {
                command_id: fresh(),
                partnership_id: self.partnership(),
                proposal_id: open.proposals[0].proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            member.ask(position).await.unwrap();
        }
        self.world.settled(&self.members.partnership).await;
        goal
    }

    async fn plan(&self, goal_id: &str, lead: usize, support: Option<usize>, place: &str) -> String {
        let plan = PlanActivity {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: goal_id.into(),
            title: "Training of group leaders".into(),
            service: ServiceKind::Training.into(),
            lead_partner_id: self.members.ids[lead].clone(),
            supporting_partner_ids: support.iter().map(|it| self.members.ids[*it].clone()).collect(),
            places: vec![place.into()],
            ..Default::default()
        };
        self.members.callers[lead].ask(plan).await.unwrap().id
    }

    async fn start(&self, by: usize, activity_id: &str) {
        let start = StartActivity {
            command_id: fresh(),
            partnership_id: self.partnership(),
            activity_id: activity_id.into(),
            started_on: "2026-01-05".into(),
            ..Default::default()
        };
        self.members.callers[by].ask(start).await.unwrap();
    }

    async fn give_up(&self, by: usize, activity_id: &str) {
        let (command_id, activity_id, reason) = (fresh(), activity_id.into(), "No funds".into());
        let partnership_id = self.partnership();
        let cancel = CancelActivity { command_id, partnership_id, activity_id, reason, ..Default::default() };
        self.members.callers[by].ask(cancel).await.unwrap();
    }

    async fn reach(&self) -> Reach {
        let as_of = self.world.seen(&self.members.partnership).await;
        self.members.callers[1].get(GetReach { as_of, partnership_id: self.partnership() }).await.unwrap()
    }
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
