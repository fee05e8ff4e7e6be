//! Pairs of citations that a person can decide, made up after those that databases hold.

use euthymia_review::dedupe::{
    By, Candidate, Conflict, Field, Level, Link, Settings, Thresholds, Verdict, dedupe, explain,
    judge,
};
use euthymia_review::{
    Contributor, Date, Identifier, ImportId, Kind, Person, Record, RecordId, Role, Scheme,
};

fn id(number: u32) -> RecordId {
    RecordId {
        import: ImportId(7),
        number,
    }
}

fn people(names: &[&str]) -> Vec<Contributor> {
    names
        .iter()
        .map(|name| Contributor::new(Role::Author, Person::from_inverted(name)))
        .collect()
}

/// An article as its publisher would cite it.
fn article() -> Record {
    Record {
        kind: Kind::JournalArticle,
        title: Some(
            "Ketamine after two failed treatments: a randomised trial in older adults".into(),
        ),
        contributors: people(&[
            "van der Berg, Anna Maria",
            "Öztürk, Levent",
            "O'Neill, Sean",
        ]),
        date: Some(Date::parse("2019")),
        container: Some("Journal of Invented Psychiatry".into()),
        volume: Some("12".into()),
        issue: Some("3".into()),
        pages: Some("1201-1209".into()),
        identifiers: vec![Identifier {
            scheme: Scheme::Doi,
            value: "10.9999/jip.1201".into(),
        }],
        ..Record::default()
    }
}

fn verdict(a: &Record, b: &Record) -> (Verdict, Option<Conflict>) {
    let (a, b) = (Candidate::of(id(1), a), Candidate::of(id(2), b));
    let found = judge(&a, &b, Thresholds::default());
    (found.verdict, found.conflict)
}

fn changed(change: impl FnOnce(&mut Record)) -> Record {
    let mut record = article();
    change(&mut record);
    record
}

/// The same without its DOI.
fn bare(change: impl FnOnce(&mut Record)) -> Record {
    changed(|record| {
        record.identifiers.clear();
        change(record);
    })
}

#[test]
fn other_spellings_are_one_record() {
    type Change = fn(&mut Record);
    let changes: [(&str, Change); 14] = [
        ("pages", |r| r.pages = Some("1201-9".into())),
        ("first page", |r| r.pages = Some("p. 1201".into())),
        ("case", |r| {
            r.title = r.title.as_deref().map(str::to_uppercase)
        }),
        ("subtitle", |r| {
            r.title = Some("Ketamine after two failed treatments".into())
        }),
        ("typing error", |r| {
            r.title = Some(
                "Ketamin after two failed treatments: a randomized trial in older adults.".into(),
            )
        }),
        ("language", |r| {
            r.title = Some(
                "Ketamine after two failed treatments: a randomised trial in older adults [Dutch]"
                    .into(),
            )
        }),
        ("markup", |r| {
            r.title = Some(
                "<i>Ketamine</i> after two failed treatments: a randomised trial in older adults"
                    .into(),
            )
        }),
        ("initials", |r| {
            r.contributors = people(&["Berg, A. M.", "Ozturk, L.", "ONeill, S."])
        }),
        ("order", |r| {
            r.contributors = people(&["O'Neill, S", "van der Berg, AM", "Öztürk, L"])
        }),
        ("swapped names", |r| {
            r.contributors = people(&[
                "Anna Maria, van der Berg",
                "Levent, Öztürk",
                "Sean, O'Neill",
            ])
        }),
        ("fewer authors", |r| r.contributors.truncate(1)),
        ("abbreviation", |r| {
            r.container = Some("J Invent Psychiatr".into())
        }),
        ("early version", |r| {
            r.date = Some(Date::parse("2018"));
            r.volume = None;
            r.issue = None;
            r.pages = Some("1-9".into());
        }),
        ("no place", |r| {
            r.volume = None;
            r.issue = None;
            r.pages = None;
        }),
    ];
    for (name, change) in changes {
        assert_eq!(
            verdict(&article(), &bare(change)),
            (Verdict::Same, None),
            "{name}"
        );
    }
}

