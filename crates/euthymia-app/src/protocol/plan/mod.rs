//! Courses laid out in a calendar, as tables.
//!
//! Reading order: [`Asked`] and [`choices`] (what a person gives), [`lay_out`], [`plan_views`].

mod asked;
mod day;
mod holidays;
mod time;
mod views;
mod weekdays;

pub use asked::{Asked, choices};
pub use views::plan_views;

use crate::error::AppError;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::plan::{Choices, Plan, plan};
use euthymia_clinical::treatment::TreatmentClass;

/// Lays protocols out.
///
/// # Errors
/// [`AppError::Usage`] for a plan that cannot be: one that ends before it starts, more visits a week
/// than days, nothing but holidays.
pub fn lay_out(protocols: &[Protocol], choices: &Choices) -> Result<Plan, AppError> {
    let borrowed: Vec<&Protocol> = protocols.iter().collect();
    let mut plan = plan(&borrowed, choices).map_err(|error| AppError::Usage(error.to_string()))?;
    if combines_tms_and_ketamine(protocols) {
        plan.notes.extend(combination_note());
    }
    Ok(plan)
}

/// True where one course has both, or two courses have one each.
fn combines_tms_and_ketamine(protocols: &[Protocol]) -> bool {
    let has = |class: TreatmentClass| protocols.iter().any(|one| one.class == class);
    let ketamine = has(TreatmentClass::Ketamine) || has(TreatmentClass::Esketamine);
    has(TreatmentClass::Combination) || (has(TreatmentClass::Tms) && ketamine)
}

/// What is known of the order of treatments, from the shared file.
fn combination_note() -> Option<String> {
    let library = euthymia_clinical::protocol::Library::bundled();
    let shared = library
        .shared()
        .iter()
        .find(|one| one.id == "shared_combination")?;
    shared.evidence.first().map(|one| one.text.clone())
}
