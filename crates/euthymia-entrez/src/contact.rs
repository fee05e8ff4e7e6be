//! Who asks, as NCBI wants to know it.

use std::fmt;

use crate::EntrezError;

/// The name of the program, the address of the person who runs it, and an API key if there is one.
///
/// The key is never shown: not in an error, not in a file, not in the debug text.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    tool: String,
    email: String,
    key: Option<String>,
}

impl Contact {
    /// Checks the three.
    ///
    /// # Errors
    /// A tool with a space or without a letter, an address without `@`, a key with characters that
    /// keys do not have.
    ///
    /// # Example
    /// ```
    /// use euthymia_entrez::Contact;
    /// assert!(Contact::new("euthymia", "librarian@example.org", None).is_ok());
    /// assert!(Contact::new("euthymia", "librarian", None).is_err());
    /// ```
    pub fn new(tool: &str, email: &str, key: Option<&str>) -> Result<Self, EntrezError> {
        if !is_word(tool) {
            return Err(EntrezError::Tool {
                found: tool.to_owned(),
            });
        }
        let sides = email.split_once('@');
        if !is_word(email) || !sides.is_some_and(|(name, host)| is_side(name) && is_side(host)) {
            return Err(EntrezError::Email {
                found: email.to_owned(),
            });
        }
        if key.is_some_and(|key| key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric()))
        {
            return Err(EntrezError::KeyForm);
        }
        Ok(Self {
            tool: tool.to_owned(),
            email: email.to_owned(),
            key: key.map(str::to_owned),
        })
    }

    /// The name of the program.
    pub fn tool(&self) -> &str {
        &self.tool
    }

    /// The address of the person.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// True when requests carry a key.
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// The three as parameters of a request.
    pub(crate) fn form(&self) -> Vec<(&'static str, String)> {
        let mut form = vec![("tool", self.tool.clone()), ("email", self.email.clone())];
        form.extend(self.key.clone().map(|key| ("api_key", key)));
        form
    }

    /// The text without the key, should a server have repeated it.
    pub(crate) fn without_key(&self, text: &str) -> String {
        match &self.key {
            Some(key) => text.replace(key.as_str(), "(key)"),
            None => text.to_owned(),
        }
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("tool", &self.tool)
            .field("email", &self.email)
            .field("has_key", &self.has_key())
            .finish()
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn is_side(text: &str) -> bool {
    !text.is_empty() && !text.contains('@')
}
