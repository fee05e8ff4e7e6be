//! Reasons of a decision, kept once however often they are given.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

/// Reasons for exclusion by their short names, the reported one first. A copy costs nothing.
///
/// # Example
/// ```
/// use euthymia_review::screen::Reasons;
/// let none = Reasons::default();
/// assert!(none.is_empty() && none.first().is_none());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons(Option<Arc<[Arc<str>]>>);

impl Reasons {
    /// Whether they are these, in this order.
    #[must_use]
    pub fn is_as(&self, names: &[String]) -> bool {
        self.iter()
            .map(|own| &**own)
            .eq(names.iter().map(String::as_str))
    }
}

impl Deref for Reasons {
    type Target = [Arc<str>];

    fn deref(&self) -> &[Arc<str>] {
        self.0.as_deref().unwrap_or_default()
    }
}

/// Every list of reasons that was given.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    lists: HashMap<Vec<String>, Reasons>,
}

impl Given {
    /// The list, as it was given before where it was.
    pub(super) fn shared(&mut self, names: &[String]) -> Reasons {
        if names.is_empty() {
            return Reasons::default();
        }
        if let Some(known) = self.lists.get(names) {
            return known.clone();
        }
        let list = names.iter().map(|name| Arc::from(name.as_str())).collect();
        let list = Reasons(Some(list));
        self.lists.insert(names.to_vec(), list.clone());
        list
    }
}
