//! Searches as published, read by hand after the platforms' documentation.

use euthymia_search::query::{
    Bool, Concern, Expr, Field, Heading, Limit, Part, Platform, Span, Term, Vocabulary, Wildcard,
    Word, parse, read,
};

const NO: Span = Span {
    line: 0,
    start: 0,
    end: 0,
};

fn one(text: &str, platform: Platform) -> Expr {
    let (expr, warnings) = parse(text, platform, 1);
    assert_eq!(warnings, [], "{text}");
    expr.unwrap().unplaced()
}

fn word(text: &str, fields: &[Field]) -> Expr {
    Expr::Term(Term::text(text).unwrap().within(fields))
}

fn bare(text: &str, fields: &[Field]) -> Expr {
    let term = Term::text(text).unwrap().within(fields);
    Expr::Term(Term {
        quoted: false,
        ..term
    })
}

fn mesh(name: &str, explode: bool, major: bool) -> Expr {
    Expr::Heading(Heading {
        explode,
        major,
        ..Heading::exploded(Vocabulary::Mesh, name)
    })
}

fn stem(text: &str, wildcard: Wildcard, fields: &[Field]) -> Expr {
    let parts = [Part::Text(text.to_owned()), Part::Wildcard(wildcard)];
    let word = Word::new(parts).unwrap();
    Expr::Term(Term::of(vec![word]).unwrap().within(fields))
}

#[test]
fn pubmed_reads_from_left_to_right_and_scopus_joins_by_or_first() {
    let title = |text| word(text, &[Field::Title]);
    let left = title("a").or(title("b")).and(title("c"));
    let right = title("a").or(title("b").and(title("c")));
    assert_eq!(one("a[ti] OR b[ti] AND c[ti]", Platform::PubMed), left);
    assert_eq!(one("a:ti OR b:ti AND c:ti", Platform::EmbaseCom), left);
    assert_eq!(
        one("a.ti. or b.ti. and c.ti.", Platform::OvidMedline),
        right
    );
    assert_eq!(one("TI=a OR TI=b AND TI=c", Platform::WebOfScience), right);
    assert_eq!(one("a:ti OR b:ti AND c:ti", Platform::Cochrane), right);
    let scopus = "TITLE(a) AND TITLE(b) OR TITLE(c)";
    let or_first = title("a").and(title("b").or(title("c")));
    assert_eq!(one(scopus, Platform::Scopus), or_first);
}

#[test]
fn the_same_heading_in_six_spellings() {
    let name = "Depressive Disorder, Major";
    for (explode, major, ovid, pubmed, cochrane) in [
        (
            true,
            false,
            "exp Depressive Disorder, Major/",
            "[Mesh]",
            "[mh \"Depressive Disorder, Major\"]",
        ),
        (
            false,
            false,
            "Depressive Disorder, Major/",
            "[mh:noexp]",
            "[mh ^\"Depressive Disorder, Major\"]",
        ),
        (
            true,
            true,
            "exp *Depressive Disorder, Major/",
            "[majr]",
            "[mh \"Depressive Disorder, Major\"[mj]]",
        ),
        (
            false,
            true,
            "*Depressive Disorder, Major/",
            "[Majr:NoExp]",
            "[mh ^\"Depressive Disorder, Major\"[mj]]",
        ),
    ] {
        let wanted = mesh(name, explode, major);
        assert_eq!(one(ovid, Platform::OvidMedline), wanted);
        assert_eq!(
            one(&format!("\"{name}\"{pubmed}"), Platform::PubMed),
            wanted
        );
        assert_eq!(one(&format!("{name}{pubmed}"), Platform::PubMed), wanted);
        assert_eq!(one(cochrane, Platform::Cochrane), wanted);
    }
    let shown = "MeSH descriptor: [Depressive Disorder, Major] explode all trees";
    assert_eq!(one(shown, Platform::Cochrane), mesh(name, true, false));
    let emtree = |explode, major| {
        Expr::Heading(Heading {
            explode,
            major,
            ..Heading::exploded(Vocabulary::Emtree, "major depression")
        })
    };
    assert_eq!(
        one("'major depression'/exp", Platform::EmbaseCom),
        emtree(true, false)
    );
    assert_eq!(
        one("'major depression'/exp/mj", Platform::EmbaseCom),
        emtree(true, true)
    );
    assert_eq!(
        one("'major depression'/de", Platform::EmbaseCom),
        emtree(false, false)
    );
    assert_eq!(
        one("exp major depression/", Platform::OvidEmbase),
        emtree(true, false)
    );
}

