//! Figures as pictures for print.

use super::xml::Xml;
use super::{DocxError, widths};
use crate::document::Document;
use euthymia_plot::Scene;

/// Dots per inch of a picture.
const DPI: f64 = 300.0;
/// Pixels per inch of a scene.
const SCENE_PER_INCH: f64 = 96.0;
/// English metric units per inch, in which the format gives sizes.
const EMU_PER_INCH: f64 = 914_400.0;
const TWIPS_PER_INCH: f64 = 1440.0;
/// Height left for a picture above its caption, in inches.
const HEIGHT_MAX: f64 = 8.9;

/// A drawn figure.
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    /// Width and height on paper.
    size: (f64, f64),
}

/// Draws the figures of a document in order.
pub(super) fn draw(document: &Document) -> Result<Vec<Picture>, DocxError> {
    let one = |(id, scene): (&str, &Scene)| {
        let zoom = zoom(scene);
        let png = scene
            .to_png(zoom * DPI / SCENE_PER_INCH)
            .map_err(|source| DocxError::Figure {
                id: id.to_owned(),
                source,
            })?;
        let size = (
            scene.width * zoom / SCENE_PER_INCH,
            scene.height * zoom / SCENE_PER_INCH,
        );
        Ok(Picture { png, size })
    };
    document.figures().map(one).collect()
}

/// How much smaller a scene is printed so that it fits the page; never larger.
fn zoom(scene: &Scene) -> f64 {
    let width = f64::from(widths::PAGE_WIDTH) / TWIPS_PER_INCH * SCENE_PER_INCH / scene.width;
    let height = HEIGHT_MAX * SCENE_PER_INCH / scene.height;
    width.min(height).min(1.0)
}

/// Where a picture lies, seen from the body.
pub(super) fn target(at: usize) -> String {
    format!("media/image{}.png", at + 1)
}

/// The relationship that leads to it.
pub(super) fn relationship(at: usize) -> String {
    format!("rIdImage{}", at + 1)
}

/// Writes the run that shows a picture, with the figure in words as its text alternative.
pub(super) fn show(x: &mut Xml, at: usize, picture: &Picture, scene: &Scene) {
    let emu = |inches: f64| ((inches * EMU_PER_INCH).round() as u64).max(1).to_string();
    let (cx, cy) = (emu(picture.size.0), emu(picture.size.1));
    let extent = [("cx", cx.as_str()), ("cy", cy.as_str())];
    let id = (at + 1).to_string();
    let name = format!("Picture {id}");
    let words = scene.text_alternative();
    x.element("w:r", &[], |x| {
        x.element("w:drawing", &[], |x| {
            let apart = [
                ("distT", "0"),
                ("distB", "0"),
                ("distL", "0"),
                ("distR", "0"),
            ];
            x.element("wp:inline", &apart, |x| {
                x.empty("wp:extent", &extent);
                let described = [
                    ("id", id.as_str()),
                    ("name", name.as_str()),
                    ("descr", words.trim_end()),
                    ("title", scene.title.as_str()),
                ];
                x.empty("wp:docPr", &described);
                x.element("wp:cNvGraphicFramePr", &[], |x| {
                    x.empty("a:graphicFrameLocks", &[("noChangeAspect", "1")]);
                });
                graphic(x, at, &name, &extent);
            });
        });
    });
}

fn graphic(x: &mut Xml, at: usize, name: &str, extent: &[(&str, &str)]) {
    const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    x.element("a:graphic", &[], |x| {
        x.element("a:graphicData", &[("uri", PICTURE)], |x| {
            x.element("pic:pic", &[], |x| {
                x.element("pic:nvPicPr", &[], |x| {
                    x.empty("pic:cNvPr", &[("id", "0"), ("name", name)]);
                    x.empty("pic:cNvPicPr", &[]);
                });
                x.element("pic:blipFill", &[], |x| {
                    x.empty("a:blip", &[("r:embed", &relationship(at))]);
                    x.element("a:stretch", &[], |x| x.empty("a:fillRect", &[]));
                });
                x.element("pic:spPr", &[], |x| {
                    x.element("a:xfrm", &[], |x| {
                        x.empty("a:off", &[("x", "0"), ("y", "0")]);
                        x.empty("a:ext", extent);
                    });
                    x.element("a:prstGeom", &[("prst", "rect")], |x| {
                        x.empty("a:avLst", &[])
                    });
                });
            });
        });
    });
}
