//! Judgements read, put into a grid, drawn; the appraisal of the source review.

use euthymia_app::AppError;
use euthymia_app::appraise::{
    Asked, Drawn, Grid, Judged, judged_views, put_weights, read_answers, read_judged, tool,
};
use euthymia_report::checklist::Checklist;
use euthymia_table::ReadOptions;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn example(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/appraisal");
    folder.join(name)
}

fn judged(study: &str, domain: &str, word: &str, weight: Option<f64>) -> Judged {
    Judged {
        study: study.to_owned(),
        outcome: None,
        tool: None,
        domain: domain.to_owned(),
        judgement: Drawn::of(word).expect("a word"),
        weight,
    }
}

/// A file in the test's own folder.
fn written(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    (folder, path)
}

/// What the notes on the source review say of it: critical items 2, 7, 9, 11, 13 and 15 fail, so that
/// confidence is critically low; nothing else was known of a critical item.
#[test]
fn byhand_source_review_in_amstar2() {
    let tool = tool("amstar2").expect("the tool");
    let path = example("ali2024_amstar2.csv");
    let answers = read_answers(tool, &path, &ReadOptions::default()).expect("answers");
    let seen = tool.assess(&answers.given);
    assert!(seen.notices.is_empty(), "{:?}", seen.notices);
    let failing = seen
        .domains
        .iter()
        .filter(|d| d.counts() == Some("critical_weakness"));
    let failing: Vec<&str> = failing.map(|d| d.id.as_str()).collect();
    assert_eq!(failing, ["2", "7", "9", "11", "13", "15"]);
    let overall = seen.overall.as_ref().expect("an overall judgement");
    assert_eq!(overall.counts(), Some("critically_low_confidence"));
    // Every item has its reason, whether it is answered or not.
    for question in tool.questions() {
        let reason = answers.because.get(&question.id).expect("a reason");
        let open = !answers.given.answers.contains_key(&question.id);
        assert_eq!(reason.starts_with("Cannot say"), open, "{}", question.id);
    }
    let [asked, judgements] = judged_views(tool, &answers);
    assert_eq!(asked.rows.len(), 18);
    assert_eq!(judgements.rows.len(), 17);
}

/// The report's list of what a case series must say and the appraisal ask the same questions.
#[test]
fn laws_one_wording_of_jbi_case_series() {
    let tool = tool("jbi_case_series").expect("the tool");
    let asks: Vec<(&str, &str)> = tool
        .questions()
        .map(|q| (q.id.as_str(), q.text.as_str()))
        .collect();
    let items = &Checklist::jbi().items;
    let says: Vec<(&str, &str)> = items
        .iter()
        .map(|i| (i.number.as_str(), i.asks.as_str()))
        .collect();
    assert_eq!(asks, says);
}

/// Weights 1 and 3: a quarter and three quarters by weight, a half each by study.
#[test]
fn byhand_shares_by_weight_and_by_study() {
    let rows = [
        judged("Fern", "allocation", "low", Some(1.0)),
        judged("Ling", "allocation", "high", Some(3.0)),
    ];
    let grid = Grid::of(&rows, &Asked::default()).expect("a grid");
    let shares = |weighted| {
        grid.summary(weighted)
            .expect("a summary")
            .to_scene()
            .text_alternative()
    };
    assert!(shares(true).contains("Allocation: 2 judged; Low 25 %; High 75 %"));
    assert!(shares(true).contains("Share of the weight in the analysis"));
    assert!(shares(false).contains("Allocation: 2 judged; Low 50 %; High 50 %"));
    assert!(shares(false).contains("Share of studies"));
}

/// A study without a weight is left out of the weighted bars and counted below them.
#[test]
fn byhand_a_missing_weight_is_said() {
    let rows = [
        judged("Fern", "overall", "low", Some(2.0)),
        judged("Ling", "overall", "high", None),
    ];
    let grid = Grid::of(&rows, &Asked::default()).expect("a grid");
    let words = grid
        .summary(true)
        .expect("a summary")
        .to_scene()
        .text_alternative();
    assert!(
        words.contains("Overall: 1 judged; Low 100 %; High 0 %"),
        "{words}"
    );
    assert!(words.contains("not counted: 1 of 2"), "{words}");
    let none = [judged("Fern", "overall", "low", None)];
    let grid = Grid::of(&none, &Asked::default()).expect("a grid");
    assert!(matches!(grid.summary(true), Err(AppError::Usage(_))));
}

/// The example: RoB 2 is known by its name, so that domains have theirs, overall last and apart.
#[test]
fn byhand_example_of_judgements() {
    let rows = read_judged(&example("judgements.csv"), &ReadOptions::default()).expect("rows");
    assert_eq!(rows.len(), 7 * 6);
    let grid = Grid::of(&rows, &Asked::default()).expect("a grid");
    assert_eq!(grid.tool.as_deref(), Some("RoB 2"));
    let codes: Vec<&str> = grid.domains.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["D1", "D2", "D3", "D4", "D5", "overall"]);
    assert_eq!(grid.domains[0].name, "Randomisation");
    let apart: Vec<bool> = grid.domains.iter().map(|d| d.apart).collect();
    assert_eq!(apart, [false, false, false, false, false, true]);
    // By hand: of 100 points of weight, overall is low in 21.4, some concerns in 27.5 + 14.1 + 10.6,
    // high in 8.2 + 11.9 + 6.3.
    let words = grid
        .summary(true)
        .expect("a summary")
        .to_scene()
        .text_alternative();
    assert!(
        words.contains("Overall: 7 judged; Low 21 %; Some concerns 52 %; High 26 %"),
        "{words}"
    );
}

