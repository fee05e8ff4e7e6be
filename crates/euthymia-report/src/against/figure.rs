//! The comparison as an interval chart.

use super::{Against, Bayes, Published};
use crate::trd::CAUTION;
use crate::words;
use euthymia_cohort::proportion::{Proportion, clopper_pearson};
use euthymia_plot::{Axis, Estimate, IntervalChart, IntervalGroup, IntervalPoint, Scale};
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::fmt;

/// Draws the published arms, what they say together, and the group.
#[must_use]
pub fn figure(against: &Against) -> IntervalChart {
    let question = &against.question;
    let mut groups = Vec::new();
    if let Some(bayes) = &against.bayes {
        groups.push(IntervalGroup {
            heading: "Published".to_owned(),
            points: bayes
                .arms
                .iter()
                .filter_map(|arm| published(against, arm))
                .collect(),
        });
    }
    groups.push(IntervalGroup {
        heading: "Together".to_owned(),
        points: together(against),
    });
    groups.push(IntervalGroup {
        heading: question.name.clone(),
        points: own(against),
    });
    groups.retain(|group| !group.points.is_empty());
    let controlled = matches!(question.published, Published::Pooled(_));
    IntervalChart {
        title: question.title.clone(),
        description: format!(
            "{}: {} beside what was published.",
            question.title, question.name
        ),
        caution: controlled.then(|| CAUTION.to_owned()),
        label_header: "Group".to_owned(),
        printed_header: format!("Rate [{}]", words::level(question.level)),
        groups,
        axis: Axis {
            scale: Scale::Percent,
            label: "Patients with the outcome".to_owned(),
            limits: Some((0.0, 1.0)),
            ..Axis::default()
        },
        point_label: "Rate with its interval".to_owned(),
        emphasis_label: Some(question.name.clone()),
        ..IntervalChart::default()
    }
}

fn point(label: &str, rate: f64, bounds: Bounds) -> IntervalPoint {
    let printed = fmt::percent_interval(rate, bounds.lower, bounds.upper, 1);
    IntervalPoint::new(label, Estimate::new(rate, bounds.lower, bounds.upper)).printed(printed)
}

fn published(against: &Against, (label, count): &(String, Count)) -> Option<IntervalPoint> {
    let proportion = Proportion::new(count.events(), count.n()).ok()?;
    let exact = clopper_pearson(proportion, against.question.level).ok()?;
    let bounds = Bounds {
        lower: exact.lower,
        upper: exact.upper,
    };
    let text = format!("{}/{}", count.events(), count.n());
    Some(point(label, proportion.estimate(), bounds).count(text))
}

fn together(against: &Against) -> Vec<IntervalPoint> {
    let mut points = Vec::new();
    match &against.question.published {
        Published::Pooled(pooled) => {
            let shown = pooled.headline();
            let mut one = point("Pooled; bar: prediction", shown.estimate, shown.bounds);
            if let Some(bounds) = pooled.prediction {
                one = one.prediction(bounds.lower, bounds.upper);
            }
            points.push(one);
        }
        Published::Rate(rate) => {
            let bounds = Bounds {
                lower: *rate,
                upper: *rate,
            };
            points.push(point("Published rate", *rate, bounds));
        }
        Published::Count(_) => {}
    }
    let expected = |bayes: &Bayes| {
        let rate = bayes.prior.rate();
        point(
            "To expect here (MAP prior)",
            rate.median(),
            rate.interval(against.question.level),
        )
    };
    points.extend(against.bayes.as_ref().map(expected));
    points
}

fn own(against: &Against) -> Vec<IntervalPoint> {
    let question = &against.question;
    let text = format!("{}/{}", question.clinic.events(), question.clinic.n());
    let observed = point("Observed", question.clinic.estimate(), against.own)
        .count(text)
        .emphasised();
    let posterior = |bayes: &Bayes| {
        let posterior = bayes.update.robust(question.vague);
        point(
            "With the literature",
            posterior.median(),
            posterior.interval(question.level),
        )
        .emphasised()
    };
    let mut points = vec![observed];
    points.extend(against.bayes.as_ref().map(posterior));
    points
}
