//! How a target stands in a goal as it is served, by what evaluation reports and the clock says.

use contract::{
    evaluation::{
        DueBasis, PartnerActual, ProgressRecorded, TargetRecounted, TargetRevised, ValueKind, event::Kind as Measured,
    },
    goals::{Goal, ShareProgress, Target, TargetMissed, TargetProgress, TargetState},
};
use goals::views::targets::{adopted, measured, missed, proposed, revised};

use crate::{messages::*, messages_targets::*};

#[test]
fn a_target_is_followed_from_its_goals_adoption_and_null_is_not_zero() {
    let mut goal = Goal { targets: vec![proposed(&target())], ..Default::default() };
    assert_eq!(goal.targets[0].state(), TargetState::Unspecified);
    adopted(&mut goal);
    let it = &goal.targets[0];
    assert_eq!((it.state(), it.actual.as_str(), it.progress_basis_points), (TargetState::NotMeasured, "", None));
}

#[test]
fn a_target_is_on_track_or_at_risk_by_what_is_due() {
    assert_eq!(after([progress_recorded().into()]).state(), TargetState::OnTrack);
    let little = ProgressRecorded { progress_basis_points: Some(4203), ..progress_recorded() };
    assert_eq!(after([little.clone().into()]).state(), TargetState::AtRisk);
    let by_period = ProgressRecorded { due_basis_points: Some(1000), due_basis: DueBasis::Periods.into(), ..little };
    let it = after([by_period.into()]);
    assert_eq!((it.state(), it.due_basis()), (TargetState::OnTrack, DueBasis::Periods));
}

#[test]
fn worse_than_at_the_start_shows() {
    let worse = ProgressRecorded { actual: "900".into(), progress_basis_points: Some(-500), ..progress_recorded() };
    let it = after([worse.into()]);
    assert_eq!((it.state(), it.progress_basis_points), (TargetState::AtRisk, Some(-500)));
}

#[test]
fn a_value_that_cannot_be_computed_is_no_zero() {
    let undefined = ProgressRecorded { actual: String::new(), progress_basis_points: None, ..progress_recorded() };
    assert_eq!(after([undefined.into()]).state(), TargetState::NotMeasured);
}

#[test]
fn facts_from_before_periods_were_agreed_mean_the_straight_line() {
    let old = ProgressRecorded { due_basis: DueBasis::Unspecified.into(), ..progress_recorded() };
    assert_eq!(after([old.into()]).due_basis(), DueBasis::StraightLine);
}

#[test]
fn a_target_is_reached_lost_by_a_correction_and_reached_again() {
    let all = ProgressRecorded { actual: "3000".into(), progress_basis_points: Some(10_000), ..progress_recorded() };
    let mut events: Vec<Measured> = vec![all.clone().into(), target_reached("3000").into()];
    let it = after(events.clone());
    assert_eq!((it.state(), it.reached, it.late), (TargetState::Reached, true, false));
    events.extend([progress_recorded().into(), target_lost("2000").into()]);
    let it = after(events.clone());
    assert_eq!((it.state(), it.reached, it.was_reached), (TargetState::ReachedAndLost, false, true));
    events.extend([all.into(), target_reached("3000").into()]);
    assert_eq!(after(events).state(), TargetState::Reached);
}

#[test]
fn a_note_on_people_with_several_partners_gives_a_target_its_total() {
    let undefined = ProgressRecorded { actual: String::new(), progress_basis_points: None, ..progress_recorded() };
    let recounted = TargetRecounted {
        target_id: undefined.target_id.clone(),
        actual: "3000".into(),
        progress_basis_points: Some(10_000),
        ..Default::default()
    };
    let it = after([undefined.clone().into(), recounted.into(), target_reached("3000").into()]);
    assert_eq!((it.state(), it.actual.as_str()), (TargetState::Reached, "3000"));
    assert_eq!((it.measured_until, it.due_basis_points), (undefined.period_end, undefined.due_basis_points));
}

