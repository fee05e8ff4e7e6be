//! Agreement of reviewers and the end of screening, on a small invented review.

use euthymia_app::review::{
    AgreementRequest, ColumnMap, DrawRequest, EndRequest, ImportId, ImportRequest, Opening,
    Purpose, RecordId, Session, Stage, StoppingRequest, Who, agreement_views, create, draw_round,
    end_screening, import, open, rulings, stopping_views,
};
use euthymia_review::Event;
use euthymia_review::log::{Ranked, Screened, Settled, Stamp, Verdict};
use euthymia_screening::stopping::Says;
use euthymia_table::{TableView, Value};
use euthymia_testkit::assert_close;
use std::fmt::Write as _;
use std::path::Path;
use tempfile::TempDir;

const NOW: &str = "2026-03-01T09:30:00Z";
use Verdict::{Exclude, Include};

/// A review of `count` invented reports, decided on by `reviewers` each.
struct Review {
    session: Session,
    import: ImportId,
    _folder: TempDir,
}

fn who(by: &str) -> Who {
    Who {
        by: Some(by.to_owned()),
        now: NOW.to_owned(),
    }
}

fn invented(path: &Path, count: u32) {
    let mut text = String::new();
    for number in 1..=count {
        write!(
            text,
            "TY  - JOUR\nTI  - Invented report number {number} on calm lakes\nAU  - Nobody, Ann\n\
             PY  - 2020\nER  - \n\n"
        )
        .expect("a text");
    }
    std::fs::write(path, text).expect("written");
}

fn review(count: u32, reviewers: u32) -> Review {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("review");
    create(&path, "Calm lakes", &who("ab")).expect("a review");
    let toml = std::fs::read_to_string(path.join("review.toml")).expect("review.toml");
    let toml = toml.replace("reviewers = 2", &format!("reviewers = {reviewers}"));
    let more = "\n[[reviewers]]\nid = \"cd\"\n\n[[reviewers]]\nid = \"ef\"\n";
    std::fs::write(path.join("review.toml"), toml + more).expect("written");
    let file = folder.path().join("lakes.ris");
    invented(&file, count);
    let mut session = open(&path, &who("ab")).expect("opened");
    let request = ImportRequest {
        file,
        source: None,
        format: None,
        opening: Opening::default(),
        columns: ColumnMap::default(),
    };
    let taken = import(&mut session, &request, &mut |_| {}).expect("taken in");
    let import = taken[0].import.expect("new");
    Review {
        session,
        import,
        _folder: folder,
    }
}

impl Review {
    fn record(&self, number: u32) -> RecordId {
        RecordId {
            import: self.import,
            number,
        }
    }

    fn append(&mut self, author: &str, event: Event) {
        let stamp = Stamp {
            time: NOW.parse().expect("a time"),
            author: author.to_owned(),
        };
        self.session
            .folder
            .append(&stamp, vec![event])
            .expect("entered");
    }

    fn decide(&mut self, author: &str, record: RecordId, verdict: Verdict) {
        let screened = Screened {
            record,
            stage: Stage::TitleAbstract,
            verdict,
            reasons: Vec::new(),
            seconds: None,
        };
        self.append(author, Event::Screened(Box::new(screened)));
    }

    /// Both decide on so many reports after another.
    fn both(&mut self, next: &mut u32, count: u32, verdicts: (Verdict, Verdict)) {
        for _ in 0..count {
            let record = self.record(*next);
            self.decide("ab", record, verdicts.0);
            self.decide("cd", record, verdicts.1);
            *next += 1;
        }
    }

    fn draw(
        &mut self,
        purpose: Purpose,
        count: Option<usize>,
        target: f64,
    ) -> Result<Vec<RecordId>, String> {
        let request = DrawRequest {
            stage: Stage::TitleAbstract,
            target,
            confidence: 0.95,
            purpose,
            count,
            name: None,
            seed: 7,
        };
        let drawn = draw_round(&mut self.session, &request).map_err(|error| error.to_string())?;
        let entries = self.session.folder.log().entries();
        let events = entries.iter().flat_map(|entry| &entry.events);
        let mut rounds = events.filter_map(|event| match event {
            Event::RoundDrawn(round) if round.name == drawn.name => Some(round.records.clone()),
            _ => None,
        });
        Ok(rounds.next_back().expect("the round"))
    }

