//! Which line loses a known record.

use euthymia_review::{Identifier, Record, Scheme};
use euthymia_search::engine::{Lookup, free_text, highlights, snippet};
use euthymia_search::query::{Expr, Field, Span, Term};
use euthymia_search::recall::{Loss, LossKind, recall};
use euthymia_testkit::assert_close;

use crate::shared::{found, id, library, title, titled};

fn line(number: u32) -> Expr {
    Expr::Line(number, Span::default())
}

fn with_doi(title: &str, doi: &str) -> Record {
    Record {
        identifiers: vec![Identifier {
            scheme: Scheme::Doi,
            value: doi.to_owned(),
        }],
        ..titled(title)
    }
}

/// (ketamine OR esketamine) AND depression NOT rats, in lines.
fn strategy() -> Vec<(u32, Expr)> {
    vec![
        (1, title("ketamine").or(title("esketamine"))),
        (2, title("depressi*")),
        (3, title("rats")),
        (4, line(1).and(line(2))),
        (5, line(4).not(line(3))),
    ]
}

#[test]
fn every_missed_record_names_the_line_that_lost_it() {
    let index = library([
        with_doi("Ketamine for depression", "10.1000/a"),
        with_doi("Psilocybin for depression", "10.1000/b"),
        with_doi("Ketamine and depression in rats", "10.1000/c"),
        titled("Something else"),
    ]);
    let known = [
        with_doi("in other words", "10.1000/a"),
        with_doi("in other words", "10.1000/b"),
        with_doi("in other words", "10.1000/c"),
        titled("Esketamine for melancholia"),
        titled("Ketamine in depressive states"),
    ];
    let recall = recall(&index, &strategy(), &known, None).unwrap();
    let is_found: Vec<bool> = recall.known.iter().map(|one| one.is_found).collect();
    assert_eq!(is_found, [true, false, false, false, true]);
    assert_eq!((recall.found(), recall.known.len()), (2, 5));
    let lost: Vec<Vec<(u32, LossKind)>> = recall
        .known
        .iter()
        .map(|one| {
            one.lost
                .iter()
                .map(|loss: &Loss| (loss.line, loss.how))
                .collect()
        })
        .collect();
    assert_eq!(
        lost,
        [
            vec![],
            vec![(1, LossKind::Missing)],
            vec![(5, LossKind::Excluded)],
            vec![(2, LossKind::Missing)],
            vec![],
        ]
    );
    assert_eq!(recall.known[1].copies, [id(2)]);
    assert!(recall.known[3].copies.is_empty());
    assert_eq!(recall.known[2].lines, [1, 2, 3, 4]);
    let counts: Vec<(usize, usize)> = recall
        .lines
        .iter()
        .map(|line| (line.hits.clone().unwrap(), line.known))
        .collect();
    assert_eq!(counts, [(2, 4), (3, 4), (1, 1), (2, 3), (1, 2)]);
}

#[test]
fn a_line_that_cannot_be_run_is_told_in_its_place() {
    let index = library([titled("a")]);
    let lines = [(1, title("a")), (2, line(1).and(line(9)))];
    let recall = recall(&index, &lines, &[titled("a")], None).unwrap();
    assert!(recall.lines[1].hits.is_err());
    assert_eq!(recall.known[0].lost[0].how, LossKind::NotRun);
    assert_eq!(recall.share(), Some(0.0));
}

#[test]
fn without_known_records_there_is_no_share() {
    let recall = recall(&library([titled("a")]), &strategy(), &[], None).unwrap();
    assert_eq!(recall.share(), None);
}

#[test]
fn a_rare_word_in_a_short_title_comes_first() {
    let index = library([titled("ketamine"), titled("ketamine pain trial")]);
    let expr = free_text("pain").unwrap();
    let hits = index.search(&expr, &Lookup::default()).unwrap().hits;
    let ranked = index.ranked(&hits, &expr, 10).unwrap();
    // ln(1 + 1.5/1.5) * 2.2 / (1 + 1.2 (0.25 + 0.75 * 3/2)), three times for the title.
    assert_eq!((ranked.len(), ranked[0].0), (1, id(2)));
    assert_close!(
        ranked[0].1,
        3.0 * 2.0_f64.ln() * 2.2 / 2.65,
        "algebra",
        "score"
    );
    let expr = free_text("ketamine pain").unwrap();
    let hits = index.search(&expr, &Lookup::default()).unwrap().hits;
    let order: Vec<u32> = index
        .ranked(&hits, &expr, 10)
        .unwrap()
        .iter()
        .map(|(id, _)| id.number)
        .collect();
    assert_eq!(order, [2, 1]);
}

#[test]
fn of_near_only_words_that_are_near_are_marked() {
    let expr = Expr::Near {
        operands: vec![title("ketamine"), title("depress*")],
        words_between: 1,
        ordered: false,
    };
    let text = "Ketamine in pain; ketamine in depression";
    assert_eq!(highlights(&expr, Field::Title, text), [18..26, 30..40]);
    assert!(highlights(&expr, Field::Abstract, text).is_empty());
    let range = snippet(text, &highlights(&expr, Field::Title, text), 23);
    assert_eq!(&text[range], "ketamine in depression");
}

#[test]
fn what_stands_behind_not_is_not_marked() {
    let expr = title("a").not(title("b"));
    assert_eq!(highlights(&expr, Field::Title, "a b"), vec![0..1]);
    let none: [u32; 0] = [];
    assert_eq!(found(&library([titled("a b")]), &expr), none);
}

#[test]
fn a_term_without_a_letter_finds_nothing_and_says_so() {
    let index = library([titled("a")]);
    let expr = Expr::Term(Term::text("--").unwrap());
    let found = index.search(&expr, &Lookup::default()).unwrap();
    assert_eq!((found.hits.count(), found.notes.len()), (0, 1));
}
