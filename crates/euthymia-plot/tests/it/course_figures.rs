//! Figures of courses and events built by hand. All numbers are invented.

use euthymia_plot::{
    AdverseEvents, Calendar, CalendarDate, CalendarEntry, Category, CellState, Concentration,
    ConcentrationCurve, ConcentrationPoint, CourseCalendar, CourseEntry, DayKind, DaySign,
    DifferencePanel, Estimate, EventRate, EventRow, Exit, Flow, Glyph, Lane, MarkKind,
    MissingnessMap, MissingnessRow, PanelLimit, PanelLine, PrismaFlow, PrismaSide, PrismaStep,
    Scene, StackedBar, StackedBars, Stage, Swimmer, Texture, Threshold, TimePanels, TimeSpan,
    TimeUnit, ValuePanel, Weekday,
};

/// Small figures with the names of their snapshots.
pub(crate) fn all() -> Vec<(&'static str, Scene)> {
    vec![
        ("events", events(6, 2).to_scene()),
        ("missingness", missingness(10, 5).to_scene()),
        ("swimmer", swimmer(3).to_scene()),
        ("calendar", calendar(10).to_scene()),
        ("course_calendar", course_calendar(3, None).to_scene()),
        ("flow", flow().to_scene()),
        ("prisma", prisma().to_scene()),
        ("stacked", stacked(3).to_scene()),
        ("concentration", concentration(2, true).to_scene()),
        ("time_panels", time_panels().to_scene()),
    ]
}

/// Figures of the size that a clinic or a register has.
pub(crate) fn large() -> Vec<(&'static str, Scene)> {
    vec![
        ("events_one_group", events(18, 1).to_scene()),
        ("events_two_groups", events(24, 2).to_scene()),
        ("missingness_21", missingness(21, 8).to_scene()),
        ("missingness_200", missingness(200, 12).to_scene()),
        ("missingness_420", missingness(420, 40).to_scene()),
        ("swimmer_21", swimmer(21).to_scene()),
        ("swimmer_60", swimmer(60).to_scene()),
        ("swimmer_150", swimmer(150).to_scene()),
        ("calendar_year", calendar(60).to_scene()),
        (
            "course_30_weeks",
            course_calendar(30, Some(Weekday::Wednesday)).to_scene(),
        ),
        ("flow_long", long_flow().to_scene()),
        ("prisma_update", prisma_update().to_scene()),
        ("stacked_9", stacked(9).to_scene()),
        ("concentration_5", concentration(5, false).to_scene()),
    ]
}

/// A session with two kinds of values, a shaded dose and lines of meaning.
pub(crate) fn time_panels() -> TimePanels {
    let line = |label: &str, values: [f64; 5]| PanelLine {
        label: label.into(),
        points: [-5.0, 10.0, 30.0, 55.0, 100.0]
            .into_iter()
            .zip(values)
            .collect(),
    };
    let limit = |value, label: &str, from, to| PanelLimit {
        value,
        label: label.into(),
        from,
        to,
    };
    TimePanels {
        title: "Values over a session".into(),
        description: "Invented values over a session".into(),
        caution: Some("Something was not asked.".into()),
        time_label: "Minutes from the start".into(),
        panels: vec![
            ValuePanel {
                label: "Pressure (mmHg)".into(),
                lines: vec![
                    line("upper", [128.0, 139.0, 165.0, 134.0, 127.0]),
                    line("lower", [78.0, 84.0, 95.0, 82.0, 78.0]),
                ],
                limits_over_time: vec![
                    limit(180.0, "≤ 180 during", Some(0.0), Some(40.0)),
                    limit(150.0, "≤ 150 before", None, Some(0.0)),
                ],
                ..ValuePanel::default()
            },
            ValuePanel {
                label: "Alertness".into(),
                limits: Some((0.0, 5.0)),
                lines: vec![line("alertness", [5.0, 5.0, 4.0, 5.0, 5.0])],
                limits_over_time: vec![limit(5.0, "≥ 5 at the end", Some(40.0), None)],
            },
        ],
        spans: vec![TimeSpan {
            from: 0.0,
            to: 40.0,
            label: "dose".into(),
        }],
        moments: vec![Threshold {
            value: 105.0,
            label: "left, 105 min".into(),
        }],
        footnotes: vec!["All values are invented.".into()],
    }
}

