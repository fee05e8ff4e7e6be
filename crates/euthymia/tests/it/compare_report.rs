//! `euthymia compare --report`: a document of the whole comparison.

use crate::page::Page;
use crate::run::Folder;

const ARMS: &str = "study,treatment,events,n\n1,new,12,40\n1,old,6,40\n2,new,9,30\n2,placebo,4,30\n\
                    3,old,20,50\n3,placebo,10,50\n4,old,11,40\n4,placebo,9,40\n";

#[test]
fn the_page_has_numbered_tables_and_figures_and_runs_again() {
    let folder = Folder::with("arms.csv", ARMS);
    folder
        .run(&[
            "compare",
            "arms.csv",
            "--measure",
            "OR",
            "--report",
            "all.html",
        ])
        .fine();
    let text = folder.text("all.html");
    let page = Page::read(&text);
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
    for wanted in ["Table 1. ", "Table 5. ", "Figure 1. ", "Figure 5. "] {
        assert!(text.contains(wanted), "{wanted}");
    }
    let (_, saved) = page
        .named("pre")
        .find(|(_, element)| element.text.contains("euthymia.compare.v1"))
        .expect("the saved analysis");
    folder.write("again.toml", &saved.text);
    // The note on standard error says that nothing differs.
    let again = folder.run(&["compare", "again.toml"]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    assert_eq!(again.err, "The numbers are those that were saved.\n");
}

#[test]
fn a_word_processor_gets_the_same_document() {
    let folder = Folder::with("arms.csv", ARMS);
    folder
        .run(&[
            "compare",
            "arms.csv",
            "--measure",
            "RR",
            "--report",
            "all.docx",
        ])
        .fine();
    assert!(folder.bytes("all.docx").starts_with(b"PK"));
}

#[test]
fn another_ending_is_refused_before_anything_is_written() {
    let folder = Folder::with("arms.csv", ARMS);
    folder
        .run(&[
            "compare",
            "arms.csv",
            "--measure",
            "OR",
            "--save",
            "a.toml",
            "--report",
            "all.odt",
        ])
        .refused(2, &["all.odt", ".html or .docx"]);
    assert_eq!(folder.files(), ["arms.csv"]);
}

#[test]
fn a_network_in_parts_is_a_document_too() {
    let parts = "study,treatment1,treatment2,estimate,se\n1,A,B,1,1\n2,C,D,1,1\n3,C,D,2,1\n";
    let folder = Folder::with("parts.csv", parts);
    folder
        .run(&[
            "compare",
            "parts.csv",
            "--measure",
            "MD",
            "--side-by-side",
            "--report",
            "p.html",
        ])
        .fine();
    let page = Page::read(&folder.text("p.html"));
    assert!(page.errors.is_empty(), "{:#?}", page.errors);
    let text: String = page
        .named("main")
        .map(|(_, main)| main.text.as_str())
        .collect();
    assert!(text.contains("They fall into 2 parts that no trial joins"));
}

#[test]
fn the_evidence_base_is_asked_in_words() {
    let folder = Folder::new();
    folder
        .run(&[
            "compare",
            "--outcome",
            "remission",
            "--time",
            "1..84,unstated",
            "--report",
            "r.html",
        ])
        .fine();
    let text = folder.text("r.html");
    assert!(text.contains("days 1 to 84, and courses whose last day is not stated"));
}