#[test]
fn qualifiers_stand_behind_the_slash() {
    let with = |list: &[&str]| {
        Expr::Heading(Heading {
            qualifiers: list.iter().map(|one| (*one).to_owned()).collect(),
            ..Heading::exploded(Vocabulary::Mesh, "Ketamine")
        })
    };
    let both = with(&["tu", "ae"]);
    assert_eq!(one("exp Ketamine/tu, ae", Platform::OvidMedline), both);
    assert_eq!(one("[mh Ketamine/TU,AE]", Platform::Cochrane), both);
    assert_eq!(
        one("exp Ketamine/tu or 3", Platform::OvidMedline),
        with(&["tu"]).or(Expr::Line(3, NO))
    );
    assert_eq!(
        one("\"Ketamine/therapeutic use\"[Mesh]", Platform::PubMed),
        with(&["therapeutic use"])
    );
}

#[test]
fn a_distance_counts_steps_on_ovid_and_words_elsewhere() {
    let near = |fields: &[Field], ordered| Expr::Near {
        operands: vec![
            word("treatment", fields),
            stem("resist", Wildcard::Any, fields),
        ],
        words_between: 2,
        ordered,
    };
    let title = [Field::Title];
    let ovid = "(treatment adj3 resist*).ti.";
    assert_eq!(one(ovid, Platform::OvidMedline), near(&title, false));
    assert_eq!(
        one("(treatment NEAR/3 resist*):ti", Platform::EmbaseCom),
        near(&title, false)
    );
    assert_eq!(
        one("(treatment NEXT/3 resist*):ti", Platform::EmbaseCom),
        near(&title, true)
    );
    assert_eq!(
        one("(treatment NEAR/3 resist*):ti", Platform::Cochrane),
        near(&title, false)
    );
    assert_eq!(
        one("TI=(treatment NEAR/2 resist*)", Platform::WebOfScience),
        near(&title, false)
    );
    assert_eq!(
        one("TITLE(treatment W/2 resist*)", Platform::Scopus),
        near(&title, false)
    );
    assert_eq!(
        one("TITLE(treatment PRE/2 resist*)", Platform::Scopus),
        near(&title, true)
    );
    assert_eq!(
        one("TI (treatment N2 resist*)", Platform::EbscoCinahl),
        near(&title, false)
    );
    assert_eq!(
        one("TI (treatment W2 resist*)", Platform::EbscoCinahl),
        near(&title, true)
    );
    let fields = [Field::Title, Field::Abstract, Field::AuthorKeyword];
    let pubmed = Expr::Near {
        operands: vec![word("hip", &fields), word("pain", &fields)],
        words_between: 2,
        ordered: false,
    };
    assert_eq!(one("\"hip pain\"[tiab:~2]", Platform::PubMed), pubmed);
}

#[test]
fn wildcards_mean_what_each_platform_says() {
    use Wildcard::{Any, One, UpTo, ZeroOrOne};
    let title = [Field::Title];
    for (text, platform, wildcard) in [
        ("depress*.ti.", Platform::OvidMedline, Any),
        ("depress$.ti.", Platform::OvidMedline, Any),
        ("depress$3.ti.", Platform::OvidMedline, UpTo(3)),
        ("depress#.ti.", Platform::OvidMedline, One),
        ("depress?.ti.", Platform::OvidMedline, ZeroOrOne),
        ("depress?:ti", Platform::EmbaseCom, One),
        ("depress$:ti", Platform::EmbaseCom, ZeroOrOne),
        ("TI=depress$", Platform::WebOfScience, ZeroOrOne),
        ("TI depress#", Platform::EbscoPsycinfo, ZeroOrOne),
        ("TI depress?", Platform::EbscoPsycinfo, One),
        ("depress?:ti", Platform::Cochrane, One),
        ("TITLE(depress?)", Platform::Scopus, One),
    ] {
        assert_eq!(
            one(text, platform),
            stem("depress", wildcard, &title),
            "{text}"
        );
    }
}

