//! The certainty of pooled analyses, with pencil and paper.

use euthymia_evidence::appraisal::Judgement::{self, High, Low, SomeConcerns};
use euthymia_report::appraised::{Appraised, JudgementRow};
use euthymia_report::grade::{
    Aspect, Domain, Finding, GradeJudged, GradeOptions, Graded, OptimalSize, Start, Steps,
    Thresholds, Upgrade, absolute, baseline_of, certainty_document, certainty_view, grade,
    summary_of_findings,
};
use euthymia_report::pooled::{Candidate, Inputs, PoolOptions, Pooled, pool};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::{Interval, Model, Prediction};

/// The quantile of the normal distribution at 97.5 %.
pub(crate) const Z: f64 = 1.959_963_984_540_054;

#[track_caller]
pub(crate) fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-9,
        "found {found}, expected {expected}"
    );
}

pub(crate) fn row(study: &str, domain: &str, judgement: Judgement) -> JudgementRow {
    JudgementRow {
        study: study.to_owned(),
        of_outcome: false,
        tool: None,
        domain: domain.to_owned(),
        judgement,
    }
}

fn plainly(measure: Measure) -> PoolOptions {
    let mut options = PoolOptions::of(measure);
    options.fit.model = Model::CommonEffect;
    options.fit.interval = Interval::Wald;
    options.fit.prediction = Prediction::Normal;
    options
}

/// Estimates with their variances under a common effect.
pub(crate) fn estimates(of: &[(&str, f64, f64)]) -> Pooled {
    let studies = of.iter().map(|(label, estimate, variance)| {
        let effect = Effect::new(*estimate, *variance).expect("an effect");
        Candidate::new(*label, Inputs::Estimate(effect))
    });
    pool(studies.collect(), &plainly(Measure::Generic)).expect("pooled")
}

fn counts(measure: Measure, of: &[(&str, [u64; 4])]) -> Pooled {
    let studies = of.iter().map(|(label, [a, n1, c, n2])| {
        let table = TwoByTwo::new(*a, *n1, *c, *n2).expect("a table");
        Candidate::new(*label, Inputs::TwoProportions(table))
    });
    pool(studies.collect(), &plainly(measure)).expect("pooled")
}

fn graded(pooled: &Pooled, options: &GradeOptions) -> Graded {
    grade(pooled, options, &|studies| pool(studies, &pooled.options))
}

#[track_caller]
fn steps(found: &Graded, aspect: Aspect) -> Steps {
    let own = found.rated.iter().find(|own| own.aspect == aspect);
    own.expect("every respect").steps()
}

#[test]
fn high_risk_that_carries_the_result_costs_a_level() {
    // A and B: 0 with variance ½ together; C: 3 with variance 1. All: 1 ± 1.13, without C: 0 ± 1.39.
    let main = estimates(&[("A", 0.0, 1.0), ("B", 0.0, 1.0), ("C", 3.5, 1.0)]);
    let rows = [
        row("A", "overall", Low),
        row("B", "overall", Low),
        row("C", "overall", High),
    ];
    let options = GradeOptions {
        appraised: Appraised::gather(&rows, None).expect("gathered"),
        thresholds: Some(Thresholds::new(&[0.0], Measure::Generic).expect("thresholds")),
        ..GradeOptions::of(Start::Randomised)
    };
    let found = graded(&main, &options);
    // 3.5/3 − 1.96/√3 = 0.035 lies above 0, and 0 ± 1.39 does not.
    assert_eq!(
        steps(&found, Aspect::Down(Domain::RiskOfBias)),
        Steps::Settled(1)
    );
    assert_eq!(
        steps(&found, Aspect::Down(Domain::Imprecision)),
        Steps::Settled(0)
    );
    assert_eq!(
        steps(&found, Aspect::Down(Domain::Inconsistency)),
        Steps::Undecided
    );
    assert_eq!(found.overall.name(), "at most moderate");
    // A threshold further off is crossed by neither: two of three equal weights are low.
    let options = GradeOptions {
        thresholds: Some(Thresholds::new(&[5.0], Measure::Generic).expect("thresholds")),
        ..options
    };
    let found = graded(&main, &options);
    assert_eq!(
        steps(&found, Aspect::Down(Domain::RiskOfBias)),
        Steps::Settled(0)
    );
}

#[test]
fn nothing_stated_is_nothing_decided() {
    let main = estimates(&[("A", 0.2, 0.01), ("B", 0.3, 0.01)]);
    let found = graded(&main, &GradeOptions::of(Start::Randomised));
    for own in &found.rated {
        match own.aspect {
            Aspect::Down(_) => assert_eq!(own.steps(), Steps::Undecided, "{own:?}"),
            Aspect::Up(_) => assert_eq!(own.steps(), Steps::Settled(0), "{own:?}"),
        }
    }
    assert_eq!(found.overall.undecided.len(), 5);
    assert_eq!(found.overall.name(), "at most high");
    let view = certainty_view(&found, Measure::Generic);
    assert!(
        view.notes.iter().any(|note| note.contains("No thresholds")),
        "{:?}",
        view.notes
    );
    assert!(
        view.notes.iter().any(|note| note.contains("Not appraised")),
        "{:?}",
        view.notes
    );
}

