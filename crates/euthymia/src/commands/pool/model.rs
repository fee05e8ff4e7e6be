//! The choices of a model, and what they mean together.

use clap::Args as ClapArgs;
use euthymia_app::{AppError, settings};
use euthymia_report::pooled::{Model, PoolOptions, WeightRule};
use euthymia_synthesis::bayes::MeanPrior;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::{Interval, Model as Effects, Prediction, QWeights, Tau2Method};
use euthymia_synthesis::robust::Kind;

/// Which model, and how its uncertainty is stated.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "The model")]
pub(super) struct ModelArgs {
    /// Model: random, common (inverse variance); mh (Mantel–Haenszel), peto; glmm (counts, integrated
    /// over the studies; for two groups glmm-um-fs, glmm-um-rs, glmm-cm-el, glmm-cm-al as in metafor);
    /// beta-binomial; bayes (with --tau-prior) [default: glmm for PLO and IRLN, random otherwise]
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Estimator of τ²: reml, dl, dl2, he, he2, hs, hsk, sj, ml, eb, pm, pmm, genq, genqm, or a
    /// value of τ²; with glmm and beta-binomial 0 means one common effect [default: reml]
    #[arg(long, value_name = "ESTIMATOR", allow_hyphen_values = true)]
    tau2: Option<String>,
    /// Test and interval: z (Wald), t (k − 1), hk (Hartung–Knapp), hk-floor (never narrower than its
    /// Wald counterpart) [default: hk-floor for random, t for glmm, z otherwise and for two studies]
    #[arg(long, value_name = "KIND")]
    test: Option<String>,
    /// Prediction interval: t1 (t with k − 1), t2 (k − 2), z; hk1, hk2 (with the Hartung–Knapp
    /// standard error) [default: z with --test z, else t1]
    #[arg(long, value_name = "KIND")]
    prediction: Option<String>,
    /// Interval for τ²: q-profile, gen-q (generalised Q, weights 1/v), gen-q-se (1/√v), pl (profile
    /// likelihood), pl-reml
    #[arg(long, default_value = "q-profile", value_name = "KIND")]
    tau2_ci: String,
    /// Weights of the pooled mean: equal, or a column of the file [default: the model's]
    #[arg(long, value_name = "equal|COLUMN")]
    weights: Option<String>,
    /// Column of the cluster: standard error and test become robust to dependence within clusters
    #[arg(long, value_name = "COLUMN")]
    pub(super) cluster: Option<String>,
    /// Small-sample adjustment of the robust variance: cr0, cr1, cr1p, cr1s, cr2, cr3 [default: cr2]
    #[arg(long, value_name = "KIND")]
    robust: Option<String>,
    /// For glmm: points of adaptive Gauss–Hermite quadrature, 1 (Laplace) to 200, as nAGQ in metafor
    /// [default: a grid that is refined until the likelihood settles]
    #[arg(long, value_name = "POINTS")]
    quadrature: Option<usize>,
    /// For bayes: prior of τ, such as half-normal:0.5, half-cauchy:0.5, half-t:3:0.5, uniform:5,
    /// uniform, inverse-gamma:1:0.1 (of τ²), log-normal:-2.5:1.7 (of τ²), log-t:5:-3.4:2.6 (of τ²),
    /// exponential:2, published:7 (see --list-priors)
    #[arg(long, value_name = "PRIOR", allow_hyphen_values = true)]
    tau_prior: Option<String>,
    /// For bayes: prior of the mean on the analysis scale, flat or normal:MEAN:SD
    #[arg(
        long,
        default_value = "flat",
        value_name = "PRIOR",
        allow_hyphen_values = true
    )]
    mean_prior: String,
    /// Confidence level in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    pub(super) level: f64,
}

impl ModelArgs {
    /// True when the interval was asked for.
    pub(super) fn interval_chosen(&self) -> bool {
        self.test.is_some()
    }

    /// The word of the test, where one was given.
    pub(super) fn test_word(&self) -> Option<&str> {
        self.test.as_deref()
    }

