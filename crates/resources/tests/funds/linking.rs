//! Two reports of one transfer: what may be linked, by whom, and how that is undone.

use contract::resources::{event::Kind as Event, *};
use kernel::{
    Invalid,
    scenario::{Scenario, given},
};
use resources::{
    figures::Meaning,
    transaction::{
        Rejection, Transaction,
        decisions::{Kept, Pair},
    },
};

use crate::messages::*;

#[test]
fn either_side_links_its_report_to_the_others_and_that_confirms_it() {
    for by in [FUNDER, LENDER] {
        let it = TransactionLinked { partner_id: by.into(), ..linked() };
        own().by(by).when_knowing(pair(), link()).then(it);
    }
    own().and(linked()).by(LENDER).when_knowing(pair(), link()).then_nothing();
}

#[test]
fn one_side_that_reported_twice_confirms_nothing_by_linking() {
    let kept = Kept { recorded_by: LENDER.into(), ..kept() };
    own().by(LENDER).when_knowing(of(kept), link()).then(TransactionLinked {
        partner_id: LENDER.into(),
        confirms: false,
        ..linked()
    });
}

#[test]
fn nobody_else_links() {
    own().by(INSURER).when_knowing(pair(), link()).then_rejected(Rejection::NotAParty);
    own().when_knowing(pair(), link()).then_rejected(Rejection::NotAParty);
}

#[test]
fn what_is_unlike_is_not_linked_and_the_refusal_names_what_differs() {
    let differs = |kept: Kept, differs: &'static str| {
        own().by(LENDER).when_knowing(of(kept), link()).then_rejected(Rejection::NotTheSameTransfer { differs });
    };
    differs(Kept { meaning: Meaning::Spending, ..kept() }, "type");
    differs(Kept { meaning: Meaning::Loan, ..kept() }, "terms");
    differs(Kept { provider_partner_id: INSURER.into(), ..kept() }, "provider_partner_id");
    differs(Kept { receiver_partner_id: INSURER.into(), ..kept() }, "receiver_partner_id");
    differs(Kept { receiver_partner_id: String::new(), ..kept() }, "receiver_partner_id");
    differs(Kept { currency: "USD".into(), ..kept() }, "currency");
    differs(Kept { amount_minor: 1, ..kept() }, "amount_minor");
    let naming = TransactionRecorded { disbursement_id: PAYMENT.into(), commitment_id: PLEDGE.into(), ..others() };
    let naming = || given::<Transaction, _>([naming.clone()]).by(LENDER);
    for (kept, differs) in [
        (Kept { disbursement_id: THIRD.into(), ..kept() }, "disbursement_id"),
        (Kept { commitment_id: THIRD.into(), ..kept() }, "commitment_id"),
    ] {
        naming().when_knowing(of(kept), link()).then_rejected(Rejection::NotTheSameTransfer { differs });
    }
}

