//! The gRPC face: one line a command, one a query.

mod funds;
mod open;

use contract::{
    moment,
    resources::{
        self as answers, AcceptBudget, AdoptPractice, AgreeAllocation, Allocation, Board, Budget, CancelDisbursement,
        ConfirmDelivery, ConfirmReturn, ConfirmTransaction, ContestCondition, DeclineAllocation, DisputeDelivery,
        DisputeTransaction, DropBudget, EndAdoption, EndorsePractice, GetAllocation, GetBoard, GetBudget,
        GetDisbursement, GetLedger, GetNeed, GetOffer, GetPractice, GetRate, GetReciprocity, GetTransaction,
        KeepPublication, Ledger, LinkTransaction, ListAdoptions, ListAdoptionsResponse, ListAllocations,
        ListAllocationsResponse, ListDisbursements, ListDisbursementsResponse, ListNeeds, ListNeedsResponse,
        ListOffers, ListOffersResponse, ListPracticeTopics, ListPracticeTopicsResponse, ListPractices,
        ListPracticesResponse, ListPublications, ListPublicationsResponse, ListRates, ListRatesResponse,
        ListTransactions, ListTransactionsResponse, ListWaitingResources, ListWaitingResourcesResponse, LoadRates,
        MeetCondition, OfferResource, PlanDisbursement, RateFound, RecordDelivery, RecordReturn, RecordTransaction,
        ReleaseAllocation, ReportAdoption, RequestAllocation, RescheduleDisbursement, ReviseNeed, ReviseOffer,
        RevisePractice, SetBudget, SettleDelivery, SharePractice, StateNeed, SuggestMatches, SuggestedMatches,
        UnlinkTransaction, WaiveCondition, WithdrawDelivery, WithdrawEndorsement, WithdrawNeed, WithdrawOffer,
        WithdrawPractice, WithdrawRequest, WithdrawTransaction, WriteOffReturn,
        resource_commands_server::ResourceCommands, resource_queries_server::ResourceQueries,
    },
};
use jiff::civil::Date;
use runtime::{Answered, Desk, Reply, Room, caller::Caller, views::key};
use tonic::Request;

