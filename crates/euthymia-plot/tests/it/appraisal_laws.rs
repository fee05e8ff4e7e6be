//! What holds for figures of appraisals, whatever the judgements and texts.

use euthymia_plot::{
    AppraisalBar, AppraisalSummary, Element, TrafficDomain, TrafficLight, TrafficRow, Verdict,
    VerdictLevel,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::appraisal_figures::{all, items, levels, sizes, summary, traffic_light};
use crate::drawing::{extent_x, heights, leaves, parts};
use crate::laws::{is_sound, number, words};
use crate::score_laws::overlap;

fn level() -> impl Strategy<Value = VerdictLevel> {
    let verdict = prop_oneof![
        Just(Verdict::Good),
        Just(Verdict::Fair),
        Just(Verdict::Poor),
        Just(Verdict::Worst),
        Just(Verdict::Unknown),
        Just(Verdict::NotApplicable),
    ];
    (words(), any::<char>(), verdict).prop_map(|(name, letter, verdict)| VerdictLevel {
        name,
        letter,
        verdict,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_makes_a_sound_traffic_light(
        levels in vec(level(), 0..7),
        domains in vec((words(), words(), any::<bool>()), 0..45),
        rows in vec((words(), vec(option::of(0..8usize), 0..12)), 0..12),
        (title, caution, column_title) in (words(), option::of(words()), words()),
        size in 0..9usize,
    ) {
        let domain = |(code, label, apart)| TrafficDomain { code, label, apart };
        let figure = TrafficLight {
            title,
            caution,
            column_title,
            levels,
            domains: domains.into_iter().map(domain).collect(),
            rows: rows.into_iter().map(|(label, cells)| TrafficRow { label, cells }).collect(),
            ..TrafficLight::default()
        };
        is_sound(&figure.to_scene());
        let pages = figure.pages(size);
        prop_assert_eq!(pages.len(), figure.rows.len().div_ceil(size.max(1)).max(1));
        pages.iter().for_each(is_sound);
    }

    #[test]
    fn any_input_makes_a_sound_summary(
        levels in vec(level(), 0..7),
        bars in vec((words(), any::<usize>(), vec(number(), 0..9)), 0..12),
        (title, caution, axis_label) in (words(), option::of(words()), words()),
    ) {
        let bar = |(label, judged, shares)| AppraisalBar { label, judged, shares };
        let figure = AppraisalSummary {
            title,
            caution,
            axis_label,
            levels,
            bars: bars.into_iter().map(bar).collect(),
            ..AppraisalSummary::default()
        };
        is_sound(&figure.to_scene());
    }

    /// Neither a picture nor its words depend on the unit of the shares.
    #[test]
    fn shares_count_in_proportion(shares in vec(0.0..1.0f64, 4), unit in 0i32..200) {
        let bar = |factor: f64| AppraisalSummary {
            levels: levels(),
            bars: vec![AppraisalBar::new("One", 3, shares.iter().map(|s| s * factor))],
            ..AppraisalSummary::default()
        };
        // A power of two is exact.
        let (one, other) = (bar(1.0).to_scene(), bar(2f64.powi(unit)).to_scene());
        prop_assert_eq!(one, other);
    }
}

/// Every judgement is a sign inside its own cell, and no judgement is no sign.
#[test]
fn laws_signs_are_the_judgements() {
    for studies in [1, 5, 60] {
        let figure = traffic_light(studies);
        let scene = figure.to_scene();
        let rows = parts(&scene, "study");
        assert_eq!(rows.len(), studies);
        let mut bottom = 0.0;
        for (row, drawn) in figure.rows.iter().zip(rows) {
            assert_eq!(drawn.children.len(), row.cells.iter().flatten().count());
            let letters: Vec<String> = leaves(&drawn.children)
                .into_iter()
                .filter_map(|e| match e {
                    Element::Text(text) => Some(text.content.clone()),
                    _ => None,
                })
                .collect();
            let expected = row.cells.iter().flatten().map(|at| levels()[*at].letter);
            assert_eq!(letters, expected.map(String::from).collect::<Vec<_>>());
            for pair in drawn.children.windows(2) {
                assert!(extent_x(&pair[0]).1 < extent_x(&pair[1]).0);
            }
            let ys: Vec<f64> = drawn.children.iter().flat_map(heights).collect();
            assert!(ys.iter().all(|y| *y > bottom));
            bottom = ys.into_iter().fold(bottom, f64::max);
        }
    }
}

/// Without colours the levels still differ: no two have the same shape, and no two the same filling.
#[test]
fn laws_levels_differ_without_colour() {
    let shape = |at: usize| {
        let figure = TrafficLight {
            rows: vec![TrafficRow::new("One", [Some(at)])],
            ..traffic_light(0)
        };
        let scene = figure.to_scene();
        let signs = parts(&scene, "verdict");
        let outlines: Vec<String> = signs[0]
            .children
            .iter()
            .map(|e| match e {
                Element::Polygon(p) => {
                    let top = p.points.iter().map(|q| q.1).fold(f64::INFINITY, f64::min);
                    let highest = p.points.iter().filter(|q| q.1 - top < 1e-9).count();
                    format!("{} corners, {highest} of them highest", p.points.len())
                }
                Element::Circle(c) => format!("circle {:?}", c.stroke.map(|s| s.dash)),
                _ => "letter".to_owned(),
            })
            .collect();
        outlines.join("; ")
    };
    let mut shapes: Vec<String> = (0..6).map(shape).collect();
    shapes.sort();
    shapes.dedup();
    assert_eq!(shapes.len(), 6);
    let mut fillings: Vec<String> = levels()
        .iter()
        .map(|l| format!("{:?}", l.verdict.texture()))
        .collect();
    fillings.sort();
    fillings.dedup();
    assert_eq!(fillings.len(), 6);
}

/// Names that do not fit are explained by their codes, every one of them.
#[test]
fn laws_codes_are_explained() {
    let scene = items(2, 16).to_scene();
    let texts: Vec<String> = leaves(&scene.elements)
        .into_iter()
        .filter_map(|e| match e {
            Element::Text(text) => Some(text.content.clone()),
            _ => None,
        })
        .collect();
    let below = texts.join(" ");
    for item in 1..=16 {
        assert!(texts.contains(&format!("Q{item}")));
        let words = format!("Q{item} Whether question number {item} is answered well");
        assert!(below.contains(&words), "{below}");
    }
}

/// 0.625 is 63 % rounded; 0.004 is not nothing; 0.95 of 1 is 95 %.
#[test]
fn byhand_shares_in_words() {
    let words = summary().to_scene().text_alternative();
    assert!(words.contains("Allocation: 8 judged; Low 63 %; Some concerns 25 %; High 13 %"));
    assert!(words.contains("Some concerns 50 %; High <1 %"));
    assert!(words.contains("Low 0 %; Some concerns 2 %; High 3 %; Critical 95 %"));
    assert!(words.contains("Measurement: 8 judged; Low 100 %"));
    assert!(words.contains("Selected result: 0 judged\n"));
}

/// A quarter each: four parts of the same width that together are the bar.
#[test]
fn byhand_quarters_of_a_bar() {
    let scene = summary().to_scene();
    let bars = parts(&scene, "bar");
    let quarters: Vec<(f64, f64)> = bars[5]
        .children
        .iter()
        .filter(|e| matches!(e, Element::Group(g) if g.part == "segment"))
        .filter_map(|e| match e {
            Element::Group(g) => g.children.first().map(extent_x),
            _ => None,
        })
        .collect();
    assert_eq!(quarters.len(), 4);
    let width = (quarters[3].1 - quarters[0].0) / 4.0;
    for (index, (from, to)) in quarters.iter().enumerate() {
        assert!((from - (quarters[0].0 + width * index as f64)).abs() < 1e-9);
        assert!((to - from - width).abs() < 1e-9);
    }
}

#[test]
fn laws_figures_of_many_sizes_are_sound_and_no_texts_lie_on_each_other() {
    for (name, scene) in sizes().into_iter().chain(all()) {
        is_sound(&scene);
        assert_eq!(overlap(&scene), None, "{name}");
    }
}
