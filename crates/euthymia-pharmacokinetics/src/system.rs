//! Compartments and the flows between them, as a matrix of rates.

use crate::exponential::Square;
use euthymia_numerics::linear::{Matrix, Vector, eigen};

/// The largest number of compartments.
pub const COMPARTMENTS_MAX: usize = 24;

/// A flow between compartments, each by its number; rates are per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flow {
    /// From one compartment into another.
    Between {
        /// Where it comes from.
        from: usize,
        /// Where it goes.
        to: usize,
        /// Per hour.
        rate: f64,
    },
    /// Out of the body.
    Out {
        /// Where it comes from.
        from: usize,
        /// Per hour.
        rate: f64,
    },
    /// An effect site: follows a compartment with a delay and takes nothing from it.
    Follow {
        /// The compartment that is followed.
        from: usize,
        /// The effect site.
        to: usize,
        /// Per hour.
        rate: f64,
    },
}

/// A compartment whose concentration is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Output {
    /// Its number.
    pub compartment: usize,
    /// Its volume in litres.
    pub volume_l: f64,
}

/// A linear compartment model: dx/dt = Ax + u, with amounts x and inputs u.
///
/// Its compartments form no circle of one-way flows: what can come back, comes back the way it went.
/// That makes all eigenvalues of A real, so that a concentration between two changes of the input
/// turns a bounded number of times.
///
/// # Example
/// ```
/// use euthymia_pharmacokinetics::{Flow, Output, System};
/// let one = System::new(
///     1,
///     &[Flow::Out { from: 0, rate: 0.5 }],
///     vec![Output { compartment: 0, volume_l: 20.0 }],
/// )?;
/// assert_eq!(one.half_life_h(0), Some(2.0_f64.ln() / 0.5));
/// # Ok::<(), euthymia_pharmacokinetics::SystemError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    rates: Square,
    outputs: Vec<Output>,
    /// For each compartment, whether something of it can leave the body.
    leaves: Vec<bool>,
}

/// What is no such system.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SystemError {
    /// No compartment, or more than [`COMPARTMENTS_MAX`].
    #[error("a system has 1 to {COMPARTMENTS_MAX} compartments, not {0}")]
    Size(usize),
    /// The number of a compartment that there is not.
    #[error("there is no compartment number {0}")]
    NoCompartment(usize),
    /// A rate that is not finite, or negative.
    #[error("a rate of {0} per hour cannot be; rates are not negative")]
    Rate(f64),
    /// A volume that is not finite and above zero.
    #[error("a volume of {0} L cannot be; volumes are above zero")]
    Volume(f64),
    /// Compartments that lead back to each other by another way than they came.
    #[error("compartments {0} and {1} lie on a circle of flows")]
    Circle(usize, usize),
}

impl System {
    /// Puts flows together; the numbers of compartments run from 0.
    ///
    /// # Errors
    /// [`SystemError`].
    pub fn new(size: usize, flows: &[Flow], outputs: Vec<Output>) -> Result<Self, SystemError> {
        if size == 0 || size > COMPARTMENTS_MAX {
            return Err(SystemError::Size(size));
        }
        let exists = |compartment: usize| match compartment < size {
            true => Ok(compartment),
            false => Err(SystemError::NoCompartment(compartment)),
        };
        let mut rates = Square::zero(size);
        for flow in flows {
            let (from, to, loss_of, rate) = match *flow {
                Flow::Between { from, to, rate } => (from, Some(to), from, rate),
                Flow::Out { from, rate } => (from, None, from, rate),
                Flow::Follow { from, to, rate } => (from, Some(to), to, rate),
            };
            exists(from)?;
            if !(rate.is_finite() && rate >= 0.0) {
                return Err(SystemError::Rate(rate));
            }
            rates.add(exists(loss_of)?, loss_of, -rate);
            if let Some(to) = to {
                if to == from {
                    return Err(SystemError::Circle(from, to));
                }
                rates.add(exists(to)?, from, rate);
            }
        }
        for output in &outputs {
            exists(output.compartment)?;
            if !(output.volume_l.is_finite() && output.volume_l > 0.0) {
                return Err(SystemError::Volume(output.volume_l));
            }
        }
        let reach = reach(&rates);
        no_circle(&rates, &reach)?;
        let leaves = leaves(size, flows, &reach);
        Ok(Self {
            rates,
            outputs,
            leaves,
        })
    }

    /// The number of compartments.
    #[must_use]
    pub fn size(&self) -> usize {
        self.rates.size()
    }

    /// The outputs, in the order in which they were given.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// The half-life of the slowest phase of an output, in hours; `None` where it never ends, or
    /// there is no such output.
    #[must_use]
    pub fn half_life_h(&self, output: usize) -> Option<f64> {
        let part = self.upstream(self.outputs.get(output)?.compartment);
        let slowest = part.eigenvalues().last().copied()?;
        (slowest < 0.0).then(|| 2.0_f64.ln() / -slowest)
    }

    pub(crate) fn rates(&self) -> &Square {
        &self.rates
    }

