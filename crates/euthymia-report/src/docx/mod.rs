//! A document as a word-processor file (DOCX, Office Open XML): headings that its navigation finds,
//! captions with fields, table heads that repeat on every page, links inside the document, figures
//! at 300 dpi with their text alternative.
//!
//! The parts are written here and the container by the library `zip`. A library for the whole format
//! was weighed: it has no heads that repeat, no text alternative and no language, and took 38 s of
//! processor time to compile.
//!
//! **Invariant:** the same document gives the same bytes: no clock, no person, no random number.

mod body;
mod bookmarks;
mod container;
mod fields;
mod picture;
mod table;
mod widths;
mod xml;

use crate::document::{Document, Part};
use euthymia_plot::RasterError;

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// A figure has no size or is too large to be drawn.
    #[error("figure \"{id}\": {source}")]
    Figure {
        /// Its identifier.
        id: String,
        /// What the drawing said.
        source: RasterError,
    },
    /// A table has more columns than word processors accept.
    #[error("table \"{title}\" has {found} columns; a word processor accepts {COLUMNS_MAX}")]
    Columns {
        /// Its title.
        title: String,
        /// How many it has.
        found: usize,
    },
    /// The parts could not be packed.
    #[error("the file could not be packed: {0}")]
    Container(String),
}

/// Columns that Word accepts in a table.
const COLUMNS_MAX: usize = 63;

/// Writes a document as the bytes of a `.docx` file in British English on A4 paper.
///
/// A character that XML cannot hold, such as a control character, becomes U+FFFD.
///
/// # Errors
/// [`DocxError::Figure`] for a figure without size or too large to draw, [`DocxError::Columns`] for a
/// table of more than 63 columns that people see.
///
/// # Example
/// ```
/// use euthymia_report::document::{Document, Section};
/// let mut section = Section::new("s", "Limits");
/// section.say("A < B & C");
/// let document = Document { title: "Report".into(), sections: vec![section], ..Document::default() };
/// let bytes = euthymia_report::docx::docx(&document)?;
/// assert!(bytes.starts_with(b"PK"));
/// assert_eq!(bytes, euthymia_report::docx::docx(&document)?);
/// # Ok::<(), euthymia_report::docx::DocxError>(())
/// ```
pub fn docx(document: &Document) -> Result<Vec<u8>, DocxError> {
    tables_fit(document)?;
    let pictures = picture::draw(document)?;
    let mut parts = vec![
        part(
            "[Content_Types].xml",
            include_str!("parts/content_types.xml"),
        ),
        part("_rels/.rels", include_str!("parts/package_rels.xml")),
        part("docProps/core.xml", &core(document)),
        part("docProps/app.xml", include_str!("parts/app.xml")),
        part("word/document.xml", &body::write(document, &pictures)),
        part("word/styles.xml", include_str!("parts/styles.xml")),
        part("word/settings.xml", include_str!("parts/settings.xml")),
        part("word/numbering.xml", include_str!("parts/numbering.xml")),
        part("word/fontTable.xml", include_str!("parts/font_table.xml")),
        part("word/footer1.xml", include_str!("parts/footer.xml")),
        part(
            "word/_rels/document.xml.rels",
            &relationships(pictures.len()),
        ),
    ];
    let drawn = pictures.into_iter().enumerate();
    parts.extend(drawn.map(|(at, picture)| (format!("word/{}", picture::target(at)), picture.png)));
    container::pack(&parts)
}

fn part(name: &str, text: &str) -> (String, Vec<u8>) {
    (name.to_owned(), text.as_bytes().to_vec())
}

fn tables_fit(document: &Document) -> Result<(), DocxError> {
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        let Part::Table(table) = part else { continue };
        let found = table.shown().len();
        if found > COLUMNS_MAX {
            let title = table.view.title.clone();
            return Err(DocxError::Columns { title, found });
        }
    }
    Ok(())
}

/// The properties of the file: title, subject, language; no author and no date.
fn core(document: &Document) -> String {
    let space = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml::part("cp:coreProperties", &space, |x| {
        x.element("dc:title", &[], |x| x.text(&document.title));
        x.element("dc:subject", &[], |x| x.text(&document.subtitle));
        x.element("dc:language", &[], |x| x.text("en-GB"));
    })
}

/// What the body refers to: the fixed parts, then the pictures.
fn relationships(pictures: usize) -> String {
    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const FIXED: [(&str, &str, &str); 5] = [
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdSettings", "settings", "settings.xml"),
        ("rIdNumbering", "numbering", "numbering.xml"),
        ("rIdFonts", "fontTable", "fontTable.xml"),
        ("rIdFooter", "footer", "footer1.xml"),
    ];
    let space = [(
        "xmlns",
        "http://schemas.openxmlformats.org/package/2006/relationships",
    )];
    let one = |x: &mut xml::Xml, id: &str, kind: &str, target: &str| {
        let kind = format!("{TYPES}/{kind}");
        x.empty(
            "Relationship",
            &[("Id", id), ("Type", &kind), ("Target", target)],
        );
    };
    xml::part("Relationships", &space, |x| {
        for (id, kind, target) in FIXED {
            one(x, id, kind, target);
        }
        for at in 0..pictures {
            one(x, &picture::relationship(at), "image", &picture::target(at));
        }
    })
}
