//! One helper a message, and who is there.

use contract::{
    log::{Envelope, envelope::Fact},
    moment,
    resources::{event::Kind as Event, *},
};
use jiff::Timestamp;
use kernel::scenario::{Scenario, given};
use resources::{
    Memory,
    transaction::{
        Transaction,
        decisions::{Named, Parties, Reports},
    },
};
use runtime::Memory as _;

pub(crate) const TOGETHER: &str = "01900000-0000-7000-8000-000000000001";
pub(crate) const FUNDER: &str = "01900000-0000-7000-8000-00000000000a";
pub(crate) const LENDER: &str = "01900000-0000-7000-8000-00000000000b";
pub(crate) const INSURER: &str = "01900000-0000-7000-8000-00000000000c";
pub(crate) const AUDITOR: &str = "01900000-0000-7000-8000-00000000000d";
pub(crate) const STRANGER: &str = "01900000-0000-7000-8000-00000000000e";
pub(crate) const TRANSFER: &str = "01900000-0000-7000-8000-000000000101";
pub(crate) const OTHER: &str = "01900000-0000-7000-8000-000000000102";
pub(crate) const THIRD: &str = "01900000-0000-7000-8000-000000000103";
pub(crate) const PLEDGE: &str = "01900000-0000-7000-8000-000000000104";
pub(crate) const PAYMENT: &str = "01900000-0000-7000-8000-000000000201";
pub(crate) const LINE: &str = "01900000-0000-7000-8000-000000000301";
pub(crate) const ACTIVITY: &str = "01900000-0000-7000-8000-000000000401";
pub(crate) const GOAL: &str = "01900000-0000-7000-8000-000000000402";
pub(crate) const CONDITION: &str = "01900000-0000-7000-8000-000000000501";

/// Recorded by the provider, confirmed by nobody yet.
pub(crate) fn noted() -> Scenario<Transaction> {
    given::<Transaction, Event>([recorded().into()])
}

pub(crate) fn parties() -> Parties {
    Parties {
        is_formed: true,
        voices: [FUNDER, LENDER, INSURER].map(str::to_owned).to_vec(),
        knows_activity: true,
        knows_allocation: true,
        disbursement: None,
        commitment: None,
        budget_line: None,
    }
}

/// Something that the transaction fits.
pub(crate) fn fitting() -> Named {
    Named {
        provider_partner_id: FUNDER.into(),
        receiver_partner_id: LENDER.into(),
        currency: "GBP".into(),
        is_open: true,
    }
}

pub(crate) fn alone() -> Reports {
    Reports::default()
}

pub(crate) fn record() -> RecordTransaction {
    RecordTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: FUNDER.into(),
        receiver_partner_id: LENDER.into(),
        amount_minor: 25_000_000,
        currency: "GBP".into(),
        value_date: "2026-01-10".into(),
        transacted_on: "2026-01-09".into(),
        description: "First instalment".into(),
        activity_id: ACTIVITY.into(),
        ..Default::default()
    }
}

pub(crate) fn recorded() -> TransactionRecorded {
    of(record())
}

pub(crate) fn published() -> RecordTransaction {
    RecordTransaction {
        r#type: TransactionType::OutgoingCommitment.into(),
        provider_partner_id: String::new(),
        receiver_partner_id: String::new(),
        transacted_on: "2026-01-10".into(),
        source: "dfid-2011-AF.xml GB-1-107196-101".into(),
        ..record()
    }
}

pub(crate) fn as_published() -> TransactionRecorded {
    TransactionRecorded { recorded_by: String::new(), ..of(published()) }
}

/// As the provider reports it.
pub(crate) fn of(it: RecordTransaction) -> TransactionRecorded {
    TransactionRecorded {
        partnership_id: it.partnership_id,
        transaction_id: it.transaction_id,
        r#type: it.r#type,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        amount_minor: it.amount_minor,
        currency: it.currency,
        value_date: it.value_date,
        transacted_on: it.transacted_on,
        description: it.description,
        activity_id: it.activity_id,
        source: it.source,
        disbursement_id: it.disbursement_id,
        commitment_id: it.commitment_id,
        budget_line_id: it.budget_line_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        own_funds: it.own_funds,
        reference: it.reference,
        terms: it.terms,
        recorded_by: FUNDER.into(),
        provider_participant_id: it.provider_participant_id,
        receiver_participant_id: it.receiver_participant_id,
    }
}

pub(crate) fn confirm() -> ConfirmTransaction {
    ConfirmTransaction { partnership_id: TOGETHER.into(), transaction_id: TRANSFER.into(), ..Default::default() }
}

pub(crate) fn confirmed() -> TransactionConfirmed {
    TransactionConfirmed {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        partner_id: LENDER.into(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: FUNDER.into(),
        amount_minor: 25_000_000,
        currency: "GBP".into(),
    }
}

pub(crate) fn disputed() -> TransactionDisputed {
    TransactionDisputed {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        partner_id: LENDER.into(),
        provider_partner_id: FUNDER.into(),
        amount_minor: 25_000_000,
        received_minor: 24_000_000,
        currency: "GBP".into(),
        reason: "The bank kept its fee".into(),
    }
}

pub(crate) fn withdrawn() -> TransactionWithdrawn {
    TransactionWithdrawn {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        partner_id: FUNDER.into(),
        reason: "Entered twice".into(),
    }
}

/// The lender's own report of the transfer leaves, the funder's is kept.
pub(crate) fn linked() -> TransactionLinked {
    TransactionLinked {
        partnership_id: TOGETHER.into(),
        transaction_id: OTHER.into(),
        same_as: TRANSFER.into(),
        partner_id: FUNDER.into(),
        confirms: true,
    }
}

pub(crate) fn unlinked() -> TransactionUnlinked {
    TransactionUnlinked {
        partnership_id: TOGETHER.into(),
        transaction_id: OTHER.into(),
        was_same_as: TRANSFER.into(),
        partner_id: FUNDER.into(),
        confirmed: true,
        reason: "Two instalments".into(),
    }
}

/// All that is at hand after these facts, written down one after the other on a day.
pub(crate) fn after<E: Into<Event>>(events: impl IntoIterator<Item = E>) -> Memory {
    let mut memory = Memory::default();
    for event in events {
        hear(&mut memory, event);
    }
    memory
}

pub(crate) fn hear(memory: &mut Memory, event: impl Into<Event>) {
    memory.remember(&fact(Fact::Resources(contract::resources::Event { kind: Some(event.into()) })));
}

pub(crate) fn fact(fact: Fact) -> Envelope {
    let noon: Timestamp = "2026-01-15T12:00:00Z".parse().unwrap();
    Envelope {
        partnership: TOGETHER.into(),
        recorded_at: Some(moment::on_wire(noon)),
        fact: Some(fact),
        ..Default::default()
    }
}
