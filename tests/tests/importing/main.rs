//! Measurements by the stream, and by files: each value for itself, in order, once, and what was wrong with the others.

mod files;
mod ground;

use contract::{
    common::{Reason, Refusal, outcome::Outcome},
    evaluation::{MeasuredPart, ReportMeasurement},
};
use tonic::Code;

use ground::Ground;

#[tokio::test(flavor = "multi_thread")]
async fn each_value_of_a_stream_is_answered_for_itself_and_in_its_order() {
    let ground = Ground::new().await;
    let numbers = ground.world.numbers().await;
    let month = |month: i8, value: &str| ground.value(month, value);
    let sent = vec![
        month(1, "120"),
        ReportMeasurement { indicator_id: tests::id("nothing"), ..month(2, "130") },
        month(3, "7"),
        ReportMeasurement { period_end: "2126-04-30".into(), ..month(4, "140") },
        ReportMeasurement { parts: vec![part("women", "80"), part("men", "thirty")], ..month(5, "150") },
        month(6, "160"),
        ReportMeasurement { partnership_id: tests::id("elsewhere"), ..month(7, "170") },
    ];
    let outcomes = ground.send(0, vec![sent]).await.unwrap();
    let [first, nothing, small, future, wrong_part, last, elsewhere] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert!(matches!((first, last), (Outcome::Receipt(a), Outcome::Receipt(b)) if (a.revision, b.revision) == (1, 1)));
    for (outcome, code, reason, field) in [
        (nothing, Code::NotFound, Reason::NotFound, "indicator_id"),
        (small, Code::InvalidArgument, Reason::GroupTooSmall, ""),
        (future, Code::InvalidArgument, Reason::InvalidField, "period_end"),
        (wrong_part, Code::InvalidArgument, Reason::InvalidField, "parts[1].value"),
        (elsewhere, Code::PermissionDenied, Reason::PermissionDenied, ""),
    ] {
        let Outcome::Refusal(Refusal { code: told, reason: why, message, fields }) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!((*told, *why), (code as u32, i32::from(reason)), "{message}");
        let told = fields.first().map_or("", |it| it.path.as_str());
        assert!(told == field || field.is_empty(), "{told}: {message}");
    }
    let mut expected = numbers;
    expected[7] += 2;
    assert_eq!(ground.world.numbers().await, expected, "two bulk facts, and no other");
    assert_eq!(ground.total().await, "160");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_is_answered_alike_and_written_once() {
    let ground = Ground::new().await;
    let rows: Vec<_> = (1..=9).map(|month| ground.value(month, &format!("{}", 100 + i32::from(month)))).collect();
    // Equal ones in one message, too: the second waits until the first is on disk.
    let twice: Vec<_> = rows.iter().chain(&rows).cloned().collect();
    let first = ground.send(0, vec![twice]).await.unwrap();
    assert_eq!(first[..9], first[9..]);
    let numbers = ground.world.numbers().await;
    assert_eq!(ground.send(0, rows.chunks(2).map(<[_]>::to_vec).collect()).await.unwrap(), first[..9]);
    assert_eq!(ground.world.numbers().await, numbers);

    let other = ReportMeasurement { value: "999".into(), ..rows[0].clone() };
    let outcomes = ground.send(0, vec![vec![other]]).await.unwrap();
    assert!(matches!(&outcomes[0], Outcome::Refusal(it) if it.reason() == Reason::CommandIdReused), "{outcomes:?}");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_values_under_one_id_in_one_message_are_one_value_and_one_refusal() {
    let ground = Ground::new().await;
    let one = ReportMeasurement { measurement_id: tests::id("one"), ..ground.value(1, "110") };
    let other = ReportMeasurement { command_id: tests::id("another"), value: "120".into(), ..one.clone() };
    let same = ReportMeasurement { command_id: tests::id("the same"), ..one.clone() };
    let numbers = ground.world.numbers().await;
    let outcomes = ground.send(0, vec![vec![one, other, same]]).await.unwrap();
    let [Outcome::Receipt(first), Outcome::Refusal(refusal), Outcome::Receipt(again)] = &outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert_eq!((first.revision, again.revision, refusal.reason()), (1, 1, Reason::IdTaken), "{refusal:?}");
    assert_eq!(ground.world.numbers().await[7], numbers[7] + 1, "it is written once");
    assert_eq!(ground.total().await, "110");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_imports_than_there_is_room_for_are_told_to_come_again() {
    let ground = Ground::new().await;
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(ground.open(0).await.unwrap());
    }
    let refused = ground.open(0).await.expect_err("one too many");
    assert_eq!(refused.code(), Code::ResourceExhausted, "{refused}");
    open.pop();
    for _ in 0..100 {
        if ground.open(0).await.is_ok() {
            return ground.end().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("there is no room again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_may_only_ask_what_would_become_of_its_values() {
    let ground = Ground::new().await;
    let numbers = ground.world.numbers().await;
    let dry = |month: i8, value: &str| ReportMeasurement { validate_only: true, ..ground.value(month, value) };
    let rows = vec![dry(1, "120"), dry(2, "3"), dry(3, "140")];
    let would_be = ground.send(0, vec![rows.clone()]).await.unwrap();
    assert!(matches!(would_be[..], [Outcome::Receipt(_), Outcome::Refusal(_), Outcome::Receipt(_)]));
    assert_eq!(ground.world.numbers().await, numbers, "nothing was appended");
    let live = rows.into_iter().map(|it| ReportMeasurement { validate_only: false, ..it }).collect();
    let came = ground.send(0, vec![live]).await.unwrap();
    for (would, came) in would_be.iter().zip(&came) {
        match (would, came) {
            (Outcome::Receipt(would), Outcome::Receipt(came)) => {
                assert_eq!((&would.id, would.revision), (&came.id, came.revision));
            }
            (would, came) => assert_eq!(would, came),
        }
    }
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_taken_ends_the_stream_and_what_came_before_stands() {
    let ground = Ground::new().await;
    let many = (0..501).map(|_| ground.value(5, "150")).collect();
    for (what, message, code) in [
        ("nothing", vec![], Code::InvalidArgument),
        ("too many", many, Code::InvalidArgument),
        (
            "too large",
            vec![ReportMeasurement { narrative: "n".repeat(300 * 1024), ..ground.value(5, "150") }],
            Code::OutOfRange,
        ),
    ] {
        let refused = ground.send(0, vec![vec![ground.value(1, "110")], message]).await.expect_err(what);
        assert_eq!(refused.code(), code, "{what}: {refused}");
        assert_eq!(ground.total().await, "110", "{what}");
    }
    let refused =
        ground.send_heard(0, vec!["no token".into()], vec![ground.value(2, "120")]).await.expect_err("no token");
    assert_eq!(refused.code(), Code::InvalidArgument);
    // What another node would have to say cannot come here.
    let unheard = vec!["away/partners@9".into()];
    let refused = ground.send_heard(0, unheard, vec![ground.value(2, "120")]).await.expect_err("not heard");
    assert_eq!(refused.code(), Code::Unavailable, "{refused}");
    assert_eq!(ground.total().await, "110");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sources_say_of_participants_is_told_beside_the_members_figures_and_in_none_of_them() {
    let ground = Ground::new().await;
    let of = |name: &str, value: &str| ReportMeasurement {
        participant_id: tests::id(name),
        source: "A register, 2026".into(),
        ..ground.value(1, value)
    };
    let rows = vec![of("small", "100"), of("middle", "200"), of("large", "300"), of("largest", "400")];
    let refused = ground.send(0, vec![rows.clone()]).await.unwrap();
    assert!(refused.iter().all(|it| matches!(it, Outcome::Refusal(it) if it.reason() == Reason::SourceIsTheOperators)));
    ground.send_as_operator(rows).await;
    ground.send(0, vec![vec![ground.value(1, "50")]]).await.unwrap();

    let reported = ground.totals().await.reported.unwrap();
    assert_eq!((reported.value.as_str(), reported.partners), ("50", 1));
    let all = ground.published(vec![]).await;
    let total = all.total.unwrap();
    assert_eq!((total.value.as_str(), total.partners), ("1000", 4));
    let spread = all.spread.unwrap();
    assert_eq!((spread.count, spread.gini.as_str(), spread.gini_corrected.as_str()), (4, "0.25", "0.333333"));
    assert_eq!(all.participants.len(), 4);
    assert_eq!(ground.published(vec![tests::id("large")]).await.total.unwrap().value, "300");
    ground.end().await;
}

fn part(value_name: &str, value: &str) -> MeasuredPart {
    let (value_name, value) = (value_name.to_owned(), value.to_owned());
    MeasuredPart { dimension: "sex".into(), value_name, value, ..Default::default() }
}
