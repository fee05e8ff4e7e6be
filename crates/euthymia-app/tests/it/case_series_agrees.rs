//! Published patients from the file to the numbers: as R has them where the analysis sets coincide.
//!
//! The data are not part of the repository. `EUTHYMIA_COHORT_DATA` names the folder that holds them;
//! without it the comparisons are counted as skipped.

use crate::case_series_tools::{Clinic, analysed, published_text, scores};
use euthymia_app::case_series::read::series_of;
use euthymia_numerics::{Probability, student_t};
use euthymia_report::case_series::Analysis;
use euthymia_report::case_series::result_row::ResultRow;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;

const REFERENCE: &str = "expected/r/case_series_real.json";

/// The file's analysis by the guess, with a main scale; `only` keeps the rows of one arm.
#[track_caller]
fn analysis(content: &str, measure: &str, only: Option<(&str, &str)>) -> Analysis {
    let clinic = Clinic::of(content);
    let mut loaded = clinic.load().expect("read");
    loaded.settings.outcome.measure = Some(measure.to_owned());
    if let Some((column, text)) = only {
        let table = &mut loaded.settings.table[0];
        table.only.insert(column.to_owned(), text.to_owned());
    }
    let series = series_of(&loaded, &clinic.request).unwrap_or_else(|error| panic!("{error}"));
    analysed(series, &loaded)
}

fn within(all: &mut Comparison, case: &str, analysis: &Analysis) {
    let file = json(REFERENCE);
    let number = |name: &str| file.number(&format!("{case}.{name}"));
    let change = analysis.changes[0].as_ref().expect("a change");
    let t = change.change.as_ref().expect("a test");
    let ranks = analysis.estimates[0].signed_rank.as_ref().expect("ranks");
    let response = change.chosen("response").expect("a rate");
    for (name, found, tolerance) in [
        ("n", t.summary.n as f64, "exact"),
        ("mean_pre", t.summary.mean_before, "algebra"),
        ("sd_pre", t.summary.sd_before, "algebra"),
        ("mean_post", t.summary.mean_after, "algebra"),
        ("sd_post", t.summary.sd_after, "algebra"),
        ("mean_diff", t.summary.mean_difference, "algebra"),
        ("sd_diff", t.summary.sd_difference, "algebra"),
        ("t", t.t, "algebra"),
        ("df", t.df, "exact"),
        ("p", t.p_two_sided, "algebra"),
        ("ci95.0", t.interval.lower, "algebra"),
        ("ci95.1", t.interval.upper, "algebra"),
        ("dz", t.standardised.d_z.expect("a spread"), "algebra"),
        (
            "dz_hedges",
            t.standardised.g_z.expect("a spread"),
            "algebra",
        ),
        ("wilcoxon_V", ranks.w_plus, "exact"),
        ("response50_n", response.proportion.events() as f64, "exact"),
        ("response50_wilson.0", response.wilson.lower, "algebra"),
        ("response50_wilson.1", response.wilson.upper, "algebra"),
        ("response50_exact.0", response.exact.lower, "algebra"),
        ("response50_exact.1", response.exact.upper, "algebra"),
    ] {
        // A baseline of 0 cannot fall by half: R's count has it among those who did not respond.
        if response.undefined > 0
            && (name.ends_with(".0") || name.ends_with(".1"))
            && name.starts_with("response")
        {
            continue;
        }
        all.compare(name, found, number(name), tolerance, case);
    }
}

const SCALES: [(&str, &str); 4] = [
    ("qids", "qids_sr16"),
    ("hamd", "hamd"),
    ("madrs", "madrs"),
    ("bdi", "bdi2"),
];

