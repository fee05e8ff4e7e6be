//! Searches made at random.

use euthymia_search::query::{
    Bool, Expr, Field, Heading, Limit, Part, Platform, Span, Term, Vocabulary, Wildcard, Word,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(crate) fn platform() -> impl Strategy<Value = Platform> {
    select(Platform::ALL.to_vec())
}

const FIELDS: [Field; 23] = [
    Field::Title,
    Field::Abstract,
    Field::Keyword,
    Field::AuthorKeyword,
    Field::HeadingWord,
    Field::TextWord,
    Field::MultiPurpose,
    Field::All,
    Field::Author,
    Field::Journal,
    Field::Year,
    Field::PublicationType,
    Field::Affiliation,
    Field::Doi,
    Field::Pmid,
    Field::Substance,
    Field::Drug,
    Field::Language,
    Field::Accession,
    Field::Issn,
    Field::Country,
    Field::TrialNumber,
    Field::Qualifier,
];

fn fields() -> impl Strategy<Value = Vec<Field>> {
    prop_oneof![
        3 => Just(Field::TITLE_ABSTRACT.to_vec()),
        1 => Just(Vec::new()),
        2 => subsequence(FIELDS.to_vec(), 1..4),
    ]
}

fn wildcard() -> impl Strategy<Value = Wildcard> {
    prop_oneof![
        Just(Wildcard::Any),
        (1_u8..10).prop_map(Wildcard::UpTo),
        Just(Wildcard::One),
        Just(Wildcard::ZeroOrOne),
    ]
}

fn word() -> impl Strategy<Value = Word> {
    let plain = prop_oneof![
        6 => "[a-z]{2,8}",
        2 => "[a-z]{1,4}-[a-z]{1,4}",
        1 => select(vec!["and", "OR", "near", "adj2", "n3", "w3", "S12", "TI", "12", "exp", "MH",
            "limit", "not", "title", "next", "W/2", "a:b", "x'y", "é", "TS=", "(", "[mh"])
            .prop_map(str::to_owned),
    ];
    (
        plain,
        proptest::option::weighted(0.3, (wildcard(), "[a-z]{0,3}")),
    )
        .prop_filter_map("a word has letters", |(text, open)| {
            let mut parts = vec![Part::Text(text)];
            if let Some((wildcard, end)) = open {
                parts.push(Part::Wildcard(wildcard));
                parts.push(Part::Text(end));
            }
            Word::new(parts)
        })
}

fn term() -> impl Strategy<Value = Expr> {
    (
        proptest::collection::vec(word(), 1..4),
        any::<bool>(),
        fields(),
    )
        .prop_map(|(words, quoted, fields)| {
            let term = Term {
                quoted,
                ..Term::of(words).unwrap()
            };
            Expr::Term(term.within(&fields))
        })
}

fn heading() -> impl Strategy<Value = Expr> {
    let vocabulary = select(vec![
        Vocabulary::Mesh,
        Vocabulary::Emtree,
        Vocabulary::Apa,
        Vocabulary::Cinahl,
    ]);
    let name = select(vec![
        "Depression",
        "Depressive Disorder, Treatment-Resistant",
        "Wounds and Injuries",
        "Receptors, N-Methyl-D-Aspartate",
        "alzheimer's disease",
        "Quality of Life (general)",
    ]);
    let qualifiers = subsequence(vec!["dt", "drug therapy", "dm_dt", "px"], 0..3);
    (vocabulary, name, any::<bool>(), any::<bool>(), qualifiers).prop_map(
        |(vocabulary, name, explode, major, qualifiers)| {
            Expr::Heading(Heading {
                explode,
                major,
                qualifiers: qualifiers.into_iter().map(str::to_owned).collect(),
                ..Heading::exploded(vocabulary, name)
            })
        },
    )
}

fn limit() -> impl Strategy<Value = Expr> {
    let year = proptest::option::of(1900_i32..2050);
    let limit = prop_oneof![
        Just(Limit::Language("english".to_owned())),
        (year.clone(), year).prop_map(|(from, to)| Limit::Years(from, to)),
        Just(Limit::PublicationType(
            "randomized controlled trial".to_owned()
        )),
        Just(Limit::Humans),
        Just(Limit::Animals),
        Just(Limit::Abstract),
    ];
    limit.prop_map(|limit| Expr::Limit(limit, Span::default()))
}

fn lines() -> impl Strategy<Value = Expr> {
    let operator = select(vec![Bool::And, Bool::Or]);
    prop_oneof![
        (1_u32..90).prop_map(|number| Expr::Line(number, Span::default())),
        (operator, 1_u32..20, 0_u32..5).prop_map(|(operator, first, more)| Expr::Lines {
            operator,
            first,
            last: first + more,
            span: Span::default(),
        }),
    ]
}

pub(crate) fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![6 => term(), 2 => heading(), 1 => limit(), 2 => lines()];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let many = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            many.clone().prop_map(|of| Expr::joined(Bool::Or, of)),
            many.clone().prop_map(|of| Expr::joined(Bool::And, of)),
            (inner.clone(), inner).prop_map(|(left, right)| left.not(right)),
            (many, 0_u32..9, any::<bool>()).prop_map(|(operands, words_between, ordered)| {
                Expr::Near {
                    operands,
                    words_between,
                    ordered,
                }
            }),
        ]
    })
}
