//! The part of the script that reads the files and chooses the scores.

use super::super::moment::{read_label, tokens};
use super::super::read::{Loaded, SeriesRequest, group_name};
use super::super::scale;
use super::super::settings::{ColumnSettings, Role, Rows, TableSettings};
use super::times::Clock;
use super::{named, one_line, quoted};
use crate::error::AppError;
use euthymia_clinical::course::BaselineRule;
use euthymia_report::case_series::{CaseSeries, TimeScale};
use euthymia_table::Table;
use std::collections::BTreeSet;

/// Reads every file into `scores` (of the main scale), `starts` (days of sessions) and `groups`.
pub(super) fn read(
    loaded: &Loaded,
    request: &SeriesRequest,
    series: &CaseSeries,
) -> Result<String, AppError> {
    let clock = Clock::of(loaded, series);
    let scale = series
        .main_measure()
        .map_or("", |scale| scale.instrument.as_str());
    let mut out = String::from(
        "\nscores <- data.frame(patient = character(0), day = numeric(0), score = numeric(0))\n\
         starts <- data.frame(patient = character(0), day = numeric(0))\n\
         groups <- data.frame(patient = character(0), group = character(0))\n",
    );
    for (settings, table) in loaded.settings.table.iter().zip(&loaded.tables) {
        let one = OneTable {
            loaded,
            request,
            series,
            clock: &clock,
            scale,
            settings,
            table,
        };
        out.push_str(&one.code()?);
    }
    Ok(out)
}

struct OneTable<'a> {
    loaded: &'a Loaded,
    request: &'a SeriesRequest,
    series: &'a CaseSeries,
    clock: &'a Clock,
    scale: &'a str,
    settings: &'a TableSettings,
    table: &'a Table,
}

