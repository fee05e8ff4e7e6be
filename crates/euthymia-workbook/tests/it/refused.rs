//! Files that are no table: each is refused by its own name, with what to do.

use euthymia_workbook::FileOptions;

use crate::files::{bytes, refusal, said};

#[test]
fn other_kinds_of_file_are_called_by_their_names() {
    for (content, name) in [
        (&b"%PDF-1.7"[..], "a PDF document"),
        (b"{\\rtf1", "a rich text document"),
        (b"\x1F\x8B\x08", "a gzip archive"),
        (b"RDX3\nX\n", "an R workspace"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"ARROW1\0\0", "an Arrow (Feather) file"),
        (b"<stata_dta><header>", "a Stata file"),
        (b"**COMPRESSED** **COMPRESSED**", "a SAS CPORT file"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xEF\xBB\xBF <HTML><table>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"PARE", "an encrypted Parquet file"),
    ] {
        let said = refusal(content, "data.xls");
        let begins = format!("data.xls: this is {name}");
        assert!(said[0].starts_with(&begins), "{said:?}");
        assert_eq!(said.len(), 1);
    }
}

#[test]
fn fixtures_that_are_no_table_are_refused() {
    for (name, says) in [
        ("document.docx", "this is a Word document."),
        ("archive.zip", "this is a zip archive without a workbook."),
        (
            "locked.xlsx",
            "this is a workbook that is locked with a password.",
        ),
        ("nested.parquet", "the column holds lists or records"),
        ("pyarrow_zstd.parquet", "the data are compressed with ZSTD"),
    ] {
        let said = refusal(&bytes(name), name);
        assert!(said[0].contains(says), "{said:?}");
    }
}

#[test]
fn an_ole_file_is_known_by_its_entries() {
    let with = |entry: &str| {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.extend(entry.encode_utf16().flat_map(u16::to_le_bytes));
        refusal(&bytes, "a.xls").remove(0)
    };
    assert!(with("WordDocument").contains("an old Word document"));
    assert!(with("nothing").contains("holds no workbook"));
    assert!(with("Workbook").contains("the workbook is cut short or damaged"));
}

#[test]
fn a_file_that_is_cut_short_says_so() {
    for name in [
        "openpyxl.xlsx",
        "xlwt.xls",
        "odfpy.ods",
        "pyarrow.parquet",
        "pyreadstat.sav",
        "pyreadstat_coded.sav",
        "pyreadstat.zsav",
        "pspp_zlib.zsav",
        "pyreadstat_v5.xpt",
        "pyreadstat_v8.xpt",
    ] {
        let bytes = bytes(name);
        // Behind the middle, and well before the end, where some formats have only filling.
        let cut = &bytes[..bytes.len() * 3 / 5 + 1];
        let said = refusal(cut, name);
        assert!(said[0].contains("cut short"), "{name}: {said:?}");
    }
}

#[test]
fn a_sheet_is_refused_where_there_are_none() {
    let options = FileOptions {
        sheet: Some("Visits".to_owned()),
        ..FileOptions::default()
    };
    for name in ["pyreadstat.sav", "pyarrow.parquet", "expected.csv"] {
        let said = said(&bytes(name), name, &options);
        assert!(
            said[0].contains("there is no sheet \"Visits\" in this kind"),
            "{said:?}"
        );
    }
}

#[test]
fn byhand_an_old_workbook_that_claims_too_many_rows_is_refused() {
    // The record of the outermost cells: its number, its length of 14, first and last row.
    let mut bytes = bytes("xlwt.xls");
    let record = [0x00, 0x02, 0x0E, 0x00];
    let at = bytes.windows(4).position(|four| four == record).unwrap();
    bytes[at + 8..at + 12].copy_from_slice(&[0xFF; 4]);
    let said = refusal(&bytes, "a.xls");
    assert!(
        said[0].contains("cells beyond the last row or column"),
        "{said:?}"
    );
}
