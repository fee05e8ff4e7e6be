//! Counts behind percentages, means and ratios.

use super::form::{Answer, Failure, Form, What};
use super::given::Given;
use euthymia_synthesis::conversion::Method;
use euthymia_synthesis::conversion::counts::{
    Candidates, events_from_percentage, sizes_from_percentages, totals_from_mean,
};
use euthymia_synthesis::conversion::margins::{Association, Margins, table};
use euthymia_synthesis::conversion::ratio_tables::{PrintedRatio, Ratio, tables};
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_table::Value;

/// No list of possibilities is longer than this.
const LINES_MAX: u64 = 10_000;

pub(super) const COUNT: What = What {
    word: "count",
    title: "Counts behind a percentage",
    by_group: true,
    forms: &[
        Form {
            method: "events",
            needs: &[&["percent", "n"]],
            takes: &[],
            gives: "events, n",
            formula: "every whole number that is percent of n, rounded to the digits printed",
            source: "arithmetic; Cochrane Handbook 6.4.1",
            run: events,
        },
        Form {
            method: "sizes",
            needs: &[&["percent#", "n_max"], &["percent", "n_max"]],
            takes: &["n_min"],
            gives: "n, events1, events2, …",
            formula: "every n up to n_max for which each percentage is of a whole number",
            source: "arithmetic; Cochrane Handbook 6.4.1",
            run: sizes,
        },
    ],
};

fn events(given: &Given<'_>) -> Result<Answer, Failure> {
    let n = given.count("n")?;
    let found = events_from_percentage(given.printed("percent")?, n)?;
    let range = match found.value {
        Candidates::None => {
            return Err(Failure::Nothing(format!(
                "no whole number of {n} is printed as this percentage: look for a misprint or \
                 another denominator (derive count with n_max lists the sizes it can be of)"
            )));
        }
        Candidates::Unique(events) => events..=events,
        Candidates::Several(range) => range,
    };
    let many = range.end() - range.start() + 1;
    if many > LINES_MAX {
        return Err(Failure::Nothing(format!(
            "{many} counts are printed as this percentage: it has too few digits to tell"
        )));
    }
    let line = |events| pairs([("events", events), ("n", n)]);
    let answer = Answer::lines(range.map(line).collect(), found.method);
    Ok(if many > 1 {
        answer.remark(format!(
            "{many} counts fit: the percentage does not determine one"
        ))
    } else {
        answer
    })
}

fn sizes(given: &Given<'_>) -> Result<Answer, Failure> {
    let percentages = if given.has("percent#") {
        given.each("percent", |i| given.printed(&format!("percent{i}")))?
    } else {
        vec![given.printed("percent")?]
    };
    let least = if given.has("n_min") {
        given.count("n_min")?
    } else {
        1
    };
    let found = sizes_from_percentages(&percentages, least..=given.count("n_max")?)?;
    if found.value.is_empty() {
        return Err(Failure::Nothing(
            "no size in this range has whole numbers with these percentages: look for a misprint, \
             or for percentages of different groups"
                .to_owned(),
        ));
    }
    let many = found.value.len();
    let line = |size: &euthymia_synthesis::conversion::counts::PossibleSize| {
        let mut line = vec![("n".to_owned(), Value::Count(size.n))];
        for (i, events) in size.events.iter().enumerate() {
            let shown = match events {
                Candidates::Unique(count) => Value::Count(*count),
                Candidates::Several(range) => {
                    Value::text(format!("{} to {}", range.start(), range.end()))
                }
                Candidates::None => Value::Missing,
            };
            line.push((format!("events{}", i + 1), shown));
        }
        line
    };
    let answer = Answer::lines(found.value.iter().map(line).collect(), found.method);
    Ok(answer.remark(format!("{many} sizes are possible")))
}

pub(super) const GRIM: What = What {
    word: "grim",
    title: "Is this mean of whole numbers possible?",
    by_group: true,
    forms: &[Form {
        method: "grim",
        needs: &[&["mean", "n"]],
        takes: &["items"],
        gives: "total_low, total_high, n",
        formula: "whole totals T with T / (n items) rounded to the digits printed",
        source: "Brown and Heathers 2017, Soc Psychol Personal Sci 8:363-369",
        run: grim,
    }],
};

fn grim(given: &Given<'_>) -> Result<Answer, Failure> {
    let n = given.count("n")?;
    let items = if given.has("items") {
        given.count("items")?
    } else {
        1
    };
    let found = totals_from_mean(given.printed("mean")?, n, items)?;
    let Some(range) = found.value else {
        return Err(Failure::Nothing(format!(
            "no total of whole numbers over {n} people (items each: {items}) has this mean: \
             look for a misprint, missing answers or another size"
        )));
    };
    let ends = [("total_low", *range.start()), ("total_high", *range.end())];
    let mut line: Vec<_> = ends
        .map(|(key, total)| (key.to_owned(), Value::number(total as f64, 0)))
        .to_vec();
    line.push(("n".to_owned(), Value::Count(n)));
    Ok(Answer::lines(vec![line], found.method).remark("the mean is possible"))
}

