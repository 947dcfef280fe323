//! The report of a partnership as a page: everything is there, each chart beside its table, and nothing that members wrote runs.

use std::process::Command;

use contract::{
    evaluation::{DefineIndicator, Direction, OverPeriods, ReportMeasurement, ValueKind},
    goals::{Level, ProposeGoal},
};
use tempfile::TempDir;
use tests::{Members, World, accord_binary, embedded};
use uuid::Uuid;

const SCRIPT: &str = "<script>alert('borrowers')</script>";

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_one_page_that_fetches_nothing_and_runs_nothing() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let members = Members::invited(&world, "paged", 3).await;
    members.accept().await;
    let indicator = indicator(&members).await;
    for (place, value) in [(0, "120"), (1, "80")] {
        for month in ["2026-01", "2026-02"] {
            report(&members, place, &indicator, month, value).await;
        }
    }
    propose(&members).await;
    world.settled(&members.partnership).await;
    let page = written(&folder, &host.address.to_string(), &members);

    for heading in ["Members", "Scorecard", "Goals", "Figures", "Reach", "Resources", "Findings"] {
        assert!(page.contains(&format!(">{heading}</h2>")), "no section {heading}");
    }
    assert!(!page.contains("<script"), "what members wrote is text");
    assert!(page.contains("&lt;script&gt;alert('borrowers')&lt;/script&gt;"), "and is there as they wrote it");
    for fetched in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(fetched), "{fetched} fetches something");
    }
    let figures: Vec<_> = page.split("<figure").skip(1).collect();
    assert!(4 <= figures.len(), "{} figures", figures.len());
    assert!(figures.iter().all(|it| it.contains("<table>")), "each has a table");
    let drawn = figures.iter().find(|it| it.contains("<polyline")).expect("values over time are drawn");
    assert!(drawn.contains("2026-02-28") && drawn.contains("All partners together"), "{drawn}");
    assert!(drawn.matches("class=\"reported\"").count() == 4, "what nobody has verified is told apart");
    assert!(!page.contains("NaN") && !page.contains("inf"), "no chart is drawn from nothing");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_standing_gets_no_report_and_no_file() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let (members, others) = (Members::invited(&world, "paged", 2).await, Members::invited(&world, "others", 2).await);
    members.accept().await;
    world.settled(&members.partnership).await;
    let file = folder.path().join("report.html");
    let output = Command::new(accord_binary())
        .args(["report", &members.partnership, "--out", &file.display().to_string()])
        .args(["--to", &format!("http://{}", host.address), "--as", &others.ids[0]])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(!file.exists());
    host.stop().await.unwrap();
}

fn written(folder: &TempDir, address: &str, members: &Members) -> String {
    let file = folder.path().join("report.html");
    let output = Command::new(accord_binary())
        .args(["report", &members.partnership, "--out", &file.display().to_string()])
        .args(["--to", &format!("http://{address}"), "--as", &members.ids[2]])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    std::fs::read_to_string(file).unwrap()
}

async fn indicator(members: &Members) -> String {
    let define = DefineIndicator {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        title: SCRIPT.into(),
        definition: "People with an outstanding loan".into(),
        unit: "people".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        numerator_counts_people: true,
        ..Default::default()
    };
    members.callers[0].ask(define).await.unwrap().id
}

async fn report(members: &Members, place: usize, indicator: &str, month: &str, value: &str) {
    let report = ReportMeasurement {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        indicator_id: indicator.into(),
        period_start: format!("{month}-01"),
        period_end: format!("{month}-28"),
        value: value.into(),
        ..Default::default()
    };
    members.callers[place].ask(report).await.unwrap();
}

async fn propose(members: &Members) {
    let propose = ProposeGoal {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        title: format!("More borrow {SCRIPT}"),
        level: Level::Outcome.into(),
        approach: "Loans by the season".into(),
        ..Default::default()
    };
    members.callers[0].ask(propose).await.unwrap();
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
