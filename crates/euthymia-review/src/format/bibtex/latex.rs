//! LaTeX of bibliographies to Unicode and back.

use unicode_normalization::char::compose;

use super::symbols;

/// Decodes accents, symbols and ligatures, drops braces and commands of typeface, and joins lines;
/// a blank line becomes a line end. Unknown commands stay as they are.
pub(super) fn decode(text: &str) -> String {
    let is_plain = |c: char| {
        !matches!(
            c,
            '\\' | '{' | '}' | '$' | '~' | '\n' | '\r' | '\t' | '`' | '\''
        )
    };
    let mut out = String::with_capacity(text.len());
    if text.chars().all(is_plain) && !text.contains("--") && !text.contains("  ") {
        out.push_str(text.trim_ascii());
        return out;
    }
    let mut reader = Reader { rest: text, out };
    while reader.step() {}
    let length = reader.out.trim_ascii_end().len();
    reader.out.truncate(length);
    reader.out
}

struct Reader<'t> {
    rest: &'t str,
    out: String,
}

impl<'t> Reader<'t> {
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else {
            return false;
        };
        match c {
            '\\' => self.command(),
            '{' | '}' => {
                self.take(1);
            }
            '$' => self.math(),
            '~' => self.replace(1, " "),
            ' ' | '\n' | '\r' | '\t' => self.blank(),
            '-' if self.rest.starts_with("---") => self.replace(3, "—"),
            '-' if self.rest.starts_with("--") => self.replace(2, "–"),
            '`' if self.rest.starts_with("``") => self.replace(2, "“"),
            '\'' if self.rest.starts_with("''") => self.replace(2, "”"),
            other => {
                self.take(other.len_utf8());
                self.out.push(other);
            }
        }
        true
    }

    fn replace(&mut self, length: usize, text: &str) {
        self.take(length);
        self.out.push_str(text);
    }

    /// Blanks become one; a blank line becomes a line end.
    fn blank(&mut self) {
        let inside = self.rest.trim_ascii_start();
        let run = self.take(self.rest.len() - inside.len());
        let is_paragraph = run
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| matches!(c, '\n' | '\r'))
            .count()
            > 1;
        if self.out.is_empty() || self.out.ends_with(['\n', ' ']) {
            return;
        }
        self.out.push(if is_paragraph { '\n' } else { ' ' });
    }

    fn command(&mut self) {
        self.take(1);
        let letters = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        if letters == 0 {
            self.sign();
            return;
        }
        let name = self.take(letters);
        if let Some(mark) = symbols::letter_accent(name) {
            self.accent(mark);
        } else if let Some(symbol) = symbols::symbol(name) {
            self.end_of_word();
            self.out.push_str(symbol);
        } else if symbols::is_typeface(name) {
            self.rest = self.rest.trim_start_matches(' ');
        } else {
            self.out.push('\\');
            self.out.push_str(name);
            self.keep_argument();
        }
    }

    /// A command of one character that is no letter.
    fn sign(&mut self) {
        let Some(c) = self.rest.chars().next() else {
            self.out.push('\\');
            return;
        };
        self.take(c.len_utf8());
        if let Some(mark) = symbols::sign_accent(c) {
            self.accent(mark);
            return;
        }
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => self.out.push(c),
            ' ' | ',' | ';' | ':' | '\\' | '\n' => self.out.push(' '),
            '-' | '/' | '!' => {}
            other => {
                self.out.push('\\');
                self.out.push(other);
            }
        }
    }

    /// The blank or empty group that ends the name of a command.
    fn end_of_word(&mut self) {
        let rest = self.rest.strip_prefix("{}");
        self.rest = rest.unwrap_or_else(|| self.rest.trim_start_matches(' '));
    }

    /// An argument of an unknown command keeps its braces.
    fn keep_argument(&mut self) {
        if self.rest.starts_with('{') {
            let end = super::entry::braced(self.rest).map_or(self.rest.len(), |end| end + 1);
            let argument = self.take(end);
            self.out.push_str(argument);
        }
    }

    /// Puts a mark on the next letter: `{\"o}`, `\"{o}`, `\'{\i}`, `\c c`.
    fn accent(&mut self, mark: char) {
        self.rest = self.rest.trim_ascii_start();
        let argument = if self.rest.starts_with('{') {
            let end = super::entry::braced(self.rest).unwrap_or(self.rest.len());
            let whole = self.take(end + 1);
            whole.get(1..end).unwrap_or_default()
        } else if let Some(after) = self.rest.strip_prefix('\\') {
            let letters = after
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(after.len());
            self.take(1 + letters.max(1))
        } else {
            let length = self.rest.chars().next().map_or(0, char::len_utf8);
            self.take(length)
        };
        let decoded = decode(argument);
        let mut chars = decoded.chars();
        match chars.next() {
            Some(letter) => {
                let base = match letter {
                    'ı' => 'i',
                    'ȷ' => 'j',
                    other => other,
                };
                match compose(base, mark) {
                    Some(composed) => self.out.push(composed),
                    None => self.out.extend([base, mark]),
                }
                self.out.push_str(chars.as_str());
            }
            None => self.out.push_str(symbols::alone(mark)),
        }
    }

    /// Math that is only symbols loses its dollars; other math stays as it is.
    fn math(&mut self) {
        let inside = self.rest.get(1..).unwrap_or_default();
        let end = inside
            .find('$')
            .filter(|end| !inside.get(..*end).unwrap_or_default().contains('\n'));
        let formula = end
            .and_then(|end| inside.get(..end))
            .filter(|formula| is_formula(formula));
        let Some(formula) = formula else {
            self.replace(1, "$");
            return;
        };
        let whole = self.take(formula.len() + 2);
        let decoded = decode(formula);
        if decoded.contains(['\\', '^', '_']) {
            self.out.push_str(whole);
        } else {
            self.out.push_str(&decoded);
        }
    }
}

fn is_formula(text: &str) -> bool {
    text.contains(['\\', '^', '_', '<', '>', '=', '+'])
}

/// Writes Unicode so that [`decode`] reads it back; letters beyond ASCII stay as they are.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\n' => out.push_str("\n\n"),
            '-' | '`' | '\'' if chars.peek() == Some(&c) => out.extend([c, '{', '}']),
            other => out.push(other),
        }
    }
    out
}
