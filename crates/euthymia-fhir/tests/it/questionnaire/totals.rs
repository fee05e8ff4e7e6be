//! The totals of a questionnaire, and a site's own wording and items.

use super::{end, export, exports, extension, list, of, questions, text};
use euthymia_clinical::instrument::bundled;
use euthymia_clinical::instrument::wording::Wording;
use euthymia_fhir::questionnaire::{BASE, questionnaire};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const CALCULATED: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";

/// The read-only items.
pub(super) fn totals(resource: &Value) -> &[Value] {
    list(&resource["item"][1]["item"])
}

fn expression(total: &Value) -> Option<&str> {
    let expression = &extension(total, CALCULATED)?["valueExpression"];
    assert_eq!(expression["language"], "text/fhirpath");
    expression["expression"].as_str()
}

#[test]
fn no_scale_is_coded_as_its_total() {
    let code_of = |code: &Value| text(&code["code"]).to_owned();
    let mut coded = 0;
    for (pack, resource) in exports() {
        let scale: BTreeSet<String> = list(&resource["code"]).iter().map(code_of).collect();
        let totals = totals(&resource)
            .iter()
            .flat_map(|total| list(&total["code"]));
        let totals: BTreeSet<String> = totals.map(code_of).collect();
        assert!(scale.is_disjoint(&totals), "{}", pack.id);
        coded += scale.len().min(totals.len());
    }
    assert!(coded >= 3, "PHQ-9, PHQ-2 and GAD-7 have both");

    let mut wrong = bundled("phq9").unwrap().clone();
    wrong.codes.loinc_panel.clone_from(&wrong.codes.loinc_total);
    let codes = &questionnaire(&wrong)["code"];
    assert!(!codes.to_string().contains("44261-6"), "{codes}");
}

#[test]
fn every_total_is_read_only_with_its_formula_and_range() {
    for (pack, resource) in exports() {
        assert_eq!(totals(&resource).len(), pack.totals.len());
        for (total, item) in pack.totals.iter().zip(totals(&resource)) {
            assert_eq!(item["linkId"], json!(format!("/total/{}", total.id)));
            assert_eq!(
                (&item["readOnly"], &item["required"]),
                (&json!(true), &json!(false))
            );
            assert_eq!(
                (end(item, "minValue"), end(item, "maxValue")),
                (total.minimum, total.maximum)
            );
            let formula = text(&item["item"][0]["text"]);
            assert!(
                formula.starts_with("Sum of ") || formula.starts_with("Mean of "),
                "{formula}"
            );
        }
    }
}

#[test]
fn only_plain_sums_and_means_of_whole_numbers_have_an_expression() {
    let has = |scale: &str, total: &str| {
        let resource = export(scale);
        expression(of(totals(&resource), &format!("/total/{total}"))).is_some()
    };
    for (scale, total) in [
        ("madrs", "total"),
        ("phq9", "total"),
        ("hamd17", "hamd6"),
        ("meq30", "mystical"),
        ("shaps", "franken"),
        ("qlesq_sf", "raw"),
    ] {
        assert!(has(scale, total), "{scale} {total}");
    }
    for (scale, total) in [
        ("qids_sr16", "total"),
        ("ids_sr30", "total"),
        ("shaps", "snaith"),
        ("qlesq_sf", "percent"),
        ("whodas12", "sum_1_to_5"),
        ("ebi", "mean"),
    ] {
        assert!(!has(scale, total), "{scale} {total}");
    }
}

#[test]
fn a_formula_says_what_the_expression_cannot() {
    let qids = export("qids_sr16");
    let formula = text(&totals(&qids)[0]["item"][0]["text"]);
    assert_eq!(
        formula,
        "Sum of the largest of items 1, 2, 3, 4 + item 5 + the largest of items 6, 7, 8, 9 + item 10 + \
         item 11 + item 12 + item 13 + item 14 + the largest of items 15, 16. Range 0 to 27; higher is \
         worse. Every item needs an answer."
    );
    let qlesq = export("qlesq_sf");
    let formula = text(&of(totals(&qlesq), "/total/percent")["item"][0]["text"]);
    assert!(
        formula.contains("14–70 to 0–100: 0 + (x − 14) × (100 − 0) / (70 − 14)"),
        "{formula}"
    );
    let phq9 = export("phq9");
    let formula = text(&totals(&phq9)[0]["item"][0]["text"]);
    assert!(
        formula.contains("from 7 of 9 answers on, the mean"),
        "{formula}"
    );
}

#[test]
fn the_expression_asks_for_every_item_at_any_depth() {
    let madrs = export("madrs");
    let ids = "'1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '10'";
    let values = format!("%resource.repeat(item).where(linkId in ({ids})).answer.value");
    let expected = format!("iif({values}.count() = 10, {values}.aggregate($this + $total, 0))");
    assert_eq!(expression(&totals(&madrs)[0]), Some(expected.as_str()));
    assert_eq!(totals(&madrs)[0]["type"], "integer");

    // May be prorated, so it need not be whole.
    let phq9 = export("phq9");
    let total = &totals(&phq9)[0];
    assert_eq!(total["type"], "decimal");
    assert!(expression(total).unwrap().ends_with(".toDecimal()"));
    assert!(!expression(total).unwrap().contains("difficulty"));
}

#[test]
fn the_wording_of_a_site_is_used_and_marked_as_the_sites() {
    let text_of_file = r#"
        schema = "euthymia.wording.v1"
        instrument = "madrs"
        language = "en"
        permission = "an invented licence"
        [[item]]
        id = "1"
        text = "An invented text"
        options = [{ value = 0, text = "none" }, { value = 6, text = "most" }]
    "#;
    let wording = Wording::parse(text_of_file, "wording.toml").unwrap();
    let worded = wording.applied_to(bundled("madrs").unwrap()).unwrap();
    let resource = questionnaire(&worded);
    let first = &questions(&resource)[0];
    assert_eq!(first["text"], "An invented text");
    assert_eq!(questions(&resource)[1]["text"], "Item 2");
    let options = list(&first["answerOption"]);
    let shown: Vec<&str> = options
        .iter()
        .map(|o| text(&o["valueCoding"]["display"]))
        .collect();
    assert_eq!(
        shown,
        ["none", "1", "2", "3", "4", "5", "most"],
        "anchors leave answers between"
    );
    let last = &options[6]["valueCoding"];
    assert_eq!(last["system"], format!("{BASE}/CodeSystem/madrs-answers"));
    assert_eq!(last["code"], "1-6");
    assert!(text(&resource["copyright"]).contains("loaded by a site"));
    let sum = expression(&totals(&resource)[0]).unwrap();
    assert!(
        sum.contains("iif($this = '1-6', 6, {})") && sum.contains(".combine("),
        "{sum}"
    );
}

#[test]
fn no_item_of_a_site_is_taken_for_a_total() {
    let mut pack = bundled("moaas").unwrap().clone();
    pack.items[0].id = "/total/total".to_owned();
    pack.totals[0].items = None;
    let resource = questionnaire(&pack);
    assert_eq!(questions(&resource)[0]["linkId"], "/total/total");
    assert_eq!(totals(&resource)[0]["linkId"], "//total/total");
}
