//! Which treatment contains which components.

use crate::network::data::Network;
use euthymia_numerics::linear::Matrix;

/// Components by treatment.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    names: Vec<String>,
    matrix: Matrix<f64>,
}

/// Why there are no components.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ComponentError {
    /// The matrix has another shape than treatments by components.
    #[error(
        "a matrix of {rows} × {columns} for {treatments} treatments and {components} components"
    )]
    Shape {
        /// Rows given.
        rows: usize,
        /// Columns given.
        columns: usize,
        /// Treatments of the network.
        treatments: usize,
        /// Names of components given.
        components: usize,
    },
    /// An entry that is no number.
    #[error("treatment \"{treatment}\", component \"{component}\": a finite number is needed")]
    NotFinite {
        /// The treatment.
        treatment: String,
        /// The component.
        component: String,
    },
    /// No treatment contains anything.
    #[error("no treatment contains an active component")]
    Nothing,
    /// A treatment's label names an empty component.
    #[error("treatment \"{0}\" has an empty component: a separator too many?")]
    EmptyComponent(String),
    /// A treatment's label names a component twice.
    #[error("treatment \"{treatment}\" contains \"{component}\" twice")]
    Twice {
        /// The treatment.
        treatment: String,
        /// The component.
        component: String,
    },
    /// Two components have one name.
    #[error("two components are called \"{0}\"")]
    DuplicateName(String),
    /// The name is no component's.
    #[error("there is no component \"{0}\"")]
    Unknown(String),
    /// The two components never come together, so that nothing is known of their interaction.
    #[error("no treatment contains both \"{0}\" and \"{1}\"")]
    NeverTogether(String, String),
}

impl Components {
    /// Takes a matrix as it is: a row for each treatment of the network, a column for each component.
    ///
    /// # Errors
    /// [`ComponentError`].
    pub fn new(
        network: &Network,
        names: Vec<String>,
        matrix: Matrix<f64>,
    ) -> Result<Self, ComponentError> {
        let treatments = network.treatments();
        if matrix.shape() != (treatments.len(), names.len()) {
            return Err(ComponentError::Shape {
                rows: matrix.nrows(),
                columns: matrix.ncols(),
                treatments: treatments.len(),
                components: names.len(),
            });
        }
        for (j, name) in names.iter().enumerate() {
            if names[..j].contains(name) {
                return Err(ComponentError::DuplicateName(name.clone()));
            }
            let wrong = matrix.column(j).iter().position(|x| !x.is_finite());
            if let Some(i) = wrong {
                return Err(ComponentError::NotFinite {
                    treatment: treatments[i].clone(),
                    component: name.clone(),
                });
            }
        }
        if matrix.iter().all(|x| *x == 0.0) {
            return Err(ComponentError::Nothing);
        }
        Ok(Self { names, matrix })
    }

    /// Reads components from labels such as "A+B": the text between separators, without space around
    /// it. The inactive component, such as a placebo, has no column; adding it changes nothing.
    ///
    /// # Errors
    /// [`ComponentError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::component::Components;
    /// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network};
    /// let network = Network::from_contrasts(&[Contrast { study: "1".into(),
    ///     treatment1: "A + B".into(), treatment2: "nil".into(), estimate: 1.0,
    ///     standard_error: 1.0 }], ADDS_UP_WITHIN)?;
    /// let components = Components::from_labels(&network, "+", Some("nil"))?;
    /// assert_eq!(components.names(), ["A", "B"]);
    /// assert_eq!(components.of(0), [1.0, 1.0]);
    /// assert_eq!(components.of(1), [0.0, 0.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_labels(
        network: &Network,
        separator: &str,
        inactive: Option<&str>,
    ) -> Result<Self, ComponentError> {
        let mut names: Vec<String> = Vec::new();
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for label in network.treatments() {
            let mut row = Vec::new();
            let whole = separator.is_empty();
            let parts: Vec<&str> = if whole {
                vec![label.trim()]
            } else {
                label.split(separator).map(str::trim).collect()
            };
            for (at, part) in parts.iter().enumerate() {
                if part.is_empty() {
                    return Err(ComponentError::EmptyComponent(label.clone()));
                }
                if parts[..at].contains(part) {
                    return Err(ComponentError::Twice {
                        treatment: label.clone(),
                        component: (*part).to_owned(),
                    });
                }
                if Some(*part) == inactive {
                    continue;
                }
                let place = names.iter().position(|name| name == part);
                row.push(place.unwrap_or_else(|| {
                    names.push((*part).to_owned());
                    names.len() - 1
                }));
            }
            rows.push(row);
        }
        if let Some(name) = inactive {
            let known = |label: &String| label.split(separator).any(|part| part.trim() == name);
            if !network.treatments().iter().any(known) {
                return Err(ComponentError::Unknown(name.to_owned()));
            }
        }
        let matrix = Matrix::from_fn(rows.len(), names.len(), |i, j| {
            if rows[i].contains(&j) { 1.0 } else { 0.0 }
        });
        Self::new(network, names, matrix)
    }

    /// Adds the interaction of two components, "one*other": what they do together beyond their sum.
    ///
    /// # Errors
    /// [`ComponentError::Unknown`], [`ComponentError::NeverTogether`],
    /// [`ComponentError::DuplicateName`].
    pub fn with_interaction(mut self, one: &str, other: &str) -> Result<Self, ComponentError> {
        let (a, b) = (self.column(one)?, self.column(other)?);
        let name = format!("{one}*{other}");
        if a == b || self.names.contains(&name) || self.names.contains(&format!("{other}*{one}")) {
            return Err(ComponentError::DuplicateName(name));
        }
        let product = self.matrix.column(a).component_mul(&self.matrix.column(b));
        if product.iter().all(|x| *x == 0.0) {
            return Err(ComponentError::NeverTogether(
                one.to_owned(),
                other.to_owned(),
            ));
        }
        let at = self.names.len();
        self.matrix = self.matrix.insert_column(at, 0.0);
        self.matrix.set_column(at, &product);
        self.names.push(name);
        Ok(self)
    }

    fn column(&self, name: &str) -> Result<usize, ComponentError> {
        let place = self.names.iter().position(|own| own == name);
        place.ok_or_else(|| ComponentError::Unknown(name.to_owned()))
    }

    /// The components, in the order of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What a treatment contains; empty for a place that does not exist.
    #[must_use]
    pub fn of(&self, treatment: usize) -> Vec<f64> {
        if treatment >= self.matrix.nrows() {
            return Vec::new();
        }
        self.matrix.row(treatment).iter().copied().collect()
    }

    pub(super) fn matrix(&self) -> &Matrix<f64> {
        &self.matrix
    }
}
