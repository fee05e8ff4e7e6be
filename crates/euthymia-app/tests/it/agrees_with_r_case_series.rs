//! The invented clinic of `examples/`, from its files to every table, against base R, survival, sandwich
//! and BayesFactor: `reference/generators/r/cohort_case_series.R` finds windows, baselines and outcomes a second
//! time.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::panic)]

use euthymia_app::case_series::choices::choices;
use euthymia_app::case_series::read::{SeriesRequest, load, series_of};
use euthymia_app::case_series::settings::{ColumnSettings, Role};
use euthymia_cohort::descriptive::Descriptive;
use euthymia_numerics::Probability;
use euthymia_report::case_series::estimates::Estimates;
use euthymia_report::case_series::outcomes::{DefinitionResult, Share};
use euthymia_report::case_series::result_row::ResultRow;
use euthymia_report::case_series::table_one::ColumnSummary;
use euthymia_report::case_series::time_to::TimeTo;
use euthymia_report::case_series::{Analysis, Choices};
use euthymia_testkit::reference::{self, Json};
use euthymia_testkit::{Expected, assert_close};
use std::path::Path;

fn analysed(files: &[&str], group: Option<&str>) -> Analysis {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples"));
    let request = SeriesRequest {
        files: files.iter().map(|name| folder.join(name)).collect(),
        ..SeriesRequest::default()
    };
    let mut loaded = load(&request).unwrap();
    if let Some(group) = group {
        let column = loaded.settings.table[0].column.get_mut(group).unwrap();
        *column = ColumnSettings::of(Role::Group);
    }
    let series = series_of(&loaded, &request).unwrap();
    let chosen = choices(
        &series,
        &loaded.settings.outcome,
        Probability::NINETY_FIVE,
        1,
    );
    let chosen = Choices {
        resamples: 200,
        ..chosen.unwrap()
    };
    Analysis::of(series, chosen).unwrap()
}

fn clinic() -> Analysis {
    let files = [
        "clinic_patients.csv",
        "clinic_visits.csv",
        "clinic_sessions.csv",
        "clinic_events.csv",
    ];
    analysed(&files, Some("after_tms"))
}

fn r() -> Json {
    reference::json("expected/r/cohort_case_series.json")
}

fn count(found: usize, expected: Expected) {
    assert_close!(found as f64, expected, "exact", "a count");
}

fn described(found: &Descriptive, file: &Json, place: &str) {
    let at = |what: &str| file.number(&format!("{place}.{what}"));
    let spread = found.spread.unwrap();
    count(found.n, at("n"));
    count(found.missing, at("missing"));
    for (value, what) in [
        (spread.mean, "mean"),
        (spread.sd.unwrap(), "sd"),
        (spread.q1, "q1"),
        (spread.median, "median"),
        (spread.q3, "q3"),
        (spread.min, "min"),
        (spread.max, "max"),
    ] {
        assert_close!(value, at(what), "algebra", "{place}.{what}");
    }
}

fn share(found: &Share, file: &Json, place: &str) {
    let at = |what: &str| file.number(&format!("{place}.{what}"));
    assert_close!(
        found.proportion.events() as f64,
        at("events"),
        "exact",
        "{place}"
    );
    assert_close!(found.proportion.n() as f64, at("n"), "exact", "{place}");
    for (limits, what) in [(&found.wilson, "wilson"), (&found.exact, "exact")] {
        assert_close!(
            limits.lower,
            at(&format!("{what}.0")),
            "algebra",
            "{place}.{what}"
        );
        assert_close!(
            limits.upper,
            at(&format!("{what}.1")),
            "algebra",
            "{place}.{what}"
        );
    }
}

