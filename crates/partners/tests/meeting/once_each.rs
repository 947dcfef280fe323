//! In whatever order members approve, return, rewrite and correct: nobody counts twice, nor for its own minutes.

use contract::partners::{MinutesState, event::Kind as Event};
use kernel::{Aggregate, Context, Decide};
use proptest::prelude::*;

use super::*;

const PARTNERS: [&str; 6] = ["a", "b", "c", "d", "auditor", "observer"];

#[derive(Debug, Clone)]
enum Step {
    Attend(Vec<usize>),
    Record(u8),
    Approve(u32),
    Return(u32),
}

proptest! {
    #[test]
    fn minutes_are_agreed_by_more_than_half_of_the_others_that_were_there(
        steps in prop::collection::vec((0..PARTNERS.len(), step()), 0..60),
    ) {
        let mut meeting = Meeting::default();
        meeting.evolve(&scheduled().into(), "");
        for (who, step) in steps {
            let context = Context { partner: PARTNERS[who].into(), now: start(), ..context() };
            for event in decide(&meeting, step, &context).unwrap_or_default() {
                meeting.evolve(&event, "");
            }
            holds(&meeting)?;
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => prop::sample::subsequence((0..PARTNERS.len()).collect::<Vec<_>>(), 1..=6).prop_map(Step::Attend),
        2 => (0..3_u8).prop_map(Step::Record),
        4 => (1..4_u32).prop_map(Step::Approve),
        1 => (1..4_u32).prop_map(Step::Return),
    ]
}

fn decide(meeting: &Meeting, step: Step, context: &Context) -> Result<Vec<Event>, Rejection> {
    match step {
        Step::Attend(present) => {
            let present = present.into_iter().map(|it| PARTNERS[it].to_owned()).collect();
            meeting.decide(&RecordAttendance { present, ..attend([]) }, &members(), context)
        }
        Step::Record(summary) => meeting.decide(&record(&summary.to_string()), &key(), context),
        Step::Approve(version) => meeting.decide(&approve(version), &(), context),
        Step::Return(version) => meeting.decide(&give_back(version, "no"), &(), context),
    }
}

fn holds(meeting: &Meeting) -> Result<(), TestCaseError> {
    let Meeting::Scheduled(scheduled) = meeting else { return Ok(()) };
    let Some(minutes) = &scheduled.minutes else { return Ok(()) };
    let MinutesRecorded { written_by, approvers, .. } = &minutes.recorded;
    for (place, partner_id) in minutes.approved_by.iter().enumerate() {
        prop_assert!(!minutes.approved_by[..place].contains(partner_id), "{partner_id} counts twice");
        prop_assert!(approvers.contains(partner_id) && partner_id != written_by);
        prop_assert!(members().has_voice(partner_id));
    }
    let most = approvers.len() < 2 * minutes.approved_by.len();
    prop_assert_eq!(minutes.state == MinutesState::Agreed, most && minutes.state != MinutesState::Returned);
    Ok(())
}
