//! Every command about calendars, corrections, benefits, findings and studies, validated and carried out.

use contract::evaluation::{
    AssignReporting, BenefitBasis, BenefitKind, CalendarKind, CloseStudy, ConfirmBenefit, CorrectGroupMeans,
    CorrectMeasurement, DefineCalendar, DisputeBenefit, EndAssignment, FindingKind, FindingLink, LinkFinding,
    LinkedKind, LockPeriod, NoteOverlap, OpenStudy, RateFairness, RecordBenefit, RecordFinding, RecordGroupMeans,
    ReportMeasurement, ReturnMeasurement, ReviseIndicator, StudyDesign, StudyGroup, StudyTime, WithdrawBenefit,
    WithdrawFinding, WithdrawStudy,
};
use tests::id;

use super::{Tried, fresh};
use crate::orders::partner_id;

impl Tried<'_> {
    pub(super) async fn measuring(&mut self) {
        self.correcting().await;
        self.assigning().await;
        self.gaining().await;
        self.finding().await;
        self.studying().await;
    }

    async fn correcting(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership_id = self.ground.partnership.clone();
        let revise = ReviseIndicator {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            indicator_id: id("bad/indicator"),
            title: "Active borrowers at the end".into(),
            reason: "It was unclear when".into(),
            ..Default::default()
        };
        self.both(lender.clone(), revise).await.unwrap();
        let later = ReportMeasurement {
            period_start: "2026-04-01".into(),
            period_end: "2026-06-30".into(),
            ..self.ground.report()
        };
        let measurement_id = self.both(lender.clone(), later).await.unwrap().id;
        let (command_id, of, reason) = (fresh(), partnership_id.clone(), "Of which branch?".into());
        let give_back = ReturnMeasurement {
            command_id,
            partnership_id: of,
            measurement_id: measurement_id.clone(),
            reason,
            ..Default::default()
        };
        self.both(trainer, give_back).await.unwrap();
        let correct = CorrectMeasurement {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            measurement_id,
            value: "1600".into(),
            reason: "One branch was left out".into(),
            ..Default::default()
        };
        self.both(lender.clone(), correct).await.unwrap();
        let note = NoteOverlap {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            indicator_id: id("bad/indicator"),
            period_end: "2026-06-30".into(),
            people: "20".into(),
            note: "Clients of both".into(),
            ..Default::default()
        };
        self.both(lender, note).await.expect_err("its values are added over partners");
        let lock = LockPeriod {
            command_id: fresh(),
            partnership_id,
            period_start: "2025-01-01".into(),
            period_end: "2025-12-31".into(),
            ..Default::default()
        };
        self.both(self.ground.by("auditor"), lock).await.unwrap();
    }

    async fn assigning(&mut self) {
        let lender = self.ground.by("lender");
        let partnership_id = self.ground.partnership.clone();
        let define = DefineCalendar {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            title: "Quarters".into(),
            kind: CalendarKind::Quarters.into(),
            ..Default::default()
        };
        let calendar_id = self.both(lender.clone(), define).await.unwrap().id;
        let assign = AssignReporting {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            indicator_id: id("bad/indicator"),
            partner_id: partner_id("lender"),
            calendar_id,
            from_on: "2190-01-01".into(),
            days_allowed: 10,
            ..Default::default()
        };
        let assignment_id = self.both(lender.clone(), assign).await.unwrap().id;
        let (command_id, reason) = (fresh(), "Another does".into());
        let end = EndAssignment { command_id, partnership_id, assignment_id, reason, ..Default::default() };
        self.both(lender, end).await.unwrap();
    }

    async fn gaining(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership_id = self.ground.partnership.clone();
        let record = RecordBenefit {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            kind: BenefitKind::Money.into(),
            title: "Interest".into(),
            period_start: "2025-01-01".into(),
            period_end: "2025-12-31".into(),
            amount_minor: 100,
            currency: "KES".into(),
            basis: BenefitBasis::Measured.into(),
            basis_note: "Our books".into(),
            ..Default::default()
        };
        let benefit_id = self.both(lender.clone(), record).await.unwrap().id;
        let ids = || (fresh(), partnership_id.clone(), benefit_id.clone());
        let (command_id, of, benefit_id) = ids();
        let dispute = DisputeBenefit {
            command_id,
            partnership_id: of,
            benefit_id,
            reason: "Half is ours".into(),
            ..Default::default()
        };
        self.both(trainer.clone(), dispute).await.unwrap();
        let (command_id, of, benefit_id) = ids();
        let confirm = ConfirmBenefit { command_id, partnership_id: of, benefit_id, ..Default::default() };
        self.both(trainer, confirm).await.unwrap();
        let (command_id, of, benefit_id) = ids();
        let reason = "Counted twice".into();
        let withdraw = WithdrawBenefit { command_id, partnership_id: of, benefit_id, reason, ..Default::default() };
        self.both(lender.clone(), withdraw).await.unwrap();
        let rate = RateFairness { command_id: fresh(), partnership_id, rating: 4, ..Default::default() };
        self.both(lender, rate).await.unwrap();
    }

    async fn finding(&mut self) {
        let lender = self.ground.by("lender");
        let partnership_id = self.ground.partnership.clone();
        let record = RecordFinding {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            kind: FindingKind::Lesson.into(),
            title: "Meet at noon".into(),
            text: "Nine of twelve groups grew".into(),
            ..Default::default()
        };
        let finding_id = self.both(lender.clone(), record).await.unwrap().id;
        let goal = FindingLink { kind: LinkedKind::Goal.into(), id: id("bad/goal") };
        let link = LinkFinding {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            finding_id: finding_id.clone(),
            links: vec![goal],
            ..Default::default()
        };
        self.both(self.ground.by("trainer"), link).await.unwrap();
        let (command_id, reason) = (fresh(), "They shrank since".into());
        let withdraw = WithdrawFinding { command_id, partnership_id, finding_id, reason, ..Default::default() };
        self.both(lender, withdraw).await.unwrap();
    }

    async fn studying(&mut self) {
        let (lender, auditor) = (self.ground.by("lender"), self.ground.by("auditor"));
        let partnership_id = self.ground.partnership.clone();
        let open = OpenStudy {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            title: "Incomes".into(),
            question: "Do borrowers earn more?".into(),
            measured: "Income of a year".into(),
            unit: "KES".into(),
            design: StudyDesign::Panel.into(),
            ..Default::default()
        };
        let study_id = self.both(lender.clone(), open).await.unwrap().id;
        let record = RecordGroupMeans {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            study_id: study_id.clone(),
            group: StudyGroup::Treated.into(),
            time: StudyTime::Before.into(),
            people: 120,
            mean: "1250.5".into(),
            sd: "310.25".into(),
            period_start: "2025-01-01".into(),
            period_end: "2025-01-31".into(),
            taken_from: "A survey".into(),
            ..Default::default()
        };
        self.both(auditor.clone(), record).await.unwrap();
        let correct = CorrectGroupMeans {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            study_id: study_id.clone(),
            group: StudyGroup::Treated.into(),
            time: StudyTime::Before.into(),
            people: 100,
            mean: "1248".into(),
            sd: "309".into(),
            period_start: "2025-01-01".into(),
            period_end: "2025-01-31".into(),
            taken_from: "A survey".into(),
            reason: "One village was counted twice".into(),
            ..Default::default()
        };
        self.both(auditor, correct).await.unwrap();
        let (of, study) = (partnership_id.clone(), study_id.clone());
        let conclusion = "Too early to say".into();
        let close =
            CloseStudy { command_id: fresh(), partnership_id: of, study_id: study, conclusion, ..Default::default() };
        self.both(lender.clone(), close).await.unwrap();
        let (command_id, reason) = (fresh(), "The sample was not random".into());
        let withdraw = WithdrawStudy { command_id, partnership_id, study_id, reason, ..Default::default() };
        self.both(lender, withdraw).await.unwrap();
    }
}
