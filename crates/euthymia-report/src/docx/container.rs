//! The container: parts in a zip file, always with the same bytes.

use super::DocxError;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs named parts; every one carries the container's first possible date instead of the clock's.
pub(super) fn pack(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, DocxError> {
    let failed = |error: &dyn std::fmt::Display| DocxError::Container(error.to_string());
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .compression_method(CompressionMethod::Deflated);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive
            .start_file(name.as_str(), options)
            .map_err(|e| failed(&e))?;
        archive.write_all(bytes).map_err(|e| failed(&e))?;
    }
    let done = archive.finish().map_err(|e| failed(&e))?;
    Ok(done.into_inner())
}
