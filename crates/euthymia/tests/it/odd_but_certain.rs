//! Files that are odd but can only be meant in one way: they are read, and read alike.

use crate::run::Folder;

pub(crate) const ONE: &str = "study,events,n\n";
pub(crate) const TWO: &str = "study,events_treatment,n_treatment,events_control,n_control\n";
pub(crate) const MEANS: &str =
    "study,mean_treatment,sd_treatment,n_treatment,mean_control,sd_control,n_control\n";

pub(crate) const MEAN_ROW: &str = "Good,20.5,8,30,25.25,7.5,31\n";

/// The measures of a kind of data, its header, a good row and the same row of another study.
pub(crate) const KINDS: [(&str, &str, &str, &str); 3] = [
    ("PLO", ONE, "Good,4,21\n", "Better,5,22\n"),
    ("RR", TWO, "Good,4,21,2,20\n", "Better,5,22,3,21\n"),
    ("SMD", MEANS, MEAN_ROW, "Better,21,8,30,25,7,31\n"),
];

/// What is printed as JSON for a file of this content; the file's name is always the same.
#[track_caller]
fn answer(measure: &str, content: impl AsRef<[u8]>, more: &[&str]) -> String {
    let folder = Folder::with("trials.csv", content);
    let mut arguments = vec![
        "pool",
        "trials.csv",
        "--measure",
        measure,
        "--format",
        "json",
    ];
    arguments.extend(more);
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(0), "{}", run.err);
    run.out
}

#[test]
fn what_is_certain_is_read() {
    for (measure, header, row, other) in KINDS {
        let plain = format!("{header}{row}{other}");
        let expected = answer(measure, &plain, &[]);
        let utf16: Vec<u8> = "\u{feff}"
            .chars()
            .chain(plain.chars())
            .flat_map(|c| (c as u16).to_le_bytes())
            .collect();
        let variants: Vec<(&str, Vec<u8>)> = vec![
            ("byte order mark", format!("\u{feff}{plain}").into_bytes()),
            ("CRLF", plain.replace('\n', "\r\n").into_bytes()),
            ("CR", plain.replace('\n', "\r").into_bytes()),
            ("UTF-16", utf16),
            ("no last line end", plain.trim_end().into()),
            ("blank lines", plain.replace('\n', "\n\n").into_bytes()),
            ("quoted", quoted(&plain).into_bytes()),
            ("semicolons", plain.replace(',', ";").into_bytes()),
            ("tabs", plain.replace(',', "\t").into_bytes()),
            (
                "capitals and spaces",
                plain.replacen(header, &capitals(header), 1).into_bytes(),
            ),
        ];
        for (name, content) in variants {
            assert_eq!(answer(measure, content, &[]), expected, "{measure}: {name}");
        }
    }
}

fn quoted(plain: &str) -> String {
    let line = |line: &str| {
        let cells: Vec<String> = line.split(',').map(|cell| format!("\"{cell}\"")).collect();
        cells.join(",") + "\n"
    };
    plain.lines().map(line).collect()
}

fn capitals(header: &str) -> String {
    header.to_uppercase().replace('_', " ")
}

#[test]
fn decimal_commas_are_read_where_they_can_be_nothing_else() {
    let plain = format!("{MEANS}{MEAN_ROW}Better,21.5,8.5,30,25.5,7.25,31\n");
    let expected = answer("SMD", &plain, &[]);
    let commas = plain.replace(',', ";").replace('.', ",");
    assert_eq!(answer("SMD", &commas, &[]), expected, "semicolons");
    let in_quotes = quoted(&plain).replace('.', ",");
    assert_eq!(answer("SMD", &in_quotes, &[]), expected, "quoted");
    let told = ["--delimiter", ";", "--decimal", "comma"];
    assert_eq!(answer("SMD", &commas, &told), expected, "told");
}

#[test]
fn latin1_is_read_when_it_is_told() {
    let text = answer(
        "PR",
        b"study,events,n\nM\xfcller,1,2\n",
        &["--encoding", "windows-1252"],
    );
    assert!(text.contains("\"study\": \"Müller\""), "{text}");
}

#[test]
fn metafor_names_are_read() {
    let expected = answer("OR", format!("{TWO}A,4,21,2,20\n"), &[]);
    assert_eq!(
        answer("OR", "slab,ai,n1i,ci,n2i\nA,4,21,2,20\n", &[]),
        expected
    );
    let expected = answer("MD", format!("{MEANS}{MEAN_ROW}"), &[]);
    let theirs = format!("slab,m1i,sd1i,n1i,m2i,sd2i,n2i\n{MEAN_ROW}");
    assert_eq!(answer("MD", theirs, &[]), expected);
}

#[test]
fn patients_without_the_event_serve_instead_of_all_patients() {
    let expected = answer("OR", format!("{TWO}A,4,21,2,20\n"), &[]);
    for header in ["slab,ai,bi,ci,di", "trial,tpos,tneg,cpos,cneg"] {
        assert_eq!(
            answer("OR", format!("{header}\nA,4,17,2,18\n"), &[]),
            expected,
            "{header}"
        );
    }
}

#[test]
fn headers_of_review_software_are_read() {
    let expected = answer("RR", format!("{TWO}A,4,21,2,20\n"), &[]);
    let theirs = "Study or Subgroup,Experimental Events,Experimental Total,Control Events,\
                  Control Total\nA,4,21,2,20\n";
    assert_eq!(answer("RR", theirs, &[]), expected);
}

#[test]
fn one_study_is_shown_with_its_own_interval() {
    for (measure, header, row, _) in KINDS {
        let folder = Folder::with("trials.csv", format!("{header}{row}"));
        let run = folder.run(&["pool", "trials.csv", "--measure", measure]);
        assert_eq!(run.status, Some(0), "{}", run.err);
        assert!(run.out.contains("Single study"), "{}", run.out);
        let own = if ["PR", "PLO", "PFT"].contains(&measure) {
            "exact (Clopper–Pearson)"
        } else {
            "Wald"
        };
        let said = format!("One study: its own {own} interval is shown");
        assert!(run.out.contains(&said), "{}", run.out);
        assert!(!run.out.contains("prediction interval"), "{}", run.out);
    }
}
