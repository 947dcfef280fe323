//! Whatever the order of commands: only its raiser ends a concern as resolved, and there is always a way to end it.

use kernel::{Aggregate, Context, Decide};
use proptest::prelude::*;

use super::*;

/// What anybody may try, at any time.
#[derive(Debug, Clone, Copy)]
enum Try {
    Acknowledge,
    Answer,
    Confirm,
    Reopen,
    Withdraw,
    Mediate,
    Put,
    Conclude(EscalationOutcome),
    Close { raiser_has_left: bool },
}

#[derive(Debug, Clone, Copy)]
struct Attempt {
    it: Try,
    by: &'static str,
    days_later: i64,
}

/// One concern, and the day it is.
struct Course {
    concern: Concern,
    events: Vec<(Event, &'static str)>,
    day: i64,
}

impl Course {
    fn begun() -> Self {
        let mut course = Course { concern: Concern::default(), events: vec![], day: 0 };
        course.happen(vec![raised().into()], RAISER);
        course
    }

    fn carry_out(&mut self, attempt: Attempt) -> bool {
        self.day += attempt.days_later;
        let context = self.context(attempt.by);
        let decided = match attempt.it {
            Try::Acknowledge => self.concern.decide(&acknowledge(), &(), &context),
            Try::Answer => {
                self.concern.decide(&answer(&format!("on day {}", self.day)), &(answering(), key()), &context)
            }
            Try::Confirm => self.concern.decide(&confirm(), &key(), &context),
            Try::Reopen => self.concern.decide(&reopen(), &key(), &context),
            Try::Withdraw => self.concern.decide(&withdraw(), &key(), &context),
            Try::Mediate => self.concern.decide(&escalate(Escalation::Mediator), &(mediator(), key()), &context),
            Try::Put => self.concern.decide(&escalate(Escalation::Decision), &(mediator(), key()), &context),
            Try::Conclude(outcome) => self.concern.decide(&self.conclusion(outcome), &silence(), &context),
            Try::Close { raiser_has_left } => {
                self.concern.decide(&close(), &Raiser { has_left: raiser_has_left }, &context)
            }
        };
        let Ok(events) = decided else { return false };
        self.happen(events, attempt.by);
        true
    }

    /// Of the last escalation to the members, or of none.
    fn conclusion(&self, outcome: EscalationOutcome) -> ConcludeEscalation {
        let place = self.events.iter().rposition(|(it, _)| matches!(it, Event::ConcernEscalated(_)));
        conclude(place.unwrap_or(0), outcome)
    }

    fn happen(&mut self, events: Vec<Event>, by: &'static str) {
        for event in events {
            self.concern.evolve(&event, &event_id(self.events.len()));
            self.events.push((event, by));
        }
    }

    fn context(&self, by: &str) -> Context {
        let service = if by.is_empty() { "clock" } else { "" };
        Context { partner: by.into(), service: service.into(), now: after_days(self.day), ..context() }
    }

    fn state(&self) -> ConcernState {
        match &self.concern {
            Concern::Unraised => ConcernState::Unspecified,
            Concern::Raised(raised) => raised.state,
        }
    }

    fn has_ended(&self) -> bool {
        matches!(self.state(), ConcernState::Resolved | ConcernState::Withdrawn | ConcernState::Unresolved)
    }
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let it = prop_oneof![
        Just(Try::Acknowledge),
        Just(Try::Answer),
        Just(Try::Confirm),
        Just(Try::Reopen),
        Just(Try::Withdraw),
        Just(Try::Mediate),
        Just(Try::Put),
        Just(Try::Conclude(EscalationOutcome::Adopted)),
        Just(Try::Conclude(EscalationOutcome::NotPut)),
        any::<bool>().prop_map(|raiser_has_left| Try::Close { raiser_has_left }),
    ];
    let by = prop_oneof![Just(RAISER), Just(ABOUT), Just(OTHER), Just("auditor"), Just("")];
    let attempt = (it, by, 0_i64..100).prop_map(|(it, by, days_later)| Attempt { it, by, days_later });
    prop::collection::vec(attempt, 0..40)
}

proptest! {
    #[test]
    fn nobody_but_the_raiser_ends_it_as_resolved_or_withdrawn_or_opens_it_again(attempts in attempts()) {
        let mut course = Course::begun();
        for attempt in attempts {
            course.carry_out(attempt);
        }
        for (event, by) in &course.events {
            if matches!(event, Event::ConcernResolved(_) | Event::ConcernWithdrawn(_) | Event::ConcernReopened(_)) {
                prop_assert_eq!(*by, RAISER);
            }
            if matches!(event, Event::ConcernClosedUnresolved(_)) {
                prop_assert_ne!(*by, RAISER);
            }
        }
    }

    #[test]
    fn others_alone_never_bring_it_to_resolved(attempts in attempts()) {
        let mut course = Course::begun();
        for attempt in attempts.into_iter().filter(|it| it.by != RAISER) {
            course.carry_out(attempt);
            prop_assert!(!matches!(course.state(), ConcernState::Resolved | ConcernState::Withdrawn));
        }
    }

    #[test]
    fn with_the_raiser_gone_any_member_and_the_clock_can_end_it(attempts in attempts(), by_clock in any::<bool>()) {
        let mut course = Course::begun();
        for attempt in attempts {
            course.carry_out(attempt);
        }
        let by = if by_clock { "" } else { OTHER };
        let was_open = !course.has_ended();
        course.carry_out(Attempt { it: Try::Close { raiser_has_left: true }, by, days_later: 0 });
        prop_assert!(course.has_ended());
        if was_open {
            prop_assert_eq!(course.state(), ConcernState::Unresolved);
        }
    }

    #[test]
    fn the_raiser_can_always_end_what_is_open(attempts in attempts()) {
        let mut course = Course::begun();
        for attempt in attempts {
            course.carry_out(attempt);
            if !course.has_ended() {
                let context = course.context(RAISER);
                prop_assert!(course.concern.decide(&confirm(), &key(), &context).is_ok_and(|it| it.len() == 1));
                prop_assert!(course.concern.decide(&withdraw(), &key(), &context).is_ok_and(|it| it.len() == 1));
            }
        }
    }
}
