//! A comparison in words: what the command line says, and what a saved analysis file holds.

use super::against::AgainstSettings;
use super::baseline::{BaselineSetting, baseline, standard_deviation};
use super::certainty::{CertaintySettings, JudgementSettings};
use super::components::ComponentSettings;
use super::doses::DoseSettings;
use super::models::ModelsSettings;
use super::moderators::ModeratorSettings;
use super::words;
use super::{CompareRequest, Source};
use crate::error::AppError;
use crate::settings;
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::Selection;
use euthymia_report::compared::{CompareOptions, NodeChoice, usual_choices};
use euthymia_synthesis::network::{Draws, Prediction};
use euthymia_table::{DecimalMark, Diagnostic, Encoding, ReadOptions, cannot_read};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The layout of a saved analysis.
pub const SCHEMA: &str = "euthymia.compare.v1";

/// A comparison in words.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CompareSettings {
    /// The layout, [`SCHEMA`].
    pub schema: String,
    /// The trials.
    pub data: DataSettings,
    /// The model.
    #[serde(default)]
    pub model: ModelSettings,
    /// Models beside those of inverse variances.
    #[serde(default, skip_serializing_if = "ModelsSettings::is_empty")]
    pub models: ModelsSettings,
    /// The choices of nodes, the main one first; one control and doses merged where there is none.
    #[serde(default)]
    pub choice: Vec<ChoiceSettings>,
    /// What to make of components.
    #[serde(default, skip_serializing_if = "ComponentSettings::is_default")]
    pub components: ComponentSettings,
    /// The rules of certainty, and files with what people found.
    #[serde(default, skip_serializing_if = "CertaintySettings::is_default")]
    pub certainty_rules: CertaintySettings,
    /// What people judged of single comparisons in the place of a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certainty: Vec<JudgementSettings>,
    /// Properties of trials that may explain differences.
    #[serde(default, skip_serializing_if = "ModeratorSettings::is_empty")]
    pub moderation: ModeratorSettings,
    /// Curves over doses.
    #[serde(default, skip_serializing_if = "DoseSettings::is_empty")]
    pub doses: DoseSettings,
    /// Other outcomes that this one is set against.
    #[serde(default, skip_serializing_if = "AgainstSettings::is_empty")]
    pub against: AgainstSettings,
    /// What came out when it was saved.
    #[serde(default)]
    pub result: Vec<ResultSettings>,
}

/// Where the trials come from: a file, or the evidence base.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct DataSettings {
    /// A CSV file, relative to the saved analysis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// Its encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What separates its cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Its decimal mark, `point` or `comma`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// Words that mean missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// A folder of evidence files, relative to the saved analysis; the bundled one otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PathBuf>,
    /// The outcome of the evidence base, or of a file with a column for outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Treatments, report groups or classes: only trials with such an arm.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub treatment: Vec<String>,
    /// Days after the start, such as `1..28`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Only this scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// Only this definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Only populations that are treatment-resistant by the study's own statement.
    #[serde(skip_serializing_if = "is_false")]
    pub trd_only: bool,
    /// Only studies whose entry criterion admits so many failed trials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<u64>,
    /// Whether numbers are admitted whose denominator nobody read.
    #[serde(skip_serializing_if = "is_false")]
    pub include_n_not_seen: bool,
    /// Whether recalled numbers are admitted.
    #[serde(skip_serializing_if = "is_false")]
    pub include_unverified: bool,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The model; what is absent has the default of [`CompareOptions::of`].
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelSettings {
    /// OR, RR, RD, MD, SMD, IRR, HR or GEN.
    pub measure: Option<String>,
    /// `larger` or `smaller`.
    pub better: Option<String>,
    /// `dl`, `reml`, `ml`, or a value.
    pub tau2: Option<String>,
    /// `z` or `t`.
    pub prediction: Option<String>,
    /// Confidence level in percent.
    pub level: Option<f64>,
    /// The node that others are compared with.
    pub reference: Option<String>,
    /// The smallest important difference, as printed.
    pub important: Option<f64>,
    /// Risk or mean with the reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineSetting>,
    /// The standard deviation of the scale on which standardised differences are stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_sd: Option<f64>,
    /// Draws for ranks.
    pub draws: Option<usize>,
    /// Their seed.
    pub seed: Option<u64>,
    /// By how much contrasts of one trial may fail to add up.
    pub adds_up_within: Option<f64>,
    /// Columns that may explain differences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<String>,
}

/// A choice of nodes.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChoiceSettings {
    /// What it is called.
    pub name: String,
    /// `treatment`, `group`, `class` or `components`.
    pub nodes: Option<String>,
    /// `merged`, `by-kind` or `apart`.
    pub controls: Option<String>,
    /// `merged` or `apart`.
    pub doses: Option<String>,
    /// Days, such as `1..28`.
    pub days: Option<String>,
    /// Treatments or nodes to leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<String>,
    /// Nodes made by hand.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub merge: BTreeMap<String, Vec<String>>,
}

