//! A TOML file whose every value remembers its line, read key by key with all findings kept.

use euthymia_table::{Diagnostic, nearest};
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file being read: its name, its text, and what was found wrong.
pub(crate) struct Doc<'t> {
    file: Arc<str>,
    text: &'t str,
    found: RefCell<Vec<Diagnostic>>,
}

/// A table of the file. Keys that nobody asked for are reported when it is [finished](Self::finish).
pub(crate) struct Node<'d, 't> {
    doc: &'d Doc<'t>,
    table: &'d DeTable<'t>,
    line: usize,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'t> Doc<'t> {
    pub(crate) fn new(file: &str, text: &'t str) -> Self {
        Self {
            file: file.into(),
            text,
            found: RefCell::default(),
        }
    }

    /// Parses the text.
    ///
    /// # Errors
    /// Where the text is not TOML.
    pub(crate) fn parse(&self) -> Result<DeTable<'t>, Diagnostic> {
        DeTable::parse(self.text)
            .map(Spanned::into_inner)
            .map_err(|error| {
                let line = error.span().map_or(1, |span| self.line(span.start));
                let message = error.message().trim_end_matches('.').replace('\n', "; ");
                let mut finding = Diagnostic::error(self.file.clone(), message)
                    .with_help("The file is TOML: key = value, texts in quotation marks.");
                finding.row = Some(line);
                finding.is_keyed = true;
                finding
            })
    }

    pub(crate) fn root<'d>(&'d self, table: &'d DeTable<'t>) -> Node<'d, 't> {
        Node {
            doc: self,
            table,
            line: 1,
            asked: RefCell::default(),
        }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }

    pub(crate) fn add(&self, finding: Diagnostic) {
        self.found.borrow_mut().push(finding);
    }

    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|finding| finding.row);
        // A value that several checks looked at is reported once.
        found.dedup();
        found
    }
}

impl<'d, 't> Node<'d, 't> {
    /// Starts an error about a key of this table, or about the table where the key is absent.
    pub(crate) fn error(&self, key: &'static str, message: impl Into<String>) -> Diagnostic {
        let line = self
            .table
            .get(key)
            .map(|value| self.doc.line(value.span().start));
        Diagnostic::error(self.doc.file.clone(), message).at_key(line.unwrap_or(self.line), key)
    }

    pub(crate) fn report(&self, finding: Diagnostic) {
        self.doc.add(finding);
    }

