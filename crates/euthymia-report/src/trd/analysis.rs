//! The analyses of the report: every pooled number it prints, made once.

use super::gather::{Gathered, controlled, single_arms};
use super::strand::{STRANDS, Strand};
use crate::pooled::{LeftOut, PoolError, PoolOptions, Pooled, pool_for_readers};
use euthymia_clinical::outcome::Outcome;
use euthymia_clinical::treatment::ReportGroup;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::{Arm, Role};
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::{Selection, TimeWindow};
use euthymia_synthesis::measure::Measure;

/// The acute window: from the first day to twelve weeks, and courses whose last day is not stated.
pub const ACUTE: TimeWindow = TimeWindow {
    from: 1.0,
    to: 84.0,
    unstated: true,
};

/// A pooled number with what it was made from and what was left out; no number where no study
/// qualifies.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Identifier that links lead to.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// The result, if any study qualifies.
    pub pooled: Option<Pooled>,
    /// Arms and rows left out before pooling, and studies left out in it.
    pub left_out: Vec<LeftOut>,
    /// Why there is no number although studies qualify; never silent.
    pub failure: Option<String>,
}

impl Analysis {
    pub(super) fn of(id: String, title: String, gathered: Gathered, options: &PoolOptions) -> Self {
        let mut left_out = gathered.left_out;
        let (pooled, failure) = match pool_for_readers(gathered.candidates, options) {
            Ok(pooled) => {
                left_out.extend(pooled.left_out.iter().cloned());
                (Some(pooled), None)
            }
            Err(PoolError::Nothing(more)) => {
                left_out.extend(more);
                (None, None)
            }
            Err(error) => (None, Some(error.to_string())),
        };
        Self {
            id,
            title,
            pooled,
            left_out,
            failure,
        }
    }
}

/// Pooled rates and comparisons of one strand.
#[derive(Clone, Debug)]
pub struct StrandAnalyses {
    /// The strand.
    pub strand: Strand,
    /// Single-arm response rate.
    pub response: Analysis,
    /// Single-arm remission rate.
    pub remission: Analysis,
    /// Response against control: risk ratio.
    pub response_rr: Analysis,
    /// Response against control: risk difference.
    pub response_rd: Analysis,
    /// Remission against control: risk ratio.
    pub remission_rr: Analysis,
    /// Remission against control: risk difference.
    pub remission_rd: Analysis,
    /// Change from baseline against control: Hedges' g.
    pub change_g: Analysis,
    /// Score at the end against control: Hedges' g.
    pub score_g: Analysis,
}

/// Runs every analysis of every strand.
#[must_use]
pub fn strands(base: &EvidenceBase, admitted: Admitted) -> Vec<StrandAnalyses> {
    STRANDS
        .iter()
        .map(|strand| strand_analyses(base, *strand, admitted))
        .collect()
}

fn strand_analyses(base: &EvidenceBase, strand: Strand, admitted: Admitted) -> StrandAnalyses {
    let wanted = |arm: &Arm| strand.includes(base, arm);
    let rate = |outcome: Outcome, title: &str| {
        Analysis::of(
            format!("{}-{}", strand.id, outcome.id()),
            format!("{}: {title}", strand.name),
            single_arms(base, &acute(outcome, admitted), wanted),
            &PoolOptions::recommended(Measure::Logit),
        )
    };
    let against = |outcome: Outcome, measure: Measure, title: &str| {
        let code = measure.code().to_lowercase();
        Analysis::of(
            format!("{}-{}-{code}", strand.id, outcome.id()),
            format!("{} against control: {title}", strand.name),
            controlled(base, &acute(outcome, admitted), |arm| {
                wanted(arm) && arm.role == Role::Experimental
            }),
            &PoolOptions::of(measure),
        )
    };
    let change_g = against(
        Outcome::change(),
        Measure::HedgesG,
        "change from baseline, Hedges' g",
    );
    let score_g = scores_apart(
        base,
        &acute(Outcome::score(), admitted),
        wanted,
        &strand,
        &change_g,
    );
    StrandAnalyses {
        strand,
        response: rate(Outcome::response(), "response rate"),
        remission: rate(Outcome::remission(), "remission rate"),
        response_rr: against(
            Outcome::response(),
            Measure::RiskRatio,
            "response, risk ratio",
        ),
        response_rd: against(
            Outcome::response(),
            Measure::RiskDifference,
            "response, risk difference",
        ),
        remission_rr: against(
            Outcome::remission(),
            Measure::RiskRatio,
            "remission, risk ratio",
        ),
        remission_rd: against(
            Outcome::remission(),
            Measure::RiskDifference,
            "remission, risk difference",
        ),
        score_g,
        change_g,
    }
}

