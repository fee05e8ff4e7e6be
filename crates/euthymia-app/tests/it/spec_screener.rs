//! What screening one report after another means.

use crate::screener::{BLIND, NOW, Review, act, log_size, title};
use euthymia_app::AppError;
use euthymia_app::review::screener::{Action, Label, Moment, Order, Told};
use euthymia_app::review::{Disagreement, Explanation, RecordId, Stage, Verdict};
use euthymia_review::log::{Purpose, Removal, Round, Screened, Settled};
use euthymia_review::{Event, How};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

fn exclude(reason: &str) -> Action {
    Action::Exclude(vec![reason.to_owned()])
}

fn screened(record: RecordId, verdict: Verdict) -> Event {
    Event::Screened(Box::new(Screened {
        record,
        stage: Stage::TitleAbstract,
        verdict,
        reasons: Vec::new(),
        seconds: None,
    }))
}

#[test]
fn spec_each_decision_is_in_the_log_when_its_action_returns() {
    let review = Review::of(BLIND, &["One", "Two", "Three"]);
    let mut ab = review.screener("ab");
    assert_eq!(title(&mut ab).as_deref(), Some("One"));
    let before = log_size(&review.path);
    assert!(matches!(act(&mut ab, Action::Include, 7), Told::Entered(_)));
    assert!(log_size(&review.path) > before);
    assert_eq!(title(&mut ab).as_deref(), Some("Two"));
    act(&mut ab, exclude("population"), 10);
    // Nothing is said goodbye to: as after a kill.
    std::mem::forget(ab);
    let last: Vec<Screened> = decisions(&review);
    assert_eq!(last.len(), 2);
    assert_eq!(
        (last[0].verdict, last[0].seconds),
        (Verdict::Include, Some(7))
    );
    assert_eq!(
        (last[1].verdict, last[1].seconds),
        (Verdict::Exclude, Some(3))
    );
    assert_eq!(last[1].reasons, ["population"]);
    let mut again = review.screener("ab");
    assert_eq!(title(&mut again).as_deref(), Some("Three"));
    let progress = again.progress();
    assert_eq!(
        (progress.included, progress.excluded, progress.left),
        (1, 1, 1)
    );
    assert_eq!(progress.median_seconds, Some(3));
}

fn decisions(review: &Review) -> Vec<Screened> {
    let events = review.events().into_iter();
    let own = events.filter_map(|(_, event)| match event {
        Event::Screened(own) => Some(*own),
        _ => None,
    });
    own.collect()
}

#[test]
fn spec_nobody_sees_another_decision_before_their_own() {
    let review = Review::of(BLIND, &["One", "Two"]);
    let mut ab = review.screener("ab");
    act(&mut ab, Action::Tag("told".to_owned()), 1);
    act(&mut ab, Action::Note("clearly out".to_owned()), 2);
    act(&mut ab, exclude("design"), 3);
    let mut cd = review.screener("cd");
    let shown = cd.shown().expect("shown");
    assert_eq!(shown.others, []);
    assert_eq!(shown.tags, []);
    assert_eq!(shown.remarks, []);
    assert_eq!(shown.disagreement, None);
    act(&mut cd, Action::Include, 3);
    assert!(matches!(act(&mut cd, Action::Back, 4), Told::Moved(_)));
    let shown = cd.shown().expect("shown");
    assert!(shown.is_back);
    assert_eq!(shown.own.expect("own").verdict, Verdict::Include);
    assert_eq!(shown.others[0].by, "ab");
    assert_eq!(shown.others[0].reasons, ["Wrong study design"]);
    assert_eq!(shown.remarks[0].text, "clearly out");
    assert_eq!(shown.disagreement, Some(Disagreement::Verdicts));
    assert_eq!(cd.progress().conflicts, 1);
}

#[test]
fn spec_where_nobody_is_blind_decisions_are_seen_at_once() {
    let open = BLIND.replace("blinded = true", "blinded = false");
    let review = Review::of(&open, &["One"]);
    act(&mut review.screener("ab"), Action::Maybe, 3);
    let shown = review.screener("cd").shown().expect("shown");
    assert_eq!(shown.others[0].verdict, Verdict::Maybe);
}

