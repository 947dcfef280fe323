//! Organisations that a source names become participants, never members; categories of organisations stay labels.

use std::collections::HashMap;

use contract::partners::{ListParticipant, MemberRole, PartnerKind};

use super::Within;
use crate::iati::{
    activity::{Activity, Participating},
    ids,
    report::Report,
    values,
};
use crate::importing::Order;

const NAME_BYTES_MAX: usize = 512;
const REFERENCE_BYTES_MAX: usize = 128;

/// Channel codes that stand for a kind of organisation: no organisation has them.
const CHANNEL_CATEGORIES: [&str; 10] =
    ["11000", "12000", "13000", "20000", "21000", "22000", "23000", "30000", "51000", "52000"];

pub(super) fn of(
    within: &Within<'_>,
    activity: &Activity,
    listed: &mut HashMap<String, String>,
    report: &mut Report,
) -> Vec<Order> {
    let mut orders = Vec::new();
    for participating in &activity.participating {
        let what = format!("{}#participating-org/{}", activity.identifier, participating.place);
        if is_channel(participating) {
            keep_channel(within, participating, &what, report);
            continue;
        }
        match participant(within, participating, &what, report) {
            Err(why) => report.skip(&what, participating.at, why),
            Ok(order) => match listed.get(&order.participant_id) {
                None => {
                    listed.insert(order.participant_id.clone(), order.name.clone());
                    orders.push(Order::ListParticipant(order));
                }
                Some(name) if *name != order.name => {
                    let note = format!("{:?} is listed as {name:?}, under the same reference", order.name);
                    report.note(&what, participating.at, note);
                }
                Some(_) => (),
            },
        }
    }
    orders
}

pub(super) fn is_channel(participating: &Participating) -> bool {
    CHANNEL_CATEGORIES.contains(&participating.organisation.reference.as_str())
}

pub(super) fn role(written: &str) -> Option<MemberRole> {
    match written.to_ascii_lowercase().as_str() {
        "1" | "funding" => Some(MemberRole::Funding),
        "2" | "accountable" => Some(MemberRole::Accountable),
        "3" | "extending" => Some(MemberRole::Extending),
        "4" | "implementing" => Some(MemberRole::Implementing),
        _ => None,
    }
}

/// As the list OrganisationType has it; where it says nothing of finance, neither do we.
fn kind(code: &str) -> PartnerKind {
    match code {
        "" => PartnerKind::Unspecified,
        "10" | "11" | "15" => PartnerKind::GovernmentAgency,
        "21" | "22" | "23" | "24" => PartnerKind::Ngo,
        "40" | "60" => PartnerKind::Funder,
        "70" | "71" | "72" | "73" => PartnerKind::PrivateCompany,
        "80" => PartnerKind::Academic,
        _ => PartnerKind::Other,
    }
}

/// The label itself is made with the activity it belongs to.
fn keep_channel(within: &Within<'_>, participating: &Participating, what: &str, report: &mut Report) {
    if within.activity_id.is_none() {
        let reference = &participating.organisation.reference;
        let why = format!("{reference} is a category of organisations, and a draft has no labels to keep it in");
        return report.skip(what, participating.at, why);
    }
    report.channel_labels += 1;
    let is_implementing = role(&participating.role) == Some(MemberRole::Implementing);
    report.channel_labels_implementing += usize::from(is_implementing);
}

fn participant(
    within: &Within<'_>,
    participating: &Participating,
    what: &str,
    report: &mut Report,
) -> Result<ListParticipant, String> {
    let (reference, name) = (&participating.organisation.reference, &participating.organisation.name);
    let name = match name.is_empty() {
        true if reference.is_empty() => return Err("it has neither a name nor a reference".into()),
        true => reference,
        false => name,
    };
    let role = role(&participating.role)
        .ok_or_else(|| format!("its role {:?} is none of IATI's", values::start(&participating.role)))?;
    if NAME_BYTES_MAX < name.len() || REFERENCE_BYTES_MAX < reference.len() {
        return Err("its name has more than 512 bytes, or its reference more than 128".into());
    }
    let key = ids::organisation_key(reference, name);
    let place = format!("{}/{}/{key}", within.partnership_id, role as i32);
    report.count_organisation(key, role);
    Ok(ListParticipant {
        command_id: ids::command_id("participant", &place),
        validate_only: false,
        partnership_id: within.partnership_id.to_owned(),
        participant_id: ids::id("participant", &place),
        name: name.clone(),
        reference: reference.clone(),
        role: role.into(),
        source: ids::source(what, &mut report.note_on(what, participating.at)),
        kind: kind(&participating.kind).into(),
    })
}
