//! Whatever the order of commands: an activity ends once, and whoever leads it has said so.

use contract::goals::{ActivityPlanned, ReviseActivity, event::Kind as Event};
use goals::activity::{Activity, Crew, state::Planned};
use kernel::{
    Aggregate, Context, Decide,
    scenario::{context, event_id},
};
use proptest::prelude::*;

use crate::{messages::*, messages_activity::*};

const MEMBERS: [&str; 3] = [BANK, COOPERATIVE, INSURER];

/// What anybody may try, at any time.
#[derive(Debug, Clone, Copy)]
enum Try {
    Revise { days: usize },
    Start,
    Complete,
    Cancel,
    HandOver { to: usize },
    TakeOver { gone: Option<usize> },
    Leave,
    End { moves: bool },
    Settle { leaver: usize, to: Option<usize> },
    Lapse,
}

/// One activity, and what happened to it by whom; nobody: a service.
struct Course {
    activity: Activity,
    events: Vec<(Event, Option<usize>)>,
}

impl Course {
    fn begun(lead: usize) -> Self {
        let mut course = Course { activity: Activity::default(), events: vec![] };
        let (lead_partner_id, supporting_partner_ids) = (MEMBERS[lead].into(), vec![]);
        let planned = ActivityPlanned { lead_partner_id, supporting_partner_ids, ..activity_planned() };
        course.happen(vec![planned.into()], Some(0));
        course
    }

    /// What one partner may try, by it; what services do, by one.
    fn carry_out(&mut self, it: Try, by: usize) {
        let caller = Context { partner: MEMBERS[by].into(), ..context() };
        let service = Context { service: "goals".into(), ..caller.clone() };
        let settling_by = |to: Option<usize>, leaver: usize| to.or(Some(leaver));
        let (decided, by) = match it {
            Try::Revise { days } => {
                let ends_on = format!("2026-03-{:02}", days + 1);
                let supporting_partner_ids = vec![];
                let command = ReviseActivity { ends_on, supporting_partner_ids, ..revise() };
                (self.activity.decide(&command, &around(), &caller), Some(by))
            }
            Try::Start => (self.activity.decide(&start("2026-01-10"), &(), &caller), Some(by)),
            Try::Complete => (self.activity.decide(&complete(), &(), &caller), Some(by)),
            Try::Cancel => (self.activity.decide(&cancel(), &(), &caller), Some(by)),
            Try::HandOver { to } => (self.activity.decide(&hand_over(MEMBERS[to]), &crew(), &caller), Some(by)),
            Try::TakeOver { gone } => {
                let leaving = gone.map(|it| MEMBERS[it].to_owned()).into_iter().collect();
                (self.activity.decide(&take_over(), &Crew { leaving, ..crew() }, &caller), Some(by))
            }
            Try::Leave => (self.activity.decide(&leave(), &(), &caller), Some(by)),
            Try::End { moves } => (self.activity.decide(&end(if moves { CHILD } else { "" }), &(), &service), None),
            Try::Settle { leaver, to } => {
                let to_whom = to.filter(|it| *it != leaver).map_or("", |it| MEMBERS[it]);
                (self.activity.decide(&settle(MEMBERS[leaver], to_whom), &(), &service), settling_by(to, leaver))
            }
            Try::Lapse => (self.activity.decide(&lapse("2026-06-30"), &(), &service), None),
        };
        self.happen(decided.unwrap_or_default(), by);
    }

    fn happen(&mut self, events: Vec<Event>, by: Option<usize>) {
        for event in events {
            self.activity.evolve(&event, &event_id(self.events.len()));
            self.events.push((event, by));
        }
    }

    fn planned(&self) -> &Planned {
        match &self.activity {
            Activity::Planned(it) => it,
            Activity::Unplanned => panic!("it is planned"),
        }
    }
}

fn tries() -> impl Strategy<Value = Vec<(Try, usize)>> {
    let member = 0..MEMBERS.len();
    let it = prop_oneof![
        (0..28_usize).prop_map(|days| Try::Revise { days }),
        Just(Try::Start),
        Just(Try::Complete),
        Just(Try::Cancel),
        member.clone().prop_map(|to| Try::HandOver { to }),
        prop::option::of(member.clone()).prop_map(|gone| Try::TakeOver { gone }),
        Just(Try::Leave),
        any::<bool>().prop_map(|moves| Try::End { moves }),
        (member.clone(), prop::option::of(member.clone())).prop_map(|(leaver, to)| Try::Settle { leaver, to }),
        Just(Try::Lapse),
    ];
    prop::collection::vec((it, member), 0..40)
}

proptest! {
    #[test]
    fn it_ends_once_and_nothing_happens_after(lead in 0..3_usize, tries in tries()) {
        let mut course = Course::begun(lead);
        tries.into_iter().for_each(|(it, by)| course.carry_out(it, by));
        let is_end = |event: &Event| matches!(event, Event::ActivityCompleted(_) | Event::ActivityCancelled(_));
        let ends = course.events.iter().filter(|(event, _)| is_end(event)).count();
        prop_assert!(ends <= 1);
        if ends == 1 {
            prop_assert!(course.events.last().is_some_and(|(event, _)| is_end(event)));
        }
    }

    #[test]
    fn whoever_leads_has_said_so(lead in 0..3_usize, tries in tries()) {
        let mut course = Course::begun(lead);
        tries.into_iter().for_each(|(it, by)| course.carry_out(it, by));
        for (event, by) in &course.events {
            match event {
                Event::ActivityHandedOver(it) => prop_assert_eq!(by.map(|it| MEMBERS[it]), Some(&*it.to_partner_id)),
                Event::ActivityStarted(it) => prop_assert_eq!(by.map(|it| MEMBERS[it]), Some(&*it.lead_partner_id)),
                Event::ActivityCompleted(it) => prop_assert_eq!(by.map(|it| MEMBERS[it]), Some(&*it.lead_partner_id)),
                _ => (),
            }
        }
        let planned = course.planned();
        let said = course.events.iter().any(|(event, _)| match event {
            Event::ActivityHandedOver(it) => it.to_partner_id == planned.lead,
            Event::ActivityStarted(it) => it.lead_partner_id == planned.lead,
            _ => false,
        });
        prop_assert_eq!(planned.has_lead_accepted, said || planned.lead == BANK);
        prop_assert!(!planned.plan.supporting_partner_ids.contains(&planned.lead), "one partner, one part");
    }

    #[test]
    fn who_is_late_is_told_so_once_a_day(lead in 0..3_usize, tries in tries()) {
        let mut course = Course::begun(lead);
        tries.into_iter().for_each(|(it, by)| course.carry_out(it, by));
        prop_assert!(!course.events.iter().any(|(it, _)| matches!(it, Event::ActivityOverdue(_))), "nothing is late yet");
    }
}
