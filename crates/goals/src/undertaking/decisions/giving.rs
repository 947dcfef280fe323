//! Promising something to another partner, or to all.

use contract::goals::{GiveUndertaking, GoalState, UndertakingGiven};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, Members, parse};

use super::{
    super::{rejection::Rejection, state::Undertaking},
    not_past, quantity,
};
use crate::tree::{Partnership, is_worked_on};

/// What is around a promise: its partnership with who is in it, the goal and the activity it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub partnership: Partnership,
    pub members: Members,
    /// Where each goal stands that is the command's or the activity's, by id.
    pub goals: Vec<(String, GoalState)>,
    /// The goal of the activity named, if that is under way.
    pub activity_goal_id: Option<String>,
}

impl Decide<GiveUndertaking> for Undertaking {
    type Known = Around;

    fn target(command: &GiveUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &GiveUndertaking, around: &Around, context: &Context) -> Decision<Self> {
        let promised = promised(command, context)?;
        if let Undertaking::Given(given) = self {
            return if is_same(&given.at_first, &promised) {
                Ok(vec![])
            } else {
                Err(Rejection::IdTaken { field: "undertaking_id" })
            };
        }
        if around.partnership != Partnership::Active {
            return Err(Rejection::PartnershipNotActive);
        }
        not_past(&promised.due_on, context)?;
        check_receiver(&promised, &around.members)?;
        let goal_id = goal_id(&promised, around)?;
        Ok(vec![UndertakingGiven { goal_id, ..promised }.into()])
    }
}

/// What is promised, checked for what can be checked without looking around.
fn promised(command: &GiveUndertaking, context: &Context) -> Result<UndertakingGiven, Invalid> {
    let GiveUndertaking {
        command_id: _,
        validate_only: _,
        partnership_id,
        undertaking_id,
        to_partner_id,
        goal_id,
        activity_id,
        what,
        quantity: how_much,
        unit,
        due_on,
    } = command;
    let how_much = quantity("quantity", how_much)?;
    let unit = unit.trim();
    match (how_much.is_empty(), unit.is_empty()) {
        (true, false) => return Err(Invalid::new("unit", "is given without a quantity")),
        (false, true) => return Err(Invalid::new("unit", "is missing: of what is that the quantity?")),
        _ => (),
    }
    Ok(UndertakingGiven {
        partnership_id: partnership_id.clone(),
        undertaking_id: context.or_fresh(undertaking_id, Undertaking::KIND),
        given_by: context.partner.clone(),
        to_partner_id: to_partner_id.clone(),
        goal_id: goal_id.clone(),
        activity_id: activity_id.clone(),
        what: parse::filled("what", what)?.to_owned(),
        quantity: how_much,
        unit: unit.to_owned(),
        due_on: parse::date("due_on", due_on)?.to_string(),
        given_on: context.today().to_string(),
    })
}

/// A repeat is known whatever the day it comes, and whichever goal the activity works towards by then.
fn is_same(at_first: &UndertakingGiven, promised: &UndertakingGiven) -> bool {
    let goal_id = match promised.goal_id.is_empty() && !promised.activity_id.is_empty() {
        true => at_first.goal_id.clone(),
        false => promised.goal_id.clone(),
    };
    *at_first == UndertakingGiven { goal_id, given_on: at_first.given_on.clone(), ..promised.clone() }
}

fn check_receiver(promised: &UndertakingGiven, members: &Members) -> Result<(), Rejection> {
    let to = &promised.to_partner_id;
    match () {
        () if to.is_empty() => Ok(()),
        () if members.are_one(to, &promised.given_by) => Err(Rejection::PromisedToItself),
        () if members.belongs(to) => Ok(()),
        () => Err(Rejection::NotAMember { field: "to_partner_id", partner_id: to.clone() }),
    }
}

/// The one named, or the activity's.
fn goal_id(promised: &UndertakingGiven, around: &Around) -> Result<String, Rejection> {
    let goal_id = match (&around.activity_goal_id, promised.goal_id.as_str()) {
        _ if promised.activity_id.is_empty() => &promised.goal_id,
        (None, _) => return Err(Rejection::ActivityNotFound),
        (Some(of_activity), "") => of_activity,
        (Some(of_activity), named) if of_activity == named => of_activity,
        (Some(_), _) => return Err(Invalid::new("goal_id", "is not the goal that the activity works towards").into()),
    };
    let stands = around.goals.iter().find(|(it, _)| it == goal_id).map(|(_, state)| *state);
    match stands {
        _ if goal_id.is_empty() => Ok(String::new()),
        None => Err(Rejection::GoalNotFound),
        Some(state) if is_worked_on(state) => Ok(goal_id.clone()),
        Some(other) => Err(Rejection::GoalNotActive(other)),
    }
}
