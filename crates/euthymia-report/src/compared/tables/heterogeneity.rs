//! How much trials differ, and whether designs disagree.

use super::network::part_cell;
use crate::compared::analysis::Compared;
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, part_column};
use crate::words;
use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::network::{
    Decomposition, FitError, Heterogeneity, QTest, Tau2, Tau2Method, decompose,
};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The heterogeneity and inconsistency of one part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartHeterogeneity {
    /// The part, as a place in [`Compared::parts`].
    pub part: usize,
    /// τ² of the random-effects model; `None` without a degree of freedom.
    pub tau2: Option<Tau2>,
    /// Q and I² with the interval for τ²; `None` without a degree of freedom.
    pub heterogeneity: Option<Heterogeneity>,
    /// Q in its parts, or why there is none.
    pub decomposition: Result<Decomposition, FitError>,
    /// The nodes of each design of the decomposition.
    pub designs: Vec<Vec<String>>,
}

/// The heterogeneity and inconsistency of every part.
#[must_use]
pub fn heterogeneity(compared: &Compared) -> Vec<PartHeterogeneity> {
    let each = |(at, part): (usize, &crate::compared::Part)| {
        let network = part.network();
        let decomposition = decompose(network);
        let node = |place: &usize| network.treatments().get(*place).cloned();
        let nodes = |d: &Decomposition| {
            let designs = d.designs.iter().map(|own| own.design.treatments.iter());
            designs
                .map(|places| places.filter_map(node).collect())
                .collect()
        };
        PartHeterogeneity {
            part: at,
            tau2: part.random.tau2,
            heterogeneity: part.random.heterogeneity,
            designs: decomposition.as_ref().map(nodes).unwrap_or_default(),
            decomposition,
        }
    };
    compared.parts.iter().enumerate().map(each).collect()
}

/// The estimator of τ² in words.
#[must_use]
pub fn tau2_word(method: Tau2Method) -> &'static str {
    match method {
        Tau2Method::Reml => "REML",
        Tau2Method::DerSimonianLaird => "DerSimonian–Laird",
        Tau2Method::MaximumLikelihood => "maximum likelihood",
        Tau2Method::Given(_) => "given",
    }
}

/// One line: what it is, and the numbers.
struct Line {
    key: &'static str,
    label: String,
    shown: String,
    value: Option<f64>,
    bounds: [Option<f64>; 2],
    df: Option<usize>,
    p_value: Option<f64>,
}

impl Line {
    fn number(key: &'static str, label: impl Into<String>, shown: String, value: f64) -> Self {
        Self {
            key,
            label: label.into(),
            shown,
            value: Some(value),
            bounds: [None; 2],
            df: None,
            p_value: None,
        }
    }

    fn test(key: &'static str, label: impl Into<String>, test: &QTest) -> Self {
        let shown = match test.df {
            0 => "no degree of freedom".to_owned(),
            df => format!("Q({df}) = {}", fmt::number(test.q, 2)),
        };
        Self {
            value: (test.df > 0).then_some(test.q),
            df: Some(test.df),
            p_value: test.p_value,
            ..Self::number(key, label, shown, test.q)
        }
    }

    fn row(self, part: usize) -> Vec<Value> {
        vec![
            part_cell(part),
            Value::text(self.key),
            Value::text(self.label),
            Value::text(self.shown),
            self.p_value.map_or(Value::Missing, Value::PValue),
            Value::number(self.value, 4),
            Value::number(self.bounds[0], 4),
            Value::number(self.bounds[1], 4),
            self.df.map_or(Value::Missing, |df| Value::Count(df as u64)),
        ]
    }
}

/// Heterogeneity and inconsistency in numbers, and below the table in words.
#[must_use]
pub fn heterogeneity_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for own in heterogeneity(compared) {
        let lines = variance_lines(&own, compared.options.level)
            .into_iter()
            .chain(test_lines(&own, &names));
        rows.extend(lines.map(|line| line.row(own.part)));
        let said = in_words(&own, compared.options.measure);
        notes.extend(said.into_iter().map(|line| match compared.parts.len() {
            0 | 1 => line,
            _ => format!("Part {}: {line}", own.part + 1),
        }));
    }
    TableView {
        schema: "euthymia.compared.heterogeneity.v1".to_owned(),
        title: "Heterogeneity and inconsistency".to_owned(),
        columns: vec![
            part_column(compared),
            ColumnSpec::text("quantity", "quantity").for_machines(),
            ColumnSpec::text("label", "Quantity"),
            ColumnSpec::number("shown", "Result").for_people(),
            ColumnSpec::number("p_value", "p"),
            ColumnSpec::number("value", "value").for_machines(),
            ColumnSpec::number("low", "low").for_machines(),
            ColumnSpec::number("high", "high").for_machines(),
            ColumnSpec::number("df", "df").for_machines(),
        ],
        rows,
        notes,
    }
}