    fn get(&self, key: &'static str) -> Option<&'d DeValue<'t>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key).map(Spanned::get_ref)
    }

    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.table.contains_key(key)
    }

    fn wrong(&self, key: &'static str, value: &DeValue<'_>, expected: &str) {
        let found = shown(value);
        self.report(
            self.error(key, format!("expected {expected}"))
                .with_found(found),
        );
    }

    pub(crate) fn text(&self, key: &'static str) -> Option<&'d str> {
        let value = self.get(key)?;
        let text = value.as_str();
        if text.is_none() {
            let expected = match key {
                "dose" => "a dose with its unit in quotation marks, such as \"100 mg\"",
                _ => "a text in quotation marks",
            };
            self.wrong(key, value, expected);
        }
        text
    }

    pub(crate) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong(
                key,
                value,
                "true or false (leave the key out where it is not known)",
            );
        }
        flag
    }

    /// A number; not a text and not a date.
    pub(crate) fn number(&self, key: &'static str) -> Option<f64> {
        let value = self.get(key)?;
        let number = number(value).filter(|number| number.is_finite());
        if number.is_none() {
            self.wrong(key, value, "a number");
        }
        number
    }

    /// A number, or a number with its unit in quotation marks, as it is written.
    pub(crate) fn amount(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let is_amount = value.as_str().is_some() || number(value).is_some();
        if !is_amount {
            self.wrong(key, value, "a number");
        }
        is_amount.then(|| shown(value))
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, key: &'static str) -> Option<u32> {
        let value = self.get(key)?;
        let count = value
            .as_integer()
            .and_then(|integer| integer.as_str().parse().ok());
        if count.is_none() {
            self.wrong(key, value, "a whole number of at least 0");
        }
        count
    }

    /// A date without a time, as TOML writes it or in quotation marks.
    pub(crate) fn date(&self, key: &'static str) -> Option<Date> {
        let value = self.get(key)?;
        let date = date(value);
        if date.is_none() {
            self.wrong(key, value, "a date such as 2026-03-31");
        }
        date
    }

    /// A list of dates.
    pub(crate) fn dates(&self, key: &'static str) -> Vec<Date> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(list) = value.as_array() else {
            self.wrong(
                key,
                value,
                "a list of dates such as [2026-03-31, 2026-04-02]",
            );
            return Vec::new();
        };
        let mut dates = Vec::with_capacity(list.len());
        for entry in list.iter() {
            match date(entry.get_ref()) {
                Some(date) => dates.push(date),
                None => self.wrong(key, entry.get_ref(), "a date such as 2026-03-31"),
            }
        }
        dates
    }

    /// A word of a closed vocabulary, given with its identifiers.
    pub(crate) fn word<T: Copy>(
        &self,
        key: &'static str,
        words: &[T],
        id: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().copied().find(|word| id(*word) == text);
        if found.is_none() {
            let ids: Vec<&str> = words.iter().map(|word| id(*word)).collect();
            self.report(self.unknown(key, text, &ids));
        }
        found
    }

    /// An error about a word that is none of the known ones, with the nearest.
    pub(crate) fn unknown(&self, key: &'static str, text: &str, known: &[&str]) -> Diagnostic {
        let near = nearest(&[text], known)
            .map_or(String::new(), |near| format!("Did you mean \"{near}\"? "));
        let listed = if known.len() > 12 {
            String::new()
        } else {
            format!("Use one of: {}.", known.join(", "))
        };
        let help = format!("{near}{listed}");
        self.error(key, "this is not known here")
            .with_found(text)
            .with_help(if help.is_empty() {
                "Generic names of antidepressants and of what is added to them are known here, not brand names and \
             not other medicines, which have no place in a history of antidepressant trials; euthymia rules \
             doses lists most.".to_owned()
            } else {
                help.trim_end().to_owned()
            })
    }

    /// A table under a key.
    pub(crate) fn table(&self, key: &'static str) -> Option<Node<'d, 't>> {
        self.asked.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(key, value.get_ref(), &format!("a table: [{key}]"));
        }
        Some(Node {
            doc: self.doc,
            table: table?,
            line: self.doc.line(value.span().start),
            asked: RefCell::default(),
        })
    }

    /// The tables of a list under a key.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Node<'d, 't>> {
        self.asked.borrow_mut().insert(key);
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(
                key,
                value.get_ref(),
                &format!("tables, each headed [[{key}]]"),
            );
            return Vec::new();
        };
        let mut nodes = Vec::with_capacity(list.len());
        for entry in list.iter() {
            match entry.get_ref().as_table() {
                Some(table) => nodes.push(Node {
                    doc: self.doc,
                    table,
                    line: self.doc.line(entry.span().start),
                    asked: RefCell::default(),
                }),
                None => self.wrong(key, entry.get_ref(), &format!("a table headed [[{key}]]")),
            }
        }
        nodes
    }

    /// Every key with its text, for tables whose keys are free.
    pub(crate) fn entries(&self) -> Vec<(String, String)> {
        let mut entries = Vec::new();
        for (key, value) in self.table {
            match value.get_ref().as_str() {
                Some(text) => entries.push((key.get_ref().to_string(), text.to_owned())),
                None => self.report(
                    Diagnostic::error(self.doc.file.clone(), "expected a text in quotation marks")
                        .at_key(self.doc.line(value.span().start), key.get_ref().as_ref())
                        .with_found(shown(value.get_ref())),
                ),
            }
        }
        entries
    }

    /// Starts an error about a free key.
    pub(crate) fn error_at(&self, key: &str, message: impl Into<String>) -> Diagnostic {
        let line = self
            .table
            .get(key)
            .map(|value| self.doc.line(value.span().start));
        Diagnostic::error(self.doc.file.clone(), message).at_key(line.unwrap_or(self.line), key)
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self) {
        self.finish_ref();
    }

    /// As [`finish`](Self::finish), where the table is still borrowed.
    pub(crate) fn finish_ref(&self) {
        let asked = self.asked.borrow();
        let known: Vec<&str> = asked.iter().copied().collect();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if asked.contains(name) {
                continue;
            }
            let help = match nearest(&[name], &known) {
                Some(near) => format!("Did you mean \"{near}\"?"),
                None => format!("The keys here are: {}.", known.join(", ")),
            };
            let line = self.doc.line(key.span().start);
            self.doc.add(
                Diagnostic::error(self.doc.file.clone(), "there is no such key here")
                    .at_key(line, name)
                    .with_help(help),
            );
        }
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

fn date(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::Datetime(moment) if moment.time.is_none() => {
            let day = moment.date?;
            let part = |part: u8| i8::try_from(part).ok();
            Date::new(
                i16::try_from(day.year).ok()?,
                part(day.month)?,
                part(day.day)?,
            )
            .ok()
        }
        DeValue::String(text) => text.parse().ok().filter(|_| text.len() == 10),
        _ => None,
    }
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(integer) => integer.as_str().to_owned(),
        DeValue::Float(float) => float.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
