//! Sources below a table by number, so that a terminal need not break them, and what a row rests on.

use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::file::Entry;
use euthymia_clinical::source::{Source, Status};
use euthymia_table::{ColumnSpec, Value};

/// The sources of a table in the order in which its rows name them.
#[derive(Debug, Default)]
pub(super) struct Sources {
    texts: Vec<String>,
}

impl Sources {
    /// The columns: the number for people, source and status for machines.
    pub(super) fn columns(header: &str) -> [ColumnSpec; 3] {
        [
            ColumnSpec::text("source_number", header).for_people(),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("status", "status").for_machines(),
        ]
    }

    /// The number of a source, as it stands in the table.
    pub(super) fn number(&mut self, text: &str) -> String {
        let known = self.texts.iter().position(|one| one == text);
        let at = known.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        format!("[{}]", at + 1)
    }

    /// The cells of a row that a source says.
    pub(super) fn cells(&mut self, source: Option<&Source>) -> [Value; 3] {
        let Some(source) = source else {
            return [Value::Missing, Value::Missing, Value::Missing];
        };
        let number = self.number(&source.text);
        [
            Value::text(format!("{number}{}", mark(source.status))),
            Value::text(source.to_string()),
            Value::text(source.status.id()),
        ]
    }

    /// The cells of a row that follows from others, with the worst status among them.
    pub(super) fn computed(&mut self, from: &[Source]) -> [Value; 3] {
        let Some(status) = Status::worst(from.iter().map(|source| source.status)) else {
            return [Value::Missing, Value::Missing, Value::Missing];
        };
        let mut numbers: Vec<String> = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        for source in from {
            let number = self.number(&source.text);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
            let text = source.to_string();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        [
            Value::text(format!("{}{}", numbers.join(" "), mark(status))),
            Value::text(format!("computed from {}", texts.join("; "))),
            Value::text(status.id()),
        ]
    }

    /// The sources by number.
    pub(super) fn notes(self) -> impl Iterator<Item = String> {
        let numbered = self.texts.into_iter().enumerate();
        numbered.map(|(at, text)| format!("[{}] {text}", at + 1))
    }
}

/// What stands behind the number of a source that is not confirmed.
pub(super) fn mark(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "",
        Status::Unverified => ", unverified",
        Status::Contested => ", contested",
        Status::Site => ", set by the clinic",
    }
}

/// The sources of values, each once.
pub(super) fn of_entries(protocol: &Protocol, entries: &[&Entry]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for entry in entries {
        let source = protocol.source(&entry.source, entry.status);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_computed_row_is_as_sure_as_the_least_sure_of_its_inputs() {
        let mut sources = Sources::default();
        let doubtful = Source {
            text: "recalled".to_owned(),
            status: Status::Unverified,
        };
        let cells = sources.computed(&[Source::confirmed("read"), doubtful]);
        assert_eq!(
            cells.map(|cell| cell.for_people()),
            [
                "[1] [2], unverified",
                "computed from read; recalled [unverified]",
                "unverified"
            ]
        );
        let notes: Vec<String> = sources.notes().collect();
        assert_eq!(notes, ["[1] read", "[2] recalled"]);
    }
}
