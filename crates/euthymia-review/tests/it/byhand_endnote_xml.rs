//! EndNote XML, with a record made up in the shape that EndNote writes.

use euthymia_review::{Context, Format, Kind, Reading, Role, parse, split};

const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><database name="My.enl" path="C:\My.enl">My.enl</database><ref-type name="Journal Article">17</ref-type><contributors><authors><author><style face="normal" font="default" size="100%">Dorp, Ilse M., Jr</style></author><author><style>Invented Study Group,</style></author></authors><secondary-authors><author>Nobody, A.</author></secondary-authors></contributors><auth-address><style>Ward 1&#xD;Nowhere</style></auth-address><titles><title><style face="normal">Effect of </style><style face="italic">esketamine</style><style face="normal"> &amp; mood</style></title><secondary-title>Journal of invented medicine</secondary-title><alt-title>J Inv Med</alt-title></titles><periodical><full-title>Journal of invented medicine</full-title><abbr-1>J Invent Med</abbr-1></periodical><pages>101-9</pages><volume>12</volume><number>3</number><keywords><keyword>mood</keyword><keyword>dose; time</keyword></keywords><dates><year>2020</year><pub-dates><date>Mar 4</date></pub-dates></dates><isbn>1234-567X (Print)&#xD;1234567X</isbn><accession-num>90000001</accession-num><remote-database-name>MEDLINE</remote-database-name><electronic-resource-num>https://doi.org/10.5555/JIM.2020.1</electronic-resource-num><urls><related-urls><url>https://example.org/a?b=1&amp;c=2</url></related-urls><pdf-urls><url>internal-pdf://1/a.pdf</url></pdf-urls></urls><custom1>C one</custom1><custom2>PMC900001</custom2><language>English</language></record></records></xml>"#;

fn reading() -> Reading {
    let piece = split(Format::EndnoteXml, FILE.as_bytes())
        .next()
        .unwrap()
        .unwrap();
    parse(Format::EndnoteXml, &piece, &Context::default())
}

#[test]
fn runs_of_style_are_one_text() {
    assert_eq!(Format::recognise(FILE), Some(Format::EndnoteXml));
    let reading = reading();
    assert_eq!(reading.problems, []);
    let record = reading.record.unwrap();
    assert_eq!(record.kind, Kind::JournalArticle);
    assert_eq!(record.title.as_deref(), Some("Effect of esketamine & mood"));
    assert_eq!(record.keywords, ["mood", "dose; time"]);
    assert_eq!(
        record.container_abbreviation.as_deref(),
        Some("J Invent Med")
    );
    let date = record.date.unwrap();
    assert_eq!(
        (date.year, date.month, date.day),
        (Some(2020), Some(3), Some(4))
    );
}

#[test]
fn a_comma_at_the_end_marks_a_group() {
    let record = reading().record.unwrap();
    let people: Vec<_> = record
        .contributors
        .iter()
        .map(|who| (who.role, who.person.inverted()))
        .collect();
    assert_eq!(
        people,
        [
            (Role::Author, "Dorp, Ilse M., Jr".to_owned()),
            (Role::Group, "Invented Study Group".to_owned()),
            (Role::Editor, "Nobody, A.".to_owned()),
        ]
    );
}

#[test]
fn numbers_are_canonical_and_the_rest_is_kept() {
    let record = reading().record.unwrap();
    let numbers: Vec<_> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(
        numbers,
        [
            "issn:1234-567X",
            "pmid:90000001",
            "doi:10.5555/jim.2020.1",
            "pmcid:PMC900001"
        ]
    );
    assert_eq!(record.urls, ["https://example.org/a?b=1&c=2"]);
    let kept: Vec<_> = record
        .others
        .iter()
        .map(|other| (other.tag.as_str(), other.value.as_str()))
        .collect();
    for pair in [
        ("endnote:auth-address", "Ward 1\nNowhere"),
        ("endnote:titles/alt-title", "J Inv Med"),
        ("endnote:isbn", "1234-567X (Print)\n1234567X"),
        ("endnote:urls/pdf-urls/url", "internal-pdf://1/a.pdf"),
        ("endnote:custom1", "C one"),
        ("endnote:database@path", "C:\\My.enl"),
    ] {
        assert!(kept.contains(&pair), "{pair:?} in {kept:?}");
    }
}
