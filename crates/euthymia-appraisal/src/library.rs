//! The tools that come with the program.

use crate::tool::Tool;
use std::sync::OnceLock;

/// A tool as it comes with the program: its text, and the tool once somebody asked for it.
struct Bundled {
    id: &'static str,
    text: &'static str,
    read: OnceLock<Option<Tool>>,
}

macro_rules! tools {
    ($($id:literal),+ $(,)?) => {
        [$(Bundled {
            id: $id,
            text: include_str!(concat!("../../../appraisal/", $id, ".toml")),
            read: OnceLock::new(),
        }),+]
    };
}

/// In the order in which lists show them. A tool may be built on one that stands before it.
static TOOLS: [Bundled; 22] = tools![
    "rob2",
    "rob2_adhering",
    "rob2_crossover",
    "rob2_crossover_adhering",
    "rob2_cluster",
    "rob2_cluster_adhering",
    "robins_i",
    "robins_i_adhering",
    "amstar2",
    "quadas2",
    "nos_cohort",
    "nos_cohort_ahrq",
    "nos_case_control",
    "nos_case_control_ahrq",
    "jbi_case_series",
    "jbi_case_report",
    "jbi_cohort",
    "jbi_case_control",
    "jbi_cross_sectional",
    "jbi_rct",
    "jbi_quasi_experimental",
    "jbi_diagnostic",
];

/// The bundled tool of this identifier.
///
/// # Example
/// ```
/// use euthymia_appraisal::bundled;
/// let tool = bundled("rob2").unwrap();
/// assert_eq!(tool.question("1.1").unwrap().answers.len(), 5);
/// assert!(bundled("rob3").is_none());
/// ```
#[must_use]
pub fn bundled(id: &str) -> Option<&'static Tool> {
    bundled_before(id, &TOOLS)
}

/// A tool is built on earlier ones only, so that this ends.
fn bundled_before(id: &str, tools: &'static [Bundled]) -> Option<&'static Tool> {
    let place = tools.iter().position(|tool| tool.id == id)?;
    let (earlier, rest) = tools.split_at(place);
    let found = rest.first()?;
    // A test reads every text, so `ok` hides nothing.
    let read = || Tool::parse(found.text, |base| bundled_before(base, earlier)).ok();
    found.read.get_or_init(read).as_ref()
}

/// The identifiers of the bundled tools, in the order in which lists show them.
pub fn bundled_ids() -> impl Iterator<Item = &'static str> {
    TOOLS.iter().map(|tool| tool.id)
}

/// Every bundled tool.
pub fn bundled_all() -> impl Iterator<Item = &'static Tool> {
    bundled_ids().filter_map(bundled)
}

#[cfg(test)]
mod tests {
    use super::TOOLS;
    use crate::Tool;

    #[test]
    fn every_bundled_text_is_a_tool_that_does_not_contradict_itself() {
        for bundled in &TOOLS {
            let tool = Tool::parse(bundled.text, super::bundled)
                .unwrap_or_else(|error| panic!("{}: {error}", bundled.id));
            assert_eq!(tool.id, bundled.id);
        }
    }

    #[test]
    fn every_file_of_the_folder_is_bundled() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../appraisal");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .collect();
        files.sort();
        let mut ids: Vec<&str> = super::bundled_ids().collect();
        ids.sort_unstable();
        assert_eq!(files, ids);
    }
}
