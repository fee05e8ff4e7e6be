//! Pure functions from plain structs to a scene to SVG, PNG and PDF.
//!
//! A figure is a struct of plain rows ([`ForestPlot`], [`IntervalChart`], [`BeforeAfter`],
//! [`Trajectories`], [`Waterfall`], [`Raincloud`], [`ResponderCurve`], [`SurvivalCurve`]). Its
//! `to_scene` lays it out by arithmetic on an explicit table of character widths, so the result is the
//! same on every machine; the [`Scene`] is then written as SVG ([`Scene::to_svg`]), PNG
//! ([`Scene::to_png`], feature `png`) or PDF ([`Scene::to_pdf`], feature `pdf`), or read out
//! ([`Scene::text_alternative`]).
//!
//! Nothing is computed here but positions: no statistics, no medicine, no files, no system fonts.
//! PNG and PDF use the bundled Liberation Sans (SIL Open Font License 1.1, `fonts/LICENSE-OFL.txt`).

pub mod adverse_events;
pub mod axis;
pub mod beforeafter;
pub mod calendar;
pub mod columns;
pub mod course_calendar;
pub mod date;
pub mod day_grid;
pub mod dotplot;
pub mod flow;
pub mod forest;
pub mod glyph;
pub mod interval;
pub mod metrics;
pub mod missingness;
pub mod raincloud;
pub mod responder_curve;
pub mod scene;
pub mod stacked_bar;
pub mod survival_curve;
pub mod svg;
pub mod swimmer;
pub mod texture;
pub mod theme;
pub mod threshold;
pub mod trajectories;
pub mod waterfall;

mod axis_draw;
mod count_rows;
mod crowd;
mod event_panels;
mod flow_box;
#[cfg(any(feature = "png", feature = "pdf"))]
mod font;
mod frame;
mod lane;
mod lettering;
mod marks;
mod metrics_table;
mod missingness_map;
mod panel;
mod pattern;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "pdf")]
mod pdf_font;
mod plane;
mod raincloud_draw;
mod raincloud_words;
#[cfg(feature = "png")]
pub mod raster;
mod row_draw;
mod series;
mod table_chart;
mod table_row;
mod ticks;
mod time_axis;
mod trajectory_draw;
mod trajectory_words;
mod value_axis;
mod words;

pub use adverse_events::{AdverseEvents, DifferencePanel, EventRate, EventRow};
pub use axis::{Axis, Scale};
pub use beforeafter::{BeforeAfter, Better, MeanChange};
pub use calendar::{Calendar, CalendarEntry};
pub use columns::{Align, Column};
pub use course_calendar::{CourseCalendar, CourseEntry};
pub use date::{CalendarDate, Weekday};
pub use day_grid::{DayKind, DaySign};
pub use dotplot::{IntervalChart, IntervalGroup, IntervalPoint};
pub use flow::{Exit, Flow, Stage};
pub use forest::{Block, ForestPlot, Marker, Prediction, Row, Summary};
pub use glyph::Glyph;
pub use interval::{Estimate, Interval};
pub use metrics::Weight;
pub use missingness::{CellState, MissingnessMap, MissingnessRow};
#[cfg(feature = "pdf")]
pub use pdf::PdfError;
pub use raincloud::{FiveNumbers, RainGroup, Raincloud};
#[cfg(feature = "png")]
pub use raster::RasterError;
pub use responder_curve::{Denominator, ResponderCurve, ResponderGroup};
pub use scene::{
    Anchor, Circle, Dash, Element, Group, Line, Polygon, Polyline, Rect, Scene, Stroke, Text,
};
pub use stacked_bar::{Category, StackedBar, StackedBars};
pub use survival_curve::{SurvivalCurve, SurvivalGroup, SurvivalStep};
pub use svg::SvgOptions;
pub use swimmer::{Lane, MarkKind, Swimmer, TimeUnit};
pub use texture::Texture;
pub use theme::{Paint, Theme, page_css};
pub use threshold::Threshold;
pub use trajectories::{GroupMean, Observation, Spread, Trajectories, TrajectoryGroup, Visit};
pub use waterfall::{Waterfall, WaterfallBar};
