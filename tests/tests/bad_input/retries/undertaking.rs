//! Every command about undertakings, validated and carried out.

use contract::goals::{
    AgreeRenegotiation, ConfirmFulfilment, DeclineRenegotiation, FulfilUndertaking, GiveUndertaking,
    ReleaseUndertaking, RenegotiateUndertaking, ReturnFulfilment, TakeOverUndertaking, WithdrawRenegotiation,
};

use super::{Tried, fresh, partner_id};

impl Tried<'_> {
    pub(super) async fn undertaking(&mut self) {
        let kept = self.promised().await;
        self.renegotiating(&kept).await;
        self.fulfilling(&kept).await;
        let released = self.promised().await;
        self.ending(&released).await;
    }

    async fn promised(&mut self) -> String {
        let give = GiveUndertaking {
            command_id: fresh(),
            partnership_id: self.ground.partnership.clone(),
            to_partner_id: partner_id("trainer"),
            what: "Lend to the groups".into(),
            quantity: "12".into(),
            unit: "groups".into(),
            due_on: "2190-01-01".into(),
            ..Default::default()
        };
        self.both(self.ground.by("lender"), give).await.unwrap().id
    }

    async fn renegotiating(&mut self, undertaking: &str) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let ids = (self.ground.partnership.clone(), undertaking.to_owned());
        let ids = || ids.clone();
        let ask = |due_on: &str| {
            let (partnership_id, undertaking_id) = ids();
            let (due_on, reason) = (due_on.to_owned(), "The rains are late".to_owned());
            let command_id = fresh();
            RenegotiateUndertaking { command_id, partnership_id, undertaking_id, due_on, reason, ..Default::default() }
        };
        let renegotiation_id = self.both(lender.clone(), ask("2190-02-01")).await.unwrap().id;
        let (partnership_id, undertaking_id) = ids();
        let (command_id, reason) = (fresh(), "The season is over by then".into());
        let decline = DeclineRenegotiation {
            command_id,
            partnership_id,
            undertaking_id,
            renegotiation_id,
            reason,
            ..Default::default()
        };
        self.both(trainer.clone(), decline).await.unwrap();
        let renegotiation_id = self.both(trainer.clone(), ask("2190-03-01")).await.unwrap().id;
        let (partnership_id, undertaking_id) = ids();
        let command_id = fresh();
        let withdraw = WithdrawRenegotiation {
            command_id,
            partnership_id,
            undertaking_id,
            renegotiation_id,
            ..Default::default()
        };
        self.both(trainer, withdraw).await.unwrap();
        let renegotiation_id = self.both(lender.clone(), ask("2190-04-01")).await.unwrap().id;
        let (partnership_id, undertaking_id) = ids();
        let command_id = fresh();
        let agree =
            AgreeRenegotiation { command_id, partnership_id, undertaking_id, renegotiation_id, ..Default::default() };
        self.both(lender, agree.clone()).await.expect_err("it is for the other side to agree");
        let agree = AgreeRenegotiation { command_id: fresh(), ..agree };
        self.both(self.ground.by("trainer"), agree).await.unwrap();
    }

    async fn fulfilling(&mut self, undertaking: &str) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let ids = (self.ground.partnership.clone(), undertaking.to_owned());
        let ids = || ids.clone();
        let today = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC).date().to_string();
        let fulfil = |note: &str| {
            let (partnership_id, undertaking_id) = ids();
            let (command_id, fulfilled_on, note) = (fresh(), today.clone(), note.to_owned());
            FulfilUndertaking { command_id, partnership_id, undertaking_id, fulfilled_on, note, ..Default::default() }
        };
        self.both(lender.clone(), fulfil("To eleven")).await.unwrap();
        let (partnership_id, undertaking_id) = ids();
        let (command_id, reason) = (fresh(), "One is missing".into());
        let give_back = ReturnFulfilment { command_id, partnership_id, undertaking_id, reason, ..Default::default() };
        self.both(trainer.clone(), give_back).await.unwrap();
        self.both(lender, fulfil("To all twelve")).await.unwrap();
        let (partnership_id, undertaking_id) = ids();
        let command_id = fresh();
        let confirm = ConfirmFulfilment { command_id, partnership_id, undertaking_id, ..Default::default() };
        self.both(trainer, confirm).await.unwrap();
    }

    async fn ending(&mut self, undertaking: &str) {
        let ids = (self.ground.partnership.clone(), undertaking.to_owned());
        let (partnership_id, undertaking_id) = ids.clone();
        let command_id = fresh();
        let take_over = TakeOverUndertaking { command_id, partnership_id, undertaking_id, ..Default::default() };
        self.both(self.ground.by("funder"), take_over).await.expect_err("the lender stays");
        let (partnership_id, undertaking_id) = ids;
        let (command_id, reason) = (fresh(), "They have loans".into());
        let release = ReleaseUndertaking { command_id, partnership_id, undertaking_id, reason, ..Default::default() };
        self.both(self.ground.by("trainer"), release).await.unwrap();
    }
}
