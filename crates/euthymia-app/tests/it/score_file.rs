//! Files of answers: every row as the scale's own scoring says, or nothing and every reason.

use euthymia_app::AppError;
use euthymia_app::score_file::{Progress, ScoreFileRequest, ScoreFileSummary, score_file};
use euthymia_clinical::instrument::pack::AnswerKind;
use euthymia_clinical::instrument::{Answers, Pack, bundled, bundled_all, score};
use euthymia_table::{DecimalMark, Encoding, ReadOptions, read};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;

/// A folder with one file of answers.
struct Files {
    folder: tempfile::TempDir,
    read: ReadOptions,
    answered_min: Option<usize>,
    threads: usize,
    problems_max: usize,
}

impl Files {
    fn of(bytes: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("in.csv"), bytes).expect("written");
        Self {
            folder,
            read: ReadOptions::default(),
            answered_min: None,
            threads: 2,
            problems_max: 20,
        }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("out.csv")
    }

    fn run(&self, pack: &str) -> Result<(String, ScoreFileSummary), AppError> {
        let (input, output) = (self.folder.path().join("in.csv"), self.output());
        let request = ScoreFileRequest {
            pack: bundled(pack).expect("a bundled scale"),
            input: &input,
            read: self.read.clone(),
            output: Some(&output),
            answered_min: self.answered_min,
            threads: self.threads,
            problems_max: self.problems_max,
        };
        let summary = score_file(&request, &mut |_| ())?;
        Ok((fs::read_to_string(&output).expect("an output"), summary))
    }

    /// The findings without the folder's name; there must be no output and nothing left behind.
    fn findings(&self, pack: &str) -> Vec<String> {
        let error = self.run(pack).expect_err("refused");
        assert_eq!(error.exit_status(), 2);
        let AppError::Input(list) = error else {
            panic!("{error:?}");
        };
        let left: Vec<_> = fs::read_dir(self.folder.path())
            .expect("a folder")
            .collect();
        assert_eq!(left.len(), 1, "{left:?}");
        let folder = format!("{}/", self.folder.path().display());
        let shown = |finding: &euthymia_table::Diagnostic| finding.to_string().replace(&folder, "");
        list.iter().map(shown).collect()
    }
}

fn written(text: impl AsRef<[u8]>, pack: &str) -> String {
    Files::of(text).run(pack).expect("scored").0
}

fn refused(text: impl AsRef<[u8]>, pack: &str) -> Vec<String> {
    Files::of(text).findings(pack)
}

const PHQ9: &str = "phq9_1,phq9_2,phq9_3,phq9_4,phq9_5,phq9_6,phq9_7,phq9_8,phq9_9";

#[test]
fn totals_bands_and_flags_stand_after_the_columns_that_pass() {
    let text = format!(
        "id,{PHQ9},note\n7,0,1,2,3,0,1,2,3,0,\"a, b\"\n8,3,3,3,3,3,3,3,3,3,\n9,1,1,1,1,1,1,1,,,x\n\
         10,1,1,1,1,1,1,,,,x\n"
    );
    let (out, summary) = Files::of(text).run("phq9").expect("scored");
    assert_eq!(
        out,
        "id,note,phq9_total,phq9_missing,phq9_band,phq9_suicide_flag\n\
         7,\"a, b\",12,0,moderate,no\n\
         8,,27,0,severe,yes\n\
         9,x,,2,,\n\
         10,x,,3,,\n"
    );
    assert_eq!((summary.rows, summary.complete), (4, 2));
    assert_eq!((summary.prorated, summary.without_total), (0, 2));
    assert_eq!((summary.flagged, summary.suicide_missing), (1, 2));
    let primary = summary.primary.expect("a primary total");
    let spread = primary.spread.expect("totals");
    assert_eq!((spread.min, spread.max, spread.mean), (12.0, 27.0, 19.5));
    let counts: Vec<u64> = primary.bands[0]
        .counts
        .iter()
        .map(|band| band.rows)
        .collect();
    assert_eq!(counts, [0, 0, 1, 0, 1]);
    assert_eq!(primary.bands[0].id, "kroenke_2001");
}

#[test]
fn columns_may_stand_in_any_order_under_any_accepted_name() {
    let text =
        "3,PHQ9_Item2,phq9_item_01,z,q4,i5,item6,item_7,Phq9_I8,phq9_q09\n3,2,1,pass,0,0,0,0,0,1\n";
    assert_eq!(
        written(text, "phq9"),
        "z,phq9_total,phq9_missing,phq9_band,phq9_suicide_flag\npass,7,0,mild,yes\n"
    );
}

