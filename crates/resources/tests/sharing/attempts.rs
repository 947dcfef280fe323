//! What anybody may try with an offer, at any time.

use proptest::prelude::*;

use crate::messages::*;

/// So many allocations.
const THINGS: u8 = 3;
/// So many deliveries and returns of each.
const PARTS: u8 = 2;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Try {
    Request,
    TakeBack,
    Agree,
    Decline,
    Release,
    Revise,
    Withdraw,
    Deliver,
    Undo,
    Confirm,
    Dispute,
    Settle { by_decision: bool, as_claimed: bool },
    GiveBack,
    HaveBack,
    WriteOff,
    Conclude { adopted: bool },
    Lapse,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) it: Try,
    pub(crate) by: &'static str,
    pub(crate) thing: u8,
    pub(crate) part: u8,
    pub(crate) quantity: &'static str,
    pub(crate) days_later: i64,
    /// From so many days after today, for so many.
    pub(crate) begins_in: i64,
    pub(crate) lasts: i64,
    pub(crate) is_valued: bool,
}

/// Mostly who may; sometimes somebody else.
pub(crate) fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let anybody = prop_oneof![Just(BANK), Just(COOPERATIVE), Just(INSURER), Just(BRANCH)];
    let by = prop_oneof![9 => Just(None), 1 => anybody.prop_map(Some)];
    let quantity = prop::sample::select(vec!["1", "1", "1", "2", "2.5", "3", "4", "5.25", "6", "10"]);
    let settle =
        (any::<bool>(), any::<bool>()).prop_map(|(by_decision, as_claimed)| Try::Settle { by_decision, as_claimed });
    let it = prop_oneof![
        60 => Just(Try::Request),
        4 => Just(Try::TakeBack),
        100 => Just(Try::Agree),
        3 => Just(Try::Decline),
        10 => Just(Try::Release),
        10 => Just(Try::Revise),
        1 => Just(Try::Withdraw),
        200 => Just(Try::Deliver),
        20 => Just(Try::Undo),
        60 => Just(Try::Confirm),
        60 => Just(Try::Dispute),
        80 => settle,
        100 => Just(Try::GiveBack),
        100 => Just(Try::HaveBack),
        20 => Just(Try::WriteOff),
        60 => any::<bool>().prop_map(|adopted| Try::Conclude { adopted }),
        20 => Just(Try::Lapse),
    ];
    let days = (prop_oneof![14 => Just(0_i64), 1 => 1_i64..12], -3_i64..12, 0_i64..30);
    let attempt = (it, by, 0..THINGS, 0..PARTS, quantity, days, any::<bool>());
    let attempt =
        attempt.prop_map(|(it, by, thing, part, quantity, (days_later, begins_in, lasts), is_valued)| Attempt {
            it,
            by: by.unwrap_or_else(|| usual(it, thing, is_valued)),
            thing,
            part,
            quantity,
            days_later,
            begins_in,
            lasts,
            is_valued,
        });
    prop::collection::vec(attempt, 1..160)
}

/// The bank gives; of the allocations every other one is the insurer's.
fn usual(it: Try, thing: u8, is_givers: bool) -> &'static str {
    let receiver = if thing.is_multiple_of(2) { COOPERATIVE } else { INSURER };
    match it {
        Try::Agree | Try::Decline | Try::Revise | Try::Withdraw | Try::Deliver | Try::Undo => BANK,
        Try::HaveBack | Try::WriteOff => BANK,
        Try::Release | Try::Settle { .. } if is_givers => BANK,
        _ => receiver,
    }
}