const CELLS: &str = "events_treatment, n_treatment, events_control, n_control";

pub(super) const TABLES: What = What {
    word: "tables",
    title: "2×2 tables behind a printed ratio",
    by_group: false,
    forms: &[Form {
        method: "search",
        needs: &[
            &["rr", "ci_low", "ci_high", "n_treatment", "n_control"],
            &["or", "ci_low", "ci_high", "n_treatment", "n_control"],
        ],
        takes: &[],
        gives: CELLS,
        formula: "every table whose ratio and exp(ln ratio ± z se) are rounded to the digits printed",
        source: "exhaustive search; Katz 1978 (rr), Woolf 1955 (or)",
        run: ratio_tables,
    }],
};

fn ratio_tables(given: &Given<'_>) -> Result<Answer, Failure> {
    let (ratio, name) = if given.has("rr") {
        (Ratio::Risk, "rr")
    } else {
        (Ratio::Odds, "or")
    };
    let printed = PrintedRatio {
        ratio,
        estimate: given.printed(name)?,
        lower: given.printed("ci_low")?,
        upper: given.printed("ci_high")?,
        level: given.choices.level,
    };
    let [n1, n2] = given.sizes()?;
    let found = tables(&printed, n1, n2)?;
    if found.value.is_empty() {
        return Err(Failure::Nothing(
            "no table of these group sizes has this ratio and interval: it is adjusted, corrected \
             for empty cells, misprinted, or of other groups"
                .to_owned(),
        ));
    }
    let many = found.value.len();
    let answer = Answer::lines(found.value.iter().map(cells).collect(), found.method);
    Ok(if many > 1 {
        answer.remark(format!(
            "{many} tables fit: the ratio does not determine one"
        ))
    } else {
        answer
    })
}

fn cells(table: &TwoByTwo) -> Vec<(String, Value)> {
    let [a, n1, c, n2] = table.counts();
    pairs([
        ("events_treatment", a),
        ("n_treatment", n1),
        ("events_control", c),
        ("n_control", n2),
    ])
}

fn pairs<const N: usize>(values: [(&str, u64); N]) -> Vec<(String, Value)> {
    let one = |(key, count): (&str, u64)| (key.to_owned(), Value::Count(count));
    values.map(one).to_vec()
}

const DEFINITION: &str = "Bonett 2007, Psychol Methods 12:254-255; definitions";

pub(super) const TABLE: What = What {
    word: "table",
    title: "2×2 table from its margins",
    by_group: false,
    forms: &[
        Form {
            method: "or",
            needs: &[&["or", "n", "n_treatment", "events"]],
            takes: &[],
            gives: CELLS,
            formula: "a (n − n_treatment − events + a) = or (n_treatment − a)(events − a)",
            source: DEFINITION,
            run: |given| margins(given, Association::OddsRatio(given.number("or")?)),
        },
        Form {
            method: "phi",
            needs: &[&["phi", "n", "n_treatment", "events"]],
            takes: &[],
            gives: CELLS,
            formula: "a = (r c + phi √(r (n − r) c (n − c))) / n, r = n_treatment, c = events",
            source: DEFINITION,
            run: |given| margins(given, Association::Phi(given.number("phi")?)),
        },
        Form {
            method: "chi2",
            needs: &[&["chi2", "n", "n_treatment", "events"]],
            takes: &[],
            gives: CELLS,
            formula: "as phi, with chi2 = n phi²; negative when events are rarer with treatment",
            source: DEFINITION,
            run: |given| margins(given, Association::ChiSquared(given.number("chi2")?)),
        },
        Form {
            method: "chi2-yates",
            needs: &[&["chi2_yates", "n", "n_treatment", "events"]],
            takes: &[],
            gives: CELLS,
            formula: "|ad − bc| = n/2 + √(chi2 r (n − r) c (n − c) / n)",
            source: DEFINITION,
            run: |given| {
                margins(
                    given,
                    Association::ChiSquaredYates(given.number("chi2_yates")?),
                )
            },
        },
    ],
};

fn margins(given: &Given<'_>, association: Association) -> Result<Answer, Failure> {
    let (n, group) = (given.count("n")?, given.count("n_treatment")?);
    let found = table(
        &Margins::new(n, group, given.count("events")?)?,
        association,
    )?;
    let method: Method = found.method;
    Ok(Answer::lines(vec![cells(&found.value)], method))
}
