//! Figures of scores, built by arithmetic. All numbers are invented; they only have to look like the
//! field's.

use euthymia_plot::{
    Axis, BeforeAfter, Denominator, FiveNumbers, GroupMean, Interval, MeanChange, Observation,
    RainGroup, Raincloud, RecallCurve, RecallGroup, RecallRun, ResponderCurve, ResponderGroup,
    Scene, Spread, SurvivalCurve, SurvivalGroup, SurvivalStep, Threshold, Trajectories,
    TrajectoryGroup, Visit, Waterfall, WaterfallBar,
};

/// Every figure with the name of its snapshot.
pub(crate) fn all() -> Vec<(&'static str, Scene)> {
    vec![
        ("trajectories", trajectories(&[12], Spread::Bars).to_scene()),
        ("waterfall", waterfall(21).to_scene()),
        ("raincloud", raincloud(&[21, 21], true).to_scene()),
        ("responder_curve", responder_curve(&[21, 30]).to_scene()),
        ("survival_curve", survival_curve(2).to_scene()),
        ("recall_curve", recall_curve(2).to_scene()),
    ]
}

/// The same figures with one person, with many people and with many groups.
#[allow(dead_code)]
pub(crate) fn sizes() -> Vec<(&'static str, Scene)> {
    let long = |mut figure: Trajectories| {
        for group in &mut figure.groups {
            group.label = format!("{} with a name much too long for its column", group.label);
        }
        figure.to_scene()
    };
    vec![
        (
            "trajectories_1",
            trajectories(&[1], Spread::Bars).to_scene(),
        ),
        (
            "trajectories_20",
            trajectories(&[20], Spread::Band).to_scene(),
        ),
        (
            "trajectories_60",
            trajectories(&[30, 30], Spread::Band).to_scene(),
        ),
        (
            "trajectories_200",
            trajectories(&[200], Spread::Band).to_scene(),
        ),
        (
            "trajectories_200_groups",
            long(trajectories(&[70, 70, 60], Spread::Bars)),
        ),
        ("trajectories_0", Trajectories::default().to_scene()),
        ("slopes_1", slopes(1).to_scene()),
        ("slopes_200", slopes(200).to_scene()),
        ("waterfall_1", waterfall(1).to_scene()),
        ("waterfall_200", waterfall(200).to_scene()),
        ("raincloud_1", raincloud(&[1], false).to_scene()),
        ("raincloud_6", raincloud(&[40; 6], false).to_scene()),
        (
            "raincloud_200",
            raincloud(&[200, 200, 200], true).to_scene(),
        ),
        ("responder_curve_1", responder_curve(&[1]).to_scene()),
        (
            "responder_curve_6",
            responder_curve(&[200, 60, 40, 30, 20, 12]).to_scene(),
        ),
        ("survival_curve_1", survival_curve(1).to_scene()),
        ("survival_curve_6", survival_curve(6).to_scene()),
        ("recall_curve_1", recall_curve(1).to_scene()),
        ("recall_curve_20", recall_curve(20).to_scene()),
    ]
}

/// A number from 0 to 1 that looks irregular.
fn wobble(a: usize, b: usize) -> f64 {
    let share = ((a * 7 + b * 13 + 1) as f64 * 0.618_033_988_75).fract();
    (share * 97.0).fract()
}

fn name(group: usize) -> String {
    [
        "Infusion", "Spray", "Magnetic", "Waiting", "Talking", "Walking",
    ][group % 6]
        .to_owned()
}

fn score(person: usize, visit: usize, group: usize) -> f64 {
    let start = 26.0 + 14.0 * wobble(person, group);
    let fall = (6.0 + 20.0 * wobble(person, group + 40)) * (1.0 - 0.25 * group as f64);
    let reached = 1.0 - (-(visit as f64) / 1.6).exp();
    let noise = 5.0 * (wobble(person * 5 + visit, group + 3) - 0.5);
    (start - fall * reached + noise).round().clamp(0.0, 60.0)
}

const DAYS: [f64; 6] = [0.0, 1.0, 7.0, 14.0, 21.0, 28.0];

