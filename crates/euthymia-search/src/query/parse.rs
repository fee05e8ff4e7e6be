//! Tokens into a tree, by the platform's order of operators.

use super::dialect::{Level, Op, SideBySide};
use super::platform::Family;
use super::token::{Placed, Postfix, Token};
use super::warning::Warnings;
use super::{
    Bool, Concern, Expr, Field, Heading, Platform, Span, Term, Vocabulary, Warning, Word, scan,
};

/// Storeys of a tree: brackets in brackets, changes of operator.
const DEPTH_MAX: u32 = 80;

/// Reads one search. `None` when nothing in it is one; the warnings say why.
///
/// `number` is the number of the line in warnings.
///
/// # Example
/// ```
/// use euthymia_search::query::{Expr, Platform, parse};
///
/// let (from_left, _) = parse("a[ti] OR b[ti] AND c[ti]", Platform::PubMed, 1);
/// assert!(matches!(from_left, Some(Expr::And(_))));
/// let (usual, _) = parse("a.ti. or b.ti. and c.ti.", Platform::OvidMedline, 1);
/// assert!(matches!(usual, Some(Expr::Or(_))));
/// ```
#[must_use]
pub fn parse(text: &str, platform: Platform, number: u32) -> (Option<Expr>, Vec<Warning>) {
    let mut warnings = Warnings::of_line(number);
    let expr = parse_at(text, platform, (1, 0), &mut warnings);
    (expr, warnings.list)
}

/// The same for a text that stands at a place of a file.
pub(super) fn parse_at(
    text: &str,
    platform: Platform,
    place: (u32, u32),
    warnings: &mut Warnings,
) -> Option<Expr> {
    let tokens = and_not(scan::tokens(platform, text, place, warnings));
    let mut parser = Parser {
        platform,
        tokens,
        at: 0,
        depth: 0,
        height: 0,
        warnings,
    };
    let mut found = Vec::new();
    while parser.at < parser.tokens.len() {
        match parser.level(0) {
            Some(expr) => found.push(expr),
            None => parser.skip(),
        }
    }
    (!found.is_empty()).then(|| Expr::joined(Bool::And, found))
}

/// `AND NOT` as one operator.
fn and_not(tokens: Vec<Placed>) -> Vec<Placed> {
    let mut kept: Vec<Placed> = Vec::with_capacity(tokens.len());
    for placed in tokens {
        let not = matches!(placed.token, Token::Op(Op::Not));
        if not && matches!(kept.last(), Some(last) if matches!(last.token, Token::Op(Op::And))) {
            kept.pop();
        }
        kept.push(placed);
    }
    kept
}

