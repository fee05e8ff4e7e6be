//! Apache Parquet, read in batches of rows so that no second copy of the file is ever held.

mod batches;
mod cells;
mod kind;

use std::fs::File;
use std::path::Path;

use bytes::Bytes;
use euthymia_table::{Diagnostic, ReadOptions, Table, TableBuilder, cannot_read};

use crate::guard::guarded;
use batches::Batches;

/// How many rows of every column are decoded at a time.
const BATCH_ROWS: usize = 4096;

/// Reads a whole Parquet file; rows are numbered from 1.
pub(crate) fn read(
    bytes: &[u8],
    file: &str,
    options: &ReadOptions,
) -> Result<Table, Vec<Diagnostic>> {
    let mut batches = Batches::open(Bytes::copy_from_slice(bytes), file, options)?;
    let mut builder = batches.builder();
    batches.fill(&mut builder, usize::MAX)?;
    builder.finish()
}

/// The rows of a large Parquet file, a table at a time.
///
/// Memory is that of one table and of one page of each column.
///
/// # Example
/// ```no_run
/// use euthymia_table::ReadOptions;
/// use euthymia_workbook::ParquetBatches;
///
/// let path = std::path::Path::new("visits.parquet");
/// let mut rows = 0;
/// for table in ParquetBatches::open(path, 100_000, &ReadOptions::default()).unwrap() {
///     rows += table.unwrap().row_count();
/// }
/// ```
pub struct ParquetBatches {
    batches: Batches<File>,
    name: String,
    rows_max: usize,
    is_over: bool,
}

impl ParquetBatches {
    /// Opens a file whose tables will have up to `rows_max` rows (at least one).
    ///
    /// # Errors
    /// The file cannot be opened, is damaged, or has columns that are no plain values.
    pub fn open(
        path: &Path,
        rows_max: usize,
        options: &ReadOptions,
    ) -> Result<Self, Vec<Diagnostic>> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| vec![cannot_read(&name, &error)])?;
        let batches = guarded(&name, || Batches::open(file, &name, options))?;
        Ok(Self {
            batches,
            name,
            rows_max: rows_max.max(1),
            is_over: false,
        })
    }

    fn next_table(&mut self) -> Result<Option<Table>, Vec<Diagnostic>> {
        let mut builder: TableBuilder = self.batches.builder();
        let (batches, rows_max) = (&mut self.batches, self.rows_max);
        match guarded(&self.name, || batches.fill(&mut builder, rows_max))? {
            0 => Ok(None),
            _ => builder.finish().map(Some),
        }
    }
}

impl Iterator for ParquetBatches {
    type Item = Result<Table, Vec<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_table().transpose();
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}
