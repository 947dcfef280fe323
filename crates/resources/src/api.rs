//! The gRPC face: one line a command, one a query.

mod funds;

use contract::resources::{
    self as answers, AcceptBudget, Budget, CancelDisbursement, ConfirmTransaction, ContestCondition,
    DisputeTransaction, DropBudget, GetBudget, GetDisbursement, GetLedger, GetOffer, GetRate, GetReciprocity,
    GetTransaction, Ledger, LinkTransaction, ListDisbursements, ListDisbursementsResponse, ListOffers,
    ListOffersResponse, ListRates, ListRatesResponse, ListTransactions, ListTransactionsResponse, LoadRates,
    MeetCondition, OfferResource, PlanDisbursement, RateFound, RecordTransaction, RescheduleDisbursement, SetBudget,
    UnlinkTransaction, WaiveCondition, WithdrawTransaction, resource_commands_server::ResourceCommands,
    resource_queries_server::ResourceQueries,
};
use jiff::{civil::Date, tz::TimeZone};
use runtime::{Answered, Desk, Reply, Room, views::key};
use tonic::Request;

use crate::{
    Resources,
    budget::Line,
    disbursement::Disbursement,
    figures::{Said, ledger, reciprocity},
    offer::Offer,
    rates::Rates,
    transaction::Transaction,
    views::{BUDGET, DISBURSEMENTS, OFFERS, RATES, TRANSACTIONS, budget, place, rates},
};

#[derive(Clone)]
pub struct Api {
    pub desk: Desk<Resources>,
}

#[tonic::async_trait]
impl ResourceCommands for Api {
    async fn offer_resource(&self, request: Request<OfferResource>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn record_transaction(&self, request: Request<RecordTransaction>) -> Reply {
        self.desk.carry_out::<Transaction, _>(request).await
    }

    async fn confirm_transaction(&self, request: Request<ConfirmTransaction>) -> Reply {
        self.desk.carry_out::<Transaction, _>(request).await
    }

    async fn dispute_transaction(&self, request: Request<DisputeTransaction>) -> Reply {
        self.desk.carry_out::<Transaction, _>(request).await
    }

    async fn withdraw_transaction(&self, request: Request<WithdrawTransaction>) -> Reply {
        self.desk.carry_out::<Transaction, _>(request).await
    }

    async fn link_transaction(&self, request: Request<LinkTransaction>) -> Reply {
        self.desk.carry_out::<Transaction, _>(request).await
    }

    async fn unlink_transaction(&self, request: Request<UnlinkTransaction>) -> Reply {
        self.desk.carry_out::<Transaction, _>(request).await
    }

    async fn set_budget(&self, request: Request<SetBudget>) -> Reply {
        self.desk.carry_out::<Line, _>(request).await
    }

    async fn accept_budget(&self, request: Request<AcceptBudget>) -> Reply {
        self.desk.carry_out::<Line, _>(request).await
    }

    async fn drop_budget(&self, request: Request<DropBudget>) -> Reply {
        self.desk.carry_out::<Line, _>(request).await
    }

    async fn plan_disbursement(&self, request: Request<PlanDisbursement>) -> Reply {
        self.desk.carry_out::<Disbursement, _>(request).await
    }

    async fn reschedule_disbursement(&self, request: Request<RescheduleDisbursement>) -> Reply {
        self.desk.carry_out::<Disbursement, _>(request).await
    }

    async fn cancel_disbursement(&self, request: Request<CancelDisbursement>) -> Reply {
        self.desk.carry_out::<Disbursement, _>(request).await
    }

    async fn meet_condition(&self, request: Request<MeetCondition>) -> Reply {
        self.desk.carry_out::<Disbursement, _>(request).await
    }

    async fn contest_condition(&self, request: Request<ContestCondition>) -> Reply {
        self.desk.carry_out::<Disbursement, _>(request).await
    }

    async fn waive_condition(&self, request: Request<WaiveCondition>) -> Reply {
        self.desk.carry_out::<Disbursement, _>(request).await
    }

    async fn load_rates(&self, request: Request<LoadRates>) -> Reply {
        self.desk.carry_out::<Rates, _>(request).await
    }
}

#[tonic::async_trait]
impl ResourceQueries for Api {
    async fn get_offer(&self, request: Request<GetOffer>) -> Answered<answers::Offer> {
        self.desk.get(request, OFFERS, "offer_id", |q, _| place(&q.partnership_id, &q.offer_id)).await
    }

