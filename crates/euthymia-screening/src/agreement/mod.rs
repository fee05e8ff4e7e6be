//! How far reviewers agree.
//!
//! Two reviewers make a [`Square`] table of counts; several make [`Ratings`].
//!
//! | coefficient | agreement by chance | when |
//! |---|---|---|
//! | [`percent`] | none | always beside the others |
//! | [`cohen`] | from what each reviewer says on the whole | the usual one; falls when one answer is rare |
//! | [`gwet`] | from how spread the answers are | steadier when one answer is rare, as in screening |
//! | [`brennan_prediger`] | every answer alike; with two answers PABAK, 2p − 1 | beside Cohen's |
//! | [`krippendorff`] | from all answers together, without replacement | several reviewers, gaps |
//! | [`fleiss`] | from all answers together | several reviewers, no gaps |
//!
//! A coefficient that does not exist is an [`Undefined`] that says why, never 1 or 0.
//!
//! # Example
//! ```
//! use euthymia_numerics::Probability;
//! use euthymia_screening::agreement::{Square, Undefined, Weights, cohen, gwet};
//! // Both include 20, both exclude 15; they differ on 5 + 10. Observed 35/50, by chance 1/2.
//! let table = Square::from_counts(&[&[20, 5], &[10, 15]])?;
//! let kappa = cohen(&table, Weights::Nominal, Probability::NINETY_FIVE)?;
//! assert!((kappa.value - 0.4).abs() < 1e-15);
//!
//! // Both exclude everything: chance alone explains it, and kappa does not exist.
//! let same = Square::from_counts(&[&[0, 0], &[0, 40]])?;
//! assert_eq!(cohen(&same, Weights::Nominal, Probability::NINETY_FIVE), Err(Undefined::ByChanceAlone));
//! assert_eq!(gwet(&same, Weights::Nominal, Probability::NINETY_FIVE)?.value, 1.0);
//! # Ok::<(), Undefined>(())
//! ```

mod coefficient;
mod pair;
mod ratings;
mod square;
mod weights;

pub use coefficient::{Coefficient, Precision, Undefined};
pub use pair::{brennan_prediger, cohen, gwet, percent};
pub use ratings::{Ratings, fleiss, krippendorff};
pub use square::Square;
pub use weights::Weights;