    /// Refuses what multilevel and location–scale models do not have.
    ///
    /// # Errors
    /// [`AppError::Usage`].
    pub(super) fn refuse_beside_levels(&self) -> Result<(), AppError> {
        let is_random = |word: &String| word.eq_ignore_ascii_case("random");
        let given = [
            (
                "--model",
                self.model.as_ref().is_some_and(|m| !is_random(m)),
            ),
            ("--tau2", self.tau2.is_some()),
            ("--tau2-ci", self.tau2_ci != "q-profile"),
            ("--prediction", self.prediction.is_some()),
            ("--quadrature", self.quadrature.is_some()),
            ("--weights", self.weights.is_some()),
            ("--tau-prior", self.tau_prior.is_some()),
            ("--mean-prior", self.mean_prior != "flat"),
        ];
        match given.into_iter().find(|(_, given)| *given) {
            None => Ok(()),
            Some((option, _)) => Err(AppError::Usage(format!(
                "{option} does not go with a multilevel or location–scale model, whose variances are \
                 chosen by --likelihood reml or ml; leave it out"
            ))),
        }
    }

    /// The adjustment of the robust variance.
    ///
    /// # Errors
    /// [`AppError::Usage`].
    pub(super) fn robust(&self) -> Result<Kind, AppError> {
        settings::robust(self.robust.as_deref().unwrap_or("cr2"))
    }

    /// The column of the weights.
    pub(super) fn weight_column(&self) -> Option<String> {
        self.weights.clone().filter(|word| word != "equal")
    }

    /// What must be said about the choices themselves.
    pub(super) fn cautions(&self) -> Vec<String> {
        let prior = self.tau_prior.as_deref();
        prior
            .and_then(settings::prior_caution)
            .into_iter()
            .collect()
    }

    /// The choices for a measure.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices, or choices that exclude each other.
    pub(super) fn options(&self, measure: Measure) -> Result<PoolOptions, AppError> {
        let mut options = PoolOptions::of(measure);
        let tau2 = self.tau2()?;
        let test = self.test.as_deref().map(settings::test).transpose()?;
        let recommended = PoolOptions::recommended(measure);
        let hk = matches!(
            test,
            Some(Interval::HartungKnapp | Interval::HartungKnappFloor)
        );
        let inverse_variance =
            hk || self.tau2.is_some() || self.weights.is_some() || self.cluster.is_some();
        (options.model, options.fit.model) = match &self.model {
            Some(word) => settings::model(word, tau2)?,
            None if inverse_variance => (Model::InverseVariance, Effects::RandomEffects(tau2)),
            None => (recommended.model, recommended.fit.model),
        };
        let of_counts = matches!(options.model, Model::Glmm(_) | Model::BetaBinomial);
        if of_counts && is_zero(tau2) {
            options.fit.model = Effects::CommonEffect;
        }
        self.check(&options, of_counts && is_zero(tau2))?;
        if let Model::Bayes { mean, tau } = &mut options.model {
            *mean = self.mean_prior()?;
            let prior = self.tau_prior.as_deref().ok_or_else(|| {
                AppError::Usage(
                    "--model bayes needs a prior of τ, because with few studies it decides the \
                     answer: --tau-prior half-normal:0.5, say"
                        .to_owned(),
                )
            })?;
            *tau = settings::tau_prior(prior)?;
        }
        options.fit.interval = test.unwrap_or(match (options.model, options.fit.model) {
            (Model::InverseVariance, Effects::RandomEffects(_)) => Interval::HartungKnappFloor,
            (Model::Glmm(_), Effects::RandomEffects(_)) => Interval::Student,
            _ => Interval::Wald,
        });
        options.fit.prediction = match &self.prediction {
            Some(word) => settings::prediction(word)?,
            None if options.fit.interval == Interval::Wald => Prediction::Normal,
            None => Prediction::StudentKMinus1,
        };
        options.fit.level = settings::level(self.level)?;
        options.tau2_interval = settings::tau2_interval(&self.tau2_ci)?;
        options.weights = self.weight_rule();
        if let Some(points) = self.quadrature {
            options.quadrature = settings::quadrature(points)?;
        }
        if self.cluster.is_some() {
            options.robust = Some(self.robust()?);
        }
        Ok(options)
    }

