//! What the two sides say to a report: the receiver confirms or disputes it, whoever recorded it takes it back.

use contract::resources::{
    ConfirmTransaction, DisputeTransaction, TransactionConfirmed, TransactionDisputed, TransactionRecorded,
    TransactionState, TransactionWithdrawn, WithdrawTransaction, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::super::{
    rejection::Rejection,
    state::{Recorded, Transaction},
};

/// What other reports of the same transfer say of one.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Reports {
    /// Some are linked to it.
    pub are_linked: bool,
    /// One of them is the other side's, which confirms it.
    pub confirm: bool,
}

impl Decide<ConfirmTransaction> for Transaction {
    type Known = ();

    fn target(command: &ConfirmTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, _: &ConfirmTransaction, _: &(), context: &Context) -> Decision<Self> {
        let recorded = self.recorded()?;
        recorded.check_receiver(context)?;
        recorded.heard_from(context)
    }
}

impl Decide<DisputeTransaction> for Transaction {
    type Known = Reports;

    fn target(command: &DisputeTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, command: &DisputeTransaction, reports: &Reports, context: &Context) -> Decision<Self> {
        let DisputeTransaction {
            command_id: _,
            validate_only: _,
            partnership_id,
            transaction_id,
            received_minor,
            reason,
        } = command;
        let recorded = self.recorded()?;
        recorded.check_receiver(context)?;
        recorded.check_unconfirmed(reports)?;
        match received_minor {
            it if *it < 0 => Err(Invalid::new("received_minor", "is below zero"))?,
            it if *it == recorded.report.amount_minor => {
                Err(Invalid::new("received_minor", "is what was reported: confirm the transaction"))?;
            }
            _ => (),
        }
        let disputed = TransactionDisputed {
            partnership_id: partnership_id.clone(),
            transaction_id: transaction_id.clone(),
            partner_id: context.partner.clone(),
            provider_partner_id: recorded.report.provider_partner_id.clone(),
            amount_minor: recorded.report.amount_minor,
            received_minor: *received_minor,
            currency: recorded.report.currency.clone(),
            reason: parse::filled("reason", reason)?.to_owned(),
        };
        Ok(if recorded.disputed.as_ref() == Some(&disputed) { vec![] } else { vec![disputed.into()] })
    }
}

impl Decide<WithdrawTransaction> for Transaction {
    type Known = Reports;

    fn target(command: &WithdrawTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, command: &WithdrawTransaction, reports: &Reports, context: &Context) -> Decision<Self> {
        let WithdrawTransaction { command_id: _, validate_only: _, partnership_id, transaction_id, reason } = command;
        let recorded = self.recorded()?;
        let is_its_own = match recorded.is_as_published() {
            true => context.is_operator(),
            false => !context.partner.is_empty() && recorded.report.recorded_by == context.partner,
        };
        if !is_its_own {
            return Err(Rejection::NotTheRecorder);
        }
        let reason = parse::filled("reason", reason)?.to_owned();
        if recorded.is_withdrawn {
            return Ok(vec![]);
        }
        recorded.check_unconfirmed(reports)?;
        if reports.are_linked {
            return Err(Rejection::ReportsLinked);
        }
        Ok(vec![
            TransactionWithdrawn {
                partnership_id: partnership_id.clone(),
                transaction_id: transaction_id.clone(),
                partner_id: context.partner.clone(),
                reason,
            }
            .into(),
        ])
    }
}

impl Recorded {
    /// The receiver's word confirms, whether it recorded the transaction itself, repeats what the provider recorded,
    /// or was asked; and only once.
    pub(super) fn heard_from(&self, context: &Context) -> Decision<Transaction> {
        if self.is_confirmed || !self.is_received_by(&context.partner) {
            return Ok(vec![]);
        }
        match self.state() {
            state @ (TransactionState::Linked | TransactionState::Withdrawn) => Err(Rejection::State { state }),
            _ => Ok(vec![self.confirmed(context)]),
        }
    }

    fn confirmed(&self, context: &Context) -> Event {
        let TransactionRecorded { partnership_id, transaction_id, provider_partner_id, currency, .. } = &self.report;
        TransactionConfirmed {
            partnership_id: partnership_id.clone(),
            transaction_id: transaction_id.clone(),
            partner_id: context.partner.clone(),
            r#type: self.report.r#type,
            provider_partner_id: provider_partner_id.clone(),
            amount_minor: self.report.amount_minor,
            currency: currency.clone(),
        }
        .into()
    }

    fn check_receiver(&self, context: &Context) -> Result<(), Rejection> {
        match () {
            () if self.is_as_published() => Err(Rejection::AsPublished),
            () if !self.is_received_by(&context.partner) => Err(Rejection::NotTheReceiver),
            () => Ok(()),
        }
    }

    fn check_unconfirmed(&self, reports: &Reports) -> Result<(), Rejection> {
        match self.state() {
            state @ (TransactionState::Linked | TransactionState::Withdrawn | TransactionState::Confirmed) => {
                Err(Rejection::State { state })
            }
            _ if reports.confirm => Err(Rejection::State { state: TransactionState::Confirmed }),
            _ => Ok(()),
        }
    }

    fn is_received_by(&self, partner_id: &str) -> bool {
        !self.is_as_published() && self.report.receiver_partner_id == partner_id
    }
}
