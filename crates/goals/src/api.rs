//! The gRPC face: one line a command, one a query.

use contract::{
    goals::{
        AcceptGoal, Activity as ActivityView, AddMilestone, AgreeRenegotiation, Alignment, CancelActivity, CloseGoal,
        CompleteActivity, ConfirmFulfilment, CountWhoDoesWhat, DeclineRenegotiation, FulfilUndertaking, GetActivity,
        GetAlignment, GetGoal, GetResultsTree, GetUndertaking, GetUndertakingSummary, GetWorkPlan, GiveUndertaking,
        Goal, HandOverActivity, LeaveActivity, ListActivities, ListActivitiesResponse, ListAlignment,
        ListAlignmentResponse, ListApproachRatings, ListApproachRatingsResponse, ListGoalSteps, ListGoalStepsResponse,
        ListGoals, ListGoalsResponse, ListUndertakings, ListUndertakingsResponse, ListWaitingWork,
        ListWaitingWorkResponse, ListWhoDoesWhat, ListWhoDoesWhatResponse, PlanActivity, ProposeGoal, RankGoals,
        RateApproach, ReachMilestone, ReleaseUndertaking, RenegotiateUndertaking, ReserveOnGoal, ResultsTree,
        ReturnFulfilment, ReviseActivity, ReviseGoal, StartActivity, TakeOverActivity, TakeOverUndertaking,
        Undertaking as UndertakingView, UndertakingSummary, WhoDoesWhatCounts, WithdrawRenegotiation, WorkPlan,
        goal_commands_server::GoalCommands, goal_queries_server::GoalQueries,
    },
    moment,
};
use runtime::{Answered, Desk, Reply, Room, caller::Caller, views::key};
use tonic::Request;

use crate::{
    Goals,
    activity::Activity,
    alignment::figures,
    approach::Approach,
    known::said,
    ranking::Ranking,
    tree::GoalTree,
    undertaking::Undertaking,
    views::{
        ACTIVITIES, GOALS, MEASURED, RATINGS, STEPS, UNDERTAKING_FIGURES, UNDERTAKINGS, WAITING, WHO_DOES_WHAT,
        is_activity, is_asked_for, place, results_tree, undertakings, waiting, who_does_what, work_plan,
    },
};

#[derive(Clone)]
pub struct Api {
    pub desk: Desk<Goals>,
}

#[tonic::async_trait]
impl GoalCommands for Api {
    async fn propose_goal(&self, request: Request<ProposeGoal>) -> Reply {
        self.desk.carry_out::<GoalTree, _>(request).await
    }

    async fn revise_goal(&self, request: Request<ReviseGoal>) -> Reply {
        self.desk.carry_out::<GoalTree, _>(request).await
    }

    async fn accept_goal(&self, request: Request<AcceptGoal>) -> Reply {
        self.desk.carry_out::<GoalTree, _>(request).await
    }

    async fn reserve_on_goal(&self, request: Request<ReserveOnGoal>) -> Reply {
        self.desk.carry_out::<GoalTree, _>(request).await
    }

    async fn add_milestone(&self, request: Request<AddMilestone>) -> Reply {
        self.desk.carry_out::<GoalTree, _>(request).await
    }

    async fn reach_milestone(&self, request: Request<ReachMilestone>) -> Reply {
        self.desk.carry_out::<GoalTree, _>(request).await
    }

    async fn close_goal(&self, request: Request<CloseGoal>) -> Reply {
        self.desk.carry_out::<GoalTree, _>(request).await
    }

    async fn plan_activity(&self, request: Request<PlanActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }

    async fn rank_goals(&self, request: Request<RankGoals>) -> Reply {
        self.desk.carry_out::<Ranking, _>(request).await
    }

