//! What a request about a transaction leads to.

use contract::resources::{
    ConfirmTransaction, RecordTransaction, TransactionConfirmed, TransactionRecorded, event::Kind as Event,
};
use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    rejection::Rejection,
    state::{Recorded, Transaction},
};

/// What must be known of the partnership to record a transaction in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Parties {
    pub is_formed: bool,
    /// Its members with a voice; those that fund are among them.
    pub voices: Vec<String>,
    /// Whether the activity named is one of the partnership's; true where none is named.
    pub knows_activity: bool,
}

impl Decide<RecordTransaction> for Transaction {
    type Known = Parties;

    fn target(command: &RecordTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, command: &RecordTransaction, parties: &Parties, context: &Context) -> Decision<Self> {
        let report = report(command, context)?;
        match self {
            Transaction::Recorded(recorded) if recorded.report == report => Ok(recorded.heard_from(context)),
            Transaction::Recorded(_) => Err(Rejection::IdTaken),
            Transaction::Unrecorded => {
                check(&report, parties)?;
                let recorded = Recorded { report, is_confirmed: false };
                let confirmed = recorded.heard_from(context);
                Ok([recorded.report.into()].into_iter().chain(confirmed).collect())
            }
        }
    }
}

impl Decide<ConfirmTransaction> for Transaction {
    type Known = ();

    fn target(command: &ConfirmTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, _: &ConfirmTransaction, _: &(), context: &Context) -> Decision<Self> {
        match self {
            Transaction::Unrecorded => Err(Rejection::NotFound),
            Transaction::Recorded(it) if it.is_as_published() => Err(Rejection::AsPublished),
            Transaction::Recorded(it) if !it.is_received_by(&context.partner) => Err(Rejection::NotTheReceiver),
            Transaction::Recorded(it) => Ok(it.heard_from(context)),
        }
    }
}

impl Recorded {
    fn is_received_by(&self, partner_id: &str) -> bool {
        !self.is_as_published() && self.report.receiver_partner_id == partner_id
    }

    /// The receiver's word confirms, whether it recorded the transaction itself, repeats what the provider recorded,
    /// or was asked; and only once.
    fn heard_from(&self, context: &Context) -> Vec<Event> {
        if self.is_confirmed || !self.is_received_by(&context.partner) {
            return vec![];
        }
        let TransactionRecorded { partnership_id, transaction_id, provider_partner_id, currency, .. } = &self.report;
        vec![
            TransactionConfirmed {
                partnership_id: partnership_id.clone(),
                transaction_id: transaction_id.clone(),
                partner_id: context.partner.clone(),
                r#type: self.report.r#type,
                provider_partner_id: provider_partner_id.clone(),
                amount_minor: self.report.amount_minor,
                currency: currency.clone(),
            }
            .into(),
        ]
    }
}

fn report(command: &RecordTransaction, context: &Context) -> Result<TransactionRecorded, Rejection> {
    let RecordTransaction {
        command_id: _,
        validate_only: _,
        partnership_id,
        transaction_id,
        r#type,
        provider_partner_id,
        receiver_partner_id,
        amount_minor,
        currency,
        value_date,
        transacted_on,
        description,
        activity_id,
        source,
        provider_participant_id,
        receiver_participant_id,
    } = command;
    let source = source.trim();
    if context.is_operator() == source.is_empty() {
        return Err(Rejection::SourceIsTheOperators);
    }
    let value_date = parse::date("value_date", value_date)?;
    let transacted_on = parse::date_or_none("transacted_on", transacted_on)?.unwrap_or(value_date);
    let report = TransactionRecorded {
        partnership_id: partnership_id.clone(),
        transaction_id: context.or_fresh(transaction_id, Transaction::KIND),
        r#type: *r#type,
        provider_partner_id: provider_partner_id.clone(),
        receiver_partner_id: receiver_partner_id.clone(),
        amount_minor: *amount_minor,
        currency: parse::currency("currency", currency)?.code().to_owned(),
        value_date: value_date.to_string(),
        transacted_on: transacted_on.to_string(),
        description: description.trim().to_owned(),
        activity_id: activity_id.clone(),
        source: source.to_owned(),
        provider_participant_id: provider_participant_id.clone(),
        receiver_participant_id: receiver_participant_id.clone(),
    };
    if source.is_empty() {
        first_hand(&report, transacted_on, context)?;
    }
    Ok(report)
}

/// What one of the two sides reports is complete and has happened; a source may say less, and correct itself.
fn first_hand(report: &TransactionRecorded, transacted_on: Date, context: &Context) -> Result<(), Rejection> {
    let (provider, receiver) = (&report.provider_partner_id, &report.receiver_partner_id);
    none("provider_participant_id", &report.provider_participant_id)?;
    none("receiver_participant_id", &report.receiver_participant_id)?;
    parse::filled("provider_partner_id", provider)?;
    parse::filled("receiver_partner_id", receiver)?;
    if ![provider, receiver].contains(&&context.partner) {
        return Err(Rejection::NotAParty);
    }
    if report.amount_minor <= 0 {
        return Err(Invalid::new("amount_minor", format!("is {}; it must be above zero", report.amount_minor)).into());
    }
    match transacted_on <= latest_today(context) {
        true => Ok(()),
        false => Err(Invalid::new("transacted_on", format!("is {transacted_on}, which has not come yet")).into()),
    }
}

/// Participants are named by sources only; members record what moved between members.
fn none(field: &'static str, participant_id: &str) -> Result<(), Invalid> {
    match participant_id {
        "" => Ok(()),
        _ => Err(Invalid::new(field, "must be empty: only what a source says is about participants")),
    }
}

/// What must be true of the partnership when a transaction is first recorded; a repeat is not asked again.
fn check(report: &TransactionRecorded, parties: &Parties) -> Result<(), Rejection> {
    if !parties.is_formed {
        return Err(Rejection::NoPartnership);
    }
    let (provider, receiver) = (&report.provider_partner_id, &report.receiver_partner_id);
    if !provider.is_empty() && provider == receiver {
        return Err(Rejection::SamePartner);
    }
    let twice = [(provider, &report.provider_participant_id), (receiver, &report.receiver_participant_id)];
    if twice.into_iter().any(|(member, participant)| !member.is_empty() && !participant.is_empty()) {
        return Err(Rejection::MemberAndParticipant);
    }
    for (field, named) in [("provider_partner_id", provider), ("receiver_partner_id", receiver)] {
        // Empty only from a source that does not say.
        if !named.is_empty() && !parties.voices.contains(named) {
            return Err(Rejection::NotAMember { field });
        }
    }
    // What a source says of its activities is kept too, whether or not they are read in before.
    match parties.knows_activity || !report.source.is_empty() {
        true => Ok(()),
        false => Err(Rejection::NoActivity),
    }
}

/// Today where the day begins first, fourteen hours before UTC: nobody is refused for living in the east.
fn latest_today(context: &Context) -> Date {
    (context.now + SignedDuration::from_hours(14)).to_zoned(TimeZone::UTC).date()
}
