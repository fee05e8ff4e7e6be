//! What follows from decisions, each case small enough to be followed on paper.

use euthymia_review::log::{
    FullText, Purpose, Removal, Round, Screened, Settled, Stage, Stopped, Verdict,
};
use euthymia_review::screen::{Disagreement, Finding, Outcome, Reason, Rules, StageRules};
use euthymia_review::{Event, Folder, FullTexts, How, RecordId, Screening, Target};

use crate::workplace::{Workplace, import, record, review, stamp};
use Verdict::{Exclude, Include, Maybe};

const TITLE: Stage = Stage::TitleAbstract;
const FULL: Stage = Stage::FullText;

struct Case {
    _place: Workplace,
    folder: Folder,
    records: [RecordId; 4],
    rules: Rules,
    minute: u32,
}

impl Case {
    /// Four records, two reviewers, and the reasons `design` and `population`, in this order.
    fn new() -> Self {
        let place = Workplace::new();
        let mut folder = review(&place);
        let id = import(&mut folder, &["A", "B", "C", "D"], None);
        let reason = |id: &str| Reason {
            id: id.to_owned(),
            text: format!("Wrong {id}"),
        };
        Self {
            _place: place,
            folder,
            records: [1, 2, 3, 4].map(|number| record(id, number)),
            rules: Rules {
                reasons: vec![reason("design"), reason("population")],
                ..Rules::default()
            },
            minute: 2,
        }
    }

    fn enter(&mut self, who: &str, events: Vec<Event>) -> Target {
        self.minute += 1;
        let entry = self.folder.append(&stamp(who, self.minute), events);
        Target {
            entry: entry.unwrap(),
            place: None,
        }
    }

    fn decide(
        &mut self,
        who: &str,
        record: RecordId,
        verdict: Verdict,
        reasons: &[&str],
    ) -> Target {
        self.enter(who, vec![screened(record, TITLE, verdict, reasons)])
    }

    fn fold(&self) -> Screening {
        let people = ["kd".to_owned(), "ml".to_owned()];
        let entries = self.folder.log().entries();
        Screening::of(entries, &self.folder.state(), self.rules.clone(), &people)
    }

    fn outcome(&self, record: RecordId, stage: Stage) -> Outcome {
        let fold = self.fold();
        let place = fold.place(record);
        place.map_or(Outcome::NotHere, |place| fold.outcome(place, stage))
    }

    fn title(&self, record: RecordId) -> Outcome {
        self.outcome(record, TITLE)
    }
}

fn screened(record: RecordId, stage: Stage, verdict: Verdict, reasons: &[&str]) -> Event {
    Event::Screened(Box::new(Screened {
        record,
        stage,
        verdict,
        reasons: reasons.iter().map(|own| (*own).to_owned()).collect(),
        seconds: None,
    }))
}

fn settled(record: RecordId, verdict: Verdict, reason: Option<&str>) -> Event {
    Event::Settled(Box::new(Settled {
        record,
        stage: TITLE,
        verdict,
        reason: reason.map(str::to_owned),
        with: vec!["ml".to_owned()],
    }))
}

fn merged(a: RecordId, b: RecordId) -> Event {
    Event::RecordsMerged {
        records: vec![a, b],
        how: How::ByPerson,
    }
}

fn excluded(reason: &str) -> Outcome {
    Outcome::Excluded(Some(reason.into()))
}

#[test]
fn two_reviewers_include_exclude_and_disagree() {
    let mut case = Case::new();
    let [a, b, c, d] = case.records;
    case.decide("kd", a, Include, &[]);
    assert_eq!(case.title(a), Outcome::Partial);
    case.decide("ml", a, Maybe, &[]);
    assert_eq!(
        case.title(a),
        Outcome::Included,
        "to be looked at is no exclusion"
    );
    case.decide("kd", b, Exclude, &["population"]);
    case.decide("ml", b, Exclude, &["design", "population"]);
    assert_eq!(case.title(b), excluded("design"), "the first in the list");
    case.decide("kd", c, Exclude, &["design"]);
    case.decide("ml", c, Maybe, &[]);
    assert_eq!(case.title(c), Outcome::Conflict(Disagreement::Verdicts));
    assert_eq!(case.title(d), Outcome::Undecided);
    let count = case.fold().count(TITLE);
    let by_kind = (
        count.undecided,
        count.partial,
        count.conflict,
        count.included,
    );
    assert_eq!(by_kind, (1, 0, 1, 1));
    assert_eq!((count.excluded(), count.total()), (1, 4));
    // A later decision of the same reviewer takes the place of the earlier one.
    case.decide("ml", c, Exclude, &["design"]);
    assert_eq!(case.title(c), excluded("design"));
}

