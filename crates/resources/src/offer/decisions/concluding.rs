//! Carrying out what the members decided on an allocation or a disputed delivery, or saying why it no longer can be.

use contract::resources::{ConcludeAllocation, ConcludeSettlement};
use kernel::{Context, Decide, Decision, Members};

use super::{
    super::{allocation::Stage, state::Offer},
    check_service, fact,
    settling::Settled,
};

impl Decide<ConcludeAllocation> for Offer {
    type Known = Members;

    fn target(command: &ConcludeAllocation) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &ConcludeAllocation, _: &Context) -> String {
        command.allocation_id.clone()
    }

    fn decide(&self, command: &ConcludeAllocation, members: &Members, context: &Context) -> Decision<Self> {
        check_service(context)?;
        // A subject that is not pending here was concluded before, taken back, or never was ours.
        let Ok(taken) = self.taken(&command.allocation_id) else { return Ok(vec![]) };
        let it = taken.allocation;
        if it.stage != (Stage::Proposed { event_id: command.subject_event_id.clone() }) {
            return Ok(vec![]);
        }
        let (proposed_event_id, why) = (command.subject_event_id.clone(), command.why.clone());
        let obstacle = taken.check_still_wanted(members, context).err();
        let why = match obstacle {
            None if command.adopted => {
                return Ok(vec![taken.agreed(it.agreed, it.value.clone(), "", &proposed_event_id, &why)]);
            }
            Some(obstacle) if command.adopted => format!("The members want it, but it can no longer be: {obstacle}."),
            _ => why,
        };
        Ok(vec![fact!(AllocationRejected of &taken, proposed_event_id, why)])
    }
}

impl Decide<ConcludeSettlement> for Offer {
    type Known = ();

    fn target(command: &ConcludeSettlement) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &ConcludeSettlement, _: &Context) -> String {
        command.delivery_id.clone()
    }

    fn decide(&self, command: &ConcludeSettlement, _: &(), context: &Context) -> Decision<Self> {
        check_service(context)?;
        let Ok(taken) = self.taken(&command.allocation_id) else { return Ok(vec![]) };
        let Ok(delivery) = taken.delivery(&command.delivery_id) else { return Ok(vec![]) };
        let (proposed_event_id, figures) = match &delivery.proposed {
            Some((event_id, figures)) if *event_id == command.subject_event_id => (event_id, figures),
            _ => return Ok(vec![]),
        };
        let why = match taken.check_settlement(delivery, figures.quantity) {
            Ok(()) if command.adopted => {
                let settled = Settled { is_decided: true, proposed_event_id, why: &command.why };
                return Ok(vec![taken.settled(delivery, figures, settled, context)]);
            }
            Err(obstacle) if command.adopted => {
                format!("The members want it, but it can no longer be: {obstacle}.")
            }
            _ => command.why.clone(),
        };
        let (delivery_id, proposed_event_id) = (command.delivery_id.clone(), proposed_event_id.clone());
        Ok(vec![fact!(DeliverySettlementRejected of &taken, delivery_id, proposed_event_id, why)])
    }
}
