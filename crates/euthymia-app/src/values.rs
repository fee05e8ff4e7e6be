//! Numbers given one by one, as a table of one row.

use crate::error::AppError;
use euthymia_table::{ReadOptions, Table, read};

/// Makes a table of one row from texts such as `n=20`.
///
/// # Errors
/// [`AppError::Usage`] for a text that is no `name=value`, and for a name that is given twice.
pub(crate) fn table(texts: &[String]) -> Result<Table, AppError> {
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
