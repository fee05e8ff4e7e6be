//! What a user can settle when a file can be read in more than one way.

/// A character encoding that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, the superset of Latin-1 that western European Windows programs write.
    Windows1252,
}

impl Encoding {
    /// Every encoding, in the order in which help texts list them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// The name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The encoding with the given command line name, in any case.
    ///
    /// # Example
    /// ```
    /// use euthymia_table::Encoding;
    /// assert_eq!(Encoding::from_name("Windows-1252"), Some(Encoding::Windows1252));
    /// assert_eq!(Encoding::from_name("ebcdic"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|encoding| encoding.name().eq_ignore_ascii_case(name))
    }
}

/// Which character separates whole units from tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// `0.5`; a comma can then only separate thousands.
    Point,
    /// `0,5`; a point can then only separate thousands.
    Comma,
}

/// How to read a table; the default detects whatever can be detected with certainty.
///
/// The command line option that sets each field is named in its description, and error messages
/// name the same option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// `--encoding`. `None`: by byte order mark, otherwise UTF-8.
    pub encoding: Option<Encoding>,
    /// `--delimiter`, an ASCII character. `None`: comma, semicolon or tab, detected.
    pub delimiter: Option<char>,
    /// `--decimal`. `None`: detected per column; ambiguous numbers are errors.
    pub decimal: Option<DecimalMark>,
    /// `--missing`. Cells that equal one of these after trimming (case matters) are missing.
    pub missing: Vec<String>,
    /// How many findings to list before only counting them.
    pub problems_max: usize,
}

impl Default for ReadOptions {
    /// Detect everything; empty cells, `NA` and `.` are missing; list up to 20 findings.
    fn default() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            decimal: None,
            missing: vec![String::new(), "NA".to_owned(), ".".to_owned()],
            problems_max: 20,
        }
    }
}
