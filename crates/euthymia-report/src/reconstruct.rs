//! Reconstructed data as tables: checks, what solutions disagree about, the solutions themselves.

use euthymia_cohort::reconstruct::{
    About, Answer, Arithmetic, Check, Count, Feature, How, Rule, Seen, Solution, SquaresAt,
    Verdict, disagreement,
};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// At most so many sums are written out in one line of arithmetic.
const SUMS_SHOWN: usize = 4;

/// The answer in one sentence, and what it does not say in another.
#[must_use]
pub fn verdict_in_words(answer: &Answer) -> String {
    match (answer.verdict(), answer.how) {
        (Verdict::NoneExists, How::Refuted) => {
            "No data of whole numbers have this summary: a check fails, which is a proof.".to_owned()
        }
        (Verdict::NoneExists, _) => {
            "No data of whole numbers have this summary: all were counted, and there is none, which \
             is a proof."
                .to_owned()
        }
        (Verdict::Found, How::Counted(count)) if answer.is_complete() => format!(
            "{}: all of them were seen.",
            counted(count, "data set has", "data sets have")
        ),
        (Verdict::Found, How::Counted(count)) => format!(
            "{}; {} of them were drawn, each as likely as any other.",
            counted(count, "data set has", "data sets have"),
            answer.solutions.len()
        ),
        (Verdict::Found, How::Searched { starts, succeeded, .. }) => format!(
            "{} different data sets with this summary were seen; {succeeded} of {starts} starts of \
             the search found one. How many exist is not known.",
            answer.solutions.len()
        ),
        (_, How::Searched { starts, steps, .. }) => format!(
            "None was found in {starts} starts of {steps} moves. That is no proof: no check refutes \
             the summary, and a longer search may find data (--starts, --steps)."
        ),
        (_, How::Counted(count)) => format!(
            "{}; none was drawn.",
            counted(count, "data set has", "data sets have")
        ),
        (_, How::Refuted) => "A check fails.".to_owned(),
    }
}

fn counted(count: Count, one: &str, several: &str) -> String {
    match count {
        Count::Exactly(1) => format!("Exactly 1 {one} this summary"),
        Count::Exactly(n) => format!("Exactly {n} {several} this summary"),
        Count::AtLeast(_) => format!("More than 10^38 {several} this summary"),
    }
}

/// The answer in words and numbers for programs; whole numbers of any size are texts.
#[must_use]
pub fn answer_view(answer: &Answer) -> TableView {
    let verdict = match answer.verdict() {
        Verdict::Found => "found",
        Verdict::NoneExists => "none_exists",
        Verdict::NotFound => "not_found",
    };
    let (how, exist, search) = match answer.how {
        How::Refuted => ("check", Some("0".to_owned()), None),
        How::Counted(Count::Exactly(count)) => ("counted", Some(count.to_string()), None),
        How::Counted(Count::AtLeast(_)) => ("counted", None, None),
        How::Searched {
            starts,
            steps,
            succeeded,
        } => ("searched", None, Some((starts, steps, succeeded))),
    };
    let count = |count: Option<u64>| count.map_or(Value::Missing, Value::Count);
    TableView {
        schema: "euthymia.reconstruct.answer.v1".to_owned(),
        title: "Answer".to_owned(),
        columns: vec![
            ColumnSpec::text("verdict", "Verdict"),
            ColumnSpec::text("by", "By"),
            ColumnSpec::text("solutions_exist", "Solutions that exist"),
            ColumnSpec::number("solutions_seen", "Solutions seen"),
            ColumnSpec::number("starts", "Starts"),
            ColumnSpec::number("steps", "Moves of each"),
            ColumnSpec::number("succeeded", "Starts that found one"),
        ],
        rows: vec![vec![
            Value::text(verdict),
            Value::text(how),
            exist.map_or(Value::Missing, Value::text),
            Value::Count(answer.solutions.len() as u64),
            count(search.map(|(starts, ..)| starts.into())),
            count(search.map(|(_, steps, _)| steps)),
            count(search.map(|(.., succeeded)| succeeded.into())),
        ]],
        notes: vec![verdict_in_words(answer)],
    }
}

