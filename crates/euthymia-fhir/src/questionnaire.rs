//! Rating scales as FHIR R4 questionnaires.
//!
//! [`questionnaire`] writes a pack as a `Questionnaire`: a group with the items as they are asked, and
//! a group with one read-only item for each total.
//!
//! | element | what it holds |
//! |---|---|
//! | `id`, `url`, `version` | the pack's identifier with hyphens for underscores, under [`BASE`]; the version of the pack, not of the scale |
//! | `status` | `active`, or `draft` where the number of items and their ranges are unverified or contested |
//! | `code` | the LOINC code of the panel and the NCIt code of the scale; never the code of a total |
//! | `copyright` | the notice, the terms with their reason, and whose wording is in the resource |
//! | group `/items` | its text is the period asked about; `linkId` of an item is its identifier in the pack |
//! | group `/totals` | `linkId` is `/total/` and the total's identifier; below it stands the formula as a help text |
//!
//! An item is `boolean` (yes or no), `decimal` (a point on a line), `choice` (a whole number whose
//! answers have wording) or `integer` with its smallest and largest value. Where only some answers of
//! an item have wording, as on scales with anchors at every second point, the others are options that
//! show their number. More than [`OPTIONS_MAX`] possible answers stay an `integer`.
//!
//! A total is `integer` where it can only be whole, and `decimal` where it is a mean, is rescaled, adds
//! points on lines, or may be prorated. A plain sum or mean of whole numbers carries a FHIRPath
//! expression; it gives a value only when every item in it is answered. All other totals carry their
//! formula in words, and whoever fills in the form computes them.
//!
//! # Limits
//! Bands, cut-offs and rules are not exported, and neither are profiles such as 11231. Language is not
//! stated: a site's own wording may be in any. `linkId`s are taken from the pack as they are.

mod formula;
mod item;
mod total;

use euthymia_clinical::instrument::Pack;
use euthymia_clinical::instrument::pack::WordingState;
use euthymia_clinical::source::Status;
use serde_json::{Value, json};

/// Under which addresses questionnaires and local code systems are named.
///
/// The addresses are names: `.invalid` is reserved so that it never resolves (RFC 2606). They stay the
/// same from version to version.
///
/// # Example
/// ```
/// use euthymia_fhir::questionnaire::BASE;
/// assert_eq!(format!("{BASE}/Questionnaire/phq9"), "https://euthymia.invalid/fhir/Questionnaire/phq9");
/// ```
pub const BASE: &str = "https://euthymia.invalid/fhir";

/// Most answers that an item lists as options.
///
/// # Example
/// ```
/// // An item from 0 to 20 fits.
/// assert_eq!(euthymia_fhir::questionnaire::OPTIONS_MAX, (0..=20).count());
/// ```
pub const OPTIONS_MAX: usize = 21;

/// The longest `id` that FHIR permits.
const ID_MAX: usize = 64;

const LOINC: &str = "http://loinc.org";

/// <https://build.fhir.org/ig/HL7/UTG/CodeSystem-v3-nciThesaurus.html>.
const NCIT: &str = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl";

const LOINC_NOTICE: &str = "This material contains content from LOINC (http://loinc.org). LOINC is \
     copyright © Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes \
     (LOINC) Committee and is available at no cost under the license at http://loinc.org/license.";

/// Writes a rating scale as a FHIR R4 `Questionnaire`; the same pack gives the same bytes.
///
/// The text of an item is its wording where the pack has it, shipped or loaded by a site, and the
/// pack's label otherwise. For scales whose wording may not be shipped the label is neutral.
///
/// # Example
/// ```
/// use euthymia_clinical::instrument::bundled;
/// use euthymia_fhir::questionnaire::questionnaire;
/// let phq9 = questionnaire(bundled("phq9").unwrap());
/// assert_eq!(phq9["code"][0]["code"], "44249-1");
/// assert_eq!(phq9["item"][0]["item"][8]["code"][0]["code"], "44260-8");
/// let total = &phq9["item"][1]["item"][0];
/// assert_eq!((&total["readOnly"], &total["code"][0]["code"]), (&true.into(), &"44261-6".into()));
/// ```
#[must_use]
pub fn questionnaire(pack: &Pack) -> Value {
    let id = resource_id(pack);
    let mut resource = json!({
        "resourceType": "Questionnaire",
        "id": id,
        "url": format!("{BASE}/Questionnaire/{id}"),
        "version": pack.version,
        "name": machine_name(&pack.id),
        "title": pack.title,
        "status": status(pack),
        "subjectType": ["Patient"],
        "description": description(pack),
        "copyright": copyright(pack),
    });
    let codes = codes(pack);
    if !codes.is_empty() {
        resource["code"] = Value::Array(codes);
    }
    let names = LinkIds::new(pack);
    let mut groups = vec![item::group(pack, &names)];
    groups.extend(total::group(pack, &names));
    resource["item"] = Value::Array(groups);
    resource
}

