//! Closed vocabularies: words of data files that are types in the program.

/// A word that is not in one of the closed vocabularies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not a {what}; use one of: {choices}")]
pub struct UnknownWord {
    /// What was read.
    pub found: String,
    /// Which vocabulary.
    pub what: &'static str,
    /// The words there are, separated by commas.
    pub choices: String,
}

/// Declares a closed vocabulary: an enum whose variants have an identifier and words for people.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $what:literal: $($(#[$vdoc:meta])* $variant:ident = $id:literal, $words:literal;)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every word of the vocabulary, in the order in which reports show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The identifier in data files.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// Reads an identifier.
            ///
            /// # Errors
            /// An unknown word, with the words there are.
            pub fn parse(id: &str) -> Result<Self, $crate::vocabulary::UnknownWord> {
                Self::ALL.iter().copied().find(|word| word.id() == id).ok_or_else(|| $crate::vocabulary::UnknownWord {
                    found: id.to_owned(),
                    what: $what,
                    choices: Self::ALL.iter().map(|word| word.id()).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(Self::$variant => $words,)+ })
            }
        }
    };
}
