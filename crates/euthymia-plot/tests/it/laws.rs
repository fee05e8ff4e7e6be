//! What holds for any rows.

use euthymia_plot::{
    Axis, BeforeAfter, Better, Block, Column, Element, Estimate, ForestPlot, Interval,
    IntervalChart, IntervalGroup, IntervalPoint, MeanChange, Prediction, Row, Scale, Scene,
    Summary, SvgOptions, Theme, Threshold,
};
use proptest::prelude::*;

use crate::drawing::{extent_x, heights, leaves, parts};

/// Coordinates may exceed the canvas by rounding only.
const ROUNDING: f64 = 0.01;

pub(crate) fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        5 => -3.0..3.0f64,
        2 => 0.0..1.0f64,
        1 => Just(0.0),
        1 => proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL,
        1 => prop_oneof![Just(f64::MAX), Just(f64::MIN), Just(1e-300), Just(-1e-300)],
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY)],
    ]
}

pub(crate) fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zäöüß 0-9]{0,30}",
        1 => "[<>&\"'\\]]{0,12}",
        1 => "\\PC{0,20}",
        1 => proptest::collection::vec(any::<char>(), 0..20).prop_map(String::from_iter),
        1 => Just("Very long label ".repeat(40)),
        1 => Just("\u{0}\u{1b}[31m\u{fffe}\u{ffff}\n\t\u{7f}".to_owned()),
        1 => Just("Ununterbrochen".repeat(30)),
    ]
}

