//! No bytes in any file make loading, checking or selecting panic, and what is refused names the
//! file that is at fault.

use crate::folder::{Folder, file_name, records, written};
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::files::NAMES;
use euthymia_evidence::select::{Selection, select};
use euthymia_evidence::{EvidenceBase, LoadError, check};
use euthymia_table::Diagnostic;
use proptest::prelude::*;
use std::sync::LazyLock;

static BUNDLED: LazyLock<Folder> = LazyLock::new(Folder::bundled);
static ROWS: LazyLock<Vec<Vec<Vec<String>>>> = LazyLock::new(|| {
    let tables = NAMES[..6].iter();
    tables.map(|name| records(&BUNDLED.0[name])).collect()
});

/// Runs everything that reads a base.
fn use_it(base: &EvidenceBase) -> Vec<Diagnostic> {
    for outcome in ["response", "score", "ae_headache"] {
        let selection = Selection::of(Outcome::parse(outcome).unwrap(), Vec::new());
        let selected = select(base, &selection);
        assert!(selected.answers.len() + selected.exclusions.len() >= base.arms.len());
    }
    check::check(base)
}

fn use_folder(folder: &Folder) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    match folder.load() {
        Ok(base) => Ok(use_it(&base)),
        Err(LoadError(findings)) => Err(findings),
    }
}

/// Findings stay on one line, whatever the file holds, and name a file of the folder.
fn well_formed(findings: &[Diagnostic]) {
    for finding in findings {
        assert!(NAMES.contains(&file_name(finding)), "{finding:?}");
        let line = finding.to_string();
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}

/// Bytes that mean something in CSV or BibTeX, and any others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let structural = b",;\"\r\n\t @{}=#\\%&~_^$-.0159ae\xC3\xA9\0\xEF\xBB\xBF\xFF\xE9".to_vec();
    let byte = prop_oneof![8 => proptest::sample::select(structural), 1 => any::<u8>()];
    proptest::collection::vec(byte, 0..200)
}

/// Contents of a cell that are likely to be wrong somewhere.
fn cell() -> impl Strategy<Value = String> {
    let words = [
        "",
        " ",
        "0",
        "-1",
        "1",
        "21",
        "99999",
        "1e308",
        "0.5",
        "NaN",
        "inf",
        "NA",
        "yes",
        "no",
        "seen",
        "recalled",
        "unverified",
        "response",
        "remission",
        "score",
        "change",
        "madrs",
        "hamd17",
        "madrs<=10",
        "madrs_decrease>=50pct",
        "trial_defined",
        "end_of_course",
        "transform-1",
        "esk-56",
        "placebo",
        "ketamine_iv",
        "control",
        "9007199254740993",
        "a;b;;c",
        "a+b",
        "\u{1b}[31m",
        "two\nlines",
        "\"",
        "é",
        "\u{202E}",
    ];
    prop_oneof![
        4 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => "[0-9.,%+-]{1,8}",
    ]
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        cases,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn any_bytes_in_any_file(file in 0..NAMES.len(), bytes in bytes()) {
        let mut folder = BUNDLED.clone();
        folder.set(NAMES[file], bytes);
        if let Err(findings) = use_folder(&folder) {
            prop_assert!(!findings.is_empty());
            well_formed(&findings);
        }
    }

    #[test]
    fn bytes_in_the_middle_of_any_file(
        file in 0..NAMES.len(), at in any::<prop::sample::Index>(), removed in 0..40_usize,
        bytes in bytes(),
    ) {
        let mut folder = BUNDLED.clone();
        let text = folder.0.get_mut(NAMES[file]).unwrap();
        let from = at.index(text.len());
        let to = (from + removed).min(text.len());
        text.splice(from..to, bytes);
        let (Ok(findings) | Err(findings)) = use_folder(&folder);
        well_formed(&findings);
    }

    #[test]
    fn any_text_as_bibliography(text in "(@[a-z]{1,8}\\{[a-z0-9]{0,3},|[a-z]{1,6} ?= ?[{\"]|[}\"\\\\,\n é#$&]|\\PC){0,60}") {
        let mut folder = BUNDLED.clone();
        folder.set("references.bib", text);
        let findings = use_folder(&folder).unwrap_err();
        well_formed(&findings);
    }

    #[test]
    fn one_wrong_cell_loads_or_names_its_file(
        file in 0..6_usize, row in any::<prop::sample::Index>(), column in any::<prop::sample::Index>(),
        value in cell(),
    ) {
        let mut rows = ROWS[file].clone();
        let row = row.index(rows.len());
        let column = column.index(rows[0].len());
        rows[row][column] = value;
        let mut folder = BUNDLED.clone();
        folder.set(NAMES[file], written(&rows));
        match use_folder(&folder) {
            Ok(findings) => well_formed(&findings),
            Err(findings) => {
                well_formed(&findings);
                // The fault may show in another file, which then says what it was held against.
                let named = findings.iter().any(|f| f.to_string().contains(NAMES[file]));
                prop_assert!(named, "{}: {:?}", NAMES[file], findings);
            }
        }
    }
}
