//! PubMed searched over the network: fetched into a folder of the review, then taken in.

use super::pubmed::PubMedArgs;
use super::{Where, now};
use crate::options::OutputFormat;
use crate::terminal;
use euthymia_app::AppError;
use euthymia_app::output::write_whole;
use euthymia_app::review::{
    ImportRequest, Platform, SearchText, Session, SourceRequest, add_source, format_from_word,
    import, import_view, read_strategy,
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
    let provenance = fetched(args, &term, &asked_at, &folder)?;
    let strategy = folder.join("strategy.txt");
    write_whole(&strategy, term.as_bytes())?;
    let searched = provenance.runs.first().and_then(|run| run.get(..10));
    let source = SourceRequest {
        name: name.clone(),
        database: "PubMed".to_owned(),
        platform: Some("NCBI E-utilities".to_owned()),
        searched_on: Some(searched.unwrap_or(day).to_owned()),
        strategy: Some(strategy),
        limits: None,
        hits: Some(provenance.count),
    };
    add_source(&mut session, &source)?;
    tell(&provenance);
    if provenance.records == 0 {
        terminal::say("PubMed finds nothing; the source is noted with no hits.\n");
        return Ok(ExitCode::SUCCESS);
    }
    let request = ImportRequest {
        file: provenance.file.clone(),
        source: Some(name),
        format: Some(format_from_word("pubmed-xml")?),
        ..ImportRequest::default()
    };
    let mut bar = terminal::Bar::new();
    let taken = import(&mut session, &request, &mut |done, all, records| {
        bar.show(done, all, records);
    });
    bar.clear();
    let taken = taken?;
    let is_clean = taken.broken_in_all == 0;
    terminal::tables(&[import_view(&[taken])], format)?;
    Ok(ExitCode::from(u8::from(!is_clean)))
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

fn fetched(
    args: &PubMedArgs,
    term: &str,
    asked_at: &str,
    folder: &Path,
) -> Result<Provenance, AppError> {
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
    result.map_err(wrong)
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

/// What a person should know about how PubMed understood the search.
fn tell(provenance: &Provenance) {
    let count = provenance.count;
    terminal::note(&format!(
        "PubMed finds {count} records; all of them are fetched."
    ));
    if let Some(translation) = &provenance.translation {
        terminal::note(&format!("It was read as: {translation}"));
    }
    for said in provenance.warnings.iter().chain(&provenance.notes) {
        terminal::note(said);
    }
}
