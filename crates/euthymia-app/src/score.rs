//! An answer sheet typed on one line, scored.

use crate::error::AppError;
use euthymia_clinical::instrument::Pack;
use euthymia_clinical::instrument::{Answers, wording::Wording};
use euthymia_clinical::instrument::{bundled, bundled_ids};
use euthymia_table::{Diagnostic, nearest};
use std::path::Path;

/// Reads answers separated by commas, semicolons or spaces: numbers, `yes`/`no` (or `y`/`n`) as 1/0;
/// an empty place, `-` or `NA` is missing.
///
/// # Errors
/// Which answer is none of these, in words.
///
/// # Example
/// ```
/// use euthymia_app::score::answers;
/// assert_eq!(answers("1,,no,2.5").unwrap(), [Some(1.0), None, Some(0.0), Some(2.5)]);
/// assert!(answers("1,two").is_err());
/// ```
pub fn answers(text: &str) -> Result<Vec<Option<f64>>, String> {
    let text = text.trim();
    let separator = [',', ';'].into_iter().find(|mark| text.contains(*mark));
    let parts: Vec<&str> = match separator {
        Some(mark) => text.split(mark).collect(),
        None => text.split_whitespace().collect(),
    };
    let answer = |(at, part): (usize, &str)| {
        let part = part.trim();
        match part.to_lowercase().as_str() {
            "" | "-" | "na" | "." => Ok(None),
            "yes" | "y" => Ok(Some(1.0)),
            "no" | "n" => Ok(Some(0.0)),
            _ => match part.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(format!(
                    "answer {} is \"{part}\", not a number, yes or no",
                    at + 1
                )),
            },
        }
    };
    parts.into_iter().enumerate().map(answer).collect()
}

/// The pack of an instrument: a bundled one by identifier, or a site's own file.
///
/// # Errors
/// [`AppError::Usage`] for an unknown identifier with the nearest, [`AppError::Input`] for a file
/// that is no pack.
pub fn pack(id: &str, own: Option<&Path>) -> Result<Pack, AppError> {
    if let Some(path) = own {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| crate::record::unreadable(&name, &error))?;
        let pack = Pack::parse(&text, &name)
            .map_err(|error| Diagnostic::error(name.as_str(), error.problems.join("; ")))?;
        if pack.id != id {
            return Err(AppError::Usage(format!(
                "{name} describes \"{}\", not \"{id}\"",
                pack.id
            )));
        }
        return Ok(pack);
    }
    bundled(id).cloned().ok_or_else(|| unknown(id))
}

/// The error for an identifier that no pack has.
#[must_use]
pub fn unknown(id: &str) -> AppError {
    let ids: Vec<&str> = bundled_ids().collect();
    let near = nearest(&[id], &ids).map_or(String::new(), |near| format!(" Did you mean {near}?"));
    AppError::Usage(format!(
        "\"{id}\" is not an instrument.{near} euthymia instrument list shows them all"
    ))
}

/// A pack with a site's own wording.
///
/// # Errors
/// [`AppError::Input`] for a file that is no wording, or not for this pack.
pub fn with_wording(pack: &Pack, path: &Path) -> Result<Pack, AppError> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| crate::record::unreadable(&name, &error))?;
    let worded = Wording::parse(&text, &name).and_then(|wording| wording.applied_to(pack));
    worded.map_err(|error| Diagnostic::error(name.as_str(), error.problems.join("; ")).into())
}

/// A pack as a FHIR R4 Questionnaire, JSON with a line end.
#[must_use]
pub fn questionnaire(pack: &Pack) -> String {
    format!("{:#}\n", euthymia_fhir::questionnaire::questionnaire(pack))
}

/// Checks answers against a pack.
///
/// # Errors
/// [`AppError::Input`] with every answer that does not fit.
pub fn sheet<'p>(pack: &'p Pack, text: &str) -> Result<Answers<'p>, AppError> {
    let finding = |message: String| Diagnostic::error("answers", message);
    let values = answers(text).map_err(|message| AppError::from(finding(message)))?;
    if let Some(message) = one_too_many(pack, values.len()) {
        return Err(finding(message).with_help("Leave it out.").into());
    }
    Answers::new(pack, values).map_err(|errors| {
        let help = "One answer per item in order, separated by commas; leave a missing one empty.";
        let list: Vec<Diagnostic> = errors
            .iter()
            .map(|error| finding(error.to_string()).with_help(help))
            .collect();
        AppError::Input(list)
    })
}

/// The message for a line with an answer more than the scale scores, where that answer could be
/// taken for a scored one: the tenth question of the PHQ-9 has the range of the other nine.
pub(crate) fn one_too_many(pack: &Pack, count: usize) -> Option<String> {
    let last = pack.items.get(count.checked_sub(1)?)?;
    let scored = pack.items.iter().rfind(|item| item.scored)?;
    let alike = (last.minimum, last.maximum) == (scored.minimum, scored.maximum);
    let numbered = last.id.parse::<u32>().is_ok();
    (!last.scored && alike && !numbered).then(|| {
        format!(
            "{count} answers, but the {} scores {}; the last one ({}) enters no total",
            pack.name,
            count - 1,
            last.label
        )
    })
}
