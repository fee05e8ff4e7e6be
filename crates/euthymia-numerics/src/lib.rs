//! Distributions with proper tails, special functions, root finding, minima, matrices and compensated sums.
//!
//! Everything here is a pure function of numbers. Nothing knows what the numbers mean.
//!
//! Reading order: [`probability`] (the one checked type), [`stirling`] and [`incomplete`] (the
//! special functions that carry every tail), the distributions, [`root`], [`minimum`] and [`sum`],
//! then [`linear`] (matrices), [`gauss_hermite`] and [`gauss_kronrod`] (integrals), [`random`]; [`nuts`] draws from a
//! density, and [`chains`] says what the draws are worth.
//!
//! # Why the incomplete beta and gamma functions are written here
//! The general-purpose crates were measured against 50-digit values: their relative error in a
//! tail grows from 1e-12 at 100 degrees of freedom to 1e-9 at 100,000, because the factor in front
//! of the continued fraction is formed from differences of log-gamma values. The factor is formed
//! here by Loader's saddle-point expansion, which does not cancel. `erfc` and `lgamma` come from
//! `libm`.

pub mod beta;
pub mod binomial;
pub mod chains;
pub mod chi_squared;
pub mod f;
pub mod gamma;
pub mod gauss_hermite;
pub mod gauss_kronrod;
pub mod gauss_legendre;
pub mod hypergeometric;
pub mod incomplete;
pub mod linear;
pub mod minimum;
pub mod noncentral_t;
pub mod normal;
pub mod nuts;
pub mod probability;
pub mod quadratic_form;
pub mod random;
pub mod root;
pub mod sparse;
pub mod stirling;
pub mod student_t;
pub mod sum;

pub use probability::{Probability, ProbabilityError};
