//! What holds for any figure of courses and events.

use std::collections::BTreeSet;

use euthymia_plot::{
    AdverseEvents, Calendar, CalendarDate, CalendarEntry, Category, CellState, Concentration,
    ConcentrationCurve, ConcentrationPoint, CourseCalendar, CourseEntry, DayKind, DaySign,
    DifferencePanel, Element, EventRate, EventRow, Exit, Flow, Glyph, Group, Lane, MarkKind,
    MissingnessMap, MissingnessRow, PanelLimit, PanelLine, PrismaFlow, PrismaSide, PrismaStep,
    Scene, StackedBar, StackedBars, Stage, Swimmer, Texture, Threshold, TimePanels, TimeSpan,
    TimeUnit, ValuePanel, Weekday,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::course_figures;
use crate::drawing::{extent_x, heights, leaves, parts};
use crate::laws::{estimate, is_sound, number, words};

const ROUNDING: f64 = 0.01;

const GLYPHS: [Glyph; 10] = [
    Glyph::Dot,
    Glyph::Ring,
    Glyph::Square,
    Glyph::OpenSquare,
    Glyph::Diamond,
    Glyph::OpenDiamond,
    Glyph::Up,
    Glyph::Down,
    Glyph::Cross,
    Glyph::Tick,
];

fn texture() -> impl Strategy<Value = Texture> {
    select(&Texture::ALL[..])
}

fn glyph() -> impl Strategy<Value = Glyph> {
    select(&GLYPHS[..])
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0..60u64, 1 => Just(0), 1 => Just(u64::MAX), 1 => any::<u64>()]
}

fn categories() -> impl Strategy<Value = Vec<Category>> {
    let category = (words(), option::of(texture()));
    vec(
        category.prop_map(|(name, texture)| Category { name, texture }),
        0..11,
    )
}

prop_compose! {
    fn events()(
        title in words(),
        groups in vec(words(), 0..4),
        severities in vec(words(), 0..4),
        rows in vec((words(), vec((estimate(), words(), vec(count(), 0..5)), 0..4),
                     option::of(estimate()), words()), 0..6),
        limits in option::of((number(), number())),
        panel in option::of((words(), option::of(words()), option::of(words()),
                             option::of(words()), option::of((number(), number())))),
        footnotes in vec(words(), 0..2),
    ) -> AdverseEvents {
        AdverseEvents {
            title: title.clone(),
            axis_label: title,
            groups,
            severities,
            rows: rows.into_iter().map(|(label, rates, difference, printed)| EventRow {
                label,
                rates: rates.into_iter().map(|(estimate, count, severity)| EventRate {
                    estimate, count, severity,
                }).collect(),
                difference,
                printed,
            }).collect(),
            limits,
            difference: panel.map(|(label, printed_header, left_label, right_label, limits)| {
                DifferencePanel { label, printed_header, left_label, right_label, limits }
            }),
            footnotes,
            ..AdverseEvents::default()
        }
    }
}

fn cells() -> impl Strategy<Value = Vec<CellState>> {
    vec(select(&CellState::ALL[..]), 0..10)
}

prop_compose! {
    fn map()(
        label_header in words(),
        columns in vec(words(), 0..9),
        rows in vec((words(), cells(), prop_oneof![3 => Just(1u64), 1 => count()]), 0..12),
    ) -> MissingnessMap {
        MissingnessMap {
            title: label_header.clone(),
            label_header,
            columns,
            rows: rows.into_iter()
                .map(|(label, cells, persons)| MissingnessRow { label, cells, persons })
                .collect(),
            ..MissingnessMap::default()
        }
    }
}

prop_compose! {
    fn lane()(
        label in words(),
        (start, last) in (number(), number()),
        ongoing in any::<bool>(),
        phases in vec((0..4usize, number(), number()), 0..4),
        marks in vec((0..4usize, number()), 0..6),
    ) -> Lane {
        Lane { label, start, last, ongoing, phases, marks }
    }
}

