//! The things that wait to be dealt with, as far as they say for whom: goals, milestones, activities, undertakings.

use contract::goals::{GoalState, WaitingWorkKind};
use prost::Message;

use super::members::Together;
use crate::alignment::is_ranked;

/// One of the four, and for whom it waits now.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Thing {
    #[prost(message, optional, tag = "1")]
    pub(super) goal: Option<Goal>,
    #[prost(message, optional, tag = "2")]
    pub(super) milestone: Option<Milestone>,
    #[prost(message, optional, tag = "3")]
    pub(super) activity: Option<Activity>,
    #[prost(message, optional, tag = "4")]
    pub(super) undertaking: Option<Undertaking>,
    #[prost(message, repeated, tag = "5")]
    pub(super) waits: Vec<Wait>,
}

/// That it waits for a partner; the entry stands under both.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Wait {
    #[prost(string, tag = "1")]
    pub(super) partner_id: String,
    /// A number of accord.goals.v1.WaitingWorkKind.
    #[prost(int32, tag = "2")]
    pub(super) kind: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Goal {
    #[prost(string, tag = "1")]
    pub(super) goal_id: String,
    #[prost(string, tag = "2")]
    pub(super) title: String,
    #[prost(enumeration = "GoalState", tag = "3")]
    pub(super) state: i32,
    /// Who could decide it, or has said how it stands to it.
    #[prost(string, repeated, tag = "4")]
    pub(super) settled: Vec<String>,
    #[prost(string, repeated, tag = "5")]
    pub(super) milestones: Vec<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Milestone {
    #[prost(string, tag = "1")]
    pub(super) goal_id: String,
    #[prost(string, tag = "2")]
    pub(super) title: String,
    /// Empty: all see to it.
    #[prost(string, tag = "3")]
    pub(super) owner: String,
    #[prost(string, tag = "4")]
    pub(super) due_on: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Activity {
    #[prost(string, tag = "1")]
    pub(super) goal_id: String,
    #[prost(string, tag = "2")]
    pub(super) title: String,
    #[prost(string, tag = "3")]
    pub(super) lead: String,
    /// The lead has said that it leads.
    #[prost(bool, tag = "4")]
    pub(super) is_led: bool,
    #[prost(string, tag = "5")]
    pub(super) offered_to: String,
    #[prost(string, tag = "6")]
    pub(super) starts_on: String,
    #[prost(string, tag = "7")]
    pub(super) ends_on: String,
    #[prost(bool, tag = "8")]
    pub(super) is_started: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Undertaking {
    #[prost(string, tag = "1")]
    pub(super) goal_id: String,
    #[prost(string, tag = "2")]
    pub(super) title: String,
    #[prost(string, tag = "3")]
    pub(super) giver: String,
    /// Empty: to all.
    #[prost(string, tag = "4")]
    pub(super) to: String,
    #[prost(string, tag = "5")]
    pub(super) due_on: String,
    /// Who is asked to confirm it, once it is said to be done.
    #[prost(string, repeated, tag = "6")]
    pub(super) to_confirm: Vec<String>,
    #[prost(bool, tag = "7")]
    pub(super) is_fulfilled: bool,
    /// Who may agree to the terms that are asked for.
    #[prost(string, repeated, tag = "8")]
    pub(super) to_agree: Vec<String>,
}

/// What is to be done by one partner, if it may act.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) partner_id: String,
    pub(super) kind: WaitingWorkKind,
    pub(super) title: String,
    pub(super) goal_id: String,
    /// Empty: at no set time.
    pub(super) due_on: String,
}

impl Thing {
    /// For whom it waits: each once in each way, and only those that can do what is to be done.
    pub(super) fn wanted(&self, together: &Together) -> Vec<Wanted> {
        let Thing { goal, milestone, activity, undertaking, waits: _ } = self;
        let mut wanted: Vec<Wanted> = Vec::new();
        wanted.extend(goal.iter().flat_map(|it| it.wanted(together)));
        wanted.extend(milestone.iter().flat_map(|it| it.wanted(together)));
        wanted.extend(activity.iter().flat_map(|it| it.wanted(together)));
        wanted.extend(undertaking.iter().flat_map(|it| it.wanted(together)));
        wanted
    }
}

impl Goal {
    /// Who joined after it was decided accepts it, or says what it has against it.
    fn wanted(&self, together: &Together) -> Vec<Wanted> {
        if !is_ranked(self.state()) {
            return vec![];
        }
        let joined = together.voices().filter(|voice| !self.settled.iter().any(|it| it == voice));
        let wanted = |partner: &str| Wanted {
            partner_id: partner.to_owned(),
            kind: WaitingWorkKind::AcceptGoal,
            title: self.title.clone(),
            goal_id: self.goal_id.clone(),
            due_on: String::new(),
        };
        joined.map(wanted).collect()
    }
}

impl Milestone {
    fn wanted(&self, together: &Together) -> Vec<Wanted> {
        let seeing = together.voices().filter(|it| self.owner.is_empty() || self.owner == *it);
        let wanted = |partner: &str| Wanted {
            partner_id: partner.to_owned(),
            kind: WaitingWorkKind::ReachMilestone,
            title: self.title.clone(),
            goal_id: self.goal_id.clone(),
            due_on: self.due_on.clone(),
        };
        seeing.map(wanted).collect()
    }
}

impl Activity {
    fn wanted(&self, together: &Together) -> Vec<Wanted> {
        let by = if self.is_started || self.starts_on.is_empty() { &self.ends_on } else { &self.starts_on };
        let lead = match (self.is_led, self.is_started) {
            (false, _) => WaitingWorkKind::TakeLead,
            (true, false) => WaitingWorkKind::StartActivity,
            (true, true) => WaitingWorkKind::CompleteActivity,
        };
        let asked = [(&self.lead, lead), (&self.offered_to, WaitingWorkKind::TakeLead)];
        let asked = asked.into_iter().filter(|(partner, _)| together.has_voice(partner));
        let wanted = |(partner, kind): (&String, _)| Wanted {
            partner_id: partner.clone(),
            kind,
            title: self.title.clone(),
            goal_id: self.goal_id.clone(),
            due_on: by.clone(),
        };
        asked.map(wanted).collect()
    }
}

impl Undertaking {
    fn wanted(&self, together: &Together) -> Vec<Wanted> {
        let wanted = |kind, due_on: &str, partner: &String| Wanted {
            partner_id: partner.clone(),
            kind,
            title: self.title.clone(),
            goal_id: self.goal_id.clone(),
            due_on: due_on.to_owned(),
        };
        let to_confirm = |it| wanted(WaitingWorkKind::ConfirmFulfilment, "", it);
        let mut all: Vec<Wanted> = match self.is_fulfilled {
            true => self.to_confirm.iter().map(to_confirm).collect(),
            false => vec![wanted(WaitingWorkKind::FulfilUndertaking, &self.due_on, &self.giver)],
        };
        all.extend(self.to_agree.iter().map(|it| wanted(WaitingWorkKind::AnswerRenegotiation, &self.due_on, it)));
        // By name it is between those two, whatever their voice; among all, of those with one.
        let is_named = |it: &String| *it == self.giver || *it == self.to;
        let can_act = |it: &String| together.has_voice(it) || is_named(it) && together.took_part(it);
        all.retain(|it| can_act(&it.partner_id));
        all
    }
}
