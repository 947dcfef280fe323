//! What partners gain, what others say of it, and how fair they find it: the lender gains borrowers and income.

use std::collections::BTreeMap;

use contract::evaluation::*;
use evaluation::{
    benefit::{
        self, Fairness, Rejection,
        decisions::{Around, IsOpen},
    },
    views::{Shares, equity, fairness, is_benefit},
};
use kernel::{
    Aggregate, Invalid, Members, Reject,
    scenario::{Outcome, Scenario, context, given, nothing},
};

type Gained = benefit::Benefit;

const TOGETHER: &str = "00000000-0000-7000-8000-0000000000a1";
const BENEFIT: &str = "00000000-0000-7000-8000-000000000001";

#[test]
fn a_partner_says_what_it_gained() {
    nothing::<Gained>().by("lender").when_knowing(around(true), record()).then(recorded());
    nothing::<Gained>()
        .by("lender")
        .when_knowing(around(true), RecordBenefit { benefit_id: String::new(), ..record() })
        .then(BenefitRecorded { benefit_id: context().fresh("benefit"), ..recorded() });
}

#[test]
fn what_was_gained_is_past_and_says_how_it_is_known() {
    let refused = |record: RecordBenefit, field: &str| {
        invalid(nothing::<Gained>().by("lender").when_knowing(around(true), record), field);
    };
    refused(RecordBenefit { title: " ".into(), ..record() }, "title");
    refused(RecordBenefit { basis_note: String::new(), ..record() }, "basis_note");
    refused(RecordBenefit { period_end: "2024-12-31".into(), ..record() }, "period_end");
    refused(RecordBenefit { period_end: "2026-12-31".into(), ..record() }, "period_end");
    refused(RecordBenefit { period_start: "last year".into(), ..record() }, "period_start");
}

#[test]
fn money_has_a_currency_and_all_else_a_unit() {
    let refused = |record: RecordBenefit, field: &str| {
        invalid(nothing::<Gained>().by("lender").when_knowing(around(true), record), field);
    };
    refused(RecordBenefit { currency: String::new(), ..record() }, "currency");
    refused(RecordBenefit { currency: "KSH".into(), ..record() }, "currency");
    refused(RecordBenefit { amount_minor: 0, ..record() }, "currency");
    refused(RecordBenefit { amount_minor: -1, ..record() }, "amount_minor");
    refused(RecordBenefit { quantity: "2".into(), ..record() }, "quantity");
    refused(RecordBenefit { unit: "shillings".into(), ..record() }, "unit");
    refused(RecordBenefit { amount_minor: 1, currency: "KES".into(), ..staff() }, "amount_minor");
    refused(RecordBenefit { currency: "KES".into(), ..staff() }, "currency");
    refused(RecordBenefit { unit: String::new(), ..staff() }, "unit");
    refused(RecordBenefit { quantity: String::new(), ..staff() }, "unit");
    refused(RecordBenefit { quantity: "0.0".into(), ..staff() }, "quantity");
    refused(RecordBenefit { quantity: "a few".into(), ..staff() }, "quantity");
    let uncounted = RecordBenefit { quantity: String::new(), unit: String::new(), ..staff() };
    let said = nothing::<Gained>().by("lender").when_knowing(around(true), uncounted).decision();
    assert!(said.is_ok(), "not everything can be counted: {said:?}");
}

#[test]
fn it_is_recorded_while_the_partnership_is_open_and_once() {
    let refused = |known: Scenario<Gained>, open: bool, record: RecordBenefit, rejection: Rejection| {
        known.by("lender").when_knowing(around(open), record).then_rejected(rejection);
    };
    refused(nothing(), false, record(), Rejection::PartnershipNotActive);
    refused(known([]), true, staff(), Rejection::IdTaken);
    known([]).by("lender").when_knowing(around(false), record()).then_nothing();
}

