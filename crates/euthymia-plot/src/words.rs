//! Counts and numbers in sentences.

/// A number with its noun.
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A word that begins with a capital letter.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A number with three significant digits, or one decimal where that is more, and a true minus sign;
/// very large and very small ones with an exponent.
pub(crate) fn number(value: f64) -> String {
    // Minus zero is zero.
    let value = value + 0.0;
    let size = value.abs();
    let text = if size >= 1e7 || (size > 0.0 && size < 1e-3) {
        format!("{value:.2e}")
    } else {
        let decimals = match size {
            s if s >= 10.0 => 1,
            s if s >= 1.0 => 2,
            _ => 3,
        };
        let text = format!("{value:.decimals$}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let texts = [-60.0, 12.34, -0.0126, 1e9, -0.0, 3.456].map(number);
        assert_eq!(texts, ["−60", "12.3", "−0.013", "1.00e9", "0", "3.46"]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "person", "people"), "1 person");
        assert_eq!(counted(0, "person", "people"), "0 people");
    }
}