#[test]
fn a_target_that_was_missed_is_reached_after_all_by_figures_of_a_period_in_time() {
    let mut goal = followed(&target());
    measured(&mut goal, &progress_recorded().into());
    missed(&mut goal, &target_missed());
    assert_eq!((goal.targets[0].state(), goal.targets[0].missed_on.as_str()), (TargetState::Missed, "2026-12-31"));
    // Verified late, of a period that was in time.
    let all = ProgressRecorded { actual: "3000".into(), progress_basis_points: Some(10_000), ..progress_recorded() };
    measured(&mut goal, &all.into());
    assert_eq!(goal.targets[0].state(), TargetState::Missed);
    measured(&mut goal, &target_reached("3000").into());
    let it = &goal.targets[0];
    assert_eq!((it.state(), it.late, it.missed_on.as_str()), (TargetState::Reached, false, ""));
    measured(&mut goal, &target_lost("2000").into());
    let it = &goal.targets[0];
    assert_eq!((it.state(), it.late, it.missed_on.as_str()), (TargetState::Missed, false, "2026-12-31"));
}

#[test]
fn a_target_that_was_missed_is_reached_late_by_a_later_period() {
    let mut goal = followed(&target());
    missed(&mut goal, &target_missed());
    let all = ProgressRecorded { period_end: "2027-03-31".into(), actual: "3000".into(), ..progress_recorded() };
    measured(&mut goal, &all.into());
    measured(&mut goal, &target_reached("3000").into());
    let it = &goal.targets[0];
    assert_eq!((it.state(), it.late, it.missed_on.as_str()), (TargetState::Reached, true, "2026-12-31"));
}

#[test]
fn a_period_after_the_due_date_reaches_late_though_nobody_said_missed() {
    let all = ProgressRecorded { period_end: "2027-01-31".into(), ..progress_recorded() };
    let it = after([all.into(), target_reached("3000").into()]);
    assert_eq!((it.state(), it.late), (TargetState::Reached, true));
}

#[test]
fn what_is_kept_after_the_due_date_is_not_late() {
    let mut goal = followed(&to_keep_at_most());
    let kept = ProgressRecorded { period_end: "2027-01-31".into(), actual: "0.04".into(), ..progress_recorded() };
    measured(&mut goal, &kept.into());
    measured(&mut goal, &target_reached("0.04").into());
    assert_eq!((goal.targets[0].state(), goal.targets[0].late), (TargetState::Kept, false));
}

#[test]
fn what_is_missed_is_about_one_target() {
    let mut goal = followed(&target());
    missed(&mut goal, &TargetMissed { target_id: "another".into(), ..target_missed() });
    assert_eq!(goal.targets[0].state(), TargetState::NotMeasured);
}

#[test]
fn a_target_to_keep_is_kept_or_not_with_its_periods_counted() {
    let mut goal = followed(&to_keep_at_most());
    assert_eq!(goal.targets[0].state(), TargetState::NotMeasured);
    let kept = ProgressRecorded {
        actual: "0.04".into(),
        progress_basis_points: None,
        due_basis_points: None,
        due_basis: 0,
        periods_kept: 1,
        periods_measured: 1,
        ..progress_recorded()
    };
    measured(&mut goal, &kept.clone().into());
    measured(&mut goal, &target_reached("0.04").into());
    assert_eq!(goal.targets[0].state(), TargetState::Kept);
    let not_kept = ProgressRecorded { actual: "0.06".into(), periods_measured: 2, ..kept };
    measured(&mut goal, &not_kept.into());
    measured(&mut goal, &target_lost("0.06").into());
    let it = &goal.targets[0];
    assert_eq!((it.state(), it.periods_kept, it.periods_measured), (TargetState::NotKept, 1, 2));
    assert_eq!(it.due_basis(), DueBasis::Unspecified);
}

#[test]
fn shares_stand_beside_what_each_partner_brought() {
    let mut goal = followed(&Target { shares: vec![share(BANK, "1800"), share(COOPERATIVE, "900")], ..target() });
    assert_eq!(goal.targets[0].unshared, "");
    measured(&mut goal, &target_opened(ValueKind::Number).into());
    // Still to be promised: 3000 - 1800 - 900.
    assert_eq!(goal.targets[0].unshared, "300");
    measured(&mut goal, &progress_recorded().into());
    let unasked = ProgressRecorded { partner_id: STRANGER.into(), partner_actual: "50".into(), ..progress_recorded() };
    measured(&mut goal, &unasked.into());
    let expected =
        [beside(BANK, "1800", "2000", "200"), beside(COOPERATIVE, "900", "", ""), beside(STRANGER, "", "50", "")];
    assert_eq!(goal.targets[0].shares, expected);
    let less = ProgressRecorded { partner_actual: "1700".into(), ..progress_recorded() };
    measured(&mut goal, &less.into());
    assert_eq!(goal.targets[0].shares[0], beside(BANK, "1800", "1700", "-100"));
}

