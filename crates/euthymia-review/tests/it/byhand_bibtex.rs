//! Entries of BibTeX written by hand, with what a person reads in them.

use euthymia_review::format::bibtex;
use euthymia_review::{
    Broken, Context, Contributor, Format, Kind, Person, Piece, PieceKind, Reading, Record, Role,
    parse, split,
};

type Cut = (Vec<Piece>, Vec<Broken>);

fn cut(text: &str) -> Cut {
    let mut cut: Cut = (Vec::new(), Vec::new());
    for item in split(Format::Bibtex, text.as_bytes()) {
        match item {
            Ok(piece) => cut.0.push(piece),
            Err(broken) => cut.1.push(broken),
        }
    }
    cut
}

fn readings(text: &str) -> Vec<Reading> {
    let (pieces, _) = cut(text);
    let (context, records): (Vec<_>, Vec<_>) = pieces
        .into_iter()
        .partition(|piece| piece.kind == PieceKind::Context);
    let context = Context {
        texts: context.into_iter().map(|piece| piece.text).collect(),
        ..Context::default()
    };
    records
        .iter()
        .map(|piece| parse(Format::Bibtex, piece, &context))
        .collect()
}

fn record(text: &str) -> Record {
    readings(text).remove(0).record.unwrap()
}

fn other<'r>(record: &'r Record, tag: &str) -> Option<&'r str> {
    let found = record.others.iter().find(|other| other.tag == tag);
    found.map(|other| other.value.as_str())
}

const LIBRARY: &str = "% Encoding: UTF-8

