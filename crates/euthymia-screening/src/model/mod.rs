//! Models that learn from texts that were included and excluded how likely another one is to be
//! included.

mod balance;
mod bayes;
mod forest;
mod gram;
mod learner;
mod linear;

pub use balance::weights;
pub use bayes::Bayes;
pub use forest::{Forest, Planting};
pub use learner::{Contributions, Learner, Model};
pub use linear::{Linear, Loss};
