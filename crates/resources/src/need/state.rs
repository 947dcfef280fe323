//! What we remember of one need.

use contract::resources::{NeedRevised, NeedStated, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Need {
    #[default]
    None,
    Stated(Box<Stated>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    pub at_first: NeedStated,
    /// As it was revised last.
    pub revised: Option<NeedRevised>,
    /// Why it was taken back.
    pub withdrawn: Option<String>,
}

impl Aggregate for Need {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "need";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Need::None, Event::NeedStated(it)) => {
                *self = Need::Stated(Box::new(Stated { at_first: it.clone(), revised: None, withdrawn: None }));
            }
            (Need::Stated(stated), Event::NeedRevised(it)) => stated.revised = Some(it.clone()),
            (Need::Stated(stated), Event::NeedWithdrawn(it)) => stated.withdrawn = Some(it.reason.clone()),
            _ => (),
        }
    }
}
