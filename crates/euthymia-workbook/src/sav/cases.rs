//! The cases, a row of eight-byte words each.

use super::Word;
use super::head::{Compression, Head};
use crate::cursor::{Cursor, Ended};

const SPACES: Word = [b' '; 8];
const END_OF_FILE: u8 = 252;
const AS_IT_STANDS: u8 = 253;
const BLANK: u8 = 254;
const SYSTEM_MISSING: u8 = 255;

/// Reads one case after the other.
pub(super) struct Cases<'b> {
    at: Cursor<'b>,
    /// Codes of the next words; not used without compression.
    codes: std::array::IntoIter<u8, 8>,
    is_coded: bool,
    is_over: bool,
    bias: f64,
    big_endian: bool,
    words: Vec<Word>,
    width: usize,
}

impl<'b> Cases<'b> {
    pub(super) fn new(data: &'b [u8], head: &Head, width: usize) -> Self {
        Self {
            at: Cursor::new(data, head.big_endian),
            // Zeros are skipped.
            codes: [0; 8].into_iter(),
            is_coded: head.compression != Compression::None,
            is_over: width == 0,
            bias: head.bias,
            big_endian: head.big_endian,
            words: Vec::new(),
            width,
        }
    }

    /// The words of the next case; `None` behind the last one.
    pub(super) fn next(&mut self) -> Result<Option<&[Word]>, Ended> {
        self.words.clear();
        while self.words.len() < self.width {
            match self.word()? {
                Some(word) => self.words.push(word),
                None if self.words.is_empty() => return Ok(None),
                None => return Err(Ended),
            }
        }
        Ok((!self.is_over).then_some(self.words.as_slice()))
    }

    fn word(&mut self) -> Result<Option<Word>, Ended> {
        if self.is_over {
            return Ok(None);
        }
        if !self.is_coded {
            return self.plain();
        }
        loop {
            let Some(code) = self.codes.next() else {
                match self.plain()? {
                    Some(codes) => self.codes = codes.into_iter(),
                    None => return Ok(None),
                }
                continue;
            };
            let word = match code {
                0 => continue,
                END_OF_FILE => {
                    self.is_over = true;
                    return Ok(None);
                }
                AS_IT_STANDS => self.at.array()?,
                BLANK => SPACES,
                SYSTEM_MISSING => self.bytes(-f64::MAX),
                small => self.bytes(f64::from(small) - self.bias),
            };
            return Ok(Some(word));
        }
    }

    /// The next eight bytes; `None` when the data end before them.
    fn plain(&mut self) -> Result<Option<Word>, Ended> {
        match self.at.rest().is_empty() {
            true => Ok(None),
            false => self.at.array().map(Some),
        }
    }

    fn bytes(&self, value: f64) -> Word {
        match self.big_endian {
            true => value.to_be_bytes(),
            false => value.to_le_bytes(),
        }
    }
}
