//! Days without visits, as a person writes them or a file has them.

use super::asked::usage;
use super::day;
use crate::error::AppError;
use euthymia_clinical::date::{days_after, days_between};
use euthymia_table::{Diagnostic, cannot_read};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::Path;

/// How days are written.
const FORMAT: &str = "write dates as 2026-12-25 with commas between, a range as 2026-12-24..2027-01-01, or name a file with one on each line";

/// Days of the longest range.
const RANGE_MAX: i64 = 366;

/// Dates and ranges separated by commas, or a file with one on each line.
///
/// # Errors
/// [`AppError::Usage`] for what is neither, [`AppError::Input`] for a file that cannot be used.
pub(super) fn read(text: &str) -> Result<BTreeSet<Date>, AppError> {
    let path = Path::new(text);
    if path.is_file() {
        return file(path);
    }
    if looks_like_a_file(text) {
        return Err(usage(
            "--holidays",
            format!("there is no file \"{text}\"; {FORMAT}"),
        ));
    }
    let mut days = BTreeSet::new();
    for word in text.split(',') {
        let found =
            range(word).map_err(|problem| usage("--holidays", format!("{problem}; {FORMAT}")))?;
        days.extend(found);
    }
    Ok(days)
}

/// True for a text that nobody would write for dates: with a folder, or an ending of letters.
fn looks_like_a_file(text: &str) -> bool {
    let ending = Path::new(text)
        .extension()
        .map(|ending| ending.to_string_lossy());
    text.contains(['/', '\\'])
        || ending.is_some_and(|ending| ending.starts_with(|c: char| c.is_alphabetic()))
}

/// The days of a date or a range.
fn range(word: &str) -> Result<Vec<Date>, String> {
    let one = |text: &str| day::read(text).map_err(|error| error.to_string());
    let Some((first, last)) = word.split_once("..") else {
        return Ok(vec![one(word)?]);
    };
    let (first, last) = (one(first)?, one(last)?);
    let many = days_between(first, last);
    if !(0..RANGE_MAX).contains(&many) {
        return Err(format!(
            "\"{}\" is not a range of 1 to {RANGE_MAX} days from the earlier to the later one",
            word.trim()
        ));
    }
    Ok((0..=many)
        .filter_map(|days| days_after(first, days))
        .collect())
}

fn file(path: &Path) -> Result<BTreeSet<Date>, AppError> {
    let name = path.display().to_string();
    let read = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    let (mut days, mut findings) = (BTreeSet::new(), Vec::new());
    for (at, line) in read.trim_start_matches('\u{feff}').lines().enumerate() {
        // A day may be followed by what it is called.
        let line = line.split('#').next().unwrap_or_default().trim();
        let first = line.split([',', ';', ' ', '\t']).next().unwrap_or_default();
        if first.is_empty() {
            continue;
        }
        match range(first) {
            Ok(found) => days.extend(found),
            Err(problem) => findings.push(
                Diagnostic::error(name.as_str(), problem)
                    .at_row(at + 1)
                    .with_found(first)
                    .with_help("Write one day on each line, such as 2026-12-25, or a range, such as 2026-12-24..2027-01-01."),
            ),
        }
    }
    if findings.is_empty() {
        Ok(days)
    } else {
        Err(findings.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_ranges() {
        let days = read("2026-12-24..2026-12-26, 2027-01-01").unwrap();
        let christmas = [24, 25, 26].map(|day| date(2026, 12, day));
        let expected = christmas.into_iter().chain([date(2027, 1, 1)]);
        assert_eq!(days, expected.collect());
    }

    #[test]
    fn what_is_neither_is_told_the_format() {
        for (text, says) in [
            ("25.12.2026", "is not a date"),
            ("christmas", "is not a date"),
            ("2026-12-26..2026-12-24", "not a range"),
            ("2020-01-01..2026-12-24", "not a range"),
            ("shut.txt", "there is no file"),
            ("lists/shut", "there is no file"),
            ("1600-01-01", "1970 to 2200"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
            assert!(error.contains("2026-12-25 with commas"), "{text}: {error}");
        }
    }
}
