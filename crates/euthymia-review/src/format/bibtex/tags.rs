//! Tags of any format as names of fields.
//!
//! Characters that BibTeX does not allow in a name are written `_xHEX_`.

use std::fmt::Write;

/// A tag as the name of a field, which holds a colon and so is none of BibTeX's own.
pub(super) fn encoded(tag: &str) -> String {
    let is_marked = tag.contains(':') && !tag.starts_with(':');
    let mut out = if is_marked {
        String::new()
    } else {
        ":".to_owned()
    };
    for (at, c) in tag.char_indices() {
        let starts_code = c == '_' && tag.get(at + 1..).is_some_and(|rest| rest.starts_with('x'));
        let is_plain = c.is_ascii_alphanumeric() || ":._/+*-".contains(c);
        if is_plain && !starts_code {
            out.push(c);
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "_x{:x}_", u32::from(c));
        }
    }
    out
}

/// The tag that a name stands for.
pub(super) fn decoded(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name.strip_prefix(':').unwrap_or(name);
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.split_once('_').and_then(|(code, tail)| {
            let number = u32::from_str_radix(code, 16).ok()?;
            Some((char::from_u32(number)?, tail))
        });
        match code {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