/// The necessary conditions with their arithmetic.
#[must_use]
pub fn checks_view(answer: &Answer) -> TableView {
    let columns = [
        ("about", "About"),
        ("check", "Check"),
        ("outcome", "Outcome"),
        ("arithmetic", "Arithmetic"),
    ];
    let rows = answer.checks.iter().map(|check| {
        let texts = [
            about(check.about).to_owned(),
            name(check).to_owned(),
            outcome(check).to_owned(),
            arithmetic(&check.arithmetic),
        ];
        texts.map(Value::text).to_vec()
    });
    TableView {
        schema: "euthymia.reconstruct.checks.v1".to_owned(),
        title: "Can whole numbers have this summary?".to_owned(),
        columns: columns
            .map(|(key, header)| ColumnSpec::text(key, header))
            .to_vec(),
        rows: rows.collect(),
        notes: vec![
            verdict_in_words(answer),
            "A printed number stands for every value at most half a unit of its last place away, \
             both ends included (rounded half up or half to even). S: sum; Q: sum of squares, odd \
             or even with S."
                .to_owned(),
        ],
    }
}

fn about(about: About) -> &'static str {
    match about {
        About::Sample => "sample",
        About::Before => "before",
        About::After => "after",
        About::Change => "change",
        About::Counts => "counts",
    }
}

fn name(check: &Check) -> &'static str {
    match &check.arithmetic {
        Arithmetic::Sum { .. } => "mean (GRIM)",
        Arithmetic::Squares { frame, .. } if frame.highest() - frame.lowest() == 1 => "SD (DEBIT)",
        Arithmetic::Squares { .. } => "SD (GRIMMER)",
        Arithmetic::Order => "order and counts",
        Arithmetic::Counted { .. } => "count",
        Arithmetic::Nested { .. } => "nested counts",
        Arithmetic::Solutions(_) => "all solutions",
        Arithmetic::DegreesOfFreedom { .. } => "degrees of freedom",
        Arithmetic::ChangeSum { .. } => "mean change",
        Arithmetic::ChangeSquares { .. } => "t and SD of change",
        Arithmetic::Products { .. } => "correlation",
        Arithmetic::PercentCeiling { .. } => "percent improvement",
    }
}

fn outcome(check: &Check) -> &'static str {
    let settled = match &check.arithmetic {
        Arithmetic::Solutions(count) => count.is_some(),
        Arithmetic::Products {
            example, all_tried, ..
        } => example.is_some() || *all_tried,
        _ => true,
    };
    match (settled, check.holds) {
        (false, _) => "not settled",
        (true, true) => "fits",
        (true, false) => "IMPOSSIBLE",
    }
}

fn span((first, last): (i64, i64)) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    }
}

fn arithmetic(arithmetic: &Arithmetic) -> String {
    match arithmetic {
        Arithmetic::Sum { frame, mean, sums } => {
            let n = f64::from(frame.n());
            let found = sums.map_or_else(
                || format!("no whole S in {} to {}", frame.lowest(), frame.highest()),
                |sums| format!("S = {}", span(sums)),
            );
            format!(
                "{} × ({} to {}) = {} to {}: {found}",
                frame.n(),
                mean.lower(),
                mean.upper(),
                fmt::number(n * mean.lower(), 3),
                fmt::number(n * mean.upper(), 3),
            )
        }
        Arithmetic::Squares { sd, at, .. } => format!(
            "Q = (n − 1)s² + S²/n, s = {} to {}: {}",
            sd.lower().max(0.0),
            sd.upper(),
            squares(at)
        ),
        Arithmetic::Order => "minimum, maximum, median and counts together".to_owned(),
        Arithmetic::Counted {
            n,
            rule,
            count,
            range,
        } => {
            let found = range.map_or_else(
                || format!("no count of {n} prints so"),
                |(least, most)| format!("{} of {n}", span((least.into(), most.into()))),
            );
            format!("{rule}: {count}: {found}")
        }
        Arithmetic::Nested { inner, outer } => format!(
            "{}: at least {}; {}: at most {}",
            inner.0, inner.1, outer.0, outer.1
        ),
        Arithmetic::Solutions(count) => match count {
            Some(count) => counted(*count, "set of values has", "sets of values have"),
            None => "too many to be counted".to_owned(),
        },
        Arithmetic::DegreesOfFreedom { n, df } => {
            format!(
                "a paired t of {n} has {} degrees of freedom, {df} printed",
                n - 1
            )
        }
        change => change_arithmetic(change),
    }
}

