//! The standard indicators of microfinance: formulas and ids as the field has them, in words of our own.
//!
//! Numerator and denominator are always named: a rate without them can hide the loss of a third of a portfolio.

mod clients;
mod outreach;
mod portfolio;
mod sustainability;

use contract::evaluation::{
    Direction, ListStandardIndicators, ListStandardIndicatorsResponse, OverPartners, OverPeriods, StandardIndicator,
    StandardTopic, ValueKind,
};

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standard {
    pub id: &'static str,
    pub topic: StandardTopic,
    pub title: &'static str,
    pub formula: &'static str,
    pub unit: &'static str,
    pub value_kind: ValueKind,
    pub direction: Direction,
    pub over_periods: OverPeriods,
    pub over_partners: OverPartners,
    pub numerator_counts_people: bool,
    pub denominator_counts_people: bool,
    /// Of IRIS+ 5.3c; where a ratio has one for each of its two, the numerator's first.
    pub iris_id: &'static str,
}

/// An amount or count at the end of a period, of which more is better.
const NUMBER: Standard = Standard {
    id: "",
    topic: StandardTopic::Portfolio,
    title: "",
    formula: "",
    unit: "currency",
    value_kind: ValueKind::Number,
    direction: Direction::Rising,
    over_periods: OverPeriods::Latest,
    over_partners: OverPartners::Sum,
    numerator_counts_people: false,
    denominator_counts_people: false,
    iris_id: "",
};

/// Of two amounts or counts at the end of a period.
const RATIO: Standard = Standard { value_kind: ValueKind::Ratio, unit: "ratio", ..NUMBER };

/// People at the end of a period, some of whom may be with several partners.
const PEOPLE: Standard =
    Standard { unit: "people", numerator_counts_people: true, over_partners: OverPartners::Unique, ..NUMBER };

/// Some of the people that the denominator counts.
const PART_OF_PEOPLE: Standard = Standard { numerator_counts_people: true, denominator_counts_people: true, ..RATIO };

/// All of them, topic by topic.
pub fn all() -> impl Iterator<Item = &'static Standard> {
    [portfolio::ALL, sustainability::ALL, outreach::ALL, clients::ALL].into_iter().flatten()
}

pub fn named(id: &str) -> Option<&'static Standard> {
    all().find(|it| it.id == id)
}

pub fn answer(question: &ListStandardIndicators) -> ListStandardIndicatorsResponse {
    let asked = |it: &&Standard| question.topic() == StandardTopic::Unspecified || question.topic() == it.topic;
    ListStandardIndicatorsResponse { as_of: vec![], standards: all().filter(asked).map(served).collect() }
}

fn served(it: &Standard) -> StandardIndicator {
    StandardIndicator {
        standard_id: it.id.to_owned(),
        topic: it.topic.into(),
        title: it.title.to_owned(),
        formula: it.formula.to_owned(),
        unit: it.unit.to_owned(),
        value_kind: it.value_kind.into(),
        direction: it.direction.into(),
        over_periods: it.over_periods.into(),
        over_partners: it.over_partners.into(),
        numerator_counts_people: it.numerator_counts_people,
        denominator_counts_people: it.denominator_counts_people,
        iris_id: it.iris_id.to_owned(),
    }
}
