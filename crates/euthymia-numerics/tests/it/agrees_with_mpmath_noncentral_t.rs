//! The noncentral t distribution against series summed in 60 digits or more.

use euthymia_numerics::noncentral_t;
use euthymia_testkit::{Comparison, reference::csv, tolerance::named};

#[test]
fn noncentral_t_tails_and_densities() {
    let table = csv("expected/mpmath/noncentral_t.csv");
    let mut all = Comparison::new("noncentral_t");
    for row in table.rows() {
        let (df, ncp, x): (f64, f64, f64) = (row.parse("df"), row.parse("ncp"), row.parse("x"));
        let name = row.cell("function");
        let found = match name {
            "sf" => noncentral_t::sf(x, df, ncp),
            "cdf" => noncentral_t::cdf(x, df, ncp),
            _ => noncentral_t::ln_density(x, df, ncp),
        };
        let tolerance = named(if name == "ln_density" {
            "algebra"
        } else {
            "noncentral"
        });
        let context = format!("{name} at {x}, df {df}, ncp {ncp}");
        all.compare_under(name, found, row.number("value"), &tolerance, &context);
    }
    assert!(all.largest_relative("sf") > Some(0.0), "{}", all.summary());
    all.finish(600);
}
