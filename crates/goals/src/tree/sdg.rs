//! The 169 targets of the Sustainable Development Goals.

use kernel::Invalid;

/// How many numbered and how many lettered targets each of the 17 goals has.
///
/// Source: United Nations General Assembly, resolution A/RES/71/313 (2017), annex.
const TARGETS: [(u32, u8); 17] = [
    (5, 2),
    (5, 3),
    (9, 4),
    (7, 3),
    (6, 3),
    (6, 2),
    (3, 2),
    (10, 2),
    (5, 3),
    (7, 3),
    (7, 3),
    (8, 3),
    (3, 2),
    (7, 3),
    (9, 3),
    (10, 2),
    (19, 0),
];

/// Targets as they are written, such as 8.10 or 1.a, each once, in the order given.
pub fn parsed(targets: &[String]) -> Result<Vec<String>, Invalid> {
    let mut parsed: Vec<String> = Vec::with_capacity(targets.len());
    for target in targets {
        let target = target.trim().to_lowercase();
        if !is_one(&target) {
            let problem = format!(
                "holds {target:?}, which is no target of the Sustainable Development Goals: such as 8.10 or 1.a"
            );
            return Err(Invalid::new("sdg_targets", problem));
        }
        if !parsed.contains(&target) {
            parsed.push(target);
        }
    }
    Ok(parsed)
}

fn is_one(target: &str) -> bool {
    let Some((goal, rest)) = target.split_once('.') else { return false };
    let is_plain = |it: &str| !it.starts_with(['0', '+']);
    let Some(goal) = goal.parse::<usize>().ok().filter(|_| is_plain(goal)) else { return false };
    let Some((numbered, lettered)) = goal.checked_sub(1).and_then(|at| TARGETS.get(at)) else { return false };
    match (rest.parse::<u32>(), rest.as_bytes()) {
        (Ok(number), _) => is_plain(rest) && (1..=*numbered).contains(&number),
        (Err(_), [letter]) => letter.checked_sub(b'a').is_some_and(|at| at < *lettered),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_169_targets() {
        let all: u32 = TARGETS.iter().map(|(numbered, lettered)| numbered + u32::from(*lettered)).sum();
        assert_eq!(all, 169);
    }

    #[test]
    fn targets_are_numbers_or_letters_of_one_of_the_17_goals() {
        for target in ["1.4", "8.10", "9.3", "17.17", "1.a", "1.b", "13.b"] {
            assert!(is_one(target), "{target}");
        }
        for target in
            ["", "1", "1.", ".1", "0.1", "18.1", "1.6", "1.c", "17.a", "01.4", "1.04", "1.+4", "1.4.1", "a.1", "1.A"]
        {
            assert!(!is_one(target), "{target}");
        }
    }

    #[test]
    fn each_is_named_once_and_in_small_letters() {
        let given = ["1.A", " 8.10", "1.a"].map(str::to_owned);
        assert_eq!(parsed(&given), Ok(vec!["1.a".to_owned(), "8.10".to_owned()]));
    }
}
