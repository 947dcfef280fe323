//! What a target asks, in a line that a member can read.

use contract::goals::{Target, TargetKind, TargetPart, TargetPeriod, TargetShare};

pub(super) fn words(it: &Target) -> String {
    let value = &it.value;
    let asked = match it.kind() {
        TargetKind::KeepAtOrAbove => format!("stay at {value} or above"),
        TargetKind::KeepAtOrBelow => format!("stay at {value} or below"),
        TargetKind::Reach | TargetKind::Unspecified => format!("get from {} to {value}", it.baseline),
    };
    let asked = format!("{asked}, from {} to {}, by indicator {}", it.starts_on, it.due_on, it.indicator_id);
    let period = |TargetPeriod { ends_on, value }: &TargetPeriod| format!("{value} by {ends_on}");
    let share = |TargetShare { partner_id, value }: &TargetShare| format!("{value} from partner {partner_id}");
    let part =
        |TargetPart { dimension, value_name, value }: &TargetPart| format!("{value} where {dimension} is {value_name}");
    let details = it.periods.iter().map(period).chain(it.shares.iter().map(share)).chain(it.parts.iter().map(part));
    std::iter::once(asked).chain(details).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_says_what_is_wanted_by_when_of_whom_and_for_whom() {
        let target = Target {
            indicator_id: "borrowers".into(),
            kind: TargetKind::Reach.into(),
            baseline: "1000".into(),
            value: "3000".into(),
            starts_on: "2026-01-01".into(),
            due_on: "2026-12-31".into(),
            periods: vec![TargetPeriod { ends_on: "2026-06-30".into(), value: "1200".into() }],
            shares: vec![TargetShare { partner_id: "bank".into(), value: "2000".into() }],
            parts: vec![TargetPart { dimension: "sex".into(), value_name: "women".into(), value: "1500".into() }],
            ..Default::default()
        };
        assert_eq!(
            words(&target),
            "get from 1000 to 3000, from 2026-01-01 to 2026-12-31, by indicator borrowers; 1200 by 2026-06-30; \
             2000 from partner bank; 1500 where sex is women"
        );
    }
}