#[test]
fn lines_are_named_as_each_platform_names_them() {
    let (first, second) = (Expr::Line(1, NO), Expr::Line(2, NO));
    let or = first.clone().or(second.clone());
    assert_eq!(one("1 or 2", Platform::OvidMedline), or);
    assert_eq!(one("#1 OR #2", Platform::EmbaseCom), or);
    assert_eq!(one("S1 OR S2", Platform::EbscoCinahl), or);
    assert_eq!(one("#1 NOT #2", Platform::PubMed), first.not(second));
    let range = Expr::Lines {
        operator: Bool::Or,
        first: 1,
        last: 5,
        span: NO,
    };
    assert_eq!(one("or/1-5", Platform::OvidMedline), range);
    assert_eq!(one("{OR #1-#5}", Platform::Cochrane), range);
    let more = range.or(Expr::Line(7, NO));
    assert_eq!(one("or/1-5,7", Platform::OvidMedline), more);
}

#[test]
fn limits_are_read() {
    let english = Expr::Limit(Limit::Language("english".to_owned()), NO);
    let years = Expr::Limit(Limit::Years(Some(2010), None), NO);
    let three = Expr::Line(3, NO);
    let text = "limit 3 to (english language and yr=\"2010 -Current\")";
    assert_eq!(
        one(text, Platform::OvidMedline),
        three.clone().and(english.clone()).and(years.clone())
    );
    assert_eq!(
        one("#3 AND [english]/lim", Platform::EmbaseCom),
        three.and(english)
    );
    assert_eq!(one("2010:3000[dp]", Platform::PubMed), years);
    assert_eq!(one("PUBYEAR > 2009", Platform::Scopus), years);
}

#[test]
fn dates_of_pubmed_and_limits_of_scopus_are_read() {
    let years = Expr::Limit(Limit::Years(Some(2010), Some(2024)), NO);
    let shown = "\"2010/01/01\"[Date - Publication] : \"2024/12/31\"[Date - Publication]";
    assert_eq!(one(shown, Platform::PubMed), years);
    assert_eq!(one("2010/01/01:2024/12/31[dp]", Platform::PubMed), years);
    let (_, warnings) = parse("2010/03/01:3000[dp]", Platform::PubMed, 1);
    assert_eq!(warnings[0].concern, Concern::Limit);
    let scopus = "TITLE(ketamine) AND ( LIMIT-TO ( LANGUAGE , \"English\" ) )";
    let english = Expr::Limit(Limit::Language("english".to_owned()), NO);
    let title = word("ketamine", &[Field::Title]);
    assert_eq!(one(scopus, Platform::Scopus), title.and(english));
}

#[test]
fn published_patterns_are_read() {
    let fields = [Field::Title, Field::Abstract, Field::HeadingWord];
    let near = |first, second| Expr::Near {
        operands: vec![
            stem(first, Wildcard::Any, &fields),
            stem(second, Wildcard::Any, &fields),
        ],
        words_between: 0,
        ordered: false,
    };
    let embase = "(random* OR doubl* NEAR/1 blind* OR 'cross over'):de,ab,ti";
    let three = stem("random", Wildcard::Any, &fields)
        .or(near("doubl", "blind"))
        .or(word("cross over", &fields));
    // Embase.com gives no operator precedence but distances stand inside a text.
    assert_eq!(one(embase, Platform::EmbaseCom), three);
    let shown = "ketamin*.mp. [mp=title, abstract, original title]";
    let mp = stem("ketamin", Wildcard::Any, &[Field::MultiPurpose]);
    assert_eq!(one(shown, Platform::OvidMedline), mp);
    let web = "TS=(depress* NEAR/3 (resist* OR refractory))";
    let topic = [Field::Title, Field::Abstract, Field::Keyword];
    let either = stem("resist", Wildcard::Any, &topic).or(word("refractory", &topic));
    let depress = stem("depress", Wildcard::Any, &topic);
    let expected = Expr::Near {
        operands: vec![depress, either],
        words_between: 3,
        ordered: false,
    };
    assert_eq!(one(web, Platform::WebOfScience), expected);
    let cinahl = "(MH \"Depression+\") OR (MM \"Ketamine\") OR TI \"major depression\"";
    let heading = |name, explode, major| {
        Expr::Heading(Heading {
            explode,
            major,
            ..Heading::exploded(Vocabulary::Cinahl, name)
        })
    };
    let expected = heading("Depression", true, false)
        .or(heading("Ketamine", false, true))
        .or(word("major depression", &[Field::Title]));
    assert_eq!(one(cinahl, Platform::EbscoCinahl), expected);
}

