//! Dates of PubMed: `"2010/01/01"[Date - Publication] : "3000"[Date - Publication]`.

use super::super::token::Token;
use super::super::{Concern, Expr, Field, Limit, Span, tags};
use super::Scanner;

/// A date as it stands, without quotation marks and tag.
struct Date<'t> {
    text: &'t str,
    tag: Option<&'t str>,
    behind: &'t str,
}

fn date(text: &str) -> Option<Date<'_>> {
    let text = text.trim_start();
    let bare = text.strip_prefix('"').unwrap_or(text);
    let inside = |c: char| c.is_ascii_digit() || c == '/';
    let end = bare.find(|c| !inside(c)).unwrap_or(bare.len());
    let (digits, behind) = (bare.get(..end)?, bare.get(end..)?);
    let behind = behind.strip_prefix('"').unwrap_or(behind);
    let inner = behind
        .strip_prefix('[')
        .and_then(|text| text.split_once(']'));
    let (tag, behind) = match inner {
        Some((tag, behind)) => (Some(tag), behind),
        None => (None, behind),
    };
    let four = digits.split('/').next().is_some_and(|year| year.len() == 4);
    four.then_some(Date {
        text: digits,
        tag,
        behind,
    })
}

/// The year; open before 1801 and after 2098.
fn year(date: &Date<'_>) -> Option<i32> {
    let year: i32 = date.text.split('/').next()?.parse().ok()?;
    (1801..=2098).contains(&year).then_some(year)
}

impl Scanner<'_> {
    /// Two dates with a colon between them.
    pub(super) fn pubmed_dates(&mut self) -> Option<Option<Token>> {
        let rest = self.rest();
        let from = date(rest)?;
        let to = date(from.behind.trim_start().strip_prefix(':')?)?;
        let fields = tags::fields(self.platform, to.tag?)?;
        let (first, last) = (year(&from), year(&to));
        if fields != [Field::Year] || (first.is_none() && last.is_none()) {
            return None;
        }
        self.at += rest.len() - to.behind.len();
        let whole =
            |date: &Date<'_>, edge: &str| !date.text.contains('/') || date.text.ends_with(edge);
        if !whole(&from, "/01/01") || !whole(&to, "/12/31") {
            let found = format!("{}:{}", from.text, to.text);
            let why = "only whole years are kept of a date";
            let advice = "set the days on the platform itself";
            self.warnings.add(Concern::Limit, &found, why, advice);
        }
        let limit = Limit::Years(first, last);
        Some(Some(Token::Leaf(Expr::Limit(limit, Span::default()))))
    }
}
