//! The evidence base for people.

use euthymia_app::evidence::{check_view, checked, known_treatments, list_view, load, show_views};
use euthymia_table::{Format, Severity, render};
use std::path::Path;

#[test]
fn the_bundled_evidence_is_counted_and_has_no_errors() {
    let checked = checked(None);
    assert_eq!(checked.count(Severity::Error), 0, "{:#?}", checked.findings);
    let base = load(None).expect("loaded");
    let sizes = [base.studies.len(), base.arms.len(), base.outcomes.len()];
    assert_eq!(checked.sizes, Some(sizes));
}

#[test]
fn a_folder_that_is_not_there_is_a_finding_not_an_error() {
    let checked = checked(Some(Path::new("no/such/folder")));
    assert_eq!(checked.sizes, None);
    assert!(checked.count(Severity::Error) > 0);
    for finding in &checked.findings {
        assert!(finding.file.contains("no/such/folder"), "{finding}");
    }
    let error = load(Some(Path::new("no/such/folder"))).expect_err("refused");
    assert_eq!(error.exit_status(), 2);
}

#[test]
fn every_view_can_be_rendered_in_every_format() {
    let base = load(None).expect("loaded");
    let mut views = vec![
        check_view(&checked(None)),
        list_view(&base, &[]).expect("a list"),
    ];
    for study in &base.studies {
        views.extend(show_views(&base, &study.id).expect("a study"));
    }
    let terminal = Format::Terminal {
        width: 80,
        color: false,
    };
    for view in &views {
        for format in [terminal, Format::Csv, Format::Json, Format::Markdown] {
            let text = render(view, format);
            let text = text.unwrap_or_else(|error| panic!("{}, {format:?}: {error}", view.title));
            assert!(!text.is_empty(), "{}", view.title);
        }
    }
}

#[test]
fn treatments_groups_and_classes_are_known_and_nothing_else() {
    let base = load(None).expect("loaded");
    for word in ["ketamine_iv", "tms_deep", "psychedelic", "ect", "control"] {
        assert!(
            known_treatments(&base, &[word.to_owned()]).is_ok(),
            "{word}"
        );
    }
    for word in ["", "ketamine ", "Ketamine IV", "all"] {
        let error = known_treatments(&base, &[word.to_owned()]).expect_err(word);
        assert!(
            error
                .to_string()
                .contains(&format!("\"{word}\" is not a treatment")),
            "{error}"
        );
    }
}

#[test]
fn a_part_of_a_name_finds_the_only_study_it_is_in() {
    let base = load(None).expect("loaded");
    let by_part = show_views(&base, "Payette").expect("a study");
    assert_eq!(by_part, show_views(&base, "payette-2023").expect("a study"));
    let error = show_views(&base, "TRANSFORM").expect_err("ambiguous");
    assert!(error.to_string().contains("transform-1"), "{error}");
}

#[test]
fn every_row_of_a_study_is_shown() {
    let base = load(None).expect("loaded");
    let shown: usize = base
        .studies
        .iter()
        .map(|study| show_views(&base, &study.id).expect("a study")[2].rows.len())
        .sum();
    assert_eq!(shown, base.outcomes.len());
}
