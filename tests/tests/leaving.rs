//! Joint work, and what becomes of it when a partner leaves: handed over, taken over, given up; across services.

use contract::{
    goals::{
        Activity, ActivityPart, ActivityState, CountWhoDoesWhat, GetActivity, GetWorkPlan, Level, ListActivities,
        ListActivitiesResponse, ListWhoDoesWhat, ListWhoDoesWhatResponse, PlanActivity, ProposeGoal, ReviseActivity,
        ServiceKind, TakeOverActivity, WhoDoesWhatCounts, WorkPlan,
    },
    partners::{
        Choice, DecisionRule, Exit, ExitItemKind, ExitSettlement, GetExit, LeavePartnership, ListProposals,
        ListProposalsResponse, Matter, ProposalState, Rule, SettleExitItem, TakePosition,
    },
};
use jiff::{ToSpan, Zoned, tz::TimeZone};
use tempfile::TempDir;
use tests::{Caller, Members, World, embedded};
use uuid::Uuid;

/// Three members and an adopted goal; whoever asks has waited for all that follows.
struct Ground {
    world: World,
    members: Members,
    goal: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_leaver_has_under_way_is_on_its_sheet_and_goes_to_who_takes_it() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(World::new(&client)).await;
    let [leads, other, supports] = [(0, 1), (0, 2), (1, 0)].map(|(lead, support)| ground.plan(lead, support, "Kisumu"));
    let (leads, other, supports) = (leads.await, other.await, supports.await);
    ground.leave(0).await;
    let besides = ground.plan(0, 1, "Busia").await;
    let sheet = ground.sheet().await;
    let listed: Vec<_> = sheet.lines.iter().filter_map(|it| it.item.as_ref()).map(|it| it.kind()).collect();
    assert_eq!((listed, sheet.items_unsettled), (vec![ExitItemKind::Activity; 4], 4), "{sheet:?}");

    ground.settle_item(2, &leads, ExitSettlement::HandedOver).await;
    ground.settle_item(0, &supports, ExitSettlement::Released).await;
    ground.settle_item(0, &besides, ExitSettlement::Released).await;
    let (partnership_id, activity_id) = (ground.members.partnership.clone(), other.clone());
    let take = TakeOverActivity { command_id: fresh(), partnership_id, activity_id, ..Default::default() };
    ground.by(1).ask(take).await.expect("its lead leaves");

