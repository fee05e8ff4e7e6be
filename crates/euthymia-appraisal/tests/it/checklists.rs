//! QUADAS-2, the Newcastle–Ottawa scale and the JBI checklists.

use euthymia_appraisal::{Given, Led, bundled, bundled_ids};

/// Patients: all yes is low; a no is high whatever else; otherwise what is not known is unclear.
#[test]
fn byhand_quadas2_patients() {
    let tool = bundled("quadas2").unwrap();
    let judged = |words: [&str; 3]| {
        let mut given = Given::default();
        for (question, word) in ["1.1", "1.2", "1.3"].into_iter().zip(words) {
            given.answers.insert(question.into(), word.into());
        }
        let seen = tool.assess(&given);
        seen.domain("1").unwrap().counts().unwrap().to_owned()
    };
    assert_eq!(judged(["Y", "Y", "Y"]), "low");
    assert_eq!(judged(["Y", "U", "Y"]), "unclear");
    assert_eq!(judged(["U", "U", "U"]), "unclear");
    assert_eq!(judged(["U", "N", "Y"]), "high");
}

/// At risk as soon as one of the four domains is not low; concerns about applicability are apart.
#[test]
fn laws_quadas2_overall() {
    let tool = bundled("quadas2").unwrap();
    let words = ["low", "unclear", "high"];
    for code in 0..81 {
        let mut given = Given::default();
        let mut all_low = true;
        for (place, domain) in ["1", "2", "3", "4"].into_iter().enumerate() {
            let at = code / 3usize.pow(place as u32) % 3;
            all_low &= at == 0;
            given.judgements.insert(domain.into(), words[at].into());
        }
        for domain in ["A1", "A2", "A3"] {
            given.judgements.insert(domain.into(), "high".into());
        }
        let overall = tool.assess(&given).overall.unwrap();
        let expected = if all_low { "low" } else { "at_risk" };
        assert_eq!(overall.counts(), Some(expected));
    }
}

/// The most stars are 4, 2 and 3, as the scale says.
#[test]
fn byhand_stars_at_most() {
    for id in ["nos_cohort", "nos_case_control"] {
        let tool = bundled(id).unwrap();
        let most = tool.domains.iter().map(|domain| {
            let best = |answers: &Vec<String>| {
                let points = answers
                    .iter()
                    .filter_map(|a| tool.answer(a))
                    .map(|a| a.points);
                points.max().unwrap()
            };
            domain.questions.iter().map(|q| best(&q.answers)).sum()
        });
        assert_eq!(most.collect::<Vec<usize>>(), [4, 2, 3]);
        assert_eq!(tool.overall, None);
    }
}

/// All 384 sets of stars against the printed thresholds.
#[test]
fn laws_ahrq_thresholds() {
    for (id, third) in [("nos_cohort_ahrq", "O"), ("nos_case_control_ahrq", "E")] {
        let tool = bundled(id).unwrap();
        for code in 0..384usize {
            let mut given = Given::default();
            let bit = |at: usize| code >> at & 1;
            for at in 0..4 {
                given
                    .answers
                    .insert(format!("S{}", at + 1), bit(at).to_string());
            }
            for at in 0..3 {
                given
                    .answers
                    .insert(format!("{third}{}", at + 1), bit(at + 4).to_string());
            }
            let comparability = code >> 7;
            given.answers.insert("C1".into(), comparability.to_string());
            let selection: usize = (0..4).map(bit).sum();
            let outcome: usize = (4..7).map(bit).sum();
            let expected = match (selection, comparability, outcome) {
                (3 | 4, 1 | 2, 2 | 3) => "good",
                (2, 1 | 2, 2 | 3) => "fair",
                _ => "poor",
            };
            let overall = tool.assess(&given).overall.unwrap();
            assert_eq!(overall.counts(), Some(expected), "{id} {given:?}");
        }
    }
}

/// The numbers of questions that the checklists have.
#[test]
fn byhand_questions_of_jbi() {
    const NUMBERS: [(&str, usize); 8] = [
        ("jbi_case_series", 10),
        ("jbi_case_report", 8),
        ("jbi_cohort", 11),
        ("jbi_case_control", 10),
        ("jbi_cross_sectional", 8),
        ("jbi_rct", 13),
        ("jbi_quasi_experimental", 9),
        ("jbi_diagnostic", 10),
    ];
    let bundled_here = bundled_ids().filter(|id| id.starts_with("jbi_")).count();
    assert_eq!(bundled_here, NUMBERS.len());
    for (id, n) in NUMBERS {
        let tool = bundled(id).unwrap();
        let expected: Vec<String> = (1..=n).map(|i| i.to_string()).collect();
        let found: Vec<&str> = tool.questions().map(|q| q.id.as_str()).collect();
        assert_eq!(found, expected, "{id}");
        let given = Given::default();
        assert_eq!(tool.assess(&given).overall.unwrap().led, Led::ToAPerson);
    }
}
