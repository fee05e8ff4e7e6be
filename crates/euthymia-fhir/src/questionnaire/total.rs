//! The totals: read-only items, with a FHIRPath expression where one says it all.

use super::item::{Form, form};
use super::{LOINC, LinkIds, NCIT, coding, extension, formula, range};
use euthymia_clinical::instrument::Pack;
use euthymia_clinical::instrument::pack::{AnswerKind, Item, Total, TotalRule};
use serde_json::{Value, json};

const CALCULATED: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
const ITEM_CONTROLS: &str = "http://hl7.org/fhir/questionnaire-item-control";

/// The group of all totals; none for scales without a total, because a group may not be empty.
pub(super) fn group(pack: &Pack, names: &LinkIds) -> Option<Value> {
    let totals: Vec<Value> = pack
        .totals
        .iter()
        .map(|total| total_item(pack, total, names))
        .collect();
    (!totals.is_empty()).then(|| {
        json!({
            "linkId": names.totals(),
            "text": "Totals",
            "type": "group",
            "item": totals,
        })
    })
}

fn total_item(pack: &Pack, total: &Total, names: &LinkIds) -> Value {
    let (kind, value) = if is_whole(pack, total) {
        ("integer", "valueInteger")
    } else {
        ("decimal", "valueDecimal")
    };
    let mut extensions = range(value, total.minimum, total.maximum).to_vec();
    if let Some(expression) = expression(pack, total) {
        let expression = json!({ "language": "text/fhirpath", "expression": expression });
        extensions.push(extension(CALCULATED, "valueExpression", expression));
    }
    let mut item = json!({ "extension": extensions, "linkId": names.total(&total.id) });
    let codes = codes(pack, total);
    if !codes.is_empty() {
        item["code"] = Value::Array(codes);
    }
    item["text"] = json!(total.name);
    item["type"] = json!(kind);
    item["required"] = json!(false);
    item["readOnly"] = json!(true);
    item["item"] = json!([help(
        &names.formula(&total.id),
        &formula::words(pack, total)
    )]);
    item
}

fn help(link_id: &str, text: &str) -> Value {
    let control = json!({ "coding": [coding(ITEM_CONTROLS, "help")] });
    json!({
        "extension": [extension(ITEM_CONTROL, "valueCodeableConcept", control)],
        "linkId": link_id,
        "text": text,
        "type": "display",
    })
}

/// The codes of the total that the scale is known by; packs have none for the others.
fn codes(pack: &Pack, total: &Total) -> Vec<Value> {
    if !total.primary {
        return Vec::new();
    }
    let loinc = pack
        .codes
        .loinc_total
        .as_ref()
        .map(|code| coding(LOINC, code));
    let ncit = pack
        .codes
        .ncit_total
        .as_ref()
        .map(|code| coding(NCIT, code));
    loinc.into_iter().chain(ncit).collect()
}

/// True when no answers make it a fraction.
fn is_whole(pack: &Pack, total: &Total) -> bool {
    let points = |item: &Item| item.answer == AnswerKind::Scale;
    let terms = formula::terms(pack, total);
    let mut items = pack
        .items
        .iter()
        .filter(|item| terms.iter().flatten().any(|id| *id == item.id));
    total.rule == TotalRule::Sum
        && total.rescale.is_none()
        && total.missing.is_none()
        && !items.any(points)
}

/// The total in FHIRPath, empty until every item is answered; `None` where it is more than a plain sum
/// or mean of whole numbers.
///
/// Written with functions that every engine has: `weight()` and `ordinal()` belong to newer and older
/// forms of one guide. `repeat(item)` finds the items at whatever depth, and `combine` is used because
/// `|` would drop equal answers.
fn expression(pack: &Pack, total: &Total) -> Option<String> {
    if !total.recode.is_empty() || total.rescale.is_some() {
        return None;
    }
    let terms = formula::terms(pack, total);
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for term in &terms {
        let [id] = term.as_slice() else { return None };
        let item = pack.items.iter().find(|item| item.id == *id)?;
        let value = value_of_answer(pack, item)?;
        match groups.iter_mut().find(|(known, _)| *known == value) {
            Some((_, ids)) => ids.push(quoted(id)),
            None => groups.push((value, vec![quoted(id)])),
        }
    }
    let mut groups = groups.iter().map(|(value, ids)| {
        let ids = ids.join(" | ");
        format!("%resource.repeat(item).where(linkId in ({ids})).answer.{value}")
    });
    let first = groups.next()?;
    let values = groups.fold(first, |all, more| format!("{all}.combine({more})"));
    let count = terms.len();
    let sum = format!("{values}.aggregate($this + $total, 0)");
    let result = match total.rule {
        TotalRule::Sum => sum,
        TotalRule::Mean => format!("{sum} / {count}"),
    };
    let decimal = if is_whole(pack, total) {
        ""
    } else {
        ".toDecimal()"
    };
    Some(format!(
        "iif({values}.count() = {count}, {result}){decimal}"
    ))
}

/// The number in an answer, as a path below `answer`; `None` where it is not a whole number.
fn value_of_answer(pack: &Pack, item: &Item) -> Option<String> {
    match form(pack, item) {
        Form::YesNo | Form::Point => None,
        Form::Whole => Some("value".to_owned()),
        Form::Choice(choices) => {
            let cases = choices
                .iter()
                .rev()
                .fold("{}".to_owned(), |otherwise, choice| {
                    format!(
                        "iif($this = {}, {}, {otherwise})",
                        quoted(&choice.code),
                        choice.value
                    )
                });
            Some(format!("value.code.select({cases})"))
        }
    }
}

/// A text as FHIRPath writes it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_quotation_mark_does_not_end_the_text() {
        assert_eq!(quoted("6_recent"), "'6_recent'");
        assert_eq!(quoted(r"a'b\c"), r"'a\'b\\c'");
    }
}
