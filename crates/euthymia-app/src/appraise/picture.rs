//! A grid of judgements as pictures and as a table.

use super::{Drawn, Grid, GridRow};
use crate::error::AppError;
use euthymia_plot::{
    AppraisalBar, AppraisalSummary, TrafficDomain, TrafficLight, TrafficRow, Verdict, VerdictLevel,
};
use euthymia_table::{ColumnSpec, TableView, Value};

impl Grid {
    /// The judgements that occur, from best to worst.
    fn levels(&self) -> Vec<Drawn> {
        let mut levels: Vec<Drawn> = self
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().flatten().copied())
            .collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }

    fn name(&self) -> &str {
        self.tool.as_deref().unwrap_or("Appraisal")
    }

    /// Studies in rows, domains in columns.
    #[must_use]
    pub fn traffic_light(&self) -> TrafficLight {
        let levels = self.levels();
        let at = |cell: &Option<Drawn>| cell.and_then(|own| levels.binary_search(&own).ok());
        let domains = self.domains.iter().map(|domain| TrafficDomain {
            apart: domain.apart,
            ..TrafficDomain::new(&domain.code, &domain.name)
        });
        let rows = self
            .rows
            .iter()
            .map(|row| TrafficRow::new(&row.label, row.cells.iter().map(at)));
        TrafficLight {
            title: format!("{}: judgements by study", self.name()),
            description: format!(
                "{} studies or results in rows and {} domains in columns, each with its judgement.",
                self.rows.len(),
                self.domains.len()
            ),
            column_title: "Domain".to_owned(),
            levels: drawn(&levels),
            domains: domains.collect(),
            rows: rows.collect(),
            ..TrafficLight::default()
        }
    }

    /// Domains as bars, divided by judgement: by weight where `weighted` says so, otherwise each study
    /// alike. A study without a weight counts for nothing in a weighted picture, which then says so.
    ///
    /// # Errors
    /// [`AppError::Usage`] where weights are asked for and no study has one above 0.
    pub fn summary(&self, weighted: bool) -> Result<AppraisalSummary, AppError> {
        let has_weight = |row: &GridRow| row.weight.is_some_and(|weight| weight > 0.0);
        if weighted && !self.rows.iter().any(has_weight) {
            return Err(AppError::Usage(
                "no study has a weight: add a column of weights, or a file of them".to_owned(),
            ));
        }
        let levels = self.levels();
        let counted: Vec<(&GridRow, f64)> = self
            .rows
            .iter()
            .filter_map(|row| Some((row, if weighted { row.weight? } else { 1.0 })))
            .collect();
        let bars = self.domains.iter().enumerate().map(|(column, domain)| {
            let mut shares = vec![0.0; levels.len()];
            let mut judged = 0;
            for (row, weight) in &counted {
                let cell = row.cells.get(column).copied().flatten();
                let at = cell.and_then(|own| levels.binary_search(&own).ok());
                if let Some(share) = at.and_then(|at| shares.get_mut(at)) {
                    *share += weight;
                    judged += 1;
                }
            }
            AppraisalBar::new(&domain.name, judged, shares)
        });
        let of = match weighted {
            true => "Share of the weight in the analysis",
            false => "Share of studies, each counted alike",
        };
        let without = self.rows.len() - counted.len();
        let note = (without > 0).then(|| {
            format!(
                "Without a weight, and not counted: {without} of {}.",
                self.rows.len()
            )
        });
        Ok(AppraisalSummary {
            title: format!("{}: judgements by domain", self.name()),
            description: format!(
                "One bar for each of {} domains, divided by judgement. {of}.",
                self.domains.len()
            ),
            levels: drawn(&levels),
            bars: bars.collect(),
            axis_label: of.to_owned(),
            footnotes: note.into_iter().collect(),
            ..AppraisalSummary::default()
        })
    }

    /// Domains as bars by weight in one analysis, in which what nobody judged has a part of its own, so
    /// that a bar is the whole analysis.
    ///
    /// # Errors
    /// [`AppError::Usage`] where no study has a weight above 0.
    pub fn summary_of_analysis(&self) -> Result<AppraisalSummary, AppError> {
        let mut summary = self.summary(true)?;
        let missing = |column: usize| {
            let without = self
                .rows
                .iter()
                .filter(|row| row.cells.get(column).copied().flatten().is_none());
            without.filter_map(|row| row.weight).sum::<f64>()
        };
        let parts: Vec<f64> = (0..summary.bars.len()).map(missing).collect();
        if parts.iter().all(|part| *part <= 0.0) {
            return Ok(summary);
        }
        let used = |letter: &char| summary.levels.iter().any(|own| own.letter == *letter);
        let letter = ['N', '?', 'X'].into_iter().find(|letter| !used(letter));
        let level = VerdictLevel::new("Not judged", letter.unwrap_or('–'), Verdict::Unknown);
        summary.levels.push(level);
        for (bar, part) in summary.bars.iter_mut().zip(parts) {
            bar.shares.push(part);
        }
        Ok(summary)
    }

    /// Studies in rows, domains in columns, as words.
    #[must_use]
    pub fn view(&self) -> TableView {
        let mut columns = vec![ColumnSpec::text("study", "Study")];
        let domains = self.domains.iter().enumerate();
        columns.extend(domains.map(|(index, domain)| {
            ColumnSpec::text(format!("domain_{}", index + 1), domain.name.clone())
        }));
        let weighted = self.rows.iter().any(|row| row.weight.is_some());
        if weighted {
            columns.push(ColumnSpec::number("weight", "Weight"));
        }
        let cell = |cell: &Option<Drawn>| match cell {
            Some(own) => Value::text(own.id().replace('_', " ")),
            None => Value::Missing,
        };
        let rows = self.rows.iter().map(|row| {
            let mut values = vec![Value::text(row.label.clone())];
            values.extend(row.cells.iter().map(cell));
            if weighted {
                values.push(Value::number(row.weight, 1));
            }
            values
        });
        TableView {
            schema: "euthymia.appraisals.v1".to_owned(),
            title: format!("{}: judgements by study", self.name()),
            columns,
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }
}

fn drawn(levels: &[Drawn]) -> Vec<VerdictLevel> {
    levels.iter().map(|own| own.level()).collect()
}
