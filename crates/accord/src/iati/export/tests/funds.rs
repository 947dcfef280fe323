//! What members pay, mean to pay and lend, as the standard has it.

use contract::{
    partners::{MemberRole, Participant, PartnerKind},
    resources::{
        BudgetLine, BudgetState, BudgetTerms, Disbursement, DisbursementState, Reschedule, Terms, Transaction,
        TransactionState, TransactionType,
    },
};

use super::{Activity, Facts, Stage, activities, activity, all, code, facts, from_source, text, written};

#[test]
fn money_is_written_in_units_with_both_sides() {
    let listed = Participant {
        participant_id: "listed".into(),
        name: "Ministry".into(),
        reference: "AF-M".into(),
        role: MemberRole::Implementing.into(),
        kind: PartnerKind::GovernmentAgency.into(),
        ..Default::default()
    };
    let own = Transaction { receiver_participant_id: "listed".into(), ..paid() };
    let facts = Facts { transactions: vec![own], participants: vec![listed], ..facts() };
    let programme = &written(&facts)[0];
    let transaction = programme.first("transaction").unwrap();
    assert_eq!(text(transaction, "value"), "20854.5");
    assert_eq!(code(transaction, "value", "value-date"), "2026-02-01");
    assert_eq!(code(transaction, "transaction-date", "iso-date"), "2026-02-03");
    assert_eq!(code(transaction, "provider-org", "ref"), "funder");
    assert_eq!(code(transaction, "receiver-org", "type"), "10");
    assert_eq!(transaction.attribute("accord:id"), Some("own"));
    assert_eq!(transaction.attribute("ref"), None, "its reporter gave it no number");
    assert!(transaction.first("finance-type").is_none(), "what is given says no more");
}

#[test]
fn what_is_disputed_linked_withdrawn_or_unsaid_stays_out() {
    use TransactionState::{AsPublished, Confirmed, Disputed, Linked, Recorded, Unspecified, Withdrawn};
    let in_state =
        |state: TransactionState| Transaction { transaction_id: format!("{state:?}"), state: state.into(), ..paid() };
    let states = [Unspecified, AsPublished, Recorded, Confirmed, Disputed, Linked, Withdrawn];
    let facts = Facts { transactions: states.map(in_state).to_vec(), ..facts() };
    let programme = &written(&facts)[0];
    let ids: Vec<_> = all(programme, "transaction").map(|it| it.attribute("accord:id").unwrap()).collect();
    assert_eq!(ids, ["AsPublished", "Confirmed", "Recorded"]);
}

#[test]
fn a_loan_is_a_disbursement_financed_as_a_loan_under_its_reporters_number() {
    let lent = Transaction { terms: Terms::Loan.into(), reference: "PO-7".into(), ..paid() };
    let programme = &written(&Facts { transactions: vec![lent], ..facts() })[0];
    let transaction = programme.first("transaction").unwrap();
    assert_eq!(code(transaction, "transaction-type", "code"), "3");
    assert_eq!(code(transaction, "finance-type", "code"), "421");
    assert_eq!(transaction.attribute("ref"), Some("PO-7"));
    let names: Vec<_> = transaction.children.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["transaction-type", "transaction-date", "value", "provider-org", "finance-type"]);
}

#[test]
fn an_accepted_line_of_the_budget_is_a_budget_in_the_terms_that_were_accepted() {
    let anew = BudgetLine { proposed: Some(BudgetTerms { amount_minor: 9, ..terms() }), ..line("anew") };
    let unaccepted = BudgetLine { accepted: None, proposed: Some(terms()), ..in_state(BudgetState::Proposed) };
    let facts = Facts { budget: vec![anew, unaccepted, in_state(BudgetState::Dropped)], ..facts() };
    let programme = &written(&facts)[0];
    let budgets: Vec<_> = all(programme, "budget").collect();
    let [budget] = &budgets[..] else { panic!("{budgets:#?}") };
    assert_eq!(code(budget, "period-start", "iso-date"), "2026-01-01");
    assert_eq!(code(budget, "period-end", "iso-date"), "2026-12-31");
    assert_eq!((text(budget, "value"), code(budget, "value", "currency")), ("1500.25", "EUR"));
    assert_eq!((budget.attribute("status"), budget.attribute("accord:id")), (Some("1"), Some("anew")));
}

#[test]
fn a_line_for_more_than_a_year_is_left_out_and_told() {
    let until =
        |day: &str| BudgetLine { accepted: Some(BudgetTerms { period_until: day.into(), ..terms() }), ..line(day) };
    let facts = Facts { budget: vec![until("2027-01-01"), until("2027-01-02"), until("never")], ..facts() };
    let (written, left_out) = activities(&facts, None);
    assert_eq!(all(&written[0], "budget").count(), 1);
    let told = |day: &str| format!("AF-1-partnership: line {day} of the budget is for more than a year");
    assert_eq!(left_out, [told("2027-01-02"), told("never")]);
}

