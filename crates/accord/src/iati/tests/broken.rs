//! Files that are refused whole, each with the place where it goes wrong.

use super::{file, one, refused, skipped, try_plan};
use crate::iati::{Activities, Error, Place};

#[test]
fn an_empty_file_is_no_xml() {
    assert!(matches!(refused(""), Error::NotXml { .. }));
    assert!(matches!(refused(" \n\n"), Error::NotXml { .. }));
    assert!(matches!(refused("<!-- only a comment -->"), Error::NotXml { .. }));
}

#[test]
fn a_text_or_a_picture_is_no_xml() {
    assert!(matches!(refused("partner,amount\nMISFA,12\n"), Error::NotXml { .. }));
    assert!(matches!(refused(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), Error::NotXml { .. }));
    assert!(matches!(refused("<"), Error::NotXml { .. }));
    assert!(matches!(refused("{\"iati-activities\": []}"), Error::NotXml { .. }));
}

#[test]
fn another_encoding_is_named() {
    let error = refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><iati-activities/>").to_string();
    assert!(error.contains("ISO-8859-1"), "{error}");
    assert!(matches!(refused(b"\xff\xfe<\x00i\x00"), Error::NotXml { .. }));
    assert!(matches!(refused(b"<iati-activities><iati-activity>\xe9</iati-activity>"), Error::NotXml { .. }));
}

#[test]
fn another_root_is_named_with_its_place() {
    let error = refused("<?xml version=\"1.0\"?>\n  <iati-organisations version=\"2.03\"></iati-organisations>");
    assert_eq!(error.place(), Some(Place { line: 2, column: 3 }));
    assert!(error.to_string().contains("<iati-organisations>"), "{error}");
}

