//! How a saved file names other files.

use std::path::{Path, PathBuf};

/// A path as a file in `folder` names it: below the folder by the way down, otherwise whole.
pub(crate) fn seen_from(path: &Path, folder: &Path) -> PathBuf {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let base = whole(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    });
    let path = whole(path);
    match path.strip_prefix(&base) {
        Ok(below) => below.to_owned(),
        Err(_) => path,
    }
}
