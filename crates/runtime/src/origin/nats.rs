//! x
pub struct NatsOrigin;
