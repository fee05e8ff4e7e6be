//! A strategy: lines with numbers that refer to each other.

use super::platform::Family;
use super::warning::Warnings;
use super::{Bool, Expr, Platform, Warning, parse, print, scan};
use std::collections::BTreeMap;

/// A search strategy of one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strategy {
    /// Whose syntax it is written in.
    pub platform: Platform,
    /// Its lines, in the order of the text.
    pub lines: Vec<Line>,
}

/// A line of a [`Strategy`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number that references name.
    pub number: u32,
    /// The search; `None` when the text is none.
    pub search: Option<Expr>,
    /// The text as it was written, without number and count.
    pub text: String,
    /// Records that it found when it was run, as the text says.
    pub hits: Option<u64>,
    /// The comment above it: lines that start with `//`.
    pub comment: Option<String>,
}

/// A part of the text while lines are put together.
struct Raw {
    number: u32,
    text: String,
    comment: Option<String>,
    place: (u32, u32),
}

/// Reads a strategy: one search per line, with or without numbers (`1`, `1.`, `#1`, `S1`).
///
/// A line without a number goes on where the line above it cannot end: in a bracket, at an
/// operator, or anywhere when the lines are numbered. Lines that start with `//` are comments.
/// Counts behind a tab or in brackets at the end of a numbered line are kept as
/// [`Line::hits`].
#[must_use]
pub fn read(text: &str, platform: Platform) -> (Strategy, Vec<Warning>) {
    let mut lines = Vec::new();
    let mut all = Vec::new();
    let (raw, numbered) = cut(text, platform);
    for raw in raw {
        let (body, hits) = if numbered {
            counted(&raw.text)
        } else {
            (raw.text.as_str(), None)
        };
        let mut warnings = Warnings::of_line(raw.number);
        let search = parse::parse_at(body, platform, raw.place, &mut warnings);
        all.append(&mut warnings.list);
        lines.push(Line {
            number: raw.number,
            search,
            text: body.trim().to_owned(),
            hits,
            comment: raw.comment,
        });
    }
    (Strategy { platform, lines }, all)
}

/// The text cut into lines of the strategy, and whether it has numbers.
fn cut(text: &str, platform: Platform) -> (Vec<Raw>, bool) {
    let mut lines: Vec<Raw> = Vec::new();
    let mut comment: Option<String> = None;
    let mut numbered = None;
    let mut offset = 0_usize;
    for (index, full) in text.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += full.len();
        let trimmed = full.trim().trim_start_matches('\u{feff}');
        if trimmed.is_empty() {
            continue;
        }
        if let Some(words) = trimmed.strip_prefix("//") {
            let above = comment.get_or_insert_default();
            above.push_str(if above.is_empty() { "" } else { "\n" });
            above.push_str(words.trim());
            continue;
        }
        let number = line_number(trimmed, platform);
        let numbers = *numbered.get_or_insert(number.is_some());
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let found = number.filter(|_| numbers);
        let goes_on = match lines.last() {
            Some(_) if numbers => found.is_none(),
            Some(last) => unfinished(&last.text, platform) || goes_on(trimmed, platform),
            None => false,
        };
        if let (true, Some(last)) = (goes_on, lines.last_mut()) {
            last.text.push('\n');
            last.text.push_str(trimmed);
            continue;
        }
        let next = lines.last().map_or(1, |last| last.number.saturating_add(1));
        let (number, body) = found.unwrap_or((next, trimmed));
        let inside = full.len() - full.trim_end().len() + body.len();
        let at = start + full.len().saturating_sub(inside);
        lines.push(Raw {
            number,
            text: body.to_owned(),
            comment: comment.take(),
            place: (line, u32::try_from(at).unwrap_or(u32::MAX)),
        });
    }
    (lines, numbered.unwrap_or(false))
}

/// The number at the start of a line and what is behind it.
fn line_number(text: &str, platform: Platform) -> Option<(u32, &str)> {
    let marked = text.strip_prefix('#').or_else(|| match platform.family() {
        Family::Ebsco => text.strip_prefix(['S', 's']),
        _ => None,
    });
    let (number, behind) = scan::leading_number(marked.unwrap_or(text))?;
    let body = match behind.strip_prefix(['.', ')', ':', '\t']) {
        Some(body) if body.starts_with(char::is_whitespace) || behind.starts_with('\t') => body,
        _ if behind.starts_with(char::is_whitespace) => behind,
        _ => return None,
    };
    let body = body.trim_start();
    let first = body.split([' ', '/']).next().unwrap_or("");
    let refers = platform.operator(first).is_some() && !body.starts_with("or/");
    let refers = refers && !body.starts_with("and/");
    (!body.is_empty() && !refers).then_some((number, body))
}