#[test]
fn types_of_one_meaning_are_alike() {
    let incoming = TransactionRecorded { r#type: TransactionType::IncomingFunds.into(), ..others() };
    given::<Transaction, _>([incoming])
        .by(LENDER)
        .when_knowing(pair(), link())
        .then(TransactionLinked { partner_id: LENDER.into(), ..linked() });
}

#[test]
fn there_are_no_chains_and_no_circles() {
    let in_state = |state| Kept { state, ..kept() };
    for state in [TransactionState::Linked, TransactionState::Withdrawn, TransactionState::Disputed] {
        own().by(LENDER).when_knowing(of(in_state(state)), link()).then_rejected(Rejection::KeptState { state });
    }
    own().by(LENDER).when_knowing(Pair { are_linked: true, ..pair() }, link()).then_rejected(Rejection::ReportsLinked);
    own()
        .by(LENDER)
        .when_knowing(pair(), LinkTransaction { same_as: OTHER.into(), ..link() })
        .then_rejected(Invalid::new("same_as", "is the report itself").into());
    own().by(LENDER).when_knowing(Pair::default(), link()).then_rejected(Rejection::KeptNotFound);
    own()
        .and(linked())
        .by(LENDER)
        .when_knowing(pair(), LinkTransaction { same_as: THIRD.into(), ..link() })
        .then_rejected(Rejection::State { state: TransactionState::Linked });
}

#[test]
fn what_a_source_says_leaves_for_what_a_side_says_never_the_other_way() {
    let source = Kept { is_as_published: true, state: TransactionState::AsPublished, ..kept() };
    own().by(LENDER).when_knowing(of(source), link()).then_rejected(Rejection::KeepFirstHand);
    let published = TransactionRecorded { r#type: TransactionType::Disbursement.into(), ..as_published() };
    let published =
        || given::<Transaction, _>([TransactionRecorded { transaction_id: OTHER.into(), ..published.clone() }]);
    let left = |by: &str| TransactionLinked { partner_id: by.into(), confirms: false, ..linked() };
    published().by(LENDER).when_knowing(pair(), link()).then(left(LENDER));
    published().when_knowing(pair(), link()).then_rejected(Rejection::NotAParty);
    let both = Kept { is_as_published: true, provider_partner_id: String::new(), ..kept() };
    published().when_knowing(of(both), link()).then(left(""));
}

#[test]
fn a_wrong_link_is_undone_by_a_side_or_whoever_made_it() {
    for by in [FUNDER, LENDER] {
        own().and(linked()).by(by).when(unlink()).then(TransactionUnlinked { partner_id: by.into(), ..unlinked() });
    }
    own().and(linked()).by(INSURER).when(unlink()).then_rejected(Rejection::NotAParty);
    own().by(LENDER).when(unlink()).then_rejected(Rejection::State { state: TransactionState::Recorded });
    let why = Rejection::from(Invalid::new("reason", "is missing"));
    own().and(linked()).by(LENDER).when(UnlinkTransaction { reason: String::new(), ..unlink() }).then_rejected(why);
}

#[test]
fn a_suggestion_is_of_the_same_parties_kind_currency_and_amount_within_ten_days() {
    use resources::figures::Id;
    let on =
        |id: &str, day: &str| TransactionRecorded { transaction_id: id.into(), value_date: day.into(), ..recorded() };
    let suggested = |other: TransactionRecorded| {
        let memory = after::<Event>([recorded().into(), other.into()]);
        memory.funds.of(TOGETHER).unwrap().books.perhaps_same_as(Id::of(TRANSFER)).len()
    };
    assert_eq!(suggested(on(OTHER, "2026-01-20")), 1);
    assert_eq!(suggested(on(OTHER, "2026-01-21")), 0);
    assert_eq!(suggested(TransactionRecorded { amount_minor: 1, ..on(OTHER, "2026-01-10") }), 0);
    let memory = after::<Event>([recorded().into(), others().into(), linked().into()]);
    assert!(memory.funds.of(TOGETHER).unwrap().books.all_perhaps_same().is_empty(), "it is linked already");
}

/// The lender's own report.
fn own() -> Scenario<Transaction> {
    given::<Transaction, Event>([others().into()])
}

fn others() -> TransactionRecorded {
    TransactionRecorded { transaction_id: OTHER.into(), recorded_by: LENDER.into(), ..recorded() }
}

fn pair() -> Pair {
    of(kept())
}

fn of(kept: Kept) -> Pair {
    Pair { are_linked: false, kept: Some(kept) }
}

/// The funder's report.
fn kept() -> Kept {
    Kept {
        meaning: Meaning::Gift,
        provider_partner_id: FUNDER.into(),
        receiver_partner_id: LENDER.into(),
        amount_minor: 25_000_000,
        currency: "GBP".into(),
        state: TransactionState::Recorded,
        is_as_published: false,
        recorded_by: FUNDER.into(),
        disbursement_id: String::new(),
        commitment_id: String::new(),
    }
}

fn link() -> LinkTransaction {
    LinkTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: OTHER.into(),
        same_as: TRANSFER.into(),
        ..Default::default()
    }
}

fn unlink() -> UnlinkTransaction {
    UnlinkTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: OTHER.into(),
        reason: "Two instalments".into(),
        ..Default::default()
    }
}
