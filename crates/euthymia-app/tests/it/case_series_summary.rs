//! A file of visits summarised in pieces: the same tables and findings as when it is held in memory,
//! whatever the pieces and threads.

use euthymia_app::AppError;
use euthymia_app::case_series::choices::choices;
use euthymia_app::case_series::read::summary::{
    PIECE_BYTES, Summary, SummaryOptions, load_head, summarise,
};
use euthymia_app::case_series::read::{SeriesRequest, load, series_of};
use euthymia_numerics::Probability;
use euthymia_report::case_series::Analysis;
use euthymia_table::{Audience, Diagnostic, Format, ReadOptions, render};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// The tables that both ways have.
const TABLES: [&str; 5] = ["flagged", "flow", "visits", "definitions", "left-out"];

struct Case {
    folder: tempfile::TempDir,
    settings: Option<PathBuf>,
    read: ReadOptions,
}

impl Case {
    fn of(text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("as written here");
        std::fs::write(folder.path().join("a.csv"), text).expect("as written here");
        Self {
            folder,
            settings: None,
            read: ReadOptions::default(),
        }
    }

    fn with_settings(mut self, text: &str) -> Self {
        let path = self.folder.path().join("cohort.toml");
        std::fs::write(&path, format!("schema = \"euthymia.cohort.v1\"\n{text}"))
            .expect("as written here");
        self.settings = Some(path);
        self
    }

    fn request(&self) -> SeriesRequest {
        let files = match self.settings {
            Some(_) => Vec::new(),
            None => vec![self.folder.path().join("a.csv")],
        };
        SeriesRequest {
            files,
            settings: self.settings.clone(),
            read: self.read.clone(),
            ..SeriesRequest::default()
        }
    }

    fn streamed(&self, threads: usize, piece_bytes: usize) -> Result<Summary, AppError> {
        let request = self.request();
        let options = SummaryOptions {
            level: Probability::NINETY_FIVE,
            threads,
            piece_bytes,
        };
        summarise(&load_head(&request)?, &request, options, &mut |_| ())
    }

    fn held(&self) -> Result<Analysis, AppError> {
        let request = self.request();
        let loaded = load(&request)?;
        let series = series_of(&loaded, &request)?;
        let outcome = &loaded.settings.outcome;
        let choices = choices(&series, outcome, Probability::NINETY_FIVE, 1)?;
        Ok(Analysis::of(series, choices).expect("as written here"))
    }

    /// What both ways print.
    fn assert_same(&self) {
        let held = self.held().expect("as written here");
        let wanted: Vec<String> = held
            .tables(Audience::People)
            .into_iter()
            .filter(|(name, _)| TABLES.contains(name))
            .map(|(_, view)| render(&view, Format::Markdown).expect("as written here"))
            .collect();
        for (threads, piece_bytes) in [(1, PIECE_BYTES), (2, 7), (3, 100), (2, 1)] {
            let summary = self
                .streamed(threads, piece_bytes)
                .expect("as written here");
            let mut tables = summary.tables();
            let mut views = tables.iter_mut();
            let (_, flow) = views.find(|(name, _)| *name == "flow").expect("always");
            assert!(flow.notes.ends_with(&summary.notes));
            flow.notes.truncate(flow.notes.len() - summary.notes.len());
            let found = tables
                .iter()
                .map(|(_, view)| render(view, Format::Markdown).expect("as written here"));
            assert_eq!(found.collect::<Vec<_>>(), wanted);
        }
    }

    fn findings(&self, threads: usize, piece_bytes: usize) -> Vec<Diagnostic> {
        match self.streamed(threads, piece_bytes) {
            Err(AppError::Input(findings)) => findings,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("nothing was found"),
        }
    }

    /// Both ways find the same, in the same words, whatever the pieces.
    fn assert_same_findings(&self) -> Vec<String> {
        let wanted = match self.held() {
            Err(AppError::Input(findings)) => findings,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("nothing was found"),
        };
        for (threads, piece_bytes) in [(1, PIECE_BYTES), (2, 20), (3, 1)] {
            assert_eq!(self.findings(threads, piece_bytes), wanted);
        }
        wanted.iter().map(Diagnostic::to_string).collect()
    }
}

