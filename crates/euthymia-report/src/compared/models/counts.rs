//! Models of the counts.

use super::further::FurtherModel;
use super::normal::of_estimates;
use super::result::{ModelResult, ModelTau};
use super::task::Task;
use euthymia_numerics::normal::upper_quantile;
use euthymia_synthesis::network::Estimates;
use euthymia_synthesis::network::counts::{
    CountError, CountFit, Counts, Likelihood, MantelHaenszel, RandomFit, RandomOptions,
    SaysNothing, fit, fit_penalised, fit_random, mantel_haenszel,
};
use euthymia_synthesis::pairwise::Bounds;

/// Fits one model of counts.
pub(super) fn of_counts(task: &Task<'_>, model: FurtherModel) -> Result<ModelResult, String> {
    let text = |error: CountError| error.to_string();
    let counts = Counts::new(&task.counts()?).map_err(|error| error.to_string())?;
    let level = task.options().level;
    let likelihood = |which| fit(&counts, which, level).map_err(text);
    let penalised = |rule| fit_penalised(&counts, rule, level).map_err(text);
    match model {
        FurtherModel::MantelHaenszel => {
            pooled(task, &mantel_haenszel(&counts, level).map_err(text)?)
        }
        FurtherModel::ConditionalApproximate => {
            common(task, likelihood(Likelihood::ConditionalApproximate)?)
        }
        FurtherModel::Conditional => common(task, likelihood(Likelihood::Conditional)?),
        FurtherModel::Binomial => common(task, likelihood(Likelihood::Binomial)?),
        FurtherModel::Penalised => common(task, penalised(SaysNothing::LeftOut)?),
        FurtherModel::PenalisedAll => common(task, penalised(SaysNothing::Kept)?),
        FurtherModel::BinomialNormal => {
            let options = RandomOptions {
                level,
                ..RandomOptions::default()
            };
            random(task, fit_random(&counts, &options).map_err(text)?)
        }
        FurtherModel::Bayes | FurtherModel::BayesBinomial => {
            Err("this is no model of counts without priors".to_owned())
        }
    }
}

fn pooled(task: &Task<'_>, found: &MantelHaenszel) -> Result<ModelResult, String> {
    let mut rest = ModelResult::of(None);
    rest.left_out = found.left_out.iter().map(ToString::to_string).collect();
    of_estimates(task, &Estimates::from(&found.fit), rest)
}

fn common(task: &Task<'_>, found: CountFit) -> Result<ModelResult, String> {
    let mut rest = ModelResult::of(None);
    rest.left_out = says_nothing(&found.uninformative);
    if !found.converged() {
        rest.unsettled.push(SEARCH.to_owned());
    }
    of_estimates(task, &found.estimates, rest)
}

fn random(task: &Task<'_>, found: RandomFit) -> Result<ModelResult, String> {
    let z = upper_quantile(task.options().level.complement().half());
    let mut rest = ModelResult::of(Some(ModelTau {
        value: found.tau,
        bounds: found.tau_standard_error.map(|se| Bounds {
            lower: (found.tau - z * se).max(0.0),
            upper: found.tau + z * se,
        }),
        worth: None,
    }));
    rest.left_out = says_nothing(&found.uninformative);
    if !found.converged() {
        rest.unsettled.push(SEARCH.to_owned());
    }
    if found.quadrature_moves > QUADRATURE_MOST {
        rest.notes.push(format!(
            "the integrals are rough: four more points in each direction move the log-likelihood by {:.1e}",
            found.quadrature_moves
        ));
    }
    of_estimates(task, &found.estimates, rest)
}

const SEARCH: &str = "the search for the maximum of the likelihood did not settle";

/// The log-likelihood may move by so much with more points before it is said.
const QUADRATURE_MOST: f64 = 1e-3;

fn says_nothing(trials: &[String]) -> Vec<String> {
    let one =
        |trial: &String| format!("trial \"{trial}\": no event in any arm, or nothing but events");
    trials.iter().map(one).collect()
}
