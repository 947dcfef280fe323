//! Impact: how many targets stand how, each at its goal's level.

use std::collections::BTreeMap;

use contract::{
    common::{Figure, Measure},
    goals::{Level, TargetKind},
};
use kernel::measures::is_on_track;
use runtime::measuring::figures::counted;

use super::whole;
use crate::memory::tallies::targets::{Stand, Targets};

const LEVELS: [(Level, &str); 4] = [
    (Level::Impact, "impact"),
    (Level::Outcome, "outcome"),
    (Level::Output, "output"),
    (Level::Unspecified, "no level"),
];
const STATES: [Measure; 7] = [
    Measure::TargetsOnTrack,
    Measure::TargetsBehind,
    Measure::TargetsReached,
    Measure::TargetsLost,
    Measure::TargetsKept,
    Measure::TargetsNotKept,
    Measure::TargetsUndefined,
];

pub(super) fn figures(targets: &Targets) -> Vec<Figure> {
    let mut by_level: BTreeMap<Level, Vec<Measure>> = BTreeMap::new();
    for (level, stand) in targets.all() {
        by_level.entry(level).or_default().push(state(stand));
    }
    let at_level = |(level, name): &(Level, &str)| {
        let states = by_level.get(level).cloned().unwrap_or_default();
        let figure = |measure: &Measure| Figure {
            split: (*name).to_owned(),
            ..counted(*measure, whole(states.iter().filter(|it| *it == measure).count()), whole(states.len()))
        };
        if states.is_empty() { vec![] } else { STATES.iter().map(figure).collect() }
    };
    LEVELS.iter().flat_map(at_level).collect()
}

/// What is kept is kept in the last measured period; what was reached and is not any more is lost.
fn state(it: &Stand) -> Measure {
    let is_to_keep = matches!(it.kind(), TargetKind::KeepAtOrAbove | TargetKind::KeepAtOrBelow);
    match (it.progress, it.due) {
        _ if !it.is_measured => Measure::TargetsUndefined,
        _ if is_to_keep && it.is_reached => Measure::TargetsKept,
        _ if is_to_keep => Measure::TargetsNotKept,
        _ if it.is_reached => Measure::TargetsReached,
        _ if it.was_reached => Measure::TargetsLost,
        (Some(progress), Some(due)) if is_on_track(progress, due) => Measure::TargetsOnTrack,
        (Some(_), Some(_)) => Measure::TargetsBehind,
        _ => Measure::TargetsUndefined,
    }
}
