//! Documents written by hand, object by object.

/// A document of these objects, the first of which is the catalogue. Offsets are counted here.
pub(crate) fn document(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = out.len();
    let size = objects.len() + 1;
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let end =
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
    out.extend(end.into_bytes());
    out
}

/// A stream.
pub(crate) fn stream(dictionary: &str, content: &str) -> String {
    let length = content.len();
    format!("<< {dictionary} /Length {length} >>\nstream\n{content}\nendstream")
}

/// What draws lines of text, each below the other.
pub(crate) fn drawn(lines: &[&str]) -> String {
    let mut content = "BT /F1 12 Tf 14 TL 72 720 Td\n".to_owned();
    for line in lines {
        content += &format!("({line}) Tj T*\n");
    }
    content + "ET"
}

/// A document with a page for each list of lines.
pub(crate) fn pages(pages: &[&[&str]]) -> Vec<u8> {
    let place = |page: usize| 4 + 2 * page;
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", place(page)))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 612 792] >>",
            kids.join(" "),
            pages.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (page, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            place(page) + 1
        ));
        objects.push(stream("", &drawn(lines)));
    }
    document(&objects, "")
}
