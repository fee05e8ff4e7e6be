//! Files that hold several outcomes: the rows of one of them.

use euthymia_table::{Diagnostic, Table, nearest};
use std::collections::BTreeSet;

const OUTCOME: &[&str] = &["outcome", "endpoint"];

/// The rows of an outcome; all of them in a file without a column for outcomes, or with a single one.
///
/// # Errors
/// An outcome that is not there, and none named where there are several; both say which there are.
pub(super) fn rows(table: &Table, wanted: Option<&str>) -> Result<Vec<usize>, Diagnostic> {
    let all = 0..table.row_count();
    let Some(column) = table.find_column(OUTCOME)? else {
        return match wanted {
            None => Ok(all.collect()),
            Some(name) => Err(table
                .error(format!("an outcome \"{name}\" was asked for"))
                .with_help("Add a column \"outcome\" that says of each row what it reports.")),
        };
    };
    let named: BTreeSet<&str> = column.cells().filter_map(|cell| cell.text()).collect();
    let names: Vec<&str> = named.iter().copied().collect();
    let Some(name) = wanted else {
        return match names.as_slice() {
            [] | [_] => Ok(all.collect()),
            several => Err(table
                .error(format!("the file holds {} outcomes", several.len()))
                .with_help(format!("Name one by --outcome: {}.", several.join(", ")))),
        };
    };
    let found: Vec<usize> = all
        .filter(|row| column.cell(*row).text() == Some(name))
        .collect();
    if found.is_empty() {
        let near = nearest(&[name], &names);
        let near = near.map_or(String::new(), |near| format!(" Did you mean \"{near}\"?"));
        return Err(table
            .error(format!("there is no outcome \"{name}\""))
            .with_help(format!("The file has {}.{near}", names.join(", "))));
    }
    Ok(found)
}
