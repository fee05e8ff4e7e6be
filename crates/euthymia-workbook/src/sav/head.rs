//! The first 176 bytes.

use crate::cursor::{Cursor, Ended};

/// How the cases are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    /// One byte for each small whole number.
    Bytecode,
    /// Bytecode in blocks of zlib.
    Zlib,
}

/// What the first record says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Head {
    pub(super) big_endian: bool,
    pub(super) compression: Compression,
    /// What is taken off the codes of small numbers.
    pub(super) bias: f64,
    /// `None` when the program did not know it yet.
    pub(super) case_count: Option<usize>,
    /// Position of the weight among the variable records.
    pub(super) weight_slot: Option<usize>,
}

impl Head {
    /// Reads the head, and gives the position behind it.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, Cursor<'_>), Ended> {
        let (_, layout) = bytes
            .get(..68)
            .and_then(|start| start.split_last_chunk::<4>())
            .ok_or(Ended)?;
        // The layout code is 2 or 3 in the byte order of the file.
        let big_endian = match (u32::from_le_bytes(*layout), u32::from_be_bytes(*layout)) {
            (2 | 3, _) => false,
            (_, 2 | 3) => true,
            _ => return Err(Ended),
        };
        let mut at = Cursor::new(bytes, big_endian);
        at.take(72)?;
        let compression = match at.i32()? {
            0 => Compression::None,
            1 => Compression::Bytecode,
            2 => Compression::Zlib,
            _ => return Err(Ended),
        };
        let weight = at.i32()?;
        let cases = at.i32()?;
        let bias = at.f64()?;
        at.take(84)?;
        let head = Self {
            big_endian,
            compression,
            bias,
            case_count: usize::try_from(cases).ok(),
            weight_slot: usize::try_from(weight)
                .ok()
                .and_then(|at| at.checked_sub(1)),
        };
        Ok((head, at))
    }
}