/// Whether a search cannot end here.
fn unfinished(text: &str, platform: Platform) -> bool {
    let open = text.matches('(').count() > text.matches(')').count();
    let last = text.split_whitespace().next_back().unwrap_or("");
    open || platform.operator(last).is_some()
}

/// Whether a search cannot start so.
fn goes_on(text: &str, platform: Platform) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    text.starts_with(')') || platform.operator(first).is_some()
}

/// A line without the count at its end, and the count.
fn counted(text: &str) -> (&str, Option<u64>) {
    let number = |text: &str| -> Option<u64> {
        let plain: String = text.trim().chars().filter(|c| *c != ',').collect();
        let digits = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| plain.parse().ok()).flatten()
    };
    let trimmed = text.trim_end();
    if let Some((body, count)) = trimmed.rsplit_once('\t')
        && let Some(count) = number(count)
    {
        return (body, Some(count));
    }
    let bracket = trimmed
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    match bracket {
        Some((body, count)) if !body.trim().is_empty() => match number(count) {
            Some(count) => (body, Some(count)),
            None => (text, None),
        },
        _ => (text, None),
    }
}

impl Strategy {
    /// The line of a number; the last one when several have it.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.number == number)
    }

    /// The strategy as its platform writes it, one search per line with its number. A line that is
    /// no search is written as a comment.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            for comment in line.comment.iter().flat_map(|text| text.lines()) {
                out.push_str(&format!("// {comment}\n"));
            }
            let number = line.number;
            match &line.search {
                None => {
                    let words = line.text.replace('\n', " ");
                    out.push_str(&format!("// {number}: {words}\n"));
                }
                Some(search) => {
                    let mark = match self.platform.family() {
                        Family::Ovid => format!("{number}."),
                        Family::Ebsco => format!("S{number}"),
                        _ => format!("#{number}"),
                    };
                    out.push_str(&format!("{mark} {}\n", print(search, self.platform)));
                }
            }
        }
        out
    }

    /// The last line with all lines it refers to put in their places: a search that can be pasted
    /// as one. `None` without a last line, when a reference is missing or goes round in a circle,
    /// or when the whole would have more than 100,000 parts.
    #[must_use]
    pub fn inlined(&self) -> Option<Expr> {
        let mut done: BTreeMap<u32, (Expr, usize)> = BTreeMap::new();
        for line in &self.lines {
            let search = line.search.as_ref()?;
            if let Some(whole) = inline(search, &done) {
                done.insert(line.number, whole);
            }
        }
        let last = self.lines.last()?.number;
        done.remove(&last).map(|(expr, _)| expr)
    }
}

/// Parts that a search of one piece may have.
const PARTS_MAX: usize = 100_000;

/// A search with the lines it refers to, and the number of its parts.
fn inline(expr: &Expr, done: &BTreeMap<u32, (Expr, usize)>) -> Option<(Expr, usize)> {
    let mut parts = 0;
    let mut missing = false;
    let mut fetch = |number: u32| match done.get(&number) {
        Some((expr, size)) if parts + size <= PARTS_MAX => {
            parts += size;
            Some(expr.clone())
        }
        _ => None,
    };
    let whole = expr.clone().map_leaves(&mut |leaf| {
        let put = match &leaf {
            Expr::Line(number, _) => fetch(*number),
            Expr::Lines {
                operator,
                first,
                last,
                ..
            } if last.saturating_sub(*first) < 10_000 => {
                let each: Option<Vec<Expr>> = (*first..=*last).map(&mut fetch).collect();
                each.map(|each| joined(*operator, each))
            }
            Expr::Lines { .. } => None,
            _ => Some(leaf.clone()),
        };
        missing |= put.is_none();
        put.unwrap_or(leaf)
    });
    let size = parts + count(expr);
    (!missing && size <= PARTS_MAX).then(|| (whole.flat(), size))
}

fn joined(operator: Bool, each: Vec<Expr>) -> Expr {
    Expr::joined(operator, each)
}

fn count(expr: &Expr) -> usize {
    1 + expr.children().into_iter().map(count).sum::<usize>()
}
