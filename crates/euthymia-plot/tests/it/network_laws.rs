//! What holds for figures of networks, whatever the numbers and texts.

use euthymia_plot::{
    Axis, Better, Category, Certainty, ComparisonFunnel, ContributionBar, ContributionBars,
    ContributionColumn, ContributionHeat, ContributionPart, ContributionRow, DoseArm, DoseCurve,
    DosePoint, DoseResponse, Element, Estimate, FunnelPoint, LeagueCell, LeagueHalf, LeagueTable,
    MultiArm, NetHeat, NetHeatCell, NetworkEdge, NetworkGraph, NetworkNode, NodeOrder, Paint,
    RankForm, RankNode, RankPoint, RankScatter, Rankogram, Scale, Scene, Threshold,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::drawing::{leaves, parts};
use crate::laws::{estimate, is_sound, number, words};
use crate::network_figures;
use crate::score_laws::overlap;

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![Just(Scale::Linear), Just(Scale::Log), Just(Scale::Percent)]
}

prop_compose! {
    fn axis()(
        scale in scale(),
        label in words(),
        reference_line in option::of(number()),
        left_label in option::of(words()),
        right_label in option::of(words()),
        limits in option::of((number(), number())),
    ) -> Axis {
        Axis { scale, label, reference_line, left_label, right_label, limits, ..Axis::default() }
    }
}

fn thresholds() -> impl Strategy<Value = Vec<Threshold>> {
    vec((number(), words()), 0..4).prop_map(|all| {
        let line = |(value, label)| Threshold { value, label };
        all.into_iter().map(line).collect()
    })
}

prop_compose! {
    fn half()(
        label in words(),
        scale in scale(),
        higher in any::<bool>(),
        cells in vec((0..20usize, 0..20usize, estimate(), words(), 0..5usize), 0..40),
    ) -> LeagueHalf {
        let levels = [Certainty::VeryLow, Certainty::Low, Certainty::Moderate, Certainty::High];
        let cell = |(a, b, estimate, text, level): (usize, usize, Estimate, String, usize)| {
            let cell = LeagueCell::new(a, b, estimate, &text);
            levels.get(level).map_or(cell.clone(), |level| cell.certainty(*level))
        };
        LeagueHalf {
            label,
            scale,
            better: if higher { Better::Higher } else { Better::Lower },
            cells: cells.into_iter().map(cell).collect(),
        }
    }
}

