//! The open concerns: whose they are, and when they may end without their raiser.

use std::collections::BTreeMap;

use contract::{
    log::Envelope,
    moment,
    partners::{ConcernState, event::Kind as Event},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    concern::states::{after, confirm_by, has_ended},
    partnership::decisions::Grievance,
};

/// A raiser that has left is given so long by the clock, since the last thing said; any member may be quicker.
const LEFT_DAYS: i64 = 30;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concerns {
    /// By partnership and concern.
    open: BTreeMap<(String, String), Open>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    raised_by: String,
    about: Vec<String>,
    /// A number of ConcernState.
    state: i32,
    confirm_by: Option<Timestamp>,
    quiet_since: Timestamp,
}

impl Concerns {
    /// Whose an open concern is.
    pub fn raised_by(&self, partnership_id: &str, concern_id: &str) -> Option<&str> {
        self.open.get(&(partnership_id.to_owned(), concern_id.to_owned())).map(|it| it.raised_by.as_str())
    }

    /// The open concerns of a partnership.
    pub fn open_in<'m>(&'m self, partnership_id: &'m str) -> impl Iterator<Item = Grievance> + 'm {
        let from = (partnership_id.to_owned(), String::new());
        let here = self.open.range(from..).take_while(move |((it, _), _)| it == partnership_id);
        here.map(|((_, concern_id), it)| Grievance {
            concern_id: concern_id.clone(),
            raised_by: it.raised_by.clone(),
            about: it.about.clone(),
        })
    }

    /// (partnership, concern, since when) of those that may end without their raiser.
    pub fn due(
        &self,
        now: Timestamp,
        has_left: impl Fn(&str, &str) -> bool,
    ) -> impl Iterator<Item = (&str, &str, Timestamp)> {
        self.open.iter().filter_map(move |((partnership_id, concern_id), it)| {
            let at = it.silent_at(now).or_else(|| it.left_at(now).filter(|_| has_left(partnership_id, &it.raised_by)));
            at.map(|at| (partnership_id.as_str(), concern_id.as_str(), at))
        })
    }

    pub(super) fn remember(&mut self, event: &Event, fact: &Envelope) {
        if let Some(Grievance { concern_id, raised_by, about }) = begun(event) {
            let (state, quiet_since) = (ConcernState::Raised.into(), recorded(fact));
            let open = Open { raised_by, about, state, confirm_by: None, quiet_since };
            self.open.insert((fact.partnership.clone(), concern_id), open);
        }
        if let Some((partnership_id, concern_id)) = said_to(event) {
            self.move_on((partnership_id.to_owned(), concern_id.to_owned()), event, fact);
        }
    }

    fn move_on(&mut self, key: (String, String), event: &Event, fact: &Envelope) {
        let Some(open) = self.open.get_mut(&key) else { return };
        let state = after(open.state(), event);
        if has_ended(state) {
            self.open.remove(&key);
            return;
        }
        let had = open.confirm_by.map(moment::on_wire);
        open.state = state.into();
        open.confirm_by = moment::read(confirm_by(state, had, event).as_ref());
        open.quiet_since = recorded(fact);
    }
}

impl Open {
    fn state(&self) -> ConcernState {
        ConcernState::try_from(self.state).unwrap_or_default()
    }

    /// While the members decide, it is not for the raiser to speak.
    fn silent_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.confirm_by.filter(|at| *at <= now && self.state() != ConcernState::PutToDecision)
    }

    fn left_at(&self, now: Timestamp) -> Option<Timestamp> {
        let at = self.quiet_since.saturating_add(SignedDuration::from_hours(24 * LEFT_DAYS)).ok();
        at.filter(|at| *at <= now)
    }
}

/// The concern that is open from this fact on.
pub(crate) fn begun(event: &Event) -> Option<Grievance> {
    let (concern_id, raised_by, about) = match event {
        Event::ConcernRaised(it) => (&it.concern_id, &it.raised_by, &it.about),
        Event::ConcernReopened(it) => (&it.concern_id, &it.raised_by, &it.about),
        _ => return None,
    };
    Some(Grievance { concern_id: concern_id.clone(), raised_by: raised_by.clone(), about: about.clone() })
}

/// Which concern something was said to after it was raised.
fn said_to(event: &Event) -> Option<(&str, &str)> {
    match event {
        Event::ConcernAcknowledged(it) => Some((&it.partnership_id, &it.concern_id)),
        Event::ConcernAnswered(it) => Some((&it.partnership_id, &it.concern_id)),
        Event::ConcernMediated(it) => Some((&it.partnership_id, &it.concern_id)),
        Event::ConcernResolved(it) => Some((&it.partnership_id, &it.concern_id)),
        Event::ConcernWithdrawn(it) => Some((&it.partnership_id, &it.concern_id)),
        Event::ConcernEscalated(it) => Some((&it.partnership_id, &it.concern_id)),
        Event::ConcernDecided(it) => Some((&it.partnership_id, &it.concern_id)),
        Event::ConcernClosedUnresolved(it) => Some((&it.partnership_id, &it.concern_id)),
        _ => None,
    }
}

fn recorded(fact: &Envelope) -> Timestamp {
    fact.recorded().unwrap_or(Timestamp::MIN)
}
