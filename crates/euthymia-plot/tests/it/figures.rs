//! Figures built by hand. All numbers are invented; they only have to look like the field's.

use euthymia_plot::{
    Axis, BeforeAfter, Better, Block, Column, Estimate, ForestPlot, Interval, IntervalChart,
    IntervalGroup, IntervalPoint, MeanChange, Prediction, Row, Scale, Scene, Summary, Threshold,
};

/// Every figure with the name of its snapshot.
pub(crate) fn all() -> Vec<(&'static str, Scene)> {
    vec![
        ("ratio", ratio().to_scene()),
        ("percent", percent().to_scene()),
        ("clipped", clipped().to_scene()),
        ("one_study", one_study().to_scene()),
        ("overview", overview().to_scene()),
        ("before_after", before_after().to_scene()),
    ]
}

fn ci(estimate: f64, lower: f64, upper: f64) -> String {
    format!("{estimate:.2} [{lower:.2}, {upper:.2}]").replace('-', "−")
}

fn percent_text(estimate: f64, lower: f64, upper: f64) -> String {
    format!(
        "{:.0}% [{:.0}, {:.0}]",
        estimate * 100.0,
        lower * 100.0,
        upper * 100.0
    )
}

/// Thirteen controlled trials on a ratio axis.
pub(crate) fn ratio() -> ForestPlot {
    let trials = [
        ("Arden 1948", "4/123", "11/139", 0.41, 0.13, 1.26, 5.1),
        (
            "Birch & Sole 1949",
            "6/306",
            "29/303",
            0.20,
            0.09,
            0.49,
            6.4,
        ),
        ("Corvin 1960", "3/231", "11/220", 0.26, 0.07, 0.92, 4.4),
        (
            "Dahl 1977",
            "62/13 598",
            "248/12 867",
            0.24,
            0.18,
            0.31,
            9.7,
        ),
        (
            "Eriksen 1973",
            "33/5 069",
            "47/5 808",
            0.80,
            0.52,
            1.25,
            8.9,
        ),
        (
            "Fontaine 1953",
            "180/1 541",
            "372/1 451",
            0.46,
            0.39,
            0.54,
            10.1,
        ),
        ("Grünwald 1973", "8/2 545", "10/629", 0.20, 0.08, 0.50, 6.0),
        (
            "Horák 1980",
            "505/88 391",
            "499/88 391",
            1.01,
            0.89,
            1.14,
            10.2,
        ),
        ("Ibsen 1968", "29/7 499", "45/7 277", 0.63, 0.39, 1.00, 8.7),
        (
            "Jørgensen 1961",
            "17/1 716",
            "65/1 665",
            0.25,
            0.15,
            0.43,
            8.4,
        ),
        (
            "Kowalczyk 1974",
            "186/50 634",
            "141/27 338",
            0.71,
            0.57,
            0.89,
            9.9,
        ),
        ("Łukasz 1969", "5/2 498", "3/2 341", 1.56, 0.37, 6.53, 3.8),
        (
            "Moreau 1976",
            "27/16 913",
            "29/17 854",
            0.98,
            0.58,
            1.66,
            8.4,
        ),
    ];
    let rows = trials
        .iter()
        .map(|(label, active, control, e, l, u, w)| {
            Row::new(label, Estimate::new(*e, *l, *u))
                .left([*active, *control])
                .right([ci(*e, *l, *u), format!("{w:.1}%")])
                .weight(w / 100.0)
        })
        .collect();
    ForestPlot {
        title: "Thirteen controlled trials: risk ratio of the event".into(),
        description:
            "Forest plot of thirteen trials; the pooled risk ratio is 0.49 (0.34 to 0.70).".into(),
        left_columns: vec![Column::right("Active n/N"), Column::right("Control n/N")],
        right_columns: vec![
            Column::right("Risk ratio [95% CI]"),
            Column::right("Weight"),
        ],
        blocks: vec![Block {
            rows,
            ..Block::default()
        }],
        overall: vec![
            Summary::new("Random effects (REML)", Estimate::new(0.49, 0.34, 0.70))
                .right([ci(0.49, 0.34, 0.70), "100.0%".into()])
                .prediction(
                    Prediction::new("95% prediction interval", 0.15, 1.55).right(["[0.15, 1.55]"]),
                ),
        ],
        overall_notes: vec!["τ² = 0.31; I² = 92%; Q(12) = 152.2, p < .001".into()],
        axis: Axis {
            scale: Scale::Log,
            label: "Risk ratio (log scale)".into(),
            reference_line: Some(1.0),
            left_label: Some("favours active".into()),
            right_label: Some("favours control".into()),
            ..Axis::default()
        },
        pooled_line: Some(0.49),
        ..ForestPlot::default()
    }
}

