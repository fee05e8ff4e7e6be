//! Sketches of abstracts: few numbers by which two texts can be compared.

use super::plain::{hash, mix, plain};

/// Numbers in a sketch.
const SIZE: usize = 16;
/// Words below which a text has no sketch.
const FEWEST: usize = 20;
/// Bytes of an abstract that are read.
const LIMIT: usize = 4000;

/// The least hashes of the runs of three words of an abstract, under sixteen orders (MinHash,
/// Broder 1997): the share of equal numbers estimates the share of common runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Sketch([u32; SIZE]);

impl Sketch {
    /// The sketch of a text; `None` when it has fewer than twenty words.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = plain(text, LIMIT);
        let words: Vec<u64> = text.split(' ').map(|word| hash(0, word.bytes())).collect();
        if words.len() < FEWEST {
            return None;
        }
        let mut least = [u32::MAX; SIZE];
        for run in words.windows(3) {
            let run = run.iter().fold(0, |sum: u64, word| mix(sum ^ *word));
            let (low, high) = (run as u32, (run >> 32) as u32 | 1);
            for (place, number) in (0..).zip(&mut least) {
                let value = low.wrapping_add(high.wrapping_mul(place));
                *number = (*number).min(value.wrapping_mul(0x9e37_79b1) ^ (value >> 15));
            }
        }
        Some(Self(least))
    }

    /// Share of equal numbers, 0 to 1.
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / SIZE as f64
    }

    /// Two keys: records of which one is equal may have one abstract.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> {
        let group =
            |numbers: &[u32]| hash(2, numbers.iter().flat_map(|number| number.to_le_bytes()));
        self.0.chunks(4).map(group).collect::<Vec<_>>().into_iter()
    }
}
