//! Tables and forest plots of an analysis: what a study's label may be, and that they agree.

use euthymia_plot::SvgOptions;
use euthymia_report::pooled::{
    Candidate, ForestOptions, Inputs, PoolOptions, Pooled, csv_view, forest, pool, view,
};
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::measure::Measure;
use euthymia_table::{Format, render};

/// Labels that would break out of a page, a drawing, a table or a file if they were let.
const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"quoted\" & 'quoted'",
    "]]> --> */",
    "a|b,c;d",
    "=1+1",
    "Müller 2020 ≤ ½",
];

fn hostile(measure: Measure) -> Pooled {
    let table = Inputs::TwoProportions(TwoByTwo::new(8, 20, 4, 20).expect("a table"));
    let studies = HOSTILE.iter().map(|label| Candidate::new(*label, table));
    pool(studies.collect(), &PoolOptions::of(measure)).expect("pooled")
}

#[test]
fn labels_stay_text_in_a_drawing() {
    let pooled = hostile(Measure::RiskRatio);
    let options = ForestOptions {
        title: HOSTILE[0].to_owned(),
        description: HOSTILE[1].to_owned(),
        caution: Some(HOSTILE[2].to_owned()),
        sides: Some((HOSTILE[0].to_owned(), HOSTILE[1].to_owned())),
    };
    let plot = forest(&[(Some(HOSTILE[0].to_owned()), &pooled)], &options);
    let drawn = plot.to_scene().to_svg(&SvgOptions::default());
    assert!(!drawn.contains("<script"), "{drawn}");
    assert!(!drawn.contains("]]>"), "{drawn}");
    assert!(
        drawn.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{drawn}"
    );
}

#[test]
fn labels_stay_cells_in_a_table() {
    let pooled = hostile(Measure::RiskRatio);
    let csv = render(&csv_view(&pooled), Format::Csv).expect("csv");
    assert!(csv.contains("\"a|b,c;d\""), "{csv}");
    assert!(csv.contains("\"\"\"quoted\"\" & 'quoted'\""), "{csv}");
    let markdown = render(&view(&pooled, "t"), Format::Markdown).expect("markdown");
    assert!(markdown.contains("a\\|b,c;d"), "{markdown}");
    assert!(!markdown.contains("| <script>"), "{markdown}");
}

#[test]
fn the_table_has_a_row_per_study_and_the_sum_of_their_patients() {
    let table = view(&hostile(Measure::RiskRatio), "t");
    assert_eq!(table.rows.len(), HOSTILE.len() + 1);
    let last: Vec<String> = table.rows[HOSTILE.len()]
        .iter()
        .map(|v| v.for_people())
        .collect();
    assert_eq!(&last[1..3], ["48/120", "24/120"]);
    assert!(
        last.iter().any(|cell| cell.starts_with("100.0")),
        "{last:?}"
    );
}

#[test]
fn the_table_for_machines_ends_in_the_pooled_estimate() {
    let pooled = hostile(Measure::RiskRatio);
    let table = csv_view(&pooled);
    let kinds: Vec<String> = table.rows.iter().map(|row| row[0].for_people()).collect();
    assert_eq!(
        kinds.iter().filter(|kind| *kind == "study").count(),
        HOSTILE.len()
    );
    assert_eq!(kinds[HOSTILE.len()], "pooled");
    assert_eq!(kinds[HOSTILE.len() + 1], "prediction");
    assert!(
        table
            .rows
            .iter()
            .all(|row| row.len() == table.columns.len())
    );
}

#[test]
fn a_drawing_of_nothing_is_still_a_drawing() {
    let drawn = forest(&[], &ForestOptions::default())
        .to_scene()
        .to_svg(&SvgOptions::default());
    assert!(drawn.starts_with("<svg") && drawn.trim_end().ends_with("</svg>"));
}

#[test]
fn the_drawing_says_what_the_table_says() {
    let pooled = hostile(Measure::RiskDifference);
    let options = ForestOptions {
        title: "T".into(),
        ..ForestOptions::default()
    };
    let scene = forest(&[(None, &pooled)], &options).to_scene();
    let words = scene.text_alternative().replace('\u{a0}', " ");
    for row in &pooled.rows {
        assert!(words.contains(&row.candidate.label), "{words}");
    }
    // 8/20 − 4/20, six times over.
    assert!(words.contains("20.0 %"), "{words}");
}
