//! What may be asked of activities, and what each request leads to.

mod ending;
mod leading;
mod planning;
mod revising;
mod working;

use contract::goals::GoalState;

use super::{
    content::Content,
    rejection::Rejection,
    state::{Activity, Planned, State},
};
use crate::tree::{Partnership, is_worked_on};

/// What is around the activity: its partnership, the goal it names, and who has a voice.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub partnership: Partnership,
    pub goal: Option<GoalState>,
    pub voices: Vec<String>,
}

/// Who is there to do the work.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Crew {
    /// Those with a voice.
    pub voices: Vec<String>,
    /// Those that have said that they leave, and are still there.
    pub leaving: Vec<String>,
}

impl Crew {
    fn has_voice(&self, partner_id: &str) -> bool {
        self.voices.iter().any(|it| it == partner_id)
    }

    /// Neither suspended nor gone, nor about to go.
    fn stays(&self, partner_id: &str) -> bool {
        self.has_voice(partner_id) && !self.leaving.iter().any(|it| it == partner_id)
    }
}

impl Around {
    /// Work is begun towards adopted goals.
    fn check_goal(&self) -> Result<(), Rejection> {
        match self.goal {
            None => Err(Rejection::GoalNotFound),
            Some(state) if is_worked_on(state) => Ok(()),
            Some(other) => Err(Rejection::GoalNotActive(other)),
        }
    }

    /// Whoever the plan names has a voice, unless the plan before named it.
    fn check_partners(&self, plan: &Content, before: Option<&Content>) -> Result<(), Rejection> {
        let known = |partner: &String| self.voices.contains(partner) || before.is_some_and(|it| it.names(partner));
        match plan.named().find(|(_, partner)| !known(partner)) {
            Some((field, partner_id)) => Err(Rejection::NotAMember { field, partner_id: partner_id.clone() }),
            None => Ok(()),
        }
    }
}

impl Content {
    fn named(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let supporting = self.supporting_partner_ids.iter().map(|it| ("supporting_partner_ids", it));
        let bringing = self.inputs.iter().map(|it| ("inputs.partner_id", &it.partner_id));
        supporting.chain(bringing.filter(|(_, it)| !it.is_empty()))
    }

    fn names(&self, partner_id: &str) -> bool {
        self.named().any(|(_, it)| it == partner_id)
    }
}

impl Activity {
    fn planned(&self) -> Result<&Planned, Rejection> {
        match self {
            Activity::Unplanned => Err(Rejection::NotFound),
            Activity::Planned(planned) => Ok(planned),
        }
    }

    /// What is planned or begun, and not over; for what services ask after the fact.
    fn open(&self) -> Option<&Planned> {
        self.planned().ok().filter(|it| it.is_open())
    }
}

impl Planned {
    fn is_open(&self) -> bool {
        matches!(self.state, State::Planned | State::Started { .. })
    }

    fn check_open(&self) -> Result<(), Rejection> {
        match &self.state {
            State::Planned | State::Started { .. } => Ok(()),
            State::Listed => Err(Rejection::Listed),
            over => Err(Rejection::State(over.seen())),
        }
    }

    fn check_leads(&self, partner_id: &str) -> Result<(), Rejection> {
        match &self.state {
            State::Listed => Err(Rejection::Listed),
            _ if self.lead == partner_id => Ok(()),
            _ => Err(Rejection::NotTheLead { lead_partner_id: self.lead.clone() }),
        }
    }

    /// The lead does; until that has said that it leads, whoever planned it does too.
    fn check_speaks(&self, partner_id: &str) -> Result<(), Rejection> {
        if self.waits_for_its_lead() && self.asked.planned_by == partner_id {
            return Ok(());
        }
        self.check_leads(partner_id)
    }

    fn waits_for_its_lead(&self) -> bool {
        !self.has_lead_accepted && self.state != State::Listed
    }

    fn supports(&self, partner_id: &str) -> bool {
        self.plan.supporting_partner_ids.iter().any(|it| it == partner_id)
    }
}
