//! Faults that a second searcher would see.

use euthymia_search::query::{Concern, Platform, check, read};

fn found(text: &str, platform: Platform) -> Vec<(u32, Concern)> {
    let (strategy, _) = read(text, platform);
    check(&strategy)
        .iter()
        .map(|one| (one.line, one.concern))
        .collect()
}

#[test]
fn operators_without_brackets_are_told() {
    let mixed = found("a[ti] OR b[ti] AND c[ti]", Platform::PubMed);
    assert_eq!(mixed, [(1, Concern::Operators)]);
    assert_eq!(found("(a[ti] OR b[ti]) AND c[ti]", Platform::PubMed), []);
}

#[test]
fn repeated_and_redundant_terms_are_told() {
    let twice = found("ketamine.ti. or ketamine.ti.", Platform::OvidMedline);
    assert_eq!(twice, [(1, Concern::Duplicate)]);
    let inside = found("depress*.ti. or depression.ti.", Platform::OvidMedline);
    assert_eq!(inside, [(1, Concern::Duplicate)]);
    assert_eq!(
        found("depress*.ti. or depression.ab.", Platform::OvidMedline),
        []
    );
}

#[test]
fn lines_that_repeat_or_are_not_used_are_told() {
    let text = "#1 ketamine[ti]\n#2 ketamine[ti]\n#3 #1 AND #4\n";
    let expected = [
        (2, Concern::Duplicate),
        (2, Concern::Unused),
        (3, Concern::Reference),
    ];
    assert_eq!(found(text, Platform::PubMed), expected);
}

#[test]
fn truncation_that_does_not_work_is_told() {
    for (text, platform) in [
        ("ket*[ti]", Platform::PubMed),
        ("ketamin$[ti]", Platform::PubMed),
        ("\"treatment resist*\":ti", Platform::Cochrane),
        ("TITLE(\"treatment resist*\")", Platform::Scopus),
    ] {
        assert_eq!(found(text, platform), [(1, Concern::Truncation)], "{text}");
    }
}

#[test]
fn taking_away_is_told_but_for_animals() {
    let text = "a[ti] NOT rats[ti]";
    assert_eq!(found(text, Platform::PubMed), [(1, Concern::Negation)]);
    let usual = "a[ti] NOT (animals[mh] NOT humans[mh])";
    assert_eq!(found(usual, Platform::PubMed).len(), 1);
}
