//! A reference analysis by its file name, recomputed from the data set with our functions.

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::means::{Group, hedges_g, mean_difference};
use euthymia_synthesis::effect::proportion::{
    self, Count, double_arcsine, from_double_arcsine, from_logit, harmonic_mean, logit, raw,
};
use euthymia_synthesis::effect::two_by_two::{
    self, Comparison, TwoByTwo, log_odds_ratio, log_risk_ratio, risk_difference,
};
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::{self, Fit, FitError, Interval, Model, Options, Prediction};
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_testkit::reference::{Row, csv};

/// What to do with the rows of a data set, read off a file name `<dataset>_<MEASURE>[_<variant>]`.
pub(crate) struct Case {
    /// The file name without its extension.
    pub(crate) name: String,
    /// The measure; `None` for estimates given as such (GEN).
    pub(crate) measure: Option<Measure>,
    /// One entry per row; `None` where this rule leaves no estimate.
    pub(crate) effects: Vec<Option<Effect>>,
    /// Group sizes of proportions.
    pub(crate) sizes: Vec<u64>,
}

/// Splits a name into data set, measure and variant.
pub(crate) fn parts(name: &str) -> (&str, &str, &str) {
    const CODES: [&str; 9] = ["RR", "OR", "RD", "MD", "SMD", "PR", "PLO", "PFT", "GEN"];
    for code in CODES {
        let marked = format!("_{code}");
        for (at, _) in name.match_indices(&marked) {
            let rest = &name[at + marked.len()..];
            if rest.is_empty() || rest.starts_with('_') {
                return (&name[..at], code, rest.trim_start_matches('_'));
            }
        }
    }
    panic!("{name} names no measure");
}

/// Recomputes the effects of a reference analysis from its data set.
pub(crate) fn case(name: &str) -> Case {
    let (dataset, code, variant) = parts(name);
    let table = csv(&format!("datasets/{dataset}.csv"));
    let rows: Vec<Row> = table.rows().collect();
    let measure = Measure::from_code(code).filter(|measure| *measure != Measure::Generic);
    let rule = match variant {
        "drop00" => ZeroCells {
            keep_uninformative: false,
            ..ZeroCells::METAFOR
        },
        "all" => ZeroCells {
            scope: Scope::All,
            ..ZeroCells::METAFOR
        },
        "none" => ZeroCells {
            scope: Scope::Never,
            ..ZeroCells::METAFOR
        },
        "" | "pooled_sd" => ZeroCells::METAFOR,
        other => panic!("{name}: unknown variant {other}"),
    };
    let effects = match measure {
        None => rows.iter().map(given).collect(),
        Some(measure @ (Measure::RiskRatio | Measure::OddsRatio | Measure::RiskDifference)) => {
            tables(&rows, measure, &rule)
        }
        Some(measure @ (Measure::MeanDifference | Measure::HedgesG)) => rows
            .iter()
            .map(|row| means(row, measure, variant == "pooled_sd").ok())
            .collect(),
        Some(measure) => proportions(&rows, measure, &rule),
    };
    let one_group = matches!(code, "PR" | "PLO" | "PFT");
    let sizes = rows.iter().filter(|_| one_group).map(|row| row.parse("n"));
    Case {
        name: name.to_owned(),
        measure,
        effects,
        sizes: sizes.collect(),
    }
}

fn given(row: &Row) -> Option<Effect> {
    Effect::new(row.parse("estimate"), row.parse("variance")).ok()
}

fn tables(rows: &[Row], measure: Measure, rule: &ZeroCells) -> Vec<Option<Effect>> {
    let table = |row: &Row| {
        TwoByTwo::new(
            row.parse("events_treatment"),
            row.parse("n_treatment"),
            row.parse("events_control"),
            row.parse("n_control"),
        )
        .unwrap()
    };
    let tables: Vec<TwoByTwo> = rows.iter().map(table).collect();
    type Effects = fn(&two_by_two::Cells) -> Result<Effect, EffectError>;
    let (comparison, effect): (Comparison, Effects) = match measure {
        Measure::RiskRatio => (Comparison::RiskRatio, log_risk_ratio),
        Measure::OddsRatio => (Comparison::OddsRatio, log_odds_ratio),
        _ => (Comparison::RiskDifference, risk_difference),
    };
    two_by_two::corrected(&tables, comparison, rule)
        .iter()
        .map(|cells| effect(&(*cells)?).ok())
        .collect()
}

fn means(row: &Row, measure: Measure, pooled: bool) -> Result<Effect, EffectError> {
    let group = |arm: &str| {
        Group::new(
            row.parse(&format!("mean_{arm}")),
            row.parse(&format!("sd_{arm}")),
            row.parse(&format!("n_{arm}")),
        )
    };
    let (treatment, control) = (group("treatment")?, group("control")?);
    if measure == Measure::HedgesG {
        return hedges_g(&treatment, &control);
    }
    let effect = mean_difference(&treatment, &control)?;
    if !pooled {
        return Ok(effect);
    }
    // A variance from the pooled standard deviation is not offered; the models are checked with it.
    let (n1, n2) = (treatment.n() as f64, control.n() as f64);
    let squares = (n1 - 1.0) * treatment.sd().powi(2) + (n2 - 1.0) * control.sd().powi(2);
    let variance = squares / (n1 + n2 - 2.0) * (1.0 / n1 + 1.0 / n2);
    Effect::new(effect.estimate, variance)
}

fn proportions(rows: &[Row], measure: Measure, rule: &ZeroCells) -> Vec<Option<Effect>> {
    let count = |row: &Row| Count::new(row.parse("events"), row.parse("n")).unwrap();
    let counts: Vec<Count> = rows.iter().map(count).collect();
    if measure == Measure::DoubleArcsine {
        return counts.iter().map(|c| double_arcsine(c).ok()).collect();
    }
    let effect = if measure == Measure::Logit {
        logit
    } else {
        raw
    };
    proportion::corrected(&counts, rule)
        .iter()
        .map(|split| effect(split).ok())
        .collect()
}

impl Case {
    /// The rows that have an estimate, as a study set.
    pub(crate) fn set(&self) -> StudySet {
        let effects = self.effects.iter().enumerate();
        let studies = effects.filter_map(|(i, e)| Some(Study::new(format!("row {i}"), (*e)?)));
        StudySet::new(studies.collect()).unwrap()
    }

    /// From the analysis scale to the one people read; `None` where they are the same.
    pub(crate) fn back(&self, x: f64) -> Option<f64> {
        match self.measure? {
            Measure::RiskRatio | Measure::OddsRatio => Some(x.exp()),
            Measure::Logit => Some(from_logit(x)),
            Measure::DoubleArcsine => Some(from_double_arcsine(x, harmonic_mean(&self.sizes)?)),
            _ => None,
        }
    }

    /// The same for one study, where the double arcsine has its own group size.
    pub(crate) fn back_of_row(&self, row: usize, x: f64) -> Option<f64> {
        match self.measure? {
            Measure::DoubleArcsine => Some(from_double_arcsine(x, self.sizes[row] as f64)),
            _ => self.back(x),
        }
    }
}

/// Fits with the 95 % level.
pub(crate) fn fit(
    set: &StudySet,
    model: Model,
    interval: Interval,
    prediction: Prediction,
) -> Result<Fit, FitError> {
    let options = Options {
        model,
        interval,
        prediction,
        level: Probability::NINETY_FIVE,
    };
    pairwise::fit(set, &options)
}