#[test]
fn reasons_must_agree_where_the_rules_say_so() {
    let mut case = Case::new();
    let [a, b, ..] = case.records;
    case.rules.title_abstract.reasons_must_agree = true;
    case.decide("kd", a, Exclude, &["population"]);
    case.decide("ml", a, Exclude, &["design"]);
    assert_eq!(case.title(a), Outcome::Conflict(Disagreement::Reasons));
    case.decide("kd", b, Exclude, &["population", "design"]);
    case.decide("ml", b, Exclude, &["population"]);
    assert_eq!(
        case.title(b),
        excluded("population"),
        "the first reason of each counts"
    );
    case.enter("kd", vec![settled(a, Exclude, Some("design"))]);
    assert_eq!(case.title(a), excluded("design"));
}

#[test]
fn one_reviewer_is_enough_where_the_rules_say_so() {
    let mut case = Case::new();
    let [a, ..] = case.records;
    case.rules.title_abstract.reviewers = 1;
    case.decide("kd", a, Exclude, &[]);
    assert_eq!(case.title(a), Outcome::Excluded(None));
    case.decide("ml", a, Include, &[]);
    assert_eq!(case.title(a), Outcome::Conflict(Disagreement::Verdicts));
    let findings = case.fold().all_findings();
    let crowded = matches!(
        findings[..],
        [Finding::Crowded {
            deciders: 2,
            needed: 1,
            ..
        }]
    );
    assert!(crowded, "{findings:?}");
}

#[test]
fn a_copy_merged_away_keeps_its_decisions_and_gets_them_back() {
    let mut case = Case::new();
    let [a, b, ..] = case.records;
    case.rules.title_abstract.reviewers = 1;
    case.decide("kd", a, Include, &[]);
    case.decide("kd", b, Exclude, &["design"]);
    let merge = case.enter("ml", vec![merged(a, b)]);
    assert_eq!(case.title(b), Outcome::Conflict(Disagreement::Copies));
    assert_eq!(case.title(a), case.title(b), "they are one report");
    assert_eq!(case.fold().units.len(), 3);
    let findings = case.fold().all_findings();
    assert!(
        findings
            .iter()
            .any(|own| matches!(own, Finding::Moved { record, unit, .. }
        if (*record, *unit) == (b, a))),
        "{findings:?}"
    );
    let settle = case.enter("kd", vec![settled(b, Include, None)]);
    assert_eq!(case.title(a), Outcome::Included);
    case.enter("ml", vec![Event::Undone { target: merge }]);
    assert_eq!(case.title(a), Outcome::Included);
    assert_eq!(
        case.title(b),
        Outcome::Included,
        "it was settled under the name of b"
    );
    case.enter("ml", vec![Event::Undone { target: settle }]);
    assert_eq!(case.title(b), excluded("design"));
}

#[test]
fn decisions_on_copies_of_one_report_by_two_people_are_two_decisions() {
    let mut case = Case::new();
    let [a, b, ..] = case.records;
    case.enter("kd", vec![merged(a, b)]);
    case.decide("kd", a, Include, &[]);
    case.decide("ml", b, Exclude, &[]);
    assert_eq!(case.title(a), Outcome::Conflict(Disagreement::Verdicts));
}

