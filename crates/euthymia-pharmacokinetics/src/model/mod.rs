//! Published models as data: structure, parameters with their sources, and what a model does not say.

mod check;
mod individual;
mod library;
mod route;

pub use individual::{Individual, Person, PersonError};
pub use library::{NotOffered, bundled, bundled_all, bundled_ids, not_offered};
pub use route::{Administration, RouteError};

use serde::Deserialize;
use std::fmt;

/// How sure a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Read in the source that is named.
    Seen,
    /// Computed from what was read there.
    Computed,
    /// Assumed, recalled or disputed: shown as unverified, and used only when asked for.
    Unverified,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seen => "seen",
            Self::Computed => "computed",
            Self::Unverified => "unverified",
        })
    }
}

/// A published model.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The name of the schema of its file.
    pub schema: String,
    /// A short name.
    pub id: String,
    /// Author and year.
    pub name: String,
    /// What it describes, in a sentence.
    pub about: String,
    /// What a dose is an amount of.
    pub substance: String,
    /// How much of an equal mixture of both mirror forms is what the model follows; `None` where it
    /// follows the mixture itself.
    #[serde(default)]
    pub share_of_racemate: Option<f64>,
    /// In what concentrations are told: by mass, and of which form.
    pub measured: String,
    /// The publication.
    pub citation: String,
    /// Its DOI or PMID.
    pub identifier: String,
    /// Where the numbers were read.
    pub read_in: String,
    /// The weight in kilograms that weights are compared with.
    pub reference_weight_kg: f64,
    /// The ages studied, in years, where they are known.
    #[serde(default)]
    pub ages: Option<[f64; 2]>,
    /// Misprints and contradictions.
    #[serde(default)]
    pub errata: Vec<String>,
    /// What it does not cover.
    pub not_covered: Vec<String>,
    /// Its compartments.
    #[serde(rename = "compartment")]
    pub compartments: Vec<Compartment>,
    /// The flows between them.
    #[serde(rename = "flow")]
    pub flows: Vec<ModelFlow>,
    /// Effect sites.
    #[serde(rename = "effect", default)]
    pub effects: Vec<Effect>,
    /// What is reported.
    #[serde(rename = "output")]
    pub outputs: Vec<ModelOutput>,
    /// How a dose gets in.
    #[serde(rename = "route")]
    pub routes: Vec<Route>,
    /// Its numbers.
    #[serde(rename = "parameter")]
    pub parameters: Vec<Parameter>,
    /// What changes them from person to person by what is known of a person.
    #[serde(rename = "covariate", default)]
    pub covariates: Vec<Covariate>,
    /// How they differ beyond that.
    #[serde(rename = "variability", default)]
    pub variability: Vec<Variability>,
    /// How far a measurement lies from what the model says.
    #[serde(rename = "residual", default)]
    pub residuals: Vec<Residual>,
}

/// A compartment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compartment {
    /// Its name in the file.
    pub id: String,
    /// The parameter that is its volume, where it has one.
    #[serde(default)]
    pub volume: Option<String>,
}

/// A one-way flow: by a rate constant, or by a clearance over the volume that it leaves.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFlow {
    /// The compartment that it leaves.
    pub from: String,
    /// The compartment that it enters; `None` out of the body.
    #[serde(default)]
    pub to: Option<String>,
    /// The parameter that is its clearance.
    #[serde(default)]
    pub clearance: Option<String>,
    /// The parameter that is its rate constant.
    #[serde(default)]
    pub rate: Option<String>,
}

/// An effect site.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// Its name in the file.
    pub id: String,
    /// The compartment that it follows.
    pub of: String,
    /// The parameter that is its rate constant.
    pub rate: String,
}

/// A concentration that is reported.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelOutput {
    /// Its name in the file.
    pub id: String,
    /// What it is, in words.
    pub name: String,
    /// The compartment or effect site.
    pub compartment: String,
}

/// A way in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Its name, such as `intravenous`.
    pub id: String,
    /// Whether it lasts as long as somebody chooses: an infusion.
    #[serde(default)]
    pub timed: bool,
    /// The content of one device in milligrams, where doses come in devices.
    #[serde(default)]
    pub device_mg: Option<f64>,
    /// How many devices of one dose the model covers.
    #[serde(default)]
    pub devices_max: Option<u32>,
    /// What changes from the second device on.
    #[serde(default)]
    pub further: Option<Further>,
    /// Where the dose goes.
    #[serde(rename = "path")]
    pub paths: Vec<Path>,
}

/// What a further device changes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Further {
    /// The parameter that is changed.
    pub parameter: String,
    /// The parameter that it is multiplied by.
    pub factor: String,
}

/// A part of a dose on its way.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// The compartment that it enters.
    pub into: String,
    /// Parameters whose product is the part of the dose; the whole dose where there are none.
    #[serde(default)]
    pub fraction: Vec<String>,
    /// Parameters whose rests, one minus each, are multiplied in.
    #[serde(default)]
    pub rest_of: Vec<String>,
    /// The parameter that is the time over which it goes in; at once where there is none.
    #[serde(default)]
    pub over: Option<String>,
}

