//! An instrument in full: items, totals, bands, cut-offs, licence, each fact with its source.
//!
//! A pack is a text file (`instruments/*.toml`); its types are the file's keys. What a file may say
//! is checked once, in [`Pack::parse`], so that scoring never meets an impossible pack.

use crate::source::Status;
use serde::Deserialize;

/// A rating scale in full.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name and version of the file format.
    pub schema: String,
    /// Identifier in data files.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Full title.
    pub title: String,
    /// Version of this file.
    pub version: String,
    /// Which edition of the scale is described.
    #[serde(default)]
    pub edition: Option<String>,
    /// What it measures.
    pub domain: Domain,
    /// Who answers it.
    pub rater: Rater,
    /// Doubts, traps and conflicts.
    #[serde(default)]
    pub note: Option<String>,
    /// The period asked about.
    #[serde(default)]
    pub recall: Option<Recall>,
    /// How sure the number of items and their ranges are.
    pub structure: Fact,
    /// What may be reproduced.
    pub licence: Licence,
    /// Codes in terminologies.
    #[serde(default)]
    pub codes: Codes,
    /// The items in order.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// The totals and subscales.
    #[serde(default, rename = "total")]
    pub totals: Vec<Total>,
    /// Severity bands by source.
    #[serde(default)]
    pub bands: Vec<Bands>,
    /// Cut-offs: screening, caseness.
    #[serde(default, rename = "cutoff")]
    pub cutoffs: Vec<Cutoff>,
    /// Rules over several totals or items.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// Meaningful change.
    #[serde(default, rename = "change")]
    pub changes: Vec<Change>,
    /// The item about suicide.
    #[serde(default)]
    pub suicide: Option<SuicideItem>,
    /// Answers shown side by side as a profile.
    #[serde(default, rename = "state")]
    pub states: Vec<State>,
    /// Further reading.
    #[serde(default, rename = "citation")]
    pub citations: Vec<Citation>,
}

crate::words! {
    /// What an instrument measures.
    Domain {
        /// Depression.
        Depression = "depression", "depression";
        /// Anxiety.
        Anxiety = "anxiety", "anxiety";
        /// Suicidality.
        Suicidality = "suicidality", "suicidality";
        /// Mania.
        Mania = "mania", "mania";
        /// Dissociation.
        Dissociation = "dissociation", "dissociation";
        /// Sedation.
        Sedation = "sedation", "sedation";
        /// Global impression.
        Global = "global", "global impression";
        /// The ability to feel pleasure.
        Pleasure = "pleasure", "pleasure";
        /// Insomnia.
        Insomnia = "insomnia", "insomnia";
        /// Quality of life.
        QualityOfLife = "quality_of_life", "quality of life";
        /// Disability.
        Disability = "disability", "disability";
        /// Adverse effects of treatment.
        AdverseEffects = "adverse_effects", "adverse effects";
        /// Sexual function.
        SexualFunction = "sexual_function", "sexual function";
        /// The experience under a psychedelic.
        PsychedelicExperience = "psychedelic_experience", "psychedelic experience";
    }
}

crate::words! {
    /// Who answers an instrument.
    Rater {
        /// A clinician or trained rater.
        Clinician = "clinician", "clinician";
        /// The patient.
        Patient = "self", "self-report";
        /// Somebody who watches.
        Observer = "observer", "observer";
    }
}

crate::words! {
    /// Under which terms a scale may be used.
    Terms {
        /// Nobody holds rights.
        PublicDomain = "public_domain", "public domain";
        /// Free for all, also where copyrighted.
        Free = "free", "free to use";
        /// Free after registration, unchanged.
        Registration = "registration", "free after registration";
        /// Free for clinicians and researchers; other uses unclear.
        FreeForClinicians = "free_for_clinicians", "free for clinicians and researchers";
        /// A licence is needed.
        LicenceRequired = "licence_required", "licence required";
        /// Not established; treated as if a licence were needed.
        Unknown = "unknown", "not established";
    }
}

crate::words! {
    /// Whether the wording comes with the program.
    WordingState {
        /// It does.
        Shipped = "shipped", "included";
        /// Only numbers, ranges and scoring do.
        Absent = "absent", "not included";
    }
}

crate::words! {
    /// What is asked for in an answer.
    AnswerKind {
        /// A whole number.
        Integer = "integer", "whole number";
        /// Yes (1) or no (0).
        YesNo = "yes_no", "yes or no";
        /// A point on a line; decimals allowed.
        Scale = "scale", "visual analogue scale";
    }
}

