//! Pooled single-arm rates: a table, an overview figure, a forest plot per family and outcome.

use super::analysis::{Analysis, StrandAnalyses};
use super::strand::Family;
use super::{CAUTION, Context};
use crate::cohort::Rate;
use crate::document::{LinkedTable, Section};
use crate::pooled::{ForestOptions, Pooled, forest};
use crate::words;
use euthymia_plot::{
    Axis, Block, Estimate, IntervalChart, IntervalGroup, IntervalPoint, Row, Scale as PlotScale,
    Scene,
};
use euthymia_synthesis::measure::Scale;
use euthymia_table::{ColumnSpec, TableView, Value};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("rates", "Response and remission, treatment by treatment");
    section.say(
        "How many patients responded or remitted under each treatment, pooled over its arms, \
         whatever they were compared with. The prediction interval is where the rate of a new, \
         similar study is likely to lie; it says more about what a clinic may see than the \
         confidence interval of the average.",
    );
    section.caution(CAUTION);
    section.table(table(context));
    for (outcome, name) in OUTCOMES {
        section.figure(
            format!("overview-{outcome}"),
            chart(context, outcome, name),
            format!(
                "Pooled {} by treatment, with 95 % confidence interval and prediction interval. \
                 Uncontrolled rates; see the caution in the figure.",
                name.to_lowercase()
            ),
        );
    }
    for family in Family::ALL {
        for (outcome, name) in OUTCOMES {
            family_figure(context, family, outcome, name, &mut section);
        }
    }
    Some(section)
}

const OUTCOMES: [(&str, &str); 2] = [
    ("response", "Response rate"),
    ("remission", "Remission rate"),
];

fn rate_of<'a>(analyses: &'a StrandAnalyses, outcome: &str) -> &'a Analysis {
    if outcome == "response" {
        &analyses.response
    } else {
        &analyses.remission
    }
}

/// The overview table: a row per strand and outcome.
pub(super) fn table(context: &Context<'_>) -> LinkedTable {
    let columns = vec![
        ColumnSpec::text("treatment", "Treatment"),
        ColumnSpec::text("outcome", "Outcome"),
        ColumnSpec::number("k", "Studies (TRD)"),
        ColumnSpec::number("events_n", "Events/n").for_people(),
        ColumnSpec::number("n", "n").for_machines(),
        ColumnSpec::number("rate", "Pooled rate [95 % CI]").for_people(),
        ColumnSpec::number("estimate", "estimate").for_machines(),
        ColumnSpec::number("ci_low", "ci_low").for_machines(),
        ColumnSpec::number("ci_high", "ci_high").for_machines(),
        ColumnSpec::number("prediction", "Prediction interval").for_people(),
        ColumnSpec::number("i2", "I²"),
        ColumnSpec::number(
            "against_control",
            "Risk ratio against control [95 % CI] (trials)",
        )
        .for_people(),
    ];
    let (mut rows, mut links) = (Vec::new(), Vec::new());
    for analyses in &context.strands {
        for (outcome, _) in OUTCOMES {
            let analysis = rate_of(analyses, outcome);
            let ratio = ratio_of(analyses, outcome);
            if analysis.pooled.is_none() && ratio.pooled.is_none() {
                continue;
            }
            rows.push(row(context, analyses, analysis, ratio, outcome));
            let linked = if analysis.pooled.is_some() {
                analysis
            } else {
                ratio
            };
            links.push(Some(format!("p-{}", linked.id)));
        }
    }
    let view = TableView {
        schema: "euthymia.report.rates.v1".to_owned(),
        title: "Pooled rates within twelve weeks, and risk ratios against each trial's own control"
            .to_owned(),
        columns,
        rows,
        notes: vec![
            "Rates: generalised linear mixed model (binomial–normal), interval by t with k − 1. Risk \
             ratios: random effects (REML), Hartung–Knapp interval. One study: its own exact interval. Two studies: Wald interval, too narrow, and no prediction interval. \
             TRD: studies in patients stated to be treatment-resistant. The treatment's name leads \
             to the rows behind the number."
                .to_owned(),
        ],
    };
    LinkedTable { view, links }
}

