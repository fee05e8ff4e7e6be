//! How often standard errors in place of variances are found out, and how often truth is suspected,
//! on the published data sets of `reference/expected/metafor-5.1-12/pairwise_*.json`.

use crate::agrees_with_metafor_5_pairwise::given_set;
use crate::covered::METAFOR_5_PAIRWISE;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::pairwise::suspicion::{Suspicion, suspicions};
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_testkit::reference::{Json, json};

fn sizes(file: &Json) -> Option<Vec<f64>> {
    file.get("ni").filter(|ni| ni.is_array())?;
    let numbers = file.numbers("ni").into_iter();
    Some(numbers.map(|n| n.unwrap().value).collect())
}

/// The same set with standard errors entered as variances.
fn mistaken(set: &StudySet) -> StudySet {
    let studies = set.studies().iter().map(|study| {
        let error = study.effect.variance.standard_error().get();
        let effect = Effect::new(study.effect.estimate, error).unwrap();
        Study::new(study.label.clone(), effect)
    });
    StudySet::new(studies.collect()).unwrap()
}

#[test]
fn true_variances_are_not_suspected_and_many_mistakes_are() {
    let (mut found_out, mut with_sizes) = (0, 0);
    for name in METAFOR_5_PAIRWISE {
        let file = json(&format!("expected/metafor-5.1-12/{name}.json"));
        let (set, sizes) = (given_set(&file), sizes(&file));
        with_sizes += usize::from(sizes.is_some());
        let false_alarms = suspicions(&set, sizes.as_deref());
        assert!(false_alarms.is_empty(), "{name}: {false_alarms:?}");
        let mistakes = suspicions(&mistaken(&set), sizes.as_deref());
        found_out += usize::from(!mistakes.is_empty());
    }
    assert_eq!((METAFOR_5_PAIRWISE.len(), with_sizes), (28, 24));
    assert_eq!(found_out, 14);
}

#[test]
fn too_little_scatter_names_its_evidence() {
    let file = json("expected/metafor-5.1-12/pairwise_hackshaw1998.json");
    let found = suspicions(&mistaken(&given_set(&file)), None);
    assert!(matches!(
        found[..],
        [Suspicion::TooLittleScatter { df: 36.0, .. }]
    ));
    let words = found[0].to_string();
    assert!(
        words.contains("standard errors?") && words.contains("36"),
        "{words}"
    );
}

#[test]
fn sizes_that_do_not_fit_are_not_used() {
    let file = json("expected/metafor-5.1-12/pairwise_bcg_AS.json");
    let set = mistaken(&given_set(&file));
    for sizes in [vec![1.0; 13], vec![0.0; 13], vec![f64::NAN; 13], vec![3.0]] {
        let by_size = |s: &Suspicion| matches!(s, Suspicion::FallsWithRootOfSize { .. });
        assert!(!suspicions(&set, Some(&sizes)).iter().any(by_size));
    }
}
