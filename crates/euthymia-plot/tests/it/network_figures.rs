//! Figures of networks of comparisons built by hand. All numbers are invented.

use euthymia_plot::{
    Axis, Better, Category, Certainty, ComparisonFunnel, ContributionBar, ContributionBars,
    ContributionColumn, ContributionHeat, ContributionRow, DoseArm, DoseCurve, DosePoint,
    DoseResponse, Estimate, FunnelPoint, LeagueCell, LeagueHalf, LeagueTable, MultiArm, NetHeat,
    NetHeatCell, NetworkEdge, NetworkGraph, NetworkNode, NodeOrder, RankForm, RankNode, RankPoint,
    RankScatter, Rankogram, Scale, Scene, Texture, Threshold,
};

/// Small figures with the names of their snapshots.
pub(crate) fn all() -> Vec<(&'static str, Scene)> {
    vec![
        ("network", network(7, NodeOrder::Given).to_scene()),
        ("league", league(4).to_scene()),
        ("net_heat", net_heat(5).to_scene()),
        ("contribution_heat", contribution_heat(4, 5).to_scene()),
        ("rankogram", rankogram(5, RankForm::Bars).to_scene()),
        ("rank_curves", rankogram(5, RankForm::Cumulative).to_scene()),
        ("funnel", funnel(4, Scale::Linear).to_scene()),
        ("rank_scatter", ranks(6).to_scene()),
        ("benefit_risk", benefit_risk(5).to_scene()),
        ("dose_response", dose_response(2).to_scene()),
        ("contribution_bars", contribution_bars(4).to_scene()),
    ]
}

/// Figures of other sizes.
pub(crate) fn sizes() -> Vec<(&'static str, Scene)> {
    vec![
        ("network_2", network(2, NodeOrder::Given).to_scene()),
        ("network_30", network(30, NodeOrder::Given).to_scene()),
        (
            "network_30_ordered",
            network(30, NodeOrder::FewCrossings).to_scene(),
        ),
        ("network_parts", network_in_parts().to_scene()),
        ("rankogram_1", rankogram(1, RankForm::Bars).to_scene()),
        ("rankogram_30", rankogram(30, RankForm::Bars).to_scene()),
        (
            "rank_curves_30",
            rankogram(30, RankForm::Cumulative).to_scene(),
        ),
        ("funnel_12", funnel(12, Scale::Log).to_scene()),
        ("rank_scatter_30", ranks(30).to_scene()),
        ("benefit_risk_15", benefit_risk(15).to_scene()),
        ("dose_response_1", dose_response(1).to_scene()),
        ("dose_response_5", dose_response(5).to_scene()),
        ("league_8", league(8).to_scene()),
        ("league_15", league(15).to_scene()),
        ("net_heat_24", net_heat(24).to_scene()),
        ("net_heat_60", net_heat(60).to_scene()),
        ("contribution_heat_30", contribution_heat(45, 30).to_scene()),
        ("contribution_bars_20", contribution_bars(20).to_scene()),
        ("network_0", NetworkGraph::default().to_scene()),
    ]
}

const NAMES: [&str; 10] = [
    "Control",
    "Infusion",
    "Spray",
    "Magnetic coil",
    "Talking",
    "Walking in the open air twice a week",
    "Light",
    "Sleep",
    "Tablets",
    "Waiting list",
];

pub(crate) fn name(index: usize) -> String {
    let name = NAMES[index % NAMES.len()];
    match index / NAMES.len() {
        0 => name.to_owned(),
        dose => format!("{name}, dose {}", dose + 1),
    }
}

pub(crate) fn network(n: usize, order: NodeOrder) -> NetworkGraph {
    let nodes = (0..n).map(|i| {
        let size = 40 + (i * 7919) % 13 * 60;
        NetworkNode::new(&name(i), size as f64).detail(&format!("n = {size}"))
    });
    let mut edges = Vec::new();
    for a in 0..n {
        for b in a + 1..n {
            let trials = (a * 31 + b * 17) % 11;
            if (a == 0 && b % 3 != 2)
                || (n < 10 && trials < 4)
                || (n >= 10 && (a * b + a + b) % 14 == 3)
                || b == a + 1 && n > 20
            {
                edges.push(NetworkEdge::new(
                    a,
                    b,
                    (trials + 1) as f64,
                    &(trials + 1).to_string(),
                ));
            }
        }
    }
    NetworkGraph {
        title: format!("{n} nodes and their comparisons"),
        description: "A circle of nodes with lines between those that were compared.".into(),
        nodes: nodes.collect(),
        edges,
        multi_arm: if n > 4 {
            vec![
                MultiArm {
                    nodes: vec![0, 1, 3],
                    label: "2 trials".into(),
                },
                MultiArm {
                    nodes: vec![0, 3, 4],
                    label: "1 trial".into(),
                },
            ]
        } else {
            Vec::new()
        },
        order,
        reference: Some(0),
        ..NetworkGraph::default()
    }
}

