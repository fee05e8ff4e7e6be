//! One view in four formats.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]

use euthymia_table::{ColumnSpec, Format, TableView, Value, ViewError, render};

fn view() -> TableView {
    TableView {
        schema: "example.v1".into(),
        title: "Response by arm".into(),
        columns: vec![
            ColumnSpec::text("arm", "Arm"),
            ColumnSpec::number("events", "Events"),
            ColumnSpec::number("proportion", "Response").for_machines(),
            ColumnSpec::number("shown", "Response [95% CI]").for_people(),
            ColumnSpec::number("change", "Mean change").in_unit("points"),
            ColumnSpec::number("p", "p"),
        ],
        rows: vec![
            vec![
                Value::text("=ketamine|\n\"fast\""),
                Value::Count(4),
                Value::percent(4.0 / 21.0, 1),
                Value::text("19.0 % [5.4, 41.9]"),
                Value::number(-9.047_619_047_619_047, 1),
                Value::PValue(5.6e-7),
            ],
            vec![
                Value::text("sham"),
                Value::Missing,
                Value::percent(None, 1),
                Value::Missing,
                Value::number(f64::NAN, 1),
                Value::PValue(0.21),
            ],
        ],
        notes: vec!["Observed cases; intervals by Clopper and Pearson.".into()],
    }
}

#[test]
fn csv_has_keys_full_precision_and_quoted_texts() {
    assert_eq!(
        render(&view(), Format::Csv).unwrap(),
        "arm,events,proportion,change,p\n\
         \"=ketamine|\n\"\"fast\"\"\",4,0.19047619047619047,-9.047619047619047,5.6e-7\n\
         sham,,,,0.21\n"
    );
}

#[test]
fn json_has_schema_full_precision_and_null() {
    let text = render(&view(), Format::Json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["schema"], "example.v1");
    assert_eq!(json["columns"][3]["unit"], "points");
    // The text is compared, because the JSON reader used here may be off in the last digit.
    assert!(
        text.contains("\"proportion\": 0.19047619047619047,"),
        "{text}"
    );
    assert_eq!(json["rows"][0]["events"], 4);
    assert!(json["rows"][0].get("shown").is_none());
    assert!(json["rows"][1]["change"].is_null());
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["schema", "title", "columns", "rows", "notes"]);
}

#[test]
fn markdown_escapes_pipes_and_line_ends() {
    assert_eq!(
        render(&view(), Format::Markdown).unwrap(),
        "**Response by arm**\n\n\
         | Arm | Events | Response \\[95% CI\\] | Mean change (points) | p |\n\
         | :--- | ---: | ---: | ---: | ---: |\n\
         | =ketamine\\| \"fast\" | 4 | 19.0 % \\[5.4, 41.9\\] | −9.0 | < 0.001 |\n\
         | sham | — | — | — | 0.210 |\n\
         \nObserved cases; intervals by Clopper and Pearson.\n"
    );
}

#[test]
fn terminal_table_is_aligned() {
    let expected = "\
Response by arm
──────────────────────────────────────────────────────────────────────────────────
 Arm                 Events    Response [95% CI]   Mean change (points)         p
──────────────────────────────────────────────────────────────────────────────────
 =ketamine| \"fast\"        4   19.0 % [5.4, 41.9]                   −9.0   < 0.001
 sham                     —                    —                      —     0.210
──────────────────────────────────────────────────────────────────────────────────
Observed cases; intervals by Clopper and Pearson.
";
    let drawn = render(
        &view(),
        Format::Terminal {
            width: 100,
            color: false,
        },
    )
    .unwrap();
    assert_eq!(drawn, expected, "{drawn}");
}

#[test]
fn narrow_terminals_wrap_text_then_fall_back_to_blocks() {
    for width in [20_u16, 40, 60, 75] {
        let drawn = render(
            &view(),
            Format::Terminal {
                width,
                color: false,
            },
        )
        .unwrap();
        for line in drawn.lines() {
            assert!(
                line.chars().count() <= usize::from(width),
                "{width}: {line}\n{drawn}"
            );
        }
    }
    let narrow = render(
        &view(),
        Format::Terminal {
            width: 30,
            color: false,
        },
    )
    .unwrap();
    assert!(narrow.contains("Arm: =ketamine| \"fast\""), "{narrow}");
    assert!(narrow.contains("Mean change (points): −9.0"), "{narrow}");
}

#[test]
fn color_adds_codes_and_nothing_else() {
    let plain = render(
        &view(),
        Format::Terminal {
            width: 100,
            color: false,
        },
    )
    .unwrap();
    let colored = render(
        &view(),
        Format::Terminal {
            width: 100,
            color: true,
        },
    )
    .unwrap();
    assert!(!plain.contains('\u{1b}'));
    assert!(colored.contains("\u{1b}[1m Arm"));
    let stripped = colored
        .replace("\u{1b}[1m", "")
        .replace("\u{1b}[2m", "")
        .replace("\u{1b}[0m", "");
    assert_eq!(stripped, plain);
}

#[test]
fn contradictory_views_are_refused() {
    let mut short = view();
    short.rows[1].pop();
    let expected = ViewError::RowLength {
        row: 2,
        found: 5,
        expected: 6,
    };
    assert_eq!(render(&short, Format::Csv), Err(expected));
    let mut twice = view();
    twice.columns[1].key = "arm".into();
    assert_eq!(
        render(&twice, Format::Json),
        Err(ViewError::RepeatedKey("arm".into()))
    );
    assert_eq!(
        render(&TableView::default(), Format::Csv),
        Err(ViewError::NoColumns)
    );
}

#[test]
fn empty_columns_give_way_to_words_and_are_named() {
    let view = TableView {
        schema: "example.v1".into(),
        title: "Visits".into(),
        columns: vec![
            ColumnSpec::text("date", "Date"),
            ColumnSpec::text("moved", "Moved from"),
            ColumnSpec::text("dose", "Dose"),
            ColumnSpec::text("protocol", "Protocol"),
        ],
        rows: vec![vec![
            Value::text("2026-11-30"),
            Value::Missing,
            Value::Missing,
            Value::text("ketamine_after_tms"),
        ]],
        notes: Vec::new(),
    };
    let drawn = |width| {
        let color = false;
        render(&view, Format::Terminal { width, color }).unwrap()
    };
    // Words of 10, 5, 4 and 18 characters, and 3 beside each of four columns but the last.
    let wide = drawn(48);
    assert!(wide.contains("Dose") && wide.contains('—'), "{wide}");
    let narrow = drawn(44);
    assert!(
        narrow.contains("2026-11-30   ketamine_after_tms"),
        "{narrow}"
    );
    assert!(
        narrow.contains("Nothing stands under: Moved from, Dose."),
        "{narrow}"
    );
}
