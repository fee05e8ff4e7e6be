//! A statement made elsewhere that the evidence is held against. Never pooled.

use crate::sheet::Row;

/// A claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Line in `claims.csv`.
    pub line: usize,
    /// Identifier.
    pub id: String,
    /// Who claims it.
    pub claimant: String,
    /// The claim in neutral words.
    pub claim: String,
    /// What kind of quantity.
    pub quantity: String,
    /// A report group, a treatment, or `all`.
    pub treatment: Option<String>,
    /// The outcome it is about.
    pub outcome: Option<String>,
    /// The value.
    pub value: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What the ends are: ci95, range, approx, plus_minus, none.
    pub interval: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// Patients it rests on.
    pub n: Option<u64>,
    /// Studies it rests on.
    pub k: Option<u64>,
    /// Days to compare with, such as `1..84`.
    pub time_window: Option<String>,
    /// S read, C computed, R recalled.
    pub status: String,
    /// Why it may not hold.
    pub doubt: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// Key of the source in `references.bib`.
    pub source: String,
}

/// Columns of `claims.csv`.
pub const COLUMNS: &[&str] = &[
    "claim_id",
    "claimant",
    "claim",
    "quantity",
    "treatment",
    "outcome",
    "value",
    "low",
    "high",
    "interval",
    "unit",
    "n",
    "k",
    "time_window",
    "status",
    "doubt",
    "locator",
    "source",
];

pub(crate) fn read(row: &mut Row<'_, '_>) -> Option<Claim> {
    Some(Claim {
        line: row.line(),
        id: row.id("claim_id"),
        claimant: row.required("claimant"),
        claim: row.required("claim"),
        quantity: row.required("quantity"),
        treatment: row.text("treatment"),
        outcome: row.text("outcome"),
        value: row.number("value"),
        low: row.number("low"),
        high: row.number("high"),
        interval: row.text("interval"),
        unit: row.text("unit"),
        n: row.count("n"),
        k: row.count("k"),
        time_window: row.text("time_window"),
        status: row.required("status"),
        doubt: row.text("doubt"),
        locator: row.text("locator"),
        source: row.required("source"),
    })
}
