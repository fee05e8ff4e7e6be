//! A data dictionary as REDCap writes it, and exports with mistakes.

use euthymia_table::{ReadOptions, Table, read};
use euthymia_workbook::redcap::{ColumnRole, Dictionary, FieldKind};

use crate::files::bytes;

fn dictionary() -> Dictionary {
    let options = ReadOptions::default();
    Dictionary::read(&bytes("redcap_dictionary.csv"), "dictionary.csv", &options).unwrap()
}

fn export(text: &str) -> Table {
    read(text.as_bytes(), "export.csv", &ReadOptions::default()).unwrap()
}

fn findings(text: &str) -> Vec<String> {
    let check = dictionary().check(&export(text), 20);
    check.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn byhand_fields_are_typed() {
    let dictionary = dictionary();
    assert_eq!(dictionary.fields().len(), 12);
    assert_eq!(dictionary.record_id().unwrap().name, "record_id");
    let sex = dictionary.field("sex").unwrap();
    assert_eq!((&sex.kind, sex.line), (&FieldKind::OneOf, 5));
    assert_eq!(sex.choices[2].label, "other, or not said");
    let born = dictionary.field("born").unwrap();
    assert!(born.is_identifier && born.validation.as_deref() == Some("date_dmy"));
    assert_eq!(born.minimum.as_deref(), Some("1920-01-01"));
    let mean = dictionary.field("mean_total").unwrap();
    assert_eq!(
        (&mean.kind, mean.choices.len()),
        (&FieldKind::Calculated, 0)
    );
}

#[test]
fn byhand_columns_of_an_export_are_known_by_their_names() {
    let dictionary = dictionary();
    let choice = |column: &str| match dictionary.role(column) {
        ColumnRole::Choice { field, choice } => (field.name.clone(), choice.code.clone()),
        other => panic!("{column}: {other:?}"),
    };
    for (column, code) in [
        ("effects___1", "1"),
        ("effects____1", "-1"),
        ("effects___x2", "x2"),
    ] {
        assert_eq!(choice(column), ("effects".to_owned(), code.to_owned()));
    }
    for (column, role) in [
        ("redcap_event_name", ColumnRole::Event),
        ("redcap_repeat_instrument", ColumnRole::RepeatInstrument),
        ("redcap_repeat_instance", ColumnRole::RepeatInstance),
        ("redcap_data_access_group", ColumnRole::Site),
        ("visit_complete", ColumnRole::Complete),
        ("start_timestamp", ColumnRole::Timestamp),
        ("other_complete", ColumnRole::Unknown),
        ("sex___1", ColumnRole::Unknown),
        ("effects___9", ColumnRole::Unknown),
    ] {
        assert_eq!(dictionary.role(column), role, "{column}");
    }
}

#[test]
fn byhand_an_export_that_fits_has_one_note() {
    let table = read(
        &bytes("redcap_export.csv"),
        "export.csv",
        &ReadOptions::default(),
    )
    .unwrap();
    let check = dictionary().check(&table, 20);
    let shown: Vec<String> = check.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "export.csv, column \"born\": note: found \"today\", this limit of the data dictionary \
             is not checked."
        ]
    );
    assert_eq!(check.identifiers, ["surname", "born"]);
    let notes = dictionary().column_notes(&table);
    assert_eq!(notes[7].label_of("2"), Some("male"));
    let effect = notes[10].label.as_deref();
    assert_eq!(effect, Some("Effects in the first hour, if any: headache"));
    assert_eq!(notes[1].label, None);
}

#[test]
fn byhand_cells_that_do_not_fit_are_named() {
    let text = "record_id,redcap_event_name,redcap_repeat_instance,sex,total,weight,seen,mood,\
                effects___1,visit_complete,wieght\n\
                1,a,1,4,61,29.9,2024-02-30 10:00,101,2,3,\n\
                1,a,2,2,12.5,x,2024-02-29 10:00,0,1,2,\n\
                1,a,2,1,-1,30,,,,,\n\
                1,a,0.5,1,0,30,,,,,\n";
    let found = findings(text);
    let wanted = [
        "row 2, column \"sex\": found \"4\", expected a code of the data dictionary",
        "row 2, column \"total\": warning: found \"61\", outside the range of the data dictionary, \
         0 to 60.",
        "row 3, column \"total\": found \"12.5\", expected a whole number.",
        "row 4, column \"total\": warning: found \"-1\", outside the range",
        "row 2, column \"weight\": warning: found \"29.9\", outside the range of the data \
         dictionary, at least 30.",
        "row 3, column \"weight\": found \"x\", expected a number.",
        "row 2, column \"seen\": found \"2024-02-30 10:00\", expected a date and time",
        "row 2, column \"mood\": warning: found \"101\", outside the range of the data dictionary, \
         0 to 100.",
        "row 2, column \"effects___1\": found \"2\", expected a code",
        "row 2, column \"visit_complete\": found \"3\", expected a code",
        "column \"wieght\": warning: the data dictionary has no such field. Did you mean \"weight\"?",
        "row 4, column \"record_id\": found \"1\", the row repeats record, event and instance of \
         row 3.",
        "row 5, column \"redcap_repeat_instance\": found \"0.5\", expected a whole number",
    ];
    assert_eq!(found.len(), wanted.len(), "{found:#?}");
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(
            found.starts_with(&format!("export.csv, {wanted}")),
            "{found}\n{wanted}"
        );
    }
}

#[test]
fn byhand_a_column_of_labels_is_one_finding() {
    let found = findings("record_id,sex\n1,female\n2,male\n3,\n");
    assert_eq!(
        found,
        [
            "export.csv, row 2, column \"sex\": found \"female\", the column holds labels, not the \
             codes of the data dictionary. Export raw data, not labels."
        ]
    );
    let no_id = findings("sex\n1\n");
    assert!(
        no_id[0].contains("there is no column \"record_id\""),
        "{no_id:?}"
    );
}

#[test]
fn a_broken_dictionary_is_refused_with_row_and_column() {
    let refused = |text: &str| {
        let options = ReadOptions::default();
        let findings = Dictionary::read(text.as_bytes(), "d.csv", &options).unwrap_err();
        findings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let header = "field_name,form_name,field_type,select_choices_or_calculations\n";
    let found = refused(&format!(
        "{header}a,f,radio,low | high\nb,f,text,\nb,f,text,\nc,f,,\n"
    ));
    assert_eq!(
        found[0],
        "d.csv, row 2, column \"select_choices_or_calculations\": found \"low\", expected a code, a \
         comma and a label. Write choices as: 0, none | 1, mild | 2, severe."
    );
    assert!(
        found[1].contains("row 4, column \"field_name\": found \"b\", the field stands in row 3")
    );
    assert!(
        found[2].contains("row 5, column \"field_type\""),
        "{found:?}"
    );
    assert!(refused("name,type\na,text\n")[0].contains("Variable / Field Name"));
}
