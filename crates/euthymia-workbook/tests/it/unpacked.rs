//! Files of text in whatever they are packed.

use std::io::{Read, Write};
use std::path::PathBuf;

use euthymia_workbook::{Member, UnpackOptions, unpack};
use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RIS: &str = "TY  - JOUR\nTI  - Dose and response\nER  - \n";

fn saved(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn text(member: &mut Member) -> String {
    let mut text = String::new();
    member.reader.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn plain_and_gzip_are_one_member() {
    let folder = TempDir::new().unwrap();
    for bytes in [RIS.as_bytes().to_vec(), gzip(RIS.as_bytes())] {
        let path = saved(&folder, "a.txt", &bytes);
        let mut members = unpack(&path, &UnpackOptions::default()).unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(text(&mut members[0]), RIS);
    }
}

#[test]
fn members_of_a_zip_come_in_order_without_clutter() {
    let folder = TempDir::new().unwrap();
    let packed = gzip(b"two");
    let bytes = zip(&[
        ("a/one.ris", RIS.as_bytes()),
        ("__MACOSX/a/._one.ris", b"x"),
        ("two.gz", &packed),
    ]);
    let path = saved(&folder, "both.zip", &bytes);
    let mut members = unpack(&path, &UnpackOptions::default()).unwrap();
    let texts: Vec<String> = members.iter_mut().map(text).collect();
    assert_eq!(texts, [RIS, "two"]);
    assert!(members[0].name.ends_with("both.zip, a/one.ris"));
}

#[test]
fn damage_is_told() {
    let folder = TempDir::new().unwrap();
    let cut = saved(&folder, "cut.zip", b"PK\x03\x04 not at all");
    let finding = unpack(&cut, &UnpackOptions::default()).err().unwrap();
    assert!(
        finding
            .to_string()
            .contains("the zip archive cannot be read"),
        "{finding}"
    );
    let pdf = saved(&folder, "a.ris", b"%PDF-1.7 ...");
    let finding = unpack(&pdf, &UnpackOptions::default()).err().unwrap();
    assert!(
        finding.to_string().contains("this is a PDF document"),
        "{finding}"
    );

    let mut bytes = zip(&[("a.ris", &RIS.repeat(3).into_bytes())]);
    let at = bytes
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    bytes[at + 16] ^= 1;
    let path = saved(&folder, "sum.zip", &bytes);
    let mut members = unpack(&path, &UnpackOptions::default()).unwrap();
    let error = members[0].reader.read_to_end(&mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("checksum"), "{error}");
}

#[test]
fn a_bomb_ends_with_an_error() {
    let folder = TempDir::new().unwrap();
    let zeros = vec![b' '; 40 << 20];
    for bytes in [gzip(&zeros), zip(&[("a", &zeros)])] {
        let path = saved(&folder, "bomb", &bytes);
        let mut member = unpack(&path, &UnpackOptions::default()).unwrap().remove(0);
        let error = std::io::copy(&mut member.reader, &mut std::io::sink()).unwrap_err();
        assert!(error.to_string().contains("200 to 1"), "{error}");
    }
    let options = UnpackOptions {
        bytes_max: 50,
        ..UnpackOptions::default()
    };
    let path = saved(
        &folder,
        "two.zip",
        &zip(&[("a", RIS.as_bytes()), ("b", RIS.as_bytes())]),
    );
    let mut members = unpack(&path, &options).unwrap();
    assert_eq!(text(&mut members[0]), RIS);
    let error = members[1].reader.read_to_end(&mut Vec::new()).unwrap_err();
    assert!(
        error.to_string().contains("more than may be unpacked"),
        "{error}"
    );
}

/// The workbooks of another project, where the variable names their folder.
#[test]
fn a_workbook_is_csv() {
    let Some(root) = std::env::var_os("EUTHYMIA_BIBLIOGRAPHIC") else {
        return;
    };
    let path = PathBuf::from(root).join("colrev/tests/2_loader/data/xlsx_data.xlsx");
    let mut members = unpack(&path, &UnpackOptions::default()).unwrap();
    let text = text(&mut members[0]);
    assert!(text.lines().count() > 1 && text.starts_with('"'), "{text}");
}