#[test]
fn the_output_keeps_delimiter_and_line_ends() {
    let text = "phq2_1;id;phq2_2\r\n1;a;2\r\n\r\n2;\"b;c\";3\r\n;;\r\n1;d;1";
    let (out, summary) = Files::of(text).run("phq2").expect("scored");
    assert_eq!(
        out,
        "id;phq2_total;phq2_missing\r\na;3;0\r\n\"b;c\";5;0\r\nd;2;0\r\n"
    );
    assert_eq!(summary.rows_without_content, 1);
    let tabs = written("id\tq1\tq2\nx\t\t2\n", "phq2");
    assert_eq!(tabs, "id\tphq2_total\tphq2_missing\nx\t\t1\n");
    let directive = written("sep=;\nid;q1;q2\nx;1;2\n", "phq2");
    assert_eq!(directive, "id;phq2_total;phq2_missing\nx;3;0\n");
    let old = written("id,q1,q2\rx,1,2\ry,1,1\r", "phq2");
    assert_eq!(old, "id,phq2_total,phq2_missing\nx,3,0\ny,2,0\n");
}

#[test]
fn quoted_cells_pass_as_they_stand_and_quoted_answers_are_read() {
    let text = "note,q1,q2,last\n\"two\nlines, \"\"said\"\" he\",\"1\",\"2\", \"x\" \n\
                5\" tube,1, \"2\",\"\"\n\"plain\",\"\",1,é\n";
    assert_eq!(
        written(text, "phq2"),
        "note,last,phq2_total,phq2_missing\n\"two\nlines, \"\"said\"\" he\", \"x\" ,3,0\n\
         5\" tube,\"\",3,0\n\"plain\",é,,1\n"
    );
}

#[test]
fn missing_answers_have_many_names() {
    let mut files = Files::of("id,q1,q2\na,,NA\nb,.,1\nc,-9,9\nd, n.k. ,2\ne,\"NA\",999\n");
    files.read.missing = vec![
        "-9".to_owned(),
        "9".to_owned(),
        "n.k.".to_owned(),
        "999".to_owned(),
    ];
    let (out, summary) = files.run("phq2").expect("scored");
    assert_eq!(
        out,
        "id,phq2_total,phq2_missing\na,,2\nb,,1\nc,,2\nd,,1\ne,,2\n"
    );
    assert_eq!((summary.rows, summary.without_total), (5, 5));
    assert_eq!(summary.primary.expect("a total").spread, None);
}

#[test]
fn a_number_of_answers_can_replace_the_rule_of_the_scale() {
    let text = format!("{PHQ9}\n3,3,3,3,3,,,,\n3,3,3,3,,,,,\n");
    let mut files = Files::of(text);
    files.answered_min = Some(5);
    let (out, summary) = files.run("phq9").expect("scored");
    assert!(out.ends_with("27,4,severe,\n,5,,\n"), "{out}");
    assert_eq!((summary.prorated, summary.without_total), (1, 1));
}

