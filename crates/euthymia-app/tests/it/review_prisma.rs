//! A small invented review from its sources to its report and to another team.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use euthymia_app::review::{
    ImportRequest, Opening, PrismaParts, PrismaReading, Session, SourceRequest, Who, add_source,
    answer, archive, checklist_views, create, decisions_view, excluded_view, import, open,
    open_to_read, prisma_document, prisma_figure, prisma_methods, prisma_searches_view,
    prisma_views, replay,
};
use euthymia_report::docx::docx;
use euthymia_review::log::{Screened, Settled, Stage, Stopped, Verdict};
use euthymia_review::{Event, ImportId, RecordId, Stamp};
use euthymia_table::{Format, TableView, Value, render};

fn who(minute: u32) -> Who {
    Who {
        by: Some("kd".to_owned()),
        now: format!("2026-03-01T10:{minute:02}:00Z"),
    }
}

fn ris(titles: &[&str]) -> String {
    titles
        .iter()
        .map(|title| {
            format!(
                "TY  - JOUR\nAU  - Invented, Ida\nTI  - {title}\nPY  - 2020\nAB  - Nobody wrote \
                 this.\nER  - \n\n"
            )
        })
        .collect()
}

/// Takes records of these titles in, as found in a source.
fn found(session: &mut Session, folder: &Path, database: &str, titles: &[&str]) -> ImportId {
    let name = database.to_lowercase().replace(' ', "-");
    let strategy = folder.join(format!("{name}.txt"));
    fs::write(
        &strategy,
        format!("1. depression in {database}\n2. 1 and ketamine"),
    )
    .unwrap();
    let source = SourceRequest {
        name: name.clone(),
        database: database.to_owned(),
        searched_on: Some("2026-02-27".to_owned()),
        strategy: Some(strategy),
        hits: Some(titles.len() as u64),
        ..SourceRequest::default()
    };
    add_source(session, &source).unwrap();
    let file = folder.join(format!("{name}.ris"));
    fs::write(&file, ris(titles)).unwrap();
    let request = ImportRequest {
        file,
        source: Some(name),
        format: None,
        opening: Opening::default(),
        columns: Default::default(),
    };
    import(session, &request, &mut |_| ()).unwrap();
    let state = session.state();
    state.imports.last().unwrap().imported.import
}

fn enter(session: &mut Session, author: &str, minute: u32, events: Vec<Event>) {
    let stamp = Stamp {
        time: format!("2026-03-02T10:{minute:02}:00Z").parse().unwrap(),
        author: author.to_owned(),
    };
    session.folder.append(&stamp, events).unwrap();
}

fn decided(record: RecordId, stage: Stage, reason: Option<&str>) -> Event {
    Event::Screened(Box::new(Screened {
        record,
        stage,
        verdict: reason.map_or(Verdict::Include, |_| Verdict::Exclude),
        reasons: reason.into_iter().map(str::to_owned).collect(),
        seconds: None,
    }))
}

/// Six records of a database and two of reference lists, decided on by two people.
fn reviewed(folder: &Path) -> Session {
    let path = folder.join("review");
    drop(create(&path, "Ketamine by moonlight", &who(0)).unwrap());
    let toml = path.join("review.toml");
    let written = fs::read_to_string(&toml).unwrap() + "\n[[reviewers]]\nid = \"mb\"\n";
    fs::write(&toml, written).unwrap();
    let mut session = open(&path, &who(1)).unwrap();
    let own = &mut session;
    let titles = [
        "Moonlight A",
        "Moonlight B",
        "Moonlight C",
        "Mice",
        "Rats",
        "Late",
    ];
    let medline = found(own, folder, "MEDLINE", &titles);
    let lists = found(own, folder, "Reference lists", &["Old A", "Old B"]);
    let record = |import, number| RecordId { import, number };
    let title = Stage::TitleAbstract;
    for (minute, reviewer) in [(1, "kd"), (2, "mb")] {
        let mut events = Vec::new();
        for number in [1, 2, 3] {
            events.push(decided(record(medline, number), title, None));
        }
        for number in [4, 5] {
            events.push(decided(record(medline, number), title, Some("population")));
        }
        for number in [1, 2] {
            events.push(decided(record(lists, number), title, None));
        }
        let full = Stage::FullText;
        events.push(decided(record(medline, 1), full, None));
        events.push(decided(record(medline, 2), full, Some("design")));
        let kd_only = (reviewer == "kd").then_some("outcome");
        events.push(decided(record(lists, 1), full, kd_only));
        enter(own, reviewer, minute, events);
    }
    let settled = Event::Settled(Box::new(Settled {
        record: record(lists, 1),
        stage: Stage::FullText,
        verdict: Verdict::Include,
        reason: None,
        with: vec!["mb".to_owned()],
    }));
    let gone = Event::FullTextNotRetrieved {
        record: record(medline, 3),
        reason: "The library does not hold it".to_owned(),
    };
    let stopped = Event::ScreeningStopped(Box::new(Stopped {
        stage: title,
        rule: "three in a row".to_owned(),
        statement: "Few are missing.".to_owned(),
    }));
    enter(own, "kd", 3, vec![settled, gone, stopped]);
    session
}