/// Twenty-five single-arm rates in four blocks, one of them the reader's own cohort.
pub(crate) fn percent() -> ForestPlot {
    let headings = [
        "Infusion",
        "Intranasal spray",
        "Magnetic stimulation",
        "Assisted psychotherapy",
    ];
    let names = [
        "Abara 2015",
        "Bell & Castro 2016",
        "Çelik 2016",
        "Dvořák 2018",
        "Eze 2019",
        "Fischer 2021",
        "Gómez-Núñez 2014",
        "Hale 2017",
        "Ito 2019",
        "Jansen 2022",
        "Kaur 2022",
        "Lind 2023",
        "Mäkinen 2011",
        "Nowak, Ostrowska & Piątek for the Collaborative Group 2013",
        "O’Neill 2018",
        "Pereira 2020",
        "Qureshi 2021",
        "Rossi 2023",
        "Šimić 2017",
        "Tan 2020",
        "Usman 2021",
        "Vega 2022",
        "Weiß 2023",
        "Xu 2024",
    ];
    let mut blocks = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let rows: Vec<Row> = (0..6)
            .map(|j| {
                let k = index * 6 + j;
                let n = 14 + (k * 37) % 61;
                let events = n * (22 + (k * 29) % 55) / 100;
                let rate = events as f64 / n as f64;
                let half = 1.96 * (rate * (1.0 - rate) / n as f64).sqrt();
                let (l, u) = ((rate - half).max(0.0), (rate + half).min(1.0));
                Row::new(names[k], Estimate::new(rate, l, u))
                    .left([format!("{events}/{n}"), format!("{} d", 7 * (1 + k % 4))])
                    .right([percent_text(rate, l, u)])
                    .weight(n as f64 / 300.0)
            })
            .collect();
        let centre = 0.42 + 0.05 * index as f64;
        blocks.push(Block {
            heading: Some((*heading).into()),
            rows,
            summaries: vec![
                Summary::new(
                    "Pooled",
                    Estimate::new(centre, centre - 0.09, centre + 0.09),
                )
                .right([percent_text(centre, centre - 0.09, centre + 0.09)])
                .prediction(
                    Prediction::new("Prediction interval", centre - 0.3, centre + 0.3).right([
                        format!(
                            "[{:.0}, {:.0}]",
                            centre * 100.0 - 30.0,
                            centre * 100.0 + 30.0
                        ),
                    ]),
                ),
            ],
            notes: vec!["τ² = 0.42; I² = 71%; Q(5) = 17.4, p = .004".into()],
        });
    }
    if let Some(first) = blocks.first_mut() {
        first.rows.push(
            Row::new("This clinic, 2023–2025", Estimate::new(0.575, 0.41, 0.73))
                .left(["23/40", "28 d"])
                .right([percent_text(0.575, 0.41, 0.73)])
                .emphasised(),
        );
        if let Some(row) = first.rows.get_mut(4) {
            row.estimate = Estimate::Missing("not reported".into());
            row.right = vec!["–".into()];
        }
    }
    ForestPlot {
        title: "Response by treatment: single-arm rates".into(),
        description: "Share of patients with response in 25 arms of four treatments.".into(),
        caution: Some(
            "Uncontrolled single-arm rates: populations, expectancy and time of measurement differ \
             between treatments, so differences between blocks are not treatment effects."
                .into(),
        ),
        left_columns: vec![Column::right("n/N"), Column::right("Time")],
        right_columns: vec![Column::right("Response [95% CI]")],
        blocks,
        axis: Axis {
            scale: Scale::Percent,
            label: "Patients with response".into(),
            ..Axis::default()
        },
        emphasis_label: Some("This clinic".into()),
        footnotes: vec!["Invented numbers. d: days after the first dose.".into()],
        ..ForestPlot::default()
    }
}

/// Intervals and estimates beyond the axis.
pub(crate) fn clipped() -> ForestPlot {
    let row = |label, e, l, u, w| {
        Row::new(label, Estimate::new(e, l, u))
            .right([ci(e, l, u)])
            .weight(w)
    };
    ForestPlot {
        title: "Intervals beyond the axis".into(),
        description: "Mean differences; some intervals and estimates lie beyond the axis.".into(),
        right_columns: vec![Column::right("MD [95% CI]")],
        blocks: vec![Block {
            rows: vec![
                row("Both ends cut", -1.0, -22.0, 20.0, 0.05),
                row("Left end cut", -4.0, -14.0, 0.5, 0.2),
                row("Right end cut", 3.0, -1.0, 11.0, 0.2),
                row("Estimate beyond the left end", -9.0, -16.0, -2.0, 0.1),
                row("All beyond the right end", 14.0, 9.0, 19.0, 0.1),
                row("Inside", -1.5, -3.0, 0.0, 0.35),
                Row::new("No events in either arm", Estimate::not_estimable()).right(["–"]),
            ],
            summaries: vec![
                Summary::new("Pooled", Estimate::new(-1.2, -7.5, 1.0))
                    .right([ci(-1.2, -7.5, 1.0)])
                    .prediction(Prediction::new("Prediction interval", -9.0, 6.5)),
            ],
            ..Block::default()
        }],
        axis: Axis {
            scale: Scale::Linear,
            label: "Mean difference (points)".into(),
            reference_line: Some(0.0),
            reference_label: Some("no difference".into()),
            left_label: Some("favours treatment".into()),
            right_label: Some("favours control".into()),
            limits: Some((-6.0, 6.0)),
        },
        ..ForestPlot::default()
    }
}

