//! What sources say of a partnership and its activities, put together from its parts.

use std::collections::{BTreeMap, HashSet};

use contract::resources::Publication;

use super::facts::Facts;
use crate::iati::{ids, node::Node};

/// By activity; empty: the partnership's own.
pub(super) struct Published(BTreeMap<String, Said>);

/// What one activity of a source says.
pub(super) struct Said {
    pub(super) identifier: String,
    /// Its own attributes, and all that it holds.
    pub(super) activity: Node,
}

impl Published {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut parts: Vec<&Publication> = facts.publications.iter().filter(|it| it.part <= it.parts).collect();
        parts.sort_by_key(|it| (&it.activity_id, &it.identifier, it.part));
        let ours = first_recorded_here(facts);
        let mut all: BTreeMap<String, Said> = BTreeMap::new();
        for part in parts {
            let empty = || Said { identifier: part.identifier.clone(), activity: Node::new("iati-activity") };
            let said = all.entry(part.activity_id.clone()).or_insert_with(empty);
            // A thing has one publisher; what a second one says of it is not mixed in.
            if said.identifier == part.identifier {
                said.add(Node::from_flat(&part.elements), &ours);
            }
        }
        Published(all)
    }

    pub(super) fn of_partnership(&self) -> Option<&Said> {
        self.0.get("")
    }

    pub(super) fn of_activity(&self, activity_id: &str) -> Option<&Said> {
        self.0.get(activity_id).filter(|_| !activity_id.is_empty())
    }

    /// Nothing is published of the partnership itself, but of activities in it.
    pub(super) fn is_only_named(&self, facts: &Facts) -> bool {
        !facts.partnership.source.is_empty() && self.of_partnership().is_none() && !self.0.is_empty()
    }

    /// Sources of all things that are published: a thing that is not among them has to be written from the facts.
    pub(super) fn sources(&self) -> HashSet<String> {
        self.0.values().flat_map(Said::sources).collect()
    }
}

impl Said {
    fn add(&mut self, nodes: Vec<Node>, ours: &HashSet<&str>) {
        for node in nodes {
            match node.name.as_str() {
                "iati-activity" => self.activity.attributes = node.attributes,
                _ if node.attribute(ids::OWN).is_some_and(|it| ours.contains(it)) => (),
                _ => self.activity.children.push(node),
            }
        }
    }

    /// Its transactions and results, each as its place in the source names it.
    fn sources(&self) -> Vec<String> {
        let of = |name: &'static str| {
            let named = self.activity.children.iter().filter(move |it| it.name == name);
            numbered(named).map(move |(place, _)| self.source(name, place))
        };
        of("transaction").chain(of("result")).collect()
    }

    pub(super) fn source(&self, name: &str, place: usize) -> String {
        ids::source_once_noted(&format!("{}#{name}/{place}", self.identifier))
    }
}

/// Where a file of ours is read back, what members say of these now is written, and nothing twice.
fn first_recorded_here(facts: &Facts) -> HashSet<&str> {
    let transactions = facts.transactions.iter().filter(|it| it.source.is_empty()).map(|it| &it.transaction_id);
    let goals = facts.goals.iter().filter(|it| it.source.is_empty()).map(|it| &it.goal_id);
    let plans = facts.budget.iter().map(|it| &it.line_id);
    let plans = plans.chain(facts.disbursements.iter().map(|it| &it.disbursement_id));
    transactions.chain(goals).chain(plans).map(String::as_str).collect()
}

/// Each with which one it was among others of its name where it was first read.
pub(super) fn numbered<'n>(nodes: impl Iterator<Item = &'n Node>) -> impl Iterator<Item = (usize, &'n Node)> {
    let place = |node: &Node| node.attribute(ids::PLACE).and_then(|it| it.parse().ok());
    nodes.enumerate().map(move |(stands, node)| (place(node).unwrap_or(stands + 1), node))
}
