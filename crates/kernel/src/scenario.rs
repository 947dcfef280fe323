//! Given these events, when this command, then those events or that rejection.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{Aggregate, Context, Decide, Decision};

pub struct Scenario<A: Aggregate> {
    history: Vec<A::Event>,
    context: Context,
}

pub struct Outcome<A: Aggregate> {
    history: Vec<A::Event>,
    decision: Decision<A>,
}

pub fn given<A: Aggregate, E: Into<A::Event>>(history: impl IntoIterator<Item = E>) -> Scenario<A> {
    Scenario { history: history.into_iter().map(Into::into).collect(), context: context() }
}

pub fn nothing<A: Aggregate>() -> Scenario<A> {
    Scenario { history: Vec::new(), context: context() }
}

/// A caller without a name, at noon on 2026-01-15.
pub fn context() -> Context {
    Context {
        partner: String::new(),
        person: "officer-1".into(),
        service: String::new(),
        now: Timestamp::from_second(1_768_478_400).expect("in range"),
        command_id: Uuid::from_u128(1),
    }
}

/// Event ids of a scenario: the place in the history, so that tests can name one.
pub fn event_id(place: usize) -> String {
    Uuid::from_u128(place as u128).to_string()
}

impl<A: Aggregate> Scenario<A> {
    pub fn and(mut self, event: impl Into<A::Event>) -> Self {
        self.history.push(event.into());
        self
    }

    pub fn by(mut self, partner: &str) -> Self {
        self.context.partner = partner.into();
        self
    }

    /// As a reaction to, or clock of, a service.
    pub fn by_service(mut self, service: &str) -> Self {
        self.context.service = service.into();
        self
    }

    pub fn at(mut self, now: Timestamp) -> Self {
        self.context.now = now;
        self
    }

    /// Knowing nothing besides.
    pub fn when<C>(self, command: C) -> Outcome<A>
    where
        A: Decide<C, Known: Default>,
    {
        self.when_knowing(Default::default(), command)
    }

    /// Decides, and decides again right after: what was accepted leads to nothing new.
    pub fn when_knowing<C>(self, known: <A as Decide<C>>::Known, command: C) -> Outcome<A>
    where
        A: Decide<C>,
    {
        let decision = folded::<A>(&self.history).decide(&command, &known, &self.context);
        if let Ok(events) = &decision {
            let after: Vec<_> = self.history.iter().chain(events).cloned().collect();
            let again = folded::<A>(&after).decide(&command, &known, &self.context);
            // A repeat may be refused by what has changed (closed, taken); it never does it twice.
            assert!(!again.is_ok_and(|again| !again.is_empty()), "the command is not idempotent: {events:?}");
        }
        Outcome { history: self.history, decision }
    }
}

impl<A: Aggregate> Outcome<A> {
    #[track_caller]
    pub fn then(self, event: impl Into<A::Event>) {
        self.then_all([event.into()]);
    }

    #[track_caller]
    pub fn then_all(self, events: impl IntoIterator<Item = A::Event>) {
        assert_eq!(self.decision, Ok(events.into_iter().collect()), "given {:?}", self.history);
    }

    #[track_caller]
    pub fn then_nothing(self) {
        assert_eq!(self.decision, Ok(vec![]), "given {:?}", self.history);
    }

    #[track_caller]
    pub fn then_rejected(self, rejection: A::Rejection) {
        assert_eq!(self.decision, Err(rejection), "given {:?}", self.history);
    }

    /// For checks of one part of what came out.
    pub fn decision(self) -> Decision<A> {
        self.decision
    }
}

fn folded<A: Aggregate>(history: &[A::Event]) -> A {
    let mut aggregate = A::default();
    for (place, event) in history.iter().enumerate() {
        aggregate.evolve(event, &event_id(place));
    }
    aggregate
}
