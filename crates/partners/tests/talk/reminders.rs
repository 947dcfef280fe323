//! Reminders, as the clock gives them.

use contract::partners::{Choice, ListProposals, Matter, OpenProposal, OpenRound, TakePosition, Thing};

use super::{actions::assign, meetings::schedule, *};

#[tokio::test(flavor = "multi_thread")]
async fn each_is_reminded_once_also_across_restarts() {
    let mut world = World::active().await;
    done(world.api.schedule_meeting(by(FUNDER, schedule(&world))).await);
    done(world.api.assign_action(by(FUNDER, assign(&world))).await);
    world.clock.advance_to(moment("2026-01-31T09:00:00Z"));
    // Four are invited to the meeting, and one is to do something.
    assert_eq!(world.reminded(5).await.len(), 5);

    world = world.restarted().await;
    world.clock.advance_to(moment("2026-02-02T00:00:00Z"));
    assert_eq!(world.reminded(6).await.len(), 6, "the action is overdue");
    let kinds = |reminders: &[Reminder], kind| reminders.iter().filter(|it| it.kind() == kind).count();

    // Once more, with nothing kept but the log.
    let id = world.id.clone();
    let (folder, clock) = world.stop().await;
    assert!(0 < forget_snapshots(folder.path()), "there was a snapshot to forget");
    world = World { id, ..World::at(folder, clock) };
    world.clock.advance_to(moment("2026-03-25T00:00:00Z"));
    let reminders = world.reminded(9).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    assert_eq!(world.reminders().await, reminders, "two ticks later");
    assert_eq!(kinds(&reminders, ReminderKind::MeetingSoon), 4);
    assert_eq!(kinds(&reminders, ReminderKind::ActionSoon), 1);
    assert_eq!(kinds(&reminders, ReminderKind::ActionOverdue), 1);
    assert_eq!(kinds(&reminders, ReminderKind::CheckInDue), 3);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_spoken_is_reminded_before_the_close_and_it_waits_for_nobody_after() {
    let world = World::active().await;
    let motion = OpenProposal {
        partnership_id: world.id.clone(),
        matter: Matter::Other.into(),
        title: "Meet in Kabul".into(),
        ..Default::default()
    };
    let opened = done(world.api.open_proposal(by(FUNDER, motion)).await);
    let speak = [(WaitingKind::TakePosition, "Meet in Kabul".to_owned())];
    for who in [FUNDER, LENDER, TRAINER] {
        assert_eq!(world.waiting(who, &opened.as_of).await, speak, "for {who}");
    }
    let agree = TakePosition {
        partnership_id: world.id.clone(),
        proposal_id: opened.id.clone(),
        choice: Choice::Agree.into(),
        ..Default::default()
    };
    let spoken = done(world.api.take_position(by(LENDER, agree)).await);
    assert_eq!(world.waiting(LENDER, &spoken.as_of).await, []);
    assert_eq!(world.waiting(TRAINER, &spoken.as_of).await, speak);

    world.clock.advance_to(moment("2026-01-27T12:00:00Z"));
    let mut reminded: Vec<_> = world.reminded(2).await.into_iter().map(|it| it.partner_id).collect();
    reminded.sort();
    assert_eq!(reminded, [FUNDER, TRAINER]);

    world.clock.advance_to(moment("2026-01-29T12:00:00Z"));
    while !world.waiting(TRAINER, &[]).await.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let list = ListProposals { partnership_id: world.id.clone(), ..Default::default() };
    let proposals = world.api.list_proposals(by(FUNDER, list)).await.unwrap().into_inner().proposals;
    assert!(proposals[0].why.contains("too few spoke"), "{}", proposals[0].why);
    assert_eq!(world.waiting(FUNDER, &[]).await, []);
    assert_eq!(world.reminders().await.len(), 2);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_an_expectation_unanswered_or_gives_no_feedback_is_reminded_once_also_across_restarts() {
    let world = World::active().await;
    let (partnership_id, text) = (world.id.clone(), "Pays within a month".to_owned());
    let state = StateExpectation { partnership_id, text, ..Default::default() };
    let expectation_id = done(world.api.state_expectation(by(FUNDER, state)).await).id;
    let (partnership_id, title) = (world.id.clone(), "The year".to_owned());
    let open = OpenRound { partnership_id, title, days_open: 10, ..Default::default() };
    let round_id = done(world.api.open_round(by(FUNDER, open)).await).id;
    let (partnership_id, answer) = (world.id.clone(), ExpectationAnswer::Yes.into());
    let answer =
        AnswerExpectation { partnership_id, expectation_id: expectation_id.clone(), answer, ..Default::default() };
    done(world.api.answer_expectation(by(LENDER, answer)).await);

    world.clock.advance_to(moment("2026-01-23T12:00:00Z"));
    let asked = world.reminded(3).await;
    assert!(asked.iter().all(|it| (it.kind(), it.about()) == (ReminderKind::FeedbackSoon, Thing::Round)), "{asked:?}");
    assert!(asked.iter().all(|it| it.about_id == round_id));
    let world = world.restarted().await;
    world.clock.advance_to(moment("2026-01-29T12:00:00Z"));
    let reminders = world.reminded(4).await;
    let unanswered: Vec<_> = reminders.iter().filter(|it| it.about() == Thing::Expectation).collect();
    assert_eq!(unanswered.len(), 1, "{reminders:?}");
    assert_eq!((unanswered[0].partner_id.as_str(), &unanswered[0].about_id), (TRAINER, &expectation_id));

    let id = world.id.clone();
    let (folder, clock) = world.stop().await;
    forget_snapshots(folder.path());
    let world = World { id, ..World::at(folder, clock) };
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    assert_eq!(world.reminders().await, reminders, "two ticks later, with nothing kept but the log");
    world.stop().await;
}

fn forget_snapshots(folder: &std::path::Path) -> usize {
    let mut forgotten = 0;
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            forgotten += forget_snapshots(&entry.path());
        } else if entry.file_name() == "snapshot" {
            std::fs::remove_file(entry.path()).unwrap();
            forgotten += 1;
        }
    }
    forgotten
}
