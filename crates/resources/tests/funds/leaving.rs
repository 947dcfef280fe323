//! Planned payments of a leaver: listed for its exit sheet until they are paid, and cancelled as they are settled there.

use contract::{
    log::envelope::Fact,
    partners::{self, ExitItemSettled, ExitOpened, ExitSettlement},
    resources::{resource_commands_server::ResourceCommands as _, resource_queries_server::ResourceQueries as _, *},
};
use kernel::scenario::given;
use resources::{
    disbursement::{Disbursement, Rejection, decisions::Payments},
    figures::Paid,
    known::leaving::open,
    reactions::leaving::{Settlement, settlement},
};

use crate::{messages::*, messages_planning::*, served::*};

#[test]
fn a_payment_is_on_the_sheet_of_either_side_until_it_is_wholly_paid() {
    let paid = TransactionRecorded { disbursement_id: PAYMENT.into(), ..recorded() };
    let listed = |events: Vec<event::Kind>, leaver: &str| {
        let found = open(&after(events), TOGETHER, leaver, "2026-01-15".parse().expect("a day"));
        found.into_iter().map(|it| (it.what, it.counterpart_partner_id, it.leaver_settles)).collect::<Vec<_>>()
    };
    let one = |what: &str, other: &str, leaver_settles| vec![(what.to_owned(), other.to_owned(), leaver_settles)];
    let before = || vec![planned().into()];
    assert_eq!(listed(before(), FUNDER), one("is to pay 250000.00 GBP by 2026-02-01", LENDER, false));
    assert_eq!(listed(before(), LENDER), one("is to be paid 250000.00 GBP by 2026-02-01", FUNDER, true));
    assert_eq!(listed(before(), INSURER), []);
    assert_eq!(listed(vec![planned().into(), paid.clone().into()], LENDER).len(), 1, "nobody has confirmed it");
    assert_eq!(listed(vec![planned().into(), paid.into(), confirmed().into()], LENDER), []);
    assert_eq!(listed(vec![planned().into(), cancelled("No").into()], FUNDER), []);
}

#[test]
fn what_is_settled_on_a_sheet_is_cancelled_by_nobody() {
    let by_service = || given::<Disbursement, _>([planned()]).by_service("resources");
    by_service().when_knowing(Payments::default(), settle("No branch")).then(cancelled("No branch"));
    by_service().when_knowing(Payments::default(), settle("")).then(cancelled("Settled on an exit sheet."));
    by_service().and(cancelled("No branch")).when_knowing(Payments::default(), settle("")).then_nothing();
    let in_part = Payments(Paid { reported: 1, ..Default::default() });
    by_service().when_knowing(in_part, settle("")).then_nothing();
    let by_hand = given::<Disbursement, _>([planned()]).by(FUNDER);
    by_hand.when_knowing(Payments::default(), settle("")).then_rejected(Rejection::NotForCallers);
}

#[test]
fn a_settlement_of_a_payment_here_is_carried_out() {
    let memory = after([planned()]);
    let settled = |how: ExitSettlement, item_id: &str| {
        let it = ExitItemSettled {
            partnership_id: TOGETHER.into(),
            partner_id: FUNDER.into(),
            item_id: item_id.into(),
            how: how.into(),
            note: "No branch".into(),
            settled_by: LENDER.into(),
            ..Default::default()
        };
        settlement(&memory, &fact(Fact::Partners(partners::Event { kind: Some(it.into()) })))
    };
    assert_eq!(settled(ExitSettlement::Released, PAYMENT), Some(Settlement::Payment(settle("No branch"))));
    assert_eq!(settled(ExitSettlement::Ended, PAYMENT), None);
    assert_eq!(settled(ExitSettlement::Released, LINE), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_hears_of_a_settlement_cancels_the_payment() {
    let mut world = World::start().await;
    done(world.api.plan_disbursement(by(FUNDER, PlanDisbursement { conditions: vec![], ..plan() })).await);
    let opened = ExitOpened { partnership_id: TOGETHER.into(), partner_id: FUNDER.into(), items: vec![] };
    world.tell(opened).await;
    let settled = ExitItemSettled {
        partnership_id: TOGETHER.into(),
        partner_id: FUNDER.into(),
        item_id: PAYMENT.into(),
        how: ExitSettlement::Released.into(),
        note: "No branch".into(),
        settled_by: LENDER.into(),
        ..Default::default()
    };
    world.tell(settled).await;
    let ask = || GetDisbursement { as_of: vec![], partnership_id: TOGETHER.into(), disbursement_id: PAYMENT.into() };
    let cancelled = loop {
        let shown = world.api.get_disbursement(by(LENDER, ask())).await.unwrap().into_inner();
        if shown.state() == DisbursementState::Cancelled {
            break shown;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(cancelled.cancelled_because, "No branch");
    world.stop().await;
}

fn settle(why: &str) -> SettleDisbursement {
    SettleDisbursement {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        why: why.into(),
        ..Default::default()
    }
}

fn cancelled(reason: &str) -> DisbursementCancelled {
    DisbursementCancelled {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        partner_id: String::new(),
        reason: reason.into(),
    }
}