#[test]
fn so_few_people_that_somebody_would_be_known_are_not_told_of() {
    let reached = |quantity: &str| RecordBenefit {
        kind: BenefitKind::People.into(),
        quantity: quantity.into(),
        unit: "borrowers".into(),
        ..staff()
    };
    for few in ["1", "9", "9.99"] {
        let rejection = Rejection::GroupTooSmall { minimum: 10 };
        nothing::<Gained>().by("lender").when_knowing(around(true), reached(few)).then_rejected(rejection);
    }
    let said = Rejection::GroupTooSmall { minimum: 10 }.refusal();
    assert_eq!((said.reason, said.field), ("REASON_GROUP_TOO_SMALL", Some("quantity")));
    assert_eq!(said.metadata, [("minimum", "10".to_owned())]);
    for enough in ["10", "1200", ""] {
        let unit = if enough.is_empty() { String::new() } else { "borrowers".into() };
        let said =
            nothing::<Gained>().by("lender").when_knowing(around(true), RecordBenefit { unit, ..reached(enough) });
        assert!(said.decision().is_ok(), "{enough}");
    }
    let skills = RecordBenefit { quantity: "3".into(), ..staff() };
    let said = nothing::<Gained>().by("lender").when_knowing(around(true), skills).decision();
    assert!(said.is_ok(), "what is no count of people may be little: {said:?}");
    let before = BenefitRecorded { kind: BenefitKind::People.into(), quantity: "3".into(), ..counted() };
    let again = RecordBenefit { quantity: "3".into(), ..reached("3") };
    given::<Gained, _>([before]).by("lender").when_knowing(around(true), again).then_nothing();
}

#[test]
fn another_organisation_confirms_or_disputes_it_and_its_last_word_counts() {
    known([]).by("auditor").when_knowing(members(), confirm()).then(confirmed());
    known([]).by("auditor").when_knowing(members(), dispute()).then(disputed());
    known([disputed().into()]).by("auditor").when_knowing(members(), confirm()).then(confirmed());
    known([confirmed().into()]).by("auditor").when_knowing(members(), dispute()).then(disputed());
    known([confirmed().into()]).by("auditor").when_knowing(members(), confirm()).then_nothing();
    known([disputed().into()]).by("auditor").when_knowing(members(), dispute()).then_nothing();
    for own in ["lender", "lender's branch"] {
        known([]).by(own).when_knowing(members(), confirm()).then_rejected(Rejection::Own);
        known([]).by(own).when_knowing(members(), dispute()).then_rejected(Rejection::Own);
    }
    nothing::<Gained>().by("auditor").when_knowing(members(), confirm()).then_rejected(Rejection::NotFound);
    let unreasoned = DisputeBenefit { reason: " ".into(), ..dispute() };
    invalid(known([]).by("auditor").when_knowing(members(), unreasoned), "reason");
}

#[test]
fn whose_it_is_takes_it_back_and_then_nobody_answers_any_more() {
    known([]).by("lender").when(withdraw()).then(withdrawn());
    known([]).by("auditor").when(withdraw()).then_rejected(Rejection::NotYours);
    known([withdrawn().into()]).by("lender").when(withdraw()).then_nothing();
    known([withdrawn().into()]).by("auditor").when_knowing(members(), confirm()).then_rejected(Rejection::Withdrawn);
    assert_eq!(Rejection::Withdrawn.refusal().reason, "REASON_BENEFIT_WITHDRAWN");
}

#[test]
fn a_member_says_how_fair_it_finds_its_share_and_low_ratings_say_why() {
    nothing::<Fairness>().by("lender").when_knowing(IsOpen(true), rate(4, "")).then(rated(4, ""));
    nothing::<Fairness>().by("lender").when_knowing(IsOpen(true), rate(2, "We pay all")).then(rated(2, "We pay all"));
    for (rate, field) in [(rate(0, "x"), "rating"), (rate(6, "x"), "rating"), (rate(3, " "), "why")] {
        match nothing::<Fairness>().by("lender").when_knowing(IsOpen(true), rate).decision() {
            Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
            other => panic!("{field} should be refused: {other:?}"),
        }
    }
    let known = || given::<Fairness, _>([rated(4, "")]);
    known().by("lender").when_knowing(IsOpen(true), rate(4, "")).then_nothing();
    known().by("lender").when_knowing(IsOpen(true), rate(5, "")).then(rated(5, ""));
    let rejection = Rejection::PartnershipNotActive;
    known().by("lender").when_knowing(IsOpen(false), rate(5, "")).then_rejected(rejection);
}