/// One estimate of the random-effects model or of a further one, as it was when the analysis was saved.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ResultSettings {
    /// The choice of nodes.
    pub choice: String,
    /// The further model; none for random effects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The treatment.
    pub treatment: String,
    /// What it is compared with.
    pub reference: String,
    /// Treatment less reference on the analysis scale.
    pub estimate: f64,
    /// Its standard error; of a posterior the standard deviation, where there is none half the width
    /// of the interval.
    pub standard_error: f64,
}

impl CompareSettings {
    /// The request in the terms of the analysis.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices, and without a file or an outcome.
    pub fn request(&self) -> Result<CompareRequest, AppError> {
        let choices: Vec<NodeChoice> = match self.choice.as_slice() {
            [] => vec![ChoiceSettings::default().choice()?],
            given => given
                .iter()
                .map(ChoiceSettings::choice)
                .collect::<Result<_, _>>()?,
        };
        for (at, choice) in choices.iter().enumerate() {
            if choices
                .iter()
                .take(at)
                .any(|before| before.name == choice.name)
            {
                return Err(AppError::Usage(format!(
                    "two choices of nodes are called \"{}\": give each a name of its own",
                    choice.name
                )));
            }
        }
        let source = self.data.source()?;
        let mut options = self.model.options(&source)?;
        options.further = self.models.options(options.measure)?;
        let mut covariates = self.model.covariates.clone();
        covariates.extend(self.moderation.names()?);
        Ok(CompareRequest {
            against: self.against.request(&source, &options)?,
            options: CompareOptions {
                certainty: self.certainty_rules.options(&self.certainty)?,
                components: self.components.options()?,
                moderation: self.moderation.moderation()?,
                dosing: self.doses.dosing()?,
                ..options
            },
            reporting: self.certainty_rules.reporting_file.clone(),
            appraisals: self.certainty_rules.appraisals.clone(),
            source,
            choices,
            covariates,
        })
    }
}

impl CompareSettings {
    /// The settings for a file in `folder`: they name their files from there. A file that is not
    /// below the folder is named by its whole path.
    #[must_use]
    pub fn seen_from(&self, folder: &Path) -> Self {
        let mut settings = self.clone();
        for named in settings.files() {
            *named = named
                .take()
                .map(|path| crate::seen_from::seen_from(&path, folder));
        }
        settings
    }

    /// The files that are named, to be changed.
    fn files(&mut self) -> impl Iterator<Item = &mut Option<PathBuf>> {
        let own = [&mut self.data.file, &mut self.data.evidence];
        own.into_iter().chain(self.certainty_rules.files())
    }
}

impl DataSettings {
    fn source(&self) -> Result<Source, AppError> {
        match (&self.file, &self.outcome) {
            (Some(path), outcome) => Ok(Source::File {
                path: path.clone(),
                read: self.read_options()?,
                outcome: outcome.clone(),
            }),
            (None, Some(outcome)) => Ok(Source::Evidence {
                folder: self.evidence.clone(),
                selection: Selection {
                    window: self.time.as_deref().map(settings::window).transpose()?,
                    instrument: self.instrument.clone(),
                    definition: self.definition.clone(),
                    admitted: Admitted {
                        n_not_seen: self.include_n_not_seen,
                        recalled: self.include_unverified,
                    },
                    trd_only: self.trd_only,
                    failures: self.failures,
                    ..Selection::of(settings::outcome(outcome)?, self.treatment.clone())
                },
            }),
            (None, None) => Err(AppError::Usage(
                "name a CSV file, or an outcome of the evidence base: --outcome response"
                    .to_owned(),
            )),
        }
    }

    fn read_options(&self) -> Result<ReadOptions, AppError> {
        let mut options = ReadOptions {
            delimiter: self.delimiter,
            ..ReadOptions::default()
        };
        if let Some(name) = &self.encoding {
            options.encoding = Some(Encoding::from_name(name).ok_or_else(|| {
                AppError::Usage(format!("encoding = \"{name}\" is none that is known"))
            })?);
        }
        options.decimal = match self.decimal.as_deref() {
            None => None,
            Some("point") => Some(DecimalMark::Point),
            Some("comma") => Some(DecimalMark::Comma),
            Some(other) => {
                return Err(AppError::Usage(format!(
                    "decimal = \"{other}\" is none; use point or comma"
                )));
            }
        };
        options.missing.extend(self.missing.iter().cloned());
        Ok(options)
    }
}