#[test]
fn flow() {
    let (analysis, file) = (clinic(), r());
    let flow = &analysis.flow;
    for (found, what) in [
        (flow.read, "read"),
        (flow.started, "started"),
        (flow.completed.unwrap(), "completed"),
        (flow.with_any_later, "any_later"),
        (flow.analysed, "analysed"),
    ] {
        count(found, file.number(&format!("flow.{what}")));
    }
    let stopped = flow.stopped.as_ref().unwrap();
    let reasons = file.get("flow.stopped").unwrap().as_object().unwrap();
    assert_eq!(stopped.len(), reasons.len());
    for (reason, found) in stopped {
        count(*found, file.number(&format!("flow.stopped.{reason}")));
    }
}

#[test]
fn characteristics() {
    let (analysis, file) = (clinic(), r());
    let places = [
        "age",
        "female",
        "failed_trials",
        "episode_years",
        "madrs",
        "phq9",
    ];
    assert_eq!(analysis.table_one.len(), places.len());
    for (found, place) in analysis.table_one.iter().zip(places) {
        let place = format!("characteristics.{place}");
        for (column, group) in found.columns.iter().zip(["all", "no", "yes"]) {
            let place = format!("{place}.{group}");
            match column {
                ColumnSummary::Number(found) => described(found, &file, &place),
                ColumnSummary::Category { levels, counts, .. } => {
                    assert_eq!(levels[0], "female");
                    assert_close!(counts[0] as f64, file.number(&place), "exact", "{place}");
                }
            }
        }
        let apart = file.number(&format!("{place}.apart"));
        assert_close!(
            found.difference.unwrap().mean,
            apart,
            "algebra",
            "{place} apart"
        );
    }
}

fn change(found: &Estimates, file: &Json, place: &str) {
    let at = |what: &str| file.number(&format!("{place}.{what}"));
    let t = found.t.as_ref().unwrap();
    let s = &t.summary;
    count(found.n, at("n"));
    for (value, what) in [
        (s.mean_before, "mean_before"),
        (s.sd_before, "sd_before"),
        (s.mean_after, "mean_after"),
        (s.sd_after, "sd_after"),
        (s.mean_difference, "mean_change"),
        (s.sd_difference, "sd_change"),
        (s.correlation.unwrap(), "r"),
        (t.t, "t"),
        (t.df, "df"),
        (t.interval.lower, "lower"),
        (t.interval.upper, "upper"),
    ] {
        assert_close!(value, at(what), "algebra", "{place}.{what}");
    }
    assert_close!(t.p_two_sided, at("p"), "quantile", "{place}.p");
    standardised(found, file, place);
    let rank = found.signed_rank.as_ref().unwrap();
    assert_close!(
        rank.w_plus,
        at("signed_rank.w_plus"),
        "exact",
        "{place}.w_plus"
    );
    assert_close!(
        rank.w_minus,
        at("signed_rank.w_minus"),
        "exact",
        "{place}.w_minus"
    );
    assert_close!(
        rank.p_two_sided,
        at("signed_rank.p"),
        "algebra",
        "{place}.signed_rank"
    );
    let biserial = at("signed_rank.rank_biserial");
    assert_close!(
        rank.rank_biserial,
        biserial,
        "algebra",
        "{place}.rank_biserial"
    );
    let lehmann = found.hodges_lehmann.as_ref().unwrap().estimate;
    assert_close!(
        lehmann,
        at("hodges_lehmann"),
        "algebra",
        "{place}.hodges_lehmann"
    );
    let sign = found.sign.as_ref().unwrap().p_two_sided;
    assert_close!(sign, at("sign_p"), "algebra", "{place}.sign");
    let normal = found.normality.as_ref().unwrap();
    assert_close!(normal.w, at("shapiro_w"), "shapiro_p", "{place}.shapiro_w");
    assert_close!(normal.p, at("shapiro_p"), "shapiro_p", "{place}.shapiro_p");
    // R states the error of its integral; here it is far below the tolerance.
    assert!(at("bf_error").value < 5e-9);
    let bayes = found.bayes.as_ref().unwrap().ln_bf10;
    assert_close!(bayes, at("ln_bf10"), "bayes_factor", "{place}.bayes");
}

