//! Whole numbers behind a printed summary: what is known, as texts, into an answer.

mod values;

use crate::cohort::find_instrument;
use crate::error::AppError;
use crate::output::write_whole;
use euthymia_cohort::reconstruct::{
    Answer, Frame, OneSample, PairedSamples, ReconstructError, Rule, one_sample, paired_samples,
};
pub use euthymia_cohort::reconstruct::{Budget, Verdict};
use euthymia_report::reconstruct::solutions_view;
use euthymia_table::{Format, TableView, render};
use std::path::Path;
use values::Values;

/// What is printed and what is asked.
#[derive(Clone, Debug)]
pub struct ReconstructRequest {
    /// Names and values such as `mean=27.6`, read as text because trailing zeros count.
    pub values: Vec<String>,
    /// A scale whose range of totals holds, in place of `lowest` and `highest`.
    pub instrument: Option<String>,
    /// Rules with a count, such as `<10: 2`.
    pub counts: Vec<String>,
    /// Rules without one, whose counts are compared between solutions.
    pub watch: Vec<String>,
    /// How much is looked at.
    pub budget: Budget,
}

/// An answer with what is needed to present it.
#[derive(Clone, Debug)]
pub struct Reconstruction {
    /// The answer.
    pub answer: Answer,
    /// The rules whose counts are compared.
    pub rules: Vec<Rule>,
    /// Names of the columns of values.
    pub columns: [String; 2],
}

/// Answers a request.
///
/// # Errors
/// [`AppError::Usage`] for a name that is none, a number that is none, a rule that is none, or a
/// summary without what is needed.
///
/// # Example
/// ```
/// use euthymia_app::reconstruct::{Budget, ReconstructRequest, Verdict, reconstruct};
/// // 10 patients cannot have a mean of 3.45: no whole sum lies between 34.45 and 34.55.
/// let found = reconstruct(&ReconstructRequest {
///     values: ["n=10", "mean=3.45", "lowest=1", "highest=7"].map(str::to_owned).to_vec(),
///     instrument: None,
///     counts: Vec::new(),
///     watch: Vec::new(),
///     budget: Budget { draws: 10, starts: 1, steps: 1, seed: 1 },
/// })?;
/// assert_eq!(found.answer.verdict(), Verdict::NoneExists);
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn reconstruct(request: &ReconstructRequest) -> Result<Reconstruction, AppError> {
    let mut values = Values::read(&request.values)?;
    let frame = frame(&mut values, request.instrument.as_deref())?;
    let mut rules = read_rules(&request.counts, "--count", true)?;
    rules.extend(read_rules(&request.watch, "--watch", false)?);
    let is_paired = values.is_paired();
    let answer = if is_paired {
        let summary = PairedSamples {
            frame,
            before: values.moments("_before")?,
            after: values.moments("_after")?,
            change: values.change()?,
            rules: rules.clone(),
        };
        values.finish()?;
        paired_samples(&summary, &request.budget)
    } else {
        let summary = OneSample {
            frame,
            moments: values.moments("")?,
            rules: rules.clone(),
        };
        values.finish()?;
        one_sample(&summary, &request.budget)
    };
    Ok(Reconstruction {
        answer: answer.map_err(usage)?,
        rules,
        columns: columns(request.instrument.as_deref(), is_paired),
    })
}

fn usage(error: ReconstructError) -> AppError {
    AppError::Usage(error.to_string())
}

fn frame(values: &mut Values, instrument: Option<&str>) -> Result<Frame, AppError> {
    let n = values.needed("n")?;
    let scale = instrument.map(find_instrument).transpose()?;
    let (lowest, highest) = (values.whole("lowest")?, values.whole("highest")?);
    let range = match (scale, lowest, highest) {
        (Some(scale), lowest, highest) => (
            Some(lowest.unwrap_or(i64::from(scale.minimum))),
            highest.or(scale.maximum.map(i64::from)),
        ),
        (None, lowest, highest) => (lowest, highest),
    };
    let (Some(lowest), Some(highest)) = range else {
        return Err(AppError::Usage(
            "which whole values are possible? Give lowest=0 highest=60, or a scale that has a \
             largest total, such as --instrument madrs"
                .to_owned(),
        ));
    };
    Frame::new(n, lowest, highest).map_err(usage)
}

fn read_rules(texts: &[String], option: &str, has_count: bool) -> Result<Vec<Rule>, AppError> {
    let read = |text: &String| {
        let rule: Rule = text
            .parse()
            .map_err(|error| AppError::Usage(format!("{option}: {error}")))?;
        match (rule.count.is_some(), has_count) {
            (true, true) | (false, false) => Ok(rule),
            (false, true) => Err(AppError::Usage(format!(
                "{option}: \"{text}\" has no count; write how many after a colon, such as '<10: 2'"
            ))),
            (true, false) => Err(AppError::Usage(format!(
                "{option}: \"{text}\" has a count; a printed count belongs to --count"
            ))),
        }
    };
    texts.iter().map(read).collect()
}

/// Names by which `cohort` knows the columns again.
fn columns(instrument: Option<&str>, is_paired: bool) -> [String; 2] {
    let scale = instrument.map_or(String::new(), |id| format!("{}_", id.to_lowercase()));
    if is_paired {
        [format!("{scale}baseline"), format!("{scale}post")]
    } else {
        [format!("{scale}total"), String::new()]
    }
}

impl Reconstruction {
    /// The first solutions as rows of patients.
    #[must_use]
    pub fn solutions(&self, wanted: usize) -> TableView {
        let shown = self.answer.solutions.get(..wanted);
        let [first, second] = &self.columns;
        solutions_view(shown.unwrap_or(&self.answer.solutions), [first, second])
    }

    /// Writes the first solutions to a CSV file, whole or not at all.
    ///
    /// # Errors
    /// [`AppError::Write`] with the reason.
    pub fn write(&self, path: &Path, wanted: usize) -> Result<(), AppError> {
        let text = render(&self.solutions(wanted), Format::Csv)
            .map_err(|error| AppError::Analysis(error.to_string()))?;
        write_whole(path, text.as_bytes())
    }
}
