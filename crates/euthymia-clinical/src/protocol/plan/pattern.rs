//! On which days of a week its visits are.

use crate::date::days_between;
use jiff::civil::Date;

/// So many of the days of a week, the first among them, as far apart as they can be when the week comes
/// again and again; the earliest of equally good ones. `None` where there are fewer days than visits.
pub(super) fn spread(days: &[Date], visits: usize) -> Option<Vec<Date>> {
    if visits > days.len() {
        return None;
    }
    let Some(first) = days.first().filter(|_| visits > 0) else {
        return Some(Vec::new());
    };
    // At most seven days, so at most 64 choices.
    let choices = 0_u32..1 << days.len().min(7);
    let chosen = choices.filter_map(|choice| {
        let is_in = |at: usize| choice >> at & 1 == 1;
        let picked = days.iter().enumerate().filter(|(at, _)| is_in(*at));
        let picked: Vec<Date> = picked.map(|(_, day)| *day).collect();
        (picked.len() == visits && picked.first() == Some(first)).then_some(picked)
    });
    chosen.min_by_key(|picked| (unevenness(picked), picked.clone()))
}

/// How uneven the days of a week lie when they come again every week: the squares of the days between
/// them, after the shortest of these.
fn unevenness(days: &[Date]) -> (i64, i64) {
    let next = days.iter().skip(1).chain(days.first());
    let gaps: Vec<i64> = days
        .iter()
        .zip(next)
        .map(|(day, next)| match days_between(*day, *next) {
            gap if gap > 0 => gap,
            gap => gap + 7,
        })
        .collect();
    let shortest = gaps.iter().copied().min().unwrap_or(7);
    (-shortest, gaps.iter().map(|gap| gap * gap).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Days of December 2026, of which the 7th is a Monday.
    fn spread_of(days: &[i8], visits: usize) -> Option<Vec<i8>> {
        let dates: Vec<Date> = days.iter().map(|day| date(2026, 12, *day)).collect();
        let found = spread(&dates, visits)?;
        Some(found.iter().map(|date| date.day()).collect())
    }

    #[test]
    fn visits_lie_as_far_apart_as_they_can() {
        let from_monday = [7, 8, 9, 10, 11];
        assert_eq!(spread_of(&from_monday, 1), Some(vec![7]));
        assert_eq!(spread_of(&from_monday, 2), Some(vec![7, 10]));
        assert_eq!(spread_of(&from_monday, 3), Some(vec![7, 9, 11]));
        assert_eq!(spread_of(&from_monday, 5), Some(from_monday.to_vec()));
        assert_eq!(spread_of(&from_monday, 6), None);
        assert_eq!(spread_of(&from_monday, 0), Some(vec![]));
        // From a Wednesday: Wednesday, Friday and Monday, never Tuesday before Wednesday.
        assert_eq!(spread_of(&[9, 10, 11, 14, 15], 3), Some(vec![9, 11, 14]));
        // From a Tuesday two of three are neighbours at best; the others lie three days apart.
        assert_eq!(spread_of(&[8, 9, 10, 11, 14], 3), Some(vec![8, 11, 14]));
    }
}
