//! Results as published: indicators, baselines, and what was wanted and reached in each period.

use super::{
    activity::{numbered, owned},
    element::Element,
    error::Place,
    ids, wording,
};

#[derive(Debug, Clone, PartialEq)]
pub struct ResultOf {
    pub at: Place,
    pub place: usize,
    /// Its id, where it was first made here; of a period, that of the value reported in it.
    pub own_id: Option<String>,
    /// A word, or a digit from 2.0x on.
    pub kind: String,
    pub title: String,
    pub description: String,
    pub indicators: Vec<Indicator>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    pub at: Place,
    pub place: usize,
    /// Its id, where it was first made here; of a period, that of the value reported in it.
    pub own_id: Option<String>,
    /// 1 or unit, 2 or percentage, others.
    pub measure: String,
    /// Whether more is better; so it is where nothing is said.
    pub is_ascending: bool,
    pub title: String,
    pub description: String,
    /// Vocabulary and code of the first catalogue entry named.
    pub reference: Option<(String, String)>,
    pub baselines: Vec<Figure>,
    pub periods: Vec<Period>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    pub at: Place,
    pub place: usize,
    /// Its id, where it was first made here; of a period, that of the value reported in it.
    pub own_id: Option<String>,
    pub start: String,
    pub end: String,
    pub targets: Vec<Figure>,
    pub actuals: Vec<Figure>,
}

/// A value as published, and whom or where it is about if not about all.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub at: Place,
    pub value: String,
    /// Of a baseline.
    pub date: String,
    pub comment: String,
    /// `sex=female`, `location AF-KAN`; empty: about all.
    pub about: Vec<String>,
}

impl ResultOf {
    pub(super) fn from_element((place, element): (usize, &Element)) -> Self {
        ResultOf {
            at: element.at,
            place,
            own_id: ids::own(element),
            kind: owned(element.attribute("type")),
            title: wording::line(element, "title"),
            description: wording::descriptions(element),
            indicators: numbered(element, "indicator").map(Indicator::from_element).collect(),
        }
    }
}

impl Indicator {
    fn from_element((place, element): (usize, &Element)) -> Self {
        let reference = |it: &Element| (owned(it.attribute("vocabulary")), owned(it.attribute("code")));
        Indicator {
            at: element.at,
            place,
            own_id: ids::own(element),
            measure: owned(element.attribute("measure")),
            is_ascending: !matches!(element.attribute("ascending"), Some("0" | "false")),
            title: wording::line(element, "title"),
            description: wording::descriptions(element),
            reference: element.first("reference").map(reference).filter(|(_, code)| !code.is_empty()),
            baselines: element.all("baseline").map(Figure::from_element).collect(),
            periods: numbered(element, "period").map(Period::from_element).collect(),
        }
    }
}

impl Period {
    fn from_element((place, element): (usize, &Element)) -> Self {
        // 1.0x lets dates stand as text.
        let day = |name| element.first(name).map(|it| it.attribute("iso-date").unwrap_or_else(|| it.text()));
        Period {
            at: element.at,
            place,
            own_id: ids::own(element),
            start: owned(day("period-start")),
            end: owned(day("period-end")),
            targets: element.all("target").map(Figure::from_element).collect(),
            actuals: element.all("actual").map(Figure::from_element).collect(),
        }
    }
}

impl Figure {
    fn from_element(element: &Element) -> Self {
        let dimension =
            |it: &Element| format!("{}={}", it.attribute("name").unwrap_or("?"), it.attribute("value").unwrap_or("?"));
        let location = |it: &Element| format!("location {}", it.attribute("ref").unwrap_or("?"));
        let dimensions = element.all("dimension").map(dimension);
        Figure {
            at: element.at,
            // 1.0x lets the value stand as text.
            value: element.attribute("value").unwrap_or_else(|| element.text()).to_owned(),
            date: owned(element.attribute("iso-date")),
            comment: wording::paragraphs(element, "comment"),
            about: element.all("location").map(location).chain(dimensions).collect(),
        }
    }
}
