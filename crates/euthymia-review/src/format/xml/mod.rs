//! What the XML formats share: cutting, a tree of one record, and text.

mod cut;
pub(crate) mod text;
mod token;
mod tree;

pub(crate) use cut::{Frame, cut};
pub(crate) use tree::{Element, Tree};

/// Whether one of these elements begins in the text.
pub(crate) fn has_element(head: &str, names: &[&str]) -> bool {
    let trimmed = head.trim_start_matches('\u{feff}').trim_start();
    trimmed.starts_with('<')
        && memchr::memchr_iter(b'<', head.as_bytes()).any(|at| {
            let name = token::local_name(head.as_bytes().get(at..).unwrap_or_default());
            names.iter().any(|known| known.as_bytes() == name)
        })
}
