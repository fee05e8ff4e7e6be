//! Every bundled rating scale is written as a questionnaire that FHIR R4 permits.

mod totals;

use euthymia_clinical::instrument::pack::{AnswerKind, Pack, WordingState};
use euthymia_clinical::instrument::{bundled, bundled_all};
use euthymia_fhir::questionnaire::{BASE, questionnaire};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use totals::totals;

// The code lists with a required binding, from the pages of FHIR 4.0.1:
// https://hl7.org/fhir/R4/valueset-publication-status.html, valueset-item-type.html,
// valueset-questionnaire-enable-operator.html, valueset-questionnaire-enable-behavior.html.
const STATUS: [&str; 4] = ["draft", "active", "retired", "unknown"];
const OPERATOR: [&str; 7] = ["exists", "=", "!=", ">", "<", ">=", "<="];
const TYPE: [&str; 17] = [
    "group",
    "display",
    "question",
    "boolean",
    "decimal",
    "integer",
    "date",
    "dateTime",
    "time",
    "string",
    "text",
    "url",
    "choice",
    "open-choice",
    "attachment",
    "reference",
    "quantity",
];

fn exports() -> Vec<(&'static Pack, Value)> {
    let all: Vec<_> = bundled_all()
        .map(|pack| (pack, questionnaire(pack)))
        .collect();
    assert_eq!(all.len(), 33);
    all
}

fn export(id: &str) -> Value {
    questionnaire(bundled(id).unwrap())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Every item at every depth.
fn all_items(resource: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = list(&resource["item"]).iter().collect();
    while let Some(item) = open.pop() {
        found.push(item);
        open.extend(list(&item["item"]));
    }
    found
}

/// The items as asked.
fn questions(resource: &Value) -> &[Value] {
    list(&resource["item"][0]["item"])
}

fn of<'a>(items: &'a [Value], link_id: &str) -> &'a Value {
    items.iter().find(|item| item["linkId"] == link_id).unwrap()
}

fn extension<'a>(element: &'a Value, url: &str) -> Option<&'a Value> {
    list(&element["extension"])
        .iter()
        .find(|extension| extension["url"] == url)
}

/// The end of a range, `minValue` or `maxValue`, in the item's own form.
fn end(item: &Value, name: &str) -> f64 {
    let url = format!("http://hl7.org/fhir/StructureDefinition/{name}");
    let form = match text(&item["type"]) {
        "integer" => "valueInteger",
        "decimal" => "valueDecimal",
        other => panic!("{other} has no range"),
    };
    extension(item, &url).unwrap()[form].as_f64().unwrap()
}

#[test]
fn every_bundled_pack_is_written_the_same_way_twice() {
    for (pack, resource) in exports() {
        assert_eq!(resource.to_string(), questionnaire(pack).to_string());
        assert_eq!(resource["resourceType"], "Questionnaire");
        assert_eq!(resource["version"], json!(pack.version));
        assert_eq!(resource["title"], json!(pack.title));
        assert_eq!(resource["subjectType"], json!(["Patient"]));
        assert!(
            text(&resource["copyright"]).contains(&pack.licence.basis),
            "{}",
            pack.id
        );
    }
}

#[test]
fn identifiers_follow_the_rules_of_fhir_and_are_unique() {
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (_, resource) in exports() {
        let (id, name) = (text(&resource["id"]), text(&resource["name"]));
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        assert!(
            (1..=64).contains(&id.len()) && id.chars().all(plain),
            "{id}"
        );
        // que-0
        assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "{name}");
        assert!(
            name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
            "{name}"
        );
        assert_eq!(resource["url"], format!("{BASE}/Questionnaire/{id}"));
        assert!(
            ids.insert(id.to_owned()) && names.insert(name.to_owned()),
            "{id} {name}"
        );
    }
    assert!(ids.contains("qids-sr16") && names.contains("QidsSr16"));
}

#[test]
fn codes_with_a_required_binding_are_from_their_lists() {
    let mut conditions = 0;
    for (pack, resource) in exports() {
        assert!(STATUS.contains(&text(&resource["status"])), "{}", pack.id);
        for item in all_items(&resource) {
            assert!(TYPE.contains(&text(&item["type"])), "{}: {item}", pack.id);
            for condition in list(&item["enableWhen"]) {
                assert!(
                    OPERATOR.contains(&text(&condition["operator"])),
                    "{}",
                    pack.id
                );
                conditions += 1;
            }
            // que-12: `enableBehavior` is needed only where there are several conditions.
            assert!(list(&item["enableWhen"]).len() <= 1 && item["enableBehavior"].is_null());
        }
    }
    assert_eq!(
        conditions, 4,
        "the C-SSRS screener has four conditional items"
    );
}

