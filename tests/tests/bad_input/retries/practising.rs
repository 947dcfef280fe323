//! Every command about practices, validated and carried out.

use contract::resources::{
    AdoptPractice, AdoptionOutcome, EndAdoption, EndorsePractice, PracticeContent, ReportAdoption, RevisePractice,
    SharePractice, WithdrawEndorsement, WithdrawPractice,
};

use super::{Tried, fresh};

impl Tried<'_> {
    pub(super) async fn practising(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let content = PracticeContent {
            title: "Groups that choose themselves".into(),
            topics: vec!["savings".into()],
            summary: "They repay each other".into(),
            how: "Save for a month before the first loan".into(),
            ..Default::default()
        };
        let partnership_id = self.ground.partnership.clone();
        let share = SharePractice {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            content: Some(content.clone()),
            ..Default::default()
        };
        let practice_id = self.both(trainer.clone(), share).await.unwrap().id;
        let ids = || (fresh(), partnership_id.clone(), practice_id.clone());
        let (command_id, of, practice) = ids();
        let anew = PracticeContent { how: "Save for two months".into(), ..content };
        let revise = RevisePractice {
            command_id,
            partnership_id: of,
            practice_id: practice,
            content: Some(anew),
            reason: "A month is short".into(),
            ..Default::default()
        };
        self.both(trainer.clone(), revise).await.unwrap();
        let (command_id, partnership_id, practice_id) = ids();
        let why = "Seen in three villages".into();
        let endorse = EndorsePractice { command_id, partnership_id, practice_id, why, ..Default::default() };
        self.both(lender.clone(), endorse).await.unwrap();
        let (command_id, partnership_id, practice_id) = ids();
        let reason = "Not in the fourth".into();
        let withdraw = WithdrawEndorsement { command_id, partnership_id, practice_id, reason, ..Default::default() };
        self.both(lender.clone(), withdraw).await.unwrap();
        let (command_id, partnership_id, practice_id) = ids();
        let adopt = AdoptPractice {
            command_id,
            partnership_id,
            practice_id,
            place: "Kitale".into(),
            started_on: "2026-01-01".into(),
            ..Default::default()
        };
        let adoption_id = self.both(lender.clone(), adopt).await.unwrap().id;
        let (command_id, partnership_id, practice_id) = ids();
        let report = ReportAdoption {
            command_id,
            partnership_id,
            practice_id,
            adoption_id: adoption_id.clone(),
            reported_on: "2026-02-01".into(),
            outcome: AdoptionOutcome::Helped.into(),
            what: "Fewer late payments".into(),
            ..Default::default()
        };
        self.both(lender.clone(), report).await.unwrap();
        let (command_id, partnership_id, practice_id) = ids();
        let (ended_on, reason) = ("2026-03-01".into(), "The branch closed".into());
        let end = EndAdoption {
            command_id,
            partnership_id,
            practice_id,
            adoption_id,
            ended_on,
            reason,
            ..Default::default()
        };
        self.both(lender, end).await.unwrap();
        let (command_id, partnership_id, practice_id) = ids();
        let reason = "It shut out newcomers".into();
        let withdraw = WithdrawPractice { command_id, partnership_id, practice_id, reason, ..Default::default() };
        self.both(trainer, withdraw).await.unwrap();
    }
}
