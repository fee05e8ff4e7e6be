//! What was done beyond the two models of inverse variances, in words: only what was asked for.

use crate::compared::analysis::Compared;
use crate::compared::choice::Level;
use crate::compared::component_options::Inactive;
use crate::compared::dosing::Dosing;
use crate::compared::models::{FurtherModel, ModelOptions};
use crate::compared::moderation::{Moderation, Sharing};
use euthymia_synthesis::network::component::Criterion;
use euthymia_table::fmt;

/// Papers in the order in which they were first named.
pub(super) struct Cited(Vec<&'static str>);

impl Cited {
    pub(super) fn starting_with(papers: &[&'static str]) -> Self {
        Self(papers.to_vec())
    }

    /// The number of a paper in brackets.
    fn number(&mut self, paper: &'static str) -> String {
        let known = self.0.iter().position(|own| *own == paper);
        let at = known.unwrap_or_else(|| {
            self.0.push(paper);
            self.0.len() - 1
        });
        format!("[{}]", at + 1)
    }

    /// The list of references.
    pub(super) fn list(&self) -> Vec<String> {
        let papers = self.0.iter().enumerate();
        papers
            .map(|(at, paper)| format!("[{}] {paper}", at + 1))
            .collect()
    }
}

/// The paragraphs on what was asked for.
pub(super) fn paragraphs(compared: &Compared, cited: &mut Cited) -> Vec<String> {
    let options = &compared.options;
    let mut said = Vec::new();
    said.extend(models(&options.further, options.draws.seed, cited));
    said.extend(moderators(&options.moderation, cited));
    said.extend(options.dosing.as_ref().map(|dosing| doses(dosing, cited)));
    if compared.choice.level == Level::Components {
        said.push(components(compared, cited));
    }
    said.push(certainty(compared, cited));
    said
}

fn models(asked: &ModelOptions, seed: u64, cited: &mut Cited) -> Option<String> {
    if asked.models.is_empty() {
        return None;
    }
    let each = asked.models.iter().map(|model| {
        let paper = cited.number(paper(*model));
        format!("{} ({}) {paper}", model.name(), model.description())
    });
    let mut text = format!("Fitted besides: {}.", each.collect::<Vec<_>>().join("; "));
    if asked.models.iter().any(|model| model.is_bayesian()) {
        if let Some(prior) = &asked.prior {
            text += &format!(" The prior of τ: {}.", prior.words);
        }
        text += &match asked.effect_sd {
            Some(sd) => format!(
                " Effects against the reference have normal priors about 0 with standard deviation {}.",
                fmt::number(sd, 2)
            ),
            None => " Effects against the reference have flat priors where the posterior is integrated, \
                     and normal priors with standard deviation 100 where it is sampled."
                .to_owned(),
        };
    }
    if asked.models.contains(&FurtherModel::BayesBinomial) {
        let paper = cited.number(CHAINS);
        text += &format!(
            " Sampling: {} chains from seed {seed}, {} draws each after {} that adapt the sampler; R-hat, \
             effective sizes and divergences {paper} stand in the table of posteriors.",
            asked.chains, asked.kept, asked.warm_up
        );
    }
    Some(text)
}

fn moderators(asked: &Moderation, cited: &mut Cited) -> Option<String> {
    if asked.moderators.is_empty() {
        return None;
    }
    let each = asked.moderators.iter().map(|own| {
        let how = match own.sharing {
            Sharing::Shared => "one interaction for all treatments",
            Sharing::Independent => "an interaction of its own for each treatment",
            Sharing::Exchangeable => {
                "interactions of treatments drawn from one normal distribution"
            }
            Sharing::ByClass => "one interaction for each class of treatments",
        };
        format!("{} ({how})", own.name)
    });
    let each = each.collect::<Vec<_>>().join("; ");
    let paper = cited.number(REGRESSION);
    Some(format!(
        "Network meta-regression under random effects {paper} on {each}. Controls have no interaction; \
         effects are stated at the mean of the trials unless a value was given; a trial that does not report \
         the covariate is left out of the regression alone. Trials were not randomised to its values."
    ))
}

fn doses(asked: &Dosing, cited: &mut Cited) -> String {
    let paper = cited.number(DOSES);
    let curve = match asked.shape {
        Some(shape) => format!("the curve of every agent is {}", shape.name()),
        None => "every curve that the doses allow is fitted, and the one with the smallest AIC is shown \
                 beside the others"
            .to_owned(),
    };
    let own = asked.own.iter();
    let own = own.map(|(agent, shape)| format!("; that of {agent} is {}", shape.name()));
    let weight = asked.body_weight.map_or_else(String::new, |kg| {
        format!(
            " Doses per weight are made into doses at {} kg.",
            fmt::number(kg, 1)
        )
    });
    format!(
        "Effects as curves over doses in one stage, zero at dose 0 {paper}: {curve}{}.{weight}",
        own.collect::<String>()
    )
}

fn components(compared: &Compared, cited: &mut Cited) -> String {
    let asked = &compared.options.components;
    let paper = cited.number(COMPONENTS);
    let nothing = match &asked.inactive {
        Inactive::Usual => "the control, else the reference, counts as doing nothing".to_owned(),
        Inactive::Named(name) => format!("{name} counts as doing nothing"),
        Inactive::Nothing => "no component counts as doing nothing".to_owned(),
    };
    let interactions: Vec<String> = asked
        .interactions
        .iter()
        .map(|(one, other)| format!("{one} with {other}"))
        .collect();
    let interactions = match interactions.is_empty() {
        true => String::new(),
        false => format!(" Interactions: {}.", interactions.join(", ")),
    };
    let select = match asked.select {
        None => String::new(),
        Some(Criterion::Akaike) => {
            " Further interactions are taken in one by one while Akaike's criterion falls."
                .to_owned()
        }
        Some(Criterion::BelowP(limit)) => format!(
            " Further interactions are taken in one by one while the fall in Q has p below {}.",
            fmt::number(limit.get(), 3)
        ),
    };
    format!(
        "Combinations as sums of their components {paper}; {nothing}.{interactions}{select} The model is \
         tested against the one with a node for each combination where the network is connected."
    )
}

fn certainty(compared: &Compared, cited: &mut Cited) -> String {
    let asked = &compared.options.certainty;
    let paper = cited.number(CINEMA);
    format!(
        "Certainty in six domains {paper}: within-study bias ({}), indirectness ({}), what is said of \
         missing results, imprecision, heterogeneity and incoherence; {}. What nobody has judged is shown as \
         not judged.",
        asked.within_study_bias.name(),
        asked.indirectness.name(),
        asked.related.name(),
    )
}

fn paper(model: FurtherModel) -> &'static str {
    match model {
        FurtherModel::MantelHaenszel => MANTEL_HAENSZEL,
        FurtherModel::ConditionalApproximate | FurtherModel::Conditional => CONDITIONAL,
        FurtherModel::Binomial | FurtherModel::BinomialNormal => BINOMIAL,
        FurtherModel::Penalised | FurtherModel::PenalisedAll => PENALISED,
        FurtherModel::Bayes | FurtherModel::BayesBinomial => BAYES,
    }
}

const MANTEL_HAENSZEL: &str = "Efthimiou O et al. Network meta-analysis of rare events using the \
     Mantel-Haenszel method. Stat Med 2019;38:2992–3012.";
const CONDITIONAL: &str = "Stijnen T, Hamza TH, Özdemir P. Random effects meta-analysis of event outcome in \
     the framework of the generalized linear mixed model with applications in sparse data. Stat Med \
     2010;29:3046–3067.";
const BINOMIAL: &str = "Simmonds MC, Higgins JP. A general framework for the use of logistic regression \
     models in meta-analysis. Stat Methods Med Res 2016;25:2858–2877.";
const PENALISED: &str =
    "Firth D. Bias reduction of maximum likelihood estimates. Biometrika 1993;80:27–38.";
const BAYES: &str = "Dias S et al. Evidence synthesis for decision making 2: a generalized linear modeling \
     framework for pairwise and network meta-analysis of randomized controlled trials. Med Decis Making \
     2013;33:607–617.";
const CHAINS: &str = "Vehtari A et al. Rank-normalization, folding, and localization: an improved R-hat for \
     assessing convergence of MCMC. Bayesian Anal 2021;16:667–718.";
const REGRESSION: &str = "Cooper NJ et al. Addressing between-study heterogeneity and inconsistency in mixed \
     treatment comparisons. Stat Med 2009;28:1861–1881.";
const DOSES: &str = "Mawdsley D et al. Model-based network meta-analysis: a framework for evidence synthesis \
     of clinical trial data. CPT Pharmacometrics Syst Pharmacol 2016;5:393–401.";
const COMPONENTS: &str = "Rücker G, Petropoulou M, Schwarzer G. Network meta-analysis of multicomponent \
     interventions. Biom J 2020;62:808–821.";
const CINEMA: &str = "Nikolakopoulou A et al. CINeMA: an approach for assessing confidence in the results of \
     a network meta-analysis. PLoS Med 2020;17:e1003082.";
