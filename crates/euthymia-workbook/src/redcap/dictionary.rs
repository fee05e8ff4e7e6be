//! Reading a data dictionary.

use std::collections::HashMap;

use euthymia_table::{Column, Diagnostic, Problems, ReadOptions, Table};

use super::choices;
use super::field::{Field, FieldKind};
use super::role::ColumnRole;
use crate::column_note::ColumnNote;

/// The fields of a project, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    fields: Vec<Field>,
    by_name: HashMap<String, usize>,
}

/// Names of the columns: as the web page exports them, then as the programming interface does.
const NAME: [&str; 2] = ["Variable / Field Name", "field_name"];
const FORM: [&str; 2] = ["Form Name", "form_name"];
const KIND: [&str; 2] = ["Field Type", "field_type"];
const LABEL: [&str; 2] = ["Field Label", "field_label"];
const CHOICES: [&str; 2] = [
    "Choices, Calculations, OR Slider Labels",
    "select_choices_or_calculations",
];
const VALIDATION: [&str; 2] = [
    "Text Validation Type OR Show Slider Number",
    "text_validation_type_or_show_slider_number",
];
const MINIMUM: [&str; 2] = ["Text Validation Min", "text_validation_min"];
const MAXIMUM: [&str; 2] = ["Text Validation Max", "text_validation_max"];
const IDENTIFIER: [&str; 2] = ["Identifier?", "identifier"];

/// The columns of a dictionary; only the name and the type must be there.
struct Columns<'t> {
    name: Column<'t>,
    kind: Column<'t>,
    form: Option<Column<'t>>,
    label: Option<Column<'t>>,
    choices: Option<Column<'t>>,
    validation: Option<Column<'t>>,
    minimum: Option<Column<'t>>,
    maximum: Option<Column<'t>>,
    identifier: Option<Column<'t>>,
}

impl<'t> Columns<'t> {
    fn find(table: &'t Table) -> Result<Self, Diagnostic> {
        Ok(Self {
            name: table.column(&NAME)?,
            kind: table.column(&KIND)?,
            form: table.find_column(&FORM)?,
            label: table.find_column(&LABEL)?,
            choices: table.find_column(&CHOICES)?,
            validation: table.find_column(&VALIDATION)?,
            minimum: table.find_column(&MINIMUM)?,
            maximum: table.find_column(&MAXIMUM)?,
            identifier: table.find_column(&IDENTIFIER)?,
        })
    }

    fn field(&self, row: usize, problems: &mut Problems) -> Option<Field> {
        let text = |column: &Option<Column<'t>>| {
            let cell = column.as_ref()?.cell(row).text()?;
            Some(cell.to_owned())
        };
        let name = problems.keep(self.name.cell(row).required_text())?;
        let kind = FieldKind::of(problems.keep(self.kind.cell(row).required_text())?);
        let listed = text(&self.choices).unwrap_or_default();
        let choices = choices::of(&kind, &listed).map_err(|piece| {
            let column = self.choices.as_ref().unwrap_or(&self.kind);
            column
                .error("expected a code, a comma and a label")
                .at_row(self.name.cell(row).line())
                .with_found(piece)
                .with_help("Write choices as: 0, none | 1, mild | 2, severe.")
        });
        Some(Field {
            name: name.to_owned(),
            form: text(&self.form).unwrap_or_default(),
            label: text(&self.label).unwrap_or_default(),
            choices: problems.keep(choices)?,
            validation: text(&self.validation).filter(|_| kind == FieldKind::Text),
            minimum: text(&self.minimum),
            maximum: text(&self.maximum),
            is_identifier: text(&self.identifier).is_some_and(|mark| {
                matches!(mark.to_ascii_lowercase().as_str(), "y" | "yes" | "1")
            }),
            kind,
            line: self.name.cell(row).line(),
        })
    }
}

impl Dictionary {
    /// Reads a data dictionary as REDCap writes it, by its web page or its programming interface.
    ///
    /// `file` is the name used in messages. Only encoding and delimiter of the options matter.
    ///
    /// # Errors
    /// The columns for name and type are not there; a field has no name, no type or the name of
    /// another; choices cannot be read; or any finding of [`euthymia_table::read`].
    pub fn read(bytes: &[u8], file: &str, options: &ReadOptions) -> Result<Self, Vec<Diagnostic>> {
        let options = ReadOptions {
            // A label may well be "NA".
            missing: vec![String::new()],
            ..options.clone()
        };
        let table = euthymia_table::read(bytes, file, &options)?;
        let columns = Columns::find(&table).map_err(|finding| vec![finding])?;
        let mut problems = Problems::new(options.problems_max);
        let mut fields: Vec<Field> = Vec::with_capacity(table.row_count());
        let mut by_name = HashMap::new();
        for row in 0..table.row_count() {
            let Some(field) = columns.field(row, &mut problems) else {
                continue;
            };
            let line = field.line;
            match by_name
                .get(&field.name)
                .and_then(|at: &usize| fields.get(*at))
            {
                Some(first) => problems.add(
                    columns
                        .name
                        .error(format!("the field stands in row {} too", first.line))
                        .at_row(line)
                        .with_found(field.name.as_str())
                        .with_help("Keep one of them."),
                ),
                None => {
                    by_name.insert(field.name.clone(), fields.len());
                    fields.push(field);
                }
            }
        }
        problems.into_result(Self { fields, by_name })
    }

    /// The fields, in the order of the dictionary.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(*self.by_name.get(name)?)
    }

    /// The field that identifies a record: the first one.
    #[must_use]
    pub fn record_id(&self) -> Option<&Field> {
        self.fields.first()
    }

    /// What the dictionary says about the columns of an export, in their order.
    #[must_use]
    pub fn column_notes(&self, export: &Table) -> Vec<ColumnNote> {
        let note = |name: &str| {
            let (label, value_labels) = match self.role(name) {
                ColumnRole::Field(field) => (field.label.clone(), field.choices.clone()),
                ColumnRole::Choice { field, choice } => (
                    format!("{}: {}", field.label, choice.label),
                    Default::default(),
                ),
                _ => (String::new(), Default::default()),
            };
            ColumnNote {
                name: name.to_owned(),
                label: Some(label).filter(|label| !label.is_empty()),
                value_labels,
                missing: Vec::new(),
            }
        };
        export.names().map(note).collect()
    }
}
