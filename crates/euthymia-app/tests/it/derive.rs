//! Conversions: every way is reachable, and no input makes them panic.

use euthymia_app::AppError;
use euthymia_app::derive::{Choices, DeriveRequest, DeriveSource, derive, listed};
use proptest::prelude::*;

fn ask(what: &str, method: Option<&str>, values: Vec<String>) -> Result<usize, AppError> {
    let answer = derive(&DeriveRequest {
        what: what.to_owned(),
        source: DeriveSource::Values(values),
        method: method.map(str::to_owned),
        choices: Choices::default(),
    })?;
    Ok(answer.rows.len())
}

/// Every way with every set of names it needs.
fn ways() -> Vec<(&'static str, &'static str, Vec<String>)> {
    let list = listed(None).expect("a list");
    let ways = list.iter().flat_map(|way| {
        way.needs.iter().map(|set| {
            let many = |name: &&str| match name.strip_suffix('#') {
                Some(stem) => vec![format!("{stem}1"), format!("{stem}2")],
                None => vec![(*name).to_owned()],
            };
            (way.what, way.method, set.iter().flat_map(many).collect())
        })
    });
    ways.collect()
}

/// A number that suits a name, so that a way can be gone to its end.
fn suitable(name: &str) -> &'static str {
    let starts = |prefix: &str| name.starts_with(prefix);
    match name {
        _ if starts("n_max") => "60",
        _ if starts("min") => "5",
        _ if starts("q1") => "12",
        _ if starts("median") => "18",
        _ if starts("q3") => "25",
        _ if starts("max") => "41",
        "n" => "40",
        _ if starts("n_treatment") || starts("n_control") || starts("n1") || starts("n2") => "20",
        "percent" | "percent1" | "percent2" => "25",
        "mean" => "5.25",
        "ci_low" => "1.30",
        "ci_high" => "6.43",
        "or" | "rr" | "ratio" | "difference" => "2",
        "events" | "events1" | "events2" => "16",
        "control_risk" | "p" => "0.2",
        "r" | "phi" | "rd" => "0.1",
        "sd_change" => "1.1",
        _ => "1",
    }
}

#[test]
fn every_way_that_is_listed_can_be_gone() {
    let mut gone = 0;
    for (what, method, names) in ways() {
        let value = |name: &String| match (what, name.as_str()) {
            // 12 of 20 against 5 of 20 as the risk ratio 2.40 and the odds ratio 4.50.
            ("tables", "rr") => "rr=2.40".to_owned(),
            ("tables", "ci_low") if names.contains(&"rr".to_owned()) => "ci_low=1.04".to_owned(),
            ("tables", "ci_high") if names.contains(&"rr".to_owned()) => "ci_high=5.55".to_owned(),
            ("tables", "or") => "or=4.50".to_owned(),
            ("tables", "ci_low") => "ci_low=1.17".to_owned(),
            ("tables", "ci_high") => "ci_high=17.37".to_owned(),
            (_, name) => format!("{name}={}", suitable(name)),
        };
        let values: Vec<String> = names.iter().map(value).collect();
        let found = ask(what, Some(method), values.clone());
        assert_eq!(found.ok(), Some(1), "{what} --method {method} {values:?}");
        gone += 1;
    }
    assert!(gone > 50, "only {gone} ways");
}

proptest! {
    #[test]
    fn any_input_of_texts_is_an_answer_or_an_error(
        way in proptest::sample::select(ways()),
        texts in proptest::collection::vec(
            prop_oneof![
                "[-+]?[0-9]{0,6}[.,]?[0-9]{0,4}%?",
                any::<f64>().prop_map(|x| format!("{x:e}")),
                any::<f64>().prop_map(|x| x.to_string()),
                (0_u32..200).prop_map(|x| x.to_string()),
                "\\PC{0,6}",
            ],
            12,
        ),
    ) {
        let (what, method, names) = way;
        let values = names.iter().zip(&texts).map(|(name, text)| format!("{name}={text}"));
        if let Err(error) = ask(what, Some(method), values.collect()) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn any_input_of_names_is_an_answer_or_an_error(
        what in "\\PC{0,12}",
        values in proptest::collection::vec("\\PC{0,8}=\\PC{0,8}", 0..5),
    ) {
        prop_assert!(ask(&what, None, values.clone()).is_err());
        let _ = ask("sd", None, values);
    }
}
