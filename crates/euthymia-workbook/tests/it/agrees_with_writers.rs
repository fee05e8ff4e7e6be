//! One invented table, written by many programs in many formats, is read the same from all.

use euthymia_workbook::{FileFormat, ParquetBatches};

use crate::files::{column, file};

/// Files with the columns of `expected.csv`, the format they are in, and the row the first has.
const SAME: [(&str, FileFormat, usize); 13] = [
    ("openpyxl.xlsx", FileFormat::Xlsx, 2),
    ("xlsxwriter_1904.xlsx", FileFormat::Xlsx, 2),
    ("xlwt.xls", FileFormat::Xls, 2),
    ("odfpy.ods", FileFormat::Ods, 2),
    ("pyarrow.parquet", FileFormat::Parquet, 1),
    ("pyarrow_gzip.parquet", FileFormat::Parquet, 1),
    ("pandas.parquet", FileFormat::Parquet, 1),
    ("pyreadstat.sav", FileFormat::Spss, 1),
    ("pyreadstat_coded.sav", FileFormat::Spss, 1),
    ("pyreadstat.zsav", FileFormat::Spss, 1),
    ("pyreadstat_v5.xpt", FileFormat::SasTransport, 1),
    ("pyreadstat_v8.xpt", FileFormat::SasTransport, 1),
    ("expected.csv", FileFormat::Text, 2),
];

/// What a format cannot hold is written otherwise by the program that made the file.
fn as_written(name: &str, column: &str, cell: &str) -> String {
    match (name, column) {
        ("pyreadstat_v5.xpt", "remark") => match cell {
            "Zürich, „ä“" => "Zurich".to_owned(),
            other => other.chars().take(200).collect(),
        },
        // 12 sessions are declared missing.
        (spss, "sessions") if spss.contains("sav") && cell == "12" => String::new(),
        _ => cell.to_owned(),
    }
}

#[test]
fn agrees_with_writers_cell_by_cell() {
    let expected = file("expected.csv").table;
    for (name, format, first_row) in SAME {
        let found = file(name);
        assert_eq!(found.format, format, "{name}");
        assert_eq!(found.table.line(0), Some(first_row), "{name}");
        let mut compared = 0;
        for wanted in expected.names() {
            let in_file = match (name, wanted) {
                ("pyreadstat_v5.xpt", "responder") => "respond",
                _ => wanted,
            };
            if !found.table.names().any(|name| name == in_file) {
                continue;
            }
            let cells = column(&expected, wanted).into_iter();
            let cells: Vec<String> = cells.map(|cell| as_written(name, wanted, cell)).collect();
            assert_eq!(column(&found.table, in_file), cells, "{name}, {wanted}");
            compared += 1;
        }
        assert!(compared >= 7, "{name}: {compared} columns compared");
    }
}

#[test]
fn agrees_with_writers_on_every_kind_of_parquet() {
    let table = file("kinds.parquet").table;
    for (name, cells) in [
        ("f32", ["0.1", ""]),
        ("u64", ["18446744073709551615", ""]),
        ("decimal", ["-12.5", ""]),
        ("time", ["09:30:00.5", ""]),
        ("nanos", ["1970-01-01T00:00:00.000000001", ""]),
        ("zoned", ["2024-01-01T09:00:00", ""]),
        ("category", ["a", "b"]),
        ("nan", ["", "inf"]),
    ] {
        assert_eq!(column(&table, name), cells, "{name}");
    }
    let notes = crate::files::notes(&table);
    assert_eq!(
        notes,
        [
            "kinds.parquet, column \"zoned\": note: times are given in universal time and were not \
             moved to a local zone."
        ]
    );
}

#[test]
fn laws_batches_of_parquet_are_the_whole_in_pieces() {
    let whole = file("pyarrow.parquet").table;
    for rows_max in [1, 2, 3, 100] {
        let path = crate::files::path("pyarrow.parquet");
        let batches = ParquetBatches::open(&path, rows_max, &Default::default()).unwrap();
        let mut row = 0;
        for table in batches.map(Result::unwrap) {
            assert!(table.row_count() <= rows_max);
            for at in 0..table.row_count() {
                assert_eq!(table.line(at), whole.line(row));
                for column in 0..whole.column_count() {
                    assert_eq!(table.raw(at, column), whole.raw(row, column));
                }
                row += 1;
            }
        }
        assert_eq!(row, whole.row_count());
    }
}
