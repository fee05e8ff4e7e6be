//! The bundled fonts, for outputs that draw letters themselves.

use ttf_parser::{Face, FaceParsingError, GlyphId};

use crate::metrics::Weight;

/// The font file of a weight.
pub(crate) fn bytes(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => include_bytes!("../fonts/LiberationSans-Regular.ttf"),
        Weight::Bold => include_bytes!("../fonts/LiberationSans-Bold.ttf"),
    }
}

/// The parsed font of a weight.
pub(crate) fn face(weight: Weight) -> Result<Face<'static>, FaceParsingError> {
    Face::parse(bytes(weight), 0)
}

/// The glyph of a character; an empty box for scripts that the font does not have.
pub(crate) fn glyph(face: &Face<'_>, character: char) -> GlyphId {
    face.glyph_index(character).unwrap_or(GlyphId(0))
}
