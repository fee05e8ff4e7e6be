//! References to lines: `#3`, `S3`, `3`, `or/1-5`, `{OR #1-#5}`.

use super::super::platform::Family;
use super::super::token::Token;
use super::super::{Bool, Concern, Expr, Span};
use super::{Scanner, after};

impl Scanner<'_> {
    /// A reference to one line, or to a range of Ovid, where a line is a bare number.
    pub(super) fn reference(&mut self) -> Option<Token> {
        let rest = self.rest();
        let family = self.platform.family();
        let body = match family {
            Family::Ovid => return self.ovid_range(),
            Family::Ebsco => rest.strip_prefix(['S', 's'])?,
            _ => rest.strip_prefix('#')?,
        };
        let (number, behind) = leading_number(body)?;
        let ends = behind
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '(' | ',' | '}'));
        if !ends {
            return None;
        }
        self.at += rest.len() - behind.len();
        Some(Token::Leaf(Expr::Line(number, Span::default())))
    }

    /// `or/1-5,7` of Ovid.
    fn ovid_range(&mut self) -> Option<Token> {
        let rest = self.rest();
        let (operator, body) = if let Some(body) = after(rest, "or/") {
            (Bool::Or, body)
        } else {
            (Bool::And, after(rest, "and/")?)
        };
        let (expr, behind) = self.lines(operator, body)?;
        self.at += rest.len() - behind.len();
        Some(Token::Leaf(expr))
    }

    /// `{OR #1-#5, #7}` of Cochrane.
    pub(super) fn braces(&mut self) -> Option<Option<Token>> {
        let rest = self.rest();
        let inner = rest.strip_prefix('{')?.trim_start();
        let (operator, body) = if let Some(body) = after(inner, "or ") {
            (Bool::Or, body)
        } else {
            (Bool::And, after(inner, "and ")?)
        };
        let (expr, behind) = self.lines(operator, body)?;
        let behind = behind.trim_start();
        let behind = behind.strip_prefix('}').unwrap_or(behind);
        self.at += rest.len() - behind.len();
        Some(Some(Token::Leaf(expr)))
    }

    /// A list of numbers and ranges, and the text behind it.
    fn lines<'t>(&mut self, operator: Bool, text: &'t str) -> Option<(Expr, &'t str)> {
        let mut parts = Vec::new();
        let mut rest = text;
        loop {
            let (first, behind) = numbered(rest)?;
            let range = behind.trim_start().strip_prefix('-').and_then(numbered);
            rest = range.map_or(behind, |(_, behind)| behind);
            parts.push(self.range(operator, first, range.map(|(last, _)| last)));
            match rest.trim_start().strip_prefix(',') {
                Some(more) if numbered(more).is_some() => rest = more,
                _ => break,
            }
        }
        Some((Expr::joined(operator, parts), rest))
    }

    fn range(&mut self, operator: Bool, first: u32, last: Option<u32>) -> Expr {
        let span = Span::default();
        match last {
            None => Expr::Line(first, span),
            Some(last) if last < first => {
                let found = format!("{first}-{last}");
                let why = "a range of lines runs backwards";
                self.warnings.add(
                    Concern::Reference,
                    &found,
                    why,
                    "name the lower number first",
                );
                Expr::Lines {
                    operator,
                    first: last,
                    last: first,
                    span,
                }
            }
            Some(last) if last == first => Expr::Line(first, span),
            Some(last) => Expr::Lines {
                operator,
                first,
                last,
                span,
            },
        }
    }
}

/// A number with or without `#`, and the text behind it.
fn numbered(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start();
    leading_number(text.strip_prefix('#').unwrap_or(text))
}

/// The whole number at the start of a text, and the text behind it.
pub(in super::super) fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let number = text.get(..end)?.parse().ok()?;
    Some((number, text.get(end..)?))
}
