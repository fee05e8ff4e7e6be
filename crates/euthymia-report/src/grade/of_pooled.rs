//! The numbers of a pooled analysis, put to the rules.

use super::absolute::{GradeBaseline, risk_ratio};
use super::domain::{Aspect, Domain, Start, Upgrade};
use super::judged::{GradeJudged, Verdict};
use super::rated::{Graded, Overall, Person, Rated};
use super::rules::{
    STUDIES_MIN, Scatter, Shifted, Size, imprecision, inconsistency, indirectness, large_effect,
    publication_bias, risk_of_bias,
};
use super::size::{OptimalSize, optimal_size};
use super::steps::Proposal;
use super::thresholds::Thresholds;
use crate::appraised::{Again, Appraised, Kept, Respect, Wanted, exclude, level_shares};
use crate::pooled::{Candidate, Pooled};
use euthymia_synthesis::network::Evidence;
use euthymia_synthesis::network::certainty::small_study;
use euthymia_synthesis::pairwise::Bounds;

/// What certainty is judged with, beside the analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct GradeOptions {
    /// Where certainty starts.
    pub start: Start,
    /// Effects at which a decision would turn.
    pub thresholds: Option<Thresholds>,
    /// What was judged of the studies.
    pub appraised: Appraised,
    /// The risk without the treatment.
    pub baseline: Option<GradeBaseline>,
    /// How many patients would be enough.
    pub optimal: OptimalSize,
    /// What people judged; of several for one respect the last counts.
    pub judged: Vec<GradeJudged>,
}

impl GradeOptions {
    /// Nothing known but the design.
    #[must_use]
    pub fn of(start: Start) -> Self {
        Self {
            start,
            thresholds: None,
            appraised: Appraised::default(),
            baseline: None,
            optimal: OptimalSize::default(),
            judged: Vec::new(),
        }
    }
}

/// Judges how certain a pooled estimate is. `again` pools studies once more in the same way, to see
/// what the analysis says without those at high risk of bias.
#[must_use]
pub fn grade(pooled: &Pooled, options: &GradeOptions, again: Again<'_>) -> Graded {
    let mut rated: Vec<Rated> = Vec::with_capacity(Aspect::ALL.len());
    for aspect in Aspect::ALL {
        let lowers = rated
            .iter()
            .any(|own| own.steps().bounds().is_none_or(|(_, most)| most > 0));
        rated.push(Rated {
            aspect,
            proposal: proposal(aspect, pooled, options, again, lowers),
            person: person(aspect, &options.judged),
        });
    }
    let overall = Overall::of(options.start, &rated, person_overall(&options.judged));
    Graded {
        start: options.start,
        thresholds: options.thresholds.clone(),
        overall,
        remarks: remarks(pooled, options),
        rated,
    }
}

fn proposal(
    aspect: Aspect,
    pooled: &Pooled,
    options: &GradeOptions,
    again: Again<'_>,
    lowers: bool,
) -> Proposal {
    let thresholds = options.thresholds.as_ref();
    let bounds = pooled.headline().bounds;
    match aspect {
        Aspect::Down(Domain::RiskOfBias) => {
            let shares = level_shares(pooled, &options.appraised, Respect::Overall);
            risk_of_bias(shares.levels, shifted(pooled, options, again))
        }
        Aspect::Down(Domain::Inconsistency) => {
            let scatter = Scatter {
                k: pooled.summary.k,
                bounds,
                prediction: pooled.prediction,
                tau2: pooled.summary.tau2.map(|own| own.value),
                i2: pooled.summary.i2(),
            };
            inconsistency(&scatter, thresholds)
        }
        Aspect::Down(Domain::Indirectness) => {
            let shares = level_shares(pooled, &options.appraised, Respect::Indirectness);
            indirectness(shares.levels)
        }
        Aspect::Down(Domain::Imprecision) => {
            imprecision(bounds, thresholds, &size(pooled, options))
        }
        Aspect::Down(Domain::PublicationBias) => {
            let evidence: Vec<Evidence> = pooled.rows.iter().map(of_study).collect();
            let test = small_study(&evidence, STUDIES_MIN);
            publication_bias(pooled.summary.k, test.map(|test| test.p_value))
        }
        Aspect::Up(Upgrade::LargeEffect) if !options.start.is_high() => large_effect(
            risk_ratio(pooled, options.baseline.as_ref()),
            excludes_none(pooled, bounds),
            lowers,
        ),
        Aspect::Up(Upgrade::LargeEffect) => {
            Proposal::settled(0, "raises studies without randomisation alone")
        }
        Aspect::Up(_) => Proposal::settled(0, "a judgement of people"),
    }
}

