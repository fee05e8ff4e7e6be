//! The parameters of one person: typical for what is known, or drawn around that.

use super::{Covariate, DeviationScale, Model, ModelFlow, Parameter, Unit, Variability};
use crate::quantity::{Kilograms, Years};
use crate::system::{Flow, Output, System, SystemError};
use euthymia_numerics::linear::{Cholesky, Matrix};
use euthymia_numerics::random::Random;

/// What is known of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Body weight.
    pub weight: Kilograms,
    /// Age, where it is known.
    pub age: Option<Years>,
    /// Groups that a model distinguishes.
    pub groups: Vec<String>,
}

impl Person {
    /// A person of whom the weight is known.
    #[must_use]
    pub fn of(weight: Kilograms) -> Self {
        Self {
            weight,
            age: None,
            groups: Vec::new(),
        }
    }
}

/// A person that a model has no parameters for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PersonError {
    /// A parameter that makes no sense for this person.
    #[error("{name} would be {value} for this person; the model does not reach so far")]
    Parameter {
        /// Which.
        name: String,
        /// What it would be, per hour, in litres or hours.
        value: f64,
    },
}

/// A model with the parameters of one person, in hours, litres and milligrams.
///
/// # Example
/// ```
/// use euthymia_pharmacokinetics::quantity::Kilograms;
/// use euthymia_pharmacokinetics::{Individual, Person, bundled};
/// let model = bundled("fanta").unwrap();
/// let heavy = Individual::typical(model, &Person::of(Kilograms::new(140.0)?))?;
/// // A volume in proportion to weight, a clearance with its power of 3/4.
/// assert_eq!(heavy.value("v1"), Some(266.0));
/// assert!((heavy.value("cl").unwrap() - 95.2 * 2.0_f64.powf(0.75)).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Individual<'m> {
    model: &'m Model,
    /// One for each parameter of the model.
    values: Vec<f64>,
}

impl<'m> Individual<'m> {
    /// The typical person like this one.
    ///
    /// # Errors
    /// [`PersonError`].
    pub fn typical(model: &'m Model, person: &Person) -> Result<Self, PersonError> {
        Self::deviating(model, person, &[])
    }

    /// A person like this one, drawn from the published variability: as many independent standard
    /// normal numbers as the model has parameters that vary, block by block.
    ///
    /// # Errors
    /// [`PersonError`].
    pub fn drawn(
        model: &'m Model,
        person: &Person,
        random: &mut Random,
    ) -> Result<Self, PersonError> {
        let mut deviations = Vec::new();
        for block in &model.variability {
            let Some(lower) = factor(block) else {
                continue;
            };
            let size = block.of.len();
            let mut normal: Vec<f64> = (0..size.div_ceil(2))
                .flat_map(|_| random.normal_pair())
                .collect();
            normal.truncate(size);
            for (place, id) in block.of.iter().enumerate() {
                let deviation = (0..=place)
                    .filter_map(|j| Some(lower.get((place, j))? * normal.get(j)?))
                    .sum();
                deviations.push((id.as_str(), block.scale, deviation));
            }
        }
        Self::deviating(model, person, &deviations)
    }