    fn agreement(&self, round: Option<&str>, maybe_apart: bool) -> Result<Vec<TableView>, String> {
        let request = AgreementRequest {
            stage: Stage::TitleAbstract,
            round: round.map(str::to_owned),
            maybe_apart,
            confidence: 0.95,
        };
        agreement_views(&self.session, &request).map_err(|error| error.to_string())
    }

    fn ruling(&self, word: &str, request: &StoppingRequest) -> euthymia_app::review::Ruling {
        let all = rulings(&self.session, request).expect("rulings");
        all.into_iter()
            .find(|own| own.word == word)
            .expect("a rule")
    }
}

fn asked(target: f64) -> StoppingRequest {
    StoppingRequest {
        stage: Stage::TitleAbstract,
        target,
        confidence: 0.95,
        run: 50,
        run_share: 0.05,
        key_tag: None,
        looked_again: None,
    }
}

fn cell<'v>(view: &'v TableView, row: usize, key: &str) -> &'v Value {
    let place = view.columns.iter().position(|column| column.key == key);
    &view.rows[row][place.expect("a column")]
}

fn number(view: &TableView, row: usize, key: &str) -> f64 {
    match cell(view, row, key) {
        Value::Number { value, .. } => *value,
        Value::Percent { proportion, .. } => *proportion,
        Value::Count(count) => *count as f64,
        other => panic!("{key}: {other:?}"),
    }
}

/// The fifty reports of `reference/byhand/agreement.md`.
#[test]
fn byhand_agreement_of_two_reviewers() {
    let mut review = review(50, 2);
    let mut next = 1;
    review.both(&mut next, 20, (Include, Include));
    review.both(&mut next, 5, (Include, Exclude));
    review.both(&mut next, 10, (Exclude, Verdict::Maybe));
    review.both(&mut next, 15, (Exclude, Exclude));
    // What is settled later changes nothing.
    let settled = Settled {
        record: review.record(21),
        stage: Stage::TitleAbstract,
        verdict: Exclude,
        reason: None,
        with: Vec::new(),
    };
    review.append("ab", Event::Settled(Box::new(settled)));
    let views = review.agreement(None, false).expect("views");
    let pairs = &views[0];
    assert_eq!(cell(pairs, 0, "second"), &Value::text("cd"));
    assert_close!(number(pairs, 0, "reports"), 50.0, "exact", "reports");
    assert_close!(number(pairs, 0, "percent"), 0.7, "algebra", "percent");
    assert_close!(number(pairs, 0, "kappa"), 0.4, "algebra", "kappa");
    let error = 6.0 * 7.0_f64.sqrt() / 125.0;
    let upper = 0.4 + 1.959_963_984_540_054 * error;
    assert_close!(
        number(pairs, 0, "kappa_upper"),
        upper,
        "algebra",
        "kappa upper"
    );
    assert_close!(number(pairs, 0, "ac1"), 41.0 / 101.0, "algebra", "AC1");
    assert_close!(number(pairs, 0, "pabak"), 0.4, "algebra", "PABAK");
    assert_close!(number(pairs, 0, "alpha"), 0.4, "algebra", "alpha");
    assert_close!(number(pairs, 0, "only_first"), 5.0, "exact", "only first");
    // Wilson: (35 + z²/2 ± z √(35·15/50 + z²/4)) / (50 + z²).
    let square = 1.959_963_984_540_054_f64.powi(2);
    let half = (square * (10.5 + square / 4.0)).sqrt();
    let lower = (35.0 + square / 2.0 - half) / (50.0 + square);
    assert_close!(
        number(pairs, 0, "percent_lower"),
        lower,
        "algebra",
        "Wilson"
    );
    // The third reviewer decided on nothing: dashes and why.
    assert_eq!(cell(pairs, 1, "kappa"), &Value::Missing);
    assert!(
        pairs
            .notes
            .iter()
            .any(|note| note.contains("no report was decided on by all"))
    );
    assert_close!(
        number(&views[1], 0, "value"),
        0.4,
        "algebra",
        "alpha of all"
    );
    // With "maybe" in between, ten differ by half only: observed 0.8, by chance
    // ½ (0.4 + 0.2/2) + ½ (0.4 + 0.2/2) = ½.
    let apart = review.agreement(None, true).expect("views");
    assert_close!(number(&apart[0], 0, "agreed"), 35.0, "exact", "agreed");
    assert_close!(
        number(&apart[0], 0, "kappa"),
        0.6,
        "algebra",
        "weighted kappa"
    );
}

