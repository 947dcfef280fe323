//! Every command on alignment, validated and carried out, once the goal is adopted.

use contract::goals::{RankGoals, RankedTier, RateApproach};
use tests::id;

use super::{Tried, fresh, partner_id};

impl Tried<'_> {
    pub(super) async fn aligning(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership = self.ground.partnership.clone();
        let rank = |partner: &str| RankGoals {
            command_id: fresh(),
            partnership_id: partnership.clone(),
            partner_id: partner_id(partner),
            tiers: vec![RankedTier { goal_ids: vec![id("bad/goal")] }],
            ..Default::default()
        };
        self.both(lender.clone(), rank("lender")).await.unwrap();
        self.both(lender.clone(), rank("trainer")).await.expect_err("nobody ranks for another");
        let rate = |rating| RateApproach {
            command_id: fresh(),
            partnership_id: partnership.clone(),
            goal_id: id("bad/goal"),
            rating,
            ..Default::default()
        };
        self.both(lender, rate(Some(4))).await.unwrap();
        self.both(trainer.clone(), rate(Some(0))).await.expect_err("who is not behind it says why");
        self.both(trainer, rate(None)).await.expect_err("nothing is not 0");
    }
}