/// A whole number below `below` that looks like chance.
fn scatter(seed: usize, below: usize) -> usize {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed >> 33) as usize) % below.max(1)
}

fn rate(events: usize, n: usize) -> (f64, f64, f64) {
    let (e, n) = (events as f64, n as f64);
    let centre = (e + 2.0) / (n + 4.0);
    let half = 1.96 * (centre * (1.0 - centre) / (n + 4.0)).sqrt();
    (e / n, (centre - half).max(0.0), (centre + half).min(1.0))
}

pub(crate) fn events(rows: usize, groups: usize) -> AdverseEvents {
    let names = [
        "Dissociation during the session",
        "Headache",
        "Nausea or vomiting",
        "Rise of systolic pressure above 160 mmHg for more than fifteen minutes after the end",
        "Scalp pain",
        "Seizure",
        "Anxiety",
        "Drowsiness",
        "Blurred vision",
        "Dizziness",
        "Fatigue",
        "Insomnia",
    ];
    let sizes = [74usize, 68];
    let row = |index: usize| {
        let most = 40 / (1 + index) + 3;
        let cases: Vec<usize> = (0..groups)
            .map(|g| match names[index % 12] {
                "Seizure" => 0,
                _ => scatter(index * 7 + g, most) + most / 2,
            })
            .collect();
        let rates = cases.iter().zip(sizes).map(|(cases, n)| {
            let (e, l, u) = rate(*cases, n);
            let severe = cases / 6;
            let moderate = cases / 3;
            let mild = cases - severe - moderate;
            EventRate::new(Estimate::new(e, l, u), &format!("{cases}/{n}")).severity([
                mild as u64,
                moderate as u64,
                severe as u64,
            ])
        });
        let row = EventRow::new(names[index % 12], rates);
        match cases.as_slice() {
            [0, 0] => row.difference(Estimate::not_estimable(), "–"),
            [a, b] => {
                let d = *a as f64 / 74.0 - *b as f64 / 68.0;
                let (l, u) = (d - 0.13, d + 0.13);
                let text = format!("{:.0} [{:.0}, {:.0}]", d * 100.0, l * 100.0, u * 100.0);
                row.difference(
                    Estimate::new(d, l, u),
                    &text.replace("-0 [", "0 [").replace('-', "−"),
                )
            }
            _ => row,
        }
    };
    AdverseEvents {
        title: "Adverse events during the course".into(),
        description: "Patients with each event, with 95% intervals.".into(),
        groups: ["Infusion", "Stimulation"][..groups]
            .iter()
            .map(|g| (*g).to_owned())
            .collect(),
        severities: ["mild", "moderate", "severe"].map(String::from).to_vec(),
        rows: (0..rows).map(row).collect(),
        axis_label: "Patients with the event (95% CI)".into(),
        difference: (groups == 2).then(|| DifferencePanel {
            label: "Risk difference (95% CI)".into(),
            printed_header: Some("RD [95% CI], points".into()),
            left_label: Some("fewer with infusion".into()),
            right_label: Some("more".into()),
            limits: None,
        }),
        footnotes: vec!["Invented numbers. A patient may have several events.".into()],
        ..AdverseEvents::default()
    }
}

pub(crate) fn missingness(rows: usize, columns: usize) -> MissingnessMap {
    let row = |index: usize| {
        let leaves = match scatter(index, 10) {
            0..3 => 2 + scatter(index + 500, columns.max(3) - 2),
            _ => columns,
        };
        let due = if index % 11 == 10 {
            columns * 2 / 3
        } else {
            columns
        };
        let cells = (0..columns).map(|c| match () {
            () if c >= leaves => CellState::Left,
            () if c >= due => CellState::NotDue,
            () if c > 0 && scatter(index * 131 + c * 17, 9) == 0 => CellState::Missing,
            () => CellState::Present,
        });
        MissingnessRow::new(&format!("P{:03}", index + 1), cells)
    };
    let mut all: Vec<MissingnessRow> = (0..rows).map(row).collect();
    all.sort_by_key(|row| row.cells.iter().map(|c| *c as u8).collect::<Vec<_>>());
    MissingnessMap {
        title: "Scores present and missing by visit".into(),
        description: "One line per patient, one column per visit.".into(),
        label_header: "Patient".into(),
        columns: (0..columns)
            .map(|c| match c {
                0 => "Baseline".to_owned(),
                _ => format!("Week {}", 2 * c),
            })
            .collect(),
        rows: all,
        ..MissingnessMap::default()
    }
}