crate::words! {
    /// How a total is made of its terms.
    TotalRule {
        /// The sum.
        Sum = "sum", "sum";
        /// The mean.
        Mean = "mean", "mean";
    }
}

crate::words! {
    /// What a higher total means.
    Direction {
        /// More symptoms.
        HigherIsWorse = "higher_is_worse", "higher is worse";
        /// Better health.
        HigherIsBetter = "higher_is_better", "higher is better";
        /// Neither good nor bad.
        Neither = "neither", "neither better nor worse";
    }
}

/// A fact's source with an optional remark.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// The period an instrument asks about.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recall {
    /// In words.
    pub words: String,
    /// In days.
    #[serde(default)]
    pub days: Option<u16>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// What may be reproduced, and why we think so.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Terms of use.
    pub terms: Terms,
    /// Whether the wording is here.
    pub wording: WordingState,
    /// The reason for both.
    pub basis: String,
    /// A notice that must stay with the wording.
    #[serde(default)]
    pub notice: Option<String>,
    /// Whether the basis was read.
    pub status: Status,
}

/// Codes in terminologies; only verified ones.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// LOINC code of the panel. It is not the code of the total.
    #[serde(default)]
    pub loinc_panel: Option<String>,
    /// LOINC code of the total.
    #[serde(default)]
    pub loinc_total: Option<String>,
    /// NCI Thesaurus code of the instrument.
    #[serde(default)]
    pub ncit: Option<String>,
    /// NCI Thesaurus code of the total.
    #[serde(default)]
    pub ncit_total: Option<String>,
}

/// One question or rating.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number as the scale counts, unique in the pack.
    pub id: String,
    /// A neutral label, or a short one where the wording is free.
    pub label: String,
    /// Smallest answer.
    pub minimum: u16,
    /// Largest answer.
    pub maximum: u16,
    /// False for what is asked but counted in no total.
    #[serde(default = "yes")]
    pub scored: bool,
    /// What is asked for.
    #[serde(default = "integer")]
    pub answer: AnswerKind,
    /// Asked only when another item has this answer.
    #[serde(default)]
    pub ask_if: Option<AskIf>,
    /// LOINC code.
    #[serde(default)]
    pub loinc: Option<String>,
    /// The wording.
    #[serde(default)]
    pub text: Option<String>,
    /// The wording of the answers.
    #[serde(default)]
    pub options: Vec<AnswerOption>,
}

fn yes() -> bool {
    true
}

fn integer() -> AnswerKind {
    AnswerKind::Integer
}

/// When an item is asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskIf {
    /// The other item.
    pub item: String,
    /// The answer it must have.
    pub equals: u16,
}

/// The wording of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// Its value.
    pub value: u16,
    /// Its wording.
    pub text: String,
    /// LOINC answer code.
    #[serde(default)]
    pub loinc: Option<String>,
}

/// A total or subscale.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// Identifier, unique in the pack.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// True for the total that the scale is known by.
    #[serde(default)]
    pub primary: bool,
    /// Sum or mean.
    pub rule: TotalRule,
    /// The items, each a term of its own; all scored items when neither this nor `terms` is given.
    #[serde(default)]
    pub items: Option<Vec<String>>,
    /// The terms, each counting the largest answer among its items.
    #[serde(default)]
    pub terms: Option<Vec<Vec<String>>>,
    /// Terms of `terms` in which one answered item is enough, because the form asks for one of them.
    #[serde(default)]
    pub either: Vec<Vec<String>>,
    /// Answers counted as other values: pairs of answer and value.
    #[serde(default)]
    pub recode: Vec<(u16, u16)>,
    /// A linear change of scale after the rule.
    #[serde(default)]
    pub rescale: Option<Rescale>,
    /// Smallest total as reported.
    pub minimum: f64,
    /// Largest total as reported.
    pub maximum: f64,
    /// What a higher total means.
    pub direction: Direction,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
    /// What to do about missing answers; without it every item is needed.
    #[serde(default)]
    pub missing: Option<MissingRule>,
}

/// A linear change of scale.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rescale {
    /// Smallest and largest before.
    pub from: (f64, f64),
    /// Smallest and largest after.
    pub to: (f64, f64),
}

