//! A study through the whole: opened, measured by several, described, estimated, corrected, closed, told of and taken back.

use std::process::Command;

use accord::host::Host;
use contract::{
    common::Receipt,
    evaluation::{
        CloseStudy, CorrectGroupMeans, DefineIndicator, Direction, FindingKind, FindingLink, GetStudy, LinkedKind,
        ListFindings, ListFindingsResponse, ListStudies, ListStudiesResponse, OpenStudy, OverPeriods, RecordFinding,
        RecordGroupMeans, Study, StudyAssumptionKind, StudyDesign, StudyGroup, StudySays, StudyState, StudyTime,
        ValueKind, WithdrawStudy,
    },
};
use tempfile::TempDir;
use tests::{Members, World, accord_binary, embedded, id};
use uuid::Uuid;

/// People, mean, spread: what SciPy says of them stands beside crates/evaluation/tests/rules/studying_effects.rs.
const CELLS: [(StudyGroup, StudyTime, u32, &str, &str); 4] = [
    (StudyGroup::Treated, StudyTime::Before, 120, "1250.5", "310.25"),
    (StudyGroup::Treated, StudyTime::After, 112, "1475.75", "342.5"),
    (StudyGroup::Comparison, StudyTime::Before, 98, "1240.25", "295.75"),
    (StudyGroup::Comparison, StudyTime::After, 90, "1302.5", "305.125"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_study_describes_then_estimates_and_says_what_it_assumes() {
    let ground = Ground::new().await;
    let study_id = ground.open().await;
    let study = ground.study(&study_id).await;
    assert_eq!((study.state(), study.confidence_percent), (StudyState::Open, 95));
    assert_eq!(study.figure.unwrap().says(), StudySays::NothingYet);

    ground.measure(0, &study_id, 0).await.unwrap();
    ground.measure(1, &study_id, 1).await.unwrap();
    let described = ground.study(&study_id).await.figure.unwrap();
    assert_eq!((described.says(), described.treated_change.as_str()), (StudySays::Description, "225.25"));
    assert_eq!(described.effect, "", "a change is no effect");
    let shown = ground.printed();
    assert!(shown.contains("changed by +225.25 KES") && shown.contains("is no effect"), "{shown}");

    ground.measure(0, &study_id, 2).await.unwrap();
    ground.measure(1, &study_id, 3).await.unwrap();
    let estimated = ground.study(&study_id).await.figure.unwrap();
    assert_eq!((estimated.says(), estimated.effect.as_str()), (StudySays::Estimate, "163"));
    assert_eq!((estimated.low.as_str(), estimated.high.as_str()), ("42.1897740966", "283.8102259034"));
    let assumes: Vec<_> = estimated.assumes.iter().map(|it| it.kind()).collect();
    assert!(assumes.contains(&StudyAssumptionKind::IndependentClients), "{assumes:?}");
    let shown = ground.printed();
    assert!(shown.contains("+163.00 KES") && shown.contains("+42.19 to +283.81 (95 %)"), "{shown}");
    assert!(shown.contains("assumes independent clients"), "{shown}");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_corrected_is_kept_and_who_opened_it_closes_it_and_takes_it_back() {
    let ground = Ground::new().await;
    let study_id = ground.open().await;
    ground.measure(1, &study_id, 0).await.unwrap();
    ground.correct(1, &study_id).await.unwrap();
    let refused = ground.correct(0, &study_id).await.unwrap_err();
    assert!(refused.contains("only who recorded these means"), "{refused}");
    let study = ground.study(&study_id).await;
    assert_eq!((study.means[0].people, study.means[0].correction), (100, 1));
    assert_eq!((study.earlier.len(), study.earlier[0].people), (1, 120));

    ground.find(&study_id).await;
    let (command_id, partnership_id, study) = (fresh(), ground.members.partnership.clone(), study_id.clone());
    let conclusion = "Too early to say".into();
    let close = CloseStudy { command_id, partnership_id, study_id: study, conclusion, ..Default::default() };
    let refused = ground.members.callers[1].ask(close.clone()).await.unwrap_err().to_string();
    assert!(refused.contains("only who opened the study"), "{refused}");
    ground.members.callers[0].ask(close).await.unwrap();
    let refused = ground.measure(1, &study_id, 1).await.unwrap_err();
    assert!(refused.contains("closed"), "{refused}");

    let (command_id, partnership_id, study) = (fresh(), ground.members.partnership.clone(), study_id.clone());
    let reason = "The sample was not random".into();
    let withdraw = WithdrawStudy { command_id, partnership_id, study_id: study, reason, ..Default::default() };
    ground.members.callers[0].ask(withdraw).await.unwrap();
    let study = ground.study(&study_id).await;
    assert_eq!((study.state(), study.figure, study.means.len()), (StudyState::Withdrawn, None, 1));
    let state = StudyState::Open.into();
    let open = ListStudies { partnership_id: ground.members.partnership.clone(), state, ..Default::default() };
    let open: ListStudiesResponse = ground.members.callers[1].get(open).await.unwrap();
    assert_eq!(open.studies, []);
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_study_by_an_indicator_has_its_title_and_its_unit() {
    let ground = Ground::new().await;
    let define = DefineIndicator {
        command_id: fresh(),
        partnership_id: ground.members.partnership.clone(),
        title: "Income of a year".into(),
        unit: "KES".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        ..Default::default()
    };
    let indicator_id = ground.members.callers[0].ask(define).await.unwrap().id;
    let (measured, unit) = (String::new(), String::new());
    let open = OpenStudy { indicator_id, measured, unit, ..ground.study_of_incomes() };
    let study_id = ground.members.callers[0].ask(open).await.unwrap().id;
    let study = ground.study(&study_id).await;
    assert_eq!((study.measured.as_str(), study.unit.as_str()), ("Income of a year", "KES"));
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn small_groups_unknown_things_and_whoever_does_not_belong_are_refused() {
    let ground = Ground::new().await;
    let study_id = ground.open().await;
    let few = RecordGroupMeans { people: 9, ..ground.means(&study_id, 0) };
    let refused = ground.members.callers[0].ask(few).await.unwrap_err().to_string();
    assert!(refused.contains("fewer than 10 people"), "{refused}");
    for (open, told) in [
        (OpenStudy { goal_id: id("nowhere"), ..ground.study_of_incomes() }, "no such goal"),
        (
            OpenStudy { indicator_id: id("nowhere"), unit: String::new(), ..ground.study_of_incomes() },
            "no such indicator",
        ),
    ] {
        let refused = ground.members.callers[0].ask(open).await.unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
    }
    ground.world.operator.ask(ground.study_of_incomes()).await.expect_err("the operator measures nobody");
    let viewer = ground.world.operator.with_role(&ground.members.ids[0], "viewer");
    viewer.ask(ground.study_of_incomes()).await.expect_err("who only reads opens none");
    assert_eq!(ground.study(&study_id).await.means, []);
    ground.end().await;
}

struct Ground {
    host: Host,
    world: World,
    members: Members,
    _folder: TempDir,
}

impl Ground {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (host, client) = embedded(&folder).await;
        let world = World::new(&client);
        let members = Members::invited(&world, "studies", 2).await;
        members.accept().await;
        Ground { host, world, members, _folder: folder }
    }

    async fn end(self) {
        self.host.stop().await.unwrap();
    }

    fn study_of_incomes(&self) -> OpenStudy {
        OpenStudy {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            title: "Incomes in Kisumu".into(),
            question: "Do borrowers earn more?".into(),
            measured: "Income of a year".into(),
            unit: "KES".into(),
            design: StudyDesign::RepeatedCrossSection.into(),
            ..Default::default()
        }
    }

    async fn open(&self) -> String {
        self.members.callers[0].ask(self.study_of_incomes()).await.unwrap().id
    }

    fn means(&self, study_id: &str, cell: usize) -> RecordGroupMeans {
        let (group, time, people, mean, sd) = CELLS[cell];
        let year = if time == StudyTime::Before { 2024 } else { 2025 };
        RecordGroupMeans {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            study_id: study_id.into(),
            group: group.into(),
            time: time.into(),
            people,
            mean: mean.into(),
            sd: sd.into(),
            period_start: format!("{year}-03-01"),
            period_end: format!("{year}-03-31"),
            taken_from: "Household survey".into(),
            ..Default::default()
        }
    }

    async fn measure(&self, by: usize, study_id: &str, cell: usize) -> Result<Receipt, String> {
        self.members.callers[by].ask(self.means(study_id, cell)).await.map_err(|it| it.to_string())
    }

    async fn correct(&self, by: usize, study_id: &str) -> Result<Receipt, String> {
        let means = self.means(study_id, 0);
        let correct = CorrectGroupMeans {
            command_id: fresh(),
            partnership_id: means.partnership_id,
            study_id: means.study_id,
            group: means.group,
            time: means.time,
            people: 100,
            mean: "1248".into(),
            sd: "309".into(),
            period_start: means.period_start,
            period_end: means.period_end,
            taken_from: means.taken_from,
            reason: "One village was counted twice".into(),
            ..Default::default()
        };
        self.members.callers[by].ask(correct).await.map_err(|it| it.to_string())
    }

    /// A lesson that has to do with the study.
    async fn find(&self, study_id: &str) {
        let link = FindingLink { kind: LinkedKind::Study.into(), id: study_id.into() };
        let record = RecordFinding {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            kind: FindingKind::Lesson.into(),
            title: "Measure the same villages".into(),
            text: "Half of them were not found again".into(),
            links: vec![link],
            ..Default::default()
        };
        self.members.callers[1].ask(record).await.unwrap();
        let partnership_id = self.members.partnership.clone();
        let linked = ListFindings { partnership_id, linked_id: study_id.into(), ..Default::default() };
        let linked: ListFindingsResponse = self.members.callers[0].get(linked).await.unwrap();
        assert_eq!(linked.findings.len(), 1);
    }

    async fn study(&self, study_id: &str) -> Study {
        let (partnership_id, study_id) = (self.members.partnership.clone(), study_id.to_owned());
        self.members.callers[1].get(GetStudy { as_of: vec![], partnership_id, study_id }).await.unwrap()
    }

    fn printed(&self) -> String {
        let url = format!("http://{}", self.host.address);
        let (partnership, partner) = (self.members.partnership.as_str(), self.members.ids[1].as_str());
        let arguments = ["studies", partnership, "--to", &url, "--as", partner, "--role", "viewer", "--output", "csv"];
        let output = Command::new(accord_binary()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
