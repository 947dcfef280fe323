//! How what alignment is made of is looked up.

use contract::{
    common::Standing as Stands,
    goals::{MeasureAlignment, RankGoals, RateApproach},
};
use kernel::Context;
use runtime::{Recall, Room};

use super::partnership;
use crate::{
    Goals,
    alignment::{
        Said, is_ranked, is_rated,
        said::{self, Voice},
    },
    approach, ranking,
};

impl Recall<Goals, RankGoals> for ranking::Around {
    fn recall(room: &Room<Goals>, command: &RankGoals, _: &Context) -> Self {
        let named = command.tiers.iter().flat_map(|it| &it.goal_ids);
        let state = |id: &String| Some((id.clone(), room.memory.goal(&command.partnership_id, id)?.state()));
        ranking::Around {
            partnership: partnership(room, &command.partnership_id),
            goals: named.filter_map(state).collect(),
        }
    }
}

impl Recall<Goals, RateApproach> for approach::Around {
    fn recall(room: &Room<Goals>, command: &RateApproach, _: &Context) -> Self {
        let goal = room.memory.goal(&command.partnership_id, &command.goal_id);
        approach::Around {
            partnership: partnership(room, &command.partnership_id),
            goal: goal.map(|it| it.state()),
            approach_version: goal.map_or(0, |it| it.approach_version()),
        }
    }
}

impl Recall<Goals, MeasureAlignment> for Said {
    fn recall(room: &Room<Goals>, command: &MeasureAlignment, _: &Context) -> Self {
        said(room, &command.partnership_id).unwrap_or_default()
    }
}

/// All that the members of a partnership have said, as they stand now; None: there is no such partnership.
pub fn said(room: &Room<Goals>, partnership_id: &str) -> Option<Said> {
    room.standing.partnership(partnership_id)?;
    let goals = |is_wanted: fn(_) -> bool| {
        let goals = room.memory.goals(partnership_id).filter(|(_, it)| is_wanted(it.state()));
        goals.map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    };
    let mut said = Said { voices: voices(room, partnership_id), ranked_goals: goals(is_ranked), ..Said::default() };
    let together = room.memory.together(partnership_id);
    said.approaches = goals(is_rated)
        .into_iter()
        .map(|goal_id| {
            let ratings = together.map(|it| it.ratings(&goal_id)).unwrap_or_default();
            said::Approach { goal_id, ratings }
        })
        .collect();
    if let Some(together) = together {
        said.rankings = together.rankings(&said.ranked_goals);
        said.released = together.expectations().are_released();
        said.asked = asked(room, partnership_id);
    }
    Some(said)
}

fn voices(room: &Room<Goals>, partnership_id: &str) -> Vec<Voice> {
    let members = room.standing.partnership(partnership_id).into_iter().flat_map(|it| it.voices());
    let voice = |partner_id: &String| Voice {
        partner_id: partner_id.clone(),
        organisation: room.standing.organisation(partner_id).to_owned(),
    };
    let mut voices: Vec<Voice> = members.map(|it| voice(&it.partner_id)).collect();
    voices.sort_unstable_by(|a, b| a.partner_id.cmp(&b.partner_id));
    voices
}

/// Each expectation of those that take part, once for each of the others that it is of: observers read, and who joins later
/// is asked too.
fn asked(room: &Room<Goals>, partnership_id: &str) -> Vec<said::Asked> {
    let (Some(partnership), Some(together)) =
        (room.standing.partnership(partnership_id), room.memory.together(partnership_id))
    else {
        return vec![];
    };
    let is_here = |partner_id: &str| {
        let away = [Stands::Unspecified, Stands::Invited, Stands::Former, Stands::Mediator];
        !away.contains(&room.standing.of(partnership_id, partner_id))
    };
    let mut asked = Vec::new();
    for (expectation_id, expectation) in together.expectations().readable().filter(|(_, it)| is_here(&it.partner_id)) {
        let of = partnership.members.iter().filter(|it| is_here(&it.partner_id) && it.stands() != Stands::Observer);
        asked.extend(of.filter(|it| expectation.is_of(&it.partner_id)).map(|it| said::Asked {
            expectation_id: expectation_id.to_owned(),
            partner_id: expectation.partner_id.clone(),
            of_partner_id: it.partner_id.clone(),
            answer: expectation.answer(&it.partner_id),
        }));
    }
    asked
}
