//! `budget`: each line against what is planned, paid and spent; then the payments, which of them are late, and by whom.

use contract::resources::{
    Budget, BudgetLine, BudgetState, BudgetTerms, Disbursement, DisbursementState, GetBudget, ListDisbursements,
    ListDisbursementsResponse,
};

use crate::{
    client::{Client, ClientArgs, Failure},
    commands::{
        names::Names,
        pages::{self, PAGE_SIZE},
    },
    output::{Output, Rows, amount, line, money, words},
};

const LINES: [&str; 9] = ["line", "pays", "state", "budgeted", "planned", "paid", "confirmed", "spent", "remaining"];
const PAYMENTS: [&str; 9] = ["due", "from", "to", "amount", "confirmed", "state", "late", "waits_for", "id"];

pub(in crate::commands) async fn budget(partnership: &str, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let asked = GetBudget { partnership_id: partnership.to_owned(), ..Default::default() };
    let budget: Budget = client.call(&asked).await?;
    let mut payments = payments(&client, partnership).await?;
    payments.sort_by(|one, other| (&one.due_on, &one.disbursement_id).cmp(&(&other.due_on, &other.disbursement_id)));
    let mut names = Names::of_partners(&client);
    let mut lines = Rows::new(&LINES);
    for it in budget.lines.iter().filter(|it| it.state() != BudgetState::Dropped) {
        lines.push(line_row(it, names.of(&terms(it).payer_partner_id).await, output));
    }
    let mut planned = Rows::new(&PAYMENTS);
    for it in &payments {
        let (from, to) = (names.of(&it.provider_partner_id).await, names.of(&it.receiver_partner_id).await);
        planned.push(payment_row(it, [from, to, names.of(&it.waits_for).await], output));
    }
    match output {
        Output::Table => {
            line("Lines");
            lines.print(output);
            line("\nPayments");
            planned.print(output);
        }
        _ => together(&lines, &planned).print(output),
    }
    Ok(())
}

async fn payments(client: &Client, partnership: &str) -> Result<Vec<Disbursement>, Failure> {
    let asked =
        ListDisbursements { partnership_id: partnership.to_owned(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListDisbursementsResponse| (page.disbursements, page.next_page_token);
    let all = pages::all(client, asked, |asked, next| asked.page_token = next, taken).await?;
    Ok(all.into_iter().filter(|it: &Disbursement| it.state() != DisbursementState::Cancelled).collect())
}

/// What counts; where nothing does yet, what is proposed.
fn terms(line: &BudgetLine) -> BudgetTerms {
    line.accepted.clone().or_else(|| line.proposed.clone()).unwrap_or_default()
}

fn line_row(it: &BudgetLine, pays: String, output: Output) -> [String; 9] {
    let BudgetTerms { title, currency, amount_minor, .. } = terms(it);
    let figure = |minor: i64| written(minor, &currency, output);
    [
        title,
        pays,
        words(it.state().as_str_name(), "BUDGET_STATE_"),
        figure(amount_minor),
        figure(it.planned_minor),
        figure(it.paid_minor),
        figure(it.confirmed_minor),
        figure(it.spent_minor),
        figure(it.remaining_minor),
    ]
}

fn payment_row(it: &Disbursement, [from, to, waits_for]: [String; 3], output: Output) -> [String; 9] {
    [
        it.due_on.clone(),
        from,
        to,
        written(it.amount_minor, &it.currency, output),
        written(it.confirmed_minor, &it.currency, output),
        words(it.state().as_str_name(), "DISBURSEMENT_STATE_"),
        late(it),
        waits_for,
        it.disbursement_id.clone(),
    ]
}

/// Whose days they were: a payment that waits for a report is not late by who pays.
fn late(it: &Disbursement) -> String {
    let days = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    match (it.days_late, it.days_for_conditions, it.days_for_payment) {
        (0, ..) => String::new(),
        (all, 0, _) => format!("{}, by who pays", days(all)),
        (all, _, 0) => format!("{}, for conditions", days(all)),
        (all, conditions, payment) => {
            format!("{}: {} for conditions, {} by who pays", days(all), days(conditions), days(payment))
        }
    }
}

fn written(minor: i64, currency: &str, output: Output) -> String {
    if output == Output::Table { money(minor, currency) } else { amount(minor, currency) }
}

/// For programs: one list, which says of each row what it is.
fn together(lines: &Rows, payments: &Rows) -> Rows {
    let mut heading = vec!["what"];
    heading.extend(LINES);
    heading.extend(PAYMENTS);
    let mut all = Rows::new(&heading);
    let blank = |columns: usize| vec![String::new(); columns];
    for row in &lines.rows {
        all.rows.push([vec!["line".to_owned()], row.clone(), blank(PAYMENTS.len())].concat());
    }
    for row in &payments.rows {
        all.rows.push([vec!["payment".to_owned()], blank(LINES.len()), row.clone()].concat());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_says_whose_days_they_were() {
        let said = |days_late, days_for_conditions, days_for_payment| {
            late(&Disbursement { days_late, days_for_conditions, days_for_payment, ..Default::default() })
        };
        assert_eq!(said(0, 0, 0), "");
        assert_eq!(said(1, 0, 1), "1 day, by who pays");
        assert_eq!(said(30, 30, 0), "30 days, for conditions");
        assert_eq!(said(42, 30, 12), "42 days: 30 days for conditions, 12 days by who pays");
    }

    #[test]
    fn a_line_that_nobody_has_accepted_shows_what_is_proposed() {
        let proposed = BudgetTerms {
            title: "Seed loans".into(),
            currency: "KES".into(),
            amount_minor: 150_000,
            ..Default::default()
        };
        let line = BudgetLine { proposed: Some(proposed), state: BudgetState::Proposed.into(), ..Default::default() };
        let row = line_row(&line, "Funder".into(), Output::Table);
        assert_eq!(row[..4], ["Seed loans", "Funder", "proposed", "KES 1,500.00"]);
        assert_eq!(line_row(&line, String::new(), Output::Csv)[3], "1500.00");
    }
}
