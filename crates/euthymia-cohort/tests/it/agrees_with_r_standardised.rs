//! Intervals of standardised changes against pt, metafor and a delta method in matrices.

use euthymia_cohort::paired::summarise;
use euthymia_cohort::standardised_interval::{
    PreVariance, d_av_interval, d_pre_interval, d_rms_interval, d_z_interval,
};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;

#[test]
fn limits_and_variances() {
    let file = json("expected/r/cohort_standardised.json");
    let mut all = Comparison::new("standardised changes");
    let level = Probability::NINETY_FIVE;
    for case in file.get("cases").unwrap().as_object().unwrap().keys() {
        let values = |name: &str| -> Vec<f64> {
            let numbers = file.numbers(&format!("cases.{case}.{name}"));
            numbers.into_iter().map(|v| v.unwrap().value).collect()
        };
        let number = |name: &str| file.number(&format!("cases.{case}.{name}"));
        let summary = summarise(&values("before"), &values("after")).unwrap();
        let z = d_z_interval(&summary, level).unwrap().d_interval;
        // R's pt with a noncentrality is a series cut at 1e-12.
        all.compare("z", z.lower, number("z_lower"), "root", case);
        all.compare("z", z.upper, number("z_upper"), "root", case);
        let av = d_av_interval(&summary, level).unwrap();
        all.compare("d_av", av.d, number("d_av"), "algebra", case);
        let variance = av.standard_error.unwrap().powi(2);
        all.compare("d_av", variance, number("d_av_variance"), "algebra", case);
        let rms = d_rms_interval(&summary, level).unwrap();
        let variance = rms.standard_error.unwrap().powi(2);
        all.compare("d_rms", variance, number("d_rms_variance"), "algebra", case);
        let pre = d_pre_interval(&summary, level, PreVariance::Becker1988).unwrap();
        all.compare("g_pre", pre.g.unwrap(), number("g_pre"), "algebra", case);
        let variance = pre.standard_error.unwrap().powi(2);
        all.compare("d_pre", variance, number("d_pre_becker"), "algebra", case);
    }
    all.finish(21);
}
