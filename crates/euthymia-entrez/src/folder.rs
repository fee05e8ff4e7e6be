//! The folder of a search: progress, pages, and in the end one file and its provenance.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{EntrezError, Page, Progress, Provenance, StoredPage};

const PROGRESS: &str = "progress.json";
const PROVENANCE: &str = "provenance.json";
const RECORDS: &str = "pubmed.xml";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PubmedArticleSet>";

/// The files of one search. Each is written beside its place and renamed into it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// [`EntrezError::File`]; [`EntrezError::AlreadyDone`].
    pub fn open(path: &Path) -> Result<Self, EntrezError> {
        fs::create_dir_all(path).map_err(at(path))?;
        let folder = Self {
            path: path.to_owned(),
        };
        let finished = [PROVENANCE, RECORDS].map(|name| folder.file(name).exists());
        if finished.contains(&true) && !folder.file(PROGRESS).exists() {
            return Err(EntrezError::AlreadyDone {
                folder: path.to_owned(),
            });
        }
        Ok(folder)
    }

    /// What was kept of a search that was begun here.
    ///
    /// # Errors
    /// [`EntrezError::File`]; [`EntrezError::Progress`].
    pub fn progress(&self) -> Result<Option<Progress>, EntrezError> {
        let file = self.file(PROGRESS);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(at(&file)(error)),
        };
        let value: Result<Value, _> = serde_json::from_str(&text);
        let progress = match &value {
            Ok(value) => Progress::from_json(value).ok_or("not a file of progress".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        progress
            .map(Some)
            .map_err(|why| EntrezError::Progress { file, why })
    }

    /// Keeps how far the search has come.
    ///
    /// # Errors
    /// [`EntrezError::File`].
    pub fn keep(&self, progress: &Progress) -> Result<(), EntrezError> {
        self.replace(PROGRESS, progress.to_json().to_string().as_bytes())
    }

    /// Keeps a page.
    ///
    /// # Errors
    /// [`EntrezError::File`].
    pub fn keep_page(&self, number: u64, text: &str) -> Result<(), EntrezError> {
        self.replace(&page_name(number), text.as_bytes())
    }

    /// True when the page is on disk as it was kept and has as many records as were asked for.
    pub fn has(&self, page: &StoredPage) -> bool {
        let length = fs::metadata(self.file(&page_name(page.number))).map(|data| data.len());
        page.records == page.asked && length.is_ok_and(|length| length == page.bytes)
    }

    /// Joins the pages into one file, writes the provenance beside it, and removes what is no
    /// longer needed if the search is complete.
    ///
    /// # Errors
    /// [`EntrezError::File`]; [`EntrezError::Incomplete`], with the file written.
    pub fn finish(&self, progress: &Progress, address: &str) -> Result<Provenance, EntrezError> {
        let distinct = self.join(progress)?;
        let file = self.file(RECORDS);
        let provenance = Provenance::new(progress, address, distinct, file);
        let json = format!("{:#}\n", provenance.to_json());
        self.replace(PROVENANCE, json.as_bytes())?;
        if !provenance.is_complete() {
            return Err(EntrezError::Incomplete {
                count: provenance.count,
                records: provenance.records,
                distinct: provenance.distinct,
                file: provenance.file,
            });
        }
        self.remove(PROGRESS)?;
        for number in 1..progress.next_page {
            self.remove(&page_name(number))?;
        }
        Ok(provenance)
    }

    /// Writes the pages one after the other, and counts the different PMIDs.
    fn join(&self, progress: &Progress) -> Result<u64, EntrezError> {
        let part = self.file(&part_name(RECORDS));
        let mut out = BufWriter::new(File::create(&part).map_err(at(&part))?);
        let mut seen = HashSet::new();
        let mut unnumbered = 0;
        let mut is_first = true;
        for stored in progress.pages() {
            let file = self.file(&page_name(stored.number));
            let text = fs::read_to_string(&file).map_err(at(&file))?;
            let page = Page::read(&text).map_err(|error| EntrezError::Progress {
                file: file.clone(),
                why: error.to_string(),
            })?;
            let head = if is_first { page.head } else { "" };
            is_first = false;
            for text in [head, page.body] {
                out.write_all(text.as_bytes()).map_err(at(&part))?;
            }
            unnumbered += page.pmids.iter().filter(|pmid| pmid.is_none()).count() as u64;
            seen.extend(page.pmids.into_iter().flatten());
        }
        let head = if is_first { HEAD } else { "" };
        for text in [head, "</PubmedArticleSet>\n"] {
            out.write_all(text.as_bytes()).map_err(at(&part))?;
        }
        let done = out.into_inner().map_err(|error| error.into_error());
        done.and_then(|file| file.sync_all()).map_err(at(&part))?;
        fs::rename(&part, self.file(RECORDS)).map_err(at(&part))?;
        Ok(seen.len() as u64 + unnumbered)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), EntrezError> {
        let part = self.file(&part_name(name));
        let write = |file: &Path| {
            let mut file = File::create(file)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write(&part).map_err(at(&part))?;
        fs::rename(&part, self.file(name)).map_err(at(&part))
    }

    fn remove(&self, name: &str) -> Result<(), EntrezError> {
        let file = self.file(name);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(at(&file)(error)),
            _ => Ok(()),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

fn page_name(number: u64) -> String {
    format!("page-{number:06}.xml")
}

fn part_name(name: &str) -> String {
    format!("{name}.part")
}

fn at(file: &Path) -> impl FnOnce(std::io::Error) -> EntrezError {
    let file = file.to_owned();
    |source| EntrezError::File { file, source }
}
