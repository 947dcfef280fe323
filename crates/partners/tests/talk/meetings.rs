//! Meetings.

use contract::partners::{
    AddAgendaItem, ApproveMinutes, CancelMeeting, Choice, GetMeeting, ListMeetings, Meeting, MeetingState,
    MinutesState, RecordAttendance, RecordMinutes, RedactText, ReturnMinutes, ScheduleMeeting, TakePosition, Thing,
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_called_held_told_and_agreed() {
    let world = World::active().await;
    let called = done(world.api.schedule_meeting(by(FUNDER, schedule(&world))).await);
    let add = AddAgendaItem {
        partnership_id: world.id.clone(),
        meeting_id: called.id.clone(),
        text: "Prices".into(),
        ..Default::default()
    };
    let added = done(world.api.add_agenda_item(by(TRAINER, add)).await);
    let meeting = world.meeting(&called.id, &added.as_of).await;
    assert_eq!((meeting.state(), meeting.title.as_str()), (MeetingState::Scheduled, "Spring meeting"));
    assert_eq!(meeting.invited, [FUNDER, LENDER, TRAINER, OBSERVER]);
    let agenda: Vec<_> = meeting.agenda.iter().map(|it| (it.partner_id.as_str(), it.text.as_str())).collect();
    assert_eq!(agenda, [(TRAINER, "Prices")]);
    assert_eq!(meeting.agenda[0].item_id, added.id);

    let early = world.api.record_attendance(by(FUNDER, attend(&world, &called.id))).await.unwrap_err();
    assert_eq!(early.code(), Code::FailedPrecondition);
    world.clock.advance_to(moment("2026-02-01T09:00:00Z"));
    done(world.api.record_attendance(by(FUNDER, attend(&world, &called.id))).await);
    let told = done(world.api.record_minutes(by(FUNDER, record(&world, &called.id))).await);
    let approve = [(WaitingKind::ApproveMinutes, "Spring meeting".to_owned())];
    assert_eq!(world.waiting(LENDER, &told.as_of).await, approve);
    assert_eq!(world.waiting(FUNDER, &told.as_of).await, []);
    assert_eq!(world.waiting(OBSERVER, &told.as_of).await, []);

    let absent = world.api.approve_minutes(by(TRAINER, world.approve(&called.id, 1))).await.unwrap_err();
    assert_eq!(absent.code(), Code::PermissionDenied, "{absent}");
    denied(world.api.approve_minutes(by(OBSERVER, world.approve(&called.id, 1))).await);
    denied(world.api.approve_minutes(in_role("reporter", LENDER, world.approve(&called.id, 1))).await);
    let agreed = done(world.api.approve_minutes(by(LENDER, world.approve(&called.id, 1))).await);
    assert_eq!(world.waiting(LENDER, &agreed.as_of).await, []);
    let meeting = world.meeting(&called.id, &agreed.as_of).await;
    let minutes = meeting.minutes.unwrap();
    assert_eq!((minutes.state(), minutes.approved_by.as_slice()), (MinutesState::Agreed, &[LENDER.to_owned()][..]));
    assert_eq!(minutes.why, "agreed: 1 of 1 that were present and did not write them approved; 1 of 1 needed");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_are_taken_out_of_the_record_by_decision_even_for_their_writer() {
    let world = World::active().await;
    let id = done(world.api.schedule_meeting(by(FUNDER, schedule(&world))).await).id;
    world.clock.advance_to(moment("2026-02-01T09:00:00Z"));
    done(world.api.record_attendance(by(FUNDER, attend(&world, &id))).await);
    let told = done(world.api.record_minutes(by(FUNDER, record(&world, &id))).await);
    let said = world.meeting(&id, &told.as_of).await.minutes.unwrap();
    assert_eq!((said.summary.as_str(), said.sealed, said.redacted), ("Seed is bought together", None, false));
    let redact = RedactText {
        partnership_id: world.id.clone(),
        about: Thing::Meeting.into(),
        about_id: id.clone(),
        reason: "It names a client".into(),
        ..Default::default()
    };
    denied(world.api.redact_text(by(OBSERVER, RedactText { written_by: FUNDER.into(), ..redact.clone() })).await);
    let mut asked = done(world.api.redact_text(by(FUNDER, redact)).await);
    assert!(!world.meeting(&id, &asked.as_of).await.minutes.unwrap().redacted);
    let waiting = world.waiting_of(LENDER, &asked.as_of).await;
    let proposal = waiting.iter().find(|it| it.kind() == WaitingKind::TakePosition).unwrap();
    assert!(proposal.title.ends_with("in the minutes of a meeting"), "{}", proposal.title);
    for partner_id in [FUNDER, LENDER, TRAINER] {
        let (partnership_id, proposal_id) = (world.id.clone(), proposal.thing_id.clone());
        let choice = Choice::Agree.into();
        let take = TakePosition { partnership_id, proposal_id, choice, ..Default::default() };
        asked = done(world.api.take_position(by(partner_id, take)).await);
    }
    let out = world.meeting(&id, &asked.as_of).await.minutes.unwrap();
    assert_eq!((out.summary.as_str(), out.sealed, out.redacted), ("", None, true));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_that_are_returned_wait_for_their_writer_and_then_for_the_others() {
    let world = World::active().await;
    let id = done(world.api.schedule_meeting(by(FUNDER, schedule(&world))).await).id;
    world.clock.advance_to(moment("2026-02-01T09:00:00Z"));
    done(world.api.record_attendance(by(FUNDER, attend(&world, &id))).await);
    done(world.api.record_minutes(by(FUNDER, record(&world, &id))).await);
    let give_back = ReturnMinutes {
        partnership_id: world.id.clone(),
        meeting_id: id.clone(),
        version: 1,
        reason: "Prices are missing".into(),
        ..Default::default()
    };
    let returned = done(world.api.return_minutes(by(LENDER, give_back)).await);
    assert_eq!(world.waiting(LENDER, &returned.as_of).await, []);
    let correct = [(WaitingKind::CorrectMinutes, "Spring meeting".to_owned())];
    assert_eq!(world.waiting(FUNDER, &returned.as_of).await, correct);
    let minutes = world.meeting(&id, &returned.as_of).await.minutes.unwrap();
    assert_eq!((minutes.state(), minutes.why.as_str()), (MinutesState::Returned, "Prices are missing"));
    let again = RecordMinutes { summary: "Seed at 40 a sack".into(), ..record(&world, &id) };
    let again = done(world.api.record_minutes(by(FUNDER, again)).await);
    assert_eq!(world.waiting(FUNDER, &again.as_of).await, []);
    assert_eq!(world.waiting(LENDER, &again.as_of).await.len(), 1);
    let minutes = world.meeting(&id, &again.as_of).await.minutes.unwrap();
    assert_eq!((minutes.version, minutes.why.as_str()), (2, "0 of 1 approved; 1 of 1 needed"));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meetings_are_listed_by_state_to_all_who_belong() {
    let world = World::active().await;
    let first = done(world.api.schedule_meeting(by(FUNDER, schedule(&world))).await);
    done(world.api.schedule_meeting(by(LENDER, schedule(&world))).await);
    let cancel = CancelMeeting {
        partnership_id: world.id.clone(),
        meeting_id: first.id.clone(),
        reason: "Snow".into(),
        ..Default::default()
    };
    let off = done(world.api.cancel_meeting(by(TRAINER, cancel)).await);
    let list = |state: MeetingState| ListMeetings {
        as_of: off.as_of.clone(),
        partnership_id: world.id.clone(),
        state: state.into(),
        ..Default::default()
    };
    for (state, many) in [
        (MeetingState::Unspecified, 2),
        (MeetingState::Scheduled, 1),
        (MeetingState::Cancelled, 1),
        (MeetingState::Held, 0),
    ] {
        let listed = world.api.list_meetings(by(OBSERVER, list(state))).await.unwrap().into_inner().meetings;
        assert_eq!(listed.len(), many, "{state:?}");
    }
    denied(world.api.list_meetings(by(STRANGER, list(MeetingState::Unspecified))).await);
    denied(world.api.schedule_meeting(by(STRANGER, schedule(&world))).await);
    denied(world.api.schedule_meeting(by(OBSERVER, schedule(&world))).await);
    world.stop().await;
}

impl World {
    async fn meeting(&self, meeting_id: &str, as_of: &[String]) -> Meeting {
        let query =
            GetMeeting { as_of: as_of.to_vec(), partnership_id: self.id.clone(), meeting_id: meeting_id.into() };
        self.api.get_meeting(by(OBSERVER, query)).await.unwrap().into_inner()
    }

    fn approve(&self, meeting_id: &str, version: u32) -> ApproveMinutes {
        ApproveMinutes { partnership_id: self.id.clone(), meeting_id: meeting_id.into(), version, ..Default::default() }
    }
}

pub(super) fn schedule(world: &World) -> ScheduleMeeting {
    ScheduleMeeting {
        partnership_id: world.id.clone(),
        title: "Spring meeting".into(),
        starts_at: on_wire("2026-02-01T09:00:00Z"),
        minutes_long: 90,
        place: "Herat".into(),
        ..Default::default()
    }
}

pub(super) fn attend(world: &World, meeting_id: &str) -> RecordAttendance {
    RecordAttendance {
        partnership_id: world.id.clone(),
        meeting_id: meeting_id.into(),
        present: vec![FUNDER.into(), LENDER.into(), OBSERVER.into()],
        ..Default::default()
    }
}

fn record(world: &World, meeting_id: &str) -> RecordMinutes {
    RecordMinutes {
        partnership_id: world.id.clone(),
        meeting_id: meeting_id.into(),
        summary: "Seed is bought together".into(),
        ..Default::default()
    }
}
