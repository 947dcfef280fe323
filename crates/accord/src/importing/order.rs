//! An order of the contract that a file leads to.

use contract::{
    evaluation::{DefineIndicator, ReportMeasurement},
    goals::{PlanActivity, ProposeGoal},
    partners::{FormPartnership, ListParticipant},
    resources::{KeepPublication, LoadRates, OfferResource, RecordTransaction},
};

#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    FormPartnership(FormPartnership),
    ListParticipant(ListParticipant),
    PlanActivity(PlanActivity),
    RecordTransaction(RecordTransaction),
    KeepPublication(KeepPublication),
    OfferResource(OfferResource),
    DefineIndicator(DefineIndicator),
    ProposeGoal(ProposeGoal),
    ReportMeasurement(ReportMeasurement),
    LoadRates(LoadRates),
}

impl Order {
    /// As the contract names it.
    pub fn name(&self) -> &'static str {
        match self {
            Order::FormPartnership(_) => "FormPartnership",
            Order::ListParticipant(_) => "ListParticipant",
            Order::PlanActivity(_) => "PlanActivity",
            Order::RecordTransaction(_) => "RecordTransaction",
            Order::KeepPublication(_) => "KeepPublication",
            Order::OfferResource(_) => "OfferResource",
            Order::DefineIndicator(_) => "DefineIndicator",
            Order::ProposeGoal(_) => "ProposeGoal",
            Order::ReportMeasurement(_) => "ReportMeasurement",
            Order::LoadRates(_) => "LoadRates",
        }
    }

    /// Where it was read.
    pub fn source(&self) -> &str {
        match self {
            Order::FormPartnership(it) => &it.source,
            Order::ListParticipant(it) => &it.source,
            Order::PlanActivity(it) => &it.source,
            Order::RecordTransaction(it) => &it.source,
            Order::KeepPublication(it) => &it.source,
            // A partner has no source but itself.
            Order::OfferResource(it) => &it.title,
            Order::DefineIndicator(it) => &it.source,
            Order::ProposeGoal(it) => &it.source,
            Order::ReportMeasurement(it) => &it.source,
            Order::LoadRates(it) => &it.table,
        }
    }

    pub fn partnership_id(&self) -> &str {
        match self {
            Order::FormPartnership(it) => &it.partnership_id,
            Order::ListParticipant(it) => &it.partnership_id,
            Order::PlanActivity(it) => &it.partnership_id,
            Order::RecordTransaction(it) => &it.partnership_id,
            Order::KeepPublication(it) => &it.partnership_id,
            Order::OfferResource(it) => &it.partnership_id,
            Order::DefineIndicator(it) => &it.partnership_id,
            Order::ProposeGoal(it) => &it.partnership_id,
            Order::ReportMeasurement(it) => &it.partnership_id,
            // Of the node, and of no partnership.
            Order::LoadRates(_) => "",
        }
    }
}
