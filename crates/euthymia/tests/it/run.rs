//! Running the real binary in an empty folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// An empty folder that the binary runs in; removed at the end of the test.
pub(crate) struct Folder {
    folder: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    /// Exit status; `None` when a signal ended it.
    pub(crate) status: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// A file of the repository, by its path from the root.
pub(crate) fn repository(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(relative)
        .canonicalize()
        .unwrap_or_else(|error| panic!("{relative} is not in the repository: {error}"))
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A folder that holds one file.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write(name, content);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("written");
    }

    /// Copies a file of the repository to the same place below this folder.
    pub(crate) fn copy(&self, relative: &str) {
        self.write(relative, fs::read(repository(relative)).expect("read"));
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("UTF-8")
    }

    /// Every file below, hidden ones too, in alphabetical order.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(self.folder.path(), self.folder.path(), &mut found);
        found.sort();
        found
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_euthymia"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .env_remove("RUST_BACKTRACE");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().expect("the binary runs"))
    }

    pub(crate) fn run_at_width(&self, columns: u16, arguments: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.env("COLUMNS", columns.to_string());
        Run::of(command.output().expect("the binary runs"))
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let below = path.strip_prefix(root).expect("below the root");
            found.push(below.to_string_lossy().into_owned());
        }
    }
}

impl Run {
    fn of(output: Output) -> Self {
        let run = Self {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
        };
        assert!(!run.err.contains("panicked"), "{}", run.err);
        run
    }

    /// The run, after checking that it succeeded and complained about nothing.
    #[track_caller]
    pub(crate) fn fine(self) -> Self {
        assert_eq!(self.status, Some(0), "{}", self.err);
        assert_eq!(self.err, "");
        self
    }

    /// The run, after checking its status, an empty standard output and what the message says.
    #[track_caller]
    pub(crate) fn refused(self, status: i32, says: &[&str]) -> Self {
        assert_eq!(self.status, Some(status), "{}{}", self.out, self.err);
        assert_eq!(self.out, "");
        for part in says {
            assert!(
                self.err.contains(part),
                "no \"{part}\" in the message:\n{}",
                self.err
            );
        }
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}", self.out))
    }

    /// The rows of a CSV on standard output, header first.
    #[track_caller]
    pub(crate) fn csv(&self) -> Vec<Vec<String>> {
        csv_rows(&self.out)
    }
}

/// The rows of a CSV, header first.
#[track_caller]
pub(crate) fn csv_rows(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| {
            let record = record.unwrap_or_else(|error| panic!("{error}\n{text}"));
            record.iter().map(str::to_owned).collect()
        })
        .collect()
}
