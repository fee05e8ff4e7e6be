//! The strategies that are shipped find the same records, whatever their platform.

use euthymia_review::Record;
use euthymia_search::query::{Expr, Platform, read};
use euthymia_search::recall::recall;

use crate::shared::{library, titled};

const STRATEGIES: [(&str, Platform); 4] = [
    ("pubmed", Platform::PubMed),
    ("psycinfo-ovid", Platform::OvidPsycinfo),
    ("embase", Platform::EmbaseCom),
    ("cochrane", Platform::Cochrane),
];

/// Titles, and whether the question is about them.
const TITLES: [(&str, bool); 8] = [
    (
        "Esketamine nasal spray in treatment-resistant depression",
        true,
    ),
    ("rTMS for major depression resistant to medication", true),
    (
        "Psilocybin with psychological support: a trial in refractory depression",
        true,
    ),
    (
        "Theta burst stimulation where treatment of melancholia has failed: a refractory state",
        true,
    ),
    ("Ketamine for depressed mood after surgery", false),
    ("Lithium in treatment-resistant depression", false),
    ("Ketamine for refractory pain", false),
    ("Resistance to LSD in yeast", false),
];

fn lines(name: &str, platform: Platform) -> Vec<(u32, Expr)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/strategies");
    let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).unwrap();
    let (strategy, warnings) = read(&text, platform);
    assert!(warnings.is_empty(), "{name}");
    let lines = strategy.lines.into_iter();
    lines
        .map(|line| (line.number, line.search.unwrap()))
        .collect()
}

#[test]
fn the_strategies_of_the_examples_find_what_they_ask_for() {
    let records: Vec<Record> = TITLES.iter().map(|(title, _)| titled(title)).collect();
    let expected: Vec<bool> = TITLES.iter().map(|(_, is_relevant)| *is_relevant).collect();
    for (name, platform) in STRATEGIES {
        let recall = recall(&library([]), &lines(name, platform), &records, None).unwrap();
        let found: Vec<bool> = recall.known.iter().map(|one| one.is_found).collect();
        assert_eq!(found, expected, "{name}");
        // Lithium is lost by the lines of the interventions alone.
        let lost = &recall.known[5].lost;
        assert!(
            !lost.is_empty() && lost.iter().all(|loss| lost[0].line == loss.line),
            "{name}"
        );
    }
}
