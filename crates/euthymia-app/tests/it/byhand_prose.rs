//! Abstracts as people read them, and words marked in them.

use euthymia_app::review::screener::{Marks, Words, paragraphs};
use proptest::prelude::*;

fn parts(text: &str) -> Vec<(Option<String>, String)> {
    let parts = paragraphs(text).into_iter();
    parts.map(|own| (own.heading, own.text)).collect()
}

fn expected(parts: &[(&str, &str)]) -> Vec<(Option<String>, String)> {
    let parts = parts.iter().map(|(heading, text)| {
        let heading = (!heading.is_empty()).then(|| (*heading).to_owned());
        (heading, (*text).to_owned())
    });
    parts.collect()
}

#[test]
fn byhand_headings_begin_paragraphs() {
    let text = "BACKGROUND: Mood. METHODS AND MATERIALS: We asked. Results: It rose. \
                Main outcome measures: two. CONCLUSIONS: Well";
    assert_eq!(
        parts(text),
        expected(&[
            ("BACKGROUND", "Mood."),
            ("METHODS AND MATERIALS", "We asked."),
            ("Results", "It rose."),
            ("Main outcome measures", "two."),
            ("CONCLUSIONS", "Well"),
        ])
    );
}

#[test]
fn byhand_what_only_looks_like_a_heading_stays() {
    for text in [
        "The following results: none.",
        "We asked: why?",
        "MADRS: 31 points at the beginning.",
        "Of these (data: see below) none.",
    ] {
        assert_eq!(parts(text), expected(&[("", text)]));
    }
}

#[test]
fn byhand_lines_are_run_together_and_blocks_kept() {
    let text =
        "<h4>Aims</h4><p>To see\nhow mood\nchanged.</p>\r\n\r\nA second\n  paragraph.\nA third.";
    assert_eq!(
        parts(text),
        expected(&[
            ("", "Aims"),
            ("", "To see how mood changed."),
            ("", "A second paragraph."),
            ("", "A third."),
        ])
    );
    assert_eq!(
        parts("METHODS:\nWe asked.\nRESULTS:\n\nNone."),
        expected(&[("METHODS", "We asked."), ("RESULTS", ""), ("", "None.")])
    );
}

#[test]
fn byhand_tags_entities_and_controls_are_no_text() {
    let text = "H<sub>2</sub>O &lt; 5 &amp; p<0.05 and x>3; caf&eacute; &#8211; &#x3b1; &beta;; \
                R&D &nothing; \u{1b}[31mred\u{7}";
    assert_eq!(
        parts(text),
        expected(&[(
            "",
            "H2O < 5 & p<0.05 and x>3; café – α β; R&D &nothing; [31mred"
        )])
    );
}

fn words(speak_for: &[&str], speak_against: &[&str]) -> Words {
    let owned = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    Words::new(&owned(speak_for), &owned(speak_against))
}

fn marked<'t>(words: &Words, text: &'t str) -> Vec<(&'t str, bool, bool)> {
    let marked = words.marked(text).into_iter();
    marked
        .map(|own| (&text[own.range], own.why.is_for, own.why.is_against))
        .collect()
}

#[test]
fn byhand_words_are_found_at_their_beginning() {
    let words = words(&["ketamin*", "théta burst", " "], &["rat"]);
    assert_eq!(
        marked(
            &words,
            "Esketamine, KETAMINE; Theta-Bursts in rats, separate"
        ),
        [
            ("KETAMINE", true, false),
            ("Theta-Bursts", true, false),
            ("rats", false, true)
        ]
    );
    assert_eq!(
        marked(&words, "thêta bu\u{308}rst"),
        [("thêta bu\u{308}rst", true, false)]
    );
    assert_eq!(marked(&words, "theta waves burst"), []);
}

#[test]
fn byhand_overlapping_words_show_both_reasons() {
    let words = words(&["treatment resistant"], &["resistant depression"]);
    assert_eq!(
        marked(&words, "treatment-resistant depression"),
        [
            ("treatment-", true, false),
            ("resistant", true, true),
            (" depression", false, true)
        ]
    );
}

proptest! {
    #[test]
    fn any_input_marks_lie_in_the_text_on_characters(
        text in "(?s)(ket|rat|é|e\u{301}|ß| |-|<b>|&amp;|.){0,60}",
        speak_for in prop::collection::vec(".{0,6}|ket|k", 0..4),
        speak_against in prop::collection::vec("ra|rat ket|.{0,4}", 0..4),
    ) {
        let words = Words::new(&speak_for, &speak_against);
        let mut at = 0;
        for marked in words.marked(&text) {
            prop_assert!(marked.range.start >= at && marked.range.start < marked.range.end);
            prop_assert!(text.get(marked.range.clone()).is_some());
            prop_assert!(marked.why != Marks::default());
            at = marked.range.end;
        }
        prop_assert!(at <= text.len());
    }

    #[test]
    fn any_input_paragraphs_are_safe_to_show(text in "(?s)(RESULTS:|Aims: |\\.|\n|<p>|</b>|&#27;|&lt;|.){0,60}") {
        for paragraph in paragraphs(&text) {
            let all = format!("{}{}", paragraph.heading.unwrap_or_default(), paragraph.text);
            prop_assert!(!all.contains(char::is_control));
            prop_assert_eq!(paragraph.text.trim(), &paragraph.text);
        }
    }

    #[test]
    fn laws_no_letter_is_lost(text in "[a-zA-Z0-9 .:\n]{0,80}") {
        let joined: String = paragraphs(&text)
            .into_iter()
            .map(|own| own.heading.unwrap_or_default() + &own.text)
            .collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&joined), letters(&text));
    }
}
