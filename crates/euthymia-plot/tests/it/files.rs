//! PNG, PDF and HTML embedding.

#[cfg(feature = "pdf")]
use euthymia_plot::Scene;
use euthymia_plot::{SvgOptions, Theme, page_css};

use crate::{figures, score_figures};

/// Width and height from the header of a PNG.
#[cfg(feature = "png")]
fn png_size(png: &[u8]) -> (u32, u32) {
    let word = |at: usize| {
        png[at..at + 4]
            .iter()
            .fold(0, |word, byte| word << 8 | u32::from(*byte))
    };
    (word(16), word(20))
}

#[cfg(feature = "png")]
#[test]
fn png_has_signature_size_and_content() {
    let scene = figures::one_study().to_scene();
    let png = scene.to_png(2.0).unwrap();
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let size = ((scene.width * 2.0) as u32, (scene.height * 2.0) as u32);
    assert_eq!(png_size(&png), size);
    let mut blank = scene.clone();
    blank.elements.clear();
    assert!(png.len() > 4 * blank.to_png(2.0).unwrap().len());
    assert_eq!(png, scene.to_png(2.0).unwrap());
}

#[cfg(feature = "png")]
#[test]
fn impossible_pictures_are_refused() {
    let scene = figures::one_study().to_scene();
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e6] {
        assert!(scene.to_png(scale).is_err(), "{scale}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_has_header_pages_fonts_and_title() {
    let scene = figures::percent().to_scene();
    let pdf = scene.to_pdf().unwrap();
    assert!(pdf.starts_with(b"%PDF-1."));
    assert!(pdf.trim_ascii_end().ends_with(b"%%EOF"));
    let text = String::from_utf8_lossy(&pdf);
    for part in [
        "/Count 1",
        "LiberationSans-Bold",
        "/ToUnicode",
        "Response by treatment",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(pdf, scene.to_pdf().unwrap());
}

/// The map back to text names every letter of the figure, so that text can be searched and copied.
#[cfg(feature = "pdf")]
#[test]
fn pdf_text_can_be_read_back() {
    let pdf = figures::ratio().to_scene().to_pdf().unwrap();
    let text = String::from_utf8_lossy(&pdf);
    for character in "τ²Łø".chars() {
        let code = format!("<{:04X}>", u32::from(character));
        assert!(text.contains(&code), "{character} {code}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_scene_without_extent_is_no_page() {
    for (width, height) in [(0.0, 10.0), (10.0, f64::NAN), (f64::INFINITY, 1.0)] {
        assert!(Scene::new(width, height, "", "").to_pdf().is_err());
    }
}

#[test]
fn many_figures_share_a_page_without_id_clashes() {
    let mut ids = Vec::new();
    for (name, scene) in figures::all().into_iter().chain(score_figures::all()) {
        let svg = scene.to_svg(&SvgOptions {
            theme: Theme::Page,
            id_prefix: name.to_owned(),
            style_element: true,
        });
        let document = roxmltree::Document::parse(&svg).unwrap();
        ids.extend(
            document
                .descendants()
                .filter_map(|n| n.attribute("id").map(str::to_owned)),
        );
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let named = root.attribute("aria-labelledby").unwrap();
        for id in named.split(' ') {
            assert!(ids.iter().any(|i| i == id));
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn page_theme_has_no_fixed_colours_outside_its_style() {
    let svg = figures::percent().to_scene().to_svg(&SvgOptions {
        theme: Theme::Page,
        style_element: false,
        ..SvgOptions::default()
    });
    assert!(
        !svg.contains('#'),
        "a fixed colour would not follow the page"
    );
    assert!(page_css().contains("prefers-color-scheme:dark"));
}
