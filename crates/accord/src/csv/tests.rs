//! Reading tables, as sentences.

mod broken;

use std::io::Write;

use contract::{
    partners::{ListParticipant, MemberRole, PartnerKind},
    resources::{OfferResource, RecordTransaction, ResourceKind, Terms, TransactionType},
};
use prost::Message;

use super::{Error, HELP, Plan, Table, Wanted, plan};
use crate::importing::{Order, Planned};

const PARTNERS: &str = r#"
table = "organisations"
id = "id"
[partnership]
title = "Those in our network"
currency = "EUR"
[fields]
name = { columns = ["full_name", "name"] }
kind = { column = "type", values = { N = "PARTNER_KIND_NGO", G = "PARTNER_KIND_GOVERNMENT_AGENCY" } }
role = { constant = "MEMBER_ROLE_IMPLEMENTING" }
reference = { column = "id" }
"#;

const PAYMENTS: &str = r#"
table = "projects"
id = "id"
thousands = ","
date_format = "%d/%m/%Y"
partnership = { table = "organisations" }
skip = { funded = ["0.00"] }
[fields]
type = { constant = "TRANSACTION_TYPE_DISBURSEMENT" }
amount = { column = "funded" }
currency = { column = "currency" }
value_date = { column = "paid" }
description = { column = "title" }
reference = { column = "id" }
receiver = { column = "organisation", table = "organisations" }
"#;

const OFFERS: &str = r#"
table = "offers"
id = "no"
delimiter = ";"
decimal = ","
thousands = "."
[fields]
kind = { column = "what", values = { training = "RESOURCE_KIND_TRAINING" } }
title = { column = "title" }
quantity = { column = "days" }
unit = { constant = "days" }
value = { column = "worth" }
currency = { constant = "EUR" }
valuation = { constant = "our daily rate" }
available_from = { column = "from" }
terms = { constant = "TERMS_GIFT" }
"#;

const ORGANISATIONS: &str =
    "id,name,full_name,type\n1,IDYDC,\"Iringa Development of Youth, Disabled and Children Care \",N\n2,MoF,,G\n";

#[test]
fn a_row_of_organisations_is_a_participant_of_a_draft() {
    let plan = planned(Table::Partners, PARTNERS, ORGANISATIONS);
    let Order::FormPartnership(draft) = &plan.orders[0] else { panic!("{:?}", plan.orders) };
    assert_eq!((draft.title.as_str(), draft.currency.as_str()), ("Those in our network", "EUR"));
    assert_eq!((draft.source.as_str(), draft.founders.len()), ("csv:organisations", 0));
    let listed = participants(&plan);
    assert_eq!(listed[0].name, "Iringa Development of Youth, Disabled and Children Care");
    assert_eq!((listed[0].kind(), listed[0].role()), (PartnerKind::Ngo, MemberRole::Implementing));
    assert_eq!((listed[1].name.as_str(), listed[1].reference.as_str()), ("MoF", "2"));
    assert_eq!(listed[1].source, "csv:organisations#2");
    assert!(listed.iter().all(|it| it.partnership_id == draft.partnership_id));
}

#[test]
fn the_help_names_all_that_a_mapping_can_give() {
    let of = |prefix: &'static str, name: fn(i32) -> Option<&'static str>| {
        (0..).map_while(name).map(move |it| (prefix, it.strip_prefix(prefix).unwrap()))
    };
    let kinds = of("PARTNER_KIND_", |it| PartnerKind::try_from(it).ok().map(|it| it.as_str_name()));
    let roles = of("MEMBER_ROLE_", |it| MemberRole::try_from(it).ok().map(|it| it.as_str_name()));
    let types = of("TRANSACTION_TYPE_", |it| TransactionType::try_from(it).ok().map(|it| it.as_str_name()));
    let offers = of("RESOURCE_KIND_", |it| ResourceKind::try_from(it).ok().map(|it| it.as_str_name()));
    let terms = of("TERMS_", |it| Terms::try_from(it).ok().map(|it| it.as_str_name()));
    for (prefix, name) in kinds.chain(roles).chain(types).chain(offers).chain(terms) {
        let (_, named) = HELP.split_once(&format!("{prefix} with ")).unwrap();
        let list = named.split("_ with ").next().unwrap();
        let mut names = list.split(|it: char| it.is_whitespace() || it == ',');
        assert!(name == "UNSPECIFIED" || names.any(|it| it == name), "{prefix}{name}");
    }
}

#[test]
fn where_a_partnership_is_named_none_is_drafted() {
    let id = "018f0000-0000-7000-8000-000000000001";
    let plan = try_plan(Table::Partners, PARTNERS, ORGANISATIONS.as_bytes(), Some(id)).unwrap();
    assert_eq!((participants(&plan).len(), plan.orders.len()), (2, 2));
    assert_eq!(participants(&plan)[0].partnership_id, id);
}

#[test]
fn reading_twice_gives_the_same_orders_byte_for_byte() {
    let read = || planned(Table::Partners, PARTNERS, ORGANISATIONS);
    assert_eq!(encoded(&read()), encoded(&read()));
}