struct Parser<'a> {
    platform: Platform,
    tokens: Vec<Placed>,
    at: usize,
    depth: u32,
    /// Storeys of the search that was read last.
    height: u32,
    warnings: &'a mut Warnings,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|placed| &placed.token)
    }

    fn span(&self) -> Span {
        self.tokens
            .get(self.at)
            .map(|placed| placed.span)
            .unwrap_or_default()
    }

    /// Passes over what cannot stand here.
    fn skip(&mut self) {
        let (concern, found, why) = match self.peek() {
            Some(Token::Close) => (Concern::Brackets, ")", "this bracket was not opened"),
            Some(Token::Op(_)) => (Concern::Operators, "operator", "nothing stands before it"),
            _ => (Concern::Syntax, "tag", "nothing stands before it"),
        };
        self.warnings
            .add(concern, found, why, "remove it or write what is missing");
        self.at += 1;
    }

    fn level(&mut self, level: usize) -> Option<Expr> {
        let Some(levels) = self.platform.order().get(level) else {
            return self.primary();
        };
        let mut left = self.level(level + 1)?;
        while let Some(op) = self.operator(levels) {
            let storeys = self.height + u32::from(turns_to(&left, op));
            if storeys > DEPTH_MAX {
                self.too_deep();
                break;
            }
            self.height = 0;
            match self.level(level + 1) {
                Some(right) => {
                    left = combine(left, op, right);
                    self.height = storeys.max(self.height + 1);
                }
                None => {
                    let why = "nothing stands behind this operator";
                    let advice = "remove the operator or write what is missing";
                    self.warnings
                        .add(Concern::Operators, op_name(op), why, advice);
                }
            }
        }
        Some(left)
    }

    /// The operator that comes next when it is of these levels; words side by side have one that
    /// is not written.
    fn operator(&mut self, levels: &[Level]) -> Option<Op> {
        let written = match self.peek()? {
            Token::Op(op) => Some(*op),
            Token::Close | Token::Postfix(_) => return None,
            _ => None,
        };
        let op = written.unwrap_or(match self.platform.family() {
            Family::Ovid | Family::Ebsco => Op::Near {
                words_between: 0,
                ordered: true,
            },
            _ => Op::And,
        });
        if !levels.contains(&op.level()) {
            return None;
        }
        self.at += usize::from(written.is_some());
        Some(op)
    }

    fn too_deep(&mut self) {
        let why = "too many brackets or changes of operator stand in each other";
        let advice = "write parts of it as lines of their own";
        self.warnings.add(Concern::Brackets, "(", why, advice);
        self.at = self.tokens.len();
    }

    fn primary(&mut self) -> Option<Expr> {
        let span = self.span();
        self.height = 0;
        let found = match self.peek()?.clone() {
            Token::Open => self.group()?,
            Token::Words { raw, quoted } => self.words(raw, quoted, span)?,
            Token::Leaf(expr) => {
                self.at += 1;
                place(expr, span)
            }
            Token::Prefix(fields) => {
                self.at += 1;
                let what = self.prefixed()?;
                self.with_fields(what, &fields)
            }
            Token::Close | Token::Op(_) | Token::Postfix(_) => return None,
        };
        Some(self.postfixes(found))
    }

    /// What a tag stands before; a second tag stands before nothing.
    fn prefixed(&mut self) -> Option<Expr> {
        if matches!(self.peek(), Some(Token::Prefix(_))) {
            return None;
        }
        self.primary()
    }

    fn group(&mut self) -> Option<Expr> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            self.too_deep();
            return None;
        }
        let inner = self.level(0);
        self.depth -= 1;
        if matches!(self.peek(), Some(Token::Close)) {
            self.at += 1;
        } else if self.at >= self.tokens.len() {
            let why = "a bracket is not closed";
            self.warnings
                .add(Concern::Brackets, "(", why, "close it where its group ends");
        }
        if inner.is_none() {
            let why = "nothing stands in these brackets";
            self.warnings
                .add(Concern::Brackets, "()", why, "remove them");
        }
        inner
    }

    /// A term, a line of Ovid, or a heading that a tag behind the words makes.
    fn words(&mut self, mut raw: String, quoted: bool, mut span: Span) -> Option<Expr> {
        self.at += 1;
        let runs = self.platform.side_by_side() == SideBySide::Phrase && !quoted;
        while let (true, Some(Placed { token, span: next })) = (runs, self.tokens.get(self.at)) {
            let Token::Words {
                raw: more,
                quoted: false,
            } = token
            else {
                break;
            };
            raw.push(' ');
            raw.push_str(more);
            span.end = next.end;
            self.at += 1;
        }
        if let Some(Token::Postfix(Postfix::Heading { explode, major })) = self.peek() {
            let made = heading(self.platform, &raw, (*explode, *major), span);
            self.at += 1;
            return Some(made);
        }
        let tagged = matches!(self.peek(), Some(Token::Postfix(_)));
        if self.platform.family() == Family::Ovid && !quoted && !tagged {
            let digits = raw.bytes().all(|byte| byte.is_ascii_digit());
            if let (true, Ok(number)) = (digits, raw.parse()) {
                return Some(Expr::Line(number, span));
            }
        }
        let words = words(&raw, self.platform);
        if words.is_empty() {
            let why = "no letter or digit is in it";
            self.warnings.add(Concern::Syntax, &raw, why, "remove it");
            return None;
        }
        let mapped = self.platform == Platform::PubMed && !tagged && !quoted;
        let split = |word| Term {
            span,
            quoted,
            ..term(vec![word])
        };
        if mapped {
            let why = "PubMed maps words without a field by itself, and the mapping changes";
            let advice = "name a field such as [tiab] and add the headings by hand";
            self.warnings.add(Concern::Mapping, &raw, why, advice);
            let each = words.into_iter().map(|word| Expr::Term(split(word)));
            return Some(Expr::joined(Bool::And, each.collect()));
        }
        let term = Term {
            span,
            quoted,
            ..term(words)
        };
        Some(Expr::Term(term))
    }

    fn postfixes(&mut self, mut found: Expr) -> Expr {
        while let Some(Token::Postfix(postfix)) = self.peek().cloned() {
            self.at += 1;
            found = match postfix {
                Postfix::Fields(fields) => self.with_fields(found, &fields),
                Postfix::Proximity(fields, words_between) => {
                    let near = near_words(found, words_between);
                    self.with_fields(near, &fields)
                }
                Postfix::Heading { explode, major } => {
                    let platform = self.platform;
                    found.map_leaves(&mut |leaf| match leaf {
                        Expr::Term(term) => {
                            let name = text(&term.words, platform);
                            heading(platform, &name, (explode, major), term.span)
                        }
                        other => other,
                    })
                }
            };
        }
        found
    }

    /// The same with these fields at all terms that have none of their own.
    fn with_fields(&mut self, found: Expr, fields: &[Field]) -> Expr {
        let mut used = false;
        let found = found.map_leaves(&mut |leaf| match leaf {
            Expr::Term(term) if term.fields.is_empty() => {
                used = true;
                years_of(term.within(fields))
            }
            other => other,
        });
        if !used {
            let why = "a field stands at something that is no word";
            self.warnings.add(
                Concern::Field,
                "field",
                why,
                "remove it or move it to the words",
            );
        }
        found
    }
}

