//! The cases of a `.zsav` file: blocks of zlib, listed at the end of the file.

use std::io::Read;
use std::sync::Arc;

use euthymia_table::Diagnostic;
use flate2::read::ZlibDecoder;

use super::damaged;
use crate::cursor::{Cursor, Ended};

/// No file of patients is longer than this when inflated; a damaged or hostile one may claim to be.
const INFLATED_MAX: u64 = 1 << 30;

/// All blocks inflated, one behind the other.
pub(super) fn all(bytes: &[u8], at: Cursor<'_>, file: &Arc<str>) -> Result<Vec<u8>, Diagnostic> {
    let blocks = blocks(bytes, at).map_err(|Ended| damaged(file))?;
    let mut inflated = Vec::new();
    for block in blocks {
        let left = INFLATED_MAX.saturating_sub(inflated.len() as u64);
        let mut decoder = ZlibDecoder::new(block).take(left);
        decoder
            .read_to_end(&mut inflated)
            .map_err(|_| damaged(file))?;
        if decoder.limit() == 0 {
            let message = "the SPSS file inflates to more than 1 GiB";
            return Err(Diagnostic::error(file.clone(), message)
                .with_help("Save it as .sav, or only the variables that are needed."));
        }
    }
    Ok(inflated)
}

/// The compressed blocks, in order.
fn blocks<'b>(bytes: &'b [u8], mut at: Cursor<'_>) -> Result<Vec<&'b [u8]>, Ended> {
    let position = |offset: i64| usize::try_from(offset).map_err(|_| Ended);
    at.take(8)?;
    let trailer = position(at.i64()?)?;
    // The list is read with the byte order of everything else.
    let behind = bytes.len().checked_sub(at.rest().len()).ok_or(Ended)?;
    let mut list = at;
    list.take(trailer.checked_sub(behind).ok_or(Ended)?)?;
    list.take(20)?;
    let mut blocks = Vec::new();
    for _ in 0..list.length()? {
        list.take(8)?;
        let start = position(list.i64()?)?;
        list.take(4)?;
        let length = list.length()?;
        let end = start.checked_add(length).ok_or(Ended)?;
        blocks.push(bytes.get(start..end).ok_or(Ended)?);
    }
    Ok(blocks)
}
