//! What a request about an organisation leads to: its profile, and what is recorded of it.

mod due_diligence;
mod profile;
mod representative;

use kernel::{Context, Invalid};

pub use representative::ContactKeys;

use super::{
    rejection::Rejection,
    state::{Partner, Registered},
};

/// How many organisations may stand in one line of affiliations, above or below another.
const ABOVE_MAX: usize = 8;

/// The partners above one, if it were affiliated as asked: from the one named upwards.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Affiliation {
    pub partner_id: String,
    /// Empty where no affiliation is asked for.
    pub above: Vec<String>,
    /// How many stand below it already, in the longest line.
    pub below: usize,
    /// The one named is in no directory.
    pub is_unknown: bool,
}

impl Affiliation {
    fn check(&self) -> Result<(), Invalid> {
        let problem = match () {
            () if self.is_unknown => "names a partner that is not registered",
            () if self.above.contains(&self.partner_id) => "leads back to the partner itself",
            () if ABOVE_MAX < self.above.len() => "has too many others above it: name the organisation at the head",
            () if !self.above.is_empty() && ABOVE_MAX < self.above.len() + self.below => {
                "would make too long a line of affiliations: name the organisation at the head"
            }
            () => return Ok(()),
        };
        Err(Invalid::new("affiliated_to", problem))
    }
}

impl Partner {
    fn registered(&self) -> Result<&Registered, Rejection> {
        match self {
            Partner::Unregistered => Err(Rejection::NotFound),
            Partner::Registered(registered) => Ok(registered),
        }
    }
}

/// The organisation itself, or the operator.
fn own(partner_id: &str, context: &Context) -> Result<(), Rejection> {
    match context.is_operator() || partner_id == context.partner {
        true => Ok(()),
        false => Err(Rejection::OnlyItsOwn { own: context.partner.clone() }),
    }
}
