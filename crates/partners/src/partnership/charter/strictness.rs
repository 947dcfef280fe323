//! Under which rule rules are changed: the strictest of those in force and those asked for.

use contract::partners::{DecisionRule, Matter};

use crate::proposal::decisions::Charter as Rules;

const MATTERS: [Matter; 7] = [
    Matter::Charter,
    Matter::Admission,
    Matter::Removal,
    Matter::Goal,
    Matter::Funds,
    Matter::Dissolution,
    Matter::Other,
];

/// The rule to change rules under: as strict as the one for the charter, and as each rule that changes, old and new.
/// Otherwise few could loosen a rule by the loose rule for charters, and then have their way.
pub fn strictest(old: &[DecisionRule], new: &[DecisionRule]) -> DecisionRule {
    let rules = |it: &[DecisionRule]| Rules { rules: it.to_vec(), ..Rules::default() };
    let (old, new) = (rules(old), rules(new));
    let ours = old.rule_for(Matter::Charter);
    let pairs = MATTERS.into_iter().map(|it| (old.rule_for(it), new.rule_for(it)));
    let changed = pairs.filter(|(before, after)| how(before) != how(after));
    let both = changed.flat_map(|(before, after)| [before, after]);
    let strictest = both.fold(ours, |strictest, it| stricter(&strictest, &it));
    DecisionRule { matter: Matter::Charter.into(), ..strictest }
}

/// Of the rules the stricter, of the quorums the larger, of the times to think the longer.
fn stricter(one: &DecisionRule, other: &DecisionRule) -> DecisionRule {
    let rule = if strictness(one.rule) < strictness(other.rule) { other.rule } else { one.rule };
    DecisionRule {
        matter: one.matter,
        rule,
        quorum_percent: one.quorum_percent.max(other.quorum_percent),
        days_open: one.days_open.max(other.days_open),
    }
}

fn how(it: &DecisionRule) -> (i32, u32, u32) {
    (it.rule, it.quorum_percent, it.days_open)
}

/// How hard a rule of the contract is to meet. One that this build does not know is taken for the hardest.
fn strictness(rule: i32) -> u8 {
    const SIMPLE_MAJORITY: i32 = 2;
    const ABSOLUTE_MAJORITY: i32 = 4;
    const TWO_THIRDS: i32 = 5;
    const CONSENT: i32 = 1;
    const UNANIMITY: i32 = 3;
    match rule {
        0 => 0,
        SIMPLE_MAJORITY => 1,
        ABSOLUTE_MAJORITY => 2,
        TWO_THIRDS => 3,
        CONSENT => 4,
        UNANIMITY => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(matter: Matter, rule: i32, quorum_percent: u32, days_open: u32) -> DecisionRule {
        DecisionRule { matter: matter.into(), rule, quorum_percent, days_open }
    }

    #[test]
    fn a_rule_is_not_loosened_under_itself_nor_under_a_looser_one() {
        let charter = rule(Matter::Charter, 2, 50, 7);
        let (strict, loose) = (rule(Matter::Removal, 3, 100, 30), rule(Matter::Removal, 2, 10, 1));
        let under = rule(Matter::Charter, 3, 100, 30);
        assert_eq!(strictest(&[charter, strict], &[charter, loose]), under);
        assert_eq!(strictest(&[charter, loose], &[charter, strict]), under);
    }

    #[test]
    fn rules_that_stay_do_not_make_a_change_harder() {
        let charter = rule(Matter::Charter, 2, 50, 7);
        let strict = rule(Matter::Removal, 3, 100, 30);
        assert_eq!(strictest(&[charter, strict], &[charter, strict]), charter);
    }

    #[test]
    fn leaving_a_matter_to_the_rule_for_others_changes_its_rule() {
        let (charter, other) = (rule(Matter::Charter, 2, 50, 7), rule(Matter::Other, 2, 0, 1));
        let goal = rule(Matter::Goal, 5, 60, 21);
        assert_eq!(strictest(&[charter, other, goal], &[charter, other]), rule(Matter::Charter, 5, 60, 21));
    }

    #[test]
    fn rules_stand_in_order_of_how_hard_they_are_to_meet() {
        let order = [0, 2, 4, 5, 1, 3, 99].map(strictness);
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
    }
}
