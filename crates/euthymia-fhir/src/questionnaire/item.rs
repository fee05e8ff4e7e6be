//! The items as they are asked.

use super::{BASE, LOINC, LinkIds, OPTIONS_MAX, coding, extension, range, resource_id};
use euthymia_clinical::instrument::Pack;
use euthymia_clinical::instrument::pack::{AnswerKind, AskIf, Item};
use serde_json::{Value, json};

const ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

/// How an item is answered in FHIR.
pub(super) enum Form {
    /// `boolean`.
    YesNo,
    /// `decimal`.
    Point,
    /// `integer`.
    Whole,
    /// `choice`.
    Choice(Vec<Choice>),
}

/// One option of a `choice`.
pub(super) struct Choice {
    pub(super) value: u16,
    pub(super) system: String,
    pub(super) code: String,
    display: String,
}

/// The form of an item; see the module on questionnaires for the rule.
pub(super) fn form(pack: &Pack, item: &Item) -> Form {
    match item.answer {
        AnswerKind::YesNo => Form::YesNo,
        AnswerKind::Scale => Form::Point,
        AnswerKind::Integer => {
            let answers = usize::from(item.maximum.saturating_sub(item.minimum)) + 1;
            if item.options.is_empty() || answers > OPTIONS_MAX {
                Form::Whole
            } else {
                let values = item.minimum..=item.maximum;
                Form::Choice(values.map(|value| choice(pack, item, value)).collect())
            }
        }
    }
}

fn choice(pack: &Pack, item: &Item, value: u16) -> Choice {
    let worded = item.options.iter().find(|option| option.value == value);
    let (system, code) = match worded.and_then(|option| option.loinc.as_ref()) {
        Some(code) => (LOINC.to_owned(), code.clone()),
        None => (
            format!("{BASE}/CodeSystem/{}-answers", resource_id(pack)),
            format!("{}-{value}", item.id),
        ),
    };
    let display = worded
        .map(|option| option.text.trim())
        .filter(|text| !text.is_empty());
    Choice {
        value,
        system,
        code,
        display: display.map_or_else(|| value.to_string(), str::to_owned),
    }
}

/// The group of all items.
pub(super) fn group(pack: &Pack, names: &LinkIds) -> Value {
    let recall = pack.recall.as_ref();
    let text = recall.map(|recall| format!("Period asked about: {}", recall.words));
    let items: Vec<Value> = pack.items.iter().map(|item| question(pack, item)).collect();
    json!({
        "linkId": names.items(),
        "text": text.unwrap_or_else(|| "Items".to_owned()),
        "type": "group",
        "item": items,
    })
}

fn question(pack: &Pack, item: &Item) -> Value {
    let form = form(pack, item);
    let (minimum, maximum) = (f64::from(item.minimum), f64::from(item.maximum));
    let (kind, range) = match &form {
        Form::YesNo => ("boolean", None),
        Form::Choice(_) => ("choice", None),
        Form::Point => ("decimal", Some(range("valueDecimal", minimum, maximum))),
        Form::Whole => ("integer", Some(range("valueInteger", minimum, maximum))),
    };
    let mut question = json!({});
    if let Some(range) = range {
        question["extension"] = json!(range);
    }
    question["linkId"] = json!(item.id);
    if let Some(code) = &item.loinc {
        question["code"] = json!([coding(LOINC, code)]);
    }
    if item.id.contains(|c: char| c.is_ascii_digit()) {
        question["prefix"] = json!(item.id);
    }
    let wording = item
        .text
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    question["text"] = json!(wording.unwrap_or(&item.label));
    question["type"] = json!(kind);
    if let Some(condition) = item.ask_if.as_ref().and_then(|ask| enable_when(pack, ask)) {
        question["enableWhen"] = json!([condition]);
    }
    question["required"] = json!(false);
    if let Form::Choice(choices) = &form {
        question["answerOption"] = choices.iter().map(answer_option).collect();
    }
    question
}

fn answer_option(choice: &Choice) -> Value {
    let mut shown = coding(&choice.system, &choice.code);
    shown["display"] = json!(choice.display);
    json!({
        "extension": [extension(ORDINAL_VALUE, "valueDecimal", json!(choice.value))],
        "valueCoding": shown,
    })
}

/// The condition in the form in which the other item is answered; none where that item does not exist
/// or cannot have the answer.
fn enable_when(pack: &Pack, ask: &AskIf) -> Option<Value> {
    let other = pack.items.iter().find(|item| item.id == ask.item)?;
    let mut condition = json!({ "question": ask.item, "operator": "=" });
    let (key, answer) = match form(pack, other) {
        Form::YesNo => ("answerBoolean", json!(ask.equals != 0)),
        Form::Point => ("answerDecimal", json!(ask.equals)),
        Form::Whole => ("answerInteger", json!(ask.equals)),
        Form::Choice(choices) => {
            let choice = choices.iter().find(|choice| choice.value == ask.equals)?;
            ("answerCoding", coding(&choice.system, &choice.code))
        }
    };
    condition[key] = answer;
    Some(condition)
}