pub(crate) fn swimmer(lanes: usize) -> Swimmer {
    let lane = |index: usize| {
        let change = 28.0 + scatter(index, 15) as f64;
        let second = change + 14.0 + scatter(index + 99, 20) as f64;
        let last = second + scatter(index + 7, 120) as f64;
        let mut lane = Lane::new(&format!("P{:03}", index + 1), 0.0, last + 8.0)
            .phase(0, 0.0, change)
            .phase(1, change + 4.0, second);
        if index % 3 != 2 {
            lane = lane.phase(2, second, last);
        }
        for day in 0..(change as usize) {
            if day % 7 < 5 {
                lane = lane.mark(0, day as f64);
            }
        }
        if index.is_multiple_of(2) {
            lane = lane.mark(1, second - 6.0);
        }
        if index.is_multiple_of(4) {
            lane = lane.mark(2, second - 6.0 + scatter(index, 12) as f64);
        }
        if index % 5 == 4 {
            lane = lane.mark(3, last);
        }
        if index % 7 == 3 {
            lane.mark(4, last + 8.0)
        } else if index.is_multiple_of(2) {
            lane.ongoing()
        } else {
            lane
        }
    };
    let mut all: Vec<Lane> = (0..lanes).map(lane).collect();
    all.sort_by(|a, b| b.last.total_cmp(&a.last));
    Swimmer {
        title: "Courses of the patients".into(),
        description: "One lane per patient from the first session to the last contact.".into(),
        label_header: "Patient".into(),
        unit: TimeUnit::Days,
        time_label: "Days since the first session".into(),
        phases: ["First course", "Second course", "Maintenance"]
            .map(Category::new)
            .to_vec(),
        rest_label: Some("Observed only".into()),
        kinds: vec![
            MarkKind::new("Session", Glyph::Tick),
            MarkKind::new("Response", Glyph::Ring),
            MarkKind::new("Remission", Glyph::Dot),
            MarkKind::new("Relapse", Glyph::Down),
            MarkKind::new("Discontinued", Glyph::Cross),
        ],
        lanes: all,
        ..Swimmer::default()
    }
}

fn kinds() -> Vec<DayKind> {
    vec![
        DayKind::new("First treatment", DaySign::Fill(Texture::Solid)),
        DayKind::new("Second treatment", DaySign::Fill(Texture::Rising)),
        DayKind::new("Assessment", DaySign::Mark(Glyph::Diamond)),
        DayKind::new("Cancelled", DaySign::Mark(Glyph::Cross)),
    ]
}

pub(crate) fn calendar(sessions: usize) -> Calendar {
    let mut entries = Vec::new();
    let (mut month, mut day, mut done) = (2u8, 26u8, 0usize);
    while done < sessions {
        let Some(date) = CalendarDate::new(2024, month, day) else {
            (month, day) = (month + 1, 1);
            continue;
        };
        let step = if done < 30 { 1 } else { 4 };
        if date.weekday().column() < 5 {
            let kind = usize::from(done >= 30);
            let times = if done == 4 { 3 } else { 1 };
            entries.extend((0..times).map(|_| CalendarEntry { date, kind }));
            if done % 10 == 0 {
                entries.push(CalendarEntry { date, kind: 2 });
            }
            if done % 17 == 9 {
                entries.push(CalendarEntry { date, kind: 3 });
            }
            done += 1;
        }
        day += step;
    }
    Calendar {
        title: "Sessions of one patient".into(),
        description: "Session days and assessments by month.".into(),
        kinds: kinds(),
        entries,
        ..Calendar::default()
    }
}