#[test]
fn a_payment_names_the_row_of_the_organisation_that_received_it() {
    let listed = participants(&planned(Table::Partners, PARTNERS, ORGANISATIONS));
    let plan = planned(
        Table::Transactions,
        PAYMENTS,
        "id,title,currency,funded,organisation,paid\n16,Water,EUR,\"20,854.50\",2,15/07/2008\n17,None,EUR,0.00,2,\n",
    );
    let recorded = transactions(&plan);
    let [paid] = &recorded[..] else { panic!("{recorded:?}") };
    assert_eq!((paid.amount_minor, paid.currency.as_str(), paid.value_date.as_str()), (2_085_450, "EUR", "2008-07-15"));
    assert_eq!((paid.r#type(), paid.reference.as_str()), (TransactionType::Disbursement, "16"));
    assert_eq!(paid.receiver_participant_id, listed[1].participant_id);
    assert_eq!((paid.provider_participant_id.as_str(), paid.receiver_partner_id.as_str()), ("", ""));
    assert_eq!(paid.partnership_id, listed[0].partnership_id);
    assert_eq!((plan.skipped.count, plan.references.len()), (1, 1));
}

#[test]
fn a_partner_offers_what_its_own_table_says_in_its_own_way_of_writing() {
    let text = "no;title;what;days;worth;from\n1;Bookkeeping;training;2,5;1.250,75;2026-01-10\n";
    let id = "018f0000-0000-7000-8000-000000000001";
    let plan = try_plan(Table::Offers, OFFERS, text.as_bytes(), Some(id)).unwrap();
    let Order::OfferResource(offer) = &plan.orders[0] else { panic!("{:?}", plan.orders) };
    assert_eq!((offer.kind(), offer.terms()), (ResourceKind::Training, Terms::Gift));
    assert_eq!((offer.quantity.as_str(), offer.value_minor, offer.currency.as_str()), ("2.5", 125_075, "EUR"));
    check::<OfferResource>(offer, "resources", "OfferResource");
}

#[test]
fn a_row_that_stands_twice_is_one() {
    let plan = planned(Table::Partners, PARTNERS, &format!("{ORGANISATIONS}2,MoF,,G\n"));
    assert_eq!((participants(&plan).len(), plan.twice.count), (2, 1));
}

#[test]
fn two_rows_of_one_id_are_refused_unless_the_mapping_says_which_counts() {
    let text = format!("{ORGANISATIONS}2,Ministry of Finance,,G\n");
    assert_eq!(
        refused(Table::Partners, PARTNERS, &text),
        "row 4, column \"id\": \"2\" stands in line 3 with other content"
    );
    for (word, name) in [("first", "MoF"), ("last", "Ministry of Finance")] {
        let mapping = format!("duplicates = \"{word}\"\n{PARTNERS}");
        let plan = planned(Table::Partners, &mapping, &text);
        assert_eq!((participants(&plan).len(), participants(&plan)[1].name.as_str()), (2, name));
        assert_eq!(plan.twice.count, 1);
    }
}

#[test]
fn the_example_in_the_help_is_a_mapping() {
    let mut examples = HELP.split("\n\n").filter(|it| it.contains("[fields]"));
    let tables = [
        (Table::Partners, "id,full_name,name,type\n"),
        (Table::Transactions, "id,funded,currency,created_at,proj_title,Organisation\n"),
    ];
    for (table, heading) in tables {
        let plan = try_plan(table, examples.next().unwrap(), heading.as_bytes(), None).unwrap();
        assert_eq!(plan.rows, 0);
    }
}

#[test]
fn the_report_counts_rows_and_what_became_of_them() {
    let plan = planned(Table::Partners, PARTNERS, &format!("{ORGANISATIONS}2,MoF,,G\n"));
    let counts: Vec<_> = plan.rows().into_iter().map(|it| (it.label, it.count)).collect();
    assert!(counts.contains(&("rows".into(), 3)) && counts.contains(&("participants".into(), 2)), "{counts:?}");
    assert_eq!(plan.remarks()[0].1.listed[0].why, "stands in line 3 already");
}

fn planned(table: Table, mapping: &str, text: &str) -> Plan {
    try_plan(table, mapping, text.as_bytes(), None).expect("a readable table")
}

fn refused(table: Table, mapping: &str, text: impl AsRef<[u8]>) -> String {
    try_plan(table, mapping, text.as_ref(), None).expect_err("a table that is refused").to_string()
}

fn try_plan(table: Table, mapping: &str, text: &[u8], partnership: Option<&str>) -> Result<Plan, Error> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let written = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::File::create(&path).and_then(|mut it| it.write_all(bytes)).expect("room for a small file");
        path
    };
    let wanted = Wanted {
        table,
        file: written("table.csv", text),
        mapping: written("mapping.toml", mapping.as_bytes()),
        partnership: partnership.map(str::to_owned),
    };
    plan(&wanted)
}

fn participants(plan: &Plan) -> Vec<ListParticipant> {
    let pick = |it: &Order| if let Order::ListParticipant(it) = it { Some(it.clone()) } else { None };
    let listed: Vec<_> = plan.orders.iter().filter_map(pick).collect();
    listed.iter().for_each(|it| check(it, "partners", "ListParticipant"));
    listed
}

fn transactions(plan: &Plan) -> Vec<RecordTransaction> {
    let pick = |it: &Order| if let Order::RecordTransaction(it) = it { Some(it.clone()) } else { None };
    let recorded: Vec<_> = plan.orders.iter().filter_map(pick).collect();
    recorded.iter().for_each(|it| check(it, "resources", "RecordTransaction"));
    recorded
}

/// Every order fits the contract.
fn check<M: Message + std::fmt::Debug>(order: &M, package: &str, name: &str) {
    let bytes = order.encode_to_vec();
    let checked = runtime::limits::check(&format!("accord.{package}.v1.{name}"), &bytes);
    assert!(checked.is_ok(), "{order:#?}: {checked:?}");
}

fn encoded(plan: &Plan) -> Vec<Vec<u8>> {
    participants(plan).iter().map(Message::encode_to_vec).collect()
}
