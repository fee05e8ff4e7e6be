//! The likelihood of a location–scale model, its score and its information.

use super::{Link, LocationScaleError, Method};
use crate::design::Design;
use crate::orthonormal;
use crate::studies::StudySet;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::sum::Compensated;

/// Estimates with their two designs, ready to be evaluated at any α.
///
/// Inside, both designs are orthonormal and the unweighted fit is taken out of the estimates, so that
/// neither a year counted from zero nor a large common offset costs digits.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) method: Method,
    pub(super) link: Link,
    pub(super) location: Side,
    pub(super) scale: Side,
    /// Coefficients of the unweighted fit.
    origin: Vector<f64>,
    residuals: Vec<f64>,
    variances: Vec<f64>,
}

/// One design in orthonormal coordinates.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    pub(super) names: Vec<String>,
    pub(super) original: Matrix<f64>,
    /// Rows one after the other.
    pub(super) rows: Vec<f64>,
    pub(super) width: usize,
    /// S with rows = original · S.
    pub(super) inverse: Matrix<f64>,
}

impl Side {
    fn new(
        name: &'static str,
        design: &Design,
        studies: usize,
    ) -> Result<Self, LocationScaleError> {
        if design.rows() != studies {
            return Err(LocationScaleError::Rows {
                design: name,
                rows: design.rows(),
                studies,
            });
        }
        let dependent = LocationScaleError::Dependent { design: name };
        if design.coefficients() == 0 {
            return Err(dependent);
        }
        let inverse = orthonormal::basis(design.matrix()).ok_or(dependent)?;
        let transposed = (design.matrix() * &inverse).transpose();
        Ok(Self {
            names: design.names().to_vec(),
            original: design.matrix().clone(),
            rows: transposed.as_slice().to_vec(),
            width: design.coefficients(),
            inverse,
        })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.rows.chunks_exact(self.width)
    }

    /// The coordinates of coefficients of the original columns: S⁻¹a = Z̃′Za.
    fn inward(&self, coefficients: &[f64]) -> Vector<f64> {
        let fitted = &self.original * Vector::from_column_slice(coefficients);
        let mut inner = Vector::zeros(self.width);
        for (row, fitted) in self.rows().zip(fitted.iter()) {
            add_scaled(inner.as_mut_slice(), *fitted, row);
        }
        inner
    }

    /// Returns the coefficients of the original columns.
    pub(super) fn outward(&self, inner: &Vector<f64>) -> Vector<f64> {
        &self.inverse * inner
    }

    /// Returns the covariance of the coefficients of the original columns.
    pub(super) fn covariance(&self, inner: &Matrix<f64>) -> Matrix<f64> {
        &self.inverse * inner * self.inverse.transpose()
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add_scaled(sum: &mut [f64], factor: f64, row: &[f64]) {
    for (sum, x) in sum.iter_mut().zip(row) {
        *sum += factor * x;
    }
}

/// The best β at given τᵢ².
pub(super) struct Location {
    /// In orthonormal coordinates, above the unweighted fit.
    inner: Vector<f64>,
    factor: Cholesky,
    pub(super) log_likelihood: f64,
    /// Σw(y − x′β̂)².
    pub(super) q: f64,
}

/// The derivatives of the log-likelihood by α.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivatives {
    /// First derivatives.
    pub score: Vec<f64>,
    /// Minus the second derivatives.
    pub information: Matrix<f64>,
}

/// The same in orthonormal coordinates of the scale design.
pub(super) struct Slopes {
    pub(super) score: Vector<f64>,
    /// Minus the second derivatives.
    pub(super) observed: Matrix<f64>,
    /// What they are on average: never negative definite.
    pub(super) expected: Matrix<f64>,
}

impl Model {
    /// Takes a set of studies with a location and a scale design, in the order of the set.
    ///
    /// # Errors
    /// [`LocationScaleError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::{design::Design, effect::Effect, studies::{Study, StudySet}};
    /// use euthymia_synthesis::location_scale::{Link, Method, Model};
    /// let set = StudySet::new(vec![
    ///     Study::new("A", Effect::new(0.0, 1.0)?),
    ///     Study::new("B", Effect::new(2.0, 1.0)?),
    /// ])?;
    /// let mean = Design::intercept(2);
    /// let model = Model::new(&set, &mean, &mean, Method::Reml, Link::Log)?;
    /// // τ² = 1: the difference has variance 4, −½[ln 2π + ln 4 − ln 2 + 4/4], and − ln k is + ln 2.
    /// let expected = -0.5 * ((2.0 * std::f64::consts::PI).ln() + 4.0_f64.ln() - 2.0_f64.ln() + 1.0);
    /// assert!((model.log_likelihood(&[0.0])? - expected).abs() < 1e-14);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        set: &StudySet,
        location: &Design,
        scale: &Design,
        method: Method,
        link: Link,
    ) -> Result<Self, LocationScaleError> {
        let studies = set.k();
        let location = Side::new("location", location, studies)?;
        let scale = Side::new("scale", scale, studies)?;
        if studies <= location.width {
            return Err(LocationScaleError::TooFewStudies {
                studies,
                coefficients: location.width,
            });
        }
        let (mut residuals, variances): (Vec<f64>, Vec<f64>) = set.pairs().unzip();
        let mut origin = Vector::zeros(location.width);
        for _ in 0..2 {
            let mut step = Vector::zeros(location.width);
            for (row, y) in location.rows().zip(&residuals) {
                add_scaled(step.as_mut_slice(), *y, row);
            }
            for (row, y) in location.rows().zip(&mut residuals) {
                *y -= dot(row, step.as_slice());
            }
            origin += step;
        }
        Ok(Self {
            method,
            link,
            location,
            scale,
            origin,
            residuals,
            variances,
        })
    }

