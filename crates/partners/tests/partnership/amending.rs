//! Amending the charter of an active partnership, by decision.

use contract::partners::{AmendCharter, AmendmentProposed, ChangeRejected, CharterAmended};

use super::*;

#[test]
fn a_member_proposes_the_whole_charter_anew() {
    active().by("lender").when_knowing(Named::default(), amend()).then(proposed());
}

#[test]
fn an_amendment_is_proposed_once_and_one_at_a_time() {
    active().and(proposed()).by("funder").when_knowing(Named::default(), amend()).then_nothing();
    active()
        .and(proposed())
        .by("funder")
        .when_knowing(Named::default(), AmendCharter { title: "Another".into(), ..amend() })
        .then_rejected(Rejection::ChangePending);
}

#[test]
fn an_amendment_to_what_the_charter_says_changes_nothing() {
    let same = AmendCharter { purpose: form().purpose, ..amend() };
    active().by("funder").when_knowing(Named::default(), same).then_nothing();
}

#[test]
fn only_a_voice_in_an_active_partnership_amends() {
    active().by("stranger").when_knowing(Named::default(), amend()).then_rejected(Rejection::NotAMember);
    given::<Partnership, _>([formed()])
        .by("funder")
        .when_knowing(Named::default(), amend())
        .then_rejected(not_active(Stage::Forming));
}

#[test]
fn an_amendment_says_why_and_asks_no_quorum_over_all() {
    let refused = |command, invalid: Invalid| {
        active().by("funder").when_knowing(Named::default(), command).then_rejected(invalid.into());
    };
    refused(AmendCharter { reason: " ".into(), ..amend() }, Invalid::new("reason", "is missing"));
    let problem = "is 101: more than all members cannot speak";
    let rules = vec![DecisionRule { quorum_percent: 101, ..strict() }];
    refused(AmendCharter { rules, ..amend() }, Invalid::new("rules.quorum_percent", problem));
}

#[test]
fn a_rule_is_loosened_only_under_itself_as_it_was() {
    let loose = DecisionRule { rule: Rule::SimpleMajority.into(), quorum_percent: 1, days_open: 1, ..strict() };
    let under = |rules: Vec<DecisionRule>| {
        let history = given::<Partnership, Event>([
            PartnershipFormed { rules: vec![strict()], ..formed() }.into(),
            accepted("funder").into(),
            accepted("lender").into(),
            activated().into(),
        ]);
        let amend = AmendCharter { rules, ..amend() };
        let events = history.by("funder").when_knowing(Named::default(), amend).decision().unwrap();
        let [Event::AmendmentProposed(proposed)] = &events[..] else { panic!("{events:?}") };
        proposed.under
    };
    assert_eq!(under(vec![loose]), Some(strict()));
    assert_eq!(under(vec![strict()]), Some(strict()));
}

#[test]
fn an_adopted_amendment_is_the_next_version_and_members_keep_theirs() {
    active().and(proposed()).when_knowing(nothing_open(), conclude(4, true)).then(amended());
    let after = || active().and(proposed()).and(amended());
    after().by("lender").when(accept(1)).then_rejected(Rejection::CharterVersion { named: 1, current: 2 });
    let again = InvitationAccepted { charter_version: 2, ..accepted("lender") };
    after().by("lender").when(accept(2)).then(again.clone());
    after().and(again).by("lender").when(accept(2)).then_nothing();
    after().by("lender").when_knowing(Named::default(), amend()).then_nothing();
}

#[test]
fn a_rejected_amendment_leaves_the_charter_and_may_be_proposed_again() {
    let rejected = || ChangeRejected {
        partnership_id: "partnership".into(),
        change_event_id: event_id(4),
        why: "adopted by consent".into(),
    };
    active().and(proposed()).when_knowing(nothing_open(), conclude(4, false)).then(rejected());
    active().and(proposed()).and(rejected()).by("funder").when_knowing(Named::default(), amend()).then(proposed());
}

fn strict() -> DecisionRule {
    DecisionRule {
        matter: Matter::Charter.into(),
        rule: Rule::Consent.into(),
        quorum_percent: 100,
        days_open: 30,
        fallback: 0,
        hidden: false,
    }
}

fn amend() -> AmendCharter {
    AmendCharter {
        partnership_id: "partnership".into(),
        title: form().title,
        purpose: "Access to savings too".into(),
        reason: "clients ask for it".into(),
        ..Default::default()
    }
}

fn proposed() -> AmendmentProposed {
    let (partnership_id, title) = ("partnership".into(), form().title);
    AmendmentProposed {
        partnership_id,
        charter_version: 2,
        title,
        purpose: "Access to savings too".into(),
        rules: vec![],
        terms: Some(Terms::default()),
        reason: "clients ask for it".into(),
        under: Some(DecisionRule {
            matter: Matter::Charter.into(),
            rule: Rule::Consent.into(),
            quorum_percent: 50,
            days_open: 14,
            fallback: 0,
            hidden: false,
        }),
    }
}

fn amended() -> CharterAmended {
    let AmendmentProposed { partnership_id, charter_version, title, purpose, rules, terms, reason: _, under: _ } =
        proposed();
    let change_event_id = event_id(4);
    CharterAmended { partnership_id, charter_version, title, purpose, rules, terms, change_event_id }
}
