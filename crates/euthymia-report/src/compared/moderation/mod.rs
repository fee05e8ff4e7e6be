//! Effects that depend on what the trials are like: network meta-regression of a comparison.

mod choice;
mod fit;
mod views;

pub use choice::{Moderation, ModeratorChoice, Sharing};
pub use fit::{ModerationError, PartModerated, covariate_names, moderated};
pub use views::{
    moderated_effects_view, moderated_left_out_view, moderator_slopes_view, moderator_tests_view,
};

use super::analysis::Compared;
use euthymia_table::TableView;

/// All tables of the moderators; a table that says why where there are none.
#[must_use]
pub fn moderation_views(compared: &Compared) -> Vec<TableView> {
    match moderated(compared) {
        Ok(parts) => {
            let mut all = vec![
                moderator_slopes_view(compared, &parts),
                moderator_tests_view(compared, &parts),
                moderated_effects_view(compared, &parts),
            ];
            if parts.iter().any(|part| !part.left_out.is_empty()) {
                all.push(moderated_left_out_view(compared, &parts));
            }
            all
        }
        Err(error) => vec![views::without(&error)],
    }
}
