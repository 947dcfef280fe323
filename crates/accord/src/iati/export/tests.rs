//! What partnerships look like as activities.

mod funds;

use std::collections::BTreeMap;

use contract::{
    evaluation::{Indicator, Measurement, MeasurementState, Visibility},
    goals::{Activity, ActivityState, Goal, GoalState, Level, ServiceKind, Target, TargetKind, TargetProgress},
    partners::{ExternalId, Member, MemberRole, Partner, PartnerKind, Partnership, Stage},
    resources::Publication,
};

use super::{Document, Facts, Reporter, activities};
use crate::iati::Node;

#[test]
fn a_partnership_of_ours_is_an_activity_with_its_activities_under_it() {
    let facts = Facts { activities: vec![activity()], ..facts() };
    let written = written(&facts);
    let [programme, component] = &written[..] else { panic!("{written:#?}") };
    assert_eq!(text(programme, "iati-identifier"), "AF-1-partnership");
    assert_eq!(text(component, "iati-identifier"), "AF-1-partnership-activity");
    assert_eq!((programme.attribute("hierarchy"), component.attribute("hierarchy")), (Some("1"), Some("2")));
    assert_eq!(programme.first("reporting-org"), component.first("reporting-org"));
    assert_eq!(programme.first("reporting-org").unwrap().attribute("ref"), Some("AF-1"));
    assert_eq!(code(programme, "activity-status", "code"), "2");
    assert_eq!(related(programme), [("AF-1-partnership-activity", "2")]);
    assert_eq!(related(component), [("AF-1-partnership", "1")]);
    assert_eq!(code(component, "sector", "code"), "24040");
    assert_eq!(code(component, "recipient-country", "code"), "AF");
    let place = component.first("location").unwrap().first("name").unwrap().first("narrative").unwrap();
    assert_eq!(place.text, "Herat");
    let dates: Vec<_> = all(component, "activity-date").map(|it| it.attribute("iso-date").unwrap()).collect();
    assert_eq!(dates, ["2026-01-10", "2026-01-12", "2026-12-31"]);
}

#[test]
fn members_stand_in_each_of_their_roles_and_observers_in_none() {
    let facts = facts();
    let roles: Vec<_> = all(&written(&facts)[0], "participating-org")
        .map(|it| (it.attribute("ref").unwrap().to_owned(), it.attribute("role").unwrap().to_owned()))
        .collect();
    let expected = [("AF-1", "2"), ("AF-1", "4"), ("funder", "1")];
    assert_eq!(roles, expected.map(|(reference, role)| (reference.to_owned(), role.to_owned())));
}

#[test]
fn another_publisher_can_be_named() {
    let reporter = Reporter { reference: "XM-9".into(), kind: "22".into(), name: "A consortium".into() };
    let (written, left_out) = activities(&facts(), Some(&reporter));
    assert_eq!(text(&written[0], "iati-identifier"), "XM-9-partnership");
    assert!(left_out.is_empty());
}

#[test]
fn an_adopted_goal_is_a_result_with_its_target_and_what_was_measured() {
    let facts = Facts {
        goals: vec![goal(GoalState::Active), Goal { goal_id: "other".into(), ..goal(GoalState::Rejected) }],
        indicators: vec![indicator()],
        measurements: vec![measurement()],
        ..facts()
    };
    let programme = &written(&facts)[0];
    let results: Vec<_> = all(programme, "result").collect();
    let [result] = &results[..] else { panic!("{results:#?}") };
    assert_eq!(result.attribute("type"), Some("2"));
    let indicator = result.first("indicator").unwrap();
    assert_eq!((indicator.attribute("measure"), indicator.attribute("ascending")), (Some("1"), Some("1")));
    let baseline = indicator.first("baseline").unwrap();
    assert_eq!((baseline.attribute("year"), baseline.attribute("value")), (Some("2026"), Some("100")));
    let periods: Vec<_> = all(indicator, "period").collect();
    assert_eq!(periods.len(), 2);
    assert_eq!(code(periods[0], "target", "value"), "500");
    assert_eq!(code(periods[0], "period-end", "iso-date"), "2026-12-31");
    let actual = periods[1].first("actual").unwrap();
    assert_eq!(actual.attribute("value"), Some("0.666667"), "two of three, as a number");
    assert_eq!(code(actual, "dimension", "value"), "Hope MFI");
}

