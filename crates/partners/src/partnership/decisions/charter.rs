//! What the partners agree on: revised while they form, amended by decision once they act.

use contract::partners::{AmendCharter, AmendmentProposed, DraftRevised, ReviseDraft, Stage};
use kernel::{Context, Decide, Decision, parse};

use super::{
    super::{
        charter::{Charter, Named, strictest},
        rejection::Rejection,
        state::{Change, Formed, Partnership},
    },
    changes::ask,
};

impl Decide<ReviseDraft> for Partnership {
    type Known = Named;

    fn target(command: &ReviseDraft) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &ReviseDraft, named: &Named, context: &Context) -> Decision<Self> {
        let ReviseDraft {
            command_id: _,
            validate_only: _,
            partnership_id,
            title,
            purpose,
            currency,
            rules,
            terms,
            // The desk has compared it.
            expected_revision: _,
        } = command.clone();
        let formed = self.formed()?;
        if formed.member(&context.partner).is_none() {
            return Err(Rejection::NotInvited);
        }
        formed.at(Stage::Forming, "forming")?;
        let (version, terms) = (formed.charter.version + 1, terms.unwrap_or_default());
        let asked = Charter { version, title, purpose, currency, rules, terms };
        let charter = Charter::parse(asked, named, &formed.partner_ids())?;
        if formed.charter.says(&charter) {
            return Ok(vec![]);
        }
        let Charter { version: charter_version, title, purpose, currency, rules, terms } = charter;
        let terms = Some(terms);
        Ok(vec![DraftRevised { partnership_id, charter_version, title, purpose, currency, rules, terms }.into()])
    }
}

impl Decide<AmendCharter> for Partnership {
    type Known = Named;

    fn target(command: &AmendCharter) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &AmendCharter, named: &Named, context: &Context) -> Decision<Self> {
        let AmendCharter {
            command_id: _,
            validate_only: _,
            partnership_id,
            title,
            purpose,
            rules,
            terms,
            reason,
            // The desk has compared it.
            expected_revision: _,
        } = command.clone();
        let formed = self.active()?;
        formed.heard(context)?;
        let (version, terms) = (formed.charter.version + 1, terms.unwrap_or_default());
        let asked = Charter { version, title, purpose, currency: formed.charter.currency.clone(), rules, terms };
        let charter = Charter::parse(asked, named, &formed.partner_ids())?;
        if formed.charter.says(&charter) {
            return Ok(vec![]);
        }
        let reason = parse::filled("reason", &reason)?.to_owned();
        let under = Some(strictest(&formed.charter.rules, &charter.rules));
        let Charter { version: charter_version, title, purpose, currency: _, rules, terms } = charter;
        let terms = Some(terms);
        let amendment =
            AmendmentProposed { partnership_id, charter_version, title, purpose, rules, terms, reason, under };
        ask(formed, Change::Amendment(Box::new(amendment)))
    }
}

impl Formed {
    /// Whom a charter may give a share or reserve a matter to.
    pub(super) fn partner_ids(&self) -> Vec<&str> {
        self.current().map(|it| it.partner_id.as_str()).collect()
    }
}
