//! The studies as CSV with metafor's column names, and the code that computes their effect sizes.

use super::model::number;
use euthymia_report::pooled::{Inputs, Model, Pooled};
use euthymia_synthesis::effect::Rules;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::zero_cells::Scope;
use euthymia_synthesis::measure::Measure;
use euthymia_table::{ColumnSpec, Format, TableView, Value, render};

/// What a study is computed from, under metafor's names; nothing where metafor has no such measure.
fn inputs(data: &Inputs) -> Vec<(&'static str, f64)> {
    let of_mean = |names: [&'static str; 3], g: &Group| {
        let [mean, sd, n] = names;
        [(mean, g.mean()), (sd, g.sd()), (n, g.n() as f64)]
    };
    match data {
        Inputs::OneProportion(c) => vec![("xi", c.events() as f64), ("ni", c.n() as f64)],
        Inputs::TwoProportions(table) => {
            let c = table.cells();
            vec![("ai", c.a), ("bi", c.b), ("ci", c.c), ("di", c.d)]
        }
        Inputs::MatchedPairs(pairs) => {
            let c = pairs.cells();
            vec![("ai", c.a), ("bi", c.b), ("ci", c.c), ("di", c.d)]
        }
        Inputs::OneRate(rate) => vec![("xi", rate.events() as f64), ("ti", rate.time())],
        Inputs::TwoRates([first, second]) => vec![
            ("x1i", first.events() as f64),
            ("t1i", first.time()),
            ("x2i", second.events() as f64),
            ("t2i", second.time()),
        ],
        Inputs::OneMean(group) => of_mean(["mi", "sdi", "ni"], group).to_vec(),
        Inputs::TwoMeans([first, second]) => of_mean(["m1i", "sd1i", "n1i"], first)
            .into_iter()
            .chain(of_mean(["m2i", "sd2i", "n2i"], second))
            .collect(),
        Inputs::CohensD(d) => {
            let [n1, n2] = d.sizes();
            vec![("di", d.d()), ("n1i", n1 as f64), ("n2i", n2 as f64)]
        }
        Inputs::Paired(p) => vec![
            ("m1i", p.after().mean()),
            ("sd1i", p.after().sd()),
            ("m2i", p.before().mean()),
            ("sd2i", p.before().sd()),
            ("ni", p.n() as f64),
            ("ri", p.correlation().value()),
        ],
        Inputs::Correlation(r) => vec![("ri", r.r()), ("ni", r.n() as f64)],
        Inputs::Reliability(a) => vec![
            ("ai", a.alpha()),
            ("mi", a.items() as f64),
            ("ni", a.n() as f64),
        ],
        Inputs::TwoPaired(_) | Inputs::PartialCorrelation(_) | Inputs::Estimate(_) => Vec::new(),
    }
}

/// The studies of the analysis: label, what they are computed from, effect size and variance.
pub(super) fn csv(pooled: &Pooled) -> String {
    let mut columns = vec![ColumnSpec::text("study", "study")];
    let names = pooled
        .rows
        .first()
        .map(|row| inputs(&row.candidate.data))
        .unwrap_or_default();
    columns.extend(
        names
            .iter()
            .map(|(name, _)| ColumnSpec::number(*name, *name)),
    );
    columns.extend(["yi", "vi", "weight"].map(|name| ColumnSpec::number(name, name)));
    columns.push(ColumnSpec::text("cluster", "cluster"));
    let rows = pooled.rows.iter().map(|row| {
        let mut cells = vec![Value::text(&row.candidate.label)];
        let given = inputs(&row.candidate.data);
        cells.extend(given.iter().map(|(_, value)| Value::number(*value, 6)));
        cells.push(Value::number(row.effect.estimate, 6));
        cells.push(Value::number(row.effect.variance.get(), 6));
        cells.push(Value::number(row.candidate.weight, 6));
        let cluster = row.candidate.cluster.as_ref();
        cells.push(Value::text(cluster.unwrap_or(&row.candidate.label)));
        cells
    });
    let view = TableView {
        schema: "euthymia.pool.r_data.v1".to_owned(),
        title: String::new(),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    };
    // Every row was made with one cell per column, which is all that can fail.
    render(&view, Format::Csv).unwrap_or_default()
}

