//! Laws that hold for every input: nothing panics, what is written is read back, an independent
//! reader cuts the same cells, no text breaks a table.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]

use euthymia_table::{
    Align, Audience, ColumnSpec, DecimalMark, Encoding, Format, ReadOptions, TableView, Value, fmt,
    read, render,
};
use proptest::prelude::*;

/// Bytes that mean something to a reader, and any others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let structural =
        proptest::sample::select(b",;\t\"\r\n 0159.-eE%aNA|=\0\xFF\xFE\xEF\xBB\xBF\xE9".to_vec());
    let byte = prop_oneof![8 => structural, 1 => any::<u8>()];
    proptest::collection::vec(byte, 0..120)
}

fn options() -> impl Strategy<Value = ReadOptions> {
    let encoding = proptest::option::of(proptest::sample::select(Encoding::ALL.to_vec()));
    let delimiter = proptest::option::of(proptest::sample::select(vec![
        ',', ';', '\t', '|', 'x', '"',
    ]));
    let decimal = proptest::option::of(proptest::sample::select(vec![
        DecimalMark::Point,
        DecimalMark::Comma,
    ]));
    (encoding, delimiter, decimal, 0_usize..5).prop_map(|(encoding, delimiter, decimal, max)| {
        ReadOptions {
            encoding,
            delimiter,
            decimal,
            problems_max: max,
            ..ReadOptions::default()
        }
    })
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z|\\\\,;\t\"'\r\n =+@<>&*_`\\[-]{0,12}",
        "[\u{1}-\u{FFFF}]{0,6}".prop_map(|text| text.replace('\0', "")),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        words().prop_map(Value::Text),
        (any::<f64>(), 0_u8..12).prop_map(|(value, decimals)| Value::Number { value, decimals }),
        any::<u64>().prop_map(Value::Count),
        (0.0..=1.0, 0_u8..6).prop_map(|(p, decimals)| Value::Percent {
            proportion: p,
            decimals
        }),
        any::<f64>().prop_map(Value::PValue),
        any::<bool>().prop_map(Value::Flag),
        Just(Value::Missing),
    ]
}

fn view_of(cell: BoxedStrategy<Value>) -> impl Strategy<Value = TableView> {
    (1_usize..5).prop_flat_map(move |width| {
        let row = proptest::collection::vec(cell.clone(), width);
        let headers = proptest::collection::vec((words(), any::<bool>()), width);
        (proptest::collection::vec(row, 1..5), headers, words()).prop_map(
            |(rows, headers, note)| {
                let columns = headers
                    .into_iter()
                    .enumerate()
                    .map(|(position, (header, right))| {
                        ColumnSpec {
                            // A non-space first character: names are trimmed when they are read.
                            key: format!("k{position}{header}k"),
                            header,
                            align: if right { Align::Right } else { Align::Left },
                            unit: None,
                            audience: Audience::Everyone,
                        }
                    });
                let columns = columns.collect();
                TableView {
                    schema: "s.v1".into(),
                    title: note.clone(),
                    columns,
                    rows,
                    notes: vec![note],
                }
            },
        )
    })
}