#[test]
fn works_about_works_are_linked_and_never_merged() {
    let title = article().title.unwrap();
    let cases = [
        (format!("Erratum to: {title}"), Link::Notice),
        (format!("Correction: {title}"), Link::Notice),
        (format!("Retraction: {title}"), Link::Notice),
        (format!("Re: {title}"), Link::Notice),
        (format!("Comment on \"{title}\""), Link::Notice),
        (format!("{title} - Authors' reply"), Link::Notice),
    ];
    for (title, link) in cases {
        let other = bare(|record| {
            record.title = Some(title.clone());
            record.pages = Some("1300".into());
        });
        assert_eq!(
            verdict(&article(), &other).0,
            Verdict::Linked(link),
            "{title}"
        );
    }
    let protocol = bare(|record| {
        record.title = Some(format!("{title}: study protocol"));
        record.date = Some(Date::parse("2016"));
        record.volume = Some("9".into());
        record.pages = Some("55-60".into());
    });
    assert_eq!(
        verdict(&article(), &protocol).0,
        Verdict::Linked(Link::Protocol)
    );
}

#[test]
fn the_article_with_a_remark_on_its_erratum_is_the_article() {
    let title = "Ketamine after two failed treatments: a randomised trial in older adults.[Erratum appears in J Invent Psychiatr. 2020;13:4]";
    let other = bare(|record| record.title = Some(title.into()));
    assert_eq!(verdict(&article(), &other).0, Verdict::Same);
}

#[test]
fn a_letter_whose_re_one_database_left_out_is_one_record() {
    let title = article().title.unwrap();
    let letter = bare(|record| record.title = Some(format!("Re: {title}")));
    assert_eq!(verdict(&bare(|_| {}), &letter).0, Verdict::Same);
}

#[test]
fn a_correction_in_the_words_of_web_of_science_is_linked() {
    let title = article().title.unwrap();
    let correction = bare(|record| {
        record.title = Some(format!("{title} (vol 12, pg 1201, 2019)"));
        record.volume = Some("13".into());
        record.pages = Some("88".into());
    });
    assert_eq!(
        verdict(&article(), &correction).0,
        Verdict::Linked(Link::Notice)
    );
}

#[test]
fn parts_and_yearly_editions_are_linked() {
    let part = |number: &str, pages: &str| {
        bare(|record| {
            record.title = Some(format!(
                "Stimulation of the vagus nerve in mood disorders. Part {number}"
            ));
            record.pages = Some(pages.into());
        })
    };
    assert_eq!(
        verdict(&part("I", "10-19"), &part("II", "20-29")).0,
        Verdict::Linked(Link::Part)
    );
    assert_eq!(
        verdict(&part("1", "10-19"), &part("I", "10-19")).0,
        Verdict::Same
    );
    let edition = |year: &str| {
        bare(|record| {
            record.title = Some(format!("Guidelines for the treatment of depression {year}"));
            record.date = Some(Date::parse(year));
            record.volume = None;
            record.issue = None;
            record.pages = None;
        })
    };
    assert_eq!(
        verdict(&edition("2012"), &edition("2018")).0,
        Verdict::Linked(Link::Part)
    );
}

