//! The text of a search cut into tokens, by the rules of a platform.

mod bracket;
mod dates;
mod numbers;
mod ovid;
mod prefixed;
mod slash;

pub(super) use bracket::{is_type, years};
pub(super) use numbers::leading_number;

use super::platform::Family;
use super::token::{Placed, Token};
use super::warning::Warnings;
use super::{Concern, Platform, Span};

/// A text with a place in it. Reading past the end gives an empty text.
pub(super) struct Scanner<'a> {
    pub(super) platform: Platform,
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) warnings: &'a mut Warnings,
    placed: Vec<Placed>,
    line: u32,
}

/// The tokens of a text. `line` and `start` say where it stands in its file.
pub(super) fn tokens(
    platform: Platform,
    text: &str,
    (line, start): (u32, u32),
    warnings: &mut Warnings,
) -> Vec<Placed> {
    let mut scanner = Scanner {
        platform,
        text,
        at: 0,
        warnings,
        placed: Vec::new(),
        line,
    };
    while scanner.step(start) {}
    scanner.placed
}

impl<'a> Scanner<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Reads one token; false at the end.
    fn step(&mut self, start: u32) -> bool {
        let blank = self.rest().len() - self.rest().trim_start().len();
        self.at += blank;
        let Some(first) = self.rest().chars().next() else {
            return false;
        };
        let from = self.at;
        let token = self.token(first);
        self.at = self.at.max(from + first.len_utf8());
        if let Some(token) = token {
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(start);
            let span = Span {
                line: self.line,
                start: place(from),
                end: place(self.at),
            };
            self.placed.push(Placed { token, span });
        }
        true
    }

    fn token(&mut self, first: char) -> Option<Token> {
        match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            _ => match self.special() {
                Some(token) => token,
                None if is_quote(self.platform, first) => self.quoted(first),
                None => self.bare(),
            },
        }
    }

    /// What only this platform writes; `Some(None)` for text that means nothing.
    fn special(&mut self) -> Option<Option<Token>> {
        if let Some(token) = self.reference() {
            return Some(Some(token));
        }
        match self.platform.family() {
            Family::PubMed => self.square_tag().or_else(|| self.pubmed_dates()),
            Family::Ovid => self.ovid(),
            Family::Embase => self.embase_limit().or_else(|| self.colon_tag()),
            Family::Cochrane => self
                .cochrane_heading()
                .or_else(|| self.braces())
                .or_else(|| self.colon_tag()),
            Family::Scopus => self.scopus(),
            Family::WebOfScience => self.equals_tag(),
            Family::Ebsco => self.ebsco(),
        }
    }

    /// Words in quotation marks; what is not closed runs to the end.
    fn quoted(&mut self, open: char) -> Option<Token> {
        let inner = self.rest().get(open.len_utf8()..).unwrap_or("");
        let closes = |c: char| closes(self.platform, open, c);
        let end = inner.char_indices().find(|(at, c)| {
            closes(*c) && (*c == '"' || *c == '”' || ends_word(inner, at + c.len_utf8()))
        });
        let (raw, close) = match end {
            Some((at, c)) => (inner.get(..at).unwrap_or(""), c.len_utf8()),
            None => {
                let advice = "close the quotation mark where the phrase ends";
                self.warnings.add(
                    Concern::Quotes,
                    inner,
                    "a quotation mark is not closed",
                    advice,
                );
                (inner, 0)
            }
        };
        if !matches!(open, '"' | '\'') {
            let why = "curly quotation marks are not quotation marks on every platform";
            self.warnings
                .add(Concern::Quotes, raw, why, "use straight quotation marks");
        }
        self.at += open.len_utf8() + raw.len() + close;
        let raw = raw.trim().to_owned();
        self.heading_behind(&raw).or_else(|| {
            let quoted = true;
            (!raw.is_empty()).then_some(Token::Words { raw, quoted })
        })
    }

    /// Words without quotation marks up to a space or a sign.
    fn bare(&mut self) -> Option<Token> {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .find(|(at, c)| self.ends_bare(rest, *at, *c))
            .map_or(rest.len(), |(at, _)| at);
        let end = if end == 0 {
            rest.chars().next().map_or(0, char::len_utf8)
        } else {
            end
        };
        let raw = rest.get(..end).unwrap_or("").to_owned();
        self.at += end;
        if let Some(heading) = self.heading_behind(&raw) {
            return Some(heading);
        }
        if let Some(op) = self.platform.operator(&raw) {
            return Some(Token::Op(op));
        }
        let quoted = false;
        Some(Token::Words { raw, quoted })
    }

    fn ends_bare(&self, rest: &str, at: usize, c: char) -> bool {
        if c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”') {
            return true;
        }
        let here = rest.get(at..).unwrap_or("");
        match self.platform.family() {
            Family::PubMed => c == '[',
            Family::Ovid => c == '.' && self.dotted(here).is_some(),
            Family::Embase => {
                (c == ':' && self.colons(here).is_some()) || (c == '/' && slash::suffix(here))
            }
            Family::Cochrane => (c == ':' && self.colons(here).is_some()) || c == '{' || c == '[',
            Family::Scopus => matches!(c, '{' | '}'),
            Family::WebOfScience => c == '=',
            Family::Ebsco => false,
        }
    }
}

/// Whether a character opens quoted words.
fn is_quote(platform: Platform, c: char) -> bool {
    match c {
        '"' | '“' | '”' | '„' => true,
        '\'' | '‘' => platform.family() == Family::Embase,
        '{' => platform.family() == Family::Scopus,
        _ => false,
    }
}

fn closes(platform: Platform, open: char, c: char) -> bool {
    match open {
        '{' => c == '}',
        '\'' | '‘' => matches!(c, '\'' | '’'),
        _ => is_quote(platform, c) && !matches!(c, '\'' | '‘' | '{'),
    }
}

/// Whether a word ends here: so that the apostrophe of `alzheimer's` closes nothing.
fn ends_word(text: &str, at: usize) -> bool {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    !next.is_some_and(char::is_alphanumeric)
}

/// The text behind a prefix, whatever its case.
pub(super) fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..))
        .flatten()
}
