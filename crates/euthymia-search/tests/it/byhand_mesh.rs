//! A thesaurus small enough to see, in the three forms that are read.

use euthymia_review::{Heading, Record};
use euthymia_search::engine::{Lookup, Note};
use euthymia_search::mesh::{Mesh, MeshError, read};
use euthymia_search::query::{self, Expr, Vocabulary};

use crate::shared::library;

const ASCII: &str = "*NEWRECORD
RECTYPE = D
MH = Mood Disorders
PRINT ENTRY = Affective Disorders|T048|NON|EQV|NLM (1990)|891215|abbcdef
MN = F03.600
UI = D019964

*NEWRECORD
RECTYPE = D
MH = Depressive Disorder
ENTRY = Depression, Neurotic|T048|NON|NRW|NLM (1995)|941227|abbcdef
MN = F03.600.300
UI = D003866

*NEWRECORD
RECTYPE = D
MH = Depressive Disorder, Treatment-Resistant
ENTRY = Refractory Depression
MN = F03.600.300.387
UI = D061218

*NEWRECORD
RECTYPE = D
MH = Sign Kept Apart
MN = F03.6000
UI = D000009
";

const XML: &str = r#"<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "desc.dtd">
<DescriptorRecordSet LanguageCode = "eng">
<DescriptorRecord DescriptorClass = "1">
 <DescriptorUI>D019964</DescriptorUI>
 <DescriptorName><String>Mood Disorders</String></DescriptorName>
 <AllowableQualifiersList><AllowableQualifier><QualifierReferredTo><QualifierUI>Q000628</QualifierUI>
  <QualifierName><String>therapy</String></QualifierName></QualifierReferredTo></AllowableQualifier></AllowableQualifiersList>
 <TreeNumberList><TreeNumber>F03.600</TreeNumber></TreeNumberList>
 <ConceptList><Concept PreferredConceptYN="Y"><ConceptName><String>Mood Disorders</String></ConceptName>
  <TermList><Term><TermUI>T1</TermUI><String>Mood Disorders</String></Term>
   <Term><TermUI>T2</TermUI><String>Affective Disorders</String></Term></TermList></Concept></ConceptList>
</DescriptorRecord>
<DescriptorRecord DescriptorClass = "1">
 <DescriptorUI>D003866</DescriptorUI>
 <DescriptorName><String>Depressive Disorder</String></DescriptorName>
 <TreeNumberList><TreeNumber>F03.600.300</TreeNumber></TreeNumberList>
 <ConceptList><Concept><TermList><Term><String>Signs &amp; Symptoms</String></Term></TermList></Concept></ConceptList>
</DescriptorRecord>
</DescriptorRecordSet>
"#;

fn names(mesh: &Mesh, name: &str) -> Vec<String> {
    let descriptor = mesh.descriptor(name).unwrap();
    mesh.narrower(descriptor)
        .iter()
        .map(|one| one.name.clone())
        .collect()
}

#[test]
fn the_tree_is_walked_down_from_every_name() {
    let mesh = read(ASCII.as_bytes()).unwrap();
    let all = [
        "Mood Disorders",
        "Depressive Disorder",
        "Depressive Disorder, Treatment-Resistant",
    ];
    assert_eq!(names(&mesh, "affective disorders"), all);
    assert_eq!(names(&mesh, "Depression, Neurotic"), all[1..]);
    assert_eq!(names(&mesh, "D061218"), all[2..]);
}

#[test]
fn the_xml_is_read_like_the_lines() {
    let mesh = read(XML.as_bytes()).unwrap();
    assert_eq!(
        names(&mesh, "Affective Disorders"),
        ["Mood Disorders", "Depressive Disorder"]
    );
    assert_eq!(mesh.descriptor("signs & symptoms").unwrap().ui, "D003866");
    assert!(mesh.descriptor("therapy").is_none());
}

#[test]
fn a_cache_holds_the_same_headings() {
    let mesh = read(ASCII.as_bytes()).unwrap();
    let mut cache = Vec::new();
    mesh.write_cache(&mut cache).unwrap();
    assert_eq!(
        read(cache.as_slice()).unwrap().descriptors(),
        mesh.descriptors()
    );
}

#[test]
fn damaged_files_are_told() {
    assert!(matches!(read("".as_bytes()), Err(MeshError::NoHeading)));
    assert!(matches!(
        read("nothing".as_bytes()),
        Err(MeshError::NoHeading)
    ));
    let cut = &XML[..XML.len() / 2];
    assert!(matches!(read(cut.as_bytes()), Err(MeshError::Xml { .. })));
}

#[test]
fn words_lead_to_headings() {
    let mesh = read(ASCII.as_bytes()).unwrap();
    let best = mesh.suggest("refractory depression", 1);
    assert_eq!(best[0].name, "Depressive Disorder, Treatment-Resistant");
}

#[test]
fn an_exploded_heading_finds_narrower_ones() {
    let with = |descriptor: &str| Record {
        headings: vec![Heading {
            descriptor: descriptor.to_owned(),
            qualifiers: Vec::new(),
            is_major: false,
        }],
        ..Record::default()
    };
    let index = library([
        with("Mood Disorders"),
        with("Depressive Disorder, Treatment-Resistant"),
        with("Sign Kept Apart"),
    ]);
    let mesh = read(ASCII.as_bytes()).unwrap();
    let numbers = |name: &str, explode, mesh: Option<&Mesh>| {
        let heading = query::Heading {
            explode,
            ..query::Heading::exploded(Vocabulary::Mesh, name)
        };
        let lookup = Lookup { mesh, lines: None };
        let found = index.search(&Expr::Heading(heading), &lookup).unwrap();
        let numbers: Vec<u32> = index.ids(&found.hits).iter().map(|id| id.number).collect();
        (numbers, found.notes)
    };
    assert_eq!(numbers("Mood Disorders", true, Some(&mesh)).0, [1, 2]);
    assert_eq!(numbers("Mood Disorders", false, Some(&mesh)).0, [1]);
    let (found, notes) = numbers("Mood Disorders", true, None);
    assert_eq!(found, [1]);
    assert!(matches!(notes[0], Note::NotExploded { .. }));
    let (found, notes) = numbers("affective disorders", true, Some(&mesh));
    assert_eq!(found, [1, 2]);
    assert!(matches!(notes[0], Note::EntryTerm { .. }));
    let (_, notes) = numbers("Refractory Mood", true, Some(&mesh));
    assert!(
        matches!(&notes[0], Note::UnknownHeading { suggestions, .. } if suggestions.len() == 2)
    );
}
