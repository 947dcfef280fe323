//! Drafting a partnership, by a partner or from a source.

use super::*;

#[test]
fn a_partner_drafts_a_partnership_with_its_founders() {
    drafting().by("funder").when_knowing(all_registered(), form()).then(formed());
}

#[test]
fn an_id_is_made_where_none_is_given() {
    drafting()
        .by("funder")
        .when_knowing(all_registered(), FormPartnership { partnership_id: String::new(), ..form() })
        .then(PartnershipFormed { partnership_id: context().fresh("partnership"), ..formed() });
}

#[test]
fn drafting_it_again_changes_nothing_and_another_draft_is_refused() {
    given::<Partnership, _>([formed()]).by("lender").when_knowing(all_registered(), form()).then_nothing();
    given::<Partnership, _>([formed()])
        .by("funder")
        .when_knowing(all_registered(), FormPartnership { title: "Another".into(), ..form() })
        .then_rejected(Rejection::PartnershipTaken);
}

#[test]
fn a_partner_founds_only_what_it_is_part_of() {
    drafting().by("stranger").when_knowing(all_registered(), form()).then_rejected(Rejection::FounderMissing);
}

#[test]
fn one_founder_is_not_enough() {
    let alone = FormPartnership { founders: vec![founder("funder", MemberRole::Funding)], ..form() };
    refused(alone, Invalid::new("founders", "names 1; a partnership has at least two"));
    refused(
        FormPartnership { founders: vec![], ..form() },
        Invalid::new("founders", "names 0; a partnership has at least two"),
    );
}

#[test]
fn a_founder_is_named_once() {
    let twice = vec![founder("funder", MemberRole::Funding), founder("funder", MemberRole::Accountable)];
    refused(FormPartnership { founders: twice, ..form() }, Invalid::new("founders", "names funder twice"));
}

#[test]
fn at_least_two_founders_have_a_voice() {
    let founders = vec![
        founder("funder", MemberRole::Funding),
        founder("auditor", MemberRole::Verifier),
        founder("ministry", MemberRole::Observer),
    ];
    let problem = "gives 1 of them a voice; at least two must fund, account, extend or implement";
    refused(FormPartnership { founders, ..form() }, Invalid::new("founders", problem));
}

#[test]
fn founders_have_roles_each_named_once() {
    let with = |roles: Vec<i32>| {
        let founders = vec![founder("funder", MemberRole::Funding), Founder { partner_id: "lender".into(), roles }];
        FormPartnership { founders, ..form() }
    };
    refused(with(vec![]), Invalid::new("founders.roles", "names no role"));
    refused(with(vec![4, 4]), Invalid::new("founders.roles", "names implementing twice"));
    refused(with(vec![4, 99]), Invalid::new("founders.roles", "holds a role that is not known"));
    refused(with(vec![0]), Invalid::new("founders.roles", "holds a role that is not known"));
}

#[test]
fn founders_are_registered() {
    drafting()
        .by("funder")
        .when_knowing(Founders { unregistered: vec!["lender".into()], ..all_registered() }, form())
        .then_rejected(Rejection::UnknownPartner { field: "founders", partner_id: "lender".into() });
}

#[test]
fn a_title_is_given_and_the_currency_is_one() {
    refused(FormPartnership { title: " ".into(), ..form() }, Invalid::new("title", "is missing"));
    refused(
        FormPartnership { currency: "ABC".into(), ..form() },
        Invalid::new("currency", "is not a currency of ISO 4217: \"ABC\""),
    );
}

#[test]
fn a_matter_has_one_rule() {
    let rule = |rule: Rule| DecisionRule {
        matter: Matter::Goal.into(),
        rule: rule.into(),
        quorum_percent: 50,
        days_open: 7,
        fallback: Rule::Unspecified.into(),
        hidden: false,
    };
    refused(
        FormPartnership { rules: vec![rule(Rule::Consent), rule(Rule::SimpleMajority)], ..form() },
        Invalid::new("rules", "has two rules for MATTER_GOAL"),
    );
    refused(
        FormPartnership { rules: vec![rule(Rule::Ranked)], ..form() },
        Invalid::new("rules", "decides by ranking what is a yes or a no: only MATTER_OTHER may be ranked"),
    );
    refused(
        FormPartnership {
            rules: vec![DecisionRule { fallback: Rule::Consent.into(), ..rule(Rule::Unanimity) }],
            ..form()
        },
        Invalid::new(
            "rules",
            "has RULE_UNANIMITY fall back to RULE_CONSENT: only consent and unanimity fall back, to a majority or two thirds",
        ),
    );
}

#[test]
fn nobody_asks_more_to_speak_than_there_are() {
    let rule = DecisionRule {
        matter: Matter::Goal.into(),
        rule: Rule::Consent.into(),
        quorum_percent: 101,
        days_open: 7,
        fallback: 0,
        hidden: false,
    };
    let problem = "is 101: more than all members cannot speak";
    refused(FormPartnership { rules: vec![rule], ..form() }, Invalid::new("rules.quorum_percent", problem));
}

#[test]
fn terms_are_part_of_the_draft_and_checked() {
    let terms = Terms { notice_days: Some(30), ..Default::default() };
    drafting()
        .by("funder")
        .when_knowing(all_registered(), FormPartnership { terms: Some(terms.clone()), ..form() })
        .then(PartnershipFormed { terms: Some(terms), ..formed() });
    let terms = Some(Terms { mediator_partner_id: "nobody".into(), ..Default::default() });
    drafting()
        .by("funder")
        .when_knowing(
            Founders { named: Named { mediator_is_unknown: true }, ..all_registered() },
            FormPartnership { terms, ..form() },
        )
        .then_rejected(Rejection::UnknownPartner { field: "terms.mediator_partner_id", partner_id: "nobody".into() });
}

#[test]
fn the_operator_drafts_from_a_source_without_founders() {
    let (command, event) = from_source();
    drafting().when_knowing(all_registered(), command.clone()).then(event.clone());
    given::<Partnership, _>([event]).when_knowing(all_registered(), command).then_nothing();
}

#[test]
fn the_operator_founds_nothing_for_partners() {
    let (command, _) = from_source();
    drafting().when_knowing(all_registered(), FormPartnership { founders: form().founders, ..command }).then_rejected(
        Invalid::new("founders", "must be empty: in a draft from a source nobody has agreed to anything").into(),
    );
}

#[test]
fn a_source_is_the_operators_and_the_operator_needs_one() {
    let (command, _) = from_source();
    drafting().when_knowing(all_registered(), form()).then_rejected(Rejection::SourceIsTheOperators);
    drafting().by("funder").when_knowing(all_registered(), command).then_rejected(Rejection::SourceIsTheOperators);
}

#[track_caller]
fn refused(command: FormPartnership, invalid: Invalid) {
    drafting().by("funder").when_knowing(all_registered(), command).then_rejected(invalid.into());
}
