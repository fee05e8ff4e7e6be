//! Numbers in place of identifiers, in an order that tells nothing.

use super::super::read::Loaded;
use euthymia_numerics::random::Random;
use std::hash::{BuildHasher, RandomState};

/// What the order of the numbers is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// From the operating system's randomness, anew each time: nobody can draw it again.
    Secret,
    /// From a seed together with every cell of the files that were read: whoever holds those files and
    /// the seed can draw it again, and a seed alone tells nothing. Where an outsider knows all that is
    /// in the files but who is who, and the patients are few, trying all orders would find it: keep such
    /// a seed as secret as the key.
    Seed(u64),
}

/// A number from 1 for each patient, in a random order.
pub(super) fn numbers(count: usize, order: Order, loaded: &Loaded) -> Vec<u64> {
    let seed = match order {
        // The keys of the standard library's hash tables are drawn from the operating system.
        Order::Secret => RandomState::new().hash_one(0_u64),
        Order::Seed(seed) => fingerprint(seed, loaded),
    };
    let mut numbers: Vec<u64> = (1..).take(count).collect();
    Random::new(seed, 0).shuffle(&mut numbers);
    numbers
}

/// The seed and every cell as one number (FNV-1a, 64 bits, over lengths and bytes).
fn fingerprint(seed: u64, loaded: &Loaded) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    take(&seed.to_le_bytes());
    for table in &loaded.tables {
        for row in 0..table.row_count() {
            for column in 0..table.column_count() {
                let text = table.raw(row, column).unwrap_or_default();
                take(&(text.len() as u64).to_le_bytes());
                take(text.as_bytes());
            }
        }
    }
    state
}
