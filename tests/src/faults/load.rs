//! Callers of all four services that go on whatever happens, until they are asked to stop.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use accord::client::Client;
use contract::{
    common::Receipt,
    goals::{GetGoal, Goal, GoalState},
    partners::Choice,
};
use tokio::task::JoinSet;

use super::{
    Ground, Insistent, Receipts,
    orders::{activity, confirmation, goal, grant, offer, position, proposal, report, verification},
};

/// What a test may wait for the last answers once all services are up.
const ANSWERED_WITHIN: Duration = Duration::from_secs(60);
/// Positions on one proposal before it is decided.
const POSITIONS: usize = 20;
/// A results tree has an end.
const GOALS_MAX: usize = 40;

pub struct Load {
    callers: JoinSet<()>,
    stopping: Arc<AtomicBool>,
}

#[derive(Clone)]
struct Desk {
    ground: Ground,
    lender: Insistent,
    trainer: Insistent,
    funder: Insistent,
    auditor: Insistent,
    stopping: Arc<AtomicBool>,
    pause: Duration,
}

impl Load {
    /// So many callers of each kind, each of whom waits so long between two commands; and one who leads goals.
    pub fn start(client: &Client, ground: &Ground, receipts: &Receipts, callers: usize, pause: Duration) -> Self {
        let stopping = Arc::new(AtomicBool::new(false));
        let desk = Desk {
            ground: ground.clone(),
            lender: Insistent::new(client, &ground.lender, receipts),
            trainer: Insistent::new(client, &ground.trainer, receipts),
            funder: Insistent::new(client, &ground.funder, receipts),
            auditor: Insistent::new(client, &ground.auditor, receipts),
            stopping: stopping.clone(),
            pause,
        };
        let mut tasks = JoinSet::new();
        for _ in 0..callers {
            tasks.spawn(desk.clone().offers());
            tasks.spawn(desk.clone().grants());
            tasks.spawn(desk.clone().debates());
            tasks.spawn(desk.clone().measurements());
            tasks.spawn(desk.clone().activities());
        }
        tasks.spawn(desk.goals());
        Load { callers: tasks, stopping }
    }

    /// Ends once each caller has been answered what it asked last.
    pub async fn stop(mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        let ended = tokio::time::timeout(ANSWERED_WITHIN, async {
            while let Some(caller) = self.callers.join_next().await {
                caller.expect("no command is refused");
            }
        });
        ended.await.expect("with all services up every command is answered");
    }
}

impl Desk {
    async fn goes_on(&self) -> bool {
        tokio::time::sleep(self.pause).await;
        !self.stopping.load(Ordering::Relaxed)
    }

    async fn offers(self) {
        while self.goes_on().await {
            self.trainer.ask(&offer(&self.ground)).await;
        }
    }

    async fn grants(self) {
        while self.goes_on().await {
            let transaction = self.funder.ask(&grant(&self.ground)).await.id;
            self.lender.ask(&confirmation(&self.ground, &transaction)).await;
        }
    }

    async fn debates(self) {
        while self.goes_on().await {
            let proposal = self.lender.ask(&proposal(&self.ground)).await.id;
            for place in 0..POSITIONS {
                let said = position(&self.ground, &proposal, Choice::Abstain, &format!("for the {place}th time"));
                self.lender.ask(&said).await;
                if !self.goes_on().await {
                    return;
                }
            }
            self.agree(&proposal).await;
        }
    }

    async fn agree(&self, proposal: &str) {
        for member in [&self.lender, &self.trainer, &self.funder] {
            member.ask(&position(&self.ground, proposal, Choice::Agree, "it is time")).await;
        }
    }

    async fn measurements(self) {
        while self.goes_on().await {
            let measurement = self.trainer.ask(&report(&self.ground)).await.id;
            self.auditor.ask(&verification(&self.ground, &measurement)).await;
        }
    }

    async fn activities(self) {
        while self.goes_on().await {
            self.trainer.ask(&activity(&self.ground, &self.ground.goal)).await;
        }
    }

    /// Each goal goes through all four: proposed, put to the members, adopted, its target opened.
    async fn goals(self) {
        for _ in 0..GOALS_MAX {
            let goal = self.lender.ask(&goal(&self.ground)).await;
            let Some(Goal { proposal_id, .. }) = self.reaches(&goal, GoalState::Proposed).await else { return };
            self.agree(&proposal_id).await;
            let Some(_) = self.reaches(&goal, GoalState::Active).await else { return };
            self.trainer.ask(&activity(&self.ground, &goal.id)).await;
            tokio::time::sleep(self.pause * 50).await;
        }
    }

    /// Once its proposal is known here; None when it is time to stop first.
    async fn reaches(&self, goal: &Receipt, state: GoalState) -> Option<Goal> {
        let Receipt { id, as_of, .. } = goal.clone();
        let query = GetGoal { as_of, partnership_id: self.ground.partnership.clone(), goal_id: id };
        while self.goes_on().await {
            let goal: Goal = self.lender.get(&query).await;
            if !goal.proposal_id.is_empty() && goal.state() == state {
                return Some(goal);
            }
            tokio::time::sleep(self.pause * 10).await;
        }
        None
    }
}
