//! Numbers of trials, and whether a text is one.

use crate::Scheme;

/// Beginnings of the numbers of registries, in capitals, and the least count of digits behind.
const BEGINNINGS: &[(&str, usize)] = &[
    ("NCT", 8),
    ("ISRCTN", 6),
    ("ACTRN", 14),
    ("CHICTR", 6),
    ("CTIS", 10),
    ("CTRI/", 8),
    ("DRKS", 8),
    ("EUCTR", 10),
    ("IRCT", 6),
    ("ITMCTR", 6),
    ("JPRN", 4),
    ("JRCT", 6),
    ("KCT", 7),
    ("LBCTR", 6),
    ("NTR", 2),
    ("PACTR", 10),
    ("PHRR", 4),
    ("RBR-", 1),
    ("RPCEC", 6),
    ("SLCTR", 4),
    ("TCTR", 6),
    ("UMIN", 6),
];

/// The scheme of a secondary number: that of trials if a registry gives such numbers.
pub(super) fn scheme(text: &str, otherwise: &str) -> Scheme {
    if is_trial(text) {
        Scheme::Trial
    } else {
        Scheme::Other(otherwise.to_owned())
    }
}

fn is_trial(text: &str) -> bool {
    let upper = text.to_uppercase();
    let digits = upper.bytes().filter(u8::is_ascii_digit).count();
    let is_one_word = !text.contains(char::is_whitespace);
    let is_known = BEGINNINGS
        .iter()
        .any(|(start, least)| upper.starts_with(start) && digits >= *least);
    is_one_word && (is_known || is_eudract(text))
}

/// `2012-001234-56`, or with two more digits for the country or version.
fn is_eudract(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let are_digits = parts
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    are_digits && (lengths == [4, 6, 2] || lengths == [4, 6, 2, 2])
}
