//! Medical Subject Headings from a file of the National Library of Medicine: `desc2026.xml` or
//! `d2026.bin`. The file is the user's own; none comes with the program.

mod ascii;
mod cache;
mod thesaurus;
mod xml;

use std::io::BufRead;

pub use thesaurus::{Descriptor, Mesh};

/// Why a file of headings cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum MeshError {
    /// The file could not be read.
    #[error("the MeSH file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The XML breaks off or is damaged.
    #[error("the MeSH file is damaged at byte {at}: {why}; download it again")]
    Xml {
        /// Bytes before the place.
        at: u64,
        /// What was found.
        why: String,
    },
    /// There is no heading in it.
    #[error("no heading was found: use desc2026.xml (unpacked) or d2026.bin of the same year")]
    NoHeading,
}

/// Reads `desc20xx.xml`, `d20xx.bin`, or what [`Mesh::write_cache`] wrote; told apart by the first
/// bytes.
///
/// # Errors
/// [`MeshError`]: the file cannot be read, is damaged, or has no heading.
///
/// # Example
/// ```
/// let file = "*NEWRECORD\nRECTYPE = D\nMH = Mood Disorders\nENTRY = Affective Disorders|T048\n\
///             MN = F03.600\nUI = D019964\n";
/// let mesh = euthymia_search::mesh::read(file.as_bytes()).unwrap();
/// assert_eq!(mesh.descriptor("affective disorders").unwrap().name, "Mood Disorders");
/// ```
pub fn read(mut file: impl BufRead) -> Result<Mesh, MeshError> {
    let start = file.fill_buf()?;
    let is_xml = start
        .iter()
        .find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii())
        == Some(&b'<');
    let is_cache = start.starts_with(cache::FIRST_LINE.as_bytes());
    let descriptors = if is_xml {
        xml::read(file)?
    } else if is_cache {
        cache::read(file)?
    } else {
        ascii::read(file)?
    };
    if descriptors.is_empty() {
        return Err(MeshError::NoHeading);
    }
    Ok(Mesh::new(descriptors))
}