prop_compose! {
    fn swimmer()(
        label_header in words(),
        days in any::<bool>(),
        limits in option::of((number(), number())),
        phases in categories(),
        kinds in vec((words(), glyph()), 0..4),
        lanes in vec(lane(), 0..8),
    ) -> Swimmer {
        Swimmer {
            time_label: label_header.clone(),
            label_header,
            unit: if days { TimeUnit::Days } else { TimeUnit::Weeks },
            limits,
            phases,
            kinds: kinds.into_iter().map(|(name, glyph)| MarkKind { name, glyph }).collect(),
            lanes,
            ..Swimmer::default()
        }
    }
}

fn kinds() -> impl Strategy<Value = Vec<DayKind>> {
    let sign = prop_oneof![
        texture().prop_map(DaySign::Fill),
        glyph().prop_map(DaySign::Mark)
    ];
    vec(
        (words(), sign).prop_map(|(name, sign)| DayKind { name, sign }),
        0..6,
    )
}

fn date() -> impl Strategy<Value = CalendarDate> {
    let year = prop_oneof![3 => 2020..2024i32, 1 => 1..10_000i32];
    (year, 1..13u8, 1..32u8).prop_filter_map("no such day", |(y, m, d)| CalendarDate::new(y, m, d))
}

fn exit() -> impl Strategy<Value = Exit> {
    (words(), option::of(count()), vec((words(), count()), 0..30)).prop_map(
        |(label, count, reasons)| Exit {
            label,
            count,
            reasons,
        },
    )
}

fn stage() -> impl Strategy<Value = Stage> {
    (
        words(),
        option::of(count()),
        vec(words(), 0..3),
        option::of(exit()),
    )
        .prop_map(|(label, count, details, exit)| Stage {
            label,
            count,
            details,
            exit,
        })
}

/// Left, top, right and bottom of everything in a group.
fn bounds(group: &Group) -> (f64, f64, f64, f64) {
    let mut all = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for element in leaves(&group.children) {
        let (low, high) = extent_x(element);
        all = (all.0.min(low), all.1, all.2.max(high), all.3);
        for y in heights(element) {
            all = (all.0, all.1.min(y), all.2, all.3.max(y));
        }
    }
    all
}

/// Left and right end of the axis.
fn axis_ends(scene: &Scene) -> (f64, f64) {
    match parts(scene, "axis")
        .first()
        .and_then(|g| g.children.first())
    {
        Some(Element::Line(line)) => (line.from.0, line.to.0),
        _ => (0.0, 0.0),
    }
}

fn boxes_do_not_touch(groups: &[&Group]) -> Result<(), TestCaseError> {
    let boxes: Vec<_> = groups
        .iter()
        .flat_map(|group| &group.children)
        .filter_map(|element| match element {
            Element::Rect(own) => Some(own),
            _ => None,
        })
        .collect();
    for (index, a) in boxes.iter().enumerate() {
        for b in &boxes[index + 1..] {
            let beside = a.x + a.width <= b.x || b.x + b.width <= a.x;
            let above = a.y + a.height <= b.y || b.y + b.height <= a.y;
            prop_assert!(beside || above, "{a:?} {b:?}");
        }
    }
    Ok(())
}

fn thresholds() -> impl Strategy<Value = Vec<Threshold>> {
    let threshold = (number(), words()).prop_map(|(value, label)| Threshold { value, label });
    vec(threshold, 0..4)
}

fn limits() -> impl Strategy<Value = Vec<PanelLimit>> {
    let parts = (
        number(),
        words(),
        option::of(number()),
        option::of(number()),
    );
    let limit = parts.prop_map(|(value, label, from, to)| PanelLimit {
        value,
        label,
        from,
        to,
    });
    vec(limit, 0..4)
}

