//! Many groups, outcomes or medians into one, and one group into several.

use super::form::{Answer, Failure, Form, What};
use super::given::Given;
use euthymia_numerics::linear::Matrix;
use euthymia_report::derive::shown;
use euthymia_synthesis::conversion::{combine, medians};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_table::Value;

const HANDBOOK: &str = "Cochrane Handbook 6.5.2.10";

pub(super) const COMBINED: What = What {
    word: "combined",
    title: "Groups combined into one",
    by_group: true,
    forms: &[
        Form {
            method: "means",
            needs: &[&["mean#", "sd#", "n#"]],
            takes: &[],
            gives: "mean, sd, n",
            formula: "n = Σ n, mean = Σ n mean / n, sd² = [Σ (n − 1) sd² + Σ n (meanᵢ − mean)²] / \
                      (n − 1)",
            source: HANDBOOK,
            run: |given| {
                let groups = given.each("mean", |i| {
                    let sd = given.number(&format!("sd{i}"))?;
                    let n = given.count(&format!("n{i}"))?;
                    Ok(Group::new(given.number(&format!("mean{i}"))?, sd, n)?)
                })?;
                let found = combine::groups(&groups)?;
                let (mean, sd) = (found.value.mean(), found.value.sd());
                let values = [("mean", mean), ("sd", sd), ("n", found.value.n() as f64)];
                Ok(Answer::numbers(values, found.method))
            },
        },
        Form {
            method: "counts",
            needs: &[&["events#", "n#"]],
            takes: &[],
            gives: "events, n",
            formula: "sums",
            source: "Cochrane Handbook 23.3.4",
            run: |given| {
                let counts = given.each("events", |i| {
                    let n = given.count(&format!("n{i}"))?;
                    Ok(Count::new(given.count(&format!("events{i}"))?, n)?)
                })?;
                let found = combine::counts(&counts)?;
                let (events, n) = (found.value.events(), found.value.n());
                let values = [("events", Value::Count(events)), ("n", Value::Count(n))];
                Ok(Answer::line(values, found.method))
            },
        },
    ],
};

pub(super) const COMPOSITE: What = What {
    word: "composite",
    title: "Mean of correlated outcomes of the same people",
    by_group: false,
    forms: &[Form {
        method: "mean",
        needs: &[&["estimate#", "variance#", "r"]],
        takes: &[],
        gives: "estimate, variance, se",
        formula: "estimate = Σ y / m, variance = Σ Σ r √(vᵢ vⱼ) / m², one r for every pair",
        source: "Borenstein et al. 2009, Introduction to Meta-Analysis, ch. 24",
        run: |given| {
            let effects = given.each("estimate", |i| {
                let variance = given.number(&format!("variance{i}"))?;
                Ok(Effect::new(
                    given.number(&format!("estimate{i}"))?,
                    variance,
                )?)
            })?;
            let (m, r) = (effects.len(), given.number("r")?);
            let matrix = Matrix::from_fn(m, m, |i, j| if i == j { 1.0 } else { r });
            let found = combine::composite(&effects, &matrix)?;
            Ok(Answer::effect(&found.value, found.method))
        },
    }],
};

pub(super) const SHARED: What = What {
    word: "shared",
    title: "One group divided among comparisons",
    by_group: false,
    forms: &[
        Form {
            method: "means",
            needs: &[&["mean", "sd", "n", "parts"]],
            takes: &[],
            gives: "part, mean, sd, n",
            formula: "mean and sd stay, n / parts in whole people",
            source: "Cochrane Handbook 23.3.4",
            run: |given| {
                let (mean, sd, n) = (
                    given.number("mean")?,
                    given.number("sd")?,
                    given.count("n")?,
                );
                let found =
                    combine::shared_group(&Group::new(mean, sd, n)?, given.count("parts")?)?;
                let line = |(i, group): (u64, &Group)| {
                    vec![
                        ("part".to_owned(), Value::Count(i)),
                        ("mean".to_owned(), shown(group.mean())),
                        ("sd".to_owned(), shown(group.sd())),
                        ("n".to_owned(), Value::Count(group.n())),
                    ]
                };
                let lines = (1..).zip(&found.value).map(line).collect();
                Ok(Answer::lines(lines, found.method))
            },
        },
        Form {
            method: "counts",
            needs: &[&["events", "n", "parts"]],
            takes: &[],
            gives: "events, others, n",
            formula: "events / parts, (n − events) / parts, which need not be whole",
            source: "Cochrane Handbook 23.3.4",
            run: |given| {
                let count = Count::new(given.count("events")?, given.count("n")?)?;
                let found = combine::shared_count(&count, given.count("parts")?)?;
                let (events, others) = (found.value.events, found.value.others);
                let values = [
                    ("events", events),
                    ("others", others),
                    ("n", events + others),
                ];
                Ok(Answer::numbers(values, found.method))
            },
        },
    ],
};

const ONE_GROUP: &str = "McGrath et al. 2019, Stat Med 38:969-984";

pub(super) const POOLED_MEDIAN: What = What {
    word: "pooled-median",
    title: "Median of studies' medians",
    by_group: false,
    forms: &[
        Form {
            method: "sign-test",
            needs: &[&["median#"]],
            takes: &[],
            gives: "median, ci_low, ci_high, coverage",
            formula: "median of the medians; the interval inverts the sign test",
            source: ONE_GROUP,
            run: median_of_medians,
        },
        Form {
            method: "weighted",
            needs: &[&["median#", "n#"]],
            takes: &[],
            gives: "median",
            formula: "where the sorted n reach half of their sum",
            source: ONE_GROUP,
            run: |given| {
                let values = given.each("median", |i| given.number(&format!("median{i}")))?;
                let weights = given.each("median", |i| given.number(&format!("n{i}")))?;
                let found = medians::weighted_median(&values, &weights)?;
                Ok(Answer::numbers([("median", found.value)], found.method))
            },
        },
    ],
};

fn median_of_medians(given: &Given<'_>) -> Result<Answer, Failure> {
    let values = given.each("median", |i| given.number(&format!("median{i}")))?;
    let found = medians::median_of_medians(&values, given.choices.level)?;
    let value = found.value;
    let line = [
        ("median", shown(value.estimate)),
        (
            "ci_low",
            value.bounds.map_or(Value::Missing, |b| shown(b.lower)),
        ),
        (
            "ci_high",
            value.bounds.map_or(Value::Missing, |b| shown(b.upper)),
        ),
        (
            "coverage",
            value.coverage.map_or(Value::Missing, |c| shown(c.get())),
        ),
    ];
    let answer = Answer::line(line, found.method);
    Ok(if value.bounds.is_none() {
        answer.remark("so few studies have no interval of this level: at 95 %, 6 are needed")
    } else {
        answer
    })
}
