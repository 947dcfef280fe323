//! A charter in words, field by field: for motions to amend it, and for what one version says other than another.

use contract::partners::{DecisionRule, Matter, Terms};

use super::MATTERS;

/// Every rule and term with what is agreed on it, in the same order always; empty: nothing is.
pub fn agreed(rules: &[DecisionRule], terms: &Terms) -> Vec<(String, String)> {
    let rules = MATTERS.into_iter().map(|matter| (format!("rules.{}", name(matter)), rule(rules, matter)));
    rules.chain(said(terms).map(|(field, says)| (format!("terms.{field}"), says))).collect()
}

fn said(it: &Terms) -> impl Iterator<Item = (&'static str, String)> {
    let Terms {
        notice_days,
        check_in_months,
        review_months,
        feedback_months,
        mediator_partner_id,
        confidential_channel,
        concern_silence_days,
        benefit_shares,
        reserved_matters,
        funds_threshold,
        people_minimum,
    } = it.clone();
    let shares = benefit_shares.into_iter().map(|it| format!("{}: {}", it.partner_id, it.basis_points));
    let reserved = reserved_matters.into_iter().map(|it| format!("{}: {}", it.partner_id, it.what));
    [
        ("notice_days", notice_days.map(|it| it.to_string()).unwrap_or_default()),
        ("check_in_months", counted(check_in_months)),
        ("review_months", counted(review_months)),
        ("feedback_months", counted(feedback_months)),
        ("mediator_partner_id", mediator_partner_id),
        ("confidential_channel", confidential_channel),
        ("concern_silence_days", counted(concern_silence_days)),
        ("benefit_shares", shares.collect::<Vec<_>>().join("; ")),
        ("reserved_matters", reserved.collect::<Vec<_>>().join("; ")),
        ("funds_threshold", funds_threshold.map(|it| it.to_string()).unwrap_or_default()),
        ("people_minimum", counted(people_minimum)),
    ]
    .into_iter()
}

/// None is not agreed, and says nothing.
fn counted(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn rule(rules: &[DecisionRule], matter: Matter) -> String {
    rules.iter().find(|it| it.matter() == matter).map(in_words).unwrap_or_default()
}

fn in_words(it: &DecisionRule) -> String {
    let rule = it.rule().as_str_name().trim_start_matches("RULE_").to_lowercase().replace('_', " ");
    format!("{rule}, quorum {} %, {} days", it.quorum_percent, it.days_open)
}

fn name(matter: Matter) -> String {
    matter.as_str_name().trim_start_matches("MATTER_").to_lowercase()
}
