//! An analysis as an R script with its data, so that anybody can run it again in metafor.
//!
//! The script computes the effect sizes anew where metafor has the same rule, stops if they differ,
//! fits the same model, and ends with the numbers that Euthymia printed beside those of R.

mod bayes;
mod counts;
mod data;
pub(crate) mod model;

use super::PoolAnswer;
use crate::error::AppError;
use crate::output::write_whole;
use std::path::Path;

/// A script and the data it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RScript {
    /// The script.
    pub script: String,
    /// The data as CSV.
    pub data: String,
}

/// Writes an answer as a script that reads `data_file`.
#[must_use]
pub fn r_script(answer: &PoolAnswer, data_file: &str) -> RScript {
    let mut script = heading(&answer.title);
    script.push_str(&format!(
        "dat <- read.csv({}, check.names = FALSE)\n\n",
        quoted(data_file)
    ));
    script.push_str(&data::effect_sizes(&answer.pooled));
    script.push_str(&model::fit(&answer.pooled, answer.permutation.as_ref()));
    RScript {
        script,
        data: data::csv(&answer.pooled),
    }
}

/// The lines that every script begins with.
pub(crate) fn heading(title: &str) -> String {
    format!(
        "# {}\n# Written by euthymia {}. Runs the same analysis in R with metafor 3.8 or later.\n\
         suppressPackageStartupMessages(library(metafor))\n",
        one_line(title),
        env!("CARGO_PKG_VERSION")
    )
}

/// Writes the script to `path`, which ends in `.R`, and its data beside it, ending in `.csv`.
///
/// # Errors
/// [`AppError::Usage`] for another ending; [`AppError::Write`].
pub fn write_r_script(answer: &PoolAnswer, path: &Path) -> Result<(), AppError> {
    write_with(path, |data_file| Ok(r_script(answer, data_file)))
}

/// Writes a script and its data; `make` is told what the data are called.
pub(crate) fn write_with(
    path: &Path,
    make: impl FnOnce(&str) -> Result<RScript, AppError>,
) -> Result<(), AppError> {
    let ends = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("r"));
    let Some(stem) = path.file_stem().filter(|_| ends) else {
        return Err(AppError::Usage(format!(
            "{}: name a file that ends in .R; its data are written beside it, ending in .csv",
            path.display()
        )));
    };
    let mut data_name = stem.to_os_string();
    data_name.push(".csv");
    let data_path = path.with_file_name(&data_name);
    let made = make(&data_name.to_string_lossy())?;
    write_whole(&data_path, made.data.as_bytes())?;
    write_whole(path, made.script.as_bytes())
}

/// A text as an R string, in letters of ASCII, so that it means the same in every locale.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // R has no text with it.
            '\0' => out.push(' '),
            ' '..='~' => out.push(c),
            c => out.push_str(&format!("\\U{{{:x}}}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// A text that cannot leave its comment.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