#[test]
fn a_pilot_is_decided_on_by_all_and_compared_alone() {
    let mut review = review(12, 2);
    let drawn = review.draw(Purpose::Pilot, Some(4), 0.95).expect("drawn");
    assert_eq!(drawn.len(), 4);
    for record in &drawn {
        review.decide("ab", *record, Exclude);
        review.decide("cd", *record, Exclude);
    }
    let other = (1..=12)
        .map(|own| review.record(own))
        .find(|own| !drawn.contains(own));
    let other = other.expect("another");
    review.decide("ab", other, Include);
    review.decide("cd", other, Exclude);
    let pilot = review.agreement(Some("pilot-1"), false).expect("views");
    assert_close!(number(&pilot[0], 0, "reports"), 4.0, "exact", "reports");
    // All excluded by both: kappa does not exist, and is neither 1 nor 0.
    assert_eq!(cell(&pilot[0], 0, "kappa"), &Value::Missing);
    assert_eq!(cell(&pilot[0], 0, "alpha"), &Value::Missing);
    let all = review.agreement(None, false).expect("views");
    assert_close!(number(&all[0], 0, "reports"), 5.0, "exact", "reports");
    let error = review
        .agreement(Some("pilot-2"), false)
        .expect_err("no such round");
    assert_eq!(error, "there is no round \"pilot-2\"; there are: pilot-1");
    assert!(review.draw(Purpose::Pilot, Some(99), 0.95).is_err());
    // The same seed draws another round from what is left.
    let second = review.draw(Purpose::Pilot, Some(3), 0.95).expect("drawn");
    assert!(
        second
            .iter()
            .all(|own| !drawn.contains(own) && *own != other)
    );
}

/// The ranked order of `reference/byhand/stopping.md`, whatever the order of the import.
#[test]
fn byhand_order_of_decisions() {
    let mut review = review(10, 1);
    for (place, number) in (1..=8).rev().enumerate() {
        let verdict = if place < 2 { Include } else { Exclude };
        review.decide("ab", review.record(number), verdict);
    }
    // Thinking again about the first one changes its label, not its place.
    review.decide("ab", review.record(8), Exclude);
    review.decide("ab", review.record(8), Include);
    let recall = review.ruling("recall", &asked(0.9));
    assert_close!(recall.p.expect("p"), 0.25, "algebra", "p");
    assert_eq!(recall.says, Says::GoOn);
    let run = StoppingRequest {
        run: 6,
        ..asked(0.9)
    };
    assert_eq!(review.ruling("run", &run).says, Says::Stop);
    let sample = review.ruling("sample", &asked(0.9));
    assert_eq!(sample.says, Says::CannotSay);
    let request = |rule: &str, although: Option<&str>| EndRequest {
        stopping: run.clone(),
        rule: rule.to_owned(),
        although: although.map(str::to_owned),
    };
    let refused = end_screening(&mut review.session, &request("recall", None));
    assert!(
        refused
            .expect_err("go on")
            .to_string()
            .contains("--although")
    );
    let unknown = end_screening(&mut review.session, &request("luck", None));
    assert!(
        unknown
            .expect_err("no rule")
            .to_string()
            .contains("there are: run")
    );
    let ended = end_screening(&mut review.session, &request("run", None)).expect("ended");
    assert_eq!(ended.set_aside, 2);
    assert!(
        ended.statement.contains("claims no recall"),
        "{}",
        ended.statement
    );
    let again = end_screening(&mut review.session, &request("run", Some("twice")));
    assert!(
        again
            .expect_err("ended")
            .to_string()
            .contains("nothing to stop")
    );
}

