//! The syntax tree of a search: operators, terms, headings, references to lines, limits.

use super::{Field, Word};

/// Where something stands in the text of a strategy.
///
/// A tree that was made and not read has places of zeros; [`Expr::unplaced`] makes trees
/// comparable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Line of the text, counted from 1; 0 when there is no text.
    pub line: u32,
    /// Bytes of the text before it.
    pub start: u32,
    /// Bytes of the text before its end.
    pub end: u32,
}

/// An operator that joins any number of searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bool {
    /// All of them.
    And,
    /// Any of them.
    Or,
}

/// A search.
///
/// Field tags of a group are kept at its terms: `(a OR b).ti.` is `a.ti. OR b.ti.`
///
/// # Example
/// ```
/// use euthymia_search::query::{Expr, Field, Heading, Term, Vocabulary};
///
/// let drug = Expr::Term(Term::text("esketamine").unwrap().within(&[Field::Title]));
/// let heading = Expr::Heading(Heading::exploded(Vocabulary::Mesh, "Ketamine"));
/// assert_eq!(heading.clone().or(drug.clone()), Expr::Or(vec![heading, drug]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// Records that any of these finds; at least two.
    Or(Vec<Expr>),
    /// Records that all of these find; at least two.
    And(Vec<Expr>),
    /// Records that the first finds and the second does not.
    Not(Box<Expr>, Box<Expr>),
    /// Words close to each other in one field.
    Near {
        /// What must be close: terms, or [`Expr::Or`] or [`Expr::Near`] of terms; at least two.
        operands: Vec<Expr>,
        /// The most words that may stand between two neighbours. With more than two operands: the
        /// most other words in the whole stretch.
        words_between: u32,
        /// Whether the operands stand in the order given.
        ordered: bool,
    },
    /// A word or a phrase.
    Term(Term),
    /// A heading of a thesaurus.
    Heading(Heading),
    /// What the line of this number finds.
    Line(u32, Span),
    /// Lines of a range joined: `or/1-5`.
    Lines {
        /// How they are joined.
        operator: Bool,
        /// The first line.
        first: u32,
        /// The last line, not before the first.
        last: u32,
        /// Where it stands.
        span: Span,
    },
    /// Records of a kind.
    Limit(Limit, Span),
}

/// A word, or words in this order beside each other, looked for in fields.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    /// At least one word.
    pub words: Vec<Word>,
    /// Whether it stood in quotation marks, which on most platforms turns variants off.
    pub quoted: bool,
    /// Any of these fields, in order without repeats; empty when none was named, which leaves it
    /// to the platform: mostly all fields.
    pub fields: Vec<Field>,
    /// Where it stands.
    pub span: Span,
}

/// A heading of a thesaurus.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    /// Which thesaurus.
    pub vocabulary: Vocabulary,
    /// The name, as written.
    pub name: String,
    /// Whether narrower headings count as well.
    pub explode: bool,
    /// Whether it must be a main topic of the record.
    pub major: bool,
    /// Any of these qualifiers (subheadings), as written; empty for any or none.
    pub qualifiers: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A thesaurus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vocabulary {
    /// Medical Subject Headings: PubMed, Cochrane, MEDLINE elsewhere.
    Mesh,
    /// Embase.
    Emtree,
    /// APA Thesaurus of Psychological Index Terms: PsycINFO.
    Apa,
    /// CINAHL Subject Headings.
    Cinahl,
}

/// A property of records that platforms offer as a limit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Written in this language, in English and lower case: `english`.
    Language(String),
    /// Published in these years, both included; open when `None`.
    Years(Option<i32>, Option<i32>),
    /// Of this publication type, in lower case: `randomized controlled trial`.
    PublicationType(String),
    /// About humans.
    Humans,
    /// About animals other than humans.
    Animals,
    /// With an abstract.
    Abstract,
    /// A limit of the platform's own, as it names it, in lower case.
    Named(String),
}

