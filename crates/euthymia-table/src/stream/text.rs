//! A file's bytes as UTF-8, a piece at a time.

use std::io::Read;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::encoding;
use crate::options::{Encoding, ReadOptions};
use crate::read;

/// How many bytes are read before they are decoded.
const PIECE_BYTES: usize = 64 * 1024;

/// The text of a file as UTF-8 without its byte order mark, in memory that does not grow with it.
///
/// UTF-8 passes through as it stands: whoever cuts it into cells holds them against UTF-8, because
/// only there the row is known (see [`crate::Head::text_finding`]). Windows-1252 and UTF-16 are
/// decoded.
///
/// # Example
/// ```
/// use euthymia_table::{ReadOptions, TextStream};
/// let bytes: &[u8] = b"\xFF\xFEa\0;\0\xE4\0";
/// let mut stream = TextStream::open(bytes, "a.csv", &ReadOptions::default()).unwrap();
/// let mut text = Vec::new();
/// assert!(stream.fill(&mut text, 100).unwrap());
/// assert_eq!(text, "a;ä".as_bytes());
/// ```
pub struct TextStream<R> {
    source: R,
    file: Arc<str>,
    decoder: Option<encoding_rs::Decoder>,
    is_utf16: bool,
    /// True once the decoder was told that nothing follows, after which it must not be asked.
    is_decoded: bool,
    /// Bytes that were read and not yet handed on.
    pending: Vec<u8>,
    bytes_read: u64,
    /// Line ends decoded so far, and whether the last character was a carriage return.
    lines: usize,
    after_return: bool,
}

impl<R: Read> TextStream<R> {
    /// Reads the first bytes and settles the encoding; `file` is the name used in messages.
    ///
    /// # Errors
    /// The file cannot be read, is a spreadsheet's own format, or has a byte order mark that
    /// contradicts the option.
    pub fn open(mut source: R, file: &str, options: &ReadOptions) -> Result<Self, Diagnostic> {
        let file: Arc<str> = file.into();
        let mut start = Vec::new();
        let read = (&mut source).take(4).read_to_end(&mut start);
        read.map_err(|error| read::cannot_read(&file, &error))?;
        if let Some(finding) = read::workbook(&start, &file) {
            return Err(finding);
        }
        let (encoding, mark) = encoding::settled(&start, &file, options)?;
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Windows1252 => Some(encoding_rs::WINDOWS_1252),
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
        };
        Ok(Self {
            source,
            file,
            decoder: decoder.map(encoding_rs::Encoding::new_decoder_without_bom_handling),
            is_utf16: matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be),
            is_decoded: false,
            bytes_read: start.len() as u64,
            pending: start.split_off(mark),
            lines: 0,
            after_return: false,
        })
    }

    /// How many bytes of the file were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Appends text until `out` holds at least `length` bytes; true when the file has ended.
    ///
    /// # Errors
    /// The file cannot be read further, or its bytes are not the UTF-16 that they were taken for.
    pub fn fill(&mut self, out: &mut Vec<u8>, length: usize) -> Result<bool, Diagnostic> {
        if self.decoder.is_some() {
            return self.fill_decoded(out, length);
        }
        out.append(&mut self.pending);
        let wanted = length.saturating_sub(out.len());
        let read = self.read(out, wanted)?;
        Ok(read < wanted)
    }

    fn read(&mut self, out: &mut Vec<u8>, wanted: usize) -> Result<usize, Diagnostic> {
        out.reserve(wanted);
        let read = (&mut self.source).take(wanted as u64).read_to_end(out);
        let read = read.map_err(|error| read::cannot_read(&self.file, &error))?;
        self.bytes_read += read as u64;
        Ok(read)
    }

    fn fill_decoded(&mut self, out: &mut Vec<u8>, length: usize) -> Result<bool, Diagnostic> {
        while out.len() < length && !self.is_decoded {
            let mut piece = std::mem::take(&mut self.pending);
            let read = self.read(&mut piece, PIECE_BYTES)?;
            self.is_decoded = read < PIECE_BYTES;
            self.decode(&piece, self.is_decoded, out)?;
            piece.clear();
            self.pending = piece;
        }
        Ok(self.is_decoded)
    }

    fn decode(&mut self, piece: &[u8], is_last: bool, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        let most = decoder.max_utf8_buffer_length_without_replacement(piece.len());
        let mut decoded = vec![0; most.unwrap_or(4 * PIECE_BYTES)];
        let (result, _, written) =
            decoder.decode_to_utf8_without_replacement(piece, &mut decoded, is_last);
        let text = &decoded[..written];
        if self.is_utf16 {
            self.count_lines(text);
        }
        if matches!(result, encoding_rs::DecoderResult::Malformed(_, _)) {
            return Err(encoding::bad_utf16(&self.file).at_row(self.lines + 1));
        }
        out.extend_from_slice(text);
        Ok(())
    }

    fn count_lines(&mut self, text: &[u8]) {
        for byte in text {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.after_return);
            self.lines += usize::from(ends);
            self.after_return = *byte == b'\r';
        }
    }
}
