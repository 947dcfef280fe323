//! What lies between services: outboxes, NATS, and the origins that others hear. One program, so that its ground is all used.

mod chance;
mod ground;
mod nats;
mod origins;
mod outbox;
