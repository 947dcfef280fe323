//! Evaluation: what is measured, who reports it by when, who verified it, and how far the goals' targets have got.

pub mod assignment;
pub mod benefit;
pub mod calendar;
pub mod finding;
pub mod indicator;
pub mod measurement;
pub mod measures;
pub mod period;
pub mod standard;
pub mod study;
pub mod target;

mod importing;
pub mod known;
pub mod memory;
pub mod numbers;

pub mod api;
pub mod reactions;
pub mod views;

use contract::{
    evaluation::event::Kind as Event,
    log::{Envelope, Written},
};
use jiff::Timestamp;
use runtime::{Reaction, Room, Service, keys::Reader, views::View};

/// The evaluation service.
pub struct Evaluation;

impl Service for Evaluation {
    type Event = Event;
    type Memory = memory::Memory;

    fn react(known: &Room<Self>, fact: &Envelope) -> Vec<Reaction<Self>> {
        reactions::react(known, fact)
    }

    fn due(known: &Room<Self>, now: Timestamp) -> Vec<Reaction<Self>> {
        let due = reactions::reporting::due(known.memory, now).into_iter();
        due.chain(reactions::measures::due(known.memory, known.standing, now)).collect()
    }

    fn views() -> Vec<Box<dyn View>> {
        views::all()
    }

    fn written(event: &Event, reader: &Reader) -> Option<Written> {
        views::sealed::written(event, reader)
    }
}
