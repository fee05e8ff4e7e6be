//! What merged cells mean for a table.

use std::collections::BTreeMap;

use calamine::Dimensions;

/// Merged areas by the row they start in.
pub(super) struct Merged {
    by_row: BTreeMap<u32, Vec<Dimensions>>,
}

impl Merged {
    pub(super) fn new(areas: &[Dimensions]) -> Self {
        let mut by_row: BTreeMap<u32, Vec<Dimensions>> = BTreeMap::new();
        for area in areas {
            if area.start != area.end {
                by_row.entry(area.start.0).or_default().push(*area);
            }
        }
        Self { by_row }
    }

    /// Whether a row whose only filled cell is in `column` is one cell across several columns: a
    /// title, not a row of a table.
    pub(super) fn is_title(&self, row: u32, column: u32) -> bool {
        let areas = self.by_row.get(&row).into_iter().flatten();
        areas
            .clone()
            .any(|area| area.start.1 == column && area.end.1 > column && area.end.0 == area.start.0)
    }

    /// The areas that start in a row and hide cells of the table.
    pub(super) fn starting_in(&self, row: u32) -> &[Dimensions] {
        self.by_row.get(&row).map_or(&[], Vec::as_slice)
    }
}

/// `B7`, from a row and a column counted from 0.
pub(super) fn address((row, column): (u32, u32)) -> String {
    format!("{}{}", letters(column), u64::from(row) + 1)
}

/// The letters above a column counted from 0: A, …, Z, AA, …
pub(super) fn letters(column: u32) -> String {
    let mut rest = u64::from(column) + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        // A remainder by 26 is a letter.
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byhand_letters_of_columns() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), expected);
        }
        assert_eq!(address((0, 16_383)), "XFD1");
        assert!(!letters(u32::MAX).is_empty());
    }
}