fn variance_lines(own: &PartHeterogeneity, level: Probability) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(tau2) = own.tau2 {
        let bounds = own.heterogeneity.and_then(|h| h.tau2_bounds);
        let interval = bounds.map_or(String::new(), |b| {
            let end = |value: f64| fmt::number(value, 3);
            format!(" [{}, {}]", end(b.lower), end(b.upper))
        });
        let label = format!(
            "Variance between trials τ² ({}) [{} CI by Q profile]",
            tau2_word(tau2.method),
            words::level(level)
        );
        let shown = format!("{}{interval}", fmt::number(tau2.value, 3));
        lines.push(Line {
            bounds: [bounds.map(|b| b.lower), bounds.map(|b| b.upper)],
            ..Line::number("tau2", label, shown, tau2.value)
        });
        let tau = tau2.value.sqrt();
        let shown = fmt::number(tau, 3);
        lines.push(Line::number(
            "tau",
            "Standard deviation between trials τ",
            shown,
            tau,
        ));
    }
    if let Some(h) = own.heterogeneity {
        let shown = fmt::percent(h.i2, 0);
        lines.push(Line::number(
            "i2",
            "Share of variation beyond chance I²",
            shown,
            h.i2,
        ));
    }
    lines
}

fn test_lines(own: &PartHeterogeneity, names: &Names) -> Vec<Line> {
    let Ok(parts) = &own.decomposition else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::test("q_total", "Q of the network", &parts.total),
        Line::test("q_within", "Q within designs", &parts.within),
        Line::test("q_between", "Q between designs", &parts.between),
    ];
    let random = &parts.between_random;
    let label = format!(
        "Design-by-treatment interaction under random effects (τ² within designs {})",
        fmt::number(random.tau2_within, 3)
    );
    lines.push(Line::test("q_between_random", label, &random.between));
    for (design, nodes) in parts.designs.iter().zip(&own.designs) {
        if design.within.df > 0 {
            let label = format!("Q within {}", names.list(nodes));
            lines.push(Line::test("q_within_design", label, &design.within));
        }
    }
    lines
}

/// What the numbers of a part say.
fn in_words(own: &PartHeterogeneity, measure: NetworkMeasure) -> Vec<String> {
    let parts = match &own.decomposition {
        Ok(parts) => parts,
        Err(error) => return vec![format!("Q could not be taken apart: {error}.")],
    };
    let mut said = Vec::new();
    if parts.total.df == 0 {
        said.push(
            "No comparison has two trials and no loop is closed: whether trials differ cannot be \
             seen, and the random-effects model is the common-effect model."
                .to_owned(),
        );
        return said;
    }
    said.push(match parts.within.p_value {
        None => {
            "No design has two trials: heterogeneity and inconsistency cannot be told apart.".to_owned()
        }
        Some(p) if p < 0.05 => {
            format!(
                "Trials of one design differ more than chance explains (p {}).",
                words::p_value(p)
            )
        }
        Some(p) => format!(
            "No sign that trials of one design differ beyond chance (p {}); with few trials that is \
             no proof that they do not.",
            words::p_value(p)
        ),
    });
    said.push(match parts.between_random.between.p_value {
        None => {
            "No loop of comparisons from different trials: direct and indirect evidence never meet, \
             so that their agreement cannot be tested."
                .to_owned()
        }
        Some(p) if p < 0.05 => format!(
            "Designs disagree beyond the heterogeneity within them (p {}): the estimates of the \
             network mix evidence that does not agree.",
            words::p_value(p)
        ),
        Some(p) => format!(
            "No sign that designs disagree beyond the heterogeneity within them (p {}); this test \
             finds only large disagreement.",
            words::p_value(p)
        ),
    });
    said.extend(own.tau2.map(|tau2| spread(tau2.value, measure)));
    said
}

/// What τ² means for the true effects.
fn spread(tau2: f64, measure: NetworkMeasure) -> String {
    if tau2 == 0.0 {
        return "The estimate of τ² is 0: both models give the same estimates.".to_owned();
    }
    let half = normal::upper_quantile(Probability::NINETY_FIVE.complement().half()) * tau2.sqrt();
    if measure.is_ratio() {
        format!(
            "With this τ², the true {} of a comparison lies within a factor of {} of its mean in 95 % \
             of trials.",
            measure.name(),
            fmt::number(half.exp(), 2)
        )
    } else {
        format!(
            "With this τ², the true {} of a comparison lies within {} of its mean in 95 % of trials.",
            measure.name(),
            match measure {
                NetworkMeasure::RiskDifference => fmt::percent(half, 1),
                _ => fmt::number(half, 2),
            }
        )
    }
}
