//! A thesaurus in a file of its own that is read in a moment: one line for every heading, with tabs
//! between identifier, name, places in the tree, and entry terms.

use std::io::{self, BufRead, Write};

use super::{Descriptor, Mesh, MeshError};

pub(super) const FIRST_LINE: &str = "euthymia mesh 1";

/// Between several values of one column.
const BETWEEN: char = '|';

impl Mesh {
    /// Writes what [`read`](super::read) reads much faster than the file of the library.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_cache(&self, mut file: impl Write) -> io::Result<()> {
        writeln!(file, "{FIRST_LINE}")?;
        for one in self.descriptors() {
            let line = [
                clean(&one.ui),
                clean(&one.name),
                joined(&one.trees),
                joined(&one.entry_terms),
            ];
            writeln!(file, "{}", line.join("\t"))?;
        }
        Ok(())
    }
}

fn clean(text: &str) -> String {
    text.replace(|c: char| c.is_control() || c == BETWEEN, " ")
}

fn joined(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| clean(value)).collect();
    values.join(BETWEEN.encode_utf8(&mut [0; 4]))
}

pub(super) fn read(file: impl BufRead) -> Result<Vec<Descriptor>, MeshError> {
    let mut descriptors = Vec::new();
    for line in file.lines().skip(1) {
        let line = line?;
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        let (ui, name, trees, entry_terms) = (next(), next(), next(), next());
        let list = |text: &str| -> Vec<String> {
            text.split(BETWEEN)
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect()
        };
        if !name.is_empty() {
            descriptors.push(Descriptor {
                ui: ui.to_owned(),
                name: name.to_owned(),
                trees: list(trees),
                entry_terms: list(entry_terms),
            });
        }
    }
    Ok(descriptors)
}
