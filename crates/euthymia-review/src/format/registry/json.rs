//! Reading studies of ClinicalTrials.gov from the JSON of its API.

use serde_json::{Map, Value};

use super::slot::Slot;
use super::xml::{put, settle_title};
use crate::format::json::{leaves, plain};
use crate::format::maker::Maker;
use crate::{Contributor, Kind, Person, Piece, Reading, Related, Relation, Role};

/// Paths of texts and where they go.
const TABLE: &[(&str, Slot)] = &[
    ("identificationModule/nctId", Slot::Number),
    (
        "identificationModule/nctIdAliases",
        Slot::Secondary("nct_alias"),
    ),
    (
        "identificationModule/orgStudyIdInfo/id",
        Slot::Secondary("org_study_id"),
    ),
    (
        "identificationModule/secondaryIdInfos/id",
        Slot::Secondary("secondary_id"),
    ),
    ("identificationModule/briefTitle", Slot::Public),
    ("identificationModule/officialTitle", Slot::Official),
    ("statusModule/studyFirstPostDateStruct/date", Slot::Date),
    ("statusModule/studyFirstSubmitDate", Slot::LesserDate),
    (
        "statusModule/startDateStruct/date",
        Slot::OtherDate("start"),
    ),
    (
        "statusModule/completionDateStruct/date",
        Slot::OtherDate("completion"),
    ),
    (
        "statusModule/primaryCompletionDateStruct/date",
        Slot::OtherDate("primary completion"),
    ),
    (
        "statusModule/lastUpdatePostDateStruct/date",
        Slot::OtherDate("updated"),
    ),
    (
        "statusModule/resultsFirstPostDateStruct/date",
        Slot::OtherDate("results"),
    ),
    ("sponsorCollaboratorsModule/leadSponsor/name", Slot::Sponsor),
    ("descriptionModule/briefSummary", Slot::Summary),
    ("designModule/studyType", Slot::StudyType),
    ("conditionsModule/conditions", Slot::Keywords),
    ("conditionsModule/keywords", Slot::Keywords),
    ("armsInterventionsModule/interventions/name", Slot::Keywords),
    (
        "derivedSection/conditionBrowseModule/meshes/term",
        Slot::Heading,
    ),
    (
        "derivedSection/interventionBrowseModule/meshes/term",
        Slot::Heading,
    ),
];

/// Long parts that are kept as they are.
const WHOLE: &[&str] = &["resultsSection", "annotationSection", "documentSection"];

/// Reads one study.
pub(super) fn parse(piece: &Piece) -> Reading {
    let mut maker = Maker::new("ctgov", piece);
    match serde_json::from_str::<Map<String, Value>>(&piece.text) {
        Ok(map) => {
            maker.record.kind = Kind::TrialRegistration;
            map.iter()
                .for_each(|(key, value)| section(&mut maker, key, value));
        }
        Err(error) => {
            let message = format!("this is no JSON object: {error}");
            maker.problem(0, "", "", &message);
        }
    }
    settle_title(&mut maker);
    maker.finish()
}

fn section(maker: &mut Maker<'_>, key: &str, value: &Value) {
    match (key, value) {
        ("protocolSection", Value::Object(modules)) => {
            modules
                .iter()
                .for_each(|(name, value)| module(maker, name, value));
        }
        _ if WHOLE.contains(&key) => maker.other(key, value.to_string()),
        _ => texts(maker, key, value),
    }
}

fn module(maker: &mut Maker<'_>, name: &str, value: &Value) {
    let Value::Object(parts) = value else {
        return texts(maker, name, value);
    };
    for (key, value) in parts {
        let path = format!("{name}/{key}");
        match (path.as_str(), value) {
            ("contactsLocationsModule/overallOfficials", Value::Array(people)) => {
                people
                    .iter()
                    .for_each(|person| official(maker, &path, person));
            }
            ("contactsLocationsModule/locations", _) => maker.other(&path, value.to_string()),
            ("referencesModule/references", Value::Array(list)) => {
                list.iter().for_each(|item| reference(maker, &path, item));
            }
            ("referencesModule/seeAlsoLinks", Value::Array(list)) => {
                list.iter().for_each(|item| link(maker, &path, item));
            }
            _ => texts(maker, &path, value),
        }
    }
}

/// Every text below a path into its place.
fn texts(maker: &mut Maker<'_>, path: &str, value: &Value) {
    leaves(
        value,
        path,
        &mut |path, text| match TABLE.iter().find(|(known, _)| *known == path) {
            Some((_, slot)) => put(maker, *slot, 0, path, text),
            None => maker.other(path, text),
        },
    );
}

fn official(maker: &mut Maker<'_>, path: &str, person: &Value) {
    let get = |key: &str| person.get(key).and_then(plain);
    let Some(name) = get("name") else {
        return texts(maker, path, person);
    };
    if let Some(role) = get("role") {
        maker.other(&format!("{path}/role"), format!("{name}: {role}"));
    }
    let mut contributor = Contributor::new(Role::Investigator, Person::Whole(name));
    contributor.affiliations.extend(get("affiliation"));
    maker.record.contributors.push(contributor);
}

fn reference(maker: &mut Maker<'_>, path: &str, item: &Value) {
    let get = |key: &str| item.get(key).and_then(plain);
    let Some(citation) = get("citation") else {
        return texts(maker, path, item);
    };
    let pmid = get("pmid");
    let number = pmid.as_deref().and_then(|text| text.parse().ok());
    if let (Some(text), None) = (pmid, number) {
        maker.problem(0, "pmid", &text, "this is no PubMed number");
        maker.other(&format!("{path}/pmid"), text);
    }
    maker.record.related.push(Related {
        relation: Relation::Other,
        text: get("type").map_or(citation.clone(), |kind| format!("{kind}: {citation}")),
        pmid: number,
    });
}

fn link(maker: &mut Maker<'_>, path: &str, item: &Value) {
    match item.get("url").and_then(plain) {
        Some(url) => {
            if let Some(label) = item.get("label").and_then(plain) {
                maker.other(&format!("{path}/label"), format!("{url}: {label}"));
            }
            maker.record.urls.push(url);
        }
        None => texts(maker, path, item),
    }
}
