//! Every special-function file in `reference/expected/mpmath`, 60 digits at the exact double.
//!
//! The argument of a tail carries a relative rounding of 1e-16 itself, which a tail magnifies by
//! its condition |d ln f / d ln x|; where that exceeds 100 the tolerance `special` is multiplied by
//! it, as its reason in `reference/tolerances.toml` says.

use euthymia_numerics::hypergeometric::Urn;
use euthymia_numerics::{
    Probability, beta, binomial, chi_squared, f, gamma, incomplete, normal, quadratic_form,
    student_t,
};
use euthymia_testkit::reference::{Csv, Row, csv};
use euthymia_testkit::tolerance::{Tolerance, named};
use euthymia_testkit::{Comparison, Expected};

/// What a row of a distribution file calls: its name, then its parameters and its argument.
type Function<'a> = &'a dyn Fn(&Row, f64) -> f64;

fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

/// |d ln f / d ln x| by a central difference, accurate to a few digits, which is all it is for.
fn condition(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-5;
    let slope = ((f(x * (1.0 + h)) / f(x * (1.0 - h))).ln() / (2.0 * h)).abs();
    if slope.is_finite() { slope } else { 0.0 }
}

fn special(condition: f64) -> Tolerance {
    let special = named("special");
    if condition > 100.0 {
        special.times(condition, "condition of the tail")
    } else {
        special
    }
}

/// Compares one value; a subnormal one, which no double holds to 13 digits, absolutely.
fn compare(all: &mut Comparison, kind: &str, found: f64, expected: Expected, with: &Tolerance) {
    if expected.value.abs() < f64::MIN_POSITIVE {
        let near = (found - expected.value).abs() <= f64::MIN_POSITIVE * 1e-13;
        all.require(near, || format!("{kind}: {found:e} for {expected:?}"));
        return;
    }
    let context = expected.source.clone();
    all.compare_under(kind, found, expected, with, &context);
}

/// Checks the rows of a file whose `function` column names one of `functions`.
fn distribution(file: &str, functions: &[(&str, Function)]) -> Comparison {
    let table: Csv = csv(&format!("expected/mpmath/{file}.csv"));
    let mut all = Comparison::new(file);
    for row in table.rows() {
        let name = row.cell("function");
        let x: f64 = row.parse("x");
        let Some((_, f)) = functions.iter().find(|(known, _)| *known == name) else {
            all.require(false, || format!("{file}: {name} is not checked"));
            continue;
        };
        let tolerance = if name.ends_with("quantile") {
            named("quantile")
        } else {
            special(condition(|x| f(&row, x), x))
        };
        compare(&mut all, name, f(&row, x), row.number("value"), &tolerance);
    }
    all
}

/// Fails when the largest relative difference of a kind exceeds `bound`: the accuracy that was
/// measured, rounded up, which a change may improve but not lose.
///
/// Bounds above 1e-14 come from tails below about 1e-40, where the exponent of an exponential is
/// itself rounded: exp(−700) is right to 700 units in the last place, no better.
fn measured(all: &Comparison, bounds: &[(&str, f64)]) {
    for (kind, bound) in bounds {
        let largest = all.largest_relative(kind).unwrap();
        assert!(largest <= *bound, "{kind}: {largest:e}\n{}", all.summary());
    }
}

#[test]
fn normal_tails_and_quantiles() {
    let all = distribution(
        "normal",
        &[
            ("sf", &|_, x| normal::sf(x)),
            ("cdf", &|_, x| normal::cdf(x)),
            ("upper_quantile", &|_, p| {
                normal::upper_quantile(probability(p))
            }),
        ],
    );
    measured(
        &all,
        &[("sf", 1e-13), ("cdf", 1e-13), ("upper_quantile", 3e-15)],
    );
    all.finish(160);
}

