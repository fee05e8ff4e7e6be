//! The order in which reports are read: learnt beside the screener, kept by the log.

use crate::screener::{BLIND, NOW, Review, act, title};
use euthymia_app::AppError;
use euthymia_app::review::screener::{Action, Label, Moment, Order, Ordered, Screener, Told};
use euthymia_app::review::{
    Explanation, OrderRequest, OrderWord, ReadingOrder, RecordId, Stage, TodoRequest, Verdict,
    chosen_order, explain_order_view, learnt_order, open_to_read, todo_view,
};
use euthymia_review::Event;
use euthymia_review::log::{Ranked, Screened};
use euthymia_table::Value;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const STAGE: Stage = Stage::TitleAbstract;
/// Works of two kinds, in turns; the one kind is looked for.
const TITLES: [&str; 8] = [
    "Lanterns of calm lakes",
    "Foxes in the hills",
    "Foxes of dry hills",
    "Lakes with lanterns at night",
    "Hills and old foxes",
    "A fox of the hills",
    "Calm lakes and lanterns",
    "Many lanterns on lakes",
];
/// Where the works with lanterns are, and those with hills.
const LANTERNS: [u32; 4] = [1, 4, 7, 8];

fn review() -> Review {
    Review::of(BLIND, &TITLES)
}

fn decided(review: &Review, by: &str, number: u32, verdict: Verdict) {
    let screened = Screened {
        record: review.record(number),
        stage: STAGE,
        verdict,
        reasons: Vec::new(),
        seconds: None,
    };
    review.enter(by, vec![Event::Screened(Box::new(screened))]);
}

fn ranked(review: &Review) -> Vec<(String, Ranked)> {
    let events = review.events().into_iter();
    let own = events.filter_map(|(by, event)| match event {
        Event::Ranked(own) => Some((by, *own)),
        _ => None,
    });
    own.collect()
}

/// The records that `review todo` lists for somebody.
fn todo(review: &Review, by: &str, order: OrderRequest) -> Vec<RecordId> {
    let session = open_to_read(&review.path).expect("opened");
    let request = TodoRequest {
        by: Some(by.to_owned()),
        stage: STAGE,
        most: 0,
        order,
    };
    let view = todo_view(&session, &request, &mut |_| ()).expect("listed");
    let records = view.rows.iter().map(|row| match &row[0] {
        Value::Text(text) => text.parse().expect("a record"),
        other => panic!("{other:?}"),
    });
    records.collect()
}

fn learned() -> OrderRequest {
    OrderRequest {
        word: Some(OrderWord::Learned),
        ..OrderRequest::default()
    }
}

/// Waits for the thread that learns.
fn wait(screener: &mut Screener) {
    let until = Instant::now() + Duration::from_secs(60);
    while screener.is_learning() {
        assert!(Instant::now() < until, "the thread does not answer");
        screener.follow();
        std::thread::yield_now();
    }
}

/// Screens as somebody in an order, waiting for the thread after each action.
fn screening<T>(
    review: &Review,
    by: &str,
    order: &ReadingOrder,
    work: impl FnOnce(&mut Screener) -> T,
) -> T {
    let beside = open_to_read(&review.path).expect("opened");
    let mut screener = review.screener(by);
    screener.show_by(order.clone());
    match learnt_order(beside, order) {
        Some(learner) => screener.with_order(Box::new(learner), work),
        None => work(&mut screener),
    }
}

#[test]
fn spec_the_screener_learns_and_enters_its_order_once() {
    let review = review();
    screening(&review, "ab", &ReadingOrder::learnt(), |ab| {
        wait(ab);
        assert_eq!(ab.ordered(), Ordered::NotYet { is_learning: false });
        act(ab, Action::Include, 1);
        wait(ab);
        assert_eq!(ab.ordered(), Ordered::NotYet { is_learning: false });
        assert_eq!(
            title(ab).as_deref(),
            Some(TITLES[1]),
            "the order of the imports"
        );
        act(ab, Action::Exclude(Vec::new()), 2);
        wait(ab);
        assert_eq!(
            ab.ordered(),
            Ordered::Learnt {
                included: 1,
                excluded: 1
            }
        );
        assert_eq!(ranked(&review), [], "nobody has decided in it yet");
        // The third work was on the screen when the order came, and stays.
        assert_eq!(title(ab).as_deref(), Some(TITLES[2]));
        act(ab, Action::Exclude(Vec::new()), 3);
        wait(ab);
        for left in [3, 2, 1] {
            let shown = title(ab).expect("shown");
            assert!(shown.to_lowercase().contains("lanterns"), "{left}: {shown}");
            act(ab, Action::Include, 4);
            wait(ab);
        }
        assert!(title(ab).expect("shown").to_lowercase().contains("hills"));
    });
    let entered = ranked(&review);
    let expected = ReadingOrder::learnt().ranked(STAGE);
    assert_eq!(entered, [("ab".to_owned(), expected)]);
    // The next time it goes on without being entered again.
    screening(&review, "ab", &ReadingOrder::learnt(), |ab| {
        wait(ab);
        act(ab, Action::Exclude(Vec::new()), 1);
    });
    assert_eq!(ranked(&review).len(), 1);
}

