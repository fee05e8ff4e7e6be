//! Records made up to time the search at any size.

use std::io::Write;
use std::time::Instant;

use euthymia_review::dedupe::{Candidate, Settings, dedupe};
use euthymia_review::{Contributor, Date, ImportId, Person, Record, RecordId, Role};

use crate::numbers::Numbers;
use crate::{Failure, peak_memory};

/// Words from which titles, names and abstracts are drawn, the first ones most often.
const VOCABULARY: u64 = 60_000;

/// Of four records one is a copy of an earlier one, spelt differently.
pub(crate) fn run(count: u32, out: &mut impl Write) -> Result<(), Failure> {
    let words: Vec<String> = (0..VOCABULARY).map(word).collect();
    let start = Instant::now();
    let candidates: Vec<Candidate> = (0..count)
        .map(|at| {
            let id = RecordId {
                import: ImportId(1),
                number: at + 1,
            };
            Candidate::of(id, &record(at, &words))
        })
        .collect();
    let made = start.elapsed().as_secs_f64();
    writeln!(
        out,
        "{count} records made and normalised in {made:.2} s; {}",
        peak_memory().unwrap_or_default()
    )?;
    let start = Instant::now();
    let found = dedupe(&candidates, &Settings::default());
    let seconds = start.elapsed().as_secs_f64();
    let merged: usize = found.groups.iter().map(|group| group.len() - 1).sum();
    writeln!(
        out,
        "searched in {seconds:.2} s: {} pairs compared, {merged} of {} copies found, {} to ask, {} large blocks; peak memory {}",
        found.compared,
        count / 4,
        found.queue().len(),
        found.large.len(),
        peak_memory().unwrap_or_default()
    )?;
    Ok(())
}

fn word(at: u64) -> String {
    let mut numbers = Numbers::new(at.wrapping_mul(977));
    let syllables = 2 + numbers.below(3);
    (0..syllables)
        .map(|_| {
            let consonant = b"bcdfglmnprstvz"[numbers.below(14) as usize] as char;
            let vowel = b"aeiou"[numbers.below(5) as usize] as char;
            format!("{consonant}{vowel}")
        })
        .collect()
}

fn record(at: u32, words: &[String]) -> Record {
    let is_copy = at % 4 == 3;
    let source = if is_copy { at - 1 - at / 4 % 2 } else { at };
    let mut numbers = Numbers::new(u64::from(source).wrapping_mul(0x1234_5677));
    let pick = |numbers: &mut Numbers, from: u64| words[(numbers.skewed(from)) as usize].clone();
    let title: Vec<String> = (0..9 + numbers.below(6))
        .map(|_| pick(&mut numbers, VOCABULARY))
        .collect();
    let authors: Vec<(String, String)> = (0..1 + numbers.below(7))
        .map(|_| (pick(&mut numbers, VOCABULARY), pick(&mut numbers, 800)))
        .collect();
    let (year, volume, page) = (
        1980 + numbers.below(45),
        1 + numbers.below(200),
        1 + numbers.below(3000),
    );
    let journal: Vec<String> = (0..3)
        .map(|_| words[numbers.skewed(300) as usize].clone())
        .collect();
    let text: Vec<String> = (0..120).map(|_| pick(&mut numbers, VOCABULARY)).collect();
    let contributors = authors.iter().map(|(family, given)| {
        let given = if is_copy {
            given.chars().take(1).collect()
        } else {
            given.clone()
        };
        Contributor::new(
            Role::Author,
            Person::Named {
                family: family.clone(),
                given: Some(given),
                suffix: None,
            },
        )
    });
    let abbreviated: Vec<String> = journal
        .iter()
        .map(|word| word.chars().take(4).collect())
        .collect();
    Record {
        title: Some(if is_copy {
            title.join(" ").to_uppercase()
        } else {
            title.join(" ")
        }),
        contributors: contributors.collect(),
        date: Some(Date::parse(&year.to_string())),
        container: Some(if is_copy {
            abbreviated.join(" ")
        } else {
            journal.join(" ")
        }),
        volume: Some(volume.to_string()),
        pages: Some(if is_copy {
            page.to_string()
        } else {
            format!("{page}-{}", page + 9)
        }),
        abstract_text: (!is_copy).then(|| text.join(" ")),
        ..Record::default()
    }
}
