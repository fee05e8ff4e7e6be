//! What moved, as a figure: intervals before and after under each other.

use super::{Conclusion, Moved, Side};
use crate::pooled::ForestOptions;
use crate::pooled::forest::axis;
use crate::words;
use euthymia_plot::{Block, Column, Estimate, ForestPlot, Scene, Summary};
use euthymia_synthesis::measure::Measure;
use euthymia_table::fmt;

/// Measures that are drawn, the first that any conclusion has; rates last.
const MEASURES: [Measure; 4] = [
    Measure::RiskRatio,
    Measure::HedgesG,
    Measure::RiskDifference,
    Measure::Logit,
];

impl Moved {
    /// The measure that [`Moved::figure`] draws when none is asked for: the first of risk ratio,
    /// Hedges' g, risk difference and rate in which anything is another one now, else that is there;
    /// `None` where there is no conclusion.
    #[must_use]
    pub fn measure(&self) -> Option<Measure> {
        let changed = |measure: &Measure| self.changed().any(|own| is_of(own, *measure));
        let has = |measure: &Measure| self.conclusions.iter().any(|own| is_of(own, *measure));
        let mut measures = MEASURES.into_iter();
        measures
            .clone()
            .find(changed)
            .or_else(|| measures.find(has))
    }

    /// The conclusions of one measure that are not as they were, before and now, in the order of the
    /// list; all of them where none moved, came or went; `None` where there is none.
    #[must_use]
    pub fn figure(&self, measure: Measure) -> Option<Scene> {
        let own = || self.conclusions.iter().filter(|own| is_of(own, measure));
        let changed: Vec<&Conclusion> = self.changed().filter(|own| is_of(own, measure)).collect();
        let drawn = match changed.is_empty() {
            true => own().collect(),
            false => changed,
        };
        let as_before = own().count() - drawn.len();
        if drawn.is_empty() {
            return None;
        }
        let title = format!("What moved: {}", measure.name());
        let options = ForestOptions {
            title: title.clone(),
            ..ForestOptions::default()
        };
        let plot = ForestPlot {
            title,
            description: format!(
                "Pooled estimates with their intervals before and now, {}.",
                words::counted(drawn.len(), "conclusion", "conclusions")
            ),
            label_header: String::new(),
            left_columns: vec![Column::right("Studies"), Column::right("Patients")],
            right_columns: vec![
                Column::right(&format!("{} [95 % CI]", words::measure(measure))),
                Column::right("Shift"),
            ],
            blocks: drawn.into_iter().map(block).collect(),
            axis: axis(measure, &options),
            footnotes: footnotes(as_before),
            ..ForestPlot::default()
        };
        Some(plot.to_scene())
    }
}

fn footnotes(as_before: usize) -> Vec<String> {
    let shift =
        "Shift: in standard errors that the estimate had before, on the scale of the analysis.";
    let mut notes = vec![shift.to_owned()];
    if as_before > 0 {
        let others = words::counted(as_before, "other is as it was", "others are as they were");
        notes.push(format!("{} and not drawn.", words::capital(&others)));
    }
    notes
}

fn is_of(own: &Conclusion, measure: Measure) -> bool {
    own.measure() == Some(measure)
}

fn block(own: &Conclusion) -> Block {
    let shift = own.shift().map(|shift| fmt::number(shift, 2));
    Block {
        heading: Some(format!("{} ({})", own.title, own.change().word())),
        summaries: vec![
            line("Before", own.before.as_ref(), String::new()),
            line("Now", own.after.as_ref(), shift.unwrap_or_default()),
        ],
        ..Block::default()
    }
}

fn line(label: &str, own: Option<&Side>, shift: String) -> Summary {
    let Some(own) = own else {
        return Summary::new(label, Estimate::Missing("nothing to pool".to_owned()));
    };
    let bounds = own.shown.bounds;
    Summary::new(
        label,
        Estimate::new(own.shown.estimate, bounds.lower, bounds.upper),
    )
    .left([own.studies.to_string(), own.patients.to_string()])
    .right([words::shown(&own.shown, own.measure.scale()), shift])
}
