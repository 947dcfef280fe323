//! Tables and mappings that are refused, with the row and the column.

use super::{PARTNERS, PAYMENTS, Table, planned, refused, try_plan};

#[test]
fn everything_that_is_wrong_is_told_with_row_and_column() {
    let text = "id,name,full_name,type\n,A,,N\n2,,,N\n3,C,,X\n4,=cmd(),,N\n5,@SUM(A1),,N\n";
    let lines = [
        "row 2, column \"id\": is empty, and rows are known by it",
        "row 3, column \"full_name\": says no name",
        "row 4, column \"type\": \"X\" is not among the mapping's values",
        "row 5, column \"name\": \"=cmd()\" looks like a formula",
        "row 6, column \"name\": \"@SUM(A1)\" looks like a formula",
    ];
    assert_eq!(refused(Table::Partners, PARTNERS, text), lines.join("\n  "));
}

#[test]
fn amounts_currencies_and_dates_are_what_the_mapping_says() {
    let row = |funded: &str, currency: &str, paid: &str| {
        refused(
            Table::Transactions,
            PAYMENTS,
            format!("id,title,currency,funded,organisation,paid\n1,A,{currency},\"{funded}\",2,{paid}\n"),
        )
    };
    assert_eq!(row("1,25", "EUR", "01/02/2020"), "row 2, column \"funded\": its value is no number: \"1,25\"");
    assert_eq!(row("1.234,5", "EUR", "01/02/2020"), "row 2, column \"funded\": its value is no number: \"1.234,5\"");
    assert_eq!(row("1.234", "EUR", "01/02/2020"), "row 2, column \"funded\": 1.234 has more decimals than EUR (2)");
    assert_eq!(row("1e9", "EUR", "01/02/2020"), "row 2, column \"funded\": its value is no number: \"1e9\"");
    assert_eq!(row("1", "EURO", "01/02/2020"), "row 2, column \"currency\": \"EURO\" is no currency of ISO 4217");
    assert_eq!(row("1", "EUR", "2020-02-01"), "row 2, column \"paid\": \"2020-02-01\" is no date written %d/%m/%Y");
    assert_eq!(row("1", "EUR", "31/02/2020"), "row 2, column \"paid\": \"31/02/2020\" is no date written %d/%m/%Y");
}

#[test]
fn what_is_too_long_is_refused_and_not_cut() {
    let text = format!("id,name,full_name,type\n1,{},,N\n", "x".repeat(513));
    assert_eq!(
        refused(Table::Partners, PARTNERS, text),
        "row 2, column \"name\": has 513 bytes; at most 512 are taken"
    );
}

#[test]
fn a_table_that_is_no_utf_8_is_refused_where_it_is_not() {
    let latin = b"id,name,full_name,type\n1,A,,N\n2,Caf\xe9,,N\n";
    let told = "row 3, column 2: this is not UTF-8: save the table as UTF-8";
    assert_eq!(refused(Table::Partners, PARTNERS, latin), told);
    let utf_16 = b"\xff\xfei\0d\0,\0";
    assert!(refused(Table::Partners, PARTNERS, utf_16).starts_with("row 1, column 1: this is not UTF-8"));
}

#[test]
fn a_byte_order_mark_windows_line_ends_and_short_rows_do_no_harm() {
    let text = "\u{feff}id,name,full_name,type,more\r\n1,A,,N\r\n\r\n2,B,,G,x,y,z\r\n";
    assert_eq!(planned(Table::Partners, PARTNERS, text).rows, 2);
}

#[test]
fn control_characters_are_shown_and_told() {
    let plan = planned(Table::Partners, PARTNERS, "id,name,full_name,type\n1,A\u{1b}[31m,,N\n");
    assert_eq!(super::participants(&plan)[0].name, "A\u{fffd}[31m");
    assert_eq!(plan.mended.listed[0].why, "its name holds control characters; each stands as \u{fffd}");
}

#[test]
fn a_name_may_begin_as_a_formula_does() {
    let plan = planned(Table::Partners, PARTNERS, "id,name,full_name,type\n1,@handle,,N\n2,+31 Fund,,N\n");
    assert_eq!(super::participants(&plan)[0].name, "@handle");
}

#[test]
fn a_row_without_end_is_refused() {
    let unclosed = format!("id,name,full_name,type\n1,\"{}", "A,\n".repeat(1_000_000));
    assert_eq!(refused(Table::Partners, PARTNERS, unclosed), "row 2 is larger than 1048576 bytes");
    let huge = format!("id,name,full_name,type\n1,A,,N\n2,{},,N\n", "x".repeat(3 << 20));
    assert_eq!(refused(Table::Partners, PARTNERS, huge), "row 3 is larger than 1048576 bytes");
    let wide = format!("id,name,full_name,type\n1,A,,N{}\n", ",".repeat(1_000_000));
    assert_eq!(refused(Table::Partners, PARTNERS, wide), "row 2 has 1000004 columns; at most 1000 are read");
}

#[test]
fn a_heading_without_a_column_is_refused() {
    assert_eq!(
        refused(Table::Partners, PARTNERS, "id,name,type\n1,A,N\n"),
        "the heading has no column \"full_name\"; it has id, name, type"
    );
    assert_eq!(refused(Table::Partners, PARTNERS, ""), "the heading has no column \"id\"; it has ");
}

#[test]
fn a_mapping_says_what_it_has_to_and_nothing_else() {
    let of = |from: &str, to: &str| refused(Table::Partners, &PARTNERS.replace(from, to), "");
    assert!(of("role = { constant = \"MEMBER_ROLE_IMPLEMENTING\" }", "").contains("says nothing of role"));
    assert!(of("reference =", "colour =").contains("names a field \"colour\"; there are name, role, reference, kind"));
    assert!(of("column = \"type\"", "colum = \"type\"").contains("unknown field `colum`"));
    assert!(of("{ column = \"id\" }", "{ column = \"id\", constant = \"1\" }").contains("a column or a constant"));
    assert!(of("{ column = \"id\" }", "{ column = \"id\", table = \"others\" }").contains("no other field has one"));
    assert!(of("organisations", "a/b").contains("without a slash"));
    assert!(of("[partnership]\ntitle = \"Those in our network\"\ncurrency = \"EUR\"", "").contains("--partnership"));
    assert!(refused(Table::Partners, "not TOML", "").contains("the mapping"));
    let named = try_plan(Table::Partners, PARTNERS, b"", Some("nonsense")).unwrap_err();
    assert_eq!(named.to_string(), "--partnership \"nonsense\" is no id");
}

#[test]
fn a_role_is_one_that_the_contract_has() {
    let mapping = PARTNERS.replace("MEMBER_ROLE_IMPLEMENTING", "boss");
    let told = refused(Table::Partners, &mapping, "id,name,full_name,type\n1,A,,N\n");
    assert!(told.starts_with("row 2, column \"role\": \"boss\" is no role of the contract"), "{told}");
}
