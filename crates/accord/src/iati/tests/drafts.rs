//! Programmes become drafts, components become activities, organisations become participants.

use contract::partners::MemberRole;

use super::{
    activities, activity, child_of, drafts, encoded, file, noted, one, orders, participants, planned, skipped,
};

const PARENT_OF_B: &str = r#"<related-activity ref="B" type="2"/>"#;

#[test]
fn a_programme_opens_a_draft_and_its_component_becomes_an_activity_of_it() {
    let plan = planned(&file(&[activity("B", &child_of("A")), activity("A", PARENT_OF_B)].concat()));
    let (drafts, activities) = (drafts(&plan), activities(&plan));
    assert_eq!((drafts.len(), drafts[0].title.as_str(), drafts[0].currency.as_str()), (1, "Title of A", "GBP"));
    assert_eq!((drafts[0].source.as_str(), drafts[0].founders.len(), drafts[0].rules.len()), ("iati:A", 0, 0));
    assert_eq!(activities[0].partnership_id, drafts[0].partnership_id);
    assert_eq!((activities[0].goal_id.as_str(), activities[0].lead_partner_id.as_str()), ("", ""));
    assert_eq!((plan.report().programmes, plan.report().components, plan.report().members()), (1, 1, 0));
}

#[test]
fn an_activity_that_only_its_parent_names_is_a_component_too() {
    let plan = planned(&file(&[activity("A", PARENT_OF_B), activity("B", "")].concat()));
    assert_eq!((plan.report().programmes, plan.report().components), (1, 1));
}

#[test]
fn a_component_of_a_component_goes_to_the_top() {
    let middle = child_of("A") + r#"<related-activity ref="C" type="2"/>"#;
    let plan = planned(&file(&[activity("C", &child_of("B")), activity("B", &middle), activity("A", "")].concat()));
    let id = drafts(&plan)[0].partnership_id.clone();
    assert!(activities(&plan).iter().all(|it| it.partnership_id == id));
    assert_eq!((plan.report().programmes, plan.report().components, plan.report().drafts), (1, 2, 1));
}

#[test]
fn a_parent_that_is_not_in_the_file_still_gets_its_draft() {
    let plan = planned(&file(&[activity("B", &child_of("A")), activity("C", &child_of("A"))].concat()));
    let drafts = drafts(&plan);
    assert_eq!((drafts.len(), drafts[0].title.as_str(), drafts[0].source.as_str()), (1, "Title of A", "iati:A"));
    assert_eq!((plan.report().programmes, plan.report().components, plan.report().drafts_named), (0, 2, 1));
    let whole = planned(&file(&[activity("A", ""), activity("B", &child_of("A"))].concat()));
    assert_eq!(super::drafts(&whole)[0].partnership_id, drafts[0].partnership_id, "the same partnership");
}

#[test]
fn a_component_that_names_two_parents_goes_to_the_first_in_the_file() {
    let both = child_of("X") + &child_of("A") + &child_of("C");
    let plan = planned(&file(&[activity("A", ""), activity("B", &both), activity("C", "")].concat()));
    assert_eq!(activities(&plan)[0].partnership_id, drafts(&plan)[0].partnership_id);
    assert_eq!(noted(plan.report()), ["it names 3 parents, and goes to one of them: X, A, C"]);
}

#[test]
fn a_programme_with_children_stays_one_though_its_own_parent_is_another_publishers() {
    let plan =
        planned(&file(&[activity("A", &(child_of("FUNDER") + PARENT_OF_B)), activity("B", &child_of("A"))].concat()));
    assert_eq!((plan.report().programmes, plan.report().components, plan.report().drafts_named), (1, 1, 0));
    assert_eq!(drafts(&plan)[0].source, "iati:A");
}

#[test]
fn circles_are_skipped_with_all_that_hangs_on_them() {
    let text = [
        activity("A", &child_of("B")),
        activity("B", &child_of("A")),
        activity("C", &child_of("A")),
        activity("D", &child_of("D")),
        activity("E", ""),
    ];
    let plan = planned(&file(&text.concat()));
    assert_eq!(skipped(plan.report()), ["its parents lead back to itself"; 4]);
    assert_eq!((plan.report().activities_skipped, plan.report().drafts), (4, 1));
}

#[test]
fn a_chain_of_ten_thousand_is_no_trouble() {
    let chain: String = (0..10_000).map(|it| activity(&format!("N{it}"), &child_of(&format!("N{}", it + 1)))).collect();
    let plan = planned(&file(&(chain + &activity("N10000", ""))));
    assert_eq!((plan.report().drafts, plan.report().components), (1, 10_000));
}

