//! Books and their chapters in PubMed XML: `BookDocument`.

use super::article::{common, each, pmid, published};
use super::{date, person, topic};
use crate::format::maker::Maker;
use crate::format::xml::Element;
use crate::{Kind, Scheme};

/// Reads a `BookDocument`. With a title of its own it is a part of the book.
pub(super) fn document(maker: &mut Maker<'_>, document: &Element<'_>) {
    let part = document
        .first_text("ArticleTitle")
        .or(document.first_text("VernacularTitle"));
    maker.record.kind = if part.is_some() {
        Kind::BookSection
    } else {
        Kind::Book
    };
    for element in document.elements() {
        match element.name {
            "PMID" => pmid(maker, element),
            "Book" => book(maker, element, part.is_some()),
            "ArticleTitle" => maker.fill(|r| &mut r.title, "ArticleTitle", element.text()),
            "VernacularTitle" => {
                maker.fill(|r| &mut r.original_title, "VernacularTitle", element.text());
            }
            "DateRevised" => date::other(maker, "revised", element),
            "ContributionDate" => date::other(maker, "contribution", element),
            "KeywordList" => topic::keywords(maker, element),
            "GrantList" => each(maker, element, topic::grant),
            "ReferenceList" => topic::reference(maker, element),
            _ => common(maker, element),
        }
    }
}

fn book(maker: &mut Maker<'_>, book: &Element<'_>, has_part: bool) {
    for element in book.elements() {
        match element.name {
            "BookTitle" if has_part => {
                maker.fill(|r| &mut r.container, "BookTitle", element.text())
            }
            "BookTitle" => maker.fill(|r| &mut r.title, "BookTitle", element.text()),
            "Publisher" => {
                let (name, place) = ("PublisherName", "PublisherLocation");
                maker.fill(|r| &mut r.publisher, name, element.first_text(name));
                maker.fill(|r| &mut r.place, place, element.first_text(place));
            }
            "PubDate" => published(maker, element),
            "BeginningDate" => date::other(maker, "beginning", element),
            "EndingDate" => date::other(maker, "ending", element),
            "CollectionTitle" => maker.fill(|r| &mut r.series, "CollectionTitle", element.text()),
            "Volume" => maker.fill(|r| &mut r.volume, "Volume", element.text()),
            "Edition" => maker.fill(|r| &mut r.edition, "Edition", element.text()),
            "AuthorList" => person::list(maker, element),
            "Isbn" => {
                if let Some(text) = element.text() {
                    maker.identifier(Scheme::Isbn, text);
                }
            }
            _ => common(maker, element),
        }
    }
}
