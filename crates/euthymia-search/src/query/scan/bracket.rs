//! What stands in square brackets: tags of PubMed, limits of Embase.com, headings of Cochrane;
//! and tags behind a colon.

use super::super::token::{Postfix, Token};
use super::super::{Concern, Expr, Field, Heading, Limit, Span, Vocabulary, tags};
use super::{Scanner, after};

impl Scanner<'_> {
    /// The text in the bracket that opens here, and the length of both brackets with it.
    fn bracketed(&self) -> Option<(String, usize)> {
        let inner = self.rest().strip_prefix('[')?;
        let mut depth = 1_usize;
        for (at, c) in inner.char_indices() {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some((inner.get(..at)?.trim().to_owned(), at + 2));
            }
        }
        None
    }

    /// A tag of PubMed.
    pub(super) fn square_tag(&mut self) -> Option<Option<Token>> {
        let (tag, length) = self.bracketed()?;
        self.at += length;
        let lower = tag.to_lowercase();
        let (name, near) = match lower.split_once(":~") {
            Some((name, number)) => (name.trim(), number.trim().parse().ok()),
            None => (lower.as_str(), None),
        };
        let postfix = match (pubmed_heading(name), self.fields(name)) {
            (Some(heading), _) => heading,
            (None, Some(fields)) => match near {
                Some(words) => Postfix::Proximity(fields, words),
                None => Postfix::Fields(fields),
            },
            (None, None) => {
                self.unknown_tag(&format!("[{tag}]"));
                return Some(None);
            }
        };
        Some(Some(Token::Postfix(postfix)))
    }

    pub(super) fn fields(&self, tag: &str) -> Option<Vec<Field>> {
        tags::fields(self.platform, tag).map(<[Field]>::to_vec)
    }

    pub(super) fn unknown_tag(&mut self, tag: &str) {
        let why = "this is no field of the platform that is known here";
        let advice = "correct the tag; the words are taken without a field";
        self.warnings.add(Concern::Field, tag, why, advice);
    }

    /// A limit of Embase.com: `[english]/lim`, `[2010-2020]/py`.
    pub(super) fn embase_limit(&mut self) -> Option<Option<Token>> {
        let (name, length) = self.bracketed()?;
        let behind = self.rest().get(length..)?;
        let (limit, behind) = if let Some(behind) = after(behind, "/lim") {
            (named_limit(&name), behind)
        } else {
            let behind = after(behind, "/py")?;
            (years(&name)?, behind)
        };
        self.at += self.rest().len() - behind.len();
        Some(Some(Token::Leaf(Expr::Limit(limit, Span::default()))))
    }

    /// `[mh ^"Depression"[mj]/DT]`, or as the search manager shows it.
    pub(super) fn cochrane_heading(&mut self) -> Option<Option<Token>> {
        if let Some(token) = self.cochrane_descriptor() {
            return Some(Some(token));
        }
        let (inner, length) = self.bracketed()?;
        let Some(body) = after(&inner, "mh ").or_else(|| after(&inner, "mh^")) else {
            self.at += length;
            self.unknown_tag(&format!("[{inner}]"));
            return Some(None);
        };
        let explode = !inner.contains('^');
        let body = body.trim().trim_start_matches('^').trim();
        let major = body.to_lowercase().contains("[mj]");
        let (name, behind) = match body.strip_prefix('"').and_then(|text| text.split_once('"')) {
            Some((name, behind)) => (name, behind),
            None => body.split_at(body.find(['/', '[']).unwrap_or(body.len())),
        };
        let qualifiers = behind.split_once('/').map(|(_, list)| list).unwrap_or("");
        let qualifiers = qualifiers.split('[').next().unwrap_or("");
        self.at += length;
        let heading = Heading {
            vocabulary: Vocabulary::Mesh,
            name: name.trim().to_owned(),
            explode,
            major,
            qualifiers: list(qualifiers, ','),
            span: Span::default(),
        };
        Some(Some(Token::Leaf(Expr::Heading(heading))))
    }

    /// `MeSH descriptor: [Depression] explode all trees`.
    fn cochrane_descriptor(&mut self) -> Option<Token> {
        let start = self.at;
        let rest = after(self.rest(), "mesh descriptor:")?;
        self.at += self.rest().len() - rest.trim_start().len();
        let Some((name, length)) = self.bracketed() else {
            self.at = start;
            return None;
        };
        self.at += length;
        let behind = self.rest().trim_start();
        let mut explode = false;
        let mut rest = behind;
        for (words, exploded) in [("explode all trees", true), ("this term only", false)] {
            if let Some(more) = after(behind, words) {
                (explode, rest) = (exploded, more);
            }
        }
        let mut qualifiers = Vec::new();
        let with = after(rest.trim_start(), "and with qualifier(s):");
        if let Some((inside, more)) = with.and_then(|text| text.split_once(']')) {
            qualifiers = list(inside.trim().trim_start_matches('['), ',');
            rest = more;
        }
        self.at += self.rest().len() - rest.len();
        Some(Token::Leaf(Expr::Heading(Heading {
            vocabulary: Vocabulary::Mesh,
            name,
            explode,
            major: false,
            qualifiers,
            span: Span::default(),
        })))
    }

    /// The fields behind a colon, and the text behind them.
    pub(super) fn colons<'t>(&self, text: &'t str) -> Option<(Vec<Field>, &'t str)> {
        let body = text.strip_prefix(':')?;
        let end = body
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == ','))
            .unwrap_or(body.len());
        let mut found = Vec::new();
        for tag in body.get(..end)?.split(',') {
            found.extend(self.fields(tag)?);
        }
        Some((found, body.get(end..)?))
    }

    /// Tags behind a colon: `:ti,ab,kw`.
    pub(super) fn colon_tag(&mut self) -> Option<Option<Token>> {
        let rest = self.rest();
        if let Some((fields, behind)) = self.colons(rest) {
            self.at += rest.len() - behind.len();
            return Some(Some(Token::Postfix(Postfix::Fields(fields))));
        }
        let body = rest.strip_prefix(':')?;
        let end = body.find([' ', ')', '(']).unwrap_or(body.len());
        self.at += 1 + end;
        self.unknown_tag(rest.get(..=end).unwrap_or(rest));
        Some(None)
    }
}

