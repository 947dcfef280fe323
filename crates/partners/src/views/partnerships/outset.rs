//! The outset checklist: what partners should have agreed on before they act, and what of it is missing.

use contract::{
    common::Standing,
    partners::{Matter, Member, OutsetItem, OutsetPoint, Partnership, Stage, Terms},
};

use crate::partnership::charter::MATTERS;

pub(super) fn checklist(it: &Partnership) -> Vec<OutsetItem> {
    let terms = it.terms.clone().unwrap_or_default();
    let Terms {
        notice_days,
        check_in_months,
        review_months,
        feedback_months: _,
        mediator_partner_id,
        confidential_channel,
        concern_silence_days: _,
        benefit_shares,
        reserved_matters: _,
        funds_threshold: _,
        people_minimum: _,
    } = &terms;
    let says = |is_said: bool, missing: &str| if is_said { String::new() } else { missing.to_owned() };
    [
        (OutsetPoint::Purpose, says(!it.purpose.is_empty(), "the charter does not say what the partnership is for")),
        (OutsetPoint::Rules, without_rule(it)),
        (OutsetPoint::Notice, says(notice_days.is_some(), "no notice is agreed: members may leave at once")),
        (OutsetPoint::CheckIns, says(0 < *check_in_months, "how often members say how it goes is not agreed")),
        (OutsetPoint::Reviews, says(0 < *review_months, "how often the members review it all is not agreed")),
        (OutsetPoint::Mediator, says(!mediator_partner_id.is_empty(), "nobody is named to mediate")),
        (
            OutsetPoint::ConfidentialChannel,
            says(!confidential_channel.is_empty(), "where fraud, abuse and safeguarding go is not said"),
        ),
        (OutsetPoint::BenefitShares, says(!benefit_shares.is_empty(), "no shares of the benefits are agreed")),
        (OutsetPoint::FoundersAccepted, yet_to_accept(it)),
        (OutsetPoint::ExpectationsStated, yet_to_state(it)),
    ]
    .into_iter()
    .map(|(point, missing)| OutsetItem { point: point.into(), is_agreed: missing.is_empty(), missing })
    .collect()
}

/// A rule for all other matters is one for each.
fn without_rule(it: &Partnership) -> String {
    let has = |matter: Matter| it.rules.iter().any(|it| it.matter() == matter);
    let name = |it: Matter| it.as_str_name().trim_start_matches("MATTER_").to_lowercase();
    let missing: Vec<_> = MATTERS.into_iter().filter(|it| *it != Matter::Other && !has(*it)).map(name).collect();
    match has(Matter::Other) || missing.is_empty() {
        true => String::new(),
        false => format!("no rule is agreed for {}: consent decides", missing.join(", ")),
    }
}

fn yet_to_state(it: &Partnership) -> String {
    let missing = waited_for(it, |at| !at.has_stated_expectations);
    match it.stage() {
        Stage::Unspecified | Stage::Forming if it.members.is_empty() => "nobody is asked to found it yet".into(),
        Stage::Unspecified | Stage::Forming if !missing.is_empty() => format!("yet to state: {missing}"),
        _ => String::new(),
    }
}

fn waited_for(it: &Partnership, is_waited_for: impl Fn(&Member) -> bool) -> String {
    let founders = it.members.iter().filter(|it| it.is_founder && it.standing() != Standing::Former);
    let missing: Vec<_> = founders.filter(|it| is_waited_for(it)).map(|it| it.partner_id.as_str()).collect();
    missing.join(", ")
}

fn yet_to_accept(it: &Partnership) -> String {
    let missing = waited_for(it, |at| at.accepted_version == 0);
    match it.stage() {
        Stage::Unspecified | Stage::Forming if it.members.is_empty() => "nobody is asked to found it yet".into(),
        Stage::Unspecified | Stage::Forming if missing.is_empty() => String::new(),
        Stage::Unspecified | Stage::Forming => format!("yet to accept: {missing}"),
        Stage::Active | Stage::Closing | Stage::Closed => String::new(),
    }
}
