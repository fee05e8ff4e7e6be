//! Linear compartment models: exact concentrations under any schedule of inputs, and their spread
//! over a population.
//!
//! Reading order: [`System`] (compartments and the flows between them, as a matrix of rates),
//! [`Input`] (what goes in, when), [`Course`] (what follows: amounts, concentrations, areas), then
//! [`Course::peak`] and [`Course::above`] in `turning`. [`Model`] is a published model as a data file
//! of the folder `pharmacokinetics`; [`Person`] and [`Administration`] turn it into a system and
//! inputs; [`simulate`] draws people from its published variability. Times are hours, amounts
//! milligrams, volumes litres and concentrations nanograms per millilitre; what a person types comes
//! in through the types of [`quantity`].
//!
//! No substance, patient or threshold is known here: a model's file says what it is about.

mod course;
mod exponential;
mod input;
pub mod model;
pub mod population;
pub mod quantity;
mod system;
mod turning;

pub use course::{Course, CourseError};
pub use input::{Input, InputError};
pub use model::{
    Administration, Individual, Model, ModelError, Person, PersonError, RouteError, bundled,
    bundled_all,
};
pub use population::{Plan, PopulationError, Quantiles, Simulated, simulate};
pub use system::{COMPARTMENTS_MAX, Flow, Output, System, SystemError};
pub use turning::{Peak, Span};
