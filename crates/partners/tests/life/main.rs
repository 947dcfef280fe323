//! A partnership's life as it is served: drafted, joined, changed by decision, left.

mod charters;
mod concerns;
mod former;
mod ground;
mod leaving;
mod lost_keys;
mod mediating;
mod proxies;
mod suspending;
