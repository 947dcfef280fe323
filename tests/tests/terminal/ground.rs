//! Three members with two goals, whatever they do about them, and what the program prints of it.

use std::{process::Command, time::Duration};

use accord::{client::Client, host::Host};
use contract::{
    goals::{
        AddMilestone, CompleteActivity, ConfirmFulfilment, FulfilUndertaking, GiveUndertaking, Level, ListWaitingWork,
        ListWaitingWorkResponse, PlanActivity, ProposeGoal, RankGoals, RankedTier, RateApproach, ReachMilestone,
        RenegotiateUndertaking, ServiceKind, StartActivity, WaitingWorkKind,
    },
    partners::{
        AcceptInvitation, Choice, InvitePartner, LeavePartnership, ListProposals, ListProposalsResponse, MemberRole,
        PartnerKind, ProposalState, RegisterPartner, ReviseProfile, TakePosition,
    },
};
use jiff::{ToSpan, Zoned, tz::TimeZone};
use serde_json::Value;
use tempfile::TempDir;
use tests::{Caller, Members, World, accord_binary, embedded, id};
use uuid::Uuid;

pub(crate) const TITLES: [&str; 2] = ["More women borrow", "Everybody is trained"];

/// Three members with two adopted goals, the second below the first.
pub(crate) struct Ground {
    host: Host,
    pub(crate) url: String,
    world: World,
    pub(crate) members: Members,
    pub(crate) goals: [String; 2],
    _folder: TempDir,
}

impl Ground {
    pub(crate) async fn new(name: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let (host, client): (_, Client) = embedded(&folder).await;
        let url = format!("http://{}", host.address);
        let world = World::new(&client);
        let members = Members::invited(&world, name, 3).await;
        members.accept().await;
        let goals = [id(&format!("{name}/goal 0")), id(&format!("{name}/goal 1"))];
        let ground = Ground { host, url, world, members, goals, _folder: folder };
        for (place, parent) in [(0, String::new()), (1, ground.goals[0].clone())] {
            ground.adopt(place, parent).await;
        }
        ground
    }

    pub(crate) async fn adopt(&self, place: usize, parent_goal_id: String) {
        let propose = ProposeGoal {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: self.goals[place].clone(),
            title: TITLES[place].into(),
            level: Level::Output.into(),
            parent_goal_id,
            ..Default::default()
        };
        self.by(0).ask(propose).await.unwrap();
        self.agree_to_what_is_open().await;
    }

    /// A fourth member, admitted after both goals were decided.
    pub(crate) async fn join(&self) -> Caller {
        let partner_id = id("late");
        let register = RegisterPartner {
            command_id: fresh(),
            partner_id: partner_id.clone(),
            name: "Late".into(),
            kind: PartnerKind::Ngo.into(),
            country: "KE".into(),
            ..Default::default()
        };
        self.world.operator.ask(register).await.unwrap();
        let roles = vec![MemberRole::Implementing.into()];
        let (command_id, partnership_id) = (fresh(), self.partnership());
        let invite =
            InvitePartner { command_id, partnership_id, partner_id: partner_id.clone(), roles, ..Default::default() };
        self.by(0).ask(invite).await.unwrap();
        self.agree_to_what_is_open().await;
        let late = self.world.operator.partner(&partner_id);
        let (command_id, partnership_id) = (fresh(), self.partnership());
        let accept = AcceptInvitation { command_id, partnership_id, charter_version: 1, ..Default::default() };
        late.ask(accept).await.unwrap();
        self.world.settled(&self.members.partnership).await;
        late
    }

    pub(crate) async fn affiliate(&self, member: usize, to: usize) {
        let partner_id = self.members.ids[member].clone();
        let revise = ReviseProfile {
            command_id: fresh(),
            name: format!("Member {member}"),
            kind: PartnerKind::Ngo.into(),
            country: "KE".into(),
            affiliated_to: self.members.ids[to].clone(),
            partner_id,
            ..Default::default()
        };
        self.by(member).ask(revise).await.unwrap();
        self.world.settled(&self.members.partnership).await;
    }

    pub(crate) async fn leave(&self, by: usize) {
        let leave = LeavePartnership {
            command_id: fresh(),
            partnership_id: self.partnership(),
            reason: "Our funds end".into(),
            effective_on: in_days(0),
            ..Default::default()
        };
        self.by(by).ask(leave).await.unwrap();
        self.world.settled(&self.members.partnership).await;
    }