#[test]
fn more_may_be_promised_than_is_wanted_and_shares_of_a_ratio_do_not_add_up() {
    let shared = Target { shares: vec![share(BANK, "2000"), share(COOPERATIVE, "1500")], ..target() };
    let unshared = |kind| {
        let mut goal = followed(&shared);
        measured(&mut goal, &target_opened(kind).into());
        goal.targets.remove(0).unshared
    };
    assert_eq!(unshared(ValueKind::Number), "-500");
    assert_eq!(unshared(ValueKind::Ratio), "");
    assert_eq!(unshared(ValueKind::Unspecified), "");
}

#[test]
fn a_revision_keeps_what_was_measured_and_takes_in_and_out() {
    let mut goal = followed(&target());
    measured(&mut goal, &progress_recorded().into());
    let more = Target { value: "5000".into(), shares: vec![share(BANK, "4000")], ..target() };
    let new = Target { target_id: "new".into(), ..target() };
    revised(&mut goal, &[new.clone(), more.clone()]);
    let ids: Vec<_> = goal.targets.iter().filter_map(|it| it.target.as_ref()).map(|it| it.target_id.as_str()).collect();
    assert_eq!(ids, ["new", TARGET]);
    assert_eq!(goal.targets[0].state(), TargetState::NotMeasured);
    assert_eq!(goal.targets[1].shares, [beside(BANK, "4000", "2000", "-2000")]);
    let brought = vec![PartnerActual { partner_id: BANK.into(), actual: "2000".into() }];
    let told = TargetRevised { partners: brought, ..target_revised(more) };
    measured(&mut goal, &told.into());
    let it = &goal.targets[1];
    assert_eq!((it.state(), it.progress_basis_points), (TargetState::AtRisk, Some(2500)));
    assert_eq!((it.unshared.as_str(), it.shares[0].difference.as_str()), ("1000", "-2000"));
    revised(&mut goal, &[new]);
    assert_eq!(goal.targets.len(), 1);
}

#[test]
fn a_target_is_not_lost_by_asking_for_more() {
    let mut goal = followed(&target());
    measured(&mut goal, &ProgressRecorded { actual: "3000".into(), ..progress_recorded() }.into());
    measured(&mut goal, &target_reached("3000").into());
    let more = Target { value: "9000".into(), ..target() };
    revised(&mut goal, std::slice::from_ref(&more));
    measured(&mut goal, &target_revised(more).into());
    measured(&mut goal, &target_lost("3000").into());
    assert_eq!(goal.targets[0].state(), TargetState::AtRisk);
}

#[test]
fn a_target_that_a_revision_left_reached_can_still_be_lost() {
    let mut goal = followed(&target());
    measured(&mut goal, &target_reached("3000").into());
    let less = Target { value: "2500".into(), ..target() };
    revised(&mut goal, std::slice::from_ref(&less));
    measured(&mut goal, &target_revised(less).into());
    assert_eq!(goal.targets[0].state(), TargetState::Reached);
    measured(&mut goal, &progress_recorded().into());
    measured(&mut goal, &target_lost("2000").into());
    assert_eq!(goal.targets[0].state(), TargetState::ReachedAndLost);
}

#[test]
fn a_later_due_date_takes_back_that_a_target_was_missed() {
    let mut goal = followed(&target());
    measured(&mut goal, &progress_recorded().into());
    missed(&mut goal, &target_missed());
    revised(&mut goal, &[Target { value: "2500".into(), ..target() }]);
    assert_eq!(goal.targets[0].state(), TargetState::Missed);
    revised(&mut goal, &[Target { due_on: "2027-12-31".into(), ..target() }]);
    assert_eq!(goal.targets[0].state(), TargetState::OnTrack);
}

fn beside(partner_id: &str, value: &str, actual: &str, difference: &str) -> ShareProgress {
    ShareProgress {
        partner_id: partner_id.into(),
        value: value.into(),
        actual: actual.into(),
        difference: difference.into(),
    }
}

/// Of an adopted goal with this one target.
fn followed(target: &Target) -> Goal {
    let mut goal = Goal { targets: vec![proposed(target)], ..Default::default() };
    adopted(&mut goal);
    goal
}

fn after(events: impl IntoIterator<Item = Measured>) -> TargetProgress {
    let mut goal = followed(&target());
    events.into_iter().for_each(|event| measured(&mut goal, &event));
    goal.targets.remove(0)
}
