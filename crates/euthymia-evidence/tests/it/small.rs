//! Small evidence bases made by hand: only the cells a test is about are given.

use crate::folder::{Folder, written};
use euthymia_evidence::{EvidenceBase, arm, claim, contrast, outcome_row, study, treatment};

/// A column and what stands in it.
pub(crate) type Cell<'a> = (&'a str, &'a str);

/// Rows of an evidence base in the making.
pub(crate) struct Small {
    studies: Vec<Vec<String>>,
    arms: Vec<Vec<String>>,
    outcomes: Vec<Vec<String>>,
    contrasts: Vec<Vec<String>>,
    treatments: Vec<Vec<String>>,
    claims: Vec<Vec<String>>,
}

const SOURCE: Cell<'_> = ("source", "author2020");

/// A row with the given cells; of two for one column the later one counts.
fn row(columns: &[&str], cells: &[&[Cell<'_>]]) -> Vec<String> {
    let mut row = vec![String::new(); columns.len()];
    for (column, value) in cells.iter().flat_map(|part| part.iter()) {
        let position = columns.iter().position(|c| c == column).expect(column);
        (*value).clone_into(&mut row[position]);
    }
    row
}

fn header(columns: &[&str]) -> Vec<Vec<String>> {
    vec![columns.iter().map(|&c| c.to_owned()).collect()]
}

impl Small {
    /// Headers, a vocabulary of treatments, and one contrast and claim where a file needs a row.
    pub(crate) fn new() -> Self {
        let mut treatments = header(treatment::COLUMNS);
        for (id, class, group) in [
            ("ketamine_iv", "ketamine", "ketamine_iv"),
            ("esketamine_in", "esketamine", "esketamine_in"),
            ("itbs", "tms", "tms_itbs"),
            ("saline", "control", "control"),
        ] {
            let cells = [
                ("treatment", id),
                ("name", id),
                ("short_name", id),
                ("class", class),
                ("components", id),
                ("report_group", group),
                (
                    "control_kind",
                    if class == "control" {
                        "inert_placebo"
                    } else {
                        ""
                    },
                ),
            ];
            treatments.push(row(treatment::COLUMNS, &[&cells]));
        }
        let mut claims = header(claim::COLUMNS);
        let cells = [
            ("claim_id", "claim-1"),
            ("claimant", "S0"),
            ("claim", "Half respond."),
            ("quantity", "response_pct"),
            ("value", "50"),
            ("low", "40"),
            ("high", "60"),
            ("status", "S"),
            SOURCE,
        ];
        claims.push(row(claim::COLUMNS, &[&cells]));
        Self {
            studies: header(study::COLUMNS),
            arms: header(arm::COLUMNS),
            outcomes: header(outcome_row::COLUMNS),
            contrasts: header(contrast::COLUMNS),
            treatments,
            claims,
        }
    }

    pub(crate) fn study(mut self, id: &str, cells: &[Cell<'_>]) -> Self {
        let usual = [
            ("study_id", id),
            ("label", id),
            ("year", "2020"),
            ("design", "parallel_rct"),
            ("trd", "yes"),
            ("bipolar_included", "no"),
            SOURCE,
        ];
        self.studies.push(row(study::COLUMNS, &[&usual, cells]));
        self
    }

    /// An arm with ketamine unless said otherwise.
    pub(crate) fn arm(mut self, study: &str, id: &str, cells: &[Cell<'_>]) -> Self {
        let usual = [
            ("study_id", study),
            ("arm_id", id),
            ("label", id),
            ("treatment", "ketamine_iv"),
            ("class", "ketamine"),
            ("role", "experimental"),
            ("allocation", "randomised_parallel"),
            ("psychotherapy", "no"),
            ("verification", "seen"),
            SOURCE,
        ];
        self.arms.push(row(arm::COLUMNS, &[&usual, cells]));
        self
    }

    /// A response of 10 of 20 on day 28 unless said otherwise.
    pub(crate) fn outcome(mut self, study: &str, arm: &str, cells: &[Cell<'_>]) -> Self {
        let usual = [
            ("study_id", study),
            ("arm_id", arm),
            ("outcome", "response"),
            ("instrument", "madrs"),
            ("definition", "madrs_decrease>=50pct"),
            ("time_days", "28"),
            ("main", "yes"),
            ("analysis_set", "randomised"),
            ("n", "20"),
            ("events", "10"),
            ("provenance", "full_text"),
            ("verification", "seen"),
            ("locator", "Table 2"),
            SOURCE,
        ];
        self.outcomes
            .push(row(outcome_row::COLUMNS, &[&usual, cells]));
        self
    }

    pub(crate) fn contrast(mut self, study: &str, arm: &str, reference: &str) -> Self {
        let cells = [
            ("study_id", study),
            ("arm_id", arm),
            ("reference_arm_id", reference),
            ("outcome", "response"),
            ("instrument", "madrs"),
            ("definition", "madrs_decrease>=50pct"),
            ("time_days", "28"),
            ("measure", "RR"),
            ("value", "2"),
            ("ci_low", "1.5"),
            ("ci_high", "2.5"),
            ("ci_level", "95"),
            ("provenance", "full_text"),
            ("verification", "seen"),
            ("locator", "Table 3"),
            SOURCE,
        ];
        self.contrasts.push(row(contrast::COLUMNS, &[&cells]));
        self
    }

    pub(crate) fn folder(&self) -> Folder {
        let bibliography = "@article{author2020,\n  author = {Author and others},\n  \
                            year = {2020},\n  journal = {Journal}\n}\n";
        Folder(
            [
                ("studies.csv", written(&self.studies)),
                ("arms.csv", written(&self.arms)),
                ("outcomes.csv", written(&self.outcomes)),
                ("contrasts.csv", written(&self.contrasts)),
                ("treatments.csv", written(&self.treatments)),
                ("claims.csv", written(&self.claims)),
                ("references.bib", bibliography.into()),
            ]
            .into(),
        )
    }

    /// Loads it, with a contrast of the first arm with itself where none was given.
    pub(crate) fn load(mut self) -> EvidenceBase {
        if self.contrasts.len() == 1 {
            let (study, arm) = (self.arms[1][0].clone(), self.arms[1][1].clone());
            self = self.contrast(&study, &arm, &arm);
        }
        let loaded = self.folder().load();
        loaded.unwrap_or_else(|error| panic!("{:#?}", error.0))
    }
}
