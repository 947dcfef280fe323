//! Asking for some of an offer, and taking that back.

use contract::resources::{
    AllocationRequested, RequestAllocation, ResourceKind, WithdrawRequest, event::Kind as Event,
};
use jiff::civil::Date;
use kernel::{Context, Decide, Decision, Invalid, Members, parse};

use super::{
    super::{
        allocation::{Allocation, Stage},
        book::Book,
        rejection::Rejection,
        state::Offer,
    },
    ALLOCATIONS_MAX, Taken, fact,
};
use crate::{around::Around, quantity::Quantity};

/// What must be known besides the offer to ask for some of it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Asking {
    pub around: Around,
    pub members: Members,
    /// The need named; None: there is no such, or none is named.
    pub need: Option<Asked>,
    /// The allocation's id stands for one of another offer.
    pub is_id_taken: bool,
}

/// A need that an allocation is to meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub partner_id: String,
    pub kind: ResourceKind,
    pub is_open: bool,
}

impl Decide<RequestAllocation> for Offer {
    type Known = Asking;

    fn target(command: &RequestAllocation) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &RequestAllocation, context: &Context) -> String {
        context.or_fresh(&command.allocation_id, "allocation")
    }

    fn decide(&self, command: &RequestAllocation, asking: &Asking, context: &Context) -> Decision<Self> {
        let book = &self.offered()?.book;
        let requested = requested(command, book, context)?;
        match book.allocations.get(&requested.allocation_id) {
            Some(already) if *already.asked() == Allocation::from(&requested) => return Ok(vec![]),
            Some(_) => return Err(Rejection::IdTaken { field: "allocation_id" }),
            None if asking.is_id_taken => return Err(Rejection::IdTaken { field: "allocation_id" }),
            None => (),
        }
        book.check_request(&requested, asking, context.today())?;
        Ok(vec![requested.into()])
    }
}

impl Decide<WithdrawRequest> for Offer {
    type Known = ();

    fn target(command: &WithdrawRequest) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &WithdrawRequest, _: &Context) -> String {
        command.allocation_id.clone()
    }

    fn decide(&self, command: &WithdrawRequest, _: &(), context: &Context) -> Decision<Self> {
        let taken = self.taken(&command.allocation_id)?;
        if taken.allocation.receiver != context.partner {
            return Err(Rejection::NotTheAsker);
        }
        match &taken.allocation.stage {
            Stage::Withdrawn => Ok(vec![]),
            Stage::Requested => Ok(vec![taken.request_withdrawn("")]),
            Stage::Proposed { event_id } => Ok(vec![taken.request_withdrawn(event_id)]),
            _ => Err(taken.state()),
        }
    }
}

fn requested(command: &RequestAllocation, book: &Book, context: &Context) -> Result<AllocationRequested, Invalid> {
    let RequestAllocation {
        command_id: _,
        validate_only: _,
        partnership_id,
        offer_id,
        allocation_id,
        quantity,
        starts_on,
        ends_on,
        need_id,
        goal_id,
        activity_id,
        note,
    } = command;
    let from = parse::date("starts_on", starts_on)?;
    let until = parse::date("ends_on", ends_on)?;
    parse::in_order("ends_on", Some(from), Some(until))?;
    Ok(AllocationRequested {
        partnership_id: partnership_id.clone(),
        offer_id: offer_id.clone(),
        allocation_id: context.or_fresh(allocation_id, "allocation"),
        provider_partner_id: book.provider.clone(),
        receiver_partner_id: context.partner.clone(),
        need_id: need_id.clone(),
        kind: book.kind().into(),
        terms: book.terms().into(),
        unit: book.unit.clone(),
        title: book.title.clone(),
        quantity: Quantity::above_zero("quantity", quantity)?.to_string(),
        starts_on: from.to_string(),
        ends_on: until.to_string(),
        goal_id: goal_id.clone(),
        activity_id: activity_id.clone(),
        note: note.trim().to_owned(),
    })
}

impl Book {
    fn check_request(&self, asked: &AllocationRequested, asking: &Asking, today: Date) -> Result<(), Rejection> {
        let around = &asking.around;
        if self.is_withdrawn {
            return Err(Rejection::Withdrawn);
        }
        around.check_active()?;
        if asking.members.are_one(&self.provider, &asked.receiver_partner_id) {
            return Err(Rejection::OwnOffer);
        }
        if !asking.members.has_voice(&self.provider) {
            return Err(Rejection::GiverGone { partner_id: self.provider.clone() });
        }
        around.check_served()?;
        asking.check_need(asked)?;
        if ALLOCATIONS_MAX <= self.allocations.len() {
            return Err(Rejection::TooManyAllocations(ALLOCATIONS_MAX));
        }
        let it = Allocation::from(asked);
        if it.ends_on < today {
            return Err(Invalid::new("ends_on", format!("is {}, which is past", it.ends_on)).into());
        }
        self.check_there(it.starts_on, it.ends_on)?;
        self.check_free(it.requested, it.starts_on, it.ends_on, today)
    }

    pub(super) fn check_there(&self, from: Date, until: Date) -> Result<(), Rejection> {
        let field = if from < self.from { "starts_on" } else { "ends_on" };
        match self.capacity().is_there(from, until) {
            true => Ok(()),
            false => Err(Rejection::OutsidePeriod { field, from: self.from, until: self.until }),
        }
    }

    pub(super) fn check_free(&self, wanted: Quantity, from: Date, until: Date, today: Date) -> Result<(), Rejection> {
        let capacity = self.capacity();
        let free = capacity.free(from, until, today);
        match wanted <= free {
            true => Ok(()),
            false => Err(Rejection::OverCapacity {
                free,
                unit: self.unit.clone(),
                more_from: capacity.more_from(wanted, from, until, today),
            }),
        }
    }
}

impl Asking {
    fn check_need(&self, asked: &AllocationRequested) -> Result<(), Rejection> {
        match &self.need {
            _ if asked.need_id.is_empty() => Ok(()),
            None => Err(Rejection::NeedNotFound),
            Some(need) if !self.members.are_one(&need.partner_id, &asked.receiver_partner_id) => {
                Err(Rejection::NotYourNeed)
            }
            Some(need) if !need.is_open => Err(Rejection::NeedMismatch { why: "was taken back" }),
            Some(need) if need.kind != asked.kind() => {
                Err(Rejection::NeedMismatch { why: "is of another kind than the offer" })
            }
            Some(_) => Ok(()),
        }
    }
}

impl Allocation {
    /// As it was when it was asked for.
    fn asked(&self) -> Box<Allocation> {
        let Allocation { receiver, need_id, goal_id, activity_id, note, requested, starts_on, ends_on, .. } =
            self.clone();
        let nothing = AllocationRequested::default();
        Box::new(Allocation {
            receiver,
            need_id,
            goal_id,
            activity_id,
            note,
            requested,
            starts_on,
            ends_on,
            ..Allocation::from(&nothing)
        })
    }
}

impl Taken<'_> {
    pub(super) fn request_withdrawn(&self, proposed_event_id: &str) -> Event {
        fact!(RequestWithdrawn of self, proposed_event_id: proposed_event_id.to_owned())
    }
}
