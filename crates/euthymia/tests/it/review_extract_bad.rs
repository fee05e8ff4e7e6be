//! Values that cannot be, forms that change, and files for something else.

use crate::library::review;
use crate::review_extract::named;
use crate::run::Folder;

fn doubts(folder: &Folder, file: &str) -> Vec<Vec<String>> {
    folder.write("filled.toml", file);
    let wanted = [
        "extract",
        "roe2019",
        "filled.toml",
        "--by",
        "kd",
        "--format",
        "csv",
    ];
    let run = review(folder, &wanted);
    assert_eq!(run.status, Some(0), "{}", run.err);
    run.csv().into_iter().skip(1).collect()
}

/// Whether a check is among the doubts, at a place with this end, and its reason says something.
#[track_caller]
fn told(doubts: &[Vec<String>], check: &str, place: &str, says: &str) {
    let found = doubts
        .iter()
        .any(|row| row[2] == check && row[1].ends_with(place) && row[4].contains(says));
    assert!(found, "{check}, {place}, {says}: {doubts:#?}");
}

/// One outcome of one arm of 20 people.
fn outcome(lines: &[(&str, &str)]) -> String {
    let mut text =
        "[arms.a]\nn_randomised = { value = 20, at = \"p. 1\" }\n[arms.a.outcomes.x]\n".to_owned();
    for (field, value) in lines {
        text += &format!("{field} = {{ value = \"{value}\", at = \"p. 1\" }}\n");
    }
    text
}

#[test]
fn byhand_numbers_that_cannot_be_are_told_and_kept() {
    let folder = named();
    let score = [("outcome", "score"), ("instrument", "madrs"), ("n", "20")];
    let with = |rest: &[(&str, &str)]| outcome(&[&score, rest].concat());
    let case = |rest: &[(&str, &str)]| doubts(&folder, &with(rest));
    // 20 people: means go in steps of 0.05.
    told(
        &case(&[("mean", "12.53")]),
        "whole_numbers",
        "/mean",
        "GRIM",
    );
    assert!(
        !case(&[("mean", "12.55")])
            .iter()
            .any(|row| row[2] == "whole_numbers")
    );
    told(&case(&[("mean", "61")]), "on_scale", "/mean", "0 to 60");
    // 8 / √20 is 1.789.
    told(
        &case(&[("sd", "8.0"), ("se", "2.5")]),
        "spread",
        "/se",
        "1.789",
    );
    assert!(
        !case(&[("sd", "8.0"), ("se", "1.8")])
            .iter()
            .any(|row| row[2] == "spread")
    );
    told(
        &case(&[("sd", "1.8")]),
        "alike",
        "/sd",
        "small for a scale of 60",
    );
    // The middle of 8 and 12 is 10.
    let limits = [("ci_low", "8.0"), ("ci_high", "12.0"), ("ci_level", "95")];
    told(
        &case(&[&limits[..], &[("mean", "10.5")]].concat()),
        "interval",
        "/mean",
        "is 10.0",
    );
    // A half width of 2 by t with 19 degrees of freedom, 2.093, is an error of 0.956, a deviation of
    // 4.27.
    told(
        &case(&[&limits[..], &[("sd", "9.0")]].concat()),
        "interval",
        "/sd",
        "4.27",
    );
    assert!(
        !case(&[&limits[..], &[("sd", "4.3")]].concat())
            .iter()
            .any(|row| row[2] == "interval")
    );
    let count = |rest: &[(&str, &str)]| {
        let own = [("outcome", "response"), ("n", "20")];
        doubts(&folder, &outcome(&[&own, rest].concat()))
    };
    told(
        &count(&[("events", "21")]),
        "at_most",
        "/events",
        "more than n, which is 20",
    );
    told(
        &count(&[("percent_reported", "33.0")]),
        "percentage",
        "/percent_reported",
        "no whole number",
    );
    told(
        &count(&[("percent_reported", "35"), ("events", "8")]),
        "percentage",
        "/percent_reported",
        "it is 7, and 8",
    );
    told(&count(&[]), "form", "arms/a/role", "nobody has entered it");
}

