//! Shapiro–Wilk against shapiro.test, whose source is the same algorithm.

use euthymia_cohort::shapiro_wilk::shapiro_wilk;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;

#[test]
fn three_to_five_thousand_values() {
    let file = json("expected/r/cohort_shapiro.json");
    let mut all = Comparison::new("Shapiro-Wilk");
    for case in file.get("cases").unwrap().as_object().unwrap().keys() {
        let numbers = file.numbers(&format!("cases.{case}.values"));
        let values: Vec<f64> = numbers.into_iter().map(|v| v.unwrap().value).collect();
        let test = shapiro_wilk(&values).unwrap();
        all.compare(
            "w",
            test.w,
            file.number(&format!("cases.{case}.w")),
            "algebra",
            case,
        );
        all.compare(
            "p",
            test.p,
            file.number(&format!("cases.{case}.p")),
            "shapiro_p",
            case,
        );
    }
    all.finish(22);
}