    /// The estimator of τ².
    fn tau2(&self) -> Result<Tau2Method, AppError> {
        let method = settings::tau2(self.tau2.as_deref().unwrap_or("reml"))?;
        if self.weight_column().is_none() {
            return Ok(method);
        }
        // metafor's generalised Q takes the weights that are given.
        Ok(match method {
            Tau2Method::GeneralisedQ(_) => Tau2Method::GeneralisedQ(QWeights::Given),
            Tau2Method::GeneralisedQMedian(_) => Tau2Method::GeneralisedQMedian(QWeights::Given),
            other => other,
        })
    }

    fn weight_rule(&self) -> WeightRule {
        match self.weights.as_deref() {
            None => WeightRule::InverseVariance,
            Some("equal") => WeightRule::Equal,
            Some(_) => WeightRule::Given,
        }
    }

    /// Refuses choices that the model would ignore.
    fn check(&self, options: &PoolOptions, tau2_fits: bool) -> Result<(), AppError> {
        let is_bayes = matches!(options.model, Model::Bayes { .. });
        if options.model != Model::InverseVariance {
            let given = [
                ("--weights", self.weights.is_some()),
                ("--cluster", self.cluster.is_some()),
                ("--tau2-ci", self.tau2_ci != "q-profile"),
                ("--tau2", self.tau2.is_some() && !tau2_fits),
            ];
            if let Some((option, _)) = given.into_iter().find(|(_, given)| *given) {
                return ignored(option, "random");
            }
        }
        let is_common = options.model == Model::InverseVariance
            && options.fit.model == Effects::CommonEffect
            && self.weights.is_none();
        if is_common && self.tau2.is_some() {
            return ignored("--tau2", "random");
        }
        if is_common && self.tau2_ci != "q-profile" {
            return ignored("--tau2-ci", "random");
        }
        let predicts = matches!(
            (options.model, options.fit.model),
            (
                Model::InverseVariance | Model::Glmm(_),
                Effects::RandomEffects(_)
            )
        );
        if self.prediction.is_some() && !predicts {
            return ignored("--prediction", "random or glmm");
        }
        if self.quadrature.is_some() && !matches!(options.model, Model::Glmm(_)) {
            return ignored("--quadrature", "glmm");
        }
        if !is_bayes && (self.tau_prior.is_some() || self.mean_prior != "flat") {
            return ignored("--tau-prior or --mean-prior", "bayes");
        }
        self.check_test(options)
    }

    /// Refuses tests that the model or the clusters would ignore.
    fn check_test(&self, options: &PoolOptions) -> Result<(), AppError> {
        if self.robust.is_some() && self.cluster.is_none() {
            return Err(AppError::Usage(
                "--robust says how, but not over what: name the clusters with --cluster COLUMN"
                    .to_owned(),
            ));
        }
        let test = self.test.as_deref().map(settings::test).transpose()?;
        if test.is_some_and(|test| test != Interval::Wald)
            && matches!(options.model, Model::MantelHaenszel | Model::Peto)
        {
            return ignored("--test", "random, common or glmm");
        }
        if self.cluster.is_some()
            && matches!(
                test,
                Some(Interval::HartungKnapp | Interval::HartungKnappFloor)
            )
        {
            return Err(AppError::Usage(
                "--test hk does not go with --cluster, whose robust variance has a test of its own"
                    .to_owned(),
            ));
        }
        if matches!(options.model, Model::Bayes { .. }) && test.is_some() {
            return ignored("--test", "random, common or glmm");
        }
        Ok(())
    }

    fn mean_prior(&self) -> Result<MeanPrior, AppError> {
        settings::mean_prior(&self.mean_prior)
    }
}

fn ignored(option: &str, model: &str) -> Result<(), AppError> {
    Err(AppError::Usage(format!(
        "{option} does not go with this model; it belongs to --model {model}"
    )))
}

/// True for a τ² given as zero: a common effect.
fn is_zero(method: Tau2Method) -> bool {
    matches!(method, Tau2Method::Given(value) if value.get() == 0.0)
}
