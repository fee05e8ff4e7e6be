//! Real files of tagged formats, where a folder of them is named by `EUTHYMIA_BIBLIOGRAPHIC`.

#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};

use euthymia_review::{Format, format};

use crate::tagged::{Read, read_as};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Every file of a tagged format, with its text.
fn real() -> Vec<(PathBuf, String, Read)> {
    let Some(folder) = std::env::var_os("EUTHYMIA_BIBLIOGRAPHIC") else {
        println!("skipped: EUTHYMIA_BIBLIOGRAPHIC is not set");
        return Vec::new();
    };
    let tagged = [
        Format::Enw,
        Format::Isi,
        Format::Nbib,
        Format::Ovid,
        Format::RefWorks,
        Format::Ris,
    ];
    let texts = files(Path::new(&folder)).into_iter().map(|path| {
        let bytes = std::fs::read(&path).unwrap();
        (path, String::from_utf8_lossy(&bytes).into_owned())
    });
    texts
        .filter_map(|(path, text)| {
            let format = Format::recognise(&text).filter(|format| tagged.contains(format))?;
            let read = read_as(format, &text);
            Some((path, text, read))
        })
        .collect()
}

/// Counted by the lines that begin a record, not by the reader.
#[test]
fn every_record_is_cut_out() {
    for (path, text, read) in real() {
        let begins = |start: &str| {
            text.lines()
                .filter(|line| line.trim_start_matches('\u{feff}').starts_with(start))
                .count()
        };
        let least = match read.format {
            Format::Ris => begins("TY  - "),
            Format::Nbib => begins("PMID-"),
            Format::Isi => begins("PT "),
            Format::Enw => begins("%0"),
            Format::Ovid => begins("<").min(read.pieces.len()),
            _ => begins("RT "),
        };
        assert!(read.pieces.len() >= least, "{}", path.display());
        assert!(read.records.len() <= read.pieces.len());
    }
}

#[test]
fn every_record_survives_ris() {
    for (path, _, read) in real() {
        let losses = format::ris::write(&read.records).losses;
        assert!(losses.is_empty(), "{}: {losses:?}", path.display());
    }
}
