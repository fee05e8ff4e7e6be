//! What `reconstruct` takes and refuses.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::panic)]

use euthymia_app::AppError;
use euthymia_app::reconstruct::{Budget, ReconstructRequest, Verdict, reconstruct};

fn request(values: &str, counts: &[&str]) -> ReconstructRequest {
    ReconstructRequest {
        values: values.split_whitespace().map(str::to_owned).collect(),
        instrument: None,
        counts: counts.iter().map(|one| (*one).to_owned()).collect(),
        watch: Vec::new(),
        budget: Budget {
            draws: 10,
            starts: 5,
            steps: 2000,
            seed: 1,
        },
    }
}

#[track_caller]
fn refused(request: &ReconstructRequest, says: &str) {
    match reconstruct(request) {
        Err(AppError::Usage(text)) => assert!(text.contains(says), "{text}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn trailing_zeros_are_read_as_printed() {
    let verdict = |mean: &str| {
        let request = request(&format!("n=11 lowest=1 highest=7 mean={mean}"), &[]);
        reconstruct(&request).unwrap().answer.verdict()
    };
    // 11 × 3.45 to 3.55 holds 38 and 39; 11 × 3.495 to 3.505 is 38.445 to 38.555.
    assert_eq!(verdict("3.5"), Verdict::Found);
    assert_eq!(verdict("3.50"), Verdict::NoneExists);
}

#[test]
fn a_scale_gives_its_range() {
    let mut asked = request("n=3 mean=59.33", &[]);
    asked.instrument = Some("madrs".to_owned());
    // Three totals up to 60 with sum 178: 58 60 60 and 59 59 60.
    let found = reconstruct(&asked).unwrap();
    assert_eq!(found.answer.solutions.len(), 2);
    assert_eq!(found.columns[0], "madrs_total");
    asked.instrument = Some("nosuch".to_owned());
    refused(&asked, "\"nosuch\" is not a scale");
}

#[test]
fn what_cannot_be_used_is_refused_with_what_to_do() {
    for (values, says) in [
        ("lowest=0 highest=9 mean=2", "n is missing"),
        ("n=3 mean=2", "--instrument madrs"),
        ("n=3 lowest=0 highest=9 sd=1", "mean is missing"),
        ("n=3 lowest=0 highest=9 mean=2,5", "decimal point"),
        ("n=3 lowest=0 highest=9 mean=2 mean=3", "given twice"),
        (
            "n=3 lowest=0 highest=9 mean=2 average=3",
            "use one of: n, lowest",
        ),
        ("n=3 lowest=0 highest=9 mean", "name=value"),
        ("n=3.5 lowest=0 highest=9 mean=2", "whole number"),
        ("n=1 lowest=0 highest=9 mean=2", "2 to 100000"),
        ("n=3 lowest=9 highest=0 mean=2", "upwards"),
        ("n=3 lowest=0 highest=9 mean=2 sd=-1", "below 0"),
        (
            "n=3 lowest=0 highest=9 mean=2 t=4",
            "mean_before is missing",
        ),
        (
            "n=3 lowest=0 highest=9 mean_before=2 mean_after=1 sd=4",
            "sd_before or sd_after",
        ),
    ] {
        refused(&request(values, &[]), says);
    }
    let fine = "n=3 lowest=0 highest=9 mean=2";
    for (count, says) in [
        ("<10", "has no count"),
        ("below 10: 2", "write conditions"),
        ("<10: two", "whole number"),
        ("decrease>=50pct: 1", "no value before"),
    ] {
        refused(&request(fine, &[count]), says);
    }
}