fn standardised(found: &Estimates, file: &Json, place: &str) {
    let at = |what: &str| file.number(&format!("{place}.{what}"));
    let j = at("j").value;
    for (d, what) in [
        (&found.d_z, "d_z"),
        (&found.d_av, "d_av"),
        (&found.d_pre, "d_pre"),
    ] {
        let d = d.as_ref().unwrap();
        assert_close!(d.d, at(what), "algebra", "{place}.{what}");
        assert_close!(
            d.g.unwrap(),
            at(what).map(|d| d * j),
            "algebra",
            "{place}.{what}, g"
        );
    }
    let limits = &found.d_z.as_ref().unwrap().d_interval;
    assert_close!(limits.lower, at("d_z_lower"), "root", "{place}.d_z");
    assert_close!(limits.upper, at("d_z_upper"), "root", "{place}.d_z");
}

#[test]
fn change_on_both_scales() {
    let (analysis, file) = (clinic(), r());
    for (measure, scale) in ["madrs", "phq9"].into_iter().enumerate() {
        let place = format!("change.{scale}");
        change(&analysis.estimates[measure], &file, &place);
        let percent = &analysis.changes[measure].as_ref().unwrap().percent;
        for (value, what) in [
            (percent.mean_of_percentages, "mean_of_percentages"),
            (percent.sd_of_percentages, "sd_of_percentages"),
            (percent.percentage_of_means, "percentage_of_means"),
        ] {
            let expected = file.number(&format!("{place}.{what}"));
            assert_close!(value.unwrap(), expected, "algebra", "{place}.{what}");
        }
    }
}

#[test]
fn scores_at_each_visit() {
    let (analysis, file) = (clinic(), r());
    for (visits, scale) in analysis.visits.iter().zip(["madrs", "phq9"]) {
        assert_eq!(visits.len(), 6);
        for (position, visit) in visits.iter().enumerate() {
            let place = format!("visits.{scale}.{position}");
            let at = |what: &str| file.number(&format!("{place}.{what}"));
            count(visit.n, at("n"));
            assert_close!(visit.mean.unwrap(), at("mean"), "algebra", "{place}.mean");
            assert_close!(visit.sd.unwrap(), at("sd"), "algebra", "{place}.sd");
            if let Some(t) = &visit.change {
                let change = t.summary.mean_difference;
                assert_close!(change, at("change"), "algebra", "{place}.change");
                assert_close!(t.interval.lower, at("lower"), "algebra", "{place}.lower");
                assert_close!(t.interval.upper, at("upper"), "algebra", "{place}.upper");
            }
            for (found, what) in [
                (&visit.response, "response"),
                (&visit.remission, "remission"),
            ] {
                let expected = file.number_if_any(&format!("{place}.{what}"));
                assert_eq!(found.is_some(), expected.is_some(), "{place}.{what}");
                if let Some((found, expected)) = found.as_ref().zip(expected) {
                    let events = found.proportion.events() as f64;
                    assert_close!(events, expected, "exact", "{place}.{what}");
                }
            }
        }
    }
}

fn rules(found: &[DefinitionResult], file: &Json, place: &str) {
    let expected = file.get(place).unwrap().as_object().unwrap();
    for id in expected.keys() {
        let one = found.iter().find(|one| one.id == *id);
        let one = one.unwrap_or_else(|| panic!("{place}: no {id}"));
        for (found, set) in one.shares.iter().zip(["observed", "all", "last"]) {
            match found {
                Some(found) => share(found, file, &format!("{place}.{id}.{set}")),
                // A missing score is not counted as not worse.
                None => assert_eq!((id.as_str(), set), ("worse", "all")),
            }
        }
    }
}

#[test]
fn definitions_of_all_and_of_each_group() {
    let (analysis, file) = (clinic(), r());
    rules(&analysis.definitions, &file, "definitions.all");
    for (group, place) in analysis.groups.iter().zip(["no", "yes"]) {
        assert!(group.name.ends_with(place), "{}", group.name);
        rules(&group.definitions, &file, &format!("definitions.{place}"));
    }
}