/// Twelve patients with visits that are missing, late, out of order and repeated.
fn clinic() -> String {
    let mut text = "patient_id,day,madrs,phq9,sex\n".to_owned();
    let mut state = 7_u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for patient in 0..12 {
        for week in 0..13_u64 {
            let madrs = match draw(12) {
                0 => "NA".to_owned(),
                1 => String::new(),
                _ => (draw(40) / (1 + week / 3)).to_string(),
            };
            let phq9 = draw(28);
            let late = if week > 0 { draw(3) } else { 0 };
            let sex = ["F", "M"][patient % 2];
            text.push_str(&format!(
                "P{patient},{},{madrs},{phq9}.5,{sex}\n",
                7 * week + late
            ));
        }
    }
    text.replace("27.5", "27")
}

fn planned() -> &'static str {
    "[outcome]\nplanned = [{label = \"baseline\", day = 0}, {label = \"week 4\", day = 28}, \
     {label = \"week 12\", day = 84}]\nremitters_are_responders = true\nreliability = 0.8\n\
     reliable_sd = 6.0\n[[table]]\nfile = \"a.csv\"\nrows = \"visits\"\n[table.column]\n\
     patient_id = { role = \"patient\" }\nday = { role = \"time\", unit = \"days\" }\n\
     madrs = { role = \"score\", instrument = \"madrs\" }\n\
     phq9 = { role = \"score\", instrument = \"phq9\" }\n"
}

#[test]
fn the_same_tables_as_in_memory() {
    Case::of(clinic()).with_settings(planned()).assert_same();
}

#[test]
fn the_same_tables_with_guessed_columns_and_visits() {
    let text =
        "id,week,hamd17\nP1,0,24\nP1,1,20\nP1,4,7\nP2,0,22\nP2,4,23\nP3,0,\nP3,1,18\nP4,0,19\n";
    Case::of(text).assert_same();
}

#[test]
fn the_same_tables_from_dates_words_orders_and_decimal_commas() {
    let dates = "id,visit_date,madrs\nP1,2024-02-28,30\nP1,2024-03-06,20\nP2,2023-12-30,31\nP2,2024-01-06,12\n";
    let words =
        "id,visit,madrs\nP1,baseline,30\nP1,week 4,20\nP2,baseline,31\nP2,week 4,9\nP2,week 8,8\n";
    let order = "id,visit,madrs\nP1,1,30\nP1,2,20\nP2,1,31\nP2,2,9\nP2,4,8\n";
    let commas = "id;week;madrs\nP1;0;30,5\nP1;4;20\nP2;0;31\nP2;4;9,5\n";
    for text in [dates, words, order, commas] {
        Case::of(text).assert_same();
    }
}

#[test]
fn rows_that_are_not_plain_are_read_all_the_same() {
    let text = "patient_id,day,madrs,note\r\n\" P1\",0,30,\"two\r\nlines\"\r\n\r\nP1 ,7, 12 ,\"a \"\"b\"\"\"\r\n\
                ,,,\r\nP2,0,+31,\nP2,7,\u{2212}9,\nP2,14,1e1,\rP3,0,22,\nP3,7.0,11,";
    let mut case = Case::of(text);
    case.read.missing.push("\u{2212}9".to_owned());
    case.assert_same();
}

#[test]
fn two_scores_of_a_day_by_the_rule_chosen() {
    let text =
        "patient_id,day,madrs,phq9\nP1,0,30,20\nP1,0,31,20\nP1,84,9,4\nP1,84,,3\nP2,0,33,21\n";
    for rule in ["first", "last"] {
        let settings = planned().replace("[outcome]", &format!("[outcome]\nsame_day = \"{rule}\""));
        Case::of(text).with_settings(&settings).assert_same();
    }
}

#[test]
fn completed_and_stopped_are_counted() {
    let text = "patient_id,day,madrs,completed,stop_reason\nP1,0,30,yes,\nP1,84,9,yes,\nP2,0,33,no,moved away\n\
                P3,0,,no,cost\nP4,0,30,no,\n";
    Case::of(text).assert_same();
}

#[test]
fn scores_before_the_baseline_and_other_rows_are_left_out_in_the_same_order() {
    let days = "patient_id,day,madrs,phq9\nP1,-7,33,20\nP1,0,30,19\nP1,0,30,19\nP1,28,9,\nP2,-14,28,9\n\
                P2,-3,NA,9\nP2,7,20,9\nP2,84,20,9\nP3,7,20,9\nP3,9,99,9\nP4,-1,31,9\nP4,84,8,9\nP4,200,22,9\n";
    for more in ["", "baseline = \"first\"\n"] {
        let impossible = format!("[outcome]\nimpossible = \"missing\"\n{more}");
        let settings = planned().replace("[outcome]\n", &impossible);
        Case::of(days).with_settings(&settings).assert_same();
    }
}

