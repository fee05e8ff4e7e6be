//! Single pairs with what is expected of them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use euthymia_review::dedupe::{Candidate, Thresholds, Verdict, judge};
use euthymia_review::{ImportId, RecordId};
use serde_json::Value;

use crate::{Failure, read, show};

/// Judges the pairs and shows those that are not as expected.
pub(crate) fn run(path: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let cases = file
        .get("cases")
        .and_then(Value::as_array)
        .ok_or("no cases")?;
    let (mut right, mut asked, mut wrong) = (0, 0, 0);
    for case in cases {
        let candidate = |name: &str, number| {
            let record = read::record(&fields(case.get(name)));
            Candidate::of(
                RecordId {
                    import: ImportId(2),
                    number,
                },
                &record,
            )
        };
        let (a, b) = (candidate("record_a", 1), candidate("record_b", 2));
        let expected = case
            .get("expected_duplicate")
            .and_then(Value::as_bool)
            .unwrap_or_default();
        let verdict = judge(&a, &b, Thresholds::default()).verdict;
        let name = case.get("id").and_then(Value::as_str).unwrap_or_default();
        if (verdict == Verdict::Same) == expected {
            right += 1;
        } else if expected {
            asked += 1;
            writeln!(out, "case {name}: expected one, but {verdict:?}")?;
            show(out, &a, &b)?;
        } else {
            wrong += 1;
            writeln!(out, "case {name}: merged, but they are two")?;
            show(out, &a, &b)?;
        }
    }
    writeln!(
        out,
        "cases: {right} of {} as expected, {asked} not merged, {wrong} merged wrongly",
        cases.len()
    )?;
    Ok(())
}

fn fields(record: Option<&Value>) -> BTreeMap<String, String> {
    let fields = record.and_then(Value::as_object).into_iter().flatten();
    fields
        .filter_map(|(name, value)| value.as_str().map(|text| (name.clone(), text.to_owned())))
        .filter(|(_, text)| !text.trim().is_empty() && text != "UNKNOWN")
        .collect()
}
