//! The tokens of XML, in bytes that may be cut off or malformed.
//!
//! Entities are never expanded here or anywhere: a document type is passed over as it stands.

/// Longest document type that is taken for one, in bytes.
const DOCTYPE_BYTES_MAX: usize = 1 << 14;

/// What the next bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text, with a lone `<` in it where no markup can begin.
    Text,
    /// `<name …>`.
    Open,
    /// `<name …/>`.
    Empty,
    /// `</name>`.
    Close,
    /// `<![CDATA[…]]>`.
    Cdata,
    /// Comment or processing instruction.
    Aside,
    /// `<!DOCTYPE …>`.
    Doctype,
    /// Markup without an end.
    Stray,
}

/// A token and its length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) length: usize,
}

/// The token at the start of the bytes; `None` when more bytes are needed, which is never so with
/// `is_all` unless there are none.
pub(crate) fn token(bytes: &[u8], is_all: bool) -> Option<Token> {
    if bytes.is_empty() || !is_all && bytes.len() < 9 {
        return None;
    }
    let (kind, length) = match bytes.get(..2) {
        Some(b"<!") => declaration(bytes, is_all),
        Some(b"<?") => (Kind::Aside, after(bytes, b"?>", 2)),
        Some([b'<', second]) if *second == b'/' || is_name_start(*second) => tag(bytes),
        _ => text(bytes, is_all),
    };
    match length {
        Some(length) => Some(Token { kind, length }),
        None if is_all => Some(Token {
            kind: if kind == Kind::Text {
                kind
            } else {
                Kind::Stray
            },
            length: bytes.len(),
        }),
        None => None,
    }
}

/// Name of a tag without its namespace prefix.
pub(crate) fn local_name(tag: &[u8]) -> &[u8] {
    let tag = tag.strip_prefix(b"<").unwrap_or(tag);
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let end = tag
        .iter()
        .position(|&byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<'))
        .unwrap_or(tag.len());
    let name = tag.get(..end).unwrap_or_default();
    let start = memchr::memchr(b':', name).map_or(0, |at| at + 1);
    name.get(start..).unwrap_or_default()
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

fn declaration(bytes: &[u8], is_all: bool) -> (Kind, Option<usize>) {
    if bytes.starts_with(b"<!--") {
        (Kind::Aside, after(bytes, b"-->", 4))
    } else if bytes.starts_with(b"<![CDATA[") {
        (Kind::Cdata, after(bytes, b"]]>", 9))
    } else {
        (Kind::Doctype, doctype(bytes, is_all))
    }
}

fn after(bytes: &[u8], end: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memchr::memmem::find(rest, end).map(|at| from + at + end.len())
}

/// Up to the `>` outside quotes and outside the internal subset, or else up to the first `>`.
fn doctype(bytes: &[u8], is_all: bool) -> Option<usize> {
    let head = bytes.get(..DOCTYPE_BYTES_MAX).unwrap_or(bytes);
    let (mut depth, mut quote) = (0_usize, None);
    for (at, &byte) in head.iter().enumerate().skip(2) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[' | b'<') => depth += 1,
            (None, b']') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(at + 1),
            (None, b'>') => depth -= 1,
            (None, _) => {}
        }
    }
    let is_seen = is_all || bytes.len() > DOCTYPE_BYTES_MAX;
    is_seen.then(|| memchr::memchr(b'>', head).map_or(head.len(), |at| at + 1))
}

/// Up to the `>` outside quotes; a `<` on the way means that the tag has no end.
fn tag(bytes: &[u8]) -> (Kind, Option<usize>) {
    let mut quote = None;
    for (at, &byte) in bytes.iter().enumerate().skip(1) {
        match (quote, byte) {
            (_, b'<') => return (Kind::Stray, Some(at)),
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return (tag_kind(bytes, at), Some(at + 1)),
            (None, _) => {}
        }
    }
    (Kind::Stray, None)
}

fn tag_kind(bytes: &[u8], end: usize) -> Kind {
    if bytes.get(1) == Some(&b'/') {
        Kind::Close
    } else if bytes.get(end - 1) == Some(&b'/') {
        Kind::Empty
    } else {
        Kind::Open
    }
}

/// Up to the `<` that begins markup.
fn text(bytes: &[u8], is_all: bool) -> (Kind, Option<usize>) {
    let is_markup = |at: &usize| match bytes.get(at + 1) {
        Some(&next) => matches!(next, b'/' | b'!' | b'?') || is_name_start(next),
        None => !is_all,
    };
    let rest = bytes.get(1..).unwrap_or_default();
    let end = memchr::memchr_iter(b'<', rest)
        .map(|at| at + 1)
        .find(is_markup);
    (Kind::Text, end)
}
