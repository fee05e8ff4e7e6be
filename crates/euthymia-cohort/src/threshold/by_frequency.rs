//! The threshold as the lowest intensity with so many responses out of so many pulses.

use super::likelihood::Pulse;

/// Pulses of one intensity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The intensity.
    pub intensity: f64,
    /// Responses among the pulses that count.
    pub responses: usize,
    /// Pulses that count: the first ones of the intensity, as many as the rule asks for.
    pub pulses: usize,
    /// Whether the rule is met; `None` where more pulses are needed to tell.
    pub is_met: Option<bool>,
}

/// What the rule says.
#[derive(Debug, Clone, PartialEq)]
pub struct ByFrequency {
    /// The intensities, ascending.
    pub levels: Vec<Level>,
    /// The lowest intensity that meets the rule.
    pub lowest_met: Option<f64>,
    /// The highest intensity below it that does not meet the rule. Where there is none the threshold
    /// may lie lower still.
    pub not_met_below: Option<f64>,
}

/// Holds pulses against the rule "at least `needed` responses out of `of` pulses".
///
/// An intensity is decided early where the missing pulses could not change the answer. An intensity
/// that fails above one that meets the rule is shown in `levels` and changes nothing.
///
/// # Example
/// ```
/// use euthymia_cohort::threshold::by_frequency::by_frequency;
/// use euthymia_cohort::threshold::likelihood::Pulse;
/// let mut pulses = vec![Pulse::new(0.50, true)?; 5];
/// pulses.extend([Pulse::new(0.49, false)?; 6]);
/// let found = by_frequency(&pulses, 5, 10);
/// assert_eq!((found.lowest_met, found.not_met_below), (Some(0.50), Some(0.49)));
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[must_use]
pub fn by_frequency(pulses: &[Pulse], needed: usize, of: usize) -> ByFrequency {
    let mut intensities: Vec<f64> = pulses.iter().map(|pulse| pulse.intensity()).collect();
    intensities.sort_by(f64::total_cmp);
    intensities.dedup();
    let level = |intensity: f64| {
        let own = pulses
            .iter()
            .filter(|pulse| pulse.intensity() == intensity)
            .take(of);
        let answers: Vec<bool> = own.map(|pulse| pulse.responded()).collect();
        let responses = answers.iter().filter(|responded| **responded).count();
        let still = of - answers.len();
        let is_met = match (responses >= needed, responses + still >= needed) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        };
        Level {
            intensity,
            responses,
            pulses: answers.len(),
            is_met,
        }
    };
    let levels: Vec<Level> = intensities.into_iter().map(level).collect();
    let met = levels.iter().find(|level| level.is_met == Some(true));
    let lowest_met = met.map(|level| level.intensity);
    let below = |level: &&Level| {
        level.is_met == Some(false) && lowest_met.is_none_or(|met| level.intensity < met)
    };
    let not_met_below = levels.iter().rev().find(below).map(|level| level.intensity);
    ByFrequency {
        lowest_met,
        not_met_below,
        levels,
    }
}