impl OneTable<'_> {
    fn code(&self) -> Result<String, AppError> {
        let mut out = self.open()?;
        out.push_str(&format!("patient <- {}\n", self.patient()));
        if let Some((name, column)) = self.of(Role::Group).next() {
            let group = format!(
                "unname({}[{}])",
                self.group_names(name, column),
                self.cells(name)
            );
            out.push_str(&format!(
                "groups <- rbind(groups, data.frame(patient = patient, group = {group}))\n"
            ));
        }
        match self.settings.rows {
            Rows::Patients | Rows::Visits => out.push_str(&self.scores()?),
            Rows::Sessions => out.push_str(&self.sessions()),
            Rows::Events => {}
        }
        Ok(out)
    }

    /// What each text of the column of groups is called, as a named vector of R.
    fn group_names(&self, name: &str, column: &ColumnSettings) -> String {
        let found = self.table.column(&[name]).ok();
        let texts = found.iter().flat_map(|column| column.texts()).flatten();
        let texts: BTreeSet<&str> = texts.collect();
        let label = column.label.as_deref().unwrap_or(name);
        let of = |text: &str| match column.codes.get(text) {
            Some(code) => quoted(code),
            None => quoted(&group_name(label, text)),
        };
        let entries: Vec<(String, String)> = texts
            .into_iter()
            .map(|text| (text.to_owned(), of(text)))
            .collect();
        named(&entries)
    }

    /// Opens the file, with only the rows that are asked for.
    fn open(&self) -> Result<String, AppError> {
        let ending = self
            .settings
            .file
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase());
        if ending.is_some_and(|ending| !["csv", "tsv", "txt", "tab"].contains(&ending.as_str())) {
            return Err(AppError::Usage(format!(
                "--r-script: base R does not read {}; write the tables as CSV with --deidentify and name \
                 the settings that stand there",
                self.settings.file.display()
            )));
        }
        let missing = self
            .request
            .read
            .missing
            .iter()
            .chain(&self.settings.missing);
        let missing: BTreeSet<String> = missing.map(|text| quoted(text)).collect();
        let missing: Vec<String> = missing.into_iter().collect();
        let mut out = format!(
            "\n# {}\nrows <- table_of({}, {}, c({}))\n",
            one_line(self.table.file()),
            quoted(&self.settings.file.to_string_lossy()),
            separator(self.table.delimiter()),
            missing.join(", ")
        );
        for (name, text) in &self.settings.only {
            let cells = self.cells(name);
            // An empty text asks for empty cells.
            out.push_str(&match text.trim() {
                "" => format!("rows <- rows[is.na({cells}), ]\n"),
                text => format!("rows <- rows[{cells} %in% {}, ]\n", quoted(text)),
            });
        }
        Ok(out)
    }

    fn of(&self, role: Role) -> impl Iterator<Item = (&str, &ColumnSettings)> {
        let columns = self.settings.column.iter();
        columns
            .filter(move |(_, column)| column.role == role)
            .map(|(name, column)| (name.as_str(), column))
    }

    /// The cells of a column as an expression of R, by its place.
    fn cells(&self, name: &str) -> String {
        let place = self
            .table
            .column(&[name])
            .map_or(0, |column| column.position() + 1);
        format!("rows[[{place}]]")
    }

    fn patient(&self) -> String {
        match self.of(Role::Patient).next() {
            Some((name, _)) => self.cells(name),
            None => "paste(\"row\", seq_len(nrow(rows)))".to_owned(),
        }
    }

    /// The day of a row, for a column with a time of its own or without.
    fn day(&self, column: &ColumnSettings) -> Option<String> {
        if let Some(at) = &column.at {
            return Some(self.clock.day(read_label(at)?));
        }
        let (name, time) = self.of(Role::Time).next()?;
        Some(self.clock.column(self.table, name, time, &self.cells(name)))
    }

    fn scores(&self) -> Result<String, AppError> {
        let is_main = |column: &ColumnSettings| column.instrument.as_deref() == Some(self.scale);
        if self.of(Role::Item).any(|(_, column)| is_main(column)) {
            return Err(AppError::Usage(
                "--r-script: the scores are worked out from the answers to items, which the script does \
                 not repeat; write the totals as CSV with --deidentify and name the settings that stand \
                 there"
                    .to_owned(),
            ));
        }
        let mut out = String::new();
        for (name, column) in self.of(Role::Score) {
            let by_row = column.instrument.is_none();
            if !by_row && !is_main(column) {
                continue;
            }
            let Some(day) = self.day(column) else {
                continue;
            };
            let taken = match self.of(Role::Scale).next().filter(|_| by_row) {
                Some((scale, _)) => self.main_rows(scale),
                None => "TRUE".to_owned(),
            };
            out.push_str(&format!(
                "scores <- rbind(scores, data.frame(patient = patient, day = {day},\n  score = number({}))[{taken}, ])\n",
                self.cells(name)
            ));
        }
        Ok(out)
    }

    /// The rows that are on the main scale, by the texts that name it.
    fn main_rows(&self, column: &str) -> String {
        let column_of_scales = self.table.column(&[column]).ok();
        let texts = column_of_scales.iter().flat_map(|c| c.texts()).flatten();
        let texts: BTreeSet<&str> = texts.filter(|text| self.is_main_scale(text)).collect();
        let texts: Vec<String> = texts.into_iter().map(quoted).collect();
        format!("{} %in% c({})", self.cells(column), texts.join(", "))
    }

    fn is_main_scale(&self, text: &str) -> bool {
        let id = text.to_lowercase();
        let own = &self.loaded.settings.scale;
        if own.iter().any(|scale| scale.id == id) || scale::measure(&id).is_some() {
            return id == self.scale;
        }
        let words = tokens(text);
        let mut fitting = scale::at_start(&words).into_iter();
        let whole = fitting.find(|(_, length)| *length == words.len());
        whole.is_some_and(|(id, _)| id == self.scale)
    }

    fn sessions(&self) -> String {
        let Some((name, time)) = self.of(Role::Time).next() else {
            return String::new();
        };
        // Where only the order of visits is known, no day of a session can be placed in it.
        if self.series.time == TimeScale::Order {
            return String::new();
        }
        let day = self.clock.column(self.table, name, time, &self.cells(name));
        format!("starts <- rbind(starts, data.frame(patient = patient, day = {day}))\n")
    }
}