#[test]
fn spec_the_same_log_gives_the_same_order() {
    let review = review();
    decided(&review, "ab", 1, Verdict::Include);
    decided(&review, "ab", 2, Verdict::Exclude);
    let first = todo(&review, "ab", learned());
    assert_eq!(first.len(), 6);
    let lanterns: Vec<RecordId> = LANTERNS[1..]
        .iter()
        .map(|own| review.record(*own))
        .collect();
    assert!(
        first[..3].iter().all(|own| lanterns.contains(own)),
        "{first:?}"
    );
    assert_eq!(todo(&review, "ab", learned()), first);
    // What the screener shows after a new start is the same, whatever was decided and undone.
    screening(&review, "ab", &ReadingOrder::learnt(), |ab| {
        wait(ab);
        ab.act(
            Action::Search(first[0].to_string()),
            Moment {
                now: NOW,
                since: Duration::from_secs(1),
            },
        )
        .expect("found");
        assert_eq!(ab.shown().expect("shown").record, first[0]);
        act(ab, Action::Include, 1);
        wait(ab);
        act(ab, Action::Undo, 2);
        wait(ab);
    });
    assert_eq!(todo(&review, "ab", learned()), first);
    // The copy of another person has the same log, hence the same order: now the log says it.
    let from_log = todo(&review, "ab", OrderRequest::default());
    assert_eq!(from_log, first);
}

#[test]
fn spec_where_a_stage_is_blinded_the_order_tells_nothing_of_others() {
    let review = review();
    decided(&review, "ab", 1, Verdict::Include);
    decided(&review, "ab", 2, Verdict::Exclude);
    let before = todo(&review, "ab", learned());
    decided(&review, "cd", 5, Verdict::Include);
    decided(&review, "cd", 4, Verdict::Exclude);
    assert_eq!(todo(&review, "ab", learned()), before);
    // Somebody who has decided nothing has no order yet.
    let queue = todo(&review, "ef", OrderRequest::default());
    assert_eq!(todo(&review, "ef", learned()), queue);
    // Where nobody is blind it is learnt from all decisions.
    let open = BLIND.replace("blinded = true", "blinded = false");
    std::fs::write(review.path.join("review.toml"), open).expect("written");
    assert_ne!(todo(&review, "ef", learned()), queue);
}

#[test]
fn spec_known_records_order_from_the_first_one_on_and_stay_in_the_log() {
    let review = review();
    let file: PathBuf = review.path.with_file_name("known.ris");
    let known = "TY  - JOUR\nTI  - Old foxes of the hills\nAB  - A fox.\nER  - \n";
    std::fs::write(&file, known).expect("written");
    let request = OrderRequest {
        prior: vec![file.clone()],
        ..OrderRequest::default()
    };
    let session = open_to_read(&review.path).expect("opened");
    let chosen = chosen_order(&session, (STAGE, "ab"), &request, ReadingOrder::learnt());
    let (order, notes) = chosen.expect("chosen");
    assert_eq!(notes, Vec::<String>::new());
    screening(&review, "ab", &order, |ab| {
        wait(ab);
        let (included, excluded) = (0, 0);
        assert_eq!(ab.ordered(), Ordered::Learnt { included, excluded });
        // The first one was on the screen before anything was learnt.
        assert_eq!(title(ab).as_deref(), Some(TITLES[0]));
        act(ab, Action::Exclude(Vec::new()), 1);
        assert!(title(ab).expect("shown").to_lowercase().contains("fox"));
        wait(ab);
    });
    let entered = ranked(&review);
    assert_eq!(entered.len(), 1);
    assert_eq!(entered[0].1.known, ["Old foxes of the hills A fox."]);
    // The order can be made again without the file.
    let with_file = todo(&review, "ab", OrderRequest::default());
    std::fs::remove_file(file).expect("removed");
    assert_eq!(todo(&review, "ab", OrderRequest::default()), with_file);
    assert_ne!(with_file[0], review.record(4), "{with_file:?}");
}

