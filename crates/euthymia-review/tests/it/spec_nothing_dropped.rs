//! What stands between records is told, whatever it looks like.

use euthymia_review::{Broken, Format, Piece, split};

type Cut = Vec<Result<Piece, Broken>>;

fn told(format: Format, file: &str) -> Vec<(u64, String)> {
    let cut: Cut = split(format, file.as_bytes()).collect();
    let broken = cut.into_iter().filter_map(Result::err);
    broken
        .map(|broken| (broken.line, broken.text.trim().to_owned()))
        .collect()
}

fn line(number: u64, text: &str) -> (u64, String) {
    (number, text.to_owned())
}

#[test]
fn words_that_begin_like_the_head_of_a_provider_are_told() {
    let file = "Provider: Somebody\nDatabase: Something\nContent: text/plain\n\n\
                TY  - JOUR\nTI  - One\nER  - \n\nContent: stray words\n\
                TY  - JOUR\nTI  - Two\nER  - \n\nDatabase: stray\n\nRecord of a life\n";
    let found = told(Format::Ris, file);
    let wanted = [
        line(9, "Content: stray words"),
        line(14, "Database: stray\nRecord of a life"),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn an_end_without_a_record_is_told() {
    let ris = "TY  - JOUR\nTI  - One\nER  - \nER  - \n";
    assert_eq!(told(Format::Ris, ris), [line(4, "ER  -")]);
    let isi = "FN Somebody\nVR 1.0\nPT J\nTI One\nER\n\nER\nEF left over\nVR over\nEF\n";
    assert_eq!(
        told(Format::Isi, isi),
        [line(7, "ER\nEF left over\nVR over")]
    );
}

#[test]
fn a_strategy_above_the_records_of_ovid_is_told() {
    let file = "Database: Somewhere\nSearch Strategy:\n1 ketamine.ti.\n\n\
                <1>\nTitle\n  One\n";
    assert_eq!(told(Format::Ovid, file), [line(3, "1 ketamine.ti.")]);
    let file = "Search Strategy: ketamine.ti.\n<1>\nTitle\n  One\n";
    let wanted = [line(1, "Search Strategy: ketamine.ti.")];
    assert_eq!(told(Format::Ovid, file), wanted);
}

#[test]
fn characters_that_are_none_are_told() {
    let table = "title,year\nOne,2001\n\0\0\0\nTwo,2002\n";
    assert_eq!(told(Format::Csv, table), [line(3, "\0\0\0")]);
    let library = "@book{a, title = {One}}\n\0\n@book{b, title = {Two}}\n";
    assert_eq!(told(Format::Bibtex, library), [line(2, "\0")]);
    let library = "stray \0@book{a, title = {One}}\n";
    assert_eq!(told(Format::Bibtex, library), [line(1, "stray \0")]);
}

#[test]
fn a_comment_between_stray_lines_of_bibtex_parts_them() {
    let library = "stray\n% a remark\n@no entry\n@book{a, title = {One}}\n";
    let wanted = [line(1, "stray"), line(3, "@no entry")];
    assert_eq!(told(Format::Bibtex, library), wanted);
}

#[test]
fn only_digits_are_the_number_of_a_record() {
    let nbib = "1.\nPMID- 11111111\nTI  - One\n\n2\nPMID- 22222222\nTI  - Two\n\n+3\n";
    assert_eq!(told(Format::Nbib, nbib), [line(9, "+3")]);
}