#[test]
fn spec_undo_takes_the_last_back_and_shows_it_again() {
    let review = Review::of(BLIND, &["One", "Two", "Three"]);
    let mut ab = review.screener("ab");
    act(&mut ab, Action::Include, 1);
    act(&mut ab, Action::Include, 2);
    assert!(matches!(act(&mut ab, Action::Undo, 3), Told::Entered(_)));
    assert_eq!(title(&mut ab).as_deref(), Some("Two"));
    assert_eq!(ab.progress().decided(), 1);
    act(&mut ab, exclude("design"), 4);
    assert_eq!(title(&mut ab).as_deref(), Some("Three"));
    // The undoing is an entry of its own: nothing was removed.
    assert_eq!(decisions(&review).len(), 3);
    // After a new start what was decided before can still be taken back, one after another.
    let mut again = review.screener("ab");
    act(&mut again, Action::Undo, 1);
    assert_eq!(title(&mut again).as_deref(), Some("Two"));
    act(&mut again, Action::Undo, 2);
    assert_eq!(title(&mut again).as_deref(), Some("One"));
    assert_eq!(again.progress().decided(), 0);
    let told = act(&mut again, Action::Undo, 3);
    assert!(matches!(told, Told::Refused(_)));
}

#[test]
fn spec_undo_takes_nothing_of_others() {
    let review = Review::of(BLIND, &["One"]);
    act(&mut review.screener("ab"), Action::Include, 1);
    let told = act(&mut review.screener("cd"), Action::Undo, 1);
    assert!(matches!(told, Told::Refused(_)));
}

#[test]
fn spec_what_is_put_off_comes_last() {
    let review = Review::of(BLIND, &["One", "Two", "Three"]);
    let mut ab = review.screener("ab");
    let before = log_size(&review.path);
    act(&mut ab, Action::Skip, 1);
    assert_eq!(log_size(&review.path), before, "putting off is no decision");
    assert_eq!(title(&mut ab).as_deref(), Some("Two"));
    act(&mut ab, Action::Include, 2);
    act(&mut ab, Action::Include, 3);
    assert_eq!(title(&mut ab).as_deref(), Some("One"));
    act(&mut ab, Action::Include, 4);
    assert_eq!(ab.shown(), None);
    let told = act(&mut ab, Action::Include, 5);
    assert!(matches!(told, Told::Refused(_)));
}

#[test]
fn spec_going_back_and_deciding_anew_replaces_the_decision() {
    let review = Review::of(BLIND, &["One", "Two", "Three"]);
    let mut ab = review.screener("ab");
    act(&mut ab, Action::Include, 1);
    act(&mut ab, Action::Include, 2);
    act(&mut ab, Action::Back, 3);
    act(&mut ab, Action::Back, 3);
    assert_eq!(title(&mut ab).as_deref(), Some("One"));
    act(&mut ab, Action::Skip, 3);
    assert_eq!(title(&mut ab).as_deref(), Some("Two"));
    act(&mut ab, exclude("design"), 4);
    assert_eq!(title(&mut ab).as_deref(), Some("Three"));
    let progress = ab.progress();
    assert_eq!((progress.included, progress.excluded), (1, 1));
    assert_eq!(progress.left, 1);
}

#[test]
fn spec_a_full_text_is_excluded_for_a_reason_and_never_left_open() {
    let review = Review::of(BLIND, &["One", "Two"]);
    for by in ["ab", "cd"] {
        act(&mut review.screener(by), Action::Include, 1);
    }
    let mut ab = review.at("ab", Stage::FullText, false);
    assert_eq!(ab.progress().left, 1, "only what was included comes here");
    let size = log_size(&review.path);
    for action in [
        Action::Maybe,
        Action::Exclude(Vec::new()),
        exclude("colour"),
    ] {
        let told = act(&mut ab, action, 2);
        assert!(matches!(told, Told::Refused(_)), "{told:?}");
    }
    assert_eq!(log_size(&review.path), size);
    assert!(matches!(
        act(&mut ab, exclude("design"), 2),
        Told::Entered(_)
    ));
    assert_eq!(ab.shown(), None);
}

