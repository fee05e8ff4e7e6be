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
pub mod appraisal_summary;
pub mod axis;
pub mod beforeafter;
pub mod calendar;
pub mod columns;
pub mod comparison_funnel;
pub mod concentration;
pub mod contribution_bars;
pub mod contribution_heat;
pub mod course_calendar;
pub mod date;
pub mod day_grid;
pub mod dose_response;
pub mod dotplot;
pub mod flow;
pub mod forest;
pub mod glyph;
pub mod head_guide;
mod head_labels;
pub mod interval;
pub mod league_table;
pub mod metrics;
pub mod missingness;
pub mod net_heat;
pub mod network_graph;
pub mod prisma_flow;
pub mod raincloud;
pub mod rank_scatter;
pub mod rankogram;
pub mod recall_curve;
pub mod responder_curve;
pub mod scene;
pub mod stacked_bar;
pub mod survival_curve;
pub mod svg;
pub mod swimmer;
pub mod texture;
pub mod theme;
pub mod threshold;
pub mod time_panels;
pub mod traffic_light;
pub mod trajectories;
pub mod verdict;
pub mod waterfall;

mod axis_draw;
mod bar_parts;
mod coordinates;
mod count_rows;
mod crowd;
mod event_panels;
mod flow_box;
#[cfg(any(feature = "png", feature = "pdf"))]
mod font;
mod frame;
mod head_above;
mod head_beside;
mod head_parts;
mod heat;
mod lane;
mod league_draw;
mod lettering;
mod marks;
mod matrix;
mod metrics_table;
mod missingness_map;
mod network_draw;
mod network_layout;
mod network_order;
mod panel;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "pdf")]
mod pdf_font;
mod plane;
mod point_names;
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
pub use appraisal_summary::{AppraisalBar, AppraisalSummary};
pub use axis::{Axis, Scale};
pub use beforeafter::{BeforeAfter, Better, MeanChange};
pub use calendar::{Calendar, CalendarEntry};
pub use columns::{Align, Column};
pub use comparison_funnel::{ComparisonFunnel, FunnelPoint};
pub use concentration::{Concentration, ConcentrationCurve, ConcentrationPoint};
pub use contribution_bars::{ContributionBar, ContributionBars, ContributionPart};
pub use contribution_heat::{ContributionColumn, ContributionHeat, ContributionRow};
pub use course_calendar::{CourseCalendar, CourseEntry};
pub use date::{CalendarDate, Weekday};
pub use day_grid::{DayKind, DaySign};
pub use dose_response::{DoseArm, DoseCurve, DosePoint, DoseResponse};
pub use dotplot::{IntervalChart, IntervalGroup, IntervalPoint};
pub use flow::{Exit, Flow, Stage};
pub use forest::{Block, ForestPlot, Marker, Prediction, Row, Summary};
pub use glyph::Glyph;
pub use head_guide::{HeadGuide, HeadSide, HeadWay};
pub use interval::{Estimate, Interval};
pub use league_table::{Certainty, LeagueCell, LeagueHalf, LeagueTable};
pub use metrics::Weight;
pub use missingness::{CellState, MissingnessMap, MissingnessRow};
pub use net_heat::{NetHeat, NetHeatCell};
pub use network_graph::{MultiArm, NetworkEdge, NetworkGraph, NetworkNode, NodeOrder};
#[cfg(feature = "pdf")]
pub use pdf::PdfError;
pub use prisma_flow::{PrismaFlow, PrismaSide, PrismaStep};
pub use raincloud::{FiveNumbers, RainGroup, Raincloud};
pub use rank_scatter::{RankPoint, RankScatter};
pub use rankogram::{RankForm, RankNode, Rankogram};
#[cfg(feature = "png")]
pub use raster::RasterError;
pub use recall_curve::{RecallCurve, RecallGroup, RecallRun};
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
pub use time_panels::{PanelLimit, PanelLine, TimePanels, TimeSpan, ValuePanel};
pub use traffic_light::{TrafficDomain, TrafficLight, TrafficRow};
pub use trajectories::{GroupMean, Observation, Spread, Trajectories, TrajectoryGroup, Visit};
pub use verdict::{Verdict, VerdictLevel};
pub use waterfall::{Waterfall, WaterfallBar};
