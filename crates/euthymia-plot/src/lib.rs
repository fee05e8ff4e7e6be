//! Pure functions from plain structs to a scene to SVG, PNG and PDF.
//!
//! A figure is a struct of plain rows ([`ForestPlot`], [`IntervalChart`], [`BeforeAfter`]). Its
//! `to_scene` lays it out by arithmetic on an explicit table of character widths, so the result is the
//! same on every machine; the [`Scene`] is then written as SVG ([`Scene::to_svg`]), PNG
//! ([`Scene::to_png`], feature `png`) or PDF ([`Scene::to_pdf`], feature `pdf`), or read out
//! ([`Scene::text_alternative`]).
//!
//! Nothing is computed here but positions: no statistics, no medicine, no files, no system fonts.
//! PNG and PDF use the bundled Liberation Sans (SIL Open Font License 1.1, `fonts/LICENSE-OFL.txt`).

pub mod axis;
pub mod beforeafter;
pub mod columns;
pub mod dotplot;
pub mod forest;
pub mod interval;
pub mod metrics;
pub mod scene;
pub mod svg;
pub mod theme;

mod axis_draw;
#[cfg(any(feature = "png", feature = "pdf"))]
mod font;
mod frame;
mod marks;
mod metrics_table;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "pdf")]
mod pdf_font;
mod plane;
#[cfg(feature = "png")]
pub mod raster;
mod row_draw;
mod table_chart;
mod table_row;
mod ticks;

pub use axis::{Axis, Scale};
pub use beforeafter::{BeforeAfter, Better, MeanChange, Threshold};
pub use columns::{Align, Column};
pub use dotplot::{IntervalChart, IntervalGroup, IntervalPoint};
pub use forest::{Block, ForestPlot, Marker, Prediction, Row, Summary};
pub use interval::{Estimate, Interval};
pub use metrics::Weight;
#[cfg(feature = "pdf")]
pub use pdf::PdfError;
#[cfg(feature = "png")]
pub use raster::RasterError;
pub use scene::{
    Anchor, Circle, Dash, Element, Group, Line, Polygon, Polyline, Rect, Scene, Stroke, Text,
};
pub use svg::SvgOptions;
pub use theme::{Paint, Theme, page_css};