#[test]
fn rules_about_several_visits_count_days_from_the_same_day() {
    let weekly = |scores: &[(i64, u32)]| {
        let mut rows = String::from("patient_id,day,madrs\n");
        for (patient, shift) in [("P1", 0), ("P2", -5), ("P3", 4)] {
            rows.push_str(&format!("{patient},{},33\n", shift.min(0)));
            for (day, score) in scores {
                rows.push_str(&format!("{patient},{},{score}\n", day + shift));
            }
        }
        rows
    };
    let relapse = weekly(&[(7, 9), (14, 8), (21, 23), (28, 25), (84, 26)]);
    let lasting = weekly(&[
        (7, 9),
        (21, 8),
        (49, 7),
        (84, 9),
        (140, 5),
        (200, 6),
        (380, 4),
    ]);
    let order = "id,visit,madrs\nP1,1,33\nP1,2,9\nP1,3,8\nP1,4,25\nP2,1,31\nP2,2,19\nP2,4,28\n";
    let dates = "id,visit_date,madrs\nP1,2024-02-28,\nP1,2024-03-01,30\nP1,2024-03-08,9\nP1,2024-03-15,8\n\
                 P2,2024-02-28,31\nP2,2024-03-06,12\nP2,2024-03-13,40\n";
    for text in [relapse.as_str(), &lasting, order, dates] {
        Case::of(text).assert_same();
    }
}

#[test]
fn a_flag_about_suicide_is_shown_first() {
    let items: Vec<String> = (1..=9).map(|item| format!("phq9_{item}")).collect();
    let text = format!(
        "patient_id,day,{}\nP1,0,3,3,3,3,3,3,3,3,1\nP1,14,1,1,1,1,1,1,1,1,0\nP2,0,2,2,2,2,2,2,2,2,0\n\
         P2,14,1,1,1,1,1,1,1,1,2\n",
        items.join(",")
    );
    let case = Case::of(text);
    case.assert_same();
    let summary = case.streamed(2, 9).expect("as written here");
    assert_eq!(
        summary.tables().first().map(|(name, _)| *name),
        Some("flagged")
    );
    let flagged = summary.results.flagged.expect("two sheets");
    assert_eq!((flagged.patients, flagged.of, flagged.sheets), (2, 2, 2));
}

#[test]
fn nobody_with_a_baseline_is_told_in_the_same_words() {
    let text = "patient_id,day,madrs,phq9\nP1,7,30,20\nP1,14,20,20\nP2,7,33,1\n";
    let told = Case::of(text)
        .with_settings(planned())
        .assert_same_findings();
    assert!(
        told[0].contains("no patient has a MADRS score on or before day 0"),
        "{told:?}"
    );
}

#[test]
fn a_large_file_is_the_same_with_any_threads_and_pieces() {
    let one = clinic();
    let (header, rows) = one.split_once('\n').expect("as written here");
    let mut text = format!("{header}\n");
    for copy in 0..60 {
        text.push_str(&rows.replace('P', &format!("P{copy:02}_")));
    }
    assert!(text.len() > 100_000);
    let case = Case::of(text).with_settings(planned());
    let wanted = case
        .streamed(1, PIECE_BYTES)
        .expect("as written here")
        .results;
    for (threads, piece_bytes) in [(2, PIECE_BYTES), (3, 4096), (2, 1000), (1, 333)] {
        assert_eq!(
            case.streamed(threads, piece_bytes)
                .expect("as written here")
                .results,
            wanted
        );
    }
    let held = case.held().expect("as written here");
    assert_eq!(
        (&wanted.flow, &wanted.definitions),
        (&held.flow, &held.definitions)
    );
}

#[test]
fn the_same_findings_as_in_memory() {
    let text = "patient_id,day,madrs,phq9\nP1,0,30,20\nP1,7,61,20\nP2,0,thirty,4\nP2,x,9,3\n,0,33,21\nP3,0,1,2,3\nP4,0,22,11\n";
    // The row of the wrong length is told alone, as the whole file is no table.
    let without = text.replace("P3,0,1,2,3\n", "");
    let told = Case::of(&without)
        .with_settings(planned())
        .assert_same_findings();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0].contains("row 3, column \"madrs\""), "{told:?}");
    assert!(told[3].contains("row 6"), "{told:?}");
    let all = Case::of(text).with_settings(planned()).findings(2, 9);
    assert!(
        all.iter()
            .any(|finding| finding.row == Some(7) && finding.message.contains("5 fields")),
        "{all:?}"
    );
}