#[test]
fn change_within_an_arm() {
    let (Some(psilodep), Some(tms)) = (
        published_text("psilodep2/scores.csv", 160),
        published_text("sudmex_tms/data2w.csv", 40),
    ) else {
        return;
    };
    let mut all = Comparison::new("published patients, from the file");
    for (name, id) in SCALES {
        for arm in ["P", "E"] {
            let found = analysis(&psilodep, id, Some(("trt", arm)));
            within(&mut all, &format!("psilodep2_{name}_{arm}"), &found);
        }
    }
    for arm in ["SHAM", "ACTIVE"] {
        let found = analysis(&tms, "hamd", Some(("group", arm)));
        within(&mut all, &format!("sudmex_hdrs_{arm}"), &found);
    }
    // One patient of the sham arm has a baseline of 0.
    all.finish(20 * 10 - 4);
}

#[track_caller]
fn row<'a>(analysis: &'a Analysis, key: &str) -> &'a ResultRow {
    let rows = &analysis.comparisons[0].results.rows;
    let found = rows.iter().find(|row| row.key == key);
    found.unwrap_or_else(|| panic!("no {key}"))
}

#[test]
fn arms_compared() {
    let Some(psilodep) = published_text("psilodep2/scores.csv", 11) else {
        return;
    };
    let file = json(REFERENCE);
    let mut all = Comparison::new("published arms, from the file");
    // Nobody misses week 6 on these two scales, so all who started are all who were observed.
    for (name, id) in [("qids", "qids_sr16"), ("bdi", "bdi2")] {
        let found = analysis(&psilodep, id, None);
        assert_eq!(found.comparisons[0].name, "P minus E");
        let response = row(&found, "response_difference");
        let (low, high) = response.interval.expect("limits");
        let case = format!("{name}_response");
        let number = |field: &str| file.number(&format!("{case}.{field}"));
        for (field, value) in [
            ("rd", response.value.expect("a difference")),
            ("rd_newcombe.0", low),
            ("rd_newcombe.1", high),
            ("fisher_p", response.p.expect("a test")),
        ] {
            all.compare(field, value, number(field), "algebra", &case);
        }
    }
    let found = analysis(&psilodep, "qids_sr16", None);
    let adjusted = row(&found, "adjusted_difference_qids_sr16");
    // R models the change from baseline: the coefficient of the arm is the same.
    let (low, high) = adjusted.interval.expect("limits");
    let upper = Probability::new(0.025).expect("a probability");
    let error = (high - low) / 2.0 / student_t::upper_quantile(upper, 56.0);
    for (field, value) in [
        ("estimate", adjusted.value.expect("a difference")),
        ("se_hc3", error),
    ] {
        let expected = file.number(&format!("ancova_qids.{field}"));
        all.compare(field, value, expected, "algebra", "ancova_qids");
    }
    all.finish(10);
}

#[test]
fn every_row_of_a_trial_is_read_as_it_stands() {
    let file = "antidepressant_rbmi/antidepressant_data.csv";
    let Some(content) = published_text(file, 608) else {
        return;
    };
    let series = analysis(&content, "hamd17", None).series;
    assert_eq!(series.patients.len(), 172);
    assert!(series.left_out.is_empty());
    let mut lines = content.lines();
    let cells = |line: &str| -> Vec<String> {
        line.split(',')
            .map(|cell| cell.trim_matches('"').to_owned())
            .collect()
    };
    let header = cells(lines.next().expect("a header"));
    let place = |name: &str| {
        header
            .iter()
            .position(|cell| cell == name)
            .expect("a column")
    };
    let columns = ["RELDAYS", "BASVAL", "HAMDTL17", "CHANGE"].map(place);
    let mut seen = 0;
    for line in lines {
        let cells = cells(line);
        let at = series
            .patients
            .iter()
            .position(|one| one.id == cells[place("PATIENT")]);
        let [day, before, after, change] =
            columns.map(|column| cells[column].parse::<f64>().expect("a number"));
        let scores = scores(&series, at.expect("a patient"), 0);
        assert_eq!(scores[0], (0, before), "{line}");
        let (_, found) = scores
            .iter()
            .find(|(d, _)| *d as f64 == day)
            .expect("a visit");
        assert_eq!((*found, found - before), (after, change), "{line}");
        seen += 1;
    }
    assert_eq!(seen, 608);
    let visits: usize = (0..172).map(|at| scores(&series, at, 0).len() - 1).sum();
    assert_eq!(visits, seen);
}
