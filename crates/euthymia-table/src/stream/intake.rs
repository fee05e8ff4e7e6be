//! Any file of text as UTF-8, whatever it is encoded in, without giving up.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a file settles its encoding, in bytes.
const HEAD_BYTES: usize = 64 * 1024;
/// Longest stretch that is taken for one line of a mixed file, in bytes.
const LINE_BYTES_MAX: usize = 1 << 20;
/// How many lines in another encoding are named.
const LINES_TOLD_MAX: usize = 100;

/// The text of a file as UTF-8, read line by line in bounded memory.
///
/// The order of decision: a byte order mark; the encoding that was asked for; zero bytes, which
/// betray UTF-16; the encoding that XML or BibTeX names in its first lines; UTF-8. In UTF-8 a line
/// that is none is read as Windows-1252 and told, so that a file put together from several sources
/// is read whole. A declared encoding that is plainly wrong is told in the same way.
///
/// # Example
/// ```
/// use std::io::Read;
/// use euthymia_table::Intake;
///
/// let mut intake = Intake::open(&b"caf\xC3\xA9\ncaf\xE9\n"[..], None).unwrap();
/// let mut text = String::new();
/// intake.read_to_string(&mut text).unwrap();
/// assert_eq!(text, "café\ncafé\n");
/// assert_eq!((intake.encoding(), intake.odd_lines()), ("UTF-8", &[2][..]));
/// ```
pub struct Intake<R> {
    source: BufReader<io::Chain<io::Cursor<Vec<u8>>, R>>,
    encoding: &'static Encoding,
    /// `None` for UTF-8, whose lines are looked at one by one.
    decoder: Option<Decoder>,
    is_decoded: bool,
    /// Decoded text; `at` is what was handed on.
    text: Vec<u8>,
    at: usize,
    line: u64,
    odd_lines: Vec<u64>,
    odd_count: u64,
}

/// An encoding that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no encoding: write a name such as utf-8, windows-1252, utf-16le or gbk")]
pub struct UnknownEncoding(pub String);

impl<R: Read> Intake<R> {
    /// Reads the beginning and settles the encoding; `wanted` is any name of the Encoding Standard.
    ///
    /// # Errors
    /// The file cannot be read, or `wanted` is no encoding (as [`UnknownEncoding`] inside).
    pub fn open(mut source: R, wanted: Option<&str>) -> io::Result<Self> {
        let mut head = Vec::new();
        (&mut source)
            .take(HEAD_BYTES as u64)
            .read_to_end(&mut head)?;
        let wanted = wanted.map(named).transpose()?;
        let (encoding, mark) = settled(&head, wanted);
        let rest = head.split_off(mark.min(head.len()));
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(Self {
            source: BufReader::with_capacity(HEAD_BYTES, io::Cursor::new(rest).chain(source)),
            encoding,
            decoder,
            is_decoded: false,
            text: Vec::new(),
            at: 0,
            line: 1,
            odd_lines: Vec::new(),
            odd_count: 0,
        })
    }

    /// The encoding that was settled, by its name in the Encoding Standard.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Lines read so far that are not in the encoding of the file, from 1; the first hundred.
    pub fn odd_lines(&self) -> &[u64] {
        &self.odd_lines
    }

    /// How many such lines there were so far.
    pub fn odd_count(&self) -> u64 {
        self.odd_count
    }