    /// Number of studies.
    #[must_use]
    pub fn k(&self) -> usize {
        self.variances.len()
    }

    /// Sample variance of what the unweighted fit leaves, and mean sampling variance.
    pub(super) fn spread(&self) -> (f64, f64) {
        let k = self.k() as f64;
        let squares: f64 = self.residuals.iter().map(|e| e * e).sum();
        let mean_variance = self.variances.iter().sum::<f64>() / k;
        (squares / (k - self.location.width as f64), mean_variance)
    }

    /// What the unweighted fit leaves of each estimate, with its sampling variance.
    pub(super) fn left_over(&self) -> impl Iterator<Item = (f64, f64)> {
        let pairs = self.residuals.iter().zip(&self.variances);
        pairs.map(|(e, v)| (*e, *v))
    }

    /// Returns the log-likelihood at α, with β at its best.
    ///
    /// ML: −½[k ln 2π + Σ ln(vᵢ+τᵢ²) + Q]; REML: −½[(k−p) ln 2π − ln|X′X| + Σ ln(vᵢ+τᵢ²) +
    /// ln|X′WX| + Q], the constants of metafor. −∞ where a τᵢ² would be negative.
    ///
    /// # Errors
    /// [`LocationScaleError::Coefficients`].
    pub fn log_likelihood(&self, alpha: &[f64]) -> Result<f64, LocationScaleError> {
        let inner = self.inner_scale(alpha)?;
        Ok(self.value(&inner))
    }

    /// Returns the derivatives of the log-likelihood; `None` where the likelihood is not finite.
    ///
    /// # Errors
    /// [`LocationScaleError::Coefficients`].
    pub fn score_and_information(
        &self,
        alpha: &[f64],
    ) -> Result<Option<Derivatives>, LocationScaleError> {
        let inner = self.inner_scale(alpha)?;
        let Some((tau2, location)) = self.tau2s(&inner).and_then(|t| {
            let location = self.locate(&t)?;
            Some((t, location))
        }) else {
            return Ok(None);
        };
        let slopes = self.slopes(&tau2, &location);
        // The original coordinates are S⁻¹ away: derivatives go by S⁻¹′ = Z′Z̃.
        let back = self.scale_inverse_transposed();
        let score = &back * slopes.score;
        let information = &back * slopes.observed * back.transpose();
        Ok(Some(Derivatives {
            score: score.iter().copied().collect(),
            information,
        }))
    }

    /// S⁻¹′ = Z′Z̃.
    fn scale_inverse_transposed(&self) -> Matrix<f64> {
        let rows = Matrix::from_row_slice(self.k(), self.scale.width, &self.scale.rows);
        self.scale.original.tr_mul(&rows)
    }

    fn inner_scale(&self, alpha: &[f64]) -> Result<Vector<f64>, LocationScaleError> {
        if alpha.len() != self.scale.width {
            return Err(LocationScaleError::Coefficients {
                design: "scale",
                found: alpha.len(),
                coefficients: self.scale.width,
            });
        }
        Ok(self.scale.inward(alpha))
    }

    /// The log-likelihood in orthonormal coordinates, −∞ where there is none.
    pub(super) fn value(&self, inner: &Vector<f64>) -> f64 {
        let located = self.tau2s(inner).and_then(|tau2| self.locate(&tau2));
        located.map_or(f64::NEG_INFINITY, |location| location.log_likelihood)
    }

    /// τᵢ² of every study; `None` where one is negative or not finite.
    pub(super) fn tau2s(&self, inner: &Vector<f64>) -> Option<Vec<f64>> {
        let each = self.scale.rows().zip(&self.variances);
        let tau2 = each.map(|(z, v)| {
            let tau2 = self.link.tau2(dot(z, inner.as_slice()), *v);
            tau2.filter(|t| t.is_finite())
        });
        tau2.collect()
    }