/// A number of a model.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name in the file.
    pub id: String,
    /// What it is, in words.
    pub name: String,
    /// Its value at the reference weight, in its unit.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// The power of weight over reference weight that it is multiplied by.
    #[serde(default)]
    pub weight_exponent: f64,
    /// How sure it is.
    pub mark: Mark,
    /// What is to be said about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// The unit of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Unit {
    /// Litres.
    #[serde(rename = "L")]
    Litres,
    /// Litres per kilogram of body weight.
    #[serde(rename = "L/kg")]
    LitresPerKilogram,
    /// Litres per hour.
    #[serde(rename = "L/h")]
    LitresPerHour,
    /// Per hour.
    #[serde(rename = "1/h")]
    PerHour,
    /// Per minute.
    #[serde(rename = "1/min")]
    PerMinute,
    /// Hours.
    #[serde(rename = "h")]
    Hours,
    /// Litres per hour for each year of age.
    #[serde(rename = "L/h/year")]
    LitresPerHourAndYear,
    /// A plain number.
    #[serde(rename = "1")]
    Plain,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Litres => "L",
            Self::LitresPerKilogram => "L/kg",
            Self::LitresPerHour => "L/h",
            Self::PerHour => "1/h",
            Self::PerMinute => "1/min",
            Self::Hours => "h",
            Self::LitresPerHourAndYear => "L/h/year",
            Self::Plain => "",
        })
    }
}

/// What is known of a person changes a parameter.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covariate {
    /// The parameter that is changed.
    pub parameter: String,
    /// The group whose members have it multiplied by `factor`.
    #[serde(default)]
    pub group: Option<String>,
    /// The parameter that it is multiplied by.
    #[serde(default)]
    pub factor: Option<String>,
    /// The age in years above which `per_year` is added for each year.
    #[serde(default)]
    pub above_years: Option<f64>,
    /// The parameter that is added for each year.
    #[serde(default)]
    pub per_year: Option<String>,
}

/// On which scale a deviation is added to a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviationScale {
    /// To its logarithm.
    Log,
    /// To its logit: it stays between 0 and 1.
    Logit,
}

/// Deviations of parameters, jointly normal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variability {
    /// The parameters.
    pub of: Vec<String>,
    /// On which scale.
    pub scale: DeviationScale,
    /// Variances and covariances, row by row.
    pub covariance: Vec<Vec<f64>>,
    /// How sure they are.
    pub mark: Mark,
}

/// How far measurements lie from the model.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residual {
    /// The output.
    pub output: String,
    /// Standard deviation relative to the concentration.
    pub proportional_sd: f64,
    /// How sure it is.
    pub mark: Mark,
}

/// A file that is no model, or contradicts itself.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It is not TOML, or a key is missing, unknown or of another kind.
    #[error("not a model: {0}")]
    Text(#[from] toml::de::Error),
    /// Something in it does not fit.
    #[error("{place}: {what}")]
    Contradiction {
        /// Where it stands.
        place: String,
        /// What is wrong.
        what: String,
    },
}

impl Model {
    /// Reads a model, and holds its parts against each other.
    ///
    /// # Errors
    /// [`ModelError`].
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let model: Self = toml::from_str(text)?;
        check::check(&model)?;
        Ok(model)
    }

    /// The parameter of this name.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.id == id)
    }

    /// The place of an output among the outputs.
    #[must_use]
    pub fn output(&self, id: &str) -> Option<usize> {
        self.outputs.iter().position(|output| output.id == id)
    }

    /// The way in of this name.
    #[must_use]
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }

    /// Whether an output rests on an effect site whose rate is unverified.
    #[must_use]
    pub fn is_unverified(&self, output: &ModelOutput) -> bool {
        let effect = self
            .effects
            .iter()
            .find(|effect| effect.id == output.compartment);
        let rate = effect.and_then(|effect| self.parameter(&effect.rate));
        rate.is_some_and(|rate| rate.mark == Mark::Unverified)
    }

    /// The published error of measurement of an output, by its place: its standard deviation relative to
    /// the concentration. `None` where none was published, or there is no such output.
    #[must_use]
    pub fn measurement_error(&self, output: usize) -> Option<f64> {
        let output = self.outputs.get(output)?;
        let own = self.residuals.iter().find(|own| own.output == output.id);
        own.map(|own| own.proportional_sd)
    }

    /// The groups that make a difference, each once.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for group in self
            .covariates
            .iter()
            .filter_map(|own| own.group.as_deref())
        {
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }

    /// The number of a compartment or effect site in a system.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        let compartments = self.compartments.iter().map(|own| &own.id);
        let mut all = compartments.chain(self.effects.iter().map(|own| &own.id));
        all.position(|own| own == id)
    }

    /// The parameter that is the volume of a compartment, or of what an effect site follows.
    pub(crate) fn volume(&self, id: &str) -> Option<&str> {
        let effect = self.effects.iter().find(|effect| effect.id == id);
        let id = effect.map_or(id, |effect| effect.of.as_str());
        let compartment = self.compartments.iter().find(|own| own.id == id)?;
        compartment.volume.as_deref()
    }
}
