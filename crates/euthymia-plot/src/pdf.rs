//! Scene to a one-page PDF with selectable text.

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::LineCapStyle;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::metrics::Weight;
use crate::pdf_font::{FontRefs, Letters};
use crate::scene::{Element, Scene, Stroke, Text};
use crate::theme::Paint;

/// Points per pixel: 96 pixels and 72 points make an inch.
const POINTS: f64 = 0.75;
/// Longest side that readers must support, in points.
const SIDE_MAX: f64 = 14_400.0;
/// Distance of control points for a quarter circle of radius 1.
const KAPPA: f32 = 0.552_284_8;

/// Why a PDF could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// Width or height is not a positive number.
    #[error("a figure without extent cannot be a page")]
    Size,
    /// The bundled font could not be read or subset.
    #[error("the bundled font is damaged: {0}")]
    Font(String),
}

impl Scene {
    /// Writes the scene in the print theme as a PDF of one page that is as large as the figure
    /// (96 pixels to the inch); figures over 5 m are made smaller to fit the format.
    ///
    /// The bytes depend on the scene only: there is no date in the file. Text is text, in the bundled
    /// font, of which only the letters used are embedded.
    ///
    /// # Errors
    /// [`PdfError::Size`] if width or height is not positive and finite.
    ///
    /// # Example
    /// ```
    /// let scene = euthymia_plot::Scene::new(40.0, 20.0, "Empty", "Nothing.");
    /// assert!(scene.to_pdf()?.starts_with(b"%PDF-1."));
    /// # Ok::<(), euthymia_plot::PdfError>(())
    /// ```
    pub fn to_pdf(&self) -> Result<Vec<u8>, PdfError> {
        let longest = self.width.max(self.height);
        if !(longest.is_finite() && self.width > 0.0 && self.height > 0.0) {
            return Err(PdfError::Size);
        }
        let scale = POINTS.min(SIDE_MAX / longest);
        let (width, height) = ((self.width * scale) as f32, (self.height * scale) as f32);
        let damaged = |e: ttf_parser::FaceParsingError| PdfError::Font(e.to_string());
        let mut page = Page {
            content: Content::new(),
            regular: Letters::new(Weight::Regular).map_err(damaged)?,
            bold: Letters::new(Weight::Bold).map_err(damaged)?,
        };
        // From here on coordinates are those of the scene, y downwards.
        let scale = scale as f32;
        page.content
            .transform([scale, 0.0, 0.0, -scale, 0.0, height]);
        page.content.set_line_cap(LineCapStyle::ButtCap);
        page.elements(&self.elements);
        self.document(page, width, height)
            .map_err(|e| PdfError::Font(e.to_string()))
    }

    fn document(&self, page: Page, width: f32, height: f32) -> Result<Vec<u8>, subsetter::Error> {
        let mut pdf = Pdf::new();
        let (catalog, pages, sheet, stream, info) = (
            Ref::new(1),
            Ref::new(2),
            Ref::new(3),
            Ref::new(4),
            Ref::new(5),
        );
        let mut root = pdf.catalog(catalog);
        root.pages(pages).lang(TextStr("en"));
        root.viewer_preferences().display_doc_title(true);
        root.finish();
        pdf.pages(pages).kids([sheet]).count(1);
        let (regular, bold) = (font_refs(10), font_refs(20));
        let mut leaf = pdf.page(sheet);
        leaf.media_box(Rect::new(0.0, 0.0, width, height))
            .parent(pages)
            .contents(stream);
        leaf.resources()
            .fonts()
            .pair(Name(b"R"), regular.font)
            .pair(Name(b"B"), bold.font);
        leaf.finish();
        let packed = compress_to_vec_zlib(&page.content.finish(), 6);
        pdf.stream(stream, &packed).filter(Filter::FlateDecode);
        page.regular.write(&mut pdf, &regular)?;
        page.bold.write(&mut pdf, &bold)?;
        pdf.document_info(info)
            .title(TextStr(&self.title))
            .subject(TextStr(&self.description));
        Ok(pdf.finish())
    }
}

