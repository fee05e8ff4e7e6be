//! A review that is open, and who works on it.

use crate::error::AppError;
use euthymia_review::log::NotATime;
use euthymia_review::{Folder, FolderError, LogError, Protocol, Stamp, State};
use std::path::Path;

/// Who does something, and when.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// A reviewer of `review.toml`; may be left out where there is only one.
    pub by: Option<String>,
    /// Universal time, `2026-03-01T09:30:00Z`.
    pub now: String,
}

/// An open review.
#[derive(Debug)]
pub struct Session {
    /// The folder.
    pub folder: Folder,
    /// What `review.toml` says.
    pub protocol: Protocol,
    /// Who works on it; `None` where it is only read.
    stamp: Option<Stamp>,
}

impl Session {
    /// What is known about the review now.
    #[must_use]
    pub fn state(&self) -> State {
        self.folder.state()
    }

    /// What opening the folder found that people should know.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        self.folder.told().map(ToString::to_string).collect()
    }

    /// Who works on it.
    ///
    /// # Errors
    /// [`AppError::Usage`] where the review was opened to be read.
    pub fn author(&self) -> Result<String, AppError> {
        Ok(self.stamp()?.author)
    }

    /// Who enters what is decided now.
    ///
    /// # Errors
    /// [`AppError::Usage`] where the review was opened to be read.
    pub(super) fn stamp(&self) -> Result<Stamp, AppError> {
        let missing = || AppError::Usage("the review was opened to be read only".to_owned());
        self.stamp.clone().ok_or_else(missing)
    }

    /// The same, at another time than that of opening.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a text that is no time, or where the review was opened to be read.
    pub(super) fn stamp_at(&self, now: &str) -> Result<Stamp, AppError> {
        stamp(&self.stamp()?.author, now)
    }
}

/// Begins a review in a new or empty folder.
///
/// # Errors
/// [`AppError::Usage`] without a reviewer, or where something is already.
pub fn create(path: &Path, title: &str, who: &Who) -> Result<Session, AppError> {
    let reviewer = who.by.as_deref().unwrap_or_default().trim();
    if reviewer.is_empty() {
        return Err(AppError::Usage(
            "--by: say who reviews, by initials or a short name; the log keeps it".to_owned(),
        ));
    }
    let stamp = stamp(reviewer, &who.now)?;
    let text = Protocol::template(title, reviewer);
    let folder = Folder::create(path, title, &text, &stamp)?;
    let protocol = Protocol::read(&text)?;
    Ok(Session {
        folder,
        protocol,
        stamp: Some(stamp),
    })
}

/// Opens a review to change it. A change of `review.toml` since the last time is entered first.
///
/// # Errors
/// [`AppError`] when it is no review, its log or `review.toml` is damaged, or it is not clear who
/// works on it.
pub fn open(path: &Path, who: &Who) -> Result<Session, AppError> {
    let mut session = open_to_read(path)?;
    let author = reviewer(&session.protocol, who.by.as_deref())?;
    let stamp = stamp(&author, &who.now)?;
    session.folder.note_protocol(&stamp)?;
    session.stamp = Some(stamp);
    Ok(session)
}

/// Opens a review without changing it.
///
/// # Errors
/// [`AppError`] when it is no review, or its log or `review.toml` is damaged.
pub fn open_to_read(path: &Path) -> Result<Session, AppError> {
    let folder = Folder::open(path).map_err(|error| no_review(path, error))?;
    let protocol = Protocol::read(&folder.protocol_text()?)?;
    Ok(Session {
        folder,
        protocol,
        stamp: None,
    })
}

fn no_review(path: &Path, error: FolderError) -> AppError {
    let is_absent = !path.join("log.jsonl").exists() && !path.join("review.toml").exists();
    if is_absent {
        return AppError::Usage(format!(
            "{}: no review is here. Begin one with: euthymia review init FOLDER --by NAME; or name its \
             folder with --review FOLDER",
            path.display()
        ));
    }
    error.into()
}

/// The reviewer who works: the one that is named, or the only one there is.
///
/// # Errors
/// [`AppError::Usage`] when it is not clear who works, or they are not in `review.toml`.
pub(super) fn reviewer(protocol: &Protocol, by: Option<&str>) -> Result<String, AppError> {
    let known: Vec<&str> = protocol
        .reviewers
        .iter()
        .map(|own| own.id.as_str())
        .collect();
    match (by, known.as_slice()) {
        (Some(by), _) if known.contains(&by) => Ok(by.to_owned()),
        (None, [only]) => Ok((*only).to_owned()),
        (Some(by), _) => Err(AppError::Usage(format!(
            "--by: \"{by}\" is no reviewer of review.toml; there are: {}. Add them there first.",
            known.join(", ")
        ))),
        (None, _) => Err(AppError::Usage(format!(
            "--by: say who works: {}",
            known.join(", ")
        ))),
    }
}

fn stamp(author: &str, now: &str) -> Result<Stamp, AppError> {
    let wrong = |error: NotATime| AppError::Usage(error.to_string());
    Ok(Stamp {
        time: now.parse().map_err(wrong)?,
        author: author.to_owned(),
    })
}

impl From<FolderError> for AppError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Damaged(finding) => Self::Input(vec![*finding]),
            other => Self::Usage(other.to_string()),
        }
    }
}

impl From<LogError> for AppError {
    fn from(error: LogError) -> Self {
        Self::Usage(error.to_string())
    }
}