#[test]
fn answers_that_are_none_are_all_named_with_their_place() {
    let text = "id,q1,q2\na,4,x\nb,1.5,-1\n\"c\nc\",2,50%\nd,1e0,2.0\n";
    let head = "in.csv, row ";
    let range = "expected a whole number from 0 to 3 (item";
    let found = refused(text, "phq2");
    let expected = [
        format!("{head}2, column \"q1\": found \"4\", {range} 1 of the PHQ-2)."),
        format!("{head}2, column \"q2\": found \"x\", {range} 2 of the PHQ-2)."),
        format!("{head}3, column \"q1\": found \"1.5\", {range} 1 of the PHQ-2)."),
        format!("{head}3, column \"q2\": found \"-1\", {range} 2 of the PHQ-2)."),
        format!("{head}4, column \"q2\": found \"50%\", {range} 2 of the PHQ-2)."),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(&expected) {
        assert!(found.starts_with(expected.as_str()), "{found}");
        assert!(found.len() > expected.len() + 20, "no help: {found}");
    }
    assert!(found[1].contains("--missing"), "{}", found[1]);
}

#[test]
fn findings_are_listed_up_to_a_number_and_then_counted() {
    let mut files = Files::of(format!("q1,q2\n{}", "7,7\n".repeat(10)));
    files.problems_max = 3;
    let found = files.findings("phq2");
    assert_eq!(found.len(), 4);
    assert!(
        found[2].starts_with("in.csv, row 3, column \"q1\""),
        "{}",
        found[2]
    );
    assert_eq!(found[3], "in.csv: note: 17 more problems are not listed.");
}

#[test]
fn an_error_leaves_an_earlier_output_as_it_was() {
    let files = Files::of("q1,q2\n1,2\n1,9\n");
    fs::write(files.output(), "kept").expect("written");
    assert!(files.run("phq2").is_err());
    assert_eq!(fs::read_to_string(files.output()).expect("there"), "kept");
}

#[test]
fn every_scored_item_needs_exactly_one_column() {
    let found = refused("id,phq2_2\na,1\n", "phq2");
    assert_eq!(
        found,
        [
            "in.csv: there is no column for item 1 of the PHQ-2. Call the column phq2_1 (or \
          phq2_item1, phq2_q1, item1, q1, 1)."
        ]
    );
    let found = refused("phq2_1,q1,phq2_2\n1,1,1\n", "phq2");
    assert_eq!(
        found,
        [
            "in.csv: more than one column can be item 1 of the PHQ-2: \"phq2_1\", \"q1\". Keep \
          \"phq2_1\" for it and give the others another name."
        ]
    );
    let found = refused("q1,q2,phq2_total\n1,1,1\n", "phq2");
    assert!(found[0].contains("column \"phq2_total\""), "{found:?}");
    let found = refused("q1,q2,a,a\n1,1,1,1\n", "phq2");
    assert!(found[0].contains("stands above column 3"), "{found:?}");
}

#[test]
fn items_that_are_not_scored_are_checked_but_need_no_column() {
    let text = format!("{PHQ9},difficulty\n0,0,0,0,0,0,0,0,0,2\n");
    let items = &bundled("phq9").expect("bundled").items;
    assert_eq!(items.len(), 10);
    let text = text.replace("difficulty", &format!("phq9_{}", items[9].id));
    assert!(written(&text, "phq9").ends_with("\n0,0,minimal,no\n"));
    let found = refused(text.replace(",2\n", ",4\n"), "phq9");
    assert!(found[0].contains("found \"4\""), "{found:?}");
}

#[test]
fn answers_to_questions_that_are_skipped_count_and_are_shown() {
    // Items 3 to 5 are asked only when item 2 is 1, so that empty ones are not missing in row a.
    let text = "id,1,2,3,4,5,6,6_recent\na,1,0,0,,,1,1\nb,1,1,1,0,0,0,\nc,1,,1,1,1,,\n\
                d,1,0,1,,1,0, 1 \n";
    let (out, summary) = Files::of(text).run("cssrs_screener").expect("scored");
    assert_eq!(
        out,
        "id,cssrs_screener_missing,cssrs_screener_contradictions,cssrs_screener_triage_at_least,\
         cssrs_screener_triage_at_most\n\
         a,0,0,high,high\nb,0,0,moderate,moderate\nc,3,0,high,high\nd,0,3,high,high\n"
    );
    assert_eq!((summary.flagged, summary.suicide_missing), (4, 0));
    assert_eq!(summary.contradicting, 1);
    // A scale without a total: a row is complete when nothing that is asked lacks its answer.
    assert_eq!((summary.complete, summary.without_total), (3, 1));
    assert_eq!(summary.primary, None);
}

#[test]
fn a_screener_with_gaps_says_which_level_is_left_open() {
    let text = "1,2,3,4,5,6,6_recent\n0,0,,,,0,\n0,,,,,0,\n1,1,0,,0,0,\n0,0,,,,1,\n";
    let (out, summary) = Files::of(text).run("cssrs_screener").expect("scored");
    let levels: Vec<String> = out
        .lines()
        .skip(1)
        .map(|row| row.split(',').skip(2).collect::<Vec<_>>().join(" to "))
        .collect();
    // A negative screener is complete: what its form says to skip is no gap.
    assert_eq!(
        levels,
        [
            "none to none",
            "none to high",
            "low to high",
            "moderate to high"
        ]
    );
    assert_eq!((summary.flagged, summary.suicide_missing), (2, 1));
}

#[test]
fn rows_that_are_no_rows_are_named() {
    for (text, place, message) in [
        (
            "id,q1,q2\na,1\nb,1,2\n",
            "row 2",
            "the row has 2 fields, expected 3",
        ),
        (
            "id,q1,q2\na,1,2\nb,1,2,3\n",
            "row 3",
            "the row has 4 fields, expected 3",
        ),
        (
            "id,q1,q2\n\na,1,\"2\n",
            "row 3, column \"q2\"",
            "is never closed",
        ),
        (
            "id,q1,q2\n\"a\"x,1,2\n",
            "row 2, column \"id\"",
            "text follows the closing",
        ),
        ("id,q1,q2\na,1,2\nb\0,1,2\n", "row 3", "NUL"),
        ("id,q1,q2\n", "", "no rows"),
        ("", "", "the file is empty"),
        ("PK\x03\x04", "", "workbook"),
    ] {
        let found = refused(text, "phq2");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains(place) && found[0].contains(message),
            "{found:?}"
        );
    }
}

