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
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    2.0 * f64::from(common(a, b)) / f64::from(u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX))
}

fn common(a: &[u8], b: &[u8]) -> u32 {
    let words = a.len().div_ceil(64);
    let mut places = vec![0_u64; 256 * words];
    for (at, &byte) in a.iter().enumerate() {
        if let Some(place) = places.get_mut(usize::from(byte) * words + at / 64) {
            *place |= 1 << (at % 64);
        }
    }
    let mut rows = vec![u64::MAX; words];
    for &byte in b {
        let start = usize::from(byte) * words;
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