    fn deviating(
        model: &'m Model,
        person: &Person,
        deviations: &[(&str, DeviationScale, f64)],
    ) -> Result<Self, PersonError> {
        let one = |parameter: &Parameter| {
            let by_age = aged(model, parameter, person);
            let deviated = deviations.iter().filter(|(id, ..)| *id == parameter.id);
            let deviated =
                deviated.fold(by_age, |value, (_, scale, by)| deviate(value, *scale, *by));
            let value = grouped(
                model,
                parameter,
                person,
                weighed(model, parameter, person, deviated),
            );
            let is_fraction = deviations
                .iter()
                .any(|(id, scale, _)| *id == parameter.id && *scale == DeviationScale::Logit);
            // A drawn fraction times the factor of a group can pass the whole.
            let value = if is_fraction { value.min(1.0) } else { value };
            let signed = parameter.unit == Unit::LitresPerHourAndYear;
            match value.is_finite() && (signed || value > 0.0) {
                true => Ok(value),
                false => Err(PersonError::Parameter {
                    name: parameter.name.clone(),
                    value,
                }),
            }
        };
        let values = model.parameters.iter().map(one).collect::<Result<_, _>>()?;
        Ok(Self { model, values })
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// The value of a parameter in hours, litres and their quotients; `None` for one that the model
    /// does not have.
    #[must_use]
    pub fn value(&self, id: &str) -> Option<f64> {
        let place = self.model.parameters.iter().position(|own| own.id == id)?;
        self.values.get(place).copied()
    }

    /// The value of a parameter that the check of the model has found.
    pub(crate) fn known(&self, id: &str) -> f64 {
        self.value(id).unwrap_or(f64::NAN)
    }

    /// The system of this person, with one output for each of the model.
    ///
    /// # Errors
    /// [`SystemError`] for a model that was not read by [`Model::parse`].
    pub fn system(&self) -> Result<System, SystemError> {
        let model = self.model;
        let place = |id: &str| model.place(id).unwrap_or(usize::MAX);
        let volume = |id: &str| self.known(model.volume(id).unwrap_or_default());
        let rate = |flow: &ModelFlow| match (&flow.clearance, &flow.rate) {
            (Some(clearance), _) => self.known(clearance) / volume(&flow.from),
            (None, rate) => self.known(rate.as_deref().unwrap_or_default()),
        };
        let flows = model.flows.iter().map(|flow| match &flow.to {
            Some(to) => Flow::Between {
                from: place(&flow.from),
                to: place(to),
                rate: rate(flow),
            },
            None => Flow::Out {
                from: place(&flow.from),
                rate: rate(flow),
            },
        });
        let sites = model.effects.iter().map(|effect| Flow::Follow {
            from: place(&effect.of),
            to: place(&effect.id),
            rate: self.known(&effect.rate),
        });
        let outputs = model.outputs.iter().map(|output| Output {
            compartment: place(&output.compartment),
            volume_l: volume(&output.compartment),
        });
        let flows: Vec<Flow> = flows.chain(sites).collect();
        System::new(
            model.compartments.len() + model.effects.len(),
            &flows,
            outputs.collect(),
        )
    }
}

/// The lower triangle whose product with itself is the covariance.
pub(crate) fn factor(block: &Variability) -> Option<Matrix<f64>> {
    let size = block.of.len();
    let flat: Vec<f64> = block.covariance.iter().flatten().copied().collect();
    let whole = flat.len() == size * size && flat.iter().all(|entry| entry.is_finite());
    whole
        .then(|| Matrix::from_row_slice(size, size, &flat))
        .and_then(|matrix| {
            let symmetric = matrix == matrix.transpose();
            Cholesky::new(matrix)
                .ok()
                .filter(|_| symmetric)
                .map(|found| found.lower())
        })
}

/// The value of the file in hours and litres.
fn plain(parameter: &Parameter) -> f64 {
    match parameter.unit {
        Unit::PerMinute => 60.0 * parameter.value,
        _ => parameter.value,
    }
}

/// What the years above an age add.
fn aged(model: &Model, parameter: &Parameter, person: &Person) -> f64 {
    let value = plain(parameter);
    let Some(age) = person.age else {
        return value;
    };
    let concerned = model
        .covariates
        .iter()
        .filter(|own| own.parameter == parameter.id);
    let added = concerned.filter_map(|own: &Covariate| {
        let per_year = model.parameter(own.per_year.as_deref()?)?;
        Some(plain(per_year) * (age.value() - own.above_years?).max(0.0))
    });
    value + added.sum::<f64>()
}

fn deviate(value: f64, scale: DeviationScale, by: f64) -> f64 {
    match scale {
        DeviationScale::Log => value * by.exp(),
        DeviationScale::Logit => {
            let odds = value / (1.0 - value) * by.exp();
            odds / (1.0 + odds)
        }
    }
}

fn weighed(model: &Model, parameter: &Parameter, person: &Person, value: f64) -> f64 {
    let weight = person.weight.value();
    let scaled = match parameter.weight_exponent {
        0.0 => value,
        exponent => value * (weight / model.reference_weight_kg).powf(exponent),
    };
    match parameter.unit {
        Unit::LitresPerKilogram => scaled * weight,
        _ => scaled,
    }
}

fn grouped(model: &Model, parameter: &Parameter, person: &Person, value: f64) -> f64 {
    let concerned = model
        .covariates
        .iter()
        .filter(|own| own.parameter == parameter.id);
    concerned.fold(value, |value, own| {
        let belongs = own
            .group
            .as_ref()
            .is_some_and(|group| person.groups.contains(group));
        let factor = own.factor.as_deref().and_then(|id| model.parameter(id));
        match (belongs, factor) {
            (true, Some(factor)) => value * plain(factor),
            _ => value,
        }
    })
}
