//! Authors, editors and others.

/// A person or a group, as a file names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Person {
    /// A person whose family name is known.
    Named {
        /// Family name with particles: `van der Berg`.
        family: String,
        /// Given names or initials as written.
        given: Option<String>,
        /// `Jr`, `III`.
        suffix: Option<String>,
    },
    /// A group, or a name that could not be taken apart, as written.
    Whole(String),
}

/// A person with what they did.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contributor {
    /// What they did.
    pub role: Role,
    /// Who.
    pub person: Person,
    /// Addresses as written.
    pub affiliations: Vec<String>,
    /// ORCID identifier, if given: `0000-0001-2345-6789`.
    pub orcid: Option<String>,
}

/// What somebody did for a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Author.
    Author,
    /// A group named as author.
    Group,
    /// Editor of the work or of what contains it.
    Editor,
    /// Editor of the series.
    SeriesEditor,
    /// Translator.
    Translator,
    /// Investigator, who is not an author.
    Investigator,
    /// Anything else.
    Other,
}

impl Person {
    /// Takes `Family, Given, Suffix` apart; without a comma the name stays whole.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::Person;
    /// let person = Person::from_inverted("van der Berg, A. B., Jr");
    /// assert_eq!(person.family(), Some("van der Berg"));
    /// assert_eq!(person.inverted(), "van der Berg, A. B., Jr");
    /// assert_eq!(Person::from_inverted("TRD Study Group").family(), None);
    /// ```
    pub fn from_inverted(text: &str) -> Self {
        let mut parts = text.split(',').map(str::trim);
        let family = parts.next().unwrap_or_default().to_owned();
        let mut rest: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        if family.is_empty() || rest.len() > 2 || !text.contains(',') {
            return Self::Whole(text.trim().to_owned());
        }
        let suffix = (rest.len() == 2).then(|| rest.remove(1).to_owned());
        Self::Named {
            family,
            given: rest.first().map(|&given| given.to_owned()),
            suffix,
        }
    }

    /// Family name, where it is known.
    pub fn family(&self) -> Option<&str> {
        match self {
            Self::Named { family, .. } => Some(family),
            Self::Whole(_) => None,
        }
    }

    /// `Family, Given, Suffix`, or the name as it stands.
    pub fn inverted(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Named {
                family,
                given,
                suffix,
            } => {
                let parts = [Some(family), given.as_ref(), suffix.as_ref()];
                parts
                    .into_iter()
                    .flatten()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(", ")
            }
        }
    }
}

impl Contributor {
    /// Somebody without address.
    pub fn new(role: Role, person: Person) -> Self {
        Self {
            role,
            person,
            affiliations: Vec::new(),
            orcid: None,
        }
    }
}
