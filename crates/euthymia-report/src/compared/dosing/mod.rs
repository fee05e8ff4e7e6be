//! Effects over doses: a dose–response network meta-analysis of a comparison.

mod arms;
mod choice;
mod fit;
mod views;

pub use choice::{DoseShape, Dosing};
pub use fit::{DosingError, Responses, responses};
pub use views::{
    dose_curves_view, dose_effects_view, dose_left_out_view, dose_shapes_view, dose_targets_view,
};

use super::analysis::Compared;
use euthymia_table::TableView;

/// All tables of curves over doses; a table that says why where there are none.
#[must_use]
pub fn dosing_views(compared: &Compared) -> Vec<TableView> {
    match responses(compared) {
        Ok(found) => {
            let mut all = vec![
                dose_curves_view(compared, &found),
                dose_effects_view(compared, &found),
            ];
            let targets = dose_targets_view(compared, &found);
            if !targets.rows.is_empty() {
                all.push(targets);
            }
            all.push(dose_shapes_view(&found));
            if !found.left_out.is_empty() {
                all.push(dose_left_out_view(&found));
            }
            all
        }
        Err(error) => vec![views::without(&error)],
    }
}