#[test]
fn encodings_are_those_of_tables() {
    let expected = "id,phq2_total,phq2_missing\nZürich,3,0\n";
    assert_eq!(written("\u{FEFF}id,q1,q2\nZürich,1,2\n", "phq2"), expected);
    let text = "id,q1,q2\nZürich,1,2\n";
    let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{FEFF}{text}");
        marked.encode_utf16().flat_map(bytes).collect()
    };
    assert_eq!(written(wide(u16::to_le_bytes), "phq2"), expected);
    assert_eq!(written(wide(u16::to_be_bytes), "phq2"), expected);
    let latin = b"id,q1,q2\nZ\xFCrich,1,2\nGen\xE8ve,1,2\n";
    let found = refused(latin, "phq2");
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("in.csv, row 2, column \"id\": the text is not valid UTF-8"),
        "{found:?}"
    );
    assert!(found[0].contains("Zürich"), "{found:?}");
    let mut files = Files::of(&latin[..20]);
    files.read.encoding = Some(Encoding::Windows1252);
    assert_eq!(files.run("phq2").expect("scored").0, expected);
    let half = refused(b"\xFF\xFEi\0,\0q\x001\0,\0q\x002\0\n\0\x00\xD8b\0", "phq2");
    assert!(
        half[0].starts_with("in.csv, row 2: the text is not valid UTF-16"),
        "{half:?}"
    );
}

#[test]
fn decimal_commas_are_read_on_scales_and_not_mixed() {
    let ebi: Vec<String> = (1..=6).map(|item| format!("ebi_{item}")).collect();
    let header = ebi.join(";");
    let out = written(format!("id;{header}\na;7,5;0;100;50,25;1;1\n"), "ebi");
    let total = out
        .lines()
        .nth(1)
        .expect("a row")
        .split(';')
        .nth(1)
        .expect("a total");
    let sum = 7.5 + 100.0 + 50.25 + 1.0 + 1.0;
    let value: f64 = total.parse().expect("a number");
    assert!(
        (value - sum).abs() < 1e-9 || (value - sum / 6.0).abs() < 1e-9,
        "{out}"
    );
    let found = refused(
        format!("{header}\n7,5;0;0;0;0;0\n1;1;1;1;1;1\n7.5;0;0;0;0;0\n"),
        "ebi",
    );
    assert_eq!(
        found,
        [
            "in.csv, column \"ebi_1\": the column mixes decimal points (row 4) and decimal commas \
          (row 2). Write all numbers of the column in the same way."
        ]
    );
    let text = format!("{header}\n1,234;0;0;0;0;0\n");
    let found = refused(&text, "ebi");
    assert!(found[0].contains("--decimal comma"), "{found:?}");
    let mut files = Files::of(&text);
    files.read.decimal = Some(DecimalMark::Comma);
    assert!(files.run("ebi").is_ok());
    let mut files = Files::of(&text);
    files.read.decimal = Some(DecimalMark::Point);
    assert!(files.findings("ebi")[0].contains("found \"1,234\""));
}

#[test]
fn the_input_is_not_written_over() {
    let files = Files::of("q1,q2\n1,2\n");
    let input = files.folder.path().join("in.csv");
    let request = ScoreFileRequest {
        pack: bundled("phq2").expect("bundled"),
        input: &input,
        read: ReadOptions::default(),
        output: Some(&input),
        answered_min: None,
        threads: 1,
        problems_max: 20,
    };
    let error = score_file(&request, &mut |_| ()).expect_err("refused");
    assert!(matches!(error, AppError::Usage(_)), "{error:?}");
    let absent = files.folder.path().join("absent.csv");
    let error = score_file(
        &ScoreFileRequest {
            input: &absent,
            output: None,
            ..request
        },
        &mut |_| (),
    )
    .expect_err("refused");
    assert!(
        error.to_string().contains("there is no such file"),
        "{error}"
    );
}