/// The same numbers in few columns, for a terminal.
pub(super) fn compact(context: &Context<'_>) -> TableView {
    let rows = context.strands.iter().flat_map(|analyses| {
        OUTCOMES
            .iter()
            .filter_map(|(outcome, _)| compact_row(analyses, outcome))
    });
    TableView {
        schema: "euthymia.report.compact.v1".to_owned(),
        title: "Pooled rates within twelve weeks, and risk ratios against control".to_owned(),
        columns: vec![
            ColumnSpec::text("treatment", "Treatment"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::number("k", "k"),
            ColumnSpec::number("n", "n"),
            ColumnSpec::number("rate", "Rate [95 % CI]").for_people(),
            ColumnSpec::number("prediction", "Prediction").for_people(),
            ColumnSpec::number("rr", "RR [95 % CI] (k)").for_people(),
            ColumnSpec::number("estimate", "estimate").for_machines(),
            ColumnSpec::number("ci_low", "ci_low").for_machines(),
            ColumnSpec::number("ci_high", "ci_high").for_machines(),
            ColumnSpec::number("prediction_low", "prediction_low").for_machines(),
            ColumnSpec::number("prediction_high", "prediction_high").for_machines(),
            ColumnSpec::number("risk_ratio", "risk_ratio").for_machines(),
            ColumnSpec::number("risk_ratio_low", "risk_ratio_low").for_machines(),
            ColumnSpec::number("risk_ratio_high", "risk_ratio_high").for_machines(),
            ColumnSpec::number("risk_ratio_k", "risk_ratio_k").for_machines(),
        ],
        rows: rows.collect(),
        notes: vec![
            "k: studies, n: patients. RR: each randomised trial against its own control. Two \
             studies: Wald interval, too narrow."
                .to_owned(),
        ],
    }
}

fn compact_row(analyses: &StrandAnalyses, outcome: &str) -> Option<Vec<Value>> {
    let rate = rate_of(analyses, outcome).pooled.as_ref();
    let ratio = ratio_of(analyses, outcome).pooled.as_ref();
    if rate.is_none() && ratio.is_none() {
        return None;
    }
    let text = |text: Option<String>| text.map_or(Value::Missing, Value::Text);
    let prediction = rate.and_then(|pooled| pooled.prediction);
    let mut row = vec![
        Value::text(analyses.strand.name),
        Value::text(outcome),
        Value::Count(rate.map_or(0, |pooled| pooled.summary.k as u64)),
        rate.map_or(Value::Missing, |pooled| Value::Count(pooled.patients())),
        text(rate.map(|pooled| words::shown(&pooled.headline(), Scale::Proportion))),
        text(prediction.map(|p| words::bounds(&p, Scale::Proportion))),
        text(ratio.map(|pooled| {
            format!(
                "{} ({})",
                words::shown(&pooled.shown, Scale::Ratio),
                pooled.summary.k
            )
        })),
    ];
    let headline = rate.map(Pooled::headline);
    let number = |value: Option<f64>| Value::number(value, 4);
    row.extend([
        number(headline.map(|h| h.estimate)),
        number(headline.map(|h| h.bounds.lower)),
        number(headline.map(|h| h.bounds.upper)),
        number(prediction.map(|p| p.lower)),
        number(prediction.map(|p| p.upper)),
        number(ratio.map(|r| r.shown.estimate)),
        number(ratio.map(|r| r.shown.bounds.lower)),
        number(ratio.map(|r| r.shown.bounds.upper)),
        ratio.map_or(Value::Missing, |r| Value::Count(r.summary.k as u64)),
    ]);
    Some(row)
}

fn ratio_of<'a>(analyses: &'a StrandAnalyses, outcome: &str) -> &'a Analysis {
    if outcome == "response" {
        &analyses.response_rr
    } else {
        &analyses.remission_rr
    }
}

fn row(
    context: &Context<'_>,
    analyses: &StrandAnalyses,
    analysis: &Analysis,
    ratio: &Analysis,
    outcome: &str,
) -> Vec<Value> {
    let mut cells = vec![Value::text(analyses.strand.name), Value::text(outcome)];
    match &analysis.pooled {
        Some(pooled) => {
            let headline = pooled.headline();
            let b = headline.bounds;
            let events: f64 = pooled
                .rows
                .iter()
                .map(|r| match r.candidate.data {
                    crate::pooled::Inputs::OneProportion(count) => count.events() as f64,
                    _ => 0.0,
                })
                .sum();
            cells.extend([
                Value::text(context.studies(pooled)),
                Value::text(format!("{events}/{}", pooled.patients())),
                Value::Count(pooled.patients()),
                Value::text(words::shown(&pooled.headline(), Scale::Proportion)),
                Value::number(headline.estimate, 4),
                Value::number(b.lower, 4),
                Value::number(b.upper, 4),
                pooled.prediction.map_or(Value::Missing, |p| {
                    Value::text(words::bounds(&p, Scale::Proportion))
                }),
                Value::percent(pooled.summary.i2(), 0),
            ]);
        }
        None => {
            cells.push(Value::Count(0));
            cells.extend(std::iter::repeat_n(Value::Missing, 8));
        }
    }
    cells.push(
        ratio
            .pooled
            .as_ref()
            .map_or(Value::text("none with usable numbers"), |pooled| {
                Value::text(format!(
                    "{} ({})",
                    words::shown(&pooled.shown, Scale::Ratio),
                    pooled.summary.k
                ))
            }),
    );
    cells
}

