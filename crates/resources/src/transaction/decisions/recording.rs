//! Recording a transaction: one side's report of it, or what a source publishes.

use contract::{
    moment,
    resources::{RecordTransaction, Terms, TransactionRecorded},
};
use jiff::{SignedDuration, civil::Date};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::super::{
    rejection::Rejection,
    state::{Recorded, Transaction},
};
use crate::figures::Meaning;

/// What must be known of the partnership to record a transaction in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Parties {
    pub is_formed: bool,
    /// Its members with a voice; those that fund are among them.
    pub voices: Vec<String>,
    /// Whether the activity named is one of the partnership's; true where none is named.
    pub knows_activity: bool,
    /// Whether the allocation named is one of funds that was agreed, and not delivered; true where none is named.
    pub knows_allocation: bool,
    /// The planned payment, promise and line of the budget that are named, where there are such.
    pub disbursement: Option<Named>,
    pub commitment: Option<Named>,
    pub budget_line: Option<Named>,
}

/// Something that a transaction names, and has to fit.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Named {
    pub provider_partner_id: String,
    /// Empty: whoever it is.
    pub receiver_partner_id: String,
    pub currency: String,
    /// It has not been taken back, cancelled or dropped, and is accepted where it has to be.
    pub is_open: bool,
}

impl Decide<RecordTransaction> for Transaction {
    type Known = Parties;

    fn target(command: &RecordTransaction) -> (&str, &str) {
        (&command.partnership_id, &command.transaction_id)
    }

    fn decide(&self, command: &RecordTransaction, parties: &Parties, context: &Context) -> Decision<Self> {
        let report = report(command, context)?;
        match self {
            Transaction::Recorded(recorded) if recorded.repeats(&report) => recorded.heard_from(context),
            Transaction::Recorded(_) => Err(Rejection::IdTaken),
            Transaction::Unrecorded => {
                check(&report, parties)?;
                let recorded = Recorded::new(report);
                let confirmed = recorded.heard_from(context)?;
                Ok([recorded.report.into()].into_iter().chain(confirmed).collect())
            }
        }
    }
}

impl Recorded {
    /// The same, whichever of the two sides says so.
    fn repeats(&self, report: &TransactionRecorded) -> bool {
        self.report == TransactionRecorded { recorded_by: self.report.recorded_by.clone(), ..report.clone() }
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
        disbursement_id,
        commitment_id,
        budget_line_id,
        offer_id,
        allocation_id,
        own_funds,
        reference,
        terms,
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
        disbursement_id: disbursement_id.clone(),
        commitment_id: commitment_id.clone(),
        budget_line_id: budget_line_id.clone(),
        offer_id: offer_id.clone(),
        allocation_id: allocation_id.clone(),
        own_funds: *own_funds,
        reference: reference.trim().to_owned(),
        terms: *terms,
        recorded_by: context.partner.clone(),
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
        true => Ok(fits_its_type(report)?),
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

/// What is said of a transaction beside its type goes with that type.
fn fits_its_type(report: &TransactionRecorded) -> Result<(), Invalid> {
    let meaning = Meaning::of(report.r#type(), report.terms());
    let (moves, is_spent) = (matches!(meaning, Meaning::Gift | Meaning::Loan), meaning == Meaning::Spending);
    let is_said = |it: &str| !it.is_empty();
    let only = |field, what: &str| Err(Invalid::new(field, format!("is for {what} only")));
    match () {
        () if !moves && report.terms() == Terms::Loan => only("terms", "funds that move"),
        () if !moves && is_said(&report.disbursement_id) => only("disbursement_id", "funds that move"),
        () if !moves && is_said(&report.commitment_id) => only("commitment_id", "funds that move"),
        () if !moves && is_said(&report.allocation_id) => only("allocation_id", "funds that move"),
        () if !is_spent && is_said(&report.budget_line_id) => only("budget_line_id", "expenditure"),
        () if !is_spent && report.own_funds => only("own_funds", "expenditure"),
        () if is_said(&report.allocation_id) && !is_said(&report.offer_id) => {
            Err(Invalid::new("offer_id", "is missing, where an allocation of it is named"))
        }
        () if is_said(&report.offer_id) && !is_said(&report.allocation_id) => {
            Err(Invalid::new("allocation_id", "is missing, where its offer is named"))
        }
        () => Ok(()),
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
    match () {
        () if !report.source.is_empty() => Ok(()),
        () if !parties.knows_activity => Err(Rejection::NoActivity),
        () if !parties.knows_allocation => Err(Rejection::NotKnown { field: "allocation_id" }),
        () => check_named(report, parties),
    }
}

fn check_named(report: &TransactionRecorded, parties: &Parties) -> Result<(), Rejection> {
    for (field, id, named) in [
        ("disbursement_id", &report.disbursement_id, &parties.disbursement),
        ("commitment_id", &report.commitment_id, &parties.commitment),
        ("budget_line_id", &report.budget_line_id, &parties.budget_line),
    ] {
        if id.is_empty() {
            continue;
        }
        let named = named.as_ref().ok_or(Rejection::NotKnown { field })?;
        let does_not_fit = |differs| Err(Rejection::DoesNotFit { field, differs });
        match () {
            () if named.provider_partner_id != report.provider_partner_id => does_not_fit("provider")?,
            () if ![String::new(), report.receiver_partner_id.clone()].contains(&named.receiver_partner_id) => {
                does_not_fit("receiver")?;
            }
            () if named.currency != report.currency => does_not_fit("currency")?,
            () if !named.is_open => return Err(Rejection::NotOpen { field }),
            () => (),
        }
    }
    Ok(())
}

/// Today where the day begins first, fourteen hours before UTC: nobody is refused for living in the east.
fn latest_today(context: &Context) -> Date {
    moment::day_of(context.now + SignedDuration::from_hours(14))
}
