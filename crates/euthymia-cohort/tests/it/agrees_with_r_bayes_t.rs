//! Bayes factors against R's BayesFactor, within the error that it states of itself.

use euthymia_cohort::bayes_t::{Alternative, Design, bayes_t};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;
use euthymia_testkit::tolerance::named;

#[test]
fn factors_within_the_stated_error() {
    let file = json("expected/r/cohort_bayes_t.json");
    let mut all = Comparison::new("BayesFactor");
    let mut precise = 0;
    for i in 0..file.get("cases").unwrap().as_array().unwrap().len() {
        let number = |name: &str| file.number(&format!("cases.{i}.{name}"));
        let n2 = number("n2").value as usize;
        let n1 = number("n1").value as usize;
        let design = if n2 == 0 {
            Design::OneSample { n: n1 }
        } else {
            Design::TwoSamples {
                first: n1,
                second: n2,
            }
        };
        let (t, scale) = (number("t").value, number("scale").value);
        for (name, alternative) in [
            ("two_sided", Alternative::TwoSided),
            ("greater", Alternative::Greater),
            ("less", Alternative::Less),
        ] {
            // Its approximation for large t has no stated error.
            let approximated = format!("cases.{i}.{name}.approximated");
            if file.get(&approximated).unwrap().as_bool().unwrap() {
                continue;
            }
            let found = bayes_t(t, design, scale, alternative, Probability::NINETY_FIVE).unwrap();
            let expected = number(&format!("{name}.ln_bf10"));
            let stated = number(&format!("{name}.error")).value;
            let context = format!("{name}, t {t}, n {n1} {n2}, r {scale}");
            let tolerance = named("bayes_factor").times(
                1.0 + stated / named("bayes_factor").allowed(1.0),
                "the relative error that BayesFactor states",
            );
            all.compare_under(name, found.ln_bf10, expected, &tolerance, &context);
            precise += usize::from(stated < 1e-6);
        }
    }
    assert!(precise >= 20, "{precise}\n{}", all.summary());
    all.finish(80);
}
