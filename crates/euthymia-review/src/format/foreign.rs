//! Files that are known and not read: what they are, and what to do.

use super::json::begins;
use super::xml::has_element;

/// Elements by which a kind of XML is known.
const XML: &[(&[&str], &str)] = &[
    (
        &["modsCollection", "mods"],
        "This is MODS XML, which is not read. Export the same records as RIS from the catalogue or \
         from Zotero, and import that.",
    ),
    (
        &["leader", "datafield"],
        "This is MARC XML of a library catalogue, which is not read. Export the records as RIS or \
         BibTeX from the catalogue, and import that.",
    ),
    (
        &["Sources"],
        "This is a source list of Microsoft Word, which is not read. Export the records as RIS \
         from the program that they came from, or open the list in JabRef and save it as BibTeX.",
    ),
    (
        &["front", "pmc-articleset"],
        "This is the full text of articles (JATS or NXML), not a list of records. Search PubMed \
         for them and save the result in the format PubMed, or fetch them as PubMed XML.",
    ),
    (
        &[
            "eSummaryResult",
            "DocSum",
            "eInfoResult",
            "eSearchResult",
            "eLinkResult",
        ],
        "This is an answer of NCBI E-utilities that holds no full records. Fetch the same numbers \
         by efetch with retmode=xml, and import that.",
    ),
    (
        &["TEI"],
        "This is TEI XML, which is not read. Export the records as RIS or BibTeX, and import that.",
    ),
    (
        &["RDF"],
        "This is RDF, which is not read. Export the same records from Zotero as RIS, and import \
         that.",
    ),
    (
        &["html", "HTML"],
        "This is a web page, not an export: the download may have ended at a page that asks to \
         sign in. Open the database, and export the records as RIS.",
    ),
];

/// What to do with a file that is known and not read, by the beginning of its text; `None` when it
/// is not known.
///
/// # Example
/// ```
/// use euthymia_review::format::refusal;
/// let advice = refusal("<html><body>Please sign in</body></html>").unwrap();
/// assert!(advice.contains("web page"));
/// assert_eq!(refusal("TY  - JOUR\nER  - \n"), None);
/// ```
pub fn refusal(head: &str) -> Option<&'static str> {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("PK\u{3}\u{4}") {
        return Some(
            "This is a zip archive (a Citavi project, an Office file or a compressed export). \
             Unpack it, or export the records as RIS from the program that wrote it.",
        );
    }
    if start.len() >= 14
        && start
            .get(..14)
            .is_some_and(|it| it.eq_ignore_ascii_case("<!doctype html"))
    {
        return XML.last().map(|(_, advice)| *advice);
    }
    let xml = XML.iter().find(|(names, _)| has_element(start, names));
    xml.map(|(_, advice)| *advice).or_else(|| plain(start))
}

/// Formats that are no XML.
fn plain(head: &str) -> Option<&'static str> {
    let has_line = |start: &str| head.lines().take(200).any(|line| line.starts_with(start));
    if has_line("cff-version:") {
        Some(
            "This is a citation file of a program (CFF). It names one work: copy its DOI, and \
             import the record from the database.",
        )
    } else if has_line("Template-Type: ReDIF") {
        Some(
            "This is a ReDIF file of RePEc, which is not read. Export the records as RIS from \
             IDEAS or EconPapers, and import that.",
        )
    } else if has_line("TI- ") && has_line("PU- ") {
        Some(
            "This is a COPAC file, which is not read. Export the records as RIS from Jisc Library \
             Hub Discover, and import that.",
        )
    } else if begins(head) && head.contains("\"recNumber\"") {
        Some(
            "This is JSON of RefLib (SR-Accelerator), which is not read. Export the same library \
             as EndNote XML or RIS, and import that.",
        )
    } else if begins(head) && head.contains("\"itemType\"") {
        Some(
            "This is Zotero's own JSON, which is not read. Export the same records as CSL JSON or \
             RIS, and import that.",
        )
    } else {
        None
    }
}