    /// Fits β by weighted least squares at given τᵢ²; `None` where a number leaves its range.
    pub(super) fn locate(&self, tau2: &[f64]) -> Option<Location> {
        let p = self.location.width;
        let mut gram = Matrix::zeros(p, p);
        let mut right = Vector::zeros(p);
        let mut logs = Compensated::default();
        for ((x, (e, v)), tau2) in self.location.rows().zip(self.left_over()).zip(tau2) {
            let total = v + tau2;
            let w = 1.0 / total;
            logs.add(total.ln());
            for (a, xa) in x.iter().enumerate() {
                add_scaled(&mut gram.column_mut(a).as_mut_slice()[a..], w * xa, &x[a..]);
            }
            add_scaled(right.as_mut_slice(), w * e, x);
        }
        let factor = Cholesky::new(gram).ok()?;
        let inner = factor.solve_vector(&right);
        let mut q = Compensated::default();
        for ((x, (e, v)), tau2) in self.location.rows().zip(self.left_over()).zip(tau2) {
            let left = e - dot(x, inner.as_slice());
            q.add(left * (left / (v + tau2)));
        }
        let (k, q, tau) = (self.k() as f64, q.value(), std::f64::consts::TAU.ln());
        let log_likelihood = match self.method {
            Method::Ml => -0.5 * (k * tau + logs.value() + q),
            Method::Reml => {
                let rest = (k - p as f64) * tau;
                -0.5 * (rest + logs.value() + factor.ln_determinant() + q)
            }
        };
        log_likelihood.is_finite().then_some(Location {
            inner,
            factor,
            log_likelihood,
            q,
        })
    }

    /// Returns β̂ and its covariance (X′WX)⁻¹ for the original columns.
    pub(super) fn beta(&self, location: &Location) -> (Vector<f64>, Matrix<f64>) {
        let beta = self.location.outward(&(&self.origin + &location.inner));
        (beta, self.location.covariance(&location.factor.inverse()))
    }

    /// Returns the derivatives of the log-likelihood.
    ///
    /// With P = W − WX(X′WX)⁻¹X′W, r = Py, and gᵢ = wᵢL⁻¹xᵢ for X′WX = LL′, so that
    /// Pᵢⱼ = wᵢδᵢⱼ − gᵢ′gⱼ: the slope by τᵢ² is ½(rᵢ² − Pᵢᵢ) and the second derivative by τᵢ² and τⱼ²
    /// ½Pᵢⱼ² − rᵢPᵢⱼrⱼ; ML has wᵢ in place of Pᵢᵢ and wᵢ²δᵢⱼ in place of Pᵢⱼ². Sums over pairs are products
    /// of sums over studies, because (gᵢ′gⱼ)² = (gᵢ⊗gᵢ)′(gⱼ⊗gⱼ).
    pub(super) fn slopes(&self, tau2: &[f64], location: &Location) -> Slopes {
        let (p, q) = (self.location.width, self.scale.width);
        let restricted = self.method == Method::Reml;
        let lower = location.factor.lower();
        let mut score = Vector::zeros(q);
        let mut observed = Matrix::zeros(q, q);
        let mut expected = Matrix::zeros(q, q);
        let mut squares = Matrix::zeros(q, p * p);
        let mut moved = Matrix::zeros(q, p);
        let mut g = vec![0.0; p];
        let rows = self.location.rows().zip(self.scale.rows());
        for (((x, z), (e, v)), tau2) in rows.zip(self.left_over()).zip(tau2) {
            let w = 1.0 / (v + tau2);
            let r = w * (e - dot(x, location.inner.as_slice()));
            forward(&lower, w, x, &mut g);
            let leverage = dot(&g, &g);
            let (first, second) = self.link.slopes(*tau2);
            let own = if restricted { w - leverage } else { w };
            let by_tau2 = 0.5 * (r * r - own);
            let mean = if restricted { w - 2.0 * leverage } else { w };
            let average = 0.5 * (first * w) * (first * mean);
            let here = (first * w) * (first * r * r) - average - second * by_tau2;
            add_scaled(score.as_mut_slice(), first * by_tau2, z);
            for (a, za) in z.iter().enumerate() {
                add_scaled(
                    &mut observed.column_mut(a).as_mut_slice()[a..],
                    here * za,
                    &z[a..],
                );
                add_scaled(
                    &mut expected.column_mut(a).as_mut_slice()[a..],
                    average * za,
                    &z[a..],
                );
            }
            for (j, gj) in g.iter().enumerate() {
                add_scaled(moved.column_mut(j).as_mut_slice(), first * r * gj, z);
                if restricted {
                    for (l, gl) in g.iter().enumerate() {
                        let column = &mut squares.column_mut(j * p + l);
                        add_scaled(column.as_mut_slice(), first * gj * gl, z);
                    }
                }
            }
        }
        observed.fill_upper_triangle_with_lower_triangle();
        expected.fill_upper_triangle_with_lower_triangle();
        let shared = &squares * squares.transpose() * 0.5;
        observed -= &shared + &moved * moved.transpose();
        expected += shared;
        Slopes {
            score,
            observed,
            expected,
        }
    }
}

/// Solves L g = w x.
fn forward(lower: &Matrix<f64>, w: f64, x: &[f64], g: &mut [f64]) {
    for i in 0..x.len() {
        let known: f64 = (0..i).map(|j| lower[(i, j)] * g[j]).sum();
        g[i] = (w * x[i] - known) / lower[(i, i)];
    }
}
