//! `euthymia review search`, `translate` and `check`, on a library of twelve invented records.

use crate::run::{Folder, Run, repository};

const LIBRARY: &str = "\
TY  - JOUR
TI  - Ketamine for treatment-resistant depression: a trial
AU  - Oakes, Nora
PY  - 2019
JO  - Journal of Invented Studies
AB  - Infusions of ketamine were compared with saline.
KW  - Depressive Disorder, Treatment-Resistant
DO  - 10.5555/inv.1
LA  - eng
ER  -
TY  - JOUR
TI  - Esketamine nasal spray in depression
AU  - Birch, Tom
PY  - 2020
AB  - Resistance to treatment was defined by two failures.
KW  - Depressive Disorder
DO  - 10.5555/inv.2
ER  -
TY  - JOUR
TI  - Depression that resists: treatment with psilocybin
AU  - Elm, Ada
PY  - 2021
AB  - A resistant form of depression responded to psilocybin.
KW  - Mood Disorders
DO  - 10.5555/inv.3
ER  -
TY  - JOUR
TI  - Transcranial magnetic stimulation after failed treatments
AU  - Ash, Leo
PY  - 2018
AB  - Patients with refractory depression were treated.
DO  - 10.5555/inv.4
ER  -
TY  - JOUR
TI  - Ketamine in rats
AU  - Alder, Kim
PY  - 2017
AB  - Behaviour of rats after ketamine. No word of depression in people.
DO  - 10.5555/inv.5
ER  -
TY  - JOUR
TI  - Lithium for mania
AU  - Hazel, Ivo
PY  - 2001
ER  -
TY  - JOUR
TI  - Sleep and diet in students
AU  - Larch, Eva
PY  - 2011
ER  -
TY  - JOUR
TI  - Arketamine: a pilot study in melancholia
AU  - Maple, Jo
PY  - 2022
AB  - Melancholia improved.
ER  -
TY  - JOUR
TI  - Psilocybin and mystical experience
AU  - Rowan, Max
PY  - 2016
ER  -
TY  - JOUR
TI  - Anxiety in school children
AU  - Yew, Una
PY  - 2012
ER  -
TY  - JOUR
TI  - Exercise for older adults
AU  - Pine, Sam
PY  - 2014
ER  -
TY  - JOUR
TI  - Ketamine anaesthesia in emergency rooms
AU  - Fir, Zoe
PY  - 2015
ER  -
";

const MESH: &str = "*NEWRECORD
RECTYPE = D
MH = Mood Disorders
MN = F03.600
UI = D019964

*NEWRECORD
RECTYPE = D
MH = Depressive Disorder
MN = F03.600.300
UI = D003866

*NEWRECORD
RECTYPE = D
MH = Depressive Disorder, Treatment-Resistant
ENTRY = Refractory Depression
MN = F03.600.300.387
UI = D061218
";

const STRATEGY: &str = "\
1. (ketamin* or esketamin* or arketamin*).ti,ab.
2. depressi*.ti,ab.
3. rats.ti.
4. 1 and 2
5. 4 not 3
";

/// A review named `r` with the library taken in.
fn review() -> Folder {
    let folder = Folder::with("library.ris", LIBRARY);
    folder.run(&["review", "init", "r", "--by", "ab"]).fine();
    folder
        .run(&["review", "import", "library.ris", "--review", "r"])
        .fine();
    folder.write("strategy.txt", STRATEGY);
    folder.write("mesh.bin", MESH);
    folder
}

fn search(folder: &Folder, arguments: &[&str]) -> Run {
    let mut all = vec!["review", "search", "--review", "r", "--format", "csv"];
    all.extend(arguments);
    folder.run(&all)
}