#[test]
fn reports_of_one_study_are_linked() {
    let preprint = bare(|record| {
        record.container = Some("medRxiv".into());
        record.volume = None;
        record.issue = None;
        record.pages = None;
    });
    assert_eq!(
        verdict(&article(), &preprint).0,
        Verdict::Linked(Link::Preprint)
    );
    let contribution = bare(|record| {
        record.kind = Kind::ConferencePaper;
        record.container = Some("European Neuropharmacology".into());
        record.volume = Some("27".into());
        record.issue = None;
        record.pages = Some("S811".into());
    });
    assert_eq!(
        verdict(&article(), &contribution).0,
        Verdict::Linked(Link::Conference)
    );
    let number = Identifier {
        scheme: Scheme::Trial,
        value: "NCT00000000".into(),
    };
    let entry = Record {
        kind: Kind::TrialRegistration,
        title: Some("Ketamine in Later Life".into()),
        identifiers: vec![number.clone()],
        ..Record::default()
    };
    let result = changed(|record| record.identifiers.push(number.clone()));
    assert_eq!(
        verdict(&result, &entry).0,
        Verdict::Linked(Link::Registration)
    );
    let second = Record {
        title: Some("Sleep under ketamine: secondary outcomes".into()),
        identifiers: vec![number],
        ..Record::default()
    };
    assert_eq!(verdict(&result, &second).0, Verdict::Linked(Link::Trial));
}

#[test]
fn versions_of_a_review_are_linked() {
    let version = |number: u8, year: &str| {
        changed(|record| {
            record.date = Some(Date::parse(year));
            record.identifiers = vec![Identifier {
                scheme: Scheme::Doi,
                value: format!("10.9999/cd000000.pub{number}"),
            }];
        })
    };
    assert_eq!(
        verdict(&version(2, "2012"), &version(3, "2016")).0,
        Verdict::Linked(Link::Version)
    );
}

#[test]
fn rules_stand_above_the_probability() {
    let with = |scheme: Scheme, value: &str| {
        changed(|record| {
            record.identifiers = vec![Identifier {
                scheme,
                value: value.into(),
            }]
        })
    };
    let pmids = verdict(
        &with(Scheme::Pmid, "11111111"),
        &with(Scheme::Pmid, "22222222"),
    );
    assert_ne!(pmids.0, Verdict::Same);
    assert_eq!(pmids.1, Some(Conflict::Number));
    let editorial = |pages: &str, issue: &str| {
        bare(|record| {
            record.title = Some("Editorial".into());
            record.pages = Some(pages.into());
            record.issue = Some(issue.into());
        })
    };
    assert_ne!(
        verdict(&editorial("1-2", "1"), &editorial("1-2", "4")).0,
        Verdict::Same
    );
    let wrong_doi = changed(|record| {
        record.title = Some("Sleep and circadian rhythm among shift workers".into());
        record.contributors = people(&["Smith, J"]);
        record.pages = Some("4-9".into());
    });
    let found = verdict(&article(), &wrong_doi);
    assert_ne!(found.0, Verdict::Same);
    assert_eq!(found.1, Some(Conflict::WrongDoi));
}

#[test]
fn words_that_change_the_meaning_are_no_typing_errors() {
    let of = |word: &str| {
        bare(|record| {
            record.title = Some(format!(
                "Treatment of {word} with oral agents in primary care"
            ));
            record.pages = None;
        })
    };
    assert_ne!(
        verdict(&of("hypertension"), &of("hypotension")).0,
        Verdict::Same
    );
}

#[test]
fn a_bridge_between_contradicting_records_is_cut() {
    let numbered = |number: &str| {
        changed(|record| {
            record.identifiers = vec![Identifier {
                scheme: Scheme::Pmid,
                value: number.into(),
            }]
        })
    };
    let candidates = [
        Candidate::of(id(1), &numbered("11111111")),
        Candidate::of(id(2), &numbered("22222222")),
        Candidate::of(id(3), &bare(|_| {})),
    ];
    let found = dedupe(&candidates, &Settings::default());
    assert_eq!(found.groups.len(), 1);
    assert_eq!(found.groups[0].len(), 2);
    let cut: Vec<_> = found
        .queue()
        .iter()
        .filter(|decision| decision.by == By::Cut)
        .map(|d| (d.a, d.b))
        .collect();
    assert_eq!(cut.len(), 1);
}