#[test]
fn rules_about_several_visits() {
    let (analysis, file) = (clinic(), r());
    for id in file.get("over_visits").unwrap().as_object().unwrap().keys() {
        let one = analysis
            .definitions
            .iter()
            .find(|one| one.id == *id)
            .unwrap();
        let found = one.over_visits.as_ref().unwrap();
        let at = |what: &str| file.number(&format!("over_visits.{id}.{what}"));
        let (events, n) = (found.proportion.events(), found.proportion.n());
        assert_close!(events as f64, at("yes"), "exact", "{id}");
        assert_close!((n - events) as f64, at("no"), "exact", "{id}");
        count(found.unknown, at("unknown"));
    }
}

fn curve(found: &TimeTo, file: &Json) {
    let place = format!("times.{}", found.outcome);
    let at = |what: &str| format!("{place}.{what}");
    assert_close!(
        found.curve.n as f64,
        file.number(&at("n")),
        "exact",
        "{place}"
    );
    assert_close!(
        found.curve.events as f64,
        file.number(&at("events")),
        "exact",
        "{place}"
    );
    let (times, at_risk) = (file.numbers(&at("time")), file.numbers(&at("at_risk")));
    let survival = file.numbers(&at("surv"));
    assert_eq!(found.curve.steps.len(), times.len());
    let expected = times.into_iter().zip(at_risk).zip(survival);
    for (step, ((time, at_risk), survival)) in found.curve.steps.iter().zip(expected) {
        assert_close!(step.time, time.unwrap(), "exact", "{place}");
        assert_close!(step.at_risk as f64, at_risk.unwrap(), "exact", "{place}");
        assert_close!(step.survival, survival.unwrap(), "algebra", "{place}");
    }
    let median = found.curve.quantile(0.5);
    for (found, what) in [
        (median.time, "median"),
        (median.lower, "lower"),
        (median.upper, "upper"),
    ] {
        let expected = file.number_if_any(&at(what)).map(|expected| expected.value);
        assert_eq!(found, expected, "{place}.{what}");
    }
}

#[test]
fn times_to_response_and_remission() {
    let (analysis, file) = (clinic(), r());
    assert_eq!(analysis.times.len(), 2);
    for one in &analysis.times {
        curve(one, &file);
    }
}

#[test]
fn adverse_events_and_sessions() {
    let (analysis, file) = (clinic(), r());
    let adverse = analysis.adverse.as_ref().unwrap();
    share(adverse.any.as_ref().unwrap(), &file, "events.any");
    share(
        adverse.any_serious.as_ref().unwrap(),
        &file,
        "events.serious",
    );
    let unseen = adverse.unseen.unwrap().exact;
    assert_close!(unseen, file.number("events.unseen"), "algebra", "unseen");
    let terms = file.get("events.terms").unwrap().as_object().unwrap();
    assert_eq!(adverse.events.len(), terms.len());
    for event in &adverse.events {
        // A term may hold a slash, which a place cannot.
        let one = Json {
            file: file.file.clone(),
            value: serde_json::json!({ "event": terms[&event.term] }),
        };
        share(&event.patients, &one, "event");
        count(event.occurrences, one.number("event.occurrences"));
    }
    let sessions = analysis.sessions.as_ref().unwrap();
    described(&sessions.per_patient, &file, "sessions.per_patient");
    let doses: Vec<&Descriptive> = sessions.doses.values().collect();
    assert_eq!(doses.len(), 1);
    described(doses[0], &file, "sessions.dose");
    let deviations: usize = sessions.deviations.values().sum();
    count(deviations, file.number("sessions.interrupted"));
}

fn row<'a>(rows: &'a [ResultRow], key: &str) -> &'a ResultRow {
    let found = rows.iter().find(|row| row.key == key);
    found.unwrap_or_else(|| panic!("no {key}"))
}

