//! Why a command about an offer, or an allocation of it, is refused.

use contract::{
    common::Reason,
    resources::{AllocationState, DeliveryState},
};
use jiff::civil::Date;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

use crate::quantity::Quantity;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the partnership is not active: nothing new is offered or agreed in it")]
    PartnershipNotActive,
    #[error("there is no such offer in this partnership")]
    NotFound,
    #[error("there is no such goal in this partnership; if it has just been proposed, give the receipt's as_of")]
    GoalNotFound,
    #[error("there is no such activity in this partnership; if it has just been planned, give the receipt's as_of")]
    ActivityNotFound,
    #[error("there is no such need in this partnership")]
    NeedNotFound,
    #[error("another one stands under this id: leave the id empty, or choose another")]
    IdTaken { field: &'static str },
    #[error("the offer was taken back")]
    Withdrawn,
    #[error("only the partner that offers it may do this")]
    NotTheProvider,
    #[error("your own organisation offers it: what is asked for is another's")]
    OwnOffer,
    #[error("{partner_id} offers it and takes no part in this partnership any more")]
    GiverGone { partner_id: String },
    #[error("the need is not your organisation's: ask for your own")]
    NotYourNeed,
    #[error("the need {why}")]
    NeedMismatch { why: &'static str },
    #[error("{partner_id} asked for it and takes no part in this partnership any more")]
    AskerGone { partner_id: String },
    #[error("the offer is there from {from}{}", until_words(*until))]
    OutsidePeriod { field: &'static str, from: Date, until: Option<Date> },
    #[error("the days asked for ended on {ends_on}: later ones are to be asked for")]
    DayPassed { ends_on: Date },
    #[error("{free} {unit} are free then{}", more_words(*more_from))]
    OverCapacity { free: Quantity, unit: String, more_from: Option<Date> },
    #[error("the offer holds {0} allocations, the most there may be: offer the rest anew")]
    TooManyAllocations(usize),
    #[error("the allocation holds {0} of these, the most there may be")]
    TooMany(usize),
    #[error("{agreed} {unit} are agreed of it at the same time: release some, or offer no less")]
    BelowAgreed { agreed: Quantity, unit: String },
    #[error("an allocation lasts from {from} to {until}: the offer's days must hold it")]
    PeriodBelowAgreed { allocation_id: String, from: Date, until: Date },
    #[error("the allocation {allocation_id} is agreed and not finished: it is delivered, returned or released first")]
    Unfinished { allocation_id: String },
    #[error("there is no such allocation of this offer")]
    AllocationNotFound,
    #[error("the allocation {}", allocation_words(*.0))]
    AllocationState(AllocationState),
    #[error("nothing of it is left to be delivered")]
    NothingUndelivered,
    #[error("only the partner that asked takes the request back")]
    NotTheAsker,
    #[error("{requested} {unit} were asked for, and no more can be agreed")]
    BeyondRequested { requested: Quantity, unit: String },
    #[error("your organisation neither gives nor receives this")]
    NotAParty,
    #[error("delivering funds: they move by RecordTransaction, and count once their receiver confirms it")]
    Funds,
    #[error("{undelivered} {unit} are agreed and not delivered: no more can be")]
    BeyondAgreed { undelivered: Quantity, unit: String },
    #[error("it was lent until {ends_on}: what is delivered later is asked for anew")]
    LoanOver { ends_on: Date },
    #[error("there is no such delivery of this allocation")]
    DeliveryNotFound,
    #[error("the delivery {}", delivery_words(*.0))]
    DeliveryState(DeliveryState),
    #[error("your own organisation reported it: the receiver says whether it is so")]
    OwnDelivery,
    #[error("only the partner that receives it may do this")]
    NotTheReceiver,
    #[error("{recorded} {unit} were reported: dispute it, if it was more")]
    BeyondRecorded { recorded: Quantity, unit: String },
    #[error("figures of this delivery are before the members already: they decide, or both sides say the same")]
    SettlementOpen,
    #[error("it was given, not lent: nothing is to be returned")]
    NotLent,
    #[error("{out} {unit} were lent, are confirmed and not returned: no more can be")]
    BeyondDelivered { out: Quantity, unit: String },
    #[error("there is no such return of this allocation")]
    ReturnNotFound,
    #[error("the return is confirmed already")]
    ReturnConfirmed,
    #[error("nothing that was lent and confirmed is out, or all of it is said to be back: confirm the return first")]
    NothingOut,
    #[error("the service says this by itself: it is not for callers")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("offer_id"),
            Rejection::GoalNotFound => Refusal::not_found("goal_id"),
            Rejection::ActivityNotFound => Refusal::not_found("activity_id"),
            Rejection::NeedNotFound => Refusal::not_found("need_id"),
            Rejection::AllocationNotFound => Refusal::not_found("allocation_id"),
            Rejection::DeliveryNotFound => Refusal::not_found("delivery_id"),
            Rejection::ReturnNotFound => Refusal::not_found("return_id"),
            Rejection::IdTaken { field } => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(field),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
            Rejection::NotTheProvider => denied(Reason::NotTheProvider).on("offer_id"),
            Rejection::OwnOffer => denied(Reason::OwnOffer).on("offer_id"),
            Rejection::NotYourNeed => denied(Reason::NotYourNeed).on("need_id"),
            Rejection::NotTheAsker => denied(Reason::NotYourRequest).on("allocation_id"),
            Rejection::NotAParty => denied(Reason::NotAParty).on("allocation_id"),
            Rejection::OwnDelivery => denied(Reason::OwnDelivery).on("delivery_id"),
            Rejection::NotTheReceiver => denied(Reason::NotTheReceiver).on("allocation_id"),
            Rejection::PartnershipNotActive => not_now(Reason::PartnershipNotActive),
            Rejection::Withdrawn => not_now(Reason::OfferState).on("offer_id"),
            Rejection::NeedMismatch { .. } => not_now(Reason::NeedMismatch).on("need_id"),
            Rejection::AskerGone { partner_id } | Rejection::GiverGone { partner_id } => {
                not_now(Reason::NotAMember).with("partner_id", partner_id)
            }
            Rejection::OutsidePeriod { field, from, until } => {
                let until = until.map(|it| it.to_string()).unwrap_or_default();
                not_now(Reason::OutsidePeriod).on(field).with("from", from.to_string()).with("until", until)
            }
            Rejection::DayPassed { ends_on } => {
                not_now(Reason::DayPassed).on("allocation_id").with("due_on", ends_on.to_string())
            }
            Rejection::OverCapacity { free, unit: _, more_from } => {
                let more_from = more_from.map(|it| it.to_string()).unwrap_or_default();
                let refusal = not_now(Reason::OverCapacity).on("quantity").with("free", free.to_string());
                refusal.with("more_from", more_from)
            }
            Rejection::TooManyAllocations(_) => not_now(Reason::AllocationsFull).on("offer_id"),
            Rejection::TooMany(_) => not_now(Reason::AllocationsFull).on("allocation_id"),
            Rejection::BelowAgreed { agreed, unit: _ } => {
                not_now(Reason::BelowAgreed).on("quantity").with("agreed", agreed.to_string())
            }
            Rejection::PeriodBelowAgreed { allocation_id, .. } => {
                not_now(Reason::BelowAgreed).on("available_until").with("allocation_id", allocation_id)
            }
            Rejection::Unfinished { allocation_id } => {
                not_now(Reason::AllocationUnfinished).on("offer_id").with("allocation_id", allocation_id)
            }
            Rejection::AllocationState(state) => {
                not_now(Reason::AllocationState).on("allocation_id").with("state", state.as_str_name())
            }
            Rejection::NothingUndelivered => not_now(Reason::AllocationState).on("allocation_id"),
            Rejection::Funds => not_now(Reason::FundsAreTransacted).on("allocation_id"),
            Rejection::LoanOver { .. } => not_now(Reason::LoanOver).on("delivered_on"),
            Rejection::DeliveryState(state) => {
                not_now(Reason::DeliveryState).on("delivery_id").with("state", state.as_str_name())
            }
            Rejection::SettlementOpen => not_now(Reason::SettlementOpen).on("delivery_id"),
            Rejection::NotLent => not_now(Reason::NotLent).on("allocation_id"),
            Rejection::ReturnConfirmed | Rejection::NothingOut => not_now(Reason::ReturnState),
            Rejection::BeyondRequested { requested, .. } => beyond(Reason::BeyondRequested, "requested", *requested),
            Rejection::BeyondRecorded { recorded, .. } => beyond(Reason::BeyondRecorded, "recorded", *recorded),
            Rejection::BeyondDelivered { out, .. } => beyond(Reason::BeyondDelivered, "out", *out),
            Rejection::BeyondAgreed { undelivered, .. } => beyond(Reason::BeyondAgreed, "undelivered", *undelivered),
        }
    }
}

