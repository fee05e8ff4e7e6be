//! Files whole or not at all.

use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, write_whole};
use std::fs;
use std::path::{Path, PathBuf};

/// The names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_written_and_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Inside::path(&folder, "a");
    write_whole(&path, b"first").expect("written");
    write_whole(&path, b"second, longer").expect("written");
    write_whole(&path, b"").expect("written");
    assert_eq!(fs::read(&path).expect("read"), b"");
    assert_eq!(names(folder.as_ref()), ["a"]);
}

/// A path inside a temporary folder.
trait Inside {
    fn path(&self, name: &str) -> PathBuf;
}

impl Inside for tempfile::TempDir {
    fn path(&self, name: &str) -> PathBuf {
        tempfile::TempDir::path(self).join(name)
    }
}

#[test]
fn folders_on_the_way_are_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Inside::path(&folder, "a/b/c.txt");
    write_whole(&path, b"x").expect("written");
    assert_eq!(fs::read(path).expect("read"), b"x");
}

#[test]
fn a_failure_leaves_what_was_there_and_no_temporary_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = Inside::path(&folder, "old");
    fs::write(&old, "kept").expect("written");
    // The temporary file can be made; it cannot be given a name as long as this.
    let long = Inside::path(&folder, &"n".repeat(300));
    let below = old.join("below.svg");
    let inner = Inside::path(&folder, "folder");
    fs::create_dir(&inner).expect("a folder");
    fs::write(inner.join("kept"), "kept").expect("written");
    for path in [long, below, inner.clone()] {
        let error = write_whole(&path, b"new").expect_err("refused");
        assert!(matches!(error, AppError::Write { .. }), "{error:?}");
        assert_eq!(error.exit_status(), 2);
        let message = error.to_string();
        assert!(message.contains("cannot be written: "), "{message}");
        assert!(message.contains(&*path.to_string_lossy()), "{message}");
    }
    assert_eq!(fs::read_to_string(&old).expect("read"), "kept");
    assert_eq!(names(folder.as_ref()), ["folder", "old"]);
    assert_eq!(names(&inner), ["kept"]);
}

#[test]
fn a_reader_never_sees_half_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Inside::path(&folder, "shared");
    let contents: Vec<Vec<u8>> = (0..4_u8).map(|letter| vec![letter; 200_000]).collect();
    write_whole(&path, &contents[0]).expect("written");
    std::thread::scope(|scope| {
        for content in &contents {
            scope.spawn(|| {
                for _ in 0..20 {
                    write_whole(&path, content).expect("written");
                }
            });
        }
        for _ in 0..200 {
            let seen = fs::read(&path).expect("read");
            assert!(
                contents.contains(&seen),
                "{} bytes of several files",
                seen.len()
            );
        }
    });
    assert_eq!(names(folder.as_ref()), ["shared"]);
}

#[cfg(unix)]
#[test]
fn the_file_is_an_ordinary_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = Inside::path(&folder, "a");
    write_whole(&path, b"x").expect("written");
    let mode = fs::metadata(&path).expect("there").permissions().mode();
    assert_eq!(mode & 0o111, 0, "executable: {mode:o}");
    assert_eq!(
        mode & 0o600,
        0o600,
        "its owner reads and writes it: {mode:o}"
    );
}

#[test]
fn the_ending_says_the_format() {
    for (path, format) in [
        ("a.svg", FigureFormat::Svg),
        ("b/c.PNG", FigureFormat::Png),
        ("a.b.Pdf", FigureFormat::Pdf),
    ] {
        assert_eq!(
            FigureFormat::of(Path::new(path)).ok(),
            Some(format),
            "{path}"
        );
    }
    for path in ["a", "a.gif", "svg", ".svg", "a.svg.gz", "a.", "folder/"] {
        let error = FigureFormat::of(Path::new(path)).expect_err(path);
        assert!(matches!(error, AppError::Usage(_)), "{error:?}");
        let message = error.to_string();
        assert!(
            message.contains(path) && message.contains(".svg, .png or .pdf"),
            "{message}"
        );
    }
}