/// The number of every record that a query finds, rising.
#[track_caller]
fn found(folder: &Folder, arguments: &[&str]) -> Vec<u32> {
    let run = search(folder, arguments);
    assert_eq!(run.status, Some(0), "{arguments:?}: {}", run.err);
    let number = |row: &Vec<String>| {
        let (_, number) = row[0].split_once('-').expect("the name of a record");
        number.parse().expect("a number")
    };
    let mut numbers: Vec<u32> = run.csv().iter().skip(1).map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// A column of the rows below the header.
fn column(run: &Run, name: &str) -> Vec<String> {
    let rows = run.csv();
    let at = rows[0].iter().position(|own| own == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}: {:?}", rows[0]));
    rows.iter().skip(1).map(|row| row[at].clone()).collect()
}

#[test]
fn spec_fields_truncation_phrases_and_operators_find_what_a_reader_of_the_library_would() {
    let folder = review();
    let ovid = |query| found(&folder, &[query, "--syntax", "ovid-medline"]);
    assert_eq!(found(&folder, &["ketamine[ti]"]), [1, 5, 12]);
    assert_eq!(found(&folder, &["esketamin*[tiab]"]), [2]);
    assert_eq!(found(&folder, &["\"treatment resistant\"[ti]"]), [1]);
    assert_eq!(found(&folder, &["ketamine[ti] NOT rats[ti]"]), [1, 12]);
    assert_eq!(found(&folder, &["oakes[au] OR birch[au]"]), [1, 2]);
    assert_eq!(ovid("(resist* adj3 treatment).ti,ab."), [1, 2, 3]);
    assert_eq!(ovid("(resist* adj2 treatment).ti."), [1, 3]);
    assert_eq!(ovid("(resist* adj treatment).ti."), [3]);
    assert_eq!(ovid("psilocybin.ti. and 2016.yr."), [9]);
}

#[test]
fn spec_a_heading_explodes_by_the_mesh_file() {
    let folder = review();
    let query = "\"Mood Disorders\"[Mesh]";
    assert_eq!(found(&folder, &[query, "--mesh", "mesh.bin"]), [1, 2, 3]);
    // The second time the short form is read.
    assert_eq!(found(&folder, &[query, "--mesh", "mesh.bin"]), [1, 2, 3]);
    assert_eq!(found(&folder, &[query]), [3]);
    let only = "\"Depressive Disorder\"[Mesh:NoExp]";
    assert_eq!(found(&folder, &[only, "--mesh", "mesh.bin"]), [2]);
    let entry = "\"Refractory Depression\"[Mesh]";
    assert_eq!(found(&folder, &[entry, "--mesh", "mesh.bin"]), [1]);
}

#[test]
fn byhand_every_line_of_a_strategy_is_counted() {
    let folder = review();
    let arguments = ["--strategy", "strategy.txt", "--syntax", "ovid-medline"];
    let run = search(&folder, &arguments);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert_eq!(column(&run, "found"), ["5", "5", "1", "3", "2"]);
    let mut listing = arguments.to_vec();
    listing.extend(["--most", "1"]);
    let tables = search(&folder, &listing);
    assert_eq!(tables.status, Some(0));
    assert!(tables.out.contains("10.5555/inv."), "{}", tables.out);
}

#[test]
fn the_library_is_followed_when_it_changes() {
    let folder = review();
    assert_eq!(found(&folder, &["ketamine[ti]"]), [1, 5, 12]);
    folder.write(
        "more.ris",
        "TY  - JOUR\nTI  - Ketamine, a late study\nAU  - Sorrel, Pip\nPY  - 2025\nER  -\n",
    );
    let run = ["review", "import", "more.ris", "--review", "r"];
    folder.run(&run).fine();
    assert_eq!(found(&folder, &["ketamine[ti]"]), [1, 1, 5, 12]);
    let record = column(&search(&folder, &["rats[ti]"]), "record").remove(0);
    let amend = [
        "review",
        "amend",
        &record,
        "title",
        "Ketamine in mice",
        "--review",
        "r",
    ];
    folder.run(&amend).fine();
    assert!(found(&folder, &["rats[ti]"]).is_empty());
    assert_eq!(found(&folder, &["mice[ti]"]), [5]);
    let names = column(&search(&folder, &["oakes[au] OR birch[au]"]), "record");
    let same = ["review", "same", &names[0], &names[1], "--review", "r"];
    folder.run(&same).fine();
    assert_eq!(found(&folder, &["oakes[au] OR birch[au]"]), [1]);
    folder.write("r/index/euthymia-index-1/meta.json", "{ damaged");
    assert_eq!(found(&folder, &["mice[ti]"]), [5]);
}

#[test]
fn byhand_recall_names_the_line_that_lost_each_record() {
    let folder = review();
    folder.write(
        "known.ris",
        "TY  - JOUR\nTI  - Other words\nDO  - 10.5555/inv.1\nER  -\n\
         TY  - JOUR\nTI  - Other words\nDO  - 10.5555/inv.5\nER  -\n\
         TY  - JOUR\nTI  - Arketamine: A Pilot Study in Melancholia.\nAU  - Maple, Jo\nPY  - 2022\n\
         JO  - Annals of Invention\nVL  - 3\nSP  - 4\nAB  - Melancholia improved.\nER  -\n\
         TY  - JOUR\nTI  - Esketamine at home in depressive states\nAU  - Moss, Al\nPY  - 2024\nER  -\n",
    );
    let arguments = [
        "--strategy",
        "strategy.txt",
        "--syntax",
        "ovid-medline",
        "--recall",
        "known.ris",
        "--format",
        "json",
    ];
    let mut all = vec!["review", "search", "--review", "r"];
    all.extend(arguments);
    let run = folder.run(&all);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let tables = run.json();
    let known = tables[1]["rows"].as_array().unwrap();
    let said: Vec<&str> = known
        .iter()
        .map(|row| row["found"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["found", "missed", "missed", "would be found"]);
    let lost: Vec<&str> = known
        .iter()
        .map(|row| row["lost_by"].as_str().unwrap())
        .collect();
    assert_eq!(lost[1], "line 5 excludes it: 3");
    assert_eq!(lost[2], "line 2 does not find it: depressi*");
    assert_eq!(known[3]["recognised_by"], "not in the library");
    assert_eq!(known[2]["recognised_by"], "comparison");
    let notes = tables[0]["notes"].to_string();
    assert!(
        notes.contains("the strategy finds 1 of 3 (33.3 %)"),
        "{notes}"
    );
}

#[test]
fn byhand_terms_of_known_records_are_suggested_with_what_they_add() {
    let folder = review();
    folder.write(
        "known.ris",
        "TY  - JOUR\nTI  - Depression that resists: treatment with psilocybin\nDO  - 10.5555/inv.3\nER  -\n\
         TY  - JOUR\nTI  - Ketamine for treatment-resistant depression: a trial\nDO  - 10.5555/inv.1\nER  -\n",
    );
    let run = search(
        &folder,
        &["psilocybin[ti]", "--suggest", "known.ris", "--most", "0"],
    );
    assert_eq!(run.status, Some(0), "{}", run.err);
    let terms = column(&run, "term");
    let at = terms.iter().position(|term| term == "depression").unwrap();
    let of = |name| column(&run, name)[at].clone();
    // Records 2, 4 and 5 have the word, too; the query does not find record 1.
    assert_eq!(
        (of("known"), of("others"), of("adds")),
        ("2".into(), "3".into(), "1".into())
    );
}

#[test]
fn bad_searches_are_told_with_what_to_do() {
    let folder = review();
    let run = search(&folder, &["(ketamine[ti] OR rats[ti]"]);
    assert_eq!(run.status, Some(1), "{}", run.out);
    assert!(run.err.contains("line 1"), "{}", run.err);
    let run = search(&folder, &["ketamine[nosuchfield]"]);
    assert_eq!(run.status, Some(1), "{}", run.out);
    assert!(run.err.contains("nosuchfield"), "{}", run.err);
    let says = ["\"pubmet\" is no platform", "Is it pubmed?", "ovid-medline"];
    search(&folder, &["rats", "--syntax", "pubmet"]).refused(2, &says);
    search(&folder, &[]).refused(2, &["a query, or --strategy FILE"]);
    search(&folder, &["--strategy", "strategy.txt"]).refused(2, &["--syntax"]);
    search(&folder, &["--strategy", "none.txt", "--syntax", "pubmed"]).refused(2, &["none.txt"]);
    search(&folder, &["()"]).refused(2, &["no search of PubMed"]);
    search(&folder, &["rats", "--mesh", "library.ris"]).refused(2, &["no heading"]);
    search(&folder, &["rats", "--recall", "strategy.txt"]).refused(2, &["strategy.txt"]);
    let empty = Folder::new();
    let run = empty.run(&["review", "search", "rats"]);
    run.refused(2, &["no review is here"]);
    let run = search(&folder, &["#1 AND rats"]);
    run.refused(2, &["line 1 is referred to before it is there"]);
}

#[test]
fn a_library_without_records_is_searched_in_vain() {
    let folder = Folder::new();
    folder.run(&["review", "init", "r", "--by", "ab"]).fine();
    assert!(found(&folder, &["rats"]).is_empty());
}

#[test]
#[cfg(not(feature = "pubmed"))]
fn pubmed_says_how_it_is_built_in() {
    let folder = review();
    search(&folder, &["--pubmed", "ketamine[ti]", "--email", "a@b.org"])
        .refused(2, &["--features pubmed"]);
    search(&folder, &["rats", "--email", "a@b.org"]).refused(2, &["--email belongs to --pubmed"]);
}

#[test]
fn byhand_a_strategy_is_translated_with_warnings_beside_it() {
    let folder = Folder::with(
        "s.txt",
        "1. exp Ketamine/\n2. (resist$ adj3 depressi$).ti,ab.\n3. 1 and 2\n",
    );
    let headings =
        "from_vocabulary,from_name,to_vocabulary,to_name\nmesh,Ketamine,emtree,ketamine\n";
    folder.write("map.csv", headings);
    let translate = [
        "review",
        "translate",
        "s.txt",
        "--from",
        "ovid-medline",
        "--to",
        "embase",
    ];
    let run = folder.run(&[&translate[..], &["--headings", "map.csv"]].concat());
    assert_eq!(
        run.out,
        "#1 'ketamine'/exp\n#2 (resist* NEAR/3 depressi*):ti,ab\n#3 #1 AND #2\n"
    );
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    let run = folder.run(&[&translate[..], &["--out", "there.txt", "--format", "json"]].concat());
    assert_eq!(run.status, Some(1));
    let told: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(told["rows"][0]["line"], 1);
    assert!(folder.text("there.txt").starts_with("#1 "));
    folder.write("map.csv", headings.replace("emtree", "emtre"));
    folder
        .run(&[&translate[..], &["--headings", "map.csv"]].concat())
        .refused(2, &["map.csv", "emtre", "perhaps emtree"]);
    folder
        .run(&[&translate[..], &["--out", "s.txt"]].concat())
        .refused(2, &["--out"]);
}

#[test]
fn byhand_a_strategy_is_looked_over() {
    let folder = Folder::with("s.txt", "1 ketamine.ti.\n2 esketamine.ti.\n3 1 and 5\n");
    let check = ["review", "check", "s.txt", "--syntax", "ovid-medline"];
    let run = folder.run(&[&check[..], &["--format", "csv"]].concat());
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert_eq!(column(&run, "line"), ["2", "3"]);
    folder.write("s.txt", STRATEGY);
    folder.run(&check).fine();
}

#[test]
fn the_four_strategies_of_the_examples_run() {
    let folder = review();
    for (file, syntax) in [
        ("pubmed.txt", "pubmed"),
        ("psycinfo-ovid.txt", "ovid-psycinfo"),
        ("embase.txt", "embase"),
        ("cochrane.txt", "cochrane"),
    ] {
        let path = repository("examples/strategies").join(file);
        let path = path.to_str().unwrap();
        let run = search(&folder, &["--strategy", path, "--syntax", syntax]);
        assert_eq!(run.status, Some(0), "{file}: {}", run.err);
        // Records 1 to 4 are what the strategies are about; 8 names no resistance.
        assert_eq!(column(&run, "found").last().unwrap(), "4", "{file}");
        let check = ["review", "check", path, "--syntax", syntax];
        folder.run(&check).fine();
    }
}
