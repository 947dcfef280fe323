//! The formulas of the measures, each with its source, range and what is undefined.

mod concordance;
mod gini;
mod progress;
mod reciprocity;
mod schulze;
mod significance;
mod tau;

pub use concordance::{Concordance, Ranks};
pub use gini::gini_basis_points;
pub use progress::{basis_points, due_line, due_periods, is_on_track, progress};
pub use reciprocity::Reciprocity;
pub use schulze::{Bar, Beats};
pub use significance::{Significance, by_chance, tau_by_chance};
pub use tau::{Order, Tau};
