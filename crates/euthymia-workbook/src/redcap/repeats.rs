//! Rows of an export: one for each record, event and repetition.

use std::collections::HashMap;

use euthymia_table::{Problems, Table};

use super::dictionary::Dictionary;

/// A finding for each row that has the record, event and repetition of another.
pub(super) fn check(dictionary: &Dictionary, export: &Table, problems: &mut Problems) {
    let Some(record) = dictionary.record_id() else {
        return;
    };
    let names = [
        record.name.as_str(),
        "redcap_event_name",
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
    ];
    let position = |wanted: &str| export.names().position(|name| name == wanted);
    let Some(record_column) = position(names[0]) else {
        let message = format!(
            "there is no column \"{}\", which identifies records",
            record.name
        );
        problems.add(
            export
                .error(message)
                .with_help("Export the record's field, too."),
        );
        return;
    };
    let keys: Vec<usize> = names.iter().filter_map(|name| position(name)).collect();
    let mut first_row = HashMap::new();
    for row in 0..export.row_count() {
        let line = export.line(row).unwrap_or_default();
        let key: Vec<&str> = keys
            .iter()
            .map(|column| export.raw(row, *column).unwrap_or_default().trim())
            .collect();
        if let Some(instance) = export
            .column_at(position(names[3]).unwrap_or(usize::MAX))
            .map(|column| column.cell(row))
        {
            problems.keep(instance.count());
        }
        if let Some(first) = first_row.insert(key, line) {
            let message = format!("the row repeats record, event and instance of row {first}");
            let id = export.raw(row, record_column).unwrap_or_default();
            problems.add(
                export
                    .error(message)
                    .at_row(line)
                    .in_column(record.name.as_str())
                    .with_found(id)
                    .with_help("Remove one of them."),
            );
        }
    }
}