#[test]
fn a_second_root_or_text_after_the_root_is_refused() {
    assert!(matches!(refused("<iati-activities/><iati-activities/>"), Error::NotXml { .. }));
    assert!(matches!(refused("<iati-activities/>more"), Error::NotXml { .. }));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let whole = one(r#"<description><narrative>é &amp; <![CDATA[<b>]]></narrative></description><!-- so -->"#);
    assert!(try_plan(whole.as_bytes()).is_ok());
    for end in 0..whole.len() {
        let error = refused(&whole.as_bytes()[..end]);
        assert!(matches!(error, Error::NotXml { .. } | Error::Truncated { .. }), "cut at {end}: {error}");
        assert!(error.place().is_some());
    }
}

#[test]
fn a_cut_off_file_says_where_it_ends_and_what_is_open() {
    let error = refused("<iati-activities>\n <iati-activity>\n  <title>é");
    assert_eq!(error.place(), Some(Place { line: 3, column: 11 }));
    assert!(error.to_string().contains("<title> is never closed"), "{error}");
}

#[test]
fn tags_that_do_not_match_are_refused_with_their_place() {
    let error = refused("<iati-activities>\n <iati-activity></title></iati-activity></iati-activities>");
    assert_eq!(error.place(), Some(Place { line: 2, column: 17 }));
    assert!(matches!(refused("<iati-activities a='1' a='2'/>"), Error::NotXml { .. }));
    assert!(matches!(refused("<iati-activities a=1/>"), Error::NotXml { .. }));
}

#[test]
fn an_attribute_of_ten_megabytes_is_refused() {
    let long = "x".repeat(10 * 1024 * 1024);
    let error = refused(file(&format!("<iati-activity hierarchy=\"{long}\"/>")));
    assert!(matches!(error, Error::PieceTooLarge { at: Place { line: 2, column: 1 }, .. }), "{error}");
}

#[test]
fn text_of_ten_megabytes_is_refused_also_in_pieces() {
    let long = "x".repeat(10 * 1024 * 1024);
    assert!(matches!(refused(one(&format!("<title>{long}</title>"))), Error::PieceTooLarge { .. }));
    assert!(matches!(refused(one(&format!("<!-- {long} -->"))), Error::PieceTooLarge { .. }));
    assert!(matches!(refused(one(&format!("<a><![CDATA[{long}]]></a>"))), Error::PieceTooLarge { .. }));
    let pieces = "xxxxxxxxxxxxxxxx&amp;".repeat(100_000);
    assert!(matches!(refused(one(&format!("<title>{pieces}</title>"))), Error::PieceTooLarge { .. }));
    assert!(matches!(refused(format!("<{long}")), Error::PieceTooLarge { .. }));
}

#[test]
fn an_entity_bomb_is_refused_before_it_is_read() {
    let bomb = r#"<?xml version="1.0"?>
<!DOCTYPE iati-activities [
  <!ENTITY a "aaaaaaaaaa">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<iati-activities><iati-activity><title>&b;</title></iati-activity></iati-activities>"#;
    assert!(matches!(refused(bomb), Error::Declarations { at: Place { line: 2, column: 1 } }));
}

#[test]
fn an_entity_that_nothing_declares_is_refused() {
    let error = refused(one("\n<title>&bomb;</title>"));
    assert_eq!(error.place(), Some(Place { line: 3, column: 8 }));
    assert!(error.to_string().contains("&bomb;"), "{error}");
    assert!(matches!(refused(one("<title a=\"&bomb;\"/>")), Error::NotXml { .. }));
    assert!(matches!(refused(one("<title>&#0;</title>")), Error::NotXml { .. }));
}

#[test]
fn a_document_type_without_declarations_is_harmless_and_never_fetched() {
    let text = format!("<!DOCTYPE iati-activities SYSTEM \"http://example.org/x.dtd\">{}", one(""));
    assert!(try_plan(text.as_bytes()).is_ok());
}

#[test]
fn deep_nesting_is_refused() {
    let deep = "<a>".repeat(100_000);
    assert!(matches!(refused(one(&deep)), Error::TooDeep { limit: 64, .. }));
    assert!(matches!(refused(one(&format!("<x:y>{deep}"))), Error::TooDeep { .. }));
    let allowed = format!("{}{}", "<a>".repeat(62), "</a>".repeat(62));
    assert!(try_plan(one(&allowed).as_bytes()).is_ok());
}

#[test]
fn an_activity_without_end_is_refused() {
    let many = "<a/>".repeat(500_001);
    assert!(matches!(refused(one(&many)), Error::ActivityTooLarge { .. }));
    let large = format!("<a>{}</a>", "x".repeat(1_000_000)).repeat(17);
    assert!(matches!(refused(one(&large)), Error::ActivityTooLarge { .. }));
}

#[test]
fn too_many_activities_are_refused() {
    let many = "<iati-activity/>".repeat(200_001);
    assert!(matches!(refused(file(&many)), Error::TooMany { limit: 200_000, .. }));
}

#[test]
fn whatever_a_file_holds_it_is_read_or_refused() {
    const ODD: &[u8] = b"<>&\"'/=[]!?\xff\x00 a0";
    let whole = include_bytes!("../../../demo/misfa.xml");
    let mut seed = 42_u64;
    let mut next = |below: usize| {
        // Knuth's generator: the same files in every run.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let (mut read, mut refused) = (0, 0);
    for _ in 0..500 {
        let mut bytes = whole[..2000 + next(4000)].to_vec();
        bytes.extend_from_slice(b"</iati-activity></iati-activities>");
        for _ in 0..next(3) {
            let place = next(bytes.len());
            bytes[place] = ODD[next(ODD.len())];
        }
        match try_plan(&bytes) {
            Ok(plan) => read += super::orders(&plan).len().min(1),
            Err(error) => refused += error.to_string().len().min(1),
        }
    }
    assert!(0 < read && 0 < refused, "{read} {refused}");
}

#[test]
fn what_an_error_says_of_the_file_is_short_and_harmless() {
    let name = format!("x\u{1b}{}", "y".repeat(100_000));
    for text in [format!("<{name}/>"), format!("<iati-activities><{name}></a>"), format!("<iati-activities><{name}>")] {
        let error = refused(text).to_string();
        assert!(error.len() < 500 && !error.contains('\u{1b}'), "{error}");
    }
}

#[test]
fn a_version_to_come_is_refused_and_an_odd_one_is_said() {
    let versioned = |version: &str| format!("<iati-activities version=\"{version}\"/>");
    assert!(matches!(refused(versioned("3.01")), Error::UnknownVersion { .. }));
    assert!(matches!(refused(versioned("0.9")), Error::UnknownVersion { .. }));
    for known in ["1.0", "1.01", "1.05", "2.01", "2.03"] {
        assert_eq!(try_plan(versioned(known).as_bytes()).unwrap().report().version, known);
    }
    assert_eq!(try_plan(versioned("xx").as_bytes()).unwrap().report().version, "\"xx\", which is none");
    assert_eq!(try_plan(b"<iati-activities/>").unwrap().report().version, "not said");
}

#[test]
fn a_file_that_is_not_there_or_is_a_folder_is_unreadable() {
    assert!(matches!(crate::iati::plan("/nowhere/at/all.xml"), Err(Error::Unreadable { .. })));
    assert!(crate::iati::plan(std::env::temp_dir()).is_err());
}

#[test]
fn a_file_over_256_mebibytes_is_refused_unread() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(256 * 1024 * 1024 + 1).unwrap();
    assert!(matches!(crate::iati::plan(file.path()), Err(Error::FileTooLarge { .. })));
}

#[test]
fn a_file_that_changes_between_plan_and_orders_is_noticed() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), one("")).unwrap();
    let plan = crate::iati::plan(file.path()).unwrap();
    std::fs::write(file.path(), one("").replace(">A<", ">B<")).unwrap();
    let read: Vec<_> = plan.orders().unwrap().collect();
    assert!(matches!(read.as_slice(), [Err(Error::Changed { .. })]), "{read:?}");
    std::fs::write(file.path(), "").unwrap();
    assert!(plan.orders().unwrap().next().unwrap().is_err());
}

