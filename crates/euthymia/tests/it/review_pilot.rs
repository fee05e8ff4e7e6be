//! A pilot of two reviewers, their agreement, a sample of the rest and the end of screening, through
//! the binary.

use crate::run::{Folder, Run};

fn by(folder: &Folder, who: &str, arguments: &[&str]) -> Run {
    let all = [&["review"], arguments, &["--review", "lakes", "--by", who]].concat();
    folder.run(&all)
}

fn read(folder: &Folder, arguments: &[&str]) -> Run {
    let at: &[&str] = &["--review", "lakes", "--format", "csv"];
    folder.run(&[&["review"], arguments, at].concat()).fine()
}

/// A review of forty invented reports and two reviewers who are blind to each other.
fn lakes() -> Folder {
    let folder = Folder::new();
    folder
        .run(&["review", "init", "lakes", "--by", "ab"])
        .fine();
    let protocol = folder.text("lakes/review.toml");
    let at = protocol.find("# Probabilities").expect("a place");
    let (before, behind) = protocol.split_at(at);
    let second = "[[reviewers]]\nid = \"cd\"\n\n";
    folder.write("lakes/review.toml", format!("{before}{second}{behind}"));
    let report = |number: u32| {
        format!("TY  - JOUR\nTI  - Invented report {number} on calm lakes\nPY  - 2020\nER  - \n\n")
    };
    folder.write("lakes.ris", (1..=40).map(report).collect::<String>());
    by(&folder, "ab", &["import", "lakes.ris"]).fine();
    folder
}

/// The records of a round that wait for somebody, in the order of the draw.
fn waiting(folder: &Folder, who: &str, round: &str) -> Vec<String> {
    let listed = by(folder, who, &["todo", "--most", "0", "--format", "csv"]).fine();
    let rows = listed.csv().into_iter().skip(1);
    let drawn = rows.filter(|row| row.last().is_some_and(|own| own == round));
    drawn.filter_map(|row| row.first().cloned()).collect()
}

/// Decides on records in their order: those at these places are included.
fn decide(folder: &Folder, who: &str, records: &[String], included: &[usize]) {
    let mut table = "record,decision\n".to_owned();
    for (at, record) in records.iter().enumerate() {
        let verdict = match included.contains(&at) {
            true => "include",
            false => "exclude",
        };
        table += &format!("{record},{verdict}\n");
    }
    let name = format!("{who}.csv");
    folder.write(&name, table);
    by(folder, who, &["decide", "--batch", &name]).fine();
}

/// Of ten both include two and exclude six; each alone includes one.
///
/// Both include three tenths: chance 0.3² + 0.7² = 0.58, κ = (0.8 − 0.58)/0.42; AC1 has the chance
/// 2 · 0.3 · 0.7 = 0.42, (0.8 − 0.42)/0.58; PABAK 2 · 0.8 − 1. α: of twenty answers six are include,
/// 1 − 0.2/(1 − (6 · 5 + 14 · 13)/(20 · 19)). Wilson's limits of 8 of 10 are 0.490 and 0.943.
#[test]
fn byhand_a_pilot_from_its_draw_to_the_agreement() {
    let folder = lakes();
    let drawn = by(&folder, "ab", &["pilot", "10", "--seed", "3"]).fine();
    assert!(drawn.out.starts_with("pilot-1: 10 of 40"), "{}", drawn.out);
    let ab = waiting(&folder, "ab", "pilot-1");
    assert_eq!(ab.len(), 10);
    assert_eq!(waiting(&folder, "cd", "pilot-1"), ab, "all decide on them");
    decide(&folder, "ab", &ab, &[0, 1, 2]);
    decide(&folder, "cd", &ab, &[0, 1, 3]);
    let table = read(&folder, &["agreement", "--round", "pilot-1"]).csv();
    let (names, row) = (&table[0], &table[1]);
    let of = |key: &str| {
        let at = names.iter().position(|own| own == key);
        let at = at.unwrap_or_else(|| panic!("no {key} in {names:?}"));
        let number: f64 = row[at].parse().expect("a number");
        format!("{number:.2}")
    };
    assert_eq!(row[..2], ["ab", "cd"]);
    for (key, expected) in [
        ("reports", "10.00"),
        ("agreed", "8.00"),
        ("only_first", "1.00"),
        ("only_second", "1.00"),
        ("kappa", "0.52"),
        ("ac1", "0.66"),
        ("pabak", "0.60"),
        ("alpha", "0.55"),
    ] {
        assert_eq!(of(key), expected, "{key}");
    }
    let shown = folder.run(&[
        "review",
        "agreement",
        "--round",
        "pilot-1",
        "--review",
        "lakes",
    ]);
    for part in ["80.0", "49.0", "94.3"] {
        assert!(shown.out.contains(part), "{part}: {}", shown.out);
    }
    // The two on which they differ wait to be settled.
    let conflicts = read(&folder, &["conflicts"]).csv();
    assert_eq!(conflicts.len(), 1 + 2, "{conflicts:?}");
}

/// Ten of forty were decided on, four of them relevant. None of fifteen drawn from the thirty left is:
/// with three relevant ones among the thirty that has the chance 15 · 14 · 13/(30 · 29 · 28) = 0.112,
/// with four, times 12/27, 0.0498. So at most three were missed, and recall is at least 4/7.
#[test]
fn byhand_a_sample_bounds_what_was_missed_and_ends_screening() {
    let folder = lakes();
    by(&folder, "ab", &["pilot", "10"]).fine();
    let pilot = waiting(&folder, "ab", "pilot-1");
    decide(&folder, "ab", &pilot, &[0, 3, 4, 9]);
    by(&folder, "ab", &["sample", "15", "--seed", "7"]).fine();
    let sample = waiting(&folder, "ab", "sample-1");
    assert_eq!(sample.len(), 15);
    assert!(sample.iter().all(|own| !pilot.contains(own)));
    decide(&folder, "ab", &sample, &[]);
    let ruling = |target: &str| {
        let told = read(&folder, &["stopping", "--target", target]).out;
        let line = told.lines().find(|line| line.starts_with("sample,"));
        line.expect("the rule").to_owned()
    };
    let told = ruling("0.95");
    assert!(told.contains("go on"), "{told}");
    assert!(told.contains("at most 3 of 15 were missed"), "{told}");
    assert!(told.contains("57.1"), "{told}");
    assert!(ruling("0.57").contains(",stop,"), "{}", ruling("0.57"));
    assert!(ruling("0.58").contains(",go on,"), "{}", ruling("0.58"));
    let early = by(&folder, "ab", &["stop", "--rule", "sample"]);
    early.refused(2, &["--although"]);
    let ended = by(
        &folder,
        "ab",
        &["stop", "--rule", "sample", "--target", "0.57"],
    )
    .fine();
    assert!(
        ended.out.starts_with("15 reports are set aside."),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("drawn at random"), "{}", ended.out);
}
