//! Days of the week as a person writes them.

use super::asked::usage;
use crate::error::AppError;
use jiff::civil::Weekday;

/// Names and short names, from Monday.
pub(super) const DAYS: [(&str, &str, Weekday); 7] = [
    ("monday", "mon", Weekday::Monday),
    ("tuesday", "tue", Weekday::Tuesday),
    ("wednesday", "wed", Weekday::Wednesday),
    ("thursday", "thu", Weekday::Thursday),
    ("friday", "fri", Weekday::Friday),
    ("saturday", "sat", Weekday::Saturday),
    ("sunday", "sun", Weekday::Sunday),
];

/// Days separated by commas, each as a name, a short name or a range: `mon-fri`, `saturday`.
///
/// # Errors
/// [`AppError::Usage`] with what can be written.
pub(super) fn read(text: &str) -> Result<Vec<Weekday>, AppError> {
    let mut asked = [false; 7];
    for word in text.split(',') {
        let word = word.trim();
        let days = range(word).ok_or_else(|| {
            usage(
                "--weekdays",
                format!(
                    "\"{word}\" is not a day of the week; write days as mon or monday, ranges as mon-fri, with commas between: mon,wed-fri"
                ),
            )
        })?;
        for day in days {
            if let Some(slot) = asked.get_mut(day) {
                *slot = true;
            }
        }
    }
    let chosen = DAYS.iter().zip(asked).filter(|(_, is_asked)| *is_asked);
    Ok(chosen.map(|((_, _, day), _)| *day).collect())
}

/// The days of a word, from 0 for Monday; a range may go over Sunday.
fn range(word: &str) -> Option<Vec<usize>> {
    let Some((first, last)) = word.split_once(['-', '–']) else {
        return Some(vec![number(word)?]);
    };
    let (first, last) = (number(first)?, number(last)?);
    let many = (last + 7 - first) % 7;
    Some((0..=many).map(|more| (first + more) % 7).collect())
}

fn number(word: &str) -> Option<usize> {
    let word = word.trim().to_lowercase();
    DAYS.iter()
        .position(|(name, short, _)| word == *name || word == *short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

    #[test]
    fn names_short_names_and_ranges() {
        let working = vec![Monday, Tuesday, Wednesday, Thursday, Friday];
        assert_eq!(read("mon-fri").unwrap(), working);
        assert_eq!(read("Monday – FRIDAY").unwrap(), working);
        assert_eq!(
            read("fri, Monday,wed,mon").unwrap(),
            [Monday, Wednesday, Friday]
        );
        // Over the weekend.
        assert_eq!(read("sat-mon").unwrap(), [Monday, Saturday, Sunday]);
        assert_eq!(read("tue-tue").unwrap(), [Tuesday]);
    }

    #[test]
    fn anything_else_is_refused_with_what_is_allowed() {
        for text in [
            "",
            "monkey",
            "wednesdayyy",
            "mo",
            "mon fri",
            "mon-",
            "mon-fri-sun",
            "1",
            "mon,,wed",
            "ä-ö",
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains("mon-fri"), "{text}: {error}");
        }
    }
}
