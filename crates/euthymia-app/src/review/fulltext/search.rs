//! Words looked for on the pages of full texts.

use super::pages::pages;
use crate::error::AppError;
use crate::review::screening::folded;
use crate::review::session::Session;
use euthymia_pdf::flowing;
use euthymia_report::words::counted;
use euthymia_review::FullTexts;
use euthymia_review::dedupe::plain_words;
use euthymia_table::{ColumnSpec, TableView, Value};
use std::ops::Range;

/// Bytes of text that are shown before and behind the first word found.
const AROUND: usize = 90;
/// Bytes of a word that are compared.
const WORD: usize = 100;

/// The pages of full texts that have all of some words; a phrase in quotation marks counts as one,
/// and `ketamin*` stands for all words that begin so. Accents and capitals make no difference.
/// `marks` stand before and behind what is found.
///
/// # Errors
/// [`AppError::Usage`] without a word. Files that cannot be read are told in the notes.
pub fn search_full_texts(
    session: &Session,
    words: &str,
    most: usize,
    marks: Option<&(String, String)>,
) -> Result<TableView, AppError> {
    let terms = terms(words);
    if terms.is_empty() {
        return Err(AppError::Usage("there is no word to look for".to_owned()));
    }
    let screening = folded(session);
    let full_texts = FullTexts::of(session.folder.log().entries(), &screening);
    let (mut rows, mut notes, mut found) = (Vec::new(), Vec::new(), 0_usize);
    for (&place, got) in &full_texts.reports {
        let Some(unit) = screening.units.get(place) else {
            continue;
        };
        for attached in &got.attached {
            let name = &attached.file.file_name;
            let texts = match pages(session, &attached.file.sha256) {
                Ok(Ok(pdf)) => pdf.pages,
                Ok(Err(error)) => {
                    notes.push(format!("{name}: not searched: {error}."));
                    continue;
                }
                Err(error) => {
                    notes.push(format!("{name}: not searched: {error}."));
                    continue;
                }
            };
            for (number, text) in (1..).zip(&texts) {
                let text = text.as_deref().map(flowing).unwrap_or_default();
                let Some(ranges) = on_page(&text, &terms) else {
                    continue;
                };
                found += 1;
                if most > 0 && rows.len() == most {
                    continue;
                }
                rows.push(vec![
                    Value::text(unit.record.to_string()),
                    Value::text(name),
                    Value::Count(number),
                    Value::text(snippet(&text, &ranges, marks)),
                ]);
            }
        }
    }
    if found > rows.len() {
        notes.push(format!("{} more; --most shows them.", found - rows.len()));
    }
    Ok(TableView {
        schema: "euthymia.review.fulltext_search.v1".to_owned(),
        title: counted(found, "page has it", "pages have it"),
        columns: vec![
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("file", "File"),
            ColumnSpec::number("page", "Page"),
            ColumnSpec::text("text", "Text"),
        ],
        rows,
        notes,
    })
}

/// A word or phrase, and whether its last word may go on.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    words: Vec<String>,
    goes_on: bool,
}

fn terms(text: &str) -> Vec<Term> {
    let term = |text: &str| {
        let words = plain_words(text, usize::MAX);
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let goes_on = text.trim_end().ends_with('*');
        (!words.iter().all(String::is_empty)).then_some(Term { words, goes_on })
    };
    let mut terms = Vec::new();
    for (number, part) in text.split('"').enumerate() {
        match number % 2 {
            1 => terms.extend(term(part)),
            _ => terms.extend(part.split_whitespace().filter_map(term)),
        }
    }
    terms
}

/// Where the terms stand on a page, in order; `None` unless all of them do.
fn on_page(text: &str, terms: &[Term]) -> Option<Vec<Range<usize>>> {
    let words = words(text);
    let mut ranges = Vec::new();
    for term in terms {
        let found = places(&words, term);
        if found.is_empty() {
            return None;
        }
        ranges.extend(found);
    }
    ranges.sort_by_key(|range: &Range<usize>| (range.start, range.end));
    ranges.dedup_by(|later, earlier| {
        let overlaps = later.start < earlier.end;
        if overlaps {
            earlier.end = earlier.end.max(later.end);
        }
        overlaps
    });
    Some(ranges)
}