    async fn list_offers(&self, request: Request<ListOffers>) -> Answered<ListOffersResponse> {
        let answer = |offers, next_page_token| ListOffersResponse { as_of: vec![], offers, next_page_token };
        self.desk.list(request, OFFERS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn get_transaction(&self, request: Request<GetTransaction>) -> Answered<answers::Transaction> {
        let look = |room: &Room<Resources>, q: &GetTransaction| {
            funds::alike(&room.memory.funds, &q.partnership_id, &q.transaction_id)
        };
        let place = |q: &GetTransaction| place(&q.partnership_id, &q.transaction_id);
        self.desk.get_knowing(request, TRANSACTIONS, "transaction_id", place, look, funds::suggest).await
    }

    async fn list_transactions(&self, request: Request<ListTransactions>) -> Answered<ListTransactionsResponse> {
        let answer =
            |transactions, next_page_token| ListTransactionsResponse { as_of: vec![], transactions, next_page_token };
        let prefix = |q: &ListTransactions| key(&[&q.partnership_id]);
        self.desk.list_knowing(request, TRANSACTIONS, prefix, funds::all_alike, funds::suggested, answer).await
    }

    async fn get_ledger(&self, request: Request<GetLedger>) -> Answered<Ledger> {
        self.desk.recall_for(request, "partnership_id", funds::of_ledger, ledger).await
    }

    async fn get_reciprocity(&self, request: Request<GetReciprocity>) -> Answered<answers::Reciprocity> {
        let make = |q, (said, members): (Said, Vec<String>)| reciprocity(q, &said, &members);
        self.desk.recall_for(request, "partnership_id", funds::of_reciprocity, make).await
    }

    async fn get_budget(&self, request: Request<GetBudget>) -> Answered<Budget> {
        let prefix = |q: &GetBudget| key(&[&q.partnership_id]);
        let answer = |q: &GetBudget, lines, done| budget::budget(q, lines, &done);
        self.desk.scan_knowing(request, BUDGET, prefix, funds::lines, answer).await
    }

    async fn get_disbursement(&self, request: Request<GetDisbursement>) -> Answered<answers::Disbursement> {
        let today = self.today();
        let place = |q: &GetDisbursement| place(&q.partnership_id, &q.disbursement_id);
        let finish = |it: &mut answers::Disbursement, paid: &funds::Payments| funds::finish(it, paid, today);
        self.desk.get_knowing(request, DISBURSEMENTS, "disbursement_id", place, funds::paid_of, finish).await
    }

    async fn list_disbursements(&self, request: Request<ListDisbursements>) -> Answered<ListDisbursementsResponse> {
        let today = self.today();
        let look = |room: &Room<Resources>, q: &ListDisbursements| (funds::paid(room, &q.partnership_id), today);
        let answer = |disbursements, next_page_token| ListDisbursementsResponse {
            as_of: vec![],
            disbursements,
            next_page_token,
        };
        let prefix = |q: &ListDisbursements| key(&[&q.partnership_id]);
        self.desk.list_knowing(request, DISBURSEMENTS, prefix, look, funds::finished, answer).await
    }

    async fn get_rate(&self, request: Request<GetRate>) -> Answered<RateFound> {
        let look = |room: &Room<Resources>, q: &GetRate| rates::found(room.memory.funds.tables(), q);
        self.desk.recall(request, "date", look, |_, found| found).await
    }

    async fn list_rates(&self, request: Request<ListRates>) -> Answered<ListRatesResponse> {
        let answer = |rates, next_page_token| ListRatesResponse { as_of: vec![], rates, next_page_token };
        self.desk.list(request, RATES, |q, _| rates::prefix(q), rates::is_asked_for, answer).await
    }
}

impl Api {
    fn today(&self) -> Date {
        self.desk.now().to_zoned(TimeZone::UTC).date()
    }
}
