//! Mantel–Haenszel and Peto against metafor 3.8-1, under six zero-cell rules, and 5.1-12.

use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::person_time::RateComparison;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::stratified::association::{
    Continuity, ScoreVariance, association, association_of_rates,
};
use euthymia_synthesis::stratified::homogeneity::homogeneity;
use euthymia_synthesis::stratified::mantel_haenszel::{self, DifferenceVariance};
use euthymia_synthesis::stratified::person_time;
use euthymia_synthesis::stratified::{Options, Part, Pooled, StratifiedError, Stratum, peto};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, csv, json, stems};
use euthymia_testkit::tolerance::named;

const TABLES: [&str; 6] = [
    "bcg",
    "edge_two_by_two",
    "hine1989",
    "li2007",
    "linde2005",
    "nielweise2007",
];

fn tables(dataset: &str) -> Vec<Stratum<TwoByTwo>> {
    let data = csv(&format!("datasets/{dataset}.csv"));
    let row = |row: euthymia_testkit::reference::Row| {
        let number = |column: &str| row.parse(column);
        let table = TwoByTwo::new(
            number("events_treatment"),
            number("n_treatment"),
            number("events_control"),
            number("n_control"),
        );
        Stratum::new(row.cell("study"), table.unwrap())
    };
    data.rows().map(row).collect()
}

fn rates(dataset: &str) -> Vec<Stratum<[PersonTime; 2]>> {
    let data = csv(&format!("datasets/{dataset}.csv"));
    let row = |row: euthymia_testkit::reference::Row| {
        let rates = ["treatment", "control"].map(|group| {
            let events = row.parse(&format!("events_{group}"));
            PersonTime::new(events, row.parse(&format!("time_{group}"))).unwrap()
        });
        Stratum::new(row.cell("study"), rates)
    };
    data.rows().map(row).collect()
}

fn rule(amount: f64, scope: Scope, keep_uninformative: bool) -> ZeroCells {
    ZeroCells {
        amount,
        scope,
        keep_uninformative,
    }
}

/// The rules of the generator, by name.
fn options(name: &str) -> Options {
    let default = Options::default();
    let half = rule(0.5, Scope::AnyZero, true);
    let pair = |single, pooling| Options {
        single,
        pooling,
        ..default
    };
    match name {
        "no_correction" => pair(rule(0.0, Scope::Never, true), default.pooling),
        "half_pooled" => pair(half, half),
        "half_pooled_if0all" => pair(
            rule(0.5, Scope::AllIfAny, false),
            rule(0.5, Scope::AllIfAny, true),
        ),
        "tenth_pooled_all" => pair(rule(0.5, Scope::All, true), rule(0.1, Scope::All, true)),
        "drop_pooled" => pair(default.single, rule(0.0, Scope::Never, false)),
        other => {
            assert_eq!(other, "default");
            default
        }
    }
}

