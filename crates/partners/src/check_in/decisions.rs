//! What a request to check in leads to: once a period, revised until the next.

use contract::partners::{CheckInRecorded, CheckInWords, HelpWanted, RecordCheckIn};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{period::Period, rejection::Rejection, state::CheckIn};
use crate::{
    members::Members,
    references,
    sealing::{self, WritingKey},
};

/// What must be known of a partner and its partnership for it to check in.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Cadence {
    /// How long a period is.
    pub months: u32,
    /// The partner's latest check-in, whatever its period.
    pub latest: Option<Latest>,
    pub members: Members,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Latest {
    pub check_in_id: String,
    pub period: Period,
}

impl Decide<RecordCheckIn> for CheckIn {
    type Known = (Cadence, WritingKey);

    fn target(command: &RecordCheckIn) -> (&str, &str) {
        (&command.partnership_id, &command.check_in_id)
    }

    fn decide(&self, command: &RecordCheckIn, (cadence, key): &Self::Known, context: &Context) -> Decision<Self> {
        let period = match &self.recorded {
            Some(had) if had.partner_id != context.partner => return Err(Rejection::IdTaken),
            Some(had) => self::had(command, had)?,
            None => asked_for(command, cadence, context)?,
        };
        let recorded = recorded(command, period, context)?;
        if self.recorded.as_ref().map(|it| opened(it, key)).as_ref() == Some(&recorded) {
            return Ok(vec![]);
        }
        self.is_the_latest(cadence, &recorded.check_in_id, period)?;
        let wanted_of = recorded.help_wanted.iter().map(|it| &it.partner_id);
        match wanted_of.clone().find(|it| !cadence.members.belongs(it)) {
            Some(stranger) => Err(Rejection::NotAMember { partner_id: stranger.clone() }),
            None => Ok(vec![sealed(recorded, key, context).into()]),
        }
    }
}

/// What it says, apart from whom it asks for help.
fn sealed(it: CheckInRecorded, key: &WritingKey, context: &Context) -> CheckInRecorded {
    let CheckInRecorded { going_well, troubles, help_wanted, .. } = it;
    let (of, help) = help_wanted.into_iter().map(|it| (asked_of(it.partner_id), it.what)).unzip();
    let words = CheckInWords { going_well, troubles, help_wanted: help };
    let sealed = sealing::seal(&key.key, &key.key_id, &[], &words, context);
    CheckInRecorded { going_well: String::new(), troubles: String::new(), help_wanted: of, sealed: Some(sealed), ..it }
}

fn asked_of(partner_id: String) -> HelpWanted {
    HelpWanted { partner_id, what: String::new() }
}

/// As it was before it was sealed; what nobody can open stays as it is.
fn opened(it: &CheckInRecorded, key: &WritingKey) -> CheckInRecorded {
    let words = it.sealed.as_ref().and_then(|it| sealing::open::<CheckInWords>(&key.key, it));
    let Some(CheckInWords { going_well, troubles, help_wanted }) = words else { return it.clone() };
    let help = it.help_wanted.iter().zip(help_wanted);
    let help_wanted = help.map(|(of, what)| HelpWanted { partner_id: of.partner_id.clone(), what }).collect();
    CheckInRecorded { going_well, troubles, help_wanted, sealed: None, ..it.clone() }
}

impl CheckIn {
    /// A new one is for a later period than any before, however long those were; only the latest is revised.
    fn is_the_latest(&self, cadence: &Cadence, check_in_id: &str, period: Period) -> Result<(), Rejection> {
        let Some(latest) = &cadence.latest else { return Ok(()) };
        let (latest_id, starts_on) = (latest.check_in_id.clone(), latest.period.starts_on.to_string());
        match &self.recorded {
            Some(_) if latest.check_in_id != check_in_id => Err(Rejection::Over { check_in_id: latest_id, starts_on }),
            None if period.starts_on <= latest.period.ends_on => {
                Err(Rejection::Given { check_in_id: latest_id, starts_on })
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// The period of a check-in that is revised, whatever the cadence has become.
fn had(command: &RecordCheckIn, had: &CheckInRecorded) -> Result<Period, Invalid> {
    let period =
        Period { starts_on: parse::date("starts_on", &had.starts_on)?, ends_on: parse::date("ends_on", &had.ends_on)? };
    match parse::date_or_none("period_on", &command.period_on)? {
        Some(day) if day < period.starts_on || period.ends_on < day => {
            let Period { starts_on, ends_on } = period;
            Err(Invalid::new("period_on", format!("is {day}; this check-in is for {starts_on} to {ends_on}")))
        }
        _ => Ok(period),
    }
}

/// The period that a new check-in is for: this one or the one before.
fn asked_for(command: &RecordCheckIn, cadence: &Cadence, context: &Context) -> Result<Period, Invalid> {
    let day = parse::date_or_none("period_on", &command.period_on)?.unwrap_or(context.today());
    let this = Period::of(context.today(), cadence.months);
    let before = this.before(cadence.months);
    if day < before.starts_on || this.ends_on < day {
        let problem = format!("is {day}; check-ins are taken for {} to {}", before.starts_on, this.ends_on);
        return Err(Invalid::new("period_on", problem));
    }
    Ok(if day < this.starts_on { before } else { this })
}

fn recorded(command: &RecordCheckIn, period: Period, context: &Context) -> Result<CheckInRecorded, Invalid> {
    let RecordCheckIn {
        command_id: _,
        validate_only: _,
        partnership_id,
        check_in_id,
        period_on: _,
        going_well,
        troubles,
        help_wanted,
        // The desk has compared it.
        expected_revision: _,
    } = command;
    let (going_well, troubles) = (going_well.trim(), troubles.trim());
    if going_well.is_empty() && troubles.is_empty() && help_wanted.is_empty() {
        let problem = "is missing, as are troubles and help wanted: a check-in says at least one of them";
        return Err(Invalid::new("going_well", problem));
    }
    Ok(CheckInRecorded {
        partnership_id: partnership_id.clone(),
        check_in_id: context.or_fresh(check_in_id, CheckIn::KIND),
        partner_id: context.partner.clone(),
        starts_on: period.starts_on.to_string(),
        ends_on: period.ends_on.to_string(),
        going_well: going_well.to_owned(),
        troubles: troubles.to_owned(),
        help_wanted: help(help_wanted, context)?,
        sealed: None,
    })
}

fn help(wanted: &[HelpWanted], context: &Context) -> Result<Vec<HelpWanted>, Invalid> {
    let of: Vec<_> = wanted.iter().map(|it| it.partner_id.clone()).collect();
    references::named_once("help_wanted.partner_id", &of)?;
    if of.contains(&context.partner) {
        return Err(Invalid::new("help_wanted.partner_id", "names your own organisation"));
    }
    wanted
        .iter()
        .map(|HelpWanted { partner_id, what }| {
            let what = parse::filled("help_wanted.what", what)?.to_owned();
            Ok(HelpWanted { partner_id: partner_id.clone(), what })
        })
        .collect()
}
