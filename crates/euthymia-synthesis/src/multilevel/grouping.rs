//! Which rows belong together: a factor such as the study or the outcome of each row.

/// A factor: one level per row.
///
/// Levels are in the order of their labels: by value where every label is a number, by text
/// otherwise. The order matters only for autoregressive structures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    name: String,
    labels: Vec<String>,
    level_of_row: Vec<usize>,
}

impl Grouping {
    /// Makes a factor from one label per row.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::multilevel::Grouping;
    /// let time = Grouping::new("time", &["10", "2", "2"]);
    /// assert_eq!(time.labels(), ["2", "10"]);
    /// assert_eq!(time.level_of_row(), [1, 0, 0]);
    /// ```
    #[must_use]
    pub fn new<L: AsRef<str>>(name: impl Into<String>, of_rows: &[L]) -> Self {
        let mut labels: Vec<&str> = of_rows.iter().map(AsRef::as_ref).collect();
        labels.sort_unstable();
        labels.dedup();
        let values: Option<Vec<f64>> = labels.iter().map(|l| number(l)).collect();
        if let Some(values) = values {
            let mut order: Vec<usize> = (0..labels.len()).collect();
            order.sort_by(|i, j| values[*i].total_cmp(&values[*j]));
            labels = order.into_iter().map(|i| labels[i]).collect();
        }
        let places: std::collections::BTreeMap<&str, usize> =
            labels.iter().enumerate().map(|(i, l)| (*l, i)).collect();
        let place = |label: &L| places.get(label.as_ref()).copied().unwrap_or(0);
        Self {
            name: name.into(),
            level_of_row: of_rows.iter().map(place).collect(),
            labels: labels.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The factor of this one within another: a level for each combination that occurs.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::multilevel::Grouping;
    /// let study = Grouping::new("study", &["A", "A", "B"]);
    /// let effect = Grouping::new("effect", &["1", "2", "1"]);
    /// let both = effect.within(&study);
    /// assert_eq!((both.name(), both.levels()), ("study/effect", 3));
    /// ```
    #[must_use]
    pub fn within(&self, outer: &Self) -> Self {
        let pairs = outer.level_of_row.iter().zip(&self.level_of_row);
        let mut keys: Vec<(usize, usize)> = pairs.map(|(a, b)| (*a, *b)).collect();
        let of_rows = keys.clone();
        keys.sort_unstable();
        keys.dedup();
        let place = |key| keys.binary_search(key).unwrap_or(0);
        let label = |(a, b): &(usize, usize)| format!("{}/{}", outer.labels[*a], self.labels[*b]);
        Self {
            name: format!("{}/{}", outer.name, self.name),
            level_of_row: of_rows.iter().map(place).collect(),
            labels: keys.iter().map(label).collect(),
        }
    }

    /// What the factor is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The labels of its levels, in order.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Number of levels.
    #[must_use]
    pub fn levels(&self) -> usize {
        self.labels.len()
    }

    /// The level of each row, as its place among the labels.
    #[must_use]
    pub fn level_of_row(&self) -> &[usize] {
        &self.level_of_row
    }

    /// The rows of each level.
    pub(super) fn rows_by_level(&self) -> Vec<Vec<usize>> {
        let mut rows = vec![Vec::new(); self.levels()];
        for (row, level) in self.level_of_row.iter().enumerate() {
            rows[*level].push(row);
        }
        rows
    }
}

/// A label as a finite number; `None` where it is none.
fn number(label: &str) -> Option<f64> {
    label.parse().ok().filter(|x: &f64| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_that_is_no_number_sorts_all_by_text() {
        let found = Grouping::new("dose", &["10", "2", "high"]);
        assert_eq!(found.labels(), ["10", "2", "high"]);
    }

    #[test]
    fn no_rows_have_no_levels() {
        let none = Grouping::new::<&str>("study", &[]);
        assert_eq!((none.levels(), none.within(&none).levels()), (0, 0));
    }
}