#[test]
fn what_members_measure_of_a_published_result_is_written_once_also_where_it_was_read_back() {
    let mut facts = from_source(Stage::Active);
    let indicator = Node::new("indicator").with("measure", "1").child(Node::new("title").narrative("Weavers"));
    let result = Node::new("result").with("type", "2").child(Node::new("title").narrative("More")).child(indicator);
    facts.publications[0].elements.extend(flat(&[result]));
    let indicator_id = crate::iati::ids::id("indicator", "GB-1-1#result/1/indicator/1");
    facts.measurements = vec![Measurement { indicator_id, ..measurement() }];
    let before = written(&facts);
    facts.publications[0].elements = flat(&before[0].children);
    let result = written(&facts)[0].first("result").unwrap().clone();
    assert_eq!(all(result.first("indicator").unwrap(), "period").count(), 1);
    assert_eq!(Some(&result), before[0].first("result"));
}

#[test]
fn nothing_of_a_sensitive_indicator_is_written_whoever_writes() {
    let actuals = |visibility: Visibility| {
        let facts = Facts {
            goals: vec![goal(GoalState::Active)],
            indicators: vec![Indicator { visibility: visibility.into(), ..indicator() }],
            measurements: vec![measurement()],
            ..facts()
        };
        let result = written(&facts)[0].first("result").unwrap().clone();
        all(result.first("indicator").unwrap(), "period").filter(|it| it.first("actual").is_some()).count()
    };
    assert_eq!((actuals(Visibility::Members), actuals(Visibility::ReporterAndVerifier)), (1, 0));
}

#[test]
fn a_goal_that_nothing_measures_is_left_out_and_told() {
    let facts = Facts { goals: vec![Goal { targets: vec![], ..goal(GoalState::Active) }], ..facts() };
    let (written, left_out) = activities(&facts, None);
    assert_eq!(all(&written[0], "result").count(), 0);
    assert_eq!(left_out, ["AF-1-partnership: <result> has no <indicator>"]);
}

#[test]
fn what_a_source_published_stands_as_it_did_and_what_it_left_unsaid_is_marked() {
    let facts = from_source(Stage::Forming);
    let programme = &written(&facts)[0];
    assert_eq!(text(programme, "iati-identifier"), "GB-1-1");
    assert_eq!(all(programme, "sector").count(), 1);
    assert!(programme.first("title").unwrap().attribute("accord:supplied").is_none());
    assert_eq!(code(programme, "activity-status", "accord:supplied"), "1");
}

#[test]
fn once_members_act_on_it_what_they_say_takes_its_place() {
    let facts = from_source(Stage::Active);
    let programme = &written(&facts)[0];
    assert_eq!(narrative(programme, "title"), "Credit for all");
    assert_eq!(code(programme, "activity-status", "code"), "2");
    assert_eq!(all(programme, "sector").count(), 1, "what they say nothing of stays");
}

#[test]
fn a_part_of_an_older_publication_is_not_mixed_in() {
    let mut facts = from_source(Stage::Forming);
    let older = Publication {
        publication_id: "2".into(),
        part: 2,
        elements: flat(&[Node::new("sector").with("code", "99999")]),
        ..facts.publications[0].clone()
    };
    facts.publications.push(older);
    assert_eq!(all(&written(&facts)[0], "sector").count(), 1);
}

#[test]
fn a_programme_that_a_source_only_names_is_not_ours_to_publish() {
    let mut facts = from_source(Stage::Forming);
    facts.publications[0].activity_id = "activity".into();
    facts.activities = vec![Activity { source: "iati:GB-1-1".into(), ..activity() }];
    let written = written(&facts);
    let [component] = &written[..] else { panic!("{written:#?}") };
    assert_eq!(component.attribute("accord:programme-title"), Some("Credit for all"));
}

#[test]
fn whatever_words_there_are_the_file_is_xml() {
    let odd = "<b>&amp; \"quoted\" ]]> \u{1}\u{FFFE}\r\nnext 漢字";
    let partnership = Partnership { title: odd.into(), ..facts().partnership };
    let facts = Facts { partnership, ..facts() };
    let mut document = Document::new(Vec::new()).unwrap();
    written(&facts).iter().for_each(|it| document.write(it).unwrap());
    let bytes = document.finish().unwrap();
    let read = crate::iati::Activities::new(bytes.as_slice()).unwrap().next().unwrap().unwrap();
    assert_eq!(read.title, "<b>&amp; \"quoted\" ]]> \u{FFFD}\u{FFFD} next 漢字");
}

fn written(facts: &Facts) -> Vec<Node> {
    let (written, left_out) = activities(facts, None);
    assert!(left_out.is_empty(), "{left_out:?}");
    written
}

fn all<'n>(node: &'n Node, name: &'static str) -> impl Iterator<Item = &'n Node> {
    node.children.iter().filter(move |it| it.name == name)
}