#[test]
fn an_activity_without_an_identifier_is_known_by_what_it_says() {
    let of = |activities: &str| {
        let plan = try_plan(file(activities).as_bytes()).unwrap();
        let activities: Vec<_> = Activities::new(file(activities).as_bytes()).unwrap().map(Result::unwrap).collect();
        (activities.into_iter().map(|it| it.identifier).collect::<Vec<_>>(), skipped(plan.report()).len())
    };
    let titled = |title: &str| {
        format!("<iati-activity><iati-identifier> </iati-identifier><title>{title}</title></iati-activity>")
    };
    let (first, skipped) = of(&titled("Wells"));
    assert!(first[0].starts_with("unidentified-"), "{first:?}");
    assert_eq!(skipped, 0);
    assert_eq!(of(&titled("Wells")).0, first, "the same words, the same activity");
    assert_ne!(of(&titled("Roads")).0, first);
    assert_eq!(of(&format!("{}{}", titled("Wells"), titled("Roads"))).1, 0, "each is another");
    assert_eq!(of(&titled("Wells").repeat(2)).1, 1, "the same twice is one");
    let (none, skipped) = of("<iati-activity/>");
    assert!(none[0].starts_with("unidentified-") && skipped == 0);
}

#[test]
fn an_activity_with_the_identifier_of_another_is_skipped_not_fatal() {
    let twice = file(&[super::activity("A", ""), super::activity("A", "")].concat());
    let plan = try_plan(twice.as_bytes()).unwrap();
    assert_eq!(skipped(plan.report()), ["its iati-identifier stands twice; the first was taken"]);
    assert_eq!((plan.report().activities, plan.report().activities_skipped, plan.report().drafts), (2, 1, 1));
}
