//! Entries of trial registries, made up in the shape that the registries write.

use euthymia_review::format::refusal;
use euthymia_review::{Context, Format, Kind, Record, parse, split};

fn records(text: &str) -> Vec<Record> {
    let format = Format::recognise(text).unwrap();
    split(format, text.as_bytes())
        .map(|piece| {
            let reading = parse(format, &piece.unwrap(), &Context::default());
            assert_eq!(reading.problems, []);
            reading.record.unwrap()
        })
        .collect()
}

fn numbers(record: &Record) -> Vec<String> {
    record.identifiers.iter().map(ToString::to_string).collect()
}

#[test]
fn json_of_clinicaltrials_gov() {
    let study = r#"{"protocolSection":{"identificationModule":{"nctId":"NCT09999999",
        "orgStudyIdInfo":{"id":"ABC-1"},"secondaryIdInfos":[{"id":"2012-001234-56","type":"EUDRACT_NUMBER"}],
        "briefTitle":"Mood study","officialTitle":"An Invented Trial of Mood"},
        "statusModule":{"overallStatus":"COMPLETED","studyFirstSubmitDate":"2019-08-30",
        "studyFirstPostDateStruct":{"date":"2019-09-05","type":"ACTUAL"},"startDateStruct":{"date":"2019-10"}},
        "sponsorCollaboratorsModule":{"leadSponsor":{"name":"Nowhere University","class":"OTHER"}},
        "descriptionModule":{"briefSummary":"It asks about mood."},
        "conditionsModule":{"conditions":["Depression"],"keywords":["mood"]},
        "armsInterventionsModule":{"interventions":[{"type":"DRUG","name":"Ketamine"}]},
        "contactsLocationsModule":{"overallOfficials":[{"name":"Ilse Dorp, MD","affiliation":"Nowhere","role":"PRINCIPAL_INVESTIGATOR"}]},
        "referencesModule":{"references":[{"pmid":"90000001","type":"RESULT","citation":"Dorp I. Mood. 2021."}]}},
        "hasResults":false}"#;
    let found = records(&format!(
        "{{\"totalCount\":2,\"studies\":[{study},{study}],\"nextPageToken\":\"x\"}}"
    ));
    assert_eq!(found.len(), 2);
    assert_eq!(records(study), found[..1]);
    let record = &found[0];
    assert_eq!(record.kind, Kind::TrialRegistration);
    assert_eq!(record.title.as_deref(), Some("An Invented Trial of Mood"));
    assert_eq!(record.short_title.as_deref(), Some("Mood study"));
    assert_eq!(
        numbers(record),
        [
            "trial:NCT09999999",
            "org_study_id:ABC-1",
            "trial:2012-001234-56"
        ]
    );
    assert_eq!(record.date.as_ref().unwrap().text, "2019-09-05");
    assert_eq!(record.publisher.as_deref(), Some("Nowhere University"));
    assert_eq!(record.keywords, ["Depression", "mood", "Ketamine"]);
    assert_eq!(record.related[0].pmid, Some(90_000_001));
    assert!(record.others.iter().any(|other| {
        other.tag == "ctgov:statusModule/overallStatus" && other.value == "COMPLETED"
    }));
}

#[test]
fn xml_of_clinicaltrials_gov() {
    let text = "<?xml version=\"1.0\"?>\n<clinical_study rank=\"1\"><required_header><url>https://clinicaltrials.gov/show/NCT09999999</url></required_header>\
        <id_info><org_study_id>ABC-1</org_study_id><secondary_id>ISRCTN12345678</secondary_id><nct_id>NCT09999999</nct_id></id_info>\
        <brief_title>Mood study</brief_title><sponsors><lead_sponsor><agency>Nowhere University</agency></lead_sponsor></sponsors>\
        <brief_summary><textblock>\n      It asks\n      about mood.\n    </textblock></brief_summary>\
        <study_first_posted type=\"Actual\">September 5, 2019</study_first_posted><condition>Depression</condition></clinical_study>";
    let record = records(text).remove(0);
    assert_eq!(record.title.as_deref(), Some("Mood study"));
    assert_eq!(record.short_title, None);
    assert_eq!(record.abstract_text.as_deref(), Some("It asks about mood."));
    let date = record.date.as_ref().unwrap();
    assert_eq!(
        (date.year, date.month, date.day),
        (Some(2019), Some(9), Some(5))
    );
    assert_eq!(
        numbers(&record),
        [
            "org_study_id:ABC-1",
            "trial:ISRCTN12345678",
            "trial:NCT09999999"
        ]
    );
}

#[test]
fn xml_of_the_who_portal() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Trials_downloaded_from_ICTRP>\n<Trial>\
        <TrialID>ACTRN12600000000000</TrialID><Public_title>Mood study</Public_title>\
        <Scientific_title>A trial of mood &lt;br&gt; and dose</Scientific_title>\
        <Primary_sponsor>Nowhere Hospital</Primary_sponsor><Date_registration>05/09/2019</Date_registration>\
        <Date_registration3>20190905</Date_registration3><Secondary_ID>NCT09999999;U1111-1</Secondary_ID>\
        <web_address>https://example.org/1</web_address><Condition>Depression;Anxiety</Condition>\
        <Phase></Phase><Target_size>40</Target_size></Trial>\n</Trials_downloaded_from_ICTRP>";
    let record = records(text).remove(0);
    assert_eq!(
        record.title.as_deref(),
        Some("A trial of mood <br> and dose")
    );
    let date = record.date.as_ref().unwrap();
    assert_eq!(
        (date.year, date.month, date.day),
        (Some(2019), Some(9), Some(5))
    );
    assert_eq!(
        numbers(&record),
        [
            "trial:ACTRN12600000000000",
            "trial:NCT09999999",
            "secondary_id:U1111-1"
        ]
    );
    assert_eq!(record.keywords, ["Depression", "Anxiety"]);
    let kept: Vec<_> = record
        .others
        .iter()
        .map(|other| other.tag.as_str())
        .collect();
    assert_eq!(kept, ["ictrp:Target_size"]);
}

#[test]
fn what_is_known_and_not_read_gets_advice() {
    for (text, word) in [
        (
            "<?xml version=\"1.0\"?><modsCollection xmlns=\"x\"><mods/></modsCollection>",
            "MODS",
        ),
        (
            "<collection><record><leader>0</leader></record></collection>",
            "MARC",
        ),
        ("<!DOCTYPE html><p>Sign in", "web page"),
        ("PK\u{3}\u{4}rest", "zip"),
        ("cff-version: 1.2.0\n", "CFF"),
        ("<eSummaryResult><DocSum/></eSummaryResult>", "E-utilities"),
    ] {
        assert_eq!(Format::recognise(text), None, "{word}");
        assert!(refusal(text).unwrap().contains(word), "{word}");
    }
}
