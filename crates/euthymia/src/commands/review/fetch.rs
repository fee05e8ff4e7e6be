//! PubMed searched over the network: fetched into a folder of the review, then taken in.

use super::pubmed::PubMedArgs;
use super::{Where, now};
use crate::options::OutputFormat;
use crate::terminal;
use euthymia_app::AppError;
use euthymia_app::output::write_whole;
use euthymia_app::review::{
    ImportRequest, ImportStep, ImportedFile, Platform, SearchText, Session, SourceRequest,
    add_source, format_from_word, import, import_view, read_strategy,
};
use euthymia_entrez::{
    BaseUrl, Contact, EntrezError, Event, Https, Job, Provenance, SystemClock, Watch, fetch,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Fetches what PubMed finds and takes it into the review as a source of its own. The same command
/// goes on where an earlier run stopped.
pub(super) fn run(
    args: &PubMedArgs,
    strategy: Option<&Path>,
    at: &Where,
    format: OutputFormat,
) -> Result<ExitCode, AppError> {
    let term = term(args, strategy)?;
    let mut session = at.open()?;
    let asked_at = now();
    let day = asked_at.get(..10).unwrap_or_default();
    let name = args
        .source
        .clone()
        .unwrap_or_else(|| format!("pubmed-{day}"));
    let folder = folder(&session, &name)?;
    let fetched = match fetched(args, &term, &asked_at, &folder)? {
        Some(provenance) => Fetched::of(&provenance),
        None => before(&folder, &term)?,
    };
    fetched.tell();
    let taken = match fetched.count {
        0 => None,
        _ => Some(take(&mut session, &fetched, &name)?),
    };
    let strategy = folder.join("strategy.txt");
    write_whole(&strategy, term.as_bytes())?;
    let source = SourceRequest {
        name,
        database: "PubMed".to_owned(),
        kind: None,
        platform: Some("NCBI E-utilities".to_owned()),
        searched_on: Some(fetched.day),
        strategy: Some(strategy),
        limits: None,
        hits: Some(fetched.count),
    };
    add_source(&mut session, &source)?;
    let Some(taken) = taken else {
        terminal::say("The source is noted with no hits.\n");
        return Ok(ExitCode::SUCCESS);
    };
    let is_clean = taken.iter().all(|file| file.found.broken_in_all == 0);
    terminal::tables(&[import_view(&taken)], format)?;
    Ok(ExitCode::from(u8::from(!is_clean)))
}

fn take(
    session: &mut Session,
    fetched: &Fetched,
    name: &str,
) -> Result<Vec<ImportedFile>, AppError> {
    let request = ImportRequest {
        file: fetched.file.clone(),
        source: Some(name.to_owned()),
        format: Some(format_from_word("pubmed-xml")?),
        ..ImportRequest::default()
    };
    let mut bar = terminal::Bar::new();
    let taken = import(session, &request, &mut |step| {
        if let ImportStep::Read(done, all, records) = step {
            bar.show_of(done, all, records, "records");
        }
    });
    bar.clear();
    taken
}

/// What lies in the folder of a finished search.
struct Fetched {
    count: u64,
    day: String,
    file: PathBuf,
    said: Vec<String>,
}

impl Fetched {
    fn of(provenance: &Provenance) -> Self {
        let run = provenance.runs.first().map_or("", String::as_str);
        let read_as = provenance.translation.iter();
        let mut said: Vec<String> = read_as
            .map(|read_as| format!("It was read as: {read_as}"))
            .collect();
        said.extend(provenance.warnings.iter().cloned());
        said.extend(provenance.notes.iter().cloned());
        Self {
            count: provenance.count,
            day: run.get(..10).unwrap_or_default().to_owned(),
            file: provenance.file.clone(),
            said,
        }
    }

    /// What a person should know about the search.
    fn tell(&self) {
        let count = self.count;
        terminal::note(&format!(
            "PubMed finds {count} records; all of them are here."
        ));
        for said in &self.said {
            terminal::note(said);
        }
    }
}

/// A search that was fetched before and not taken in, because the program was stopped.
fn before(folder: &Path, term: &str) -> Result<Fetched, AppError> {
    let file = folder.join("provenance.json");
    let unclear = |why: &str| {
        AppError::Usage(format!(
            "{}: {why}; name another --source, or delete its folder",
            file.display()
        ))
    };
    let text = std::fs::read_to_string(&file).map_err(|error| unclear(&error.to_string()))?;
    let about: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| unclear(&error.to_string()))?;
    let is_whole = about.get("complete") == Some(&true.into());
    if about.get("term").and_then(|own| own.as_str()) != Some(term) || !is_whole {
        return Err(unclear("another search was fetched here"));
    }
    let run = about.pointer("/runs/0").and_then(|run| run.as_str());
    let day = run.and_then(|run| run.get(..10));
    let count = about.get("count").and_then(serde_json::Value::as_u64);
    let (Some(day), Some(count)) = (day, count) else {
        return Err(unclear("its day or count is missing"));
    };
    Ok(Fetched {
        count,
        day: day.to_owned(),
        file: folder.join("pubmed.xml"),
        said: Vec::new(),
    })
}

