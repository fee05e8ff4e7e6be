//! Means and standard deviations from summaries, from `reference/generators/py/conversions.py`.

use euthymia_numerics::Probability;
use euthymia_synthesis::conversion::MeanSd;
use euthymia_synthesis::conversion::box_cox::box_cox;
use euthymia_synthesis::conversion::family::Distribution;
use euthymia_synthesis::conversion::five_numbers::{
    FiveNumbers, Known, hozo, log_normal, luo_wan_shi, walter_yao, wan,
};
use euthymia_synthesis::conversion::quantile_fit::{Fitted, fit};
use euthymia_synthesis::conversion::spread::{Quantile, pooled_sd_from_p, sd_from_interval};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Row, csv};

fn if_any(row: &Row<'_>, column: &str) -> Option<f64> {
    (row.cell(column) != "-").then(|| row.parse(column))
}

fn summary(row: &Row<'_>) -> FiveNumbers {
    let median = row.parse("median");
    let range = if_any(row, "minimum").zip(if_any(row, "maximum"));
    let quartiles = if_any(row, "q1").zip(if_any(row, "q3"));
    let known = match (range, quartiles) {
        (Some((minimum, maximum)), None) => Known::Range {
            minimum,
            median,
            maximum,
        },
        (None, Some((q1, q3))) => Known::Quartiles { q1, median, q3 },
        (Some((minimum, maximum)), Some((q1, q3))) => Known::All {
            minimum,
            q1,
            median,
            q3,
            maximum,
        },
        (None, None) => panic!("a row without numbers"),
    };
    FiveNumbers::new(known, row.parse("n")).unwrap()
}

fn label(row: &Row<'_>) -> String {
    let columns = ["minimum", "q1", "median", "q3", "maximum", "n"];
    columns.map(|column| row.cell(column)).join(" ")
}

#[test]
fn every_formula_for_a_summary() {
    let mut all = Comparison::new("five numbers");
    for row in csv("expected/mpmath/five_numbers.csv").rows() {
        let (of, method) = (summary(&row), row.cell("method"));
        let context = label(&row);
        if method == "walter_yao" {
            let sd = walter_yao(&of).unwrap().value;
            all.compare("walter_yao SD", sd, row.number("sd"), "algebra", &context);
            continue;
        }
        let MeanSd { mean, sd } = match method {
            "luo_wan_shi" => luo_wan_shi(&of),
            "wan" => wan(&of),
            "log_normal" => log_normal(&of),
            "hozo" => hozo(&of),
            other => panic!("{other} is not known"),
        }
        .unwrap()
        .value;
        let kinds = (format!("{method} mean"), format!("{method} SD"));
        all.compare(&kinds.0, mean, row.number("mean"), "algebra", &context);
        all.compare(&kinds.1, sd, row.number("sd"), "algebra", &context);
    }
    all.finish(100);
}

fn fitted(of: &FiveNumbers, family: &str) -> Fitted {
    let found = fit(of).unwrap().value;
    let all = std::iter::once(found.best).chain(found.others);
    let mut named = all.filter(|fitted| fitted.distribution.name() == family);
    named.next().unwrap()
}

#[test]
fn every_family_fitted_to_every_summary() {
    let mut all = Comparison::new("quantile estimation");
    for row in csv("expected/mpmath/quantile_fits.csv").rows() {
        let (of, family) = (summary(&row), row.cell("family"));
        let context = format!("{family} of {}", label(&row));
        let found = fitted(&of, family);
        all.require(found.converged(), || format!("{context} did not settle"));
        let values = [
            ("mean", found.distribution.mean()),
            ("sd", found.distribution.sd()),
            ("distance", found.distance),
        ];
        for (what, value) in values {
            let tolerance = unless_zero(row.parse(what), "optimum");
            all.compare(what, value, row.number(what), tolerance, &context);
        }
    }
    all.finish(150);
}

