//! The conditions and medicines of a patient's record: which keys a protocol asks about.

use crate::error::AppError;
use crate::record::Record;
use euthymia_clinical::protocol::file::SessionKind;
use euthymia_clinical::protocol::{Library, Protocol};
use euthymia_clinical::tms::screen::screening;
use euthymia_table::nearest;

/// The two tables of a record with the keys that a protocol asks about: key and name.
type Asked = [(&'static str, Vec<(String, String)>); 2];

fn asked(protocol: &Protocol) -> Asked {
    let cautions = protocol.cautions.iter();
    let mut conditions: Vec<(String, String)> = cautions
        .map(|one| (one.condition.clone(), one.name.clone()))
        .collect();
    let mut sessions = protocol.phases.iter().flat_map(|phase| &phase.sessions);
    if sessions.any(|session| session.kind == SessionKind::Stimulation) {
        let items = screening().items.iter();
        conditions.extend(items.map(|item| (item.id.clone(), item.name.clone())));
    }
    let medicines = protocol.interactions.iter();
    let medicines = medicines.map(|one| (one.medicine.clone(), one.name.clone()));
    [
        ("conditions", once(conditions)),
        ("medicines", once(medicines.collect())),
    ]
}

/// Each key once, with the first of its names.
fn once(keys: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = Vec::with_capacity(keys.len());
    for (key, name) in keys {
        if !kept.iter().any(|(known, _)| *known == key) {
            kept.push((key, name));
        }
    }
    kept
}

/// The tables of a patient's record that a protocol asks about, every key as `"unknown"`, to be filled
/// in and put at the end of a record.
///
/// # Example
/// ```
/// use euthymia_app::protocol::{background::template, find};
/// let block = template(&find("esketamine_adult")?);
/// assert!(block.contains("\n[conditions]\n"));
/// assert!(block.contains("\nhypertension = \"unknown\"") || block.contains(" = \"unknown\""));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
#[must_use]
pub fn template(protocol: &Protocol) -> String {
    let mut block = format!(
        "# What {} asks of a patient's record: \"present\", \"excluded\" or \"unknown\".\n",
        protocol.id
    );
    for (table, keys) in asked(protocol) {
        block.push_str(&format!("\n[{table}]\n"));
        if keys.is_empty() {
            block.push_str("# Nothing is asked here.\n");
        }
        for (key, name) in keys {
            // A name of several lines would leave the comment.
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            block.push_str(&format!("{key} = \"unknown\"  # {name}\n"));
        }
    }
    block
}

/// Checks that every key of a record is one that this or some bundled protocol asks about.
///
/// # Errors
/// [`AppError::Input`] with the line of each other key and the nearest that is asked about.
pub fn known_keys(protocol: &Protocol, record: &Record) -> Result<(), AppError> {
    let library = Library::bundled();
    let mut findings = Vec::new();
    for (table, own) in asked(protocol) {
        let mut known: Vec<&str> = own.iter().map(|(key, _)| key.as_str()).collect();
        known.extend(match table {
            "conditions" => library.conditions(),
            _ => library.medicines(),
        });
        for key in record.keys.iter().filter(|key| key.table == table) {
            if known.contains(&key.name.as_str()) {
                continue;
            }
            let near = nearest(&[key.name.as_str()], &known)
                .map_or_else(String::new, |near| format!("Did you mean \"{near}\"? "));
            let help = format!(
                "{near}euthymia protocol check {} --template writes the keys that it asks about.",
                protocol.id
            );
            let message = format!("no protocol asks about this key of [{table}]");
            findings.push(key.error(message).with_help(help));
        }
    }
    if findings.is_empty() {
        return Ok(());
    }
    Err(AppError::Input(findings))
}
