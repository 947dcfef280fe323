//! Under which rule rules are changed: the strictest of those in force and those asked for.

use contract::partners::{DecisionRule, Matter};

use super::MATTERS;
use crate::proposal::{decisions::Charter as Rules, rules::stricter};

/// The rule to change rules under: as strict as the one for the charter, and as each rule that changes, old and new.
/// Otherwise few could loosen a rule by the loose rule for charters, and then have their way.
pub fn strictest(old: &[DecisionRule], new: &[DecisionRule]) -> DecisionRule {
    let rules = |it: &[DecisionRule]| Rules { rules: it.to_vec(), ..Rules::default() };
    let (old, new) = (rules(old), rules(new));
    let ours = old.rule_for(Matter::Charter);
    let pairs = MATTERS.into_iter().map(|it| (old.rule_for(it), new.rule_for(it)));
    let changed = pairs.filter(|(before, after)| how(before) != how(after));
    let both = changed.flat_map(|(before, after)| [before, after]);
    let strictest = both.fold(ours, stricter);
    DecisionRule { matter: Matter::Charter.into(), ..strictest }
}

fn how(it: &DecisionRule) -> (i32, u32, u32, i32, bool) {
    (it.rule, it.quorum_percent, it.days_open, it.fallback, it.hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(matter: Matter, rule: i32, quorum_percent: u32, days_open: u32) -> DecisionRule {
        DecisionRule { matter: matter.into(), rule, quorum_percent, days_open, fallback: 0, hidden: false }
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
}
