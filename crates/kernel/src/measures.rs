//! The formulas of the measures, each with its source, range and what is undefined.

mod gini;
mod progress;
mod schulze;

pub use gini::gini_basis_points;
pub use progress::{basis_points, due_line, due_periods, is_on_track, progress};
pub use schulze::{Bar, Beats};
