//! Importing IATI files, as sentences.

mod broken;
mod drafts;
mod publications;
mod published;
mod reading;
mod results;
mod transactions;

use std::io::Write;

use contract::{
    goals::PlanActivity,
    partners::{FormPartnership, ListParticipant},
    resources::{KeepPublication, RecordTransaction},
};
use prost::Message;

use super::{Error, Order, Plan, Report, plan};

/// A plan whose file stays as long as it does.
#[derive(Debug)]
struct Planned {
    plan: Plan,
    _file: tempfile::NamedTempFile,
}

impl std::ops::Deref for Planned {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.plan
    }
}

fn planned(text: &str) -> Planned {
    try_plan(text.as_bytes()).expect("a readable file")
}

fn refused(text: impl AsRef<[u8]>) -> Error {
    try_plan(text.as_ref()).expect_err("a file that is refused")
}

fn try_plan(bytes: &[u8]) -> Result<Planned, Error> {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("room for a small file");
    plan(file.path()).map(|plan| Planned { plan, _file: file })
}

/// A file of these activities.
fn file(activities: &str) -> String {
    format!("<iati-activities version=\"2.03\">\n{activities}\n</iati-activities>")
}

/// A file of one activity "A" in pounds with this in it.
fn one(inside: &str) -> String {
    file(&activity("A", inside))
}

fn activity(identifier: &str, inside: &str) -> String {
    format!(
        r#"<iati-activity default-currency="GBP"><iati-identifier>{identifier}</iati-identifier><title><narrative>Title of {identifier}</narrative></title>{inside}</iati-activity>"#
    )
}

fn child_of(parent: &str) -> String {
    format!(r#"<related-activity ref="{parent}" type="1">Title of {parent}</related-activity>"#)
}

fn orders(plan: &Plan) -> Vec<Order> {
    let orders: Vec<_> = plan.orders().expect("orders").map(|it| it.expect("an order")).collect();
    assert_eq!(orders.len(), plan.orders_count());
    orders.iter().for_each(check);
    orders
}

/// Every order fits the contract.
fn check(order: &Order) {
    let bytes = encoded(order);
    let package = match order {
        Order::FormPartnership(_) | Order::ListParticipant(_) => "partners",
        Order::PlanActivity(_) | Order::ProposeGoal(_) => "goals",
        Order::RecordTransaction(_) | Order::KeepPublication(_) | Order::OfferResource(_) | Order::LoadRates(_) => {
            "resources"
        }
        Order::DefineIndicator(_) | Order::ReportMeasurement(_) => "evaluation",
    };
    let checked = runtime::limits::check(&format!("accord.{package}.v1.{}", order.name()), &bytes);
    assert!(checked.is_ok(), "{order:#?}: {checked:?}");
    assert!(!order.source().is_empty() && !order.partnership_id().is_empty());
}

fn encoded(order: &Order) -> Vec<u8> {
    match order {
        Order::FormPartnership(it) => it.encode_to_vec(),
        Order::ListParticipant(it) => it.encode_to_vec(),
        Order::PlanActivity(it) => it.encode_to_vec(),
        Order::RecordTransaction(it) => it.encode_to_vec(),
        Order::KeepPublication(it) => it.encode_to_vec(),
        Order::OfferResource(it) => it.encode_to_vec(),
        Order::DefineIndicator(it) => it.encode_to_vec(),
        Order::ProposeGoal(it) => it.encode_to_vec(),
        Order::ReportMeasurement(it) => it.encode_to_vec(),
        Order::LoadRates(it) => it.encode_to_vec(),
    }
}

fn drafts(plan: &Plan) -> Vec<FormPartnership> {
    let pick = |it| if let Order::FormPartnership(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

fn participants(plan: &Plan) -> Vec<ListParticipant> {
    let pick = |it| if let Order::ListParticipant(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

fn activities(plan: &Plan) -> Vec<PlanActivity> {
    let pick = |it| if let Order::PlanActivity(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

fn transactions(plan: &Plan) -> Vec<RecordTransaction> {
    let pick = |it| if let Order::RecordTransaction(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

fn publications(plan: &Plan) -> Vec<KeepPublication> {
    let pick = |it| if let Order::KeepPublication(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

fn skipped(report: &Report) -> Vec<&str> {
    report.skipped.listed.iter().map(|it| it.why.as_str()).collect()
}

fn noted(report: &Report) -> Vec<&str> {
    report.notes.listed.iter().map(|it| it.why.as_str()).collect()
}