fn of_study(row: &crate::pooled::PooledRow) -> Evidence {
    Evidence {
        estimate: row.effect.estimate,
        standard_error: row.effect.variance.standard_error().get(),
    }
}

fn excludes_none(pooled: &Pooled, bounds: Bounds) -> bool {
    let null = pooled.options.measure.null_value();
    null.is_some_and(|null| bounds.lower > null || bounds.upper < null)
}

fn size(pooled: &Pooled, options: &GradeOptions) -> Size {
    let baseline = options.baseline.as_ref();
    let optimal = match options.optimal {
        OptimalSize::Stated(patients) => Some(patients),
        OptimalSize::Reduction(reduction) => {
            baseline.and_then(|own| optimal_size(own.baseline.risk(), reduction))
        }
    };
    Size {
        patients: Some(pooled.patients()).filter(|patients| *patients > 0),
        optimal,
        risk_ratio: risk_ratio(pooled, baseline),
    }
}

/// Whether appraised studies reach other thresholds without those at high risk; where no thresholds were
/// given, whether they come to lie on another side of no effect. Studies that nobody appraised are on
/// neither side, so that nothing but high risk makes the difference.
fn shifted(pooled: &Pooled, options: &GradeOptions, again: Again<'_>) -> Shifted {
    let measure = pooled.options.measure;
    let null = || {
        let null = measure.null_value()?;
        Thresholds::new(&[null], measure).ok()
    };
    let Some(thresholds) = options.thresholds.clone().or_else(null) else {
        return Shifted::Unknown;
    };
    let only = |kept: Kept| -> Vec<Candidate> {
        let all = pooled.rows.iter().map(|row| row.candidate.clone());
        let wanted = Wanted {
            respect: Respect::Overall,
            kept,
        };
        exclude(all.collect(), &options.appraised, wanted).0
    };
    let (judged, kept) = (only(Kept::Appraised), only(Kept::WithoutHigh));
    if kept.is_empty() || kept.len() == judged.len() {
        return Shifted::Unknown;
    }
    let reach = |own: &Pooled| thresholds.reach(own.headline().bounds);
    let whole = match judged.len() == pooled.rows.len() {
        true => Ok(reach(pooled)),
        false => again(judged).map(|own| reach(&own)),
    };
    match (whole, again(kept).map(|own| reach(&own))) {
        (Ok(one), Ok(other)) if one == other => Shifted::No,
        (Ok(_), Ok(_)) => Shifted::Yes,
        _ => Shifted::Unknown,
    }
}

fn person(aspect: Aspect, judged: &[GradeJudged]) -> Option<Person<u8>> {
    judged.iter().rev().find_map(|own| match own.verdict {
        Verdict::Steps(about, value) if about == aspect => Some(Person {
            value,
            reason: own.reason.clone(),
        }),
        _ => None,
    })
}

fn person_overall(
    judged: &[GradeJudged],
) -> Option<Person<euthymia_synthesis::network::certainty::Confidence>> {
    judged.iter().rev().find_map(|own| match own.verdict {
        Verdict::Overall(value) => Some(Person {
            value,
            reason: own.reason.clone(),
        }),
        Verdict::Steps(..) => None,
    })
}

fn remarks(pooled: &Pooled, options: &GradeOptions) -> Vec<String> {
    let mut remarks = Vec::new();
    let shares = level_shares(pooled, &options.appraised, Respect::Overall);
    if !shares.unappraised.is_empty() {
        remarks.push(format!(
            "Not appraised for risk of bias: {}; tried at every judgement, never taken as low.",
            shares.unappraised.join("; ")
        ));
    }
    if shares.borrowed {
        remarks.push(
            "The model has no weights: shares are those of an inverse-variance model with the same τ²."
                .to_owned(),
        );
    }
    remarks
}
