//! How each target of a goal stands, by what evaluation reports and the clock says.

use contract::{
    evaluation::{
        DueBasis, PartnerActual, ProgressRecorded, TargetRecounted, TargetRevised, ValueKind, event::Kind as Measured,
    },
    goals::{Goal, ShareProgress, Target, TargetKind, TargetMissed, TargetProgress, TargetState},
};
use kernel::measures;
use rust_decimal::Decimal;

/// As it stands while nobody has adopted it.
pub fn proposed(target: &Target) -> TargetProgress {
    let mut progress = TargetProgress { target: Some(target.clone()), ..Default::default() };
    agree(&mut progress, target, &[]);
    progress
}

/// Followed from now on.
pub fn adopted(goal: &mut Goal) {
    goal.targets.iter_mut().for_each(judge);
}

/// All targets as they are agreed now. What was measured stays until evaluation says what that makes of the new ones.
pub fn revised(goal: &mut Goal, targets: &[Target]) {
    let mut before = std::mem::take(&mut goal.targets);
    let now = |target: &Target| {
        let known = before.iter_mut().find(|it| is(it, &target.target_id));
        let mut progress = known.map(std::mem::take).unwrap_or_default();
        let due_on = progress.target.as_ref().map_or("", |it| &it.due_on);
        if due_on != target.due_on {
            progress.missed_on.clear();
            progress.once_missed_on.clear();
        }
        let brought = brought(&progress);
        progress.target = Some(target.clone());
        agree(&mut progress, target, &brought);
        judge(&mut progress);
        progress
    };
    goal.targets = targets.iter().map(now).collect();
}

pub fn missed(goal: &mut Goal, it: &TargetMissed) {
    change(goal, &it.target_id, |target| target.missed_on = it.due_on.clone());
}

/// The partnership and the goal whose target the event is about.
pub fn goal_of(event: &Measured) -> Option<(&str, &str)> {
    match event {
        Measured::TargetOpened(it) => Some((&it.partnership_id, &it.goal_id)),
        Measured::ProgressRecorded(it) => Some((&it.partnership_id, &it.goal_id)),
        Measured::TargetRecounted(it) => Some((&it.partnership_id, &it.goal_id)),
        Measured::TargetRevised(it) => Some((&it.partnership_id, &it.goal_id)),
        Measured::TargetReached(it) => Some((&it.partnership_id, &it.goal_id)),
        Measured::TargetLost(it) => Some((&it.partnership_id, &it.goal_id)),
        _ => None,
    }
}

pub fn measured(goal: &mut Goal, event: &Measured) {
    match event {
        Measured::TargetOpened(it) => change(goal, &it.target_id, |target| measured_as(target, it.value_kind)),
        Measured::ProgressRecorded(it) => change(goal, &it.target_id, |target| progressed(target, it)),
        Measured::TargetRecounted(it) => change(goal, &it.target_id, |target| recounted(target, it)),
        Measured::TargetRevised(it) => change(goal, &it.target_id, |target| followed_anew(target, it)),
        Measured::TargetReached(it) => change(goal, &it.target_id, reached),
        Measured::TargetLost(it) => change(goal, &it.target_id, |target| {
            target.reached = false;
            target.late = false;
            // It is missed again: that was said, and is not said twice.
            if !target.once_missed_on.is_empty() {
                target.missed_on = std::mem::take(&mut target.once_missed_on);
            }
        }),
        _ => (),
    }
}

fn reached(target: &mut TargetProgress) {
    // What is to be kept is kept or not, period after period, and never late.
    let due_on = target.target.as_ref().filter(|it| it.kind() == TargetKind::Reach).map(|it| it.due_on.as_str());
    let is_after = due_on.is_some_and(|due_on| due_on < target.measured_until.as_str());
    // Figures of a period that ended in time were in time, whenever they came in.
    target.late = is_after;
    if !is_after {
        target.once_missed_on = std::mem::take(&mut target.missed_on);
    }
    target.reached = true;
    target.was_reached = true;
}

fn progressed(target: &mut TargetProgress, it: &ProgressRecorded) {
    // Said again after a revision that left it reached: a loss from now on is one.
    target.was_reached |= target.reached;
    target.actual = it.actual.clone();
    target.progress_basis_points = it.progress_basis_points;
    target.periods_kept = it.periods_kept;
    target.periods_measured = it.periods_measured;
    bring(&mut target.shares, &it.partner_id, &it.partner_actual);
    // A value for an earlier period moves the figure, not the period reached. Dates compare as text.
    if target.measured_until <= it.period_end {
        target.measured_until = it.period_end.clone();
        target.due_basis_points = it.due_basis_points;
        target.due_basis = basis(it.due_basis_points, it.due_basis());
    }
}