pub(crate) fn network_in_parts() -> NetworkGraph {
    let mut figure = network(14, NodeOrder::Given);
    figure.edges.retain(|e| {
        let part = |n: usize| match n {
            0..=5 => 0,
            6..=8 => 1,
            9..=10 => 2,
            _ => 3,
        };
        let (a, b) = e.between;
        part(a) == part(b) && part(a) < 3
    });
    for (a, b) in [(6, 7), (7, 8), (9, 10), (2, 5)] {
        figure.edges.push(NetworkEdge::new(a, b, 2.0, "2"));
    }
    figure.edges.push(NetworkEdge::new(3, 3, 1.0, "1"));
    figure.nodes[13].size = None;
    figure.nodes[8].size = None;
    figure.title = "A network in three parts".into();
    figure.caution = Some("Nodes of different parts cannot be compared.".into());
    figure
}

/// A number from −1 to 1 that looks irregular.
fn wobble(a: usize, b: usize) -> f64 {
    let mut state = (a * 7919 + b * 104_729 + 12_345) as u64;
    for _ in 0..3 {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        state ^= state >> 9;
    }
    (state % 2001) as f64 / 1000.0 - 1.0
}

pub(crate) fn league(n: usize) -> LeagueTable {
    let levels = [
        Certainty::VeryLow,
        Certainty::Low,
        Certainty::Moderate,
        Certainty::High,
    ];
    let mut ratios = Vec::new();
    let mut differences = Vec::new();
    for a in 0..n {
        for b in a + 1..n {
            let (log, half) = (
                0.5 * wobble(a, b) - 0.12 * (b - a) as f64,
                0.25 + 0.2 * wobble(b, a).abs(),
            );
            let [e, l, u] = [log, log - half, log + half].map(f64::exp);
            let text = format!("{e:.2} [{l:.2}, {u:.2}]");
            let level = levels[(a + 2 * b) % 4];
            ratios.push(LeagueCell::new(a, b, Estimate::new(e, l, u), &text).certainty(level));
            let (d, w) = (-4.0 * log - wobble(b, b + a), 6.0 * half);
            let text = format!("{d:.1} [{:.1}, {:.1}]", d - w, d + w).replace('-', "−");
            if (a + b) % 9 != 6 {
                differences.push(LeagueCell::new(b, a, Estimate::new(d, d - w, d + w), &text));
            } else {
                differences.push(LeagueCell::new(b, a, Estimate::not_estimable(), ""));
            }
        }
    }
    LeagueTable {
        title: format!("All comparisons of {n} nodes"),
        description: "Ratios above the diagonal, differences below.".into(),
        nodes: (0..n).map(name).collect(),
        upper: LeagueHalf {
            label: "Drop-out: odds ratio and 95% CI, random effects".into(),
            scale: Scale::Log,
            better: Better::Lower,
            cells: ratios,
        },
        lower: LeagueHalf {
            label: "Score: mean difference and 95% CI, random effects".into(),
            scale: Scale::Linear,
            better: Better::Lower,
            cells: differences,
        },
        footnotes: vec!["Nodes are in the order of the score.".into()],
        ..LeagueTable::default()
    }
}

fn comparison(index: usize) -> String {
    let letter = |i: usize| char::from(b'A' + (i % 26) as u8);
    format!(
        "{}:{}",
        letter(index / 5),
        letter(index / 5 + 1 + index % 5)
    )
}

pub(crate) fn net_heat(n: usize) -> NetHeat {
    let cell = |row: usize, column: usize| {
        let near = 1.0 / (1.0 + (row as f64 - column as f64).powi(2));
        let share = (near * (0.55 + 0.45 * wobble(row, column)) * 1000.0).round() / 1000.0;
        let change = (wobble(column, row + 3).powi(3) * 60.0).round() / 10.0;
        NetHeatCell {
            share,
            change: (row + column != 7).then_some(change),
        }
    };
    NetHeat {
        title: "Net heat plot".into(),
        description: "Shares of designs in estimates, and changes in inconsistency.".into(),
        designs: (0..n).map(comparison).collect(),
        cells: (0..n)
            .map(|row| (0..n).map(|column| cell(row, column)).collect())
            .collect(),
        ..NetHeat::default()
    }
}

