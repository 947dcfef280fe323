//! The formulas of the measures, each with its source, range and what is undefined.

mod progress;
mod schulze;

pub use progress::{basis_points, due_line, progress};
pub use schulze::{Bar, Beats};
