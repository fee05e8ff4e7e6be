//! Which table of a file that can hold several.

use euthymia_table::{Diagnostic, nearest};

/// What such a file calls its tables.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Sheet,
    DataSet,
}

impl Kind {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Sheet => ("sheet", "sheets"),
            Self::DataSet => ("data set", "data sets"),
        }
    }
}

/// Position of the wanted name among the names there are.
pub(crate) fn named(
    wanted: &str,
    names: &[&str],
    kind: Kind,
    file: &str,
) -> Result<usize, Diagnostic> {
    let exact = names.iter().position(|name| *name == wanted);
    let folded = || {
        let same = |name: &&str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
        names.iter().position(same)
    };
    if let Some(position) = exact.or_else(folded) {
        return Ok(position);
    }
    let (one, many) = kind.names();
    let suggestion = match nearest(&[wanted], names) {
        Some(name) => format!("Did you mean \"{name}\"? "),
        None => String::new(),
    };
    Err(
        Diagnostic::error(file, format!("there is no {one} \"{wanted}\""))
            .with_help(format!("{suggestion}The {many} are: {}.", quoted(names))),
    )
}

/// The only candidate, or an error that lists them all.
pub(crate) fn only(
    candidates: &[usize],
    names: &[&str],
    kind: Kind,
    file: &str,
) -> Result<usize, Diagnostic> {
    let (one, many) = kind.names();
    match candidates {
        [only] => Ok(*only),
        [] => Err(Diagnostic::error(file, format!("no {one} has any content"))
            .with_help("Is this the right file?")),
        several => {
            let listed: Vec<&str> = several
                .iter()
                .filter_map(|position| names.get(*position).copied())
                .collect();
            Err(
                Diagnostic::error(file, format!("{} {many} have content", several.len()))
                    .with_help(format!(
                        "Say which one with --sheet. The {many} are: {}.",
                        quoted(&listed)
                    )),
            )
        }
    }
}

/// A choice among tables for a file that holds only one.
pub(crate) fn none(wanted: &str, file: &str) -> Diagnostic {
    Diagnostic::error(
        file,
        format!("there is no sheet \"{wanted}\" in this kind of file"),
    )
    .with_help("Leave out --sheet.")
}

fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    quoted.join(", ")
}
