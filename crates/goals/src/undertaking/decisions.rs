//! What a request about an undertaking leads to: promising it here, the rest next door.

mod ending;
mod fulfilling;
mod giving;
mod renegotiating;

use kernel::{Context, Invalid, Members, parse};

use super::{
    rejection::Rejection,
    state::{Given, Undertaking},
};

pub use ending::Towards;
pub use giving::Around;
pub use renegotiating::RENEGOTIATIONS_MAX;

impl Undertaking {
    fn given(&self) -> Result<&Given, Rejection> {
        match self {
            Undertaking::Ungiven => Err(Rejection::NotFound),
            Undertaking::Given(given) => Ok(given),
        }
    }
}

impl Given {
    /// Who answers for those it was given to: the one it was given to; any other member with a voice where that is all
    /// of them, or one that is not here any more, or has become part of the giver's own organisation.
    fn receivers(&self, members: &Members) -> Vec<String> {
        let to = &self.to_partner_id;
        match members.belongs(to) && !members.are_one(to, &self.given_by) {
            true => vec![to.clone()],
            false => members.voices_without(&self.given_by),
        }
    }

    /// One that has left still answers for what was promised to it.
    fn check_receiver(&self, partner_id: &str, members: &Members) -> Result<(), Rejection> {
        match () {
            () if members.are_one(partner_id, &self.given_by) => Err(Rejection::OwnUndertaking),
            () if self.to_partner_id == partner_id => Ok(()),
            () if self.receivers(members).iter().any(|it| it == partner_id) => Ok(()),
            () => Err(Rejection::NotTheReceiver),
        }
    }
}

fn not_past(due_on: &str, context: &Context) -> Result<(), Invalid> {
    // Dates of one form compare as text.
    match due_on < context.today().to_string().as_str() {
        true => Err(Invalid::new("due_on", format!("is {due_on}, which is past"))),
        false => Ok(()),
    }
}

/// A number above 0, written in one way: 1.50 and 1.5 are one. Empty: none.
fn quantity(field: &'static str, text: &str) -> Result<String, Invalid> {
    match parse::decimal_or_none(field, text)? {
        None => Ok(String::new()),
        Some(number) if number.is_zero() || number.is_sign_negative() => {
            Err(Invalid::new(field, format!("is {number}, not above 0")))
        }
        Some(number) => Ok(number.normalize().to_string()),
    }
}