#[test]
fn a_pilot_asks_all_reviewers_and_comes_first() {
    let mut case = Case::new();
    let [a, b, c, d] = case.records;
    case.rules.title_abstract.reviewers = 1;
    let round = |name: &str, records: Vec<RecordId>| {
        Event::RoundDrawn(Box::new(Round {
            name: name.to_owned(),
            stage: TITLE,
            purpose: Purpose::Pilot,
            records,
            seed: 1,
        }))
    };
    case.enter("kd", vec![merged(a, b), round("pilot-1", vec![d, b, a])]);
    let fold = case.fold();
    assert_eq!(fold.rounds[0].units.len(), 2, "a and b are one report");
    let first: Vec<RecordId> = fold
        .queue("ml", TITLE)
        .iter()
        .map(|at| fold.units[*at].record)
        .collect();
    assert_eq!(first, [d, a, c]);
    case.decide("kd", d, Include, &[]);
    assert_eq!(case.title(d), Outcome::Partial);
    case.decide("ml", d, Include, &[]);
    assert_eq!(case.title(d), Outcome::Included);
    // Somebody who is no reviewer makes no pilot larger.
    case.decide("guest", c, Exclude, &[]);
    assert_eq!(case.title(d), Outcome::Included);
    case.enter("ml", vec![round("pilot-1", vec![c])]);
    let findings = case.fold().all_findings();
    assert!(
        findings
            .iter()
            .any(|own| matches!(own, Finding::RoundTwice { .. }))
    );
    assert_eq!(
        case.title(c),
        Outcome::Excluded(None),
        "the second round of a name is not one"
    );
}

#[test]
fn what_is_set_aside_can_be_decided_and_new_records_are_not_set_aside() {
    let mut case = Case::new();
    let [a, b, c, _] = case.records;
    case.rules.title_abstract.reviewers = 1;
    case.decide("kd", a, Include, &[]);
    let stop = Event::ScreeningStopped(Box::new(Stopped {
        stage: TITLE,
        rule: "fifty in a row".to_owned(),
        statement: "nothing is claimed".to_owned(),
    }));
    case.enter("kd", vec![stop]);
    assert_eq!(case.title(b), Outcome::SetAside);
    assert_eq!(case.fold().ends[0].set_aside, 3);
    case.decide("ml", b, Exclude, &["design"]);
    assert_eq!(case.title(b), excluded("design"));
    assert!(case.fold().queue("ml", TITLE).is_empty());
    let later = import(&mut case.folder, &["E"], None);
    assert_eq!(
        case.title(record(later, 1)),
        Outcome::Undecided,
        "a later search"
    );
    assert_eq!(case.title(c), Outcome::SetAside);
    assert_eq!(case.fold().ends[0].set_aside, 3, "as many as then");
}

#[test]
fn a_withdrawn_file_takes_its_decisions_along_until_it_counts_again() {
    let mut case = Case::new();
    let [a, ..] = case.records;
    case.decide("kd", a, Include, &[]);
    let gone = Event::ImportWithdrawn {
        import: a.import,
        reason: "wrong file".to_owned(),
    };
    let gone = case.enter("kd", vec![gone]);
    assert_eq!(case.title(a), Outcome::NotHere);
    let findings = case.fold().all_findings();
    assert!(
        matches!(findings[..], [Finding::NoRecord { record, .. }] if record == a),
        "{findings:?}"
    );
    case.enter("kd", vec![Event::Undone { target: gone }]);
    assert_eq!(case.title(a), Outcome::Partial);
}

#[test]
fn a_report_removed_before_screening_is_not_looked_at() {
    let mut case = Case::new();
    let [a, b, ..] = case.records;
    case.decide("kd", b, Include, &[]);
    let removed = Event::RemovedBeforeScreening {
        records: vec![a, b],
        by: Removal::Automation,
        reason: "not a trial".to_owned(),
    };
    let removed = case.enter("kd", vec![removed]);
    assert_eq!(
        (case.title(a), case.title(b)),
        (Outcome::NotHere, Outcome::NotHere)
    );
    assert_eq!(case.fold().count(TITLE).total(), 2);
    let findings = case.fold().all_findings();
    assert_eq!(findings, [Finding::RemovedAndDecided { record: b }]);
    case.enter("ml", vec![Event::Undone { target: removed }]);
    assert_eq!(
        (case.title(a), case.title(b)),
        (Outcome::Undecided, Outcome::Partial)
    );
}

#[test]
fn a_reason_struck_from_the_list_is_told_and_still_counts() {
    let mut case = Case::new();
    let [a, ..] = case.records;
    case.decide("kd", a, Exclude, &["population"]);
    case.decide("ml", a, Exclude, &["population"]);
    assert!(case.fold().all_findings().is_empty());
    case.rules.reasons.truncate(1);
    assert_eq!(case.title(a), excluded("population"));
    let findings = case.fold().all_findings();
    assert_eq!(findings.len(), 2);
    assert!(
        findings[0].to_string().contains("put it back there"),
        "{}",
        findings[0]
    );
    // Beside a reason of the list, one that is not in it comes last.
    case.decide("ml", a, Exclude, &["design"]);
    assert_eq!(case.title(a), excluded("design"));
}

