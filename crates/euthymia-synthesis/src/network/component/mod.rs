//! Effects of components: a treatment is worth the sum of what it is made of.
//!
//! # Model
//! θ = Cβ, with C_ij = 1 where treatment i contains component j, and β the effects of components
//! against containing nothing but inactive ones. An interaction is a further column, the product of
//! those of its components. Trials and weights are those of the network, and parts that no trial joins
//! are joined by the components that they share.
//!
//! # References
//! Rücker G, Petropoulou M, Schwarzer G. Biom J 2020;62:808–821. Welton NJ, Caldwell DM, Adamopoulos E,
//! Vedhara K. Am J Epidemiol 2009;169:1158–1165.

mod alias;
mod equations;
mod fit;
mod matrix;
mod selection;

pub use alias::Alias;
pub(super) use equations::Solution;
pub use fit::{ComponentFit, Estimate, additivity, fit_components};
pub(super) use fit::{beyond, estimate_tau2, free_q};
pub use matrix::{ComponentError, Components};
pub use selection::{Candidate, Criterion, Selection, improvement, select_interactions};
