//! A calculation as lines of text.

use euthymia_synthesis::pairwise::explain::Step;

/// Writes a calculation, a step a line, each indented under what it was made for.
pub(crate) fn indented(step: &Step) -> String {
    let mut text = String::new();
    write(step, 0, &mut text);
    text
}

fn write(step: &Step, depth: usize, text: &mut String) {
    let digits = format!("{:.10}", step.value);
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    text.push_str(&format!("{}{} = {digits}\n", "  ".repeat(depth), step.what));
    for below in &step.from {
        write(below, depth + 1, text);
    }
}
