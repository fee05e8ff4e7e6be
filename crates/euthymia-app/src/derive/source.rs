//! Numbers from a file or from the command line, as one table.

use crate::error::AppError;
use euthymia_table::{ReadOptions, Table, read, read_path};
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
                let table = values(&in_one_row(&table)?)?;
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
            table: values(texts)?,
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

/// Makes a table of one row from texts such as `se=0.5`.
fn values(texts: &[String]) -> Result<Table, AppError> {
    let (mut names, mut cells) = (Vec::new(), Vec::new());
    for text in texts {
        let pair = text.split_once('=');
        let plain = |part: &str| !part.trim().is_empty() && !part.contains([';', '"', '\n', '\r']);
        let Some((name, value)) = pair.filter(|(name, value)| plain(name) && plain(value)) else {
            return Err(AppError::Usage(format!(
                "\"{text}\": write what is known as name=value, such as n=20, or name a file"
            )));
        };
        if names.contains(&name.trim()) {
            return Err(AppError::Usage(format!(
                "{} is given twice: give each name once",
                name.trim()
            )));
        }
        names.push(name.trim());
        cells.push(value.trim());
    }
    let text = format!("{}\n{}\n", names.join(";"), cells.join(";"));
    let options = ReadOptions {
        delimiter: Some(';'),
        ..ReadOptions::default()
    };
    Ok(read(text.as_bytes(), "the values given", &options)?)
}