fn chart(context: &Context<'_>, outcome: &str, name: &str) -> Scene {
    let mut groups: Vec<IntervalGroup> = Vec::new();
    for family in Family::ALL {
        let points: Vec<IntervalPoint> = context
            .strands
            .iter()
            .filter(|analyses| analyses.strand.family == family)
            .filter_map(|analyses| point(analyses, rate_of(analyses, outcome)))
            .collect();
        if !points.is_empty() {
            groups.push(IntervalGroup {
                heading: family.name().to_owned(),
                points,
            });
        }
    }
    if let Some((cohort, rate)) = context
        .cohort
        .and_then(|c| c.chosen(outcome).map(|r| (c, r)))
    {
        groups.push(IntervalGroup {
            heading: "Cohort".to_owned(),
            points: vec![cohort_point(&cohort.scores.name, rate)],
        });
    }
    IntervalChart {
        title: format!("{name} under each treatment"),
        description: format!(
            "{name}, pooled over single arms, with confidence and prediction intervals; a row per \
             treatment and one for the cohort."
        ),
        caution: Some(CAUTION.to_owned()),
        label_header: "Treatment".to_owned(),
        count_header: "k; n".to_owned(),
        printed_header: "Rate [95 % CI]".to_owned(),
        groups,
        axis: Axis {
            scale: PlotScale::Percent,
            label: "Patients with the outcome".to_owned(),
            limits: Some((0.0, 1.0)),
            ..Axis::default()
        },
        point_label: "Pooled rate with 95 % CI".to_owned(),
        emphasis_label: Some("Cohort (exact interval)".to_owned()),
        footnotes: vec![
            "k: studies, n: patients. The bar below is the prediction interval.".to_owned(),
        ],
    }
    .to_scene()
}

fn point(analyses: &StrandAnalyses, analysis: &Analysis) -> Option<IntervalPoint> {
    let pooled = analysis.pooled.as_ref()?;
    let shown = pooled.headline();
    let estimate = Estimate::new(shown.estimate, shown.bounds.lower, shown.bounds.upper);
    let point = IntervalPoint::new(analyses.strand.name, estimate)
        .count(format!("{}; {}", pooled.summary.k, pooled.patients()))
        .printed(words::shown(&shown, Scale::Proportion));
    Some(match pooled.prediction {
        Some(p) => point.prediction(p.lower, p.upper),
        None => point,
    })
}

fn cohort_point(name: &str, rate: &Rate) -> IntervalPoint {
    let shown = rate.shown();
    IntervalPoint::new(
        name,
        Estimate::new(shown.estimate, shown.bounds.lower, shown.bounds.upper),
    )
    .count(format!(
        "{}/{}",
        rate.proportion.events(),
        rate.proportion.n()
    ))
    .printed(words::shown(&shown, Scale::Proportion))
    .emphasised()
}

fn family_figure(
    context: &Context<'_>,
    family: Family,
    outcome: &str,
    name: &str,
    section: &mut Section,
) {
    let analyses: Vec<_> = context
        .strands
        .iter()
        .filter(|a| a.strand.family == family)
        .filter_map(|a| {
            let pooled = rate_of(a, outcome).pooled.as_ref()?;
            Some((Some(a.strand.name.to_owned()), pooled))
        })
        .collect();
    if analyses.is_empty() {
        return;
    }
    let mut plot = forest(
        &analyses,
        &ForestOptions {
            title: format!("{}: {}", family.name(), name.to_lowercase()),
            description: format!(
                "Forest plot of the {} in single arms, a block per treatment form.",
                name.to_lowercase()
            ),
            caution: Some(CAUTION.to_owned()),
            sides: None,
        },
    );
    if Some(family) == context.cohort_family
        && let Some((cohort, rate)) = context
            .cohort
            .and_then(|c| c.chosen(outcome).map(|r| (c, r)))
    {
        plot.blocks.push(cohort_block(&cohort.scores.name, rate));
        plot.emphasis_label = Some("Cohort, not pooled".to_owned());
        plot.footnotes.extend(cohort.scores.note.clone());
    }
    plot.footnotes.push(
        "Squares: rate with exact 95 % interval, area by the weight that inverse variances would give. \
         Diamonds: generalised linear mixed model with t (k − 1), or the normal interval for two \
         studies. A scale alone in the remark: decrease of at least 50 % on it."
            .to_owned(),
    );
    section.figure(
        format!("forest-{}-{outcome}", family.id()),
        plot.to_scene(),
        format!(
            "{} in the arms of {}.",
            name,
            family.name().to_lowercase().replace("ect", "ECT")
        ),
    );
}

fn cohort_block(name: &str, rate: &Rate) -> Block {
    let shown = rate.shown();
    let row = Row::new(
        name,
        Estimate::new(shown.estimate, shown.bounds.lower, shown.bounds.upper),
    )
    .left([
        format!("{}/{}", rate.proportion.events(), rate.proportion.n()),
        super::gather::short(&rate.definition),
    ])
    .right([words::shown(&shown, Scale::Proportion)])
    .emphasised();
    Block {
        heading: Some("Cohort on the same axis".to_owned()),
        rows: vec![row],
        ..Block::default()
    }
}
