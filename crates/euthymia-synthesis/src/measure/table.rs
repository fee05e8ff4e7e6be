//! The table of effect measures.

use super::{Back, Input, MeasureInfo, Scale};

/// Writes the enum, the list of its variants and what is fixed about each.
macro_rules! measures {
    ($(
        $(#[$doc:meta])*
        $variant:ident = $code:literal, $name:literal, $input:ident, $scale:ident, $back:ident;
            $estimate:literal; $variance:literal; $reference:literal.
    )*) => {
        /// An effect measure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Measure {
            $($(#[$doc])* $variant,)*
        }

        impl Measure {
            /// Every measure.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$variant),*];

            /// What is fixed about it: names, scale, formulas, paper.
            #[must_use]
            pub fn info(self) -> MeasureInfo {
                match self {
                    $(Self::$variant => MeasureInfo {
                        code: $code,
                        name: $name,
                        input: Input::$input,
                        scale: Scale::$scale,
                        back: Back::$back,
                        estimate: $estimate,
                        variance: $variance,
                        reference: $reference,
                    },)*
                }
            }
        }
    };
}

measures! {
    // One group, events.
    /// Raw proportion of one group.
    RawProportion = "PR", "proportion", OneProportion, Proportion, Identity;
        "x/n"; "p(1 − p)/n"; "Wald interval".
    /// Logit of the proportion of one group.
    Logit = "PLO", "proportion (logit)", OneProportion, Proportion, Logistic;
        "ln[x/(n − x)]"; "1/x + 1/(n − x)"; "delta method".
    /// Freeman–Tukey double arcsine of the proportion of one group.
    DoubleArcsine = "PFT", "proportion (double arcsine)", OneProportion, Proportion, DoubleArcsine;
        "½{arcsin √[x/(n + 1)] + arcsin √[(x + 1)/(n + 1)]}"; "1/(4n + 2)"; "Freeman & Tukey 1950".
    /// Log of the proportion of one group.
    LogProportion = "PLN", "proportion (log)", OneProportion, Proportion, Exponential;
        "ln(x/n)"; "1/x − 1/n"; "delta method".
    /// Arcsine of the square root of the proportion of one group.
    Arcsine = "PAS", "proportion (arcsine)", OneProportion, Proportion, Sine;
        "arcsin √(x/n)"; "1/(4n)"; "Bartlett 1947".
    /// Probit of the proportion of one group.
    Probit = "PRZ", "proportion (probit)", OneProportion, Proportion, Normal;
        "z = Φ⁻¹(x/n)"; "2π e^(z²) p(1 − p)/n"; "delta method".
    // Two groups, events.
    /// Log risk ratio.
    RiskRatio = "RR", "risk ratio", TwoProportions, Ratio, Exponential;
        "ln[(a/n₁)/(c/n₂)]"; "1/a − 1/n₁ + 1/c − 1/n₂"; "Katz et al. 1978".
    /// Log odds ratio.
    OddsRatio = "OR", "odds ratio", TwoProportions, Ratio, Exponential;
        "ln[(a/b)/(c/d)]"; "1/a + 1/b + 1/c + 1/d"; "Woolf 1955".
    /// Risk difference.
    RiskDifference = "RD", "risk difference", TwoProportions, ProportionDifference, Identity;
        "a/n₁ − c/n₂"; "ab/n₁³ + cd/n₂³"; "Fleiss et al. 2003".
    /// Log odds ratio by Peto's method.
    PetoOddsRatio = "PETO", "odds ratio (Peto)", TwoProportions, Ratio, Exponential;
        "(a − n₁m₁/N)/V, V = n₁n₂m₁m₂/[N²(N − 1)]"; "1/V"; "Yusuf et al. 1985".
    /// Difference of arcsines of the square roots of two proportions.
    ArcsineDifference = "AS", "arcsine difference", TwoProportions, Difference, Identity;
        "arcsin √(a/n₁) − arcsin √(c/n₂)"; "1/(4n₁) + 1/(4n₂)"; "Rücker et al. 2009".
    /// The φ coefficient.
    Phi = "PHI", "phi coefficient", TwoProportions, Correlation, Identity;
        "(ad − bc)/√(n₁n₂m₁m₂)"; "large-sample variance of φ"; "Yule 1912".
    /// Fisher's z of the φ coefficient.
    PhiZ = "ZPHI", "phi coefficient (Fisher's z)", TwoProportions, Correlation, Tanh;
        "artanh φ"; "v(φ)/(1 − φ²)²"; "Yule 1912; Fisher 1921".
    /// Yule's Q.
    YuleQ = "YUQ", "Yule's Q", TwoProportions, Correlation, Identity;
        "(ad − bc)/(ad + bc)"; "¼(1 − Q²)²(1/a + 1/b + 1/c + 1/d)"; "Yule 1912".
    /// Yule's Y.
    YuleY = "YUY", "Yule's Y", TwoProportions, Correlation, Identity;
        "(√(ad) − √(bc))/(√(ad) + √(bc))"; "(1 − Y²)²(1/a + 1/b + 1/c + 1/d)/16"; "Yule 1912".
    /// Difference of probits as a standardised mean difference.
    ProbitDifference = "PBIT", "probit difference", TwoProportions, Difference, Identity;
        "Φ⁻¹(a/n₁) − Φ⁻¹(c/n₂)"; "2π[e^(z₁²)ab/n₁³ + e^(z₂²)cd/n₂³]"; "Sánchez-Meca et al. 2003".
    /// Log odds ratio as a standardised mean difference of normal outcomes.
    OddsRatioToDNormal = "OR2DN", "standardised mean difference from the odds ratio (normal)",
        TwoProportions, Difference, Identity;
        "ln[(a/b)/(c/d)]/1.65"; "(1/a + 1/b + 1/c + 1/d)/1.65²"; "Cox & Snell 1989".
    /// Log odds ratio as a standardised mean difference of logistic outcomes.
    OddsRatioToDLogistic = "OR2DL", "standardised mean difference from the odds ratio (logistic)",
        TwoProportions, Difference, Identity;
        "ln[(a/b)/(c/d)]·√3/π"; "(1/a + 1/b + 1/c + 1/d)·3/π²"; "Hasselblad & Hedges 1995".
    // Matched pairs.
    /// Marginal log risk ratio of matched pairs.
    MatchedRiskRatio = "MPRR", "risk ratio (matched pairs)", MatchedPairs, Ratio, Exponential;
        "ln[(a + b)/(a + c)]"; "(b + c)/[(a + b)(a + c)]"; "Zou 2007".
    /// Marginal log odds ratio of matched pairs.
    MatchedOddsRatio = "MPOR", "odds ratio (matched pairs, marginal)", MatchedPairs, Ratio, Exponential;
        "ln[(a + b)(b + d)/((c + d)(a + c))]";
        "1/(a + b) + 1/(c + d) + 1/(a + c) + 1/(b + d) − 2n(ad − bc)/[(a + b)(c + d)(a + c)(b + d)]";
        "Zou 2007".
    /// Risk difference of matched pairs.
    MatchedRiskDifference = "MPRD", "risk difference (matched pairs)", MatchedPairs,
        ProportionDifference, Identity;
        "(b − c)/n"; "(b + c)/n² − (b − c)²/n³"; "Fleiss et al. 2003".
    /// Conditional log odds ratio of matched pairs.
    MatchedConditionalOddsRatio = "MPORC", "odds ratio (matched pairs, conditional)", MatchedPairs,
        Ratio, Exponential;
        "ln(b/c)"; "1/b + 1/c"; "Breslow & Day 1980".
    /// Conditional log odds ratio of matched pairs by Peto's method.
    MatchedPetoOddsRatio = "MPPETO", "odds ratio (matched pairs, Peto)", MatchedPairs, Ratio,
        Exponential;
        "2(b − c)/(b + c)"; "4/(b + c)"; "Curtin et al. 2002".
    // Person-time.
    /// Incidence rate of one group.
    Rate = "IR", "incidence rate", OneRate, Rate, Identity;
        "x/t"; "x/t²"; "Poisson counts".
    /// Log incidence rate of one group.
    LogRate = "IRLN", "incidence rate (log)", OneRate, Rate, Exponential;
        "ln(x/t)"; "1/x"; "delta method".
    /// Square root of the incidence rate of one group.
    RootRate = "IRS", "incidence rate (square root)", OneRate, Rate, Square;
        "√(x/t)"; "1/(4t)"; "delta method".
    /// Freeman–Tukey transformed incidence rate of one group.
    DoubleRootRate = "IRFT", "incidence rate (Freeman–Tukey)", OneRate, Rate, DoubleRoot;
        "½{√(x/t) + √[(x + 1)/t]}"; "1/(4t)"; "Freeman & Tukey 1950".
    /// Log incidence rate ratio.
    RateRatio = "IRR", "incidence rate ratio", TwoRates, Ratio, Exponential;
        "ln[(x₁/t₁)/(x₂/t₂)]"; "1/x₁ + 1/x₂"; "Rothman et al. 2008".
    /// Incidence rate difference.
    RateDifference = "IRD", "incidence rate difference", TwoRates, RateDifference, Identity;
        "x₁/t₁ − x₂/t₂"; "x₁/t₁² + x₂/t₂²"; "Rothman et al. 2008".
    /// Difference of the square roots of two incidence rates.
    RootRateDifference = "IRSD", "incidence rate difference (square root)", TwoRates, Difference,
        Identity;
        "√(x₁/t₁) − √(x₂/t₂)"; "1/(4t₁) + 1/(4t₂)"; "Bagos & Nikolopoulos 2009".
    // One group, means.
    /// Mean of one group.
    Mean = "MN", "mean", OneMean, Amount, Identity;
        "m"; "s²/n"; "textbook".
    /// Standardised mean of one group.
    StandardisedMean = "SMN", "standardised mean", OneMean, Amount, Identity;
        "g = J(n − 1)·m/s"; "1/n + g²/(2n)"; "Hedges 1981".
    /// Log mean of one group.
    LogMean = "MNLN", "mean (log)", OneMean, Amount, Exponential;
        "ln m"; "s²/(n m²)"; "delta method".
    /// Log coefficient of variation of one group.
    LogCv = "CVLN", "coefficient of variation (log)", OneMean, Amount, Exponential;
        "ln(s/m) + 1/[2(n − 1)]"; "1/[2(n − 1)] + s²/(n m²)"; "Nakagawa et al. 2015".
    /// Log standard deviation of one group.
    LogSd = "SDLN", "standard deviation (log)", OneMean, Amount, Exponential;
        "ln s + 1/[2(n − 1)]"; "1/[2(n − 1)]"; "Raudenbush & Bryk 1987".
    // Two groups, means.
    /// Difference of two means.
    MeanDifference = "MD", "mean difference", TwoMeans, Difference, Identity;
        "m₁ − m₂"; "s₁²/n₁ + s₂²/n₂"; "Borenstein 2009, equation 12.5".
    /// Hedges' g.
    HedgesG = "SMD", "Hedges' g", TwoMeans, Difference, Identity;
        "g = J(n₁ + n₂ − 2)·(m₁ − m₂)/s"; "1/n₁ + 1/n₂ + g²/[2(n₁ + n₂)]"; "Hedges 1981, 1982".
    /// Standardised mean difference with unequal variances.
    SmdUnequal = "SMDH", "standardised mean difference (unequal variances)", TwoMeans, Difference,
        Identity;
        "g = J(n₁ + n₂ − 2)·(m₁ − m₂)/s̄, s̄² = (s₁² + s₂²)/2";
        "g²[s₁⁴/(n₁ − 1) + s₂⁴/(n₂ − 1)]/(8s̄⁴) + [s₁²/(n₁ − 1) + s₂²/(n₂ − 1)]/s̄²"; "Bonett 2008, 2009".
    /// Glass's Δ.
    GlassDelta = "SMD1", "Glass's delta", TwoMeans, Difference, Identity;
        "g = J(n₂ − 1)·(m₁ − m₂)/s₂"; "1/n₁ + 1/n₂ + g²/(2n₂)"; "Glass 1976; Hedges 1981".
    /// Glass's Δ with unequal variances.
    GlassDeltaUnequal = "SMD1H", "Glass's delta (unequal variances)", TwoMeans, Difference, Identity;
        "g = J(n₂ − 1)·(m₁ − m₂)/s₂"; "s₁²/[s₂²(n₁ − 1)] + 1/(n₂ − 1) + g²/[2(n₂ − 1)]"; "Bonett 2008".
    /// Log ratio of two means.
    RatioOfMeans = "ROM", "ratio of means", TwoMeans, Ratio, Exponential;
        "ln(m₁/m₂) + ½[s₁²/(n₁m₁²) − s₂²/(n₂m₂²)]"; "s₁²/(n₁m₁²) + s₂²/(n₂m₂²)";
        "Hedges et al. 1999; Lajeunesse 2015".
    /// Log ratio of two standard deviations.
    VariabilityRatio = "VR", "variability ratio", TwoMeans, Ratio, Exponential;
        "ln(s₁/s₂) + 1/[2(n₁ − 1)] − 1/[2(n₂ − 1)]"; "1/[2(n₁ − 1)] + 1/[2(n₂ − 1)]";
        "Nakagawa et al. 2015".
    /// Log ratio of two coefficients of variation.
    CvRatio = "CVR", "coefficient of variation ratio", TwoMeans, Ratio, Exponential;
        "VR − ROM"; "v(VR) + v(ROM)"; "Nakagawa et al. 2015".
    /// Standardised mean difference as a log odds ratio of normal outcomes.
    DToOddsRatioNormal = "D2ORN", "odds ratio from the standardised mean difference (normal)",
        TwoMeans, Ratio, Exponential;
        "1.65·d"; "1.65²·(1/n₁ + 1/n₂ + d²/[2(n₁ + n₂)])"; "Cox & Snell 1989".
    /// Standardised mean difference as a log odds ratio of logistic outcomes.
    DToOddsRatioLogistic = "D2ORL", "odds ratio from the standardised mean difference (logistic)",
        TwoMeans, Ratio, Exponential;
        "(π/√3)·d"; "(π²/3)·(1/n₁ + 1/n₂ + d²/[2(n₁ + n₂)])"; "Hasselblad & Hedges 1995".
    /// Point-biserial correlation.
    PointBiserial = "RPB", "point-biserial correlation", TwoMeans, Correlation, Identity;
        "r = d/√(d² + h), h = (n₁ + n₂ − 2)(1/n₁ + 1/n₂)";
        "h²/(h + d²)³·[1/n₁ + 1/n₂ + d²/(2N)]"; "Tate 1954; Jacobs & Viechtbauer 2017".
    /// Fisher's z of the point-biserial correlation.
    PointBiserialZ = "ZPB", "point-biserial correlation (Fisher's z)", TwoMeans, Correlation, Tanh;
        "artanh r"; "v(r)/(1 − r²)²"; "Jacobs & Viechtbauer 2017".
    /// Biserial correlation.
    Biserial = "RBIS", "biserial correlation", TwoMeans, Correlation, Identity;
        "r = √(pq)/φ(z)·r_pb"; "{pq/f² − [3/2 + (1 − pz/f)(1 + qz/f)]r² + r⁴}/(N − 1)";
        "Soper 1914; Jacobs & Viechtbauer 2017".
    /// Fisher's z of the biserial correlation.
    BiserialZ = "ZBIS", "biserial correlation (Fisher's z)", TwoMeans, Correlation, Tanh;
        "artanh r"; "v(r)/(1 − r²)²"; "Jacobs & Viechtbauer 2017".
    // Change.
    /// Mean change.
    MeanChange = "MC", "mean change", Paired, Difference, Identity;
        "m₁ − m₀"; "s_D²/n"; "textbook".
    /// Mean change in standard deviations of the change.
    ChangeByChange = "SMCC", "standardised mean change (change score)", Paired, Difference, Identity;
        "g = J(n − 1)·(m₁ − m₀)/s_D"; "1/n + g²/(2n)"; "Gibbons et al. 1993".
    /// Mean change in standard deviations before.
    ChangeByBefore = "SMCR", "standardised mean change (raw score)", Paired, Difference, Identity;
        "g = J(n − 1)·(m₁ − m₀)/s₀"; "2(1 − r)/n + g²/(2n)"; "Becker 1988".
    /// The same with unequal variances.
    ChangeByBeforeUnequal = "SMCRH", "standardised mean change (raw score, unequal variances)", Paired,
        Difference, Identity;
        "g = J(n − 1)·(m₁ − m₀)/s₀"; "s_D²/[s₀²(n − 1)] + g²/[2(n − 1)]"; "Bonett 2008".
    /// Mean change in average standard deviations.
    ChangeByAverage = "SMCRP", "standardised mean change (average score)", Paired, Difference, Identity;
        "g = J(ν)·(m₁ − m₀)/s̄, ν = 2(n − 1)/(1 + r²)"; "2(1 − r)/n + g²(1 + r²)/(4n)";
        "Cousineau 2020; Bonett 2008".
    /// The same with unequal variances.
    ChangeByAverageUnequal = "SMCRPH", "standardised mean change (average score, unequal variances)",
        Paired, Difference, Identity;
        "g = J(ν)·(m₁ − m₀)/s̄, ν = 2(n − 1)/(1 + r²)";
        "s_D²/[s̄²(n − 1)] + g²(s₁⁴ + s₀⁴ + 2r²s₁²s₀²)/[8s̄⁴(n − 1)]"; "Bonett 2008".
    /// Log ratio of the means after and before.
    RatioOfMeansChange = "ROMC", "ratio of means (change)", Paired, Ratio, Exponential;
        "ln(m₁/m₀) + ½[s₁²/(n m₁²) − s₀²/(n m₀²)]";
        "s₁²/(n m₁²) + s₀²/(n m₀²) − 2r s₁s₀/(n m₁m₀)"; "Lajeunesse 2011, 2015".
    /// Log ratio of the standard deviations after and before.
    VariabilityRatioChange = "VRC", "variability ratio (change)", Paired, Ratio, Exponential;
        "ln(s₁/s₀)"; "(1 − r²)/(n − 1)"; "Nakagawa et al. 2015".
    /// Log ratio of the coefficients of variation after and before.
    CvRatioChange = "CVRC", "coefficient of variation ratio (change)", Paired, Ratio, Exponential;
        "VRC − ROMC"; "v(VRC) + v(ROMC)"; "Nakagawa et al. 2015".
    /// Difference of two groups' standardised changes, each by its own standard deviation before.
    DifferenceOfChanges = "DPPC1", "difference of standardised changes", TwoPaired, Difference, Identity;
        "SMCR₁ − SMCR₂"; "v(SMCR₁) + v(SMCR₂)"; "Becker 1988; Morris 2008".
    /// Difference of two groups' changes by the pooled standard deviation before.
    PooledBeforeChange = "DPPC2", "difference of changes (pooled standard deviation before)", TwoPaired,
        Difference, Identity;
        "g = J(m)·(change₁ − change₂)/s₀, m = n₁ + n₂ − 2";
        "J²[m/(m − 2)](a + g²) − g², a = 2(1 − r)(1/n₁ + 1/n₂)";
        "Morris 2008".
    // Correlation.
    /// Raw correlation.
    Correlation = "COR", "correlation", Correlation, Correlation, Identity;
        "r"; "(1 − r²)²/(n − 1)"; "Borenstein 2009, equation 12.27".
    /// Correlation corrected for bias.
    UnbiasedCorrelation = "UCOR", "correlation (unbiased)", Correlation, Correlation, Identity;
        "u = r·₂F₁(½, ½; (n − 2)/2; 1 − r²)"; "(1 − u²)²/(n − 1)"; "Olkin & Pratt 1958".
    /// Fisher's z of a correlation.
    FisherZ = "ZCOR", "correlation (Fisher's z)", Correlation, Correlation, Tanh;
        "artanh r"; "1/(n − 3)"; "Fisher 1921".
    /// Partial correlation.
    PartialCorrelation = "PCOR", "partial correlation", PartialCorrelation, Correlation, Identity;
        "r"; "(1 − r²)²/(n − m)"; "Anderson 1984".
    /// Fisher's z of a partial correlation.
    PartialFisherZ = "ZPCOR", "partial correlation (Fisher's z)", PartialCorrelation, Correlation, Tanh;
        "artanh r"; "1/(n − m − 2)"; "Anderson 1984".
    // Reliability.
    /// Cronbach's α.
    Alpha = "ARAW", "Cronbach's alpha", Reliability, Reliability, Identity;
        "α"; "2m(1 − α)²/[(m − 1)(n − 2)]"; "van Zyl et al. 2000".
    /// Cronbach's α, transformed after Hakstian and Whalen.
    AlphaHakstianWhalen = "AHW", "Cronbach's alpha (Hakstian–Whalen)", Reliability, Reliability,
        HakstianWhalen;
        "1 − (1 − α)^⅓"; "18m(n − 1)(1 − α)^⅔/[(m − 1)(9n − 11)²]"; "Hakstian & Whalen 1976".
    /// Cronbach's α, transformed after Bonett.
    AlphaBonett = "ABT", "Cronbach's alpha (Bonett)", Reliability, Reliability, Bonett;
        "−ln(1 − α)"; "2m/[(m − 1)(n − 2)]"; "Bonett 2002".
    // Printed estimates.
    /// Log hazard ratio, from a printed result.
    HazardRatio = "HR", "hazard ratio", Estimate, Ratio, Exponential;
        "ln HR"; "[(ln upper − ln lower)/(2z)]², (ln HR/z)², or 1/V"; "Parmar et al. 1998; Tierney et al. 2007".
    /// Any estimate with its variance.
    Generic = "GEN", "estimate", Estimate, Difference, Identity;
        "y"; "v"; "as printed".
}