#[test]
fn spec_conflicts_are_shown_with_names_and_settled() {
    let review = Review::of(BLIND, &["One", "Two"]);
    act(&mut review.screener("ab"), Action::Include, 1);
    act(&mut review.screener("cd"), exclude("population"), 1);
    let mut ab = review.at("ab", Stage::TitleAbstract, true);
    let shown = ab.shown().expect("a conflict");
    assert_eq!(shown.others[0].by, "cd");
    assert_eq!(shown.others[0].reasons, ["Wrong population"]);
    assert_eq!(shown.own.as_ref().expect("own").verdict, Verdict::Include);
    assert_eq!(shown.with, ["cd"]);
    let told = act(&mut ab, Action::Maybe, 2);
    assert!(matches!(told, Told::Refused(_)));
    act(&mut ab, exclude("population"), 3);
    assert_eq!(ab.shown(), None);
    let settled = review.events().pop().expect("an event");
    let expected = Settled {
        record: review.record(1),
        stage: Stage::TitleAbstract,
        verdict: Verdict::Exclude,
        reason: Some("population".to_owned()),
        with: vec!["cd".to_owned()],
    };
    assert_eq!(
        settled,
        ("ab".to_owned(), Event::Settled(Box::new(expected)))
    );
    // Taken back, it is a conflict again; a third person settles alone.
    act(&mut ab, Action::Undo, 4);
    assert_eq!(ab.progress().left, 1);
    let mut ef = review.at("ef", Stage::TitleAbstract, true);
    let shown = ef.shown().expect("a conflict");
    assert_eq!((shown.others.len(), shown.with.len()), (2, 0));
}

#[test]
fn spec_what_others_do_meanwhile_is_taken_up_and_nothing_lost() {
    let review = Review::of(BLIND, &["One", "Two", "Three"]);
    let mut ab = review.screener("ab");
    // Two others decide on "Two" while "One" is looked at.
    let two = review.record(2);
    review.enter("cd", vec![screened(two, Verdict::Include)]);
    review.enter("ef", vec![screened(two, Verdict::Include)]);
    act(&mut ab, Action::Include, 5);
    assert_eq!(title(&mut ab).as_deref(), Some("Three"));
    // A merge meanwhile makes "Three" a copy of "One", on which this reviewer has decided.
    let (one, three) = (review.record(1), review.record(3));
    let merged = Event::RecordsMerged {
        records: vec![one, three],
        how: How::ByPerson,
    };
    review.enter("cd", vec![merged]);
    act(&mut ab, exclude("design"), 6);
    assert_eq!(decisions(&review).len(), 4);
    assert_eq!(
        ab.progress().conflicts,
        1,
        "copies were decided on differently"
    );
    // Deciding anew settles what one person said of two copies.
    act(&mut ab, Action::Back, 7);
    act(&mut ab, Action::Include, 8);
    assert_eq!(ab.progress().conflicts, 0);
    act(&mut ab, Action::Undo, 9);
    assert_eq!(
        ab.progress().conflicts,
        1,
        "both copies are taken back together"
    );
}

#[test]
fn spec_removed_and_drawn_records_are_respected() {
    let review = Review::of(BLIND, &["One", "Two", "Three"]);
    let removed = Event::RemovedBeforeScreening {
        records: vec![review.record(1)],
        by: Removal::Other,
        reason: "retracted".to_owned(),
    };
    let round = Event::RoundDrawn(Box::new(Round {
        name: "pilot-1".to_owned(),
        stage: Stage::TitleAbstract,
        purpose: Purpose::Pilot,
        records: vec![review.record(3)],
        seed: 1,
    }));
    review.enter("ab", vec![removed, round]);
    let mut ab = review.screener("ab");
    assert_eq!(title(&mut ab).as_deref(), Some("Three"));
    act(&mut ab, Action::Include, 1);
    assert_eq!(title(&mut ab).as_deref(), Some("Two"));
    assert_eq!(ab.progress().left, 1);
}

