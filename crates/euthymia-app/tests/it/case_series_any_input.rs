//! Whatever stands in the files and settings of a case series: a result or a message, never a panic.

use crate::case_series_tools::Clinic;
use euthymia_app::case_series::choices::choices;
use euthymia_app::case_series::read::series_of;
use euthymia_app::case_series::settings::{
    ColumnSettings, PlannedSettings, Role, Rows, SCHEMA, ScaleSettings, Settings, TableSettings,
    parse, write,
};
use euthymia_numerics::Probability;
use euthymia_report::case_series::Analysis;
use euthymia_table::{Audience, Format, render};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Reads, analyses and prints; the answer is tables without NaN or a message with a status.
fn answer(clinic: &Clinic) -> Result<(), TestCaseError> {
    let analysis = clinic.load().and_then(|loaded| {
        let series = series_of(&loaded, &clinic.request)?;
        let level = Probability::new(0.95).map_err(|e| TestCaseError::fail(e.to_string()));
        let Ok(level) = level else {
            return Ok(None);
        };
        let mut chosen = choices(&series, &loaded.settings.outcome, level, 1)?;
        chosen.resamples = 20;
        Ok(Some(Analysis::of(series, chosen)))
    });
    match analysis {
        Ok(Some(Ok(analysis))) => {
            for audience in [Audience::People, Audience::Machines] {
                for (name, view) in analysis.tables(audience) {
                    let text = render(&view, Format::Json);
                    prop_assert!(text.as_ref().is_ok_and(|t| !t.contains("NaN")), "{}", name);
                }
            }
        }
        Ok(_) => {}
        Err(error) => {
            let text = error.to_string();
            prop_assert!(!text.is_empty());
            let is_odd = |c: char| c.is_control() && c != '\n';
            prop_assert!(!text.chars().any(is_odd), "{:?}", text);
            prop_assert!([1, 2].contains(&error.exit_status()));
        }
    }
    Ok(())
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0..60_u32).prop_map(|n| n.to_string()),
        2 => (0..3_u32).prop_map(|n| n.to_string()),
        1 => any::<f64>().prop_map(|x| x.to_string()),
        1 => any::<i64>().prop_map(|x| x.to_string()),
        1 => Just(String::new()),
        1 => Just("-9".to_owned()),
        1 => Just("2026-03-02".to_owned()),
        1 => Just("week 4".to_owned()),
        1 => Just("yes".to_owned()),
        1 => "[ -~äöü°\u{202e}]{0,6}".prop_map(|text| format!("\"{}\"", text.replace('"', ""))),
    ]
}

const HEADERS: [&str; 9] = [
    "patient_id,madrs_baseline,madrs_week4,sex,age,completed,arm",
    "patient_id,day,madrs,phq9,arm,dob,event_free",
    "patient_id,week,hamd17,baseline,trt,age,sessions",
    "patient_id,date,madrs,bdi,group,sex,stop_reason",
    "patient_id,visit,scale,score,arm,age,time",
    "patient_id,day,dose,dose_unit,treatment,deviation,madrs",
    "patient_id,day,event,severity,relatedness,serious,madrs",
    "phq2_1,phq2_2,phq2_1_week4,phq2_2_week4,arm,age,x",
    "id,t,madrs_t0,madrs_t1,madrs_day -7,dose (mg/kg),name",
];

fn file() -> impl Strategy<Value = String> {
    let header = proptest::sample::select(HEADERS.to_vec());
    header.prop_flat_map(|header| {
        let columns = header.split(',').count();
        let row = proptest::collection::vec(cell(), columns - 1);
        let rows = proptest::collection::vec((0..4_u8, row), 0..9);
        rows.prop_map(move |rows| {
            let mut text = format!("{header}\n");
            for (patient, cells) in rows {
                text.push_str(&format!("P{patient},{}\n", cells.join(",")));
            }
            text
        })
    })
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_]{1,8}", any::<String>()]
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(texts())
}

fn map() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map(texts(), texts(), 0..3)
}

