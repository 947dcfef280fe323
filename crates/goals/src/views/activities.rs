//! Activities as they are served.

use contract::{
    goals::{self, Activity, ActivityPlanned, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View};

use super::{ACTIVITIES, place};

pub(super) struct Activities;

impl View for Activities {
    fn name(&self) -> &'static str {
        ACTIVITIES
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Goals(goals::Event { kind: Some(Event::ActivityPlanned(it)) })) = &fact.fact {
            fold.put(place(&it.partnership_id, &it.activity_id), served(it.clone()));
        }
    }
}

fn served(planned: ActivityPlanned) -> Activity {
    let ActivityPlanned {
        partnership_id,
        activity_id,
        goal_id,
        title,
        service,
        lead_partner_id,
        supporting_partner_ids,
        places,
        starts_on,
        ends_on,
        description,
        labels,
        source,
    } = planned;
    Activity {
        as_of: vec![],
        partnership_id,
        activity_id,
        goal_id,
        title,
        service,
        lead_partner_id,
        supporting_partner_ids,
        places,
        starts_on,
        ends_on,
        description,
        labels,
        source,
    }
}