#[test]
fn findings_of_one_kind_are_the_same() {
    let twice = "patient_id,day,madrs,phq9\nP1,0,30,20\nP1,7,20,20\nP1,7,21,20\n";
    let name = "patient_id,day,madrs,phq9\nP1,0,30,20\nAnn Lee,7,20,20\n";
    for text in [twice, name] {
        Case::of(text)
            .with_settings(planned())
            .assert_same_findings();
    }
    let weeks = planned().replace("\"days\"", "\"weeks\"");
    let text = "patient_id,day,madrs,phq9\nP1,0,30,20\nP1,28,20,20\nP2,0,33,1\nP2,56,3,4\n";
    Case::of(text).with_settings(&weeks).assert_same_findings();
    let text = "patient_id,day,madrs,phq9\nP1,0,30,20\nP1,36.14,20,20\nP2,0,33,1\n";
    Case::of(text)
        .with_settings(planned())
        .assert_same_findings();
}

#[test]
fn rows_of_a_patient_that_stand_apart_are_told_with_their_row() {
    let text = "patient_id,day,madrs,phq9\nP1,0,30,20\nP2,0,30,20\nP2,7,30,20\nP1,7,30,20\n";
    let case = Case::of(text).with_settings(planned());
    for piece_bytes in [PIECE_BYTES, 30, 1] {
        let found = case.findings(2, piece_bytes);
        let [only] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(
            (only.row, only.column.as_deref()),
            (Some(5), Some("patient_id"))
        );
        assert!(only.help.contains("sort the file by patient"), "{only}");
    }
}

#[test]
fn findings_beyond_the_most_are_counted() {
    let rows: String = (0..50).map(|at| format!("P{at},0,99,1\n")).collect();
    let case = Case::of(format!("patient_id,day,madrs,phq9\n{rows}")).with_settings(planned());
    let found = case.findings(3, 40);
    assert_eq!(found.len(), 21);
    assert_eq!(found[20].message, "30 more problems are not listed");
}

#[test]
fn a_column_of_points_and_commas_is_told_once() {
    let text = "patient_id;day;madrs;phq9\nP1;0;30,5;20\nP1;7;20.5;2\n";
    let found = Case::of(text).with_settings(planned()).findings(2, 8);
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .message
            .contains("points (row 3) and decimal commas (row 2)"),
        "{}",
        found[0]
    );
}

#[test]
fn files_of_patients_are_refused() {
    let case = Case::of("patient_id,madrs_baseline,madrs_week4\nP1,30,20\n");
    let Err(error) = case.streamed(2, PIECE_BYTES) else {
        panic!("it was read");
    };
    assert!(error.to_string().contains("one row per visit"), "{error}");
}

#[test]
fn the_examples_are_the_same() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/clinic_visits.csv");
    Case::of(std::fs::read(path).expect("as written here")).assert_same();
}

#[test]
fn workbooks_are_refused() {
    let found = Case::of(b"PK\x03\x04\x14\x00 \xFF").findings(1, PIECE_BYTES);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].message.contains("delimited text only"),
        "{}",
        found[0]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the file, the pieces and threads change nothing, and nothing panics.
    #[test]
    fn any_input_gives_one_answer(
        cells in proptest::collection::vec((0..3_u8, proptest::sample::select(vec!["0", "7", "84", "x", ""]), proptest::sample::select(vec!["30", "12.5", "9", "NA", "61", "\"8\"", " 7", "1,5"])), 1..12),
        piece_bytes in 1..60_usize,
    ) {
        let rows: String = cells.iter().map(|(patient, day, score)| format!("P{patient},{day},{score},1\n")).collect();
        let case = Case::of(format!("patient_id,day,madrs,phq9\n{rows}")).with_settings(planned());
        let told = |result: Result<Summary, AppError>| match result {
            Ok(summary) => Ok((summary.results, summary.left_out)),
            Err(error) => Err(error.to_string()),
        };
        prop_assert_eq!(told(case.streamed(3, piece_bytes)), told(case.streamed(1, PIECE_BYTES)));
    }
}
