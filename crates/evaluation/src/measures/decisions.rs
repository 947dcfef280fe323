//! What measuring a partnership leads to: each part that has changed once a day, and all of them for a review.

use contract::evaluation::{
    EquityMeasured, ImpactMeasured, MeasurePartnership, VerificationMeasured, event::Kind as Event,
};
use kernel::{Context, Decide, Decision};

use super::{
    figures::Figures,
    rejection::Rejection,
    state::{Measures, PARTS},
};

impl Decide<MeasurePartnership> for Measures {
    type Known = Figures;

    fn target(command: &MeasurePartnership) -> (&str, &str) {
        (&command.partnership_id, &command.month)
    }

    fn decide(&self, command: &MeasurePartnership, known: &Figures, context: &Context) -> Decision<Self> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let today = context.today().to_string();
        let facts = facts(command, known, &today);
        match command.review_id.as_str() {
            "" if self.measured_on == today => Ok(vec![]),
            "" => Ok(self.changed(facts, known)),
            review_id if self.reviews.contains(review_id) => Ok(vec![]),
            _ => Ok(facts.into()),
        }
    }
}

impl Measures {
    /// Where all is as it was, the first part alone says that it was looked at.
    fn changed(&self, facts: [Event; PARTS], known: &Figures) -> Vec<Event> {
        let is_new = self.last.iter().zip(&known.parts).map(|(last, now)| last.as_ref() != Some(now));
        let is_new: Vec<bool> = is_new.collect();
        let is_quiet = !is_new.contains(&true);
        let said = facts.into_iter().zip(is_new).enumerate();
        said.filter(|(part, (_, is_new))| *is_new || is_quiet && *part == 0).map(|(_, (fact, _))| fact).collect()
    }
}

fn facts(command: &MeasurePartnership, known: &Figures, today: &str) -> [Event; PARTS] {
    let MeasurePartnership { command_id: _, validate_only: _, partnership_id, review_id, month: _ } = command.clone();
    let Figures { members, period_start, parts: [equity, verification, impact] } = known.clone();
    let measured_on = today.to_owned();
    let equity = EquityMeasured {
        partnership_id: partnership_id.clone(),
        measured_on: measured_on.clone(),
        review_id: review_id.clone(),
        period_start: period_start.clone(),
        member_partner_ids: members.clone(),
        figures: equity,
    };
    let verification = VerificationMeasured {
        partnership_id: partnership_id.clone(),
        measured_on: measured_on.clone(),
        review_id: review_id.clone(),
        period_start: period_start.clone(),
        member_partner_ids: members.clone(),
        figures: verification,
    };
    let impact = ImpactMeasured {
        partnership_id,
        measured_on,
        review_id,
        period_start,
        member_partner_ids: members,
        figures: impact,
    };
    [equity.into(), verification.into(), impact.into()]
}
