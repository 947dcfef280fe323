//! What decisions about funds ask for: who stands how, what is named, and how far it is paid.

use contract::{
    common::Standing,
    resources::{
        AcceptBudget, CancelDisbursement, DisputeTransaction, DropBudget, LapseDisbursement, LinkTransaction,
        MeasureReciprocity, MeetCondition, PlanDisbursement, RecordTransaction, RescheduleDisbursement, SetBudget,
        TransactionState, WithdrawTransaction,
    },
};
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Resources, budget,
    disbursement::decisions::{self as paying, Payments, Verifiers},
    figures::{Books, Id, Meaning, Mutual, State, mutual},
    memory::Ours,
    offer::allocation::Stage,
    transaction::decisions::{Kept, Named, Pair, Parties, Reports},
};

impl Recall<Resources, RecordTransaction> for Parties {
    fn recall(room: &Room<Resources>, command: &RecordTransaction, _: &Context) -> Self {
        let RecordTransaction {
            partnership_id,
            activity_id,
            disbursement_id,
            commitment_id,
            budget_line_id,
            allocation_id,
            ..
        } = command;
        let ours = room.memory.funds.of(partnership_id);
        Parties {
            is_formed: room.standing.partnership(partnership_id).is_some(),
            voices: voices(room, partnership_id),
            knows_activity: activity_id.is_empty() || room.memory.knows_activity(partnership_id, activity_id),
            knows_allocation: allocation_id.is_empty() || is_agreed_so(room, command),
            disbursement: ours.and_then(|it| planned(it, disbursement_id)),
            commitment: ours.and_then(|it| promised(it, commitment_id)),
            budget_line: ours.and_then(|it| budgeted(it, budget_line_id)),
        }
    }
}

impl Recall<Resources, DisputeTransaction> for Reports {
    fn recall(room: &Room<Resources>, command: &DisputeTransaction, _: &Context) -> Self {
        reports(room.memory.funds.of(&command.partnership_id), &command.transaction_id)
    }
}

impl Recall<Resources, WithdrawTransaction> for Reports {
    fn recall(room: &Room<Resources>, command: &WithdrawTransaction, _: &Context) -> Self {
        reports(room.memory.funds.of(&command.partnership_id), &command.transaction_id)
    }
}

impl Recall<Resources, LinkTransaction> for Pair {
    fn recall(room: &Room<Resources>, command: &LinkTransaction, _: &Context) -> Self {
        let LinkTransaction { partnership_id, transaction_id, same_as, .. } = command;
        pair(room.memory.funds.of(partnership_id), transaction_id, same_as)
    }
}

impl Recall<Resources, SetBudget> for budget::decisions::Around {
    fn recall(room: &Room<Resources>, command: &SetBudget, _: &Context) -> Self {
        let SetBudget { partnership_id, line_id, goal_id, activity_id, .. } = command;
        budget::decisions::Around {
            is_active: is_active(room, partnership_id),
            voices: voices(room, partnership_id),
            knows_goal: goal_id.is_empty() || room.memory.funds.knows_goal(partnership_id, goal_id),
            knows_activity: activity_id.is_empty() || room.memory.knows_activity(partnership_id, activity_id),
            planned: planned_from(room, partnership_id, line_id),
        }
    }
}

impl Recall<Resources, AcceptBudget> for budget::decisions::Planned {
    fn recall(room: &Room<Resources>, command: &AcceptBudget, _: &Context) -> Self {
        planned_from(room, &command.partnership_id, &command.line_id)
    }
}

impl Recall<Resources, DropBudget> for budget::decisions::Planned {
    fn recall(room: &Room<Resources>, command: &DropBudget, _: &Context) -> Self {
        planned_from(room, &command.partnership_id, &command.line_id)
    }
}

impl Recall<Resources, PlanDisbursement> for paying::Around {
    fn recall(room: &Room<Resources>, command: &PlanDisbursement, _: &Context) -> Self {
        let PlanDisbursement { partnership_id, budget_line_id, conditions, .. } = command;
        let goals = conditions.iter().map(|it| &it.goal_id).filter(|it| !it.is_empty());
        let line = room.memory.funds.of(partnership_id).and_then(|it| it.plans.line(Id::of(budget_line_id)));
        paying::Around {
            is_active: is_active(room, partnership_id),
            voices: voices(room, partnership_id),
            knows_goals: goals.into_iter().all(|it| room.memory.funds.knows_goal(partnership_id, it)),
            budget: line.map(|it| paying::Budget {
                payer_partner_id: it.accepted.map(|it| it.payer.to_string()).unwrap_or_default(),
                currency: it.accepted.map(|it| it.value.currency.as_str().to_owned()).unwrap_or_default(),
                is_accepted: it.is_accepted(),
            }),
        }
    }
}

impl Recall<Resources, RescheduleDisbursement> for Payments {
    fn recall(room: &Room<Resources>, command: &RescheduleDisbursement, _: &Context) -> Self {
        Payments(room.memory.funds.paid(&command.partnership_id, &command.disbursement_id))
    }
}

impl Recall<Resources, CancelDisbursement> for Payments {
    fn recall(room: &Room<Resources>, command: &CancelDisbursement, _: &Context) -> Self {
        Payments(room.memory.funds.paid(&command.partnership_id, &command.disbursement_id))
    }
}

impl Recall<Resources, LapseDisbursement> for Payments {
    fn recall(room: &Room<Resources>, command: &LapseDisbursement, _: &Context) -> Self {
        Payments(room.memory.funds.paid(&command.partnership_id, &command.disbursement_id))
    }
}

