//! What was done, in words: nothing that was not.

use crate::case_series::analysis::Analysis;
use crate::case_series::data::TimeScale;
use crate::words;
use euthymia_clinical::course::BaselineRule;
use euthymia_cohort::bayes_t::MEDIUM_SCALE;
use euthymia_table::fmt;

/// The methods as paragraphs.
pub(super) fn paragraphs(analysis: &Analysis) -> Vec<String> {
    let mut all = vec![measurement(analysis), outcome(analysis), change(analysis)];
    if !analysis.comparisons.is_empty() {
        all.push(comparison());
    }
    all.push(rest(analysis));
    all
}

fn measurement(analysis: &Analysis) -> String {
    let series = &analysis.series;
    let scales: Vec<String> = series
        .measures
        .iter()
        .map(|measure| match measure.range {
            (lowest, Some(highest)) => format!("{} ({lowest} to {highest})", measure.name),
            (lowest, None) => format!("{} (from {lowest})", measure.name),
        })
        .collect();
    let baseline = match series.baseline {
        BaselineRule::BeforeTreatment | BaselineRule::BeforeTreatmentOr(_)
            if series.has_sessions =>
        {
            "the last score on or before the first session"
        }
        BaselineRule::BeforeTreatmentOr(_) => "the last score up to day 0",
        BaselineRule::BeforeTreatment | BaselineRule::First => "the first score",
        BaselineRule::On(_) => "the score of a stated day",
    };
    let days = match series.time {
        TimeScale::Order => {
            "The files say in which order visits took place, and not when.".to_owned()
        }
        TimeScale::Dates | TimeScale::Days => {
            let planned: Vec<&str> = series.planned.iter().map(|v| v.label.as_str()).collect();
            format!(
                "Visits were planned for {}; a visit within {} days of its plan serves it, the nearest of \
                 several, of two equally near the earlier.",
                planned.join(", "),
                series.tolerance_days
            )
        }
    };
    format!(
        "Patients were rated on {}; higher scores are worse. The baseline is {baseline}; scores before it \
         enter nothing. {days}",
        scales.join(", ")
    )
}

fn outcome(analysis: &Analysis) -> String {
    let (series, choices) = (&analysis.series, &analysis.choices);
    let endpoint = series
        .planned
        .get(series.endpoint)
        .map_or("the end", |v| v.label.as_str());
    let remission = match &choices.remission {
        Some((rule, source)) => format!("remission is {rule} ({})", source.text),
        None => "no source here has a remission rule for this scale".to_owned(),
    };
    let both = match (choices.remitters_are_responders, &choices.remission) {
        (_, None) => "",
        (true, _) => " A patient in remission counts as a responder also without such a decrease.",
        (false, _) => {
            " A patient in remission counts as a responder only with such a decrease; those without are \
             counted in a line of their own."
        }
    };
    let reliable = match &choices.reliable {
        Some((known, from)) => format!(
            " Reliable change (Jacobson and Truax) uses SD {} and reliability {} ({from}).",
            fmt::number(known.sd, 2),
            known.r
        ),
        None => " Reliable change is not computed, because no reliability of the scale was stated."
            .to_owned(),
    };
    format!(
        "The main outcome is at {endpoint}. Response is {} ({}); {remission}.{both} Every rate is shown for \
         patients with a score at {endpoint}, for all who started with a missing score counted as not met, \
         and with the last score carried forward; no score was imputed otherwise. Intervals of proportions \
         are Wilson's and exact (Clopper–Pearson).{reliable}",
        choices.response.0, choices.response.1.text
    )
}

fn change(analysis: &Analysis) -> String {
    let choices = &analysis.choices;
    format!(
        "Change is baseline less score, of patients with both: mean with the paired t interval and test \
         (two-sided) and with a bootstrap interval (BCa, {} resamples, seed {}); Wilcoxon's signed-rank test \
         (zeros left out; exact up to 500 patients, ties included), the Hodges–Lehmann estimate and the sign \
         test; standardised by the SD of the changes (d_z, interval from the noncentral t), by the mean of \
         both SDs (d_av) and by the SD before (d_pre; large-sample intervals without equal variances, Bonett \
         2008), each with Hedges' correction; a Bayesian t test (JZS, Cauchy scale {}); Shapiro and Wilk's test \
         of the changes. Percent improvement is given as the mean of the patients' percentages and as the \
         percentage between the means, which differ. Confidence level: {}.",
        choices.resamples,
        choices.seed,
        fmt::number(MEDIUM_SCALE, 3),
        words::level(choices.level)
    )
}

fn comparison() -> String {
    "Groups were not randomised by this program's knowledge and were compared with the first group by Welch's \
     t test, Hedges' g, the Mann–Whitney test with the probability of superiority, the Hodges–Lehmann shift, \
     the Brunner–Munzel test, and analysis of covariance of the final score with the baseline as covariate and \
     HC3 errors; response and remission among all who started by Newcombe's interval for the difference, \
     Fisher's exact test (outcomes no more likely than observed) and Barnard's unconditional test; time to \
     response by the log-rank test. p-values are also shown adjusted for their number (Holm, \
     Benjamini–Hochberg)."
        .to_owned()
}

fn rest(analysis: &Analysis) -> String {
    let mut sentences = Vec::new();
    if !analysis.times.is_empty() {
        sentences.push(
            "Time to response and remission runs from day 0 to the first visit that met the definition; \
             patients not seen to meet it are censored at their last scored visit (Kaplan–Meier, log–log \
             limits)."
                .to_owned(),
        );
    }
    sentences.push(match &analysis.adverse {
        Some(_) => "Adverse events are counted in patients who had them at least once, with exact intervals."
            .to_owned(),
        None => "Adverse events were not recorded in the files.".to_owned(),
    });
    sentences.push(format!(
        "Computed with euthymia {}; the appendix has the main analyses as a script for R.",
        env!("CARGO_PKG_VERSION")
    ));
    sentences.join(" ")
}
