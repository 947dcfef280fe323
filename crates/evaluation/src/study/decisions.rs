//! What may be asked of studies: opening one, closing it, taking it back; its means next door.

mod measuring;

use std::collections::HashSet;

use contract::evaluation::{CloseStudy, OpenStudy, StudyClosed, StudyOpened, StudyWithdrawn, WithdrawStudy};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{rejection::Rejection, state::Study};

pub use measuring::CORRECTIONS_MAX;

/// As sure as an interval is where nobody says otherwise.
pub const CONFIDENCE_PERCENT: u32 = 95;
const CONFIDENCE_PERCENT_MIN: u32 = 50;

/// Whether there is what a new study names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named {
    pub is_indicator_known: bool,
    pub is_goal_known: bool,
}

/// Nothing is named that there is not.
impl Default for Named {
    fn default() -> Self {
        Named { is_indicator_known: true, is_goal_known: true }
    }
}

/// What means are recorded beside: by which indicator, only the study itself says.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    /// The smallest group of people that may be told of.
    pub people_minimum: u32,
    /// Indicators whose values are shares of people.
    pub shares_of_people: HashSet<String>,
}

impl Decide<OpenStudy> for Study {
    type Known = Named;

    fn target(command: &OpenStudy) -> (&str, &str) {
        (&command.partnership_id, &command.study_id)
    }

    fn decide(&self, command: &OpenStudy, named: &Named, context: &Context) -> Decision<Self> {
        let opened = opened(command, context)?;
        match &self.opened {
            Some(known) if **known == opened => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None if !named.is_indicator_known => Err(Rejection::NoIndicator),
            None if !named.is_goal_known => Err(Rejection::NoGoal),
            None => Ok(vec![opened.into()]),
        }
    }
}

impl Decide<CloseStudy> for Study {
    type Known = ();

    fn target(command: &CloseStudy) -> (&str, &str) {
        (&command.partnership_id, &command.study_id)
    }

    fn decide(&self, command: &CloseStudy, _: &(), context: &Context) -> Decision<Self> {
        let CloseStudy { command_id: _, validate_only: _, partnership_id, study_id, conclusion } = command;
        let closed = StudyClosed {
            partnership_id: partnership_id.clone(),
            study_id: study_id.clone(),
            conclusion: parse::filled("conclusion", conclusion)?.to_owned(),
        };
        self.own(context)?;
        match self.closed.as_deref() {
            _ if self.withdrawn.is_some() => Err(Rejection::Withdrawn),
            Some(known) if *known == closed => Ok(vec![]),
            Some(_) => Err(Rejection::Closed),
            None => Ok(vec![closed.into()]),
        }
    }
}

impl Decide<WithdrawStudy> for Study {
    type Known = ();

    fn target(command: &WithdrawStudy) -> (&str, &str) {
        (&command.partnership_id, &command.study_id)
    }

    fn decide(&self, command: &WithdrawStudy, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawStudy { command_id: _, validate_only: _, partnership_id, study_id, reason } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        self.own(context)?;
        if self.withdrawn.is_some() {
            return Ok(vec![]);
        }
        let (partnership_id, study_id) = (partnership_id.clone(), study_id.clone());
        Ok(vec![StudyWithdrawn { partnership_id, study_id, reason }.into()])
    }
}

impl Study {
    /// As its opener opened it.
    fn own(&self, context: &Context) -> Result<&StudyOpened, Rejection> {
        let opened = self.opened.as_deref().ok_or(Rejection::NotFound)?;
        if opened.partner_id == context.partner { Ok(opened) } else { Err(Rejection::NotYours) }
    }

    /// As long as means are taken.
    fn open(&self) -> Result<&StudyOpened, Rejection> {
        match &self.opened {
            None => Err(Rejection::NotFound),
            Some(_) if self.withdrawn.is_some() => Err(Rejection::Withdrawn),
            Some(_) if self.closed.is_some() => Err(Rejection::Closed),
            Some(opened) => Ok(opened),
        }
    }
}

fn opened(command: &OpenStudy, context: &Context) -> Result<StudyOpened, Invalid> {
    let OpenStudy {
        command_id: _,
        validate_only: _,
        partnership_id,
        study_id,
        title,
        question,
        indicator_id,
        measured,
        unit,
        design,
        clusters,
        goal_id,
        confidence_percent,
    } = command;
    let (measured, unit) = measured_in(indicator_id, measured.trim(), unit.trim())?;
    Ok(StudyOpened {
        partnership_id: partnership_id.clone(),
        study_id: context.or_fresh(study_id, Study::KIND),
        partner_id: context.partner.clone(),
        title: parse::filled("title", title)?.to_owned(),
        question: parse::filled("question", question)?.to_owned(),
        indicator_id: indicator_id.clone(),
        measured,
        unit,
        design: *design,
        clusters: clusters.trim().to_owned(),
        goal_id: goal_id.clone(),
        confidence_percent: confidence(*confidence_percent)?,
    })
}

/// What is measured, and in which unit: an indicator says both, unless the study says more exactly what.
fn measured_in(indicator_id: &str, measured: &str, unit: &str) -> Result<(String, String), Invalid> {
    match indicator_id.is_empty() {
        true => {
            let (measured, unit) = (parse::filled("measured", measured)?, parse::filled("unit", unit)?);
            Ok((measured.to_owned(), unit.to_owned()))
        }
        false if !unit.is_empty() => Err(Invalid::new("unit", "is given, and so is an indicator, which has its own")),
        false => Ok((measured.to_owned(), String::new())),
    }
}

fn confidence(percent: u32) -> Result<u32, Invalid> {
    match percent {
        0 => Ok(CONFIDENCE_PERCENT),
        CONFIDENCE_PERCENT_MIN..=99 => Ok(percent),
        _ => Err(Invalid::new("confidence_percent", format!("is {percent}, not from {CONFIDENCE_PERCENT_MIN} to 99"))),
    }
}
