//! What is shared, over months: asked for, agreed, delivered, disputed and settled, late and returned, and how that is told.

use std::time::Duration;

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::{
    partners::{
        Choice, ListProposals, ListProposalsResponse, Matter, Proposal, ProposalState, TakePosition, Terms as Agreed,
    },
    resources::{
        AgreeAllocation, Allocation, AllocationState, AllocationStepKind, Board, ConfirmReturn, DeliveryState,
        DisputeDelivery, GetAllocation, GetBoard, GetNeed, GetOffer, ListAllocations, ListAllocationsResponse,
        ListWaitingResources, ListWaitingResourcesResponse, Need, Offer, OfferResource, OfferState, RecordDelivery,
        RecordReturn, RequestAllocation, ResourceKind, SettleDelivery, StateNeed, SuggestMatches, SuggestedMatches,
        Terms, WithdrawOffer,
    },
};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Members, World};
use uuid::Uuid;

/// Three members, on 15 January 2026: the first offers ten tablets on loan, the second needs eight.
struct Ground {
    host: Host,
    clock: Clock,
    members: Members,
    _folder: TempDir,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loan_is_matched_agreed_delivered_disputed_settled_late_and_returned() {
    let ground = Ground::new(None).await;
    let (offer, need) = (ground.offer().await, ground.need().await);
    let question = SuggestMatches { partnership_id: ground.partnership(), ..Default::default() };
    let matched: SuggestedMatches = ground.get(2, question).await;
    let [best] = &matched.matches[..] else { panic!("one match: {matched:?}") };
    assert_eq!((&best.offer_id, &best.need_id, best.free.as_str()), (&offer, &need, "10"));

    let allocation = ground.request(&offer, &need).await;
    assert_eq!(ground.waiting(0).await, [("WAITING_RESOURCE_KIND_ANSWER_REQUEST".to_owned(), allocation.clone())]);
    ground.agree(&offer, &allocation).await;
    assert_eq!(ground.waiting(0).await, [("WAITING_RESOURCE_KIND_MAKE_DELIVERY".to_owned(), allocation.clone())]);
    let delivery = ground.deliver(&offer, &allocation).await;
    assert_eq!(ground.waiting(0).await, []);
    assert_eq!(ground.waiting(1).await, [("WAITING_RESOURCE_KIND_CONFIRM_DELIVERY".to_owned(), delivery.clone())]);
    ground.dispute(&offer, &allocation, &delivery).await;
    for side in [0, 1] {
        assert_eq!(
            ground.waiting(side).await,
            [("WAITING_RESOURCE_KIND_SETTLE_DELIVERY".to_owned(), delivery.clone())]
        );
    }
    let disputed = ListAllocations { disputed: true, ..Default::default() };
    assert_eq!(ground.listed(disputed.clone()).await, [allocation.as_str()]);
    ground.settle(0, &offer, &allocation, &delivery, "7", false).await;
    assert_eq!(ground.listed(disputed).await, Vec::<String>::new());
    let told = ground.told(&allocation).await;
    let [settled] = &told.deliveries[..] else { panic!("one delivery: {told:?}") };
    assert_eq!((settled.state(), settled.quantity.as_str()), (DeliveryState::Settled, "7"));
    assert_eq!((settled.giver_quantity.as_str(), settled.receiver_quantity.as_str()), ("8", "7"));
    let question = GetNeed { as_of: vec![], partnership_id: ground.partnership(), need_id: need.clone() };
    let met: Need = ground.get(1, question).await;
    assert_eq!((met.agreed.as_str(), met.delivered.as_str(), met.allocations.len()), ("8", "7", 1));

    ground.on(4, 3).await;
    let told = ground.until(&allocation, |it| it.return_overdue && it.delivery_overdue).await;
    assert_eq!((told.days_late, told.late_partner_ids), (3, vec![ground.id(0), ground.id(1)]));
    let offered: Offer = ground.offered(&offer).await;
    assert_eq!((offered.out_on_loan.as_str(), offered.free_now.as_str()), ("7", "3"));
    let back = ground.give_back(&offer, &allocation, "7").await;
    assert_eq!(ground.waiting(1).await, []);
    ground.have_back(&offer, &allocation, &back).await;
    let told = ground.told(&allocation).await;
    assert_eq!((told.return_overdue, told.late_partner_ids), (false, vec![ground.id(0)]));
    let last = told.steps.last().unwrap();
    assert_eq!(
        (last.kind(), last.quantity.as_str(), &last.partner_id),
        (AllocationStepKind::ReturnConfirmed, "7", &ground.id(0))
    );
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn above_the_threshold_the_members_decide_and_an_offer_that_is_held_is_not_taken_back() {
    let ground = Ground::new(Some(500_000)).await;
    let (offer, need) = (ground.offer().await, ground.need().await);
    let allocation = ground.request(&offer, &need).await;
    ground.agree(&offer, &allocation).await;
    assert_eq!(state(&ground.told(&allocation).await), AllocationState::AwaitingDecision);
    let refused = ground.withdraw(&offer).await.unwrap_err();
    assert!(refused.contains(&allocation), "{refused}");
    let proposal = ground.proposed(ProposalState::Open).await;
    assert_eq!((proposal.matter(), proposal.title.as_str()), (Matter::Funds, "Lend 8 tablets of: Tablets"));
    ground.decide(&proposal.proposal_id).await;
    let told = ground.until(&allocation, |it| state(it) == AllocationState::Agreed).await;
    assert_eq!((told.value_minor, told.currency.as_str(), told.why.is_empty()), (800_000, "KES", false));
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_before_the_members_are_taken_back_once_both_sides_have_settled() {
    let ground = Ground::new(None).await;
    let (offer, need) = (ground.offer().await, ground.need().await);
    let allocation = ground.request(&offer, &need).await;
    ground.agree(&offer, &allocation).await;
    let delivery = ground.deliver(&offer, &allocation).await;
    ground.dispute(&offer, &allocation, &delivery).await;
    ground.settle(1, &offer, &allocation, &delivery, "6", true).await;
    assert!(ground.told(&allocation).await.deliveries[0].awaiting_decision);
    let proposal = ground.proposed(ProposalState::Open).await;
    assert_eq!(
        (proposal.matter(), proposal.title.as_str()),
        (Matter::Other, "Settle a disputed delivery at 6 tablets of: Tablets")
    );
    ground.settle(0, &offer, &allocation, &delivery, "7", false).await;
    let told = ground.told(&allocation).await;
    assert_eq!((told.deliveries[0].state(), told.deliveries[0].awaiting_decision), (DeliveryState::Settled, false));
    assert_eq!(ground.proposed(ProposalState::Withdrawn).await.proposal_id, proposal.proposal_id);
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_shows_what_is_open() {
    let ground = Ground::new(None).await;
    let (offer, _) = (ground.offer().await, ground.need().await);
    let board = async || -> Board {
        ground.get(2, GetBoard { partnership_id: ground.partnership(), ..Default::default() }).await
    };
    let told = board().await;
    assert_eq!((told.offers, told.needs, told.columns.len()), (1, 1, 1));
    assert_eq!((told.columns[0].offers[0].free_now.as_str(), told.columns[0].unmet_count), ("10", 1));
    ground.withdraw(&offer).await.unwrap();
    let told = board().await;
    assert_eq!((told.offers, told.needs), (0, 1));
    assert_eq!(ground.offered(&offer).await.state(), OfferState::Withdrawn);
    ground.end().await;
}

impl Ground {
    async fn new(funds_threshold: Option<i64>) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::set_to(noon(1, 15));
        let host = Host::start(HostSettings {
            services: ALL.to_vec(),
            node: "home".into(),
            data: folder.path().to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            nats: None,
            clock: clock.clone(),
            log: Default::default(),
        })
        .await
        .unwrap();
        let client = Client::at(&format!("http://{}", host.address)).unwrap();
        let terms = Agreed { funds_threshold, ..Default::default() };
        let members = Members::agreed_on(&World::new(&client), "sharing", 3, vec![], terms).await;
        members.accept().await;
        Ground { host, clock, members, _folder: folder }
    }

    async fn end(self) {
        self.host.stop().await.unwrap();
    }

    async fn on(&self, month: i8, day: i8) {
        self.clock.advance_to(noon(month, day));
    }

    fn id(&self, place: usize) -> String {
        self.members.ids[place].clone()
    }

    fn partnership(&self) -> String {
        self.members.partnership.clone()
    }

    async fn get<Q: prost::Message + prost::Name, R: prost::Message + Default>(&self, by: usize, question: Q) -> R {
        self.members.callers[by].get(question).await.unwrap()
    }

    async fn ask<C: prost::Message + prost::Name + Clone + Default + 'static>(&self, by: usize, command: C) -> String {
        self.members.callers[by].ask(command).await.unwrap().id
    }

    async fn offer(&self) -> String {
        let offer = OfferResource {
            command_id: fresh(),
            partnership_id: self.partnership(),
            kind: ResourceKind::Equipment.into(),
            title: "Tablets".into(),
            quantity: "10".into(),
            unit: "tablets".into(),
            value_minor: 1_000_000,
            currency: "KES".into(),
            valuation: "as bought".into(),
            available_from: "2026-01-01".into(),
            terms: Terms::Loan.into(),
            ..Default::default()
        };
        self.ask(0, offer).await
    }

    async fn need(&self) -> String {
        let need = StateNeed {
            command_id: fresh(),
            partnership_id: self.partnership(),
            kind: ResourceKind::Equipment.into(),
            title: "Tablets for field officers".into(),
            quantity: "8".into(),
            unit: "tablets".into(),
            needed_from: "2026-01-15".into(),
            needed_until: "2026-03-31".into(),
            ..Default::default()
        };
        self.ask(1, need).await
    }

    async fn request(&self, offer: &str, need: &str) -> String {
        let request = RequestAllocation {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            quantity: "8".into(),
            starts_on: "2026-01-15".into(),
            ends_on: "2026-03-31".into(),
            need_id: need.into(),
            ..Default::default()
        };
        self.ask(1, request).await
    }

    async fn agree(&self, offer: &str, allocation: &str) {
        let agree = AgreeAllocation {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            allocation_id: allocation.into(),
            ..Default::default()
        };
        self.ask(0, agree).await;
    }

    async fn deliver(&self, offer: &str, allocation: &str) -> String {
        let deliver = RecordDelivery {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            allocation_id: allocation.into(),
            quantity: "8".into(),
            delivered_on: "2026-01-15".into(),
            ..Default::default()
        };
        self.ask(0, deliver).await
    }

    /// One was broken.
    async fn dispute(&self, offer: &str, allocation: &str, delivery: &str) {
        let dispute = DisputeDelivery {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            allocation_id: allocation.into(),
            delivery_id: delivery.into(),
            reason: "One was broken".into(),
            quantity: "7".into(),
            ..Default::default()
        };
        self.ask(1, dispute).await;
    }

    async fn settle(&self, by: usize, offer: &str, allocation: &str, delivery: &str, at: &str, by_decision: bool) {
        let settle = SettleDelivery {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            allocation_id: allocation.into(),
            delivery_id: delivery.into(),
            quantity: at.into(),
            by_decision,
            ..Default::default()
        };
        self.ask(by, settle).await;
    }

    async fn give_back(&self, offer: &str, allocation: &str, quantity: &str) -> String {
        let give_back = RecordReturn {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            allocation_id: allocation.into(),
            quantity: quantity.into(),
            returned_on: "2026-04-02".into(),
            ..Default::default()
        };
        self.ask(1, give_back).await
    }

    async fn have_back(&self, offer: &str, allocation: &str, return_id: &str) {
        let have_back = ConfirmReturn {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            allocation_id: allocation.into(),
            return_id: return_id.into(),
            ..Default::default()
        };
        self.ask(0, have_back).await;
    }

    async fn withdraw(&self, offer: &str) -> Result<String, String> {
        let withdraw = WithdrawOffer {
            command_id: fresh(),
            partnership_id: self.partnership(),
            offer_id: offer.into(),
            reason: "Needed here".into(),
            ..Default::default()
        };
        let answer = self.members.callers[0].ask(withdraw).await;
        answer.map(|it| it.id).map_err(|refused| refused.to_string())
    }

    async fn told(&self, allocation: &str) -> Allocation {
        let (partnership_id, allocation_id) = (self.partnership(), allocation.to_owned());
        self.get(2, GetAllocation { as_of: vec![], partnership_id, allocation_id }).await
    }

    async fn offered(&self, offer: &str) -> Offer {
        let (partnership_id, offer_id) = (self.partnership(), offer.to_owned());
        self.get(2, GetOffer { as_of: vec![], partnership_id, offer_id }).await
    }

    async fn listed(&self, question: ListAllocations) -> Vec<String> {
        let question = ListAllocations { partnership_id: self.partnership(), ..question };
        let listed: ListAllocationsResponse = self.get(2, question).await;
        listed.allocations.into_iter().map(|it| it.allocation_id).collect()
    }

    async fn waiting(&self, by: usize) -> Vec<(String, String)> {
        let listed: ListWaitingResourcesResponse = self.get(by, ListWaitingResources::default()).await;
        listed.waiting.into_iter().map(|it| (it.kind().as_str_name().to_owned(), it.thing_id)).collect()
    }

    /// The one proposal in that state.
    async fn proposed(&self, state: ProposalState) -> Proposal {
        for _ in 0..200 {
            let question =
                ListProposals { partnership_id: self.partnership(), state: state.into(), ..Default::default() };
            let listed: ListProposalsResponse = self.get(2, question).await;
            if let [one] = &listed.proposals[..] {
                return one.clone();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("there is no proposal in that state")
    }

    async fn decide(&self, proposal: &str) {
        for by in 0..3 {
            let take = TakePosition {
                command_id: fresh(),
                partnership_id: self.partnership(),
                proposal_id: proposal.into(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            self.ask(by, take).await;
        }
    }

    /// Reactions and the clock have their own pace.
    async fn until(&self, allocation: &str, is_so: impl Fn(&Allocation) -> bool) -> Allocation {
        for _ in 0..200 {
            let told = self.told(allocation).await;
            if is_so(&told) {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it never came to that: {:?}", self.told(allocation).await)
    }
}

fn state(it: &Allocation) -> AllocationState {
    it.booking.as_ref().map(|it| it.state()).unwrap_or_default()
}

fn noon(month: i8, day: i8) -> Timestamp {
    date(2026, month, day).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
