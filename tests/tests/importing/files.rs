//! A template filled in, a table of others, and an import that is cut off: by the program, as an officer would.

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use accord::measurements::{self, Reader, Wanted};
use contract::evaluation::{ListReports, ListReportsResponse, ReportState};
use tempfile::TempDir;
use tests::{Members, Process, World, accord_binary};

use crate::ground::{Ground, savers};

/// Of the import that is cut off.
const VALUES: u64 = 6_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_template_asks_for_what_is_owed_and_filled_in_it_is_taken_back() {
    let ground = Ground::new().await;
    ground.assign().await;
    ground.owed(3).await;
    let file = ground.folder.path().join("owed.csv");
    let told = ground.run(&["template", "measurements", "--out", &text(&file)]);
    assert!(told.1.contains("values owed: 3"), "{}", told.1);
    let template = fs::read_to_string(&file).unwrap();
    let lines: Vec<_> = template.lines().collect();
    assert_eq!(lines.len(), 1 + 3 * 3, "{template}");
    assert!(lines[1].starts_with("'=Savers,2026-08,"), "a formula is marked as text: {}", lines[1]);

    // August with its parts, September with a wrong part, October not filled in.
    let fill = |line: &str, value: &str| {
        line.replacen(",value,,", &format!(",value,{value},"), 1).replacen(
            "where known),,",
            &format!("where known),{value},"),
            1,
        )
    };
    let filled = [
        lines[0].to_owned(),
        fill(lines[1], "200"),
        fill(lines[2], "120"),
        lines[3].to_owned(),
        fill(lines[4], "210"),
        lines[5].to_owned(),
        fill(lines[6], "205"),
        lines[7].to_owned(),
        lines[8].to_owned(),
        lines[9].to_owned(),
    ];
    fs::write(&file, filled.join("\n")).unwrap();
    let (out, err, done) = ground.import(&file, &[]);
    assert!(!done, "{out}{err}");
    assert!(out.contains("values that stand: 1\nrows not filled in: 1\nvalues refused: 1"), "{out}");
    assert!(out.contains("5") && out.contains("fewer than 10 people"), "{out}");
    ground.owed(2).await;

    // The one that was refused, put right; what stands already is sent again and changes nothing.
    let right = filled.join("\n").replace(",205,", ",150,");
    fs::write(&file, right).unwrap();
    let before = ground.world.numbers().await[7];
    let (out, err, done) = ground.import(&file, &[]);
    assert!(done && out.contains("values that stand: 2"), "{out}{err}");
    assert_eq!(ground.world.numbers().await[7], before + 1);
    ground.owed(1).await;
    let told = ground.run(&["template", "measurements", "--period", "2026-10"]);
    assert!(told.0.contains("2026-10-31") && told.1.contains("values owed: 1"), "{}{}", told.0, told.1);
    let told = ground.run(&["template", "measurements", "--period", "2026-08-31"]);
    assert!(told.1.contains("nothing is owed"), "{}", told.1);
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_a_file_is_told_with_line_and_column() {
    let ground = Ground::new().await;
    let file = ground.folder.path().join("values.csv");
    let heading = "indicator_id,period_start,period_end,value,dimension,part,jointly_with,partner_id";
    let row = |rest: &str| format!("{},2026-01-01,{rest}", ground.indicator);
    let (me, other) = (&ground.members.ids[0], &ground.members.ids[1]);
    let rows = [
        row("2026-04-30,100,age,old,,"),
        row("2026-05-31,100"),
        row(&format!("2026-01-31,100,,,{other},{me}")),
        row("2026-02-31,100,,,,"),
        row("2026-03-31,\"1,000\",,,,"),
        row(&format!("2026-06-30,100,,,,{other}")),
        row(&format!("2026-07-31,100,,,{},", tests::id("nobody"))),
        row("2026-08-31,100,,,,"),
        row("2026-08-31,80,sex,women,,"),
        row("2026-08-31,20,sex,children,,"),
        row("2026-09-30,300,,,,"),
        row("2026-10-31,80,sex,women,,"),
    ];
    fs::write(&file, format!("\u{feff}{heading}\n{}\n", rows.join("\n"))).unwrap();
    let (out, err, done) = ground.import(&file, &["--output", "csv"]);
    assert!(!done, "{err}");
    for said in [
        "2,dimension,",
        "3,,\"has 4 cells; the first row has 8\"",
        "5,period_end,",
        "6,value,",
        "7,partner_id,",
        "8,jointly_with,",
        "9,part,",
        "12,,\"is not sent, because the row after it tells of a part",
        "13,dimension,",
    ] {
        assert!(
            out.lines().any(|it| it.replace('"', "").starts_with(&said.replace('"', ""))),
            "{said} is not in:\n{out}"
        );
    }
    assert_eq!(ground.total().await, "100", "the one that is right stands");

    for (heading, why) in [
        ("indicator_id,period_start,period_end,amount", "column \"amount\" is unknown"),
        ("indicator_id,period_start,value", "it has no column period_end"),
        ("indicator_id,period_start,period_end,numerator", "it has no column denominator"),
        ("indicator_id,period_start,period_end,value,value", "column \"value\" is there twice"),
    ] {
        fs::write(&file, format!("{heading}\n")).unwrap();
        let (_, err, done) = ground.import(&file, &[]);
        assert!(!done && err.contains(why) && err.contains("nothing was imported"), "{err}");
    }
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_where_it_was_cut_off_and_writes_every_value_once() {
    let folder = TempDir::new().unwrap();
    let mut up = Process::new(&[], folder.path(), None);
    up.start();
    up.wait_until_it_listens();
    let world = World::new(&up.client());
    let members = Members::invited(&world, "cut", 2).await;
    members.accept().await;
    let indicator = savers(&members).await;
    let file = folder.path().join("values.csv");
    fs::write(&file, spans(&indicator)).unwrap();
    let wanted = Wanted {
        partnership_id: members.partnership.clone(),
        partner_id: Some(members.ids[0].clone()),
        ..Default::default()
    };
    let rows = Reader::open(&file, wanted.clone()).unwrap();
    let client = members.callers[0].client().clone();
    let answered = Arc::new(AtomicU64::new(0));
    let counted = answered.clone();
    let under_way = tokio::spawn(async move {
        measurements::send(rows, &client, |more| {
            counted.fetch_add(more, Ordering::Relaxed);
        })
        .await
    });
    for third in 1..=2 {
        while answered.load(Ordering::Relaxed) < VALUES * third / 3 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        up.kill();
        up.start();
    }
    let came = under_way.await.unwrap().unwrap();
    assert_eq!((came.stand, came.refused, came.wrong.len()), (VALUES, 0, 0));
    assert_eq!(world.numbers().await[7], VALUES, "each is there once");
    let rows = Reader::open(&file, wanted).unwrap();
    let again = measurements::send(rows, members.callers[0].client(), |_| ()).await.unwrap();
    assert_eq!((again.stand, world.numbers().await[7]), (VALUES, VALUES), "sent again, nothing is new");
    up.kill();
}

/// One value for each span from a day of a month on to another.
fn spans(indicator: &str) -> String {
    let mut rows = String::from("indicator_id,period_start,period_end,value\n");
    for number in 0..VALUES {
        let (year, month, day) = (1900 + number / 300, 1 + number / 25 % 12, 1 + number % 25);
        rows += &format!("{indicator},{year}-{month:02}-{day:02},{year}-{month:02}-{day:02},1000\n");
    }
    rows
}

impl Ground {
    /// Once so many reports are owed: the clock takes its time.
    async fn owed(&self, count: usize) {
        for _ in 0..100 {
            let of = |state: ReportState| ListReports {
                partnership_id: self.members.partnership.clone(),
                state: state.into(),
                ..Default::default()
            };
            let mut found = 0;
            for state in [ReportState::Due, ReportState::Overdue] {
                let reports: ListReportsResponse = self.members.callers[1].get(of(state)).await.unwrap();
                found += reports.reports.len();
            }
            if found == count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{count} reports are not owed");
    }

    fn import(&self, file: &Path, more: &[&str]) -> (String, String, bool) {
        let file = text(file);
        let arguments = [&["import", "measurements", &file], more].concat();
        self.run(&arguments)
    }

    /// What the program prints, as the first member.
    fn run(&self, arguments: &[&str]) -> (String, String, bool) {
        let mut command = Command::new(accord_binary());
        command.args(arguments).args(["--to", &format!("http://{}", self.host.address), "--as", &self.members.ids[0]]);
        command.args(["--partnership", &self.members.partnership]);
        let output = command.output().unwrap();
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (said(&output.stdout), said(&output.stderr), output.status.success())
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
