//! A row of an `escalc` table, `name=value name=value`, as inputs and rules.

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::correlation::{Correlation, Direction, PartialCorrelation};
use euthymia_synthesis::effect::matched_pairs::Pairs;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::pair_correlation::PairCorrelation;
use euthymia_synthesis::effect::paired::{Occasion, Paired};
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::reliability::Alpha;
use euthymia_synthesis::effect::standardised::CohensD;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::effect::zero_cells::Scope;
use euthymia_synthesis::effect::{EffectError, Inputs, Rules, SmallSample, VarianceRule};
use euthymia_synthesis::measure::{Input, Measure};
use std::collections::BTreeMap;

/// The arguments of a row.
pub(crate) struct Arguments<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Arguments<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let pairs = text.split_whitespace();
        Self(pairs.filter_map(|pair| pair.split_once('=')).collect())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.0.get(name).copied()
    }

    fn number(&self, name: &str) -> f64 {
        self.0[name].parse().unwrap()
    }

    fn count(&self, name: &str) -> u64 {
        self.0[name].parse().unwrap()
    }

    fn group(&self, index: &str) -> Result<Group, EffectError> {
        Group::new(
            self.number(&format!("m{index}i")),
            self.number(&format!("sd{index}i")),
            self.count(&format!("n{index}i")),
        )
    }

    /// metafor's signed p-value.
    fn p(&self) -> (Probability, Direction) {
        let p = self.number("pi");
        let direction = if p < 0.0 {
            Direction::Negative
        } else {
            Direction::Positive
        };
        (Probability::new(p.abs()).unwrap(), direction)
    }

    /// The data for a measure.
    pub(crate) fn inputs(&self, measure: Measure) -> Result<Inputs, EffectError> {
        Ok(match measure.input() {
            Input::OneProportion => {
                Inputs::OneProportion(Count::new(self.count("xi"), self.count("ni"))?)
            }
            Input::TwoProportions => {
                let [a, b, c, d] = ["ai", "bi", "ci", "di"].map(|cell| self.count(cell));
                Inputs::TwoProportions(TwoByTwo::new(a, a + b, c, c + d)?)
            }
            Input::MatchedPairs => {
                let [a, b, c, d] = ["ai", "bi", "ci", "di"].map(|cell| self.count(cell));
                Inputs::MatchedPairs(Pairs::new(a, b, c, d)?)
            }
            Input::OneRate => {
                Inputs::OneRate(PersonTime::new(self.count("xi"), self.number("ti"))?)
            }
            Input::TwoRates => Inputs::TwoRates([
                PersonTime::new(self.count("x1i"), self.number("t1i"))?,
                PersonTime::new(self.count("x2i"), self.number("t2i"))?,
            ]),
            // The log standard deviation has no mean among its arguments.
            Input::OneMean => Inputs::OneMean(Group::new(
                if self.has("mi") {
                    self.number("mi")
                } else {
                    0.0
                },
                self.number("sdi"),
                self.count("ni"),
            )?),
            Input::TwoMeans if self.has("m1i") => {
                Inputs::TwoMeans([self.group("1")?, self.group("2")?])
            }
            Input::TwoMeans => Inputs::CohensD(self.cohens_d()?),
            Input::Paired => Inputs::Paired(self.paired(measure)?),
            Input::Correlation => Inputs::Correlation(self.correlation()?),
            Input::PartialCorrelation => Inputs::PartialCorrelation(PartialCorrelation::from_t(
                self.number("ti"),
                self.count("mi"),
                self.count("ni"),
            )?),
            Input::Reliability => Inputs::Reliability(Alpha::new(
                self.number("ai"),
                self.count("mi"),
                self.count("ni"),
            )?),
            Input::TwoPaired | Input::Estimate => panic!("no row is of this kind"),
        })
    }

    fn cohens_d(&self) -> Result<CohensD, EffectError> {
        let (n1, n2) = (self.count("n1i"), self.count("n2i"));
        if self.has("di") {
            CohensD::new(self.number("di"), n1, n2)
        } else if self.has("ti") {
            CohensD::from_t(self.number("ti"), n1, n2)
        } else {
            let (p, direction) = self.p();
            CohensD::from_p(p, direction, n1, n2)
        }
    }

    fn correlation(&self) -> Result<Correlation, EffectError> {
        let n = self.count("ni");
        if self.has("ri") {
            Correlation::new(self.number("ri"), n)
        } else if self.has("ti") {
            Correlation::from_t(self.number("ti"), n)
        } else {
            let (p, direction) = self.p();
            Correlation::from_p(p, direction, n)
        }
    }

    /// metafor divides SMCR and SMCRH by `sd1i`, which we call the standard deviation before.
    fn paired(&self, measure: Measure) -> Result<Paired, EffectError> {
        let (sd1, sd2) = (self.number("sd1i"), self.number("sd2i"));
        let swapped = matches!(
            measure,
            Measure::ChangeByBefore | Measure::ChangeByBeforeUnequal
        );
        let (after, before) = if swapped { (sd2, sd1) } else { (sd1, sd2) };
        Paired::new(
            Occasion::new(self.number("m1i"), after)?,
            Occasion::new(self.number("m2i"), before)?,
            self.count("ni"),
            PairCorrelation::given(self.number("ri"))?,
        )
    }

    /// metafor's rules with those of this row.
    pub(crate) fn rules(&self, measure: Measure) -> Rules {
        let mut rules = Rules::metafor(measure);
        if let Some(add) = self.word("add") {
            rules.zero_cells.amount = add.parse().unwrap();
        }
        match self.word("to") {
            Some("all") => rules.zero_cells.scope = Scope::All,
            Some("none") => rules.zero_cells.scope = Scope::Never,
            _ => {}
        }
        if self.word("drop00") == Some("TRUE") {
            rules.zero_cells.keep_uninformative = false;
        }
        if let Some(word) = self.word("vtype") {
            rules.variance = VarianceRule::from_code(word).unwrap();
        }
        if self.word("correct") == Some("FALSE") {
            rules.small_sample = SmallSample::Uncorrected;
            rules.ratio_bias = euthymia_synthesis::effect::RatioBias::Plain;
        }
        rules
    }
}
