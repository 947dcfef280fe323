//! A partnership's activity as one of hierarchy 2.

use contract::{
    goals::{Activity, ActivityState, ServiceKind},
    partners::MemberRole,
};

use super::{About, money, organisations, plans, published::Said, results};
use crate::iati::{
    activity::{PROGRAMME_CURRENCY, PROGRAMME_TITLE},
    ids::OWN,
    node::Node,
};

pub(super) fn node(about: &About<'_>, activity: &Activity) -> Node {
    let said = about.published.of_activity(&activity.activity_id);
    let mut node = match said {
        Some(said) => of_source(about, said, activity),
        None => from_facts(about, activity),
    };
    let needed = needed(about, activity, &node).into_iter();
    let needed = needed.map(|it| if said.is_some() { super::supplied(it) } else { it });
    node.children.extend(needed.collect::<Vec<_>>());
    node.children.extend(plans::of(about, &activity.activity_id));
    node.children.extend(money::transactions(about, &activity.activity_id));
    results::add(about, &activity.activity_id, &mut node);
    if about.published.is_only_named(about.facts) {
        // Its draft is made from what its components say.
        node.set(PROGRAMME_TITLE, &about.facts.partnership.title);
        node.set(PROGRAMME_CURRENCY, &about.facts.partnership.currency);
    }
    node
}

/// As published; where members have planned it anew, or worked on it, what they say takes its place.
fn of_source(about: &About<'_>, said: &Said, activity: &Activity) -> Node {
    let mut node = said.activity.clone();
    if activity.state() == ActivityState::Listed && activity.revisions.is_empty() {
        return node;
    }
    let theirs = ["title", "description", "activity-status", "activity-date"];
    node.children.retain(|it| !theirs.contains(&it.name.as_str()));
    node.children.extend(leading(about, activity));
    node.all(dates(activity))
}

fn from_facts(about: &About<'_>, activity: &Activity) -> Node {
    Node::new("iati-activity")
        .with("hierarchy", "2")
        .with("default-currency", &about.facts.partnership.currency)
        .with(OWN, if activity.source.is_empty() { &activity.activity_id } else { "" })
        .all(leading(about, activity))
        .all(dates(activity))
        .all(places(activity))
        .all(sector(activity))
        .child(about.parent())
}

/// What the standard wants of every activity, where it is not there.
fn needed(about: &About<'_>, activity: &Activity, node: &Node) -> Vec<Node> {
    let words = if activity.description.is_empty() { &activity.title } else { &activity.description };
    let wanted = [
        vec![Node::new("iati-identifier").text(about.identifier_of(activity))],
        vec![organisations::reporting(about)],
        vec![Node::new("title").narrative(&activity.title)],
        vec![Node::new("description").narrative(words)],
        all_or_reporter(about),
        vec![Node::new("activity-status").with("code", status(activity))],
        vec![Node::new("activity-date").with("type", "1").with("iso-date", &about.facts.began_on)],
    ];
    let is_missing = |nodes: &Vec<Node>| nodes.first().is_some_and(|it| node.first(&it.name).is_none());
    wanted.into_iter().filter(is_missing).flatten().collect()
}

/// Where nobody is said to lead, all members take part; without any, who publishes answers for it.
fn all_or_reporter(about: &About<'_>) -> Vec<Node> {
    let members = organisations::members(about.facts);
    if !members.is_empty() {
        return members;
    }
    let reporting = organisations::reporting(about);
    vec![Node { name: "participating-org".into(), ..reporting }.with("role", "2")]
}

fn leading(about: &About<'_>, activity: &Activity) -> Vec<Node> {
    let lead = (!activity.lead_partner_id.is_empty()).then_some(&activity.lead_partner_id);
    let of = |partner_id, role| organisations::participating(about.facts, partner_id, role);
    let leads =
        lead.into_iter().flat_map(|it| [MemberRole::Accountable, MemberRole::Implementing].map(|role| of(it, role)));
    leads.chain(activity.supporting_partner_ids.iter().map(|it| of(it, MemberRole::Implementing))).collect()
}

/// Codes of the list ActivityDateType.
fn dates(activity: &Activity) -> Vec<Node> {
    let dates = [
        ("1", &activity.starts_on),
        ("2", &activity.started_on),
        ("3", &activity.ends_on),
        ("4", &activity.completed_on),
    ];
    let node = |(kind, date): (&str, &String)| Node::new("activity-date").with("type", kind).with("iso-date", date);
    dates.into_iter().filter(|(_, date)| !date.is_empty()).map(node).collect()
}

/// A place is a country's code or a name.
fn places(activity: &Activity) -> Vec<Node> {
    let is_country = |place: &str| place.len() == 2 && place.bytes().all(|it| it.is_ascii_uppercase());
    let node = |place: &String| match is_country(place) {
        true => Node::new("recipient-country").with("code", place),
        false => Node::new("location").child(Node::new("name").narrative(place)),
    };
    activity.places.iter().map(node).collect()
}

/// Codes of the list Sector (DAC, five digits), where the service has one.
fn sector(activity: &Activity) -> Option<Node> {
    let code = match activity.service() {
        // Informal and semi-formal financial intermediaries: microcredit, savings and credit co-operatives.
        ServiceKind::Credit | ServiceKind::Savings => "24040",
        // Formal sector financial intermediaries.
        ServiceKind::Insurance | ServiceKind::Payments => "24030",
        // Education and training in banking and financial services.
        ServiceKind::Training => "24081",
        ServiceKind::Unspecified | ServiceKind::Digital | ServiceKind::Advice | ServiceKind::Other => return None,
    };
    Some(Node::new("sector").with("vocabulary", "1").with("code", code))
}

/// Codes of the list ActivityStatus; what a source lists has its own as a label.
fn status(activity: &Activity) -> String {
    let labelled = || activity.labels.iter().find_map(|it| it.strip_prefix("status=")).map(str::to_owned);
    match activity.state() {
        ActivityState::Unspecified | ActivityState::Listed => labelled().unwrap_or_else(|| "2".into()),
        ActivityState::Planned => "1".into(),
        ActivityState::Started => "2".into(),
        ActivityState::Completed => "4".into(),
        ActivityState::Cancelled => "5".into(),
    }
}
