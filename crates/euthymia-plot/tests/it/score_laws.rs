//! What holds for figures of scores, whatever the numbers and texts.

use euthymia_plot::{
    Axis, Better, Denominator, Element, FiveNumbers, GroupMean, Interval, Observation, Paint,
    RainGroup, Raincloud, RecallCurve, RecallGroup, RecallRun, ResponderCurve, ResponderGroup,
    Scale, Spread, SurvivalCurve, SurvivalGroup, SurvivalStep, Threshold, Trajectories,
    TrajectoryGroup, Visit, Waterfall, WaterfallBar,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::drawing::{leaves, parts};
use crate::laws::{is_sound, number, words};
use crate::score_figures;

fn thresholds() -> impl Strategy<Value = Vec<Threshold>> {
    vec((number(), words()), 0..4).prop_map(|all| {
        let line = |(value, label)| Threshold { value, label };
        all.into_iter().map(line).collect()
    })
}

fn limits() -> impl Strategy<Value = Option<(f64, f64)>> {
    option::of((number(), number()))
}

fn mean() -> impl Strategy<Value = Option<Interval>> {
    (number(), number(), number()).prop_map(|(a, b, c)| Interval::new(a, b.min(c), b.max(c)))
}

prop_compose! {
    fn trajectory_group()(
        label in words(),
        people in vec(vec((number(), option::of(number())), 0..6), 0..60),
        means in vec((number(), any::<usize>(), mean()), 0..8),
    ) -> TrajectoryGroup {
        let seen = |(time, value)| Observation { time, value };
        let people = people.into_iter().map(|p| p.into_iter().map(seen).collect()).collect();
        let means = means.into_iter().map(|(time, n, mean)| GroupMean { time, n, mean }).collect();
        TrajectoryGroup { label, people, means }
    }
}

prop_compose! {
    fn survival_group()(
        label in words(),
        steps in vec((number(), number(), option::of((number(), number()))), 0..8),
        censored in vec(number(), 0..6),
        end in option::of(number()),
        at_risk in vec((number(), any::<usize>()), 0..6),
    ) -> SurvivalGroup {
        let step = |(time, share, band)| SurvivalStep { time, share, band };
        let steps = steps.into_iter().map(step).collect();
        SurvivalGroup { label, steps, censored, end, at_risk }
    }
}

prop_compose! {
    fn rain_group()(
        label in words(),
        density in vec((number(), number()), 0..12),
        five in proptest::array::uniform5(number()),
        mean in option::of(number()),
        values in vec(option::of(number()), 0..50),
    ) -> RainGroup {
        let mut five = five;
        five.sort_by(f64::total_cmp);
        RainGroup { label, density, summary: FiveNumbers::new(five), mean, values }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_makes_sound_trajectories(
        groups in vec(trajectory_group(), 0..8),
        limits in limits(),
        visits in vec((number(), words()), 0..6),
        thresholds in thresholds(),
        events in vec(number(), 0..6),
        (title, value_label, time_label, mean_label, event_label) in
            (words(), words(), words(), words(), words()),
        band in any::<bool>(),
    ) {
        let figure = Trajectories {
            title,
            value_label,
            time_label,
            mean_label,
            event_label,
            limits,
            visits: visits.iter().map(|(time, label)| Visit::at(*time, label)).collect(),
            groups,
            spread: if band { Spread::Band } else { Spread::Bars },
            thresholds,
            events,
            ..Trajectories::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_waterfall(
        bars in vec((number(), option::of(0..9usize)), 0..60),
        categories in vec(words(), 0..8),
        limits in limits(),
        thresholds in thresholds(),
        (title, value_label, caution) in (words(), words(), option::of(words())),
        higher in any::<bool>(),
    ) {
        let figure = Waterfall {
            title,
            value_label,
            caution,
            bars: bars.into_iter().map(|(value, category)| WaterfallBar { value, category }).collect(),
            categories,
            limits,
            thresholds,
            better: if higher { Better::Higher } else { Better::Lower },
            ..Waterfall::default()
        };
        let scene = figure.to_scene();
        is_sound(&scene);
        let finite = figure.bars.iter().filter(|b| b.value.is_finite()).count();
        prop_assert_eq!(parts(&scene, "bar").len(), finite);
    }

    #[test]
    fn any_input_makes_a_sound_raincloud(
        groups in vec(rain_group(), 0..8),
        scale in prop_oneof![Just(Scale::Linear), Just(Scale::Log), Just(Scale::Percent)],
        limits in limits(),
        reference in option::of((number(), words())),
        thresholds in thresholds(),
        (title, label, box_label) in (words(), words(), words()),
        joined in any::<bool>(),
    ) {
        let axis = Axis {
            scale,
            label,
            limits,
            reference_line: reference.as_ref().map(|r| r.0),
            reference_label: reference.map(|r| r.1),
            ..Axis::default()
        };
        let figure = Raincloud { title, axis, groups, joined, thresholds, box_label, ..Raincloud::default() };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_responder_curve(
        groups in vec((words(), vec(option::of(number()), 0..40)), 0..8),
        limits in limits(),
        references in thresholds(),
        (title, improvement_label) in (words(), words()),
        everybody in any::<bool>(),
    ) {
        let group = |(label, improvements)| ResponderGroup { label, improvements };
        let figure = ResponderCurve {
            title,
            improvement_label,
            limits,
            groups: groups.into_iter().map(group).collect(),
            references,
            denominator: if everybody { Denominator::Everybody } else { Denominator::Observed },
            ..ResponderCurve::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_survival_curve(
        groups in vec(survival_group(), 0..8),
        until in option::of(number()),
        thresholds in thresholds(),
        (title, share_label, time_label, band_label) in (words(), words(), words(), words()),
    ) {
        let figure = SurvivalCurve {
            title,
            share_label,
            time_label,
            until,
            groups,
            band_label,
            thresholds,
            ..SurvivalCurve::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_makes_a_sound_recall_curve(
        groups in vec((words(), vec((0_usize..50, vec(any::<usize>(), 0..10)), 0..4)), 0..8),
        thresholds in thresholds(),
        title in words(),
    ) {
        let run = |(texts, found_at)| RecallRun { texts, found_at };
        let group = |(label, runs): (String, Vec<_>)| RecallGroup {
            label,
            runs: runs.into_iter().map(run).collect(),
        };
        let figure = RecallCurve {
            title,
            groups: groups.into_iter().map(group).collect(),
            thresholds,
            ..RecallCurve::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn the_order_of_people_does_not_move_their_bars(values in vec(-90.0..60.0f64, 1..30)) {
        let figure = |values: &[f64]| Waterfall {
            bars: values.iter().map(|value| WaterfallBar { value: *value, category: None }).collect(),
            ..Waterfall::default()
        };
        let mut turned = values.clone();
        turned.reverse();
        prop_assert_eq!(figure(&values).to_scene(), figure(&turned).to_scene());
    }
}

#[test]
fn figures_without_anything_are_sound() {
    is_sound(&Trajectories::default().to_scene());
    is_sound(&Waterfall::default().to_scene());
    is_sound(&Raincloud::default().to_scene());
    is_sound(&ResponderCurve::default().to_scene());
    is_sound(&SurvivalCurve::default().to_scene());
    is_sound(&RecallCurve::default().to_scene());
}

#[test]
fn figures_of_many_sizes_are_sound() {
    for (_, scene) in score_figures::sizes() {
        is_sound(&scene);
    }
}

/// Two texts lie on each other when their boxes do.
pub(crate) fn overlap(scene: &euthymia_plot::Scene) -> Option<(String, String)> {
    let all = leaves(&scene.elements);
    let texts: Vec<_> = all
        .iter()
        .filter_map(|e| match e {
            Element::Text(t) if !t.content.trim().is_empty() => Some(t),
            _ => None,
        })
        .collect();
    for (index, a) in texts.iter().enumerate() {
        for b in &texts[index + 1..] {
            let across = a.left() < b.left() + b.width() && b.left() < a.left() + a.width();
            let along = (a.y - b.y).abs() < 0.8 * a.size.min(b.size);
            if across && along {
                return Some((a.content.clone(), b.content.clone()));
            }
        }
    }
    None
}

#[test]
fn no_texts_lie_on_each_other() {
    let figures = score_figures::all()
        .into_iter()
        .chain(score_figures::sizes());
    for (name, scene) in figures {
        assert_eq!(overlap(&scene), None, "{name}");
    }
}

/// Three visits of which the second is missing: no continuous line, one dashed bridge.
#[test]
fn a_missing_visit_breaks_the_line() {
    let seen = |time, value| Observation {
        time,
        value: Some(value),
    };
    let missed = Observation {
        time: 1.0,
        value: None,
    };
    let figure = |middle| Trajectories {
        groups: vec![TrajectoryGroup {
            people: vec![vec![seen(2.0, 5.0), middle, seen(0.0, 9.0)]],
            ..TrajectoryGroup::default()
        }],
        ..Trajectories::default()
    };
    let strokes = |scene: &euthymia_plot::Scene| {
        let person = parts(scene, "person");
        let elements = leaves(&person[0].children);
        let continuous = elements
            .iter()
            .filter(|e| matches!(e, Element::Polyline(_)))
            .count();
        let bridges = elements
            .iter()
            .filter(|e| matches!(e, Element::Line(_)))
            .count();
        (continuous, bridges)
    };
    assert_eq!(strokes(&figure(missed).to_scene()), (0, 1));
    assert_eq!(strokes(&figure(seen(1.0, 7.0)).to_scene()), (1, 0));
}

/// Improvements 10, 20, 20 and one missing: 3 of 4 reach 10, 2 of 4 reach 20, nobody more.
#[test]
fn byhand_the_curve_falls_after_each_value() {
    let figure = ResponderCurve {
        limits: Some((0.0, 40.0)),
        denominator: Denominator::Everybody,
        groups: vec![ResponderGroup {
            label: "A".into(),
            improvements: vec![Some(20.0), None, Some(10.0), Some(20.0)],
        }],
        references: vec![Threshold {
            value: 20.0,
            label: "twenty".into(),
        }],
        ..ResponderCurve::default()
    };
    let scene = figure.to_scene();
    let text = scene.text_alternative();
    assert!(
        text.contains("A, at least 20 (twenty): 2 of 4 (50 %)"),
        "{text}"
    );
    let curve = parts(&scene, "curve");
    let Element::Polyline(line) = &curve[0].children[0] else {
        panic!("no line")
    };
    let (first, last) = (line.points[0], line.points[line.points.len() - 1]);
    // Over 340 pixels: 3 of 4 is a quarter below the top, and the end is the bottom.
    assert!((last.1 - first.1 - 0.75 * 340.0).abs() < 1e-9);
    let x20 = last.0;
    let x10 = line
        .points
        .iter()
        .find(|p| (p.1 - first.1).abs() > 1.0)
        .map(|p| p.0);
    assert!((x20 - first.0 - 2.0 * (x10.unwrap() - first.0)).abs() < 1e-9);
}

/// Cut bars have an arrow, and their values are in the text.
#[test]
fn a_cut_bar_is_marked_and_named() {
    let scene = score_figures::waterfall(21).to_scene();
    assert_eq!(parts(&scene, "arrow").len(), 1);
    assert!(scene.text_alternative().contains("beyond the axis: 140."));
}

/// Grey print: lightness of any two of the first three groups differs clearly, and all groups
/// differ in dash and symbol.
#[test]
fn the_first_groups_differ_in_lightness() {
    let linear = |c: u8| (f64::from(c) / 255.0).powf(2.2);
    let light = |paint: Paint| {
        let (r, g, b) = paint.rgb();
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let [a, b, c] = [Paint::Series1, Paint::Series2, Paint::Series3].map(light);
    let ratio = |x: f64, y: f64| (x.max(y) + 0.05) / (x.min(y) + 0.05);
    for (x, y) in [(a, b), (b, c), (a, c)] {
        assert!(ratio(x, y) > 1.5, "{x} {y}");
    }
}

/// Everything that carries meaning has a contrast of at least 3 to white.
#[test]
fn groups_are_seen_on_white() {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    let series = [
        Paint::Series1,
        Paint::Series2,
        Paint::Series3,
        Paint::Series4,
        Paint::Series5,
        Paint::Series6,
    ];
    for paint in series {
        let (r, g, b) = paint.rgb();
        let light = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        assert!(1.05 / (light + 0.05) >= 3.0, "{}", paint.name());
    }
}

/// The heights of a curve over 320 pixels: 1, then a half, then a fifth.
#[test]
fn byhand_steps_of_a_survival_curve() {
    let step = |time, share| SurvivalStep {
        time,
        share,
        band: None,
    };
    let figure = SurvivalCurve {
        until: Some(10.0),
        groups: vec![SurvivalGroup {
            steps: vec![step(6.0, 0.2), step(0.0, 1.0), step(2.0, 0.5)],
            censored: vec![4.0],
            end: Some(10.0),
            ..SurvivalGroup::default()
        }],
        ..SurvivalCurve::default()
    };
    let scene = figure.to_scene();
    let curve = parts(&scene, "curve");
    let Element::Polyline(line) = &curve[0].children[0] else {
        panic!("no line")
    };
    let (left, top) = line.points[0];
    let width = line.points[line.points.len() - 1].0 - left;
    let shares: Vec<(f64, f64)> = line
        .points
        .iter()
        .map(|(x, y)| (10.0 * (x - left) / width, 1.0 - (y - top) / 320.0))
        .collect();
    let expected = [
        (0.0, 1.0),
        (2.0, 1.0),
        (2.0, 0.5),
        (6.0, 0.5),
        (6.0, 0.2),
        (10.0, 0.2),
    ];
    let mut corners = shares.clone();
    corners.dedup_by(|a, b| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9);
    assert_eq!(corners.len(), expected.len(), "{corners:?}");
    for (found, wanted) in corners.iter().zip(expected) {
        assert!(
            (found.0 - wanted.0).abs() < 1e-9 && (found.1 - wanted.1).abs() < 1e-9,
            "{found:?}"
        );
    }
    // The mark of the censored person crosses the curve where it is a half.
    let Element::Line(mark) = &curve[0].children[1] else {
        panic!("no mark")
    };
    assert!((mark.from.0 - left - 0.4 * width).abs() < 1e-9);
    assert!((f64::midpoint(mark.from.1, mark.to.1) - top - 160.0).abs() < 1e-9);
}

/// Two people with the same two values share one line, half as wide again.
#[test]
fn equal_pairs_share_a_thicker_line() {
    let chart = |pairs: &[(f64, f64)]| euthymia_plot::BeforeAfter {
        pairs: pairs.to_vec(),
        ..euthymia_plot::BeforeAfter::default()
    };
    let widths = |pairs: &[(f64, f64)]| -> Vec<f64> {
        let scene = chart(pairs).to_scene();
        let people = parts(&scene, "people");
        let lines = people[0].children.iter().filter_map(|e| match e {
            Element::Line(line) => Some(line.stroke.width),
            _ => None,
        });
        lines.collect()
    };
    let one = widths(&[(30.0, 10.0), (28.0, 12.0)]);
    let two = widths(&[(30.0, 10.0), (28.0, 12.0), (30.0, 10.0)]);
    assert_eq!((one.len(), two.len()), (2, 2));
    assert!((two[0] / one[0] - 1.5).abs() < 1e-9 && two[1] == one[1]);
    let text = chart(&[(30.0, 10.0), (30.0, 10.0)])
        .to_scene()
        .text_alternative();
    assert!(text.contains("several people with the same two values"));
}

/// Dots of a raincloud depend on the values and not on the order of people.
#[test]
fn rain_falls_where_the_values_are() {
    let dots = |values: Vec<f64>| {
        let group = RainGroup {
            values: values.into_iter().map(Some).collect(),
            ..RainGroup::default()
        };
        let figure = Raincloud {
            groups: vec![group],
            ..Raincloud::default()
        };
        parts(&figure.to_scene(), "rain")[0].children.clone()
    };
    let values: Vec<f64> = (0..50).map(|i| f64::from(i * 7 % 11)).collect();
    let mut turned = values.clone();
    turned.reverse();
    let found = dots(values);
    assert_eq!(found.len(), 50);
    assert_eq!(found, dots(turned));
    for (index, a) in found.iter().enumerate() {
        assert!(!found[index + 1..].contains(a), "two dots at one place");
    }
}

/// Every value is a point while people are few; in a crowd only people seen once are.
#[test]
fn points_of_people_are_all_there() {
    let points = |people: usize| {
        let seen = |time: f64| Observation {
            time,
            value: Some(time),
        };
        let figure = Trajectories {
            groups: vec![TrajectoryGroup {
                people: (0..people)
                    .map(|p| (0..=p % 3).map(|v| seen(v as f64)).collect())
                    .collect(),
                ..TrajectoryGroup::default()
            }],
            ..Trajectories::default()
        };
        let scene = figure.to_scene();
        let people = parts(&scene, "person");
        let shapes = people.iter().flat_map(|g| leaves(&g.children));
        shapes.filter(|e| matches!(e, Element::Circle(_))).count()
    };
    assert_eq!(points(30), 10 * (1 + 2 + 3));
    assert_eq!(points(90), 30);
}

/// Nobody changed: the axis has plain numbers, and each person is still a bar.
#[test]
fn zeros_have_an_axis_and_bars() {
    let bar = WaterfallBar {
        value: 0.0,
        category: None,
    };
    let figure = Waterfall {
        bars: vec![bar; 12],
        ..Waterfall::default()
    };
    let scene = figure.to_scene();
    assert_eq!(parts(&scene, "bar").len(), 12);
    let grid = parts(&scene, "grid");
    let labels: Vec<&str> = grid[0]
        .children
        .iter()
        .filter_map(|e| match e {
            Element::Text(text) => Some(text.content.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(labels, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
}
