//! Values read off a figure by the coordinates of their points.

use crate::log::Cell;

/// An axis of a figure, known by two of its points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    first: (f64, f64),
    second: (f64, f64),
    is_log: bool,
}

/// A value read off a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Digitised {
    /// The value.
    pub value: f64,
    /// Its standard error, when each of the three points was set with the error of one pixel setting.
    pub error: f64,
}

/// Two points that make no axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AxisError {
    /// A number that is none, or infinite.
    #[error("a coordinate or value of the axis is not a finite number")]
    NotFinite,
    /// Both at one place.
    #[error("both points of the axis have the same coordinate: choose two that lie far apart")]
    SamePixel,
    /// Both with one value.
    #[error("both points of the axis have the same value")]
    SameValue,
    /// A logarithm of nothing.
    #[error("the values of a logarithmic axis are above 0")]
    NotPositive,
    /// An error below nothing.
    #[error("the error of a setting is 0 or more pixels")]
    Error,
}

impl Axis {
    /// An axis through two points, each a coordinate in pixels and the value printed there.
    ///
    /// # Errors
    /// See [`AxisError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_review::extract::Axis;
    /// // 0 is printed at pixel 400 and 40 at pixel 50; the point lies at 225, half way.
    /// let axis = Axis::new((400.0, 0.0), (50.0, 40.0), false).unwrap();
    /// assert_eq!(axis.read(225.0, 0.0).unwrap().value, 20.0);
    /// // From 1 to 100 on a logarithmic axis, half way is 10.
    /// let axis = Axis::new((0.0, 1.0), (10.0, 100.0), true).unwrap();
    /// assert!((axis.read(5.0, 0.0).unwrap().value - 10.0).abs() < 1e-12);
    /// ```
    pub fn new(first: (f64, f64), second: (f64, f64), is_log: bool) -> Result<Self, AxisError> {
        let numbers = [first.0, first.1, second.0, second.1];
        if numbers.iter().any(|number| !number.is_finite()) {
            return Err(AxisError::NotFinite);
        }
        if first.0 == second.0 {
            return Err(AxisError::SamePixel);
        }
        if first.1 == second.1 {
            return Err(AxisError::SameValue);
        }
        if is_log && (first.1 <= 0.0 || second.1 <= 0.0) {
            return Err(AxisError::NotPositive);
        }
        Ok(Self {
            first,
            second,
            is_log,
        })
    }

    /// The value at a coordinate; `error` is the standard error of one setting in pixels, the same
    /// for the point and for both points of the axis, and independent of each other.
    ///
    /// On a line, v = v₀ + (p − p₀)(v₁ − v₀)/(p₁ − p₀). With t = (p − p₀)/(p₁ − p₀), the slope s per
    /// pixel and the error e of a setting, the error of v is |s| e √(1 + t² + (1 − t)²). On a
    /// logarithmic axis the same holds of ln v, and the error of v is v times that.
    ///
    /// # Errors
    /// [`AxisError::NotFinite`] and [`AxisError::Error`].
    pub fn read(&self, pixel: f64, error: f64) -> Result<Digitised, AxisError> {
        if !pixel.is_finite() {
            return Err(AxisError::NotFinite);
        }
        if !(error >= 0.0 && error.is_finite()) {
            return Err(AxisError::Error);
        }
        let scale = |value: f64| match self.is_log {
            true => value.ln(),
            false => value,
        };
        let (from, to) = (scale(self.first.1), scale(self.second.1));
        let length = self.second.0 - self.first.0;
        let share = (pixel - self.first.0) / length;
        let on_line = from + share * (to - from);
        let rest = 1.0 - share;
        let spread = share.mul_add(share, rest.mul_add(rest, 1.0)).sqrt();
        let on_line_error = ((to - from) / length).abs() * error * spread;
        let (value, error) = match self.is_log {
            true => (on_line.exp(), on_line.exp() * on_line_error),
            false => (on_line, on_line_error),
        };
        match value.is_finite() && error.is_finite() {
            true => Ok(Digitised { value, error }),
            false => Err(AxisError::NotFinite),
        }
    }

    /// The value at a coordinate as it is entered: with as many decimals as its error allows, where
    /// it was read, and how.
    ///
    /// # Errors
    /// See [`Axis::read`].
    pub fn cell(&self, figure: &str, pixel: f64, error: f64) -> Result<Cell, AxisError> {
        let read = self.read(pixel, error)?;
        let decimals = decimals(read.error);
        let ((p0, v0), (p1, v1)) = (self.first, self.second);
        let kind = match self.is_log {
            true => "logarithmic",
            false => "linear",
        };
        Ok(Cell {
            value: Some(format!("{:.decimals$}", read.value)),
            unit: None,
            locator: Some(format!("{figure}, digitised")),
            note: Some(format!(
                "pixel {pixel} on a {kind} axis with {v0} at {p0} and {v1} at {p1}; standard error \
                 {:.*} at {error} pixels a setting",
                decimals + 1,
                read.error
            )),
        })
    }
}

/// Decimals that a value with this error deserves: the last one is no larger than the error.
fn decimals(error: f64) -> usize {
    let mut decimals = 0;
    let mut unit = 1.0;
    while unit > error && decimals < 6 {
        decimals += 1;
        unit /= 10.0;
    }
    decimals
}
