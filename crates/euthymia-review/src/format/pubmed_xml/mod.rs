//! PubMed XML: `PubmedArticleSet` and `PubmedBookArticleSet` as E-utilities, the website and the
//! yearly baseline write them, `MedlineCitationSet`, and single records.
//!
//! The fields are those of the DTD of the National Library of Medicine. Inline markup (`<i>`,
//! `<sup>`, MathML) becomes plain text. A structured abstract is one line per section,
//! `LABEL: text`. What no field of a record holds is kept under `pubmed:` and the path of its
//! element, attributes behind `@`.

mod article;
mod book;
mod date;
mod person;
mod topic;

use std::io::BufRead;

use super::Pieces;
use super::maker::Maker;
use super::xml::{Element, Frame, Tree, cut, has_element};
use crate::{Piece, Reading};

const FRAME: Frame = Frame {
    records: &["PubmedArticle", "PubmedBookArticle"],
    lone_records: &["MedlineCitation", "BookDocument"],
    wrappers: &[
        "PubmedArticleSet",
        "PubmedBookArticleSet",
        "BookArticleSet",
        "MedlineCitationSet",
    ],
    remarks: &[],
};

/// Whether a text looks like PubMed XML.
pub(crate) fn is(head: &str) -> bool {
    has_element(head, FRAME.records)
        || has_element(head, FRAME.wrappers)
        || has_element(head, &["MedlineCitation"])
}

/// Cuts at `PubmedArticle` and `PubmedBookArticle`.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(&FRAME, text)
}

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let tree = Tree::read(&piece.text);
    let mut maker = Maker::new("pubmed", piece);
    maker.flaws(&tree);
    if let Some(root) = &tree.root {
        match root.name {
            "MedlineCitation" => article::citation(&mut maker, root),
            "BookDocument" => book::document(&mut maker, root),
            _ => set_member(&mut maker, root),
        }
    }
    maker.finish()
}

fn set_member(maker: &mut Maker<'_>, root: &Element<'_>) {
    maker.maybe_other(root.name, root.own_text());
    for element in root.elements() {
        match element.name {
            "MedlineCitation" => article::citation(maker, element),
            "BookDocument" => book::document(maker, element),
            "PubmedData" | "PubmedBookData" => article::data(maker, element),
            _ => maker.leaves(element),
        }
    }
}
