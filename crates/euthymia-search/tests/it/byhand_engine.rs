//! Searches whose answers can be seen in the records.

use std::collections::BTreeMap;

use euthymia_review::{Contributor, Date, Heading, Identifier, Person, Record, Role, Scheme};
use euthymia_search::engine::{Building, Index, Lookup, SearchError};
use euthymia_search::query::{self, Bool, Expr, Field, Limit, Span, Term, Vocabulary};

use crate::shared::{found, id, library, title, titled};

fn near(operands: &[&str], words_between: u32, ordered: bool) -> Expr {
    Expr::Near {
        operands: operands.iter().map(|text| title(text)).collect(),
        words_between,
        ordered,
    }
}

fn within(text: &str, field: Field) -> Expr {
    Expr::Term(Term::text(text).unwrap().within(&[field]))
}

#[test]
fn a_hyphen_is_a_space() {
    let index = library([
        titled("Treatment-resistant depression"),
        titled("Treatment resistant depression"),
        titled("Resistant to treatment"),
    ]);
    assert_eq!(found(&index, &title("treatment-resistant")), [1, 2]);
    assert_eq!(found(&index, &title("treatment resistant")), [1, 2]);
    assert_eq!(found(&index, &title("treatment-resist*")), [1, 2]);
}

#[test]
fn accents_case_and_greek_letters_make_no_difference() {
    let index = library([
        titled("Ångström's β-blocker and TNFα"),
        titled("angstrom beta blocker, TNF-alpha"),
        titled("Das große Œuvre 抑うつ障害"),
        titled("Κατάθλιψη"),
    ]);
    assert_eq!(found(&index, &title("ANGSTROM")), [1, 2]);
    assert_eq!(found(&index, &title("beta-blocker")), [1, 2]);
    assert_eq!(found(&index, &title("β blocker")), [1, 2]);
    assert_eq!(found(&index, &title("tnf-alpha")), [1, 2]);
    assert_eq!(found(&index, &title("grosse oeuvre")), [3]);
    assert_eq!(found(&index, &title("うつ")), [3]);
    assert_eq!(found(&index, &title("καταθλιψη")), [4]);
}

#[test]
fn wildcards_mean_what_they_say() {
    let index = library([
        titled("color"),
        titled("colour"),
        titled("colours"),
        titled("coloured"),
        titled("woman"),
        titled("women"),
    ]);
    assert_eq!(found(&index, &title("colo?r")), [1, 2]);
    assert_eq!(found(&index, &title("colo?r*")), [1, 2, 3, 4]);
    assert_eq!(found(&index, &title("colour$1")), [2, 3]);
    assert_eq!(found(&index, &title("colour$2")), [2, 3, 4]);
    assert_eq!(found(&index, &title("wom#n")), [5, 6]);
    assert_eq!(found(&index, &title("*o#r")), [2]);
    assert_eq!(found(&index, &title("*our")), [2]);
}

#[test]
fn near_counts_the_words_between() {
    let index = library([
        titled("ketamine depression"),
        titled("ketamine for depression"),
        titled("depression treated with ketamine"),
        titled("ketamine in bipolar and unipolar depression"),
    ]);
    assert_eq!(
        found(&index, &near(&["ketamine", "depress*"], 0, false)),
        [1]
    );
    assert_eq!(
        found(&index, &near(&["ketamine", "depress*"], 1, false)),
        [1, 2]
    );
    assert_eq!(
        found(&index, &near(&["ketamine", "depress*"], 2, false)),
        [1, 2, 3]
    );
    assert_eq!(
        found(&index, &near(&["ketamine", "depress*"], 2, true)),
        [1, 2]
    );
    assert_eq!(
        found(&index, &near(&["ketamine", "depress*"], 4, true)),
        [1, 2, 4]
    );
}

#[test]
fn near_of_three_counts_all_other_words_of_the_stretch() {
    let index = library([titled("a x b y c"), titled("a b c"), titled("c x a b")]);
    assert_eq!(found(&index, &near(&["a", "b", "c"], 0, false)), [2]);
    assert_eq!(found(&index, &near(&["a", "b", "c"], 1, false)), [2, 3]);
    assert_eq!(found(&index, &near(&["a", "b", "c"], 2, false)), [1, 2, 3]);
    assert_eq!(found(&index, &near(&["a", "b", "c"], 2, true)), [1, 2]);
}

#[test]
fn one_word_is_not_near_itself() {
    let index = library([
        titled("depressive disorder"),
        titled("depressive depression"),
    ]);
    assert_eq!(
        found(&index, &near(&["depress*", "depressive"], 9, false)),
        [2]
    );
}

#[test]
fn nothing_reaches_from_one_keyword_or_field_into_the_next() {
    let index = library([Record {
        title: Some("resistant".to_owned()),
        abstract_text: Some("depression".to_owned()),
        keywords: vec!["treatment".to_owned(), "resistant depression".to_owned()],
        ..Record::default()
    }]);
    let none: [u32; 0] = [];
    assert_eq!(
        found(&index, &within("treatment resistant", Field::AuthorKeyword)),
        none
    );
    assert_eq!(
        found(
            &index,
            &within("resistant depression", Field::AuthorKeyword)
        ),
        [1]
    );
    let both = Term::text("resistant depression")
        .unwrap()
        .within(&Field::TITLE_ABSTRACT);
    assert_eq!(found(&index, &Expr::Term(both)), none);
}