/// The pack's identifier as FHIR permits it: hyphens for underscores, at most 64 characters.
fn resource_id(pack: &Pack) -> String {
    pack.id.replace('_', "-").chars().take(ID_MAX).collect()
}

/// A name that begins with an upper-case letter, as FHIR asks: `qids_sr16` becomes `QidsSr16`.
fn machine_name(id: &str) -> String {
    let mut name = String::new();
    if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.push_str("Scale");
    }
    for part in id.split('_') {
        let (first, rest) = part.split_at_checked(1).unwrap_or((part, ""));
        name.push_str(&first.to_ascii_uppercase());
        name.push_str(rest);
    }
    name
}

fn status(pack: &Pack) -> &'static str {
    match pack.structure.status {
        Status::Confirmed | Status::Site => "active",
        Status::Unverified | Status::Contested => "draft",
    }
}

fn description(pack: &Pack) -> String {
    let mut parts = vec![format!(
        "{}: measures {}; rater: {}.",
        pack.name, pack.domain, pack.rater
    )];
    if let Some(edition) = &pack.edition {
        parts.push(format!("Edition: {edition}."));
    }
    if let Some(recall) = &pack.recall {
        parts.push(format!("Period asked about: {}.", recall.words));
    }
    if status(pack) == "draft" {
        parts.push(format!(
            "Structure not settled: {}.",
            pack.structure.source()
        ));
    }
    parts.join(" ")
}

fn copyright(pack: &Pack) -> String {
    let licence = &pack.licence;
    let mut parts: Vec<String> = licence.notice.iter().cloned().collect();
    let doubt = match licence.status {
        Status::Confirmed | Status::Site => "",
        Status::Unverified | Status::Contested => " (not verified)",
    };
    parts.push(format!(
        "Terms of use: {}{doubt}. {}",
        licence.terms, licence.basis
    ));
    if licence.wording == WordingState::Absent {
        let loaded = pack
            .items
            .iter()
            .any(|item| item.text.is_some() || !item.options.is_empty());
        parts.push(if loaded {
            "The wording here was loaded by a site under a licence of its own and may not be passed \
             on without one."
                .to_owned()
        } else {
            "The wording of the scale is not included; texts of items are neutral labels.".to_owned()
        });
    }
    if uses_loinc(pack) {
        parts.push(LOINC_NOTICE.to_owned());
    }
    parts.join("\n\n")
}

fn uses_loinc(pack: &Pack) -> bool {
    let item = |item: &euthymia_clinical::instrument::pack::Item| {
        item.loinc.is_some() || item.options.iter().any(|option| option.loinc.is_some())
    };
    let codes = &pack.codes;
    codes.loinc_panel.is_some() || codes.loinc_total.is_some() || pack.items.iter().any(item)
}

/// The codes of the scale. A code that the pack also gives for its total is left out: a reader would
/// take a form for a score.
fn codes(pack: &Pack) -> Vec<Value> {
    let codes = &pack.codes;
    let panel = codes.loinc_panel.as_ref();
    let panel = panel.filter(|code| codes.loinc_total.as_ref() != Some(code));
    let scale = codes.ncit.as_ref();
    let scale = scale.filter(|code| codes.ncit_total.as_ref() != Some(code));
    let panel = panel.map(|code| coding(LOINC, code));
    panel
        .into_iter()
        .chain(scale.map(|code| coding(NCIT, code)))
        .collect()
}

fn coding(system: &str, code: &str) -> Value {
    json!({ "system": system, "code": code })
}

fn extension(url: &str, form: &str, value: Value) -> Value {
    let mut extension = json!({ "url": url });
    extension[form] = value;
    extension
}

/// Smallest and largest value, as extensions of the form of the item.
fn range(form: &str, minimum: f64, maximum: f64) -> [Value; 2] {
    let end = |name: &str, value| {
        let url = format!("http://hl7.org/fhir/StructureDefinition/{name}");
        extension(&url, form, number(value))
    };
    [end("minValue", minimum), end("maxValue", maximum)]
}

/// A number without a fraction where it has none: FHIR keeps the digits that are written.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        #[allow(clippy::cast_possible_truncation)]
        let whole = value as i64;
        json!(whole)
    } else {
        json!(value)
    }
}

/// The `linkId`s of what is not an item of the pack, apart from those of the items.
struct LinkIds {
    prefix: String,
}

impl LinkIds {
    fn new(pack: &Pack) -> Self {
        let mut prefix = "/".to_owned();
        while pack.items.iter().any(|item| item.id.starts_with(&prefix)) {
            prefix.push('/');
        }
        Self { prefix }
    }

    fn items(&self) -> String {
        format!("{}items", self.prefix)
    }

    fn totals(&self) -> String {
        format!("{}totals", self.prefix)
    }

    fn total(&self, id: &str) -> String {
        format!("{}total/{id}", self.prefix)
    }

    fn formula(&self, id: &str) -> String {
        format!("{}formula/{id}", self.prefix)
    }
}
