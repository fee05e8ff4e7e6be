//! How alike two strings are.

/// Twice the longest common subsequence over the summed lengths, in bytes: 1 for equal texts, 0
/// for texts without a common letter. Also known as: indel ratio.
///
/// Bit-parallel (Hyyrö 2004): time is length times length over 64.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    ratio(common(a, b), a.len() + b.len())
}

/// The same, for two texts of which the length of the longest common subsequence is known.
pub(super) fn share(common: u32, a: &str, b: &str) -> f64 {
    ratio(common, a.len() + b.len())
}

fn ratio(common: u32, letters: usize) -> f64 {
    match letters {
        0 => 1.0,
        _ => 2.0 * f64::from(common) / f64::from(u32::try_from(letters).unwrap_or(u32::MAX)),
    }
}

/// Length of the longest common subsequence of bytes.
pub(super) fn common(a: &[u8], b: &[u8]) -> u32 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let words = a.len().div_ceil(64);
    // Letters of `a` in the order in which they come first; few, so that little is cleared.
    let mut letters = [u8::MAX; 256];
    let mut places: Vec<u64> = Vec::with_capacity(32 * words);
    for (at, &byte) in a.iter().enumerate() {
        let letter = letters.get_mut(usize::from(byte));
        let start = letter.map_or(0, |letter| {
            if *letter == u8::MAX {
                *letter = u8::try_from(places.len() / words).unwrap_or(u8::MAX);
                places.resize(places.len() + words, 0);
            }
            usize::from(*letter) * words
        });
        if let Some(place) = places.get_mut(start + at / 64) {
            *place |= 1 << (at % 64);
        }
    }
    let mut rows = vec![u64::MAX; words];
    for &byte in b {
        let letter = letters.get(usize::from(byte)).copied().unwrap_or(u8::MAX);
        if letter == u8::MAX {
            continue;
        }
        let start = usize::from(letter) * words;
        let matches = places.get(start..start + words).unwrap_or_default();
        let mut carry = false;
        for (row, found) in rows.iter_mut().zip(matches) {
            let both = *row & found;
            let (sum, over) = row.overflowing_add(both);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            carry = over || again;
            *row = sum | (*row & !found);
        }
    }
    let spare = u32::try_from(words * 64 - a.len()).unwrap_or_default();
    let zeros: u32 = rows.iter().map(|row| row.count_zeros()).sum();
    let last = rows.last().copied().unwrap_or(u64::MAX);
    let beyond = if spare == 0 {
        0
    } else {
        (last >> (64 - spare)).count_zeros() - (64 - spare)
    };
    zeros - beyond
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn the_common_letters_are_counted() {
        assert_eq!(likeness("abcd", "abcd"), 1.0);
        assert_eq!(likeness("abcd", "wxyz"), 0.0);
        // a, c and e are common: 2 * 3 / (5 + 3)
        assert_eq!(likeness("abcde", "ace"), 0.75);
        assert_eq!(likeness("ace", "abcde"), 0.75);
        let long = "x".repeat(130);
        assert_eq!(likeness(&format!("{long}a"), &long), 2.0 * 130.0 / 261.0);
    }
}
