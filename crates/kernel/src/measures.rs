//! The formulas of the measures, each with its source, range and what is undefined.

mod change;
mod concordance;
mod effect;
mod gini;
mod mann_kendall;
mod median;
mod progress;
mod reciprocity;
mod schulze;
mod significance;
mod tau;
mod theil_sen;

pub use change::{Change, same_season_before};
pub use concordance::{Concordance, Ranks};
pub use effect::{Effect, Estimate, Group, Means, NoEffect};
pub use gini::{Gini, gini, gini_basis_points};
pub use mann_kendall::{MannKendall, NoTrend, TREND_POINTS_MIN};
pub use median::median_hundredths;
pub use progress::{basis_points, due_line, due_periods, is_on_track, progress};
pub use reciprocity::Reciprocity;
pub use schulze::{Bar, Beats};
pub use significance::{Significance, by_chance, tau_by_chance};
pub use tau::{Order, Tau};
pub use theil_sen::TheilSen;