/// The search as it is sent.
fn term(args: &PubMedArgs, strategy: Option<&Path>) -> Result<String, AppError> {
    let term = args.pubmed.clone().unwrap_or_default();
    match (term.trim(), strategy) {
        ("", None) => Err(AppError::Usage(
            "--pubmed: say what to search: --pubmed TERM, or --pubmed with --strategy FILE"
                .to_owned(),
        )),
        ("", Some(file)) => {
            let from = SearchText::File(file.to_owned());
            let written = read_strategy(&from, Platform::PubMed)?;
            super::strategy::tell_warnings(&written);
            let whole = written.one_search().filter(|_| !written.is_damaged());
            whole.ok_or_else(|| {
                AppError::Usage(format!(
                    "{}: it is not whole: euthymia review check FILE --syntax pubmed says why",
                    file.display()
                ))
            })
        }
        (term, None) => Ok(term.to_owned()),
        (_, Some(_)) => Err(AppError::Usage(
            "--pubmed TERM and --strategy are two searches: give one of them".to_owned(),
        )),
    }
}

/// The folder of a source that is not there yet.
fn folder(session: &Session, name: &str) -> Result<PathBuf, AppError> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || name.starts_with('.') || !name.chars().all(is_plain) {
        return Err(AppError::Usage(format!(
            "--source: \"{name}\" is the name of a folder, too: use letters, digits, - and _"
        )));
    }
    if session.state().sources.iter().any(|own| own.name == name) {
        return Err(AppError::Usage(format!(
            "--source: there is a source \"{name}\" already; a search that is run again is a new source"
        )));
    }
    Ok(session.folder.path().join("sources").join(name))
}

/// Fetches, or goes on; `None` when all was fetched before.
fn fetched(
    args: &PubMedArgs,
    term: &str,
    asked_at: &str,
    folder: &Path,
) -> Result<Option<Provenance>, AppError> {
    let email = args.email.as_deref().ok_or_else(|| {
        AppError::Usage("--email: NCBI asks for the address of whoever searches".to_owned())
    })?;
    let wrong = |error: EntrezError| AppError::Usage(error.to_string());
    let key = std::env::var("NCBI_API_KEY")
        .ok()
        .filter(|key| !key.is_empty());
    let contact = Contact::new("euthymia", email, key.as_deref()).map_err(wrong)?;
    let mut job = Job::new(term, contact, asked_at).map_err(wrong)?;
    if let Some(records) = args.page_size {
        job = job.page_size(records).map_err(wrong)?;
    }
    let base = args.base_url.as_deref().map(BaseUrl::parse).transpose();
    let base = base.map_err(wrong)?.unwrap_or_default();
    let mut watch = Watched {
        bar: terminal::Bar::new(),
    };
    let result = fetch(
        &job,
        folder,
        &Https::new(base),
        &SystemClock::new(),
        &mut watch,
    );
    watch.bar.clear();
    match result {
        Err(EntrezError::AlreadyDone { .. }) => Ok(None),
        result => result.map(Some).map_err(wrong),
    }
}

/// Shows how far the fetching has come.
struct Watched {
    bar: terminal::Bar,
}

impl Watch for Watched {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Fetched { records, of, .. } => self.bar.count(*records, *of, "records fetched"),
            Event::Waiting { why, pause } => {
                let seconds = pause.as_secs_f64();
                terminal::progress(&format!("waiting {seconds:.0} s: {why}"));
            }
            Event::Counted(_) | Event::Note(_) | Event::Sliced { .. } => {}
        }
    }
}
