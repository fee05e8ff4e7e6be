//! All columns of a Parquet file side by side, a batch of rows at a time.

use std::sync::Arc;

use euthymia_table::{Diagnostic, Problems, ReadOptions, TableBuilder};
use parquet::basic::Compression;
use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::SchemaDescriptor;

use super::BATCH_ROWS;
use super::cells::Cells;
use super::kind;
use crate::number::NumberText;

/// A Parquet file and how far it has been read.
pub(super) struct Batches<R: ChunkReader> {
    reader: SerializedFileReader<R>,
    file: Arc<str>,
    options: ReadOptions,
    names: Vec<Arc<str>>,
    cells: Vec<Cells>,
    /// Readers of the columns of the current row group.
    columns: Vec<ColumnReader>,
    group_next: usize,
    /// Rows of the current row group that have not been read.
    group_rows: usize,
    record_next: usize,
    notes: Vec<Diagnostic>,
}

impl<R: ChunkReader + 'static> Batches<R> {
    pub(super) fn open(
        source: R,
        file: &str,
        options: &ReadOptions,
    ) -> Result<Self, Vec<Diagnostic>> {
        let file: Arc<str> = file.into();
        let reader =
            SerializedFileReader::new(source).map_err(|error| vec![damaged(&file, &error)])?;
        let schema = reader.metadata().file_metadata().schema_descr();
        let mut problems = Problems::new(options.problems_max);
        compressions(&reader, &file, &mut problems);
        let cells = cells(schema, &file, options, &mut problems);
        let names = schema.columns().iter().map(|column| column.name().into());
        let names = names.collect();
        if problems.has_errors() {
            return Err(problems.into_list());
        }
        Ok(Self {
            notes: problems.into_list(),
            cells,
            names,
            columns: Vec::new(),
            group_next: 0,
            group_rows: 0,
            record_next: 1,
            options: options.clone(),
            reader,
            file,
        })
    }

    /// An empty table with the columns of the file.
    pub(super) fn builder(&self) -> TableBuilder {
        let mut builder = TableBuilder::new(self.file.clone(), &self.names, None, &self.options);
        for note in &self.notes {
            builder.add(note.clone());
        }
        builder
    }

    /// Moves up to `rows_max` rows into a table and says how many there were.
    pub(super) fn fill(
        &mut self,
        builder: &mut TableBuilder,
        rows_max: usize,
    ) -> Result<usize, Vec<Diagnostic>> {
        let mut filled = 0;
        while filled < rows_max {
            if self.group_rows == 0 && !self.next_group().map_err(|error| self.fault(&error))? {
                break;
            }
            let rows = BATCH_ROWS.min(self.group_rows).min(rows_max - filled);
            self.batch(builder, rows)?;
            filled += rows;
        }
        Ok(filled)
    }

    fn batch(&mut self, builder: &mut TableBuilder, rows: usize) -> Result<(), Vec<Diagnostic>> {
        let mut short = None;
        for (position, (cells, column)) in self.cells.iter_mut().zip(&mut self.columns).enumerate()
        {
            match cells.fill(column, rows) {
                Ok(found) if found == rows => {}
                Ok(_) => short = Some(position),
                Err(error) => return Err(vec![damaged(&self.file, &error)]),
            }
            if let Some(at) = cells.unreadable {
                let name = self.names.get(position).cloned().unwrap_or_default();
                let message = "the cell holds bytes that are no text, number or date";
                builder.add(
                    Diagnostic::error(self.file.clone(), message)
                        .at_row(self.record_next + at)
                        .in_column(name)
                        .with_help("Write the column as text, numbers or dates."),
                );
            }
        }
        if let Some(position) = short {
            let name = self.names.get(position).cloned().unwrap_or_default();
            let message = "the column has fewer rows than the file says";
            return Err(vec![
                Diagnostic::error(self.file.clone(), message)
                    .in_column(name)
                    .with_help("The file is damaged: write it again."),
            ]);
        }
        for position in 0..rows {
            let row = self.cells.iter().map(|cells| cells.get(position));
            builder.push_row(self.record_next + position, row);
        }
        self.record_next += rows;
        self.group_rows -= rows;
        Ok(())
    }

    /// Opens the next row group that has rows.
    fn next_group(&mut self) -> Result<bool, ParquetError> {
        while self.group_next < self.reader.num_row_groups() {
            let group = self.reader.get_row_group(self.group_next)?;
            self.group_next += 1;
            let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            if rows == 0 {
                continue;
            }
            let columns = 0..group.num_columns();
            let opened = columns.map(|column| group.get_column_reader(column));
            self.columns = opened.collect::<Result<_, _>>()?;
            if self.columns.len() != self.cells.len() {
                return Err(ParquetError::General("columns are missing".to_owned()));
            }
            self.group_rows = rows;
            return Ok(true);
        }
        Ok(false)
    }

    fn fault(&self, error: &ParquetError) -> Vec<Diagnostic> {
        vec![damaged(&self.file, error)]
    }
}

fn damaged(file: &Arc<str>, error: &ParquetError) -> Diagnostic {
    Diagnostic::error(
        file.clone(),
        format!("the Parquet file is cut short or damaged ({error})"),
    )
    .with_help("Copy or write it again.")
}

/// Columns as cells to be filled; a finding for each that is no plain value.
fn cells(
    schema: &SchemaDescriptor,
    file: &Arc<str>,
    options: &ReadOptions,
    problems: &mut Problems,
) -> Vec<Cells> {
    let number = NumberText::new(options);
    let mut cells = Vec::with_capacity(schema.num_columns());
    for column in schema.columns() {
        let name = column.path().string();
        match kind::of(column) {
            Ok(kind) => cells.push(Cells::new(kind, number)),
            Err(what) => {
                let message = format!("the column holds {what}, which are no cells of a table");
                problems.add(
                    Diagnostic::error(file.clone(), message)
                        .in_column(name.clone())
                        .with_help("Write it as plain columns, or leave it out."),
                );
            }
        }
        if kind::is_universal(column) {
            let message = "times are given in universal time and were not moved to a local zone";
            problems.add(Diagnostic::note(file.clone(), message).in_column(name));
        }
    }
    cells
}

/// A finding when data are compressed in a way that is not built in.
fn compressions<R: ChunkReader + 'static>(
    reader: &SerializedFileReader<R>,
    file: &Arc<str>,
    problems: &mut Problems,
) {
    let groups = reader.metadata().row_groups().iter();
    let mut kinds =
        groups.flat_map(|group| group.columns().iter().map(|chunk| chunk.compression()));
    let is_built_in = |kind: &Compression| {
        matches!(
            kind,
            Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_)
        )
    };
    if let Some(kind) = kinds.find(|kind| !is_built_in(kind)) {
        let name = format!("{kind}");
        let name = name.split('(').next().unwrap_or_default();
        let message = format!("the data are compressed with {name}, which is not built in");
        problems.add(
            Diagnostic::error(file.clone(), message)
                .with_help("Write the file with compression \"snappy\", \"gzip\" or none."),
        );
    }
}
