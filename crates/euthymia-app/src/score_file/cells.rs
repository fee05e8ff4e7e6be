//! Writing the cells that are added to a row.

use euthymia_table::fmt;

/// Appends the shortest text that reads back as the same number.
pub(super) fn push_number(value: f64, out: &mut Vec<u8>) {
    // A cast from a float saturates, and what was not whole does not come back the same.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = value as u16;
    if f64::from(whole).total_cmp(&value).is_eq() {
        push_whole(usize::from(whole), out);
    } else if let Some(text) = fmt::machine(value) {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends a whole number.
pub(super) fn push_whole(number: usize, out: &mut Vec<u8>) {
    let digit = |number: usize| b"0123456789"[number % 10];
    if number >= 100 {
        push_whole(number / 100, out);
    }
    if number >= 10 {
        out.push(digit(number / 10));
    }
    out.push(digit(number));
}

/// Appends the answers one after another, or nothing where one is missing.
pub(super) fn push_profile(places: &[usize], values: &[Option<f64>], out: &mut Vec<u8>) {
    let start = out.len();
    for place in places {
        match values[*place] {
            Some(value) => push_number(value, out),
            None => return out.truncate(start),
        }
    }
}

/// A name, in quotation marks where a reader could take it apart.
pub(super) fn quoted(name: &str, delimiter: u8) -> Vec<u8> {
    let special = |c: char| c == char::from(delimiter) || matches!(c, '"' | '\n' | '\r');
    if name.contains(special) {
        format!("\"{}\"", name.replace('"', "\"\"")).into_bytes()
    } else {
        name.as_bytes().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_all_their_digits() {
        for number in [
            0, 7, 10, 99, 100, 101, 1000, 1001, 10_000, 65_535, 65_536, 1_234_567,
        ] {
            let mut out = Vec::new();
            push_whole(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
    }

    #[test]
    fn numbers_are_shortest_texts() {
        for (value, expected) in [
            (6.75, "6.75"),
            (0.0, "0"),
            (27.0, "27"),
            (1e6, "1000000"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            let mut out = Vec::new();
            push_number(value, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn names_with_the_delimiter_are_quoted() {
        assert_eq!(quoted("none, or mild", b','), b"\"none, or mild\"");
        assert_eq!(quoted("none, or mild", b';'), b"none, or mild");
    }
}
