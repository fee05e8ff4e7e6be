//! Translations checked by hand against the documented syntax.

use euthymia_search::query::{
    Concern, HeadingMap, Platform, Translation, Vocabulary, read, translate,
};

fn to(text: &str, from: Platform, to: Platform) -> Translation {
    let (strategy, warnings) = read(text, from);
    assert_eq!(warnings, [], "{text}");
    let mut map = HeadingMap::default();
    map.add(
        (Vocabulary::Mesh, "Ketamine"),
        (Vocabulary::Emtree, "ketamine"),
    );
    map.add(
        (Vocabulary::Mesh, "Ketamine"),
        (Vocabulary::Apa, "Ketamine"),
    );
    translate(&strategy, to, &map)
}

fn text(from: &str, source: Platform, target: Platform) -> String {
    to(from, source, target).strategy.text()
}

const BLOCK: &str = "1. exp Ketamine/
2. (ketamin* or esketamin*).ti,ab,kf.
3. (treatment adj3 resist*).ti,ab,kf.
4. (1 or 2) and 3
";

#[test]
fn a_block_of_ovid_in_six_syntaxes() {
    let ovid = Platform::OvidMedline;
    assert_eq!(
        text(BLOCK, ovid, Platform::EmbaseCom),
        "#1 'ketamine'/exp\n#2 (ketamin* OR esketamin*):ti,ab,kw\n\
         #3 (treatment NEAR/3 resist*):ti,ab,kw\n#4 (#1 OR #2) AND #3\n"
    );
    assert_eq!(
        text(BLOCK, ovid, Platform::Cochrane),
        "#1 [mh \"Ketamine\"]\n#2 (ketamin* OR esketamin*):ti,ab,kw\n\
         #3 (treatment NEAR/3 resist*):ti,ab,kw\n#4 (#1 OR #2) AND #3\n"
    );
    assert_eq!(
        text(BLOCK, ovid, Platform::OvidPsycinfo),
        "1. exp Ketamine/\n2. (ketamin* or esketamin*).ti,ab,id.\n\
         3. (treatment adj3 resist*).ti,ab,id.\n4. (1 or 2) and 3\n"
    );
    let scopus = text(BLOCK, ovid, Platform::Scopus);
    let second = "#2 TITLE-ABS(ketamin* OR esketamin*) OR AUTHKEY(ketamin* OR esketamin*)\n";
    assert!(scopus.contains(second), "{scopus}");
    let third = "#3 TITLE-ABS(treatment W/2 resist*) OR AUTHKEY(treatment W/2 resist*)\n";
    assert!(scopus.contains(third), "{scopus}");
    let science = text(BLOCK, ovid, Platform::WebOfScience);
    assert!(
        science.contains("#2 TS=(ketamin* OR esketamin*)\n"),
        "{science}"
    );
    assert!(
        science.contains("#3 TS=(treatment NEAR/2 resist*)\n"),
        "{science}"
    );
    let ebsco = text(BLOCK, ovid, Platform::EbscoPsycinfo);
    let second = "S2 TI (ketamin* OR esketamin*) OR AB (ketamin* OR esketamin*) OR KW (ketamin* OR esketamin*)\n";
    assert!(ebsco.contains(second), "{ebsco}");
    assert!(ebsco.contains("S1 (DE \"Ketamine\")\n"), "{ebsco}");
    assert!(ebsco.contains("TI (treatment N2 resist*) OR "), "{ebsco}");
}

#[test]
fn pubmed_has_no_distance_with_truncation() {
    let there = to(BLOCK, Platform::OvidMedline, Platform::PubMed);
    let expected = "#1 \"Ketamine\"[Mesh]\n#2 ketamin*[tiab] OR esketamin*[tiab]\n\
                    #3 treatment[tiab] AND resist*[tiab]\n#4 (#1 OR #2) AND #3\n";
    assert_eq!(there.strategy.text(), expected);
    let told: Vec<_> = there
        .warnings
        .iter()
        .map(|one| (one.line, one.concern))
        .collect();
    assert_eq!(told, [(3, Concern::Proximity)]);
}

#[test]
fn alternatives_near_each_other_are_written_out_where_they_must() {
    let from = "((resistant or refractory) adj3 depression).ti.";
    let pubmed = text(from, Platform::OvidMedline, Platform::PubMed);
    assert_eq!(
        pubmed,
        "#1 \"resistant depression\"[ti:~2] OR \"refractory depression\"[ti:~2]\n"
    );
    let scopus = text(from, Platform::OvidMedline, Platform::Scopus);
    assert_eq!(
        scopus,
        "#1 TITLE((resistant W/2 depression) OR (refractory W/2 depression))\n"
    );
}

#[test]
fn a_phrase_with_truncation_becomes_words_side_by_side() {
    let from = "\"treatment resist*\"[ti]";
    let cochrane = text(from, Platform::PubMed, Platform::Cochrane);
    assert_eq!(cochrane, "#1 (treatment NEXT resist*):ti\n");
    let scopus = text(from, Platform::PubMed, Platform::Scopus);
    assert_eq!(scopus, "#1 TITLE(treatment PRE/0 resist*)\n");
}