    async fn rate_approach(&self, request: Request<RateApproach>) -> Reply {
        self.desk.carry_out::<Approach, _>(request).await
    }
    async fn give_undertaking(&self, request: Request<GiveUndertaking>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn fulfil_undertaking(&self, request: Request<FulfilUndertaking>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn confirm_fulfilment(&self, request: Request<ConfirmFulfilment>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn return_fulfilment(&self, request: Request<ReturnFulfilment>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn renegotiate_undertaking(&self, request: Request<RenegotiateUndertaking>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn agree_renegotiation(&self, request: Request<AgreeRenegotiation>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn decline_renegotiation(&self, request: Request<DeclineRenegotiation>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn withdraw_renegotiation(&self, request: Request<WithdrawRenegotiation>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn release_undertaking(&self, request: Request<ReleaseUndertaking>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }

    async fn take_over_undertaking(&self, request: Request<TakeOverUndertaking>) -> Reply {
        self.desk.carry_out::<Undertaking, _>(request).await
    }
    async fn revise_activity(&self, request: Request<ReviseActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }

    async fn start_activity(&self, request: Request<StartActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }

    async fn complete_activity(&self, request: Request<CompleteActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }

    async fn cancel_activity(&self, request: Request<CancelActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }

    async fn hand_over_activity(&self, request: Request<HandOverActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }

    async fn take_over_activity(&self, request: Request<TakeOverActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }

    async fn leave_activity(&self, request: Request<LeaveActivity>) -> Reply {
        self.desk.carry_out::<Activity, _>(request).await
    }
}

#[tonic::async_trait]
impl GoalQueries for Api {
    async fn get_goal(&self, request: Request<GetGoal>) -> Answered<Goal> {
        self.desk.get(request, GOALS, "goal_id", |q, _| place(&q.partnership_id, &q.goal_id)).await
    }

    async fn get_results_tree(&self, request: Request<GetResultsTree>) -> Answered<ResultsTree> {
        let prefix = |q: &GetResultsTree, _: &_| key(&[&q.partnership_id]);
        self.desk.scan(request, GOALS, prefix, |q, goals| results_tree(&q.partnership_id, goals)).await
    }

    async fn list_goals(&self, request: Request<ListGoals>) -> Answered<ListGoalsResponse> {
        let answer = |goals, next_page_token| ListGoalsResponse { as_of: vec![], goals, next_page_token };
        self.desk.list(request, GOALS, |q, _| key(&[&q.partnership_id]), is_asked_for, answer).await
    }

    async fn list_goal_steps(&self, request: Request<ListGoalSteps>) -> Answered<ListGoalStepsResponse> {
        let answer = |steps, next_page_token| ListGoalStepsResponse { as_of: vec![], steps, next_page_token };
        let prefix = |q: &ListGoalSteps, _: &_| key(&[&q.partnership_id, &q.goal_id]);
        self.desk.list(request, STEPS, prefix, |_, _| true, answer).await
    }

    async fn get_activity(&self, request: Request<GetActivity>) -> Answered<ActivityView> {
        self.desk.get(request, ACTIVITIES, "activity_id", |q, _| place(&q.partnership_id, &q.activity_id)).await
    }

    async fn list_activities(&self, request: Request<ListActivities>) -> Answered<ListActivitiesResponse> {
        let answer =
            |activities, next_page_token| ListActivitiesResponse { as_of: vec![], activities, next_page_token };
        self.desk.list(request, ACTIVITIES, |q, _| key(&[&q.partnership_id]), |_, it| is_activity(it), answer).await
    }

    async fn get_work_plan(&self, request: Request<GetWorkPlan>) -> Answered<WorkPlan> {
        self.desk.scan(request, ACTIVITIES, |q, _| key(&[&q.partnership_id]), work_plan).await
    }

    async fn list_who_does_what(&self, request: Request<ListWhoDoesWhat>) -> Answered<ListWhoDoesWhatResponse> {
        let answer = |lines, next_page_token| ListWhoDoesWhatResponse { as_of: vec![], lines, next_page_token };
        let prefix = |q: &ListWhoDoesWhat, _: &_| who_does_what::prefix(q);
        self.desk.list(request, WHO_DOES_WHAT, prefix, who_does_what::is_asked_for, answer).await
    }

    async fn count_who_does_what(&self, request: Request<CountWhoDoesWhat>) -> Answered<WhoDoesWhatCounts> {
        let counts = |q: &CountWhoDoesWhat, activities: Vec<_>| who_does_what::counts(q, &activities);
        self.desk.scan(request, ACTIVITIES, |q, _| key(&[&q.partnership_id]), counts).await
    }

    async fn get_alignment(&self, request: Request<GetAlignment>) -> Answered<Alignment> {
        let look = |room: &Room<Goals>, q: &GetAlignment| said(room, &q.partnership_id);
        let make = |q: GetAlignment, said| figures::alignment(q.partnership_id, &said);
        self.desk.recall(request, "partnership_id", look, make).await
    }

    async fn list_alignment(&self, request: Request<ListAlignment>) -> Answered<ListAlignmentResponse> {
        let answer = |measured, next_page_token| ListAlignmentResponse { as_of: vec![], measured, next_page_token };
        self.desk.list(request, MEASURED, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn list_approach_ratings(
        &self,
        request: Request<ListApproachRatings>,
    ) -> Answered<ListApproachRatingsResponse> {
        let answer = |ratings, next_page_token| ListApproachRatingsResponse { as_of: vec![], ratings, next_page_token };
        self.desk.list(request, RATINGS, |q, _| place(&q.partnership_id, &q.goal_id), |_, _| true, answer).await
    }
    async fn get_undertaking(&self, request: Request<GetUndertaking>) -> Answered<UndertakingView> {
        self.desk.get(request, UNDERTAKINGS, "undertaking_id", |q, _| place(&q.partnership_id, &q.undertaking_id)).await
    }

    async fn list_undertakings(&self, request: Request<ListUndertakings>) -> Answered<ListUndertakingsResponse> {
        let answer =
            |undertakings, next_page_token| ListUndertakingsResponse { as_of: vec![], undertakings, next_page_token };
        let prefix = |q: &ListUndertakings, _: &_| key(&[&q.partnership_id]);
        self.desk.list(request, UNDERTAKINGS, prefix, undertakings::is_asked_for, answer).await
    }

    async fn get_undertaking_summary(&self, request: Request<GetUndertakingSummary>) -> Answered<UndertakingSummary> {
        let today = moment::day_of(self.desk.now());
        let prefix = |q: &GetUndertakingSummary, _: &_| key(&[&q.partnership_id]);
        self.desk.scan(request, UNDERTAKING_FIGURES, prefix, |q, rows| undertakings::summary(q, rows, today)).await
    }
    async fn list_waiting_work(&self, request: Request<ListWaitingWork>) -> Answered<ListWaitingWorkResponse> {
        let answer = |waiting, next_page_token| ListWaitingWorkResponse { as_of: vec![], waiting, next_page_token };
        let prefix = |q: &ListWaitingWork, caller: &Caller| waiting::waits_for(&caller.partner, q);
        self.desk.list(request, WAITING, prefix, waiting::is_asked_for, answer).await
    }
}