fn cells(view: &TableView) -> Vec<Vec<String>> {
    let row = |row: &Vec<_>| row.iter().map(Value::for_people).collect();
    view.rows.iter().map(row).collect()
}

/// The count of a box without a detail.
fn count(view: &TableView, side: &str, key: &str) -> Option<String> {
    let missing = Value::Missing.for_people();
    let is_it = |row: &Vec<String>| row[0] == side && row[1] == key && row[3] == missing;
    let found = cells(view).into_iter().find(is_it);
    found.map(|row| row[4].clone())
}

#[test]
fn byhand_the_table_holds_what_a_person_counts() {
    let folder = tempfile::tempdir().unwrap();
    let session = reviewed(folder.path());
    let reading = PrismaReading::of(&session, None).unwrap();
    let view = &prisma_views(&reading)[0];
    let databases = [
        ("identified", "6"),
        ("duplicates", "0"),
        ("screened", "6"),
        ("excluded", "2"),
        ("set_aside", "1"),
        ("sought", "3"),
        ("not_retrieved", "1"),
        ("assessed", "2"),
        ("ineligible", "1"),
        ("included", "1"),
    ];
    for (key, expected) in databases {
        let found = count(view, "databases and registers", key);
        assert_eq!(found.as_deref(), Some(expected), "{key}");
    }
    for (key, expected) in [
        ("identified", "2"),
        ("assessment_open", "1"),
        ("included", "1"),
    ] {
        let found = count(view, "other methods", key);
        assert_eq!(found.as_deref(), Some(expected), "{key}");
    }
    assert_eq!(count(view, "all", "total_studies").as_deref(), Some("2"));
    let notes = view.notes.join("\n");
    assert!(
        notes.contains("1 report waits for a decision by full text"),
        "{notes}"
    );
    assert!(notes.contains("Every box balances"), "{notes}");
}

#[test]
fn what_is_said_of_methods_is_what_the_folder_holds() {
    let folder = tempfile::tempdir().unwrap();
    let session = reviewed(folder.path());
    let reading = PrismaReading::of(&session, None).unwrap();
    let methods = prisma_methods(&reading).join("\n");
    for part in [
        "MEDLINE (2026-02-27)",
        "8 records",
        "by two reviewers, none of whom saw the decisions of others",
        "2 people took part",
        "7 reports were decided on by several reviewers and 0 by one",
        "settled on 1 report: 1 together",
        "kd and mb agreed on 7 of 7 reports, Cohen's κ 1.00",
        // Full texts: 2 of 3; by chance 1/3 × 2/3 twice, so that κ is (6 − 4) / 5; AC1 (2/3 − 1/2) / (1/2).
        "kd and mb agreed on 2 of 3 reports, Cohen's κ 0.40 [",
        "Gwet's AC1 0.33 [",
        "\"three in a row\" with 1 report not looked at: Few are missing.",
    ] {
        assert!(methods.contains(part), "{part}\n{methods}");
    }
    let excluded = cells(&excluded_view(&reading).unwrap());
    let told: Vec<&[String]> = excluded.iter().map(|row| &row[3..]).collect();
    assert_eq!(told.len(), 2);
    assert_eq!(
        (told[0][0].as_str(), told[0][2].as_str()),
        ("Moonlight B", "excluded")
    );
    assert_eq!(told[0][3], "Wrong study design");
    assert_eq!(told[1][3], "The library does not hold it");
    assert_eq!(prisma_searches_view(&reading).rows.len(), 2);
    // Two people on ten reports and stages, and one that was settled.
    assert_eq!(decisions_view(&reading).rows.len(), 2 * 10 + 1);
}

