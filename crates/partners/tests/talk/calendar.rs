//! The calendar, and what waits in all partnerships or in one.

use contract::partners::{AssignAction, Matter, OpenProposal, RescheduleMeeting, Thing};

use super::{
    actions::{assign, complete},
    meetings::{attend, schedule},
    *,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_shows_what_is_coming_in_the_order_of_time() {
    let world = World::active().await;
    let meeting = done(world.api.schedule_meeting(by(FUNDER, schedule(&world))).await).id;
    let action = done(world.api.assign_action(by(FUNDER, assign(&world))).await).id;
    let motion = OpenProposal {
        partnership_id: world.id.clone(),
        matter: Matter::Other.into(),
        title: "Meet in Kabul".into(),
        ..Default::default()
    };
    let opened = done(world.api.open_proposal(by(FUNDER, motion)).await);
    let shown = |entries: &[CalendarEntry]| -> Vec<_> {
        entries.iter().map(|it| (it.about(), it.on.clone(), it.title.clone())).collect()
    };
    let proposal = || (Thing::Proposal, String::from("2026-01-29"), String::from("Meet in Kabul"));
    let held = |on: &str| (Thing::Meeting, String::from(on), String::from("Spring meeting"));
    let seed = || (Thing::Action, String::from("2026-02-01"), String::from("Buy seed"));
    let entries = world.calendar(&opened.as_of, GetCalendar::default()).await;
    assert_eq!(shown(&entries), [proposal(), held("2026-02-01"), seed()]);
    let from = GetCalendar { from_on: "2026-01-30".into(), ..Default::default() };
    assert_eq!(shown(&world.calendar(&[], from).await), [held("2026-02-01"), seed()]);
    let until = GetCalendar { until_on: "2026-01-29".into(), ..Default::default() };
    assert_eq!(shown(&world.calendar(&[], until).await), [proposal()]);
    let trainers = GetCalendar { partner_id: TRAINER.into(), ..Default::default() };
    assert_eq!(shown(&world.calendar(&[], trainers).await), [proposal(), held("2026-02-01")]);

    let later = RescheduleMeeting {
        partnership_id: world.id.clone(),
        meeting_id: meeting.clone(),
        starts_at: on_wire("2026-02-03T09:00:00Z"),
        ..Default::default()
    };
    let moved = done(world.api.reschedule_meeting(by(FUNDER, later)).await);
    let entries = world.calendar(&moved.as_of, GetCalendar::default()).await;
    assert_eq!(shown(&entries), [proposal(), seed(), held("2026-02-03")]);

    let completed = done(world.api.complete_action(by(LENDER, complete(&world, &action))).await);
    let entries = world.calendar(&completed.as_of, GetCalendar::default()).await;
    assert_eq!(shown(&entries), [proposal(), held("2026-02-03")]);
    world.clock.advance_to(moment("2026-02-03T09:00:00Z"));
    let held = done(world.api.record_attendance(by(FUNDER, attend(&world, &meeting))).await);
    let entries = world.calendar(&held.as_of, GetCalendar::default()).await;
    assert!(entries.iter().all(|it| it.about() != Thing::Meeting), "{entries:?}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_is_read_in_pages() {
    let world = World::active().await;
    let mut as_of = Vec::new();
    for day in ["2026-05-01", "2026-03-01", "2026-04-01"] {
        let assign = AssignAction { due_on: day.into(), ..assign(&world) };
        as_of = done(world.api.assign_action(by(FUNDER, assign)).await).as_of;
    }
    let mut days = Vec::new();
    let mut page_token = String::new();
    loop {
        let (as_of, partnership_id) = (as_of.clone(), world.id.clone());
        let query = GetCalendar { as_of, partnership_id, page_size: 2, page_token, ..Default::default() };
        let page = world.api.get_calendar(by(OBSERVER, query)).await.unwrap().into_inner();
        days.extend(page.entries.into_iter().map(|it| it.on));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(days, ["2026-03-01", "2026-04-01", "2026-05-01"]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_shown_across_partnerships_or_of_one_and_to_nobody_else() {
    let world = World::active().await;
    let other = world.partnership().await;
    done(world.api.assign_action(by(FUNDER, assign(&world))).await);
    let elsewhere = AssignAction { partnership_id: other.clone(), ..assign(&world) };
    let assigned = done(world.api.assign_action(by(TRAINER, elsewhere)).await);
    let list = |partnership_id: &str, kind: WaitingKind| ListWaiting {
        as_of: assigned.as_of.clone(),
        partnership_id: partnership_id.into(),
        kind: kind.into(),
        ..Default::default()
    };
    for (who, partnership_id, kind, many) in [
        (LENDER, "", WaitingKind::Unspecified, 2),
        (LENDER, world.id.as_str(), WaitingKind::Unspecified, 1),
        (LENDER, other.as_str(), WaitingKind::CompleteAction, 1),
        (LENDER, "", WaitingKind::TakePosition, 0),
        (FUNDER, "", WaitingKind::Unspecified, 0),
        (STRANGER, world.id.as_str(), WaitingKind::Unspecified, 0),
    ] {
        let waiting = world.api.list_waiting(by(who, list(partnership_id, kind))).await.unwrap().into_inner().waiting;
        assert_eq!(waiting.len(), many, "for {who} in {partnership_id:?}, {kind:?}");
        assert!(waiting.iter().all(|it| partnership_id.is_empty() || it.partnership_id == partnership_id));
    }
    let mut operator = Request::new(list("", WaitingKind::Unspecified));
    operator.metadata_mut().insert("accord-role", "operator".parse().unwrap());
    denied(world.api.list_waiting(operator).await);
    world.stop().await;
}
