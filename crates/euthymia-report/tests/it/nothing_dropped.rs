//! Every arm of a strand is behind its number or in the list of those left out.

use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::{Arm, Role};
use euthymia_evidence::mark::Admitted;
use euthymia_report::trd::analysis::{Analysis, StrandAnalyses, strands};
use std::collections::BTreeSet;
use std::sync::OnceLock;

const ALL: Admitted = Admitted {
    n_not_seen: true,
    recalled: true,
};

fn base() -> &'static EvidenceBase {
    static BASE: OnceLock<EvidenceBase> = OnceLock::new();
    BASE.get_or_init(|| EvidenceBase::bundled().expect("the bundled evidence"))
}

fn analyses() -> &'static [Vec<StrandAnalyses>; 2] {
    static MADE: OnceLock<[Vec<StrandAnalyses>; 2]> = OnceLock::new();
    MADE.get_or_init(|| [strands(base(), Admitted::default()), strands(base(), ALL)])
}

fn rates(of: &StrandAnalyses) -> [&Analysis; 2] {
    [&of.response, &of.remission]
}

fn comparisons(of: &StrandAnalyses) -> [&Analysis; 6] {
    [
        &of.response_rr,
        &of.response_rd,
        &of.remission_rr,
        &of.remission_rd,
        &of.change_g,
        &of.score_g,
    ]
}

/// Whether an arm stands behind an analysis's number or in its list, by its own name or its
/// study's.
fn accounted(analysis: &Analysis, arm: &Arm) -> bool {
    let study = &base().study(&arm.study_id).expect("a study").label;
    let name = format!("{study}, {}", arm.label);
    let used = analysis
        .pooled
        .iter()
        .flat_map(|pooled| &pooled.rows)
        .any(|row| {
            row.candidate
                .provenance
                .iter()
                .any(|line| line.starts_with(&format!("{name}: ")))
        });
    used || analysis
        .left_out
        .iter()
        .any(|left| left.label == name || left.label == *study)
}

fn require_accounted(analysis: &Analysis, arm: &Arm) {
    let (study, id) = (&arm.study_id, &arm.id);
    assert!(
        accounted(analysis, arm),
        "{study}, {id}: not in {}",
        analysis.id
    );
}

#[test]
fn every_arm_of_a_strand_is_in_its_rate_or_left_out_of_it() {
    for of in analyses().iter().flatten() {
        for arm in base()
            .arms
            .iter()
            .filter(|arm| of.strand.includes(base(), arm))
        {
            for analysis in rates(of) {
                require_accounted(analysis, arm);
            }
        }
    }
}

#[test]
fn every_arm_of_a_controlled_trial_is_in_its_comparison_or_left_out_of_it() {
    let with_control: BTreeSet<&str> = base()
        .arms
        .iter()
        .filter(|arm| arm.role == Role::Control)
        .map(|arm| arm.study_id.as_str())
        .collect();
    for of in analyses().iter().flatten() {
        let arms = base().arms.iter().filter(|arm| {
            arm.role == Role::Experimental
                && with_control.contains(arm.study_id.as_str())
                && of.strand.includes(base(), arm)
        });
        for arm in arms {
            for analysis in comparisons(of) {
                require_accounted(analysis, arm);
            }
        }
    }
}

#[test]
fn every_control_arm_of_a_trial_that_is_pooled_is_in_it_or_left_out_of_it() {
    for of in analyses().iter().flatten() {
        for analysis in comparisons(of) {
            for row in analysis.pooled.iter().flat_map(|pooled| &pooled.rows) {
                let study = base()
                    .studies
                    .iter()
                    .find(|study| study.label == row.candidate.label)
                    .expect("a study");
                let controls = base()
                    .arms_of(&study.id)
                    .filter(|arm| arm.role == Role::Control);
                for arm in controls {
                    require_accounted(analysis, arm);
                }
            }
        }
    }
}

