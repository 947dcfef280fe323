//! The gRPC face: one line a command, one a query.

use contract::resources::{
    self as answers, AgreeAllocation, Allocation, Board, ConfirmDelivery, ConfirmReturn, ConfirmTransaction,
    DeclineAllocation, DisputeDelivery, GetAllocation, GetBoard, GetLedger, GetNeed, GetOffer, GetTransaction, Ledger,
    ListAllocations, ListAllocationsResponse, ListNeeds, ListNeedsResponse, ListOffers, ListOffersResponse,
    ListTransactions, ListTransactionsResponse, ListWaitingResources, ListWaitingResourcesResponse, OfferResource,
    RecordDelivery, RecordReturn, RecordTransaction, ReleaseAllocation, RequestAllocation, ReviseNeed, ReviseOffer,
    SettleDelivery, StateNeed, SuggestMatches, SuggestedMatches, WithdrawDelivery, WithdrawNeed, WithdrawOffer,
    WithdrawRequest, WriteOffReturn, resource_commands_server::ResourceCommands,
    resource_queries_server::ResourceQueries,
};
use jiff::{civil::Date, tz::TimeZone};
use runtime::{Answered, Desk, Reply, caller::Caller, views::key};
use tonic::Request;

use crate::{
    Resources,
    known::members,
    need::Need,
    offer::Offer,
    transaction::Transaction,
    views::{
        ALLOCATIONS, BOARD, LEDGER, NEEDS, OFFERS, TRANSACTIONS, WAITING, allocations,
        board::board,
        bookings::{show_free, show_late},
        ledger,
        matches::suggested,
        needs, offers, place, waiting,
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
        self.desk.get(request, TRANSACTIONS, "transaction_id", |q, _| place(&q.partnership_id, &q.transaction_id)).await
    }

    async fn list_transactions(&self, request: Request<ListTransactions>) -> Answered<ListTransactionsResponse> {
        let answer =
            |transactions, next_page_token| ListTransactionsResponse { as_of: vec![], transactions, next_page_token };
        self.desk.list(request, TRANSACTIONS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn get_ledger(&self, request: Request<GetLedger>) -> Answered<Ledger> {
        self.desk.scan(request, LEDGER, |q, _| key(&[&q.partnership_id]), ledger).await
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
        let (today, partnership_id) = (self.today(), request.get_ref().partnership_id.clone());
        let members = self.desk.look(|room| members(room, &partnership_id));
        let made = |q: &GetBoard, shares| board(q, shares, &members, today);
        self.desk.scan(request, BOARD, |q, _| key(&[&q.partnership_id]), made).await
    }

    async fn suggest_matches(&self, request: Request<SuggestMatches>) -> Answered<SuggestedMatches> {
        let (today, partnership_id) = (self.today(), request.get_ref().partnership_id.clone());
        let members = self.desk.look(|room| members(room, &partnership_id));
        let made = |q: &SuggestMatches, shares| suggested(q, shares, &members, today);
        self.desk.scan(request, BOARD, |q, _| key(&[&q.partnership_id]), made).await
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
}

impl Api {
    /// Today in UTC.
    fn today(&self) -> Date {
        self.desk.now().to_zoned(TimeZone::UTC).date()
    }
}
