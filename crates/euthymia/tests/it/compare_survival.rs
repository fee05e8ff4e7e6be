//! Times to an event: trials that report in different ways, in one network of hazard ratios.

use crate::run::{Folder, Run};

fn compared(text: &str) -> Run {
    Folder::with("times.csv", text).run(&[
        "compare",
        "times.csv",
        "--measure",
        "HR",
        "--reference",
        "old",
        "--tau2",
        "0",
        "--show",
        "reference",
        "--format",
        "json",
    ])
}

/// The hazard ratio of one trial with its standard error.
#[track_caller]
fn ratio(text: &str) -> (f64, f64) {
    let json = compared(text).fine().json();
    let table = json.get(0).unwrap_or(&json);
    let row = &table["rows"][0];
    let number = |key: &str| row[key].as_f64().expect("a number");
    (number("estimate"), number("standard_error"))
}

#[track_caller]
fn near(found: (f64, f64), ratio: f64, variance: f64) {
    assert!((found.0 - ratio).abs() < 1e-10 * ratio, "{found:?} {ratio}");
    assert!(
        (found.1 - variance.sqrt()).abs() < 1e-10,
        "{found:?} {variance}"
    );
}

#[test]
fn every_way_of_reporting_is_worked_out_by_hand() {
    // Rates 10/100 and 20/100: a half, variance 1/10 + 1/20.
    let rates = "study,treatment,events,time\n1,new,10,100\n1,old,20,100\n";
    near(ratio(rates), 0.5, 0.15);
    // Medians 8 and 4 with a constant hazard: the same ratio, from the events alone.
    let medians = "study,treatment,events,median\n1,new,10,8\n1,old,20,4\n";
    near(ratio(medians), 0.5, 0.15);
    // Log-rank: exp((O − E)/V), variance 1/V.
    let test = "study,treatment1,treatment2,o_minus_e,v\n1,new,old,-4,8\n";
    near(ratio(test), (-0.5_f64).exp(), 0.125);
    // Limits 1/4 and 1: the middle on the log scale is a half; (ln 4)/(2·1.959963984540054).
    let printed = "study,treatment1,treatment2,hr,ci_low,ci_high\n1,new,old,0.5,0.25,1\n";
    let se = 4.0_f64.ln() / (2.0 * 1.959_963_984_540_054);
    near(ratio(printed), 0.5, se * se);
    // Of 3/4 and 1/2 with the event by then: ln 4 over ln 2, a ratio of two.
    let counts = "study,treatment,events,n\n1,new,30,40\n1,old,20,40\n";
    let found = ratio(counts);
    assert!((found.0 - 2.0).abs() < 1e-10, "{found:?}");
}

#[test]
fn trials_that_report_in_different_ways_join_one_network_and_say_what_they_rest_on() {
    let mixed = "study,treatment,events,n,time\n1,new,10,,100\n1,old,20,,100\n\
                 2,newer,30,40,\n2,old,20,40,\n";
    let run = Folder::with("times.csv", mixed)
        .run(&["compare", "times.csv", "--measure", "HR"])
        .fine();
    let text = run.out.replace('\n', " ");
    assert!(
        text.contains("1 trial from events over person-time"),
        "{text}"
    );
    assert!(text.contains("followed equally long"), "{text}");
}

#[test]
fn what_is_no_time_is_refused_with_its_row() {
    for (text, words) in [
        (
            "study,treatment,events,n,time\n1,new,10,40,\n1,old,20,,100\n",
            "another",
        ),
        (
            "study,treatment,events\n1,new,10\n1,old,20\n",
            "neither patients nor a time",
        ),
        (
            "study,treatment1,treatment2,hr,ci_low,ci_high\n1,new,old,0.5,-1,1\n",
            "row 2",
        ),
        (
            "study,treatment1,treatment2,hr,ci_low,ci_high,ci_level\n1,new,old,0.5,0.2,1,5\n",
            "row 2",
        ),
        (
            "study,treatment1,treatment2,o_minus_e,v\n1,new,old,-4,0\n",
            "row 2",
        ),
    ] {
        let run = compared(text);
        assert_eq!(run.status, Some(2), "{text}: {}", run.err);
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
}
