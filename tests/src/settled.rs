//! Waiting until every service has heard, and reacted to, all that any of them has written.

use contract::{
    evaluation::{ListIndicators, ListIndicatorsResponse},
    goals::{ListGoals, ListGoalsResponse},
    partners::{ListPartners, ListPartnersResponse},
    resources::{ListOffers, ListOffersResponse},
};

use crate::{Stranger, World};

impl World {
    /// The numbers of all services once nothing follows any more from what was done.
    pub async fn settled(&self, partnership: &str) -> Vec<u64> {
        loop {
            let before = self.numbers().await;
            self.all_have_heard(&tokens(&before), partnership).await;
            let after = self.numbers().await;
            if before == after {
                return after;
            }
        }
    }

    /// Tokens of everything there is once it has settled.
    pub async fn seen(&self, partnership: &str) -> Vec<String> {
        tokens(&self.settled(partnership).await)
    }

    async fn all_have_heard(&self, as_of: &[String], partnership: &str) {
        let operator = Stranger::operator(self.operator.client());
        let (as_of, partnership_id) = (as_of.to_vec(), partnership.to_owned());
        let partners = ListPartners { as_of: as_of.clone(), ..Default::default() };
        operator.call::<_, ListPartnersResponse>(&partners).await.expect("partners has heard");
        let goals = ListGoals { as_of: as_of.clone(), partnership_id: partnership_id.clone(), ..Default::default() };
        operator.call::<_, ListGoalsResponse>(&goals).await.expect("goals has heard");
        let offers = ListOffers { as_of: as_of.clone(), partnership_id: partnership_id.clone(), ..Default::default() };
        operator.call::<_, ListOffersResponse>(&offers).await.expect("resources has heard");
        let indicators = ListIndicators { as_of, partnership_id, ..Default::default() };
        operator.call::<_, ListIndicatorsResponse>(&indicators).await.expect("evaluation has heard");
    }
}

/// Of the numbers that `World::numbers` tells: ordinary facts, and bulk ones, service by service.
fn tokens(numbers: &[u64]) -> Vec<String> {
    let services = ["partners", "goals", "resources", "evaluation"];
    let newest = services.into_iter().zip(numbers.chunks(2));
    newest.filter(|(_, it)| 0 < it[0]).map(|(service, it)| format!("home/{service}@{}", it[0])).collect()
}
