//! Colours: roles, and the two ways of giving them a value.
//!
//! Blue against vermilion and black stays distinct under the three common colour-vision deficiencies;
//! every role also has a shape of its own, so that meaning never rests on colour alone.

/// The part a colour plays in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paint {
    /// Text and axes.
    Ink,
    /// Secondary text.
    Muted,
    /// Thin rules.
    Rule,
    /// Background of every other row.
    Band,
    /// The page behind the figure.
    Paper,
    /// A study.
    Study,
    /// A row that the reader should find at once.
    Emphasis,
    /// Background of an emphasised row.
    EmphasisBand,
    /// A pooled estimate.
    Summary,
    /// A prediction interval.
    Prediction,
    /// Reference and threshold lines.
    Reference,
    /// Border and sign of a caution.
    Caution,
    /// Background of a caution.
    CautionBand,
    /// The first group of people.
    Series1,
    /// The second group of people.
    Series2,
    /// The third group of people.
    Series3,
    /// The fourth group of people.
    Series4,
    /// The fifth group of people.
    Series5,
    /// The sixth group of people.
    Series6,
    /// Areas of the first group.
    Tint1,
    /// Areas of the second group.
    Tint2,
    /// Areas of the third group.
    Tint3,
    /// Areas of the fourth group.
    Tint4,
    /// Areas of the fifth group.
    Tint5,
    /// Areas of the sixth group.
    Tint6,
    /// Lightest shade of a cell on the cool side; ink can be read on it.
    Cool1,
    /// Middle shade of a cell on the cool side; ink can be read on it.
    Cool2,
    /// Deepest shade of a cell on the cool side; ink can be read on it.
    Cool3,
    /// Lightest shade of a cell on the warm side; ink can be read on it.
    Warm1,
    /// Middle shade of a cell on the warm side; ink can be read on it.
    Warm2,
    /// Deepest shade of a cell on the warm side; ink can be read on it.
    Warm3,
}

/// Where the colours come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Fixed dark-on-white colours with a white background: files, PNG, PDF, print.
    #[default]
    Print,
    /// CSS custom properties (`--plot-ink` …) with fallbacks that can be read on light and on dark
    /// pages, and no background: for an `<svg>` element inside an HTML page.
    Page,
}

impl Paint {
    /// All roles.
    pub const ALL: [Self; 31] = [
        Self::Ink,
        Self::Muted,
        Self::Rule,
        Self::Band,
        Self::Paper,
        Self::Study,
        Self::Emphasis,
        Self::EmphasisBand,
        Self::Summary,
        Self::Prediction,
        Self::Reference,
        Self::Caution,
        Self::CautionBand,
        Self::Series1,
        Self::Series2,
        Self::Series3,
        Self::Series4,
        Self::Series5,
        Self::Series6,
        Self::Tint1,
        Self::Tint2,
        Self::Tint3,
        Self::Tint4,
        Self::Tint5,
        Self::Tint6,
        Self::Cool1,
        Self::Cool2,
        Self::Cool3,
        Self::Warm1,
        Self::Warm2,
        Self::Warm3,
    ];

