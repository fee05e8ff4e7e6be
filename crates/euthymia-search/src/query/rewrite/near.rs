//! Words near each other, as a platform can say it.

use super::super::platform::Family;
use super::super::{Bool, Concern, Expr, Field, Term};
use super::{Rewriter, some_of};

/// Pairs of alternatives that are written out where a platform has no OR inside NEAR.
const PAIRS_MAX: usize = 200;

impl Rewriter {
    /// `None` when nothing is left of it.
    pub(super) fn near(
        &mut self,
        operands: Vec<Expr>,
        (words_between, ordered): (u32, bool),
        fields: &[Field],
    ) -> Option<Expr> {
        let mut plain = Vec::with_capacity(operands.len());
        for operand in operands {
            if !is_words(&operand) {
                return self.apart(plain, operand, fields);
            }
            plain.extend(self.operand(operand, fields));
        }
        if plain.len() < 2 {
            return plain.pop();
        }
        let ordered = self.order(words_between, ordered);
        match self.family() {
            Family::PubMed => self.pubmed(plain, words_between, fields),
            Family::Scopus => {
                let Some(pairs) = pairs(&plain) else {
                    return self.too_many(plain);
                };
                if pairs.len() > 1 {
                    let why = "Scopus allows no OR inside a distance; every pair is written out";
                    self.warn(Concern::Proximity, "OR", why, "check the pairs");
                }
                let each = pairs
                    .into_iter()
                    .map(|pair| nest(pair, words_between, ordered));
                some_of(Bool::Or, each.collect())
            }
            _ => Some(nest(plain, words_between, ordered)),
        }
    }

    /// An operand in these fields.
    fn operand(&mut self, operand: Expr, fields: &[Field]) -> Option<Expr> {
        match operand {
            Expr::Or(of) => {
                let each = of.into_iter().filter_map(|one| self.operand(one, fields));
                some_of(Bool::Or, each.collect()).map(Expr::flat)
            }
            other => self.in_fields(other, fields),
        }
    }

    /// Something that has no place in a text: the distance becomes AND.
    fn apart(&mut self, before: Vec<Expr>, operand: Expr, fields: &[Field]) -> Option<Expr> {
        let why = "only words can be near each other, not headings, lines, limits, AND or NOT";
        let advice = "the distance became AND; write the words themselves into it";
        self.warn(Concern::Proximity, "NEAR", why, advice);
        let mut all = before;
        let operand = operand.map_leaves(&mut |leaf| match leaf {
            Expr::Term(term) => Expr::Term(term.within(fields)),
            other => other,
        });
        all.extend(self.expr(operand));
        some_of(Bool::And, all)
    }

    /// Whether the order of the words can be kept.
    fn order(&mut self, words_between: u32, ordered: bool) -> bool {
        let kept = self.family() != Family::PubMed
            && self
                .platform
                .write_distance(words_between, ordered)
                .is_some();
        if ordered && !kept {
            let why = format!(
                "{} cannot keep the order of words at this distance",
                self.platform.name()
            );
            let advice = "more is found than by the original; nothing is lost";
            self.warn(Concern::Proximity, "ordered distance", &why, advice);
        }
        ordered && kept
    }

    /// `"hip pain"[tiab:~2]`, once for every pair of alternatives.
    fn pubmed(&mut self, plain: Vec<Expr>, between: u32, fields: &[Field]) -> Option<Expr> {
        let Some(pairs) = pairs(&plain) else {
            return self.too_many(plain);
        };
        let open = pairs.iter().flatten().any(has_wildcard);
        let searched = matches!(
            fields,
            [] | [Field::Title]
                | [Field::Title, Field::Abstract, Field::AuthorKeyword]
                | [Field::Affiliation]
        );
        if open || !searched {
            let why = "PubMed has distances only for whole words in title, title and abstract, \
                       or affiliation";
            let advice = "the distance became AND; write out the forms of the words to keep it";
            self.warn(Concern::Proximity, "NEAR", why, advice);
            return some_of(Bool::And, plain);
        }
        let each: Vec<Expr> = pairs
            .into_iter()
            .map(|pair| self.pubmed_pair(pair, between, fields))
            .collect();
        some_of(Bool::Or, each)
    }

    fn pubmed_pair(&mut self, pair: Vec<Expr>, between: u32, fields: &[Field]) -> Expr {
        let mut operands = Vec::new();
        for operand in pair {
            words_of(operand, fields, &mut operands);
        }
        if operands.len() > 2 {
            let why = "PubMed counts the distance over all words and cannot keep a phrase in it";
            self.warn(Concern::Proximity, "NEAR", why, "check what it finds");
        }
        Expr::Near {
            operands,
            words_between: between,
            ordered: false,
        }
    }

    fn too_many(&mut self, plain: Vec<Expr>) -> Option<Expr> {
        let why = "too many pairs of alternatives to write them out";
        let advice = "the distance became AND; write fewer alternatives";
        self.warn(Concern::Proximity, "NEAR", why, advice);
        some_of(Bool::And, plain)
    }
}

/// Whether it is made of words and alternatives only.
fn is_words(expr: &Expr) -> bool {
    match expr {
        Expr::Term(_) => true,
        Expr::Or(of) | Expr::Near { operands: of, .. } => of.iter().all(is_words),
        _ => false,
    }
}

/// The words of terms and of distances inside, each a term.
fn words_of(expr: Expr, fields: &[Field], out: &mut Vec<Expr>) {
    match expr {
        Expr::Term(term) => {
            let span = term.span;
            let fields = if fields.is_empty() {
                TIAB.to_vec()
            } else {
                fields.to_vec()
            };
            out.extend(term.words.into_iter().map(|word| {
                Expr::Term(Term {
                    words: vec![word],
                    quoted: false,
                    fields: fields.clone(),
                    span,
                })
            }));
        }
        Expr::Near { operands, .. } => {
            for operand in operands {
                words_of(operand, fields, out);
            }
        }
        _ => {}
    }
}

/// The fields of PubMed's `[tiab]`.
const TIAB: [Field; 3] = [Field::Title, Field::Abstract, Field::AuthorKeyword];

fn has_wildcard(expr: &Expr) -> bool {
    match expr {
        Expr::Term(term) => term.words.iter().any(|word| word.as_plain().is_none()),
        other => other.children().into_iter().any(has_wildcard),
    }
}

/// Every choice of one alternative per operand; `None` when there are too many.
fn pairs(operands: &[Expr]) -> Option<Vec<Vec<Expr>>> {
    let mut all: Vec<Vec<Expr>> = vec![Vec::new()];
    for operand in operands {
        let choices = match operand {
            Expr::Or(of) => of.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut longer = Vec::new();
        for before in &all {
            for choice in choices {
                let mut pair = before.clone();
                pair.push(choice.clone());
                longer.push(pair);
            }
            if longer.len() > PAIRS_MAX {
                return None;
            }
        }
        all = longer;
    }
    Some(all)
}

/// Pairs in pairs: `(a NEAR b) NEAR c`.
pub(super) fn nest(operands: Vec<Expr>, words_between: u32, ordered: bool) -> Expr {
    let mut rest = operands.into_iter();
    let first = rest.next().unwrap_or(Expr::Or(Vec::new()));
    rest.fold(first, |left, right| Expr::Near {
        operands: vec![left, right],
        words_between,
        ordered,
    })
}