impl ModelSettings {
    fn options(&self, source: &Source) -> Result<CompareOptions, AppError> {
        let measure = match (&self.measure, source) {
            (Some(code), _) => words::measure(code)?,
            (None, Source::Evidence { selection, .. }) => words::usual_measure(&selection.outcome),
            (None, Source::File { .. }) => {
                return Err(AppError::Usage(
                    "--measure is needed with a file: OR, RR or RD for events and patients; MD or SMD \
                     for means; IRR for events in a time; HR or GEN for comparisons"
                        .to_owned(),
                ));
            }
        };
        let better = match (&self.better, source) {
            (Some(word), _) => words::better(word)?,
            (None, Source::Evidence { selection, .. }) => words::usual_better(&selection.outcome),
            (None, Source::File { .. }) => words::better("larger")?,
        };
        let usual = CompareOptions::of(measure, better);
        let draws = Draws {
            count: words::draws(self.draws.unwrap_or(usual.draws.count))?,
            seed: self.seed.unwrap_or(usual.draws.seed),
            ..usual.draws
        };
        Ok(CompareOptions {
            tau2: match &self.tau2 {
                Some(word) => words::tau2(word)?,
                None => usual.tau2,
            },
            prediction: match self.prediction.as_deref() {
                None | Some("t") => Prediction::StudentQ,
                Some("z") => Prediction::Normal,
                Some(other) => {
                    return Err(AppError::Usage(format!(
                        "prediction \"{other}\" is none; use t (degrees of freedom of Q) or z"
                    )));
                }
            },
            level: match self.level {
                Some(percent) => settings::level(percent)?,
                None => usual.level,
            },
            important: words::important(self.important, measure)?,
            baseline: baseline(self.baseline.as_ref(), measure)?,
            baseline_sd: standard_deviation(self.baseline_sd)?,
            adds_up_within: self.adds_up_within.unwrap_or(usual.adds_up_within),
            reference: self.reference.clone(),
            draws,
            ..usual
        })
    }
}

impl ChoiceSettings {
    /// The usual choices beside this one, in words.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices.
    pub fn beside(&self) -> Result<Vec<Self>, AppError> {
        let own = self.choice()?;
        let usual = usual_choices(&own);
        Ok(usual
            .into_iter()
            .map(|choice| Self {
                name: choice.name,
                nodes: Some(words::level_word(choice.level).to_owned()),
                controls: Some(words::controls_word(choice.controls).to_owned()),
                doses: Some(words::doses_word(choice.doses).to_owned()),
                ..self.clone()
            })
            .collect())
    }

    fn choice(&self) -> Result<NodeChoice, AppError> {
        let name = match self.name.trim() {
            "" => "main",
            name => name,
        };
        Ok(NodeChoice {
            name: name.to_owned(),
            level: words::level(self.nodes.as_deref())?,
            controls: words::controls(self.controls.as_deref())?,
            doses: words::doses(self.doses.as_deref())?,
            days: match &self.days {
                Some(text) => {
                    let window = settings::window(text)?;
                    Some((window.from, window.to))
                }
                None => None,
            },
            merge: self.merge.clone().into_iter().collect(),
            drop: self.drop.clone(),
        })
    }
}

/// Reads a saved analysis; the files it names are made relative to its folder.
///
/// # Errors
/// [`AppError::Input`] with the line and what is wrong there.
pub fn read_settings(path: &Path) -> Result<CompareSettings, AppError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    let mut settings = parse(&text, &name)?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    for named in settings.files() {
        *named = named.take().map(|file| folder.join(file));
    }
    Ok(settings)
}

/// Reads a saved analysis from text; `name` is what messages call it.
///
/// # Errors
/// As [`read_settings`].
///
/// # Example
/// ```
/// use euthymia_app::compare::settings::parse;
/// let text = r#"
///     schema = "euthymia.compare.v1"
///     [data]
///     outcome = "response"
///     [[choice]]
///     name = "controls apart"
///     controls = "apart"
/// "#;
/// assert_eq!(parse(text, "response.toml")?.choice[0].controls.as_deref(), Some("apart"));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn parse(text: &str, name: &str) -> Result<CompareSettings, AppError> {
    let settings: CompareSettings = crate::toml_text::parse(text, name)?;
    if settings.schema != SCHEMA {
        return Err(Diagnostic::error(name, format!("expected schema = \"{SCHEMA}\"")).into());
    }
    Ok(settings)
}

/// A saved analysis as text.
///
/// # Errors
/// [`AppError::Analysis`] for a number that TOML cannot hold.
pub fn write(settings: &CompareSettings) -> Result<String, AppError> {
    let body = toml::to_string(settings).map_err(|error| AppError::Analysis(error.to_string()))?;
    Ok(format!(
        "# A comparison of treatments. Run it again, or edit it: euthymia compare FILE\n{body}"
    ))
}
