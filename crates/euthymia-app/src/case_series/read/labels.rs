//! What a statistical file or a data dictionary says about columns, beside the guess.

use super::super::guess::Guess;
use super::super::settings::{ColumnSettings, Role};
use euthymia_workbook::ColumnNote;

/// Takes over labels, and what codes mean where a column is one of categories.
pub(super) fn apply(guess: &mut Guess, notes: &[ColumnNote]) {
    for note in notes {
        let Some(column) = guess.settings.column.get_mut(&note.name) else {
            continue;
        };
        let coded = matches!(
            column.role,
            Role::Characteristic | Role::Group | Role::Completed
        );
        if coded && !note.value_labels.is_empty() {
            let pairs = note.value_labels.iter();
            column.codes = pairs
                .map(|one| (one.code.clone(), one.label.clone()))
                .collect();
            if column.role == Role::Characteristic {
                column.kind = Some("category".to_owned());
                column.unit = None;
            }
        }
        if column.role == Role::Characteristic {
            let label = note.label.clone();
            column.label = label.filter(|label| !label.trim().is_empty());
        }
    }
}

/// Passes over columns that tell who a person is; the patient's identifier stays, and is checked.
pub(super) fn hide(guess: &mut Guess, identifiers: &[String]) {
    for name in identifiers {
        if let Some(column) = guess.settings.column.get_mut(name)
            && column.role != Role::Patient
        {
            *column = ColumnSettings::of(Role::Ignore);
            let why = "the dictionary says that it tells who a person is".to_owned();
            guess.reasons.insert(name.clone(), why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::guess::guess;
    use super::*;
    use euthymia_workbook::ValueLabel;

    #[test]
    fn codes_of_a_statistical_file_become_levels() {
        let text = b"id,sex,age,madrs_baseline,madrs_week4\n1,1,40,30,20\n2,2,51,28,9\n";
        let table = euthymia_table::read(text, "a.sav", &Default::default()).unwrap();
        let mut guess = guess(&table);
        let label = |code: &str, label: &str| ValueLabel {
            code: code.to_owned(),
            label: label.to_owned(),
        };
        let sex = ColumnNote {
            name: "sex".to_owned(),
            label: Some("Sex at birth".to_owned()),
            value_labels: [label("1", "female"), label("2", "male")].into(),
            ..ColumnNote::default()
        };
        let other = ColumnNote {
            name: "nosuch".to_owned(),
            ..ColumnNote::default()
        };
        apply(&mut guess, &[sex, other]);
        let column = &guess.settings.column["sex"];
        assert_eq!(column.label.as_deref(), Some("Sex at birth"));
        assert_eq!(column.codes["2"], "male");
        assert_eq!(column.kind.as_deref(), Some("category"));
        hide(&mut guess, &["sex".to_owned(), "id".to_owned()]);
        assert_eq!(guess.settings.column["sex"].role, Role::Ignore);
        assert_eq!(guess.settings.column["id"].role, Role::Patient);
    }
}