use crate::{
    Resources,
    budget::Line,
    disbursement::Disbursement,
    figures::{Said, ledger, reciprocity},
    need::Need,
    offer::Offer,
    practice::Practice,
    publication::Publication,
    rates::Rates,
    transaction::Transaction,
    views::{
        ADOPTIONS, ALLOCATIONS, BUDGET, DISBURSEMENTS, NEEDS, OFFERS, PRACTICES, PUBLICATIONS, RATES, TRANSACTIONS,
        WAITING, allocations,
        board::board,
        bookings::{show_free, show_late},
        budget,
        matches::suggested,
        needs, offers, place, practices, rates, waiting,
    },
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

    async fn keep_publication(&self, request: Request<KeepPublication>) -> Reply {
        self.desk.carry_out::<Publication, _>(request).await
    }

    async fn share_practice(&self, request: Request<SharePractice>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
    }

    async fn revise_practice(&self, request: Request<RevisePractice>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
    }

    async fn withdraw_practice(&self, request: Request<WithdrawPractice>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
    }

    async fn endorse_practice(&self, request: Request<EndorsePractice>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
    }

    async fn withdraw_endorsement(&self, request: Request<WithdrawEndorsement>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
    }

    async fn adopt_practice(&self, request: Request<AdoptPractice>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
    }

    async fn report_adoption(&self, request: Request<ReportAdoption>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
    }

    async fn end_adoption(&self, request: Request<EndAdoption>) -> Reply {
        self.desk.carry_out::<Practice, _>(request).await
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

    async fn revise_offer(&self, request: Request<ReviseOffer>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn withdraw_offer(&self, request: Request<WithdrawOffer>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn state_need(&self, request: Request<StateNeed>) -> Reply {
        self.desk.carry_out::<Need, _>(request).await
    }

    async fn revise_need(&self, request: Request<ReviseNeed>) -> Reply {
        self.desk.carry_out::<Need, _>(request).await
    }

    async fn withdraw_need(&self, request: Request<WithdrawNeed>) -> Reply {
        self.desk.carry_out::<Need, _>(request).await
    }

    async fn request_allocation(&self, request: Request<RequestAllocation>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn withdraw_request(&self, request: Request<WithdrawRequest>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn agree_allocation(&self, request: Request<AgreeAllocation>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn decline_allocation(&self, request: Request<DeclineAllocation>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn release_allocation(&self, request: Request<ReleaseAllocation>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn record_delivery(&self, request: Request<RecordDelivery>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn withdraw_delivery(&self, request: Request<WithdrawDelivery>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn confirm_delivery(&self, request: Request<ConfirmDelivery>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn dispute_delivery(&self, request: Request<DisputeDelivery>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn settle_delivery(&self, request: Request<SettleDelivery>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn record_return(&self, request: Request<RecordReturn>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn confirm_return(&self, request: Request<ConfirmReturn>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }

    async fn write_off_return(&self, request: Request<WriteOffReturn>) -> Reply {
        self.desk.carry_out::<Offer, _>(request).await
    }
}

#[tonic::async_trait]
impl ResourceQueries for Api {
    async fn get_offer(&self, request: Request<GetOffer>) -> Answered<answers::Offer> {
        let today = self.today();
        let show = |it: &mut answers::Offer, _: &_| show_free(it, today);
        self.desk.get_opened(request, OFFERS, "offer_id", |q, _| place(&q.partnership_id, &q.offer_id), show).await
    }

    async fn list_offers(&self, request: Request<ListOffers>) -> Answered<ListOffersResponse> {
        let answer = |offers, next_page_token| ListOffersResponse { as_of: vec![], offers, next_page_token };
        let today = self.today();
        let prefix = |q: &ListOffers, _: &_| key(&[&q.partnership_id]);
        let show = |it: &mut answers::Offer, _: &_| show_free(it, today);
        self.desk.list_opened(request, OFFERS, prefix, offers::is_asked_for, show, answer).await
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

    async fn get_practice(&self, request: Request<GetPractice>) -> Answered<answers::Practice> {
        self.desk.get(request, PRACTICES, "practice_id", |q, _| place(&q.partnership_id, &q.practice_id)).await
    }

    async fn list_practices(&self, request: Request<ListPractices>) -> Answered<ListPracticesResponse> {
        let answer = |practices, next_page_token| ListPracticesResponse { as_of: vec![], practices, next_page_token };
        self.desk.list(request, PRACTICES, |q, _| key(&[&q.partnership_id]), practices::is_practice, answer).await
    }

    async fn list_practice_topics(&self, request: Request<ListPracticeTopics>) -> Answered<ListPracticeTopicsResponse> {
        self.desk.scan(request, PRACTICES, |q, _| key(&[&q.partnership_id]), practices::topics).await
    }

    async fn list_adoptions(&self, request: Request<ListAdoptions>) -> Answered<ListAdoptionsResponse> {
        let answer = |adoptions, next_page_token| ListAdoptionsResponse { as_of: vec![], adoptions, next_page_token };
        self.desk.list(request, ADOPTIONS, |q, _| key(&[&q.partnership_id]), practices::is_adoption, answer).await
    }

    async fn get_need(&self, request: Request<GetNeed>) -> Answered<answers::Need> {
        self.desk.get(request, NEEDS, "need_id", |q, _| place(&q.partnership_id, &q.need_id)).await
    }

    async fn list_needs(&self, request: Request<ListNeeds>) -> Answered<ListNeedsResponse> {
        let answer = |needs, next_page_token| ListNeedsResponse { as_of: vec![], needs, next_page_token };
        self.desk.list(request, NEEDS, |q, _| key(&[&q.partnership_id]), needs::is_asked_for, answer).await
    }

    async fn get_allocation(&self, request: Request<GetAllocation>) -> Answered<Allocation> {
        let today = self.today();
        let at = |q: &GetAllocation, _: &_| place(&q.partnership_id, &q.allocation_id);
        let show = |it: &mut Allocation, _: &_| show_late(it, today);
        self.desk.get_opened(request, ALLOCATIONS, "allocation_id", at, show).await
    }

    async fn list_allocations(&self, request: Request<ListAllocations>) -> Answered<ListAllocationsResponse> {
        let today = self.today();
        let answer =
            |allocations, next_page_token| ListAllocationsResponse { as_of: vec![], allocations, next_page_token };
        let prefix = |q: &ListAllocations, _: &_| key(&[&q.partnership_id]);
        let show = |it: &mut Allocation, _: &_| show_late(it, today);
        self.desk.list_opened(request, ALLOCATIONS, prefix, allocations::is_asked_for, show, answer).await
    }

    async fn get_board(&self, request: Request<GetBoard>) -> Answered<Board> {
        let today = self.today();
        let made = |q: &GetBoard, shares, members| board(q, shares, &members, today);
        self.of_what_is_open(request, |q| &q.partnership_id, made).await
    }

    async fn suggest_matches(&self, request: Request<SuggestMatches>) -> Answered<SuggestedMatches> {
        let today = self.today();
        let made = |q: &SuggestMatches, shares, members| suggested(q, shares, &members, today);
        self.of_what_is_open(request, |q| &q.partnership_id, made).await
    }

    async fn list_waiting_resources(
        &self,
        request: Request<ListWaitingResources>,
    ) -> Answered<ListWaitingResourcesResponse> {
        let answer =
            |waiting, next_page_token| ListWaitingResourcesResponse { as_of: vec![], waiting, next_page_token };
        let prefix = |q: &ListWaitingResources, caller: &Caller| waiting::waits_for(&caller.partner, q);
        self.desk.list(request, WAITING, prefix, waiting::is_asked_for, answer).await
    }

    async fn list_publications(&self, request: Request<ListPublications>) -> Answered<ListPublicationsResponse> {
        let keep = |q: &ListPublications, it: &answers::Publication| {
            q.activity_id.is_empty() || it.activity_id == q.activity_id
        };
        let answer =
            |publications, next_page_token| ListPublicationsResponse { as_of: vec![], publications, next_page_token };
        self.desk.list(request, PUBLICATIONS, |q, _| key(&[&q.partnership_id]), keep, answer).await
    }
}

impl Api {
    /// Today in UTC.
    fn today(&self) -> Date {
        moment::day_of(self.desk.now())
    }
}