pub(crate) fn trajectories(sizes: &[usize], spread: Spread) -> Trajectories {
    let value = |person, visit, group| {
        let missing = visit > 0 && wobble(person * 3 + visit, group + 11) < 0.12;
        (!missing).then(|| score(person, visit, group))
    };
    let groups = sizes.iter().enumerate().map(|(group, n)| {
        let people = (0..*n)
            .map(|person| {
                let visits = DAYS.iter().enumerate();
                visits
                    .map(|(visit, day)| Observation {
                        time: *day,
                        value: value(person, visit, group),
                    })
                    .collect()
            })
            .collect();
        let means = DAYS.iter().enumerate().map(|(visit, day)| {
            let seen: Vec<f64> = (0..*n).filter_map(|p| value(p, visit, group)).collect();
            let mean = (seen.iter().sum::<f64>() / seen.len().max(1) as f64 * 10.0).round() / 10.0;
            let half = (18.0 / (seen.len().max(1) as f64).sqrt() * 10.0).round() / 10.0;
            GroupMean {
                time: *day,
                n: seen.len(),
                mean: Interval::new(mean, mean - half, mean + half).filter(|_| seen.len() > 1),
            }
        });
        TrajectoryGroup {
            label: name(group),
            people,
            means: means.collect(),
        }
    });
    Trajectories {
        title: "Depression score over the course".into(),
        description: "Score of each person from baseline to day 28 with means of groups.".into(),
        value_label: "Total score (0–60; lower is better)".into(),
        time_label: "Day after the first treatment".into(),
        visits: DAYS.map(|day| Visit::at(day, &day.to_string())).to_vec(),
        groups: groups.collect(),
        spread,
        mean_label: "mean and 95% CI".into(),
        thresholds: vec![Threshold {
            value: 10.0,
            label: "remission ≤ 10".into(),
        }],
        events: vec![0.0, 3.0, 7.0, 10.0, 14.0, 17.0],
        event_label: "Treatment".into(),
        ..Trajectories::default()
    }
}

pub(crate) fn slopes(n: usize) -> BeforeAfter {
    BeforeAfter {
        title: format!("Score of {n} before and after"),
        value_label: "Total score (0–60; lower is better)".into(),
        pairs: (0..n).map(|p| (score(p, 0, 0), score(p, 5, 0))).collect(),
        mean: Interval::new(32.8, 31.9, 33.7)
            .zip(Interval::new(17.9, 16.5, 19.3))
            .map(|(before, after)| MeanChange {
                before,
                after,
                label: "Mean and 95% CI".into(),
            }),
        thresholds: vec![Threshold {
            value: 10.0,
            label: "remission ≤ 10".into(),
        }],
        ..BeforeAfter::default()
    }
}

fn change(person: usize) -> f64 {
    (-92.0 + 135.0 * wobble(person, 5).powf(1.4)).round()
}

pub(crate) fn waterfall(n: usize) -> Waterfall {
    let category = |value: f64| match value {
        v if v <= -50.0 => 0,
        v if v <= -25.0 => 1,
        v if v <= 0.0 => 2,
        _ => 3,
    };
    let mut bars: Vec<WaterfallBar> = (0..n)
        .map(|p| WaterfallBar {
            value: change(p),
            category: Some(category(change(p))),
        })
        .collect();
    if let Some(last) = bars.last_mut().filter(|_| n > 2) {
        *last = WaterfallBar {
            value: 140.0,
            category: Some(3),
        };
    }
    let line = |value, label: &str| Threshold {
        value,
        label: label.into(),
    };
    Waterfall {
        title: "Change of the score from baseline to day 28".into(),
        description: "A bar for the change of each person.".into(),
        value_label: "Change from baseline in % (negative is better)".into(),
        limits: Some((-100.0, 60.0)),
        bars,
        categories: ["Response", "Partial response", "No response", "Worse"]
            .map(str::to_owned)
            .to_vec(),
        thresholds: vec![line(-50.0, "response −50 %"), line(-25.0, "partial −25 %")],
        ..Waterfall::default()
    }
}