/// By what counted before, once it is noted how many people are with several partners.
fn recounted(target: &mut TargetProgress, it: &TargetRecounted) {
    target.was_reached |= target.reached;
    target.actual = it.actual.clone();
    target.progress_basis_points = it.progress_basis_points;
    target.periods_kept = it.periods_kept;
    target.periods_measured = it.periods_measured;
}

fn followed_anew(target: &mut TargetProgress, it: &TargetRevised) {
    target.target = it.target.clone();
    target.actual = it.actual.clone();
    target.progress_basis_points = it.progress_basis_points;
    target.due_basis_points = it.due_basis_points;
    target.due_basis = it.due_basis;
    target.measured_until = it.measured_until.clone();
    target.periods_kept = it.periods_kept;
    target.periods_measured = it.periods_measured;
    target.was_reached = false;
    target.value_kind = it.value_kind;
    if let Some(agreed) = &it.target {
        agree(target, agreed, &it.partners);
    }
}

fn measured_as(target: &mut TargetProgress, value_kind: i32) {
    target.value_kind = value_kind;
    if let Some(agreed) = target.target.clone() {
        agree(target, &agreed, &brought(target));
    }
}

/// Facts from before periods could be agreed don't say it: it was the straight line.
fn basis(due: Option<i64>, said: DueBasis) -> i32 {
    match (due, said) {
        (Some(_), DueBasis::Unspecified) => DueBasis::StraightLine.into(),
        (_, said) => said.into(),
    }
}

/// The shares agreed, and beside them what each partner has brought.
fn agree(target: &mut TargetProgress, agreed: &Target, brought: &[PartnerActual]) {
    let share = |it: &contract::goals::TargetShare| ShareProgress {
        partner_id: it.partner_id.clone(),
        value: it.value.clone(),
        ..Default::default()
    };
    target.shares = agreed.shares.iter().map(share).collect();
    brought.iter().for_each(|it| bring(&mut target.shares, &it.partner_id, &it.actual));
    target.unshared = match target.value_kind() {
        ValueKind::Number => unshared(agreed).map(written).unwrap_or_default(),
        // Neither ratios nor scores add up.
        ValueKind::Ratio | ValueKind::Score | ValueKind::Unspecified => String::new(),
    };
}

fn brought(target: &TargetProgress) -> Vec<PartnerActual> {
    let measured = target.shares.iter().filter(|it| !it.actual.is_empty());
    measured.map(|it| PartnerActual { partner_id: it.partner_id.clone(), actual: it.actual.clone() }).collect()
}

fn bring(shares: &mut Vec<ShareProgress>, partner_id: &str, actual: &str) {
    let place = shares.iter().position(|it| it.partner_id == partner_id).unwrap_or_else(|| {
        shares.push(ShareProgress { partner_id: partner_id.to_owned(), ..Default::default() });
        shares.len() - 1
    });
    let share = &mut shares[place];
    share.actual = actual.to_owned();
    share.difference = difference(actual, &share.value).map(written).unwrap_or_default();
}

fn difference(actual: &str, value: &str) -> Option<Decimal> {
    let (actual, value): (Decimal, Decimal) = (actual.parse().ok()?, value.parse().ok()?);
    actual.checked_sub(value)
}

fn unshared(agreed: &Target) -> Option<Decimal> {
    if agreed.shares.is_empty() {
        return None;
    }
    let value: Decimal = agreed.value.parse().ok()?;
    agreed.shares.iter().try_fold(value, |left, share| left.checked_sub(share.value.parse().ok()?))
}

fn written(number: Decimal) -> String {
    number.normalize().to_string()
}

fn change(goal: &mut Goal, target_id: &str, change: impl FnOnce(&mut TargetProgress)) {
    if let Some(target) = goal.targets.iter_mut().find(|it| is(it, target_id)) {
        change(target);
        judge(target);
    }
}

fn is(target: &TargetProgress, target_id: &str) -> bool {
    target.target.as_ref().is_some_and(|it| it.target_id == target_id)
}

fn judge(target: &mut TargetProgress) {
    target.state = state(target).into();
}

/// Reached outweighs missed, and missed that it once was reached.
fn state(it: &TargetProgress) -> TargetState {
    let kind = it.target.as_ref().map(Target::kind).unwrap_or_default();
    let is_to_keep = matches!(kind, TargetKind::KeepAtOrAbove | TargetKind::KeepAtOrBelow);
    match (it.progress_basis_points, it.due_basis_points) {
        _ if is_to_keep && it.actual.is_empty() => TargetState::NotMeasured,
        _ if is_to_keep && it.reached => TargetState::Kept,
        _ if is_to_keep => TargetState::NotKept,
        _ if it.reached => TargetState::Reached,
        _ if !it.missed_on.is_empty() => TargetState::Missed,
        _ if it.was_reached => TargetState::ReachedAndLost,
        (Some(progress), Some(due)) if measures::is_on_track(progress, due) => TargetState::OnTrack,
        (Some(_), Some(_)) => TargetState::AtRisk,
        _ => TargetState::NotMeasured,
    }
}