pub(crate) fn course_calendar(weeks: i32, first_weekday: Option<Weekday>) -> CourseCalendar {
    let mut entries = vec![CourseEntry { day: -5, kind: 2 }];
    for week in 0..weeks {
        let days: &[i32] = if week < 6 { &[1, 2, 3, 6, 7] } else { &[3] };
        let kind = usize::from(week >= 6);
        entries.extend(days.iter().map(|d| CourseEntry {
            day: week * 7 + d,
            kind,
        }));
        if week % 2 == 1 {
            entries.push(CourseEntry {
                day: week * 7 + 3,
                kind: 2,
            });
        }
    }
    CourseCalendar {
        title: "Sessions of one course".into(),
        description: "Session days and assessments by week of the course.".into(),
        first_weekday,
        kinds: kinds(),
        entries,
        ..CourseCalendar::default()
    }
}

pub(crate) fn flow() -> Flow {
    Flow {
        title: "Flow of patients".into(),
        description: "From assessment to analysis.".into(),
        stages: vec![
            Stage::new("Assessed for eligibility", 52).exit(
                Exit::new("Not started", 12)
                    .reason("did not meet the criteria for resistance", 7)
                    .reason("declined", 3)
                    .reason("contraindication", 2),
            ),
            Stage::new("Started the course", 40).exit(
                Exit::new("Stopped early", 19)
                    .reason("no benefit", 8)
                    .reason("adverse event", 5)
                    .reason(
                        "reached remission and chose to stop before the sixth session",
                        4,
                    )
                    .reason("unknown", 2),
            ),
            Stage::new("Completed the course", 21)
                .exit(Exit::new("Missing at follow-up", 3).reason("could not be reached", 3)),
            Stage::new("Analysed", 40)
                .detail("completers: n = 21")
                .detail("with a score at day 28: n = 37"),
        ],
        ..Flow::default()
    }
}

pub(crate) fn step(stays: Exit, leaves: Exit) -> PrismaStep {
    PrismaStep {
        stays: Some(stays),
        leaves: Some(leaves),
        waits: None,
    }
}

pub(crate) fn prisma() -> PrismaFlow {
    let identified = Exit::new("Records identified", 640)
        .reason("MEDLINE", 410)
        .reason("ClinicalTrials.gov", 230);
    let removed = Exit::new("Records removed before screening", 140)
        .reason("duplicates", 128)
        .reason(
            "removed by automation: not in a language that the reviewers read",
            12,
        );
    let reasons = Exit::new("Reports excluded", 31)
        .reason("Wrong study design", 14)
        .reason(
            "Depression that was not resistant to at least two adequate trials",
            11,
        )
        .reason("No outcome of interest", 6);
    PrismaFlow {
        title: "Flow of records".into(),
        description: "From the search to what is included.".into(),
        main: PrismaSide {
            heading: "Identification of studies via databases and registers".into(),
            steps: [
                step(identified, removed),
                step(
                    Exit::new("Records screened", 500),
                    Exit::new("Records excluded", 455),
                ),
                step(
                    Exit::new("Reports sought for retrieval", 45),
                    Exit::new("Reports not retrieved", 2),
                ),
                step(Exit::new("Reports assessed for eligibility", 43), reasons),
            ],
        },
        new: Exit::new("Studies included in review", 10).reason("Reports of included studies", 12),
        ..PrismaFlow::default()
    }
}

fn prisma_update() -> PrismaFlow {
    let mut flow = prisma();
    let reason = |index| {
        format!("A reason for exclusion that takes more than a line to say, number {index}")
    };
    if let Some(leaves) = &mut flow.main.steps[3].leaves {
        leaves
            .reasons
            .extend((0..9).map(|index| (reason(index), index)));
    }
    flow.main.steps[1].waits = Some(Exit::new("Not decided yet", 4));
    flow.previous =
        Some(Exit::new("Studies included in the previous version", 8).reason("Reports of them", 9));
    flow.total = Some(Exit::new("Total studies included", 18).reason("Reports of them", 21));
    let lists = Exit::new("Records identified", 17)
        .reason("Reference lists and citations", 12)
        .reason("Organisations", 5);
    flow.other = Some(PrismaSide {
        heading: "Identification of studies via other methods".into(),
        steps: [
            PrismaStep {
                stays: Some(lists),
                ..PrismaStep::default()
            },
            PrismaStep::default(),
            step(
                Exit::new("Reports sought for retrieval", 17),
                Exit::new("Reports not retrieved", 1),
            ),
            step(
                Exit::new("Reports assessed for eligibility", 16),
                Exit::new("Reports excluded", 16).reason("Wrong study design", 16),
            ),
        ],
    });
    flow.caution = Some("Screening is not finished: 4 records are not decided on.".into());
    flow
}