#[test]
fn the_last_rating_of_each_counts() {
    let mut state = Fairness::default();
    for it in [rated(4, ""), rated(1, "Nothing came")] {
        state.evolve(&it.into(), "");
    }
    assert_eq!(state.ratings.values().map(|it| it.rating).collect::<Vec<_>>(), [1]);
}

#[test]
fn fairness_is_told_by_the_middle_and_the_lowest() {
    let of = |ratings: &[u32]| {
        let ratings = ratings.iter().map(|it| FairnessRating { rating: *it, ..Default::default() }).collect();
        let told = fairness(&GetFairness::default(), ratings);
        (told.median_hundredths, told.lowest)
    };
    assert_eq!(of(&[]), (None, None), "nobody has said anything");
    assert_eq!(of(&[4]), (Some(400), Some(4)));
    assert_eq!(of(&[5, 2]), (Some(350), Some(2)));
    assert_eq!(of(&[5, 1, 4]), (Some(400), Some(1)));
}

#[test]
fn benefits_are_found_by_whose_they_are_kind_and_state() {
    let shown = Benefit {
        partner_id: "lender".into(),
        kind: BenefitKind::Money.into(),
        state: BenefitState::Disputed.into(),
        ..Default::default()
    };
    let found = |question: ListBenefits| is_benefit(&question, &shown);
    assert!(found(ListBenefits::default()));
    assert!(found(ListBenefits { partner_id: "lender".into(), kind: BenefitKind::Money.into(), ..Default::default() }));
    assert!(!found(ListBenefits { partner_id: "funder".into(), ..Default::default() }));
    assert!(!found(ListBenefits { kind: BenefitKind::Data.into(), ..Default::default() }));
    assert!(!found(ListBenefits { state: BenefitState::Confirmed.into(), ..Default::default() }));
}

#[test]
fn what_each_gained_stands_beside_the_share_agreed() {
    let gained =
        |partner_id: &str, kind: BenefitKind, amount_minor: i64, currency: &str, state: BenefitState| Benefit {
            partner_id: partner_id.into(),
            kind: kind.into(),
            amount_minor,
            currency: currency.into(),
            state: state.into(),
            period_end: "2025-12-31".into(),
            ..Default::default()
        };
    let benefits = vec![
        gained("lender", BenefitKind::Money, 300, "KES", BenefitState::Confirmed),
        gained("lender", BenefitKind::Money, 50, "KES", BenefitState::Disputed),
        gained("lender", BenefitKind::Money, 7, "USD", BenefitState::Recorded),
        gained("cooperative", BenefitKind::Money, 100, "KES", BenefitState::Confirmed),
        gained("cooperative", BenefitKind::Data, 0, "", BenefitState::Confirmed),
        gained("cooperative", BenefitKind::Money, 900, "KES", BenefitState::Withdrawn),
    ];
    let agreed = Shares(vec![("funder".into(), 0), ("lender".into(), 6_000), ("cooperative".into(), 4_000)]);
    let told = equity(&GetEquity::default(), benefits.clone(), agreed);
    let line = |partner_id: &str| told.lines.iter().find(|it| it.partner_id == partner_id).unwrap();
    let [shillings, dollars] = &line("lender").money[..] else { panic!("two currencies: {told:?}") };
    assert_eq!(
        (shillings.confirmed_minor, shillings.disputed_minor, shillings.share_basis_points),
        (300, 50, Some(7_500))
    );
    assert_eq!((dollars.recorded_minor, dollars.share_basis_points), (7, None), "nobody has confirmed any dollar");
    assert_eq!((line("lender").agreed_basis_points, line("funder").money.len()), (Some(6_000), 0));
    assert_eq!(line("cooperative").money[0].share_basis_points, Some(2_500));
    assert_eq!(line("cooperative").kinds.iter().map(|it| it.confirmed).collect::<Vec<_>>(), [1, 1]);
    assert!(told.shares_are_agreed);
    let later = equity(&GetEquity { from: "2026-01-01".into(), ..Default::default() }, benefits, Shares::default());
    assert_eq!((later.lines.len(), later.shares_are_agreed), (0, false));
}

