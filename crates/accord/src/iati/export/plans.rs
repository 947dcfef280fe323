//! What members mean to pay: accepted lines of their budget, and payments that are planned.

use contract::resources::{BudgetLine, BudgetState, BudgetTerms, Disbursement, DisbursementState};
use jiff::{ToSpan, civil::Date};

use super::{
    About,
    money::{belongs, value},
    organisations,
};
use crate::iati::{ids::OWN, node::Node};

/// Codes of the list BudgetType, and of the list BudgetStatus.
const ORIGINAL: &str = "1";
const REVISED: &str = "2";
/// A line of the budget binds nobody: a promise is a transaction.
const INDICATIVE: &str = "1";

/// Those of an activity, or with none of the partnership itself.
pub(super) fn of(about: &About<'_>, activity_id: &str) -> Vec<Node> {
    budgets(about, activity_id).into_iter().chain(planned(about, activity_id)).collect()
}

/// Lines that the standard has no place for.
pub(super) fn too_long(about: &About<'_>) -> Vec<String> {
    let lines = accepted(about).filter(|(_, terms)| !is_within_a_year(terms));
    lines.map(|(line, _)| format!("line {} of the budget is for more than a year", line.line_id)).collect()
}

fn budgets(about: &About<'_>, activity_id: &str) -> Vec<Node> {
    let lines = accepted(about).filter(|(_, terms)| belongs(about, &terms.activity_id, activity_id));
    let mut lines: Vec<_> = lines.filter(|(_, terms)| is_within_a_year(terms)).collect();
    lines.sort_by_key(|(line, terms)| (&terms.period_from, &terms.period_until, &line.line_id));
    lines.into_iter().map(|(line, terms)| budget(line, terms)).collect()
}

fn accepted<'f>(about: &About<'f>) -> impl Iterator<Item = (&'f BudgetLine, &'f BudgetTerms)> {
    let lines = about.facts.budget.iter().filter(|it| it.state() == BudgetState::Accepted);
    lines.filter_map(|it| it.accepted.as_ref().map(|terms| (it, terms)))
}

/// The standard takes no more, and how a longer line is spread over years is not said.
fn is_within_a_year(terms: &BudgetTerms) -> bool {
    let (from, until) = (terms.period_from.parse::<Date>(), terms.period_until.parse::<Date>());
    let Ok((from, until)) = from.and_then(|from| Ok((from, until?))) else { return false };
    from.checked_add(1.year()).is_ok_and(|end| until <= end)
}

fn budget(line: &BudgetLine, terms: &BudgetTerms) -> Node {
    Node::new("budget")
        .with("status", INDICATIVE)
        .with(OWN, &line.line_id)
        .child(Node::new("period-start").with("iso-date", &terms.period_from))
        .child(Node::new("period-end").with("iso-date", &terms.period_until))
        .child(value(terms.amount_minor, &terms.currency, &terms.period_from))
}

/// What is paid stands among the transactions, and what is cancelled nowhere.
fn planned(about: &About<'_>, activity_id: &str) -> Vec<Node> {
    let open = about.facts.disbursements.iter().filter(|it| it.state() == DisbursementState::Planned);
    let mut open: Vec<_> = open.filter(|it| belongs(about, paid_for(about, it), activity_id)).collect();
    open.sort_by_key(|it| (&it.due_on, &it.disbursement_id));
    open.into_iter().map(|it| payment(about, it)).collect()
}

/// The activity of its line; empty: of none.
fn paid_for<'f>(about: &About<'f>, it: &Disbursement) -> &'f str {
    let line = about.facts.budget.iter().find(|line| line.line_id == it.budget_line_id);
    line.and_then(|line| line.accepted.as_ref()).map_or("", |terms| terms.activity_id.as_str())
}

fn payment(about: &About<'_>, it: &Disbursement) -> Node {
    let side = |element, partner_id| organisations::side(element, about.facts, partner_id, "");
    Node::new("planned-disbursement")
        .with("type", if it.reschedules.is_empty() { ORIGINAL } else { REVISED })
        .with(OWN, &it.disbursement_id)
        .child(Node::new("period-start").with("iso-date", &it.due_on))
        .child(value(it.amount_minor, &it.currency, &it.due_on))
        .all(side("provider-org", &it.provider_partner_id))
        .all(side("receiver-org", &it.receiver_partner_id))
}