#[test]
fn spec_criteria_count_as_a_known_text() {
    let review = review();
    let session = open_to_read(&review.path).expect("opened");
    let request = OrderRequest {
        criteria: true,
        ..OrderRequest::default()
    };
    let refused = chosen_order(&session, (STAGE, "ab"), &request, ReadingOrder::Queue);
    let Err(AppError::Usage(said)) = refused else {
        panic!("nothing is said in review.toml");
    };
    assert!(said.contains("[criteria]"), "{said}");
    let criteria = format!("{BLIND}\n[criteria]\ninclude = [\"Foxes\", \"in hills\"]\n");
    std::fs::write(review.path.join("review.toml"), criteria).expect("written");
    let session = open_to_read(&review.path).expect("opened");
    let chosen = chosen_order(&session, (STAGE, "ab"), &request, ReadingOrder::Queue);
    let (order, _) = chosen.expect("chosen");
    let ReadingOrder::Learnt { known, .. } = order else {
        panic!("{order:?}");
    };
    assert_eq!(known, ["Foxes in hills"]);
}

#[test]
fn spec_a_random_order_is_entered_and_depends_on_its_seed_alone() {
    let review = review();
    let random = |seed| OrderRequest {
        word: Some(OrderWord::Random),
        seed: Some(seed),
        ..OrderRequest::default()
    };
    let first = todo(&review, "ab", random(1));
    assert_eq!(todo(&review, "cd", random(1)), first);
    assert_ne!(todo(&review, "ab", random(2)), first);
    screening(&review, "ab", &ReadingOrder::Random(1), |ab| {
        assert_eq!(ab.shown().expect("shown").record, first[0]);
        act(ab, Action::Include, 1);
        assert_eq!(ab.shown().expect("shown").record, first[1]);
        assert_eq!(ab.ordered(), Ordered::Random);
    });
    assert_eq!(todo(&review, "ab", OrderRequest::default()), first[1..]);
    // A change is entered once; back to the order of the imports is a change, too.
    for _ in 0..2 {
        screening(&review, "ab", &ReadingOrder::Queue, |ab| {
            act(ab, Action::Exclude(Vec::new()), 1);
        });
    }
    let models: Vec<String> = ranked(&review).into_iter().map(|own| own.1.model).collect();
    assert_eq!(models, ["random", "queue"]);
}

#[test]
fn spec_it_is_told_why_a_record_is_where_it_is() {
    let review = review();
    screening(&review, "ab", &ReadingOrder::learnt(), |ab| {
        assert!(
            matches!(ab.ask_why(), Told::Refused(_)),
            "nothing was learnt"
        );
        act(ab, Action::Include, 1);
        act(ab, Action::Exclude(Vec::new()), 2);
        wait(ab);
        let record = ab.shown().expect("shown").record;
        assert!(matches!(ab.ask_why(), Told::Moved(_)));
        wait(ab);
        let (about, why) = ab.take_why().expect("a reason");
        assert_eq!(about, record);
        let why = why.expect("words");
        let sum: f64 = why.words.iter().map(|(_, by)| by).sum();
        assert!((why.intercept + sum + why.own - why.score).abs() < 1e-9);
        let by = |word: &str| why.words.iter().find(|own| own.0 == word).map(|own| own.1);
        assert!(by("hills").expect("in the third work") < 0.0, "{why:?}");
        assert!(ab.take_why().is_none(), "told once");
    });
    let session = open_to_read(&review.path).expect("opened");
    let explain =
        |record| explain_order_view(&session, record, (STAGE, Some("ab")), 3, &mut |_| ());
    let view = explain(review.record(4)).expect("explained");
    let order = todo(&review, "ab", learned());
    let at = order.iter().position(|own| *own == review.record(4));
    let place = format!("Number {} of 6 in the order", at.expect("it waits") + 1);
    assert!(view.notes[0].starts_with(&place), "{:?}", view.notes);
    let up = view
        .rows
        .iter()
        .any(|row| row[0] == Value::text("lanterns"));
    assert!(up, "{:?}", view.rows);
    let view = explain(review.record(1)).expect("explained");
    assert!(view.notes[0].contains("was decided on"), "{:?}", view.notes);
}