fn column() -> impl Strategy<Value = ColumnSettings> {
    let role = proptest::sample::select(Role::ALL.map(|(role, _)| role).to_vec());
    (
        role,
        maybe(),
        maybe(),
        proptest::option::of(0..99_usize),
        maybe(),
        maybe(),
        maybe(),
        map(),
    )
        .prop_map(
            |(role, unit, instrument, item, at, label, kind, codes)| ColumnSettings {
                role,
                unit,
                instrument,
                item,
                at,
                label,
                kind,
                codes,
            },
        )
}

fn table() -> impl Strategy<Value = TableSettings> {
    let rows = [Rows::Patients, Rows::Visits, Rows::Sessions, Rows::Events];
    (
        texts(),
        maybe(),
        proptest::sample::select(rows.to_vec()),
        proptest::collection::vec(texts(), 0..3),
        map(),
        proptest::collection::btree_map(texts(), column(), 0..4),
    )
        .prop_map(|(file, sheet, rows, missing, only, column)| TableSettings {
            file: PathBuf::from(file),
            sheet,
            rows,
            missing,
            only,
            column,
        })
}

fn settings() -> impl Strategy<Value = Settings> {
    let planned = proptest::collection::vec((texts(), any::<i64>()), 0..3);
    let limits = (any::<f64>(), proptest::option::of(any::<f64>()));
    let scale = proptest::collection::vec((texts(), texts(), limits), 0..2);
    (
        (maybe(), maybe(), map(), scale, planned),
        (maybe(), maybe(), maybe(), maybe(), maybe()),
        (maybe(), maybe(), maybe()),
        (
            proptest::option::of(any::<u32>()),
            proptest::option::of(any::<bool>()),
        ),
        (
            proptest::option::of(any::<f64>()),
            proptest::option::of(any::<f64>()),
        ),
        proptest::collection::vec(table(), 1..3),
    )
        .prop_map(|(top, outcome, words, switches, numbers, table)| {
            let mut all = Settings {
                schema: SCHEMA.to_owned(),
                name: top.0,
                note: top.1,
                report: top.2,
                table,
                ..Settings::default()
            };
            all.scale = top
                .3
                .into_iter()
                .map(|(id, name, (lowest, highest))| ScaleSettings {
                    id,
                    name,
                    lowest,
                    highest,
                })
                .collect();
            let planned = top.4.into_iter();
            all.outcome.planned = planned
                .map(|(label, day)| PlannedSettings { label, day })
                .collect();
            (all.outcome.measure, all.outcome.response) = (outcome.0, outcome.1);
            (all.outcome.remission, all.outcome.baseline) = (outcome.2, outcome.3);
            (all.outcome.endpoint, all.outcome.same_day) = (outcome.4, words.0);
            (all.outcome.impossible, all.outcome.reliability_source) = (words.1, words.2);
            all.outcome.tolerance_days = switches.0;
            all.outcome.remitters_are_responders = switches.1;
            (all.outcome.reliable_sd, all.outcome.reliability) = numbers;
            all
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_files(one in file(), two in proptest::option::of(file()), is_numbered in any::<bool>()) {
        let mut files = vec![("one.csv", one.as_str())];
        files.extend(two.as_deref().map(|two| ("two.csv", two)));
        let mut clinic = Clinic::with(&files);
        clinic.request.number_patients = is_numbered;
        answer(&clinic)?;
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let clinic = Clinic::of("");
        std::fs::write(clinic.path("clinic.csv"), bytes)?;
        answer(&clinic)?;
    }

    #[test]
    fn any_roles(
        content in file(),
        roles in proptest::collection::vec(column(), 7),
        outcome in settings(),
        table in table(),
    ) {
        let header = content.lines().next().unwrap_or_default().to_owned();
        let names = header.split(',').map(str::to_owned);
        let mut all = outcome;
        let mut table = table;
        table.file = PathBuf::from("clinic.csv");
        table.only = BTreeMap::new();
        table.column = names.zip(roles).collect();
        all.table = vec![table];
        let text = write(&all, &[]);
        let text = text.replacen(&format!("schema = \"{SCHEMA}\"\n"), "", 1);
        answer(&Clinic::of(&content).settings(&text))?;
    }

    #[test]
    fn settings_read_back_equal(settings in settings()) {
        let text = write(&settings, &[]);
        let back = parse(&text, "c.toml").map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(format!("{:?}", back), format!("{:?}", settings), "{}", text);
    }
}