#[test]
fn a_report_settled_twice_on_two_copies_of_the_review_is_told() {
    let place = Workplace::new();
    let mut ours = review(&place);
    let id = import(&mut ours, &["A"], None);
    let a = record(id, 1);
    let path = place.join("theirs");
    std::fs::create_dir_all(path.join("imports")).unwrap();
    for file in ["log.jsonl", "review.toml"] {
        std::fs::copy(place.join("review").join(file), path.join(file)).unwrap();
    }
    let mut theirs = Folder::open(&path).unwrap();
    ours.append(&stamp("kd", 5), vec![settled(a, Include, None)])
        .unwrap();
    theirs
        .append(&stamp("ml", 6), vec![settled(a, Exclude, None)])
        .unwrap();
    ours.merge(&theirs).unwrap();
    theirs.merge(&ours).unwrap();
    let fold = |folder: &Folder| {
        let rules = Rules::default();
        Screening::of(folder.log().entries(), &folder.state(), rules, &[])
    };
    for folder in [&ours, &theirs] {
        let fold = fold(folder);
        let findings = fold.all_findings();
        assert!(matches!(findings[..], [Finding::SettledTwice { record, .. }] if record == a));
        assert_eq!(
            fold.outcome(0, TITLE),
            Outcome::Excluded(None),
            "the later one, on both"
        );
    }
}

#[test]
fn a_full_text_is_decided_on_only_after_the_title() {
    let mut case = Case::new();
    let [a, b, ..] = case.records;
    case.rules.title_abstract.reviewers = 1;
    case.rules.full_text = StageRules {
        reviewers: 1,
        ..StageRules::default()
    };
    case.decide("kd", a, Maybe, &[]);
    assert_eq!(case.outcome(a, FULL), Outcome::Undecided);
    assert_eq!(case.outcome(b, FULL), Outcome::NotHere);
    case.enter("kd", vec![screened(b, FULL, Include, &[])]);
    assert_eq!(case.fold().all_findings(), [Finding::Early { record: b }]);
    let gone = Event::FullTextNotRetrieved {
        record: a,
        reason: "out of print".to_owned(),
    };
    case.enter("kd", vec![gone]);
    assert_eq!(case.outcome(a, FULL), Outcome::NotHere);
    let came = Event::FullTextAttached(Box::new(FullText {
        record: a,
        file_name: "a.pdf".to_owned(),
        sha256: "0".repeat(64),
        bytes: 9,
        pages: None,
    }));
    case.enter("kd", vec![came]);
    assert_eq!(case.outcome(a, FULL), Outcome::Undecided);
    let fold = case.fold();
    let full_texts = FullTexts::of(case.folder.log().entries(), &fold);
    assert!(full_texts.missing(&fold).is_empty());
    case.enter("kd", vec![screened(a, FULL, Exclude, &["population"])]);
    assert_eq!(case.outcome(a, FULL), excluded("population"));
}

#[test]
fn nobody_sees_others_before_deciding_where_the_stage_is_blinded() {
    let mut case = Case::new();
    let [a, ..] = case.records;
    case.decide("kd", a, Include, &[]);
    let seen = |case: &Case, who: &str| {
        let fold = case.fold();
        fold.seen_by(0, TITLE, fold.reviewer(who)).len()
    };
    assert_eq!((seen(&case, "kd"), seen(&case, "ml")), (1, 0));
    case.decide("ml", a, Include, &[]);
    assert_eq!((seen(&case, "kd"), seen(&case, "ml")), (2, 2));
    case.rules.title_abstract.blinded = false;
    assert_eq!(seen(&case, "guest"), 2);
}

#[test]
fn tags_belong_to_whoever_put_them_there() {
    let mut case = Case::new();
    let [a, ..] = case.records;
    let tag = |on: bool| Event::Tagged {
        record: a,
        tag: "later".to_owned(),
        on,
    };
    case.enter("kd", vec![tag(true)]);
    case.enter("ml", vec![tag(true)]);
    case.enter("kd", vec![tag(false)]);
    assert_eq!(case.fold().units[0].tags["later"], ["ml"]);
    case.enter("ml", vec![tag(false)]);
    assert!(case.fold().units[0].tags.is_empty());
}
