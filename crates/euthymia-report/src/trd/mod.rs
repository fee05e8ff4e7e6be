//! The report on treatment-resistant depression: the evidence base and a cohort, one document.
//!
//! [`analysis`] makes every pooled number once; the other files say and draw them. Each number
//! links to the rows it came from ([`provenance`]).

mod adverse;
pub mod analysis;
mod certainty;
mod claims;
mod cohort_section;
mod combinations;
mod comparisons;
mod covariates;
mod gather;
mod head_to_head;
mod inclusion;
mod methods;
pub mod network;
mod overview;
mod provenance;
mod published;
mod sensitivity;
pub mod sequence;
pub mod strand;
mod summary;
mod trials;

pub(crate) use certainty::certainty;
pub use gather::{Gathered, controlled, single_arms};
pub use trials::{treatment, trials};

use crate::cohort::Cohort;
use crate::document::Document;
use crate::pooled::Pooled;
use analysis::{AdverseAnalyses, Analysis, StrandAnalyses};
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::study::Stated;
use euthymia_table::TableView;

/// The caution that every naive comparison carries.
pub const CAUTION: &str = "Single-arm rates without a common control: populations, scales, \
    definitions, days, expectancy and blinding differ between treatments. Differences between these \
    rows are not treatment effects.";

/// A cohort with the treatment it had, which decides beside which arms it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct TreatedCohort<'a> {
    /// Its results.
    pub results: &'a Cohort,
    /// The figures of this family show it; `None` for the overview alone.
    pub family: Option<strand::Family>,
}

/// Everything the report says, before it is written.
#[derive(Debug)]
pub struct TrdReport {
    /// The document.
    pub document: Document,
    /// The overview table for a terminal.
    pub overview: TableView,
    /// The plain-language summary, a sentence each.
    pub summary: Vec<String>,
}

/// What every section reads.
struct Context<'a> {
    base: &'a EvidenceBase,
    cohort: Option<&'a Cohort>,
    cohort_family: Option<strand::Family>,
    strands: Vec<StrandAnalyses>,
    adverse: Vec<AdverseAnalyses>,
    /// One for each claim; `None` where it is not a rate that can be compared.
    claims: Vec<Option<Analysis>>,
    /// All treatments on one map, for each outcome.
    networks: Vec<network::Map>,
}

impl Context<'_> {
    /// How many studies of an analysis are in patients stated to be treatment-resistant.
    fn resistant(&self, pooled: &Pooled) -> usize {
        let resistant = |label: &str| {
            self.base
                .studies
                .iter()
                .any(|study| study.label == label && study.trd == Stated::Yes)
        };
        pooled
            .rows
            .iter()
            .filter(|row| resistant(&row.candidate.label))
            .count()
    }

    /// The number of studies with how many of them are treatment-resistant: `5 (2)`.
    fn studies(&self, pooled: &Pooled) -> String {
        format!("{} ({})", pooled.summary.k, self.resistant(pooled))
    }
}

/// Builds the report.
///
/// `version` is the program's version, for the last line.
#[must_use]
pub fn report(base: &EvidenceBase, cohort: Option<TreatedCohort<'_>>, version: &str) -> TrdReport {
    let strict = Admitted::default();
    let context = Context {
        base,
        cohort: cohort.map(|cohort| cohort.results),
        cohort_family: cohort.and_then(|cohort| cohort.family),
        strands: analysis::strands(base, strict),
        adverse: analysis::adverse(base, strict),
        claims: claims::analyses(base, strict),
        networks: network::maps(base, strict),
    };
    let summary = summary::sentences(&context);
    let overview = overview::compact(&context);
    let mut sections = vec![
        summary::section(&context, &summary),
        overview::section(&context),
        comparisons::section(&context),
        head_to_head::section(&context),
    ];
    sections.extend(network::sections(&context).into_iter().map(Some));
    sections.extend([
        adverse::section(&context),
        combinations::section(&context),
        sequence::section(&context),
        published::section(&context),
        cohort_section::section(&context),
        claims::section(&context),
        sensitivity::section(&context),
        certainty::section(&context),
        inclusion::section(&context),
        methods::limits(),
        methods::methods(),
        provenance::section(&context),
        provenance::sources(&context),
    ]);
    let document = Document {
        title: "Treatment-resistant depression: what the evidence base says".to_owned(),
        subtitle:
            "Ketamine, esketamine, transcranial magnetic stimulation, psychedelics and their \
                   combinations: response, remission, adverse events, each number with its source. \
                   It informs; it does not prescribe."
                .to_owned(),
        sections: sections.into_iter().flatten().collect(),
        colophon: format!(
            "Made by euthymia {version} from the evidence base in {} ({} studies, {} arms, {} \
             outcome rows). The psilocybin rows marked sypres come from the SYPRES/Metapsy data set \
             (ODC-By 1.0).",
            base.folder,
            base.studies.len(),
            base.arms.len(),
            base.outcomes.len()
        ),
        numbered: false,
    };
    TrdReport {
        document,
        overview,
        summary,
    }
}
