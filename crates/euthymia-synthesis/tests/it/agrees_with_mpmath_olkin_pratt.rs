//! The unbiased correlation against 50 digits, on both sides of where its two methods meet.

use euthymia_synthesis::effect::correlation::{Correlation, unbiased};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::csv;

#[test]
fn every_size_and_coefficient() {
    let mut all = Comparison::new("Olkin and Pratt");
    for row in csv("expected/mpmath/olkin_pratt.csv").rows() {
        let (r, n) = (row.parse("r"), row.parse("n"));
        let found = unbiased(&Correlation::new(r, n).unwrap()).unwrap();
        all.compare(
            "u",
            found.estimate,
            row.number("u"),
            "quantile",
            &format!("{r} of {n}"),
        );
    }
    all.finish(150);
}
