//! What we remember of one study.

use std::collections::BTreeMap;

use contract::evaluation::{
    GroupMeansCorrected, GroupMeansRecorded, StudyClosed, StudyOpened, StudyWithdrawn, event::Kind as Event,
};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Study {
    /// None: there is none.
    pub opened: Option<Box<StudyOpened>>,
    /// By group and time, in the numbers of the contract.
    pub means: BTreeMap<(i32, i32), Means>,
    /// None: it is open.
    pub closed: Option<Box<StudyClosed>>,
    /// None: it stands.
    pub withdrawn: Option<Box<StudyWithdrawn>>,
}

/// What was said of a group at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Means {
    pub recorded: GroupMeansRecorded,
    /// As they were corrected last; none: they were not.
    pub corrected: Option<GroupMeansCorrected>,
    /// How many people they were ever said to be of: what stands in the record can be subtracted for ever.
    pub told: Vec<u32>,
}

impl Means {
    pub fn correction(&self) -> u32 {
        self.corrected.as_ref().map_or(0, |it| it.correction)
    }

    /// The first and the last day that hold; dates of one form compare as text.
    pub fn days(&self) -> (&str, &str) {
        let GroupMeansRecorded { period_start, period_end, .. } = &self.recorded;
        self.corrected.as_ref().map_or((period_start, period_end), |it| (&it.period_start, &it.period_end))
    }
}

impl Aggregate for Study {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "study";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::StudyOpened(it) => self.opened = Some(Box::new(it.clone())),
            Event::GroupMeansRecorded(it) => {
                let means = Means { recorded: it.clone(), corrected: None, told: vec![it.people] };
                self.means.insert((it.group, it.time), means);
            }
            Event::GroupMeansCorrected(it) => {
                let means = self.means.entry((it.group, it.time));
                means.and_modify(|means| {
                    means.corrected = Some(it.clone());
                    means.told.push(it.people);
                });
            }
            Event::StudyClosed(it) => self.closed = Some(Box::new(it.clone())),
            Event::StudyWithdrawn(it) => self.withdrawn = Some(Box::new(it.clone())),
            _ => (),
        }
    }
}
