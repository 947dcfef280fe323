//! The work plan, and who does what where.

use contract::goals::*;
use goals::views::{who_does_what::counts, work_plan};

use crate::{messages::*, messages_activity::INSURER};

#[test]
fn the_work_plan_is_in_the_order_of_time_goal_by_goal() {
    let found = vec![
        work("1", CHILD, "2026-05-01", "2026-06-30"),
        work("2", GOAL, "2026-04-01", "2026-04-30"),
        work("3", GOAL, "", ""),
        work("4", GOAL, "", "2026-03-31"),
        work("5", "", "2026-01-01", ""),
        goal(GOAL, "More women borrow"),
        goal(CHILD, "Leaders are trained"),
    ];
    let plan = work_plan(&asked(), found);
    let shape: Vec<_> = plan.goals.iter().map(|it| (it.title.as_str(), ids(it))).collect();
    let expected = [("More women borrow", vec!["4", "2", "3"]), ("Leaders are trained", vec!["1"]), ("", vec!["5"])];
    assert_eq!(shape, expected.map(|(title, ids)| (title, ids.into_iter().map(String::from).collect())));
    assert_eq!((plan.activities, plan.undated, plan.overdue), (5, 1, 0));
    assert_eq!((plan.goals[0].undated, plan.goals[1].undated), (1, 0));
}

#[test]
fn what_is_given_up_is_not_planned_and_what_is_late_is_said() {
    let late = Activity { overdue: true, ..work("1", GOAL, "2026-01-01", "2026-01-10") };
    let dropped = Activity { state: ActivityState::Cancelled.into(), ..work("2", GOAL, "2026-01-01", "") };
    let plan = work_plan(&asked(), vec![late, dropped]);
    assert_eq!((plan.activities, plan.overdue, plan.goals[0].overdue), (1, 1, 1));
    assert_eq!(work_plan(&asked(), vec![]).goals, []);
}

#[test]
fn a_span_of_time_holds_what_touches_it_what_is_late_and_what_has_no_date() {
    let found = || {
        vec![
            work("1", GOAL, "2026-01-01", "2026-01-31"),
            work("2", GOAL, "2026-01-15", "2026-03-15"),
            work("3", GOAL, "2026-04-01", "2026-04-30"),
            Activity { overdue: true, ..work("4", GOAL, "2026-01-01", "2026-01-10") },
            work("5", GOAL, "", ""),
        ]
    };
    let held = |from: &str, to: &str| {
        let question = GetWorkPlan { from: from.into(), to: to.into(), ..asked() };
        let mut held: Vec<_> = work_plan(&question, found()).goals.iter().flat_map(ids).collect();
        held.sort();
        held.concat()
    };
    assert_eq!(held("2026-02-01", "2026-03-31"), "245");
    assert_eq!(held("2026-01-31", ""), "12345");
    assert_eq!(held("", "2026-01-14"), "145");
    assert_eq!(held("", ""), "12345");
}

#[test]
fn the_work_plan_of_a_goal_a_partner_or_a_place() {
    let found = || vec![work("1", GOAL, "2026-01-01", ""), by("2", INSURER, &["KABUL "], "dry")];
    let held = |question: GetWorkPlan| work_plan(&question, found()).goals.iter().flat_map(ids).collect::<Vec<_>>();
    assert_eq!(held(GetWorkPlan { goal_id: GOAL.into(), ..asked() }), ["1", "2"]);
    assert_eq!(held(GetWorkPlan { goal_id: CHILD.into(), ..asked() }), Vec::<String>::new());
    assert_eq!(held(GetWorkPlan { partner_id: INSURER.into(), ..asked() }), ["2"]);
    assert_eq!(held(GetWorkPlan { partner_id: COOPERATIVE.into(), ..asked() }), ["1"]);
    assert_eq!(held(GetWorkPlan { place: "kabul".into(), ..asked() }), ["2"]);
}

#[test]
fn what_happened_comes_before_what_was_planned() {
    let done = Activity { completed_on: "2026-01-20".into(), ..work("1", GOAL, "2026-01-01", "2026-03-31") };
    let later = GetWorkPlan { from: "2026-02-01".into(), ..asked() };
    assert_eq!(work_plan(&later, vec![done]).activities, 0);
}

#[test]
fn who_does_how_much_and_how_much_is_done_where() {
    let found = vec![
        work("1", GOAL, "", ""),
        by("2", INSURER, &["herat", "Kabul"], "dry"),
        by("3", INSURER, &[], "Long Rains"),
        Activity { state: ActivityState::Cancelled.into(), ..work("4", GOAL, "", "") },
        Activity { state: ActivityState::Listed.into(), ..work("5", GOAL, "", "") },
    ];
    let told = counts(&CountWhoDoesWhat::default(), &found);
    assert_eq!(told.activities, 3);
    let partners: Vec<_> = told.partners.iter().map(|it| (&*it.partner_id, it.led, it.supported, it.places)).collect();
    assert_eq!(partners, [(BANK, 1, 0, 1), (COOPERATIVE, 0, 1, 1), (INSURER, 2, 0, 2)]);
    let places: Vec<_> = told.places.iter().map(|it| (&*it.place, it.activities, it.partners)).collect();
    assert_eq!(places, [("", 1, 1), ("Herat", 2, 3), ("Kabul", 1, 1)]);
}

#[test]
fn only_what_is_asked_for_is_counted() {
    let found = [work("1", GOAL, "", ""), by("2", INSURER, &["herat", "Kabul"], "dry")];
    let activities = |question: CountWhoDoesWhat| counts(&question, &found).activities;
    assert_eq!(activities(CountWhoDoesWhat { partner_id: COOPERATIVE.into(), ..Default::default() }), 1);
    assert_eq!(activities(CountWhoDoesWhat { place: " HERAT".into(), ..Default::default() }), 2);
    assert_eq!(activities(CountWhoDoesWhat { season: "Dry".into(), ..Default::default() }), 1);
    assert_eq!(activities(CountWhoDoesWhat { service: ServiceKind::Credit.into(), ..Default::default() }), 0);
    let kabul = counts(&CountWhoDoesWhat { place: "kabul".into(), ..Default::default() }, &found);
    assert_eq!((kabul.places.len(), kabul.partners.len()), (1, 1));
}

fn asked() -> GetWorkPlan {
    GetWorkPlan { partnership_id: TOGETHER.into(), ..Default::default() }
}

/// Led by the bank, supported by the cooperative, in Herat.
fn work(id: &str, goal: &str, starts_on: &str, ends_on: &str) -> Activity {
    Activity {
        activity_id: id.into(),
        goal_id: goal.into(),
        starts_on: starts_on.into(),
        ends_on: ends_on.into(),
        service: ServiceKind::Training.into(),
        state: ActivityState::Planned.into(),
        lead_partner_id: BANK.into(),
        supporting_partner_ids: vec![COOPERATIVE.into()],
        places: vec!["Herat".into()],
        ..Default::default()
    }
}

fn by(id: &str, lead: &str, places: &[&str], season: &str) -> Activity {
    Activity {
        lead_partner_id: lead.into(),
        supporting_partner_ids: vec![],
        places: places.iter().map(|it| (*it).to_owned()).collect(),
        season: season.into(),
        ..work(id, GOAL, "2026-02-01", "")
    }
}

fn goal(id: &str, title: &str) -> Activity {
    Activity { goal_id: id.into(), title: title.into(), ..Default::default() }
}

fn ids(it: &WorkPlanGoal) -> Vec<String> {
    it.activities.iter().map(|it| it.activity_id.clone()).collect()
}