fn change_arithmetic(arithmetic: &Arithmetic) -> String {
    match arithmetic {
        Arithmetic::ChangeSum {
            before,
            after,
            mean,
            sums,
        } => {
            let printed = mean.map_or(String::new(), |mean| format!(", mean printed {mean}"));
            let found = sums.map_or("no S fits".to_owned(), |sums| format!("S = {}", span(sums)));
            format!(
                "S = {} minus {}{printed}: {found}",
                span(*before),
                span(*after)
            )
        }
        Arithmetic::ChangeSquares { t, sd, at } => {
            let t = t.map(|t| format!("t = {} to {}", t.abs().lower(), t.abs().upper()));
            let sd = sd.map(|sd| format!("s = {} to {}", sd.lower().max(0.0), sd.upper()));
            let printed: Vec<String> = t.into_iter().chain(sd).collect();
            format!(
                "nQ − S² = (n − 1)S²/t² = n(n − 1)s², {}: {}",
                printed.join(", "),
                squares(at)
            )
        }
        Arithmetic::Products {
            correlation,
            example,
            ..
        } => {
            let r = correlation.map_or(String::new(), |r| format!(" and r = {r}"));
            let found = example.map_or("no sums fit together".to_owned(), |example| {
                format!(
                    "for instance S = {}, Q = {} before; S = {}, Q = {} after; Σba = {}",
                    example.before.0,
                    example.before.1,
                    example.after.0,
                    example.after.1,
                    example.products
                )
            });
            format!("(nΣba − ΣbΣa)² at most (nΣb² − (Σb)²)(nΣa² − (Σa)²){r}: {found}")
        }
        Arithmetic::PercentCeiling { mean, most } => {
            format!(
                "mean {mean} %, one patient at most {} %",
                fmt::number(*most, 1)
            )
        }
        _ => String::new(),
    }
}

fn squares(at: &[SquaresAt]) -> String {
    let shown = at.iter().take(SUMS_SHOWN).map(|one| {
        let end = |value: Option<f64>| value.map_or("any".to_owned(), |v| fmt::number(v, 2));
        let found = one.fitting.map_or_else(
            || {
                format!(
                    "no {} Q there (values in the range have Q = {})",
                    if one.sum % 2 == 0 { "even" } else { "odd" },
                    span(one.possible)
                )
            },
            |fitting| format!("Q = {}", span(fitting)),
        );
        format!(
            "S = {}: {} to {}, {found}",
            one.sum,
            end(one.asked.0),
            end(one.asked.1)
        )
    });
    let mut parts: Vec<String> = shown.collect();
    if at.len() > SUMS_SHOWN {
        parts.push(format!("and {} more sums", at.len() - SUMS_SHOWN));
    }
    if parts.is_empty() {
        parts.push("no sum fits t".to_owned());
    }
    parts.join("; ")
}

/// What the solutions agree and disagree about.
#[must_use]
pub fn range_view(answer: &Answer, rules: &[Rule]) -> TableView {
    let is_paired = answer.solutions.iter().any(|s| !s.after.is_empty());
    let seen = disagreement(&answer.solutions, rules);
    let rows = seen.iter().map(|one| range_row(one, is_paired));
    let count = answer.solutions.len();
    let mut notes = vec![if answer.is_complete() {
        "Every data set with this summary was seen: these ranges are complete.".to_owned()
    } else {
        format!("Ranges over the {count} data sets seen; others may lie outside.")
    }];
    notes.push(
        "What differs here is not determined by the printed summary. No row is anybody's data."
            .to_owned(),
    );
    TableView {
        schema: "euthymia.reconstruct.ranges.v1".to_owned(),
        title: "What the summary leaves open".to_owned(),
        columns: vec![
            ColumnSpec::text("quantity", "Quantity"),
            ColumnSpec::number("least", "Least seen"),
            ColumnSpec::number("most", "Most seen"),
        ],
        rows: rows.collect(),
        notes,
    }
}

