//! Axes of effects.

use crate::compared::analysis::Compared;
use crate::compared::measure::NetworkMeasure;
use crate::words::capital;
use euthymia_plot::{Axis, Estimate, Scale};
use euthymia_synthesis::network::Better;
use euthymia_synthesis::pairwise::Bounds;

/// How values of a measure are spread.
pub(super) fn scale(measure: NetworkMeasure) -> Scale {
    match measure {
        NetworkMeasure::RiskDifference => Scale::Percent,
        _ if measure.is_ratio() => Scale::Log,
        _ => Scale::Linear,
    }
}

/// An axis of effects; `sides` names what is better on the side of treatments and on the other.
pub(super) fn effects(compared: &Compared, sides: Option<(&str, &str)>) -> Axis {
    let measure = compared.options.measure;
    let name = capital(measure.name());
    let sides = sides.map(|(treatment, reference)| match compared.options.better {
        Better::Larger => (reference, treatment),
        Better::Smaller => (treatment, reference),
    });
    Axis {
        scale: scale(measure),
        label: match scale(measure) {
            Scale::Log => format!("{name} (log scale)"),
            _ => name,
        },
        reference_line: Some(measure.null_value()),
        left_label: sides.map(|(left, _)| format!("favours {left}")),
        right_label: sides.map(|(_, right)| format!("favours {right}")),
        ..Axis::default()
    }
}

/// An estimate of the analysis scale as it is drawn.
pub(super) fn drawn(measure: NetworkMeasure, estimate: f64, bounds: Bounds) -> Estimate {
    Estimate::new(
        measure.back(estimate),
        measure.back(bounds.lower),
        measure.back(bounds.upper),
    )
}