/// The parts of a list, trimmed and in lower case; empty parts are no parts.
pub(super) fn list(text: &str, separator: char) -> Vec<String> {
    let parts = text.split(separator).map(|part| part.trim().to_lowercase());
    parts.filter(|part| !part.is_empty()).collect()
}

fn pubmed_heading(tag: &str) -> Option<Postfix> {
    let (name, explode) = match tag.split_once(':') {
        Some((name, "noexp")) => (name.trim(), false),
        _ => (tag, true),
    };
    let major = match name {
        "mh" | "mesh" | "mesh terms" => false,
        "majr" | "mesh major topic" => true,
        _ => return None,
    };
    Some(Postfix::Heading { explode, major })
}

/// Languages that platforms offer as a limit and that reviews name.
const LANGUAGES: [&str; 18] = [
    "arabic",
    "chinese",
    "czech",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "italian",
    "japanese",
    "korean",
    "norwegian",
    "polish",
    "portuguese",
    "russian",
    "spanish",
    "swedish",
];

/// Parts of the names of publication types that platforms offer as limits.
const TYPES: [&str; 8] = [
    "abstract",
    "analysis",
    "article",
    "editorial",
    "letter",
    "note",
    "review",
    "trial",
];

/// Whether a limit of this name is read as a publication type.
pub(in super::super) fn is_type(name: &str) -> bool {
    TYPES.iter().any(|part| name.contains(part))
}

/// The limit of a name.
pub(super) fn named_limit(name: &str) -> Limit {
    let name = name.trim().to_lowercase();
    let language = name.strip_suffix(" language").unwrap_or(&name);
    match name.as_str() {
        "humans" | "human" => Limit::Humans,
        "animals" => Limit::Animals,
        "abstracts" | "abstract" | "has abstract" => Limit::Abstract,
        _ if LANGUAGES.contains(&language) => Limit::Language(language.to_owned()),
        _ if is_type(&name) => Limit::PublicationType(name),
        _ => Limit::Named(name),
    }
}

/// Years as `2010-2020`, `2010:2020` or `2010 -Current`; years before 1801 and after 2098 are open.
pub(in super::super) fn years(text: &str) -> Option<Limit> {
    let (from, to) = match text.split_once([':', '-']) {
        Some((from, to)) => (from.trim(), to.trim()),
        None => (text.trim(), text.trim()),
    };
    let year = |text: &str| -> Option<Option<i32>> {
        if text.is_empty() || text.eq_ignore_ascii_case("current") {
            return Some(None);
        }
        let four = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let year: i32 = four.then(|| text.parse().ok()).flatten()?;
        Some((1801..=2098).contains(&year).then_some(year))
    };
    let (from, to) = (year(from)?, year(to)?);
    (from.is_some() || to.is_some()).then_some(Limit::Years(from, to))
}