fn pool(
    measure: &str,
    strata: &[Stratum<TwoByTwo>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    match measure {
        "OR" => mantel_haenszel::odds_ratio(strata, options),
        "RR" => mantel_haenszel::risk_ratio(strata, options),
        "RD" => mantel_haenszel::risk_difference(strata, DifferenceVariance::Sato, options),
        _ => peto::odds_ratio(strata, options),
    }
}

fn compare(all: &mut Comparison, file: &Json, at: &str, found: &Pooled) {
    let mut number = |kind: &str, found: f64, place: &str, tolerance: &str| {
        let expected = file.number(&format!("{at}.{place}"));
        all.compare(
            kind,
            found,
            expected,
            tolerance,
            &format!("{} {at}", file.file),
        );
    };
    let inference = &found.inference;
    number("k", found.k as f64, "k", "exact");
    number("estimate", found.estimate, "estimate", "algebra");
    number("se", inference.standard_error, "se", "algebra");
    number("z", inference.statistic, "z", "algebra");
    number("lower", inference.bounds.lower, "ci.lower", "algebra");
    number("upper", inference.bounds.upper, "ci.upper", "algebra");
    number("p", inference.p_value, "p", "quantile");
    // With a variance of zero among the tables metafor has no Q; such a table has no estimate here.
    let has_q = file.get(&format!("{at}.Q")).is_some();
    if let (Some(h), true) = (found.heterogeneity, has_q) {
        // Peto's Q is over the tables whose variance is not zero (`k_pos`), where metafor takes the
        // degrees of freedom from another number (`k_yi`).
        let peto = file
            .get(&format!("{at}.k_pos"))
            .filter(|_| at.contains("PETO"));
        let k = if peto.is_some() { "k_pos" } else { "k_yi" };
        number("k with an estimate", h.df + 1.0, k, "exact");
        number("Q", h.q, "Q", "algebra");
        if peto.is_none_or(|k| Some(k) == file.get(&format!("{at}.k_yi"))) {
            number("p of Q", h.p_value, "Q_p", "quantile");
            number("I2", 100.0 * h.i2, "I2_percent", "algebra");
            number("H2", h.h2, "H2", "algebra");
        }
    }
    let zero_variance = at.ends_with("no_correction");
    all.require(
        zero_variance || has_q == found.heterogeneity.is_some(),
        || format!("{at}: Q {has_q}, found {:?}", found.heterogeneity),
    );
}

fn tests_of_an_odds_ratio(
    all: &mut Comparison,
    file: &Json,
    at: &str,
    continuity: Continuity,
    (strata, options, pooled): (&[Stratum<TwoByTwo>], &Options, &Pooled),
) {
    let cells = mantel_haenszel::cells(strata, &options.pooling).unwrap();
    let context = format!("{} {at}", file.file);
    for (variance, name) in [
        (ScoreVariance::MantelHaenszel, "MH"),
        (ScoreVariance::Cochran, "CO"),
    ] {
        let test = association(&cells, variance, continuity).unwrap();
        let number = |place: &str| file.number(&format!("{at}.{name}{place}"));
        all.compare("score", test.chi_squared, number(""), "algebra", &context);
        all.compare(
            "p of score",
            test.p_value,
            number("_p"),
            "quantile",
            &context,
        );
    }
    let test = homogeneity(&cells, pooled.estimate.exp()).unwrap();
    for (kind, found, place, tolerance) in [
        ("k of Breslow-Day", test.k as f64, "k_pos", "exact"),
        ("Breslow-Day", test.breslow_day, "BD", "algebra"),
        ("Tarone", test.tarone, "TA", "algebra"),
    ] {
        let expected = file.number(&format!("{at}.{place}"));
        all.compare(kind, found, expected, tolerance, &context);
    }
    // metafor forms the expected cells by differences, so that its statistic carries 4e-13.
    let why = "d log p / d log statistic";
    let tolerance = named("quantile").times((test.breslow_day / 2.0).max(1.0), why);
    for (kind, found, place) in [
        ("p of Breslow-Day", test.breslow_day_p, "BD_p"),
        ("p of Tarone", test.tarone_p, "TA_p"),
    ] {
        let expected = file.number(&format!("{at}.{place}"));
        all.compare_under(kind, found, expected, &tolerance, &context);
    }
}

#[test]
fn two_by_two_tables_under_six_rules() {
    let mut all = Comparison::new("metafor 3.8-1, Mantel-Haenszel and Peto");
    for dataset in TABLES {
        let file = json(&format!("expected/metafor-stratified/{dataset}.json"));
        let strata = tables(dataset);
        for measure in ["OR", "OR_without", "RR", "RD", "PETO"] {
            for name in [
                "default",
                "no_correction",
                "half_pooled",
                "half_pooled_if0all",
                "tenth_pooled_all",
                "drop_pooled",
            ] {
                let options = options(name);
                let at = format!("analyses.{measure}.{name}");
                let code = measure.trim_end_matches("_without");
                let found = pool(code, &strata, &options);
                if file.get(&at).is_none() {
                    all.require(found.is_err(), || format!("{at}: {found:?}"));
                    continue;
                }
                let found = found.unwrap();
                compare(&mut all, &file, &at, &found);
                if code == "OR" {
                    let continuity = if measure == "OR" {
                        Continuity::Half
                    } else {
                        Continuity::Without
                    };
                    let given = (strata.as_slice(), &options, &found);
                    tests_of_an_odds_ratio(&mut all, &file, &at, continuity, given);
                }
            }
        }
    }
    all.finish(2_700);
}

#[test]
fn rates_over_person_time() {
    let file = json("expected/metafor-stratified/nielweise2008.json");
    let strata = rates("nielweise2008");
    let options = Options::default();
    let mut all = Comparison::new("metafor 3.8-1, person-time");
    let ratio = person_time::rate_ratio(&strata, &options).unwrap();
    compare(&mut all, &file, "analyses.IRR.default", &ratio);
    let difference = person_time::rate_difference(&strata, &options).unwrap();
    compare(&mut all, &file, "analyses.IRD.default", &difference);
    let rates = person_time::corrected(&strata, RateComparison::Ratio, &options.pooling);
    let rates: Vec<_> = rates.into_iter().flatten().collect();
    for (continuity, measure) in [
        (Continuity::Half, "IRR"),
        (Continuity::Without, "IRR_without"),
    ] {
        let test = association_of_rates(&rates, continuity).unwrap();
        let number = |place: &str| file.number(&format!("analyses.{measure}.default.{place}"));
        all.compare("score", test.chi_squared, number("MH"), "algebra", measure);
        all.compare(
            "p of score",
            test.p_value,
            number("MH_p"),
            "quantile",
            measure,
        );
    }
    all.finish(30);
}

/// The newer metafor, computed apart from the older.
#[test]
fn metafor_5_gives_the_same() {
    let file = json("expected/metafor-5.1-12-stratified/mantel_haenszel.json");
    let mut all = Comparison::new("metafor 5.1-12, Mantel-Haenszel and Peto");
    let options = Options::default();
    for dataset in ["bcg", "hine1989", "li2007", "nielweise2007"] {
        let strata = tables(dataset);
        for measure in ["OR", "RR", "RD", "PETO"] {
            let found = pool(measure, &strata, &options).unwrap();
            compare(&mut all, &file, &format!("{dataset}.{measure}"), &found);
        }
    }
    let strata = rates("nielweise2008");
    for (measure, found) in [
        ("IRR", person_time::rate_ratio(&strata, &options)),
        ("IRD", person_time::rate_difference(&strata, &options)),
    ] {
        let at = format!("nielweise2008.{measure}");
        compare(&mut all, &file, &at, &found.unwrap());
    }
    all.finish(200);
}

/// Under the rules of metafor the only table of Linde 2005 without an event is named.
#[test]
fn what_is_left_out_is_named() {
    let strata = tables("linde2005");
    let pooled = mantel_haenszel::odds_ratio(&strata, &Options::default()).unwrap();
    let names = |part: Part| -> Vec<&str> {
        let out = pooled.left_out.iter().filter(|out| out.part == part);
        out.map(|out| out.label.as_str()).collect()
    };
    assert_eq!(names(Part::Heterogeneity), ["Osterheider et al. 1992"]);
    assert_eq!(names(Part::Pooling), [""; 0]);
    assert_eq!(pooled.k, 24);
}

#[test]
fn every_file_is_checked() {
    let mut listed: Vec<String> = TABLES.map(str::to_owned).to_vec();
    listed.extend(["nielweise2008".to_owned(), "permutation".to_owned()]);
    listed.sort();
    assert_eq!(listed, stems("expected/metafor-stratified", "json"));
}
