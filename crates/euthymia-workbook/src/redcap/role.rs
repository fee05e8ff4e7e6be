//! What a column of an export is.

use super::dictionary::Dictionary;
use super::field::{Field, FieldKind};
use crate::column_note::ValueLabel;

/// What a column of an export is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnRole<'d> {
    /// A field of the dictionary.
    Field(&'d Field),
    /// One choice of a field with several: 1 when it was ticked, 0 when not.
    Choice {
        /// The field.
        field: &'d Field,
        /// The choice.
        choice: &'d ValueLabel,
    },
    /// `redcap_event_name`: which visit of a longitudinal project.
    Event,
    /// `redcap_repeat_instrument`: which form is repeated; empty for a repeated event.
    RepeatInstrument,
    /// `redcap_repeat_instance`: the how manieth time, from 1.
    RepeatInstance,
    /// `redcap_data_access_group`: which site.
    Site,
    /// `redcap_survey_identifier`: who filled in a survey.
    SurveyIdentifier,
    /// `…_timestamp`: when the survey of a form was finished.
    Timestamp,
    /// `…_complete`: whether a form is incomplete (0), unverified (1) or complete (2).
    Complete,
    /// Nothing that the dictionary knows.
    Unknown,
}

impl Dictionary {
    /// What a column of an export is.
    ///
    /// The codes of ticked choices stand in column names in lower case, with an underscore for
    /// everything that is no letter and no digit: choice `-1` of `effects` is `effects____1`.
    #[must_use]
    pub fn role(&self, column: &str) -> ColumnRole<'_> {
        match column {
            "redcap_event_name" => return ColumnRole::Event,
            "redcap_repeat_instrument" => return ColumnRole::RepeatInstrument,
            "redcap_repeat_instance" => return ColumnRole::RepeatInstance,
            "redcap_data_access_group" => return ColumnRole::Site,
            "redcap_survey_identifier" => return ColumnRole::SurveyIdentifier,
            _ => {}
        }
        if let Some(field) = self.field(column) {
            return ColumnRole::Field(field);
        }
        if let Some(role) = self.choice(column) {
            return role;
        }
        let is_form = |form: &str| self.fields().iter().any(|field| field.form == form);
        match column.rsplit_once('_') {
            Some((form, "complete")) if is_form(form) => ColumnRole::Complete,
            Some((form, "timestamp")) if is_form(form) => ColumnRole::Timestamp,
            _ => ColumnRole::Unknown,
        }
    }

    fn choice(&self, column: &str) -> Option<ColumnRole<'_>> {
        let (name, code) = column.split_once("___")?;
        let field = self.field(name)?;
        if field.kind != FieldKind::AnyOf {
            return None;
        }
        let fits = |choice: &&ValueLabel| in_a_name(&choice.code) == code;
        let choice = field.choices.iter().find(fits)?;
        Some(ColumnRole::Choice { field, choice })
    }
}

/// A code as it stands in the name of a column.
fn in_a_name(code: &str) -> String {
    let plain = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_lowercase(),
        false => '_',
    };
    code.chars().map(plain).collect()
}