/// Years that were searched as a word.
fn years_of(term: Term) -> Expr {
    let word = match (term.fields.as_slice(), term.words.as_slice()) {
        ([Field::Year], [word]) => word.as_plain(),
        _ => None,
    };
    match word.and_then(scan::years) {
        Some(limit) => Expr::Limit(limit, term.span),
        None => Expr::Term(term),
    }
}

/// Whether joining needs another storey of the tree.
fn turns_to(left: &Expr, op: Op) -> bool {
    !matches!((left, op), (Expr::And(_), Op::And) | (Expr::Or(_), Op::Or))
}

fn op_name(op: Op) -> &'static str {
    match op {
        Op::And => "AND",
        Op::Or => "OR",
        Op::Not => "NOT",
        Op::Near { .. } => "NEAR",
    }
}

fn combine(left: Expr, op: Op, right: Expr) -> Expr {
    match op {
        Op::And => left.and(right),
        Op::Or => left.or(right),
        Op::Not => left.not(right),
        Op::Near {
            words_between,
            ordered,
        } => Expr::Near {
            operands: vec![left, right],
            words_between,
            ordered,
        },
    }
}

fn place(expr: Expr, span: Span) -> Expr {
    expr.map_leaves(&mut |leaf| leaf.at(span))
}

fn term(words: Vec<Word>) -> Term {
    Term {
        words,
        quoted: false,
        fields: Vec::new(),
        span: Span::default(),
    }
}

/// The words of a phrase, near each other in any order.
fn near_words(found: Expr, words_between: u32) -> Expr {
    match found {
        Expr::Term(phrase) if phrase.words.len() > 1 => {
            let span = phrase.span;
            let each = phrase.words.into_iter();
            Expr::Near {
                operands: each
                    .map(|word| {
                        Expr::Term(Term {
                            span,
                            ..term(vec![word])
                        })
                    })
                    .collect(),
                words_between,
                ordered: false,
            }
        }
        other => other,
    }
}

fn heading(platform: Platform, raw: &str, (explode, major): (bool, bool), span: Span) -> Expr {
    let (name, qualifiers) = raw.split_once('/').unwrap_or((raw, ""));
    let qualifiers = qualifiers.trim().to_lowercase();
    Expr::Heading(Heading {
        vocabulary: platform.vocabulary().unwrap_or(Vocabulary::Mesh),
        name: name.trim().to_owned(),
        explode,
        major,
        qualifiers: Some(qualifiers)
            .filter(|one| !one.is_empty())
            .into_iter()
            .collect(),
        span,
    })
}

/// The words of a text with the wildcards of a platform; what has no letter or digit is none.
pub(super) fn words(raw: &str, platform: Platform) -> Vec<Word> {
    raw.split_whitespace()
        .filter_map(|text| word(text.trim_matches([',', ';']), platform))
        .filter(|word| word.letters().any(char::is_alphanumeric))
        .collect()
}

/// The words of a text in which no character is a wildcard.
pub(super) fn plain_words(text: &str) -> Vec<Word> {
    text.split_whitespace().filter_map(Word::plain).collect()
}

fn word(text: &str, platform: Platform) -> Option<Word> {
    use super::{Part, Wildcard};
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let found = platform.wildcards().iter().find(|(sign, _)| *sign == c);
        let Some((_, wildcard)) = found else {
            plain.push(c);
            continue;
        };
        let digit = chars.peek().and_then(|c| c.to_digit(10));
        let wildcard = match (platform.family(), wildcard, digit) {
            (Family::Ovid, Wildcard::Any, Some(most)) => {
                chars.next();
                Wildcard::UpTo(u8::try_from(most).unwrap_or(9))
            }
            _ => *wildcard,
        };
        parts.push(Part::Text(std::mem::take(&mut plain)));
        parts.push(Part::Wildcard(wildcard));
    }
    parts.push(Part::Text(plain));
    Word::new(parts)
}

/// Words as a platform writes them.
pub(super) fn text(words: &[Word], platform: Platform) -> String {
    let each: Vec<String> = words
        .iter()
        .map(|word| write_word(word, platform))
        .collect();
    each.join(" ")
}

fn write_word(word: &Word, platform: Platform) -> String {
    use super::{Part, Wildcard};
    let sign = |wanted: Wildcard| {
        let found = platform.wildcards().iter().find(|(_, one)| *one == wanted);
        found.map_or('*', |(sign, _)| *sign)
    };
    let mut out = String::new();
    for part in word.parts() {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Wildcard(Wildcard::UpTo(most)) => {
                out.push('*');
                if platform.family() == Family::Ovid {
                    out.push_str(&most.to_string());
                }
            }
            Part::Wildcard(wildcard) => out.push(sign(*wildcard)),
        }
    }
    out
}
