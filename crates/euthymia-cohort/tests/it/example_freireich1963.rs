//! Remission of 42 children with leukaemia, the example of Gehan 1965 and Cox 1972: estimates as
//! printed in many textbooks (Collett, Modelling Survival Data; Kleinbaum & Klein, Survival
//! Analysis, ch. 2; pages not verified).

use euthymia_cohort::survival::kaplan_meier::{Limits, kaplan_meier};
use euthymia_cohort::survival::{Observed, log_rank::log_rank};
use euthymia_numerics::Probability;
use euthymia_testkit::assert_close;

fn with_events(times: &[f64]) -> Vec<Observed> {
    times
        .iter()
        .map(|time| Observed {
            time: *time,
            event: true,
        })
        .collect()
}

fn mercaptopurine() -> Vec<Observed> {
    let mut all = with_events(&[6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0]);
    let censored = [
        6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0,
    ];
    all.extend(censored.map(|time| Observed { time, event: false }));
    all
}

fn placebo() -> Vec<Observed> {
    with_events(&[
        1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 5.0, 8.0, 8.0, 8.0, 8.0, 11.0, 11.0, 12.0, 12.0,
        15.0, 17.0, 22.0, 23.0,
    ])
}

#[test]
fn the_curve_of_the_treated() {
    let curve = kaplan_meier(&mercaptopurine(), Limits::Plain, Probability::NINETY_FIVE).unwrap();
    let printed = [
        (6.0, 0.857, 21),
        (7.0, 0.807, 17),
        (10.0, 0.753, 15),
        (13.0, 0.690, 12),
        (16.0, 0.627, 11),
        (22.0, 0.538, 7),
        (23.0, 0.448, 6),
    ];
    for (time, survival, at_risk) in printed {
        let step = curve.at(time).unwrap();
        assert_close!(step.survival, survival, "paper_3_digits", "S({time})");
        assert_eq!(curve.at_risk(time), at_risk, "{time}");
    }
    assert_eq!(curve.quantile(0.5).time, Some(23.0));
    assert_eq!((curve.n, curve.events), (21, 9));
}

#[test]
fn the_placebo_group_and_the_comparison() {
    let curve = kaplan_meier(&placebo(), Limits::LogLog, Probability::NINETY_FIVE).unwrap();
    assert_eq!(curve.quantile(0.5).time, Some(8.0));
    assert_eq!(curve.at(23.0).unwrap().survival, 0.0);
    assert_eq!(curve.at(0.5), None);
    let test = log_rank(&[&mercaptopurine(), &placebo()]).unwrap();
    assert_close!(test.chi_squared, 16.79, "paper_2_digits", "log-rank");
    assert_close!(test.expected[0], 19.25, "paper_2_digits", "expected");
}
