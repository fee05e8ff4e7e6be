//! Tags that stand before words: `TITLE-ABS-KEY(`, `TS=`, `TI word`, `MH "heading+"`.

use super::super::token::Token;
use super::super::{Concern, Expr, Heading, Limit, Span, Vocabulary};
use super::bracket::{list, years};
use super::numbers::leading_number;
use super::{Scanner, after};

/// The word of letters and hyphens at the start of a text, and the text behind it.
fn name(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !(c.is_ascii_alphabetic() || c == '-'))
        .unwrap_or(text.len());
    text.split_at(end)
}

impl Scanner<'_> {
    /// `TITLE(`, `PUBYEAR > 2009`.
    pub(super) fn scopus(&mut self) -> Option<Option<Token>> {
        let rest = self.rest();
        let (word, behind) = name(rest);
        let fields = self.fields(word);
        let behind = behind.trim_start();
        if word.eq_ignore_ascii_case("PUBYEAR")
            && let Some((limit, behind)) = pubyear(behind)
        {
            self.at += rest.len() - behind.len();
            return Some(Some(Token::Leaf(Expr::Limit(limit, Span::default()))));
        }
        if word.eq_ignore_ascii_case("LIMIT-TO")
            && let Some((limit, behind)) = limit_to(behind)
        {
            self.at += rest.len() - behind.len();
            return Some(Some(Token::Leaf(Expr::Limit(limit, Span::default()))));
        }
        if word.is_empty() || !behind.starts_with('(') || self.platform.operator(word).is_some() {
            return None;
        }
        self.at += rest.len() - behind.len();
        match fields {
            Some(fields) => Some(Some(Token::Prefix(fields))),
            None => {
                self.unknown_tag(word);
                Some(None)
            }
        }
    }

    /// `TS=`.
    pub(super) fn equals_tag(&mut self) -> Option<Option<Token>> {
        let rest = self.rest();
        let (word, behind) = name(rest);
        let behind = behind.trim_start().strip_prefix('=')?;
        self.at += rest.len() - behind.len();
        match self.fields(word) {
            Some(fields) => Some(Some(Token::Prefix(fields))),
            None => {
                self.unknown_tag(word);
                Some(None)
            }
        }
    }

    /// `MH "Depression+"`, `DE "Major Depression"`, `TI word`.
    pub(super) fn ebsco(&mut self) -> Option<Option<Token>> {
        let rest = self.rest();
        let (word, behind) = name(rest);
        let apart = behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '(' | '"'));
        if word.len() != 2 || word.to_ascii_uppercase() != word || !apart {
            return None;
        }
        let behind = behind.trim_start();
        if matches!(word, "MH" | "MM" | "DE") {
            let inner = behind.strip_prefix('"')?;
            let (inside, behind) = inner.split_once('"')?;
            self.at += rest.len() - behind.len();
            return Some(self.ebsco_heading(word, inside));
        }
        if self.platform.operator(word).is_some() {
            return None;
        }
        let fields = self.fields(word)?;
        self.at += rest.len() - behind.len();
        Some(Some(Token::Prefix(fields)))
    }

    fn ebsco_heading(&mut self, code: &str, inside: &str) -> Option<Token> {
        let (name, qualifiers) = inside.split_once('/').unwrap_or((inside, ""));
        let explode = name.trim_end().ends_with('+') || qualifiers.trim_end().ends_with('+');
        let name = name.trim().trim_end_matches('+').trim().to_owned();
        if name.is_empty() {
            let why = "a heading without a name finds nothing";
            self.warnings.add(
                Concern::Heading,
                code,
                why,
                "write the heading in quotation marks",
            );
            return None;
        }
        Some(Token::Leaf(Expr::Heading(Heading {
            vocabulary: self.platform.vocabulary().unwrap_or(Vocabulary::Cinahl),
            name,
            explode,
            major: code == "MM",
            qualifiers: list(qualifiers.trim_end_matches('+'), ','),
            span: Span::default(),
        })))
    }
}

/// The limit in `( LANGUAGE , "English" )`, and the text behind it.
fn limit_to(text: &str) -> Option<(Limit, &str)> {
    let (inside, behind) = text.strip_prefix('(')?.split_once(')')?;
    let (field, value) = inside.split_once(',')?;
    let value = value.trim().trim_matches('"').trim().to_lowercase();
    let limit = match field.trim().to_ascii_uppercase().as_str() {
        "LANGUAGE" => Limit::Language(value),
        "PUBYEAR" => years(&value)?,
        "DOCTYPE" => Limit::PublicationType(value),
        other => Limit::Named(format!("{} {value}", other.to_lowercase())),
    };
    Some((limit, behind))
}

/// The years behind `PUBYEAR`, and the text behind them.
fn pubyear(text: &str) -> Option<(Limit, &str)> {
    type Years = fn(i32) -> Limit;
    let ways: [(&str, Years); 6] = [
        (">", |year| Limit::Years(Some(year.saturating_add(1)), None)),
        ("<", |year| Limit::Years(None, Some(year.saturating_sub(1)))),
        ("=", |year| Limit::Years(Some(year), Some(year))),
        ("aft ", |year| {
            Limit::Years(Some(year.saturating_add(1)), None)
        }),
        ("bef ", |year| {
            Limit::Years(None, Some(year.saturating_sub(1)))
        }),
        ("is ", |year| Limit::Years(Some(year), Some(year))),
    ];
    for (sign, limit) in ways {
        if let Some(behind) = after(text, sign) {
            let (year, behind) = leading_number(behind.trim_start())?;
            return Some((limit(i32::try_from(year).ok()?), behind));
        }
    }
    None
}