/// How missing answers are handled.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingRule {
    /// Least number of answered items.
    pub answered_min: usize,
    /// What is done.
    pub action: MissingAction,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

crate::words! {
    /// What is done about missing answers.
    MissingAction {
        /// The mean of the answered items stands for each missing one.
        Prorate = "prorate", "mean of the answered items for each missing one";
    }
}

/// Severity bands of one source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// Identifier, unique in the pack.
    pub id: String,
    /// Which total.
    pub total: String,
    /// Where they come from.
    pub source: String,
    /// Whether they were read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
    /// The bands from low to high, without gaps.
    pub band: Vec<Band>,
}

/// One severity band.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name.
    pub name: String,
    /// Lowest total in it.
    pub from: f64,
    /// Highest total in it.
    pub to: f64,
}

/// A cut-off on a total.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// Identifier, unique in the pack.
    pub id: String,
    /// Which total.
    pub total: String,
    /// Total ≥ this.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// Total ≤ this.
    #[serde(default)]
    pub at_most: Option<f64>,
    /// Total > this.
    #[serde(default)]
    pub above: Option<f64>,
    /// Total < this.
    #[serde(default)]
    pub below: Option<f64>,
    /// What it means to meet it.
    pub meaning: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// A rule over several totals or items.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Identifier, unique in the pack.
    pub id: String,
    /// What it means to meet it.
    pub meaning: String,
    /// All of these must hold.
    #[serde(default)]
    pub all: Vec<Condition>,
    /// One of these must hold.
    #[serde(default)]
    pub any: Vec<Condition>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// A part of a [`Rule`]: a total at least so large, or so many items at least so high.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Condition {
    /// A total at least this large.
    Total {
        /// Which total.
        total: String,
        /// Its least value.
        at_least: f64,
    },
    /// At least `count` items answered this high.
    Items {
        /// Least answer.
        items_at_least: f64,
        /// How many items.
        count: usize,
    },
}

/// A decrease, or change, that means something.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Identifier, unique in the pack.
    pub id: String,
    /// Which total.
    pub total: String,
    /// Least change for the better in points.
    #[serde(default)]
    pub points: Option<f64>,
    /// Least change for the better in percent of baseline.
    #[serde(default)]
    pub percent: Option<f64>,
    /// For a person, or for the difference of groups.
    pub scope: ChangeScope,
    /// What it was anchored on.
    #[serde(default)]
    pub anchor: Option<String>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

crate::words! {
    /// What a meaningful change is about.
    ChangeScope {
        /// A person's change.
        Individual = "individual", "a person's change";
        /// A difference between groups.
        Group = "group", "a difference between groups";
    }
}

/// The item about suicide, and from which answer on it is flagged.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuicideItem {
    /// Which item.
    pub item: String,
    /// Least answer that a source flags; `None` where no source gives one.
    #[serde(default)]
    pub alert_at_least: Option<u16>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// A profile of answers, such as 11231.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Identifier, unique in the pack.
    pub id: String,
    /// The items in order.
    pub items: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// Further reading.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// In words.
    pub text: String,
    /// Digital object identifier.
    #[serde(default)]
    pub doi: Option<String>,
    /// PubMed identifier.
    #[serde(default)]
    pub pmid: Option<String>,
    /// Address.
    #[serde(default)]
    pub url: Option<String>,
}

impl Pack {
    /// The total the scale is known by; none for scales without a total.
    #[must_use]
    pub fn primary_total(&self) -> Option<&Total> {
        self.totals.iter().find(|total| total.primary)
    }

    /// The total of this identifier.
    #[must_use]
    pub fn total(&self, id: &str) -> Option<&Total> {
        self.totals.iter().find(|total| total.id == id)
    }

    /// Whether it measures depression by a total that starts at 0 and is worse when higher, so that a
    /// percent decrease of it means what the outcome definitions mean.
    #[must_use]
    pub fn measures_depression(&self) -> bool {
        let fits =
            |total: &Total| total.direction == Direction::HigherIsWorse && total.minimum == 0.0;
        self.domain == Domain::Depression && self.primary_total().is_some_and(fits)
    }

    /// The place of an item among the items.
    #[must_use]
    pub fn item_index(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }
}

crate::source::sourced!(
    Fact,
    Recall,
    Total,
    MissingRule,
    Bands,
    Cutoff,
    Rule,
    Change,
    SuicideItem,
    State
);