@string{jot = \"Journal of \" # {Tests}}

@Article{Lindqvist2021,
  author   = {Lindqvist, Astrid and {TRD Study Group} and Jos{\\'e} van der Berg and others},
  title    = {Dose--response of {E}sketamin: 5 \\% and \\\"Uber-mood},
  journal  = jot,
  year     = 2021,
  month    = mar,
  volume   = {12},
  number   = {3},
  pages    = {101--109},
  doi      = {10.1000/ABC\\_1},
  issn     = {12345678},
  keywords = {mood; depression, resistant},
  file     = {:Lindqvist2021.pdf:PDF},
  url      = {https://example.org/~a--b},
}

@Comment{jabref-meta: databaseType:bibtex;}
";

#[test]
fn an_entry_of_a_library_is_read() {
    let found = record(LIBRARY);
    assert_eq!(found.kind, Kind::JournalArticle);
    assert_eq!(found.kind_words, ["Article"]);
    assert_eq!(
        found.title.as_deref(),
        Some("Dose–response of Esketamin: 5 % and Über-mood")
    );
    assert_eq!(found.container.as_deref(), Some("Journal of Tests"));
    let date = found.date.as_ref().unwrap();
    assert_eq!((date.year, date.month), (Some(2021), Some(3)));
    assert_eq!(found.pages.as_deref(), Some("101-109"));
    assert_eq!(found.keywords, ["mood", "depression, resistant"]);
    assert_eq!(found.urls, ["https://example.org/~a--b"]);
    let identifiers: Vec<_> = found.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(identifiers, ["doi:10.1000/abc_1", "issn:1234-5678"]);
    assert_eq!(other(&found, "bibtex:key"), Some("Lindqvist2021"));
    assert_eq!(other(&found, "bibtex:file"), Some(":Lindqvist2021.pdf:PDF"));
    assert_eq!(other(&found, "bibtex:author:others"), Some("others"));
    let names: Vec<_> = found
        .contributors
        .iter()
        .map(|who| who.person.inverted())
        .collect();
    assert_eq!(
        names,
        ["Lindqvist, Astrid", "TRD Study Group", "van der Berg, José"]
    );
}

#[test]
fn places_are_those_of_the_file() {
    let (pieces, broken) = cut(LIBRARY);
    assert_eq!(broken, []);
    let places: Vec<_> = pieces
        .iter()
        .map(|piece| (piece.kind, piece.line))
        .collect();
    assert_eq!(
        places,
        [
            (PieceKind::Context, 3),
            (PieceKind::Record, 5),
            (PieceKind::Context, 21)
        ]
    );
    for piece in &pieces {
        assert!(LIBRARY[piece.offset as usize..].starts_with(&piece.text));
    }
}

#[test]
fn text_between_entries_is_told() {
    let (pieces, broken) =
        cut("Some notes\nof mine\n@book{a, title={One}} } tail\n@book{b, title={Two}}");
    assert_eq!(pieces.len(), 2);
    let told: Vec<_> = broken.iter().map(|it| (it.line, it.text.trim())).collect();
    assert_eq!(told, [(1, "Some notes\nof mine"), (3, "} tail")]);
}

#[test]
fn an_entry_that_is_not_closed_ends_where_the_next_begins() {
    let file = "@article{a,\n  title = {One,\n  year = 2020\n\n@article{b,\n  title = {Two},\n}\n";
    let found = readings(file);
    assert_eq!(found.len(), 2);
    assert!(
        found[0]
            .problems
            .iter()
            .any(|it| it.message.contains("not closed"))
    );
    assert!(
        found[0]
            .record
            .as_ref()
            .unwrap()
            .title
            .as_ref()
            .unwrap()
            .starts_with("One")
    );
    assert_eq!(
        found[1].record.as_ref().unwrap().title.as_deref(),
        Some("Two")
    );
}

#[test]
fn untidy_entries_are_read_and_told() {
    let file = "@article{no comma\n title = {One}\n year = {2020},\n title = {Again}, stray, month = neverember}";
    let reading = readings(file).remove(0);
    let record = reading.record.unwrap();
    assert_eq!(record.title.as_deref(), Some("One"));
    assert_eq!(record.date.unwrap().year, Some(2020));
    assert_eq!(other_values(&record.others, "bibtex:title"), ["Again"]);
    assert_eq!(other_values(&record.others, "bibtex:"), ["stray"]);
    let lines: Vec<_> = reading.problems.iter().map(|it| it.line).collect();
    assert!(lines.len() >= 5, "{:?}", reading.problems);
    assert!(lines.is_sorted());
}

fn other_values<'r>(others: &'r [euthymia_review::Other], tag: &str) -> Vec<&'r str> {
    let found = others.iter().filter(|other| other.tag == tag);
    found.map(|other| other.value.as_str()).collect()
}

#[test]
fn an_entry_without_key_or_with_round_brackets_is_read() {
    assert_eq!(
        record("@article{,\n title = {A}}").title.as_deref(),
        Some("A")
    );
    assert_eq!(
        record("@article(k, title = \"A {\"} b\")").title.as_deref(),
        Some("A \" b")
    );
    assert_eq!(record("@misc{title = {B}}").title.as_deref(), Some("B"));
}

#[test]
fn accents_are_letters() {
    let cases = [
        ("{\\\"O}zge Aks{\\i}n", "Özge Aksın"),
        ("\\'{\\i}\\v{s}\\c c\\aa ngstr\\\"{o}m", "íšçångström"),
        ("\\O stergaard \\ss{} \\o{}", "Østergaard ß ø"),
        (
            "$\\alpha$ and $p < 0.05$, $x^2$, US\\$5",
            "α and p < 0.05, $x^2$, US$5",
        ),
        ("\\emph{very} \\unknown{x}", "very \\unknown{x}"),
        ("a\n   b\n\n  c", "a b\nc"),
        ("``so'' -- and~on", "“so” – and on"),
    ];
    for (text, expected) in cases {
        let found = record(&format!("@misc{{k, title = {{{text}}}}}"));
        assert_eq!(found.title.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn a_suffix_is_found_where_people_put_it() {
    for list in ["Berg, Jr, Anna", "Berg, Anna, Jr"] {
        let found = record(&format!("@misc{{k, author = {{{list}}}}}"));
        let person = Person::Named {
            family: "Berg".to_owned(),
            given: Some("Anna".to_owned()),
            suffix: Some("Jr".to_owned()),
        };
        assert_eq!(found.contributors, [Contributor::new(Role::Author, person)]);
    }
}

#[test]
fn keys_are_unique_and_stay() {
    let record = |family: &str| Record {
        contributors: vec![Contributor::new(
            Role::Author,
            Person::from_inverted(family),
        )],
        ..Record::default()
    };
    let written = bibtex::write(&[record("Müller, A"), record("Müller, B"), record("李, C")]);
    let keys: Vec<_> = written
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("@misc{"))
        .collect();
    assert_eq!(keys, ["Mullernd,", "Mullerndb,", "anonnd,"]);
}
