//! Small counts that could point at a person: the one policy by which they are hidden.

/// Which counts are hidden in what leaves the clinic.
///
/// A count from 1 to one below `least` is shown as `<5`. Where the others and their total would give a
/// hidden count away, the smallest count that may be shown is withheld too, and the next, until they do
/// not. Nobody (0) is shown: it points at no person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallCells {
    /// The smallest count that is shown; below 2 nothing is hidden.
    pub least: u64,
}

impl Default for SmallCells {
    fn default() -> Self {
        Self { least: 5 }
    }
}

/// A count as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownCount {
    /// As it is.
    Exact(u64),
    /// From 1 to one below the number.
    Below(u64),
    /// At least the number, and withheld because it would give another count away.
    AtLeast(u64),
}

impl ShownCount {
    /// The count in print: `12`, `<5`, `≥5`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Exact(count) => count.to_string(),
            Self::Below(least) => format!("<{least}"),
            Self::AtLeast(least) => format!("≥{least}"),
        }
    }
}

/// The parts of a whole as they may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownParts {
    /// The parts, in their order.
    pub parts: Vec<ShownCount>,
    /// The total; `None` where even with other parts withheld it would give one away.
    pub total: Option<u64>,
}

impl SmallCells {
    /// One count by itself, whose whole is known to nobody who reads it.
    ///
    /// # Example
    /// ```
    /// use euthymia_report::case_series::small_cells::SmallCells;
    /// let shown = |count| SmallCells::default().one(count).text();
    /// assert_eq!([shown(0), shown(4), shown(5)], ["0", "<5", "5"]);
    /// ```
    #[must_use]
    pub fn one(self, count: u64) -> ShownCount {
        if (1..self.least).contains(&count) {
            ShownCount::Below(self.least)
        } else {
            ShownCount::Exact(count)
        }
    }

    /// How many of a whole, where those who are not among them can be worked out: few without it are
    /// hidden like few with it.
    ///
    /// # Example
    /// ```
    /// use euthymia_report::case_series::small_cells::SmallCells;
    /// let shown = |count| SmallCells::default().of_whole(count, 20).text();
    /// assert_eq!([shown(3), shown(9), shown(17), shown(20)], ["<5", "9", "≥5", "20"]);
    /// ```
    #[must_use]
    pub fn of_whole(self, count: u64, whole: u64) -> ShownCount {
        let others = whole.saturating_sub(count);
        match self.one(count) {
            ShownCount::Exact(_) if (1..self.least).contains(&others) => {
                ShownCount::AtLeast(self.least)
            }
            shown => shown,
        }
    }

    /// The parts of a whole beside their total.
    ///
    /// # Example
    /// ```
    /// use euthymia_report::case_series::small_cells::SmallCells;
    /// let shown = SmallCells::default().parts(&[30, 3, 12]);
    /// let texts: Vec<String> = shown.parts.iter().map(|part| part.text()).collect();
    /// assert_eq!(texts, ["30", "<5", "≥5"]); // 45 − 30 − 12 would have told the 3
    /// assert_eq!(shown.total, Some(45));
    /// ```
    #[must_use]
    pub fn parts(self, counts: &[u64]) -> ShownParts {
        let total = counts
            .iter()
            .fold(0_u64, |sum, one| sum.saturating_add(*one));
        let mut parts: Vec<ShownCount> = counts.iter().map(|count| self.one(*count)).collect();
        let mut open: Vec<usize> = (0..counts.len()).collect();
        open.retain(|at| counts.get(*at).is_some_and(|count| *count >= self.least));
        open.sort_by_key(|at| std::cmp::Reverse(counts.get(*at).copied()));
        while self.is_given_away(counts, &parts) {
            // The smallest that is still shown stands last.
            let Some(part) = open.pop().and_then(|at| parts.get_mut(at)) else {
                return ShownParts { parts, total: None };
            };
            *part = ShownCount::AtLeast(self.least);
        }
        ShownParts {
            parts,
            total: Some(total),
        }
    }

    /// Whether the total leaves a hidden count only one value.
    ///
    /// m counts below the limit L add up to at least m and at most m (L − 1); q withheld ones to at least
    /// q L. What is left of the total is all there is for both.
    fn is_given_away(self, counts: &[u64], parts: &[ShownCount]) -> bool {
        let (mut below, mut withheld, mut hidden_sum) = (0_u64, 0_u64, 0_u64);
        for (count, part) in counts.iter().zip(parts) {
            match part {
                ShownCount::Exact(_) => continue,
                ShownCount::Below(_) => below += 1,
                ShownCount::AtLeast(_) => withheld += 1,
            }
            hidden_sum = hidden_sum.saturating_add(*count);
        }
        if below == 0 {
            return false;
        }
        let highest = below.saturating_mul(self.least.saturating_sub(1));
        if withheld == 0 {
            // One hidden count is the difference; several are told where all are as small, or as large,
            // as they can be.
            return below == 1 || hidden_sum == below || hidden_sum == highest;
        }
        let room = hidden_sum.saturating_sub(withheld.saturating_mul(self.least));
        room.min(highest) == below
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every set of counts that a reader can think of, by trying all.
    fn told(shown: &ShownParts, least: u64) -> Vec<usize> {
        let Some(total) = shown.total else {
            return Vec::new();
        };
        fn fill(
            parts: &[ShownCount],
            least: u64,
            left: u64,
            so_far: &mut Vec<u64>,
            all: &mut Vec<Vec<u64>>,
        ) {
            let Some(first) = parts.first() else {
                if left == 0 {
                    all.push(so_far.clone());
                }
                return;
            };
            let range = match first {
                ShownCount::Exact(count) => *count..=*count,
                ShownCount::Below(_) => 1..=least - 1,
                ShownCount::AtLeast(_) => least..=left,
            };
            for count in range.filter(|count| *count <= left) {
                so_far.push(count);
                fill(&parts[1..], least, left - count, so_far, all);
                so_far.pop();
            }
        }
        let mut all = Vec::new();
        fill(&shown.parts, least, total, &mut Vec::new(), &mut all);
        assert!(
            !all.is_empty(),
            "what is shown contradicts itself: {shown:?}"
        );
        let hidden =
            (0..shown.parts.len()).filter(|at| matches!(shown.parts[*at], ShownCount::Below(_)));
        hidden
            .filter(|at| all.iter().all(|one| one[*at] == all[0][*at]))
            .collect()
    }

    #[test]
    fn no_hidden_count_of_up_to_four_parts_can_be_worked_out() {
        for least in 3..=5 {
            for code in 0..10_u64.pow(4) {
                let counts = [code % 10, code / 10 % 10, code / 100 % 10, code / 1000];
                for length in 1..=4 {
                    let shown = SmallCells { least }.parts(&counts[..length]);
                    assert_eq!(
                        told(&shown, least),
                        [] as [usize; 0],
                        "{counts:?} {shown:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_large_enough_is_shown_as_it_is() {
        let shown = SmallCells::default().parts(&[7, 0, 5]);
        let exact = [7, 0, 5].map(ShownCount::Exact);
        assert_eq!(
            (shown.parts.as_slice(), shown.total),
            (exact.as_slice(), Some(12))
        );
        let all = SmallCells { least: 1 }.parts(&[1, 2]);
        assert_eq!(all.parts, [1, 2].map(ShownCount::Exact));
    }

    #[test]
    fn a_total_that_tells_everything_is_not_shown() {
        // Two of two: each is one.
        assert_eq!(SmallCells::default().parts(&[1, 1]).total, None);
        assert_eq!(SmallCells::default().parts(&[2, 1]).total, Some(3));
    }
}