/// Learns nothing: a file of the review is damaged.
struct Damaged;

impl Order for Damaged {
    fn retrain(&mut self, _: &[Label]) -> Result<Option<Vec<RecordId>>, AppError> {
        Err(AppError::Analysis("a file is damaged".to_owned()))
    }

    fn explain(&self, _: RecordId) -> Option<Explanation> {
        None
    }
}

#[test]
fn spec_where_nothing_can_be_learnt_screening_goes_on() {
    let review = review();
    let mut ab = review.screener("ab");
    ab.show_by(ReadingOrder::learnt());
    ab.with_order(Box::new(Damaged), |ab| {
        wait(ab);
        assert_eq!(
            ab.ordered(),
            Ordered::Failed("a file is damaged".to_owned())
        );
        assert!(matches!(act(ab, Action::Include, 1), Told::Entered(_)));
        assert!(matches!(ab.ask_why(), Told::Refused(_)));
    });
    assert_eq!(title(&mut ab).as_deref(), Some(TITLES[1]));
    assert_eq!(
        ranked(&review),
        [],
        "nobody decided in an order that was learnt"
    );
}

#[test]
fn spec_what_cannot_be_ordered_is_told() {
    let review = review();
    let session = open_to_read(&review.path).expect("opened");
    let ask = |request: &OrderRequest| match chosen_order(
        &session,
        (STAGE, "ab"),
        request,
        ReadingOrder::Queue,
    ) {
        Err(AppError::Usage(said)) => said,
        other => panic!("{other:?}"),
    };
    let both = OrderRequest {
        word: Some(OrderWord::Random),
        criteria: true,
        ..OrderRequest::default()
    };
    assert!(ask(&both).contains("--order learned"));
    let (stage, at) = (STAGE, (STAGE, Some("ab")));
    let too_little = explain_order_view(&session, review.record(1), at, 0, &mut |_| ());
    let Err(AppError::Usage(said)) = too_little else {
        panic!("{too_little:?}");
    };
    assert!(said.contains("one excluded"), "{said}");
    // An order of another version of the program is kept, and told.
    let ranked = Ranked {
        stage,
        model: "oracle: 3".to_owned(),
        seed: 1,
        known: Vec::new(),
    };
    review.enter("cd", vec![Event::Ranked(Box::new(ranked))]);
    let session = open_to_read(&review.path).expect("opened");
    let from_log = chosen_order(
        &session,
        (STAGE, "ab"),
        &OrderRequest::default(),
        ReadingOrder::Queue,
    );
    let Err(AppError::Usage(said)) = from_log else {
        panic!("{from_log:?}");
    };
    assert!(
        said.contains("oracle: 3") && said.contains("--order"),
        "{said}"
    );
    let chosen = chosen_order(&session, (STAGE, "ab"), &learned(), ReadingOrder::Queue);
    assert!(chosen.expect("chosen").0.is_learnt());
}

#[test]
fn byhand_a_rule_that_says_stop_is_told_and_stops_nothing() {
    let titles: Vec<String> = (0..60).map(|number| format!("Work {number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let review = Review::of(BLIND, &titles);
    let mut ab = review.screener("ab");
    ab.follow();
    act(&mut ab, Action::Include, 1);
    for second in 2..=50 {
        act(&mut ab, Action::Exclude(Vec::new()), second);
    }
    ab.follow();
    assert_eq!(ab.advice(), [""; 0], "49 in a row");
    act(&mut ab, Action::Exclude(Vec::new()), 51);
    assert!(ab.follow(), "something new is to be shown");
    assert_eq!(ab.advice(), ["run"]);
    // It goes on, and what is taken back counts no longer.
    act(&mut ab, Action::Undo, 52);
    ab.follow();
    assert_eq!(ab.advice(), [""; 0]);
    act(&mut ab, Action::Exclude(Vec::new()), 53);
    act(&mut ab, Action::Include, 54);
    ab.follow();
    assert_eq!(ab.advice(), [""; 0]);
    assert_eq!(ab.progress().left, 8);
}
