//! The origin's JetStream stream; what that lacks comes from the origin's own log by request and reply.

mod arrivals;
mod reading;

use futures::stream;

use self::reading::Reading;
use super::{Batches, Origin, OriginError};
use crate::{
    as_of::Waiting,
    bus::{Bus, BusError, Names},
    desk::Cursor,
};

pub struct NatsOrigin {
    bus: Bus,
    name: String,
    /// Whose facts, and the name under which the stream knows who hears them.
    names: Result<(Names, String), BusError>,
}

impl NatsOrigin {
    /// `hearer` is the node/service that hears. One reading at a time: a second one by the same hearer ends the first.
    pub fn new(bus: Bus, node: &str, service: &str, hearer: &str) -> Self {
        let names = Names::new(node, service).and_then(|of| Ok((of, Names::parse(hearer)?.durable())));
        NatsOrigin { bus, name: crate::as_of::origin(node, service), names }
    }
}

impl Origin for NatsOrigin {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn read(&self, after: Cursor, waiting: Waiting) -> Batches {
        let (names, durable) = match &self.names {
            Ok(names) => names.clone(),
            Err(error) => {
                let error = OriginError::broken(error);
                return Box::pin(stream::once(async { Err(error) }));
            }
        };
        let reading = Reading::new(self.bus.clone(), self.name.clone(), names, durable, after, waiting);
        Box::pin(stream::try_unfold(reading, |mut reading| async move {
            let batch = reading.next().await?;
            Ok(Some((batch, reading)))
        }))
    }
}
