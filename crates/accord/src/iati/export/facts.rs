//! All that services know of a partnership and that the standard has a place for, asked for page by page.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    evaluation::{
        Indicator, ListIndicators, ListIndicatorsResponse, ListMeasurements, ListMeasurementsResponse, Measurement,
    },
    goals::{Activity, Goal, ListActivities, ListActivitiesResponse, ListGoals, ListGoalsResponse},
    moment,
    partners::{
        GetPartner, GetPartnership, ListCharterVersions, ListCharterVersionsResponse, ListParticipants,
        ListParticipantsResponse, Participant, Partner, Partnership,
    },
    resources::{
        Budget, BudgetLine, Disbursement, GetBudget, ListDisbursements, ListDisbursementsResponse, ListPublications,
        ListPublicationsResponse, ListTransactions, ListTransactionsResponse, Publication, Transaction,
    },
};
use prost::{Message, Name};

use crate::client::{Client, Failure};

const PAGE_SIZE: u32 = 500;

#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub partnership: Partnership,
    /// The day on which it was drafted, or an activity of it is to start before.
    pub began_on: String,
    pub participants: Vec<Participant>,
    pub activities: Vec<Activity>,
    pub transactions: Vec<Transaction>,
    pub budget: Vec<BudgetLine>,
    pub disbursements: Vec<Disbursement>,
    pub goals: Vec<Goal>,
    pub indicators: Vec<Indicator>,
    pub measurements: Vec<Measurement>,
    pub publications: Vec<Publication>,
    /// Those that are named anywhere above, by id.
    pub partners: BTreeMap<String, Partner>,
}

impl Facts {
    pub async fn of(client: &Client, partnership_id: &str) -> Result<Self, Failure> {
        let id = || partnership_id.to_owned();
        let asked = GetPartnership { partnership_id: id(), ..Default::default() };
        let mut facts = Facts { partnership: client.call(&asked).await?, ..Facts::default() };
        facts.participants = all(
            client,
            |page_token| ListParticipants {
                partnership_id: id(),
                page_size: PAGE_SIZE,
                page_token,
                ..Default::default()
            },
            |it: ListParticipantsResponse| (it.participants, it.next_page_token),
        )
        .await?;
        facts.activities = all(
            client,
            |page_token| ListActivities {
                partnership_id: id(),
                page_size: PAGE_SIZE,
                page_token,
                ..Default::default()
            },
            |it: ListActivitiesResponse| (it.activities, it.next_page_token),
        )
        .await?;
        facts.goals = all(
            client,
            |page_token| ListGoals { partnership_id: id(), page_size: PAGE_SIZE, page_token, ..Default::default() },
            |it: ListGoalsResponse| (it.goals, it.next_page_token),
        )
        .await?;
        facts.indicators = all(
            client,
            |page_token| ListIndicators {
                partnership_id: id(),
                page_size: PAGE_SIZE,
                page_token,
                ..Default::default()
            },
            |it: ListIndicatorsResponse| (it.indicators, it.next_page_token),
        )
        .await?;
        facts.measurements = all(
            client,
            |page_token| ListMeasurements {
                partnership_id: id(),
                page_size: PAGE_SIZE,
                page_token,
                ..Default::default()
            },
            |it: ListMeasurementsResponse| (it.measurements, it.next_page_token),
        )
        .await?;
        facts.add_resources(client).await?;
        for partner_id in facts.named() {
            let asked = GetPartner { partner_id: partner_id.clone(), ..Default::default() };
            let partner = client.call(&asked).await?;
            facts.partners.insert(partner_id, partner);
        }
        facts.began_on = facts.first_day(client).await?;
        Ok(facts)
    }

    async fn add_resources(&mut self, client: &Client) -> Result<(), Failure> {
        let partnership_id = self.partnership.partnership_id.clone();
        let id = || partnership_id.clone();
        self.transactions = all(
            client,
            |page_token| ListTransactions {
                partnership_id: id(),
                page_size: PAGE_SIZE,
                page_token,
                ..Default::default()
            },
            |it: ListTransactionsResponse| (it.transactions, it.next_page_token),
        )
        .await?;
        self.publications = all(
            client,
            |page_token| ListPublications {
                partnership_id: id(),
                page_size: PAGE_SIZE,
                page_token,
                ..Default::default()
            },
            |it: ListPublicationsResponse| (it.publications, it.next_page_token),
        )
        .await?;
        self.disbursements = all(
            client,
            |page_token| ListDisbursements {
                partnership_id: id(),
                page_size: PAGE_SIZE,
                page_token,
                ..Default::default()
            },
            |it: ListDisbursementsResponse| (it.disbursements, it.next_page_token),
        )
        .await?;
        let budget: Budget = client.call(&GetBudget { partnership_id: id(), ..Default::default() }).await?;
        self.budget = budget.lines;
        Ok(())
    }

    fn named(&self) -> BTreeSet<String> {
        let members = self.partnership.members.iter().map(|it| &it.partner_id);
        let parties = self.transactions.iter().flat_map(|it| [&it.provider_partner_id, &it.receiver_partner_id]);
        let planned = self.disbursements.iter().flat_map(|it| [&it.provider_partner_id, &it.receiver_partner_id]);
        let leads = self.activities.iter().flat_map(|it| it.supporting_partner_ids.iter().chain([&it.lead_partner_id]));
        let measured = self.measurements.iter().map(|it| &it.partner_id);
        let all = members.chain(parties).chain(planned).chain(leads).chain(measured);
        all.filter(|it| !it.is_empty()).cloned().collect()
    }

    async fn first_day(&self, client: &Client) -> Result<String, Failure> {
        let first = self.activities.iter().map(|it| &it.starts_on).filter(|it| !it.is_empty()).min();
        if let Some(first) = first {
            return Ok(first.clone());
        }
        let partnership_id = self.partnership.partnership_id.clone();
        let asked = ListCharterVersions { partnership_id, page_size: 1, ..Default::default() };
        let versions: ListCharterVersionsResponse = client.call(&asked).await?;
        let since = versions.versions.first().and_then(|it| moment::read(it.since.as_ref()));
        let since = since.ok_or_else(|| Failure::internal("its charter does not say since when it stands"))?;
        Ok(moment::day_of(since).to_string())
    }
}

async fn all<Q, R, T>(
    client: &Client,
    ask: impl Fn(String) -> Q,
    take: impl Fn(R) -> (Vec<T>, String),
) -> Result<Vec<T>, Failure>
where
    Q: Message + Name,
    R: Message + Default,
{
    let mut items = Vec::new();
    let mut token = String::new();
    loop {
        let (page, next) = take(client.call(&ask(token)).await?);
        items.extend(page);
        if next.is_empty() {
            return Ok(items);
        }
        token = next;
    }
}