pub(crate) fn estimate() -> impl Strategy<Value = Estimate> {
    prop_oneof![
        6 => (number(), number(), number()).prop_map(|(a, b, c)| {
            let mut v = [a, b, c];
            v.sort_by(f64::total_cmp);
            Estimate::new(v[1], v[0], v[2])
        }),
        1 => (number(), number(), number()).prop_map(|(a, b, c)| Estimate::new(a, b, c)),
        1 => words().prop_map(Estimate::Missing),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let cells = || proptest::collection::vec(words(), 0..5);
    (
        words(),
        cells(),
        cells(),
        estimate(),
        proptest::option::of(number()),
        any::<bool>(),
    )
        .prop_map(|(label, left, right, estimate, weight, emphasised)| {
            let row = Row {
                weight,
                ..Row::new(&label, estimate).left(left).right(right)
            };
            if emphasised { row.emphasised() } else { row }
        })
}

fn summary() -> impl Strategy<Value = Summary> {
    (
        words(),
        estimate(),
        proptest::option::of((words(), number(), number())),
    )
        .prop_map(|(label, estimate, prediction)| Summary {
            prediction: prediction.map(|(l, a, b)| Prediction::new(&l, a, b)),
            ..Summary::new(&label, estimate)
        })
}

fn axis() -> impl Strategy<Value = Axis> {
    let scale = prop_oneof![Just(Scale::Linear), Just(Scale::Log), Just(Scale::Percent)];
    let text = || proptest::option::of(words());
    let limits = proptest::option::of((number(), number()));
    (
        scale,
        words(),
        proptest::option::of(number()),
        text(),
        text(),
        text(),
        limits,
    )
        .prop_map(
            |(scale, label, reference_line, reference_label, left_label, right_label, limits)| {
                Axis {
                    scale,
                    label,
                    reference_line,
                    reference_label,
                    left_label,
                    right_label,
                    limits,
                }
            },
        )
}

prop_compose! {
    fn forest()(
        title in words(),
        caution in proptest::option::of(words()),
        left in proptest::collection::vec(words(), 0..4),
        right in proptest::collection::vec(words(), 0..4),
        blocks in proptest::collection::vec(
            (proptest::option::of(words()), proptest::collection::vec(row(), 0..5),
             proptest::collection::vec(summary(), 0..2), proptest::collection::vec(words(), 0..2)),
            0..4,
        ),
        overall in proptest::collection::vec(summary(), 0..3),
        axis in axis(),
        pooled_line in proptest::option::of(number()),
        footnotes in proptest::collection::vec(words(), 0..3),
    ) -> ForestPlot {
        ForestPlot {
            title: title.clone(),
            description: title,
            caution,
            left_columns: left.iter().map(|h| Column::right(h)).collect(),
            right_columns: right.iter().map(|h| Column::centre(h)).collect(),
            blocks: blocks
                .into_iter()
                .map(|(heading, rows, summaries, notes)| Block { heading, rows, summaries, notes })
                .collect(),
            overall,
            axis,
            pooled_line,
            footnotes,
            ..ForestPlot::default()
        }
    }
}

/// Well-formed, finite, and inside the canvas.
pub(crate) fn is_sound(scene: &Scene) {
    for theme in [Theme::Print, Theme::Page] {
        let options = SvgOptions {
            theme,
            id_prefix: "1 bad <id>".into(),
            style_element: true,
        };
        let svg = scene.to_svg(&options);
        let parsed = roxmltree::Document::parse(&svg);
        assert!(parsed.is_ok(), "{parsed:?}");
        for bad in ["NaN", "inf\""] {
            assert!(!svg.contains(&format!("\"{bad}")), "{bad}");
        }
    }
    assert!(scene.width.is_finite() && scene.height.is_finite());
    assert!((760.0..=1120.0).contains(&scene.width));
    for element in leaves(&scene.elements) {
        let (low, high) = extent_x(element);
        assert!(
            low >= -ROUNDING && high <= scene.width + ROUNDING,
            "{low} {high} {element:?}"
        );
        for y in heights(element) {
            assert!(y >= 0.0 && y <= scene.height, "{y} {element:?}");
        }
    }
    assert!(!scene.text_alternative().contains('\u{1b}'));
}

/// Left and right end of the axis, from its line; an empty range if there is none.
fn axis_ends(scene: &Scene) -> (f64, f64) {
    let axis = parts(scene, "axis");
    match axis.first().and_then(|g| g.children.first()) {
        Some(Element::Line(line)) => (line.from.0, line.to.0),
        _ => (0.0, 0.0),
    }
}

fn centre(element: &Element) -> f64 {
    let (low, high) = extent_x(element);
    f64::midpoint(low, high)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_forest_plot_is_sound(plot in forest()) {
        let scene = plot.to_scene();
        is_sound(&scene);
        let (left, right) = axis_ends(&scene);
        // However many and long the texts, the plot keeps room to be read.
        prop_assert!(right - left > 219.0);
        for marker in parts(&scene, "marker") {
            let x = centre(&marker.children[0]);
            prop_assert!(x >= left - ROUNDING && x <= right + ROUNDING);
        }
        for part in ["arrow", "diamond", "prediction"] {
            for group in parts(&scene, part) {
                for child in leaves(&group.children) {
                    let (low, high) = extent_x(child);
                    prop_assert!(low >= left - ROUNDING && high <= right + ROUNDING);
                }
            }
        }
    }

    #[test]
    fn texts_of_a_row_do_not_touch(plot in forest()) {
        let scene = plot.to_scene();
        for part in ["row", "row-emphasised", "summary", "row-minor"] {
            for row in parts(&scene, part) {
                let texts: Vec<_> = row.children.iter().filter_map(|e| match e {
                    Element::Text(t) if !t.content.trim().is_empty() => Some(t),
                    _ => None,
                }).collect();
                for (index, a) in texts.iter().enumerate() {
                    for b in &texts[index + 1..] {
                        let apart = a.left() + a.width() <= b.left() + ROUNDING
                            || b.left() + b.width() <= a.left() + ROUNDING;
                        prop_assert!(apart || (a.y - b.y).abs() > 12.0, "{a:?} {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_known_study_is_a_marker_or_an_arrow(plot in forest()) {
        let scene = plot.to_scene();
        for row in parts(&scene, "row").into_iter().chain(parts(&scene, "row-emphasised")) {
            let draws_line = row.children.iter().any(|e| matches!(e, Element::Line(_)));
            let marked = row.children.iter().any(|e| {
                matches!(e, Element::Group(g) if g.part == "marker" || g.part == "arrow")
            });
            prop_assert!(marked || !draws_line);
        }
        let known = plot.blocks.iter().flat_map(|b| &b.rows)
            .filter(|r| matches!(r.estimate, Estimate::Known(_))).count();
        let marked = parts(&scene, "row").into_iter().chain(parts(&scene, "row-emphasised"))
            .filter(|row| !parts_of(row).is_empty()).count();
        prop_assert_eq!(known, marked);
    }

    #[test]
    fn area_is_in_proportion_to_weight(weights in proptest::collection::vec(0.0..1.0f64, 2..12)) {
        let rows = weights
            .iter()
            .map(|w| Row::new("study", Estimate::new(0.5, 0.1, 0.9)).weight(*w))
            .collect();
        let plot = ForestPlot {
            blocks: vec![Block { rows, ..Block::default() }],
            ..ForestPlot::default()
        };
        let scene = plot.to_scene();
        let largest = weights.iter().copied().fold(0.0, f64::max);
        let markers = parts(&scene, "marker");
        prop_assert_eq!(markers.len(), weights.len());
        for (marker, weight) in markers.iter().zip(&weights) {
            let Element::Rect(square) = &marker.children[0] else { panic!("no square") };
            let expected = 225.0 * weight / largest;
            prop_assert!((square.width * square.height - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn any_interval_chart_is_sound(
        groups in proptest::collection::vec(
            (words(), proptest::collection::vec((words(), words(), words(), estimate(),
             proptest::option::of((number(), number())), any::<bool>()), 0..4)), 0..4),
        axis in axis(),
    ) {
        let groups = groups.into_iter().map(|(heading, points)| IntervalGroup {
            heading,
            points: points.into_iter().map(|(label, count, printed, estimate, prediction, emphasised)| {
                IntervalPoint { label, count, printed, estimate, prediction, emphasised }
            }).collect(),
        }).collect();
        let chart = IntervalChart { groups, axis, ..IntervalChart::default() };
        is_sound(&chart.to_scene());
    }

    #[test]
    fn any_before_after_chart_is_sound(
        pairs in proptest::collection::vec((number(), number()), 0..20),
        limits in proptest::option::of((number(), number())),
        means in (number(), number()),
        thresholds in proptest::collection::vec((number(), words()), 0..3),
        (before_label, after_label, value_label) in (words(), words(), words()),
        higher in any::<bool>(),
    ) {
        let around = |v: f64| Interval::new(v, v - 1.0, v + 1.0);
        let chart = BeforeAfter {
            pairs,
            limits,
            before_label,
            after_label,
            value_label,
            better: if higher { Better::Higher } else { Better::Lower },
            mean: around(means.0).zip(around(means.1)).map(|(before, after)| MeanChange {
                before,
                after,
                label: "Mean".into(),
            }),
            thresholds: thresholds.into_iter().map(|(value, label)| Threshold { value, label }).collect(),
            ..BeforeAfter::default()
        };
        is_sound(&chart.to_scene());
    }
}

fn parts_of(row: &euthymia_plot::Group) -> Vec<&'static str> {
    row.children
        .iter()
        .filter_map(|e| match e {
            Element::Group(g) if g.part == "marker" || g.part == "arrow" => Some(g.part),
            _ => None,
        })
        .collect()
}

#[test]
fn an_empty_plot_is_sound() {
    for scale in [Scale::Linear, Scale::Log, Scale::Percent] {
        let plot = ForestPlot {
            axis: Axis {
                scale,
                ..Axis::default()
            },
            ..ForestPlot::default()
        };
        is_sound(&plot.to_scene());
    }
    is_sound(&IntervalChart::default().to_scene());
    is_sound(&BeforeAfter::default().to_scene());
}

#[test]
fn many_columns_shrink_into_the_canvas() {
    let plot = ForestPlot {
        left_columns: (0..60)
            .map(|i| Column::left(&format!("Column {i}")))
            .collect(),
        blocks: vec![Block {
            rows: vec![Row::new("a", Estimate::new(1.0, 0.5, 2.0)).left(vec!["text"; 60])],
            ..Block::default()
        }],
        ..ForestPlot::default()
    };
    is_sound(&plot.to_scene());
}

#[test]
fn cut_text_is_kept_in_a_tooltip() {
    let label = "A label much too long for two lines of the first column ".repeat(4);
    let plot = ForestPlot {
        blocks: vec![Block {
            rows: vec![Row::new(&label, Estimate::new(0.0, -1.0, 1.0))],
            ..Block::default()
        }],
        ..ForestPlot::default()
    };
    let scene = plot.to_scene();
    let row = parts(&scene, "row");
    assert_eq!(row[0].title.as_deref(), Some(label.trim()));
}

#[test]
fn estimates_beyond_the_axis_leave_an_arrow_without_a_square() {
    let scene = crate::figures::clipped().to_scene();
    let kinds: Vec<Vec<&str>> = parts(&scene, "row").into_iter().map(parts_of).collect();
    let expected: [&[&str]; 7] = [
        &["arrow", "arrow", "marker"],
        &["arrow", "marker"],
        &["arrow", "marker"],
        &["arrow"],
        &["arrow"],
        &["marker"],
        &[],
    ];
    assert_eq!(kinds, expected);
}
