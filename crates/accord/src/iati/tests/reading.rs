//! Both dialects read the same.

use super::one;
use crate::iati::{Activities, Activity, Organisation, Place, Version};

fn read(text: &str) -> Activity {
    let mut activities = Activities::new(text.as_bytes()).unwrap();
    let activity = activities.next().unwrap().unwrap();
    assert!(activities.next().is_none());
    activity
}

#[test]
fn the_first_dialect_says_it_in_words_and_text() {
    let activity = read(
        r#"<iati-activities version="1.02"><ir:registry-record xmlns:ir="x"><iati-activity/></ir:registry-record>
        <iati-activity xml:lang="en" default-currency="GBP" hierarchy="2">
            <reporting-org ref="GB-1" type="10">DFID</reporting-org>
            <participating-org ref="44001" role="Implementing">World
                Bank</participating-org>
            <iati-identifier> GB-1-1 </iati-identifier>
            <title>Loans &amp; savings</title>
            <description>Two
            lines</description>
            <activity-date type="start-actual">2004-03-18Z</activity-date>
            <activity-date type="end-planned" iso-date="2010-03-01"/>
            <recipient-country code="AF">Afghanistan</recipient-country>
            <sector code="24030" percentage="70">Banks</sector>
            <related-activity ref="GB-1" type="1">Programme</related-activity>
        </iati-activity></iati-activities>"#,
    );
    assert_eq!((activity.identifier.as_str(), activity.title.as_str()), ("GB-1-1", "Loans & savings"));
    assert_eq!(activity.at, Place { line: 2, column: 9 });
    let bank = Organisation { reference: "44001".into(), name: "World Bank".into() };
    assert_eq!(
        (&activity.participating[0].organisation, activity.participating[0].role.as_str()),
        (&bank, "Implementing")
    );
    assert_eq!(activity.day("start-actual").unwrap().to_string(), "2004-03-18");
    assert_eq!(activity.day("end-planned").unwrap().to_string(), "2010-03-01");
    assert_eq!(activity.related[0].title, "Programme");
    assert!(activity.labels.contains(&("sector".into(), "24030 70% Banks".into())));
    assert!(activity.labels.contains(&("hierarchy".into(), "2".into())));
}

#[test]
fn the_second_dialect_says_it_in_numbers_and_narratives() {
    let activity = read(&one(r#"<reporting-org ref="GB-1" type="10"><narrative>DFID</narrative></reporting-org>
        <participating-org ref="44001" role="4"><narrative>World Bank</narrative></participating-org>
        <activity-date type="2" iso-date="2004-03-18"/>
        <activity-date type="3" iso-date="2010-03-01"><narrative>soon</narrative></activity-date>
        <location><name><narrative>Kandahar</narrative></name></location>
        <sector vocabulary="2" code="240" percentage="70"><narrative>Banks</narrative></sector>"#));
    assert_eq!(activity.title, "Title of A");
    assert_eq!(activity.participating[0].organisation.name, "World Bank");
    assert_eq!(activity.day("start-actual").unwrap().to_string(), "2004-03-18");
    assert_eq!(activity.day("end-planned").unwrap().to_string(), "2010-03-01");
    assert_eq!(activity.places[0], "Kandahar");
    assert!(activity.labels.contains(&("sector/2".into(), "240 70% Banks".into())));
}

#[test]
fn english_comes_first_wherever_it_stands() {
    let described = |activity: &str, inside: &str| {
        read(&format!("<iati-activities><iati-activity {activity}>{inside}</iati-activity></iati-activities>"))
            .description
    };
    let both = "<description><narrative xml:lang='fr'>Prêts</narrative><narrative xml:lang='en-GB'>Loans</narrative></description>";
    assert_eq!(described("xml:lang='fr'", both), "Loans");
    let inherited = "<description><narrative xml:lang='fr'>Prêts</narrative><narrative>Loans</narrative></description>";
    assert_eq!(described("xml:lang='en'", inherited), "Loans");
    assert_eq!(described("", inherited), "Prêts");
    let early = "<description xml:lang='fr'>Prêts</description><description xml:lang='en'>Loans</description>";
    assert_eq!(described("", early), "Loans");
    let typed = "<description type='1'>Loans</description><description type='2'>Growth</description><description type='3'>Loans</description>";
    assert_eq!(described("", typed), "Loans\n\nGrowth");
}

#[test]
fn words_come_whole_through_entities_comments_and_cdata() {
    let activity =
        read(&one("<description>a &lt; b &#38; <!-- not this --><![CDATA[c < d]]> &#x65;\r\n\u{85}</description>"));
    assert_eq!(activity.description, "a < b & c < d e");
    let odd = read(&one("<description>a\u{1}b\r\nc</description>"));
    assert_eq!(odd.description, "a\u{fffd}b\nc");
}

#[test]
fn elements_of_others_are_not_taken_for_ours() {
    let activity = read(&one(
        "<x:title xmlns:x='y'>Theirs</x:title><description><narrative>Ours</narrative><x:narrative xml:lang='en'>Theirs</x:narrative></description>",
    ));
    assert_eq!((activity.title.as_str(), activity.description.as_str()), ("Title of A", "Ours"));
}

#[test]
fn what_is_not_taken_in_is_named() {
    let activity =
        read(&one("<activity-website/><contact-info><person-name>Somebody</person-name></contact-info><budget/>"));
    assert_eq!(activity.left_out, ["activity-website", "contact-info"]);
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", one(""));
    assert_eq!(read(&text).identifier, "A");
    assert_eq!(*Activities::new(text.as_bytes()).unwrap().version(), Version::Known("2.03".into()));
}
