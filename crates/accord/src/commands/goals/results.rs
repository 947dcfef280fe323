//! `results`: the results framework, every goal below the one it serves, with each of its targets.

use std::collections::HashMap;

use contract::{
    evaluation::{GetIndicator, Indicator},
    goals::{Goal, ResultsTree, TargetKind, TargetProgress, TargetState},
};

use super::{percent, tree};
use crate::{
    client::{Client, ClientArgs, Failure},
    output::{Output, Rows, line, words},
};

pub(in crate::commands) async fn results(
    partnership: &str,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let tree = tree(&client, partnership).await?;
    let mut indicators = Indicators::of(&client, partnership);
    let mut rows = Rows::new(&HEADING);
    for node in &tree.nodes {
        let goal = node.goal.clone().unwrap_or_default();
        let depth = usize::try_from(node.depth).unwrap_or_default();
        for (place, target) in goal.targets.iter().enumerate() {
            let of = indicators.title(target).await;
            rows.push(row(&goal, depth, place, Some((target, of)), output));
        }
        if goal.targets.is_empty() {
            rows.push(row(&goal, depth, 0, None, output));
        }
    }
    match output {
        Output::Table => {
            let mut table = Rows::new(&TABLE);
            table.rows = rows.rows.iter().map(|it| it[1..=TABLE.len()].to_vec()).collect();
            table.print(output);
            line(format_args!("\n{}", totals(&tree)));
        }
        Output::Json | Output::Csv => rows.print(output),
    }
    Ok(())
}

/// For programs: a figure is a number there.
const HEADING: [&str; 11] =
    ["depth", "goal", "state", "target", "baseline", "wanted", "by", "actual", "progress_percent", "stands", "goal_id"];
/// A table shows the depth by how far a goal is set in, and leaves its id out.
const TABLE: [&str; 9] = ["goal", "state", "target", "baseline", "wanted", "by", "actual", "progress", "stands"];

/// In a table a goal with several targets is named once, and stands below the one it serves.
fn row(
    goal: &Goal,
    depth: usize,
    place: usize,
    target: Option<(&TargetProgress, String)>,
    output: Output,
) -> [String; 11] {
    let is_named = output != Output::Table || place == 0;
    let indent = if output == Output::Table { "  ".repeat(depth) } else { String::new() };
    let named = |it: String| if is_named { it } else { String::new() };
    let (progress, of) = target.map(|(it, of)| (it.clone(), of)).unwrap_or_default();
    let agreed = progress.target.clone().unwrap_or_default();
    let to = match agreed.kind() {
        TargetKind::KeepAtOrAbove => format!("at least {}", agreed.value),
        TargetKind::KeepAtOrBelow => format!("at most {}", agreed.value),
        TargetKind::Reach | TargetKind::Unspecified => agreed.value.clone(),
    };
    let reached = percent(progress.progress_basis_points);
    let stands = match progress.state() {
        TargetState::Unspecified => String::new(),
        state => words(state.as_str_name(), "TARGET_STATE_"),
    };
    [
        named(depth.to_string()),
        named(format!("{indent}{}", goal.title)),
        named(words(goal.state().as_str_name(), "GOAL_STATE_")),
        of,
        agreed.baseline,
        to,
        agreed.due_on,
        progress.actual.clone(),
        if output == Output::Table { reached } else { reached.trim_end_matches(" %").to_owned() },
        stands,
        goal.goal_id.clone(),
    ]
}

/// Counts only: targets of different units have no average.
pub(in crate::commands) fn totals(tree: &ResultsTree) -> String {
    let goals = tree.goals.iter().map(|it| (it.goals, words(it.state().as_str_name(), "GOAL_STATE_")));
    let targets = tree.targets.iter().map(|it| (it.targets, words(it.state().as_str_name(), "TARGET_STATE_")));
    format!("Goals: {}. Targets followed: {}.", counted(goals), counted(targets))
}

fn counted(counts: impl Iterator<Item = (u32, String)>) -> String {
    let counts: Vec<_> = counts.map(|(count, state)| format!("{count} {state}")).collect();
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}

/// What targets are measured by; each is asked for once.
pub(in crate::commands) struct Indicators<'c> {
    client: &'c Client,
    partnership: &'c str,
    known: HashMap<String, String>,
}

impl<'c> Indicators<'c> {
    pub(in crate::commands) fn of(client: &'c Client, partnership: &'c str) -> Self {
        Indicators { client, partnership, known: HashMap::new() }
    }

    /// With its unit; the id where it cannot be read.
    pub(in crate::commands) async fn title(&mut self, target: &TargetProgress) -> String {
        let Some(indicator_id) = target.target.as_ref().map(|it| it.indicator_id.clone()) else {
            return String::new();
        };
        if !self.known.contains_key(&indicator_id) {
            let (partnership_id, asked) = (self.partnership.to_owned(), indicator_id.clone());
            let asked = GetIndicator { partnership_id, indicator_id: asked, ..Default::default() };
            let answer: Result<Indicator, _> = self.client.call(&asked).await;
            let title = answer.map_or_else(
                |_| indicator_id.clone(),
                |it| match it.unit.is_empty() {
                    true => it.title,
                    false => format!("{} ({})", it.title, it.unit),
                },
            );
            self.known.insert(indicator_id.clone(), title);
        }
        self.known[&indicator_id].clone()
    }
}

#[cfg(test)]
mod tests {
    use contract::goals::{GoalCount, GoalState, Target, TargetCount};

    use super::*;

    #[test]
    fn a_goal_of_several_targets_is_named_once_in_a_table_and_in_each_row_for_a_program() {
        let goal = Goal { title: "More women borrow".into(), state: GoalState::Active.into(), ..Default::default() };
        let target = Target { value: "5".into(), kind: TargetKind::KeepAtOrBelow.into(), ..Default::default() };
        let progress = TargetProgress {
            target: Some(target),
            progress_basis_points: Some(-1234),
            state: TargetState::NotKept.into(),
            ..Default::default()
        };
        let shown = |place, output| row(&goal, 1, place, Some((&progress, "PAR30".into())), output);
        assert_eq!(shown(0, Output::Table)[..4], ["1", "  More women borrow", "active", "PAR30"]);
        assert_eq!(shown(1, Output::Table)[..4], ["", "", "", "PAR30"]);
        assert_eq!(shown(1, Output::Csv)[..4], ["1", "More women borrow", "active", "PAR30"]);
        assert_eq!(shown(0, Output::Table)[4..10], ["", "at most 5", "", "", "-12.3 %", "not kept"]);
        assert_eq!(shown(0, Output::Csv)[8], "-12.3", "a number");
        assert_eq!(row(&goal, 0, 0, None, Output::Table)[3..10], [""; 7]);
    }

    #[test]
    fn totals_are_counts_by_state() {
        assert_eq!(totals(&ResultsTree::default()), "Goals: none. Targets followed: none.");
        let tree = ResultsTree {
            goals: vec![GoalCount { state: GoalState::Active.into(), goals: 2 }],
            targets: vec![
                TargetCount { state: TargetState::OnTrack.into(), targets: 1 },
                TargetCount { state: TargetState::AtRisk.into(), targets: 3 },
            ],
            ..Default::default()
        };
        assert_eq!(totals(&tree), "Goals: 2 active. Targets followed: 1 on track, 3 at risk.");
    }
}
