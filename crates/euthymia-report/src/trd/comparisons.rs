//! Controlled comparisons: each trial against its own control.

use super::Context;
use super::analysis::{Analysis, StrandAnalyses};
use super::strand::Family;
use crate::document::{LinkedTable, Section};
use crate::number_needed::{Event, number_needed};
use crate::pooled::{ForestOptions, Pooled, forest};
use crate::words;
use euthymia_synthesis::measure::Scale;
use euthymia_table::{ColumnSpec, TableView, Value};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("controlled", "Against each trial's own control");
    section.say(
        "Randomised parallel trials with a placebo, sham, active placebo or waiting list: the risk \
         ratio, the risk difference with the number needed to treat, and Hedges' g on the trial's \
         own depression scale. Crossover and withdrawal trials are not pooled as parallel ones. \
         Arms of different doses on one side are put together.",
    );
    section.say(
        "A change from baseline and a score at the end are standardised by different standard \
         deviations, so that their g are pooled apart. A negative g means fewer symptoms than \
         under control.",
    );
    section.table(events_table(context));
    section.table(g_table(context));
    for family in Family::ALL {
        figure(
            context,
            family,
            "response",
            |a| &a.response_rr,
            &mut section,
        );
        figure(
            context,
            family,
            "remission",
            |a| &a.remission_rr,
            &mut section,
        );
        g_figure(context, family, &mut section);
    }
    Some(section)
}

fn events_table(context: &Context<'_>) -> LinkedTable {
    let (mut rows, mut links) = (Vec::new(), Vec::new());
    for analyses in &context.strands {
        let pairs = [
            ("response", &analyses.response_rr, &analyses.response_rd),
            ("remission", &analyses.remission_rr, &analyses.remission_rd),
        ];
        for (outcome, ratio, difference) in pairs {
            let (Some(rr), Some(rd)) = (&ratio.pooled, &difference.pooled) else {
                continue;
            };
            rows.push(vec![
                Value::text(analyses.strand.name),
                Value::text(outcome),
                Value::text(context.studies(rr)),
                Value::Count(rr.patients()),
                Value::text(words::shown(&rr.shown, Scale::Ratio)),
                rr.prediction.map_or(Value::Missing, |p| {
                    Value::text(words::bounds(&p, Scale::Ratio))
                }),
                Value::text(words::shown(&rd.shown, Scale::ProportionDifference)),
                Value::text(number_needed(&rd.shown, Event::Benefit)),
                Value::percent(rr.summary.i2(), 0),
            ]);
            links.push(Some(format!("p-{}", ratio.id)));
        }
    }
    LinkedTable {
        view: TableView {
            schema: "euthymia.report.controlled.v1".to_owned(),
            title: "Response and remission against control".to_owned(),
            columns: vec![
                ColumnSpec::text("treatment", "Treatment"),
                ColumnSpec::text("outcome", "Outcome"),
                ColumnSpec::number("k", "Trials (TRD)"),
                ColumnSpec::number("n", "Patients"),
                ColumnSpec::number("rr", "Risk ratio [95 % CI]"),
                ColumnSpec::number("prediction", "Prediction interval"),
                ColumnSpec::number("rd", "Risk difference [95 % CI]"),
                ColumnSpec::text("nnt", "Number needed to treat"),
                ColumnSpec::number("i2", "I² of the risk ratio"),
            ],
            rows,
            notes: vec![
                "NNTB: number needed to treat for one more patient to benefit, unrounded and rounded \
                 up; NNTH: to harm, rounded down. Where the risk difference's interval includes \
                 zero, the interval runs through infinity."
                    .to_owned(),
            ],
        },
        links,
    }
}

fn g_table(context: &Context<'_>) -> LinkedTable {
    let (mut rows, mut links) = (Vec::new(), Vec::new());
    for analyses in &context.strands {
        for (kind, analysis) in [
            ("change from baseline", &analyses.change_g),
            ("score at the end", &analyses.score_g),
        ] {
            let Some(pooled) = &analysis.pooled else {
                continue;
            };
            rows.push(vec![
                Value::text(analyses.strand.name),
                Value::text(kind),
                Value::text(context.studies(pooled)),
                Value::Count(pooled.patients()),
                Value::text(words::shown(&pooled.shown, Scale::Difference)),
                pooled.prediction.map_or(Value::Missing, |p| {
                    Value::text(words::bounds(&p, Scale::Difference))
                }),
                Value::percent(pooled.summary.i2(), 0),
            ]);
            links.push(Some(format!("p-{}", analysis.id)));
        }
    }
    LinkedTable {
        view: TableView {
            schema: "euthymia.report.g.v1".to_owned(),
            title: "Depression scores against control: Hedges' g".to_owned(),
            columns: vec![
                ColumnSpec::text("treatment", "Treatment"),
                ColumnSpec::text("kind", "What is compared"),
                ColumnSpec::number("k", "Trials (TRD)"),
                ColumnSpec::number("n", "Patients"),
                ColumnSpec::number("g", "g [95 % CI]"),
                ColumnSpec::number("prediction", "Prediction interval"),
                ColumnSpec::number("i2", "I²"),
            ],
            rows,
            notes: Vec::new(),
        },
        links,
    }
}

fn figure(
    context: &Context<'_>,
    family: Family,
    outcome: &str,
    analysis: fn(&StrandAnalyses) -> &Analysis,
    section: &mut Section,
) {
    let blocks = blocks(context, family, analysis);
    if blocks.is_empty() {
        return;
    }
    let plot = forest(
        &blocks,
        &ForestOptions {
            title: format!("{} against control: {outcome}", family.name()),
            description: format!(
                "Forest plot of risk ratios of {outcome} against each trial's own control, a block \
                 per treatment form."
            ),
            caution: None,
            sides: Some((format!("less {outcome}"), format!("more {outcome}"))),
        },
    );
    section.figure(
        format!("forest-{}-{outcome}-rr", family.id()),
        plot.to_scene(),
        format!(
            "{}: risk ratio of {outcome} against control.",
            family.name()
        ),
    );
}

fn blocks<'a>(
    context: &'a Context<'_>,
    family: Family,
    analysis: fn(&StrandAnalyses) -> &Analysis,
) -> Vec<(Option<String>, &'a Pooled)> {
    context
        .strands
        .iter()
        .filter(|a| a.strand.family == family)
        .filter_map(|a| Some((Some(a.strand.name.to_owned()), analysis(a).pooled.as_ref()?)))
        .collect()
}

fn g_figure(context: &Context<'_>, family: Family, section: &mut Section) {
    let mut all = Vec::new();
    for analyses in context.strands.iter().filter(|a| a.strand.family == family) {
        for (kind, analysis) in [("change", &analyses.change_g), ("score", &analyses.score_g)] {
            if let Some(pooled) = &analysis.pooled {
                all.push((Some(format!("{}: {kind}", analyses.strand.name)), pooled));
            }
        }
    }
    if all.is_empty() {
        return;
    }
    let plot = forest(
        &all,
        &ForestOptions {
            title: format!("{} against control: depression scores", family.name()),
            description: "Forest plot of Hedges' g against each trial's own control; changes from \
                          baseline and scores at the end in blocks of their own."
                .to_owned(),
            caution: None,
            sides: Some((
                "fewer symptoms than control".to_owned(),
                "more symptoms".to_owned(),
            )),
        },
    );
    section.figure(
        format!("forest-{}-g", family.id()),
        plot.to_scene(),
        format!("{}: Hedges' g against control.", family.name()),
    );
}