#[test]
fn byhand_dates_and_deviations_of_other_arms() {
    let folder = named();
    let dates = "enrolled_from = \"2021-05\"\nenrolled_to = \"2020-12-31\"\n";
    told(
        &doubts(&folder, dates),
        "in_order",
        "enrolled_from",
        "after 2020-12-31",
    );
    let arm = |key: &str, sd: &str| {
        format!("[arms.{key}]\nbaseline_sd = {{ value = \"{sd}\", at = \"Table 1\" }}\n")
    };
    let file = arm("a", "5.9") + &arm("b", "1.3");
    told(
        &doubts(&folder, &file),
        "alike",
        "arms/b/baseline_sd",
        "5.9",
    );
}

#[test]
fn files_for_something_else_are_refused_and_nothing_is_entered() {
    let folder = named();
    folder.write(
        "filled.toml",
        "_sheet.study = \"poe2020\"\nyear = { value = 2020, at = \"p. 1\" }\n",
    );
    let before = folder.bytes("review/log.jsonl");
    let wanted = ["extract", "roe2019", "filled.toml", "--by", "kd"];
    review(&folder, &wanted).refused(2, &["poe2020", "roe2019", "nothing is entered"]);
    folder.write("filled.toml", "yaer = 2020\n");
    review(&folder, &wanted).refused(2, &["filled.toml", "line 1", "Did you mean year?"]);
    folder.write("filled.toml", "");
    review(&folder, &wanted).refused(2, &["nothing is filled in"]);
    review(&folder, &["extract", "nobody", "--by", "kd"]).refused(2, &["nobody", "roe2019"]);
    let form = ["extract", "roe2019", "--form", "none", "--by", "kd"];
    review(&folder, &form).refused(2, &["--form", "forms/none.toml"]);
    folder.write(
        "review/forms/none.toml",
        "[[fields]]\nid = \"a\"\ntype = \"colour\"\n",
    );
    review(&folder, &form).refused(2, &["forms/none.toml", "row 3"]);
    review(&folder, &["study", "Roe 2019", "--by", "kd"]).refused(2, &["no name of a study"]);
    review(&folder, &["evidence", "base"]).refused(2, &["nobody has taken values"]);
    assert_eq!(folder.bytes("review/log.jsonl"), before);
}

#[test]
fn a_form_edited_after_extraction_began_loses_nothing() {
    let folder = named();
    folder.write(
        "filled.toml",
        outcome(&[("outcome", "response"), ("events", "3")]),
    );
    let wanted = ["extract", "roe2019", "filled.toml", "--by", "kd"];
    review(&folder, &wanted).fine();
    let form = folder.text("review/forms/trials.toml");
    let other = form.replace("\"events\"", "\"responders\"");
    folder.write("review/forms/trials.toml", &other);
    folder.write(
        "second.toml",
        "[arms.a.outcomes.x]\nresponders = { value = 3, at = \"p. 1\" }\n",
    );
    review(
        &folder,
        &["extract", "roe2019", "second.toml", "--by", "ml"],
    )
    .fine();
    let shown = review(&folder, &["extraction", "roe2019", "--format", "csv"]).fine();
    let old = "arms/a/outcomes/x/events,3 (p. 1),no longer asked";
    assert!(shown.out.contains(old), "{}", shown.out);
    let plain = review(&folder, &["extraction"]).fine().out;
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains("No longer asked: arms/outcomes/events."),
        "{plain}"
    );
    folder.write("review/forms/trials.toml", form);
    review(&folder, &wanted).fine();
    let shown = review(&folder, &["extraction", "roe2019", "--format", "csv"]).fine();
    let again = "arms/a/outcomes/x/events,3 (p. 1),differs";
    assert!(
        shown.out.contains("kd: 3 (p. 1); ml: nothing") || shown.out.contains(again),
        "{}",
        shown.out
    );
}

#[test]
fn an_evidence_base_of_another_origin_is_not_replaced() {
    let folder = named();
    folder.write("base/studies.csv", "study_id\n");
    folder.write("base/datapackage.json", "{\"name\": \"other\"}");
    review(&folder, &["evidence", "base"]).refused(2, &["base", "another folder"]);
    assert_eq!(folder.text("base/studies.csv"), "study_id\n");
}