#[test]
fn an_explanation_adds_up_to_the_probability() {
    let (a, b) = (
        Candidate::of(id(1), &article()),
        Candidate::of(id(2), &bare(|r| r.volume = None)),
    );
    let found = explain(&a, &b, Thresholds::default());
    let score: f64 = found.reasons.iter().map(|reason| reason.weight).sum();
    let expected = 1.0 / (1.0 + (-(euthymia_review::dedupe::weights::PRIOR + score)).exp());
    assert_eq!(found.judgement.probability, expected);
    let volume = found
        .reasons
        .iter()
        .find(|reason| reason.field == Field::Volume)
        .unwrap();
    assert_eq!(
        (volume.a.as_deref(), volume.b.as_deref(), volume.level),
        (Some("12"), None, Level::Missing)
    );
}

/// The article as an abstract of a meeting, in a supplement.
fn of_meeting(title: &str, page: &str) -> Record {
    bare(|record| {
        record.title = Some(title.into());
        record.issue = Some("SUPPL. 1".into());
        record.pages = Some(page.into());
    })
}

#[test]
fn neighbours_in_a_supplement_stay_two_even_on_one_page() {
    let one = of_meeting(
        "Ketamine after two failed treatments in older adults",
        "S12",
    );
    for (title, page) in [
        (
            "Esketamine after two failed treatments in older adults",
            "S12",
        ),
        (
            "Esketamine after two failed treatments in older adults",
            "S13",
        ),
        (
            "Ketamine after two failed treatments in older adults with pain",
            "S12",
        ),
        ("Lithium after two failed treatments in older adults", "S12"),
    ] {
        let other = of_meeting(title, page);
        assert_ne!(verdict(&one, &other).0, Verdict::Same, "{title} {page}");
    }
    let again = of_meeting(
        "KETAMINE AFTER TWO FAILED TREATMENTS IN OLDER ADULTS",
        "S12",
    );
    assert_eq!(verdict(&one, &again).0, Verdict::Same);
}

#[test]
fn an_abstract_in_a_supplement_is_not_the_paper_of_the_year_after() {
    let paper = bare(|record| {
        record.volume = None;
        record.issue = None;
        record.pages = None;
    });
    let mut early = of_meeting(paper.title.as_deref().unwrap(), "S12");
    early.date = Some(Date::parse("2018"));
    let found = verdict(&paper, &early);
    assert_ne!(found.0, Verdict::Same);
    assert_eq!(found.1, Some(Conflict::Supplement));
}

#[test]
fn a_longer_title_without_pages_is_put_to_a_person() {
    let without_pages = |title: &str| {
        bare(|record| {
            record.title = Some(title.into());
            record.pages = None;
        })
    };
    let one = without_pages("Ketamine after two failed treatments");
    let longer = without_pages("Ketamine after two failed treatments in pregnant women");
    assert_eq!(
        verdict(&one, &longer),
        (Verdict::Unsure, Some(Conflict::Title))
    );
    let design =
        without_pages("Ketamine after two failed treatments: a randomized controlled trial");
    assert_eq!(verdict(&one, &design).0, Verdict::Same);
}

#[test]
fn what_stands_for_nobody_is_no_author() {
    for nobody in ["[No authors listed]", "Anonymous", "No author"] {
        let other = bare(|record| record.contributors = people(&[nobody]));
        assert_eq!(verdict(&bare(|_| {}), &other).0, Verdict::Same, "{nobody}");
        assert_eq!(
            Candidate::of(id(1), &other).title(),
            Candidate::of(id(2), &article()).title()
        );
    }
}

#[test]
fn introductions_of_two_years_stay_two() {
    let introduction = |year: &str| {
        bare(|record| {
            record.title = Some("Introduction to the minitrack on rapid treatments".into());
            record.date = Some(Date::parse(year));
            record.volume = None;
            record.issue = None;
            record.pages = None;
        })
    };
    let found = verdict(&introduction("2018"), &introduction("2019"));
    assert_ne!(found.0, Verdict::Same);
    assert_eq!(found.1, Some(Conflict::Generic));
}