    let sheet = ground.sheet().await;
    assert_eq!(sheet.items_unsettled, 0, "{sheet:?}");
    let how =
        |id: &str| sheet.lines.iter().find(|it| it.item.as_ref().is_some_and(|it| it.item_id == id)).unwrap().how();
    assert_eq!((how(&leads), how(&other)), (ExitSettlement::HandedOver, ExitSettlement::Ended));
    let taken = ground.activity(&leads).await;
    assert_eq!(taken.lead_partner_id, ground.members.ids[2]);
    assert_eq!(taken.hand_overs[0].from_partner_id, ground.members.ids[0]);
    assert_eq!(ground.activity(&other).await.lead_partner_id, ground.members.ids[1]);
    assert_eq!(ground.activity(&supports).await.supporting_partner_ids, Vec::<String>::new());
    assert_eq!(ground.activity(&besides).await.state(), ActivityState::Cancelled);
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_partner_that_goes_at_once_leaves_stays_listed_until_somebody_takes_it() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(World::new(&client)).await;
    let activity = ground.plan(0, 1, "Kisumu").await;
    ground.leave_on(0, today().to_string()).await;
    assert_eq!(ground.sheet().await.items_unsettled, 1, "it has gone, and its work has not");
    let (partnership_id, activity_id) = (ground.members.partnership.clone(), activity.clone());
    let take = TakeOverActivity { command_id: fresh(), partnership_id, activity_id, ..Default::default() };
    ground.by(2).ask(take).await.expect("its lead has left");
    assert_eq!(ground.sheet().await.items_unsettled, 0);
    assert_eq!(ground.activity(&activity).await.lead_partner_id, ground.members.ids[2]);
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_is_said_by_the_clock_until_it_is_put_off() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(World::new(&client)).await;
    let plan = PlanActivity { ends_on: (today() - 3.days()).to_string(), ..ground.planned(0, 1, "Kisumu") };
    let activity_id = ground.by(0).ask(plan.clone()).await.unwrap().id;
    for _ in 0..200 {
        if ground.activity(&activity_id).await.overdue {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(ground.activity(&activity_id).await.overdue);
    let later = ReviseActivity {
        command_id: fresh(),
        partnership_id: plan.partnership_id,
        activity_id: activity_id.clone(),
        goal_id: plan.goal_id,
        title: plan.title,
        service: plan.service,
        ends_on: (today() + 30.days()).to_string(),
        reason: "the rains came late".into(),
        ..Default::default()
    };
    ground.by(0).ask(later).await.unwrap();
    let put_off = ground.activity(&activity_id).await;
    assert!(!put_off.overdue);
    let changed: Vec<_> = put_off.revisions[0].changes.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(changed, ["supporting_partner_ids", "places", "ends_on", "season"]);
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_plan_and_who_does_what_where_say_the_same() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(World::new(&client)).await;
    let one = ground.plan(0, 1, " Kisumu").await;
    let two = ground.plan(1, 2, "KISUMU").await;
    ground.plan(2, 0, "Busia").await;
    let partnership_id = ground.members.partnership.clone();
    let plan: WorkPlan =
        ground.by(0).get(GetWorkPlan { partnership_id: partnership_id.clone(), ..Default::default() }).await.unwrap();
    let titles: Vec<_> = plan.goals.iter().map(|it| (it.title.as_str(), it.activities.len())).collect();
    assert_eq!((titles, plan.activities), (vec![("More women borrow", 3)], 3));

    let mut question = ListWhoDoesWhat {
        partnership_id: partnership_id.clone(),
        place: "kisumu".into(),
        page_size: 3,
        ..Default::default()
    };
    let mut lines = Vec::new();
    loop {
        let page: ListWhoDoesWhatResponse = ground.by(0).get(question.clone()).await.unwrap();
        lines.extend(page.lines);
        question.page_token = page.next_page_token;
        if question.page_token.is_empty() {
            break;
        }
    }
    let ids = &ground.members.ids;
    let mut told: Vec<_> = lines.iter().map(|it| (&it.partner_id, it.part(), &it.activity_id)).collect();
    told.sort_by_key(|(_, part, activity)| ((*activity).clone(), i32::from(*part)));
    let (lead, support) = (ActivityPart::Lead, ActivityPart::Support);
    let mut expected =
        vec![(&ids[0], lead, &one), (&ids[1], support, &one), (&ids[1], lead, &two), (&ids[2], support, &two)];
    expected.sort_by_key(|(_, part, activity)| ((*activity).clone(), i32::from(*part)));
    assert_eq!(told, expected);
    let counts: WhoDoesWhatCounts = ground
        .by(0)
        .get(CountWhoDoesWhat { partnership_id: partnership_id.clone(), ..Default::default() })
        .await
        .unwrap();
    let places: Vec<_> = counts.places.iter().map(|it| (it.place.as_str(), it.activities, it.partners)).collect();
    assert_eq!(places, [("Busia", 1, 2), ("Kisumu", 2, 3)]);
    let all: ListActivitiesResponse =
        ground.by(0).get(ListActivities { partnership_id, ..Default::default() }).await.unwrap();
    assert_eq!(all.activities.len(), 3, "and no goals among them");
    host.stop().await.unwrap();
}

impl Ground {
    async fn new(world: World) -> Self {
        let rule = DecisionRule {
            matter: Matter::Goal.into(),
            rule: Rule::SimpleMajority.into(),
            quorum_percent: 50,
            days_open: 14,
            ..Default::default()
        };
        let members = Members::under(&world, "leaving", 3, vec![rule]).await;
        members.accept().await;
        let propose = ProposeGoal {
            command_id: fresh(),
            partnership_id: members.partnership.clone(),
            title: "More women borrow".into(),
            level: Level::Outcome.into(),
            ..Default::default()
        };
        let goal = members.callers[0].ask(propose).await.unwrap().id;
        let ground = Ground { world, members, goal };
        ground.adopt().await;
        ground
    }

    async fn adopt(&self) {
        self.settled().await;
        let (partnership_id, state) = (self.members.partnership.clone(), ProposalState::Open.into());
        let query = ListProposals { partnership_id: partnership_id.clone(), state, ..Default::default() };
        let open: ListProposalsResponse = self.by(0).get(query).await.unwrap();
        for member in 0..2 {
            let take = TakePosition {
                command_id: fresh(),
                partnership_id: partnership_id.clone(),
                proposal_id: open.proposals[0].proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            self.by(member).ask(take).await.unwrap();
        }
        self.settled().await;
    }

    async fn plan(&self, lead: usize, support: usize, place: &str) -> String {
        self.by(lead).ask(self.planned(lead, support, place)).await.unwrap().id
    }

    fn planned(&self, lead: usize, support: usize, place: &str) -> PlanActivity {
        PlanActivity {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            goal_id: self.goal.clone(),
            title: "Training of group leaders".into(),
            service: ServiceKind::Training.into(),
            lead_partner_id: self.members.ids[lead].clone(),
            supporting_partner_ids: vec![self.members.ids[support].clone()],
            places: vec![place.into()],
            season: "long rains".into(),
            ..Default::default()
        }
    }

    async fn leave(&self, member: usize) {
        self.leave_on(member, (today() + 60.days()).to_string()).await;
    }

    async fn leave_on(&self, member: usize, effective_on: String) {
        let leave = LeavePartnership {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            reason: "we work elsewhere from now on".into(),
            effective_on,
            ..Default::default()
        };
        self.by(member).ask(leave).await.unwrap();
        self.settled().await;
    }

    async fn settle_item(&self, by: usize, item_id: &str, how: ExitSettlement) {
        let takes_over = how == ExitSettlement::HandedOver;
        let settle = SettleExitItem {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            partner_id: self.members.ids[0].clone(),
            item_id: item_id.into(),
            how: how.into(),
            to_partner_id: if takes_over { self.members.ids[by].clone() } else { String::new() },
            ..Default::default()
        };
        self.by(by).ask(settle).await.unwrap();
    }

    /// Of the first member, which leaves.
    async fn sheet(&self) -> Exit {
        self.settled().await;
        let (partnership_id, partner_id) = (self.members.partnership.clone(), self.members.ids[0].clone());
        self.by(1).get(GetExit { as_of: vec![], partnership_id, partner_id }).await.unwrap()
    }

    async fn activity(&self, activity_id: &str) -> Activity {
        let (partnership_id, activity_id) = (self.members.partnership.clone(), activity_id.to_owned());
        self.by(1).get(GetActivity { as_of: vec![], partnership_id, activity_id }).await.unwrap()
    }

    async fn settled(&self) {
        self.world.settled(&self.members.partnership).await;
    }

    fn by(&self, member: usize) -> &Caller {
        &self.members.callers[member]
    }
}

fn today() -> jiff::civil::Date {
    Zoned::now().with_time_zone(TimeZone::UTC).date()
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
