//! An empty session's file to fill in.

use super::rules_of;
use crate::error::AppError;
use euthymia_clinical::safety::rules::{Demand, RuleSet};
use euthymia_clinical::source::Source;
use std::fmt::Write;

/// The columns of a file of measurements, with an example row before the dose and one after.
pub const CSV: &str = "phase,minute,systolic,diastolic,pulse,spo2,moaas,cadss,temperature,device,event,suicidality\n\
                       before,10,,,,,,,,,,\n,0,,,,,,,,,,\n,40,,,,,,,,,,\n";

/// A session's file for a treatment: every key with what it means, the values left out.
///
/// # Errors
/// [`AppError::Usage`] for a treatment without rules.
///
/// # Example
/// ```
/// use euthymia_app::session::template;
/// assert!(template("esketamine_in")?.contains("told_not_to_drive"));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn template(treatment: &str) -> Result<String, AppError> {
    let set = rules_of(treatment)?;
    let has = |wanted: fn(&Demand) -> bool| set.rules.iter().any(|rule| wanted(&rule.demand));
    let mut text = format!(
        "# A session: {}. Take the # away from what was recorded. Minutes run from the start of the dose\n\
         # and are never negative; a measurement before the dose has before = minutes before it.\n\
         # What is left out is not recorded, and is never taken as a no.\n\n\
         schema = \"euthymia.session.v1\"\n\
         treatment = \"{treatment}\"\n\
         # dose = \"{dose}\"\n\
         # start = \"09:30\"             # then times may be clock times: at = \"10:10\", discharge = \"11:40\"\n\
         # dose_end = 40                 # minute at which the infusion, or the last device, ended\n\
         # discharge = 130               # minute at which the patient left\n\
         # measurements = \"vitals.csv\"   # a CSV file beside this one: phase,minute,systolic,diastolic, …\n\
         # event = []                    # no adverse event; otherwise [[event]] below\n\
         # done = []                     # nothing was done; otherwise [[done]] below\n",
        set.name,
        dose = dose(set),
    );
    if has(|demand| matches!(demand, Demand::Apart { .. })) {
        text.push_str(
            "# observation_from = \"last_device\"   # or first_device: from which the 2 hours run\n\
             \n# [[device]]\n# minute = 0\n",
        );
    }
    if has(|demand| matches!(demand, Demand::Abstained { .. })) {
        text.push_str(
            "\n# [before]                      # minutes before the dose at which it was last taken\n\
             # food = 180\n# liquid = 45\n# nasal_medicine = 600\n",
        );
    }
    text.push_str(
        "\n# [[measured]]\n# before = 10\n# systolic = 124\n# diastolic = 78\n# pulse = 72\n\
         # spo2 = 98                     # per cent\n# moaas = 5                     # 5 is alert\n\
         # cadss = 0\n\
         \n# [[measured]]\n# minute = 40\n# systolic = 138\n# diastolic = 84\n\
         \n# [[event]]\n# minute = 15\n# name = \"dissociation\"\n# grade = 1\n\
         \n# [[done]]\n# minute = 20\n# what = \"infusion paused\"\n",
    );
    let items = set.rules.iter().filter_map(|rule| match &rule.demand {
        Demand::Recorded { item } => Some((item, &rule.text)),
        _ => None,
    });
    text.push_str(&practice(set));
    text.push_str("\n# [checklist]\n");
    for (item, about) in items {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# {item} = true   # {about}");
    }
    text.push_str(
        "\n# Suicidality: by a scale, or by a question of your own. Without an answer it stands first in the\n\
         # output and the exit status is 1.\n[[suicidality]]\n# instrument = \"cssrs_screener\"\n\
         # answers = \"no,no,,,,no,\"\n# item = \"thoughts of suicide since the last visit\"\n# answer = \"no\"\n",
    );
    Ok(text)
}

/// How a dose of the treatment is written.
fn dose(set: &RuleSet) -> &'static str {
    match &set.dose {
        None => "3000 pulses",
        Some(range) if range.device_mg.is_some() => "56 mg",
        Some(_) => "25 mg",
    }
}

/// What was said or seen elsewhere, as comments.
fn practice(set: &RuleSet) -> String {
    let mut text = String::new();
    for one in &set.practice {
        let source = Source {
            text: one.source.clone(),
            status: one.status,
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# - {} ({source})", one.text);
    }
    match text.is_empty() {
        true => text,
        false => format!("\n# Said or seen elsewhere, and not checked here:\n{text}"),
    }
}
