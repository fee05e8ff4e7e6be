//! Reading a binary file from front to back without ever leaving it.

/// The file ended inside something that it had announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ended;

/// A position in the bytes of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'b> {
    rest: &'b [u8],
    big_endian: bool,
}

impl<'b> Cursor<'b> {
    /// At the start of the bytes, whose numbers have the high byte first or last.
    pub(crate) fn new(bytes: &'b [u8], big_endian: bool) -> Self {
        Self {
            rest: bytes,
            big_endian,
        }
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    /// The next bytes, which must be there.
    pub(crate) fn take(&mut self, count: usize) -> Result<&'b [u8], Ended> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Ended)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next bytes as an array.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Ended> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Ended)?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Ended> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Ended> {
        let bytes = self.array()?;
        Ok(match self.big_endian {
            true => u16::from_be_bytes(bytes),
            false => u16::from_le_bytes(bytes),
        })
    }

    pub(crate) fn i32(&mut self) -> Result<i32, Ended> {
        let bytes = self.array()?;
        Ok(match self.big_endian {
            true => i32::from_be_bytes(bytes),
            false => i32::from_le_bytes(bytes),
        })
    }

    pub(crate) fn i64(&mut self) -> Result<i64, Ended> {
        let bytes = self.array()?;
        Ok(match self.big_endian {
            true => i64::from_be_bytes(bytes),
            false => i64::from_le_bytes(bytes),
        })
    }

    pub(crate) fn f64(&mut self) -> Result<f64, Ended> {
        let bytes = self.array()?;
        Ok(match self.big_endian {
            true => f64::from_be_bytes(bytes),
            false => f64::from_le_bytes(bytes),
        })
    }

    /// A length of something in this file: never negative.
    pub(crate) fn length(&mut self) -> Result<usize, Ended> {
        usize::try_from(self.i32()?).map_err(|_| Ended)
    }
}
