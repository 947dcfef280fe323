//! Revising the draft while the partnership forms.

use contract::partners::{BenefitShare, DraftRevised, LeavePartnership, MemberLeft, ReservedMatter, ReviseDraft};

use super::*;

#[test]
fn any_invited_partner_revises_the_draft() {
    forming().by("lender").when_knowing(Named::default(), revise()).then(revised());
    forming().and(invited()).by("insurer").when_knowing(Named::default(), revise()).then(revised());
}

#[test]
fn revising_it_to_what_it_says_changes_nothing() {
    let same = ReviseDraft { purpose: form().purpose, terms: None, ..revise() };
    forming().by("lender").when_knowing(Named::default(), same).then_nothing();
    forming().and(revised()).by("funder").when_knowing(Named::default(), revise()).then_nothing();
}

#[test]
fn who_is_not_invited_revises_nothing() {
    forming().by("stranger").when_knowing(Named::default(), revise()).then_rejected(Rejection::NotInvited);
    nothing::<Partnership>().by("funder").when_knowing(Named::default(), revise()).then_rejected(Rejection::NotFound);
}

#[test]
fn an_active_partnership_has_no_draft() {
    active()
        .by("funder")
        .when_knowing(Named::default(), revise())
        .then_rejected(Rejection::Stage { stage: Stage::Active, asked: "forming" });
}

#[test]
fn what_was_accepted_of_an_earlier_version_counts_no_longer() {
    let history = || stated_all().and(accepted("funder")).and(revised());
    let second = |partner: &str| InvitationAccepted { charter_version: 2, ..accepted(partner) };
    history().by("lender").when(accept(2)).then(second("lender"));
    history().by("lender").when(accept(1)).then_rejected(Rejection::CharterVersion { named: 1, current: 2 });
    history()
        .and(second("lender"))
        .by("funder")
        .when(accept(2))
        .then_all([second("funder").into(), PartnershipActivated { charter_version: 2, ..activated() }.into()]);
}

#[test]
fn a_draft_that_waits_only_for_who_declines_becomes_active() {
    let founders = ["funder", "lender", "insurer"].map(|it| founder(it, MemberRole::Funding)).to_vec();
    let history = given::<Partnership, Event>([
        PartnershipFormed { founders, ..formed() }.into(),
        expecting::stated("funder", "").into(),
        expecting::stated("lender", "").into(),
        accepted("funder").into(),
        accepted("lender").into(),
    ]);
    let decline = LeavePartnership {
        partnership_id: "partnership".into(),
        reason: "no mandate".into(),
        effective_on: "2026-01-15".into(),
        ..Default::default()
    };
    let events = history.by("insurer").when_knowing(nothing_open(), decline).decision().unwrap();
    let left = MemberLeft { partnership_id: "partnership".into(), partner_id: "insurer".into(), items_unsettled: 0 };
    assert_eq!(events[2..], [left.into(), activated().into()]);
}

#[test]
fn shares_are_all_of_it_and_of_partners_named_once() {
    let with = |shares: &[(&str, u32)]| {
        let share = |(partner_id, basis_points): &(&str, u32)| BenefitShare {
            partner_id: (*partner_id).into(),
            basis_points: *basis_points,
        };
        Terms { benefit_shares: shares.iter().map(share).collect(), ..Default::default() }
    };
    refused(
        with(&[("funder", 5_000), ("lender", 4_999)]),
        "add up to 9999 basis points; all shares together are 10000",
    );
    refused(with(&[("funder", 5_000), ("funder", 5_000)]), "names funder twice");
    refused(with(&[("stranger", 10_000)]), "names stranger, which is no partner of this partnership");
    let whole = Some(with(&[("funder", 5_000), ("lender", 5_000)]));
    let revise = ReviseDraft { terms: whole.clone(), ..revise() };
    forming().by("funder").when_knowing(Named::default(), revise).then(DraftRevised { terms: whole, ..revised() });
}

#[test]
fn a_matter_is_reserved_to_a_member_and_says_what() {
    let with = |partner_id: &str, what: &str| {
        let reserved = ReservedMatter { partner_id: partner_id.into(), what: what.into() };
        ReviseDraft { terms: Some(Terms { reserved_matters: vec![reserved], ..Default::default() }), ..revise() }
    };
    let refused = |command, invalid: Invalid| {
        forming().by("funder").when_knowing(Named::default(), command).then_rejected(invalid.into());
    };
    refused(with("funder", " "), Invalid::new("terms.reserved_matters.what", "is missing"));
    let problem = "names stranger, which is no partner of this partnership";
    refused(with("stranger", "its funds"), Invalid::new("terms.reserved_matters", problem));
}

#[test]
fn a_mediator_is_registered() {
    let terms = Some(Terms { mediator_partner_id: "nobody".into(), ..Default::default() });
    forming()
        .by("funder")
        .when_knowing(Named { mediator_is_unknown: true }, ReviseDraft { terms, ..revise() })
        .then_rejected(Rejection::UnknownPartner { field: "terms.mediator_partner_id", partner_id: "nobody".into() });
}

#[track_caller]
fn refused(terms: Terms, problem: &str) {
    forming()
        .by("funder")
        .when_knowing(Named::default(), ReviseDraft { terms: Some(terms), ..revise() })
        .then_rejected(Invalid::new("terms.benefit_shares", problem).into());
}

fn forming() -> Scenario<Partnership> {
    given::<Partnership, _>([formed()])
}

fn revise() -> ReviseDraft {
    ReviseDraft {
        partnership_id: "partnership".into(),
        title: form().title,
        purpose: "Access to savings too".into(),
        currency: "GBP".into(),
        terms: Some(Terms { notice_days: Some(30), ..Default::default() }),
        ..Default::default()
    }
}

fn revised() -> DraftRevised {
    let ReviseDraft {
        command_id: _,
        validate_only: _,
        partnership_id,
        title,
        purpose,
        currency,
        rules,
        terms,
        expected_revision: _,
    } = revise();
    DraftRevised { partnership_id, charter_version: 2, title, purpose, currency, rules, terms }
}