fn bias() -> Vec<Category> {
    vec![
        Category::new("Low risk of bias").texture(Texture::Grey),
        Category::new("Some concerns").texture(Texture::Rising),
        Category::new("High risk of bias").texture(Texture::Crossed),
    ]
}

/// Shares that add up to 1.
fn shares(row: usize, n: usize) -> Vec<f64> {
    let raw: Vec<f64> = (0..n)
        .map(|c| {
            if c == row % n {
                3.0
            } else {
                wobble(row, c).max(0.0).powi(3)
            }
        })
        .collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter()
        .map(|r| (1000.0 * r / sum).round() / 1000.0)
        .collect()
}

pub(crate) fn contribution_heat(rows: usize, columns: usize) -> ContributionHeat {
    ContributionHeat {
        title: "Contribution of direct comparisons to network estimates".into(),
        description: "Rows are network estimates, columns direct comparisons.".into(),
        column_title: "Direct comparison (share in %)".into(),
        columns: (0..columns)
            .map(|c| ContributionColumn::new(&comparison(c)).category(c * 7 % 3))
            .collect(),
        rows: (0..rows)
            .map(|r| {
                ContributionRow::new(
                    &format!("{} against {}", name(r), name(r + 3)),
                    shares(r, columns),
                )
            })
            .collect(),
        categories: bias(),
        ..ContributionHeat::default()
    }
}

pub(crate) fn contribution_bars(rows: usize) -> ContributionBars {
    let bar = |row: usize| {
        let mut bar = ContributionBar::new(&format!("{} against {}", name(row), name(row + 3)));
        for (study, share) in shares(row, 9).into_iter().enumerate() {
            bar = bar.part(&format!("S{}", study + 1), share, study * 5 % 3);
        }
        bar
    };
    ContributionBars {
        title: "Contribution of studies by risk of bias".into(),
        description: "One bar for each network estimate.".into(),
        label_header: "Network estimate".into(),
        axis_label: "Contribution".into(),
        categories: bias(),
        bars: (0..rows).map(bar).collect(),
        ..ContributionBars::default()
    }
}

pub(crate) fn rankogram(n: usize, form: RankForm) -> Rankogram {
    let node = |i: usize| {
        let centre = (n as f64 - 1.0) * (0.5 + 0.5 * wobble(i, 2 * i));
        let raw: Vec<f64> = (0..n)
            .map(|r| (-((r as f64 - centre) / (1.0 + n as f64 / 8.0)).powi(2)).exp())
            .collect();
        let sum: f64 = raw.iter().sum();
        let share = if n > 1 {
            1.0 - centre / (n as f64 - 1.0)
        } else {
            1.0
        };
        let rounded = raw.iter().map(|r| (1000.0 * r / sum).round() / 1000.0);
        RankNode::new(&name(i), rounded, &format!("SUCRA {share:.2}"))
    };
    Rankogram {
        title: "Ranks".into(),
        description: "Probability of each rank for each node.".into(),
        form,
        nodes: (0..n).map(node).collect(),
        rank_label: "Rank (1 is best)".into(),
        ..Rankogram::default()
    }
}

pub(crate) fn funnel(comparisons: usize, scale: Scale) -> ComparisonFunnel {
    let ratio = scale == Scale::Log;
    let point = |i: usize| {
        let error = 0.08 + 0.4 * (wobble(i, 3) + 1.0) / 2.0;
        let effect = error * 1.7 * wobble(i, 8);
        let effect = ((if ratio { effect.exp() } else { effect }) * 1000.0).round() / 1000.0;
        FunnelPoint::new(
            &format!("Study {}", i + 1),
            i * i % comparisons,
            effect,
            (error * 1000.0).round() / 1000.0,
        )
    };
    ComparisonFunnel {
        title: "Small studies and large ones".into(),
        description: "Effects of studies, centred at their comparisons, by standard error.".into(),
        effect: Axis {
            scale,
            label: "Effect, centred at its comparison".into(),
            reference_line: Some(if ratio { 1.0 } else { 0.0 }),
            left_label: Some("favours the newer node".into()),
            right_label: Some("favours the older node".into()),
            ..Axis::default()
        },
        comparisons: (0..comparisons).map(comparison).collect(),
        points: (0..8 * comparisons).map(point).collect(),
        limits: vec![1.645, 1.96, 2.576],
        regression: (!ratio).then_some(((0.02, 0.0), (-0.2, 0.45))),
        regression_label: "Regression of effect on standard error".into(),
        ..ComparisonFunnel::default()
    }
}

