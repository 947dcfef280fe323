//! What a service brings to the runtime: its facts, its memory, its reactions, what falls due, its views.

use contract::{
    Fact,
    log::{Envelope, Written},
};
use jiff::Timestamp;
use kernel::{Context, Decide};
use prost::{Message, Name};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    desk::{Acting, Core, Outcome},
    keys::{Keys, Reader},
    standing::Standing,
    views::View,
};

/// One of the four services: the rooms in its crate, as the runtime sees them.
pub trait Service: Sized + Send + Sync + 'static {
    type Event: Fact;
    type Memory: Memory;

    /// What we do when a fact, our own or another service's, is on disk.
    fn react(known: &Room<Self>, fact: &Envelope) -> Vec<Reaction<Self>>;

    /// What has fallen due by now; asked again and again until carrying it out makes it go away.
    fn due(known: &Room<Self>, now: Timestamp) -> Vec<Reaction<Self>>;

    fn views() -> Vec<Box<dyn View>>;

    /// What a fact holds sealed that the reader may read.
    fn written(_: &Self::Event, _: &Reader) -> Option<Written> {
        None
    }
}

/// What decisions and reactions need besides one aggregate; folded from own and heard facts as they are queued.
pub trait Memory: Default + Serialize + DeserializeOwned + Send + 'static {
    fn remember(&mut self, fact: &Envelope);
}

/// The memory of a service that needs none.
impl Memory for () {
    fn remember(&mut self, _: &Envelope) {}
}

/// All that a service knows at one moment.
pub struct Room<'a, S: Service> {
    pub memory: &'a S::Memory,
    pub standing: &'a Standing,
    pub keys: &'a Keys,
}

/// A fact that a decision asks for, looked up while nothing else moves.
pub trait Recall<S: Service, C>: Sized {
    fn recall(room: &Room<S>, command: &C, context: &Context) -> Self;
}

impl<S: Service, C> Recall<S, C> for () {
    fn recall(_: &Room<S>, _: &C, _: &Context) {}
}

/// Several of them, each looked up for itself.
impl<S: Service, C, A: Recall<S, C>, B: Recall<S, C>> Recall<S, C> for (A, B) {
    fn recall(room: &Room<S>, command: &C, context: &Context) -> Self {
        (A::recall(room, command, context), B::recall(room, command, context))
    }
}

/// A command as it travels: protobuf, named like its rpc.
pub trait Command: Message + Name + Clone + Default + 'static {}

impl<C: Message + Name + Clone + Default + 'static> Command for C {}

type Run<S> = Box<dyn Fn(&mut Core<S>, &Acting) -> Outcome + Send>;
type Otherwise<S> = Box<dyn Fn(&str) -> Reaction<S> + Send>;

/// A command that a service gives itself: because of a fact, or because something fell due.
pub struct Reaction<S: Service> {
    pub(crate) command: &'static str,
    pub(crate) run: Run<S>,
    pub(crate) otherwise: Option<Otherwise<S>>,
    /// For what fell due: names the occurrence, so that it happens once.
    pub(crate) occurrence: Option<(Uuid, Timestamp)>,
}

impl<S: Service> Reaction<S> {
    pub fn new<A, C>(command: C) -> Self
    where
        A: Decide<C, Event = S::Event>,
        <A as Decide<C>>::Known: Recall<S, C>,
        C: Command,
    {
        Reaction {
            command: C::NAME,
            run: Box::new(move |core, acting| core.carry_out::<A, C>(&command, acting)),
            otherwise: None,
            occurrence: None,
        }
    }

    /// What to do instead where the command is refused: the refusal's words become a fact that the asker hears.
    pub fn or_else(mut self, otherwise: impl Fn(&str) -> Reaction<S> + Send + 'static) -> Self {
        self.otherwise = Some(Box::new(otherwise));
        self
    }

    /// Something fell due: thing, kind and due time name the occurrence; it happened at the due time.
    pub fn due(mut self, thing: &str, kind: &str, at: Timestamp) -> Self {
        let occurrence = format!("accord/due/{thing}/{kind}/{at}");
        self.occurrence = Some((kernel::name_based(&Uuid::NAMESPACE_URL, occurrence.as_bytes()), at));
        self
    }
}