#[test]
fn a_checklist_is_filled_by_the_folder_and_by_people() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = reviewed(folder.path());
    let state = |session: &Session, item: &str| {
        let reading = PrismaReading::of(session, None).unwrap();
        let rows = cells(&checklist_views(&reading)[0]);
        let row = rows.into_iter().find(|row| row[0] == item).unwrap();
        (row[3].clone(), row[4].clone())
    };
    assert_eq!(state(&session, "7").0, "answered");
    assert!(state(&session, "16a").1.contains("Of 8 records identified"));
    assert_eq!(state(&session, "24a").0, "MISSING");
    assert_eq!(state(&session, "6").0, "answered");
    // A search without its day does not answer when was searched.
    let undated = SourceRequest {
        name: "undated".to_owned(),
        database: "Embase".to_owned(),
        ..SourceRequest::default()
    };
    add_source(&mut session, &undated).unwrap();
    assert_eq!(
        [state(&session, "6").0, state(&session, "7").0],
        ["MISSING", "MISSING"]
    );
    let mut say = |list: &str, item: &str, text: &str| answer(&mut session, list, item, text);
    say("prisma2020", "24a", "PROSPERO CRD0.").unwrap();
    say("prisma2020", "13e", "Not applicable: one study.").unwrap();
    for (list, item, text, told) in [
        ("prisma2020", "28", "x", "no item \"28\""),
        ("prisma", "1", "x", "prisma2020-abstract"),
        ("prisma2020", "1", " ", "empty"),
    ] {
        let refused = say(list, item, text).unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
    }
    let expected = ("answered".to_owned(), "PROSPERO CRD0.".to_owned());
    assert_eq!(state(&session, "24a"), expected);
    assert_eq!(state(&session, "13e").0, "not applicable");
}

#[test]
fn figure_and_document_show_the_flow() {
    let folder = tempfile::tempdir().unwrap();
    let session = reviewed(folder.path());
    let reading = PrismaReading::of(&session, None).unwrap();
    let figure = prisma_figure(&reading);
    let words = figure.text_alternative();
    for part in [
        "Records identified: n = 6 (MEDLINE: n = 6)",
        "Reports excluded: n = 1 (Wrong study design: n = 1)",
        "Studies included in review: n = 2",
        "Full texts not decided yet: n = 1",
    ] {
        assert!(words.contains(part), "{part}\n{words}");
    }
    let document = prisma_document(&reading, PrismaParts::ALL).unwrap();
    let bytes = docx(&document).unwrap();
    assert_eq!(bytes, docx(&document).unwrap());
    if let Ok(out) = std::env::var("EUTHYMIA_PRISMA_OUT") {
        fs::write(Path::new(&out).join("report.docx"), &bytes).unwrap();
        fs::write(
            Path::new(&out).join("flow.png"),
            figure.to_png(2.0).unwrap(),
        )
        .unwrap();
    }
}

fn flow_of(path: &Path, since: Option<&str>) -> String {
    let session = open_to_read(path).unwrap();
    let reading = PrismaReading::of(&session, since).unwrap();
    render(&prisma_views(&reading)[0], Format::Json).unwrap()
}

#[test]
fn since_a_day_what_was_there_is_the_previous_version() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = reviewed(folder.path());
    let new = found(&mut session, folder.path(), "Embase", &["New"]);
    let record = RecordId {
        import: new,
        number: 1,
    };
    let stamp = |author: &str| Stamp {
        time: "2026-04-02T10:00:00Z".parse().unwrap(),
        author: author.to_owned(),
    };
    for author in ["kd", "mb"] {
        let events = vec![
            decided(record, Stage::TitleAbstract, None),
            decided(record, Stage::FullText, None),
        ];
        session.folder.append(&stamp(author), events).unwrap();
    }
    // The file was taken in on the day of the others, so that it was there, but open.
    let reading = PrismaReading::of(&session, Some("2026-04-01")).unwrap();
    let view = &prisma_views(&reading)[0];
    assert_eq!(count(view, "all", "previous_reports").as_deref(), Some("2"));
    assert_eq!(count(view, "all", "new_reports").as_deref(), Some("1"));
    assert_eq!(count(view, "all", "total_reports").as_deref(), Some("3"));
    let carried = count(view, "databases and registers", "carried");
    assert_eq!(carried.as_deref(), Some("1"));
    assert!(PrismaReading::of(&session, Some("2026-99-99")).is_err());
    assert!(PrismaReading::of(&session, Some("zzz")).is_err());
}

