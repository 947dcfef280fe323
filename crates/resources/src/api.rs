//! The gRPC face: one line a command, one a query.

use contract::resources::{
    self as answers, AdoptPractice, ConfirmTransaction, EndAdoption, EndorsePractice, GetLedger, GetOffer, GetPractice,
    GetTransaction, Ledger, ListAdoptions, ListAdoptionsResponse, ListOffers, ListOffersResponse, ListPracticeTopics,
    ListPracticeTopicsResponse, ListPractices, ListPracticesResponse, ListTransactions, ListTransactionsResponse,
    OfferResource, RecordTransaction, ReportAdoption, RevisePractice, SharePractice, WithdrawEndorsement,
    WithdrawPractice, resource_commands_server::ResourceCommands, resource_queries_server::ResourceQueries,
};
use runtime::{Answered, Desk, Reply, views::key};
use tonic::Request;

use crate::{
    Resources,
    offer::Offer,
    practice::Practice,
    transaction::Transaction,
    views::{ADOPTIONS, LEDGER, OFFERS, PRACTICES, TRANSACTIONS, ledger, place, practices},
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
}
