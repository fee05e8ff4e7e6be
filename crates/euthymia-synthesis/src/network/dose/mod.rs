//! Dose and response in a network: an agent's effect follows a curve over its dose.
//!
//! # Model
//! Treatment i is agent a(i) at dose d_i, and θ_i = f_a(d_i; β_a, φ_a) with f_a(0) = 0, so that dose 0
//! of every agent is one treatment, the reference. Trials, weights and τ² are those of the network;
//! curves join trials that no common dose joins.
//!
//! | curve | f(d) | coefficients |
//! |---|---|---|
//! | linear | βd | β |
//! | log-linear | β ln(1 + d/s) | β; s is given |
//! | quadratic | β₁d + β₂d² | β₁, β₂ |
//! | E_max | E_max d/(ED50 + d) | E_max, and ED50 unless it is given |
//! | restricted cubic spline | Σβ_j x_j(d) | one less than there are knots |
//! | categories | β_d | one for each dose: the ordinary network |
//!
//! Given ED50 all are linear in their coefficients and are solved by generalised least squares. ED50 is
//! searched for on the scale of φ = ln ED50, for each τ² anew. Covariances are those of the model
//! linearised at the estimates.
//!
//! # References
//! Mawdsley D et al. CPT Pharmacometrics Syst Pharmacol 2016;5:393–401. Crippa A, Orsini N. BMC Med Res
//! Methodol 2016;16:91. Harrell FE. Regression Modeling Strategies. 2nd ed. Springer 2015, section 2.4.5
//! (splines).

mod arms;
mod curve;
mod data;
mod effect;
mod error;
mod fit;
mod half;
mod model;
mod profile;
mod search;
mod shape;
mod spline;
mod target;
mod weighed;

pub use arms::{DoseArm, Labelled, labelled};
pub use curve::{Curve, Curves, Ed50};
pub use data::{Agent, DoseNetwork, TreatmentDose};
pub use effect::Coefficient;
pub use error::DoseError;
pub use fit::{DoseFit, DoseOptions, fit_doses};
pub use half::{Bend, HalfDose};
pub use profile::ProfileEnd;
pub use shape::{CurveFit, ShapeTest, compare_curves};
pub use spline::{KnotDoses, Knots};
pub use target::{TargetDose, TargetOf};
