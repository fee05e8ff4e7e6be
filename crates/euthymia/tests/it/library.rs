//! A review with invented works, as a person would begin it.

use crate::run::{Folder, Run};

/// Two invented papers, one of them without a DOI.
pub(crate) const TWO: &str = "TY  - JOUR
AU  - Ödegård, Mia
AU  - Brandt, Otto
TI  - Slow infusions of an invented substance in persistent low mood
PY  - 2020
T2  - Journal of Invented Trials
VL  - 7
SP  - 11
EP  - 19
AB  - Forty people were given an invented substance & were asked how they felt.
KW  - invented substance
DO  - 10.5555/invented.1
ER  - 

TY  - JOUR
AU  - Lindqvist, Per
TI  - Letters from a clinic that never was
PY  - 2021
T2  - Annals of Nowhere
XX  - a line of its own
ER  - 
";

/// A folder with an empty review in `review`.
pub(crate) fn begun() -> Folder {
    let folder = Folder::new();
    folder
        .run(&["review", "init", "review", "--by", "kd"])
        .fine();
    folder
}

/// Runs a command on the review.
pub(crate) fn review(folder: &Folder, arguments: &[&str]) -> Run {
    let (verb, rest) = arguments.split_first().expect("a command");
    let before = ["review", verb, "--review", "review"];
    folder.run(&[&before, rest].concat())
}

/// The rows of the only table of a command, without its header.
pub(crate) fn rows(run: &Run) -> Vec<Vec<String>> {
    run.csv().into_iter().skip(1).collect()
}

/// The names of all records of a file that was just taken in.
pub(crate) fn import(folder: &Folder, arguments: &[&str]) -> Vec<Vec<String>> {
    let run = review(
        folder,
        &[&["import", "--format", "csv"], arguments].concat(),
    );
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    rows(&run)
}
