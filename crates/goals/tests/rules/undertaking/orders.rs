//! Whatever the order of commands: it ends once, is confirmed only when done, and its first day never changes.

use contract::goals::*;
use goals::undertaking::{Towards, Undertaking, state::Given};
use jiff::ToSpan;
use kernel::{
    Aggregate, Context, Decide, Decision, Members,
    scenario::{context, event_id},
};
use proptest::prelude::*;

use super::noon;
use crate::{messages::*, messages_undertaking::*};

type Event = event::Kind;

/// What anybody may try, at any time.
#[derive(Debug, Clone, Copy)]
enum Try {
    Fulfil,
    Confirm,
    GiveBack,
    Renegotiate,
    Agree,
    Decline,
    TakeBack,
    Release,
    TakeOver,
    Settle { is_released: bool, to: &'static str },
    End { to_goal_id: &'static str, stands: bool },
    Lapse,
}

#[derive(Debug, Clone, Copy)]
struct Attempt {
    it: Try,
    by: &'static str,
    days_later: i64,
    giver_leaves: bool,
}

/// One undertaking, and the day it is.
struct Course {
    undertaking: Undertaking,
    events: Vec<(Event, &'static str)>,
    day: i64,
}

impl Course {
    fn begun(to_all: bool) -> Self {
        let mut course = Course { undertaking: Undertaking::default(), events: vec![], day: 0 };
        let given = if to_all { crate::messages_undertaking::to_all() } else { given() };
        course.happen(vec![given.into()], BANK);
        course
    }

    /// Whether it was accepted; what is accepted leads to nothing when it is said again.
    fn carry_out(&mut self, attempt: Attempt) -> bool {
        self.day += attempt.days_later;
        let Ok(events) = self.decide(attempt) else { return false };
        self.happen(events, attempt.by);
        let again = self.decide(attempt);
        assert!(!again.is_ok_and(|it| !it.is_empty()), "{attempt:?} twice");
        true
    }

    fn decide(&self, attempt: Attempt) -> Decision<Undertaking> {
        let undertaking = &self.undertaking;
        let leaving = if attempt.giver_leaves { vec![self.given().given_by.clone()] } else { vec![] };
        let members = Members { leaving, ..members() };
        let caller = self.context(attempt.by, "");
        let service = self.context("", "goals");
        match attempt.it {
            Try::Fulfil => {
                let command = FulfilUndertaking { fulfilled_on: caller.today().to_string(), ..fulfil() };
                undertaking.decide(&command, &members, &caller)
            }
            Try::Confirm => undertaking.decide(&confirm(), &members, &caller),
            Try::GiveBack => undertaking.decide(&give_back(), &members, &caller),
            Try::Renegotiate => undertaking.decide(&self.terms(&caller), &members, &caller),
            Try::Agree => {
                undertaking.decide(&AgreeRenegotiation { renegotiation_id: self.asked(), ..agree() }, &members, &caller)
            }
            Try::Decline => undertaking.decide(
                &DeclineRenegotiation { renegotiation_id: self.asked(), ..decline() },
                &members,
                &caller,
            ),
            Try::TakeBack => undertaking.decide(
                &WithdrawRenegotiation { renegotiation_id: self.asked(), ..take_back() },
                &(),
                &caller,
            ),
            Try::Release => undertaking.decide(&release(), &members, &caller),
            Try::TakeOver => undertaking.decide(&take_over(), &members, &caller),
            Try::Settle { is_released, to } => {
                let how = match is_released {
                    true => UndertakingSettlement::Released,
                    false => UndertakingSettlement::HandedOver,
                };
                undertaking.decide(&settle(how, attempt.by, to), &members, &service)
            }
            Try::End { to_goal_id, stands } => {
                let towards = Towards(Some(GoalState::Active));
                undertaking.decide(&end(to_goal_id, stands), &towards, &service)
            }
            Try::Lapse => {
                let command = LapseUndertaking { due_on: self.given().due_on.clone(), ..lapse() };
                undertaking.decide(&command, &(), &service)
            }
        }
    }

    /// Under an id for each day, a month from then.
    fn terms(&self, context: &Context) -> RenegotiateUndertaking {
        let due_on = context.today().saturating_add(30.days()).to_string();
        RenegotiateUndertaking { renegotiation_id: format!("on day {}", self.day), due_on, ..renegotiate() }
    }

    /// The last terms asked for.
    fn asked(&self) -> String {
        self.given().renegotiations.last().map(|it| it.asked.renegotiation_id.clone()).unwrap_or_default()
    }

    fn happen(&mut self, events: Vec<Event>, by: &'static str) {
        for event in events {
            self.undertaking.evolve(&event, &event_id(self.events.len()));
            self.events.push((event, by));
        }
    }

    fn context(&self, by: &str, service: &str) -> Context {
        let now = noon(TODAY).saturating_add((self.day * 24).hours()).expect("in range");
        Context { partner: by.into(), service: service.into(), now, ..context() }
    }

    fn given(&self) -> &Given {
        match &self.undertaking {
            Undertaking::Ungiven => panic!("it was given at the beginning"),
            Undertaking::Given(given) => given,
        }
    }

    fn ends(&self) -> usize {
        let is_end = |it: &Event| matches!(it, Event::FulfilmentConfirmed(_) | Event::UndertakingReleased(_));
        self.events.iter().filter(|(it, _)| is_end(it)).count()
    }
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let partner = || prop_oneof![Just(BANK), Just(COOPERATIVE), Just(INSURER), Just(AUDITOR), Just(BRANCH)];
    let settle = (any::<bool>(), partner()).prop_map(|(is_released, to)| Try::Settle { is_released, to });
    let end = (prop_oneof![Just(""), Just(CHILD)], any::<bool>())
        .prop_map(|(to_goal_id, stands)| Try::End { to_goal_id, stands });
    let doing = prop_oneof![Just(Try::Fulfil), Just(Try::Confirm), Just(Try::GiveBack)];
    let asking = prop_oneof![Just(Try::Renegotiate), Just(Try::Agree), Just(Try::Decline), Just(Try::TakeBack)];
    let ending = prop_oneof![3 => Just(Try::TakeOver), 1 => Just(Try::Release), 1 => settle, 2 => end];
    let it = prop_oneof![4 => doing, 4 => asking, 1 => ending, 2 => Just(Try::Lapse)];
    let attempt = (it, partner(), 0_i64..20, any::<bool>());
    let attempt = attempt.prop_map(|(it, by, days_later, giver_leaves)| Attempt { it, by, days_later, giver_leaves });
    prop::collection::vec(attempt, 0..60)
}

proptest! {
    #[test]
    fn it_ends_once_and_nothing_changes_it_afterwards(attempts in attempts(), to_all in any::<bool>()) {
        let mut course = Course::begun(to_all);
        for attempt in attempts {
            let (was_over, before) = (course.given().is_over(), course.events.len());
            course.carry_out(attempt);
            if was_over {
                prop_assert_eq!(course.events.len(), before, "{:?} after the end", attempt);
            }
        }
        prop_assert!(course.ends() <= 1);
        prop_assert_eq!(course.ends() == 1, course.given().is_over());
    }

    #[test]
    fn it_is_confirmed_only_when_done_and_never_by_the_givers_organisation(
        attempts in attempts(),
        to_all in any::<bool>(),
    ) {
        let mut course = Course::begun(to_all);
        for attempt in attempts {
            let (state, given_by) = (course.given().state, course.given().given_by.clone());
            let before = course.events.len();
            course.carry_out(attempt);
            let new = course.events[before..].iter().any(|(it, _)| matches!(it, Event::FulfilmentConfirmed(_)));
            if new {
                prop_assert_eq!(state, UndertakingState::Fulfilled);
                prop_assert!(!members().are_one(attempt.by, &given_by));
            }
        }
    }

    #[test]
    fn the_first_day_never_changes_and_the_agreed_one_only_by_both_sides(
        attempts in attempts(),
        to_all in any::<bool>(),
    ) {
        let mut course = Course::begun(to_all);
        for attempt in attempts {
            course.carry_out(attempt);
        }
        prop_assert_eq!(course.given().at_first.due_on.as_str(), DUE);
        let mut due_on = DUE.to_owned();
        for (event, _) in &course.events {
            if let Event::UndertakingRenegotiated(it) = event {
                prop_assert_eq!(&it.was_due_on, &due_on);
                prop_assert!(!members().are_one(&it.proposed_by, &it.agreed_by));
                prop_assert!([&it.proposed_by, &it.agreed_by].contains(&&it.given_by));
                due_on.clone_from(&it.due_on);
            }
        }
        prop_assert_eq!(&course.given().due_on, &due_on);
    }

    #[test]
    fn it_is_overdue_at_most_once_for_each_day_and_never_while_it_waits(
        attempts in attempts(),
        to_all in any::<bool>(),
    ) {
        let mut course = Course::begun(to_all);
        let mut days = vec![];
        for attempt in attempts {
            let (state, before) = (course.given().state, course.events.len());
            course.carry_out(attempt);
            for (event, _) in &course.events[before..] {
                if let Event::UndertakingOverdue(it) = event {
                    prop_assert_eq!(state, UndertakingState::Open);
                    prop_assert!(!days.contains(&it.due_on));
                    days.push(it.due_on.clone());
                }
            }
        }
    }

    #[test]
    fn at_most_one_renegotiation_is_open_and_none_once_it_is_done_or_over(
        attempts in attempts(),
        to_all in any::<bool>(),
    ) {
        let mut course = Course::begun(to_all);
        for attempt in attempts {
            course.carry_out(attempt);
            let given = course.given();
            let open = given.renegotiations.iter().filter(|it| it.state == RenegotiationState::Open).count();
            prop_assert!(open <= usize::from(given.state == UndertakingState::Open));
        }
    }

    #[test]
    fn whom_it_was_given_to_can_always_end_what_was_promised_to_it(attempts in attempts()) {
        let mut course = Course::begun(false);
        for attempt in attempts {
            course.carry_out(attempt);
            let given = course.given();
            let (to, state) = (given.to_partner_id.clone(), given.state);
            if members().are_one(&to, &given.given_by) {
                continue;
            }
            let caller = course.context(&to, "");
            let ended = match state {
                UndertakingState::Open => course.undertaking.decide(&release(), &members(), &caller),
                UndertakingState::Fulfilled => course.undertaking.decide(&confirm(), &members(), &caller),
                _ => continue,
            };
            prop_assert!(ended.is_ok_and(|it| it.len() == 1));
        }
    }
}