fn categories() -> impl Strategy<Value = Vec<Category>> {
    vec(words(), 0..5).prop_map(|names| names.iter().map(|n| Category::new(n)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_makes_a_sound_network(
        nodes in vec((words(), option::of(number()), words()), 0..24),
        edges in vec((0..26usize, 0..26usize, option::of(number()), words()), 0..50),
        multi_arm in vec(vec(0..26usize, 0..6), 0..9),
        ordered in any::<bool>(),
        reference in option::of(0..26usize),
        (title, node_label, edge_label) in (words(), words(), words()),
    ) {
        let node = |(label, size, detail)| NetworkNode { label, size, detail };
        let edge = |(a, b, width, count)| NetworkEdge { between: (a, b), width, count };
        let figure = NetworkGraph {
            title,
            nodes: nodes.into_iter().map(node).collect(),
            edges: edges.into_iter().map(edge).collect(),
            multi_arm: multi_arm.into_iter().map(|nodes| MultiArm { nodes, label: String::new() }).collect(),
            order: if ordered { NodeOrder::FewCrossings } else { NodeOrder::Given },
            reference,
            node_label,
            edge_label,
            ..NetworkGraph::default()
        };
        let scene = figure.to_scene();
        is_sound(&scene);
        prop_assert_eq!(overlap(&scene), None);
    }

    #[test]
    fn any_input_makes_a_sound_league_table(
        nodes in vec(words(), 0..20),
        upper in half(),
        lower in half(),
        (title, caution) in (words(), option::of(words())),
    ) {
        let figure = LeagueTable { title, caution, nodes, upper, lower, ..LeagueTable::default() };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_rankogram(
        nodes in vec((words(), vec(number(), 0..40), words()), 0..20),
        cumulative in any::<bool>(),
        (title, rank_label) in (words(), words()),
    ) {
        let figure = Rankogram {
            title,
            rank_label,
            form: if cumulative { RankForm::Cumulative } else { RankForm::Bars },
            nodes: nodes.into_iter().map(|(label, p, score)| RankNode::new(&label, p, &score)).collect(),
            ..Rankogram::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_net_heat(
        designs in vec(words(), 0..12),
        cells in vec(vec((number(), option::of(number())), 0..14), 0..14),
        (title, column_title, warm_label, cool_label) in (words(), words(), words(), words()),
    ) {
        let cell = |(share, change)| NetHeatCell { share, change };
        let cells = cells.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
        let figure = NetHeat { title, designs, cells, column_title, warm_label, cool_label, ..NetHeat::default() };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_columns_too_many_to_be_named_above_are_all_named_below(columns in 30..80_usize) {
        let label = |at: usize| format!("a treatment against treatment {at}");
        let mut heat = network_figures::contribution_heat(3, columns);
        heat.columns = (0..columns).map(|at| ContributionColumn::new(&label(at))).collect();
        let scene = heat.to_scene();
        let lines = scene.elements.iter().filter_map(|e| match e {
            Element::Text(text) => Some(text.content.as_str()),
            _ => None,
        });
        let below = lines.collect::<Vec<_>>().join(" ");
        for at in 0..columns {
            let named = format!("{} {}", at + 1, label(at));
            prop_assert!(below.contains(&named), "{named} is not in {below}");
        }
        prop_assert!(!below.contains('…'), "{below}");
    }

    #[test]
    fn any_input_makes_sound_contributions(
        columns in vec((words(), option::of(0..6usize)), 0..12),
        rows in vec((words(), vec(number(), 0..14)), 0..12),
        bars in vec((words(), vec((words(), number(), 0..7usize), 0..9)), 0..9),
        categories in categories(),
        (title, header) in (words(), words()),
    ) {
        let heat = ContributionHeat {
            title: title.clone(),
            column_title: header.clone(),
            columns: columns.into_iter().map(|(label, category)| ContributionColumn { label, category }).collect(),
            rows: rows.into_iter().map(|(label, shares)| ContributionRow { label, shares }).collect(),
            categories: categories.clone(),
            ..ContributionHeat::default()
        };
        is_sound(&heat.to_scene());
        let part = |(label, share, category)| ContributionPart { label, share, category };
        let bars = bars.into_iter().map(|(label, parts)| ContributionBar {
            label,
            parts: parts.into_iter().map(part).collect(),
        });
        let figure = ContributionBars {
            title,
            label_header: header,
            categories,
            bars: bars.collect(),
            ..ContributionBars::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_funnel(
        effect in axis(),
        comparisons in vec(words(), 0..12),
        points in vec((words(), 0..13usize, number(), number()), 0..40),
        limits in vec(number(), 0..4),
        regression in option::of(((number(), number()), (number(), number()))),
        references in thresholds(),
        (title, error_label) in (words(), words()),
    ) {
        let point = |(label, comparison, effect, error)| FunnelPoint { label, comparison, effect, error };
        let figure = ComparisonFunnel {
            title,
            effect,
            error_label,
            comparisons,
            points: points.into_iter().map(point).collect(),
            limits,
            regression,
            references,
            ..ComparisonFunnel::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_rank_scatter(
        x in axis(),
        y in axis(),
        points in vec((words(), estimate(), estimate(), any::<bool>()), 0..20),
        quadrants in proptest::array::uniform4(words()),
        (title, interval_label) in (words(), words()),
    ) {
        let point = |(label, x, y, emphasised)| RankPoint { label, x, y, emphasised };
        let points = points.into_iter().map(point).collect();
        let figure = RankScatter { title, x, y, points, quadrants, interval_label, ..RankScatter::default() };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_dose_response(
        response in axis(),
        curves in vec((words(), vec((number(), number(), option::of((number(), number()))), 0..12), vec((number(), number(), option::of(number())), 0..12)), 0..8),
        references in thresholds(),
        dose_limits in option::of((number(), number())),
        (title, dose_label, band_label, size_label) in (words(), words(), words(), words()),
    ) {
        let point = |(dose, estimate, band)| DosePoint { dose, estimate, band };
        let arm = |(dose, response, size)| DoseArm { dose, response, size };
        let curves = curves.into_iter().map(|(label, points, arms)| DoseCurve {
            label,
            points: points.into_iter().map(point).collect(),
            arms: arms.into_iter().map(arm).collect(),
        });
        let figure = DoseResponse {
            title,
            dose_label,
            dose_limits,
            response,
            curves: curves.collect(),
            references,
            band_label,
            size_label,
            ..DoseResponse::default()
        };
        is_sound(&figure.to_scene());
    }
}

#[test]
fn figures_without_anything_are_sound() {
    let scenes = [
        NetworkGraph::default().to_scene(),
        LeagueTable::default().to_scene(),
        Rankogram::default().to_scene(),
        NetHeat::default().to_scene(),
        ComparisonFunnel::default().to_scene(),
        RankScatter::default().to_scene(),
        ContributionHeat::default().to_scene(),
        ContributionBars::default().to_scene(),
        DoseResponse::default().to_scene(),
    ];
    scenes.iter().for_each(is_sound);
}

#[test]
fn figures_of_many_sizes_are_sound_and_no_texts_lie_on_each_other() {
    let all = network_figures::all().into_iter();
    for (name, scene) in all.chain(network_figures::sizes()) {
        is_sound(&scene);
        assert_eq!(overlap(&scene), None, "{name}");
    }
}

fn circles(scene: &Scene, part: &str) -> Vec<((f64, f64), f64)> {
    let groups = parts(scene, part);
    let elements = groups.iter().flat_map(|g| leaves(&g.children));
    elements
        .filter_map(|e| match e {
            Element::Circle(c) => Some((c.centre, c.radius)),
            _ => None,
        })
        .collect()
}

/// A fourth of the patients makes half the radius; four nodes stand at right angles.
#[test]
fn byhand_the_area_of_a_node_is_its_size() {
    let sizes = [400.0, 100.0, 400.0, 400.0];
    let figure = NetworkGraph {
        nodes: sizes.map(|s| NetworkNode::new("A", s)).to_vec(),
        edges: (1..4)
            .map(|b| NetworkEdge::new(0, b, f64::from(b as u32), ""))
            .collect(),
        ..NetworkGraph::default()
    };
    let scene = figure.to_scene();
    let nodes = circles(&scene, "nodes");
    assert_eq!(nodes.len(), 4);
    assert!((nodes[0].1 - 2.0 * nodes[1].1).abs() < 1e-9);
    let (top, right, bottom, left) = (nodes[0].0, nodes[1].0, nodes[2].0, nodes[3].0);
    assert!((top.0 - bottom.0).abs() < 1e-9 && (left.1 - right.1).abs() < 1e-9);
    assert!((right.0 - left.0 - (bottom.1 - top.1)).abs() < 1e-9);
    // The widths of the lines are as 1, 2, 3.
    let lines = parts(&scene, "comparisons");
    let widths: Vec<f64> = leaves(&lines[0].children)
        .iter()
        .filter_map(|e| match e {
            Element::Line(l) => Some(l.stroke.width),
            _ => None,
        })
        .collect();
    assert!(
        (widths[1] - 2.0 * widths[0]).abs() < 1e-9 && (widths[2] - 3.0 * widths[0]).abs() < 1e-9
    );
}

/// Two pairs and a single node: two circles side by side, and one node below.
#[test]
fn byhand_parts_stand_apart() {
    let figure = NetworkGraph {
        nodes: ["A", "B", "C", "D", "E"]
            .map(|n| NetworkNode::new(n, 10.0))
            .to_vec(),
        edges: vec![
            NetworkEdge::new(0, 3, 1.0, "1"),
            NetworkEdge::new(1, 4, 1.0, "1"),
        ],
        ..NetworkGraph::default()
    };
    let scene = figure.to_scene();
    let text = scene.text_alternative();
    assert!(
        text.contains("2 parts that no comparison joins: A, D | B, E"),
        "{text}"
    );
    assert!(
        text.contains("Not compared with any other node: C"),
        "{text}"
    );
    let nodes = circles(&scene, "nodes");
    let side = |(a, b): (usize, usize)| {
        (
            nodes[a].0.0.min(nodes[b].0.0),
            nodes[a].0.0.max(nodes[b].0.0),
        )
    };
    // Nodes are drawn in the order given: A, B, D, E.
    assert!(side((0, 2)).1 < side((1, 3)).0);
    let single = circles(&scene, "unconnected");
    assert!(nodes.iter().all(|n| n.0.1 < single[0].0.1));
}

#[test]
fn what_cannot_be_drawn_is_counted() {
    let figure = NetworkGraph {
        nodes: vec![NetworkNode::new("A", 1.0), NetworkNode::new("B", f64::NAN)],
        edges: vec![
            NetworkEdge::new(0, 1, 1.0, "1"),
            NetworkEdge::new(1, 0, 1.0, "1"),
            NetworkEdge::new(1, 1, 1.0, "1"),
            NetworkEdge::new(0, 7, 1.0, "1"),
        ],
        multi_arm: vec![MultiArm {
            nodes: vec![0, 1, 1],
            label: String::new(),
        }],
        ..NetworkGraph::default()
    };
    let text = figure.to_scene().text_alternative();
    assert!(
        text.contains("Not drawn: 3 comparisons that repeat another"),
        "{text}"
    );
    assert!(
        text.contains("Not drawn: 1 area with fewer than three known nodes"),
        "{text}"
    );
    assert!(text.contains("B: unknown"), "{text}");
}

/// In both halves the shade and the triangle name the better node: below 1, where less is better,
/// that is the first one; the interval that holds 1 leaves the triangle open.
#[test]
fn byhand_a_league_cell_points_to_the_better_node() {
    let table = |first, second, value: f64, upper: bool| {
        let estimate = Estimate::new(value, value * 0.9, value * 1.1);
        let half = LeagueHalf {
            label: "x".into(),
            scale: Scale::Log,
            better: Better::Lower,
            cells: vec![LeagueCell::new(first, second, estimate, "x")],
        };
        let mut table = LeagueTable {
            nodes: vec!["A".into(), "B".into()],
            ..LeagueTable::default()
        };
        *(if upper {
            &mut table.upper
        } else {
            &mut table.lower
        }) = half;
        let scene = table.to_scene();
        let cell = parts(&scene, "cell")[0].clone();
        let Element::Rect(ground) = &cell.children[0] else {
            panic!("no ground")
        };
        let triangle = cell.children.iter().find_map(|e| match e {
            Element::Polygon(p) => Some(p.clone()),
            _ => None,
        });
        let triangle = triangle.unwrap();
        let (tip, a, b) = (triangle.points[0], triangle.points[1], triangle.points[2]);
        let base = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
        let (dx, dy) = (tip.0 - base.0, tip.1 - base.1);
        let way = match (dx.abs() > dy.abs(), dx > 0.0, dy > 0.0) {
            (true, true, _) => "right",
            (true, false, _) => "left",
            (false, _, true) => "down",
            (false, _, false) => "up",
        };
        (way, ground.fill, triangle.fill)
    };
    let (cool, warm) = (Some(Paint::Cool3), Some(Paint::Warm3));
    let (full, open) = (Some(Paint::Ink), Some(Paint::Paper));
    assert_eq!(table(0, 1, 0.5, true), ("left", cool, full));
    assert_eq!(table(0, 1, 2.0, true), ("down", warm, full));
    assert_eq!(table(1, 0, 2.0, true), ("left", cool, full));
    assert_eq!(table(1, 0, 0.5, false), ("right", cool, full));
    assert_eq!(table(1, 0, 2.0, false), ("up", warm, full));
    assert_eq!(table(0, 1, 0.98, true), ("left", cool, open));
}

/// Bars of ½ and ¼ under a top of 50 %: the whole height and half of it.
#[test]
fn byhand_bars_and_curve_of_a_rankogram() {
    let figure = |form| Rankogram {
        form,
        nodes: vec![RankNode::new("A", [0.5, 0.25, 0.25], "")],
        ..Rankogram::default()
    };
    let scene = figure(RankForm::Bars).to_scene();
    let panel = parts(&scene, "panel")[0];
    let bars: Vec<f64> = panel
        .children
        .iter()
        .filter_map(|e| match e {
            Element::Rect(r) => Some(r.height),
            _ => None,
        })
        .collect();
    assert_eq!(bars.len(), 3);
    assert!((bars[0] - 2.0 * bars[1]).abs() < 1e-9 && (bars[1] - bars[2]).abs() < 1e-9);
    let scene = figure(RankForm::Cumulative).to_scene();
    let panel = parts(&scene, "panel")[0];
    let line = panel.children.iter().find_map(|e| match e {
        Element::Polyline(p) => Some(p.points.clone()),
        _ => None,
    });
    let line = line.unwrap();
    // ½, ¾, 1: equal steps up.
    assert!((line[0].1 - line[1].1 - (line[1].1 - line[2].1)).abs() < 1e-9);
    assert!(line[0].1 > line[1].1);
}

/// Pseudo-limits of a ratio are straight on the logarithmic axis, and symmetrical around 1.
#[test]
fn byhand_pseudo_limits() {
    let figure = ComparisonFunnel {
        effect: Axis {
            scale: Scale::Log,
            reference_line: Some(1.0),
            limits: Some((0.1, 10.0)),
            ..Axis::default()
        },
        comparisons: vec!["A:B".into()],
        points: vec![FunnelPoint::new("S", 0, 1.0, 0.5)],
        limits: vec![2.0, -1.0, f64::NAN],
        ..ComparisonFunnel::default()
    };
    let scene = figure.to_scene();
    let limits = parts(&scene, "pseudo-limits");
    let lines: Vec<((f64, f64), (f64, f64))> = limits[0]
        .children
        .iter()
        .filter_map(|e| match e {
            Element::Line(l) => Some((l.from, l.to)),
            _ => None,
        })
        .collect();
    assert_eq!(lines.len(), 2);
    let [(from, left), (_, right)] = [lines[0], lines[1]];
    assert!((from.0 - f64::midpoint(left.0, right.0)).abs() < 1e-9);
    let axis = parts(&scene, "axis");
    let Element::Line(base) = &axis[0].children[0] else {
        panic!("no axis")
    };
    // At the bottom the standard error is 0.53, and ln 10 is half of the axis.
    let share = (right.0 - from.0) / ((base.to.0 - base.from.0) / 2.0);
    assert!((share - 2.0 * 0.53 / 10f64.ln()).abs() < 1e-9, "{share}");
}

/// A share of a quarter of the largest makes a square of half its side.
#[test]
fn byhand_squares_of_a_net_heat_plot() {
    let cell = |share, change| NetHeatCell {
        share,
        change: Some(change),
    };
    let figure = NetHeat {
        designs: vec!["A:B".into(), "A:C".into()],
        cells: vec![
            vec![cell(0.8, 0.0), cell(-0.2, 3.0)],
            vec![cell(0.2, -1.0), cell(0.8, 2.0)],
        ],
        ..NetHeat::default()
    };
    let scene = figure.to_scene();
    let cells = parts(&scene, "cell");
    let squares: Vec<f64> = cells
        .iter()
        .filter_map(|c| match &c.children[1] {
            Element::Rect(r) => Some(r.width),
            _ => None,
        })
        .collect();
    assert!((squares[0] - 2.0 * squares[1]).abs() < 1e-9);
    let signs: Vec<String> = cells
        .iter()
        .map(|c| match c.children.last() {
            Some(Element::Text(t)) => t.content.clone(),
            _ => String::new(),
        })
        .collect();
    assert_eq!(signs, ["", "+++", "−", "++"]);
}

/// Parts of a bar stand in the order of their categories and fill the axis.
#[test]
fn byhand_parts_of_a_contribution_bar() {
    let figure = ContributionBars {
        categories: vec![Category::new("low"), Category::new("high")],
        bars: vec![
            ContributionBar::new("A:B")
                .part("1", 0.25, 1)
                .part("2", 0.5, 0)
                .part("3", 0.25, 0),
        ],
        ..ContributionBars::default()
    };
    let scene = figure.to_scene();
    let widths: Vec<f64> = parts(&scene, "part")
        .iter()
        .filter_map(|p| match &p.children[0] {
            Element::Rect(r) => Some(r.width),
            _ => None,
        })
        .collect();
    assert!((widths[0] - 2.0 * widths[1]).abs() < 1e-9 && (widths[1] - widths[2]).abs() < 1e-9);
    let text = scene.text_alternative();
    assert!(
        text.contains("low 75 % (2 50 %, 3 25 %); high 25 % (1 25 %)"),
        "{text}"
    );
}

/// Ink can be read on every shade: contrast of at least 4.5.
#[test]
fn ink_is_read_on_all_shades() {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    let light = |paint: Paint| {
        let (r, g, b) = paint.rgb();
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let sides = [
        [Paint::Cool1, Paint::Cool2, Paint::Cool3],
        [Paint::Warm1, Paint::Warm2, Paint::Warm3],
    ];
    for side in sides {
        for paint in side {
            assert!(
                (light(paint) + 0.05) / (light(Paint::Ink) + 0.05) >= 4.5,
                "{}",
                paint.name()
            );
        }
        // In grey print each shade is darker than the one before.
        let [a, b, c] = side.map(light);
        assert!(a > 1.2 * b && b > 1.2 * c);
    }
}