#[test]
fn groups_compared_on_both_scales() {
    let (analysis, file) = (clinic(), r());
    let rows = &analysis.comparisons[0].results.rows;
    for scale in ["madrs", "phq9"] {
        let close = |found: Option<f64>, what: &str| {
            let expected = file.number(&format!("groups.{scale}.{what}"));
            assert_close!(found.unwrap(), expected, "algebra", "{scale}, {what}");
        };
        let of = |key: &str| row(rows, &format!("{key}_{scale}"));
        let limits = |row: &ResultRow| row.interval.unzip();
        let welch = of("difference_of_change");
        close(welch.value, "difference");
        close(limits(welch).0, "lower");
        close(limits(welch).1, "upper");
        close(welch.p, "p");
        close(of("hedges_g").value, "g");
        close(of("rank_sum").value, "superiority");
        close(of("rank_sum").p, "rank_p");
        close(of("shift").value, "shift");
        close(of("brunner_munzel").value, "brunner_munzel.effect");
        close(of("brunner_munzel").p, "brunner_munzel.p");
        let adjusted = of("adjusted_difference");
        close(adjusted.value, "adjusted");
        close(limits(adjusted).0, "adjusted_lower");
        close(limits(adjusted).1, "adjusted_upper");
        close(adjusted.p, "adjusted_p");
    }
}

#[test]
fn rates_and_times_of_groups_compared() {
    let (analysis, file) = (clinic(), r());
    let rows = &analysis.comparisons[0].results.rows;
    for outcome in ["response", "remission"] {
        let at = |what: &str| file.number(&format!("groups.{outcome}.{what}"));
        let found = row(rows, &format!("{outcome}_difference"));
        assert_close!(
            found.value.unwrap(),
            at("difference"),
            "algebra",
            "{outcome}"
        );
        let limits = found.interval.unwrap();
        assert_close!(limits.0, at("lower"), "algebra", "{outcome}, Newcombe");
        assert_close!(limits.1, at("upper"), "algebra", "{outcome}, Newcombe");
        assert_close!(
            found.p.unwrap(),
            at("fisher"),
            "algebra",
            "{outcome}, Fisher"
        );
        let counts = |what: &str| at(what).value;
        let shown = format!(
            "{}/{} and {}/{}:",
            counts("events.0"),
            counts("n.0"),
            counts("events.1"),
            counts("n.1")
        );
        assert!(found.printed.starts_with(&shown), "{}", found.printed);
    }
    let log_rank = row(rows, "log_rank");
    let expected = file.number("groups.log_rank.chi_squared");
    assert_close!(log_rank.value.unwrap(), expected, "algebra", "log-rank");
    assert_close!(
        log_rank.p.unwrap(),
        file.number("groups.log_rank.p"),
        "algebra",
        "log-rank"
    );
}

#[test]
fn the_pairs_of_payette() {
    let (analysis, file) = (analysed(&["payette2023_reconstructed.csv"], None), r());
    change(&analysis.estimates[0], &file, "payette");
    let percent = &analysis.changes[0].as_ref().unwrap().percent;
    // Printed: mean improvement 34.5 %; of the means 27.6 and 18.6 it is 32.6 %.
    for (value, what, printed) in [
        (percent.mean_of_percentages, "mean_of_percentages", 34.5),
        (percent.percentage_of_means, "percentage_of_means", 32.6),
    ] {
        let value = value.unwrap();
        assert_close!(
            value,
            file.number(&format!("payette.{what}")),
            "algebra",
            "{what}"
        );
        assert_close!(value, printed, "paper_1_digit", "{what}");
    }
    for id in ["response", "remission"] {
        let one = analysis
            .definitions
            .iter()
            .find(|one| one.id == id)
            .unwrap();
        for share in one.shares.iter().flatten() {
            let events = share.proportion.events() as f64;
            assert_close!(
                events,
                file.number(&format!("payette.{id}")),
                "exact",
                "{id}"
            );
            assert_eq!(share.proportion.n(), 21);
        }
    }
    // Baseline and end have an order and no days.
    assert!(analysis.times.is_empty());
}
