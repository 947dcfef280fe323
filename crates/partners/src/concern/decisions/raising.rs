//! Raising a concern about some, or all, of those that take part.

use contract::partners::{ConcernAudience, ConcernRaised, RaiseConcern};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    super::{rejection::Rejection, state::Concern},
    Company, said,
};
use crate::{sealing::WritingKey, words::Words};

impl Decide<RaiseConcern> for Concern {
    type Known = (Company, WritingKey);

    fn target(command: &RaiseConcern) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &RaiseConcern, (company, key): &Self::Known, context: &Context) -> Decision<Self> {
        let raised = raised(command, company, context)?;
        match self {
            Concern::Raised(had) if is_same(&had.raised, &raised, key) => return Ok(vec![]),
            Concern::Raised(_) => return Err(Rejection::IdTaken),
            Concern::Unraised => (),
        }
        if let Some(stranger) = raised.about.iter().find(|it| !company.others.contains(it)) {
            return Err(Rejection::NotAMember { partner_id: stranger.clone() });
        }
        match raised.about.is_empty() {
            true => Err(Invalid::new("about", "names nobody, and nobody else takes part in this partnership").into()),
            false => {
                let Words { text, sealed } = said(raised.text.clone(), &raised, None, key, context);
                Ok(vec![ConcernRaised { text, sealed, ..raised }.into()])
            }
        }
    }
}

fn raised(command: &RaiseConcern, company: &Company, context: &Context) -> Result<ConcernRaised, Invalid> {
    let RaiseConcern {
        command_id: _,
        validate_only: _,
        partnership_id,
        concern_id,
        about,
        audience: _,
        severity,
        thing_kind,
        thing_id,
        text,
    } = command;
    let thing_kind = thing_kind.trim();
    if thing_kind.is_empty() != thing_id.is_empty() {
        return Err(Invalid::new("thing_id", "and thing_kind go together: give both or neither"));
    }
    Ok(ConcernRaised {
        partnership_id: partnership_id.clone(),
        concern_id: context.or_fresh(concern_id, Concern::KIND),
        raised_by: context.partner.clone(),
        about: if about.is_empty() { company.others.clone() } else { named(about, context)? },
        about_all: about.is_empty(),
        audience: match command.audience() {
            ConcernAudience::Unspecified => ConcernAudience::AllMembers.into(),
            audience => audience.into(),
        },
        severity: *severity,
        thing_kind: thing_kind.to_owned(),
        thing_id: thing_id.clone(),
        text: parse::filled("text", text)?.to_owned(),
        sealed: None,
    })
}

fn named(about: &[String], context: &Context) -> Result<Vec<String>, Invalid> {
    for (place, partner_id) in about.iter().enumerate() {
        if *partner_id == context.partner {
            return Err(Invalid::new("about", "names your own organisation: a concern is about others"));
        }
        if about[..place].contains(partner_id) {
            return Err(Invalid::new("about", format!("names {partner_id} twice")));
        }
    }
    Ok(about.to_vec())
}

/// The same concern, whoever takes part by now.
fn is_same(had: &ConcernRaised, raised: &ConcernRaised, key: &WritingKey) -> bool {
    let about = if had.about_all && raised.about_all { had.about.clone() } else { raised.about.clone() };
    let words = Words::recorded(&had.text, had.sealed.as_ref());
    let opened = ConcernRaised { text: raised.text.clone(), sealed: None, ..had.clone() };
    words.are(&raised.text, key) && opened == ConcernRaised { about, ..raised.clone() }
}
