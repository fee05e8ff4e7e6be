//! Bayes factors and posteriors against 30 digits; the two-sided factor there is another integral.

use euthymia_cohort::bayes_t::{Alternative, BayesT, Design, bayes_t};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Row, csv};

fn run(row: &Row<'_>, alternative: Alternative) -> BayesT {
    let (n1, n2): (usize, usize) = (row.parse("n1"), row.parse("n2"));
    let design = if n2 == 0 {
        Design::OneSample { n: n1 }
    } else {
        Design::TwoSamples {
            first: n1,
            second: n2,
        }
    };
    let level = Probability::NINETY_FIVE;
    bayes_t(
        row.parse("t"),
        design,
        row.parse("scale"),
        alternative,
        level,
    )
    .unwrap()
}

#[test]
fn factors_and_posteriors() {
    let table = csv("expected/mpmath/bayes_t.csv");
    let mut all = Comparison::new("bayes_t");
    for row in table.rows() {
        let two = run(&row, Alternative::TwoSided);
        let quantity = row.cell("quantity");
        let found = match quantity {
            "ln_bf10" => two.ln_bf10,
            "ln_bf_greater" => run(&row, Alternative::Greater).ln_bf10,
            "ln_bf_less" => run(&row, Alternative::Less).ln_bf10,
            "above_zero" => two.posterior.above_zero,
            "mean" => two.posterior.mean,
            "median" => two.posterior.median,
            "lower" => two.posterior.interval.lower,
            _ => two.posterior.interval.upper,
        };
        let context = format!("{quantity} of t {}", row.cell("t"));
        all.compare(quantity, found, row.number("value"), "integral", &context);
    }
    all.finish(56);
}