#[test]
fn student_t_tails_and_quantiles() {
    let df = |row: &Row| row.parse::<f64>("df");
    let all = distribution(
        "student_t",
        &[
            ("sf", &|row, x| student_t::sf(x, df(row))),
            ("cdf", &|row, x| student_t::cdf(x, df(row))),
            ("upper_quantile", &|row, p| {
                student_t::upper_quantile(probability(p), df(row))
            }),
        ],
    );
    measured(&all, &[("sf", 4e-14), ("upper_quantile", 1e-14)]);
    all.finish(330);
}

#[test]
fn f_tails_and_quantiles() {
    let df = |row: &Row| (row.parse::<f64>("df1"), row.parse::<f64>("df2"));
    let all = distribution(
        "f",
        &[
            ("sf", &|row, x| f::sf(x, df(row).0, df(row).1)),
            ("cdf", &|row, x| f::cdf(x, df(row).0, df(row).1)),
            ("upper_quantile", &|row, p| {
                f::upper_quantile(probability(p), df(row).0, df(row).1)
            }),
        ],
    );
    all.finish(110);
}

#[test]
fn hypergeometric_probabilities_and_tails() {
    let table = csv("expected/mpmath/hypergeometric.csv");
    let mut all = Comparison::new("hypergeometric");
    for row in table.rows() {
        let count = |name: &str| row.parse::<u64>(name);
        let urn = Urn::new(count("marked"), count("unmarked"), count("drawn")).unwrap();
        let x = count("x");
        // d ln f / d ln x of a count: itself, or what it leaves of those drawn, times the logarithm
        // of the ratio of neighbours.
        let ratio = urn.step(x.saturating_sub(1).max(urn.lowest()));
        let tolerance = special(x.max(count("drawn") - x) as f64 * ratio.ln().abs());
        for (name, found) in [
            ("pmf", urn.pmf(x)),
            ("at_most", urn.at_most(x)),
            ("at_least", urn.at_least(x)),
        ] {
            compare(&mut all, name, found, row.number(name), &tolerance);
        }
    }
    all.finish(100);
}

#[test]
fn chi_squared_tails_and_quantiles() {
    let df = |row: &Row| row.parse::<f64>("df");
    let all = distribution(
        "chi_squared",
        &[
            ("sf", &|row, x| chi_squared::sf(x, df(row))),
            ("cdf", &|row, x| chi_squared::cdf(x, df(row))),
            ("upper_quantile", &|row, p| {
                chi_squared::upper_quantile(probability(p), df(row))
            }),
        ],
    );
    measured(
        &all,
        &[("sf", 1.5e-13), ("cdf", 2e-13), ("upper_quantile", 3e-15)],
    );
    all.finish(540);
}

#[test]
fn beta_tails_and_quantiles() {
    let shapes = |row: &Row| (row.parse::<f64>("a"), row.parse::<f64>("b"));
    let all = distribution(
        "beta",
        &[
            ("sf", &|row, x| {
                let (a, b) = shapes(row);
                beta::sf(x, a, b)
            }),
            ("cdf", &|row, x| {
                let (a, b) = shapes(row);
                beta::cdf(x, a, b)
            }),
            ("quantile", &|row, p| {
                let (a, b) = shapes(row);
                beta::quantile(probability(p), a, b)
            }),
        ],
    );
    measured(&all, &[("sf", 8e-14), ("cdf", 4e-14), ("quantile", 4e-14)]);
    all.finish(370);
}

#[test]
fn binomial_tails() {
    let table = csv("expected/mpmath/binomial.csv");
    let mut all = Comparison::new("binomial");
    for row in table.rows() {
        let (n, k, p): (u64, u64, f64) = (row.parse("n"), row.parse("k"), row.parse("p"));
        for (column, f) in [
            ("lower_le", binomial::at_most as fn(u64, u64, f64) -> f64),
            ("upper_ge", binomial::at_least),
        ] {
            let with = special(condition(|p| f(k, n, p), p));
            compare(&mut all, column, f(k, n, p), row.number(column), &with);
        }
    }
    measured(&all, &[("lower_le", 3e-13), ("upper_ge", 3e-13)]);
    all.finish(380);
}

