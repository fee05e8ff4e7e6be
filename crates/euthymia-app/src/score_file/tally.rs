//! What is counted while rows are scored.

use super::scorer::Scorer;
use euthymia_clinical::instrument::plan::Computed;
use euthymia_clinical::source::Source;
use euthymia_numerics::sum::Compensated;

/// What was found in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreFileSummary {
    /// Rows that were scored.
    pub rows: u64,
    /// Rows whose primary total was computed from answers alone; for a scale without a total, rows
    /// in which no scored item lacks an answer.
    pub complete: u64,
    /// Rows whose primary total stands the mean of the answers in for missing ones.
    pub prorated: u64,
    /// Rows without the primary total, because too many answers are missing; for a scale without a
    /// total, rows in which a scored item lacks its answer.
    pub without_total: u64,
    /// Rows whose suicide item is flagged.
    pub flagged: u64,
    /// Rows whose suicide item has no answer; 0 where the scale has no such item.
    pub suicide_missing: u64,
    /// Rows in which a question is answered with more than the least although the form says to skip
    /// it; such answers count as they stand.
    pub contradicting: u64,
    /// Rows of nothing but delimiters, which were skipped and are in no other count.
    pub rows_without_content: u64,
    /// The columns that are added to each row, from left to right.
    pub columns: Vec<String>,
    /// The primary total over all rows; `None` for a scale without one.
    pub primary: Option<PrimaryTotal>,
}

/// The primary total over all rows.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimaryTotal {
    /// Identifier of the total.
    pub id: String,
    /// Its name in print.
    pub name: String,
    /// Where it was found to lie; `None` when no row has it.
    pub spread: Option<Spread>,
    /// How many rows fall in each severity band, by source.
    pub bands: Vec<BandCounts>,
}

/// Least, largest and mean total, in points; prorated totals are among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The least.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// The mean.
    pub mean: f64,
}

/// How many rows fall in each band of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct BandCounts {
    /// Identifier of the bands.
    pub id: String,
    /// Where they come from, and whether they were read there.
    pub source: Source,
    /// The bands from low to high.
    pub counts: Vec<BandCount>,
}

/// How many rows fall in one band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandCount {
    /// Name of the band.
    pub name: String,
    /// Rows in it.
    pub rows: u64,
}

/// The counts of a part of the file.
pub(super) struct Tally {
    pub(super) rows: u64,
    complete: u64,
    prorated: u64,
    without_total: u64,
    flagged: u64,
    suicide_missing: u64,
    pub(super) contradicting: u64,
    pub(super) rows_without_content: u64,
    min: f64,
    max: f64,
    sum: Compensated,
    /// Rows in each band, by source.
    pub(super) bands: Vec<Vec<u64>>,
}

impl Tally {
    pub(super) fn new(scorer: &Scorer<'_>) -> Self {
        let bands = scorer.bands.iter().map(|of| vec![0; of.bands.band.len()]);
        Self {
            rows: 0,
            complete: 0,
            prorated: 0,
            without_total: 0,
            flagged: 0,
            suicide_missing: 0,
            contradicting: 0,
            rows_without_content: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            sum: Compensated::default(),
            bands: bands.collect(),
        }
    }

    /// Counts a row by its primary total, or, where the scale has none, by its missing answers.
    pub(super) fn add_row(&mut self, has_primary: bool, total: Option<Computed>, missing: usize) {
        self.rows += 1;
        let Some(total) = total else {
            let complete = !has_primary && missing == 0;
            self.complete += u64::from(complete);
            self.without_total += u64::from(!complete);
            return;
        };
        self.complete += u64::from(total.prorated == 0);
        self.prorated += u64::from(total.prorated > 0);
        self.min = self.min.min(total.value);
        self.max = self.max.max(total.value);
        self.sum.add(total.value);
    }

    /// Counts what was answered to the suicide item.
    pub(super) fn add_flag(&mut self, flag: Option<bool>) {
        self.flagged += u64::from(flag == Some(true));
        self.suicide_missing += u64::from(flag.is_none());
    }

    /// Adds the counts of the next part.
    pub(super) fn append(&mut self, part: &Self) {
        self.rows += part.rows;
        self.complete += part.complete;
        self.prorated += part.prorated;
        self.without_total += part.without_total;
        self.flagged += part.flagged;
        self.suicide_missing += part.suicide_missing;
        self.contradicting += part.contradicting;
        self.rows_without_content += part.rows_without_content;
        self.min = self.min.min(part.min);
        self.max = self.max.max(part.max);
        self.sum.add(part.sum.value());
        for (counts, more) in self.bands.iter_mut().zip(&part.bands) {
            for (count, more) in counts.iter_mut().zip(more) {
                *count += more;
            }
        }
    }

    pub(super) fn summary(self, scorer: &Scorer<'_>) -> ScoreFileSummary {
        let primary = scorer.primary().map(|at| &scorer.pack.totals[at]);
        ScoreFileSummary {
            rows: self.rows,
            complete: self.complete,
            prorated: self.prorated,
            without_total: self.without_total,
            flagged: self.flagged,
            suicide_missing: self.suicide_missing,
            contradicting: self.contradicting,
            rows_without_content: self.rows_without_content,
            columns: scorer.names().to_vec(),
            primary: primary.map(|total| PrimaryTotal {
                id: total.id.clone(),
                name: total.name.clone(),
                spread: self.spread(),
                bands: self.band_counts(scorer),
            }),
        }
    }

    fn spread(&self) -> Option<Spread> {
        let computed = self.complete + self.prorated;
        #[allow(clippy::cast_precision_loss)]
        let mean = self.sum.value() / computed as f64;
        (computed > 0).then_some(Spread {
            min: self.min,
            max: self.max,
            mean,
        })
    }

    fn band_counts(&self, scorer: &Scorer<'_>) -> Vec<BandCounts> {
        let of_source = |(of, counts): (&super::bands::BandsOf<'_>, &Vec<u64>)| BandCounts {
            id: of.bands.id.clone(),
            source: of.bands.source(),
            counts: of
                .bands
                .band
                .iter()
                .zip(counts)
                .map(|(band, rows)| BandCount {
                    name: band.name.clone(),
                    rows: *rows,
                })
                .collect(),
        };
        scorer
            .bands
            .iter()
            .zip(&self.bands)
            .map(of_source)
            .collect()
    }
}
