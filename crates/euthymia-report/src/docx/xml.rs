//! XML that is well formed whatever the texts hold.

/// A part of the file as it is written.
pub(super) struct Xml {
    out: String,
}

/// Writes a whole part: declaration, root element, content.
pub(super) fn part(
    root: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Xml),
) -> String {
    let out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned();
    let mut xml = Xml { out };
    xml.element(root, attributes, inside);
    xml.out
}

impl Xml {
    /// An element with content; `name` and the attributes' names are ours, their values anybody's.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.tag(name, attributes);
        self.out.push('>');
        inside(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element whose only attribute is `w:val`.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Characters.
    pub(super) fn text(&mut self, text: &str) {
        text.chars().for_each(|c| self.character(c));
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '&' => self.out.push_str("&amp;"),
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '"' => self.out.push_str("&quot;"),
            // A reader would turn them into blanks or drop them, depending on where they stand.
            '\t' | '\n' | '\r' => self.out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                self.out.push('\u{FFFD}');
            }
            c => self.out.push(c),
        }
    }
}