fn separator(delimiter: char) -> String {
    match delimiter {
        '\t' => "\"\\t\"".to_owned(),
        other => quoted(&other.to_string()),
    }
}

/// Chooses baseline and later scores: `seen`, one row per patient with a baseline, and `at(k)`, the
/// scores at planned visit k.
pub(super) fn choose(loaded: &Loaded, series: &CaseSeries) -> String {
    let (low, high) = series
        .main_measure()
        .map_or((0.0, None), |scale| scale.range);
    let days: Vec<String> = series
        .planned
        .iter()
        .map(|visit| visit.day.to_string())
        .collect();
    let labels: Vec<String> = series
        .planned
        .iter()
        .map(|visit| quoted(&visit.label))
        .collect();
    let tolerance = match series.time {
        TimeScale::Order => 0,
        TimeScale::Dates | TimeScale::Days => series.tolerance_days,
    };
    format!(
        r#"
# Scores that exist, in the range of the scale, one a day.
scores <- scores[!is.na(scores$score) & !is.na(scores$day), ]
scores <- scores[scores$score >= {low} & scores$score <= {high}, ]
scores <- scores[!duplicated(scores[c("patient", "day")]{from_last}), ]
starts <- starts[!is.na(starts$day), ]
group_of <- function(id) groups$group[groups$patient == id & !is.na(groups$group)][1]

# Planned visits, and how far off a visit may be.
planned <- c({days})
labels <- c({labels})
tolerance <- {tolerance}
endpoint <- {endpoint}
{by_patient}"#,
        high = high.map_or("Inf".to_owned(), |high| high.to_string()),
        from_last = match loaded.settings.outcome.same_day.as_deref() {
            Some("last") => ", fromLast = TRUE",
            _ => "",
        },
        days = days.join(", "),
        labels = labels.join(", "),
        endpoint = series.endpoint + 1,
        by_patient = by_patient(series),
    )
}

/// The code that chooses the scores of each patient.
fn by_patient(series: &CaseSeries) -> String {
    let pre = match series.baseline {
        BaselineRule::First | BaselineRule::On(_) => "own[1, ]",
        BaselineRule::BeforeTreatmentOr(_) => {
            "tail(own[own$day <= if (is.na(start)) 0 else start, ], 1)"
        }
        BaselineRule::BeforeTreatment => {
            "if (is.na(start)) own[1, ] else tail(own[own$day <= start, ], 1)"
        }
    };
    let zero = match series.time {
        TimeScale::Dates => "if (is.na(start)) pre$day else start",
        TimeScale::Days | TimeScale::Order => "0",
    };
    format!(
        r#"
# Baseline, the score at each planned visit (the nearest, of two the earlier) and the last one.
patients <- lapply(unique(scores$patient), function(id) {{
  own <- scores[scores$patient == id, ]
  own <- own[order(own$day), ]
  start <- c(sort(starts$day[starts$patient == id]), NA)[1]
  pre <- {pre}
  if (nrow(pre) == 0) return(NULL)
  zero <- {zero}
  later <- own[own$day > pre$day, ]
  near <- sapply(seq_along(planned), function(k) {{
    if (k == 1) return(pre$score)
    off <- abs(later$day - zero - planned[k])
    ok <- later[off <= tolerance, ]
    off <- off[off <= tolerance]
    if (nrow(ok) == 0) NA else ok$score[order(off, ok$day)][1]
  }})
  until <- later$score[later$day > zero & later$day - zero <= planned[endpoint]]
  list(group = group_of(id), at = near, last = c(na.omit(near[endpoint]), rev(until), NA)[1])
}})
patients <- Filter(Negate(is.null), patients)
at <- function(k) vapply(patients, function(one) as.numeric(one$at[k]), 0)
all_before <- at(1)
all_after <- if (endpoint == 1) all_before else at(endpoint)
all_last <- vapply(patients, function(one) as.numeric(one$last), 0)
all_group <- vapply(patients, function(one) as.character(one$group), "")
"#,
    )
}