    pub(crate) async fn agree_to_what_is_open(&self) {
        let as_of = self.world.seen(&self.members.partnership).await;
        let state = ProposalState::Open.into();
        let open = ListProposals { as_of, partnership_id: self.partnership(), state, ..Default::default() };
        let open: ListProposalsResponse = self.by(0).get(open).await.unwrap();
        for caller in &self.members.callers {
            let take = TakePosition {
                command_id: fresh(),
                partnership_id: self.partnership(),
                proposal_id: open.proposals[0].proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            caller.ask(take).await.unwrap();
        }
        self.world.settled(&self.members.partnership).await;
    }

    pub(crate) async fn rank(&self, by: usize, order: [usize; 2]) {
        let tiers = order.map(|it| RankedTier { goal_ids: vec![self.goals[it].clone()] }).to_vec();
        let (partnership_id, partner_id) = (self.partnership(), self.members.ids[by].clone());
        let rank = RankGoals { command_id: fresh(), partnership_id, partner_id, tiers, ..Default::default() };
        self.by(by).ask(rank).await.unwrap();
    }

    pub(crate) async fn rate(&self, by: usize) {
        let (partnership_id, goal_id) = (self.partnership(), self.goals[0].clone());
        let rate = RateApproach { command_id: fresh(), partnership_id, goal_id, rating: Some(3), ..Default::default() };
        self.by(by).ask(rate).await.unwrap();
    }

    pub(crate) async fn plan(&self, by: usize, lead: usize) -> String {
        let plan = PlanActivity {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: self.goals[0].clone(),
            title: "Train".into(),
            service: ServiceKind::Training.into(),
            lead_partner_id: self.members.ids[lead].clone(),
            places: vec!["Kisumu".into()],
            starts_on: in_days(5),
            ends_on: in_days(30),
            ..Default::default()
        };
        self.by(by).ask(plan).await.unwrap().id
    }

    pub(crate) async fn start(&self, by: usize, activity: &str) {
        let (partnership_id, activity_id, started_on) = (self.partnership(), activity.to_owned(), in_days(0));
        let start =
            StartActivity { command_id: fresh(), partnership_id, activity_id, started_on, ..Default::default() };
        self.by(by).ask(start).await.unwrap();
    }

    pub(crate) async fn complete(&self, by: usize, activity: &str) {
        let complete = CompleteActivity {
            command_id: fresh(),
            partnership_id: self.partnership(),
            activity_id: activity.into(),
            completed_on: in_days(0),
            result: "40 trained".into(),
            ..Default::default()
        };
        self.by(by).ask(complete).await.unwrap();
    }

    pub(crate) async fn milestone(&self, owner: usize) -> String {
        let add = AddMilestone {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: self.goals[0].clone(),
            title: "Trainers work".into(),
            due_on: in_days(10),
            owner_partner_id: self.members.ids[owner].clone(),
            ..Default::default()
        };
        self.by(0).ask(add).await.unwrap().id
    }

    pub(crate) async fn reach(&self, by: usize, milestone: &str) {
        let reach = ReachMilestone {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: self.goals[0].clone(),
            milestone_id: milestone.into(),
            reached_on: in_days(0),
            note: "Contracts".into(),
            ..Default::default()
        };
        self.by(by).ask(reach).await.unwrap();
    }

    pub(crate) async fn give(&self, by: usize, to: usize) -> String {
        let give = GiveUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            to_partner_id: self.members.ids[to].clone(),
            what: "Monthly figures".into(),
            due_on: in_days(20),
            ..Default::default()
        };
        self.by(by).ask(give).await.unwrap().id
    }

    pub(crate) async fn ask_for_more_time(&self, by: usize, undertaking: &str) {
        let ask = RenegotiateUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            due_on: in_days(40),
            reason: "A new ledger".into(),
            ..Default::default()
        };
        self.by(by).ask(ask).await.unwrap();
    }

    pub(crate) async fn fulfil(&self, by: usize, undertaking: &str) {
        let (partnership_id, undertaking_id, fulfilled_on) = (self.partnership(), undertaking.to_owned(), in_days(0));
        let fulfil = FulfilUndertaking {
            command_id: fresh(),
            partnership_id,
            undertaking_id,
            fulfilled_on,
            ..Default::default()
        };
        self.by(by).ask(fulfil).await.unwrap();
    }

    pub(crate) async fn confirm(&self, by: usize, undertaking: &str) {
        let (partnership_id, undertaking_id) = (self.partnership(), undertaking.to_owned());
        let confirm = ConfirmFulfilment { command_id: fresh(), partnership_id, undertaking_id, ..Default::default() };
        self.by(by).ask(confirm).await.unwrap();
    }

    pub(crate) async fn waiting(&self, of: usize) -> ListWaitingWorkResponse {
        self.by(of).get(ListWaitingWork::default()).await.unwrap()
    }

    pub(crate) async fn kinds(&self, of: usize) -> Vec<WaitingWorkKind> {
        self.waiting(of).await.waiting.iter().map(|it| it.kind()).collect()
    }

    pub(crate) fn by(&self, member: usize) -> &Caller {
        &self.members.callers[member]
    }

    pub(crate) fn partnership(&self) -> String {
        self.members.partnership.clone()
    }

    pub(crate) fn printed(&self, arguments: &[&str]) -> String {
        let (code, answer, said) = run(&self.url, arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
        answer
    }

    pub(crate) fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let answer = self.printed(arguments);
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// What was just told is shown a moment later.
    pub(crate) async fn until(&self, arguments: &[&str], told: &str) -> String {
        for _ in 0..100 {
            let answer = self.printed(arguments);
            if answer.contains(told) {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{arguments:?} never says {told}: {}", self.printed(arguments));
    }

    pub(crate) async fn end(self) {
        self.host.stop().await.unwrap();
    }
}

pub(crate) fn run(url: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    // The services in this process go on serving meanwhile.
    tokio::task::block_in_place(|| {
        let ended = Command::new(accord_binary()).args(arguments).args(["--to", url]).output().expect("it runs");
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (ended.status.code(), words(&ended.stdout), words(&ended.stderr))
    })
}

pub(crate) fn in_days(days: i64) -> String {
    Zoned::now().with_time_zone(TimeZone::UTC).date().saturating_add(days.days()).to_string()
}

pub(crate) fn fresh() -> String {
    Uuid::now_v7().to_string()
}
