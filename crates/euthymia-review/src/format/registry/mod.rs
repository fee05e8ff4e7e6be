//! Entries of trial registries: ClinicalTrials.gov as JSON of its API (version 2) and as the XML it
//! wrote before, and the WHO portal (ICTRP) as XML.
//!
//! The title is the official one, the public one is the short title, if both are given. Date is
//! that of first posting or registration. Conditions, interventions and keywords are keywords; the
//! lead sponsor is the publisher. What no field of a record holds is kept under `ctgov:` or
//! `ictrp:` and its path.

mod date;
mod json;
mod slot;
mod xml;

use std::io::BufRead;

use super::Pieces;
use super::json::{begins, cut as cut_json};
use super::xml::{Frame, cut, has_element};
use crate::{Piece, Reading};

const CTGOV: Frame = Frame {
    records: &["clinical_study"],
    lone_records: &["study"],
    wrappers: &["search_results", "clinical_studies"],
    remarks: &["query"],
};

const ICTRP: Frame = Frame {
    records: &["Trial", "trial"],
    lone_records: &[],
    wrappers: &["Trials_downloaded_from_ICTRP", "trials", "Trials"],
    remarks: &[],
};

/// Whether a text looks like JSON of ClinicalTrials.gov.
pub(crate) fn is_ctgov_json(head: &str) -> bool {
    begins(head) && head.contains("\"protocolSection\"")
}

/// Whether a text looks like XML of ClinicalTrials.gov.
pub(crate) fn is_ctgov_xml(head: &str) -> bool {
    has_element(head, CTGOV.records) || has_element(head, &["search_results"])
}

/// Whether a text looks like XML of the WHO portal.
pub(crate) fn is_ictrp_xml(head: &str) -> bool {
    has_element(head, &["Trials_downloaded_from_ICTRP"])
        || has_element(head, ICTRP.records)
            && has_element(
                head,
                &[
                    "TrialID",
                    "trial_id",
                    "Scientific_title",
                    "scientific_title",
                ],
            )
}

/// Cuts at the objects of `studies`.
pub(crate) fn split_ctgov_json<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut_json(&["studies"], text)
}

/// Cuts at `clinical_study`, or at the rows of a list of results.
pub(crate) fn split_ctgov_xml<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(&CTGOV, text)
}

/// Cuts at `Trial`.
pub(crate) fn split_ictrp_xml<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(&ICTRP, text)
}

/// Reads one study of ClinicalTrials.gov as JSON.
pub(crate) fn parse_ctgov_json(piece: &Piece) -> Reading {
    json::parse(piece)
}

/// Reads one study of ClinicalTrials.gov as XML.
pub(crate) fn parse_ctgov_xml(piece: &Piece) -> Reading {
    xml::parse("ctgov", slot::CTGOV_XML, piece)
}

/// Reads one trial of the WHO portal.
pub(crate) fn parse_ictrp_xml(piece: &Piece) -> Reading {
    xml::parse("ictrp", slot::ICTRP_XML, piece)
}