#[test]
fn a_heading_without_its_like_becomes_words_with_a_warning() {
    let from = "exp Depressive Disorder, Treatment-Resistant/";
    let there = to(from, Platform::OvidMedline, Platform::EmbaseCom);
    let expected = "#1 'Treatment-Resistant Depressive Disorder':ti,ab,kw\n";
    assert_eq!(there.strategy.text(), expected);
    assert_eq!(there.warnings[0].concern, Concern::Heading);
}

#[test]
fn limits_find_their_place_or_are_told() {
    let from = "1. ketamine.ti.\n2. limit 1 to (english language and yr=\"2010 -2020\")";
    let there = |platform| to(from, Platform::OvidMedline, platform);
    let second = |platform| {
        let all = there(platform).strategy.text();
        all.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(
        second(Platform::PubMed),
        "#2 #1 AND english[la] AND 2010:2020[dp]"
    );
    assert_eq!(
        second(Platform::EmbaseCom),
        "#2 #1 AND [english]/lim AND [2010-2020]/py"
    );
    assert_eq!(
        second(Platform::WebOfScience),
        "#2 #1 AND LA=(english) AND PY=(2010-2020)"
    );
    assert_eq!(
        second(Platform::Scopus),
        "#2 #1 AND LANGUAGE(english) AND PUBYEAR > 2009 AND PUBYEAR < 2021"
    );
    assert_eq!(
        second(Platform::OvidEmbase),
        "2. limit 1 to (english language and yr=\"2010 -2020\")"
    );
    let cochrane = there(Platform::Cochrane);
    let limits = cochrane
        .warnings
        .iter()
        .filter(|one| one.concern == Concern::Limit);
    assert_eq!(limits.count(), 2);
}

#[test]
fn wildcards_that_are_missing_become_wider_with_a_warning() {
    let from = "(p?ediatric or wom#n or depress$3).ti.";
    let embase = to(from, Platform::OvidMedline, Platform::EmbaseCom);
    assert_eq!(
        embase.strategy.text(),
        "#1 (p$ediatric OR wom?n OR depress*):ti\n"
    );
    assert_eq!(embase.warnings.len(), 1);
    let pubmed = to(from, Platform::OvidMedline, Platform::PubMed);
    assert_eq!(
        pubmed.strategy.text(),
        "#1 p*ediatric[ti] OR wom*n[ti] OR depress*[ti]\n"
    );
    // Each of three is wider; two of them have stems under four characters.
    assert_eq!(pubmed.warnings.len(), 5);
}

#[test]
fn brackets_stand_where_the_order_differs() {
    let from = "a.ti. or b.ti. and c.ti.";
    let pubmed = text(from, Platform::OvidMedline, Platform::PubMed);
    assert_eq!(pubmed, "#1 a[ti] OR (b[ti] AND c[ti])\n");
    let scopus = text(from, Platform::OvidMedline, Platform::Scopus);
    assert_eq!(scopus, "#1 TITLE(a OR (b AND c))\n");
}

#[test]
fn multi_purpose_is_text_word_on_pubmed() {
    let there = to("ketamine.mp.", Platform::OvidMedline, Platform::PubMed);
    assert_eq!(there.strategy.text(), "#1 ketamine[tw]\n");
    assert_eq!(there.warnings[0].concern, Concern::Field);
}

#[test]
fn lines_can_be_put_into_one_search() {
    let (strategy, _) = read(BLOCK, Platform::OvidMedline);
    let there = translate(&strategy, Platform::Cochrane, &HeadingMap::default());
    let whole = there.strategy.inlined().unwrap();
    let text = euthymia_search::query::print(&whole, Platform::Cochrane);
    assert_eq!(
        text,
        "([mh \"Ketamine\"] OR (ketamin* OR esketamin*):ti,ab,kw) AND \
         (treatment NEAR/3 resist*):ti,ab,kw"
    );
}

#[test]
fn the_filter_for_randomised_trials_on_pubmed_and_embase() {
    let filter = "1. randomized controlled trial.pt.\n2. placebo.ab.\n3. drug therapy.fs.\n\
                  4. or/1-3\n5. exp animals/ not humans.sh.\n6. 4 not 5\n";
    let there = to(filter, Platform::OvidMedline, Platform::PubMed);
    assert_eq!(
        there.strategy.text(),
        "#1 \"randomized controlled trial\"[pt]\n#2 placebo[tiab]\n#3 \"drug therapy\"[sh]\n\
         #4 #1 OR #2 OR #3\n#5 \"animals\"[Mesh] NOT \"humans\"[Mesh:NoExp]\n#6 #4 NOT #5\n"
    );
    // PubMed has no field of the abstract alone.
    let told: Vec<_> = there
        .warnings
        .iter()
        .map(|one| (one.line, one.concern))
        .collect();
    assert_eq!(told, [(2, Concern::Field)]);
}
