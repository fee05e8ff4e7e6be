//! Which scale a column's name means.

use super::moment::tokens;
use euthymia_clinical::instrument::{self, bundled_all};
use euthymia_report::case_series::Measure;

/// Names that are written for a scale besides its identifier, words and numbers apart.
const ALSO: [(&str, &str); 31] = [
    ("ham d 17", "hamd17"),
    ("ham d", "hamd"),
    ("ham 17", "hamd17"),
    ("ham d 6", "hamd6"),
    ("ham d 21", "hamd21"),
    ("ham d 24", "hamd24"),
    ("hdrs 6", "hamd6"),
    ("hdrs 21", "hamd21"),
    ("hdrs 24", "hamd24"),
    ("hrsd 21", "hamd21"),
    ("hrsd 24", "hamd24"),
    ("hdrs 17", "hamd17"),
    ("hrsd 17", "hamd17"),
    ("hamdtl 17", "hamd17"),
    ("hdrs", "hamd"),
    ("hrsd", "hamd"),
    ("hamatotl", "hama"),
    ("qids", "qids_sr16"),
    ("qids sr", "qids_sr16"),
    ("qidssr", "qids_sr16"),
    ("qids c", "qids_c16"),
    ("phq", "phq9"),
    ("gad", "gad7"),
    ("bdi ii", "bdi2"),
    ("bdi i", "bdi1"),
    ("bdi", "bdi2"),
    ("cgi s", "cgi_s"),
    ("cgis", "cgi_s"),
    ("ids sr", "ids_sr30"),
    ("ids c", "ids_c30"),
    ("madrs s", "madrs_s"),
];

/// Scales that are known by name only to be told apart from others.
const UNKNOWN: [&str; 1] = ["hama"];

/// A scale by its identifier, with its name and range.
#[must_use]
pub fn measure(id: &str) -> Option<Measure> {
    if let Some(known) = instrument::find(id).filter(|known| known.id != "mixed") {
        return Some(Measure {
            instrument: known.id.to_owned(),
            name: known.name.to_owned(),
            range: (f64::from(known.minimum), known.maximum.map(f64::from)),
        });
    }
    let pack = bundled_all().find(|pack| pack.id == id)?;
    let total = pack.primary_total()?;
    Some(Measure {
        instrument: pack.id.clone(),
        name: pack.name.clone(),
        range: (total.minimum, Some(total.maximum)),
    })
}

/// The scales that the first words of a name can mean, each with how many words they are, the longest
/// first.
pub(super) fn at_start(words: &[String]) -> Vec<(&'static str, usize)> {
    let known = instrument::all().iter().map(|scale| scale.id);
    let packs = bundled_all().map(|pack| pack.id.as_str());
    let by_id = known
        .chain(packs)
        .filter(|id| *id != "mixed")
        .map(|id| (tokens(id), id));
    let also = ALSO.iter().map(|(name, id)| (tokens(name), *id));
    let fitting = by_id
        .chain(also)
        .filter(|(name, _)| words.starts_with(name));
    let mut found: Vec<(&'static str, usize)> =
        fitting.map(|(name, id)| (id, name.len())).collect();
    found.sort_by_key(|(_, length)| std::cmp::Reverse(*length));
    found.retain(|(id, _)| !UNKNOWN.contains(id));
    found
}

/// Whether the name leaves open which version of a scale it is.
pub(super) fn is_vague(words: &[String], id: &str) -> bool {
    matches!(id, "bdi2" | "qids_sr16" | "hamd") && words != tokens(id).as_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_that_fits_is_meant() {
        let of = |name: &str| at_start(&tokens(name)).first().copied();
        assert_eq!(of("madrs_wk6"), Some(("madrs", 1)));
        assert_eq!(of("MADRS-S total"), Some(("madrs_s", 2)));
        assert_eq!(of("phq9_week4"), Some(("phq9", 2)));
        assert_eq!(of("HAMDTL17"), Some(("hamd17", 2)));
        assert_eq!(of("hdrs_tot"), Some(("hamd", 1)));
        assert_eq!(of("HAMATOTL"), None);
        assert_eq!(of("age"), None);
    }

    #[test]
    fn every_scale_has_a_name_and_a_range() {
        let madrs = measure("madrs").unwrap();
        assert_eq!(
            (madrs.name.as_str(), madrs.range),
            ("MADRS", (0.0, Some(60.0)))
        );
        assert!(measure("mixed").is_none());
        for (_, id) in ALSO {
            assert!(UNKNOWN.contains(&id) || measure(id).is_some(), "{id}");
        }
    }
}
