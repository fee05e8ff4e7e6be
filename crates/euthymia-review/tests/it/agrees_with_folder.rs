//! Files of other programs, read from a folder outside the project.
#![allow(clippy::print_stdout)]

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use euthymia_review::format::{bibtex, csv};
use euthymia_review::{Context, Format, PieceKind, parse, split};

/// The files with this ending below the folder that the variable names; nothing when it is unset.
pub(crate) fn files(ending: &str) -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("EUTHYMIA_BIBLIOGRAPHIC") else {
        println!("skipped: EUTHYMIA_BIBLIOGRAPHIC names no folder");
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Reads a whole file and prints counts: records, records without title, problems, broken parts.
fn told(format: Format, path: &Path) -> usize {
    let text = euthymia_table::Intake::open(File::open(path).unwrap(), None).unwrap();
    let mut context = Context::default();
    let mut written = Vec::new();
    let (mut records, mut untitled, mut problems, mut broken) = (0, 0, Vec::new(), Vec::new());
    for item in split(format, BufReader::new(text)) {
        match item {
            Ok(piece) if piece.kind == PieceKind::Context => context.texts.push(piece.text),
            Ok(piece) => {
                let reading = parse(format, &piece, &context);
                records += 1;
                untitled += usize::from(
                    reading
                        .record
                        .as_ref()
                        .is_none_or(|record| record.title.is_none()),
                );
                problems.extend(reading.problems);
                written.extend(reading.record);
            }
            Err(it) => broken.push(it),
        }
    }
    println!(
        "{}\t{records}\t{untitled}\t{}\t{}",
        path.display(),
        problems.len(),
        broken.len()
    );
    for problem in problems.iter().take(5) {
        println!(
            "    line {} {:?} {:?}: {}",
            problem.line, problem.field, problem.found, problem.message
        );
    }
    for it in broken.iter().take(5) {
        println!(
            "    {it} {:?}",
            it.text.chars().take(80).collect::<String>()
        );
    }
    assert_eq!(bibtex::write(&written).losses, [], "{}", path.display());
    assert_eq!(csv::write(&written).losses, [], "{}", path.display());
    records
}

#[test]
fn every_file_of_bibtex_is_read() {
    for path in files("bib") {
        let _ = told(Format::Bibtex, &path);
    }
}

#[test]
fn every_table_is_read() {
    for path in files("csv").into_iter().chain(files("tsv")) {
        let _ = told(Format::Csv, &path);
    }
}
