//! The rules, over plain numbers.

mod bias;
mod effect;
mod publication;
mod scatter;

pub use bias::{Shifted, indirectness, risk_of_bias};
pub use effect::{Size, imprecision, large_effect};
pub use publication::{STUDIES_MIN, publication_bias};
pub use scatter::{Scatter, inconsistency};