/// Symmetric quartiles are those of a normal distribution: their distance is zero, and what either
/// program leaves of it is rounding.
fn unless_zero(expected: f64, otherwise: &str) -> &str {
    if expected.abs() < 1e-30 {
        "zero_residue"
    } else {
        otherwise
    }
}

/// The distribution with these moments, where they give the parameters in closed form.
fn of_moments(family: &str, mean: f64, sd: f64) -> Option<Distribution> {
    let squared = (sd / mean).powi(2);
    match family {
        "normal" => Some(Distribution::Normal { mean, sd }),
        "log-normal" => Some(Distribution::LogNormal {
            mu: mean.ln() - squared.ln_1p() / 2.0,
            sigma: squared.ln_1p().sqrt(),
        }),
        "gamma" => Some(Distribution::Gamma {
            shape: 1.0 / squared,
            scale: mean * squared,
        }),
        "beta" => {
            let total = mean * (1.0 - mean) / (sd * sd) - 1.0;
            Some(Distribution::Beta {
                a: mean * total,
                b: (1.0 - mean) * total,
            })
        }
        _ => None,
    }
}

/// The objective at the minimum that mpmath found, without a search of ours.
#[test]
fn the_distance_at_given_parameters() {
    let mut all = Comparison::new("distance at fixed parameters");
    for row in csv("expected/mpmath/quantile_fits.csv").rows() {
        let Some(at) = of_moments(row.cell("family"), row.parse("mean"), row.parse("sd")) else {
            continue;
        };
        let of = summary(&row);
        let n: f64 = row.parse("n");
        let places: &[f64] = match of.known() {
            Known::Range { .. } => &[1.0 / n, 0.5, 1.0 - 1.0 / n],
            Known::Quartiles { .. } => &[0.25, 0.5, 0.75],
            Known::All { .. } => &[1.0 / n, 0.25, 0.5, 0.75, 1.0 - 1.0 / n],
        };
        let residual = |(p, q): (&f64, f64)| at.quantile(Probability::new(*p).unwrap()) - q;
        let found: f64 = places
            .iter()
            .zip(of.known().numbers())
            .map(|pair| residual(pair).powi(2))
            .sum();
        let tolerance = unless_zero(row.parse("distance"), "root");
        all.compare(
            "distance",
            found,
            row.number("distance"),
            tolerance,
            &label(&row),
        );
    }
    all.finish(36);
}

#[test]
fn every_box_cox_transformation() {
    let mut all = Comparison::new("Box-Cox");
    for row in csv("expected/mpmath/box_cox.csv").rows() {
        let found = box_cox(&summary(&row));
        if row.cell("mean") == "-" {
            // A negative exponent and a wide spread.
            all.require(found.is_err(), || format!("{}: {found:?}", label(&row)));
            continue;
        }
        let found = found.unwrap().value;
        let values = [
            ("lambda", found.lambda),
            ("mean", found.moments.mean),
            ("sd", found.moments.sd),
        ];
        for (what, value) in values {
            all.compare(what, value, row.number(what), "estimate", &label(&row));
        }
    }
    all.finish(20);
}

#[test]
fn every_spread_from_an_interval_or_a_p_value() {
    let mut all = Comparison::new("spreads");
    for row in csv("expected/mpmath/spreads.csv").rows() {
        let (a, b, n) = (row.parse("a"), row.parse("b"), row.parse("n"));
        let share = |column| Probability::new(row.parse(column)).unwrap();
        let name = row.cell("conversion");
        let quantile = if name.ends_with("_t") {
            Quantile::StudentT
        } else {
            Quantile::Normal
        };
        let found = if name.starts_with("interval") {
            sd_from_interval(a, b, share("c"), n, quantile)
        } else {
            pooled_sd_from_p(a, share("b"), [row.parse("c"), n], quantile)
        };
        let found = found.unwrap().value;
        all.compare(name, found, row.number("value"), "quantile", name);
    }
    all.finish(12);
}