#[test]
fn every_row_has_a_line_of_provenance_and_adds_up_to_it() {
    for of in analyses().iter().flatten() {
        for analysis in rates(of) {
            for row in analysis.pooled.iter().flat_map(|pooled| &pooled.rows) {
                let label = &row.candidate.label;
                assert!(
                    !row.candidate.provenance.is_empty(),
                    "{label} in {}",
                    analysis.id
                );
                let mut sum = (0, 0);
                for line in &row.candidate.provenance {
                    // "Study, arm: 4/21; …", where the study or arm may hold a colon itself.
                    let counts = line
                        .split(": ")
                        .filter_map(|part| part.split(';').next()?.split_once('/'))
                        .find_map(|(a, n)| Some((a.parse::<u64>().ok()?, n.parse::<u64>().ok()?)));
                    let (events, n) = counts.unwrap_or_else(|| panic!("no count in {line}"));
                    sum = (sum.0 + events, sum.1 + n);
                }
                let euthymia_report::pooled::Inputs::OneProportion(count) = row.candidate.data
                else {
                    panic!("{label} is no single group");
                };
                assert_eq!(
                    (count.events(), count.n()),
                    sum,
                    "{label} in {}",
                    analysis.id
                );
            }
        }
    }
}

#[test]
fn analyses_have_names_of_their_own_and_give_reasons() {
    for made in analyses() {
        let mut ids = BTreeSet::new();
        for of in made {
            for analysis in rates(of).into_iter().chain(comparisons(of)) {
                assert!(ids.insert(&analysis.id), "{} stands twice", analysis.id);
                assert!(!analysis.title.is_empty());
                assert_eq!(analysis.failure, None, "{}", analysis.id);
                for left in &analysis.left_out {
                    assert!(
                        !left.label.is_empty() && !left.reason.is_empty(),
                        "{left:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_comparison_has_the_same_trials_as_a_ratio_and_as_a_difference() {
    let labels = |analysis: &Analysis| -> BTreeSet<String> {
        let rows = analysis.pooled.iter().flat_map(|pooled| &pooled.rows);
        rows.map(|row| row.candidate.label.clone()).collect()
    };
    for of in analyses().iter().flatten() {
        for (ratio, difference) in [
            (&of.response_rr, &of.response_rd),
            (&of.remission_rr, &of.remission_rd),
        ] {
            let missing: Vec<String> = labels(difference)
                .difference(&labels(ratio))
                .cloned()
                .collect();
            // A trial that says nothing about a ratio may say something about a difference.
            for label in missing {
                assert!(
                    ratio.left_out.iter().any(|left| left.label == label),
                    "{label}"
                );
            }
            assert!(labels(ratio).is_subset(&labels(difference)), "{}", ratio.id);
        }
    }
}

#[test]
fn a_trial_speaks_once_about_symptoms() {
    for of in analyses().iter().flatten() {
        let used = |analysis: &Analysis| -> BTreeSet<String> {
            let rows = analysis.pooled.iter().flat_map(|pooled| &pooled.rows);
            rows.map(|row| row.candidate.label.clone()).collect()
        };
        let both: Vec<String> = used(&of.change_g)
            .intersection(&used(&of.score_g))
            .cloned()
            .collect();
        assert!(both.is_empty(), "{both:?}");
    }
}

#[test]
fn wider_admission_never_loses_a_patient() {
    let patients = |analysis: &Analysis| -> u64 {
        let rows = analysis.pooled.iter().flat_map(|pooled| &pooled.rows);
        rows.map(|row| match row.candidate.data {
            euthymia_report::pooled::Inputs::OneProportion(count) => count.n(),
            _ => 0,
        })
        .sum()
    };
    let [strict, wide] = analyses();
    let total =
        |made: &[StrandAnalyses]| -> u64 { made.iter().flat_map(rates).map(patients).sum() };
    assert!(
        total(strict) < total(wide),
        "{} {}",
        total(strict),
        total(wide)
    );
}