/// Scores at the end against control, of the trials whose changes from baseline are not already in
/// `changes`: a trial speaks once.
fn scores_apart(
    base: &EvidenceBase,
    selection: &Selection,
    wanted: impl Fn(&Arm) -> bool,
    strand: &Strand,
    changes: &Analysis,
) -> Analysis {
    let mut gathered = controlled(base, selection, |arm| {
        wanted(arm) && arm.role == Role::Experimental
    });
    let used = |label: &str| {
        changes
            .pooled
            .iter()
            .flat_map(|p| &p.rows)
            .any(|row| row.candidate.label == label)
    };
    let (twice, once): (Vec<_>, Vec<_>) = gathered
        .candidates
        .into_iter()
        .partition(|candidate| used(&candidate.label));
    gathered.candidates = once;
    gathered
        .left_out
        .extend(twice.into_iter().map(|candidate| LeftOut {
            label: candidate.label,
            reason: "its change from baseline is used".to_owned(),
        }));
    Analysis::of(
        format!("{}-score-smd", strand.id),
        format!(
            "{} against control: score at the end, Hedges' g",
            strand.name
        ),
        gathered,
        &PoolOptions::of(Measure::HedgesG),
    )
}

/// A selection of one outcome in the acute window; adverse events and drop-out without a day count
/// as of the course.
#[must_use]
pub fn acute(outcome: Outcome, admitted: Admitted) -> Selection {
    Selection {
        window: Some(ACUTE),
        admitted,
        ..Selection::of(outcome, Vec::new())
    }
}

/// The adverse events that are asked about most, first; every other one of the evidence base follows.
const ADVERSE_FIRST: [&str; 9] = [
    "ae_dissociation",
    "ae_dizziness",
    "ae_headache",
    "ae_nausea",
    "ae_anxiety",
    "ae_scalp_discomfort",
    "ae_fatigue",
    "serious_ae",
    "dropout",
];

/// Not patients with an event: counts of events.
const EVENT_COUNTS: &str = "ae_serious_event_count";

/// Adverse events and drop-out that the evidence base reports, the most asked about first.
fn adverse_outcomes(base: &EvidenceBase) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = ADVERSE_FIRST
        .iter()
        .filter_map(|id| Outcome::parse(id).ok())
        .collect();
    let reported: std::collections::BTreeSet<&Outcome> = base
        .outcomes
        .iter()
        .map(|row| &row.outcome)
        .filter(|outcome| outcome.is_adverse_event() && outcome.id() != EVENT_COUNTS)
        .collect();
    for outcome in reported {
        if !outcomes.contains(outcome) {
            outcomes.push(outcome.clone());
        }
    }
    outcomes
}

/// The rate of one adverse event in one group, alone and against control.
#[derive(Clone, Debug)]
pub struct AdverseAnalyses {
    /// The group.
    pub group: ReportGroup,
    /// The event.
    pub outcome: Outcome,
    /// Single-arm rate.
    pub rate: Analysis,
    /// Against control: risk ratio.
    pub ratio: Analysis,
    /// Against control: risk difference.
    pub difference: Analysis,
}

/// Runs the adverse-event analyses; combinations of group and event without any number are left
/// out of the list.
#[must_use]
pub fn adverse(base: &EvidenceBase, admitted: Admitted) -> Vec<AdverseAnalyses> {
    let mut list = Vec::new();
    let outcomes = adverse_outcomes(base);
    for group in ReportGroup::ALL.iter().copied() {
        if matches!(group, ReportGroup::Control | ReportGroup::Other) {
            continue;
        }
        for outcome in outcomes.iter().cloned() {
            let selection = acute(outcome.clone(), admitted);
            let wanted = |arm: &Arm| arm.role != Role::Control && base.group_of(arm) == group;
            let stem = format!("{}-{}", group.id(), outcome.id());
            let title = format!("{group}: {outcome}");
            let rate = Analysis::of(
                stem.clone(),
                format!("{title}, rate"),
                single_arms(base, &selection, wanted),
                &PoolOptions::recommended(Measure::Logit),
            );
            if rate.pooled.is_none() {
                continue;
            }
            let against = |measure: Measure, words: &str| {
                let trials = controlled(base, &selection, |arm| {
                    wanted(arm) && arm.role == Role::Experimental
                });
                let id = format!("{stem}-{}", measure.code().to_lowercase());
                Analysis::of(
                    id,
                    format!("{title}, {words}"),
                    trials,
                    &PoolOptions::of(measure),
                )
            };
            let ratio = against(Measure::RiskRatio, "risk ratio against control");
            let difference = against(Measure::RiskDifference, "risk difference against control");
            list.push(AdverseAnalyses {
                group,
                outcome,
                rate,
                ratio,
                difference,
            });
        }
    }
    list
}

/// The pooled rate that a claim can be held against: of a strand, or of a report group, class or
/// treatment without the arms of low doses.
#[must_use]
pub fn rate_for_claim(
    base: &EvidenceBase,
    treatment: &str,
    selection: &Selection,
    id: String,
) -> Analysis {
    let words = [treatment.to_owned()];
    let strand = STRANDS.iter().find(|strand| strand.id == treatment);
    let low = |arm: &Arm| {
        STRANDS
            .iter()
            .any(|s| s.is_low_dose() && s.includes(base, arm))
    };
    let wanted = |arm: &Arm| match strand {
        Some(strand) => strand.includes(base, arm),
        None => {
            arm.role != Role::Control
                && euthymia_evidence::select::asked_for(base, arm, &words)
                && !low(arm)
        }
    };
    let name = strand.map_or(treatment, |strand| strand.name);
    Analysis::of(
        id,
        format!("{name}: {} rate", selection.outcome),
        single_arms(base, selection, wanted),
        &PoolOptions::recommended(Measure::Logit),
    )
}