/// Rows with names of every kind, so that pieces end in all of them.
fn long_file(rows: usize) -> String {
    let mut text = "id,q1,q2,note\r\n".to_owned();
    for row in 0..rows {
        let name = match row % 5 {
            0 => format!("\"line\nof {row}, \"\"x\"\"\""),
            1 => format!("{row} \" inch"),
            2 => format!(" \"spaced {row}\" "),
            _ => row.to_string(),
        };
        let end = if row % 7 == 0 { "\n" } else { "\r\n" };
        text.push_str(&format!(
            "{name},{},{},{}{end}",
            row % 4,
            row / 4 % 4,
            "é".repeat(row % 50)
        ));
    }
    text
}

#[test]
fn a_file_of_many_pieces_is_whole_in_order_and_the_same_for_any_threads() {
    let text = long_file(250_000);
    assert!(text.len() > 9 << 20);
    let mut files = Files::of(&text);
    let table = read(text.as_bytes(), "in.csv", &ReadOptions::default()).expect("a table");
    let (out, summary) = files.run("phq2").expect("scored");
    let scored = read(out.as_bytes(), "out.csv", &ReadOptions::default()).expect("a table");
    assert_eq!(scored.row_count(), table.row_count());
    assert_eq!(summary.rows, 250_000);
    for row in 0..table.row_count() {
        assert_eq!(scored.raw(row, 0), table.raw(row, 0));
        assert_eq!(scored.raw(row, 1), table.raw(row, 3));
        let total = row % 4 + row / 4 % 4;
        assert_eq!(scored.raw(row, 2), Some(total.to_string().as_str()));
    }
    for threads in [0, 1, 3, 1000] {
        files.threads = threads;
        assert_eq!(
            files.run("phq2").expect("scored"),
            (out.clone(), summary.clone())
        );
    }
    // A finding in the last piece has the line that the whole file gives it.
    let bad = format!("{text}end,5,1,\r\n");
    let line = text.matches('\n').count() + 1;
    let found = refused(bad, "phq2");
    assert!(
        found[0].starts_with(&format!("in.csv, row {line}, column \"q1\"")),
        "{found:?}"
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_swallow_memory() {
    let text = format!("id,q1,q2\na,1,2\n\"b,1,2\n{}", "c,1,2\n".repeat(4_000_000));
    let found = refused(text, "phq2");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("row 3, column \"id\"") && found[0].contains("never closed"),
        "{found:?}"
    );
    let found = refused(format!("id,q1,q2\na,1,2\n{}", "c".repeat(17 << 20)), "phq2");
    assert!(found.iter().any(|one| one.contains("row 3")), "{found:?}");
}

#[test]
fn progress_grows_to_the_whole_file() {
    let text = format!("q1,q2\n{}", "1,2\n".repeat(3_000_000));
    let files = Files::of(&text);
    let input = files.folder.path().join("in.csv");
    let request = ScoreFileRequest {
        pack: bundled("phq2").expect("bundled"),
        input: &input,
        read: ReadOptions::default(),
        output: None,
        answered_min: None,
        threads: 2,
        problems_max: 20,
    };
    let mut seen: Vec<Progress> = Vec::new();
    score_file(&request, &mut |progress| seen.push(progress)).expect("scored");
    assert!(seen.len() >= 2 && seen.windows(2).all(|pair| pair[0].rows < pair[1].rows));
    let last = seen.last().expect("progress");
    let length = text.len() as u64;
    assert_eq!(
        (last.bytes_done, last.bytes_total, last.rows),
        (length, length, 3_000_000)
    );
}

/// A scale and sheets of it, some answers missing, some decimal where the item allows it.
fn sheets() -> impl Strategy<Value = (&'static Pack, Vec<Vec<Option<f64>>>)> {
    let packs: Vec<&'static Pack> = bundled_all().collect();
    proptest::sample::select(packs).prop_flat_map(|pack| {
        let answers: Vec<_> = pack
            .items
            .iter()
            .map(|item| {
                let (low, high) = (item.minimum, item.maximum);
                let decimals = item.answer == AnswerKind::Scale;
                let answer = (low * 4..=high * 4).prop_map(move |quarters| {
                    let value = f64::from(quarters) / 4.0;
                    Some(if decimals { value } else { value.floor() })
                });
                prop_oneof![19 => answer, 1 => Just(None)]
            })
            .collect();
        (Just(pack), proptest::collection::vec(answers, 1..12))
    })
}

fn cell(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_what_one_sheet_gives((pack, sheets) in sheets(), least in proptest::option::of(1..9_usize)) {
        let fitting: Vec<Answers<'_>> = sheets
            .iter()
            .filter(|sheet| sheet.iter().any(Option::is_some))
            .filter_map(|sheet| Answers::new(pack, sheet.clone()).ok())
            .collect();
        prop_assume!(!fitting.is_empty());
        let names: Vec<String> = pack.items.iter().map(|item| format!("{}_{}", pack.id, item.id)).collect();
        let mut text = format!("id,{}\n", names.join(","));
        for answers in &fitting {
            let cells: Vec<String> = answers.values().iter().map(|value| cell(*value)).collect();
            text.push_str(&format!("x,{}\n", cells.join(",")));
        }
        let mut files = Files::of(text);
        files.answered_min = least;
        let (out, summary) = files.run(&pack.id).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(summary.rows, fitting.len() as u64);
        let table = read(out.as_bytes(), "out.csv", &ReadOptions::default())
            .map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        for (row, answers) in fitting.iter().enumerate() {
            let scored = score(answers, least);
            let shown = |name: &str| {
                let column = table.column(&[&format!("{}_{name}", pack.id)]).ok()?;
                Some(column.cell(row).raw().to_owned())
            };
            for total in &scored.totals {
                let value = total.computed.map(|computed| computed.value);
                let found = shown(&total.total.id).map(|text| text.parse::<f64>().ok());
                prop_assert_eq!(found, Some(value));
            }
            if let Some(flag) = &scored.suicide {
                let word = flag.value.map_or("", |_| flag.flagged.id());
                prop_assert_eq!(shown("suicide_flag"), Some(word.to_owned()));
            }
            for (rule, answer) in &scored.rules {
                prop_assert_eq!(shown(&rule.id), Some(answer.id().to_owned()));
            }
            for (id, profile) in &scored.states {
                prop_assert_eq!(shown(id), Some(profile.clone().unwrap_or_default()));
            }
            let missing = pack.items.iter().zip(answers.values());
            let missing = missing
                .filter(|(item, value)| item.scored && value.is_none() && !answers.is_skipped(&item.id))
                .count();
            prop_assert_eq!(shown("missing"), Some(missing.to_string()));
            if pack.items.iter().any(|item| item.ask_if.is_some()) {
                let contradictions = answers.contradictions().len();
                prop_assert_eq!(shown("contradictions"), Some(contradictions.to_string()));
            }
            let confirmed = |bands: &euthymia_clinical::instrument::pack::Bands| {
                bands.status == euthymia_clinical::source::Status::Confirmed
            };
            let primary = scored.totals.iter().find(|total| total.total.primary);
            let band = primary.and_then(|total| total.bands.iter().find(|(bands, _)| confirmed(bands)));
            if let Some((_, name)) = band {
                prop_assert_eq!(shown("band"), Some(name.unwrap_or_default().to_owned()));
            }
        }
    }

    #[test]
    fn whatever_the_bytes_the_answer_is_a_result_or_a_reason(bytes in proptest::collection::vec(
        prop_oneof![any::<u8>(), proptest::sample::select(b"123,,,\"\n\r qNA;".to_vec())], 0..200)) {
        let mut text = b"id,q1,q2\n".to_vec();
        text.extend(bytes);
        let files = Files::of(&text);
        let streamed = files.run("phq2");
        let table = read(&text, "in.csv", &ReadOptions::default());
        match streamed {
            // What is scored is a table with as many rows, and so is what is written.
            Ok((out, summary)) => {
                let rows = table.map(|table| table.row_count() as u64);
                prop_assert_eq!(rows, Ok(summary.rows));
                let again = read(out.as_bytes(), "out.csv", &ReadOptions { delimiter: Some(','), ..ReadOptions::default() });
                prop_assert_eq!(again.map(|table| table.row_count() as u64), Ok(summary.rows));
            }
            Err(AppError::Input(list)) => prop_assert!(!list.is_empty()),
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        }
    }
}
