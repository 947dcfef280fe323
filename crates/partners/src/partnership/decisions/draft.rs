//! Drafting a partnership, by a partner or from a source.

use contract::partners::{FormPartnership, Founder, ListParticipant, ParticipantListed, PartnershipFormed};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    super::{charter, rejection::Rejection, roles::Roles, state::Partnership},
    Founders, PARTICIPANTS_MAX, source,
};

impl Decide<FormPartnership> for Partnership {
    type Known = Founders;

    fn target(command: &FormPartnership) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &FormPartnership, known: &Founders, context: &Context) -> Decision<Self> {
        let draft = draft(command, known, context)?;
        match self {
            Partnership::Formed(formed) if formed.draft == draft => Ok(vec![]),
            Partnership::Formed(_) => Err(Rejection::PartnershipTaken),
            Partnership::Unformed => match known.unregistered.first() {
                Some(partner_id) => {
                    Err(Rejection::UnknownPartner { field: "founders", partner_id: partner_id.clone() })
                }
                None => Ok(vec![draft.into()]),
            },
        }
    }
}

impl Decide<ListParticipant> for Partnership {
    type Known = ();

    fn target(command: &ListParticipant) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ListParticipant, context: &Context) -> String {
        context.or_fresh(&command.participant_id, "participant")
    }

    fn decide(&self, command: &ListParticipant, _: &(), context: &Context) -> Decision<Self> {
        let listed = participant(command, context)?;
        let formed = self.formed()?;
        match formed.participants.get(&listed.participant_id) {
            Some(already) if *already == listed => Ok(vec![]),
            Some(_) => Err(Rejection::ParticipantTaken),
            None if PARTICIPANTS_MAX <= formed.participants.len() => {
                let problem = format!("already lists {PARTICIPANTS_MAX} participants, and more are not taken");
                Err(Invalid::new("partnership_id", problem).into())
            }
            None => Ok(vec![listed.into()]),
        }
    }
}

fn draft(command: &FormPartnership, known: &Founders, context: &Context) -> Result<PartnershipFormed, Rejection> {
    let FormPartnership {
        command_id: _,
        validate_only: _,
        partnership_id,
        title,
        purpose,
        currency,
        rules,
        founders,
        source: read_in,
        terms,
    } = command;
    let read_in = source(context, read_in)?;
    let partners: Vec<_> = founders.iter().map(|it| it.partner_id.as_str()).collect();
    let terms = terms.clone().map(|it| charter::agreed(it, &known.named, &partners)).transpose()?;
    Ok(PartnershipFormed {
        partnership_id: context.or_fresh(partnership_id, Partnership::KIND),
        title: parse::filled("title", title)?.to_owned(),
        purpose: purpose.trim().to_owned(),
        currency: parse::currency("currency", currency)?.code().to_owned(),
        rules: charter::one_rule_a_matter(rules)?,
        charter_version: 1,
        founders: if read_in.is_empty() { founding(founders, context)? } else { none(founders)? },
        source: read_in,
        terms,
    })
}

/// At least two that can decide together, the caller among them.
fn founding(founders: &[Founder], context: &Context) -> Result<Vec<Founder>, Rejection> {
    if founders.len() < 2 {
        return Err(
            Invalid::new("founders", format!("names {}; a partnership has at least two", founders.len())).into()
        );
    }
    let mut voices = 0;
    for (place, founder) in founders.iter().enumerate() {
        if founders[..place].iter().any(|it| it.partner_id == founder.partner_id) {
            return Err(Invalid::new("founders", format!("names {} twice", founder.partner_id)).into());
        }
        voices += usize::from(Roles::parse("founders.roles", &founder.roles)?.have_voice());
    }
    if !founders.iter().any(|it| it.partner_id == context.partner) {
        return Err(Rejection::FounderMissing);
    }
    if voices < 2 {
        let problem = format!("gives {voices} of them a voice; at least two must fund, account, extend or implement");
        return Err(Invalid::new("founders", problem).into());
    }
    Ok(founders.to_vec())
}

fn none(founders: &[Founder]) -> Result<Vec<Founder>, Invalid> {
    match founders {
        [] => Ok(vec![]),
        _ => Err(Invalid::new("founders", "must be empty: in a draft from a source nobody has agreed to anything")),
    }
}

fn participant(command: &ListParticipant, context: &Context) -> Result<ParticipantListed, Rejection> {
    let ListParticipant {
        command_id: _,
        validate_only: _,
        partnership_id,
        participant_id: _,
        name,
        reference,
        role,
        source: read_in,
        kind,
    } = command;
    Ok(ParticipantListed {
        partnership_id: partnership_id.clone(),
        participant_id: Partnership::thing(command, context),
        name: parse::filled("name", name)?.to_owned(),
        reference: reference.trim().to_owned(),
        role: *role,
        source: operators(context, read_in)?,
        kind: *kind,
    })
}

fn operators(context: &Context, read_in: &str) -> Result<String, Rejection> {
    match source(context, read_in)? {
        // Nobody but the operator gets this far without one.
        none if none.is_empty() => Err(Rejection::SourceIsTheOperators),
        given => Ok(given),
    }
}
