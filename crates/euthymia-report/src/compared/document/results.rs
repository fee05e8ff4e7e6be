//! Results in words.

use crate::compared::analysis::{Compared, Part};
use crate::compared::names::Names;
use crate::compared::tables::{NodeOrder, ordered};
use crate::compared::view::shown;
use crate::words::{self, counted};
use euthymia_synthesis::pairwise::Bounds;

/// What every network meta-analysis rests on.
pub(super) const CAUTION: &str = "A network holds as far as its trials are alike in everything but \
    the treatments: patients, outcome, time, blinding, kind of control. Where treatments were compared \
    through others alone, nothing in the data can show that they are.";

/// Each treatment against the reference of its part, the largest P-score first.
pub(super) fn effects(compared: &Compared) -> Vec<String> {
    let parts = compared.parts.iter();
    parts.flat_map(|part| of_part(compared, part)).collect()
}

fn of_part(compared: &Compared, part: &Part) -> Vec<String> {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let network = part.network();
    let one = |place: usize| {
        if place == part.reference {
            return None;
        }
        let found = part.random.compare(place, part.reference)?;
        let trials = network.trials().iter();
        let trials = trials.filter(|trial| trial.arms().contains(&place)).count();
        let predicted = found.prediction.map_or(String::new(), |bounds| {
            let printed = Bounds {
                lower: measure.back(bounds.lower),
                upper: measure.back(bounds.upper),
            };
            format!(
                "; prediction interval {}",
                words::bounds(&printed, measure.scale())
            )
        });
        Some(format!(
            "{} against {}: {} {}{predicted}; {}.",
            names.name(network.treatments().get(place)?),
            names.name(part.reference_name()),
            measure.name(),
            shown(measure, found.estimate, found.bounds),
            counted(trials, "trial", "trials")
        ))
    };
    ordered(part, compared.options.better, NodeOrder::ByScore)
        .into_iter()
        .filter_map(one)
        .collect()
}
