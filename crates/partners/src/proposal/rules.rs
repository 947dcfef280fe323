//! The charter's rules among each other: which is stricter, which may follow which.

use contract::partners::{DecisionRule, Matter, Rule};
use kernel::Invalid;

/// How strict a rule is; by it alone two rules are compared. A ranking chooses among several options and is of its own
/// kind: never the stricter one.
pub fn strictness(rule: Rule) -> u32 {
    match rule {
        Rule::Ranked => 0,
        Rule::SimpleMajority => 1,
        Rule::AbsoluteMajority => 2,
        Rule::TwoThirds => 3,
        Rule::Consent | Rule::Unspecified => 4,
        Rule::Unanimity => 5,
    }
}

/// A rule that this build does not know is read as the strictest one; one that is not said as consent.
pub fn known(rule: i32) -> Rule {
    match Rule::try_from(rule) {
        Ok(Rule::Unspecified) => Rule::Consent,
        Ok(rule) => rule,
        Err(_) => Rule::Unanimity,
    }
}

/// What holds where both must: the stricter rule, the larger quorum, the longer time. A fallback must be as strict as
/// what each of the two would finally be satisfied with, and falls away where nothing less than the rule itself is.
pub fn stricter(one: DecisionRule, other: DecisionRule) -> DecisionRule {
    let rule = max(known(one.rule), known(other.rule));
    let floor = max(floor(&one), floor(&other));
    let fallback = if may_follow(floor, rule) { floor } else { Rule::Unspecified };
    DecisionRule {
        matter: one.matter,
        rule: rule.into(),
        quorum_percent: one.quorum_percent.max(other.quorum_percent),
        days_open: one.days_open.max(other.days_open),
        fallback: fallback.into(),
        hidden: one.hidden && may_be_hidden(rule),
    }
}

/// Refuses what no charter may say.
pub fn check(it: &DecisionRule) -> Result<(), Invalid> {
    let DecisionRule { matter, rule, fallback, hidden, quorum_percent: _, days_open: _ } = *it;
    let (rule, fallback) = (known(rule), Rule::try_from(fallback).unwrap_or(Rule::Unspecified));
    if rule == Rule::Ranked && matter != i32::from(Matter::Other) {
        let problem = "decides by ranking what is a yes or a no: only MATTER_OTHER may be ranked";
        return Err(Invalid::new("rules", problem));
    }
    if hidden && !may_be_hidden(rule) {
        let problem = "hides positions under consent or unanimity, where an objection is there to be answered";
        return Err(Invalid::new("rules", problem));
    }
    if fallback != Rule::Unspecified && !may_follow(fallback, rule) {
        let problem = format!(
            "has {} fall back to {}: only consent and unanimity fall back, to a majority or two thirds",
            rule.as_str_name(),
            fallback.as_str_name()
        );
        return Err(Invalid::new("rules", problem));
    }
    Ok(())
}

/// Whoever objects is to be answered before the close; who only counts need not be seen.
fn may_be_hidden(rule: Rule) -> bool {
    !matches!(rule, Rule::Consent | Rule::Unanimity | Rule::Unspecified)
}

fn may_follow(fallback: Rule, rule: Rule) -> bool {
    let can_fail_for_one = matches!(rule, Rule::Consent | Rule::Unanimity);
    can_fail_for_one && matches!(fallback, Rule::SimpleMajority | Rule::AbsoluteMajority | Rule::TwoThirds)
}

/// What it is finally satisfied with.
fn floor(it: &DecisionRule) -> Rule {
    match it.fallback() {
        Rule::Unspecified => known(it.rule),
        fallback => fallback,
    }
}

fn max(one: Rule, other: Rule) -> Rule {
    if strictness(one) < strictness(other) { other } else { one }
}
