//! The gRPC face: one line a command, one a query.

use contract::resources::{
    self as answers, ConfirmTransaction, GetLedger, GetOffer, GetTransaction, KeepPublication, Ledger, ListOffers,
    ListOffersResponse, ListPublications, ListPublicationsResponse, ListTransactions, ListTransactionsResponse,
    OfferResource, RecordTransaction, resource_commands_server::ResourceCommands,
    resource_queries_server::ResourceQueries,
};
use runtime::{Answered, Desk, Reply, views::key};
use tonic::Request;

use crate::{
    Resources,
    offer::Offer,
    publication::Publication,
    transaction::Transaction,
    views::{LEDGER, OFFERS, PUBLICATIONS, TRANSACTIONS, ledger, place},
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

    async fn list_publications(&self, request: Request<ListPublications>) -> Answered<ListPublicationsResponse> {
        let keep = |q: &ListPublications, it: &answers::Publication| {
            q.activity_id.is_empty() || it.activity_id == q.activity_id
        };
        let answer =
            |publications, next_page_token| ListPublicationsResponse { as_of: vec![], publications, next_page_token };
        self.desk.list(request, PUBLICATIONS, |q, _| key(&[&q.partnership_id]), keep, answer).await
    }
}