/// The cells of one Markdown row: cut at pipes that no backslash escapes.
fn markdown_cells(line: &str) -> usize {
    let mut pipes = 0;
    let mut escaped = false;
    for character in line.chars() {
        if character == '|' && !escaped {
            pipes += 1;
        }
        escaped = character == '\\' && !escaped;
    }
    pipes - 1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(bytes in bytes(), options in options()) {
        match read(&bytes, "any.csv", &options) {
            Ok(table) => {
                prop_assert!(table.row_count() >= 1 && table.column_count() >= 1);
                for position in 0..table.column_count() {
                    let column = table.column_at(position).unwrap();
                    for cell in column.cells() {
                        let _ = (cell.count(), cell.percent(), cell.proportion());
                        if let Ok(Some(number)) = cell.number() {
                            prop_assert!(number.is_finite());
                        }
                    }
                }
            }
            Err(findings) => {
                prop_assert!(!findings.is_empty());
                prop_assert!(findings.len() <= options.problems_max.max(1) + 2);
                for finding in findings {
                    let breaks = finding.to_string().contains(['\n', '\u{1b}', '\0']);
                    prop_assert!(!breaks);
                }
            }
        }
    }

    #[test]
    fn written_csv_is_read_back(view in view_of(words().prop_map(Value::Text).boxed())) {
        let text = render(&view, Format::Csv).unwrap();
        let table = read(text.as_bytes(), "own.csv", &ReadOptions::default()).unwrap();
        prop_assert_eq!(table.row_count(), view.rows.len());
        for (name, column) in table.names().zip(&view.columns) {
            prop_assert_eq!(name, column.key.as_str());
        }
        for (row, values) in view.rows.iter().enumerate() {
            for (position, value) in values.iter().enumerate() {
                let raw = table.raw(row, position).unwrap().to_owned();
                prop_assert_eq!(&Value::Text(raw), value);
            }
        }
    }

    #[test]
    fn written_numbers_are_read_back_exactly(
        numbers in proptest::collection::vec(proptest::num::f64::ANY, 1..20),
        counts in proptest::collection::vec(0_u64..=1 << 53, 1..20),
    ) {
        let rows = numbers.iter().zip(&counts);
        let view = TableView {
            columns: vec![ColumnSpec::number("x", "x"), ColumnSpec::number("n", "n")],
            rows: rows.map(|(x, n)| vec![Value::number(*x, 1), Value::Count(*n)]).collect(),
            ..TableView::default()
        };
        let text = render(&view, Format::Csv).unwrap();
        let table = read(text.as_bytes(), "own.csv", &ReadOptions::default()).unwrap();
        let back = table.column(&["x"]).unwrap().numbers().unwrap();
        for (found, written) in back.iter().zip(&numbers) {
            prop_assert_eq!(*found, written.is_finite().then_some(*written));
        }
        let back = table.column(&["n"]).unwrap().counts().unwrap();
        for (found, written) in back.iter().zip(&counts) {
            prop_assert_eq!(*found, Some(*written));
        }
    }

    #[test]
    fn an_independent_reader_cuts_the_same_cells(
        rows in proptest::collection::vec(
            proptest::collection::vec("[a-z,;\"\r\n.-]{0,6}", 3), 1..6),
        quote_all in any::<bool>(),
        crlf in any::<bool>(),
    ) {
        let style = if quote_all { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer =
            csv::WriterBuilder::new().quote_style(style).terminator(end).from_writer(Vec::new());
        writer.write_record(["h1", "h2", "h3"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let expected: Vec<Vec<String>> = csv::Reader::from_reader(bytes.as_slice())
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .filter(|row| quote_all || row.iter().any(|cell| !cell.is_empty()))
            .collect();
        match read(&bytes, "a.csv", &ReadOptions::default()) {
            Ok(table) => {
                let found: Vec<Vec<String>> = (0..table.row_count())
                    .map(|row| (0..3).map(|at| table.raw(row, at).unwrap().to_owned()).collect())
                    .collect();
                prop_assert_eq!(found, expected);
            }
            Err(_) => prop_assert!(expected.is_empty()),
        }
    }

    #[test]
    fn markdown_rows_never_break(view in view_of(value().boxed())) {
        let text = render(&TableView { title: String::new(), ..view.clone() }, Format::Markdown).unwrap();
        let lines: Vec<&str> = text.lines().take(view.rows.len() + 2).collect();
        prop_assert_eq!(lines.len(), view.rows.len() + 2);
        for line in lines {
            prop_assert!(line.starts_with("| ") && line.ends_with('|'), "{}", line);
            prop_assert_eq!(markdown_cells(line), view.columns.len(), "{}", line);
            let breaks = line.contains(['\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']);
            prop_assert!(!breaks);
        }
    }

    #[test]
    fn json_is_always_valid(view in view_of(value().boxed())) {
        let text = render(&view, Format::Json).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(json["rows"].as_array().unwrap().len(), view.rows.len());
    }

    #[test]
    fn terminal_fits_and_carries_no_commands(view in view_of(value().boxed()), width in 20_u16..120) {
        use unicode_width::UnicodeWidthStr;
        let text = render(&view, Format::Terminal { width, color: false }).unwrap();
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        for line in text.lines() {
            // A single character can be two columns wide, so one column is allowed on top.
            prop_assert!(line.width() <= usize::from(width) + 1, "{}: {}", width, line);
        }
    }

    #[test]
    fn rounding_is_within_half_a_unit(value in -1e9..1e9_f64, decimals in 0_u8..6) {
        let shown: f64 = fmt::number(value, decimals).replace('−', "-").parse().unwrap();
        let half = 0.5 * 10_f64.powi(-i32::from(decimals));
        // The subtraction itself is off by the spacing of doubles near the value.
        let slack = 2.0 * f64::EPSILON * value.abs();
        prop_assert!((shown - value).abs() <= half * (1.0 + 1e-9) + slack, "{} {}", value, shown);
    }

    #[test]
    fn p_values_never_cross_the_threshold(p in 0.001..0.999_f64) {
        let shown: f64 = fmt::p_value(p, fmt::PStyle::LeadingZero).parse().unwrap();
        prop_assert_eq!(shown < 0.05, p < 0.05);
    }
}
