//! `reference/expected/mpmath/multilevel.csv`: maxima found with 30 digits.

use crate::multilevel_cases::data;
use euthymia_synthesis::multilevel::{Method, Options, fit};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::csv;

#[test]
fn maxima() {
    let mut table = Comparison::new("mpmath, 30 digits");
    let expected = csv("expected/mpmath/multilevel.csv");
    for (set, model) in [("ishak2007", "ar"), ("konstantopoulos2011", "nested")] {
        for (method, name) in [(Method::Reml, "REML"), (Method::Ml, "ML")] {
            let options = Options {
                method,
                ..Options::default()
            };
            let found = fit(&data(set, model), &options).unwrap();
            let context = format!("{set} {model} {name}");
            let key = format!("{set}_{model}");
            let of_this = |row: &euthymia_testkit::reference::Row| {
                row.cell("model") == key && row.cell("method") == name
            };
            for row in expected.rows().filter(of_this) {
                let quantity = row.cell("quantity");
                let (kind, place) = quantity.split_once('.').unwrap_or((quantity, "0"));
                let place: usize = place.parse().unwrap();
                let (value, tolerance) = match kind {
                    "theta" => (found.components[place].value, "root"),
                    "loglik" => (found.statistics().log_likelihood, "likelihood"),
                    "b" => (found.coefficients[place].estimate, "root"),
                    _ => (found.coefficients[place].test.standard_error, "root"),
                };
                table.compare(kind, value, row.number("value"), tolerance, &context);
            }
        }
    }
    table.finish(30);
}
