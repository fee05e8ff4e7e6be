//! The files of the evidence base, compiled in or read from a folder.

use euthymia_table::Diagnostic;
use std::borrow::Cow;
use std::path::Path;

/// The bytes of every file.
pub(crate) struct Files {
    pub(crate) studies: Cow<'static, [u8]>,
    pub(crate) arms: Cow<'static, [u8]>,
    pub(crate) outcomes: Cow<'static, [u8]>,
    pub(crate) contrasts: Cow<'static, [u8]>,
    pub(crate) treatments: Cow<'static, [u8]>,
    pub(crate) appraisals: Cow<'static, [u8]>,
    pub(crate) claims: Cow<'static, [u8]>,
    pub(crate) references: Cow<'static, [u8]>,
    /// What findings put before a file's name.
    pub(crate) folder: String,
}

/// The bytes of a file of the evidence base that is compiled into the program, by its name in
/// [`NAMES`].
///
/// # Example
/// ```
/// let studies = euthymia_evidence::files::bundled("studies.csv").unwrap_or_default();
/// assert!(studies.starts_with(b"study_id,"));
/// ```
#[must_use]
pub fn bundled(name: &str) -> Option<&'static [u8]> {
    let files = Files::bundled();
    let found = match name {
        "studies.csv" => files.studies,
        "arms.csv" => files.arms,
        "outcomes.csv" => files.outcomes,
        "contrasts.csv" => files.contrasts,
        "treatments.csv" => files.treatments,
        "appraisals.csv" => files.appraisals,
        "claims.csv" => files.claims,
        "references.bib" => files.references,
        _ => return None,
    };
    match found {
        Cow::Borrowed(bytes) => Some(bytes),
        Cow::Owned(_) => None,
    }
}

/// A file that a folder may lack: then nobody has judged anything.
pub const APPRAISALS: &str = "appraisals.csv";

/// The names of the files that a folder must have; [`APPRAISALS`] it may have.
pub const NAMES: [&str; 7] = [
    "studies.csv",
    "arms.csv",
    "outcomes.csv",
    "contrasts.csv",
    "treatments.csv",
    "claims.csv",
    "references.bib",
];

macro_rules! bundled {
    ($name:literal) => {
        Cow::Borrowed(include_bytes!(concat!("../../../evidence/", $name)).as_slice())
    };
}

impl Files {
    pub(crate) fn bundled() -> Self {
        Self {
            studies: bundled!("studies.csv"),
            arms: bundled!("arms.csv"),
            outcomes: bundled!("outcomes.csv"),
            contrasts: bundled!("contrasts.csv"),
            treatments: bundled!("treatments.csv"),
            appraisals: bundled!("appraisals.csv"),
            claims: bundled!("claims.csv"),
            references: bundled!("references.bib"),
            folder: "evidence".to_owned(),
        }
    }

    pub(crate) fn from_dir(dir: &Path) -> Result<Self, Vec<Diagnostic>> {
        let folder = dir.display().to_string();
        let mut findings = Vec::new();
        let mut read = |name: &str| {
            let path = dir.join(name);
            std::fs::read(&path)
                .map(Cow::Owned)
                .unwrap_or_else(|error| {
                    findings.push(
                        Diagnostic::error(
                            path.display().to_string(),
                            format!("cannot be read: {error}"),
                        )
                        .with_help(format!("An evidence folder holds {}.", NAMES.join(", "))),
                    );
                    Cow::Borrowed(b"".as_slice())
                })
        };
        let files = Self {
            studies: read("studies.csv"),
            arms: read("arms.csv"),
            outcomes: read("outcomes.csv"),
            contrasts: read("contrasts.csv"),
            treatments: read("treatments.csv"),
            appraisals: match dir.join(APPRAISALS).exists() {
                true => read(APPRAISALS),
                false => Cow::Owned(format!("{}\n", crate::appraisal::COLUMNS.join(",")).into()),
            },
            claims: read("claims.csv"),
            references: read("references.bib"),
            folder,
        };
        if findings.is_empty() {
            Ok(files)
        } else {
            Err(findings)
        }
    }

    pub(crate) fn name(&self, file: &str) -> String {
        format!("{}/{file}", self.folder)
    }
}
