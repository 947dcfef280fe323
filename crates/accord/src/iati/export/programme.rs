//! A partnership as an activity of hierarchy 1.

use contract::partners::Stage;

use super::{About, money, organisations, plans, published::Said, results};
use crate::iati::{activity::PROGRAMME_CURRENCY, node::Node};

pub(super) fn node(about: &About<'_>) -> Node {
    let mut node = match about.published.of_partnership() {
        Some(said) => of_source(about, said),
        None => from_facts(about),
    };
    node.children.extend(plans::of(about, ""));
    node.children.extend(money::transactions(about, ""));
    results::add(about, "", &mut node);
    let own = about.activities().into_iter().filter(|it| about.published.of_activity(&it.activity_id).is_none());
    let child = |it| Node::new("related-activity").with("ref", about.identifier_of(it)).with("type", "2");
    node.children.extend(own.map(child).collect::<Vec<_>>());
    node
}

/// As published, with what members have made of it since.
fn of_source(about: &About<'_>, said: &Said) -> Node {
    let partnership = &about.facts.partnership;
    let mut node = said.activity.clone();
    if partnership.stage() != Stage::Forming || 1 < partnership.charter_version {
        node.children.retain(|it| !matches!(it.name.as_str(), "title" | "description" | "activity-status"));
        node.children.extend([title(about), description(about), status(about)]);
    }
    let members = organisations::members(about.facts);
    let new: Vec<_> = members.into_iter().filter(|it| !node.children.iter().any(|there| is_same(there, it))).collect();
    node.children.extend(new);
    let supplied = needed(about, &node).into_iter().map(super::supplied);
    node.children.extend(supplied.collect::<Vec<_>>());
    // What an importer would make of it may be another currency.
    if node.attribute("default-currency") != Some(partnership.currency.as_str()) {
        node.set(PROGRAMME_CURRENCY, &partnership.currency);
    }
    node
}

fn from_facts(about: &About<'_>) -> Node {
    let mut node = Node::new("iati-activity")
        .with("hierarchy", "1")
        .with("default-currency", &about.facts.partnership.currency)
        .all(organisations::members(about.facts))
        .all(organisations::participants(about.facts));
    node.children.extend(needed(about, &node));
    node
}

/// What the standard wants of every activity, where it is not there.
fn needed(about: &About<'_>, node: &Node) -> Vec<Node> {
    let reporting = organisations::reporting(about);
    [
        Node::new("iati-identifier").text(about.identifier()),
        reporting.clone(),
        title(about),
        description(about),
        Node { name: "participating-org".into(), ..reporting }.with("role", "2"),
        status(about),
        Node::new("activity-date")
            .with("type", if about.facts.partnership.stage() == Stage::Forming { "1" } else { "2" })
            .with("iso-date", &about.facts.began_on),
    ]
    .into_iter()
    .filter(|it| node.first(&it.name).is_none())
    .collect()
}

fn title(about: &About<'_>) -> Node {
    Node::new("title").narrative(&about.facts.partnership.title)
}

fn description(about: &About<'_>) -> Node {
    let partnership = &about.facts.partnership;
    let words = if partnership.purpose.is_empty() { &partnership.title } else { &partnership.purpose };
    Node::new("description").narrative(words)
}

/// Codes of the list ActivityStatus.
fn status(about: &About<'_>) -> Node {
    let code = match about.facts.partnership.stage() {
        Stage::Unspecified | Stage::Forming => "1",
        Stage::Active => "2",
        Stage::Closing => "3",
        Stage::Closed => "4",
    };
    Node::new("activity-status").with("code", code)
}

/// One organisation in one role, whatever else is said of it.
fn is_same(there: &Node, other: &Node) -> bool {
    let is_known_by = |name: &str| there.attribute(name).is_some() && there.attribute(name) == other.attribute(name);
    there.name == other.name && is_known_by("ref") && is_known_by("role")
}
