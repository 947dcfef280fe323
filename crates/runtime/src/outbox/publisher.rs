//! The publisher's day: ask the stream how far it is, publish from there, and after any error ask again.

use std::{sync::Arc, time::Duration};

use tokio::{sync::mpsc, time::MissedTickBehavior};

use super::{Asked, Outbox, OutboxError, Republished, flight::Flight};
use crate::{
    bus::{Bus, BusError, Lane, Names},
    crowd::{self, Patience},
    origin::Source,
};

const RETRY_FIRST: Duration = Duration::from_millis(50);
const RETRY_MAX: Duration = Duration::from_secs(2);
/// How often a stream that nothing goes to is looked at: somebody may have deleted it.
const LOOK_EVERY: Duration = Duration::from_secs(2);

pub(super) struct Publisher {
    pub(super) bus: Bus,
    pub(super) names: Names,
    pub(super) lane: Lane,
    pub(super) source: Source,
    /// Holds the sender of `asked`: that channel never closes while we run.
    pub(super) outbox: Arc<Outbox>,
    asked: mpsc::Receiver<Asked>,
    retry: Duration,
    patience: Patience,
    warned: Option<String>,
}

impl Publisher {
    pub(super) fn new(
        bus: Bus,
        names: Names,
        lane: Lane,
        source: Source,
        outbox: Arc<Outbox>,
        asked: mpsc::Receiver<Asked>,
    ) -> Self {
        Publisher {
            bus,
            names,
            lane,
            source,
            outbox,
            asked,
            retry: RETRY_FIRST,
            patience: Patience::default(),
            warned: None,
        }
    }

    /// Ends only with the log.
    pub(super) async fn run(mut self) {
        let mut asked = None;
        loop {
            let ended = match asked.take() {
                None => self.follow().await,
                Some(asked) => self.answer(asked).await,
            };
            asked = match ended {
                Ok(next) => next,
                Err(OutboxError::Stopped) => return tracing::debug!(stream = self.stream(), "the outbox has stopped"),
                Err(error) if error.is_final() => {
                    self.outbox.note_trouble(Some(&error));
                    self.asked.recv().await
                }
                Err(error) => self.pause(error).await,
            };
        }
    }

    pub(super) fn stream(&self) -> String {
        self.names.stream(self.lane)
    }

    pub(super) fn interrupted(&self, why: impl ToString) -> OutboxError {
        OutboxError::Interrupted { stream: self.stream(), why: why.to_string() }
    }

    /// Publishes what there is and what comes, a crowd of callers first, until somebody asks for a comparison.
    async fn follow(&mut self) -> Result<Option<Asked>, OutboxError> {
        let last = self.begin().await?;
        let mut flight = Flight::from(self, last);
        let ended = self.fly(&mut flight).await;
        flight.land(self).await;
        ended
    }

    async fn fly(&mut self, flight: &mut Flight) -> Result<Option<Asked>, OutboxError> {
        let mut look = tokio::time::interval(LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let lets_by = self.patience.lasts(self.source.is_crowded());
            if lets_by {
                flight.hold();
            } else {
                flight.load(self).await?;
                if flight.is_at_the_end() {
                    self.patience.renew();
                }
            }
            let is_idle = flight.is_empty();
            tokio::select! {
                news = flight.news(!lets_by) => self.note(news?),
                _ = tokio::time::sleep(crowd::TICK), if lets_by => (),
                asked = self.asked.recv() => return Ok(asked),
                _ = look.tick(), if is_idle => self.look(flight.sent()).await?,
            }
        }
    }

    /// What the stream has, once it is made sure that it is our record.
    async fn begin(&mut self) -> Result<u64, OutboxError> {
        self.bus.connected(RETRY_MAX).await?;
        let last = self.last_stored().await?;
        self.outbox.note_published(last);
        self.outbox.note_trouble(None);
        if self.warned.take().is_some() {
            tracing::info!(stream = self.stream(), last, "publishing again");
        }
        Ok(last)
    }

    fn note(&mut self, acknowledged: Option<u64>) {
        if let Some(number) = acknowledged {
            self.outbox.note_published(number);
            self.retry = RETRY_FIRST;
        }
    }

    /// A message sent to a deleted stream would tell; where none is sent, it has to be asked.
    async fn look(&self, sent: u64) -> Result<(), OutboxError> {
        let stream = self.bus.stream(&self.names, self.lane).await?;
        match stream.map(|it| it.cached_info().state.last_sequence) {
            Some(last) if last == sent => Ok(()),
            Some(last) => Err(self.interrupted(format!("it ends at {last} and not at {sent}"))),
            None => Err(self.interrupted("it is gone")),
        }
    }

    async fn answer(&mut self, asked: Asked) -> Result<Option<Asked>, OutboxError> {
        let done = self.republish().await;
        // Whoever asked may have gone; the work was worth it.
        let _ = asked.send(done.clone());
        done.map(|_| None)
    }

    async fn republish(&mut self) -> Result<Republished, OutboxError> {
        let begun = match self.begin().await {
            // All that is there is ours, so that comparing is safe, and making it anew too.
            Err(OutboxError::Displaced { .. }) => None,
            begun => Some(begun?),
        };
        let compared = self.compare().await?;
        let last = match begun.filter(|_| !compared.is_broken) {
            Some(last) => last,
            None => self.begin_anew().await?,
        };
        let mut flight = Flight::from(self, last);
        let ended = self.fly_to_the_end(&mut flight).await;
        flight.land(self).await;
        ended?;
        Ok(Republished { published: flight.sent() - last, compared: compared.messages })
    }

    async fn begin_anew(&mut self) -> Result<u64, OutboxError> {
        tracing::warn!(stream = self.stream(), "the stream has holes or wrong places: it is made anew");
        self.bus.delete_stream(&self.names, self.lane).await?;
        self.begin().await
    }

    async fn fly_to_the_end(&mut self, flight: &mut Flight) -> Result<(), OutboxError> {
        flight.load(self).await?;
        while !flight.is_at_the_end() {
            self.note(flight.news(true).await?);
            flight.load(self).await?;
        }
        while !flight.is_empty() {
            self.note(flight.news(true).await?);
        }
        Ok(())
    }

    /// Waits a little, or until NATS is back; one warning for one reason.
    async fn pause(&mut self, error: OutboxError) -> Option<Asked> {
        let why = error.to_string();
        if self.warned.as_ref() != Some(&why) && error != OutboxError::Bus(BusError::Away) {
            tracing::warn!(stream = self.stream(), why, "publishing is interrupted; trying again");
        }
        self.warned = Some(why);
        let mut link = self.bus.link();
        let wait = self.retry;
        self.retry = (wait * 2).min(RETRY_MAX);
        tokio::select! {
            _ = tokio::time::sleep(wait) => None,
            _ = link.changed() => None,
            asked = self.asked.recv() => asked,
        }
    }
}