#[test]
fn a_large_effect_raises_studies_without_randomisation() {
    // 60/100 against 20/100 twice: a risk ratio of 3.
    let main = counts(
        Measure::RiskRatio,
        &[("A", [60, 100, 20, 100]), ("B", [60, 100, 20, 100])],
    );
    near(main.shown.estimate, 3.0);
    let all = |start| {
        let rows = ["A", "B"].map(|study| row(study, "overall", Low));
        let direct = ["A", "B"].map(|study| row(study, "indirectness", Low));
        let rows: Vec<JudgementRow> = rows.into_iter().chain(direct).collect();
        GradeOptions {
            appraised: Appraised::gather(&rows, None).expect("gathered"),
            thresholds: Some(Thresholds::new(&[1.0], Measure::RiskRatio).expect("thresholds")),
            optimal: OptimalSize::Stated(400),
            baseline: baseline_of(&main, None),
            judged: vec![
                GradeJudged::read("publication_bias", "undetected", "all registered")
                    .expect("read"),
                GradeJudged::read("inconsistency", "not_serious", "two alike").expect("read"),
            ],
            ..GradeOptions::of(start)
        }
    };
    let found = graded(&main, &all(Start::NonRandomised));
    assert_eq!(
        steps(&found, Aspect::Up(Upgrade::LargeEffect)),
        Steps::Settled(1)
    );
    assert_eq!(found.overall.name(), "moderate");
    let found = graded(&main, &all(Start::Randomised));
    assert_eq!(
        steps(&found, Aspect::Up(Upgrade::LargeEffect)),
        Steps::Settled(0)
    );
    assert_eq!(found.overall.name(), "high");
    // One patient less than enough.
    let options = GradeOptions {
        optimal: OptimalSize::Stated(401),
        ..all(Start::NonRandomised)
    };
    let found = graded(&main, &options);
    assert_eq!(
        steps(&found, Aspect::Down(Domain::Imprecision)),
        Steps::Settled(1)
    );
    assert_eq!(
        steps(&found, Aspect::Up(Upgrade::LargeEffect)),
        Steps::Settled(0)
    );
    assert_eq!(found.overall.name(), "very low");
}

#[test]
fn the_summary_of_findings_says_what_was_found() {
    let main = counts(
        Measure::RiskRatio,
        &[("A", [60, 100, 20, 100]), ("B", [60, 100, 20, 100])],
    );
    let rows = [
        row("A", "overall", SomeConcerns),
        row("B", "overall", SomeConcerns),
    ];
    let options = GradeOptions {
        appraised: Appraised::gather(&rows, None).expect("gathered"),
        thresholds: Some(Thresholds::new(&[1.0], Measure::RiskRatio).expect("thresholds")),
        baseline: baseline_of(&main, None),
        ..GradeOptions::of(Start::Randomised)
    };
    let found = graded(&main, &options);
    let finding = |sd| Finding {
        outcome: "Response".to_owned(),
        pooled: &main,
        absolute: options.baseline.and_then(|own| absolute(&main, own)),
        sd,
        graded: &found,
    };
    let view = summary_of_findings("Findings", &[finding(None), finding(None)]);
    let cell = |key: &str| {
        let at = view.columns.iter().position(|own| own.key == key);
        view.rows[0][at.expect("a column")].for_people()
    };
    // ln 3 ± 1.96 √(1/60 − 1/100 + 1/20 − 1/100)/√2: 0.2160/1.4142 = 0.15275; ratios 2.224 and 4.047.
    assert_eq!(cell("effect"), "RR 3.00 [2.22, 4.05]");
    assert_eq!(
        (cell("studies").as_str(), cell("patients").as_str()),
        ("2", "400")
    );
    assert_eq!(
        (cell("without").as_str(), cell("with").as_str()),
        ("200", "600")
    );
    // 200 · 2.224 = 444.8 and 200 · 4.047 = 809.4 of 1,000.
    assert_eq!(cell("difference"), "400 more [245 more to 609 more]");
    // One level for risk of bias; a large effect in 400 patients, where 1,806 would be enough: two more.
    assert_eq!(cell("certainty"), "very low (a, b, c, d, e)");
    assert!(
        view.notes[0].starts_with("a: Risk of bias: serious"),
        "{:?}",
        view.notes
    );
    // The same reason has the same letter.
    assert_eq!(view.rows[0][15], view.rows[1][15]);
    assert!(
        view.notes.iter().any(|note| note.contains("40 of 200")),
        "{:?}",
        view.notes
    );
    let document = certainty_document("Title", vec![view], Vec::new(), "1");
    assert!(euthymia_report::html::html(&document).contains("400 more"));
    assert!(euthymia_report::docx::docx(&document).is_ok());
}
