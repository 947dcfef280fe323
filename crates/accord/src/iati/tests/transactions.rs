//! Transactions are kept as published, exact to the minor unit.

use contract::resources::TransactionType;

use super::{activity, child_of, file, noted, one, planned, skipped, transactions};

fn transaction(kind: &str, value: &str) -> String {
    format!(
        r#"<transaction><transaction-type code="{kind}"/><value value-date="2012-03-31Z">{value}</value></transaction>"#
    )
}

#[test]
fn letters_and_numbers_are_the_same_types() {
    let letters = ["IF", "C", "D", "E", "IP", "LR", "R", "QP", "QS", "CG"];
    let text: String = letters.iter().map(|it| transaction(it, "1")).collect();
    let kinds: Vec<i32> = transactions(&planned(&one(&text))).iter().map(|it| it.r#type).collect();
    assert_eq!(kinds, (1..=10).collect::<Vec<_>>());
    let text: String = (1..=13).map(|it| transaction(&it.to_string(), "1")).collect();
    let kinds: Vec<i32> = transactions(&planned(&one(&text))).iter().map(|it| it.r#type).collect();
    assert_eq!(kinds, (1..=13).collect::<Vec<_>>());
}

#[test]
fn an_unknown_type_is_skipped() {
    let text: String = ["", "X", "0", "14", "-1", "2.0"].iter().map(|it| transaction(it, "1")).collect();
    let plan = planned(&one(&text));
    assert_eq!((plan.report().transactions_kept(), plan.report().skipped.count), (0, 6));
    assert_eq!(plan.report().skipped.listed[1].why, "its type \"X\" is none of IATI's");
}

#[test]
fn amounts_are_exact_with_thousands_commas_and_below_zero() {
    for (written, minor) in [
        ("1000000", 100_000_000),
        ("1,000,000.50", 100_000_050),
        ("12,50,000", 125_000_000),
        (" -1,234.5 ", -123_450),
        ("+7", 700),
        ("0", 0),
        ("0.10", 10),
        ("3.1400000000", 314),
        ("10000000000000.00", 1_000_000_000_000_000),
    ] {
        assert_eq!(transactions(&planned(&one(&transaction("C", written))))[0].amount_minor, minor, "{written}");
    }
}

#[test]
fn what_is_no_exact_amount_is_skipped_with_the_reason() {
    for written in [
        "",
        "about 5",
        "1,5",
        "1,50",
        "1.000,00",
        ",5",
        "1e6",
        "1 000",
        "0.001",
        "--1",
        "NaN",
        "1.",
        "٣",
        "10000000000000.01",
    ] {
        let plan = planned(&one(&transaction("C", written)));
        assert_eq!((plan.report().transactions_kept(), plan.report().skipped.count), (0, 1), "{written}");
    }
    let plan = planned(&one(&transaction("C", &"9".repeat(40))));
    assert_eq!(plan.report().skipped.count, 1);
}

#[test]
fn each_currency_has_its_own_minor_unit() {
    let of = |value: &str, currency: &str| {
        let text = format!(
            r#"<transaction><transaction-type code="3"/><value currency="{currency}" value-date="2012-01-01">{value}</value></transaction>"#
        );
        let plan = planned(&one(&text));
        transactions(&plan)
            .first()
            .map(|it| (it.amount_minor, it.currency.clone()))
            .ok_or_else(|| plan.report().skipped.listed[0].why.clone())
    };
    assert_eq!(of("1500", "JPY"), Ok((1500, "JPY".into())));
    assert_eq!(of("1500.00", "jpy"), Ok((1500, "JPY".into())));
    assert_eq!(of("1.234", "KWD"), Ok((1234, "KWD".into())));
    assert_eq!(of("1500.5", "JPY"), Err("1500.5 has more decimals than JPY (0)".into()));
    assert_eq!(of("1", "XXX"), Err("XXX has no minor unit".into()));
    assert_eq!(of("1", "QQQ"), Err("its currency \"QQQ\" is none of ISO 4217's".into()));
    assert_eq!(of("1", ""), Ok((100, "GBP".into())), "the activity's own");
}

#[test]
fn the_dates_are_the_values_and_the_events() {
    let text = r#"<transaction><transaction-type code="3"/><value value-date="2012-01-01">1</value><transaction-date iso-date="2012-02-03"/></transaction>
        <transaction><transaction-type code="3"/><value>1</value><transaction-date iso-date="2012-02-03+02:00"/></transaction>
        <transaction><transaction-type code="3"/><value value-date="2012-01-01">1</value><transaction-date iso-date="soon"/></transaction>
        <transaction><transaction-type code="3"/><value value-date="2012-02-31">1</value></transaction>
        <transaction><transaction-type code="3"/><value value-date="0012-02-01">1</value></transaction>"#;
    let plan = planned(&one(text));
    let dates: Vec<_> = transactions(&plan).into_iter().map(|it| (it.value_date, it.transacted_on)).collect();
    let expected = [("2012-01-01", "2012-02-03"), ("2012-02-03", "2012-02-03"), ("2012-01-01", "2012-01-01")];
    assert_eq!(dates, expected.map(|(value, event)| (value.to_owned(), event.to_owned())));
    assert_eq!(noted(plan.report()), ["its date is none: \"soon\""]);
    assert_eq!(skipped(plan.report()), ["it has no date that can be read"; 2]);
}

#[test]
fn who_gave_and_received_is_kept_as_words_and_makes_nobody_a_partner() {
    let text = r#"<transaction><transaction-type code="D"/><provider-org ref="GB-1">DFID</provider-org><receiver-org><narrative>Heal Africa</narrative></receiver-org>
        <value value-date="2012-01-01">1</value><description>First part</description><transaction-date iso-date="2012-01-01">not this</transaction-date></transaction>"#;
    let recorded = transactions(&planned(&one(text))).remove(0);
    assert_eq!(recorded.description, "First part\nProvider: DFID (GB-1)\nReceiver: Heal Africa");
    assert_eq!((recorded.provider_partner_id.as_str(), recorded.receiver_partner_id.as_str()), ("", ""));
    let beside = r#"<transaction><transaction-type code="C"/><value value-date="2012-01-01">1</value><transaction-date iso-date="2012-01-01">Budget for 2012</transaction-date></transaction>"#;
    assert_eq!(transactions(&planned(&one(beside)))[0].description, "Budget for 2012");
    let long = text
        .replace("First part", &"x".repeat(3000))
        .replace("DFID", &"y".repeat(3000))
        .replace("Heal Africa", &"z".repeat(3000));
    let plan = planned(&one(&long));
    assert_eq!((transactions(&plan)[0].description.len() <= 2048, plan.report().notes.count), (true, 3));
}

#[test]
fn the_publishers_own_number_is_its_reference() {
    let with =
        |reference: &str| transaction("C", "1").replace("<transaction>", &format!("<transaction ref=\"{reference}\">"));
    let text = [with(" T-3 "), with(""), transaction("C", "1"), with(&"x".repeat(200))].concat();
    let plan = planned(&one(&text));
    let references: Vec<_> = transactions(&plan).into_iter().map(|it| it.reference).collect();
    assert_eq!(references, ["T-3".to_owned(), String::new(), String::new(), "x".repeat(128)]);
    assert_eq!(noted(plan.report()), ["its ref has 200 bytes, and is cut to the first 128"]);
}

#[test]
fn a_components_transaction_names_its_activity_and_a_programmes_none() {
    let plan = planned(&file(
        &[activity("A", &transaction("C", "1")), activity("B", &(child_of("A") + &transaction("C", "2")))].concat(),
    ));
    let recorded = transactions(&plan);
    assert_eq!(recorded[0].activity_id, "");
    assert_eq!(recorded[1].activity_id, super::activities(&plan)[0].activity_id);
    assert_eq!(recorded[1].source, "iati:B#transaction/1");
    assert_eq!(plan.report().transactions[&TransactionType::OutgoingCommitment], 2);
}
