//! How much of each estimate comes from trials of which risk of bias, as bars.

use super::title;
use crate::compared::analysis::{Compared, Part};
use crate::compared::certainty::levels;
use crate::compared::data::{Concern, TrialFacts};
use crate::compared::names::Names;
use crate::compared::tables::method_word;
use euthymia_plot::{Category, ContributionBar, ContributionBars, Texture};
use euthymia_synthesis::network::certainty::{CertaintyRules, Level, trial_shares};

/// The estimates of one part against its reference by the risk of bias of their trials; `None` where
/// nobody appraised any trial of it.
#[must_use]
pub fn risk_of_bias_figure(compared: &Compared, at: usize) -> Option<ContributionBars> {
    bars(compared, at, "risk of bias", |facts| facts.risk_of_bias)
}

/// The same by how far the trials ask another question.
#[must_use]
pub fn indirectness_figure(compared: &Compared, at: usize) -> Option<ContributionBars> {
    bars(compared, at, "indirectness", |facts| facts.indirectness)
}

fn bars(
    compared: &Compared,
    at: usize,
    what: &str,
    of: fn(&TrialFacts) -> Option<Concern>,
) -> Option<ContributionBars> {
    let part = compared.parts.get(at)?;
    let levels = levels(compared, part, of);
    if levels.iter().all(Option::is_none) {
        return None;
    }
    let method = CertaintyRules::default().contribution;
    let shares = trial_shares(&part.random, method).ok()?;
    let names = Names::of(compared);
    let others = 0..part.network().treatments().len();
    let rows = others.filter(|place| *place != part.reference);
    let bars: Vec<ContributionBar> = rows
        .filter_map(|place| {
            let own = shares.of(place, part.reference).ok()?;
            let name = names.name(part.network().treatments().get(place)?);
            Some(bar(part, &name, &own, &levels))
        })
        .collect();
    let category = |name: &str, texture| Category::new(name).texture(texture);
    let [low, some, high] = Texture::LEVELS;
    let reference = names.name(part.reference_name());
    Some(ContributionBars {
        title: title(compared, at, &format!("What estimates rest on, by {what}")),
        description: format!(
            "The share of each estimate against {reference} that comes from trials of each {what}."
        ),
        label_header: format!("Against {reference}"),
        axis_label: "Share of the estimate".to_owned(),
        categories: vec![
            category("Low", low),
            category("Some concerns", some),
            category("High", high),
            category("Not appraised", Texture::Grey),
        ],
        bars,
        footnotes: vec![format!(
            "Random effects; flows of evidence taken apart by {}. A part is a trial.",
            method_word(method)
        )],
        ..ContributionBars::default()
    })
}

fn bar(part: &Part, name: &str, shares: &[f64], levels: &[Option<Level>]) -> ContributionBar {
    let trials = part.network().trials().iter();
    let mut parts: Vec<(&str, f64, usize)> = trials
        .zip(shares)
        .zip(levels)
        .filter(|((_, share), _)| **share > 0.0)
        .map(|((trial, share), level)| {
            let category = match level {
                Some(Level::Low) => 0,
                Some(Level::Moderate) => 1,
                Some(Level::High) => 2,
                None => 3,
            };
            (trial.label(), *share, category)
        })
        .collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    parts.into_iter().fold(
        ContributionBar::new(name),
        |bar, (label, share, category)| bar.part(label, share, category),
    )
}
