//! A strategy of one platform on another.

use super::rewrite::rewrite_from;
use super::{Bool, Concern, Expr, Field, Heading, HeadingMap, Line, Platform, Strategy, Warning};

/// A translated strategy, and what a searcher has to check in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The strategy; its lines have the numbers of the original.
    pub strategy: Strategy,
    /// What does not carry over, in the order of the lines.
    pub warnings: Vec<Warning>,
}

/// Says a strategy on another platform.
///
/// Headings are replaced by those that the table names; without one, their words are searched,
/// with a warning. Words without a field are searched in what the first platform would have
/// searched.
///
/// # Example
/// ```
/// use euthymia_search::query::{HeadingMap, Platform, Vocabulary, read, translate};
///
/// let (here, _) = read("exp Ketamine/ or esketamin*.ti,ab,kf.", Platform::OvidMedline);
/// let mut map = HeadingMap::default();
/// map.add((Vocabulary::Mesh, "Ketamine"), (Vocabulary::Emtree, "ketamine"));
/// let there = translate(&here, Platform::EmbaseCom, &map);
/// assert_eq!(there.strategy.text(), "#1 'ketamine'/exp OR esketamin*:ti,ab,kw\n");
/// ```
#[must_use]
pub fn translate(strategy: &Strategy, to: Platform, headings: &HeadingMap) -> Translation {
    let from = strategy.platform;
    let mut lines = Vec::with_capacity(strategy.lines.len());
    let mut warnings = Vec::new();
    for line in &strategy.lines {
        let mut search = None;
        if let Some(expr) = line.search.clone() {
            let explicit = if from == to {
                expr
            } else {
                explicit(expr, from)
            };
            let mapped = mapped(explicit, to, headings);
            let (said, mut told) =
                rewrite_from(mapped, to, (line.number, from.family() != to.family()));
            warnings.append(&mut told);
            search = said;
        }
        if search.is_none() {
            warnings.push(gone(line, to));
        }
        lines.push(Line {
            search,
            hits: None,
            ..line.clone()
        });
    }
    let strategy = Strategy {
        platform: to,
        lines,
    };
    Translation { strategy, warnings }
}

fn gone(line: &Line, to: Platform) -> Warning {
    Warning {
        concern: Concern::Syntax,
        line: line.number,
        found: line.text.clone(),
        why: format!("nothing of this line can be searched on {}", to.name()),
        advice: "write it by hand; lines that refer to it find nothing".to_owned(),
    }
}

/// Words without a field in the fields that the platform searches by itself.
fn explicit(expr: Expr, from: Platform) -> Expr {
    let default = match from {
        Platform::OvidMedline | Platform::OvidEmbase | Platform::OvidPsycinfo => {
            Field::MultiPurpose
        }
        _ => Field::All,
    };
    expr.map_leaves(&mut |leaf| match leaf {
        Expr::Term(term) if term.fields.is_empty() => Expr::Term(term.within(&[default])),
        other => other,
    })
}

/// Headings that the table knows in the thesaurus of the platform.
fn mapped(expr: Expr, to: Platform, headings: &HeadingMap) -> Expr {
    let Some(vocabulary) = to.vocabulary() else {
        return expr;
    };
    expr.map_leaves(&mut |leaf| match leaf {
        Expr::Heading(heading) if heading.vocabulary != vocabulary => {
            let names = headings.names(heading.vocabulary, &heading.name, vocabulary);
            let each: Vec<Expr> = names
                .iter()
                .map(|name| {
                    Expr::Heading(Heading {
                        vocabulary,
                        name: name.clone(),
                        ..heading.clone()
                    })
                })
                .collect();
            if each.is_empty() {
                Expr::Heading(heading)
            } else {
                Expr::joined(Bool::Or, each)
            }
        }
        other => other,
    })
    .flat()
}