#[test]
fn a_planned_payment_stands_with_its_day_and_sides_until_it_is_paid_or_cancelled() {
    let moved =
        Disbursement { reschedules: vec![Reschedule::default()], due_on: "2026-04-01".into(), ..payment("moved") };
    let other = |state: DisbursementState| Disbursement { state: state.into(), ..payment("other") };
    let disbursements = vec![
        moved,
        other(DisbursementState::Paid),
        other(DisbursementState::Cancelled),
        other(DisbursementState::Unspecified),
        payment("planned"),
    ];
    let programme = &written(&Facts { disbursements, ..facts() })[0];
    let planned: Vec<_> = all(programme, "planned-disbursement").collect();
    let ids: Vec<_> =
        planned.iter().map(|it| (it.attribute("accord:id").unwrap(), it.attribute("type").unwrap())).collect();
    assert_eq!(ids, [("planned", "1"), ("moved", "2")], "in the order of their days");
    assert_eq!(code(planned[0], "period-start", "iso-date"), "2026-03-15");
    assert_eq!((text(planned[0], "value"), code(planned[0], "value", "value-date")), ("700", "2026-03-15"));
    assert_eq!(code(planned[0], "provider-org", "ref"), "funder");
    assert_eq!(code(planned[0], "receiver-org", "ref"), "AF-1");
}

#[test]
fn they_stand_before_transactions_and_with_the_activity_that_they_name() {
    let named = BudgetTerms { activity_id: "activity".into(), ..terms() };
    let unknown = BudgetTerms { activity_id: "gone".into(), ..terms() };
    let facts = Facts {
        activities: vec![activity()],
        transactions: vec![paid()],
        budget: vec![
            BudgetLine { accepted: Some(named), ..line("named") },
            BudgetLine { accepted: Some(unknown), ..line("unknown") },
        ],
        disbursements: vec![
            Disbursement { budget_line_id: "named".into(), ..payment("from it") },
            payment("from none"),
        ],
        ..facts()
    };
    let written = written(&facts);
    let money = ["budget", "planned-disbursement", "transaction"];
    let of = |place: usize| -> Vec<_> {
        let nodes = written[place].children.iter().filter(|it| money.contains(&it.name.as_str()));
        nodes.map(|it| (it.name.as_str(), it.attribute("accord:id").unwrap())).collect()
    };
    assert_eq!(of(0), [("budget", "unknown"), ("planned-disbursement", "from none"), ("transaction", "own")]);
    assert_eq!(of(1), [("budget", "named"), ("planned-disbursement", "from it")]);
}

#[test]
fn what_a_source_budgeted_stands_beside_what_members_budget() {
    let mut facts = from_source(Stage::Active);
    let theirs = crate::iati::Node::new("budget")
        .child(crate::iati::Node::new("period-start").with("iso-date", "2011-01-01"))
        .child(crate::iati::Node::new("period-end").with("iso-date", "2011-12-31"))
        .child(crate::iati::Node::new("value").with("value-date", "2011-01-01").text("5"));
    facts.publications[0].elements.extend(super::flat(&[theirs]));
    facts.budget = vec![line("ours")];
    let ids: Vec<_> =
        all(&written(&facts)[0], "budget").map(|it| it.attribute("accord:id").map(str::to_owned)).collect();
    assert_eq!(ids, [None, Some("ours".to_owned())]);
}

#[test]
fn what_was_first_recorded_here_is_written_once_where_our_own_file_was_read_back() {
    let mut facts = from_source(Stage::Active);
    facts.transactions = vec![paid()];
    facts.budget = vec![line("line")];
    facts.disbursements = vec![payment("payment")];
    let before = written(&facts);
    facts.publications[0].elements = super::flat(&before[0].children);
    facts.budget =
        vec![in_state(BudgetState::Dropped), BudgetLine { state: BudgetState::Dropped.into(), ..line("line") }];
    let count = |name| all(&written(&facts)[0], name).count();
    assert_eq!((count("transaction"), count("planned-disbursement")), (1, 1));
    assert_eq!(count("budget"), 0, "and as it stands now");
}

#[test]
fn money_of_a_programme_that_another_publishes_is_told_where_it_has_no_place() {
    let mut facts = from_source(Stage::Active);
    facts.publications[0].activity_id = "activity".into();
    facts.activities = vec![Activity { source: "iati:GB-1-1".into(), ..activity() }];
    facts.transactions = vec![paid()];
    facts.budget = vec![line("ours")];
    let (written, left_out) = activities(&facts, None);
    assert_eq!(written.len(), 1);
    let told = "GB-1-1: another publishes it; 2 payments and plans of members name none of its activities";
    assert_eq!(left_out, [told]);
}

fn paid() -> Transaction {
    Transaction {
        transaction_id: "own".into(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: "funder".into(),
        amount_minor: 2_085_450,
        currency: "EUR".into(),
        value_date: "2026-02-01".into(),
        transacted_on: "2026-02-03".into(),
        state: TransactionState::Confirmed.into(),
        ..Default::default()
    }
}

fn line(line_id: &str) -> BudgetLine {
    BudgetLine {
        line_id: line_id.into(),
        state: BudgetState::Accepted.into(),
        accepted: Some(terms()),
        ..Default::default()
    }
}

fn in_state(state: BudgetState) -> BudgetLine {
    BudgetLine { state: state.into(), ..line("other") }
}

fn terms() -> BudgetTerms {
    BudgetTerms {
        title: "Loans".into(),
        period_from: "2026-01-01".into(),
        period_until: "2026-12-31".into(),
        amount_minor: 150_025,
        currency: "EUR".into(),
        payer_partner_id: "funder".into(),
        ..Default::default()
    }
}

fn payment(disbursement_id: &str) -> Disbursement {
    Disbursement {
        disbursement_id: disbursement_id.into(),
        provider_partner_id: "funder".into(),
        receiver_partner_id: "mfi".into(),
        amount_minor: 70_000,
        currency: "EUR".into(),
        due_on: "2026-03-15".into(),
        state: DisbursementState::Planned.into(),
        ..Default::default()
    }
}
