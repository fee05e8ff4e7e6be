//! Runs of text, and fields: texts that a word processor may compute again.

use super::xml::Xml;
use crate::numbering::Label;

/// A run of plain text.
pub(super) fn run(x: &mut Xml, text: &str) {
    styled(x, None, text);
}

/// A run in a character style.
pub(super) fn styled(x: &mut Xml, style: Option<&str>, text: &str) {
    x.element("w:r", &[], |x| {
        if let Some(style) = style {
            x.element("w:rPr", &[], |x| x.value("w:rStyle", style));
        }
        words(x, text);
    });
}

fn words(x: &mut Xml, text: &str) {
    x.element("w:t", &[("xml:space", "preserve")], |x| x.text(text));
}

/// Lines in one run, each on its own.
pub(super) fn lines(x: &mut Xml, text: &str) {
    x.element("w:r", &[], |x| {
        for (at, line) in text.lines().enumerate() {
            if at > 0 {
                x.empty("w:br", &[]);
            }
            words(x, line);
        }
    });
}

/// A link to a bookmark.
pub(super) fn link(x: &mut Xml, bookmark: &str, text: &str) {
    let attributes = [("w:anchor", bookmark), ("w:history", "1")];
    x.element("w:hyperlink", &attributes, |x| {
        styled(x, Some("Hyperlink"), text);
    });
}

/// The beginning of a field up to where its present text follows.
pub(super) fn begin(x: &mut Xml, instruction: &str) {
    mark(x, "begin");
    x.element("w:r", &[], |x| {
        x.element("w:instrText", &[("xml:space", "preserve")], |x| {
            x.text(instruction);
        });
    });
    mark(x, "separate");
}

/// The end of a field.
pub(super) fn end(x: &mut Xml) {
    mark(x, "end");
}

fn mark(x: &mut Xml, kind: &str) {
    x.element("w:r", &[], |x| {
        x.empty("w:fldChar", &[("w:fldCharType", kind)]);
    });
}

/// A caption; its number is a field, so that a table of figures and cross-references find it.
pub(super) fn caption(x: &mut Xml, label: Option<Label>, text: &str) {
    if let Some(Label { kind, number }) = label {
        let word = kind.word();
        run(x, &format!("{word} "));
        begin(x, &format!(" SEQ {word} \\* ARABIC "));
        run(x, &number.to_string());
        end(x);
        if !text.is_empty() {
            run(x, ". ");
        }
    }
    run(x, text);
}