/// A single study.
pub(crate) fn one_study() -> ForestPlot {
    ForestPlot {
        title: "One study".into(),
        description: "One trial; nothing is pooled.".into(),
        left_columns: vec![Column::right("Active"), Column::right("Control")],
        right_columns: vec![Column::right("OR [95% CI]")],
        blocks: vec![Block {
            rows: vec![
                Row::new("Sørensen 2024", Estimate::new(2.4, 1.1, 5.3))
                    .left(["21/40", "13/41"])
                    .right([ci(2.4, 1.1, 5.3)])
                    .weight(1.0),
            ],
            notes: vec!["One study: no pooled estimate, no heterogeneity.".into()],
            ..Block::default()
        }],
        axis: Axis {
            scale: Scale::Log,
            label: "Odds ratio (log scale)".into(),
            reference_line: Some(1.0),
            left_label: Some("favours control".into()),
            right_label: Some("favours active".into()),
            ..Axis::default()
        },
        ..ForestPlot::default()
    }
}

/// Treatments side by side.
pub(crate) fn overview() -> IntervalChart {
    let point = |label, count: &str, e, l, u| {
        IntervalPoint::new(label, Estimate::new(e, l, u))
            .count(count)
            .printed(percent_text(e, l, u))
    };
    let group = |heading: &str, points| IntervalGroup {
        heading: heading.into(),
        points,
    };
    IntervalChart {
        title: "Response, treatments side by side".into(),
        description: "Pooled response of four treatments with the clinic’s own patients.".into(),
        caution: Some("Uncontrolled single-arm rates: not a comparison of treatments.".into()),
        label_header: "Treatment".into(),
        printed_header: "Response [95% CI]".into(),
        groups: vec![
            group(
                "Infusion",
                vec![
                    point("Published, 12 arms", "301/612", 0.49, 0.42, 0.56).prediction(0.25, 0.74),
                    point("This clinic", "23/40", 0.575, 0.41, 0.73).emphasised(),
                ],
            ),
            group(
                "Magnetic stimulation",
                vec![
                    point("Published, 9 arms", "205/498", 0.41, 0.33, 0.50).prediction(0.18, 0.69),
                    point("This clinic", "11/31", 0.355, 0.19, 0.55).emphasised(),
                ],
            ),
            group(
                "Assisted psychotherapy",
                vec![
                    point("Published, 5 arms", "88/140", 0.63, 0.47, 0.77).prediction(0.22, 0.91),
                    IntervalPoint::new("This clinic", Estimate::Missing("no patients".into()))
                        .count("0/0")
                        .printed("–")
                        .emphasised(),
                ],
            ),
        ],
        axis: Axis {
            scale: Scale::Percent,
            label: "Patients with response".into(),
            limits: Some((0.0, 1.0)),
            ..Axis::default()
        },
        point_label: "Published, pooled".into(),
        emphasis_label: Some("This clinic".into()),
        ..IntervalChart::default()
    }
}

/// Paired scores of 24 people.
pub(crate) fn before_after() -> BeforeAfter {
    let pairs = (0..24u32)
        .map(|i| {
            let before = 24.0 + f64::from((i * 7) % 17);
            let change = f64::from((i * 11) % 29) - 4.0;
            (before, (before - change).max(2.0))
        })
        .collect();
    BeforeAfter {
        title: "Depression score before and after the course".into(),
        description: "Lines of 24 people from baseline to day 28; the mean falls from 32 to 22."
            .into(),
        value_label: "Total score (0–60; lower is better)".into(),
        before_label: "Baseline".into(),
        after_label: "Day 28".into(),
        pairs,
        better: Better::Lower,
        mean: Interval::new(31.8, 29.7, 33.9)
            .zip(Interval::new(21.9, 18.1, 25.7))
            .map(|(before, after)| MeanChange {
                before,
                after,
                label: "Mean and 95% CI".into(),
            }),
        thresholds: vec![Threshold {
            value: 10.0,
            label: "remission < 10".into(),
        }],
        ..BeforeAfter::default()
    }
}
