//! Severity bands, with what each whole total falls in looked up instead of searched.

use super::cells::quoted;
use euthymia_clinical::instrument::pack::Bands;

/// The bands of one source.
pub(super) struct BandsOf<'p> {
    pub(super) bands: &'p Bands,
    /// The band of each whole total from 0.
    whole: Vec<Option<usize>>,
    /// The names as they are written.
    cells: Vec<Vec<u8>>,
}

/// Whole totals below this are looked up.
const WHOLE_MAX: u16 = 1024;

impl<'p> BandsOf<'p> {
    pub(super) fn new(bands: &'p Bands, delimiter: u8) -> Self {
        let names = bands.band.iter().map(|band| quoted(&band.name, delimiter));
        let wholes = 0..WHOLE_MAX;
        Self {
            bands,
            whole: wholes
                .map(|total| search(bands, f64::from(total)))
                .collect(),
            cells: names.collect(),
        }
    }

    /// Which band a total falls in; see [`Bands::band_of`].
    pub(super) fn place(&self, total: f64) -> Option<usize> {
        // A cast from a float saturates, and what was not whole does not come back the same.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = total as u16;
        if whole < WHOLE_MAX && f64::from(whole).total_cmp(&total).is_eq() {
            self.whole[usize::from(whole)]
        } else {
            search(self.bands, total)
        }
    }

    /// The name of a band as it is written.
    pub(super) fn cell(&self, band: usize) -> &[u8] {
        self.cells.get(band).map_or(&[], Vec::as_slice)
    }
}

fn search(bands: &Bands, total: f64) -> Option<usize> {
    let name = bands.band_of(total)?;
    bands.band.iter().position(|band| band.name == name)
}
