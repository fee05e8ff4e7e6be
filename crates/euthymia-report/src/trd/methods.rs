//! Limits and methods, in sentences.

use crate::document::Section;

pub(super) fn limits() -> Option<Section> {
    let mut section = Section::new("limits", "Limits");
    section.list(
        [
            "The evidence base is a collection, not yet the result of a documented systematic \
             search: studies are missing, and what is missing is not random.",
            "No risk-of-bias judgement enters the numbers. Functional unblinding is likely in all \
             trials of ketamine and psychedelics; sham coils are imperfect; waiting lists control \
             for nothing but time.",
            "Single-arm rates pool randomised and uncontrolled arms. Open-label registries report \
             higher rates than trials; their populations are not always treatment-resistant by the \
             usual definition of two failed trials.",
            "Response and remission are pooled under each study's own definition and scale. \
             Remission has five different cut-offs on the MADRS alone.",
            "The window of one to 84 days mixes one-day and six-week outcomes. Ketamine's single \
             infusions are kept apart from courses for that reason; nothing here speaks about \
             durability.",
            "Registries, press releases and secondary data sets are marked as such where they are \
             used; some change scores are model-based or carried forward.",
            "Observed cases, carried-forward and intention-to-treat sets are mixed; the provenance \
             lines say which is which. Two outcomes are of any time up to their day, which is more \
             than at that day; their rows say so.",
            "Full dose of esketamine is a highest dose of at least 56 mg, or none stated: one trial \
             starts at 28 mg in older patients.",
            "A pooled rate of few studies has a wide interval and an unreliable τ². A prediction \
             interval needs three studies to mean anything.",
            "No controlled evidence on order or interval of TMS and ketamine was found.",
            "Claims are compared with rates of the same treatment and outcome, not of the same \
             patients.",
        ]
        .map(str::to_owned),
    );
    Some(section)
}

pub(super) fn methods() -> Option<Section> {
    let mut section = Section::new("methods", "Methods");
    section.list(
        [
            "Admission: rows marked seen or computed; arms of randomised parallel trials, of \
             non-randomised groups, single arms and cohorts, no case reports; outcome between day 1 and day 84, or after a course whose last day is not \
             stated; adverse events of the course. One row per arm: the main one, else the latest. \
             Arms of one study in one form of treatment are added up.",
            "Rates: a generalised linear mixed model, binomial within studies and with normally \
             distributed logits between them (Stijnen, Hamza & Özdemir 2010), because it needs no \
             correction of zeros and takes no variance as known; maximum likelihood, integrals computed \
             until they settle, interval and prediction interval by t with k − 1 degrees of freedom. \
             Where no patient, or every patient, of all studies had the event, the studies are added up \
             with the exact interval of the sum. Two studies leave one degree of freedom: the normal \
             interval is shown instead, marked as too narrow, and no prediction interval. A study's own \
             interval is exact (Clopper–Pearson). Other models stand under “How the rates move”.",
            "Comparisons: random effects, τ² by restricted maximum likelihood, Hartung–Knapp interval never \
             narrower than its Wald counterpart (Röver, Knapp & Friede 2015), prediction interval by t \
             with k − 1 degrees of freedom; log risk ratio with ½ added to the cells of a table with a zero, trials \
             without any event on both sides left out; risk difference, corrected only where it \
             has no variance; Hedges' g with the exact small-sample factor. Number needed to treat \
             from the pooled risk difference (Altman 1998).",
            "Networks: contrasts of each trial with the covariances of its shared arms, weighted least \
             squares on the graph of treatments (Rücker 2012), log odds ratios; τ² common to all \
             comparisons by restricted maximum likelihood; prediction intervals by t with the degrees of \
             freedom of Q. Direct and indirect evidence by back-calculation (König, Krahn & Binder 2013); \
             disagreement of designs by the design-by-treatment test (Higgins et al. 2012); P-scores \
             (Rücker & Schwarzer 2015); components by the additive model (Rücker, Petropoulou & \
             Schwarzer 2020).",
            "Heterogeneity: Q with its chi-squared test, I² and H² from τ² and the typical sampling \
             variance (Higgins & Thompson 2002), τ² with its Q-profile interval (Viechtbauer 2007); for \
             rates the likelihood-ratio test of equal logits and τ² with its profile-likelihood interval.",
            "Cohort: paired t test, per-patient percent improvement, response and remission under \
             named definitions with exact and Wilson intervals.",
        ]
        .map(str::to_owned),
    );
    Some(section)
}
