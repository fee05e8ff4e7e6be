//! The line in which Ovid tells journal, volume, issue, pages and date.

/// What such a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source<'a> {
    pub(super) container: &'a str,
    pub(super) volume: &'a str,
    pub(super) issue: Option<&'a str>,
    pub(super) pages: Option<&'a str>,
    pub(super) date: &'a str,
}

/// Takes a source apart: `Lancet. 394(10202):939-948, 2019 09 14.` or
/// `Psychiatry. Vol.28(2), Apr 2015, pp. 103-106.`; `None` for any other form.
pub(super) fn source(text: &str) -> Option<Source<'_>> {
    let text = text.trim();
    text.match_indices(". ").find_map(|(at, _)| {
        let container = text.get(..at)?.trim();
        let rest = text.get(at + 2..)?.trim().trim_end_matches('.');
        let found = match rest.strip_prefix("Vol") {
            Some(rest) => volume_first(rest.trim_start_matches(['.', ' '])),
            None => pages_first(rest),
        };
        found.map(|found| Source { container, ..found })
    })
}

/// `28(2):103-106, April 2015`
fn pages_first(text: &str) -> Option<Source<'_>> {
    let (place, date) = text.split_once(", ")?;
    let (number, pages) = place.split_once(':')?;
    let (volume, issue) = number_and_issue(number)?;
    let is_volume = volume.starts_with(|c: char| c.is_ascii_digit());
    is_volume.then_some(Source {
        container: "",
        volume,
        issue,
        pages: Some(pages.trim()).filter(|pages| !pages.is_empty()),
        date: date.trim(),
    })
}

/// `28(2), Apr 2015, pp. 103-106`
fn volume_first(text: &str) -> Option<Source<'_>> {
    let end = text
        .find(')')
        .map_or_else(|| text.find([' ', ',']), |at| Some(at + 1))?;
    let (number, rest) = text.split_at_checked(end)?;
    let (volume, issue) = number_and_issue(number)?;
    let rest = rest.trim_start_matches([',', ' ']);
    let (date, pages) = rest.rsplit_once(", ")?;
    let pages = pages.trim_start_matches(['p', '.', ' ']);
    Some(Source {
        container: "",
        volume,
        issue,
        pages: Some(pages).filter(|pages| !pages.is_empty()),
        date: date.trim(),
    })
}

/// `28(2)` or `28`
fn number_and_issue(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim();
    match text.split_once('(') {
        Some((volume, issue)) => Some((volume.trim(), Some(issue.strip_suffix(')')?))),
        None => Some((text, None)),
    }
}
