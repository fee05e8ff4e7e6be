//! The steps for the person with the tape.

use super::beam_f3::Place;
use super::head::Head;
use super::method::{LengthRule, Method, Side, Use, Way};

/// A step: its number is its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What to do.
    pub text: String,
}

/// FPz is a tenth of the way from nasion to inion, as everywhere in the 10–20 system.
const FPZ_SHARE: f64 = 0.1;

/// How far above the nasion the tape around the head crosses the midline, in centimetres.
#[must_use]
pub fn fpz(head: Head) -> f64 {
    FPZ_SHARE * head.nasion_inion()
}

/// The five steps to a place, lengths to a tenth of a centimetre; none for a refused method.
///
/// # Example
/// ```
/// use euthymia_clinical::tms::target::{guide::guide, head::Head, method::method};
/// let head = Head::new(36.0, 38.0, 60.0)?;
/// let beam = method("beam_f3").unwrap();
/// let steps = guide(beam, head, beam.place(head).unwrap());
/// assert_eq!(steps.len(), 5);
/// assert!(steps[2].text.contains("7.0 cm") && steps[2].text.contains("left"));
/// let misprinted = method("pubmed").unwrap();
/// assert!(guide(misprinted, head, misprinted.place(head).unwrap()).is_empty());
/// # Ok::<(), euthymia_clinical::tms::target::head::HeadError>(())
/// ```
#[must_use]
pub fn guide(method: &Method, head: Head, place: Place) -> Vec<Step> {
    if method.usage == Use::Refused {
        return Vec::new();
    }
    let side = match method.side {
        Side::Left => "left",
        Side::Right => "right",
    };
    let texts = [
        format!(
            "Mark the vertex: {:.1} cm from the nasion on the midline, {:.1} cm from each tragus.",
            head.nasion_inion() / 2.0,
            head.tragus() / 2.0
        ),
        format!(
            "Lay the tape around the head at the height of FPz, {:.1} cm above the nasion; mark where it crosses the midline of the forehead.",
            fpz(head)
        ),
        format!(
            "From this mark go {:.1} cm to the {side} of the person along the tape; mark A.",
            place.x
        ),
        "Stretch the tape from the vertex to A.".to_owned(),
        format!(
            "From the vertex go {:.1} cm towards A; mark the place of the coil.",
            place.y
        ),
    ];
    texts.into_iter().map(|text| Step { text }).collect()
}

/// The steps of a rule of one length, to a tenth of a centimetre; none where it has no length.
///
/// # Example
/// ```
/// use euthymia_clinical::tms::target::{guide::rule_guide, head::Head, method::rule};
/// let head = Head::new(36.0, 38.0, 60.0)?;
/// let steps = rule_guide(rule("five_and_a_half").unwrap(), head);
/// assert!(steps[0].text.contains("right hand"));
/// assert!(steps.last().unwrap().text.contains("5.5 cm forwards"));
/// # Ok::<(), euthymia_clinical::tms::target::head::HeadError>(())
/// ```
#[must_use]
pub fn rule_guide(rule: &LengthRule, head: Head) -> Vec<Step> {
    let Some(length) = rule.length(head) else {
        return Vec::new();
    };
    let (own, other) = match rule.side {
        Some(Side::Right) => ("right", "left"),
        _ => ("left", "right"),
    };
    let texts = match rule.way {
        Way::HotspotForwards => vec![
            format!(
                "Find the hotspot of the {other} hand: where, over the {own} motor cortex, pulses of the lowest intensity make the hand respond. Mark it."
            ),
            "Lay a tape along the midline from the nasion to the inion, to see its direction."
                .to_owned(),
            "Lay a second tape on the mark of the hotspot, parallel to the midline.".to_owned(),
            format!(
                "From the mark go {length:.1} cm forwards along the second tape; mark the place of the coil."
            ),
        ],
        Way::NasionBackwards => vec![
            format!(
                "Lay the tape along the midline from the nasion over the vertex to the inion: {:.1} cm.",
                head.nasion_inion()
            ),
            format!(
                "From the nasion go {length:.1} cm along the tape; mark the place of the coil."
            ),
        ],
    };
    texts.into_iter().map(|text| Step { text }).collect()
}