#[test]
fn items_keep_the_invariants_of_fhir() {
    for (pack, resource) in exports() {
        let mut link_ids = BTreeSet::new();
        for item in all_items(&resource) {
            let (kind, link_id) = (text(&item["type"]), text(&item["linkId"]));
            assert!(
                link_ids.insert(link_id.to_owned()),
                "que-2: {} {link_id}",
                pack.id
            );
            assert!(
                !text(&item["text"]).trim().is_empty(),
                "{} {link_id}",
                pack.id
            );
            let has = |key: &str| !item[key].is_null();
            match kind {
                "group" => assert!(!list(&item["item"]).is_empty(), "que-1: {link_id}"),
                "display" => assert!(
                    ![
                        "item",
                        "code",
                        "required",
                        "repeats",
                        "readOnly",
                        "answerOption"
                    ]
                    .into_iter()
                    .any(has),
                    "que-1, que-3, que-6, que-9: {link_id}"
                ),
                "choice" => assert!(list(&item["answerOption"]).len() > 1, "{link_id}"),
                _ => assert!(!has("answerOption"), "que-5: {link_id}"),
            }
            assert!(
                !has("initial"),
                "a calculated item may have no initial value: {link_id}"
            );
        }
    }
}

#[test]
fn each_item_of_a_pack_is_asked_in_order_and_in_its_form() {
    for (pack, resource) in exports() {
        let asked = questions(&resource);
        assert_eq!(asked.len(), pack.items.len());
        for (item, question) in pack.items.iter().zip(asked) {
            assert_eq!(question["linkId"], json!(item.id));
            assert_eq!(question["required"], false);
            let kind = text(&question["type"]);
            match item.answer {
                AnswerKind::YesNo => assert_eq!(kind, "boolean"),
                AnswerKind::Scale => assert_eq!(kind, "decimal"),
                AnswerKind::Integer if item.options.is_empty() => assert_eq!(kind, "integer"),
                AnswerKind::Integer => assert_eq!(kind, "choice"),
            }
            if matches!(kind, "integer" | "decimal") {
                let ends = (end(question, "minValue"), end(question, "maxValue"));
                assert_eq!(ends, (f64::from(item.minimum), f64::from(item.maximum)));
            }
        }
    }
}

#[test]
fn a_restricted_scale_is_written_without_wording() {
    let mut restricted = 0;
    for (pack, resource) in exports() {
        if pack.licence.wording == WordingState::Shipped {
            assert!(!text(&resource["copyright"]).contains("not included"));
            continue;
        }
        restricted += 1;
        for question in questions(&resource) {
            let neutral = format!("Item {}", text(&question["linkId"]));
            assert_eq!(question["text"], json!(neutral), "{}", pack.id);
            assert!(question["answerOption"].is_null(), "{}", pack.id);
        }
        assert!(
            text(&resource["copyright"]).contains("not included"),
            "{}",
            pack.id
        );
    }
    assert_eq!(restricted, 30);
}

#[test]
fn the_panel_of_the_phq9_is_not_its_total() {
    let phq9 = export("phq9");
    assert_eq!(
        phq9["code"][0],
        json!({ "system": "http://loinc.org", "code": "44249-1" })
    );
    let codes = |items: &[Value]| -> Vec<String> {
        items
            .iter()
            .map(|item| text(&item["code"][0]["code"]).to_owned())
            .collect()
    };
    // The order of `hasMember` in the example of US Core, then the difficulty item.
    let items = [
        "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3",
        "44260-8", "69722-7",
    ];
    assert_eq!(codes(questions(&phq9)), items);
    assert_eq!(codes(totals(&phq9)), ["44261-6"]);
    let options = list(&questions(&phq9)[0]["answerOption"]);
    let codes: Vec<&str> = options
        .iter()
        .map(|o| text(&o["valueCoding"]["code"]))
        .collect();
    assert_eq!(codes, ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]);
    assert!(text(&phq9["copyright"]).contains("No permission required"));
    assert!(text(&phq9["copyright"]).contains("Regenstrief"));
}

#[test]
fn an_answer_option_carries_its_number() {
    let mut options = 0;
    for (_, resource) in exports() {
        for question in questions(&resource) {
            for (at, option) in list(&question["answerOption"]).iter().enumerate() {
                let url = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
                let ordinal = extension(option, url).unwrap()["valueDecimal"].as_u64();
                assert_eq!(ordinal, Some(at as u64));
                options += 1;
            }
        }
    }
    assert_eq!(
        options,
        (10 + 7 + 2) * 4,
        "PHQ-9, GAD-7 and PHQ-2 have wording"
    );
}

#[test]
fn a_conditional_item_waits_for_the_answer_yes() {
    let screener = export("cssrs_screener");
    let condition = |id: &str| of(questions(&screener), id)["enableWhen"].clone();
    let yes_to = |item: &str| json!([{ "question": item, "operator": "=", "answerBoolean": true }]);
    assert_eq!(condition("3"), yes_to("2"));
    assert_eq!(condition("6_recent"), yes_to("6"));
    assert_eq!(condition("1"), Value::Null);
    assert_eq!(
        list(&screener["item"]).len(),
        1,
        "no total, so no group of totals"
    );
}

#[test]
fn a_structure_that_is_not_settled_is_a_draft() {
    let drafts: Vec<&str> = exports()
        .iter()
        .filter(|(_, resource)| resource["status"] == "draft")
        .map(|(pack, _)| pack.id.as_str())
        .collect();
    assert_eq!(drafts, ["hamd24"]);
    assert!(text(&export("hamd24")["description"]).contains("[unverified]"));
}
