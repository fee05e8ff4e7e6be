//! Where in a volume a work stands: pages, volume, issue, year.

use super::plain::{number, plain};

/// First page or article number, and the last page in full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pages {
    /// As compared: lower case, without zeros before it.
    pub(crate) first: String,
    /// Number of the last page, completed: of `1201-9` it is 1209.
    pub(crate) last: Option<u32>,
}

/// Reads `1201-9`, `E329-e336`, `901-7; quiz 907`, `S42`, `e0123`.
pub(crate) fn pages(text: &str) -> Option<Pages> {
    let text = text
        .split([';', ','])
        .next()
        .unwrap_or(text)
        .replace("--", "-");
    let text = text
        .trim()
        .trim_start_matches("pp.")
        .trim_start_matches("p.")
        .trim();
    let (first, last) = match text.split_once(['-', '–', '—', '‐', '−']) {
        Some((first, last)) => (first.trim(), Some(last.trim())),
        None => (text, None),
    };
    let has_digit = first.contains(|c: char| c.is_ascii_digit());
    let is_count = last.is_none() && first.trim_end_matches('.').ends_with([' ', 'p']);
    if !has_digit || is_count {
        return None;
    }
    let first: String = plain(first, 24).replace(' ', "");
    let letters: String = first.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let digits = first.get(letters.len()..).unwrap_or_default();
    let digits = digits.trim_start_matches('0');
    let last = last
        .and_then(number)
        .map(|last| completed(number(&first), last));
    Some(Pages {
        first: format!("{letters}{digits}"),
        last,
    })
}

/// The last page in full, given the first.
fn completed(first: Option<u32>, last: u32) -> u32 {
    let Some(first) = first.filter(|first| last < *first) else {
        return last;
    };
    let step = 10_u32.saturating_pow(last.checked_ilog10().map_or(1, |digits| digits + 1));
    let full = first - first % step + last;
    if full >= first { full } else { last }
}

/// How two places in a volume compare, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Match {
    Same,
    First,
    Near,
    Different,
    Unknown,
}

/// Compares pages. A range from page 1 is the counting of an early version or of proceedings: it
/// says nothing against other numbers.
pub(crate) fn compare_pages(a: &Pages, b: &Pages) -> Match {
    let digits = |text: &str| {
        text.trim_start_matches(|c: char| !c.is_ascii_digit())
            .to_owned()
    };
    let (first_a, first_b) = (digits(&a.first), digits(&b.first));
    let are_same = a.first == b.first
        || (first_a == first_b
            && (a.first.len() == first_a.len() || b.first.len() == first_b.len()));
    let (last_a, last_b) = (a.last, b.last);
    if are_same {
        return if last_a.is_some() && last_a == last_b {
            Match::Same
        } else {
            Match::First
        };
    }
    let counts_from_one =
        |first: &str, last: Option<u32>| first == "1" && last.is_some_and(|last| last > 1);
    if counts_from_one(&a.first, last_a) != counts_from_one(&b.first, last_b) {
        return Match::Unknown;
    }
    let (Ok(start_a), Ok(start_b)) = (first_a.parse::<u32>(), first_b.parse::<u32>()) else {
        return Match::Different;
    };
    let same_letters = a.first.len() - first_a.len() == b.first.len() - first_b.len();
    let ends = |start: u32, last: Option<u32>| last.filter(|last| *last >= start).unwrap_or(start);
    let overlap = start_a <= ends(start_b, last_b) && start_b <= ends(start_a, last_a);
    let are_near = same_letters
        && (overlap || (start_a.abs_diff(start_b) <= 1 && (last_a.is_none() || last_b.is_none())));
    if are_near || (last_a.is_some() && last_a == last_b && same_letters) {
        Match::Near
    } else {
        Match::Different
    }
}

/// Whether both ranges are known and have no page in common.
pub(crate) fn are_apart(a: &Pages, b: &Pages) -> bool {
    let range = |pages: &Pages| {
        let first = number(&pages.first)?;
        pages
            .last
            .filter(|last| *last >= first)
            .map(|last| (first, last))
    };
    match (range(a), range(b)) {
        (Some((a1, a2)), Some((b1, b2))) => a1 > b2 || b1 > a2,
        _ => false,
    }
}

/// A volume or issue as compared: its leading number, with `s` for a supplement. Months and other
/// words are none.
pub(crate) fn part(text: &str) -> Option<String> {
    let words = plain(text, 40);
    let first = words.split(' ').next().filter(|word| !word.is_empty())?;
    let is_supplement = first.starts_with("suppl") || first.starts_with("spec");
    match number(first) {
        Some(value) if is_supplement => Some(format!("s{value}")),
        Some(value) => Some(value.to_string()),
        None if is_supplement => {
            let after = words.split(' ').find_map(number);
            Some(format!(
                "s{}",
                after.map(|value| value.to_string()).unwrap_or_default()
            ))
        }
        None => roman(first).map(|value| value.to_string()),
    }
}

/// Value of a Roman number; `None` for any other word.
fn roman(word: &str) -> Option<u32> {
    let value = |letter| match letter {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let values: Vec<u32> = word.chars().map(value).collect::<Option<_>>()?;
    let mut sum: i64 = 0;
    for (at, value) in values.iter().enumerate() {
        let is_before_larger = values.get(at + 1).is_some_and(|next| next > value);
        sum = if is_before_larger {
            sum - i64::from(*value)
        } else {
            sum + i64::from(*value)
        };
    }
    u32::try_from(sum).ok()
}
