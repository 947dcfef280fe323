//! Funds: conditions that are met by themselves, days that pass, and reciprocity measured after a change.

use contract::{
    evaluation::event::Kind as Measured,
    goals::event::Kind as Goals,
    log::{Envelope, envelope::Fact},
    partners::{Event as PartnersEvent, Stage, event::Kind as Partners},
    resources::{LapseDisbursement, MeasureReciprocity, MeetCondition, event::Kind as Event},
};
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::{
    Resources,
    disbursement::Disbursement,
    figures::Id,
    memory::{Funds, Lapsed},
    reciprocity::Reciprocity,
};

/// In one step, which nobody else gets a turn in; the clock asks again for what is left.
const LAPSED_MAX: usize = 64;
const MEASURED_MAX: usize = 8;

pub fn react(room: &Room<Resources>, fact: &Envelope) -> Vec<Reaction<Resources>> {
    let met = met(&room.memory.funds, fact).into_iter().map(Reaction::new::<Disbursement, MeetCondition>);
    met.chain(at_review(fact).map(Reaction::new::<Reciprocity, MeasureReciprocity>)).collect()
}

/// What the members look at in a review is as it was when the review was opened.
pub fn at_review(fact: &Envelope) -> Option<MeasureReciprocity> {
    let Some(Fact::Partners(PartnersEvent { kind: Some(Partners::ReviewOpened(it)) })) = &fact.fact else {
        return None;
    };
    let (partnership_id, review_id) = (it.partnership_id.clone(), it.review_id.clone());
    Some(MeasureReciprocity { partnership_id, review_id, ..Default::default() })
}

/// What a fact meets of itself.
pub fn met(funds: &Funds, fact: &Envelope) -> Vec<MeetCondition> {
    let meet = |partnership_id: &str, (disbursement, condition): (Id, Id), met_on: &str, note: &str| MeetCondition {
        partnership_id: partnership_id.to_owned(),
        disbursement_id: disbursement.to_string(),
        condition_id: condition.to_string(),
        met_on: met_on.to_owned(),
        note: note.to_owned(),
        ..Default::default()
    };
    match &fact.fact {
        Some(Fact::Goals(event)) => match &event.kind {
            Some(Goals::MilestoneReached(it)) => {
                let waiting = funds.waiting_for_milestone(&it.partnership_id, &it.milestone_id);
                let met = |place| meet(&it.partnership_id, place, &it.reached_on, "The milestone is reached.");
                waiting.into_iter().map(met).collect()
            }
            _ => vec![],
        },
        Some(Fact::Evaluation(event)) => match &event.kind {
            Some(Measured::TargetReached(it)) => {
                let note = format!("The target is reached: {}.", it.actual);
                let waiting = funds.waiting_for_target(&it.partnership_id, &it.target_id);
                let day = fact.recorded_on().to_string();
                waiting.into_iter().map(|place| meet(&it.partnership_id, place, &day, &note)).collect()
            }
            _ => vec![],
        },
        Some(Fact::Resources(event)) => match &event.kind {
            Some(Event::DisbursementPlanned(it)) => {
                let already = funds.met_already(&it.partnership_id, &it.disbursement_id);
                let payment = Id::of(&it.disbursement_id);
                let note = "It was reached when the payment was planned.";
                already.into_iter().map(|(id, day)| meet(&it.partnership_id, (payment, id), day, note)).collect()
            }
            _ => vec![],
        },
        _ => vec![],
    }
}

pub fn due(room: &Room<Resources>, now: Timestamp) -> Vec<Reaction<Resources>> {
    let funds = &room.memory.funds;
    let mut due: Vec<_> = funds.lapsed(now).take(LAPSED_MAX).map(lapsed).collect();
    let is_active = |id: &str| room.standing.partnership(id).is_some_and(|it| it.stage() == Stage::Active);
    let to_measure = funds.schedule().due(now).filter(|(_, id, _)| is_active(id)).take(MEASURED_MAX);
    due.extend(to_measure.map(measured));
    due
}

fn lapsed(it: Lapsed<'_>) -> Reaction<Resources> {
    let (at, order) = (it.at, lapse(&it));
    // Ids are unique within a partnership.
    let thing = format!("{}/{}", order.partnership_id, order.disbursement_id);
    Reaction::new::<Disbursement, LapseDisbursement>(order).due(&thing, "overdue", at)
}

pub fn lapse(it: &Lapsed<'_>) -> LapseDisbursement {
    LapseDisbursement {
        partnership_id: it.partnership.to_string(),
        disbursement_id: it.disbursement.to_string(),
        due_on: it.payment.due_on.clone(),
        ..Default::default()
    }
}

/// One that has been made is never taken for the next, whenever that falls due.
fn measured((at, partnership, measured): (Timestamp, &str, u64)) -> Reaction<Resources> {
    let order = MeasureReciprocity { partnership_id: partnership.to_string(), ..Default::default() };
    let thing = format!("{partnership}/{measured}");
    Reaction::new::<Reciprocity, MeasureReciprocity>(order).due(&thing, "measure reciprocity", at)
}
