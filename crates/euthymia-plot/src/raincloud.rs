//! Raincloud: for each group a half-violin, a box and the dots of all people.

use crate::axis::{Axis, Extent};
use crate::axis_draw;
use crate::columns::MARGIN;
use crate::frame;
use crate::raincloud_draw as draw;
use crate::raincloud_words as words;
use crate::scene::Scene;
use crate::threshold::{Threshold, Uprights};

pub(crate) const WIDTH: f64 = 760.0;

/// Distributions side by side: a cloud (half-violin), a box, and the rain of single values.
///
/// Values lie along the horizontal axis. Dots are moved up and down by the van der Corput sequence in
/// order of value, so that the same numbers give the same figure, whatever their order. Heights of all
/// clouds are on one scale. Meant for one to six groups; looks start again after six.
///
/// # Example
/// ```
/// use euthymia_plot::{Axis, FiveNumbers, Raincloud, RainGroup};
/// let figure = Raincloud {
///     title: "Scores of one group".into(),
///     axis: Axis { label: "Score".into(), ..Axis::default() },
///     groups: vec![RainGroup {
///         label: "Day 28".into(),
///         density: vec![(0.0, 0.0), (12.0, 0.06), (30.0, 0.0)],
///         summary: FiveNumbers::new([4.0, 8.0, 12.0, 20.0, 29.0]),
///         values: vec![Some(4.0), Some(8.0), None, Some(12.0), Some(20.0), Some(29.0)],
///         ..RainGroup::default()
///     }],
///     ..Raincloud::default()
/// };
/// let text = figure.to_scene().text_alternative();
/// assert!(text.contains("Day 28: 5 values, 1 missing; median 12, quartiles 8 and 20"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raincloud {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// The horizontal axis of the values.
    pub axis: Axis,
    /// The groups from top to bottom.
    pub groups: Vec<RainGroup>,
    /// Whether values at the same place of neighbouring groups belong to one person and are joined by
    /// a line.
    pub joined: bool,
    /// Upright dashed lines, named above the plot.
    pub thresholds: Vec<Threshold>,
    /// What box and whiskers are, for the key, such as "Median, quartiles, range".
    pub box_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One group, or one point in time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RainGroup {
    /// Its name.
    pub label: String,
    /// Points of the density: value and height, in order of value, as computed elsewhere. Points that
    /// are not finite or below 0 are left out.
    pub density: Vec<(f64, f64)>,
    /// Numbers of the box, as computed elsewhere.
    pub summary: Option<FiveNumbers>,
    /// The mean, drawn as a diamond.
    pub mean: Option<f64>,
    /// One value per person; `None` where it is missing.
    pub values: Vec<Option<f64>>,
}

/// Ends of the whiskers, quartiles and median: finite and in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FiveNumbers([f64; 5]);

impl FiveNumbers {
    /// Lower whisker, lower quartile, median, upper quartile, upper whisker; `None` unless all are
    /// finite and none is smaller than the one before.
    ///
    /// # Example
    /// ```
    /// use euthymia_plot::FiveNumbers;
    /// assert!(FiveNumbers::new([1.0, 2.0, 2.0, 5.0, 9.0]).is_some());
    /// assert!(FiveNumbers::new([1.0, 3.0, 2.0, 5.0, 9.0]).is_none());
    /// ```
    #[must_use]
    pub fn new(numbers: [f64; 5]) -> Option<Self> {
        let finite = numbers.iter().all(|v| v.is_finite());
        let ordered = numbers
            .iter()
            .zip(numbers.iter().skip(1))
            .all(|(a, b)| a <= b);
        (finite && ordered).then_some(Self(numbers))
    }

    /// The five numbers in order.
    #[must_use]
    pub fn numbers(self) -> [f64; 5] {
        self.0
    }
}

impl RainGroup {
    /// Finite values with the index of the person.
    pub(crate) fn seen(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let values = self.values.iter().enumerate();
        values.filter_map(|(person, value)| Some((person, value.filter(|v| v.is_finite())?)))
    }

    /// Points of the density that can be drawn.
    pub(crate) fn cloud(&self) -> Vec<(f64, f64)> {
        let usable = |p: &&(f64, f64)| p.0.is_finite() && p.1.is_finite() && p.1 >= 0.0;
        self.density.iter().filter(usable).copied().collect()
    }
}

impl Raincloud {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let left = MARGIN + draw::names_width(self);
        let placed = self.axis.place(&self.extent(), left, WIDTH - MARGIN - 8.0);
        let ends = (placed.left, placed.right);
        let uprights = Uprights::new(&self.thresholds, |v| draw::inside(&placed, v), ends);
        let mut top = top + uprights.height() + 6.0;
        if self.axis.reference_label.is_some() {
            axis_draw::reference_label(out, &self.axis, &placed, top - 2.0 - uprights.height());
            top += 16.0;
        }
        let bottom = top + draw::height(self);
        axis_draw::reference(out, &self.axis, &placed, top, bottom);
        draw::lanes(self, out, &placed, top);
        uprights.draw(out, top, bottom);
        let bottom = axis_draw::draw(out, &self.axis, &placed, bottom, WIDTH);
        let mut notes = self.footnotes.clone();
        notes.extend(words::notes(self, &placed));
        frame::finish(
            scene,
            bottom + 6.0,
            &words::key(self),
            notes,
            words::lines(self),
        )
    }

    /// Everything that the axis must show.
    fn extent(&self) -> Extent {
        let mut points: Vec<f64> = self.thresholds.iter().map(|t| t.value).collect();
        for group in &self.groups {
            points.extend(group.seen().map(|(_, value)| value));
            points.extend(group.cloud().iter().map(|(value, _)| *value));
            points.extend(group.summary.iter().flat_map(|s| s.numbers()));
            points.extend(group.mean);
        }
        Extent {
            points,
            ..Extent::default()
        }
    }
}
