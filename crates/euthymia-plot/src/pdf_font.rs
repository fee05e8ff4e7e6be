//! A bundled font inside a PDF file: only the letters used, with a map back to text.

use std::collections::BTreeMap;

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;
use ttf_parser::Face;

use crate::font;
use crate::metrics::{Weight, printable};

/// The letters of one weight that a document uses.
pub(crate) struct Letters {
    weight: Weight,
    face: Face<'static>,
    remapper: GlyphRemapper,
    characters: BTreeMap<u16, char>,
}

/// References of the five objects that make a font.
pub(crate) struct FontRefs {
    pub(crate) font: Ref,
    pub(crate) cid: Ref,
    pub(crate) descriptor: Ref,
    pub(crate) file: Ref,
    pub(crate) to_unicode: Ref,
}

const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

impl Letters {
    /// No letters yet.
    pub(crate) fn new(weight: Weight) -> Result<Self, ttf_parser::FaceParsingError> {
        Ok(Self {
            weight,
            face: font::face(weight)?,
            remapper: GlyphRemapper::new(),
            characters: BTreeMap::new(),
        })
    }

    /// Text as two-byte glyph numbers of the subset, which it enlarges where needed.
    pub(crate) fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() * 2);
        for character in text.chars().map(printable) {
            let glyph = self.remapper.remap(font::glyph(&self.face, character).0);
            self.characters.entry(glyph).or_insert(character);
            out.extend(glyph.to_be_bytes());
        }
        out
    }

    /// Writes the font objects.
    pub(crate) fn write(&self, pdf: &mut Pdf, refs: &FontRefs) -> Result<(), subsetter::Error> {
        let subset = subsetter::subset(font::bytes(self.weight), 0, &self.remapper)?;
        // Six capitals and a plus sign mark a subset.
        let base: &[u8] = match self.weight {
            Weight::Regular => b"EUTHYR+LiberationSans",
            Weight::Bold => b"EUTHYB+LiberationSans-Bold",
        };
        let per_mille = 1000.0 / f32::from(self.face.units_per_em());
        let scaled = |value: i16| f32::from(value) * per_mille;

        pdf.type0_font(refs.font)
            .base_font(Name(base))
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(refs.cid)
            .to_unicode(refs.to_unicode);

        let mut cid = pdf.cid_font(refs.cid);
        cid.subtype(CidFontType::Type2)
            .base_font(Name(base))
            .system_info(IDENTITY)
            .font_descriptor(refs.descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let widths: Vec<f32> = self
            .remapper
            .remapped_gids()
            .map(|old| {
                let advance = self.face.glyph_hor_advance(ttf_parser::GlyphId(old));
                f32::from(advance.unwrap_or(0)) * per_mille
            })
            .collect();
        cid.widths().consecutive(0, widths);
        cid.finish();

        let bounds = self.face.global_bounding_box();
        pdf.font_descriptor(refs.descriptor)
            .name(Name(base))
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                scaled(bounds.x_min),
                scaled(bounds.y_min),
                scaled(bounds.x_max),
                scaled(bounds.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(self.face.ascender()))
            .descent(scaled(self.face.descender()))
            .cap_height(scaled(self.face.capital_height().unwrap_or(0)))
            .stem_v(if self.weight == Weight::Bold {
                140.0
            } else {
                80.0
            })
            .font_file2(refs.file);

        let packed = compress_to_vec_zlib(&subset, 6);
        pdf.stream(refs.file, &packed)
            .filter(Filter::FlateDecode)
            .pair(
                Name(b"Length1"),
                i32::try_from(subset.len()).unwrap_or(i32::MAX),
            );

        let mut cmap = UnicodeCmap::new(Name(b"Euthymia"), IDENTITY);
        for (glyph, character) in &self.characters {
            cmap.pair(*glyph, *character);
        }
        pdf.cmap(refs.to_unicode, &cmap.finish());
        Ok(())
    }
}
