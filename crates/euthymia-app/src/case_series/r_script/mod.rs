//! The main analyses as an R script that reads the same files.
//!
//! The script chooses baseline and later scores by its own code, computes everything with base R, and
//! holds each number against the one that Euthymia printed; it stops where one differs. So the choice of
//! scores is checked as well as the arithmetic.

mod analyses;
mod expected;
mod tables;
mod times;

use super::read::{Loaded, SeriesRequest};
use crate::error::AppError;
use crate::output::write_whole;
use crate::pool::r_script::quoted;
use euthymia_report::case_series::Analysis;
use std::path::Path;

/// Writes the script to `path`, which ends in `.R`.
///
/// # Errors
/// As [`r_script`]; [`AppError::Usage`] for another ending; [`AppError::Write`].
pub fn write(
    loaded: &Loaded,
    request: &SeriesRequest,
    analysis: &Analysis,
    path: &Path,
) -> Result<(), AppError> {
    let ends = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("r"));
    if !ends {
        return Err(AppError::Usage(format!(
            "{}: name a file that ends in .R",
            path.display()
        )));
    }
    write_whole(path, r_script(loaded, request, analysis)?.as_bytes())
}

/// The script as text.
///
/// # Errors
/// [`AppError::Usage`] for files that base R does not read as text, and for scores that are worked out
/// from the answers to items: `--deidentify` writes the totals.
pub fn r_script(
    loaded: &Loaded,
    request: &SeriesRequest,
    analysis: &Analysis,
) -> Result<String, AppError> {
    let series = &analysis.series;
    let mut out = format!(
        "# {}\n# Written by euthymia {}. Reads the same files and repeats the main analyses in base R.\n\
         # Run it where the files are: Rscript --vanilla THIS_FILE\n",
        one_line(&series.name),
        env!("CARGO_PKG_VERSION")
    );
    out.push_str(HELPERS);
    out.push_str(&tables::read(loaded, request, series)?);
    out.push_str(&tables::choose(loaded, series));
    out.push_str(&analyses::definitions(analysis));
    let expected = expected::expected(analysis);
    out.push_str(&analyses::compute(analysis, &expected));
    out.push_str(&expected.calls());
    out.push_str(END);
    Ok(out)
}

const HELPERS: &str = r#"
# A file as text: columns are taken by their place, so that names need not be R's.
table_of <- function(file, sep, missing) {
  read.table(file, header = TRUE, sep = sep, quote = "\"", comment.char = "", fill = TRUE,
             colClasses = "character", check.names = FALSE, strip.white = TRUE,
             blank.lines.skip = TRUE, encoding = "UTF-8", na.strings = c("", "NA", ".", missing))
}
number <- function(text) as.numeric(sub(",", ".", text, fixed = TRUE))
whole <- function(x) sign(x) * floor(abs(x) + 0.5)
# What codes mean: a named vector from text to day, before what the text itself says.
coded <- function(text, codes, otherwise) ifelse(text %in% names(codes), codes[text], otherwise)

# Euthymia's number beside R's.
differing <- character(0)
compared <- 0
same <- function(name, ours, theirs) {
  compared <<- compared + 1
  cat(sprintf("%s %.17g %.17g\n", name, ours, theirs))
  if (is.na(theirs) || abs(ours - theirs) > 1e-9 * max(1, abs(theirs)))
    differing <<- c(differing, name)
}
"#;

const END: &str = r#"
if (length(differing) > 0) stop("these differ: ", paste(differing, collapse = ", "))
cat("All", compared, "numbers are the same.\n")
"#;

/// A text that cannot leave its comment.
fn one_line(text: &str) -> String {
    let kept = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(kept).collect()
}

/// A named vector of R; empty without entries.
fn named(entries: &[(String, String)]) -> String {
    let parts: Vec<String> = entries
        .iter()
        .map(|(name, value)| format!("{} = {value}", quoted(name)))
        .collect();
    format!("c({})", parts.join(", "))
}
