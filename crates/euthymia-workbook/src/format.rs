//! Recognising a file by its content.

use memchr::memmem;

/// A file format that a table can be read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// Delimited text: CSV, TSV and the like.
    Text,
    /// An Excel workbook since 2007 (`.xlsx`, `.xlsm`).
    Xlsx,
    /// A binary Excel workbook since 2007 (`.xlsb`).
    Xlsb,
    /// An Excel workbook before 2007 (`.xls`).
    Xls,
    /// An OpenDocument spreadsheet (`.ods`).
    Ods,
    /// Apache Parquet.
    Parquet,
    /// A SAS transport file (`.xpt`), version 5 or 8.
    SasTransport,
    /// An SPSS system file (`.sav`, `.zsav`).
    Spss,
}

impl FileFormat {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "delimited text",
            Self::Xlsx => "Excel workbook (.xlsx)",
            Self::Xlsb => "binary Excel workbook (.xlsb)",
            Self::Xls => "old Excel workbook (.xls)",
            Self::Ods => "OpenDocument spreadsheet (.ods)",
            Self::Parquet => "Parquet file",
            Self::SasTransport => "SAS transport file (.xpt)",
            Self::Spss => "SPSS file (.sav)",
        }
    }
}

/// A kind of file that holds no table we can read, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Foreign {
    pub(crate) what: &'static str,
    pub(crate) help: &'static str,
}

const EXPORT: &str = "Export the data from the program that made it as CSV or as a workbook.";
const PASSWORD: &str = "Open it in the spreadsheet program, take the password off (File, Info, \
     Protect Workbook, Encrypt with Password: leave it empty) and save a copy.";
const SAVE_AS: &str = "Open it in the spreadsheet program and save it as .xlsx or CSV.";
const SAVE_TABLE: &str = "Copy the table into a spreadsheet program and save it as .xlsx or CSV.";

/// Beginnings of files that are something else.
const FOREIGN: [(&[u8], &str, &str); 14] = [
    (b"%PDF", "a PDF document", EXPORT),
    (b"{\\rtf", "a rich text document", SAVE_TABLE),
    (
        b"\x1F\x8B",
        "a gzip archive",
        "Unpack it first. An .RData or .rds file: write.csv() in R.",
    ),
    (
        b"RDX",
        "an R workspace",
        "In R: write.csv(data, \"data.csv\", row.names = FALSE).",
    ),
    (b"7z\xBC\xAF", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (
        b"SQLite format 3\0",
        "an SQLite database",
        "Export the table as CSV.",
    ),
    (
        b"ARROW1",
        "an Arrow (Feather) file",
        "Write it as Parquet or CSV.",
    ),
    (
        b"<stata_dta>",
        "a Stata file",
        "In Stata: export delimited, or savespss.",
    ),
    (
        b"**COMPRESSED**",
        "a SAS CPORT file",
        "In SAS, make the transport file with the XPORT engine: libname out xport 'data.xpt'.",
    ),
    (
        b"\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60",
        "a SAS data set (.sas7bdat)",
        "In SAS: libname out xport 'data.xpt'; or proc export to CSV.",
    ),
    (b"\x89PNG", "a picture", EXPORT),
    (b"\xFF\xD8\xFF", "a picture", EXPORT),
    (b"\x7FELF", "a program", EXPORT),
];

/// What a file is that begins as no table does.
pub(crate) fn foreign(head: &[u8]) -> Option<Foreign> {
    let found = FOREIGN.iter().find(|(start, ..)| head.starts_with(start));
    found.map(|(_, what, help)| Foreign { what, help })
}

/// What the bytes of a file are.
pub(crate) fn recognise(bytes: &[u8]) -> Result<FileFormat, Foreign> {
    if let Some(found) = foreign(bytes) {
        return Err(found);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    if bytes.starts_with(b"PAR1") {
        return Ok(FileFormat::Parquet);
    }
    if bytes.starts_with(b"PARE") {
        let (what, help) = ("an encrypted Parquet file", "Decrypt it first.");
        return Err(Foreign { what, help });
    }
    if bytes.starts_with(b"$FL2") || bytes.starts_with(b"$FL3") {
        return Ok(FileFormat::Spss);
    }
    if bytes.starts_with(b"HEADER RECORD*******LIB") {
        return Ok(FileFormat::SasTransport);
    }
    marked_up(bytes)
}

/// Which of the formats inside a zip archive this is.
fn zipped(bytes: &[u8]) -> Result<FileFormat, Foreign> {
    let has = |name: &str| memmem::find(bytes, name.as_bytes()).is_some();
    // The first entry of an OpenDocument file is its type, stored as it is.
    let head = bytes.get(..120).unwrap_or(bytes);
    let head_has = |name: &str| memmem::find(head, name.as_bytes()).is_some();
    if head_has("application/vnd.oasis.opendocument.spreadsheet") {
        return Ok(FileFormat::Ods);
    }
    let (what, help) = if head_has("application/vnd.oasis.opendocument") {
        ("an OpenDocument file that is no spreadsheet", SAVE_TABLE)
    } else if has("xl/workbook.bin") {
        return Ok(FileFormat::Xlsb);
    } else if has("xl/") {
        return Ok(FileFormat::Xlsx);
    } else if has("word/document.xml") {
        ("a Word document", SAVE_TABLE)
    } else if has("ppt/presentation.xml") {
        ("a PowerPoint presentation", SAVE_TABLE)
    } else {
        (
            "a zip archive without a workbook",
            "Unpack it first and name the file in it.",
        )
    };
    Err(Foreign { what, help })
}

/// Which of the formats inside an OLE compound file this is; its entries have UTF-16 names.
fn compound(bytes: &[u8]) -> Result<FileFormat, Foreign> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    let (what, help) = if has("EncryptedPackage") {
        ("a workbook that is locked with a password", PASSWORD)
    } else if has("WordDocument") {
        ("an old Word document", SAVE_TABLE)
    } else if has("PowerPoint Document") {
        ("an old PowerPoint presentation", SAVE_TABLE)
    } else if has("Workbook") || has("Book") {
        return Ok(FileFormat::Xls);
    } else {
        (
            "an Office file that is cut short or holds no workbook",
            SAVE_AS,
        )
    };
    Err(Foreign { what, help })
}

/// Web pages and XML that go by the name of a workbook; everything else is taken for text.
fn marked_up(bytes: &[u8]) -> Result<FileFormat, Foreign> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = text.trim_ascii_start();
    let begins = |mark: &str| {
        let head = start.get(..mark.len()).unwrap_or_default();
        head.eq_ignore_ascii_case(mark.as_bytes())
    };
    let what = if begins("<html") || begins("<!doctype html") || begins("<table") {
        "a web page (some programs give it the name .xls)"
    } else if begins("<?xml") {
        "an XML file"
    } else {
        return Ok(FileFormat::Text);
    };
    Err(Foreign {
        what,
        help: SAVE_AS,
    })
}