    /// The compartments that a compartment gets anything from, itself included.
    pub(crate) fn upstream(&self, compartment: usize) -> Part {
        let reach = reach(&self.rates);
        let members: Vec<usize> = (0..self.size())
            .filter(|own| reaches(&reach, *own, compartment))
            .collect();
        let mut rates = Square::zero(members.len());
        for (row, i) in members.iter().enumerate() {
            for (column, j) in members.iter().enumerate() {
                rates.add(row, column, self.rates.at(*i, *j));
            }
        }
        let own = members.iter().position(|own| *own == compartment);
        Part {
            own: own.unwrap_or(0),
            members,
            rates,
        }
    }

    /// ∫ from 0 to ∞ of the amounts that follow from what went in; `None` for a compartment whose
    /// content cannot leave.
    pub(crate) fn areas_to_infinity(&self, went_in: &[f64]) -> Option<Vec<Option<f64>>> {
        let size = self.size();
        let mut matrix = Matrix::from_row_slice(size, size, self.rates.entries());
        matrix.neg_mut();
        // Nothing comes back from where nothing leaves, so that the others have their own solution.
        for (own, _) in self
            .leaves
            .iter()
            .enumerate()
            .filter(|(_, leaves)| !**leaves)
        {
            if let Some(entry) = matrix.get_mut((own, own)) {
                *entry += 1.0;
            }
        }
        let areas = matrix.lu().solve(&Vector::from_column_slice(went_in))?;
        let finite = |(area, leaves): (&f64, &bool)| (*leaves && area.is_finite()).then_some(*area);
        Some(areas.iter().zip(&self.leaves).map(finite).collect())
    }
}

/// Some compartments of a system, with the one that matters.
pub(crate) struct Part {
    pub(crate) members: Vec<usize>,
    /// The place of the one that matters among the members.
    pub(crate) own: usize,
    pub(crate) rates: Square,
}

impl Part {
    /// The eigenvalues of its rates, ascending. Compartments that exchange form trees, so that the
    /// matrix has those of the symmetric one with √(a_ij · a_ji) off its diagonal; one-way flows
    /// change no eigenvalue.
    pub(crate) fn eigenvalues(&self) -> Vec<f64> {
        let size = self.rates.size();
        let entry = |i, j| match i == j {
            true => self.rates.at(i, j),
            false => (self.rates.at(i, j) * self.rates.at(j, i)).sqrt(),
        };
        eigen(Matrix::from_fn(size, size, entry)).values
    }
}

/// For each compartment, whether its content leaves the body in the end; an effect site empties when
/// what it follows does.
fn leaves(size: usize, flows: &[Flow], reach: &[Vec<bool>]) -> Vec<bool> {
    let exits = |own: usize| {
        flows.iter().any(|flow| match flow {
            Flow::Out { from, rate } => *rate > 0.0 && reaches(reach, own, *from),
            Flow::Between { .. } | Flow::Follow { .. } => false,
        })
    };
    let followed = |own: usize| {
        flows.iter().any(|flow| match flow {
            Flow::Follow { from, to, rate } => *to == own && *rate > 0.0 && exits(*from),
            Flow::Between { .. } | Flow::Out { .. } => false,
        })
    };
    (0..size).map(|own| exits(own) || followed(own)).collect()
}

/// Which compartment reaches which, by any number of flows; each reaches itself.
fn reach(rates: &Square) -> Vec<Vec<bool>> {
    let size = rates.size();
    let direct = |from: usize| (0..size).map(move |to| from == to || rates.at(to, from) > 0.0);
    let mut reach: Vec<Vec<bool>> = (0..size).map(|from| direct(from).collect()).collect();
    for via in 0..size {
        let onward = reach.get(via).cloned().unwrap_or_default();
        for row in &mut reach {
            if row.get(via) == Some(&true) {
                for (own, more) in row.iter_mut().zip(&onward) {
                    *own = *own || *more;
                }
            }
        }
    }
    reach
}

fn reaches(reach: &[Vec<bool>], from: usize, to: usize) -> bool {
    reach.get(from).and_then(|row| row.get(to)) == Some(&true)
}

/// Compartments that reach each other must be a tree: one tie fewer than members.
fn no_circle(rates: &Square, reach: &[Vec<bool>]) -> Result<(), SystemError> {
    for first in 0..rates.size() {
        let both = |other: &usize| reaches(reach, first, *other) && reaches(reach, *other, first);
        let members: Vec<usize> = (0..rates.size()).filter(both).collect();
        let pairs = members
            .iter()
            .flat_map(|i| members.iter().map(move |j| (*i, *j)));
        let tied =
            |(i, j): &(usize, usize)| i < j && (rates.at(*i, *j) > 0.0 || rates.at(*j, *i) > 0.0);
        let ties: Vec<(usize, usize)> = pairs.filter(tied).collect();
        if let Some((i, j)) = ties.get(members.len().saturating_sub(1)) {
            return Err(SystemError::Circle(*i, *j));
        }
    }
    Ok(())
}
