//! What would lead the library round in a circle, looked for before it is asked.

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

/// How far a page may be below the root of the tree of pages.
const DEEPEST_PAGE: usize = 256;
/// How deep drawings may be within drawings.
const DEEPEST_FORM: usize = 24;
/// Drawings of one page, each as often as it is drawn.
const MOST_FORMS: usize = 5_000;

/// Empties pictures: they have no text, and the library would read their bytes as if they had.
pub(crate) fn drop_pictures(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        if kind.is_ok_and(|kind| kind == b"Image") {
            stream.dict.remove(b"Filter");
            stream.dict.remove(b"DecodeParms");
            stream.set_content(Vec::new());
        }
    }
}

/// Whether a page comes to an end: its way up the tree of pages, and the drawings within it.
pub(crate) fn is_tame(document: &Document, page: ObjectId) -> bool {
    let Ok(dictionary) = document.get_dictionary(page) else {
        return false;
    };
    let Some(resources) = resources(document, dictionary) else {
        return false;
    };
    let Ok(content) = document.get_page_content(page) else {
        return false;
    };
    let mut left = MOST_FORMS;
    let own = resources.map_or(Walk::Ends, |own| {
        walk(document, &content, own, DEEPEST_FORM, &mut left)
    });
    matches!(own, Walk::Ends)
}

enum Walk {
    Ends,
    DoesNot,
}

/// The resources of a page, from the nearest above it; `None` when the way up does not end.
fn resources<'d>(document: &'d Document, page: &'d Dictionary) -> Option<Option<&'d Dictionary>> {
    let mut at = page;
    let mut found = None;
    for _ in 0..DEEPEST_PAGE {
        if found.is_none() {
            found = dictionary(document, at, b"Resources");
        }
        match dictionary(document, at, b"Parent") {
            Some(parent) => at = parent,
            None => return Some(found),
        }
    }
    None
}

fn dictionary<'d>(
    document: &'d Document,
    of: &'d Dictionary,
    key: &[u8],
) -> Option<&'d Dictionary> {
    let (_, object) = document.dereference(of.get(key).ok()?).ok()?;
    object.as_dict().ok()
}

/// Follows what a drawing draws, as the library will.
fn walk(
    document: &Document,
    content: &[u8],
    resources: &Dictionary,
    depth: usize,
    left: &mut usize,
) -> Walk {
    let Some(drawings) = dictionary(document, resources, b"XObject") else {
        return Walk::Ends;
    };
    let Ok(content) = Content::decode(content) else {
        return Walk::Ends;
    };
    for operation in content.operations {
        if operation.operator != "Do" {
            continue;
        }
        let name = operation.operands.first().map(Object::as_name);
        let Some(form) = name.and_then(|name| drawing(document, drawings, name.ok()?)) else {
            continue;
        };
        if depth == 0 || *left == 0 {
            return Walk::DoesNot;
        }
        *left -= 1;
        let own = dictionary(document, &form.dict, b"Resources").unwrap_or(resources);
        let content = form.decompressed_content();
        let content = content.unwrap_or_else(|_| form.content.clone());
        if let Walk::DoesNot = walk(document, &content, own, depth - 1, left) {
            return Walk::DoesNot;
        }
    }
    Walk::Ends
}

fn drawing<'d>(
    document: &'d Document,
    drawings: &'d Dictionary,
    name: &[u8],
) -> Option<&'d Stream> {
    let (_, object) = document.dereference(drawings.get(name).ok()?).ok()?;
    object.as_stream().ok()
}