fn font_refs(first: i32) -> FontRefs {
    FontRefs {
        font: Ref::new(first),
        cid: Ref::new(first + 1),
        descriptor: Ref::new(first + 2),
        file: Ref::new(first + 3),
        to_unicode: Ref::new(first + 4),
    }
}

struct Page {
    content: Content,
    regular: Letters,
    bold: Letters,
}

impl Page {
    fn elements(&mut self, elements: &[Element]) {
        for element in elements {
            match element {
                Element::Text(text) => self.text(text),
                Element::Group(group) => self.elements(&group.children),
                Element::Line(line) => {
                    self.trace(&[line.from, line.to]);
                    self.finish(None, Some(&line.stroke));
                }
                Element::Polyline(line) => {
                    self.trace(&line.points);
                    self.finish(None, Some(&line.stroke));
                }
                Element::Polygon(shape) => {
                    self.trace(&shape.points);
                    self.content.close_path();
                    self.finish(shape.fill, shape.stroke.as_ref());
                }
                Element::Rect(r) => {
                    let [x, y, w, h] = [r.x, r.y, r.width, r.height].map(finite);
                    self.content.rect(x, y, w, h);
                    self.finish(r.fill, r.stroke.as_ref());
                }
                Element::Circle(c) => {
                    self.circle(finite(c.centre.0), finite(c.centre.1), finite(c.radius));
                    self.finish(c.fill, c.stroke.as_ref());
                }
            }
        }
    }

    fn trace(&mut self, points: &[(f64, f64)]) {
        for (index, (x, y)) in points.iter().enumerate() {
            match index {
                0 => self.content.move_to(finite(*x), finite(*y)),
                _ => self.content.line_to(finite(*x), finite(*y)),
            };
        }
    }

    fn circle(&mut self, x: f32, y: f32, r: f32) {
        let k = r * KAPPA;
        self.content
            .move_to(x + r, y)
            .cubic_to(x + r, y + k, x + k, y + r, x, y + r)
            .cubic_to(x - k, y + r, x - r, y + k, x - r, y)
            .cubic_to(x - r, y - k, x - k, y - r, x, y - r)
            .cubic_to(x + k, y - r, x + r, y - k, x + r, y)
            .close_path();
    }

    /// Fills and strokes the path just traced.
    fn finish(&mut self, fill: Option<Paint>, stroke: Option<&Stroke>) {
        if let Some(paint) = fill {
            self.fill_colour(paint);
        }
        if let Some(stroke) = stroke {
            let [r, g, b] = rgb(stroke.paint);
            self.content
                .set_stroke_rgb(r, g, b)
                .set_line_width(finite(stroke.width));
            match stroke.dash.lengths() {
                Some((on, off)) => self
                    .content
                    .set_dash_pattern([finite(on), finite(off)], 0.0),
                None => self.content.set_dash_pattern([], 0.0),
            };
        }
        match (fill, stroke) {
            (Some(_), Some(_)) => self.content.fill_nonzero_and_stroke(),
            (Some(_), None) => self.content.fill_nonzero(),
            (None, Some(_)) => self.content.stroke(),
            (None, None) => self.content.end_path(),
        };
    }

    fn fill_colour(&mut self, paint: Paint) {
        let [r, g, b] = rgb(paint);
        self.content.set_fill_rgb(r, g, b);
    }

    fn text(&mut self, text: &Text) {
        let (name, letters) = match text.weight {
            Weight::Regular => (Name(b"R"), &mut self.regular),
            Weight::Bold => (Name(b"B"), &mut self.bold),
        };
        let glyphs = letters.encode(&text.content);
        self.fill_colour(text.paint);
        self.content
            .begin_text()
            .set_font(name, finite(text.size))
            .set_text_matrix([1.0, 0.0, 0.0, -1.0, finite(text.left()), finite(text.y)])
            .show(Str(&glyphs))
            .end_text();
    }
}

fn rgb(paint: Paint) -> [f32; 3] {
    let (r, g, b) = paint.rgb();
    [r, g, b].map(|c| f32::from(c) / 255.0)
}

/// PDF has no notation for infinity; such a coordinate becomes zero.
fn finite(value: f64) -> f32 {
    let value = value as f32;
    if value.is_finite() { value } else { 0.0 }
}
