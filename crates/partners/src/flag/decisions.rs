//! What a request about a flag leads to: raised here, contested, renewed and ended next door.

mod life;
mod raising;

use jiff::{Span, civil::Date};
use kernel::{Context, Invalid, parse};

use super::{
    rejection::Rejection,
    state::{Flag, Raised},
};

/// What must be known of two partners for one to warn of the other.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Acquaintance {
    /// They work together: in the partnership named, or for the directory in any.
    pub share_a_partnership: bool,
    /// The flag by which the one already warns of the other there.
    pub flag_id: Option<String>,
}

/// Whether the caller may see the flag: all may in the directory, in a partnership who takes or took part in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    pub is_given: bool,
}

impl Flag {
    /// Nobody learns of a partnership's flags from a refusal: standing comes before the look-up.
    fn seen(&self, sight: &Sight) -> Result<&Raised, Rejection> {
        match self {
            _ if !sight.is_given => Err(Rejection::NoStanding),
            Flag::Unraised => Err(Rejection::NotFound),
            Flag::Raised(raised) => Ok(raised),
        }
    }
}

impl Raised {
    /// The clock may be late; the review date is not.
    fn is_over(&self, context: &Context) -> bool {
        self.is_ended || self.review_on <= context.today()
    }
}

/// The next review: after today, at most a year away.
fn review_on(text: &str, context: &Context) -> Result<Date, Invalid> {
    let (date, today) = (parse::date("review_on", text)?, context.today());
    let latest = today.saturating_add(Span::new().years(1));
    match today < date && date <= latest {
        true => Ok(date),
        false => Err(Invalid::new("review_on", format!("is {date}; it must be after {today} and at most {latest}"))),
    }
}
