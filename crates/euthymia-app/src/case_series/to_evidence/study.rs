//! The row of the study, and where its numbers come from.

use super::Maker;
use euthymia_evidence::study::Stated;
use euthymia_report::case_series::flow::flow;
use std::collections::BTreeMap;

/// Cells of `studies.csv` that are taken over from what was said.
const CELLS: [&str; 5] = [
    "population",
    "trd_definition",
    "failed_trials_min",
    "failed_trials_max",
    "bipolar_n",
];

impl Maker<'_> {
    /// What a forest plot calls it: that the data are the clinic's own stands in the name.
    pub(super) fn label(&self) -> String {
        format!("{} {} (own data)", self.about.name, self.about.year)
    }

    pub(super) fn said(&self, key: &str) -> Option<String> {
        self.about.cells.get(key).cloned()
    }

    /// A word of yes, no and what lies between; not stated otherwise.
    pub(super) fn stated(&self, key: &str) -> String {
        self.said(key)
            .unwrap_or_else(|| Stated::NotStated.id().to_owned())
    }

    pub(super) fn study(&self) -> BTreeMap<&'static str, String> {
        let found = flow(self.series, self.group);
        let about = self.about;
        let mut row = BTreeMap::from([
            ("study_id", self.study_id.clone()),
            ("label", self.label()),
            ("year", about.year.to_string()),
            ("other_id", "own data, not published".to_owned()),
            ("design", about.design.id().to_owned()),
            (
                "blinding",
                self.said("blinding")
                    .unwrap_or_else(|| "not_stated".to_owned()),
            ),
            ("trd", about.trd.id().to_owned()),
            ("bipolar_included", self.stated("bipolar_included")),
            ("country", about.country.clone()),
            ("source", self.source.clone()),
            (
                "notes",
                format!(
                    "Own data, not published and reviewed by nobody: counted from the patients' rows. {} \
                     patients in the files, {} with a baseline, {} with a score at the end.",
                    found.read, found.started, found.analysed
                ),
            ),
        ]);
        row.extend(
            CELLS
                .into_iter()
                .filter_map(|key| Some((key, self.said(key)?))),
        );
        row
    }

    /// The entry of `references.bib`: the data themselves.
    pub(super) fn reference(&self) -> String {
        format!(
            "\n@misc{{{},\n  author       = {{{{{}}}}},\n  year         = {{{}}},\n  howpublished = {{Own data, not \
             published}},\n  note         = {{Counted from the patients' own rows with euthymia {}}}\n}}\n",
            self.source,
            plain(&self.about.name),
            self.about.year,
            env!("CARGO_PKG_VERSION")
        )
    }
}

/// A text without the signs that mean something in a bibliography.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '{' | '}' | '\\' | '"' | '%' | '#' | '$' | '~' | '^' | '@' => ' ',
            '&' => '+',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}
