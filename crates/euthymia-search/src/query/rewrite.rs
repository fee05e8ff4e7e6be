//! A search in what a platform can say.

mod leaf;
mod near;

use super::cover::cover;
use super::platform::Family;
use super::print::{common, limited};
use super::warning::Warnings;
use super::{Bool, Concern, Expr, Field, Limit, Platform, Term, Warning};

/// Rewrites a search into one that the platform can say, and says what changed.
///
/// `None` when nothing of it can be said there. What comes out is rewritten into itself, and
/// [`print`](super::print) writes it so that it reads back the same. `number` is the number of the
/// line in warnings.
///
/// # Example
/// ```
/// use euthymia_search::query::{Platform, parse, print, rewrite};
///
/// let (limited, _) = parse("depress$3.ti,ab.", Platform::OvidMedline, 1);
/// let (there, warnings) = rewrite(limited.unwrap(), Platform::PubMed, 1);
/// assert_eq!(print(&there.unwrap(), Platform::PubMed), "depress*[tiab]");
/// assert!(warnings.iter().any(|warning| warning.found == "depress*3"));
/// ```
#[must_use]
pub fn rewrite(expr: Expr, platform: Platform, number: u32) -> (Option<Expr>, Vec<Warning>) {
    rewrite_from(expr, platform, (number, false))
}

/// The same; `foreign` says that the search was written for another platform, whose own limits
/// mean nothing here.
pub(super) fn rewrite_from(
    expr: Expr,
    platform: Platform,
    (number, foreign): (u32, bool),
) -> (Option<Expr>, Vec<Warning>) {
    let mut rewriter = Rewriter {
        platform,
        foreign,
        warnings: Warnings::of_line(number),
    };
    let found = match &expr {
        Expr::And(of) if platform.family() == Family::Ovid => match limited(of) {
            Some(_) => rewriter.limited(of),
            None => rewriter.expr(expr),
        },
        _ => rewriter.expr(expr),
    };
    (found.map(Expr::flat), rewriter.warnings.list)
}

struct Rewriter {
    platform: Platform,
    foreign: bool,
    warnings: Warnings,
}

impl Rewriter {
    fn warn(&mut self, concern: Concern, found: &str, why: &str, advice: &str) {
        self.warnings.add(concern, found, why, advice);
    }

    fn family(&self) -> Family {
        self.platform.family()
    }

    /// One line with limits, the line first, as Ovid writes it.
    fn limited(&mut self, of: &[Expr]) -> Option<Expr> {
        let (line, limits): (Vec<Expr>, Vec<Expr>) = of
            .iter()
            .cloned()
            .partition(|one| matches!(one, Expr::Line(..)));
        let mut all = line;
        for one in limits {
            let own = match &one {
                Expr::Limit(Limit::Years(None, None), _) => false,
                Expr::Limit(Limit::Named(_), _) => !self.foreign,
                _ => true,
            };
            all.extend(if own { Some(one) } else { self.expr(one) });
        }
        some_of(Bool::And, all)
    }

    fn expr(&mut self, expr: Expr) -> Option<Expr> {
        match expr {
            Expr::Or(of) => self.or(of),
            Expr::And(of) => {
                let each = of.into_iter().filter_map(|one| self.expr(one)).collect();
                some_of(Bool::And, each)
            }
            Expr::Not(left, right) => {
                let left = self.expr(*left)?;
                Some(match self.expr(*right) {
                    Some(right) => left.not(right),
                    None => left,
                })
            }
            Expr::Near { .. } | Expr::Term(_) => self.or(vec![expr]),
            Expr::Heading(heading) => self.heading(heading),
            Expr::Limit(limit, span) => self.limit(limit, span),
            Expr::Line(..) => Some(expr),
            Expr::Lines {
                operator,
                first,
                last,
                span,
            } => Some(self.lines(operator, (first, last), span)),
        }
    }

    /// Searches joined by OR: those that share their fields are said together, once for each tag
    /// that the platform needs for these fields.
    fn or(&mut self, of: Vec<Expr>) -> Option<Expr> {
        let mut out = Vec::new();
        let mut rest = of.as_slice();
        while let Some(first) = rest.first() {
            if !matches!(first, Expr::Term(_) | Expr::Near { .. }) {
                out.extend(self.expr(first.clone()));
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let fields = shared(first);
            let same = |one: &&Expr| {
                matches!(one, Expr::Term(_) | Expr::Near { .. }) && shared(one) == fields
            };
            let (run, more) = rest.split_at(rest.iter().take_while(same).count().max(1));
            rest = more;
            for part in self.parts(&fields, first) {
                for one in run {
                    let one = self.agreed(one, &fields);
                    out.extend(self.in_fields(one, &part));
                }
            }
        }
        some_of(Bool::Or, out)
    }

    /// A search of words in fields that one tag says.
    fn in_fields(&mut self, expr: Expr, fields: &[Field]) -> Option<Expr> {
        match expr {
            Expr::Term(term) => self.term(Term {
                fields: fields.to_vec(),
                ..term
            }),
            Expr::Near {
                operands,
                words_between,
                ordered,
            } => self.near(operands, (words_between, ordered), fields),
            other => self.expr(other),
        }
    }

    /// Words near each other are near in one field: the fields of the first word are taken.
    fn agreed(&mut self, expr: &Expr, fields: &[Field]) -> Expr {
        let near = matches!(expr, Expr::Near { .. });
        if near && common(expr).is_none() && !fields.is_empty() {
            let why = "words near each other are searched in different fields";
            let advice = "give all of them the same fields";
            self.warn(Concern::Proximity, "NEAR", why, advice);
        }
        expr.clone()
    }

    fn parts(&mut self, fields: &[Field], of: &Expr) -> Vec<Vec<Field>> {
        if fields.is_empty() {
            return vec![Vec::new()];
        }
        let cover = cover(self.platform, fields);
        if !cover.exact {
            let said: Vec<String> = cover.parts.iter().map(|part| names(part)).collect();
            let why = format!(
                "{} cannot search exactly in {}; here it searches in {}",
                self.platform.name(),
                names(fields),
                said.join(" or ")
            );
            let found = found(of, self.platform);
            let advice = "check that the wider or narrower field is wanted";
            self.warn(Concern::Field, &found, &why, advice);
        }
        cover.parts
    }
}

/// The fields of a search of words: all terms' or, where they differ, the first term's.
fn shared(expr: &Expr) -> Vec<Field> {
    match expr {
        Expr::Term(term) => term.fields.clone(),
        _ => match common(expr) {
            Some(fields) => fields.to_vec(),
            None => {
                let each = expr.children().into_iter().map(shared);
                each.into_iter()
                    .find(|one| !one.is_empty())
                    .unwrap_or_default()
            }
        },
    }
}

fn some_of(operator: Bool, each: Vec<Expr>) -> Option<Expr> {
    (!each.is_empty()).then(|| Expr::joined(operator, each))
}

/// The words of the first term, for a message.
fn found(expr: &Expr, platform: Platform) -> String {
    match expr {
        Expr::Term(term) => super::parse::text(&term.words, platform),
        other => {
            let each = other.children().into_iter().map(|one| found(one, platform));
            each.collect::<Vec<_>>().join(" … ")
        }
    }
}

fn names(fields: &[Field]) -> String {
    if fields.is_empty() {
        return "its default fields".to_owned();
    }
    let each: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    each.join(", ")
}
