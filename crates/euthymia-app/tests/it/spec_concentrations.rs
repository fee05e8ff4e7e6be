//! What `pk` promises: what a dose means, a window that covers the course, curves on which every dose
//! looks the same.

use euthymia_app::pharmacokinetics::{Cases, Request, figure, run, views};
use euthymia_plot::ConcentrationCurve;
use euthymia_table::TableView;

fn infusion(dose: &str, infuse: &str) -> Request {
    Request {
        dose: Some(dose.to_owned()),
        weight: Some("70".to_owned()),
        infuse: Some(infuse.to_owned()),
        threads: 1,
        ..Request::default()
    }
}

fn of(model: &str, request: Request) -> Request {
    Request {
        models: vec![model.to_owned()],
        ..request
    }
}

fn computed(request: &Request) -> Cases {
    run(request).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(request: &Request) -> String {
    let error = run(request).expect_err("refused");
    assert_eq!(error.exit_status(), 2, "{error}");
    error.to_string()
}

fn peak(cases: &Cases) -> (f64, f64) {
    let peak = cases.cases[0].outputs[0].peak;
    (peak.concentration, 60.0 * peak.at_h)
}

fn notes(view: &TableView) -> String {
    view.notes.join("\n")
}

/// 35 mg over 40 hours: the peak is at the end of the infusion, 2400 minutes, and not a day after its
/// beginning.
#[test]
fn spec_the_window_covers_a_long_infusion() {
    let cases = computed(&infusion("35mg", "40h"));
    assert_eq!(cases.until_h, 72.0);
    let (cmax, tmax) = peak(&cases);
    assert!((tmax - 2400.0).abs() < 1e-6, "{tmax}");
    let later = computed(&Request {
        until: Some("200h".into()),
        ..infusion("35mg", "40h")
    });
    assert_eq!(peak(&later).0, cmax);
    assert!(!cases.cases[0].outputs[0].is_rising);
    // A short one keeps the day of AUC0–24.
    assert_eq!(computed(&infusion("35mg", "40min")).until_h, 24.0);
    let listed = Request {
        dose: None,
        infuse: None,
        schedule: Some("0h 35mg over 40min, 48h 35mg over 30h".into()),
        ..infusion("", "")
    };
    assert_eq!(computed(&listed).until_h, 96.0);
}

#[test]
fn spec_a_peak_at_the_end_of_the_window_is_marked() {
    let cut = Request {
        until: Some("10min".into()),
        ..infusion("35mg", "40min")
    };
    let cases = computed(&cut);
    assert!(cases.cases[0].outputs[0].is_rising);
    let summary = &views(&cases)[0];
    assert!(notes(summary).contains("only what is reached at 10 min"));
    let drawn = figure(&cases);
    assert!(drawn.curves[0].label.contains("still rising") && drawn.curves[0].peak.is_none());
    // The end of the infusion is a peak, also where the window ends there.
    let whole = Request {
        until: Some("40min".into()),
        ..infusion("35mg", "40min")
    };
    assert!(!computed(&whole).cases[0].outputs[0].is_rising);
    let listed = Request {
        dose: None,
        infuse: None,
        until: Some("30h".into()),
        schedule: Some("0h 35mg over 40min; 48h 35mg over 40min".into()),
        ..infusion("", "")
    };
    let told = notes(&views(&computed(&listed))[0]);
    assert!(
        told.contains("1 of its doses come only after the end"),
        "{told}"
    );
}

#[test]
fn spec_every_table_says_what_the_dose_is_of() {
    let alone = of("fanta", infusion("35mg", "40min"));
    let asked = Request {
        at: vec!["40min, 1,5h".into()],
        population: Some(20),
        seed: 1,
        ..alone.clone()
    };
    let cases = computed(&asked);
    assert_eq!(cases.at_h.len(), 2);
    let all = views(&cases);
    assert_eq!(all.len(), 4);
    for view in &all {
        assert!(
            notes(view).contains("taken as S-ketamine"),
            "{}",
            view.title
        );
        assert!(notes(view).contains("--substance racemate"));
    }
    // 35 mg of S-ketamine, and half of it where they are of the racemate.
    let racemate = Request {
        substance: Some("racemate".into()),
        ..alone.clone()
    };
    let halved = computed(&racemate);
    let ratio = peak(&computed(&alone)).0 / peak(&halved).0;
    assert!((ratio - 2.0).abs() < 1e-9, "{ratio}");
    assert!(notes(&views(&halved)[0]).contains("50 % of it"));
    // Two models that would take it differently are not compared unasked.
    let mixed = Request {
        models: vec!["kamp".into(), "fanta".into()],
        ..infusion("35mg", "40min")
    };
    let why = refused(&mixed);
    assert!(
        why.contains("--substance") && why.contains("racemate or s"),
        "{why}"
    );
    let why = refused(&Request {
        substance: Some("racemate".into()),
        dose: Some("28mg".into()),
        ..of("perez_ruixo", Request::default())
    });
    assert!(why.contains("no racemate"), "{why}");
}

#[test]
fn spec_doses_that_the_model_does_not_cover_are_refused() {
    let nasal = |dose: &str| {
        of(
            "perez_ruixo",
            Request {
                dose: Some(dose.into()),
                ..Request::default()
            },
        )
    };
    assert!(refused(&nasal("112mg")).contains("4 devices"));
    let apart = Request {
        between: Some("10h".into()),
        ..nasal("84mg")
    };
    assert!(refused(&apart).contains("--between"));
    assert!(refused(&infusion("35mg", "40d")).contains("longer than a week"));
    let why = refused(&Request {
        infuse: None,
        compare: vec!["0min".into()],
        ..infusion("35mg", "")
    });
    assert!(why.starts_with("--compare"), "{why}");
    // 350 mg are 5 mg/kg at 70 kg, ten times the usual.
    let told = notes(&views(&computed(&infusion("5mg/kg", "40min")))[0]);
    assert!(told.contains("10 times the 0.5 mg/kg"), "{told}");
    let told = notes(&views(&computed(&infusion("35ug", "40min")))[0]);
    assert!(told.contains("check dose and unit"), "{told}");
}

#[test]
fn spec_decimal_commas_are_read_where_a_single_number_is_meant() {
    let points = computed(&infusion("0.5mg/kg", "40.5min"));
    let commas = computed(&Request {
        weight: Some("70,0".into()),
        above: Some("99,5".into()),
        ..infusion("0,5mg/kg", "40,5min")
    });
    assert_eq!(peak(&points), peak(&commas));
    assert_eq!(commas.above, Some(99.5));
    let listed = computed(&Request {
        dose: None,
        infuse: None,
        schedule: Some("0h 0,5mg/kg over 40,5min,24h 0,5mg/kg over 40,5min".into()),
        ..infusion("", "")
    });
    assert_eq!(listed.cases[0].given_h.len(), 2);
    assert!(refused(&infusion("1,234mg", "40min")).contains("two ways"));
}

/// The points of a curve from a time on, for so many hours, counted from that time.
fn stretch(curve: &ConcentrationCurve, from: f64, hours: f64) -> Vec<(f64, f64)> {
    let points = curve.points.iter();
    let inside = points.filter(|point| point.time >= from && point.time < from + hours);
    inside
        .map(|point| (point.time - from, point.value))
        .collect()
}

/// Doses so far apart that nothing of the one is left when the next begins look the same.
#[test]
fn spec_every_dose_of_a_course_is_drawn_alike() {
    let course = Request {
        dose: None,
        infuse: None,
        until: Some("90h".into()),
        schedule: Some("0h 35mg over 40min, 60h 35mg over 40min".into()),
        ..infusion("", "")
    };
    let drawn = figure(&computed(&course));
    let curve = &drawn.curves[0];
    let (one, two) = (stretch(curve, 0.0, 20.0), stretch(curve, 60.0, 20.0));
    assert!(
        one.len() > 80 && one.len() == two.len(),
        "{} {}",
        one.len(),
        two.len()
    );
    for ((at, value), (other_at, other)) in one.iter().zip(&two) {
        assert!(
            (at - other_at).abs() < 1e-9 && (value - other).abs() < 0.5,
            "{at}: {value} {other}"
        );
    }
    // The end of each infusion is a point of the curve.
    for end in [2.0 / 3.0, 60.0 + 2.0 / 3.0] {
        assert!(
            curve
                .points
                .iter()
                .any(|point| (point.time - end).abs() < 1e-9)
        );
    }
    assert!(curve.points.len() < 3000);
}

#[test]
fn spec_one_infusion_is_drawn_while_something_happens() {
    let short = figure(&computed(&infusion("35mg", "40min")));
    let last = |drawn: &euthymia_plot::Concentration| drawn.curves[0].points.last().unwrap().time;
    assert_eq!(last(&short), 4.0);
    assert!(
        short
            .footnotes
            .iter()
            .any(|note| note.contains("the numbers go to 24 h"))
    );
    let asked = figure(&computed(&Request {
        until: Some("8h".into()),
        ..infusion("35mg", "40min")
    }));
    assert_eq!(last(&asked), 8.0);
    // Three devices five minutes apart are three bars.
    let sprays = figure(&computed(&of(
        "perez_ruixo",
        Request {
            dose: Some("84mg".into()),
            between: Some("5min".into()),
            ..Request::default()
        },
    )));
    assert_eq!(sprays.curves[0].given.len(), 3);
}

#[test]
fn spec_an_effect_site_is_drawn_as_unverified_with_all_models() {
    let all = Request {
        all: true,
        effect_site: true,
        substance: Some("racemate".into()),
        ..infusion("35mg", "40min")
    };
    let cases = computed(&all);
    let drawn = figure(&cases);
    let sites: Vec<_> = drawn.curves.iter().filter(|curve| curve.is_aside).collect();
    assert_eq!(sites.len(), 2);
    assert!(
        sites
            .iter()
            .all(|curve| curve.label.ends_with("[unverified]"))
    );
    assert!(notes(&views(&cases)[0]).contains("No effect site is known of: Clements"));
    let single = figure(&computed(&Request {
        effect_site: true,
        ..infusion("35mg", "40min")
    }));
    assert!(single.curves[1].label.contains("[unverified]"));
}
