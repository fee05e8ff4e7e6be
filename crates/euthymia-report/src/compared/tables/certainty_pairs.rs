//! How certain every estimate is, domain by domain, with what each judgement rests on.

use super::certainty::{Line, lines};
use super::network::part_cell;
use crate::compared::analysis::Compared;
use crate::compared::certainty::certainty_of;
use crate::compared::names::{Names, node_columns, part_column};
use crate::words::{self, counted};
use euthymia_synthesis::network::certainty::{Basis, Domain, DomainJudgement};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Every pair of treatments in every domain, a row for each.
#[must_use]
pub fn certainty_pairs_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend(node_columns("against", "Against"));
    columns.extend([
        ColumnSpec::text("domain", "Domain"),
        ColumnSpec::text("judgement", "Judgement"),
        ColumnSpec::text("reason", "Why"),
        ColumnSpec::text("by_rule", "By the rule"),
        ColumnSpec::text("rests_on", "Rests on"),
        ColumnSpec::number("low", "Low"),
        ColumnSpec::number("some", "Some"),
        ColumnSpec::number("high", "High"),
        ColumnSpec::number("unknown", "Not appraised"),
    ]);
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        match certainty_of(compared, part) {
            Ok(found) => {
                for line in lines(at, part, &found, false) {
                    rows.extend(long_rows(&line, compared, &names));
                }
            }
            Err(error) => notes.push(format!("No certainty: {error}.")),
        }
    }
    notes.push(
        "Low, some, high, not appraised: what share of the estimate comes from such trials, by shortest \
         paths (Papakonstantinou et al. 2018)."
            .to_owned(),
    );
    TableView {
        schema: "euthymia.compared.certainty_pairs.v1".to_owned(),
        title: "How certain every estimate is, domain by domain".to_owned(),
        columns,
        rows,
        notes,
    }
}

fn long_rows(line: &Line<'_>, compared: &Compared, names: &Names) -> Vec<Vec<Value>> {
    let start = || {
        let mut row = vec![part_cell(line.part)];
        row.extend(names.cells(line.nodes.0));
        row.extend(names.cells(line.nodes.1));
        row
    };
    let domains = line.certainty.domains.iter();
    let mut rows: Vec<Vec<Value>> = domains
        .map(|own| {
            let mut row = start();
            row.extend([
                Value::text(own.domain.name()),
                Value::text(own.judgement().name()),
                Value::text(own.reason()),
                Value::text(own.by_rule.name()),
                numbers(own, line, compared).map_or(Value::Missing, Value::text),
            ]);
            row.extend(match own.basis {
                Basis::Shares(s) => {
                    [s.low, s.moderate, s.high, s.unknown].map(|share| Value::percent(share, 1))
                }
                _ => [const { Value::Missing }; 4],
            });
            row
        })
        .collect();
    let rating = &line.certainty.rating;
    let manual = rating.manual.as_ref();
    let list = |domains: &[Domain]| {
        let names: Vec<&str> = domains.iter().map(|domain| domain.name()).collect();
        names.join(", ")
    };
    let reason = match (
        manual,
        rating.downgraded_for.as_slice(),
        rating.not_assessed.as_slice(),
    ) {
        (Some(manual), _, _) => manual.reason.clone(),
        (None, [], []) => "no concerns".to_owned(),
        (None, [], open) => format!("not assessed: {}", list(open)),
        (None, cost, []) => format!("downgraded for {}", list(cost)),
        (None, cost, open) => format!(
            "downgraded for {}; not assessed: {}",
            list(cost),
            list(open)
        ),
    };
    let by_rule = match (rating.at_best.name(), rating.at_worst.name()) {
        (best, worst) if best == worst => best.to_owned(),
        (best, worst) => format!("{worst} to {best}"),
    };
    let mut row = start();
    row.extend([
        Value::text("overall"),
        Value::text(rating.name()),
        Value::text(reason),
        Value::text(by_rule),
        Value::Missing,
    ]);
    row.extend([const { Value::Missing }; 4]);
    rows.push(row);
    rows
}

/// The numbers that a domain was judged by, in words.
fn numbers(own: &DomainJudgement, line: &Line<'_>, compared: &Compared) -> Option<String> {
    let measure = compared.options.measure;
    let limits = |bounds: Bounds| {
        let printed = Bounds {
            lower: measure.back(bounds.lower),
            upper: measure.back(bounds.upper),
        };
        words::bounds(&printed, measure.scale())
    };
    let borders = |n: u32| counted(n as usize, "border", "borders");
    Some(match &own.basis {
        Basis::Shares(_) | Basis::Nothing => return None,
        Basis::Reporting(basis) => {
            let test = basis.small_study?;
            format!(
                "small-study effects in {} trials: p {}",
                test.trials,
                words::p_value(test.p_value)
            )
        }
        Basis::Imprecision(basis) => format!(
            "interval {} reaches {}",
            limits(line.comparison.bounds),
            borders(basis.borders)
        ),
        Basis::Heterogeneity(basis) => format!(
            "confidence interval reaches {}, prediction interval {} reaches {}",
            borders(basis.confidence_borders),
            line.comparison.prediction.map_or(String::new(), limits),
            basis.prediction_borders
        ),
        Basis::Incoherence(basis) => match (basis.p_difference, basis.p_global) {
            (Some(p), _) => format!("direct against indirect: p {}", words::p_value(p)),
            (None, Some(p)) => format!("anywhere in the network: p {}", words::p_value(p)),
            (None, None) => format!("no loop; {} direct trials", line.certainty.direct_trials),
        },
    })
}
