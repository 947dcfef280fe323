//! Putting a goal to the members.

use contract::goals::{GoalContent, GoalProposed, ProposeGoal};
use kernel::{Context, Decide, Decision, Invalid, source};

use super::{
    super::{content, rejection::Rejection, state::GoalTree, targets},
    Partnership, Voices,
};

/// The results tree is answered whole: it holds no more than an answer may.
pub const GOALS_MAX: usize = 1000;

impl Decide<ProposeGoal> for GoalTree {
    type Known = (Partnership, Voices);

    fn target(command: &ProposeGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ProposeGoal, context: &Context) -> String {
        context.or_fresh(&command.goal_id, "goal")
    }

    fn decide(&self, command: &ProposeGoal, known: &Self::Known, context: &Context) -> Decision<Self> {
        let (partnership, voices) = known;
        let is_listed = source::is_given(&command.source, context)?;
        let goal_id = Self::thing(command, context);
        let existing = self.goal(&goal_id);
        let mut content = content::parsed(&content::asked(command))?;
        let named = existing.map_or(&[][..], |goal| &goal.content.targets);
        content.targets = targets::named(content.targets, named, context);
        if let Some(existing) = existing {
            let is_same = (&existing.content, &existing.source) == (&content, &command.source);
            return if is_same { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        match partnership {
            Partnership::Unknown => return Err(Rejection::NoPartnership),
            Partnership::Forming if !is_listed => return Err(Rejection::PartnershipNotActive),
            Partnership::Ending => return Err(Rejection::PartnershipEnding),
            Partnership::Forming | Partnership::Active => (),
        }
        self.check_place(&goal_id, &content)?;
        targets::check_ids(&content.targets, self, &goal_id)?;
        targets::check_shares(&content.targets, &voices.0)?;
        if !is_listed {
            targets::check_due(&content.targets, context.today())?;
        }
        if GOALS_MAX <= self.len() {
            let problem = format!("already has {GOALS_MAX} goals, the most that one results tree holds");
            return Err(Invalid::new("partnership_id", problem).into());
        }
        Ok(vec![proposed(command, goal_id, content, context).into()])
    }
}

fn proposed(command: &ProposeGoal, goal_id: String, content: GoalContent, context: &Context) -> GoalProposed {
    let GoalContent {
        title,
        level,
        parent_goal_id,
        approach,
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
        targets,
    } = content;
    GoalProposed {
        partnership_id: command.partnership_id.clone(),
        goal_id,
        title,
        level,
        parent_goal_id,
        approach,
        targets,
        source: command.source.clone(),
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
        proposed_by: context.partner.clone(),
    }
}
