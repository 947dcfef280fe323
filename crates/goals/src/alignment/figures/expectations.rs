//! How the members answered what is expected of them.

use contract::{
    goals::{ExpectationAlignment, UnansweredExpectation},
    partners::ExpectationAnswer,
};

use super::{super::said::Said, count, words};

/// More are counted, not named.
const UNANSWERED_MAX: usize = 500;

pub fn expectations(said: &Said) -> ExpectationAlignment {
    let answered = |answer| count(said.asked.iter().filter(|it| it.answer == answer).count());
    let (asked, yes) = (count(said.asked.len()), answered(ExpectationAnswer::Yes));
    let mut figures = ExpectationAlignment {
        released: said.released,
        asked,
        yes,
        in_part: answered(ExpectationAnswer::InPart),
        no: answered(ExpectationAnswer::No),
        unanswered: answered(ExpectationAnswer::Unspecified),
        // Rounded half up.
        yes_basis_points: (20_000 * yes + asked).checked_div(2 * asked),
        summary: String::new(),
    };
    figures.summary = words::expectations(&figures);
    figures
}

pub(super) fn unanswered(said: &Said) -> Vec<UnansweredExpectation> {
    let waiting = said.asked.iter().filter(|it| it.answer == ExpectationAnswer::Unspecified);
    let named = waiting.take(UNANSWERED_MAX).map(|it| UnansweredExpectation {
        expectation_id: it.expectation_id.clone(),
        partner_id: it.partner_id.clone(),
        of_partner_id: it.of_partner_id.clone(),
    });
    named.collect()
}
