//! What is kept of an activity so that it can be published again.

use super::{activity, child_of, file, one, orders, planned, publications};
use crate::iati::{Node, Plan};

#[test]
fn words_and_codes_of_1_0x_are_kept_as_2_03_writes_them() {
    let nodes = kept(
        r#"<participating-org role="Funding" ref="GB-1" type="10">DFID</participating-org>
        <activity-date type="start-planned" iso-date="2010-01-01">2010</activity-date>
        <sector code="24040" vocabulary="DAC" percentage="100%">Microfinance</sector>
        <other-identifier owner-ref="AA" owner-name="Somebody">X-1</other-identifier>
        <location><name>Kabul</name><coordinates latitude="34.5" longitude="69.2" precision="2"/></location>
        <transaction><transaction-type code="C">Commitment</transaction-type><value value-date="2011-01-02">1,500.00</value></transaction>"#,
    );
    assert_eq!(
        nodes[3..],
        [
            Node::new("participating-org").with("ref", "GB-1").with("type", "10").with("role", "1").narrative("DFID"),
            Node::new("other-identifier")
                .with("ref", "X-1")
                .with("type", "A9")
                .child(Node::new("owner-org").with("ref", "AA").narrative("Somebody")),
            Node::new("activity-date").with("type", "1").with("iso-date", "2010-01-01"),
            Node::new("location").child(Node::new("name").narrative("Kabul")).child(
                Node::new("point")
                    .with("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326")
                    .child(Node::new("pos").text("34.5 69.2")),
            ),
            Node::new("sector")
                .with("vocabulary", "1")
                .with("code", "24040")
                .with("percentage", "100")
                .narrative("Microfinance"),
            Node::new("transaction")
                .child(Node::new("transaction-type").with("code", "2"))
                .child(Node::new("transaction-date").with("iso-date", "2011-01-02"))
                .child(Node::new("value").with("value-date", "2011-01-02").text("1500")),
        ]
    );
}

#[test]
fn each_language_of_1_0x_becomes_a_narrative_of_one_title() {
    let text = r#"<iati-activity xml:lang="en"><iati-identifier>A</iati-identifier>
        <title>Credit</title><title xml:lang="FR">Crédit</title></iati-activity>"#;
    let title =
        Node::new("title").narrative("Credit").child(Node::new("narrative").with("xml:lang", "fr").text("Crédit"));
    assert_eq!(of(&planned(&file(text)))[2], title);
}

#[test]
fn what_people_are_reached_by_is_not_kept() {
    let nodes = kept("<contact-info><email>a@example.org</email></contact-info>");
    assert!(nodes.iter().all(|it| it.name != "contact-info"));
}

#[test]
fn what_2_03_has_no_place_for_is_said_with_why() {
    let plan = planned(&one(r#"<sector>Agriculture</sector><activity-date type="1" iso-date="soon"/>
        <document-link url="http://example.org/a b" format="text/html"><title><narrative>T</narrative></title><category code="A1"/></document-link>
        <result type="1"><title><narrative>R</narrative></title></result><capital-spend percentage="a lot"/>"#));
    let why: Vec<_> = plan.report().misfits.listed.iter().map(|it| format!("{}: {}", it.what, it.why)).collect();
    assert_eq!(
        why,
        [
            "A <activity-date>: its iso-date \"soon\" is no date",
            "A <sector>: 2.03 wants its code",
            "A <capital-spend>: its percentage \"a lot\" is no number",
            "A <document-link>: its url \"http://example.org/a b\" is no address",
            "A <result>: 2.03 wants <indicator> in it",
        ]
    );
}

#[test]
fn where_one_is_left_out_those_behind_it_keep_their_places() {
    let transaction = |inside: &str| format!("<transaction><transaction-type code=\"3\"/>{inside}</transaction>");
    let good = transaction("<transaction-date iso-date='2020-01-01'/><value>1</value>");
    let nodes = kept(&[good.as_str(), &transaction(""), &good, &good].concat());
    let places: Vec<_> =
        nodes.iter().filter(|it| it.name == "transaction").map(|it| it.attribute("accord:place")).collect();
    assert_eq!(places, [None, Some("3"), Some("4")]);
}

#[test]
fn one_of_a_component_names_its_activity_and_one_of_a_programme_none() {
    let plan = planned(&file(&[activity("A", ""), activity("B", &child_of("A"))].concat()));
    let whose: Vec<_> = publications(&plan)
        .into_iter()
        .map(|it| (it.identifier, it.activity_id.is_empty(), it.part, it.parts))
        .collect();
    assert_eq!(whose, [("A".into(), true, 1, 1), ("B".into(), false, 1, 1)]);
}

#[test]
fn much_is_kept_in_several_parts_and_too_much_is_said() {
    let words = |count| format!("<description type='1'>{}</description>", "word ".repeat(count));
    let plan = planned(&one(&[words(5000), words(5000), words(9000), words(10)].concat()));
    let kept = publications(&plan);
    assert_eq!(kept.iter().map(|it| (it.part, it.parts)).collect::<Vec<_>>(), [(1, 2), (2, 2)]);
    assert_eq!(Node::from_flat(&kept[1].elements).len(), 2);
    let why: Vec<_> = plan.report().misfits.listed.iter().map(|it| it.why.as_str()).collect();
    assert_eq!(why, ["it is too large to be kept for publication"]);
}

#[test]
fn other_words_in_it_are_another_order_about_the_same_publication() {
    let kept = |words: &str| publications(&planned(&one(&format!("<description>{words}</description>")))).remove(0);
    let (first, second) = (kept("Once"), kept("Later"));
    assert_eq!(first.publication_id, second.publication_id);
    assert_ne!(first.command_id, second.command_id);
}

fn kept(inside: &str) -> Vec<Node> {
    of(&planned(&one(inside)))
}

fn of(plan: &Plan) -> Vec<Node> {
    orders(plan);
    publications(plan).iter().flat_map(|it| Node::from_flat(&it.elements)).collect()
}
