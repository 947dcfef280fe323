//! One activity as published, in one shape for all versions of the standard.

use super::{
    element::Element,
    error::Place,
    ids, labels,
    node::Node,
    results::ResultOf,
    standard::{self, Fitted, Misfit},
    values, wording,
};

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
    /// All that it says, in the form of 2.03, as far as it has a place there: its own attributes first.
    pub published: Vec<Node>,
    /// What has none: (element, place, why).
    pub(super) misfits: Vec<Misfit>,
    /// Its id, where it was first planned here.
    pub own_id: Option<String>,
    /// What its draft is called and reckons in, where our own export says so.
    pub programme: Programme,
    /// The names of its elements that are not taken in, each time they stand there.
    pub left_out: Vec<String>,
}

/// What an export of ours says of the draft that an activity belongs to; empty where there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programme {
    pub title: String,
    pub currency: String,
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
    pub place: usize,
    pub organisation: Organisation,
    /// As published: a word, or a digit from 2.0x on.
    pub role: String,
    /// A code of the list OrganisationType.
    pub kind: String,
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
    pub place: usize,
    /// Its id, where it was first recorded here.
    pub own_id: Option<String>,
    pub reference: String,
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

/// Where an export of ours says what a draft is called that is only named, and what it reckons in.
pub(crate) const PROGRAMME_TITLE: &str = "accord:programme-title";
pub(crate) const PROGRAMME_CURRENCY: &str = "accord:programme-currency";

impl Activity {
    pub(super) fn from_element(element: &Element) -> Self {
        let is_left_out = |it: &&Element| !standard::is_of_activities(&it.name);
        let Fitted { nodes: published, misfits } = standard::fitted_activity(element);
        let places = element.all("recipient-country").map(country).chain(element.all("location").map(location));
        Activity {
            at: element.at,
            identifier: identifier(element),
            title: wording::line(element, "title"),
            description: wording::descriptions(element),
            default_currency: owned(element.attribute("default-currency")),
            reporting_org: organisation(element.first("reporting-org")),
            participating: numbered(element, "participating-org").map(participating).collect(),
            dates: element.all("activity-date").map(day).collect(),
            places: places.filter(|it| !it.is_empty()).collect(),
            related: element.all("related-activity").map(related).collect(),
            transactions: numbered(element, "transaction").map(transaction).collect(),
            results: numbered(element, "result").map(ResultOf::from_element).collect(),
            labels: labels::of(&published),
            published,
            misfits,
            own_id: ids::own(element),
            programme: Programme {
                title: owned(element.attribute(PROGRAMME_TITLE)),
                currency: owned(element.attribute(PROGRAMME_CURRENCY)),
            },
            left_out: element.children().iter().filter(is_left_out).map(|it| it.name.clone()).collect(),
        }
    }

    /// The first that can be read as a date.
    pub(super) fn day(&self, kind: &str) -> Option<jiff::civil::Date> {
        self.dates.iter().filter(|it| it.kind == kind).find_map(|it| values::date(&it.date))
    }
}

/// Those of a name, each with which one it is.
pub(super) fn numbered<'a>(element: &'a Element, name: &'a str) -> impl Iterator<Item = (usize, &'a Element)> {
    element.all(name).enumerate().map(|(place, it)| (ids::place(it, place + 1), it))
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

fn participating((place, element): (usize, &Element)) -> Participating {
    Participating {
        at: element.at,
        place,
        organisation: organisation(Some(element)),
        role: owned(element.attribute("role")),
        kind: owned(element.attribute("type")),
    }
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

fn transaction((place, element): (usize, &Element)) -> Transaction {
    let value = element.first("value");
    let date = element.first("transaction-date");
    Transaction {
        at: element.at,
        place,
        own_id: ids::own(element),
        reference: owned(element.attribute("ref")),
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
