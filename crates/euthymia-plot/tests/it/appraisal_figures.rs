//! Hand-made appraisals of invented studies.

use euthymia_plot::{
    AppraisalBar, AppraisalSummary, Scene, TrafficDomain, TrafficLight, TrafficRow, Verdict,
    VerdictLevel,
};

/// Figures whose pictures are committed.
pub(crate) fn all() -> Vec<(&'static str, Scene)> {
    vec![
        ("traffic_light", traffic_light(5).to_scene()),
        ("appraisal_summary", summary().to_scene()),
    ]
}

/// Figures of other sizes.
pub(crate) fn sizes() -> Vec<(&'static str, Scene)> {
    vec![
        ("traffic_light_0", TrafficLight::default().to_scene()),
        ("traffic_light_1", traffic_light(1).to_scene()),
        ("traffic_light_60", traffic_light(60).to_scene()),
        ("traffic_light_items", items(12, 16).to_scene()),
        ("traffic_light_long", long_names().to_scene()),
        ("traffic_light_page", page()),
        (
            "appraisal_summary_0",
            AppraisalSummary::default().to_scene(),
        ),
    ]
}

pub(crate) fn levels() -> Vec<VerdictLevel> {
    vec![
        VerdictLevel::new("Low", 'L', Verdict::Good),
        VerdictLevel::new("Some concerns", 'S', Verdict::Fair),
        VerdictLevel::new("High", 'H', Verdict::Poor),
        VerdictLevel::new("Critical", 'C', Verdict::Worst),
        VerdictLevel::new("No information", '?', Verdict::Unknown),
        VerdictLevel::new("Not applicable", '–', Verdict::NotApplicable),
    ]
}

const NAMES: [&str; 4] = ["Fern", "Heather", "Juniper and others", "Ling"];

/// The study with this position.
fn study(index: usize) -> String {
    format!("{} {}", NAMES[index % NAMES.len()], 1990 + index / 2)
}

pub(crate) fn traffic_light(studies: usize) -> TrafficLight {
    let domains = [
        ("D1", "Allocation"),
        ("D2", "Departures"),
        ("D3", "Missing outcomes"),
        ("D4", "Measurement"),
        ("D5", "Selected result"),
    ];
    let domains = domains.map(|(code, label)| TrafficDomain::new(code, label));
    let overall = TrafficDomain::new("All", "Overall").apart();
    let cells = |study: usize| {
        let cell = move |domain: usize| match (study * 3 + domain * 5) % 9 {
            at @ 0..=5 => Some(at),
            6 | 7 => Some(0),
            _ => None,
        };
        (0..6).map(cell)
    };
    TrafficLight {
        title: "Risk of bias by study".into(),
        description: "Studies in rows, domains in columns.".into(),
        column_title: "Domain".into(),
        levels: levels(),
        domains: domains.into_iter().chain([overall]).collect(),
        rows: (0..studies)
            .map(|i| TrafficRow::new(&study(i), cells(i)))
            .collect(),
        footnotes: vec!["Judged by two people.".into()],
        ..TrafficLight::default()
    }
}

/// Many items, whose names do not fit over their columns.
pub(crate) fn items(studies: usize, items: usize) -> TrafficLight {
    let label = |i: usize| format!("Whether question number {i} is answered well");
    let domain = |i: usize| TrafficDomain::new(&format!("Q{i}"), &label(i));
    let rows = (0..studies).map(|s| {
        let cells = (0..items).map(|i| Some((s + i * i) % 3));
        TrafficRow::new(&study(s), cells)
    });
    TrafficLight {
        domains: (1..=items).map(domain).collect(),
        rows: rows.collect(),
        ..traffic_light(0)
    }
}

fn long_names() -> TrafficLight {
    let mut figure = traffic_light(3);
    for row in &mut figure.rows {
        row.label = format!(
            "{}, response on the rating scale of depression twelve months after the first infusion",
            row.label
        );
    }
    figure.caution = Some("One judgement is of one person alone.".into());
    figure
}

fn page() -> Scene {
    traffic_light(45).pages(20).remove(2)
}

pub(crate) fn summary() -> AppraisalSummary {
    AppraisalSummary {
        title: "Risk of bias by domain".into(),
        description: "One bar for each domain.".into(),
        levels: levels().into_iter().take(4).collect(),
        bars: vec![
            AppraisalBar::new("Allocation", 8, [0.625, 0.25, 0.125]),
            AppraisalBar::new(
                "Departures from the intended treatment",
                8,
                [0.5, 0.496, 0.004],
            ),
            AppraisalBar::new("Missing outcomes", 7, [0.0, 0.02, 0.03, 0.95]),
            AppraisalBar::new("Measurement", 8, [1.0]),
            AppraisalBar::new("Selected result", 0, []),
            AppraisalBar::new("Overall", 8, [0.25, 0.25, 0.25, 0.25]),
        ],
        axis_label: "Share of the weight in the analysis".into(),
        footnotes: vec!["Weights are those of the random-effects model.".into()],
        ..AppraisalSummary::default()
    }
}
