//! A protocol held against arithmetic, published limits, a body and a patient's record.

use super::arithmetic::arithmetic;
use super::cautions_view::flags_view;
use super::dose::{Doses, body_words, dose_view};
use super::limits::{Judged, limits};
use super::{INFORMS, background};
use crate::error::AppError;
use crate::record::Record;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::body::{Centimetres, Kilograms, Millilitres};
use euthymia_clinical::protocol::cautions::Flag;
use euthymia_clinical::protocol::dosing::{
    Body, Sex, WeightFormula, WeightRule, dosing_weight, weight_rules,
};
use euthymia_clinical::protocol::file::{Session, SessionKind};
use euthymia_clinical::protocol::value::What;
use euthymia_table::TableView;

/// Said where no patient's record is given.
const NO_RECORD: &str = "No patient's record was given, so nothing can be said of contraindications: give --patient. \
     euthymia protocol show has the list.";

/// What a person gives for a check, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Body weight with its unit.
    pub weight: Option<String>,
    /// Height with its unit.
    pub height: Option<String>,
    /// Female or male.
    pub sex: Option<String>,
    /// Which weight counts; every rule that can be applied where `None`.
    pub weight_rule: Option<String>,
    /// The most weight that counts.
    pub cap: Option<String>,
    /// Volume of the bag.
    pub bag: Option<String>,
}

/// A check in tables, and whether anything confirmed speaks against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The tables.
    pub views: Vec<TableView>,
    /// True where a rule that was read in its source flags something.
    pub is_flagged: bool,
}

fn usage(option: &str, error: impl std::fmt::Display) -> AppError {
    AppError::Usage(format!("{option}: {error}"))
}

impl Asked {
    fn body(&self) -> Result<Option<Body>, AppError> {
        let parsed = |text: &Option<String>, option: &str| {
            let read = text.as_deref().map(Kilograms::parse_with_unit);
            read.transpose().map_err(|error| usage(option, error))
        };
        let height = self.height.as_deref().map(Centimetres::parse_with_unit);
        let height = height
            .transpose()
            .map_err(|error| usage("--height", error))?;
        let sex = self.sex.as_deref().map(word_of_sex).transpose()?;
        let cap = parsed(&self.cap, "--cap")?;
        let weight = parsed(&self.weight, "--weight")?;
        if weight.is_none() && (height.is_some() || sex.is_some() || cap.is_some()) {
            return Err(usage(
                "--weight",
                "--height, --sex and --cap are of no use without a weight",
            ));
        }
        Ok(weight.map(|weight| Body {
            weight,
            height,
            sex,
            cap,
        }))
    }

    /// The rules that count: the one asked for, or all that can be applied.
    fn rules(&self, body: Option<&Body>) -> Result<Vec<WeightRule>, AppError> {
        let all = weight_rules();
        if let Some(id) = &self.weight_rule {
            let found = all.iter().find(|rule| rule.id.id() == id);
            let ids: Vec<&str> = all.iter().map(|rule| rule.id.id()).collect();
            let bad = || {
                usage(
                    "--weight-rule",
                    format!("\"{id}\" is not a rule; use one of: {}", ids.join(", ")),
                )
            };
            let rule = found.cloned().ok_or_else(bad)?;
            let Some(body) = body else {
                return Err(usage("--weight-rule", "it is of no use without --weight"));
            };
            dosing_weight(&rule, body).map_err(|error| {
                let options = "give --height and --sex, or --cap, as the rule needs";
                usage("--weight-rule", format!("{error}; {options}"))
            })?;
            return Ok(vec![rule]);
        }
        let applies = |rule: &&WeightRule| match (rule.id, body) {
            (WeightFormula::Actual, _) => true,
            (WeightFormula::Capped, Some(body)) => body.cap.is_some(),
            (_, Some(body)) => body.height.is_some() && body.sex.is_some(),
            (_, None) => false,
        };
        Ok(all.iter().filter(applies).cloned().collect())
    }
}

impl Asked {
    /// A weight or a bag for a protocol that has no use for it is refused, not passed over.
    fn is_of_use(&self, protocol: &Protocol) -> Result<(), AppError> {
        let sessions = || protocol.phases.iter().flat_map(|phase| &phase.sessions);
        let has = |session: &Session, what: What| session.values.iter().any(|one| one.what == what);
        let by_weight = sessions().any(|one| has(one, What::DoseByWeight));
        let runs_in =
            sessions().any(|one| one.kind == SessionKind::Infusion && has(one, What::Duration));
        let id = &protocol.id;
        if self.weight.is_some() && !by_weight {
            let why = format!("{id} has no dose by body weight, so it is of no use");
            return Err(usage("--weight", why));
        }
        if self.bag.is_some() && !runs_in {
            let why = format!("{id} has no infusion of a known length, so it is of no use");
            return Err(usage("--bag", why));
        }
        if self.bag.is_some() && self.weight.is_none() && by_weight {
            let why = "the dose in it goes by body weight: give --weight, too";
            return Err(usage("--bag", why));
        }
        Ok(())
    }
}

fn word_of_sex(text: &str) -> Result<Sex, AppError> {
    let found = Sex::ALL.iter().copied().find(|sex| sex.id() == text);
    found.ok_or_else(|| usage("--sex", format!("\"{text}\" is neither female nor male")))
}

/// Checks a protocol.
///
/// # Errors
/// [`AppError::Usage`] for a weight, height or volume that cannot be right, with its units and the
/// plausible range, for one that this protocol has no use for, and for a weight rule that cannot be
/// applied; [`AppError::Input`] for a key of the record that nothing asks about.
pub fn check(
    protocol: &Protocol,
    asked: &Asked,
    record: Option<&Record>,
) -> Result<Checked, AppError> {
    if let Some(record) = record {
        background::known_keys(protocol, record)?;
    }
    let body = asked.body()?;
    let rules = asked.rules(body.as_ref())?;
    let bag = asked.bag.as_deref().map(Millilitres::parse_with_unit);
    let bag = bag.transpose().map_err(|error| usage("--bag", error))?;
    asked.is_of_use(protocol)?;
    let limits = limits(protocol);
    let mut views = vec![arithmetic(protocol)];
    let doses = Doses {
        body: body.as_ref(),
        rules: &rules,
        bag,
    };
    if let Some(mut view) = dose_view(protocol, &doses) {
        if let Some(body) = &body {
            view.title = format!("Doses for {}", body_words(body));
        }
        views.push(view);
    }
    let mut is_flagged = limits.judged.iter().any(Judged::decides);
    views.push(limits.view());
    if let Some(record) = record {
        let (view, flags) = flags_view(protocol, record);
        is_flagged |= flags.iter().any(Flag::decides);
        views.push(view);
    }
    views.retain(|view| !view.rows.is_empty() || !view.notes.is_empty());
    if let Some(first) = views.first_mut() {
        first.notes.extend(protocol.note.clone());
        if record.is_none() {
            first.notes.push(NO_RECORD.to_owned());
        }
        first.notes.push(INFORMS.to_owned());
    }
    Ok(Checked { views, is_flagged })
}
