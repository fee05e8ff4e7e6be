//! The conditions and medicines of a patient's record: which keys a protocol asks about.

use crate::error::AppError;
use crate::record::Record;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::points::{Asks, points};
use euthymia_clinical::protocol::record_key::{condition, conditions, medicines};
use euthymia_table::nearest;

/// The two tables of a record with the keys that a protocol asks about: key and name.
type Keys = [(&'static str, Vec<(String, String)>); 2];

fn asked(protocol: &Protocol) -> Keys {
    let (mut conditions, mut medicines) = (Vec::new(), Vec::new());
    for point in points(protocol) {
        match point.asks {
            Asks::Condition(asked) => {
                let declared = condition(asked.key).map(|key| key.name.clone());
                conditions.push((asked.key.to_owned(), declared.unwrap_or(point.name)));
            }
            Asks::Medicine(asked) => {
                medicines.push((asked.medicine.clone(), asked.name.clone()));
            }
        }
    }
    [
        ("conditions", once(conditions)),
        ("medicines", once(medicines)),
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

/// Checks that every key of a record is one that this protocol asks about, or that is declared in
/// `rules/background.toml`.
///
/// # Errors
/// [`AppError::Input`] with the line of each other key and the nearest that is asked about.
pub fn known_keys(protocol: &Protocol, record: &Record) -> Result<(), AppError> {
    let mut findings = Vec::new();
    for (table, own) in asked(protocol) {
        let mut known: Vec<&str> = own.iter().map(|(key, _)| key.as_str()).collect();
        let declared = match table {
            "conditions" => conditions(),
            _ => medicines(),
        };
        known.extend(declared.iter().map(|key| key.id.as_str()));
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
