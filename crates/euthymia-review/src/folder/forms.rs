//! `forms/NAME.toml`: what is taken from reports, written by people and entered into the log.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::{Folder, FolderError, at, disk};
use crate::extract::{Extraction, Form, TRIALS, TRIALS_TEXT, is_a_name};
use crate::log::{EntryId, Event, Stamp};

/// Name of the folder of forms.
const FORMS: &str = "forms";

/// A form as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFile {
    /// Its text.
    pub text: String,
    /// Whether there is a file; where not, the text is that of the log or the built-in one.
    pub is_written: bool,
}

impl Folder {
    /// The text of a form: its file, else what the log has last, else the built-in one of
    /// [`TRIALS`]; `None` where there is neither.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn form(&self, name: &str) -> Result<Option<FormFile>, FolderError> {
        if !is_a_name(name) {
            return Ok(None);
        }
        let path = self.form_path(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(FormFile {
                text,
                is_written: true,
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let extraction = Extraction::of(self.log().entries());
                let logged = extraction.form(name).map(|form| form.text().to_owned());
                let built_in = (name == TRIALS).then(|| TRIALS_TEXT.to_owned());
                Ok(logged.or(built_in).map(|text| FormFile {
                    text,
                    is_written: false,
                }))
            }
            Err(error) => Err(at(&path, error)),
        }
    }

    /// Enters the text of a form into the log if it is not the last one there, and writes its file
    /// where it has none, so that people can edit it. To be called before values are entered.
    ///
    /// # Errors
    /// The file cannot be read or written, or the log not written.
    pub fn note_form(&mut self, name: &str, stamp: &Stamp) -> Result<Option<EntryId>, FolderError> {
        let Some(form) = self.form(name)? else {
            return Ok(None);
        };
        if !form.is_written {
            let path = self.form_path(name);
            let folder = self.path().join(FORMS);
            fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
            disk::write_new(&path, form.text.as_bytes()).map_err(|error| at(&path, error))?;
        }
        let extraction = Extraction::of(self.log().entries());
        let is_known = extraction
            .form(name)
            .is_some_and(|known| known.text() == form.text);
        if is_known {
            return Ok(None);
        }
        // What is wrong with a text is said before values are entered with it.
        if Form::read(name, &form.text).is_err() {
            return Ok(None);
        }
        let entered = Event::FormEntered {
            form: name.to_owned(),
            text: form.text,
        };
        self.append(stamp, vec![entered]).map(Some)
    }

    fn form_path(&self, name: &str) -> PathBuf {
        self.path().join(FORMS).join(format!("{name}.toml"))
    }
}
