//! Every effect size against metafor's `escalc`, 3.8-1 on a grid and 5.1-12 on fewer inputs.

use crate::escalc_rows::Arguments;
use euthymia_synthesis::effect::{RatioBias, Rules, VarianceRule, compute, compute_all};
use euthymia_synthesis::measure::{Input, Measure};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Row, csv};
use std::collections::BTreeSet;

/// Measures of metafor 5.1-12 that are not offered: tetrachoric correlations, common-language effect
/// sizes, semi-partial correlations, R², relative excess heterozygosity, odds ratios of matched pairs
/// from their margins. HR stands in the table without a number.
const NOT_OFFERED: [&str; 17] = [
    "AUC", "AUCCN", "AUCN", "CLES", "CLESCN", "CLESN", "HR", "MPORM", "R2", "R2F", "REH", "RTET",
    "SPCOR", "ZR2", "ZR2F", "ZSPCOR", "ZTET",
];

/// Averages over a set of tables are not offered.
fn is_average_of_tables(measure: Measure, inputs: &str) -> bool {
    measure.input() == Input::TwoProportions && inputs.contains("vtype=AV")
}

fn expect(all: &mut Comparison, row: &Row, measure: Measure, plain_ratios: bool) {
    let text = row.cell("inputs");
    let arguments = Arguments::read(text);
    let context = format!("{} {text}", measure.code());
    let mut rules = arguments.rules(measure);
    if plain_ratios {
        rules.ratio_bias = RatioBias::Plain;
    }
    let found = arguments
        .inputs(measure)
        .and_then(|inputs| compute(measure, &inputs, &rules));
    // A variance of zero is none to us.
    let expected = !row.cell("yi").is_empty() && row.parse::<f64>("vi") > 0.0;
    match found {
        Ok(found) if expected => {
            let effect = found.effect;
            let kind = measure.code();
            all.compare(kind, effect.estimate, row.number("yi"), "algebra", &context);
            all.compare(
                kind,
                effect.variance.get(),
                row.number("vi"),
                "algebra",
                &context,
            );
        }
        Ok(found) => all.require(false, || {
            format!("{context}: {found:?} where metafor has none")
        }),
        Err(error) => all.require(!expected, || format!("{context}: {error}")),
    }
}

#[test]
fn every_row_of_metafor_3_8() {
    let table = csv("expected/metafor/escalc.csv");
    let mut all = Comparison::new("escalc 3.8-1");
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let measure = Measure::from_code(row.cell("measure")).unwrap();
        seen.insert(measure.code());
        // 3.8-1 does not correct ratios of means.
        expect(&mut all, &row, measure, true);
    }
    assert!(seen.len() >= 50, "{} measures", seen.len());
    all.finish(900);
}

#[test]
fn every_row_of_metafor_5_that_is_offered() {
    let table = csv("expected/metafor-5.1-12/escalc_measures.csv");
    let mut all = Comparison::new("escalc 5.1-12");
    let mut skipped = BTreeSet::new();
    for row in table.rows() {
        let code = row.cell("measure");
        let refused = row.cell("yi").is_empty();
        let Some(measure) = Measure::from_code(code).filter(|m| *m != Measure::HazardRatio) else {
            skipped.insert(code.to_owned());
            continue;
        };
        // A row without an estimate is a refusal of metafor's arguments, checked elsewhere.
        let inputs = row.cell("inputs");
        if !refused && !is_average_of_tables(measure, inputs) {
            expect(&mut all, &row, measure, inputs.contains("correct=FALSE"));
        }
    }
    assert_eq!(skipped.into_iter().collect::<Vec<_>>(), NOT_OFFERED);
    all.finish(300);
}

#[test]
fn every_average_over_a_set() {
    let table = csv("expected/metafor/escalc_average.csv");
    let rows: Vec<Row> = table.rows().collect();
    let mut all = Comparison::new("escalc 3.8-1, averages");
    for (code, rule) in [("SMD", "AV"), ("ROM", "AV"), ("ROM", "AVHO"), ("COR", "AV")] {
        let of_set = |row: &&Row| row.cell("measure") == code && row.cell("vtype") == rule;
        let set: Vec<&Row> = rows.iter().filter(of_set).collect();
        let measure = Measure::from_code(code).unwrap();
        let rules = Rules {
            variance: VarianceRule::from_code(rule).unwrap(),
            ratio_bias: RatioBias::Plain,
            ..Rules::metafor(measure)
        };
        let inputs = set
            .iter()
            .map(|row| Arguments::read(row.cell("inputs")).inputs(measure).unwrap());
        let found = compute_all(measure, &inputs.collect::<Vec<_>>(), &rules);
        for (row, found) in set.iter().zip(found) {
            let effect = found.unwrap().effect;
            all.compare(code, effect.estimate, row.number("yi"), "algebra", rule);
            all.compare(
                code,
                effect.variance.get(),
                row.number("vi"),
                "algebra",
                rule,
            );
        }
    }
    all.finish(24);
}
