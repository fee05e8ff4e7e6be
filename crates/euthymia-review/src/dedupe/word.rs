//! Whether two words are one, misspelt, inflected or spelt as on the other side of the Atlantic.

/// Beginnings of words that turn a word into its opposite.
const OPPOSITES: [(&str, &str); 12] = [
    ("hyper", "hypo"),
    ("intra", "inter"),
    ("pre", "post"),
    ("micro", "macro"),
    ("over", "under"),
    ("uni", "bi"),
    ("homo", "hetero"),
    ("mono", "poly"),
    ("women", "men"),
    ("infect", "inject"),
    ("affect", "effect"),
    ("abduct", "adduct"),
];

/// Ends by which forms of one word differ.
const ENDS: [&str; 16] = [
    "", "s", "es", "e", "ed", "d", "ing", "y", "ies", "al", "ally", "ly", "ic", "ical", "ics", "n",
];

/// Letters of a stem.
const STEM: usize = 4;
/// Letters from which one wrong letter is a slip.
const LONG: usize = 5;

/// Whether two words are one. A word with other letters before it is another: citalopram and
/// escitalopram, male and female.
pub(crate) fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    if a.len().min(b.len()) < STEM || has_digit(a) || has_digit(b) {
        return false;
    }
    let starts = |x: &str, y: &str| a.starts_with(x) && b.starts_with(y);
    if OPPOSITES.iter().any(|(x, y)| starts(x, y) || starts(y, x)) {
        return false;
    }
    let (x, y) = (spelling(a), spelling(b));
    x == y || are_inflected(&x, &y) || is_slip(&x, &y)
}

/// One spelling for British and American.
fn spelling(word: &str) -> String {
    word.replace("ae", "e")
        .replace("oe", "e")
        .replace("our", "or")
        .replace("ys", "yz")
        .replace("is", "iz")
        .replace("tre", "ter")
        .replace("ll", "l")
}

fn are_inflected(a: &str, b: &str) -> bool {
    let common: usize = a
        .chars()
        .zip(b.chars())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum();
    let is_end = |word: &str| word.get(common..).is_some_and(|end| ENDS.contains(&end));
    common >= STEM && is_end(a) && is_end(b)
}

/// Whether one letter is wrong, missing or too many, or two stand in each other's place, behind
/// the first letter.
fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if short.len() < LONG || long.len() > short.len() + 1 {
        return false;
    }
    let equal = |x: &mut dyn Iterator<Item = &char>, y: &mut dyn Iterator<Item = &char>| {
        x.zip(y).take_while(|(x, y)| x == y).count()
    };
    let start = equal(&mut short.iter(), &mut long.iter());
    let end = equal(&mut short.iter().rev(), &mut long.iter().rev());
    let between = |word: &[char]| word.len().saturating_sub(start + end);
    let is_swap = short.len() == long.len()
        && start + end + 2 == short.len()
        && short.get(start) == long.get(start + 1)
        && short.get(start + 1) == long.get(start);
    start > 0
        && (is_swap
            || (between(short) == 0 && between(long) <= 1)
            || (between(short) == 1 && between(long) == 1))
}

#[cfg(test)]
mod tests {
    use super::same_word;

    #[test]
    fn slips_forms_and_spellings_are_one_word_and_other_drugs_are_not() {
        for (a, b) in [
            ("depression", "depresion"),
            ("employment", "emplyoment"),
            ("anaemia", "anemia"),
            ("randomised", "randomized"),
            ("behaviour", "behavior"),
            ("centre", "center"),
            ("therapy", "therapies"),
            ("adult", "adults"),
            ("oestrogen", "estrogen"),
        ] {
            assert!(same_word(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("citalopram", "escitalopram"),
            ("ketamine", "esketamine"),
            ("amphetamine", "methamphetamine"),
            ("male", "female"),
            ("prednisone", "prednisolone"),
            ("hypertension", "hypotension"),
            ("applications", "complications"),
            ("typical", "atypical"),
            ("infection", "injection"),
            ("phase2", "phase3"),
        ] {
            assert!(!same_word(a, b), "{a} {b}");
            assert!(!same_word(b, a), "{b} {a}");
        }
    }
}
