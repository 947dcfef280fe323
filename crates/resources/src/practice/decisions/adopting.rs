//! Taking up another's practice, saying what that led to, and ending it.

use contract::resources::{
    AdoptPractice, AdoptionEnded, AdoptionOutcome, AdoptionReported, EndAdoption, PracticeAdopted, ReportAdoption,
};
use kernel::{Context, Decide, Decision, Invalid, Members, document::EVIDENCE, parse};

use super::{
    super::{
        content::documents,
        rejection::Rejection,
        state::{Adoption, Practice, Shared},
    },
    Serves, check, happened_on,
};
use crate::Around;

/// What an id that is made for one is made of.
const ADOPTION: &str = "adoption";
/// Adoptions of one practice, ended ones too.
pub const ADOPTIONS_MAX: usize = 500;

impl Serves for AdoptPractice {
    fn partnership_id(&self) -> &str {
        &self.partnership_id
    }

    fn served(&self) -> (&str, &str) {
        (&self.goal_id, &self.activity_id)
    }
}

impl Decide<AdoptPractice> for Practice {
    type Known = (Around, Members);

    fn target(command: &AdoptPractice) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn thing(command: &AdoptPractice, context: &Context) -> String {
        context.or_fresh(&command.adoption_id, ADOPTION)
    }

    fn decide(
        &self,
        command: &AdoptPractice,
        (around, members): &(Around, Members),
        context: &Context,
    ) -> Decision<Self> {
        let shared = self.shared()?;
        let adopted = adopted(command, shared, context)?;
        if let Some(known) = shared.adoptions.get(&adopted.adoption_id) {
            // The practice may have been said anew between the two.
            let same =
                PracticeAdopted { version: known.adopted.version, title: known.adopted.title.clone(), ..adopted };
            return if same == known.adopted { Ok(vec![]) } else { Err(Rejection::IdTaken { field: "adoption_id" }) };
        }
        shared.check_another(members, context)?;
        shared.check_stands()?;
        check(around)?;
        match shared.adoptions.len() < ADOPTIONS_MAX {
            true => Ok(vec![adopted.into()]),
            false => Err(Rejection::TooManyAdoptions),
        }
    }
}

impl Decide<ReportAdoption> for Practice {
    type Known = ();

    fn target(command: &ReportAdoption) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn thing(command: &ReportAdoption, _: &Context) -> String {
        command.adoption_id.clone()
    }

    fn decide(&self, command: &ReportAdoption, _: &(), context: &Context) -> Decision<Self> {
        let adoption = self.shared()?.adoption(&command.adoption_id, context)?;
        let reported = reported(command, adoption, context)?;
        match &adoption.last_report {
            Some(last) if (AdoptionReported { was_outcome: last.was_outcome, ..reported.clone() }) == *last => {
                Ok(vec![])
            }
            Some(last) if reported.reported_on < last.reported_on => {
                let problem = format!("is {}, before the last report, of {}", reported.reported_on, last.reported_on);
                Err(Invalid::new("reported_on", problem).into())
            }
            _ => Ok(vec![reported.into()]),
        }
    }
}

impl Decide<EndAdoption> for Practice {
    type Known = ();

    fn target(command: &EndAdoption) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn thing(command: &EndAdoption, _: &Context) -> String {
        command.adoption_id.clone()
    }

    fn decide(&self, command: &EndAdoption, _: &(), context: &Context) -> Decision<Self> {
        let EndAdoption { command_id: _, validate_only: _, partnership_id, practice_id, adoption_id, ended_on, reason } =
            command;
        let ended_on = happened_on("ended_on", ended_on, context)?;
        let reason = parse::filled("reason", reason)?;
        let adoption = self.shared()?.adoption(adoption_id, context)?;
        not_before_it_began("ended_on", &ended_on, adoption)?;
        match adoption.ended_on.as_str() {
            "" => (),
            known if known == ended_on => return Ok(vec![]),
            known => return Err(Rejection::AdoptionEnded { ended_on: known.to_owned() }),
        }
        let ended = AdoptionEnded {
            partnership_id: partnership_id.clone(),
            practice_id: practice_id.clone(),
            adoption_id: adoption_id.clone(),
            partner_id: context.partner.clone(),
            ended_on,
            reason: reason.to_owned(),
        };
        Ok(vec![ended.into()])
    }
}

impl Shared {
    fn adoption(&self, adoption_id: &str, context: &Context) -> Result<&Adoption, Rejection> {
        match self.adoptions.get(adoption_id) {
            None => Err(Rejection::AdoptionNotFound),
            Some(it) if it.adopted.partner_id != context.partner => Err(Rejection::NotTheAdopter),
            Some(it) => Ok(it),
        }
    }
}

fn adopted(command: &AdoptPractice, shared: &Shared, context: &Context) -> Result<PracticeAdopted, Invalid> {
    let AdoptPractice {
        command_id: _,
        validate_only: _,
        partnership_id,
        practice_id,
        adoption_id,
        place,
        started_on,
        adapted,
        goal_id,
        activity_id,
    } = command;
    Ok(PracticeAdopted {
        partnership_id: partnership_id.clone(),
        practice_id: practice_id.clone(),
        adoption_id: context.or_fresh(adoption_id, ADOPTION),
        partner_id: context.partner.clone(),
        shared_by: shared.at_first.partner_id.clone(),
        version: shared.version,
        title: shared.content.title.clone(),
        place: parse::filled("place", place)?.to_owned(),
        started_on: happened_on("started_on", started_on, context)?,
        adapted: adapted.trim().to_owned(),
        goal_id: goal_id.clone(),
        activity_id: activity_id.clone(),
    })
}

fn reported(command: &ReportAdoption, adoption: &Adoption, context: &Context) -> Result<AdoptionReported, Invalid> {
    let ReportAdoption {
        command_id: _,
        validate_only: _,
        partnership_id,
        practice_id,
        adoption_id,
        reported_on,
        outcome,
        what,
        indicator_id,
        evidence,
    } = command;
    documents(evidence, &EVIDENCE)?;
    let reported_on = happened_on("reported_on", reported_on, context)?;
    not_before_it_began("reported_on", &reported_on, adoption)?;
    let said_before = adoption.last_report.as_ref().map(AdoptionReported::outcome);
    Ok(AdoptionReported {
        partnership_id: partnership_id.clone(),
        practice_id: practice_id.clone(),
        adoption_id: adoption_id.clone(),
        partner_id: context.partner.clone(),
        reported_on,
        outcome: *outcome,
        was_outcome: said_before.unwrap_or(AdoptionOutcome::Unspecified).into(),
        what: parse::filled("what", what)?.to_owned(),
        indicator_id: indicator_id.clone(),
        evidence: evidence.clone(),
    })
}

/// Dates of one form compare as text.
fn not_before_it_began(field: &'static str, day: &str, adoption: &Adoption) -> Result<(), Invalid> {
    let began = adoption.adopted.started_on.as_str();
    match day < began {
        true => Err(Invalid::new(field, format!("is {day}, before it began there on {began}"))),
        false => Ok(()),
    }
}