fn range_row(seen: &Seen, is_paired: bool) -> Vec<Value> {
    let (label, decimals) = feature(&seen.feature, is_paired);
    vec![
        Value::text(label),
        Value::number(seen.least, decimals),
        Value::number(seen.most, decimals),
    ]
}

fn feature(feature: &Feature, is_paired: bool) -> (String, u8) {
    let side = if is_paired { " before" } else { "" };
    let (label, decimals) = match feature {
        Feature::Mean => (format!("mean{side}"), 3),
        Feature::Sd => (format!("SD{side}"), 3),
        Feature::Median => (format!("median{side}"), 1),
        Feature::Minimum => (format!("minimum{side}"), 0),
        Feature::Maximum => (format!("maximum{side}"), 0),
        Feature::MeanAfter => ("mean after".to_owned(), 3),
        Feature::SdAfter => ("SD after".to_owned(), 3),
        Feature::MedianAfter => ("median after".to_owned(), 1),
        Feature::MinimumAfter => ("minimum after".to_owned(), 0),
        Feature::MaximumAfter => ("maximum after".to_owned(), 0),
        Feature::MeanChange => ("mean change".to_owned(), 3),
        Feature::SdChange => ("SD of change".to_owned(), 3),
        Feature::T => ("paired t".to_owned(), 4),
        Feature::Correlation => ("correlation".to_owned(), 4),
        Feature::PercentMean => ("mean of percent improvements".to_owned(), 2),
        Feature::PercentSd => ("SD of percent improvements".to_owned(), 2),
        Feature::PercentOfMeans => ("percent improvement of means".to_owned(), 2),
        Feature::Worse => ("patients whose value rose".to_owned(), 0),
        Feature::Meets(rule) => (format!("patients: {rule}"), 0),
    };
    (label, decimals)
}

/// Solutions as rows of patients, under the names of their one or two columns of values. Several
/// solutions have a column that tells them apart.
#[must_use]
pub fn solutions_view(solutions: &[Solution], names: [&str; 2]) -> TableView {
    let is_paired = solutions.iter().any(|s| !s.after.is_empty());
    let has_several = solutions.len() > 1;
    let mut columns = vec![ColumnSpec::text("patient_id", "Row")];
    if has_several {
        columns.insert(0, ColumnSpec::number("solution", "Solution"));
    }
    let shown = names.into_iter().take(if is_paired { 2 } else { 1 });
    columns.extend(shown.map(|name| ColumnSpec::number(name, name)));
    let numbered = (1_u64..).zip(solutions);
    let rows = numbered.flat_map(|(at, solution)| {
        let solution_cell = has_several.then_some(Value::Count(at));
        patients(solution)
            .map(move |cells| solution_cell.clone().into_iter().chain(cells).collect())
    });
    TableView {
        schema: "euthymia.reconstruct.solutions.v1".to_owned(),
        title: "Invented rows with this summary".to_owned(),
        columns,
        rows: rows.collect(),
        notes: vec!["They fit the printed summary; they are nobody's data.".to_owned()],
    }
}

fn patients(solution: &Solution) -> impl Iterator<Item = Vec<Value>> {
    let after = solution.after.iter().map(|value| Some(*value));
    let after = after.chain(std::iter::repeat(None));
    let rows = (1_u32..).zip(solution.values.iter().zip(after));
    rows.map(|(row, (value, after))| {
        let values = std::iter::once(*value).chain(after);
        let values = values.map(|value| Value::number(value as f64, 0));
        let label = Value::text(format!("R{row:02}"));
        std::iter::once(label).chain(values).collect()
    })
}
