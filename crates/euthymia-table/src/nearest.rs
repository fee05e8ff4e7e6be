//! The nearest of several names, for "did you mean".

/// Number of insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
///
/// Optimal string alignment distance: no part of the text is edited twice.
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// The candidate nearest to any of the wanted names, if near enough to be a likely slip: at most
/// one edit in three characters.
///
/// # Example
/// ```
/// use euthymia_table::nearest;
/// assert_eq!(nearest(&["payete"], &["payette", "popova"]), Some("payette"));
/// assert_eq!(nearest(&["loo"], &["payette", "popova"]), None);
/// ```
#[must_use]
pub fn nearest<'c>(wanted: &[&str], candidates: &[&'c str]) -> Option<&'c str> {
    // Very long names are no slip of the pen, and the distance costs the product of the lengths.
    const CHARS_MAX: usize = 64;
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates.iter().filter(|name| name.len() <= CHARS_MAX) {
        for name in wanted.iter().filter(|name| name.len() <= CHARS_MAX) {
            let distance = edit_distance(&name.to_lowercase(), &candidate.to_lowercase());
            let near = distance * 3 <= name.chars().count().max(candidate.chars().count());
            if near && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("events", "events"), 0);
        assert_eq!(edit_distance("events", "evnets"), 1);
        assert_eq!(edit_distance("events", "event"), 1);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(edit_distance("ab", ""), 2);
    }

    #[test]
    fn nothing_is_suggested_when_nothing_is_near() {
        assert_eq!(nearest(&["events"], &["Evnets", "total"]), Some("Evnets"));
        assert_eq!(nearest(&["n"], &["m", "x"]), None);
        assert_eq!(nearest(&["events"], &[]), None);
    }
}
