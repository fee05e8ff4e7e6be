//! Which likelihood a model with variance components is fitted by, and the criteria formed from it.

/// Which likelihood is maximised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Maximum likelihood: variances are too small, but models with different coefficients can be
    /// compared.
    Ml,
    /// Restricted maximum likelihood, of what the estimates say apart from the coefficients: variances
    /// are not biased by them.
    Reml,
}

/// Information criteria; smaller is better. Those of the restricted likelihood compare models with the
/// same coefficients only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criteria {
    /// Akaike's, −2ℓ + 2p.
    pub aic: f64,
    /// Schwarz's, −2ℓ + p ln n.
    pub bic: f64,
    /// Akaike's for few observations, −2ℓ + 2pn/(n − p − 1), with n not below p + 2.
    pub aicc: f64,
}

impl Criteria {
    /// The criteria of a log-likelihood ℓ with p parameters and n observations; n is less the number of
    /// coefficients for the restricted likelihood.
    ///
    /// # References
    /// Akaike H. IEEE Trans Autom Control 1974;19:716–723. Schwarz G. Ann Stat 1978;6:461–464. Hurvich
    /// CM, Tsai CL. Biometrika 1989;76:297–307.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::estimation::Criteria;
    /// // −2ℓ = 10, p = 2, n = 8: 10 + 4, 10 + 2 ln 8, 10 + 2·2·8/5.
    /// let found = Criteria::new(-5.0, 2, 8);
    /// assert_eq!((found.aic, found.aicc), (14.0, 16.4));
    /// assert_eq!(found.bic, 10.0 + 2.0 * 8.0_f64.ln());
    /// ```
    #[must_use]
    pub fn new(log_likelihood: f64, parameters: usize, observations: usize) -> Self {
        let (p, n) = (parameters as f64, observations as f64);
        let minus_two = -2.0 * log_likelihood;
        let enough = n.max(p + 2.0);
        Self {
            aic: minus_two + 2.0 * p,
            bic: minus_two + p * n.ln(),
            aicc: minus_two + 2.0 * p * enough / (enough - p - 1.0),
        }
    }
}
