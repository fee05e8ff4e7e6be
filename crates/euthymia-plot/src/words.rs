//! Counts and numbers in sentences.

/// A number with its noun.
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A number with at most one decimal and a true minus sign; very large ones with an exponent.
pub(crate) fn number(value: f64) -> String {
    let text = if value.abs() < 1e7 {
        let text = format!("{value:.1}");
        match text.strip_suffix(".0") {
            Some("-0") => "0".to_owned(),
            Some(whole) => whole.to_owned(),
            None => text,
        }
    } else {
        format!("{value:e}")
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let texts = [-60.0, 12.34, -0.01, 1e9].map(number);
        assert_eq!(texts, ["−60", "12.3", "0", "1e9"]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "person", "people"), "1 person");
        assert_eq!(counted(0, "person", "people"), "0 people");
    }
}
