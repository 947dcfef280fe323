//! Partners: the directory, partnerships with their members, and how those decide together with equal voice.

pub mod action;
pub mod api;
pub mod check_in;
pub mod comment;
pub mod concern;
pub mod flag;
mod known;
pub mod measures;
pub mod meeting;
pub mod members;
mod memory;
pub mod partner;
pub mod partnership;
pub mod proposal;
pub mod reactions;
pub mod redaction;
mod references;
pub mod reminder;
pub mod review;
pub mod round;
pub mod scenario;
pub mod sealing;
pub mod update;
pub mod views;
pub mod words;

use contract::{
    log::{Envelope, Written},
    partners::event::Kind as Event,
};
use jiff::Timestamp;
use runtime::{Reaction, Room, Service, keys::Reader, views::View};

pub use memory::Memory;

pub struct Partners;

impl Service for Partners {
    type Event = Event;
    type Memory = Memory;

    fn react(known: &Room<Self>, fact: &Envelope) -> Vec<Reaction<Self>> {
        reactions::react(known.memory, fact)
    }

    fn due(known: &Room<Self>, now: Timestamp) -> Vec<Reaction<Self>> {
        let concerns = reactions::concerns::due(known, now);
        let reminders = reactions::reminders::due(known.memory, known.standing, now);
        let measures = reactions::measures::due(known.memory, known.standing, now);
        let due = reactions::due(known.memory, now).into_iter();
        due.chain(concerns).chain(reminders).chain(measures).collect()
    }

    fn views() -> Vec<Box<dyn View>> {
        views::all()
    }

    fn written(event: &Event, reader: &Reader) -> Option<Written> {
        views::written(event, reader)
    }
}
