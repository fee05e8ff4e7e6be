//! Which column holds which item, and what is written beside the others.

use super::ScoreFileRequest;
use super::answer::ItemReader;
use super::scorer::Scorer;
use euthymia_clinical::instrument::Pack;
use euthymia_clinical::instrument::pack::Item;
use euthymia_table::{Diagnostic, Head, Problems};

/// The columns of a file from left to right.
pub(super) struct Layout<'p> {
    /// One reader per item that has a column.
    pub(super) readers: Vec<ItemReader<'p>>,
    /// What to do with the columns from left to right.
    pub(super) steps: Vec<Step>,
    pub(super) delimiter: u8,
    /// What ends a line of the output.
    pub(super) line_end: &'static [u8],
}

/// One or more columns that are treated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many columns that are written as they stand.
    Pass(usize),
    /// The item of this reader.
    Item(usize),
}

impl<'p> Layout<'p> {
    /// # Errors
    /// Items without a column or with several, and names that the output needs for itself.
    pub(super) fn new(
        request: &ScoreFileRequest<'p>,
        head: &Head,
        header: &[u8],
        scorer: &Scorer<'p>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let pack = request.pack;
        let mut problems = Problems::new(request.problems_max);
        let names: Vec<String> = head.names().map(str::to_lowercase).collect();
        let mut reader_of: Vec<Option<usize>> = vec![None; names.len()];
        let mut readers = Vec::new();
        for (place, item) in pack.items.iter().enumerate() {
            let found: Vec<usize> = (0..names.len())
                .filter(|at| names_item(&names[*at], pack, item))
                .collect();
            match found.as_slice() {
                [] if item.scored && item.ask_if.is_none() => {
                    problems.add(absent(pack, item, head))
                }
                [] => {}
                [only] => {
                    reader_of[*only] = Some(readers.len());
                    let name = head.name(*only).unwrap_or_else(|| "".into());
                    let reader = ItemReader::new(item, place, name, &pack.name, &request.read);
                    readers.push(reader);
                }
                several => problems.add(doubled(pack, item, head, several)),
            }
        }
        for (name, reader) in head.names().zip(&reader_of) {
            if reader.is_none() && scorer.names().iter().any(|new| new == name) {
                problems.add(taken(head, name));
            }
        }
        problems.into_result(Self {
            readers,
            steps: steps(&reader_of),
            delimiter: head.delimiter(),
            line_end: if header.ends_with(b"\r\n") {
                b"\r\n"
            } else {
                b"\n"
            },
        })
    }

    /// The header of the output.
    pub(super) fn header_line(&self, header: &[u8], head: &Head, scorer: &Scorer<'_>) -> Vec<u8> {
        let mut line = Vec::new();
        let record = head.cut(header);
        let mut at = 0;
        for step in &self.steps {
            match step {
                Step::Item(_) => at += 1,
                Step::Pass(count) => {
                    for position in at..at + count {
                        line.extend_from_slice(&header[record.raw(position)]);
                        line.push(self.delimiter);
                    }
                    at += count;
                }
            }
        }
        let names = scorer.names().join(&char::from(self.delimiter).to_string());
        line.extend_from_slice(names.as_bytes());
        line.extend_from_slice(self.line_end);
        line
    }
}

fn steps(reader_of: &[Option<usize>]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for reader in reader_of {
        match (reader, steps.last_mut()) {
            (Some(reader), _) => steps.push(Step::Item(*reader)),
            (None, Some(Step::Pass(count))) => *count += 1,
            (None, _) => steps.push(Step::Pass(1)),
        }
    }
    steps
}

/// True when a column's name, in lower case, names an item.
fn names_item(name: &str, pack: &Pack, item: &Item) -> bool {
    let own = name
        .strip_prefix(pack.id.as_str())
        .and_then(|rest| rest.strip_prefix('_'));
    let rest = own.unwrap_or(name);
    let wanted = item.id.to_lowercase();
    let same = |text: &str| without_zeros(text) == without_zeros(&wanted);
    same(rest)
        || ["item_", "item", "i", "q"]
            .iter()
            .any(|word| rest.strip_prefix(word).is_some_and(same))
}

/// `03` is `3`; a name that does not begin with a digit stays as it is.
fn without_zeros(text: &str) -> &str {
    let short = text.trim_start_matches('0');
    if short.starts_with(|c: char| c.is_ascii_digit()) {
        short
    } else if text.starts_with('0') {
        &text[text.len() - short.len() - 1..]
    } else {
        text
    }
}

fn absent(pack: &Pack, item: &Item, head: &Head) -> Diagnostic {
    let (scale, id) = (&pack.id, &item.id);
    let message = format!("there is no column for item {id} of the {}", pack.name);
    Diagnostic::error(head.file().clone(), message).with_help(format!(
        "Call the column {scale}_{id} (or {scale}_item{id}, {scale}_q{id}, item{id}, q{id}, {id})."
    ))
}

fn doubled(pack: &Pack, item: &Item, head: &Head, several: &[usize]) -> Diagnostic {
    let names: Vec<String> = several
        .iter()
        .filter_map(|at| head.names().nth(*at))
        .map(|name| format!("\"{name}\""))
        .collect();
    let message = format!(
        "more than one column can be item {} of the {}: {}",
        item.id,
        pack.name,
        names.join(", ")
    );
    Diagnostic::error(head.file().clone(), message).with_help(format!(
        "Keep \"{}_{}\" for it and give the others another name.",
        pack.id, item.id
    ))
}

fn taken(head: &Head, name: &str) -> Diagnostic {
    Diagnostic::error(
        head.file().clone(),
        "a column of this name would be added to the output",
    )
    .in_column(name)
    .with_help("Rename or remove it.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use euthymia_clinical::instrument::bundled;

    #[test]
    fn items_are_known_under_many_names() {
        let phq9 = bundled("phq9").unwrap();
        let third = &phq9.items[2];
        for name in [
            "phq9_3",
            "phq9_item3",
            "phq9_item_3",
            "phq9_i3",
            "phq9_q3",
            "phq9_03",
            "item3",
            "item_3",
            "item_03",
            "i3",
            "q3",
            "3",
            "003",
        ] {
            assert!(names_item(name, phq9, third), "{name}");
        }
        for name in [
            "phq9_13", "phq9_30", "phq2_3", "phq93", "x3", "_3", "item", "0", "", "phq9_",
        ] {
            assert!(!names_item(name, phq9, third), "{name}");
        }
        let whodas = bundled("whodas36").unwrap();
        assert!(names_item("whodas36_d1_1", whodas, &whodas.items[0]));
    }

    #[test]
    fn zeros_before_a_number_do_not_count() {
        for (text, expected) in [
            ("03", "3"),
            ("0", "0"),
            ("000", "0"),
            ("00x", "0x"),
            ("a0", "a0"),
            ("", ""),
        ] {
            assert_eq!(without_zeros(text), expected);
        }
    }

    #[test]
    fn neighbours_that_pass_are_one_step() {
        let found = steps(&[None, None, Some(0), None]);
        assert_eq!(found, [Step::Pass(2), Step::Item(0), Step::Pass(1)]);
    }
}
