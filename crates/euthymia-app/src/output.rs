//! Writing files whole or not at all.

use crate::error::AppError;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Refuses to write a result over the file it was made from.
///
/// # Errors
/// [`AppError::Usage`] when both names lead to one file; `option` is what named the output.
pub fn refuse_same_file(input: &Path, output: &Path, option: &str) -> Result<(), AppError> {
    let same = match (input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(output)) => input == output,
        _ => false,
    };
    if same {
        return Err(AppError::Usage(format!(
            "{option}: {} is the file that is read; name another",
            output.display()
        )));
    }
    Ok(())
}

/// Writes `bytes` to `path`: to a temporary file beside it, then renamed over it, so that a reader
/// never sees half a file and a failure leaves what was there.
///
/// # Errors
/// [`AppError::Write`] with the reason.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let mut file = WholeFile::create(path)?;
    file.write(bytes)?;
    file.finish()
}

/// A file that is written piece by piece and appears whole or not at all; see [`write_whole`].
///
/// Unless [`WholeFile::finish`] is reached, nothing is left behind.
pub struct WholeFile {
    path: PathBuf,
    file: tempfile::NamedTempFile,
}

impl WholeFile {
    /// Begins a temporary file beside `path`.
    ///
    /// # Errors
    /// [`AppError::Write`] with the reason.
    pub fn create(path: &Path) -> Result<Self, AppError> {
        let fail = |error| failure(path, error);
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(folder).map_err(fail)?;
        if path.is_dir() {
            return Err(fail(std::io::Error::other("it is a folder; name a file")));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".euthymia-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // A temporary file is private by default; the result is an ordinary file of its owner.
            builder.permissions(std::fs::Permissions::from_mode(0o644));
        }
        Ok(Self {
            path: path.to_owned(),
            file: builder.tempfile_in(folder).map_err(fail)?,
        })
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// [`AppError::Write`] with the reason.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        let written = self.file.write_all(bytes);
        written.map_err(|error| failure(&self.path, error))
    }

    /// Renames the temporary file over the path.
    ///
    /// # Errors
    /// [`AppError::Write`] with the reason.
    pub fn finish(self) -> Result<(), AppError> {
        let kept = self.file.persist(&self.path);
        kept.map(drop)
            .map_err(|error| failure(&self.path, error.error))
    }
}

/// The file of one of several pages: `lights.svg` becomes `lights-2.svg`.
///
/// # Example
/// ```
/// use euthymia_app::output::numbered;
/// use std::path::Path;
/// assert_eq!(numbered(Path::new("out/lights.svg"), 2), Path::new("out/lights-2.svg"));
/// ```
#[must_use]
pub fn numbered(path: &Path, page: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{page}"));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

fn failure(path: &Path, error: std::io::Error) -> AppError {
    AppError::Write {
        path: path.display().to_string(),
        reason: error.to_string(),
    }
}

/// The kind of figure file that a path's ending asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFormat {
    /// Scalable vector graphics.
    Svg,
    /// Portable network graphics.
    Png,
    /// Portable document format.
    Pdf,
}

impl FigureFormat {
    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The format a path's ending asks for.
    ///
    /// # Errors
    /// [`AppError::Usage`] for another ending.
    pub fn of(path: &Path) -> Result<Self, AppError> {
        let ending = path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        [Self::Svg, Self::Png, Self::Pdf]
            .into_iter()
            .find(|f| f.extension() == ending)
            .ok_or_else(|| {
                AppError::Usage(format!(
                    "{}: a figure's file ends in .svg, .png or .pdf",
                    path.display()
                ))
            })
    }

    /// Draws a scene in this format.
    ///
    /// # Errors
    /// [`AppError::Analysis`] when the drawing library refuses (a figure too large to rasterise).
    pub fn draw(self, scene: &euthymia_plot::Scene) -> Result<Vec<u8>, AppError> {
        match self {
            Self::Svg => Ok(scene
                .to_svg(&euthymia_plot::SvgOptions::default())
                .into_bytes()),
            Self::Png => scene
                .to_png(2.0)
                .map_err(|e| AppError::Analysis(e.to_string())),
            Self::Pdf => scene
                .to_pdf()
                .map_err(|e| AppError::Analysis(e.to_string())),
        }
    }
}

/// The kind of document file that a path's ending asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFormat {
    /// One self-contained web page.
    Html,
    /// A word-processor file (Office Open XML).
    Docx,
}

impl DocumentFormat {
    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
        }
    }

    /// The format a path's ending asks for.
    ///
    /// # Errors
    /// [`AppError::Usage`] for another ending.
    pub fn of(path: &Path) -> Result<Self, AppError> {
        let ending = path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        [Self::Html, Self::Docx]
            .into_iter()
            .find(|f| f.extension() == ending)
            .ok_or_else(|| {
                AppError::Usage(format!(
                    "{}: a document's file ends in .html or .docx",
                    path.display()
                ))
            })
    }

    /// Writes a document as the bytes of this format.
    ///
    /// # Errors
    /// [`AppError::Analysis`] where a word processor could not hold it (a figure too large to
    /// rasterise, a table of too many columns).
    ///
    /// # Example
    /// ```
    /// use euthymia_app::output::DocumentFormat;
    /// use std::path::Path;
    /// let document = euthymia_report::document::Document::default();
    /// let format = DocumentFormat::of(Path::new("series.docx"))?;
    /// assert!(format.write(&document)?.starts_with(b"PK"));
    /// assert!(DocumentFormat::of(Path::new("series.doc")).is_err());
    /// # Ok::<(), euthymia_app::error::AppError>(())
    /// ```
    pub fn write(
        self,
        document: &euthymia_report::document::Document,
    ) -> Result<Vec<u8>, AppError> {
        match self {
            Self::Html => Ok(euthymia_report::html::html(document).into_bytes()),
            Self::Docx => {
                euthymia_report::docx::docx(document).map_err(|e| AppError::Analysis(e.to_string()))
            }
        }
    }
}