/// The words of a text as they are compared, each with its place.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, sign) in ends {
        match (sign.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = plain_words(text.get(from..at).unwrap_or_default(), WORD);
                if !word.is_empty() {
                    words.push((from..at, word));
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn places(words: &[(Range<usize>, String)], term: &Term) -> Vec<Range<usize>> {
    let last = term.words.len().saturating_sub(1);
    let is_meant = |window: &&[(Range<usize>, String)]| {
        let pairs = window.iter().zip(&term.words).enumerate();
        pairs.into_iter().all(|(number, ((_, own), wanted))| {
            own == wanted || (term.goes_on && number == last && own.starts_with(wanted.as_str()))
        })
    };
    let windows = words.windows(term.words.len().max(1)).filter(is_meant);
    windows
        .filter_map(|window| Some(window.first()?.0.start..window.last()?.0.end))
        .collect()
}

/// The text around the first place, with marks around every place shown.
fn snippet(text: &str, ranges: &[Range<usize>], marks: Option<&(String, String)>) -> String {
    let Some(first) = ranges.first() else {
        return String::new();
    };
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let start = first.start.saturating_sub(AROUND);
    let start = (0..=start).rev().find(is_boundary).unwrap_or(0);
    let end = (first.end + AROUND).min(text.len());
    let end = (end..=text.len()).find(is_boundary).unwrap_or(text.len());
    let mut out = String::new();
    if start > 0 {
        out.push('…');
    }
    let mut at = start;
    for range in ranges.iter().filter(|range| range.end <= end) {
        out += text.get(at..range.start).unwrap_or_default();
        let inside = text.get(range.clone()).unwrap_or_default();
        match marks {
            Some((open, close)) => out += &format!("{open}{inside}{close}"),
            None => out += inside,
        }
        at = range.end;
    }
    out += text.get(at..end).unwrap_or_default();
    if end < text.len() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{on_page, snippet, terms};

    fn found(text: &str, wanted: &str) -> Option<Vec<String>> {
        let ranges = on_page(text, &terms(wanted))?;
        Some(
            ranges
                .iter()
                .map(|range| text[range.clone()].to_owned())
                .collect(),
        )
    }

    #[test]
    fn byhand_words_phrases_and_beginnings() {
        let text = "Patients at München received (S)-ketamine; ketamine hydrochloride was given.";
        assert_eq!(found(text, "munchen").unwrap(), ["München"]);
        assert_eq!(
            found(text, "\"ketamine hydrochloride\"").unwrap(),
            ["ketamine hydrochloride"]
        );
        assert_eq!(found(text, "KETAMIN*").unwrap(), ["ketamine", "ketamine"]);
        assert_eq!(found(text, "ketamin"), None);
        assert_eq!(
            found(text, "given patients").unwrap(),
            ["Patients", "given"]
        );
        assert_eq!(found(text, "given placebo"), None);
        assert!(terms(" \" \" * ").is_empty());
    }

    #[test]
    fn byhand_what_is_found_is_marked() {
        let ranges = on_page("a ketamine b", &terms("ketamine")).unwrap();
        let marks = ("<".to_owned(), ">".to_owned());
        assert_eq!(
            snippet("a ketamine b", &ranges, Some(&marks)),
            "a <ketamine> b"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_input_is_searched(text in "\\PC{0,200}", wanted in "\\PC{0,20}") {
            if let Some(ranges) = on_page(&text, &terms(&wanted)) {
                let shown = snippet(&text, &ranges, None);
                proptest::prop_assert!(shown.len() <= text.len() + 6);
            }
        }
    }
}
