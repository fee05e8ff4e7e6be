//! The files of the folder `reference`, each number with its place.

use crate::expected::Expected;
use std::path::PathBuf;

/// Returns where a file of the folder `reference` lies on this machine.
#[must_use]
pub fn path(relative: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference")).join(relative)
}

/// Returns the text of a reference file.
///
/// # Panics
/// When it cannot be read: a test whose expected numbers are gone has failed.
#[must_use]
pub fn text(relative: &str) -> String {
    match std::fs::read_to_string(path(relative)) {
        Ok(text) => text,
        Err(error) => panic!("reference/{relative} cannot be read: {error}"),
    }
}

/// Returns the names of the files in a folder of `reference` that end in `.extension`, sorted and
/// without it.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn stems(folder: &str, extension: &str) -> Vec<String> {
    let entries = match std::fs::read_dir(path(folder)) {
        Ok(entries) => entries,
        Err(error) => panic!("reference/{folder} cannot be read: {error}"),
    };
    let mut stems: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    stems.sort();
    stems
}

/// Returns a TOML file.
///
/// # Panics
/// When it cannot be read or is not TOML.
#[must_use]
pub fn toml(relative: &str) -> toml::Table {
    match text(relative).parse() {
        Ok(table) => table,
        Err(error) => panic!("reference/{relative} is not TOML: {error}"),
    }
}

/// A JSON file of expected numbers.
#[derive(Clone, Debug)]
pub struct Json {
    /// Its path below `reference`.
    pub file: String,
    /// Its content.
    pub value: serde_json::Value,
}

/// Returns a JSON file.
///
/// # Panics
/// When it cannot be read or is not JSON.
#[must_use]
pub fn json(relative: &str) -> Json {
    match serde_json::from_str(&text(relative)) {
        Ok(value) => Json {
            file: relative.to_owned(),
            value,
        },
        Err(error) => panic!("reference/{relative} is not JSON: {error}"),
    }
}

impl Json {
    /// Finds a value by its dotted place, such as `models.DL.z.ci.lower` or `effect.yi.0`; `None`
    /// when it is absent or null.
    #[must_use]
    pub fn get(&self, place: &str) -> Option<&serde_json::Value> {
        let pointer = format!("/{}", place.replace('.', "/"));
        self.value.pointer(&pointer).filter(|v| !v.is_null())
    }

    /// Returns a number that may be absent.
    #[must_use]
    pub fn number_if_any(&self, place: &str) -> Option<Expected> {
        let value = self.get(place)?.as_f64()?;
        Some(Expected::new(value, format!("{}: {place}", self.file)))
    }

    /// Returns a number.
    ///
    /// # Panics
    /// When there is none at that place.
    #[must_use]
    pub fn number(&self, place: &str) -> Expected {
        match self.number_if_any(place) {
            Some(expected) => expected,
            None => panic!("reference/{}: no number at {place}", self.file),
        }
    }

    /// Returns a list of numbers, `None` for each null.
    ///
    /// # Panics
    /// When there is no list at that place.
    #[must_use]
    pub fn numbers(&self, place: &str) -> Vec<Option<Expected>> {
        let Some(list) = self.get(place).and_then(serde_json::Value::as_array) else {
            panic!("reference/{}: no list at {place}", self.file);
        };
        (0..list.len())
            .map(|i| self.number_if_any(&format!("{place}.{i}")))
            .collect()
    }
}

/// A CSV file with a header; lines that start with `#` are comments.
#[derive(Clone, Debug)]
pub struct Csv {
    /// Its path below `reference`.
    pub file: String,
    header: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

/// One row of a [`Csv`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    csv: &'a Csv,
    line: usize,
    cells: &'a [String],
}

/// Returns a CSV file.
///
/// # Panics
/// When it cannot be read, has a quoted cell (none of ours has) or a row of another length than the
/// header.
#[must_use]
pub fn csv(relative: &str) -> Csv {
    let text = text(relative);
    assert!(!text.contains('"'), "reference/{relative}: quoted cell");
    let split = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        .map(|(i, line)| (i + 1, split(line)));
    let header = lines.next().map_or_else(Vec::new, |(_, cells)| cells);
    let rows: Vec<_> = lines.collect();
    for (line, cells) in &rows {
        assert!(
            cells.len() == header.len(),
            "reference/{relative}:{line}: {} cells, the header has {}",
            cells.len(),
            header.len()
        );
    }
    Csv {
        file: relative.to_owned(),
        header,
        rows,
    }
}

impl Csv {
    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row {
            csv: self,
            line: *line,
            cells,
        })
    }
}

impl<'a> Row<'a> {
    /// Returns a cell as written.
    ///
    /// # Panics
    /// When there is no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> &'a str {
        match self.csv.header.iter().position(|name| name == column) {
            Some(at) => &self.cells[at],
            None => panic!("reference/{}: no column {column}", self.csv.file),
        }
    }

    /// Returns a cell as a number of the wanted type.
    ///
    /// # Panics
    /// When it is not one.
    #[must_use]
    pub fn parse<T: std::str::FromStr>(&self, column: &str) -> T {
        match self.cell(column).parse() {
            Ok(value) => value,
            Err(_) => panic!(
                "{}: \"{}\" is not the number wanted",
                self.place(column),
                self.cell(column)
            ),
        }
    }

    /// Returns a cell as an expected number.
    ///
    /// # Panics
    /// When it is not a number.
    #[must_use]
    pub fn number(&self, column: &str) -> Expected {
        Expected::new(self.parse(column), self.place(column))
    }

    fn place(&self, column: &str) -> String {
        format!("{}:{}: {column}", self.csv.file, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "cannot be read")]
    fn a_missing_file_fails() {
        let _ = text("expected/nowhere.json");
    }

    #[test]
    fn a_number_knows_its_line() {
        let csv = csv("datasets/two_studies.csv");
        let second = csv.rows().nth(1).unwrap().number("estimate");
        assert_eq!(second.value, 2.0);
        assert_eq!(second.source, "datasets/two_studies.csv:3: estimate");
    }

    #[test]
    fn null_is_absent() {
        let json = json("expected/metafor/one_study_GEN.json");
        assert_eq!(json.number_if_any("heterogeneity.p"), None);
        assert_eq!(json.number("effect.yi.0").value, 0.5);
    }

    #[test]
    fn a_folder_lists_its_files() {
        let stems = stems("expected/metafor", "json");
        assert!(stems.contains(&"bcg_RR".to_owned()) && stems.len() > 40);
    }
}
