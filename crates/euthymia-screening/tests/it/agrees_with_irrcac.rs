//! Coefficients of agreement by irrCAC, statsmodels and krippendorff (PyPI), and by psych and vcd
//! (R): `reference/generators/py/agreement.py`, `reference/generators/r/agreement.R`.

use euthymia_numerics::Probability;
use euthymia_screening::agreement::{
    Coefficient, Ratings, Square, Weights, brennan_prediger, cohen, fleiss, gwet, krippendorff,
};
use euthymia_testkit::{Comparison, reference};

const PYTHON: &str = "expected/python/agreement.json";
const R: &str = "expected/r/agreement.json";
const TABLES: [&str; 6] = [
    "even",
    "rare",
    "none_shared",
    "opposed",
    "three",
    "maybe_rare",
];
const WEIGHTS: [(&str, Weights); 3] = [
    ("nominal", Weights::Nominal),
    ("linear", Weights::Linear),
    ("quadratic", Weights::Quadratic),
];

fn table(file: &reference::Json, name: &str) -> Square {
    let rows: Vec<Vec<u64>> =
        serde_json::from_value(file.get(&format!("tables.{name}.rows")).unwrap().clone()).unwrap();
    let rows: Vec<&[u64]> = rows.iter().map(Vec::as_slice).collect();
    Square::from_counts(&rows).unwrap()
}

struct Compared<'a> {
    all: &'a mut Comparison,
    file: &'a reference::Json,
}

impl Compared<'_> {
    /// Value and error, and the interval where it is of the same kind as ours, under a tolerance.
    fn compare(&mut self, place: &str, found: Coefficient, interval: Option<&str>) {
        let number = |what: &str| self.file.number(&format!("{place}.{what}"));
        let precision = found.precision.unwrap();
        self.all
            .compare("value", found.value, number("value"), "algebra", place);
        self.all.compare(
            "error",
            precision.standard_error,
            number("se"),
            "algebra",
            place,
        );
        if let Some(tolerance) = interval {
            let lower = number("interval.0").map(|x| x.max(-1.0));
            let upper = number("interval.1").map(|x| x.min(1.0));
            self.all
                .compare("limit", precision.lower, lower, tolerance, place);
            self.all
                .compare("limit", precision.upper, upper, tolerance, place);
        }
    }
}

#[test]
fn pairs_agree_with_irrcac_and_statsmodels() {
    let file = reference::json(PYTHON);
    let mut all = Comparison::new("agreement of two by irrCAC and statsmodels");
    let mut compared = Compared {
        all: &mut all,
        file: &file,
    };
    let level = Probability::NINETY_FIVE;
    for name in TABLES {
        let table = table(&file, name);
        for (word, weights) in WEIGHTS {
            let at = |what: &str| format!("tables.{name}.{word}.{what}");
            let kappa = cohen(&table, weights, level).unwrap();
            // irrCAC has t with n − 1, statsmodels the normal distribution, as we have.
            compared.compare(&at("cohen"), kappa, None);
            compared.compare(&at("statsmodels_cohen"), kappa, Some("algebra"));
            compared.compare(
                &at("gwet"),
                gwet(&table, weights, level).unwrap(),
                Some("scipy_t_quantile"),
            );
            let bp = brennan_prediger(&table, weights, level).unwrap();
            compared.compare(&at("bp"), bp, Some("scipy_t_quantile"));
        }
    }
    all.finish(6 * 3 * (2 + 3 * 4));
}

#[test]
fn pairs_agree_with_psych_and_vcd() {
    let file = reference::json(R);
    let mut all = Comparison::new("kappa by psych and vcd");
    let mut compared = Compared {
        all: &mut all,
        file: &file,
    };
    for name in TABLES {
        let table = table(&file, name);
        for (word, weights) in WEIGHTS {
            let kappa = cohen(&table, weights, Probability::NINETY_FIVE).unwrap();
            compared.compare(&format!("tables.{name}.vcd.{word}"), kappa, None);
            if weights == Weights::Nominal {
                compared.compare(&format!("tables.{name}.psych.nominal"), kappa, None);
            }
        }
    }
    all.finish(6 * 4 * 2);
}

#[test]
fn several_agree_with_krippendorff_and_statsmodels() {
    let file = reference::json(PYTHON);
    let mut all = Comparison::new("agreement of several");
    for name in ["three_full", "four_three_answers", "gaps"] {
        let at = |what: &str| format!("ratings.{name}.{what}");
        let rows: Vec<Vec<Option<usize>>> =
            serde_json::from_value(file.get(&at("rows")).unwrap().clone()).unwrap();
        let things = rows
            .into_iter()
            .map(|row| row.into_iter().flatten().collect());
        let ratings = Ratings::new(things, 3).unwrap();
        let alpha = krippendorff(&ratings).unwrap();
        all.compare(
            "alpha",
            alpha,
            file.number(&at("krippendorff")),
            "algebra",
            name,
        );
        for what in ["fleiss", "fleiss_irrcac"] {
            if let Some(expected) = file.number_if_any(&at(what)) {
                let found = fleiss(&ratings).unwrap();
                all.compare("fleiss", found, expected, "algebra", name);
            }
        }
    }
    all.finish(3 + 4);
}
