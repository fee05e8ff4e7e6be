//! Numbers from a file or from the command line, as one table.

use crate::error::AppError;
use crate::values;
use euthymia_table::{ReadOptions, Table, read_path};
use std::path::PathBuf;

/// Where the numbers come from.
#[derive(Clone, Debug)]
pub enum DeriveSource {
    /// A file with one row per study.
    File {
        /// The file.
        path: PathBuf,
        /// How to read it.
        read: ReadOptions,
    },
    /// Names and values, such as `se=0.5`.
    Values(Vec<String>),
}

/// A table with what is to be said about it.
pub(super) struct Input {
    /// The numbers.
    pub(super) table: Table,
    /// False when they were given one by one.
    pub(super) is_file: bool,
}

/// Reads the source; with `over_rows`, the columns `median` and `n` of a file become one row.
pub(super) fn open(source: &DeriveSource, over_rows: bool) -> Result<Input, AppError> {
    match source {
        DeriveSource::File { path, read } => {
            let table = read_path(path, read)?;
            if over_rows {
                let table = values::table(&in_one_row(&table)?)?;
                return Ok(Input {
                    table,
                    is_file: false,
                });
            }
            Ok(Input {
                table,
                is_file: true,
            })
        }
        DeriveSource::Values(texts) => Ok(Input {
            table: values::table(texts)?,
            is_file: false,
        }),
    }
}

/// `median1=…`, `n1=…`, `median2=…`: what a file has in rows.
fn in_one_row(table: &Table) -> Result<Vec<String>, AppError> {
    let medians = table.column(&["median"])?;
    let sizes = table.find_column(&["n", "ni"])?;
    let mut texts = Vec::new();
    let mut count = 0_usize;
    for row in 0..table.row_count() {
        let Some(median) = medians.cell(row).number()? else {
            continue;
        };
        count += 1;
        texts.push(format!("median{count}={median}"));
        let size = sizes.map(|column| column.cell(row).number()).transpose()?;
        texts.extend(size.flatten().map(|n| format!("n{count}={n}")));
    }
    Ok(texts)
}
