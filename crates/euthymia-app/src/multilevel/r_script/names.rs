//! Names of columns that R can read in a formula.

/// Words that are no names in R.
const RESERVED: [&str; 13] = [
    "if", "else", "repeat", "while", "function", "for", "next", "break", "in", "TRUE", "FALSE",
    "NULL", "NA",
];

/// Each column's name in R, none twice.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Ours, whether it is a column of numbers, and R's.
    all: Vec<(String, bool, String)>,
}

impl Names {
    /// Adds a column of labels; false where it is there.
    pub(super) fn add(&mut self, name: &str) -> bool {
        self.insert(name, false)
    }

    /// Adds a column of numbers likewise.
    pub(super) fn add_number(&mut self, name: &str) -> bool {
        self.insert(name, true)
    }

    fn insert(&mut self, name: &str, is_number: bool) -> bool {
        let known = |(ours, kind, _): &(String, bool, String)| ours == name && *kind == is_number;
        if self.all.iter().any(known) {
            return false;
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '.' };
        let mut r: String = name.chars().map(plain).collect();
        if !r.starts_with(|c: char| c.is_ascii_alphabetic()) {
            r.insert_str(0, "x.");
        }
        let is_taken = |r: &str| {
            ["slab", "yi", "vi"].contains(&r)
                || RESERVED.contains(&r)
                || self.all.iter().any(|(_, _, other)| other == r)
        };
        while is_taken(&r) {
            r.push_str(".2");
        }
        self.all.push((name.to_owned(), is_number, r));
        true
    }

    /// A column of labels in R.
    pub(super) fn of(&self, name: &str) -> String {
        self.find(name, false)
    }

    /// A column of numbers in R.
    pub(super) fn of_number(&self, name: &str) -> String {
        self.find(name, true)
    }

    fn find(&self, name: &str, is_number: bool) -> String {
        let known = |(ours, kind, _): &&(String, bool, String)| ours == name && *kind == is_number;
        let found = self.all.iter().find(known);
        found.map_or_else(|| name.to_owned(), |(_, _, r)| r.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_of_r_and_none_is_there_twice() {
        let mut names = Names::default();
        for name in ["study id", "study.id", "2nd", "if", "vi", "größe"] {
            assert!(names.add(name), "{name}");
        }
        assert!(!names.add("vi"));
        assert!(names.add_number("vi"));
        let all = ["study id", "study.id", "2nd", "if", "vi", "größe"].map(|n| names.of(n));
        assert_eq!(
            all,
            ["study.id", "study.id.2", "x.2nd", "if.2", "vi.2", "gr..e"]
        );
        assert_eq!(names.of_number("vi"), "vi.2.2");
    }
}
