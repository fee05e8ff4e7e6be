//! Scene to SVG text.

use crate::metrics::{FONT_FAMILY, Weight, printable};
use crate::scene::{Anchor, Element, Group, Scene, Stroke, Text};
use crate::theme::{Paint, Theme, figure_css};

/// Type size that needs no attribute because the root element carries it.
const ROOT_SIZE: f64 = 13.0;

/// How an SVG is written.
///
/// # Example: two figures in one page
/// ```
/// use euthymia_plot::{Scene, SvgOptions, Theme};
/// let scene = Scene::new(100.0, 50.0, "Empty", "Nothing.");
/// let svg = scene.to_svg(&SvgOptions { theme: Theme::Page, id_prefix: "fig2".into(), ..Default::default() });
/// assert!(svg.contains(r#"aria-labelledby="fig2-title fig2-desc""#));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgOptions {
    /// Where colours come from.
    pub theme: Theme,
    /// Start of every `id`. Characters other than ASCII letters, digits, `-` and `_` become `-`;
    /// two figures of one page need different prefixes.
    pub id_prefix: String,
    /// Whether a [`Theme::Page`] figure carries its own `<style>` element. Switch it off when the
    /// page has [`figure_css`] already, or forbids inline styles.
    pub style_element: bool,
}

impl Default for SvgOptions {
    fn default() -> Self {
        Self {
            theme: Theme::Print,
            id_prefix: "figure".to_owned(),
            style_element: true,
        }
    }
}

impl Scene {
    /// Writes the scene as one `<svg>` element, without an XML declaration.
    ///
    /// Coordinates have at most two decimals; text is real text; the element has `role="img"` and is
    /// labelled by its `<title>` and `<desc>`. The natural size is [`Scene::width`] × [`Scene::height`];
    /// with [`Theme::Page`] it shrinks to the width of its container.
    #[must_use]
    pub fn to_svg(&self, options: &SvgOptions) -> String {
        let mut writer = Writer {
            out: String::new(),
            theme: options.theme,
        };
        writer.open_root(self, options);
        for element in &self.elements {
            writer.element(element);
        }
        writer.out.push_str("</svg>\n");
        writer.out
    }
}

struct Writer {
    out: String,
    theme: Theme,
}

impl Writer {
    fn open_root(&mut self, scene: &Scene, options: &SvgOptions) {
        let id = safe_id(&options.id_prefix);
        let (w, h) = (number(scene.width), number(scene.height));
        let page = options.theme == Theme::Page;
        let look = if page {
            r#" class="euplot""#.to_owned()
        } else {
            format!(r#" fill="{}" style="font-kerning:none""#, Paint::Ink.hex())
        };
        self.out.push_str(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" \
             height=\"{h}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"{look} \
             font-family=\"{FONT_FAMILY}\" font-size=\"{}\">\n",
            number(ROOT_SIZE)
        ));
        self.out.push_str(&format!(
            "<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
            escape(&scene.title),
            escape(&scene.description)
        ));
        if page && options.style_element {
            self.out
                .push_str(&format!("<style>{}</style>\n", figure_css()));
        }
        if !page {
            self.out.push_str(&format!(
                "<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n",
                Paint::Paper.hex()
            ));
        }
    }

    fn element(&mut self, element: &Element) {
        match element {
            Element::Text(text) => self.text(text),
            Element::Line(line) => {
                let look = self.look(None, Some(&line.stroke));
                self.out.push_str(&format!(
                    "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{look}/>\n",
                    number(line.from.0),
                    number(line.from.1),
                    number(line.to.0),
                    number(line.to.1)
                ));
            }
            Element::Rect(rect) => {
                let look = self.look(rect.fill, rect.stroke.as_ref());
                self.out.push_str(&format!(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{look}/>\n",
                    number(rect.x),
                    number(rect.y),
                    number(rect.width),
                    number(rect.height)
                ));
            }
            Element::Circle(circle) => {
                let look = self.look(circle.fill, circle.stroke.as_ref());
                self.out.push_str(&format!(
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{look}/>\n",
                    number(circle.centre.0),
                    number(circle.centre.1),
                    number(circle.radius)
                ));
            }
            Element::Polygon(shape) => {
                let look = self.look(shape.fill, shape.stroke.as_ref());
                let points = points(&shape.points);
                self.out
                    .push_str(&format!("<polygon points=\"{points}\"{look}/>\n"));
            }
            Element::Polyline(line) => {
                let look = self.look(None, Some(&line.stroke));
                let points = points(&line.points);
                self.out
                    .push_str(&format!("<polyline points=\"{points}\"{look}/>\n"));
            }
            Element::Group(group) => self.group(group),
        }
    }

    fn group(&mut self, group: &Group) {
        self.out
            .push_str(&format!("<g class=\"p-{}\">\n", escape(group.part)));
        if let Some(title) = &group.title {
            self.out
                .push_str(&format!("<title>{}</title>\n", escape(title)));
        }
        for child in &group.children {
            self.element(child);
        }
        self.out.push_str("</g>\n");
    }

    fn text(&mut self, text: &Text) {
        let mut look = String::new();
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => look.push_str(" text-anchor=\"middle\""),
            Anchor::End => look.push_str(" text-anchor=\"end\""),
        }
        if (text.size - ROOT_SIZE).abs() > 1e-9 {
            look.push_str(&format!(" font-size=\"{}\"", number(text.size)));
        }
        if text.weight == Weight::Bold {
            look.push_str(" font-weight=\"bold\"");
        }
        if text.paint != Paint::Ink {
            look.push_str(&self.look(Some(text.paint), None));
        }
        self.out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\"{look}>{}</text>\n",
            number(text.x),
            number(text.y),
            escape(&text.content)
        ));
    }

    /// Attributes for the inside and the outline of a shape.
    fn look(&self, fill: Option<Paint>, stroke: Option<&Stroke>) -> String {
        let mut classes = Vec::new();
        let mut attributes = String::new();
        match (fill, self.theme) {
            (Some(paint), Theme::Page) => classes.push(format!("f-{}", paint.name())),
            (Some(paint), Theme::Print) => {
                attributes.push_str(&format!(" fill=\"{}\"", paint.hex()));
            }
            (None, _) => attributes.push_str(" fill=\"none\""),
        }
        if let Some(stroke) = stroke {
            match self.theme {
                Theme::Page => classes.push(format!("s-{}", stroke.paint.name())),
                Theme::Print => {
                    attributes.push_str(&format!(" stroke=\"{}\"", stroke.paint.hex()));
                }
            }
            if (stroke.width - 1.0).abs() > 1e-9 {
                attributes.push_str(&format!(" stroke-width=\"{}\"", number(stroke.width)));
            }
            if let Some((on, off)) = stroke.dash.lengths() {
                attributes.push_str(&format!(
                    " stroke-dasharray=\"{} {}\"",
                    number(on),
                    number(off)
                ));
            }
        }
        if classes.is_empty() {
            attributes
        } else {
            format!(" class=\"{}\"{attributes}", classes.join(" "))
        }
    }
}

fn points(points: &[(f64, f64)]) -> String {
    points
        .iter()
        .map(|(x, y)| format!("{},{}", number(*x), number(*y)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Prints a coordinate with at most two decimals and without a needless zero or minus.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" | "" => "0".to_owned(),
        _ => text.to_owned(),
    }
}

/// Makes text safe inside an element and inside a quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars().map(printable) {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

fn safe_id(prefix: &str) -> String {
    let id: String = prefix
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => c,
            _ => '-',
        })
        .collect();
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        id
    } else {
        format!("f{id}")
    }
}
