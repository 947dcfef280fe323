//! How it is told in the end: by the books, by who gave what to whom, and by what each of them has still to do.

use contract::resources::{
    Budget, DisbursementState, GetBudget, GetLedger, GetReciprocity, Ledger, LedgerLine, ListPractices,
    ListPracticesResponse, ListTransactions, ListTransactionsResponse, ListWaitingResources,
    ListWaitingResourcesResponse, Reciprocity, ResourceKind, TransactionState,
};

use crate::{
    funds::Grant,
    ground::{Ground, partner, partnership, told},
    things::Shared,
};

pub(crate) async fn check(ground: &Ground, grant: &Grant, _: &Shared) {
    let payment = ground.payment(&grant.second).await;
    assert_eq!((payment.state(), payment.paid_on.as_str()), (DisbursementState::Paid, "2026-07-13"));
    let late = (payment.days_late, payment.days_for_conditions, payment.days_for_payment);
    assert_eq!(late, (42, 30, 12), "six weeks: thirty days for the report, twelve by the funder");
    budget(ground, grant).await;
    for teller in [&ground.lender, &ground.funder, &ground.cooperative, &ground.trainer, &ground.auditor] {
        let query = GetLedger { partnership_id: partnership(), ..Default::default() };
        books(&told(teller, query).await);
    }
    once(ground).await;
    mutual(ground).await;
    for teller in [&ground.lender, &ground.funder, &ground.cooperative] {
        let query = ListWaitingResources { partnership_id: partnership(), ..Default::default() };
        let waiting: ListWaitingResourcesResponse = told(teller, query).await;
        assert_eq!(waiting.waiting, [], "nothing is left to do");
    }
    let query = ListPractices { partnership_id: partnership(), topic: "seasonal loans".into(), ..Default::default() };
    let found: ListPracticesResponse = told(&ground.funder, query).await;
    let outcomes = found.practices[0].outcomes.unwrap();
    assert_eq!((found.practices.len(), outcomes.helped, outcomes.unreported), (1, 1, 0));
    assert_eq!(found.practices[0].adopted_by, [partner("lender")]);
}

async fn budget(ground: &Ground, grant: &Grant) {
    let budget: Budget = told(&ground.lender, GetBudget { partnership_id: partnership(), ..Default::default() }).await;
    let line = budget.lines.iter().find(|it| it.line_id == grant.line).unwrap();
    assert_eq!(
        (line.planned_minor, line.paid_minor, line.confirmed_minor, line.remaining_minor),
        (1_000_000, 1_000_000, 1_000_000, 0)
    );
}

/// Ten thousand dollars; eighteen days of training; a store that was lent and is back.
fn books(ledger: &Ledger) {
    let line = |lines: &[LedgerLine], role: &str, kind: ResourceKind| {
        lines.iter().find(|it| it.partner_id == partner(role) && it.kind() == kind).cloned().unwrap_or_default()
    };
    let as_it_is = |role, kind| line(&ledger.lines, role, kind);
    assert_eq!(as_it_is("funder", ResourceKind::Funds).given_minor, 1_000_000);
    assert_eq!(as_it_is("lender", ResourceKind::Funds).received_minor, 1_000_000);
    assert_eq!(as_it_is("lender", ResourceKind::Funds).net_minor, -1_000_000, "given less received");
    assert_eq!(as_it_is("trainer", ResourceKind::Expertise).given_minor, 18_000_000);
    assert_eq!(as_it_is("lender", ResourceKind::Expertise).received_minor, 18_000_000);
    assert_eq!(as_it_is("cooperative", ResourceKind::Equipment).given_minor, 0, "a loan is no gift");
    assert_eq!(as_it_is("cooperative", ResourceKind::Equipment).lent_minor, 150_000_000);
    assert_eq!(as_it_is("lender", ResourceKind::Equipment).borrowed_minor, 150_000_000);
    // 10,000.00 dollars at 0.741 SDR, a shilling at 0.0057: 78,000,000 and 52,000,000 cents, each rounded once.
    let converted = line(&ledger.converted, "funder", ResourceKind::Funds);
    assert_eq!((converted.currency.as_str(), converted.given_minor), ("KES", 78_000_000 + 52_000_000));
    assert_eq!(ledger.unconverted, []);
    let given: i64 = ledger.converted.iter().map(|it| it.given_minor).sum();
    let received: i64 = ledger.converted.iter().map(|it| it.received_minor).sum();
    assert_eq!(given, received, "all that is given is received");
}

/// Two reports of the first instalment are one transfer.
async fn once(ground: &Ground) {
    let query = ListTransactions { partnership_id: partnership(), page_size: 50, ..Default::default() };
    let listed: ListTransactionsResponse = told(&ground.funder, query).await;
    let states = |state| listed.transactions.iter().filter(|it| it.state() == state).count();
    assert_eq!((states(TransactionState::Confirmed), states(TransactionState::Linked)), (2, 1));
}

async fn mutual(ground: &Ground) {
    let query = GetReciprocity { partnership_id: partnership(), ..Default::default() };
    let told: Reciprocity = told(&ground.auditor, query).await;
    let pairs: Vec<_> = told.pairs.iter().map(|it| (it.giver_partner_id.clone(), it.answered)).collect();
    assert!(pairs.contains(&(partner("funder"), false)) && pairs.contains(&(partner("trainer"), false)), "{pairs:?}");
    assert_eq!((told.answered, told.reciprocity_basis_points), (0, Some(0)), "nobody has given the lender's back");
}
