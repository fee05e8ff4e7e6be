//! Writing files whole or not at all.

use crate::error::AppError;
use std::io::Write;
use std::path::Path;

/// Writes `bytes` to `path`: to a temporary file beside it, then renamed over it, so that a reader
/// never sees half a file and a failure leaves what was there.
///
/// # Errors
/// [`AppError::Write`] with the reason.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let fail = |error: std::io::Error| AppError::Write {
        path: path.display().to_string(),
        reason: error.to_string(),
    };
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
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.persist(path)
        .map(drop)
        .map_err(|error| fail(error.error))
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