/// Computes the effect sizes again, where metafor has the measure and the rule that was used, and
/// stops if they differ.
pub(super) fn effect_sizes(pooled: &Pooled) -> String {
    let Some(arguments) = arguments(pooled) else {
        return "# yi and vi stand as Euthymia computed them: versions of metafor differ in this measure, \
                have none, or no such rule\n\n"
            .to_owned();
    };
    format!(
        "# The effect sizes, computed again; Euthymia's stand in yi and vi\n\
         again <- escalc({arguments}, data = dat, var.names = c(\"y\", \"v\"))\n\
         stopifnot(all.equal(as.numeric(again$y), dat$yi, tolerance = 1e-10),\n          \
         all.equal(as.numeric(again$v), dat$vi, tolerance = 1e-10))\n\n"
    )
}

/// The arguments of `escalc`; `None` where it would compute something else.
fn arguments(pooled: &Pooled) -> Option<String> {
    let options = &pooled.options;
    let measure = options.measure;
    let usual = Rules::of(measure);
    let rules = &options.rules;
    let is_usual = (rules.small_sample, rules.variance, rules.ratio_bias)
        == (usual.small_sample, usual.variance, usual.ratio_bias);
    let inputs = inputs(&pooled.rows.first()?.candidate.data);
    if !is_usual || inputs.is_empty() || differs_by_version(measure) {
        return None;
    }
    let (code, rule) = if options.model == Model::Peto {
        ("PETO", "add = 0, to = \"none\"".to_owned())
    } else {
        (measure.code(), rule(pooled)?)
    };
    // metafor divides the change by `sd1i`, which is then the standard deviation before.
    let swapped = matches!(
        measure,
        Measure::ChangeByBefore | Measure::ChangeByBeforeUnequal
    );
    let arguments = inputs.iter().map(|(name, _)| match *name {
        "sd1i" if swapped => "sd1i = sd2i".to_owned(),
        "sd2i" if swapped => "sd2i = sd1i".to_owned(),
        name => format!("{name} = {name}"),
    });
    let arguments: Vec<String> = arguments.collect();
    Some(format!(
        "measure = \"{code}\", {},\n                {rule}",
        arguments.join(", ")
    ))
}

/// Measures whose default changed between versions of metafor (variance of φ, bias of ratios).
fn differs_by_version(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Phi
            | Measure::PhiZ
            | Measure::RatioOfMeans
            | Measure::CvRatio
            | Measure::RatioOfMeansChange
            | Measure::CvRatioChange
            | Measure::OddsRatioToDNormal
            | Measure::OddsRatioToDLogistic
            | Measure::DToOddsRatioNormal
            | Measure::DToOddsRatioLogistic
    )
}

/// The rule for zero cells as arguments of `escalc`.
///
/// The studies that a rule leaves out are not in the data.
fn rule(pooled: &Pooled) -> Option<String> {
    let rule = &pooled.options.rules.zero_cells;
    let to = match rule.scope {
        // An arcsine exists for every count and is never corrected.
        _ if pooled.options.measure == Measure::DoubleArcsine => "none",
        // A model of the counts adds nothing; what its rows were shown with is checked by the rule.
        Scope::AnyZero => "only0",
        Scope::AllIfAny => "if0all",
        Scope::All => "all",
        Scope::Never => "none",
        // Only tables without an estimate are corrected: as metafor where none or all of them are.
        Scope::Undefined if pooled.rows.iter().all(|row| row.added == 0.0) => "none",
        Scope::Undefined => return None,
    };
    // A set whose empty cells were all left out has nothing that a rule could be applied to.
    Some(format!("add = {}, to = \"{to}\"", number(rule.amount)))
}