impl Expr {
    /// This or the other; lists of the same operator become one list.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::joined(Bool::Or, vec![self, other])
    }

    /// This and the other; lists of the same operator become one list.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::joined(Bool::And, vec![self, other])
    }

    /// This without the other.
    #[must_use]
    pub fn not(self, other: Self) -> Self {
        Self::Not(Box::new(self), Box::new(other))
    }

    /// Searches joined by one operator; lists of the same operator among them become one list, and
    /// a single search stands for itself.
    #[must_use]
    pub fn joined(operator: Bool, operands: Vec<Self>) -> Self {
        let mut operands = operands.into_iter();
        let mut flat = match (operator, operands.next()) {
            (Bool::And, Some(Self::And(inner))) | (Bool::Or, Some(Self::Or(inner))) => inner,
            (_, first) => first.into_iter().collect(),
        };
        for operand in operands {
            match (operator, operand) {
                (Bool::And, Self::And(inner)) | (Bool::Or, Self::Or(inner)) => flat.extend(inner),
                (_, other) => flat.push(other),
            }
        }
        if flat.len() == 1 {
            return flat.remove(0);
        }
        match operator {
            Bool::And => Self::And(flat),
            Bool::Or => Self::Or(flat),
        }
    }

    /// The same search in which no list stands in a list of its own operator.
    #[must_use]
    pub fn flat(self) -> Self {
        let each = |of: Vec<Self>| of.into_iter().map(Self::flat).collect();
        match self {
            Self::Or(of) => Self::joined(Bool::Or, each(of)),
            Self::And(of) => Self::joined(Bool::And, each(of)),
            other => other,
        }
    }

    /// The searches that this one is made of, in order; none for a leaf.
    #[must_use]
    pub fn children(&self) -> Vec<&Self> {
        match self {
            Self::Or(of) | Self::And(of) | Self::Near { operands: of, .. } => of.iter().collect(),
            Self::Not(left, right) => vec![left, right],
            Self::Term(_)
            | Self::Heading(_)
            | Self::Line(..)
            | Self::Lines { .. }
            | Self::Limit(..) => Vec::new(),
        }
    }

    /// Where the first part of it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Or(of) | Self::And(of) | Self::Near { operands: of, .. } => {
                of.first().map(Self::span).unwrap_or_default()
            }
            Self::Not(left, _) => left.span(),
            Self::Term(term) => term.span,
            Self::Heading(heading) => heading.span,
            Self::Line(_, span) | Self::Lines { span, .. } | Self::Limit(_, span) => *span,
        }
    }

    /// The same search with other leaves.
    #[must_use]
    pub fn map_leaves(self, change: &mut impl FnMut(Self) -> Self) -> Self {
        let mut each = |of: Vec<Self>| -> Vec<Self> {
            of.into_iter().map(|one| one.map_leaves(change)).collect()
        };
        match self {
            Self::Or(of) => Self::Or(each(of)),
            Self::And(of) => Self::And(each(of)),
            Self::Not(left, right) => left.map_leaves(change).not(right.map_leaves(change)),
            Self::Near {
                operands,
                words_between,
                ordered,
            } => Self::Near {
                operands: each(operands),
                words_between,
                ordered,
            },
            leaf => change(leaf),
        }
    }

    /// The same search without places, for comparison.
    #[must_use]
    pub fn unplaced(self) -> Self {
        self.map_leaves(&mut |leaf| leaf.at(Span::default()))
    }

    /// A leaf at another place; other searches as they are.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        match self {
            Self::Term(term) => Self::Term(Term { span, ..term }),
            Self::Heading(heading) => Self::Heading(Heading { span, ..heading }),
            Self::Line(number, _) => Self::Line(number, span),
            Self::Lines {
                operator,
                first,
                last,
                ..
            } => Self::Lines {
                operator,
                first,
                last,
                span,
            },
            Self::Limit(limit, _) => Self::Limit(limit, span),
            other => other,
        }
    }
}

impl Term {
    /// The words of a text without wildcards, in no particular field; `None` without a word.
    #[must_use]
    pub fn text(text: &str) -> Option<Self> {
        Self::of(text.split_whitespace().filter_map(Word::plain).collect())
    }

    /// These words in no particular field; `None` without a word.
    #[must_use]
    pub fn of(words: Vec<Word>) -> Option<Self> {
        (!words.is_empty()).then(|| Self {
            quoted: words.len() > 1,
            words,
            fields: Vec::new(),
            span: Span::default(),
        })
    }

    /// The same words at another place.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        Self { span, ..self }
    }

    /// The same words in these fields.
    #[must_use]
    pub fn within(self, fields: &[Field]) -> Self {
        let mut fields = fields.to_vec();
        fields.sort_unstable();
        fields.dedup();
        Self { fields, ..self }
    }
}

impl Vocabulary {
    /// Name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mesh => "MeSH",
            Self::Emtree => "Emtree",
            Self::Apa => "the APA thesaurus",
            Self::Cinahl => "CINAHL",
        }
    }
}

impl Heading {
    /// A heading with everything narrower.
    #[must_use]
    pub fn exploded(vocabulary: Vocabulary, name: &str) -> Self {
        Self {
            vocabulary,
            name: name.to_owned(),
            explode: true,
            major: false,
            qualifiers: Vec::new(),
            span: Span::default(),
        }
    }
}
