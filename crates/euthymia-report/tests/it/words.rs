//! Numbers with their words.

use euthymia_numerics::Probability;
use euthymia_report::words;
use euthymia_report::words::Shown;
use euthymia_synthesis::measure::Scale;
use euthymia_synthesis::pairwise::Bounds;

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn p_values_keep_their_sign() {
    assert_eq!(plain(&words::p_value(0.031)), "= 0.031");
    assert_eq!(plain(&words::p_value(0.000_01)), "< 0.001");
    assert_eq!(plain(&words::p_value(0.999_9)), "> 0.999");
    assert_eq!(plain(&words::p_value(0.5)), "= 0.500");
}

#[test]
fn levels_drop_what_they_do_not_need() {
    for (level, printed) in [
        (0.95, "95 %"),
        (0.9, "90 %"),
        (0.999, "99.9 %"),
        (0.9999, "99.99 %"),
    ] {
        assert_eq!(
            plain(&words::level(Probability::new(level).expect("a level"))),
            printed
        );
    }
}

#[test]
fn estimates_are_printed_as_their_scale_wants() {
    let shown = Shown {
        estimate: 0.45,
        bounds: Bounds {
            lower: 0.382,
            upper: 0.52,
        },
    };
    assert_eq!(
        plain(&words::shown(&shown, Scale::Proportion)),
        "45.0 % [38.2, 52.0]"
    );
    assert_eq!(
        plain(&words::shown(&shown, Scale::Ratio)),
        "0.45 [0.38, 0.52]"
    );
    assert_eq!(
        plain(&words::bounds(&shown.bounds, Scale::Difference)),
        "0.38 to 0.52"
    );
    let below = Shown {
        estimate: -0.1,
        bounds: Bounds {
            lower: -0.2,
            upper: 0.05,
        },
    };
    assert_eq!(
        plain(&words::shown(&below, Scale::ProportionDifference)),
        "−10.0 % [−20.0, 5.0]"
    );
}

#[test]
fn one_is_singular() {
    assert_eq!(words::counted(1, "study", "studies"), "1 study");
    assert_eq!(words::counted(0, "study", "studies"), "0 studies");
    assert_eq!(words::counted(2, "study", "studies"), "2 studies");
}
