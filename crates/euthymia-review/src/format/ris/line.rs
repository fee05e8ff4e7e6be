//! Tag and value of a line.

use super::tags;

/// Whether a text looks like RIS: it has a type of work, or several tags and an end.
pub(crate) fn is(head: &str) -> bool {
    let mut known = 0;
    let mut has_end = false;
    for line in head.lines().take(400) {
        match tagged(line, true) {
            Some(("TY", _)) => return true,
            Some(("ER", _)) => has_end = true,
            Some((tag, _)) if tags::slot(tag).is_some() && line.contains("  -") => known += 1,
            _ => {}
        }
    }
    has_end && known >= 3
}

/// Tag and value of a line. The tag is two letters, or a letter and a digit; then two spaces, a
/// hyphen and a space. Fewer spaces do for a known tag, and none at all if the file is `is_tight`,
/// because text goes on with `T2-weighted` too.
pub(super) fn tagged(line: &str, is_tight: bool) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    if let Some(rest) = line.strip_prefix("PMID") {
        let value = rest.trim_start_matches(' ').strip_prefix('-')?;
        return Some(("PMID", value.trim()));
    }
    let (tag, rest) = line.split_at_checked(2)?;
    let &[first, second] = tag.as_bytes() else {
        return None;
    };
    if !first.is_ascii_alphabetic() || !second.is_ascii_alphanumeric() {
        return None;
    }
    let after = rest.trim_start_matches(' ');
    let spaces = rest.len() - after.len();
    let value = after.strip_prefix('-')?;
    let is_upper = !tag.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_apart = value.is_empty() || value.starts_with([' ', '\t']);
    let is_known = || tags::slot(&tag.to_ascii_uppercase()).is_some();
    let is_tag = match spaces {
        2 if is_upper => is_apart || is_known(),
        2 => is_apart && is_known(),
        0 => is_upper && is_tight && is_known(),
        _ => is_upper && is_apart && is_known(),
    };
    is_tag.then(|| (tag, value.trim()))
}

/// Whether a file writes its tags without a space before the hyphen, by its first line.
pub(super) fn is_tight(text: &str) -> bool {
    text.starts_with("TY-")
}