fn long_flow() -> Flow {
    let mut flow = flow();
    let stages = (0..6).map(|i| {
        let stage = Stage::new(&format!("Seen at visit {}", i + 1), 37 - 3 * i);
        if i % 2 == 0 {
            stage.exit(Exit::new(
                "Last observation used instead of a score, because the visit took place \
                     outside its window or by telephone only",
                3,
            ))
        } else {
            stage
        }
    });
    flow.stages.splice(2..2, stages);
    if let Some(last) = flow.stages.last_mut() {
        last.exit = Some(Exit::new("Left out of the analysis", 2).reason("withdrew consent", 2));
    }
    flow.caution = Some("Counts of stages are of patients, not of courses.".into());
    flow
}

pub(crate) fn stacked(bars: usize) -> StackedBars {
    let category = |name, texture| Category::new(name).texture(texture);
    let bar = |index: usize| {
        let missing = 2 * index as u64;
        let well = 1 + 2 * index as u64;
        let response = 6 + scatter(index, 5) as u64;
        let worse = scatter(index + 3, 3) as u64;
        let partial = 7 + scatter(index + 5, 3) as u64;
        let rest = 58u64.saturating_sub(missing + well + response + worse + partial);
        let label = match index {
            3 => "Week 8 (end of the acute course, before maintenance)".to_owned(),
            _ => format!("Week {}", 2 * (index + 1)),
        };
        StackedBar::new(&label, [well, response, partial, rest, worse, missing])
    };
    StackedBars {
        title: "Outcome by visit".into(),
        description: "Shares of six outcomes at each visit, all who started.".into(),
        label_header: "Visit".into(),
        total_header: "Started".into(),
        categories: vec![
            category("Remission", Texture::Solid),
            category("Response without remission", Texture::Rising),
            category("Partial response", Texture::Grey),
            category("No response", Texture::Dotted),
            category("Worse", Texture::Crossed),
            category("Missing", Texture::Open),
        ],
        bars: (0..bars).map(bar).collect(),
        axis_label: "Share of all who started".into(),
        ..StackedBars::default()
    }
}

/// Rises until a dose has ended, and falls from there.
pub(crate) fn concentration(curves: usize, banded: bool) -> Concentration {
    let curve = |index: usize| {
        let end = 0.5 + 0.5 * index as f64;
        let height = 200.0 / (1.0 + 0.3 * index as f64);
        let value = |time: f64| match time <= end {
            true => height * time / end,
            false => height * (-0.9 * (time - end)).exp(),
        };
        let point = |step: u32| {
            let time = f64::from(step) / 4.0;
            let band = banded.then(|| (0.7 * value(time), 1.4 * value(time)));
            ConcentrationPoint {
                time,
                value: value(time),
                band,
            }
        };
        ConcentrationCurve {
            label: format!("Dose over {end} h"),
            points: (0..=24).map(point).collect(),
            peak: Some((end, height)),
            given: vec![(0.0, end), (5.0, 5.0)],
            is_aside: false,
        }
    };
    Concentration {
        title: "An invented drug in plasma".into(),
        description: "Two courses of one dose.".into(),
        caution: Some("For teaching and planning, not for dosing a patient.".into()),
        time_label: "Time (h)".into(),
        value_label: "Concentration (ng/mL)".into(),
        curves: (0..curves).map(curve).collect(),
        levels: vec![Threshold {
            value: 100.0,
            label: "100 ng/mL".into(),
        }],
        band_label: "5 to 95 of 100 people".into(),
        footnotes: vec!["Bars above the plot: when a dose runs.".into()],
    }
}
