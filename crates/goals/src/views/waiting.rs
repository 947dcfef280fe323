//! What waits for whom towards the goals: put there by the fact that asks for something, taken away by the one that settles it.

mod evolve;
mod members;
mod things;

#[cfg(test)]
mod tests;

use contract::{
    goals::{self, ListWaitingWork, WaitingWork, WaitingWorkKind, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    moment,
    partners::{self, event::Kind as Heard},
};
use kernel::words::first_line;
use runtime::views::{Fold, View, key};

use super::WAITING;
use crate::tree::approach_changed;
use members::{Said, Together, left_unsaid};
use things::{Thing, Wait, Wanted};

const TITLE_BYTES_MAX: usize = 512;
/// In the place of a partner's id: who acts in a partnership.
const TOGETHER: &str = "together";
/// In the same place: what a member has said of goals and approaches.
const SAID: &str = "said";
/// In the same place: what a thing waits for.
const THINGS: &str = "things";
/// In the same place: the partner that one is affiliated to.
const ABOVE: &str = "above";
/// Nobody can be affiliated in a circle; a bound ends it all the same.
const AFFILIATIONS_MAX: usize = 64;

pub(super) struct Waiting;

impl View for Waiting {
    fn name(&self) -> &'static str {
        WAITING
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let mut list = List { fact, fold };
        match &fact.fact {
            Some(Fact::Goals(goals::Event { kind: Some(event) })) => list.own(event),
            Some(Fact::Partners(partners::Event { kind: Some(event) })) => list.heard(event),
            _ => (),
        }
    }
}

/// In all of a partner's partnerships, or in one.
pub fn waits_for(partner_id: &str, question: &ListWaitingWork) -> Vec<u8> {
    let partnership_id = question.partnership_id.as_str();
    if partnership_id.is_empty() { key(&[partner_id]) } else { key(&[partner_id, partnership_id]) }
}

pub fn is_asked_for(question: &ListWaitingWork, it: &WaitingWork) -> bool {
    question.kind() == WaitingWorkKind::Unspecified || question.kind() == it.kind()
}

/// The list, as one fact changes it.
struct List<'e, 'f, 't> {
    fact: &'e Envelope,
    fold: &'f mut Fold<'t>,
}