/// More than there is.
fn beyond(reason: Reason, key: &'static str, most: Quantity) -> Refusal {
    not_now(reason).on("quantity").with(key, most.to_string())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn until_words(until: Option<Date>) -> String {
    until.map(|it| format!(" to {it}, and on all of these days only")).unwrap_or_else(|| " on".to_owned())
}

fn more_words(more_from: Option<Date>) -> String {
    more_from.map(|it| format!("; as many as are asked for, from {it} on")).unwrap_or_default()
}

fn allocation_words(state: AllocationState) -> &'static str {
    match state {
        AllocationState::Requested | AllocationState::Unspecified => "is asked for and not agreed yet",
        AllocationState::Withdrawn => "was taken back by who asked",
        AllocationState::Declined => "was declined",
        AllocationState::AwaitingDecision => "waits for the members' decision",
        AllocationState::Rejected => "was rejected by the members",
        AllocationState::Agreed => "is agreed",
        AllocationState::Finished => "is finished",
    }
}

fn delivery_words(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Open | DeliveryState::Unspecified => "is reported, and waits for the receiver's answer",
        DeliveryState::Withdrawn => "was taken back",
        DeliveryState::Confirmed => "is confirmed",
        DeliveryState::Disputed => "is disputed, and waits to be settled",
        DeliveryState::Settled => "is settled",
    }
}
