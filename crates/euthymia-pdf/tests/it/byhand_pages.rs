//! Documents of which it is known what stands on each page.

use euthymia_pdf::{PdfError, flowing, read};

use crate::written::{document, drawn, pages, stream};

#[test]
fn every_page_has_its_own_words_in_their_order() {
    let file = pages(&[
        &["Ketamine by infusion", "doi:10.1000/xyz.123"],
        &["Patients were random-", "ised to two arms"],
    ]);
    let pdf = read(&file).unwrap();
    assert_eq!(pdf.pages.len(), 2);
    let first = pdf.pages[0].as_deref().unwrap();
    assert_eq!(first, "Ketamine by infusion\ndoi:10.1000/xyz.123");
    let second = flowing(pdf.pages[1].as_deref().unwrap());
    assert_eq!(second, "Patients were randomised to two arms");
    assert_eq!((pdf.pages_with_text(), pdf.is_without_text()), (2, false));
}

#[test]
fn accents_of_the_usual_encoding_are_letters() {
    // 0xFC is "ü" in WinAnsiEncoding; written as the octal escape of a PDF string.
    let pdf = read(&pages(&[&["M\\374nchen"]])).unwrap();
    assert_eq!(pdf.pages[0].as_deref(), Some("M\u{fc}nchen"));
}

#[test]
fn other_files_and_damaged_ones_are_told_apart() {
    assert_eq!(read(b""), Err(PdfError::NotPdf));
    assert_eq!(read(b"PK\x03\x04 a workbook"), Err(PdfError::NotPdf));
    let damaged = read(b"%PDF-1.4 and nothing else");
    assert!(matches!(damaged, Err(PdfError::Damaged(_))), "{damaged:?}");
}

#[test]
fn a_page_that_is_a_picture_has_no_text_layer() {
    let picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
                   /BitsPerComponent 8";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>"
            .to_owned(),
        stream("", "q 612 0 0 792 0 0 cm /I Do Q"),
        stream(picture, "x"),
    ];
    let pdf = read(&document(&objects, "")).unwrap();
    assert_eq!(pdf.pages.len(), 1);
    assert!(pdf.is_without_text());
}

#[test]
fn a_document_locked_with_a_password_says_so() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>".to_owned(),
        stream("", "q Q"),
        format!(
            "<< /Filter /Standard /V 1 /R 2 /P -4 /O <{}> /U <{}> >>",
            "11".repeat(32),
            "22".repeat(32)
        ),
    ];
    let id = "/Encrypt 5 0 R /ID [<00112233445566778899aabbccddeeff> \
              <00112233445566778899aabbccddeeff>]";
    assert_eq!(read(&document(&objects, id)), Err(PdfError::Locked));
}

/// A form that draws itself, with or without resources of its own, would never end.
#[test]
fn a_drawing_within_itself_is_a_page_without_text() {
    for own in ["/Resources << /XObject << /X 6 0 R >> >>", ""] {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> \
             /XObject << /X 6 0 R >> >> >>"
                .to_owned(),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
            stream("", &(drawn(&["words"]) + " /X Do")),
            stream(
                &format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {own}"),
                "/X Do",
            ),
        ];
        let pdf = read(&document(&objects, "")).unwrap();
        assert_eq!(pdf.pages, [None]);
    }
}

#[test]
fn a_page_that_is_its_own_parent_is_a_page_without_text() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>".to_owned(),
        stream("", "BT (words) Tj ET"),
    ];
    let pdf = read(&document(&objects, "")).unwrap();
    assert_eq!(pdf.pages, [None]);
}
