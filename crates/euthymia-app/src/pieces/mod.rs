//! Files of any length in pieces: cut where a row ends, worked on by several threads, taken up in the
//! order of the file.

pub(crate) mod cell;
pub(crate) mod chunks;
pub(crate) mod findings;
pub(crate) mod lanes;
pub(crate) mod marks;

/// How far a long file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file that were read.
    pub bytes_done: u64,
    /// Bytes of the file; 0 where it does not say, as with a pipe.
    pub bytes_total: u64,
    /// Rows that were used.
    pub rows: u64,
}

/// How much of the file's start settles delimiter and names.
pub(crate) const HEAD_BYTES: usize = 256 * 1024;