/// The filter for randomised trials of the Cochrane Handbook, sensitivity-maximising, for Ovid.
const FILTER: &str = "1. randomized controlled trial.pt.
2. controlled clinical trial.pt.
3. randomized.ab.
4. placebo.ab.
5. drug therapy.fs.
6. randomly.ab.
7. trial.ab.
8. groups.ab.
9. 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8
10. exp animals/ not humans.sh.
11. 9 not 10
";

#[test]
fn the_filter_for_randomised_trials_is_read() {
    let (strategy, warnings) = read(FILTER, Platform::OvidMedline);
    assert_eq!(warnings, []);
    assert_eq!(strategy.lines.len(), 11);
    let search = |number: u32| {
        let line = strategy.line(number).unwrap();
        line.search.clone().unwrap().unplaced()
    };
    let first = bare("randomized controlled trial", &[Field::PublicationType]);
    assert_eq!(search(1), first);
    assert_eq!(search(5), bare("drug therapy", &[Field::Qualifier]));
    assert_eq!(
        search(9),
        Expr::Or((1..=8).map(|number| Expr::Line(number, NO)).collect())
    );
    assert_eq!(
        search(10),
        mesh("animals", true, false).not(mesh("humans", false, false))
    );
    assert_eq!(search(11), Expr::Line(9, NO).not(Expr::Line(10, NO)));
}

#[test]
fn counts_comments_and_places_are_kept() {
    let text = "// people\n1\texp Depression/\t12,345\n2\tketamine.ti.\t678\n3\t1 and 2\t9\n";
    let (strategy, warnings) = read(text, Platform::OvidMedline);
    assert_eq!(warnings, []);
    let hits: Vec<_> = strategy.lines.iter().map(|line| line.hits).collect();
    assert_eq!(hits, [Some(12_345), Some(678), Some(9)]);
    assert_eq!(strategy.lines[0].comment.as_deref(), Some("people"));
    let span = strategy.lines[1].search.as_ref().unwrap().span();
    assert_eq!(span.line, 3);
    assert_eq!(&text[span.start as usize..span.end as usize], "ketamine");
}

#[test]
fn a_search_over_several_lines_is_one() {
    let text = "(\"treatment resistant\"[tiab] OR\n refractory[tiab])\nAND ketamine[tiab]\n";
    let (strategy, warnings) = read(text, Platform::PubMed);
    assert_eq!(warnings, []);
    assert_eq!(strategy.lines.len(), 1);
}

#[test]
fn what_is_wrong_is_told() {
    for (text, platform, concern) in [
        ("(a[ti] OR b[ti]", Platform::PubMed, Concern::Brackets),
        ("a[ti])", Platform::PubMed, Concern::Brackets),
        ("a[ti] OR", Platform::PubMed, Concern::Operators),
        ("a[zz]", Platform::PubMed, Concern::Field),
        ("depression ketamine", Platform::PubMed, Concern::Mapping),
        ("\"a b", Platform::PubMed, Concern::Quotes),
        ("“a b”[ti]", Platform::PubMed, Concern::Quotes),
        ("a.zz.", Platform::OvidMedline, Concern::Field),
        ("or/5-1", Platform::OvidMedline, Concern::Reference),
    ] {
        let (_, warnings) = parse(text, platform, 1);
        assert!(
            warnings.iter().any(|one| one.concern == concern),
            "{text} {warnings:?}"
        );
    }
}