fn text<'n>(node: &'n Node, name: &str) -> &'n str {
    &node.first(name).unwrap().text
}

fn narrative<'n>(node: &'n Node, name: &str) -> &'n str {
    text(node.first(name).unwrap(), "narrative")
}

fn code<'n>(node: &'n Node, name: &str, attribute: &str) -> &'n str {
    node.first(name).unwrap().attribute(attribute).unwrap()
}

fn related(node: &Node) -> Vec<(&str, &str)> {
    all(node, "related-activity").map(|it| (it.attribute("ref").unwrap(), it.attribute("type").unwrap())).collect()
}

fn flat(nodes: &[Node]) -> Vec<contract::resources::PublishedElement> {
    let mut elements = Vec::new();
    nodes.iter().for_each(|it| it.flattened(0, &mut elements));
    elements
}

fn facts() -> Facts {
    let member = |partner_id: &str, roles: &[MemberRole]| Member {
        partner_id: partner_id.into(),
        roles: roles.iter().map(|it| (*it).into()).collect(),
        ..Default::default()
    };
    let partnership = Partnership {
        partnership_id: "partnership".into(),
        title: "Credit for all".into(),
        currency: "EUR".into(),
        stage: Stage::Active.into(),
        charter_version: 1,
        members: vec![
            member("mfi", &[MemberRole::Accountable, MemberRole::Implementing]),
            member("funder", &[MemberRole::Funding, MemberRole::Observer]),
        ],
        ..Default::default()
    };
    let mfi = Partner {
        partner_id: "mfi".into(),
        name: "Hope MFI".into(),
        kind: PartnerKind::MicrofinanceInstitution.into(),
        external_ids: vec![ExternalId { scheme: "iati".into(), id: "AF-1".into() }],
        ..Default::default()
    };
    let funder = Partner { partner_id: "funder".into(), name: "A funder".into(), ..Default::default() };
    let partners = [mfi, funder].map(|it| (it.partner_id.clone(), it));
    Facts { partnership, began_on: "2026-01-05".into(), partners: BTreeMap::from(partners), ..Facts::default() }
}

/// A programme of which its source says two things, and not its status.
fn from_source(stage: Stage) -> Facts {
    let said = [
        Node::new("iati-activity").with("default-currency", "EUR"),
        Node::new("iati-identifier").text("GB-1-1"),
        Node::new("title").narrative("Credit, as published"),
        Node::new("sector").with("code", "24040"),
    ];
    let publication = Publication {
        publication_id: "1".into(),
        identifier: "GB-1-1".into(),
        part: 1,
        parts: 1,
        elements: flat(&said),
        source: "iati:GB-1-1".into(),
        ..Default::default()
    };
    let mut facts = Facts { publications: vec![publication], ..facts() };
    facts.partnership.source = "iati:GB-1-1".into();
    facts.partnership.stage = stage.into();
    facts
}

fn activity() -> Activity {
    Activity {
        activity_id: "activity".into(),
        title: "Loans for weavers".into(),
        service: ServiceKind::Credit.into(),
        lead_partner_id: "mfi".into(),
        places: vec!["AF".into(), "Herat".into()],
        starts_on: "2026-01-10".into(),
        started_on: "2026-01-12".into(),
        ends_on: "2026-12-31".into(),
        state: ActivityState::Started.into(),
        ..Default::default()
    }
}

fn goal(state: GoalState) -> Goal {
    let target = Target {
        target_id: "target".into(),
        indicator_id: "indicator".into(),
        kind: TargetKind::Reach.into(),
        baseline: "100".into(),
        value: "500".into(),
        starts_on: "2026-01-01".into(),
        due_on: "2026-12-31".into(),
        ..Default::default()
    };
    Goal {
        goal_id: "goal".into(),
        title: "More weavers borrow".into(),
        level: Level::Outcome.into(),
        state: state.into(),
        targets: vec![TargetProgress { target: Some(target), ..Default::default() }],
        ..Default::default()
    }
}

fn indicator() -> Indicator {
    Indicator {
        indicator_id: "indicator".into(),
        title: "Weavers".into(),
        unit: "clients".into(),
        ..Default::default()
    }
}

fn measurement() -> Measurement {
    Measurement {
        measurement_id: "measurement".into(),
        indicator_id: "indicator".into(),
        partner_id: "mfi".into(),
        period_start: "2026-01-01".into(),
        period_end: "2026-03-31".into(),
        numerator: "2".into(),
        denominator: "3".into(),
        state: MeasurementState::Verified.into(),
        ..Default::default()
    }
}
