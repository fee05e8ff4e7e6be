//! A file of citations that is written in parts, in bounded memory.

use super::loss::Written;
use super::{Format, bibtex, csl_json, csv, endnote_xml, nbib, ris};
use crate::Record;

/// A file of citations that is written in parts.
///
/// The steps: [`Writer::new`]; where [`Writer::looks_first`], [`Writer::look`] at every record;
/// then [`Writer::begin`], [`Writer::part`] for every batch in the same order, and [`Writer::end`].
/// The parts together are the text that the `write` of the format gives for all records at once.
///
/// # Example
/// ```
/// use euthymia_review::format::{Writer, csl_json};
/// use euthymia_review::{Format, Record};
///
/// let records = [Record::default(), Record::default()];
/// let mut writer = Writer::new(Format::CslJson).unwrap();
/// assert!(!writer.looks_first());
/// let mut text = writer.begin();
/// for batch in records.chunks(1) {
///     text += &writer.part(batch).text;
/// }
/// text += writer.end();
/// assert_eq!(text, csl_json::write(&records).text);
/// ```
#[derive(Debug)]
pub struct Writer {
    body: Body,
    /// Records written.
    count: usize,
}

#[derive(Debug)]
enum Body {
    Ris,
    Nbib,
    CslJson,
    EndnoteXml,
    Bibtex(bibtex::Keys),
    Csv(csv::Columns),
}

impl Writer {
    /// The formats that can be written, in the order in which they are listed for people.
    pub const FORMATS: &'static [Format] = &[
        Format::Ris,
        Format::Nbib,
        Format::Bibtex,
        Format::CslJson,
        Format::EndnoteXml,
        Format::Csv,
    ];

    /// A new file; `None` for a format that is only read.
    pub fn new(format: Format) -> Option<Self> {
        let body = match format {
            Format::Ris => Body::Ris,
            Format::Nbib => Body::Nbib,
            Format::CslJson => Body::CslJson,
            Format::EndnoteXml => Body::EndnoteXml,
            Format::Bibtex => Body::Bibtex(bibtex::Keys::default()),
            Format::Csv => Body::Csv(csv::Columns::default()),
            _ => return None,
        };
        Some(Self { body, count: 0 })
    }

    /// Whether all records have to be looked at before the first is written: for the columns of a
    /// table, and for keys that no two entries share.
    pub fn looks_first(&self) -> bool {
        matches!(self.body, Body::Bibtex(_) | Body::Csv(_))
    }

    /// Looks at records that will be written.
    pub fn look(&mut self, records: &[Record]) {
        match &mut self.body {
            Body::Bibtex(keys) => keys.look(records),
            Body::Csv(columns) => columns.look(records),
            Body::Ris | Body::Nbib | Body::CslJson | Body::EndnoteXml => {}
        }
    }

    /// What stands before the first record.
    pub fn begin(&self) -> String {
        match &self.body {
            Body::CslJson => csl_json::BEGIN.to_owned(),
            Body::EndnoteXml => endnote_xml::BEGIN.to_owned(),
            Body::Csv(columns) => columns.header(),
            Body::Ris | Body::Nbib | Body::Bibtex(_) => String::new(),
        }
    }

    /// The next records. Losses name them by their place in this part.
    pub fn part(&mut self, records: &[Record]) -> Written {
        let before = self.count;
        self.count += records.len();
        match &mut self.body {
            Body::Ris => ris::write(records),
            Body::Nbib => nbib::write(records),
            Body::CslJson => csl_json::part(records, before),
            Body::EndnoteXml => endnote_xml::part(records),
            Body::Bibtex(keys) => bibtex::part(records, keys, before == 0),
            Body::Csv(columns) => columns.part(records, before),
        }
    }

    /// What stands behind the last record.
    pub fn end(&self) -> &'static str {
        match self.body {
            Body::CslJson => csl_json::END,
            Body::EndnoteXml => endnote_xml::END,
            Body::Ris | Body::Nbib | Body::Bibtex(_) | Body::Csv(_) => "",
        }
    }
}
