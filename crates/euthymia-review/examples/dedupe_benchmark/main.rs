//! Finds duplicates in labelled sets and says how well and how fast.
//!
//! `cargo run --release -p euthymia-review --example dedupe_benchmark -- DIR [--beside PYTHON]
//! [--mistakes] [--changed] [--screened DIR] [--levels FILE]`
//!
//! `DIR` holds a folder for each set, with `records_pre_merged.csv` and `merged_record_ids.csv`,
//! and perhaps `test_cases.json`. `--beside` runs bib-dedupe on the same files by a Python that has
//! it. `--mistakes` lists the pairs decided wrongly, with their reasons. `--changed` adds copies
//! changed as databases change records, and different works that look alike. `--screened` names a
//! folder of tables without labels, whose works are taken too. `--levels` writes how the fields of
//! the compared pairs compare, for `reference/generators/py/dedupe_weights.py`. `--invented N`
//! instead of `DIR` makes N records and times them.

mod alike;
mod beside;
mod cases;
mod changed;
mod invented;
mod mixed;
mod numbers;
mod read;
mod score;
mod spelling;
mod works;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use euthymia_review::Record;
use euthymia_review::dedupe::{Candidate, Settings, Thresholds, Verdict, dedupe, explain};

/// Mistakes of one kind that are shown with their reasons.
const SHOWN: usize = 12;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    if let Some(count) = after("--invented") {
        return invented::run(count.parse()?, &mut out);
    }
    let dir = arguments.first().ok_or("name a folder of labelled sets")?;
    let mistakes = arguments.iter().any(|argument| argument == "--mistakes");
    let mut levels = after("--levels").map(std::fs::File::create).transpose()?;
    writeln!(
        out,
        "{:<20} {:>7} {:>6} {:>6} {:>4} {:>4} {:>9} {:>7} | {:>6} {:>6} {:>4} {:>4} {:>9} {:>7} | {:>7} {:>6} {:>6} {:>8} {:>7}",
        "set",
        "records",
        "dups",
        "TP",
        "FP",
        "FN",
        "precision",
        "recall",
        "pairs",
        "TP",
        "FP",
        "FN",
        "precision",
        "recall",
        "blocked",
        "queue",
        "linked",
        "compared",
        "s"
    )?;
    let mut sum = score::Score::default();
    for set in read::sets(Path::new(dir))? {
        let start = Instant::now();
        let candidates = set.candidates();
        let found = dedupe(&candidates, &Settings::default());
        let seconds = start.elapsed().as_secs_f64();
        let score = score::score(&set, &candidates, &found);
        score::line(&mut out, &set.name, &score, seconds)?;
        if mistakes {
            for (a, b) in score.mistakes(&set, &found) {
                let find = |id| candidates.iter().find(|candidate| candidate.id == id);
                if let Some((x, y)) = find(a).zip(find(b)) {
                    show(&mut out, x, y)?;
                }
            }
        }
        if let Some(file) = &mut levels {
            score::write_levels(file, &set, &candidates)?;
        }
        sum = sum.plus(&score);
    }
    score::line(&mut out, "together", &sum, 0.0)?;
    if let Some(python) = after("--beside") {
        beside::run(python, Path::new(dir), &mut out)?;
    }
    if arguments.iter().any(|argument| argument == "--changed") {
        let sets = read::sets(Path::new(dir))?;
        changed::run(&sets, &mut out)?;
        let works = works::works(&sets, after("--screened").map(Path::new))?;
        writeln!(out, "{} works, two changed copies of each:", works.len())?;
        let mut told = std::io::stderr();
        let mut shown = std::collections::BTreeMap::new();
        let mut show_records = |name: &str, a: &Record, b: &Record| {
            let count: &mut usize = shown.entry(name.to_owned()).or_default();
            *count += 1;
            if mistakes && *count <= SHOWN {
                let two = works::candidates(&[a.clone(), b.clone()]);
                if let [a, b] = two.as_slice() {
                    let _ = writeln!(told, "{name}").and_then(|()| show(&mut told, a, b));
                }
            }
        };
        let mixed = mixed::mixed(&works);
        mixed::run(&mixed, &mut out, &mut show_records)?;
        if let Some(file) = &mut levels {
            score::write_levels(file, &mixed.set, &mixed.set.candidates())?;
        }
        writeln!(out, "different works that look alike:")?;
        alike::run(&works, &mut out, &mut show_records)?;
    }
    if let Some(dir) = after("--screened") {
        look(Path::new(dir), mistakes, &mut out)?;
    }
    let cases = Path::new(dir).join("test_cases.json");
    if cases.is_file() {
        cases::run(&cases, &mut out)?;
    }
    writeln!(
        out,
        "peak memory: {}",
        peak_memory().unwrap_or_else(|| "not known here".into())
    )?;
    Ok(())
}

/// Duplicates in tables without labels: how many, and which if so wished.
fn look(dir: &Path, list: bool, out: &mut impl Write) -> Result<(), Failure> {
    for path in works::tables(dir)? {
        let candidates = works::candidates(&works::table(&path, false)?);
        let found = dedupe(&candidates, &Settings::default());
        let merged: usize = found.groups.iter().map(|group| group.len() - 1).sum();
        let count = |wanted: fn(&Verdict) -> bool| {
            found
                .decisions
                .iter()
                .filter(|d| wanted(&d.verdict))
                .count()
        };
        writeln!(
            out,
            "{}: {} records, {merged} merged, {} linked, {} to ask",
            path.file_name().unwrap_or_default().to_string_lossy(),
            candidates.len(),
            count(|verdict| matches!(verdict, Verdict::Linked(_))),
            count(|verdict| *verdict == Verdict::Unsure)
        )?;
        for decision in found
            .decisions
            .iter()
            .filter(|d| list && d.verdict != Verdict::Apart)
        {
            let at = |number: u32| candidates.get(number as usize - 1);
            if let Some((a, b)) = at(decision.a.number).zip(at(decision.b.number)) {
                show(out, a, b)?;
            }
        }
    }
    Ok(())
}

/// Prints why a pair is decided as it is.
fn show(out: &mut impl Write, a: &Candidate, b: &Candidate) -> std::io::Result<()> {
    let explanation = explain(a, b, Thresholds::default());
    let judgement = explanation.judgement;
    writeln!(
        out,
        "  {} {}: {:?}, probability {:.4}, conflict {:?}",
        a.id, b.id, judgement.verdict, judgement.probability, judgement.conflict
    )?;
    for reason in explanation.reasons {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
        writeln!(
            out,
            "    {:<9} {:<9} {:>6.2}  {} | {}",
            reason.field.word(),
            reason.level.word(),
            reason.weight,
            text(&reason.a),
            text(&reason.b)
        )?;
    }
    Ok(())
}

/// Largest memory of the process so far, where the system says so.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