/// Clopper–Pearson ends are quantiles of the beta distribution.
#[test]
fn clopper_pearson_ends() {
    let table = csv("expected/mpmath/clopper_pearson.csv");
    let mut all = Comparison::new("clopper_pearson");
    for row in table.rows() {
        let (x, n, level): (u64, u64, f64) =
            (row.parse("events"), row.parse("n"), row.parse("level"));
        let tail = probability(level).complement().half();
        let (events, others) = (x as f64, (n - x) as f64);
        let lower = if x == 0 {
            0.0
        } else {
            beta::quantile(tail, events, others + 1.0)
        };
        let upper = if x == n {
            1.0
        } else {
            1.0 - beta::quantile(tail, others, events + 1.0)
        };
        let quantile = named("quantile");
        compare(&mut all, "lower", lower, row.number("lower"), &quantile);
        compare(&mut all, "upper", upper, row.number("upper"), &quantile);
    }
    measured(&all, &[("lower", 3e-15), ("upper", 7e-14)]);
    all.finish(106);
}

/// J(m) = Γ(m/2) / (√(m/2) Γ((m − 1)/2)) is a half step of the log-gamma function.
#[test]
fn gamma_half_steps_as_the_correction_of_hedges() {
    let table = csv("expected/mpmath/hedges_j.csv");
    let mut all = Comparison::new("hedges_j");
    for row in table.rows() {
        let m: f64 = row.parse("m");
        let j = (gamma::ln_gamma_half_step((m - 1.0) / 2.0) - 0.5 * (m / 2.0).ln()).exp();
        compare(&mut all, "j", j, row.number("exact"), &named("special"));
    }
    measured(&all, &[("j", 1e-14)]);
    all.finish(59);
}

#[test]
fn log_gamma() {
    let table = csv("expected/mpmath/log_gamma.csv");
    let mut all = Comparison::new("log_gamma");
    for row in table.rows() {
        let x: f64 = row.parse("x");
        let expected = row.number("value");
        let with = special(condition(gamma::ln_gamma, x));
        let context = format!("x = {x}");
        if expected.value == 0.0 {
            all.compare("zero", gamma::ln_gamma(x), expected, "exact", &context);
        } else {
            all.compare_under("ln_gamma", gamma::ln_gamma(x), expected, &with, &context);
        }
    }
    measured(&all, &[("ln_gamma", 4e-16)]);
    all.finish(31);
}

/// Both tails of one point sum to one and each equals the file's, whichever is the small one.
#[test]
fn both_tails_of_the_incomplete_beta_at_once() {
    let table = csv("expected/mpmath/beta.csv");
    for row in table.rows().filter(|row| row.cell("function") == "sf") {
        let (a, b, x): (f64, f64, f64) = (row.parse("a"), row.parse("b"), row.parse("x"));
        let tails = incomplete::beta(a, b, x, 1.0 - x);
        assert!((tails.lower + tails.upper - 1.0).abs() <= f64::EPSILON);
    }
}

#[test]
fn quadratic_forms() {
    let mut all = Comparison::new("quadratic forms");
    for row in csv("expected/mpmath/quadratic_form.csv").rows() {
        let weights = row.cell("weights").split(' ').map(|w| w.parse().unwrap());
        // Each weight counts twice.
        let weights: Vec<f64> = weights.flat_map(|w: f64| [w, w]).collect();
        let found = quadratic_form::weighted_sum(row.parse("x"), &weights).unwrap();
        assert!(found.settled(), "{found:?}");
        for (tail, value) in [("lower", found.lower), ("upper", found.upper)] {
            let expected = row.number(tail);
            let context = format!("{} at {}", row.cell("weights"), row.cell("x"));
            if expected.value < f64::MIN_POSITIVE {
                all.require(value < f64::MIN_POSITIVE, || format!("{context}: {value}"));
                continue;
            }
            let exponent = 1.0_f64.max(-expected.value.ln() / 100.0);
            // The larger tail is the complement of the one integrated.
            let tolerance = if expected.value <= 0.5 {
                named("special_form").times(exponent, "exponent")
            } else {
                named("algebra")
            };
            all.compare_under(tail, value, expected, &tolerance, &context);
        }
    }
    all.finish(120);
}