    /// Name used in class names and custom properties.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Muted => "muted",
            Self::Rule => "rule",
            Self::Band => "band",
            Self::Paper => "paper",
            Self::Study => "study",
            Self::Emphasis => "emphasis",
            Self::EmphasisBand => "emphasis-band",
            Self::Summary => "summary",
            Self::Prediction => "prediction",
            Self::Reference => "reference",
            Self::Caution => "caution",
            Self::CautionBand => "caution-band",
            Self::Series1 => "series-1",
            Self::Series2 => "series-2",
            Self::Series3 => "series-3",
            Self::Series4 => "series-4",
            Self::Series5 => "series-5",
            Self::Series6 => "series-6",
            Self::Tint1 => "tint-1",
            Self::Tint2 => "tint-2",
            Self::Tint3 => "tint-3",
            Self::Tint4 => "tint-4",
            Self::Tint5 => "tint-5",
            Self::Tint6 => "tint-6",
            Self::Cool1 => "cool-1",
            Self::Cool2 => "cool-2",
            Self::Cool3 => "cool-3",
            Self::Warm1 => "warm-1",
            Self::Warm2 => "warm-2",
            Self::Warm3 => "warm-3",
        }
    }

    /// Red, green and blue of the print theme, 0–255.
    #[must_use]
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Ink | Self::Summary => (0x1a, 0x1a, 0x1a),
            Self::Muted => (0x55, 0x5b, 0x61),
            Self::Rule => (0xc4, 0xca, 0xd0),
            Self::Band => (0xf5, 0xf7, 0xf9),
            Self::Paper => (0xff, 0xff, 0xff),
            Self::Study => (0x1f, 0x5f, 0x99),
            Self::Emphasis => (0xb8, 0x46, 0x0e),
            Self::EmphasisBand => (0xfd, 0xf0, 0xe6),
            Self::Prediction => (0x5b, 0x64, 0x6e),
            Self::Reference => (0x6d, 0x75, 0x7d),
            Self::Caution => (0x9a, 0x67, 0x00),
            Self::CautionBand => (0xff, 0xf6, 0xdd),
            Self::Series1 => (0x1f, 0x5f, 0x99),
            Self::Series2 => (0xd0, 0x5a, 0x12),
            Self::Series3 => (0x2b, 0x2b, 0x2b),
            Self::Series4 => (0x1b, 0x8a, 0x66),
            Self::Series5 => (0x8a, 0x3f, 0x9a),
            Self::Series6 => (0x96, 0x6c, 0x00),
            Self::Tint1 => (0xcf, 0xe0, 0xf0),
            Self::Tint2 => (0xfb, 0xdc, 0xc6),
            Self::Tint3 => (0xdc, 0xdc, 0xdc),
            Self::Tint4 => (0xcb, 0xe8, 0xdd),
            Self::Tint5 => (0xe6, 0xd3, 0xec),
            Self::Tint6 => (0xee, 0xe0, 0xb4),
            Self::Cool1 => (0xdb, 0xe9, 0xf6),
            Self::Cool2 => (0xa9, 0xcd, 0xea),
            Self::Cool3 => (0x6e, 0xa8, 0xd8),
            Self::Warm1 => (0xfd, 0xe5, 0xd3),
            Self::Warm2 => (0xf9, 0xbf, 0x96),
            Self::Warm3 => (0xee, 0x8f, 0x52),
        }
    }

    /// Whether the role is only ever a filled area.
    fn is_area(self) -> bool {
        let bands = [Self::Band, Self::EmphasisBand, Self::CautionBand];
        let tints = [
            Self::Tint1,
            Self::Tint2,
            Self::Tint3,
            Self::Tint4,
            Self::Tint5,
            Self::Tint6,
        ];
        let shades = [
            Self::Cool1,
            Self::Cool2,
            Self::Cool3,
            Self::Warm1,
            Self::Warm2,
            Self::Warm3,
        ];
        bands.contains(&self) || tints.contains(&self) || shades.contains(&self)
    }

    /// The print colour as `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        let (r, g, b) = self.rgb();
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// CSS value for a page that sets no custom property: at least 3:1 against white and against
    /// near-black for everything that carries meaning.
    fn fallback(self) -> &'static str {
        match self {
            Self::Ink | Self::Summary => "currentColor",
            // A share of the page's own ink keeps small grey text readable on any background.
            Self::Muted => "color-mix(in srgb,currentColor 72%,transparent)",
            Self::Reference => "#7c848c",
            Self::Rule => "rgb(127 127 127 / .4)",
            Self::Band => "rgb(127 127 127 / .07)",
            Self::Paper => "Canvas",
            Self::Study => "#3f83c4",
            Self::Emphasis => "#d0661a",
            Self::EmphasisBand => "rgb(208 102 26 / .13)",
            Self::Prediction => "#7c848c",
            Self::Caution => "#b07a10",
            Self::CautionBand => "rgb(200 150 20 / .14)",
            Self::Series1 => "#3f83c4",
            Self::Series2 => "#d0661a",
            Self::Series3 => "currentColor",
            Self::Series4 => "#24936f",
            Self::Series5 => "#a65fb8",
            Self::Series6 => "#a8801a",
            Self::Tint1 => "rgb(63 131 196 / .25)",
            Self::Tint2 => "rgb(208 102 26 / .25)",
            Self::Tint3 => "rgb(127 127 127 / .3)",
            Self::Tint4 => "rgb(36 147 111 / .25)",
            Self::Tint5 => "rgb(166 95 184 / .25)",
            Self::Tint6 => "rgb(168 128 26 / .28)",
            Self::Cool1 => "rgb(63 131 196 / .15)",
            Self::Cool2 => "rgb(63 131 196 / .35)",
            Self::Cool3 => "rgb(63 131 196 / .6)",
            Self::Warm1 => "rgb(224 116 40 / .15)",
            Self::Warm2 => "rgb(224 116 40 / .35)",
            Self::Warm3 => "rgb(224 116 40 / .6)",
        }
    }

    /// Colour on a dark page.
    fn dark(self) -> &'static str {
        match self {
            Self::Ink | Self::Summary => "#e9ebee",
            Self::Muted => "#aab2ba",
            Self::Rule => "#474e56",
            Self::Band => "#20252a",
            Self::Paper => "#15181b",
            Self::Study => "#7cb9ee",
            Self::Emphasis => "#ffa763",
            Self::EmphasisBand => "#3a2617",
            Self::Prediction => "#aab2ba",
            Self::Reference => "#939ba3",
            Self::Caution => "#f0c04a",
            Self::CautionBand => "#352b10",
            Self::Series1 => "#7cb9ee",
            Self::Series2 => "#ffa763",
            Self::Series3 => "#e9ebee",
            Self::Series4 => "#62d0ab",
            Self::Series5 => "#d49be3",
            Self::Series6 => "#e3c25a",
            Self::Tint1 => "#233a50",
            Self::Tint2 => "#4a2f1b",
            Self::Tint3 => "#3b4047",
            Self::Tint4 => "#1d4438",
            Self::Tint5 => "#43304a",
            Self::Tint6 => "#453a17",
            Self::Cool1 => "#1d2d3c",
            Self::Cool2 => "#24476a",
            Self::Cool3 => "#2d6496",
            Self::Warm1 => "#38281c",
            Self::Warm2 => "#65401f",
            Self::Warm3 => "#964f17",
        }
    }
}