#[test]
fn an_archive_replayed_gives_the_same_flow() {
    let folder = tempfile::tempdir().unwrap();
    let session = reviewed(folder.path());
    let full_text = folder.path().join("review/full_texts");
    fs::create_dir(&full_text).unwrap();
    fs::write(full_text.join("a.pdf"), "%PDF invented").unwrap();
    let [one, two] = ["one.zip", "two.zip"].map(|name| folder.path().join(name));
    let whole = archive(&session, &one, true).unwrap();
    let without = archive(&session, &two, false).unwrap();
    assert_eq!((whole.left_out, without.left_out), (0, 1));
    assert_eq!(whole.files, without.files + 1);
    let back = folder.path().join("back");
    let replayed = replay(&one, &back).unwrap();
    assert!(replayed.is_same_flow);
    assert_eq!(replayed.files, whole.files);
    let origin = folder.path().join("review");
    assert_eq!(flow_of(&back, None), flow_of(&origin, None));
    assert_eq!(
        fs::read(back.join("log.jsonl")).unwrap(),
        fs::read(origin.join("log.jsonl")).unwrap()
    );
    // What was replayed can be archived again, to the same bytes.
    archive(&open_to_read(&back).unwrap(), &two, true).unwrap();
    assert_eq!(fs::read(&one).unwrap(), fs::read(&two).unwrap());
    let taken = replay(&one, &back).unwrap_err().to_string();
    assert!(taken.contains("not empty"), "{taken}");
}

/// What becomes of a file with this name and these bytes.
type Change<'c> = &'c dyn Fn(&str, Vec<u8>) -> Option<Vec<u8>>;

/// The archive with one file changed, left out or added.
fn changed(from: &Path, to: &Path, change: Change<'_>, more: &[&str]) {
    let mut old = zip::ZipArchive::new(fs::File::open(from).unwrap()).unwrap();
    let mut new = zip::ZipWriter::new(fs::File::create(to).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..old.len() {
        let mut entry = old.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            new.start_file(&name, options).unwrap();
            new.write_all(&bytes).unwrap();
        }
    }
    for name in more {
        new.start_file(*name, options).unwrap();
    }
    new.finish().unwrap();
}

#[test]
fn a_changed_archive_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let session = reviewed(folder.path());
    let whole = folder.path().join("whole.zip");
    archive(&session, &whole, true).unwrap();
    let broken = folder.path().join("broken.zip");
    let back = folder.path().join("back");
    let keep = |_: &str, bytes: Vec<u8>| Some(bytes);
    let bend = |name: &str, mut bytes: Vec<u8>| {
        if name == "review/log.jsonl" {
            bytes.push(b'\n');
        }
        Some(bytes)
    };
    let lose = |name: &str, bytes: Vec<u8>| (name != "review/review.toml").then_some(bytes);
    let unlisted = |name: &str, bytes: Vec<u8>| (name != "SHA256SUMS").then_some(bytes);
    let cases: [(Change<'_>, &[&str], &str); 5] = [
        (&bend, &[], "review/log.jsonl is not as it was archived"),
        (&lose, &[], "review/review.toml is listed"),
        (&unlisted, &[], "no archive of a review"),
        (
            &keep,
            &["review/more.txt"],
            "review/more.txt is not in SHA256SUMS",
        ),
        (&keep, &["review/../../out.txt"], "is not in SHA256SUMS"),
    ];
    for (change, more, told) in cases {
        changed(&whole, &broken, change, more);
        let refused = replay(&broken, &back).unwrap_err().to_string();
        assert!(refused.contains(told), "{told}: {refused}");
        assert!(!back.exists() && !folder.path().join("out.txt").exists());
    }
    fs::write(&broken, "no zip at all").unwrap();
    assert!(replay(&broken, &back).is_err());
}
