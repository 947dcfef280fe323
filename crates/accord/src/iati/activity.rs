//! One activity as published, in one shape for all versions of the standard.

use super::{element::Element, error::Place, labels, results::ResultOf, values, wording};

#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    pub at: Place,
    pub identifier: String,
    pub title: String,
    pub description: String,
    pub default_currency: String,
    pub reporting_org: Organisation,
    pub participating: Vec<Participating>,
    pub dates: Vec<Day>,
    /// Codes of countries, and names of places.
    pub places: Vec<String>,
    pub related: Vec<Related>,
    pub transactions: Vec<Transaction>,
    pub results: Vec<ResultOf>,
    /// What else is said of it in a word or code: (key, value).
    pub labels: Vec<(String, String)>,
    /// The names of its elements that are not taken in, each time they stand there.
    pub left_out: Vec<String>,
}

/// How a document names an organisation; either may be empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Organisation {
    pub reference: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Participating {
    pub at: Place,
    pub organisation: Organisation,
    /// As published: a word, or a digit from 2.0x on.
    pub role: String,
}

/// A date and what it is the date of: start-planned, start-actual, end-planned, end-actual.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    pub kind: String,
    /// As published.
    pub date: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// 1 parent, 2 child, 3 sibling.
    pub kind: String,
    pub reference: String,
    pub title: String,
}

/// Everything as published.
#[derive(Debug, Clone, PartialEq)]
pub struct Transaction {
    pub at: Place,
    pub kind: String,
    pub value: String,
    pub currency: String,
    pub value_date: String,
    pub date: String,
    pub date_words: String,
    pub provider: Organisation,
    pub receiver: Organisation,
    pub description: String,
}

/// Elements that are read into something; all others are counted as left out.
const TAKEN: [&str; 10] = [
    "iati-identifier",
    "title",
    "description",
    "reporting-org",
    "participating-org",
    "activity-date",
    "recipient-country",
    "related-activity",
    "transaction",
    "result",
];

impl Activity {
    pub(super) fn from_element(element: &Element) -> Self {
        let is_left_out = |it: &&Element| !TAKEN.contains(&it.name.as_str()) && !labels::is_label(&it.name);
        let places = element.all("recipient-country").map(country).chain(element.all("location").map(location));
        Activity {
            at: element.at,
            identifier: identifier(element),
            title: wording::line(element, "title"),
            description: wording::descriptions(element),
            default_currency: owned(element.attribute("default-currency")),
            reporting_org: organisation(element.first("reporting-org")),
            participating: element.all("participating-org").map(participating).collect(),
            dates: element.all("activity-date").map(day).collect(),
            places: places.filter(|it| !it.is_empty()).collect(),
            related: element.all("related-activity").map(related).collect(),
            transactions: element.all("transaction").map(transaction).collect(),
            results: element.all("result").map(ResultOf::from_element).collect(),
            labels: labels::of(element),
            left_out: element.children().iter().filter(is_left_out).map(|it| it.name.clone()).collect(),
        }
    }

    /// The first that can be read as a date.
    pub(super) fn day(&self, kind: &str) -> Option<jiff::civil::Date> {
        self.dates.iter().filter(|it| it.kind == kind).find_map(|it| values::date(&it.date))
    }
}

/// Spaces and line breaks around and in identifiers are layout.
fn identifier(element: &Element) -> String {
    element.first("iati-identifier").map(wording::own_line).unwrap_or_default()
}

pub(super) fn owned(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

fn organisation(element: Option<&Element>) -> Organisation {
    let Some(element) = element else { return Organisation::default() };
    Organisation { reference: owned(element.attribute("ref")), name: wording::own_line(element) }
}

fn participating(element: &Element) -> Participating {
    let role = owned(element.attribute("role"));
    Participating { at: element.at, organisation: organisation(Some(element)), role }
}

fn day(element: &Element) -> Day {
    let kind = match element.attribute("type").unwrap_or_default() {
        "1" => "start-planned",
        "2" => "start-actual",
        "3" => "end-planned",
        "4" => "end-actual",
        word => word,
    };
    // 1.0x lets the date stand as text.
    let date = element.attribute("iso-date").unwrap_or_else(|| element.text());
    Day { kind: kind.to_ascii_lowercase(), date: date.to_owned() }
}

fn country(element: &Element) -> String {
    element.attribute("code").map_or_else(|| wording::own_line(element), str::to_owned)
}

fn location(element: &Element) -> String {
    wording::line(element, "name")
}

fn related(element: &Element) -> Related {
    Related {
        kind: owned(element.attribute("type")),
        reference: owned(element.attribute("ref")),
        title: wording::own_line(element),
    }
}

fn transaction(element: &Element) -> Transaction {
    let value = element.first("value");
    let date = element.first("transaction-date");
    Transaction {
        at: element.at,
        kind: owned(element.of_first("transaction-type", "code")),
        value: value.map(|it| it.text().to_owned()).unwrap_or_default(),
        currency: owned(value.and_then(|it| it.attribute("currency"))),
        value_date: owned(value.and_then(|it| it.attribute("value-date"))),
        date: owned(date.and_then(|it| it.attribute("iso-date"))),
        date_words: date.map(wording::own_line).unwrap_or_default(),
        provider: organisation(element.first("provider-org")),
        receiver: organisation(element.first("receiver-org")),
        description: wording::paragraphs(element, "description"),
    }
}
