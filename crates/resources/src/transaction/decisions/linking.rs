//! Telling that two reports are of one transfer, and that they were not.

use contract::resources::{
    LinkTransaction, TransactionLinked, TransactionRecorded, TransactionState, TransactionUnlinked, UnlinkTransaction,
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::super::{
    rejection::Rejection,
    state::{Recorded, Transaction},
};
use crate::figures::Meaning;

/// What must be known of the two.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Pair {
    /// Others are linked to the one that is to leave.
    pub are_linked: bool,
    /// The one that is to be kept.
    pub kept: Option<Kept>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub meaning: Meaning,
    /// Empty: a source does not say.
    pub provider_partner_id: String,
    pub receiver_partner_id: String,
    pub amount_minor: i64,
    pub currency: String,
    pub state: TransactionState,
    pub is_as_published: bool,
    pub recorded_by: String,
    pub disbursement_id: String,
    pub commitment_id: String,
}

impl Decide<LinkTransaction> for Transaction {
    type Known = Pair;

    fn target(command: &LinkTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, command: &LinkTransaction, pair: &Pair, context: &Context) -> Decision<Self> {
        let LinkTransaction { command_id: _, validate_only: _, partnership_id, transaction_id, same_as } = command;
        let recorded = self.recorded()?;
        if same_as == transaction_id {
            return Err(Invalid::new("same_as", "is the report itself").into());
        }
        if recorded.linked.as_ref().is_some_and(|it| it.same_as == *same_as) {
            return Ok(vec![]);
        }
        let kept = pair.kept.as_ref().ok_or(Rejection::KeptNotFound)?;
        recorded.check_linkable(kept, context)?;
        match recorded.state() {
            TransactionState::AsPublished | TransactionState::Recorded | TransactionState::Confirmed => (),
            state => return Err(Rejection::State { state }),
        }
        match kept.state {
            state @ (TransactionState::Linked | TransactionState::Withdrawn | TransactionState::Disputed) => {
                return Err(Rejection::KeptState { state });
            }
            _ if pair.are_linked => return Err(Rejection::ReportsLinked),
            _ if kept.is_as_published && !recorded.is_as_published() => return Err(Rejection::KeepFirstHand),
            _ => (),
        }
        if let Some(differs) = recorded.differs(kept) {
            return Err(Rejection::NotTheSameTransfer { differs });
        }
        Ok(vec![
            TransactionLinked {
                partnership_id: partnership_id.clone(),
                transaction_id: transaction_id.clone(),
                same_as: same_as.clone(),
                partner_id: context.partner.clone(),
                confirms: recorded.is_the_other_sides(kept),
            }
            .into(),
        ])
    }
}

impl Decide<UnlinkTransaction> for Transaction {
    type Known = ();

    fn target(command: &UnlinkTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, command: &UnlinkTransaction, _: &(), context: &Context) -> Decision<Self> {
        let UnlinkTransaction { command_id: _, validate_only: _, partnership_id, transaction_id, reason } = command;
        let recorded = self.recorded()?;
        let reason = parse::filled("reason", reason)?.to_owned();
        let linked = recorded.linked.as_ref().ok_or_else(|| Rejection::State { state: recorded.state() })?;
        if !recorded.is_of(&context.partner) && linked.partner_id != context.partner {
            return Err(Rejection::NotAParty);
        }
        Ok(vec![
            TransactionUnlinked {
                partnership_id: partnership_id.clone(),
                transaction_id: transaction_id.clone(),
                was_same_as: linked.same_as.clone(),
                partner_id: context.partner.clone(),
                confirmed: linked.confirms,
                reason,
            }
            .into(),
        ])
    }
}

impl Recorded {
    /// Either side of the transfer, or the operator where both are from sources.
    fn check_linkable(&self, kept: &Kept, context: &Context) -> Result<(), Rejection> {
        let is_a_side = self.is_of(&context.partner) || kept.is_of(&context.partner);
        let is_the_operators = context.is_operator() && self.is_as_published() && kept.is_as_published;
        if is_a_side || is_the_operators { Ok(()) } else { Err(Rejection::NotAParty) }
    }

    /// In what the two cannot be of one transfer.
    fn differs(&self, kept: &Kept) -> Option<&'static str> {
        let TransactionRecorded { provider_partner_id, receiver_partner_id, .. } = &self.report;
        let are_other = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
        let may_be_unsaid = self.is_as_published() || kept.is_as_published;
        let parties_differ = |one: &str, other: &str| if may_be_unsaid { are_other(one, other) } else { one != other };
        let meaning = Meaning::of(self.report.r#type(), self.report.terms());
        let lends = |it: Meaning| it == Meaning::Loan;
        match () {
            () if meaning != kept.meaning && (lends(meaning) || lends(kept.meaning)) => Some("terms"),
            () if meaning != kept.meaning => Some("type"),
            () if parties_differ(provider_partner_id, &kept.provider_partner_id) => Some("provider_partner_id"),
            () if parties_differ(receiver_partner_id, &kept.receiver_partner_id) => Some("receiver_partner_id"),
            () if self.report.currency != kept.currency => Some("currency"),
            () if self.report.amount_minor != kept.amount_minor => Some("amount_minor"),
            () if are_other(&self.report.disbursement_id, &kept.disbursement_id) => Some("disbursement_id"),
            () if are_other(&self.report.commitment_id, &kept.commitment_id) => Some("commitment_id"),
            () => None,
        }
    }

    /// Each side has reported it: that is as good as a confirmation.
    fn is_the_other_sides(&self, kept: &Kept) -> bool {
        let is_first_hand = !self.is_as_published() && !kept.is_as_published;
        let (this, that) = (&self.report.recorded_by, &kept.recorded_by);
        is_first_hand && !this.is_empty() && !that.is_empty() && this != that
    }
}

impl Kept {
    fn is_of(&self, partner_id: &str) -> bool {
        let parties = [&self.provider_partner_id, &self.receiver_partner_id];
        !partner_id.is_empty() && parties.iter().any(|it| *it == partner_id)
    }
}
