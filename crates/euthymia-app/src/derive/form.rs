//! One conversion: its names, its formula, and the function that does it.

use super::given::Given;
use euthymia_numerics::Probability;
use euthymia_report::derive::shown;
use euthymia_synthesis::conversion::spread::Quantile;
use euthymia_synthesis::conversion::{ConversionError, Method};
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::variance::VarianceError;
use euthymia_table::{Diagnostic, Value};

/// What can be asked for by one word.
pub(super) struct What {
    /// The word.
    pub(super) word: &'static str,
    /// What it gives, as a title.
    pub(super) title: &'static str,
    /// True when it is about one group, so that it can be done for each of two.
    pub(super) by_group: bool,
    /// The ways to it, the preferred first.
    pub(super) forms: &'static [Form],
}

/// One way to a value.
pub(super) struct Form {
    /// The word that chooses it.
    pub(super) method: &'static str,
    /// Sets of names, any one of which is enough. `mean#` stands for `mean1`, `mean2`, …
    pub(super) needs: &'static [&'static [&'static str]],
    /// Names that may be given besides.
    pub(super) takes: &'static [&'static str],
    /// The columns it makes.
    pub(super) gives: &'static str,
    /// The formula, in the names given.
    pub(super) formula: &'static str,
    /// The paper or the page.
    pub(super) source: &'static str,
    /// Does it.
    pub(super) run: fn(&Given<'_>) -> Result<Answer, Failure>,
}

impl Form {
    /// Every name it may use.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        let needs = self.needs.iter().flat_map(|set| set.iter().copied());
        needs.chain(self.takes.iter().copied())
    }
}

/// Choices that hold for every row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choices {
    /// The level of the printed intervals.
    pub level: Probability,
    /// The quantile that intervals and tests of means were made with.
    pub quantile: Quantile,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            level: Probability::NINETY_FIVE,
            quantile: Quantile::StudentT,
        }
    }
}

/// What a way leads to.
pub(super) struct Answer {
    /// One line of columns and values, or one for each possibility.
    pub(super) lines: Vec<Vec<(String, Value)>>,
    /// How they were made.
    pub(super) method: Method,
    /// What a reader should know.
    pub(super) remarks: Vec<String>,
    /// Numbers on the way.
    pub(super) steps: Vec<(&'static str, f64)>,
}

impl Answer {
    /// Several possibilities.
    pub(super) fn lines(lines: Vec<Vec<(String, Value)>>, method: Method) -> Self {
        Self {
            lines,
            method,
            remarks: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// One line.
    pub(super) fn line<const N: usize>(values: [(&str, Value); N], method: Method) -> Self {
        let line = values.map(|(key, value)| (key.to_owned(), value));
        Self::lines(vec![line.to_vec()], method)
    }

    /// Numbers in one line.
    pub(super) fn numbers<const N: usize>(values: [(&str, f64); N], method: Method) -> Self {
        Self::line(values.map(|(key, value)| (key, shown(value))), method)
    }

    /// An effect in the columns that `effect GEN` and `pool --measure GEN` read.
    pub(super) fn effect(effect: &Effect, method: Method) -> Self {
        let variance = effect.variance;
        let values = [
            ("estimate", effect.estimate),
            ("variance", variance.get()),
            ("se", variance.standard_error().get()),
        ];
        Self::numbers(values, method)
    }

    /// With a number on the way.
    pub(super) fn step(mut self, name: &'static str, value: f64) -> Self {
        self.steps.push((name, value));
        self
    }

    /// With a remark.
    pub(super) fn remark(mut self, text: impl Into<String>) -> Self {
        self.remarks.push(text.into());
        self
    }
}

/// Why a row has no answer.
pub(super) enum Failure {
    /// A cell cannot be read.
    Cell(Diagnostic),
    /// The names given fit no way.
    Names(String),
    /// The numbers cannot be used.
    Conversion(ConversionError),
    /// The numbers are fine, but nothing fits them.
    Nothing(String),
}

impl From<Diagnostic> for Failure {
    fn from(finding: Diagnostic) -> Self {
        Self::Cell(finding)
    }
}

impl From<ConversionError> for Failure {
    fn from(error: ConversionError) -> Self {
        Self::Conversion(error)
    }
}

impl From<EffectError> for Failure {
    fn from(error: EffectError) -> Self {
        Self::Conversion(error.into())
    }
}

impl From<VarianceError> for Failure {
    fn from(error: VarianceError) -> Self {
        Self::Conversion(error.into())
    }
}
