//! bib-dedupe on the same files in the same run.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::Failure;

/// The script that runs it, by the folder of this package.
const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../reference/generators/py/dedupe_beside.py"
);

/// Runs it by the Python named and prints its rows, by record.
pub(crate) fn run(python: &str, dir: &Path, out: &mut impl Write) -> Result<(), Failure> {
    out.flush()?;
    let done = Command::new(python).arg(SCRIPT).arg(dir).output()?;
    if !done.status.success() {
        let told = String::from_utf8_lossy(&done.stderr);
        let last = told.lines().last().unwrap_or_default();
        writeln!(out, "bib-dedupe could not be run by {python}: {last}")?;
        return Ok(());
    }
    for line in String::from_utf8_lossy(&done.stdout).lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        if let [
            name,
            records,
            dups,
            right,
            wrong,
            missed,
            precision,
            recall,
            seconds,
        ] = *cells
        {
            writeln!(
                out,
                "{name:<20} {records:>7} {dups:>6} {right:>6} {wrong:>4} {missed:>4} {precision:>9} {recall:>7} | bib-dedupe, {seconds} s"
            )?;
        }
    }
    Ok(())
}
