//! What a charter may say, checked once at the door.

use contract::partners::{BenefitShare, DecisionRule, ReservedMatter, Terms};
use kernel::{Invalid, parse};

use super::Charter;
use crate::partnership::rejection::Rejection;

/// Basis points.
const ALL: u32 = 10_000;

/// Somebody the charter names, and whether the directory knows it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Named {
    pub mediator_is_unknown: bool,
}

impl Charter {
    /// The content of a draft or an amendment; `partners` are those it may give a share or reserve a matter to.
    pub(in crate::partnership) fn parse(
        asked: Charter,
        named: &Named,
        partners: &[&str],
    ) -> Result<Charter, Rejection> {
        let Charter { version, title, purpose, currency, rules, terms } = asked;
        Ok(Charter {
            version,
            title: parse::filled("title", &title)?.to_owned(),
            purpose: purpose.trim().to_owned(),
            currency: parse::currency("currency", &currency)?.code().to_owned(),
            rules: one_rule_a_matter(&rules)?,
            terms: agreed(terms, named, partners)?,
        })
    }
}

pub(in crate::partnership) fn one_rule_a_matter(rules: &[DecisionRule]) -> Result<Vec<DecisionRule>, Invalid> {
    for (place, rule) in rules.iter().enumerate() {
        crate::proposal::rules::check(rule)?;
        if rules[..place].iter().any(|it| it.matter == rule.matter) {
            return Err(Invalid::new("rules", format!("has two rules for {}", rule.matter().as_str_name())));
        }
        if 100 < rule.quorum_percent {
            let problem = format!("is {}: more than all members cannot speak", rule.quorum_percent);
            return Err(Invalid::new("rules.quorum_percent", problem));
        }
    }
    Ok(rules.to_vec())
}

pub(in crate::partnership) fn agreed(terms: Terms, named: &Named, partners: &[&str]) -> Result<Terms, Rejection> {
    if named.mediator_is_unknown {
        let (field, partner_id) = ("terms.mediator_partner_id", terms.mediator_partner_id);
        return Err(Rejection::UnknownPartner { field, partner_id });
    }
    Ok(Terms {
        confidential_channel: terms.confidential_channel.trim().to_owned(),
        benefit_shares: shares(terms.benefit_shares, partners)?,
        reserved_matters: terms
            .reserved_matters
            .into_iter()
            .map(|it| reserved(it, partners))
            .collect::<Result<_, _>>()?,
        ..terms
    })
}

fn shares(shares: Vec<BenefitShare>, partners: &[&str]) -> Result<Vec<BenefitShare>, Invalid> {
    const FIELD: &str = "terms.benefit_shares";
    for (place, share) in shares.iter().enumerate() {
        among(FIELD, &share.partner_id, partners)?;
        if shares[..place].iter().any(|it| it.partner_id == share.partner_id) {
            return Err(Invalid::new(FIELD, format!("names {} twice", share.partner_id)));
        }
    }
    let sum = shares.iter().fold(0, |sum: u32, it| sum.saturating_add(it.basis_points));
    match shares.is_empty() || sum == ALL {
        true => Ok(shares),
        false => Err(Invalid::new(FIELD, format!("add up to {sum} basis points; all shares together are {ALL}"))),
    }
}

fn reserved(it: ReservedMatter, partners: &[&str]) -> Result<ReservedMatter, Invalid> {
    const FIELD: &str = "terms.reserved_matters";
    among(FIELD, &it.partner_id, partners)?;
    let what = parse::filled("terms.reserved_matters.what", &it.what)?.to_owned();
    Ok(ReservedMatter { what, ..it })
}

fn among(field: &'static str, partner_id: &str, partners: &[&str]) -> Result<(), Invalid> {
    match partners.contains(&partner_id) {
        true => Ok(()),
        false => Err(Invalid::new(field, format!("names {partner_id}, which is no partner of this partnership"))),
    }
}