/// Rules that every figure in the [`Theme::Page`] needs; each SVG carries them unless told otherwise.
///
/// All selectors are below the class `euplot`, so nothing else on the page changes.
#[must_use]
pub fn figure_css() -> String {
    let mut css = String::from(
        ".euplot{max-width:100%;height:auto;font-kerning:none;fill:var(--plot-ink,currentColor)}",
    );
    for paint in Paint::ALL {
        let (name, fallback) = (paint.name(), paint.fallback());
        css.push_str(&format!(
            ".euplot .f-{name}{{fill:var(--plot-{name},{fallback})}}"
        ));
        if !paint.is_area() {
            css.push_str(&format!(
                ".euplot .s-{name}{{stroke:var(--plot-{name},{fallback})}}"
            ));
        }
    }
    css
}

/// A style sheet that a page may include once: light and dark values of the custom properties, and a
/// wrapper for narrow screens.
///
/// Dark values apply when the reader's system asks for them or when the root element has
/// `data-theme="dark"`; `data-theme="light"` and paper keep the light ones. A figure inside
/// `<div class="euplot-scroll">` never becomes narrower than 620 pixels (13-pixel type is then drawn
/// at about 9 pixels) and scrolls sideways instead.
#[must_use]
pub fn page_css() -> String {
    let values = |value: &dyn Fn(Paint) -> String| -> String {
        Paint::ALL
            .iter()
            .map(|p| format!("--plot-{}:{};", p.name(), value(*p)))
            .collect()
    };
    let light = values(&|p| p.hex());
    let dark = values(&|p| p.dark().to_owned());
    format!(
        ":root{{{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n\
         @media screen{{:root[data-theme=dark]{{{dark}}}}}\n\
         .euplot-scroll{{overflow-x:auto}}\n\
         .euplot-scroll>svg{{min-width:620px}}\n{}\n",
        figure_css()
    )
}
