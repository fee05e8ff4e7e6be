//! Formats of files of citations: which there are, how a file is recognised, cut and read.
//!
//! Every format is a module with `split` (a stream of text into [`Piece`]s in bounded memory) and
//! `parse` (one piece into a [`Record`](crate::Record)); those that can be written have `write`.

mod carried;
pub mod csl_json;
pub mod endnote_xml;
mod exact;
mod foreign;
mod json;
mod lines;
mod loss;
mod maker;
mod packed;
pub mod pubmed_xml;
mod registry;
pub mod ris;
mod window;
mod xml;

use std::io::BufRead;

use crate::{Broken, Piece, Reading};

pub use foreign::refusal;
pub use loss::{Loss, Written};

/// A format of citations that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// ClinicalTrials.gov, JSON of the API.
    CtgovJson,
    /// ClinicalTrials.gov, XML.
    CtgovXml,
    /// CSL-JSON.
    CslJson,
    /// EndNote XML.
    EndnoteXml,
    /// WHO portal of trial registries, XML.
    IctrpXml,
    /// PubMed XML.
    PubmedXml,
    /// RIS in any dialect.
    Ris,
}

/// The pieces of a file, in its order.
pub type Pieces<'a> = Box<dyn Iterator<Item = Result<Piece, Broken>> + 'a>;

/// What the records of a file need to be read: the texts of its context pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Texts of [`PieceKind::Context`](crate::PieceKind::Context), in the order of the file.
    pub texts: Vec<String>,
}

impl Format {
    /// All of them, in the order in which they are listed for people.
    pub const ALL: &'static [Self] = &[
        Self::CtgovJson,
        Self::CtgovXml,
        Self::CslJson,
        Self::EndnoteXml,
        Self::IctrpXml,
        Self::PubmedXml,
        Self::Ris,
    ];

    /// The word on the command line and in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::CtgovJson => "ctgov-json",
            Self::CtgovXml => "ctgov-xml",
            Self::CslJson => "csl-json",
            Self::EndnoteXml => "endnote-xml",
            Self::IctrpXml => "ictrp-xml",
            Self::PubmedXml => "pubmed-xml",
            Self::Ris => "ris",
        }
    }

    /// Which format a file has, by the beginning of its text (64 KiB suffice); `None` when it is
    /// none of ours.
    pub fn recognise(head: &str) -> Option<Self> {
        let is = [
            (pubmed_xml::is as fn(&str) -> bool, Self::PubmedXml),
            (registry::is_ctgov_json, Self::CtgovJson),
            (registry::is_ctgov_xml, Self::CtgovXml),
            (registry::is_ictrp_xml, Self::IctrpXml),
            (csl_json::is, Self::CslJson),
            (endnote_xml::is, Self::EndnoteXml),
            (ris::is, Self::Ris),
        ];
        is.into_iter()
            .find_map(|(is, format)| is(head).then_some(format))
    }
}

/// Cuts a file into records. Memory is bounded by the longest record.
pub fn split<'a>(format: Format, text: impl BufRead + 'a) -> Pieces<'a> {
    match format {
        Format::CtgovJson => registry::split_ctgov_json(text),
        Format::CtgovXml => registry::split_ctgov_xml(text),
        Format::CslJson => csl_json::split(text),
        Format::EndnoteXml => endnote_xml::split(text),
        Format::IctrpXml => registry::split_ictrp_xml(text),
        Format::PubmedXml => pubmed_xml::split(text),
        Format::Ris => ris::split(text),
    }
}

/// Reads one record.
pub fn parse(format: Format, piece: &Piece, context: &Context) -> Reading {
    let _ = context;
    match format {
        Format::CtgovJson => registry::parse_ctgov_json(piece),
        Format::CtgovXml => registry::parse_ctgov_xml(piece),
        Format::CslJson => csl_json::parse(piece),
        Format::EndnoteXml => endnote_xml::parse(piece),
        Format::IctrpXml => registry::parse_ictrp_xml(piece),
        Format::PubmedXml => pubmed_xml::parse(piece),
        Format::Ris => ris::parse(piece),
    }
}
