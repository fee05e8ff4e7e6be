//! What each rule says of the review as it stands.

use super::order::{Order, order};
use super::people::{pair, sources};
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::log::Stage;
use euthymia_screening::stopping::consecutive::{Run, consecutive};
use euthymia_screening::stopping::missing::{Missing, chao, chapman};
use euthymia_screening::stopping::recall::ranked;
use euthymia_screening::stopping::safe::{Safe, SafeInputs, SafeSettings, State, safe};
use euthymia_screening::stopping::sample::{bound, needed};
use euthymia_screening::stopping::{Assumption, NotScreened, Says, Verdict};
use euthymia_table::fmt;

/// What is asked of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct StoppingRequest {
    /// The stage.
    pub stage: Stage,
    /// Recall that should be reached, between 0 and 1.
    pub target: f64,
    /// How sure that should be, between 0 and 1.
    pub confidence: f64,
    /// Irrelevant reports in a row that are enough.
    pub run: u64,
    /// The same as a share of all.
    pub run_share: f64,
    /// The tag of the key papers.
    pub key_tag: Option<String>,
    /// Excluded reports in a row that were looked at again and stay excluded.
    pub looked_again: Option<u64>,
}

impl StoppingRequest {
    /// What is asked where nobody says otherwise: recall of 95 % with a confidence of 95 %, 50 in a
    /// row or 5 % of all.
    #[must_use]
    pub fn usual(stage: Stage) -> Self {
        Self {
            stage,
            target: 0.95,
            confidence: 0.95,
            run: 50,
            run_share: 0.05,
            key_tag: None,
            looked_again: None,
        }
    }
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    /// The rule by its word, one of [`rule_words`](super::rule_words).
    pub word: &'static str,
    /// The rule with its settings.
    pub rule: String,
    /// Whether to stop.
    pub says: Says,
    /// What it found.
    pub shows: String,
    /// What it takes for granted.
    pub assumptions: &'static [Assumption],
    /// How likely it would be to find so few, were recall below the target.
    pub p: Option<f64>,
    /// Recall is at least this, at the confidence asked for.
    pub recall_at_least: Option<f64>,
    /// An estimate of what is missing, and its limits.
    pub missing: Option<f64>,
    /// Limits of what is missing.
    pub limits: Option<(f64, f64)>,
}

/// What all rules say, and the list of SAFE.
pub(super) struct Told {
    pub order: Order,
    pub rulings: Vec<Ruling>,
    pub safe: Safe,
}

/// What every rule says, in the order of [`rule_words`](super::rule_words).
///
/// # Errors
/// [`AppError::Usage`] for a target or a confidence that is none.
pub fn rulings(session: &Session, request: &StoppingRequest) -> Result<Vec<Ruling>, AppError> {
    Ok(told(session, request)?.rulings)
}

pub(super) fn told(session: &Session, request: &StoppingRequest) -> Result<Told, AppError> {
    let order = order(session, request.stage)?;
    let listed = safe(&order.so_far, inputs(&order, request), settings(request));
    let rulings = vec![
        run(&order, request, "run"),
        run(&order, request, "share"),
        of_safe(&listed),
        recall(&order, request)?,
        sample(&order, request)?,
        reviewers(&order, request)?,
        of_sources(session, &order, request)?,
    ];
    Ok(Told {
        order,
        rulings,
        safe: listed,
    })
}

/// How many of the undecided must be drawn so that finding none of them relevant reaches a target
/// of recall with a confidence.
pub(in crate::review) fn sample_size(
    session: &Session,
    stage: Stage,
    (target, confidence): (f64, f64),
) -> Result<usize, AppError> {
    let so_far = order(session, stage)?.so_far;
    let size = needed(so_far.relevant(), so_far.rest(), target, confidence);
    Ok(usize::try_from(size.map_err(usage)?).unwrap_or(usize::MAX))
}

fn usage(error: NotScreened) -> AppError {
    AppError::Usage(error.to_string())
}

fn settings(request: &StoppingRequest) -> SafeSettings {
    SafeSettings {
        run: request.run,
        ..SafeSettings::default()
    }
}

fn inputs(order: &Order, request: &StoppingRequest) -> SafeInputs {
    let tagged = |tag: &String| {
        let screening = &order.screening;
        let units = screening.units.iter().enumerate();
        let tagged = units.filter(|(_, unit)| unit.tags.contains_key(tag));
        let found = |place| super::order::is_relevant(screening, place, request.stage);
        let places: Vec<usize> = tagged.map(|(place, _)| place).collect();
        let hits = places.iter().filter(|place| found(**place) == Some(true));
        (!places.is_empty()).then(|| (hits.count() as u64, places.len() as u64))
    };
    SafeInputs {
        random: order.random,
        key_papers: request.key_tag.as_ref().and_then(tagged),
        other_model: order.other_model,
        looked_again: request.looked_again,
    }
}

impl Ruling {
    fn new(word: &'static str, rule: String, verdict: Verdict, shows: String) -> Self {
        Self {
            word,
            rule,
            says: verdict.says,
            shows,
            assumptions: verdict.assumptions,
            p: None,
            recall_at_least: None,
            missing: None,
            limits: None,
        }
    }

