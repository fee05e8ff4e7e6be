//! `review.toml`: what is read, and on which line something is wrong.

use euthymia_review::Protocol;

fn findings(text: &str) -> Vec<String> {
    let findings = Protocol::read(text).unwrap_err();
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn everything_that_is_said_is_read() {
    let text = "title = \"T\"\n[question]\npopulation = \"P\"\noutcomes = [\"O\"]\n\
                [criteria]\nexclude = [\"E\"]\n[[reviewers]]\nid = \"kd\"\nname = \"K\"\n\
                [duplicates]\nmerge_from = 0.99\nask_from = 0.4\n";
    let protocol = Protocol::read(text).unwrap();
    assert_eq!(protocol.question.population.as_deref(), Some("P"));
    assert_eq!(protocol.question.comparator, None);
    assert_eq!(protocol.question.outcomes, ["O"]);
    assert_eq!(protocol.criteria.exclude, ["E"]);
    assert_eq!(protocol.reviewers[0].name.as_deref(), Some("K"));
    assert_eq!(protocol.duplicates.merge_from, Some(0.99));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let unknown = findings("title = \"T\"\n[question]\npopulaton = \"P\"\n");
    assert!(
        unknown[0].contains("row 3") && unknown[0].contains("populaton"),
        "{unknown:?}"
    );
    let several = findings(
        "[[reviewers]]\nid = \"kd\"\n[[reviewers]]\nid = \"kd\"\n\
         [duplicates]\nmerge_from = 1.5\nask_from = 2.0\n",
    );
    let lines = [
        "line 4, \"id\"",
        "line 6, \"merge_from\"",
        "line 7, \"ask_from\"",
    ];
    for place in lines {
        assert!(
            several.iter().any(|told| told.contains(place)),
            "{place}: {several:?}"
        );
    }
    assert_eq!(several.len(), 4, "the order of the thresholds, too");
}