/// The sample of `reference/byhand/stopping.md`.
#[test]
fn byhand_sample_of_the_rest() {
    let mut review = review(38, 1);
    for number in 1..=18 {
        review.decide("ab", review.record(number), Include);
    }
    let size = review.draw(Purpose::Sample, None, 0.9).expect("drawn");
    assert_eq!(size.len(), 12);
    let waits = review
        .draw(Purpose::Sample, Some(2), 0.9)
        .expect_err("one waits");
    assert!(waits.contains("12 of round \"sample-1\" wait"), "{waits}");
    // Decided out of order, the drawn ones are no random sample: only the first stretch counts.
    for record in size.iter().skip(1).take(9) {
        review.decide("ab", *record, Exclude);
    }
    assert_eq!(review.ruling("sample", &asked(0.9)).says, Says::CannotSay);
    review.decide("ab", size[0], Exclude);
    let sample = review.ruling("sample", &asked(0.9));
    assert_eq!(sample.limits, Some((0.0, 3.0)));
    let recall = sample.recall_at_least.expect("recall");
    assert_close!(recall, 18.0 / 21.0, "algebra", "recall");
    assert_eq!(sample.says, Says::GoOn);
    for record in size.iter().skip(10) {
        review.decide("ab", *record, Exclude);
    }
    assert_eq!(review.ruling("sample", &asked(0.9)).says, Says::Stop);
    // Undone, the round is gone and with it the sample.
    let entries = review.session.folder.log().entries();
    let entry = entries
        .iter()
        .find(|entry| matches!(entry.events[0], Event::RoundDrawn(_)));
    let target = entry
        .expect("the round")
        .id
        .to_string()
        .parse()
        .expect("a target");
    review.append("ab", Event::Undone { target });
    assert_eq!(review.ruling("sample", &asked(0.9)).says, Says::CannotSay);
}

/// Nine by both, five by the first alone, two by the second alone, of those included in the end.
#[test]
fn byhand_what_two_reviewers_missed() {
    let mut review = review(20, 2);
    let mut next = 1;
    review.both(&mut next, 9, (Include, Include));
    review.both(&mut next, 5, (Include, Exclude));
    review.both(&mut next, 2, (Exclude, Include));
    review.both(&mut next, 3, (Include, Exclude));
    for number in 10..=19 {
        let settled = Settled {
            record: review.record(number),
            stage: Stage::TitleAbstract,
            verdict: if number > 16 { Exclude } else { Include },
            reason: None,
            with: Vec::new(),
        };
        review.append("ef", Event::Settled(Box::new(settled)));
    }
    let found = review.ruling("reviewers", &asked(0.95));
    assert_close!(found.missing.expect("missing"), 1.0, "algebra", "missing");
    assert_eq!(found.says, Says::GoOn);
    assert_eq!(review.ruling("sources", &asked(0.95)).says, Says::CannotSay);
}

#[test]
fn the_list_of_safe_shows_another_model() {
    let mut review = review(30, 1);
    let ranked = |model: &str| {
        Event::Ranked(Box::new(Ranked {
            stage: Stage::TitleAbstract,
            model: model.to_owned(),
            seed: 1,
            known: Vec::new(),
        }))
    };
    review.append("ab", ranked("one"));
    review.decide("ab", review.record(1), Include);
    review.append("ab", ranked("one"));
    let state = |review: &Review, row: usize| {
        let views = stopping_views(&review.session, &asked(0.95)).expect("views");
        cell(&views[1], row, "state").clone()
    };
    let other_model = 6;
    assert_eq!(state(&review, other_model), Value::text("not known"));
    review.append("ab", ranked("another"));
    review.decide("ab", review.record(2), Exclude);
    assert_eq!(state(&review, other_model), Value::text("does not hold"));
    let least_share = 4;
    assert_eq!(state(&review, least_share), Value::text("does not hold"));
    review.decide("ab", review.record(3), Exclude);
    assert_eq!(state(&review, least_share), Value::text("holds"));
}
