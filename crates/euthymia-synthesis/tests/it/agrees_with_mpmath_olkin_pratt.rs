//! The unbiased correlation against 50 digits, on both sides of where its two methods meet.

use euthymia_synthesis::effect::correlation::{Correlation, unbiased, unbiased_both};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::csv;

#[test]
fn every_size_and_coefficient() {
    let mut all = Comparison::new("Olkin and Pratt");
    for row in csv("expected/mpmath/olkin_pratt.csv").rows() {
        let (r, n) = (row.parse("r"), row.parse("n"));
        let correlation = Correlation::new(r, n).unwrap();
        let context = format!("{r} of {n}");
        let found = unbiased(&correlation).unwrap();
        all.compare("u", found.estimate, row.number("u"), "quantile", &context);
        let both = unbiased_both(&correlation);
        if row.parse::<f64>("v") > 0.0 {
            let variance = both.unwrap().variance.get();
            all.compare("v", variance, row.number("v"), "algebra", &context);
        } else {
            all.require(both.is_err(), || {
                format!("{context}: a variance below zero")
            });
        }
    }
    all.finish(300);
}