impl List<'_, '_, '_> {
    fn own(&mut self, event: &Event) {
        match event {
            Event::GoalsRanked(it) => {
                let ranked = it.tiers.iter().flat_map(|tier| &tier.goal_ids).cloned().collect();
                self.fold.upsert(self.said(&it.partner_id), |said: &mut Said| said.ranked = ranked);
                self.ask_organisation(&it.partner_id);
            }
            Event::ApproachRated(it) => {
                self.fold.upsert(self.said(&it.partner_id), |said: &mut Said| {
                    said.rated.retain(|goal| *goal != it.goal_id);
                    said.rated.push(it.goal_id.clone());
                });
                self.ask_organisation(&it.partner_id);
            }
            event => self.change(event),
        }
        if let Some((_, goal_id)) = approach_changed(event) {
            self.lapse_ratings(goal_id);
        }
    }

    /// What was said of an approach says nothing of another: it is to be rated again.
    fn lapse_ratings(&mut self, goal_id: &str) {
        let together = self.together();
        for member in &together.members {
            self.fold
                .change(self.said(&member.partner_id), |said: &mut Said| said.rated.retain(|goal| goal != goal_id));
        }
        self.ask_all(&together);
    }

    /// A goal, or what is under way towards it.
    fn change(&mut self, event: &Event) {
        let Some(id) = &evolve::thing_of(event) else { return };
        let mut thing: Thing = self.fold.get(self.thing(id)).unwrap_or_default();
        let stood = thing.goal.as_ref().map(|it| it.state);
        thing.evolve(event);
        let stands = thing.goal.as_ref().map(|it| it.state);
        let mut together = self.together();
        if let (Event::GoalAdopted(it), Some(goal)) = (event, &mut thing.goal)
            && it.members.is_empty()
        {
            // Facts of before do not say who decided it: those that could.
            goal.settled = together.voices().map(str::to_owned).collect();
        }
        if let Some(goal) = &thing.goal {
            together.count(evolve::bare(id), goal.is_ranked(), goal.is_rated());
        } else {
            together.keep_open(id, !thing.is_over());
        }
        // A goal's milestones are to be reached no longer once it is closed.
        let closed = thing.goal.iter().filter(|it| it.is_closed()).flat_map(|it| it.milestones.clone());
        for milestone in closed.collect::<Vec<_>>() {
            together.keep_open(&milestone, false);
            self.wait(&milestone, Thing::default(), &together);
        }
        self.fold.put(key(&[TOGETHER, &self.fact.partnership]), together.clone());
        if let Event::MilestoneAdded(it) = event {
            let milestone = id.clone();
            self.fold.change(self.thing(&evolve::goal(&it.goal_id)), |goal: &mut Thing| goal.add_milestone(milestone));
        }
        self.wait(id, thing, &together);
        // It is to be ranked and rated from now on, or no longer.
        if stands != stood {
            self.ask_all(&together);
        }
    }

    fn heard(&mut self, event: &Heard) {
        match event {
            Heard::PartnerRegistered(it) => self.is_above(&it.partner_id, &it.affiliated_to),
            Heard::ProfileRevised(it) => self.is_above(&it.partner_id, &it.affiliated_to),
            event => {
                // Most of what partners say changes nothing of this.
                if !members::is_about_members(event) {
                    return;
                }
                let mut together = self.together();
                together.heard(event);
                self.fold.put(key(&[TOGETHER, &self.fact.partnership]), together.clone());
                let goals = together.ranked.iter().map(|it| evolve::goal(it));
                for id in goals.chain(together.open.iter().cloned()) {
                    if let Some(thing) = self.fold.get::<Thing>(self.thing(&id)) {
                        self.wait(&id, thing, &together);
                    }
                }
                self.ask_all(&together);
            }
        }
    }

    fn is_above(&mut self, partner_id: &str, above: &str) {
        self.fold.put(key(&[ABOVE, partner_id]), above.to_owned());
    }

    /// It waits for those that are wanted now; for who was and is no longer, it does not. What waits since before still does.
    fn wait(&mut self, id: &str, mut thing: Thing, together: &Together) {
        let before = self.fold.get::<Thing>(self.thing(id)).map(|it| it.waits).unwrap_or_default();
        let wanted = if together.is_closed { vec![] } else { thing.wanted(together) };
        thing.waits = wanted.iter().map(Wait::from).collect();
        for gone in before.iter().filter(|it| !thing.waits.contains(it)) {
            self.fold.remove(self.place(&gone.partner_id, gone.kind, id));
        }
        for it in wanted {
            self.put(id, it);
        }
        match thing.is_over() {
            true => self.fold.remove(self.thing(id)),
            false => self.fold.put(self.thing(id), thing),
        }
    }

    fn put(&mut self, id: &str, wanted: Wanted) {
        let Wanted { partner_id, kind, title, goal_id, due_on } = wanted;
        let place = self.place(&partner_id, kind.into(), id);
        let before = self.fold.get::<WaitingWork>(place.clone()).and_then(|it| it.since);
        let waiting = WaitingWork {
            partnership_id: self.fact.partnership.clone(),
            kind: kind.into(),
            thing_id: evolve::bare(id).to_owned(),
            title: first_line(&title, TITLE_BYTES_MAX),
            since: before.or(self.fact.recorded_at),
            due_at: due_on.parse().ok().and_then(moment::end_of).map(moment::on_wire),
            goal_id,
        };
        self.fold.put(place, waiting);
    }

    fn ask_organisation(&mut self, partner_id: &str) {
        let (together, organisation) = (self.together(), self.organisation(partner_id));
        let ones: Vec<String> = together.voices().map(str::to_owned).collect();
        for one in ones.iter().filter(|it| self.organisation(it) == organisation).cloned().collect::<Vec<_>>() {
            self.ask(&one, &together);
        }
    }

    fn ask_all(&mut self, together: &Together) {
        for member in &together.members {
            self.ask(&member.partner_id, together);
        }
    }

    /// To rank and to rate what nobody of its organisation has: affiliates share one voice.
    fn ask(&mut self, partner_id: &str, together: &Together) {
        let organisation = self.organisation(partner_id);
        let mut said = Vec::new();
        for one in together.voices() {
            if self.organisation(one) == organisation {
                said.extend(self.fold.get::<Said>(self.said(one)));
            }
        }
        let (to_rank, to_rate) = match together.is_active && together.has_voice(partner_id) {
            true => left_unsaid(together, &said),
            false => (0, 0),
        };
        let goals = if to_rank == 1 { "goal is" } else { "goals are" };
        self.count(partner_id, WaitingWorkKind::RankGoals, to_rank, format!("{to_rank} adopted {goals} not ranked"));
        let approaches = if to_rate == 1 { "approach is" } else { "approaches are" };
        self.count(partner_id, WaitingWorkKind::RateApproaches, to_rate, format!("{to_rate} {approaches} not rated"));
    }

    /// One entry a partnership, however many it counts.
    fn count(&mut self, partner_id: &str, kind: WaitingWorkKind, count: usize, title: String) {
        let partnership_id = self.fact.partnership.clone();
        if count == 0 {
            return self.fold.remove(self.place(partner_id, kind.into(), &partnership_id));
        }
        let (partner_id, goal_id, due_on) = (partner_id.to_owned(), String::new(), String::new());
        self.put(&partnership_id, Wanted { partner_id, kind, title, goal_id, due_on });
    }

    /// The partner at the head of its affiliations.
    fn organisation(&mut self, partner_id: &str) -> String {
        let mut head = partner_id.to_owned();
        for _ in 0..AFFILIATIONS_MAX {
            match self.fold.get::<String>(key(&[ABOVE, &head])) {
                Some(above) if !above.is_empty() => head = above,
                _ => break,
            }
        }
        head
    }

    fn together(&mut self) -> Together {
        self.fold.get(key(&[TOGETHER, &self.fact.partnership])).unwrap_or_default()
    }

    fn said(&self, partner_id: &str) -> Vec<u8> {
        key(&[SAID, &self.fact.partnership, partner_id])
    }

    fn thing(&self, id: &str) -> Vec<u8> {
        key(&[THINGS, &self.fact.partnership, id])
    }

    fn place(&self, partner_id: &str, kind: i32, id: &str) -> Vec<u8> {
        let kind = WaitingWorkKind::try_from(kind).unwrap_or_default();
        key(&[partner_id, &self.fact.partnership, kind.as_str_name(), id])
    }
}

impl From<&Wanted> for Wait {
    fn from(it: &Wanted) -> Self {
        Wait { partner_id: it.partner_id.clone(), kind: it.kind.into() }
    }
}