#[test]
fn spec_a_search_shows_the_next_report_with_all_words() {
    let review = Review::of(
        BLIND,
        &["Red fox", "Blue whale", "Blue fox", "Bluish foxglove"],
    );
    let mut ab = review.screener("ab");
    let moment = Moment {
        now: NOW,
        since: Duration::from_secs(1),
    };
    act(&mut ab, Action::Search("FÓX blu".to_owned()), 1);
    assert!(ab.is_searching());
    let mut told = None;
    while told.is_none() {
        told = ab.search_on(1, moment);
    }
    assert!(matches!(told, Some(Told::Moved(_))));
    assert_eq!(title(&mut ab).as_deref(), Some("Blue fox"));
    let words = ab.words();
    assert!(words.marked("Blue fox").iter().all(|own| own.why.is_found));
    act(&mut ab, Action::Search(String::new()), 2);
    ab.search_on(9, moment).expect("found");
    assert_eq!(title(&mut ab).as_deref(), Some("Bluish foxglove"));
    act(&mut ab, Action::Include, 3);
    assert_eq!(
        title(&mut ab).as_deref(),
        Some("Red fox"),
        "it goes on where it was"
    );
    let told = act(&mut ab, Action::Search(review.record(2).to_string()), 4);
    assert!(matches!(told, Told::Moved(_)));
    assert_eq!(title(&mut ab).as_deref(), Some("Blue whale"));
    act(&mut ab, Action::Search("zebra".to_owned()), 5);
    let told = ab.search_on(9, moment);
    assert!(matches!(told, Some(Told::Refused(_))));
    assert_eq!(title(&mut ab).as_deref(), Some("Blue whale"));
}

/// Shows the last record first, once it is told to.
struct Backwards {
    may_end: Receiver<()>,
    seen: Sender<Vec<Label>>,
    records: Vec<RecordId>,
}

impl Order for Backwards {
    fn retrain(&mut self, labels: &[Label]) -> Result<Option<Vec<RecordId>>, AppError> {
        self.seen.send(labels.to_vec()).ok();
        let order = self.records.iter().rev().copied().collect();
        Ok(self.may_end.recv().ok().map(|()| order))
    }

    fn explain(&self, _: RecordId) -> Option<Explanation> {
        None
    }
}

#[test]
fn spec_learning_blocks_nothing_and_its_order_is_taken_up() {
    let review = Review::of(BLIND, &["One", "Two", "Three", "Four", "Five"]);
    review.enter("cd", vec![screened(review.record(5), Verdict::Include)]);
    let (end, may_end) = channel();
    let (seen, labels) = channel();
    let order = Backwards {
        may_end,
        seen,
        records: (1..=5).map(|number| review.record(number)).collect(),
    };
    let mut ab = review.screener("ab");
    ab.with_order(Box::new(order), move |ab| {
        assert_eq!(
            labels.recv().expect("labels"),
            [],
            "others' decisions are not learnt from"
        );
        // The training does not end, and decisions go on.
        act(ab, Action::Include, 1);
        act(ab, exclude("design"), 2);
        assert!(!ab.follow());
        assert_eq!(title(ab).as_deref(), Some("Three"));
        end.send(()).expect("sent");
        while !ab.follow() {
            std::thread::yield_now();
        }
        assert_eq!(
            title(ab).as_deref(),
            Some("Three"),
            "what is on the screen stays"
        );
        let labels = labels.recv().expect("labels");
        let verdicts: Vec<Verdict> = labels.iter().map(|label| label.verdict).collect();
        assert_eq!(verdicts, [Verdict::Include, Verdict::Exclude]);
        act(ab, Action::Include, 3);
        assert_eq!(title(ab).as_deref(), Some("Five"));
        // The other end goes, so that the training in progress ends.
        drop(end);
    });
    assert_eq!(title(&mut ab).as_deref(), Some("Five"));
}

#[test]
fn byhand_pace() {
    let titles: Vec<String> = (0..10).map(|number| format!("Work {number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let review = Review::of(BLIND, &titles);
    let mut ab = review.screener("ab");
    // Decided after 10, 20, 30 and 120 seconds: 4 in 2 minutes are 120 an hour; the seconds are
    // 10, 10, 10 and 90. Six are left: 3 minutes at this pace.
    for second in [10, 20, 30, 120] {
        act(&mut ab, Action::Include, second);
    }
    let progress = ab.progress();
    assert_eq!(progress.median_seconds, Some(10));
    assert_eq!(progress.per_hour, Some(120));
    assert_eq!(progress.seconds_left, Some(180));
}
