//! The strategies that are shipped: read without a doubt, and clean.

use euthymia_search::query::{Platform, check, parse, print, read};

const FILES: [(&str, Platform); 4] = [
    ("pubmed.txt", Platform::PubMed),
    ("psycinfo-ovid.txt", Platform::OvidPsycinfo),
    ("embase.txt", Platform::EmbaseCom),
    ("cochrane.txt", Platform::Cochrane),
];

fn text(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/strategies");
    std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

#[test]
fn the_strategies_of_the_examples_are_clean() {
    for (name, platform) in FILES {
        let (strategy, warnings) = read(&text(name), platform);
        assert_eq!(warnings, [], "{name}");
        assert!(strategy.lines.len() >= 9, "{name}");
        assert_eq!(check(&strategy), [], "{name}");
        let whole = strategy.inlined().unwrap();
        let pasted = print(&whole, platform);
        let (back, warnings) = parse(&pasted, platform, 1);
        assert_eq!(warnings, [], "{name}");
        assert_eq!(
            back.map(|expr| expr.unplaced()),
            Some(whole.unplaced()),
            "{name}"
        );
    }
}
