//! Files of a clinic into a case series, in an empty folder.

use euthymia_app::AppError;
use euthymia_app::case_series::choices::choices;
use euthymia_app::case_series::read::{Loaded, SeriesRequest, load, series_of};
use euthymia_numerics::Probability;
use euthymia_report::case_series::{Analysis, CaseSeries};
use std::path::PathBuf;

/// An empty folder with files.
pub(crate) struct Clinic {
    folder: tempfile::TempDir,
    names: Vec<String>,
    pub(crate) request: SeriesRequest,
}

impl Clinic {
    /// A clinic with these files, read in this order.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, content) in files {
            std::fs::write(folder.path().join(name), content).expect("written");
        }
        let names: Vec<String> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
        let request = SeriesRequest {
            files: names.iter().map(|name| folder.path().join(name)).collect(),
            ..SeriesRequest::default()
        };
        Self {
            folder,
            names,
            request,
        }
    }

    /// One file.
    pub(crate) fn of(content: &str) -> Self {
        Self::with(&[("clinic.csv", content)])
    }

    /// The same files with settings, which stand below the layout's line.
    pub(crate) fn settings(mut self, text: &str) -> Self {
        let path = self.folder.path().join("settings.toml");
        let text = format!("schema = \"euthymia.cohort.v1\"\n{text}");
        std::fs::write(&path, text).expect("written");
        self.request.files = Vec::new();
        self.request.settings = Some(path);
        self
    }

    /// One file, each column with what it is, as it stands in the settings.
    pub(crate) fn columns(content: &str, rows: &str, columns: &[(&str, &str)]) -> Self {
        Self::columns_and(content, rows, columns, "", "")
    }

    /// The same with `[outcome]` and further lines of the table.
    pub(crate) fn columns_and(
        content: &str,
        rows: &str,
        columns: &[(&str, &str)],
        outcome: &str,
        table: &str,
    ) -> Self {
        let lines: Vec<String> = columns
            .iter()
            .map(|(name, what)| format!("\"{name}\" = {{ {what} }}"))
            .collect();
        let text = format!(
            "[outcome]\n{outcome}\n[[table]]\nfile = \"clinic.csv\"\nrows = \"{rows}\"\n{table}\n\
             [table.column]\n{}\n",
            lines.join("\n")
        );
        Self::of(content).settings(&text)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn load(&self) -> Result<Loaded, AppError> {
        load(&self.request)
    }

    pub(crate) fn read(&self) -> Result<CaseSeries, AppError> {
        series_of(&self.load()?, &self.request)
    }

    /// The series, which must be readable.
    #[track_caller]
    pub(crate) fn series(&self) -> CaseSeries {
        self.read()
            .unwrap_or_else(|error| panic!("{:?}: {error}", self.names))
    }

    /// The analysis with the usual choices.
    #[track_caller]
    pub(crate) fn analysis(&self) -> Analysis {
        let loaded = self.load().expect("read");
        let series = series_of(&loaded, &self.request).unwrap_or_else(|error| panic!("{error}"));
        analysed(series, &loaded)
    }

    /// Refused as bad input: what the message says, each part of it in it.
    #[track_caller]
    pub(crate) fn refused(&self, says: &[&str]) -> String {
        let error = self.read().expect_err("refused");
        assert_eq!(error.exit_status(), 2, "{error}");
        let text = error.to_string();
        for part in says {
            assert!(text.contains(part), "no \"{part}\" in the message:\n{text}");
        }
        text
    }
}

/// A series analysed with the usual choices and few resamples.
#[track_caller]
pub(crate) fn analysed(series: CaseSeries, loaded: &Loaded) -> Analysis {
    let level = Probability::new(0.95).expect("a level");
    let mut chosen = choices(&series, &loaded.settings.outcome, level, 1).expect("choices");
    chosen.resamples = 200;
    Analysis::of(series, chosen).expect("analysed")
}

/// A patient's scores on a scale by day from day 0, without the missing ones.
pub(crate) fn scores(series: &CaseSeries, patient: usize, measure: usize) -> Vec<(i64, f64)> {
    let course = &series.patients[patient].courses[measure];
    let day =
        |date| euthymia_clinical::date::days_between(euthymia_report::case_series::DAY_ZERO, date);
    let scored = course
        .visits
        .iter()
        .filter_map(|v| Some((day(v.date), v.total?)));
    scored.collect()
}

/// Why things were left out, in order.
pub(crate) fn reasons(series: &CaseSeries) -> Vec<(&'static str, Option<usize>, &str)> {
    let left = series.left_out.iter();
    left.map(|one| (one.what, one.row, one.reason.as_str()))
        .collect()
}

/// A published file, in the folder that `EUTHYMIA_COHORT_DATA` names; `None`, said past the test
/// harness, where it names none.
#[track_caller]
pub(crate) fn published(file: &str, checks: usize) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("EUTHYMIA_COHORT_DATA") else {
        let line = format!("skipped: {checks} checks of the published file {file}\n");
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).expect("written");
        return None;
    };
    let path = PathBuf::from(folder).join(file);
    assert!(
        path.is_file(),
        "EUTHYMIA_COHORT_DATA is set, but {file} is missing"
    );
    Some(path)
}

/// Its text.
#[track_caller]
pub(crate) fn published_text(file: &str, checks: usize) -> Option<String> {
    let path = published(file, checks)?;
    Some(std::fs::read_to_string(path).expect("read"))
}
