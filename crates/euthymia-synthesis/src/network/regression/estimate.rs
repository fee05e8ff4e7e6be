//! Coefficients and slopes as they are printed.

use super::layout::Term;
use crate::network::component::Estimate;

/// A fixed coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// What it stands for.
    pub term: Term,
    /// Its estimate; `None` for one that the trials do not determine.
    pub estimate: Option<Estimate>,
}

/// What one unit of a covariate adds to a treatment against any control.
#[derive(Clone, Debug, PartialEq)]
pub struct Slope {
    /// The treatment, by name.
    pub treatment: String,
    /// The covariate, by name.
    pub covariate: String,
    /// The slope; for exchangeable interactions its best linear unbiased prediction with the standard
    /// deviation of the error of that. `None` where the trials do not determine it.
    pub estimate: Option<Estimate>,
}
