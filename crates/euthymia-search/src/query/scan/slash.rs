//! Headings that a slash makes: `'major depression'/exp/mj` of Embase.com.

use super::super::platform::Family;
use super::super::token::Token;
use super::super::{Expr, Heading, Span, Vocabulary};
use super::Scanner;

/// Whether a slash starts what makes a heading of the words before it.
pub(super) fn suffix(text: &str) -> bool {
    parts(text).is_some_and(|(names, _)| names.iter().any(|name| is_kind(name)))
}

fn is_kind(name: &str) -> bool {
    matches!(name, "exp" | "de" | "mj")
}

/// The parts behind slashes, in lower case, and the text behind them.
fn parts(text: &str) -> Option<(Vec<String>, &str)> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(body) = rest.strip_prefix('/') {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | ',');
        let end = body.find(|c| !inside(c)).unwrap_or(body.len());
        let name = body.get(..end)?;
        if name.is_empty() {
            break;
        }
        names.push(name.to_lowercase());
        rest = body.get(end..)?;
    }
    (!names.is_empty()).then_some((names, rest))
}

impl Scanner<'_> {
    /// The heading that a suffix here makes of the words before it, on Embase.com.
    pub(super) fn heading_behind(&mut self, words: &str) -> Option<Token> {
        let rest = self.rest();
        let trimmed = rest.trim_start();
        if self.platform.family() == Family::Ovid {
            return self.ovid_heading_behind(words);
        }
        if self.platform.family() != Family::Embase || words.is_empty() || !suffix(trimmed) {
            return None;
        }
        let (names, behind) = parts(trimmed)?;
        let qualifiers = names.iter().filter(|name| !is_kind(name));
        let heading = Heading {
            vocabulary: Vocabulary::Emtree,
            name: words.to_owned(),
            explode: names.iter().any(|name| name == "exp"),
            major: names.iter().any(|name| name == "mj"),
            qualifiers: qualifiers
                .flat_map(|name| name.split(',').filter(|one| !one.is_empty()))
                .map(str::to_owned)
                .collect(),
            span: Span::default(),
        };
        self.at += rest.len() - behind.len();
        Some(Token::Leaf(Expr::Heading(heading)))
    }
}