#[test]
fn organisations_are_listed_once_a_draft_and_role() {
    let bank = r#"<participating-org ref="44001" role="4"><narrative>World Bank</narrative></participating-org>"#;
    let named = r#"<participating-org role="Funding">Heal  Africa</participating-org><participating-org role="1">HEAL AFRICA</participating-org>"#;
    let other = r#"<participating-org ref="44001" role="2"><narrative>IBRD</narrative></participating-org>"#;
    let plan = planned(&file(
        &[activity("A", &format!("{bank}{named}")), activity("B", &(child_of("A") + bank + other))].concat(),
    ));
    let listed: Vec<_> =
        participants(&plan).into_iter().map(|it| (it.name.clone(), it.reference.clone(), it.role())).collect();
    let expected = [
        ("World Bank", "44001", MemberRole::Implementing),
        ("Heal Africa", "", MemberRole::Funding),
        ("IBRD", "44001", MemberRole::Accountable),
    ];
    assert_eq!(listed, expected.map(|(name, reference, role)| (name.to_owned(), reference.to_owned(), role)));
    assert_eq!((plan.report().organisations(), plan.report().named_implementers()), (2, 1));
    assert_eq!(noted(plan.report()), [r#""HEAL AFRICA" is listed as "Heal Africa", under the same reference"#]);
}

#[test]
fn a_category_of_organisations_stays_a_label() {
    let channels = r#"<participating-org ref="52000" role="Implementing">Other.</participating-org><participating-org ref="11000" role="1">Donor Government</participating-org>"#;
    let plan = planned(&file(&[activity("A", ""), activity("B", &(child_of("A") + channels))].concat()));
    assert_eq!(participants(&plan), []);
    assert_eq!(activities(&plan)[0].labels, ["channel=52000 Other.", "channel/1=11000 Donor Government"]);
    assert_eq!((plan.report().channel_labels, plan.report().channel_labels_implementing), (2, 1));
    let plan = planned(&one(channels));
    assert_eq!((plan.report().channel_labels, plan.report().skipped.count), (0, 2), "a draft has no labels");
}

#[test]
fn an_entry_that_names_nobody_or_no_role_is_skipped_with_the_reason() {
    let plan = planned(&one(
        r#"<participating-org role="1"/><participating-org role="xx">X</participating-org><participating-org ref="R" role="2"/>"#,
    ));
    assert_eq!(skipped(plan.report()), ["it has neither a name nor a reference", "its role \"xx\" is none of IATI's"]);
    assert_eq!(participants(&plan)[0].name, "R");
    assert_eq!(plan.report().skipped.listed[0].what, "A#participating-org/1");
}

#[test]
fn dates_places_and_codes_come_with_the_activity() {
    let inside = r#"<activity-date type="1" iso-date="2013-01-01"/><activity-date type="3" iso-date="2012-01-01"/><activity-date type="4" iso-date="soon"/>
        <recipient-country code="AF"/><recipient-country code="AF"/><activity-status code="2"/>"#;
    let plan = planned(&file(&[activity("A", ""), activity("B", &(child_of("A") + inside))].concat()));
    let planned = activities(&plan).remove(0);
    assert_eq!((planned.starts_on.as_str(), planned.ends_on.as_str()), ("2013-01-01", ""));
    assert_eq!(planned.places, ["AF"]);
    assert!(planned.labels.contains(&"end-planned=2012-01-01".into()), "{:?}", planned.labels);
    assert!(planned.labels.contains(&"status=2".into()));
    assert_eq!(plan.report().notes.count, 2);
}

#[test]
fn what_is_too_long_is_cut_or_skipped_and_said() {
    let long = "é".repeat(5000);
    let inside = format!(
        r#"<description>{long}</description><recipient-country>{long}</recipient-country><tag code="{long}"/><participating-org role="1">{long}</participating-org>{}"#,
        "<sector code='1'/>".to_owned() + &(0..60).map(|it| format!("<sector code='{it}'/>")).collect::<String>(),
    );
    let title = format!(
        "<iati-activity default-currency='GBP'><iati-identifier>{}</iati-identifier><title>{long}</title>{inside}{}</iati-activity>",
        "B".repeat(300),
        child_of("A")
    );
    let plan = planned(&file(&(activity("A", "") + &title)));
    let planned = activities(&plan).remove(0);
    assert_eq!((planned.title.len(), planned.description.len()), (512, 4096));
    assert_eq!((planned.labels.len(), planned.places.len()), (50, 0));
    assert!(planned.source.starts_with("iati:") && planned.source.len() == 41);
    assert_eq!(plan.report().skipped.count, 1 + 1 + 10);
    assert!(1 < plan.report().misfits.count, "an attribute of 10,000 bytes is not kept for publication");
    assert_eq!(plan.report().notes.count, 3);
}

#[test]
fn control_characters_reach_neither_orders_nor_remarks() {
    let odd = "&#27;[31m";
    let inside = format!(
        r#"<participating-org role="1" ref="{odd}">{odd}</participating-org><participating-org role="{odd}" ref="R"/>
        <activity-date type="{odd}" iso-date="{odd}"/><sector code="{odd}">{odd}</sector><recipient-country code="{odd}"/>
        <transaction><transaction-type code="{odd}"/></transaction><description>{odd}</description>"#
    );
    let text = file(&[activity("A", ""), activity(odd, &(child_of("A") + &inside))].concat());
    let plan = planned(&text);
    assert_eq!((activities(&plan).len(), participants(&plan).len(), plan.report().skipped.count), (1, 1, 2));
    assert!(!plan.report().to_string().contains('\u{1b}'));
}

#[test]
fn a_draft_without_title_or_currency_says_so() {
    let plan = planned(&file("<iati-activity><iati-identifier>A</iati-identifier></iati-activity>"));
    let draft = drafts(&plan).remove(0);
    assert_eq!((draft.title.as_str(), draft.currency.as_str()), ("A", "XXX"));
    assert_eq!(plan.report().notes.count, 2);
    let used = r#"<iati-activity><iati-identifier>A</iati-identifier><transaction><value currency="eur">1</value></transaction></iati-activity>"#;
    assert_eq!(drafts(&planned(&file(used)))[0].currency, "EUR");
}

#[test]
fn orders_stand_in_an_order_in_which_each_finds_what_it_names() {
    let inside = r#"<participating-org role="1">X</participating-org><transaction><transaction-type code="2"/><value value-date="2020-01-01">1</value></transaction>
        <result type="1"><title>R</title><indicator measure="1"><title>I</title><period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><actual value="1"/></period></indicator></result>"#;
    let plan = planned(&file(
        &[activity("B", &(child_of("A") + inside)), activity("A", inside), activity("C", inside)].concat(),
    ));
    let names: Vec<_> = orders(&plan).iter().map(|it| it.name()).collect();
    let full = ["FormPartnership", "ListParticipant", "PlanActivity", "RecordTransaction", "RecordTransaction"];
    let publications = ["KeepPublication"; 2];
    let results =
        ["DefineIndicator", "ProposeGoal", "DefineIndicator", "ProposeGoal", "ReportMeasurement", "ReportMeasurement"];
    let alone = [
        "FormPartnership",
        "ListParticipant",
        "RecordTransaction",
        "KeepPublication",
        "DefineIndicator",
        "ProposeGoal",
        "ReportMeasurement",
    ];
    assert_eq!(names, [&full[..], &publications[..], &results[..], &alone[..]].concat());
}

#[test]
fn reading_twice_gives_the_same_orders_byte_for_byte_whatever_the_file_is_called() {
    let text = include_str!("../../../demo/misfa.xml");
    let again = text.replace("2011-06-02T15:32:42Z", "2026-01-01T00:00:00Z");
    let bytes = |text: &str| orders(&planned(text)).iter().map(encoded).collect::<Vec<_>>();
    assert_eq!(bytes(text), bytes(&again));
    assert_eq!(bytes(text).len(), 20);
}

#[test]
fn derived_ids_never_change() {
    let draft = drafts(&planned(&one(""))).remove(0);
    assert_eq!(draft.partnership_id, "f4b680cf-2234-5a65-8d4a-5a17bcfe4ffc");
    assert_eq!(draft.command_id, "e5a36293-0697-50fc-b524-120ac4e6883c");
}

#[test]
fn no_two_orders_share_an_id() {
    let ids: Vec<_> =
        orders(&planned(include_str!("../../../demo/misfa.xml"))).iter().map(|it| format!("{it:?}")).collect();
    let command_ids: std::collections::HashSet<_> = ids.iter().map(|it| it.split('"').nth(1).unwrap()).collect();
    assert_eq!(command_ids.len(), ids.len());
}

#[test]
fn the_demo_tells_the_facts_of_misfa() {
    let plan = planned(include_str!("../../../demo/misfa.xml"));
    let report = plan.report();
    assert_eq!((report.programmes, report.components, report.transactions_kept()), (1, 3, 9));
    assert_eq!((report.named_implementers(), report.channel_labels_implementing), (1, 1));
    let committed: i64 = super::transactions(&plan).iter().map(|it| it.amount_minor).sum();
    assert_eq!(committed, 30_011_337 * 100, "in pence");
    assert_eq!((report.skipped.count, report.notes.count), (0, 0));
}
