//! The page: what it says, as HTML. Every word of members is escaped.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Figure, Report, Section, chart};

/// A table of more takes the width of the page.
const NARROW_COLUMNS_MAX: usize = 4;
const STYLE: &str = include_str!("style.css");

pub fn rendered(report: &Report) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Nothing is fetched from anywhere, whatever a member has written.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (report.title) ": report of " (report.written_on) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (report.title) }
                    p.purpose { (report.purpose) }
                    p.standing { (report.standing) }
                }
                nav aria-label="Contents" {
                    @for (place, section) in report.sections.iter().enumerate() {
                        a href=(format!("#s{place}")) { (section.heading) }
                    }
                }
                main {
                    @for (place, section) in report.sections.iter().enumerate() { (of_section(place, section)) }
                }
                footer {
                    p { "Written on " (report.written_on) " (UTC) from the record of this partnership, as this caller may read it. "
                        "Counts stand beside every ratio; what cannot be measured yet is said, and never shown as 0." }
                    p.tokens { "It has seen " (report.as_of.join(", ")) }
                }
            }
        }
    };
    page.into_string()
}

fn of_section(place: usize, section: &Section) -> Markup {
    html! {
        section id=(format!("s{place}")) {
            h2 { (section.heading) }
            @for words in &section.words { p { (words) } }
            div.figures { @for figure in &section.figures { (of_figure(figure)) } }
        }
    }
}

fn of_figure(figure: &Figure) -> Markup {
    let is_wide = NARROW_COLUMNS_MAX < figure.rows.heading.len();
    html! {
        figure.wide[is_wide] {
            div.head {
                figcaption { (figure.caption) }
                @if let Some(chart) = &figure.chart { (chart::drawn(chart, &figure.caption)) }
            }
            // Reached by keyboard, because it may be wider than the page.
            div.table tabindex="0" role="region" aria-label=(format!("Table: {}", figure.caption)) {
                table {
                    thead { tr { @for name in &figure.rows.heading { th scope="col" { (name.replace('_', " ")) } } } }
                    tbody { @for row in &figure.rows.rows { tr { @for cell in row { (of_cell(cell)) } } } }
                }
            }
            @for remark in &figure.remarks { p.remark { (remark) } }
        }
    }
}

/// Numbers and amounts stand below each other, and are not broken.
fn of_cell(cell: &str) -> Markup {
    let plain = match cell.split_once(' ') {
        Some((currency, amount)) if currency.len() == 3 && currency.bytes().all(|it| it.is_ascii_uppercase()) => amount,
        _ => cell,
    };
    let is_number = plain.starts_with(|it: char| it.is_ascii_digit() || it == '-')
        && plain.chars().all(|it| it.is_ascii_digit() || " ,.%-/+".contains(it));
    html! { td.number[is_number] { (cell) } }
}