impl Recall<Resources, MeetCondition> for Verifiers {
    fn recall(room: &Room<Resources>, command: &MeetCondition, _: &Context) -> Self {
        let partnership = room.standing.partnership(&command.partnership_id);
        let members = partnership.iter().flat_map(|it| &it.members);
        let verifiers = members.filter(|it| it.stands() == Standing::Verifier);
        Verifiers(verifiers.map(|it| it.partner_id.clone()).collect())
    }
}

impl Recall<Resources, MeasureReciprocity> for Mutual {
    fn recall(room: &Room<Resources>, command: &MeasureReciprocity, _: &Context) -> Self {
        let members = voices(room, &command.partnership_id);
        let ours = room.memory.funds.of(&command.partnership_id);
        ours.map(|it| mutual(&it.books, &members)).unwrap_or_else(|| mutual(&Books::default(), &members))
    }
}

/// Whether it delivers funds that are agreed between the two, in their currency.
fn is_agreed_so(room: &Room<Resources>, command: &RecordTransaction) -> bool {
    let RecordTransaction { partnership_id, offer_id, allocation_id, receiver_partner_id, .. } = command;
    room.memory.allocation(partnership_id, allocation_id).is_some_and(|it| {
        it.is_funds()
            && it.offer_id == *offer_id
            && it.allocation.stage == Stage::Agreed
            && it.provider == command.provider_partner_id
            && it.allocation.receiver == *receiver_partner_id
            && it.unit == command.currency
    })
}

/// Members with a voice.
pub fn voices(room: &Room<Resources>, partnership_id: &str) -> Vec<String> {
    let partnership = room.standing.partnership(partnership_id);
    partnership.iter().flat_map(|it| it.voices()).map(|it| it.partner_id.clone()).collect()
}

fn is_active(room: &Room<Resources>, partnership_id: &str) -> bool {
    room.standing.partnership(partnership_id).is_some_and(|it| it.is_active)
}

fn planned_from(room: &Room<Resources>, partnership_id: &str, line_id: &str) -> budget::decisions::Planned {
    let line = Id::of(line_id);
    let ours = room.memory.funds.of(partnership_id).filter(|_| !line.is_none());
    budget::decisions::Planned { count: ours.map_or(0, |it| it.plans.planned_from(line).count()) }
}

fn planned(ours: &Ours, disbursement_id: &str) -> Option<Named> {
    let payment = ours.plans.payment(Id::of(disbursement_id))?;
    Some(Named {
        provider_partner_id: payment.provider.to_string(),
        receiver_partner_id: payment.receiver.to_string(),
        currency: payment.value.currency.as_str().to_owned(),
        is_open: !payment.is_cancelled,
    })
}

/// A report of a promise that is linked to another stands for it.
fn promised(ours: &Ours, commitment_id: &str) -> Option<Named> {
    let promise = ours.books.entry(Id::of(commitment_id)).filter(|it| it.meaning == Meaning::Promise)?;
    Some(Named {
        provider_partner_id: promise.giver.to_string(),
        receiver_partner_id: promise.receiver.to_string(),
        currency: promise.value?.currency.as_str().to_owned(),
        is_open: promise.state != State::Withdrawn,
    })
}

fn budgeted(ours: &Ours, line_id: &str) -> Option<Named> {
    let line = ours.plans.line(Id::of(line_id))?;
    Some(Named {
        provider_partner_id: line.accepted.map(|it| it.payer.to_string()).unwrap_or_default(),
        receiver_partner_id: String::new(),
        currency: line.accepted.map(|it| it.value.currency.as_str().to_owned()).unwrap_or_default(),
        is_open: line.is_accepted(),
    })
}

/// What other reports say of one.
pub fn reports(ours: Option<&Ours>, transaction_id: &str) -> Reports {
    let id = Id::of(transaction_id);
    let books = ours.map(|it| &it.books);
    Reports {
        are_linked: books.is_some_and(|it| it.linked_to(id).next().is_some()),
        confirm: books.and_then(|it| it.entry(id)).is_some_and(|it| 0 < it.confirming_links),
    }
}

/// What is known of two reports that are to be linked.
pub fn pair(ours: Option<&Ours>, transaction_id: &str, same_as: &str) -> Pair {
    Pair { are_linked: reports(ours, transaction_id).are_linked, kept: ours.and_then(|it| kept(it, same_as)) }
}

fn kept(ours: &Ours, same_as: &str) -> Option<Kept> {
    let entry = ours.books.entry(Id::of(same_as))?;
    let value = entry.value?;
    let state = match entry.standing() {
        _ if entry.state == State::Withdrawn => TransactionState::Withdrawn,
        _ if entry.same_as.is_some() => TransactionState::Linked,
        State::AsPublished => TransactionState::AsPublished,
        State::Disputed => TransactionState::Disputed,
        State::Confirmed => TransactionState::Confirmed,
        State::Recorded | State::Withdrawn => TransactionState::Recorded,
    };
    Some(Kept {
        meaning: entry.meaning,
        provider_partner_id: entry.giver.to_string(),
        receiver_partner_id: entry.receiver.to_string(),
        amount_minor: value.minor,
        currency: value.currency.as_str().to_owned(),
        state,
        is_as_published: entry.state == State::AsPublished,
        recorded_by: entry.reported_by.to_string(),
        disbursement_id: entry.disbursement.to_string(),
        commitment_id: entry.commitment.to_string(),
    })
}
