//! Scene to PNG, with the bundled font and no others.

use tiny_skia::{
    FillRule, LineCap, Paint as SkPaint, Path, PathBuilder, Pixmap, Rect as SkRect,
    Stroke as SkStroke, StrokeDash, Transform,
};
use ttf_parser::{Face, OutlineBuilder};

use crate::font;
use crate::metrics::{Weight, advance, printable};
use crate::scene::{Element, Scene, Stroke, Text};
use crate::theme::Paint;

/// Largest picture: 100 million pixels, 400 MB of memory.
const PIXELS_MAX: f64 = 1e8;

/// Why a picture could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RasterError {
    /// The scale is not a positive number, or the picture would have no or too many pixels.
    #[error("a picture of {width} × {height} pixels cannot be drawn; choose another scale")]
    Size {
        /// Width asked for, in pixels.
        width: u64,
        /// Height asked for, in pixels.
        height: u64,
    },
    /// The bundled font could not be read.
    #[error("the bundled font is damaged: {0}")]
    Font(String),
    /// The picture could not be packed.
    #[error("the PNG could not be encoded: {0}")]
    Encoding(String),
}

impl Scene {
    /// Draws the scene in the print theme and returns the bytes of a PNG file.
    ///
    /// `scale`: pixels per scene pixel; 1 for screens, 2 for sharp screens, 3 for print (an 860-pixel
    /// figure is then 2580 pixels wide: 300 dpi at 21.8 cm). The size is rounded up to whole pixels.
    ///
    /// # Errors
    /// [`RasterError::Size`] if `scale` is not positive and finite or the picture exceeds 100 million
    /// pixels.
    ///
    /// # Example
    /// ```
    /// let scene = euthymia_plot::Scene::new(40.0, 20.0, "Empty", "Nothing.");
    /// let png = scene.to_png(2.0)?;
    /// assert!(png.starts_with(b"\x89PNG"));
    /// # Ok::<(), euthymia_plot::RasterError>(())
    /// ```
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>, RasterError> {
        let (width, height) = ((self.width * scale).ceil(), (self.height * scale).ceil());
        let refused = RasterError::Size {
            width: width as u64,
            height: height as u64,
        };
        let drawable = width >= 1.0 && height >= 1.0 && width * height <= PIXELS_MAX;
        if !drawable {
            return Err(refused);
        }
        let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or(refused)?;
        pixmap.fill(colour(Paint::Paper));
        let damaged = |e: ttf_parser::FaceParsingError| RasterError::Font(e.to_string());
        let mut canvas = Canvas {
            pixmap,
            transform: Transform::from_scale(scale as f32, scale as f32),
            regular: font::face(Weight::Regular).map_err(damaged)?,
            bold: font::face(Weight::Bold).map_err(damaged)?,
        };
        canvas.elements(&self.elements);
        canvas
            .pixmap
            .encode_png()
            .map_err(|e| RasterError::Encoding(e.to_string()))
    }
}

struct Canvas {
    pixmap: Pixmap,
    transform: Transform,
    regular: Face<'static>,
    bold: Face<'static>,
}

impl Canvas {
    fn elements(&mut self, elements: &[Element]) {
        for element in elements {
            match element {
                Element::Text(text) => self.text(text),
                Element::Group(group) => self.elements(&group.children),
                Element::Line(line) => {
                    self.shape(open(&[line.from, line.to]), None, Some(&line.stroke));
                }
                Element::Polyline(line) => {
                    self.shape(open(&line.points), None, Some(&line.stroke));
                }
                Element::Rect(r) => {
                    let rect =
                        SkRect::from_xywh(r.x as f32, r.y as f32, r.width as f32, r.height as f32);
                    self.shape(rect.map(PathBuilder::from_rect), r.fill, r.stroke.as_ref());
                }
                Element::Circle(c) => {
                    let path = PathBuilder::from_circle(
                        c.centre.0 as f32,
                        c.centre.1 as f32,
                        c.radius as f32,
                    );
                    self.shape(path, c.fill, c.stroke.as_ref());
                }
                Element::Polygon(p) => self.shape(closed(&p.points), p.fill, p.stroke.as_ref()),
            }
        }
    }

    /// Paths that have no extent or no finite coordinates are `None` and are not drawn.
    fn shape(&mut self, path: Option<Path>, fill: Option<Paint>, stroke: Option<&Stroke>) {
        let Some(path) = path else { return };
        if let Some(fill) = fill {
            self.fill(&path, fill, self.transform);
        }
        if let Some(stroke) = stroke {
            let dash = stroke
                .dash
                .lengths()
                .and_then(|(on, off)| StrokeDash::new(vec![on as f32, off as f32], 0.0));
            let pen = SkStroke {
                width: stroke.width as f32,
                line_cap: LineCap::Butt,
                dash,
                ..SkStroke::default()
            };
            self.pixmap
                .stroke_path(&path, &brush(stroke.paint), &pen, self.transform, None);
        }
    }

    fn fill(&mut self, path: &Path, paint: Paint, transform: Transform) {
        self.pixmap
            .fill_path(path, &brush(paint), FillRule::Winding, transform, None);
    }

    fn text(&mut self, text: &Text) {
        let mut builder = PathBuilder::new();
        let face = match text.weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let unit = text.size / f64::from(face.units_per_em());
        let mut x = text.left();
        for character in text.content.chars().map(printable) {
            let mut outline = Outline {
                builder: &mut builder,
                x,
                y: text.y,
                unit,
            };
            // Blanks have no outline; that is not an error.
            let _ = face.outline_glyph(font::glyph(face, character), &mut outline);
            x += f64::from(advance(character, text.weight)) * unit;
        }
        if let Some(path) = builder.finish() {
            self.fill(&path, text.paint, self.transform);
        }
    }
}

/// Places a glyph outline (y upwards, font units) on the canvas (y downwards, pixels).
struct Outline<'a> {
    builder: &'a mut PathBuilder,
    x: f64,
    y: f64,
    unit: f64,
}

impl Outline<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (
            (self.x + f64::from(x) * self.unit) as f32,
            (self.y - f64::from(y) * self.unit) as f32,
        )
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.builder.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.builder.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}

fn open(points: &[(f64, f64)]) -> Option<Path> {
    traced(points).finish()
}

fn closed(points: &[(f64, f64)]) -> Option<Path> {
    let mut builder = traced(points);
    builder.close();
    builder.finish()
}

fn traced(points: &[(f64, f64)]) -> PathBuilder {
    let mut builder = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        match index {
            0 => builder.move_to(*x as f32, *y as f32),
            _ => builder.line_to(*x as f32, *y as f32),
        }
    }
    builder
}

fn colour(paint: Paint) -> tiny_skia::Color {
    let (r, g, b) = paint.rgb();
    tiny_skia::Color::from_rgba8(r, g, b, 255)
}

fn brush(paint: Paint) -> SkPaint<'static> {
    let mut brush = SkPaint::default();
    brush.set_color(colour(paint));
    brush
}