#[track_caller]
fn invalid(outcome: Outcome<Gained>, field: &str) {
    match outcome.decision() {
        Err(Rejection::Invalid(Invalid { field: named, .. })) => assert_eq!(named, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}

fn known(more: impl IntoIterator<Item = event::Kind>) -> Scenario<Gained> {
    given::<Gained, _>(std::iter::once(recorded().into()).chain(more))
}

fn members() -> Members {
    Members {
        voices: ["lender", "lender's branch", "funder"].map(String::from).into(),
        others: vec!["auditor".into()],
        organisations: BTreeMap::from([("lender's branch".into(), "lender".into())]),
        ..Default::default()
    }
}

fn record() -> RecordBenefit {
    RecordBenefit {
        partnership_id: TOGETHER.into(),
        benefit_id: BENEFIT.into(),
        kind: BenefitKind::Money.into(),
        title: "Interest on seasonal loans".into(),
        period_start: "2025-01-01".into(),
        period_end: "2025-12-31".into(),
        amount_minor: 1_200_000,
        currency: "KES".into(),
        basis: BenefitBasis::Measured.into(),
        basis_note: "Our books of 2025".into(),
        ..Default::default()
    }
}

fn staff() -> RecordBenefit {
    RecordBenefit {
        kind: BenefitKind::Capacity.into(),
        amount_minor: 0,
        currency: String::new(),
        quantity: "12".into(),
        unit: "officers who know crop calendars".into(),
        ..record()
    }
}

fn around(open: bool) -> Around {
    Around { is_open: IsOpen(open), people_minimum: 10 }
}

/// People, as they were counted before small groups were refused.
fn counted() -> BenefitRecorded {
    let (quantity, unit) = ("12".into(), "borrowers".into());
    BenefitRecorded { amount_minor: 0, currency: String::new(), quantity, unit, ..recorded() }
}

fn recorded() -> BenefitRecorded {
    BenefitRecorded {
        partnership_id: TOGETHER.into(),
        benefit_id: BENEFIT.into(),
        partner_id: "lender".into(),
        kind: BenefitKind::Money.into(),
        title: "Interest on seasonal loans".into(),
        period_start: "2025-01-01".into(),
        period_end: "2025-12-31".into(),
        amount_minor: 1_200_000,
        currency: "KES".into(),
        quantity: String::new(),
        unit: String::new(),
        basis: BenefitBasis::Measured.into(),
        basis_note: "Our books of 2025".into(),
    }
}

fn confirm() -> ConfirmBenefit {
    let (partnership_id, benefit_id, note) = (TOGETHER.into(), BENEFIT.into(), "Seen in the books".into());
    ConfirmBenefit { partnership_id, benefit_id, note, ..Default::default() }
}

fn confirmed() -> BenefitConfirmed {
    BenefitConfirmed {
        partnership_id: TOGETHER.into(),
        benefit_id: BENEFIT.into(),
        partner_id: "lender".into(),
        confirmed_by: "auditor".into(),
        note: "Seen in the books".into(),
    }
}

fn dispute() -> DisputeBenefit {
    let (partnership_id, benefit_id, reason) = (TOGETHER.into(), BENEFIT.into(), "Half of it is not ours".into());
    DisputeBenefit { partnership_id, benefit_id, reason, ..Default::default() }
}

fn disputed() -> BenefitDisputed {
    BenefitDisputed {
        partnership_id: TOGETHER.into(),
        benefit_id: BENEFIT.into(),
        partner_id: "lender".into(),
        disputed_by: "auditor".into(),
        reason: "Half of it is not ours".into(),
    }
}

fn withdraw() -> WithdrawBenefit {
    let (partnership_id, benefit_id, reason) = (TOGETHER.into(), BENEFIT.into(), "Counted twice".into());
    WithdrawBenefit { partnership_id, benefit_id, reason, ..Default::default() }
}

fn withdrawn() -> BenefitWithdrawn {
    BenefitWithdrawn {
        partnership_id: TOGETHER.into(),
        benefit_id: BENEFIT.into(),
        partner_id: "lender".into(),
        reason: "Counted twice".into(),
    }
}

fn rate(rating: u32, why: &str) -> RateFairness {
    RateFairness { partnership_id: TOGETHER.into(), rating, why: why.into(), ..Default::default() }
}

fn rated(rating: u32, why: &str) -> FairnessRated {
    let partner_id = "lender".into();
    FairnessRated { partnership_id: TOGETHER.into(), partner_id, rating, why: why.into() }
}