    fn tell(&mut self, line: u64) {
        if self.odd_lines.last() == Some(&line) {
            return;
        }
        self.odd_count += 1;
        if self.odd_lines.len() < LINES_TOLD_MAX {
            self.odd_lines.push(line);
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.at = 0;
        match self.decoder.take() {
            Some(decoder) => self.refill_decoded(decoder),
            None => self.refill_lines(),
        }
    }

    /// Takes whole lines of UTF-8; a line that is none is read as Windows-1252.
    fn refill_lines(&mut self) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.text);
        while bytes.len() < HEAD_BYTES {
            let room = (LINE_BYTES_MAX.saturating_sub(bytes.len())).max(4) as u64;
            let taken = (&mut self.source)
                .take(room)
                .read_until(b'\n', &mut bytes)?;
            if taken == 0 {
                break;
            }
        }
        self.complete_character(&mut bytes)?;
        if std::str::from_utf8(&bytes).is_ok() {
            self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
            self.text = bytes;
            return Ok(());
        }
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match std::str::from_utf8(line) {
                Ok(text) => self.text.extend_from_slice(text.as_bytes()),
                Err(_) => {
                    self.tell(self.line);
                    let (text, _) = WINDOWS_1252.decode_without_bom_handling(line);
                    self.text.extend_from_slice(text.as_bytes());
                }
            }
            self.line += u64::from(line.ends_with(b"\n"));
        }
        Ok(())
    }

    /// Where a long line was cut inside a character, takes the rest of it.
    fn complete_character(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        for _ in 0..3 {
            let is_cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
            if !is_cut || (&mut self.source).take(1).read_to_end(bytes)? == 0 {
                break;
            }
        }
        Ok(())
    }

    fn refill_decoded(&mut self, mut decoder: Decoder) -> io::Result<()> {
        while self.text.is_empty() && !self.is_decoded {
            let piece = self.source.fill_buf()?;
            let is_last = piece.is_empty();
            let length = piece.len();
            let room = decoder
                .max_utf8_buffer_length(length)
                .unwrap_or(4 * HEAD_BYTES);
            self.text.resize(room, 0);
            let (result, read, written, had_errors) =
                decoder.decode_to_utf8(piece, &mut self.text, is_last);
            self.text.truncate(written);
            self.source.consume(read);
            self.is_decoded = is_last && result == CoderResult::InputEmpty;
            if had_errors {
                self.tell_replaced();
            }
            self.line += memchr::memchr_iter(b'\n', &self.text).count() as u64;
        }
        self.decoder = Some(decoder);
        Ok(())
    }

    /// Tells the lines of the decoded text that hold a replaced character.
    fn tell_replaced(&mut self) {
        let lines: Vec<u64> = self
            .text
            .split(|byte| *byte == b'\n')
            .zip(self.line..)
            .filter(|(line, _)| memchr::memmem::find(line, "\u{FFFD}".as_bytes()).is_some())
            .map(|(_, number)| number)
            .collect();
        lines.into_iter().for_each(|line| self.tell(line));
    }
}

impl<R: Read> BufRead for Intake<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.text.len() {
            self.refill()?;
        }
        Ok(self.text.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.text.len());
    }
}

impl<R: Read> Read for Intake<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let length = available.read(out)?;
        self.consume(length);
        Ok(length)
    }
}

fn named(name: &str) -> io::Result<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            UnknownEncoding(name.to_owned()),
        )
    })
}

/// The encoding of a file and the length of its byte order mark.
fn settled(head: &[u8], wanted: Option<&'static Encoding>) -> (&'static Encoding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return (encoding, mark);
    }
    let found = wanted
        .or_else(|| without_mark(head))
        .or_else(|| declared(head));
    (found.unwrap_or(UTF_8), 0)
}

/// UTF-16 without a mark: in a text that is mostly Latin every second byte is zero.
fn without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |start: usize| {
        head.iter()
            .skip(start)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    if half < 2 || (even + odd) * 4 < half {
        return None;
    }
    if odd > even * 8 {
        Some(UTF_16LE)
    } else if even > odd * 8 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that the first lines name: `<?xml … encoding="x"?>` or `% Encoding: x`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = head.get(..1024).unwrap_or(head);
    let start = String::from_utf8_lossy(start);
    let xml = start.trim_start().strip_prefix("<?xml").and_then(|rest| {
        let prolog = rest.split("?>").next()?;
        let value = prolog
            .split_once("encoding")?
            .1
            .trim_start()
            .strip_prefix('=')?;
        let value = value.trim_start();
        let quote = value.chars().next()?;
        value.get(1..)?.split(quote).next()
    });
    let bibtex = start.lines().find_map(|line| {
        let rest = line.trim().strip_prefix('%')?.trim_start();
        let name = rest
            .get(..9)
            .filter(|word| word.eq_ignore_ascii_case("encoding:"))?;
        rest.get(name.len()..)
    });
    let found = Encoding::for_label(xml.or(bibtex)?.trim().as_bytes())?;
    // Bytes without zeros are no UTF-16, whatever they say.
    let is_wide = found == UTF_16LE || found == UTF_16BE;
    (!is_wide).then_some(found)
}
