//! What offering a resource leads to.

use contract::resources::{OfferResource, ResourceKind, ResourceOffered, Terms};
use kernel::{
    Invalid, Reject,
    scenario::{context, given, nothing},
};
use resources::{
    around::Around,
    offer::{Offer, Rejection},
};

#[test]
fn a_member_offers_what_it_can_share() {
    nothing::<Offer>().by("lender").when_knowing(around(), offer()).then(offered());
}

#[test]
fn an_id_is_made_where_none_is_given() {
    nothing::<Offer>()
        .by("lender")
        .when_knowing(around(), OfferResource { offer_id: String::new(), ..offer() })
        .then(ResourceOffered { offer_id: context().fresh("offer"), ..offered() });
}

#[test]
fn offering_it_again_changes_nothing() {
    given::<Offer, _>([offered()]).by("lender").when_knowing(around(), offer()).then_nothing();
    given::<Offer, _>([offered()])
        .by("lender")
        .when_knowing(around(), OfferResource { quantity: "12.0".into(), title: " Trainers ".into(), ..offer() })
        .then_nothing();
}

#[test]
fn an_id_stands_for_one_offer() {
    given::<Offer, _>([offered()])
        .by("lender")
        .when_knowing(around(), OfferResource { quantity: "13".into(), ..offer() })
        .then_rejected(Rejection::IdTaken { field: "offer_id" });
    given::<Offer, _>([offered()])
        .by("insurer")
        .when_knowing(around(), offer())
        .then_rejected(Rejection::IdTaken { field: "offer_id" });
}

#[test]
fn a_quantity_is_above_zero() {
    for quantity in ["0", "0.00", "-1"] {
        refused(
            OfferResource { quantity: quantity.into(), ..offer() },
            "quantity",
            &format!("is {quantity}; it must be above zero"),
        );
    }
    refused(OfferResource { quantity: "many".into(), ..offer() }, "quantity", "is not a decimal number: \"many\"");
}

#[test]
fn what_is_offered_is_named_with_its_unit() {
    refused(OfferResource { title: " ".into(), ..offer() }, "title", "is missing");
    refused(OfferResource { unit: " ".into(), ..offer() }, "unit", "is missing");
}

#[test]
fn funds_are_counted_in_a_currency() {
    let funds = |unit: &str| OfferResource { kind: ResourceKind::Funds.into(), unit: unit.into(), ..offer() };
    refused(funds("days"), "unit", "is not a currency of ISO 4217: \"days\"");
    nothing::<Offer>().by("lender").when_knowing(around(), funds("AFN")).then(ResourceOffered {
        kind: ResourceKind::Funds.into(),
        unit: "AFN".into(),
        ..offered()
    });
}

#[test]
fn a_value_has_a_currency_and_says_how_it_was_found() {
    refused(OfferResource { currency: String::new(), ..offer() }, "currency", "is missing");
    refused(OfferResource { currency: "ABC".into(), ..offer() }, "currency", "is not a currency of ISO 4217: \"ABC\"");
    refused(OfferResource { valuation: " ".into(), ..offer() }, "valuation", "is missing");
    refused(OfferResource { value_minor: -1, ..offer() }, "value_minor", "is below zero");
}

#[test]
fn an_offer_need_not_be_valued_but_then_has_neither() {
    let unvalued = || OfferResource { value_minor: 0, currency: String::new(), valuation: String::new(), ..offer() };
    nothing::<Offer>().by("lender").when_knowing(around(), unvalued()).then(ResourceOffered {
        value_minor: 0,
        currency: String::new(),
        valuation: String::new(),
        ..offered()
    });
    refused(OfferResource { currency: "USD".into(), ..unvalued() }, "currency", "is given, but no value");
    refused(OfferResource { valuation: "guessed".into(), ..unvalued() }, "valuation", "is given, but no value");
}

#[test]
fn dates_are_dates_and_in_order() {
    refused(
        OfferResource { available_from: "2026-02-30".into(), ..offer() },
        "available_from",
        "is not a date YYYY-MM-DD: \"2026-02-30\"",
    );
    refused(
        OfferResource { available_until: "2026-01-31".into(), ..offer() },
        "available_until",
        "is 2026-01-31, before the start on 2026-02-01",
    );
    let a_day = OfferResource { available_until: "2026-02-01".into(), ..offer() };
    nothing::<Offer>()
        .by("lender")
        .when_knowing(around(), a_day)
        .then(ResourceOffered { available_until: "2026-02-01".into(), ..offered() });
    let for_ever = OfferResource { available_until: String::new(), ..offer() };
    nothing::<Offer>()
        .by("lender")
        .when_knowing(around(), for_ever)
        .then(ResourceOffered { available_until: String::new(), ..offered() });
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    let refusal = Rejection::IdTaken { field: "offer_id" }.refusal();
    assert_eq!((refusal.reason, refusal.field), ("REASON_ID_TAKEN", Some("offer_id")));
    let refusal = Rejection::from(Invalid::new("quantity", "")).refusal();
    assert_eq!((refusal.reason, refusal.field), ("REASON_INVALID_FIELD", Some("quantity")));
}

#[track_caller]
fn refused(command: OfferResource, field: &'static str, problem: &str) {
    nothing::<Offer>().by("lender").when_knowing(around(), command).then_rejected(Invalid::new(field, problem).into());
}

fn around() -> Around {
    Around { is_active: true, knows_goal: true, knows_activity: true }
}

fn offer() -> OfferResource {
    OfferResource {
        partnership_id: "partnership".into(),
        offer_id: "offer".into(),
        kind: ResourceKind::Training.into(),
        title: "Trainers".into(),
        quantity: "12".into(),
        unit: "days".into(),
        value_minor: 600_000,
        currency: "USD".into(),
        valuation: "our daily rate".into(),
        place: "Kabul".into(),
        available_from: "2026-02-01".into(),
        available_until: "2026-12-31".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    }
}

fn offered() -> ResourceOffered {
    let it = offer();
    ResourceOffered {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        partner_id: "lender".into(),
        kind: it.kind,
        title: it.title,
        quantity: it.quantity,
        unit: it.unit,
        value_minor: it.value_minor,
        currency: it.currency,
        valuation: it.valuation,
        place: it.place,
        available_from: it.available_from,
        available_until: it.available_until,
        terms: it.terms,
        field: it.field,
        years: it.years,
        goal_id: it.goal_id,
        activity_id: it.activity_id,
    }
}
