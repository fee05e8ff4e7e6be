//! The tagged format of PubMed, with invented works.

use euthymia_review::{Format, Kind, Relation, Role};

use crate::tagged::{identifiers, names, others, read};

const FILE: &str = "
PMID- 11111111
OWN - NLM
IS  - 1234-5678 (Electronic)
VI  - 50
IP  - 3
DP  - 2019 Mar
TI  - Lamps at night: a randomised
      trial.
PG  - 697-704
LID - 10.1000/lamp.1 [doi]
AB  - BACKGROUND: dark.
      RESULTS: light.
FAU - Moreau, Anne B Jr
AU  - Moreau AB Jr
AUID- ORCID: 0000-0001-2345-6789
AD  - Lamp Institute, Nowhere.
FAU - van der Oak, Jan
AU  - van der Oak J
CN  - Lamp Group
LA  - eng
SI  - ClinicalTrials.gov/NCT01234567
PT  - Journal Article
DEP - 20190215
TA  - J Lamps
JT  - Journal of lamps
MH  - *Light
MH  - Depressive Disorder, Treatment-Resistant/*therapy/psychology
OT  - lamp
CIN - J Lamps. 2019;50(4):1. PMID: 22222222
PMC - PMC7654321
PHST- 2018/10/17 [received]

Some line that is no record.

PMID- 33333333
DP  - in winter
XYZ - strange
TI  - Two
";

#[test]
fn a_record_of_pubmed() {
    let read = read(FILE);
    assert_eq!((read.format, read.pieces.len()), (Format::Nbib, 2));
    let record = &read.records[0];
    assert_eq!(record.kind, Kind::JournalArticle);
    assert_eq!(
        record.title.as_deref(),
        Some("Lamps at night: a randomised trial.")
    );
    assert_eq!(
        record.abstract_text.as_deref(),
        Some("BACKGROUND: dark. RESULTS: light.")
    );
    assert_eq!(
        names(record),
        ["Moreau, Anne B, Jr", "van der Oak, Jan", "Lamp Group"]
    );
    let first = &record.contributors[0];
    assert_eq!(first.orcid.as_deref(), Some("0000-0001-2345-6789"));
    assert_eq!(first.affiliations, ["Lamp Institute, Nowhere."]);
    assert_eq!(record.contributors[2].role, Role::Group);
    let wanted = [
        "pmid:11111111",
        "issn:1234-5678",
        "doi:10.1000/lamp.1",
        "trial:NCT01234567",
        "pmcid:PMC7654321",
    ];
    assert_eq!(identifiers(record), wanted);
    assert_eq!(others(record, "nbib:IS"), ["1234-5678 (Electronic)"]);
    let heading = &record.headings[1];
    assert_eq!(
        heading.descriptor,
        "Depressive Disorder, Treatment-Resistant"
    );
    let qualifiers = [
        ("therapy".to_owned(), true),
        ("psychology".to_owned(), false),
    ];
    assert_eq!(heading.qualifiers, qualifiers);
    assert!(record.headings[0].is_major);
    let related = &record.related[0];
    assert_eq!(
        (related.relation, related.pmid),
        (Relation::CommentIn, Some(22_222_222))
    );
    assert_eq!(related.text, "J Lamps. 2019;50(4):1.");
    let dates: Vec<_> = record
        .other_dates
        .iter()
        .map(|(name, date)| (name.as_str(), date.month))
        .collect();
    assert_eq!(dates, [("epub", Some(2)), ("received", Some(10))]);
}

#[test]
fn what_is_not_understood_is_told_with_its_line() {
    let read = read(FILE);
    assert_eq!(read.broken.len(), 1);
    assert_eq!(read.broken[0].line, 34);
    let lines: Vec<_> = read.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [37, 38]);
    let record = &read.records[1];
    assert_eq!(record.date.as_ref().unwrap().text, "in winter");
    assert_eq!(others(record, "nbib:XYZ"), ["strange"]);
}