    /// A rule that cannot be applied, and what it would take.
    fn unknown(word: &'static str, rule: String, shows: &str) -> Self {
        let verdict = Verdict {
            says: Says::CannotSay,
            assumptions: &[],
        };
        Self::new(word, rule, verdict, shows.to_owned())
    }
}

fn run(order: &Order, request: &StoppingRequest, word: &'static str) -> Ruling {
    let (run, rule) = match word {
        "run" => (
            Run::Count(request.run),
            format!("{} irrelevant in a row", request.run),
        ),
        _ => (
            Run::Share(request.run_share),
            format!(
                "{} of all irrelevant in a row",
                fmt::percent(request.run_share, 1)
            ),
        ),
    };
    let found = consecutive(&order.so_far, run);
    let shows = format!("{} in a row of {} asked for", found.run, found.needed);
    Ruling::new(word, rule, found.verdict, shows)
}

fn of_safe(listed: &Safe) -> Ruling {
    let count = |state| {
        listed
            .items
            .iter()
            .filter(|item| item.state == state)
            .count()
    };
    let shows = format!(
        "{} of {} conditions hold, {} not known",
        count(State::Met),
        listed.items.len(),
        count(State::Unknown)
    );
    Ruling::new("safe", "SAFE procedure".to_owned(), listed.verdict, shows)
}

fn aim(request: &StoppingRequest) -> String {
    let percent = |share| fmt::percent(share, 1);
    format!(
        "recall of {}, confidence {}",
        percent(request.target),
        percent(request.confidence)
    )
}

fn recall(order: &Order, request: &StoppingRequest) -> Result<Ruling, AppError> {
    let found = ranked(&order.so_far, request.target, request.confidence).map_err(usage)?;
    let rule = format!("the order looked at backwards, {}", aim(request));
    let shows = format!(
        "p = {} that the last {} held {} or fewer, were there {} relevant reports",
        fmt::p_value(found.p, fmt::PStyle::LeadingZero),
        found.drawn,
        found.drawn_relevant,
        found.hypothetical
    );
    Ok(Ruling {
        p: Some(found.p),
        ..Ruling::new("recall", rule, found.verdict, shows)
    })
}

fn sample(order: &Order, request: &StoppingRequest) -> Result<Ruling, AppError> {
    let rule = format!("random sample of the rest, {}", aim(request));
    let so_far = &order.so_far;
    let size = needed(
        so_far.relevant(),
        so_far.rest(),
        request.target,
        request.confidence,
    );
    let size = size.map_err(usage)?;
    let drawn = order.sample.as_ref().filter(|(_, sample)| sample.drawn > 0);
    let Some((name, sample)) = drawn else {
        let shows = format!(
            "no sample was decided on; {size} of {} would do if none is relevant",
            so_far.rest()
        );
        return Ok(Ruling::unknown("sample", rule, &shows));
    };
    let found = bound(*sample, request.target, request.confidence).map_err(usage)?;
    let recall = found.recall_at_least.map_or_else(
        || "nothing relevant was found".to_owned(),
        |recall| format!("recall is at least {}", fmt::percent(recall, 1)),
    );
    let shows = format!(
        "{name}: {} of {} are relevant; at most {} of {} were missed, {recall}",
        sample.drawn_relevant,
        sample.drawn,
        found.missed_at_most,
        sample.rest - sample.drawn
    );
    Ok(Ruling {
        recall_at_least: found.recall_at_least,
        missing: Some(found.missed),
        limits: Some((0.0, found.missed_at_most as f64)),
        ..Ruling::new("sample", rule, found.verdict, shows)
    })
}

fn of_missing(word: &'static str, rule: String, found: &Missing, who: &str) -> Ruling {
    let about = fmt::number(found.missing, 1);
    let limits = match found.limits {
        Some((lower, upper)) => format!(
            "about {about} ({} to {}) missing beside {}",
            fmt::number(lower, 1),
            fmt::number(upper, 1),
            found.found
        ),
        None => format!(
            "none missing beside {} as far as they tell, without limits",
            found.found
        ),
    };
    Ruling {
        missing: Some(found.missing),
        limits: found.limits,
        ..Ruling::new(word, rule, found.verdict, format!("{who}: {limits}"))
    }
}

fn reviewers(order: &Order, request: &StoppingRequest) -> Result<Ruling, AppError> {
    let rule = "what two reviewers missed of what both decided on".to_owned();
    let Some((first, second, counts)) = pair(order, request.stage) else {
        let shows = "no two reviewers decided on the same reports";
        return Ok(Ruling::unknown("reviewers", rule, shows));
    };
    let found = chapman(counts, request.target, request.confidence).map_err(usage)?;
    let who = format!(
        "both {}, {first} alone {}, {second} alone {}",
        counts.both, counts.only_first, counts.only_second
    );
    Ok(of_missing("reviewers", rule, &found, &who))
}

fn of_sources(
    session: &Session,
    order: &Order,
    request: &StoppingRequest,
) -> Result<Ruling, AppError> {
    let rule = "what no source holds (a lower bound)".to_owned();
    let Some(counts) = sources(session, order, request.stage) else {
        return Ok(Ruling::unknown("sources", rule, "there is one source only"));
    };
    let found = chao(counts, request.target, request.confidence).map_err(usage)?;
    let who = format!(
        "{} in one source, {} in two, of {} sources",
        counts.in_one, counts.in_two, counts.sources
    );
    Ok(of_missing("sources", rule, &found, &who))
}