/// The evidence base's own file has the columns, and no judgement yet.
#[test]
fn the_evidence_base_can_be_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evidence/appraisals.csv");
    let rows = read_judged(&path, &ReadOptions::default());
    let base = euthymia_app::evidence::load(None).expect("the evidence base");
    match rows {
        Ok(rows) => assert_eq!(rows.len(), base.appraisals.len()),
        Err(error) => assert!(base.appraisals.is_empty(), "{error}"),
    }
}

/// An outcome's own judgement goes before that of the whole study.
#[test]
fn byhand_judgements_of_an_outcome() {
    let mut rows = vec![
        judged("Fern", "D1", "low", None),
        judged("Fern", "D2", "low", None),
        judged("Fern", "D2", "high", None),
        judged("Ling", "D2", "some concerns", None),
    ];
    rows[2].outcome = Some("remission".into());
    rows[3].outcome = Some("response".into());
    let asked = Asked {
        outcome: Some("remission".into()),
        ..Asked::default()
    };
    let grid = Grid::of(&rows, &asked).expect("a grid");
    assert_eq!(grid.rows.len(), 1);
    let cells: Vec<&str> = grid.rows[0]
        .cells
        .iter()
        .flatten()
        .map(|c| c.id())
        .collect();
    assert_eq!(cells, ["low", "high"]);
}

#[test]
fn several_tools_and_two_minds_are_refused() {
    let mut rows = vec![
        judged("Fern", "1", "low", None),
        judged("Fern", "1", "high", None),
    ];
    let refused = |rows: &[Judged]| match Grid::of(rows, &Asked::default()) {
        Err(error) => error.to_string(),
        Ok(grid) => panic!("{grid:?}"),
    };
    assert!(refused(&rows).contains("two ways"));
    rows[0].tool = Some("RoB 2".into());
    rows[1].tool = Some("quadas2".into());
    assert!(refused(&rows).contains("--tool"));
    rows[1].tool = Some("rob2".into());
    assert!(refused(&rows).contains("two ways"));
    assert!(refused(&[]).contains("nothing to draw"));
}

#[test]
fn a_bad_file_says_where_and_what() {
    let (_folder, path) = written(
        "a.csv",
        "study,domain,judgement,weight\nFern,1,lwo,-3\n,1,low,1\n",
    );
    let error = read_judged(&path, &ReadOptions::default())
        .expect_err("refused")
        .to_string();
    for part in [
        "row 2",
        "judgement",
        "Did you mean \"low\"?",
        "weight",
        "row 3",
        "study",
    ] {
        assert!(error.contains(part), "no {part} in {error}");
    }
    let tool = tool("amstar2").expect("the tool");
    let (_folder, path) = written("b.csv", "question,answer\n1,PY\n1,Y\n17,N\n");
    let error = read_answers(tool, &path, &ReadOptions::default())
        .expect_err("refused")
        .to_string();
    for part in ["no answer to the question", "already", "no such question"] {
        assert!(error.contains(part), "no {part} in {error}");
    }
    let (_folder, path) = written("c.csv", "study,weight\nFern,1\nFern,2\n");
    let error = put_weights(&mut [], &path, &ReadOptions::default()).expect_err("refused");
    assert!(error.to_string().contains("another weight"));
}

#[test]
fn an_unknown_tool_is_told_its_neighbour() {
    let error = tool("amstar").expect_err("refused").to_string();
    assert!(error.contains("amstar2"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_is_a_grid_or_an_error(
        rows in prop::collection::vec(
            ("\\PC{0,8}", prop::option::of("\\PC{0,4}"), prop::option::of("rob2|quadas2|\\PC{0,4}"),
             "[1-5]|overall|A1|\\PC{0,6}", 0..35usize, prop::option::of(0.0..1e300f64)),
            0..20,
        ),
    ) {
        let words: Vec<&str> = Drawn::known().collect();
        let row = |(study, outcome, tool, domain, word, weight): (String, Option<String>, Option<String>, String, usize, Option<f64>)| Judged {
            study,
            outcome,
            tool,
            domain,
            judgement: Drawn::of(words[word]).expect("a word"),
            weight,
        };
        let rows: Vec<Judged> = rows.into_iter().map(row).collect();
        if let Ok(grid) = Grid::of(&rows, &Asked::default()) {
            let _ = grid.traffic_light().pages(3);
            let _ = grid.summary(false).expect("a summary").to_scene();
            let view = grid.view();
            for row in &view.rows {
                prop_assert_eq!(row.len(), view.columns.len());
            }
        }
    }
}
