//! Doses into inputs, by the ways that a model knows.

use super::{Individual, Model, Path, Route};
use crate::input::{Input, InputError};
use crate::quantity::{Hours, Milligrams};

/// A dose that is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Administration {
    /// How much, of what the model's doses are amounts of.
    pub dose: Milligrams,
    /// When it begins.
    pub start: Hours,
    /// How long an infusion lasts; `None` for all at once, and for ways in that take their own time.
    pub over: Option<Hours>,
    /// The wait between devices, where doses come in devices.
    pub between: Hours,
}

/// A dose that cannot be given in this way.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RouteError {
    /// The model knows another way in only.
    #[error("the model {model} has no {route} dose; it knows: {known}")]
    Unknown {
        /// The model.
        model: String,
        /// What was asked for.
        route: String,
        /// What it knows.
        known: String,
    },
    /// A length for a way in that takes its own time.
    #[error("a {0} dose is not infused; leave the time away")]
    NotTimed(String),
    /// A dose between two numbers of devices.
    #[error("{dose_mg} mg are no whole number of devices of {device_mg} mg")]
    Devices {
        /// The dose.
        dose_mg: f64,
        /// What one holds.
        device_mg: f64,
    },
    /// More devices than the model covers.
    #[error(
        "{dose_mg} mg are {devices} devices of {device_mg} mg; the model covers 1 to {most} in one dose"
    )]
    TooManyDevices {
        /// The dose.
        dose_mg: f64,
        /// How many devices that is.
        devices: f64,
        /// What one holds.
        device_mg: f64,
        /// How many the model covers.
        most: f64,
    },
    /// Devices of two doses of which nobody says which comes first.
    #[error("two doses by device begin at {0} h; write them as one dose")]
    Together(f64),
    /// An input that cannot be.
    #[error(transparent)]
    Input(#[from] InputError),
}

/// The most devices of a dose where a model names no number: a typing error shows sooner.
const DEVICES_MAX: u32 = 12;
/// How far a dose may be from a whole number of devices.
const SAME: f64 = 1e-9;

impl Individual<'_> {
    /// What doses by a way in put into the compartments of this person.
    ///
    /// # Errors
    /// [`RouteError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_pharmacokinetics::quantity::{Hours, Kilograms, Milligrams};
    /// use euthymia_pharmacokinetics::{Administration, Individual, Person, bundled};
    /// let model = bundled("perez_ruixo").unwrap();
    /// let person = Individual::typical(model, &Person::of(Kilograms::new(70.0)?))?;
    /// let dose = |mg| -> Result<_, Box<dyn std::error::Error>> {
    ///     let (start, between) = (Hours::new(0.0)?, Hours::new(0.0)?);
    ///     let given = Administration { dose: Milligrams::new(mg)?, start, over: None, between };
    ///     Ok(person.inputs("nasal", &[given])?)
    /// };
    /// // Two devices, each partly absorbed in the nose and partly swallowed.
    /// assert_eq!(dose(56.0)?.len(), 4);
    /// assert!(dose(50.0).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn inputs(&self, route: &str, given: &[Administration]) -> Result<Vec<Input>, RouteError> {
        let model = self.model();
        let route = model.route(route).ok_or_else(|| unknown(model, route))?;
        let mut inputs = Vec::new();
        for (place, one) in given.iter().enumerate() {
            let mut before = given.iter().take(place);
            if route.device_mg.is_some() && before.any(|own| own.start == one.start) {
                return Err(RouteError::Together(one.start.value()));
            }
            if one.over.is_some() && !route.timed {
                return Err(RouteError::NotTimed(route.id.clone()));
            }
            for (nth, (dose_mg, start_h)) in parts(route, one)?.into_iter().enumerate() {
                for path in &route.paths {
                    let part = self.part(route, path, nth > 0);
                    // A fraction of nothing goes nowhere.
                    if part > 0.0 {
                        inputs.push(self.input(path, dose_mg * part, start_h, one.over)?);
                    }
                }
            }
        }
        Ok(inputs)
    }

    /// The part of a dose that takes a path.
    fn part(&self, route: &Route, path: &Path, is_further: bool) -> f64 {
        let value = |id: &String| {
            let further = route
                .further
                .as_ref()
                .filter(|own| is_further && own.parameter == *id);
            self.known(id) * further.map_or(1.0, |own| self.known(&own.factor))
        };
        let straight: f64 = path.fraction.iter().map(value).product();
        let rests: f64 = path
            .rest_of
            .iter()
            .map(|id| (1.0 - value(id)).max(0.0))
            .product();
        straight * rests
    }

    fn input(
        &self,
        path: &Path,
        amount_mg: f64,
        start_h: f64,
        over: Option<Hours>,
    ) -> Result<Input, InputError> {
        let into = self.model().place(&path.into).unwrap_or(usize::MAX);
        let own = path.over.as_deref().map(|id| self.known(id));
        match own.or(over.map(Hours::value)) {
            Some(over_h) => Input::infusion(into, amount_mg, start_h, over_h),
            None => Input::bolus(into, amount_mg, start_h),
        }
    }
}

fn unknown(model: &Model, route: &str) -> RouteError {
    let known: Vec<&str> = model.routes.iter().map(|own| own.id.as_str()).collect();
    RouteError::Unknown {
        model: model.id.clone(),
        route: route.to_owned(),
        known: known.join(", "),
    }
}

/// A dose, or the devices that make it up, with the time of each.
fn parts(route: &Route, given: &Administration) -> Result<Vec<(f64, f64)>, RouteError> {
    let (dose_mg, start_h) = (given.dose.value(), given.start.value());
    let Some(device_mg) = route.device_mg else {
        return Ok(vec![(dose_mg, start_h)]);
    };
    let devices = (dose_mg / device_mg).round();
    if (dose_mg / device_mg - devices).abs() > SAME || devices < 1.0 {
        return Err(RouteError::Devices { dose_mg, device_mg });
    }
    let most = f64::from(route.devices_max.unwrap_or(DEVICES_MAX));
    if devices > most {
        return Err(RouteError::TooManyDevices {
            dose_mg,
            devices,
            device_mg,
            most,
        });
    }
    let at = |nth: u32| start_h + f64::from(nth) * given.between.value();
    Ok((0..devices as u32)
        .map(|nth| (device_mg, at(nth)))
        .collect())
}

impl Route {
    /// When what a dose consists of begins, in hours: the dose itself, or each of its devices.
    ///
    /// # Errors
    /// [`RouteError`] for a dose that is no number of devices, or of too many.
    pub fn begins_h(&self, given: &Administration) -> Result<Vec<f64>, RouteError> {
        let parts = parts(self, given)?.into_iter();
        Ok(parts.map(|(_, start_h)| start_h).collect())
    }
}