pub(crate) fn raincloud(sizes: &[usize], joined: bool) -> Raincloud {
    let groups = sizes.iter().enumerate().map(|(group, n)| {
        let value = |p: usize| {
            if joined {
                score(p, group * 3, 0)
            } else {
                score(p, 4, group)
            }
        };
        let mut sorted: Vec<f64> = (0..*n).map(value).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| sorted[((n - 1) as f64 * share).round() as usize];
        // A sum of normal curves, 4 points wide.
        let density = (0..=60).map(f64::from).map(|x| {
            let heights = sorted
                .iter()
                .map(|v| (-((x - v) / 4.0).powi(2) / 2.0).exp());
            (x, (heights.sum::<f64>() / *n as f64 * 1e4).round() / 1e5)
        });
        RainGroup {
            label: if joined {
                format!("Day {}", group * 14)
            } else {
                name(group)
            },
            density: density.filter(|(_, height)| *height > 1e-4).collect(),
            summary: FiveNumbers::new([0.0, 0.25, 0.5, 0.75, 1.0].map(at)),
            mean: Some((sorted.iter().sum::<f64>() / *n as f64 * 10.0).round() / 10.0),
            values: (0..*n)
                .map(|p| Some(value(p)).filter(|_| p % 9 != 7))
                .collect(),
        }
    });
    Raincloud {
        title: "Distribution of the score".into(),
        description: "Clouds, boxes and single values.".into(),
        axis: Axis {
            label: "Total score (0–60; lower is better)".into(),
            ..Axis::default()
        },
        groups: groups.collect(),
        joined,
        thresholds: vec![Threshold {
            value: 10.0,
            label: "remission ≤ 10".into(),
        }],
        box_label: "Median, quartiles, range".into(),
        ..Raincloud::default()
    }
}

pub(crate) fn responder_curve(sizes: &[usize]) -> ResponderCurve {
    let line = |value, label: &str| Threshold {
        value,
        label: label.into(),
    };
    let groups = sizes.iter().enumerate().map(|(group, n)| ResponderGroup {
        label: name(group),
        improvements: (0..*n)
            .map(|p| Some(-change(p + 50 * group) * (1.0 - 0.12 * group as f64)))
            .map(|v| v.map(f64::round))
            .enumerate()
            .map(|(p, v)| v.filter(|_| p % 10 != 9))
            .collect(),
    });
    ResponderCurve {
        title: "Share of people by improvement".into(),
        description: "Staircases from worst to best improvement.".into(),
        improvement_label: "Improvement from baseline in % (negative: worse)".into(),
        groups: groups.collect(),
        denominator: Denominator::Everybody,
        references: vec![line(25.0, "partial response"), line(50.0, "response")],
        ..ResponderCurve::default()
    }
}

pub(crate) fn survival_curve(groups: usize) -> SurvivalCurve {
    let groups = (0..groups).map(|group| {
        let n = 24 + 7 * group;
        let mut share = 1.0f64;
        let mut steps = vec![SurvivalStep {
            time: 0.0,
            share: 1.0,
            band: Some((1.0, 1.0)),
        }];
        for event in 0..9usize {
            share *= 1.0 - (1.0 + group as f64 * 0.25) / (n - event * 2) as f64;
            let half = 0.05 * (event as f64 + 1.0).sqrt();
            let round = |v: f64| (v * 1000.0).round() / 1000.0;
            steps.push(SurvivalStep {
                time: 2.0 + 5.0 * event as f64 + group as f64,
                share: round(share),
                band: Some((round(share - half), round((share + half).min(1.0)))),
            });
        }
        SurvivalGroup {
            label: name(group),
            steps,
            censored: (0..6).map(|i| 9.0 + 8.0 * f64::from(i)).collect(),
            end: Some(52.0),
            at_risk: (0..=4)
                .map(|i| (13.0 * i as f64, n - i * (4 + group)))
                .collect(),
        }
    });
    SurvivalCurve {
        title: "Time to relapse after remission".into(),
        description: "Proportion without relapse over a year.".into(),
        share_label: "Without relapse".into(),
        time_label: "Weeks since remission".into(),
        groups: groups.collect(),
        band_label: "95% CI".into(),
        thresholds: vec![Threshold {
            value: 0.5,
            label: "half".into(),
        }],
        ..SurvivalCurve::default()
    }
}

/// Runs of two models over 200 texts, 12 of them relevant.
pub(crate) fn recall_curve(runs: usize) -> RecallCurve {
    let run = |late: usize, run: usize| RecallRun {
        texts: 200,
        found_at: (1..=12)
            .map(|n| n * n / late + n + (n * run) % 3 * 2)
            .collect(),
    };
    let group = |label: &str, late: usize| RecallGroup {
        label: label.into(),
        runs: (0..runs).map(|own| run(late, own)).collect(),
    };
    RecallCurve {
        title: "Records read and included ones found".into(),
        description: "Curves of two models.".into(),
        groups: vec![group("svm", 3), group("nb", 1)],
        thresholds: vec![Threshold {
            value: 0.95,
            label: "95 %".into(),
        }],
        footnotes: vec!["Invented.".into()],
    }
}