#[test]
fn lines_are_joined() {
    let index = library([titled("a b"), titled("b c"), titled("c d")]);
    let mut lines = BTreeMap::new();
    for (number, text) in [(1, "a"), (2, "b"), (3, "c")] {
        let hits = index.search(&title(text), &Lookup::default()).unwrap().hits;
        lines.insert(number, hits);
    }
    let lookup = Lookup {
        mesh: None,
        lines: Some(&lines),
    };
    let numbers = |expr: Expr| -> Vec<u32> {
        let hits = index.search(&expr, &lookup).unwrap().hits;
        index.ids(&hits).iter().map(|id| id.number).collect()
    };
    let line = |number| Expr::Line(number, Span::default());
    let lines_of = |operator| Expr::Lines {
        operator,
        first: 1,
        last: 3,
        span: Span::default(),
    };
    assert_eq!(numbers(line(2).and(line(3))), [2]);
    assert_eq!(numbers(line(2).not(line(3))), [1]);
    assert_eq!(numbers(lines_of(Bool::Or)), [1, 2, 3]);
    assert!(numbers(lines_of(Bool::And)).is_empty());
    let missing = index.search(&line(4), &lookup).unwrap_err();
    assert!(matches!(
        missing,
        SearchError::UnknownLine { number: 4, .. }
    ));
}

fn heading(descriptor: &str, is_major: bool, qualifiers: &[(&str, bool)]) -> Heading {
    Heading {
        descriptor: descriptor.to_owned(),
        is_major,
        qualifiers: qualifiers
            .iter()
            .map(|(name, major)| ((*name).to_owned(), *major))
            .collect(),
    }
}

#[test]
fn headings_are_found_whole_with_their_flags() {
    let index = library([
        Record {
            headings: vec![heading("Ketamine", false, &[("therapeutic use", true)])],
            ..Record::default()
        },
        Record {
            headings: vec![heading("Ketamine", false, &[("adverse effects", false)])],
            ..Record::default()
        },
        Record {
            keywords: vec!["*Ketamine/therapeutic use".to_owned()],
            ..Record::default()
        },
        titled("Ketamine"),
    ]);
    let sought = |major, qualifier: Option<&str>| {
        Expr::Heading(query::Heading {
            explode: false,
            major,
            qualifiers: qualifier.into_iter().map(str::to_owned).collect(),
            ..query::Heading::exploded(Vocabulary::Mesh, "ketamine")
        })
    };
    assert_eq!(found(&index, &sought(false, None)), [1, 2, 3]);
    assert_eq!(found(&index, &sought(true, None)), [1, 3]);
    assert_eq!(found(&index, &sought(false, Some("adverse effects"))), [2]);
    assert_eq!(
        found(&index, &sought(true, Some("Therapeutic Use"))),
        [1, 3]
    );
}

#[test]
fn identifiers_years_and_limits_are_whole_values() {
    let index = library([
        Record {
            date: Some(Date::parse("2019 Sep")),
            languages: vec!["eng".to_owned()],
            kind_words: vec!["Randomized Controlled Trial".to_owned()],
            abstract_text: Some("Text.".to_owned()),
            identifiers: vec![Identifier {
                scheme: Scheme::Doi,
                value: "10.1000/abc.1".to_owned(),
            }],
            contributors: vec![Contributor::new(
                Role::Author,
                Person::from_inverted("Müller, A. B."),
            )],
            ..Record::default()
        },
        Record {
            date: Some(Date::parse("2021")),
            languages: vec!["German".to_owned()],
            identifiers: vec![Identifier {
                scheme: Scheme::Doi,
                value: "10.1000/abc.12".to_owned(),
            }],
            ..Record::default()
        },
    ]);
    let limit = |limit| Expr::Limit(limit, Span::default());
    assert_eq!(found(&index, &within("10.1000/ABC.1", Field::Doi)), [1]);
    assert_eq!(found(&index, &within("2021", Field::Year)), [2]);
    assert_eq!(found(&index, &within("muller", Field::Author)), [1]);
    assert_eq!(found(&index, &limit(Limit::Years(None, Some(2019)))), [1]);
    assert_eq!(
        found(&index, &limit(Limit::Years(Some(2019), None))),
        [1, 2]
    );
    assert_eq!(
        found(&index, &limit(Limit::Language("english".to_owned()))),
        [1]
    );
    assert_eq!(found(&index, &limit(Limit::Abstract)), [1]);
    let kind = Limit::PublicationType("randomized controlled trial".to_owned());
    assert_eq!(found(&index, &limit(kind)), [1]);
}

#[test]
fn near_says_what_it_cannot_join() {
    let index = library([titled("a b")]);
    let expr = Expr::Near {
        operands: vec![title("a").and(title("b")), title("b")],
        words_between: 2,
        ordered: false,
    };
    let error = index.search(&expr, &Lookup::default()).unwrap_err();
    assert!(matches!(error, SearchError::NotInNear { found: "AND", .. }));
}

#[test]
fn an_index_in_a_folder_is_opened_again_and_added_to() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Index::open(folder.path()).unwrap().is_none());
    let building = Building {
        threads: 2,
        memory: 30_000_000,
    };
    let first = (1..=3).map(|number| (id(number), titled(&format!("word{number} shared"))));
    Index::build(folder.path(), "one", building, first).unwrap();
    let index = Index::open(folder.path()).unwrap().unwrap();
    assert_eq!((index.imports(), index.len()), ("one", 3));
    let more = [
        (id(3), titled("changed shared")),
        (id(4), titled("word4 shared")),
    ];
    let index = index.add("two", building, more).unwrap();
    assert_eq!((index.imports(), index.len()), ("two", 4));
    assert_eq!(found(&index, &title("shared")), [1, 2, 3, 4]);
    assert!(found(&index, &title("word3")).is_empty());
    drop(index);
    let again = Index::build(folder.path(), "three", building, [(id(9), titled("new"))]).unwrap();
    assert_eq!((again.len(), again.imports()), (1, "three"));
}