prop_compose! {
    fn time_panels()(
        title in words(),
        panels in vec((words(), option::of((number(), number())),
                       vec((words(), vec((number(), number()), 0..6)), 0..4), limits()), 0..4),
        spans in vec((number(), number(), words()), 0..3),
        moments in thresholds(),
    ) -> TimePanels {
        TimePanels {
            time_label: title.clone(),
            title,
            panels: panels.into_iter().map(|(label, limits, lines, limits_over_time)| ValuePanel {
                label,
                limits,
                lines: lines.into_iter()
                    .map(|(label, points)| PanelLine { label, points })
                    .collect(),
                limits_over_time,
            }).collect(),
            spans: spans.into_iter()
                .map(|(from, to, label)| TimeSpan { from, to, label })
                .collect(),
            moments,
            ..TimePanels::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_makes_a_sound_figure_of_concentrations(
        curves in vec((words(), vec((number(), number(), option::of((number(), number()))), 0..6),
                       option::of((number(), number())), vec((number(), number()), 0..4), any::<bool>()), 0..8),
        levels in vec((number(), words()), 0..3),
        title in words(),
    ) {
        let point = |(time, value, band)| ConcentrationPoint { time, value, band };
        let curve = |(label, points, peak, given, is_aside): (String, Vec<_>, _, _, _)| ConcentrationCurve {
            label,
            points: points.into_iter().map(point).collect(),
            peak,
            given,
            is_aside,
        };
        let level = |(value, label)| euthymia_plot::Threshold { value, label };
        let figure = Concentration {
            title: title.clone(),
            time_label: title.clone(),
            value_label: title,
            curves: curves.into_iter().map(curve).collect(),
            levels: levels.into_iter().map(level).collect(),
            ..Concentration::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_of_events_is_sound(figure in events()) {
        let scene = figure.to_scene();
        is_sound(&scene);
        prop_assert_eq!(parts(&scene, "row").len(), figure.rows.len());
    }

    #[test]
    fn any_input_of_time_panels_is_sound(figure in time_panels()) {
        let scene = figure.to_scene();
        is_sound(&scene);
        let lines: usize = figure.panels.iter().map(|panel| panel.lines.len()).sum();
        prop_assert_eq!(parts(&scene, "values").len(), lines);
    }

    #[test]
    fn any_input_of_a_missingness_map_is_sound(figure in map()) {
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_of_a_swimmer_plot_is_sound_and_inside_its_axis(figure in swimmer()) {
        let scene = figure.to_scene();
        is_sound(&scene);
        let (left, right) = axis_ends(&scene);
        for part in ["contact", "phase"] {
            for bar in parts(&scene, part).iter().flat_map(|g| &g.children) {
                if let Element::Rect(bar) = bar {
                    prop_assert!(bar.x >= left - 0.6 && bar.x + bar.width <= right + 0.6);
                }
            }
        }
        for element in parts(&scene, "lane").iter().flat_map(|lane| &lane.children) {
            if let Element::Group(mark) = element && mark.part == "glyph" {
                let (low, _, high, _) = bounds(mark);
                let centre = f64::midpoint(low, high);
                prop_assert!(centre >= left - ROUNDING && centre <= right + ROUNDING);
            }
        }
    }

    #[test]
    fn any_input_of_a_calendar_is_sound(
        title in words(),
        kinds in kinds(),
        entries in vec((date(), 0..6usize), 0..40),
    ) {
        let entries = entries.into_iter().map(|(date, kind)| CalendarEntry { date, kind }).collect();
        is_sound(&Calendar { title, kinds, entries, ..Calendar::default() }.to_scene());
    }

    #[test]
    fn any_input_of_a_course_calendar_is_sound(
        title in words(),
        kinds in kinds(),
        first_day in prop_oneof![Just(0), Just(1), any::<i32>()],
        weekday in option::of(select(&Weekday::ALL[..])),
        entries in vec((prop_oneof![3 => -20..200i32, 1 => any::<i32>()], 0..6usize), 0..40),
    ) {
        let entries = entries.into_iter().map(|(day, kind)| CourseEntry { day, kind }).collect();
        let figure = CourseCalendar {
            title, kinds, first_day, first_weekday: weekday, entries, ..CourseCalendar::default()
        };
        is_sound(&figure.to_scene());
    }

    #[test]
    fn any_input_of_a_flow_is_sound_and_its_boxes_do_not_touch(
        title in words(),
        stages in vec(stage(), 0..6),
    ) {
        let scene = Flow { title, stages, ..Flow::default() }.to_scene();
        is_sound(&scene);
        boxes_do_not_touch(&parts(&scene, "stage"))?;
    }

    #[test]
    fn any_input_of_a_prisma_flow_is_sound_and_its_boxes_do_not_touch(
        title in words(),
        steps in vec(prop::option::of(stage()), 8),
        has in any::<[bool; 3]>(),
    ) {
        let mut steps = steps.into_iter().map(|stage| PrismaStep {
            stays: stage.as_ref().map(|own| Exit::new(&own.label, 3)),
            leaves: stage.as_ref().and_then(|own| own.exit.clone()),
            waits: stage.and_then(|own| own.exit),
        });
        let mut side = || PrismaSide {
            heading: title.clone(),
            steps: std::array::from_fn(|_| steps.next().unwrap_or_default()),
        };
        let figure = PrismaFlow {
            title: title.clone(),
            main: side(),
            other: has[0].then(side),
            previous: has[1].then(|| Exit::new(&title, 2)),
            total: has[2].then(|| Exit::new(&title, 2)),
            ..PrismaFlow::default()
        };
        let scene = figure.to_scene();
        is_sound(&scene);
        let mut groups = parts(&scene, "stage");
        groups.extend(parts(&scene, "included"));
        groups.extend(parts(&scene, "heading"));
        boxes_do_not_touch(&groups)?;
    }

    #[test]
    fn any_input_of_stacked_bars_is_sound_and_segments_fill_the_axis(
        categories in categories(),
        bars in vec((words(), vec(count(), 0..12)), 0..6),
    ) {
        let bars: Vec<StackedBar> = bars.into_iter()
            .map(|(label, counts)| StackedBar { label, counts })
            .collect();
        let figure = StackedBars { categories, bars, ..StackedBars::default() };
        let scene = figure.to_scene();
        is_sound(&scene);
        let (left, right) = axis_ends(&scene);
        for (bar, group) in figure.bars.iter().zip(parts(&scene, "bar")) {
            let counted = bar.counts.iter().zip(&figure.categories);
            let total: u128 = counted.map(|(c, _)| u128::from(*c)).sum();
            let segments = group.children.iter().filter_map(|e| match e {
                Element::Group(g) if g.part == "segment" => match &g.children[0] {
                    Element::Rect(r) => Some(r),
                    _ => None,
                },
                _ => None,
            });
            let mut at = left;
            for segment in segments {
                prop_assert!((segment.x - at).abs() < ROUNDING);
                at = segment.x + segment.width;
            }
            prop_assert!(total == 0 || (at - right).abs() < ROUNDING, "{at} {right}");
        }
    }

    #[test]
    fn weekdays_follow_each_other(date in date()) {
        let next = CalendarDate::new(date.year(), date.month(), date.day() + 1)
            .or_else(|| CalendarDate::new(date.year(), date.month() + 1, 1))
            .or_else(|| CalendarDate::new(date.year() + 1, 1, 1));
        if let Some(next) = next {
            prop_assert_eq!((date.weekday().column() + 1) % 7, next.weekday().column());
        }
    }

    /// 400 years of the Gregorian calendar are 146,097 days, a whole number of weeks.
    #[test]
    fn weekdays_return_after_four_hundred_years(date in date()) {
        if let Some(later) = CalendarDate::new(date.year() + 400, date.month(), date.day()) {
            prop_assert_eq!(date.weekday(), later.weekday());
        }
    }
}

#[test]
fn byhand_weekdays() {
    let of = |y, m, d| CalendarDate::new(y, m, d).unwrap().weekday();
    // The first day of the Gregorian calendar in force, the storming of the Bastille, the first step on
    // the moon (UTC), three turns of a century, and a leap day.
    assert_eq!(of(1582, 10, 15), Weekday::Friday);
    assert_eq!(of(1789, 7, 14), Weekday::Tuesday);
    assert_eq!(of(1969, 7, 21), Weekday::Monday);
    assert_eq!(of(1900, 1, 1), Weekday::Monday);
    assert_eq!(of(2000, 1, 1), Weekday::Saturday);
    assert_eq!(of(2100, 3, 1), Weekday::Monday);
    assert_eq!(of(2024, 2, 29), Weekday::Thursday);
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for (y, m, d) in [
        (2023, 2, 29),
        (1900, 2, 29),
        (2024, 4, 31),
        (2024, 0, 1),
        (2024, 13, 1),
        (2024, 1, 0),
        (0, 1, 1),
        (10_000, 1, 1),
    ] {
        assert_eq!(CalendarDate::new(y, m, d), None, "{y}-{m}-{d}");
    }
    assert!(CalendarDate::new(2000, 2, 29).is_some());
}

#[test]
fn empty_figures_are_sound() {
    is_sound(&AdverseEvents::default().to_scene());
    is_sound(&MissingnessMap::default().to_scene());
    is_sound(&Swimmer::default().to_scene());
    is_sound(&Calendar::default().to_scene());
    is_sound(&CourseCalendar::default().to_scene());
    is_sound(&Flow::default().to_scene());
    is_sound(&StackedBars::default().to_scene());
}

#[test]
fn large_figures_are_sound() {
    for (_, scene) in course_figures::large() {
        is_sound(&scene);
    }
}

#[test]
fn every_texture_is_drawn_differently_in_grey() {
    let figure = StackedBars {
        categories: Texture::ALL.map(|t| Category::new("c").texture(t)).to_vec(),
        bars: vec![StackedBar::new("b", [1; 8])],
        ..StackedBars::default()
    };
    let scene = figure.to_scene();
    // Kinds of elements, the slope of lines and the darkness of the ground; no hue.
    let looks: BTreeSet<String> = parts(&scene, "segment")
        .iter()
        .map(|segment| {
            segment
                .children
                .iter()
                .map(|e| match e {
                    Element::Rect(r) => {
                        let (red, green, blue) = r.fill.unwrap().rgb();
                        let grey = 2 * u32::from(red) + 5 * u32::from(green) + u32::from(blue);
                        format!("ground {}", grey / 8 / 40)
                    }
                    Element::Line(_) => "row".to_owned(),
                    Element::Polyline(l) => {
                        let pair = &l.points[..2];
                        format!("slope {}", pair[1].1 < pair[0].1)
                    }
                    _ => String::new(),
                })
                .collect::<Vec<_>>()
                .join(",")
        })
        .collect();
    assert_eq!(looks.len(), 8, "{looks:?}");
}

/// Texts with their middle heights, by the lane or row that has one.
fn labels(scene: &Scene, part: &str) -> Vec<f64> {
    let texts = parts(scene, part).into_iter().filter_map(|g| {
        g.children.iter().find_map(|e| match e {
            Element::Text(t) => Some(t.y),
            _ => None,
        })
    });
    texts.collect()
}

#[test]
fn labels_of_thin_rows_do_not_touch() {
    for rows in [1, 21, 60, 90, 150, 200, 300, 500] {
        let maps = course_figures::missingness(rows, 12).to_scene();
        let lanes = course_figures::swimmer(rows).to_scene();
        for (scene, part) in [(&maps, "row"), (&lanes, "lane")] {
            let labels = labels(scene, part);
            assert!(!labels.is_empty());
            for pair in labels.windows(2) {
                assert!(pair[1] - pair[0] >= 12.0, "{rows} {part} {pair:?}");
            }
        }
    }
}

#[test]
fn rows_beyond_the_cap_are_counted_in_words_and_in_the_columns() {
    let figure = course_figures::missingness(420, 5);
    let scene = figure.to_scene();
    assert_eq!(parts(&scene, "row").len(), 300);
    assert_eq!(parts(&scene, "strip").len(), 1);
    let words = scene.text_alternative();
    assert!(words.contains("the other 120 are summarised"));
    assert!(words.contains("Baseline: present 420;"));
    let lanes = course_figures::swimmer(230).to_scene();
    assert_eq!(parts(&lanes, "lane").len(), 200);
    assert!(
        lanes
            .text_alternative()
            .contains("Only the first 200 lanes are drawn; 30 more are not.")
    );
}

#[test]
fn byhand_counts_of_a_pattern_are_of_persons() {
    use CellState::{Left, Missing, Present};
    let figure = MissingnessMap {
        columns: vec!["A".into(), "B".into()],
        rows: vec![
            MissingnessRow::new("", [Present, Present]).persons(7),
            MissingnessRow::new("", [Present, Missing]).persons(2),
            MissingnessRow::new("", [Missing, Left, Left]),
            MissingnessRow::new("", []),
        ],
        ..MissingnessMap::default()
    };
    let words = figure.to_scene().text_alternative();
    assert!(words.contains("A: present 9; missing 1; left before 0; not yet due 0"));
    assert!(words.contains("B: present 7; missing 2; left before 1; not yet due 0"));
}

#[test]
fn what_cannot_be_drawn_is_counted() {
    let lane = Lane::new("P", f64::NAN, 3.0)
        .phase(0, 5.0, 2.0)
        .phase(9, 0.0, 1.0)
        .mark(0, f64::INFINITY)
        .mark(0, 50.0);
    let figure = Swimmer {
        limits: Some((0.0, 10.0)),
        phases: vec![Category::new("a")],
        kinds: vec![MarkKind::new("m", Glyph::Dot)],
        lanes: vec![lane],
        ..Swimmer::default()
    };
    let words = figure.to_scene().text_alternative();
    assert!(words.contains("Not drawn for want of a usable time or kind: 4."));
    assert!(words.contains("Marks beyond the axis: 1."));
    let calendar = CourseCalendar {
        entries: vec![CourseEntry { day: 1, kind: 0 }],
        ..CourseCalendar::default()
    };
    let words = calendar.to_scene().text_alternative();
    assert!(words.contains("Not drawn for want of a kind: 1."));
    let bars = StackedBars {
        bars: vec![StackedBar::new("b", [3])],
        ..StackedBars::default()
    };
    let words = bars.to_scene().text_alternative();
    assert!(words.contains("Not drawn for want of a category: 3."));
}

#[test]
fn weeks_before_the_course_have_negative_numbers() {
    let figure = CourseCalendar {
        first_day: 0,
        kinds: vec![DayKind::new("x", DaySign::Mark(Glyph::Dot))],
        entries: [-8, -1, 0, 6, 7]
            .map(|day| CourseEntry { day, kind: 0 })
            .to_vec(),
        ..CourseCalendar::default()
    };
    let words = figure.to_scene().text_alternative();
    for line in [
        "Week −2: −8 x\n",
        "Week −1: −1 x\n",
        "Week 1: 0 x; 6 x\n",
        "Week 2: 7 x\n",
    ] {
        assert!(words.contains(line), "{line} {words}");
    }
}

#[test]
fn an_interval_beyond_the_axis_is_an_arrow_with_an_entry_in_the_key() {
    let keyed = |figure: &AdverseEvents| {
        leaves(&figure.to_scene().elements)
            .iter()
            .any(|e| matches!(e, Element::Text(t) if t.content == "Continues beyond the axis"))
    };
    let mut figure = course_figures::events(4, 2);
    assert!(!keyed(&figure) && parts(&figure.to_scene(), "arrow").is_empty());
    figure.limits = Some((0.0, 0.3));
    assert!(keyed(&figure) && !parts(&figure.to_scene(), "arrow").is_empty());
}

#[test]
fn byhand_words_of_an_event() {
    let figure = course_figures::events(6, 2);
    let words = figure.to_scene().text_alternative();
    let seizure = "Seizure: Infusion 0/74 (mild 0, moderate 0, severe 0), 0 (0 to ";
    assert!(words.contains(seizure), "{words}");
    assert!(words.contains("Risk difference (95% CI) not estimable"));
}

#[test]
fn marks_in_one_place_are_set_side_by_side_and_counted() {
    let figure = Swimmer {
        kinds: vec![
            MarkKind::new("a", Glyph::Ring),
            MarkKind::new("b", Glyph::Dot),
        ],
        lanes: vec![Lane::new("P", 0.0, 100.0).mark(0, 40.0).mark(1, 40.0)],
        ..Swimmer::default()
    };
    let scene = figure.to_scene();
    let centres: Vec<f64> = parts(&scene, "lane")
        .iter()
        .flat_map(|lane| &lane.children)
        .filter_map(|e| match e {
            Element::Group(g) if g.part == "glyph" => Some(f64::midpoint(bounds(g).0, bounds(g).2)),
            _ => None,
        })
        .collect();
    assert_eq!(centres.len(), 2);
    assert!(centres[1] - centres[0] >= 10.0, "{centres:?}");
    let note = "Marks set beside their place because another one stands there: 1.";
    assert!(scene.text_alternative().contains(note));
}
