//! What the report says of claims, on the bundled evidence base.

use crate::first_table;
use euthymia_evidence::EvidenceBase;
use euthymia_report::document::Document;
use euthymia_report::trd::report;

fn document() -> Document {
    let base = EvidenceBase::bundled().expect("the bundled base loads");
    report(&base, None, "0").document
}

/// The cells of the claims table in the row whose claim contains the words.
fn row(words: &str) -> Vec<String> {
    let document = document();
    let rows = &first_table(&document, "claims").rows;
    let texts = rows
        .iter()
        .map(|row| row.iter().map(|v| v.for_people()).collect::<Vec<_>>());
    texts
        .into_iter()
        .find(|cells| cells[1].contains(words))
        .expect("a claim with these words")
}

#[test]
fn a_mean_change_is_not_held_against_a_rate() {
    let cells = row("Mean improvement of MADRS");
    assert_eq!(cells[3], "—");
    assert_eq!(cells[4], "not a rate that can be compared");
}

#[test]
fn steps_of_another_trial_programme_have_no_rate_to_stand_beside() {
    assert_eq!(
        row("Cumulative remission over four treatment steps.")[4],
        "not a rate that can be compared"
    );
}

#[test]
fn a_study_is_no_evidence_for_its_own_claim() {
    for claim in [
        "Response to six ketamine infusions",
        "Remission after six ketamine infusions",
    ] {
        let cells = row(claim);
        assert_eq!(
            cells[4], "the claim is this study's own number",
            "{cells:?}"
        );
    }
}

#[test]
fn several_infusions_are_held_against_courses() {
    assert!(row("Response to several ketamine infusions")[3].contains("(2 studies)"));
}

#[test]
fn a_number_that_a_study_quotes_is_not_its_own() {
    for claim in [
        "Expected response after six infusions, cited.",
        "Expected remission after six infusions, cited.",
        "Response to ketamine with a history of neuromodulation, cited.",
        "Remission with ketamine with a history of neuromodulation, cited.",
    ] {
        let cells = row(claim);
        assert!(!cells[4].contains("own"), "{cells:?}");
        assert!(cells[4].contains("interval"), "{cells:?}");
    }
}
