//! What only Ovid writes: `exp Depression/th`, `.ti,ab.`, `limit 3 to english language`.

use super::super::token::{Postfix, Token};
use super::super::{Concern, Expr, Field, Heading, Limit, Span, Vocabulary};
use super::bracket::{list, named_limit, years};
use super::numbers::leading_number;
use super::{Scanner, after};

impl Scanner<'_> {
    /// A limit, a heading, a tag, or what Ovid adds in square brackets.
    pub(super) fn ovid(&mut self) -> Option<Option<Token>> {
        let rest = self.rest();
        if rest.starts_with('[') {
            let end = rest.find(']').map_or(rest.len(), |at| at + 1);
            self.at += end;
            return Some(None);
        }
        self.ovid_limit()
            .or_else(|| self.ovid_tag())
            .or_else(|| self.ovid_heading())
            .map(Some)
    }

    fn ovid_tag(&mut self) -> Option<Token> {
        let rest = self.rest();
        let (tags, behind) = self.dotted(rest)?;
        self.at += rest.len() - behind.len();
        if tags.iter().any(|tag| tag == "sh") {
            let (explode, major) = (false, false);
            return Some(Token::Postfix(Postfix::Heading { explode, major }));
        }
        let mut fields: Vec<Field> = Vec::new();
        for tag in tags {
            match self.fields(&tag) {
                Some(more) => fields.extend(more),
                None => self.unknown_tag(&format!(".{tag}.")),
            }
        }
        Some(Token::Postfix(Postfix::Fields(fields)))
    }

    /// The tags between full stops, and the text behind them. The last full stop may be missing
    /// where all tags are known.
    pub(super) fn dotted<'t>(&self, text: &'t str) -> Option<(Vec<String>, &'t str)> {
        let body = text.strip_prefix('.')?;
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | ' ');
        let end = body.find(|c| !inside(c)).unwrap_or(body.len());
        let closed = body.get(end..)?.starts_with('.');
        if closed {
            let names = list(body.get(..end)?, ',');
            let two = |name: &String| name.len() == 2;
            if !names.is_empty() && names.iter().all(two) {
                return Some((names, body.get(end + 1..)?));
            }
        }
        let end = body
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == ','))
            .unwrap_or(body.len());
        let names = list(body.get(..end)?, ',');
        let behind = body.get(end..)?;
        let apart = behind
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || c == ')');
        let known = |name: &String| name == "sh" || self.fields(name).is_some();
        (apart && !names.is_empty() && names.iter().all(known)).then_some((names, behind))
    }

    /// `exp *Depression/th`, where no operator or bracket stands before the slash.
    fn ovid_heading(&mut self) -> Option<Token> {
        let rest = self.rest();
        let (explode, behind) = match after(rest, "exp ") {
            Some(behind) => (true, behind.trim_start()),
            None => (false, rest),
        };
        let (major, behind) = match behind.strip_prefix('*') {
            Some(behind) => (true, behind),
            None => (false, behind),
        };
        let end = self.slash(behind)?;
        let name = behind.get(..end)?.trim().trim_matches('"').to_owned();
        if name.is_empty() {
            return None;
        }
        let behind = behind.get(end..)?;
        self.at += rest.len() - behind.len();
        self.ovid_made(name, explode, major)
    }

    /// Bytes before the slash that ends a heading.
    fn slash(&self, text: &str) -> Option<usize> {
        if let Some(inner) = text.strip_prefix('"') {
            let end = inner.find('"')? + 2;
            return text.get(end..)?.starts_with('/').then_some(end);
        }
        let mut word = 0;
        for (at, c) in text.char_indices() {
            let ended = c.is_whitespace() || c == '/';
            if ended {
                let before = text.get(word..at).unwrap_or("");
                if self.platform.operator(before).is_some() {
                    return None;
                }
                word = at + c.len_utf8();
            }
            match c {
                '/' => return Some(at),
                '(' | ')' | '"' | '.' | '[' => return None,
                _ => {}
            }
        }
        None
    }

    /// A heading from words that were read in quotation marks.
    pub(super) fn ovid_heading_behind(&mut self, words: &str) -> Option<Token> {
        let here = self.rest().starts_with('/') && !words.is_empty();
        here.then(|| self.ovid_made(words.to_owned(), false, false))
            .flatten()
    }

    /// The heading whose slash stands here, with the qualifiers behind it.
    fn ovid_made(&mut self, name: String, explode: bool, major: bool) -> Option<Token> {
        let mut rest = self.rest().strip_prefix('/')?;
        let mut qualifiers = Vec::new();
        loop {
            let next = if qualifiers.is_empty() {
                rest
            } else {
                rest.trim_start()
            };
            let code = next
                .get(..2)
                .filter(|code| code.bytes().all(|b| b.is_ascii_alphabetic()));
            let Some((code, behind)) = code.zip(next.get(2..)) else {
                break;
            };
            if behind.starts_with(|c: char| c.is_alphanumeric())
                || self.platform.operator(code).is_some()
            {
                break;
            }
            qualifiers.push(code.to_lowercase());
            rest = behind;
            match behind.strip_prefix(',') {
                Some(more) => rest = more,
                None => break,
            }
        }
        self.at = self.text.len() - rest.len();
        Some(Token::Leaf(Expr::Heading(Heading {
            vocabulary: self.platform.vocabulary().unwrap_or(Vocabulary::Mesh),
            name,
            explode,
            major,
            qualifiers,
            span: Span::default(),
        })))
    }

    /// `limit 3 to (english language and yr="2010 -Current")`.
    fn ovid_limit(&mut self) -> Option<Token> {
        let rest = self.rest();
        let body = after(rest, "limit ")?.trim_start();
        let (line, behind) = leading_number(body)?;
        let text = after(behind.trim_start(), "to ")?.trim();
        let text = text.strip_prefix('(').unwrap_or(text);
        let text = text.strip_suffix(')').unwrap_or(text);
        let mut all = vec![Expr::Line(line, Span::default())];
        for part in text.split(" and ") {
            match ovid_named(part.trim()) {
                Some(limit) => all.push(Expr::Limit(limit, Span::default())),
                None => {
                    let why = "the years of this limit cannot be read";
                    let advice = "write them as yr=\"2010 -2020\"";
                    self.warnings.add(Concern::Limit, part, why, advice);
                }
            }
        }
        self.at = self.text.len();
        Some(Token::Leaf(Expr::And(all).flat()))
    }
}

fn ovid_named(text: &str) -> Option<Limit> {
    match after(text, "yr=") {
        Some(span) => years(span.trim_matches(['"', ' ', '\u{201c}', '\u{201d}'])),
        None => Some(named_limit(text)),
    }
}