fn share_axis(label: &str) -> Axis {
    Axis {
        scale: Scale::Percent,
        label: label.into(),
        limits: Some((0.0, 1.0)),
        reference_line: Some(0.5),
        ..Axis::default()
    }
}

pub(crate) fn ranks(n: usize) -> RankScatter {
    let point = |i: usize| {
        let share = |v: f64| ((v + 1.0) / 2.0 * 1000.0).round() / 1000.0;
        let point = RankPoint::at(&name(i), share(wobble(i, 4)), share(wobble(4, i)));
        if i == 0 { point.emphasise() } else { point }
    };
    RankScatter {
        title: "Ranks of two outcomes".into(),
        description: "SUCRA of response against SUCRA of staying in the study.".into(),
        x: share_axis("SUCRA, response"),
        y: share_axis("SUCRA, staying in"),
        points: (0..n).map(point).collect(),
        quadrants: [
            "stays, does not respond",
            "good at both",
            "bad at both",
            "responds, leaves",
        ]
        .map(str::to_owned),
        ..RankScatter::default()
    }
}

pub(crate) fn benefit_risk(n: usize) -> RankScatter {
    let round = |v: f64| (v * 100.0).round() / 100.0;
    let point = |i: usize| {
        let (x, w) = (1.2 * wobble(i, 6) + 0.3, 0.2 + 0.3 * wobble(6, i).abs());
        let (y, h) = (0.8 * wobble(i, 11), 0.15 + 0.3 * wobble(11, i).abs());
        let ratio = |v: f64| round(v.exp());
        RankPoint::crossed(
            &name(i),
            Estimate::new(ratio(x), ratio(x - w), ratio(x + w)),
            Estimate::new(ratio(y), ratio(y - h), ratio(y + h)),
        )
    };
    let mut points: Vec<RankPoint> = (0..n).map(point).collect();
    points.push(RankPoint::crossed(
        "Waiting",
        Estimate::not_estimable(),
        Estimate::new(1.0, 0.5, 2.0),
    ));
    let axis = |label: &str| Axis {
        scale: Scale::Log,
        label: label.into(),
        reference_line: Some(1.0),
        ..Axis::default()
    };
    RankScatter {
        title: "Benefit and risk".into(),
        description: "Odds ratios of response and of drop-out against control.".into(),
        x: axis("Odds ratio of response (more is better)"),
        y: axis("Odds ratio of drop-out (less is better)"),
        points,
        quadrants: [
            "worse at both",
            "more benefit, more risk",
            "less benefit, less risk",
            "better at both",
        ]
        .map(str::to_owned),
        interval_label: "95% CI".into(),
        ..RankScatter::default()
    }
}

pub(crate) fn dose_response(curves: usize) -> DoseResponse {
    let round = |v: f64| (v * 100.0).round() / 100.0;
    let curve = |c: usize| {
        let most = -(6.0 + 2.0 * c as f64);
        let response = |dose: f64| most * dose / (dose + 14.0 + 6.0 * c as f64);
        DoseCurve {
            label: name(c + 1),
            points: (0..=24)
                .map(|i| {
                    let (dose, half) = (3.5 * f64::from(i), 0.3 + 0.06 * f64::from(i));
                    let e = response(dose);
                    DosePoint {
                        dose,
                        estimate: round(e),
                        band: Some((round(e - half), round(e + half))),
                    }
                })
                .collect(),
            arms: (0..8)
                .map(|i| {
                    let dose = [0.0, 14.0, 28.0, 28.0, 42.0, 56.0, 56.0, 84.0][i];
                    let size = (i != 4).then(|| (20 + 37 * ((i * 5 + c) % 7)) as f64);
                    DoseArm {
                        dose,
                        response: round(response(dose) + 1.2 * wobble(i, c)),
                        size,
                    }
                })
                .collect(),
        }
    };
    let line = |value, label: &str| Threshold {
        value,
        label: label.into(),
    };
    DoseResponse {
        title: "Dose and response".into(),
        description: "Fitted curves over the arms that were observed.".into(),
        dose_label: "Dose in mg".into(),
        response: Axis {
            label: "Mean difference of the score (lower is better)".into(),
            reference_line: Some(0.0),
            ..Axis::default()
        },
        curves: (0..curves).map(curve).collect(),
        references: vec![
            line(28.0, "half of the usual dose"),
            line(56.0, "usual dose"),
            line(84.0, "highest dose"),
        ],
        band_label: "95% CI".into(),
        size_label: "patients".into(),
        ..DoseResponse::default()
    }
}
