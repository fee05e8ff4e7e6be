//! A text cut into words.

/// Hands over the words of a text: runs of at least two letters, digits or underscores, in small
/// letters.
///
/// # Example
/// ```
/// use euthymia_screening::text::for_each_word;
/// let mut words = Vec::new();
/// for_each_word("A (Es)Ketamine trial, n=12", |word| words.push(word.to_owned()));
/// assert_eq!(words, ["es", "ketamine", "trial", "12"]);
/// ```
pub fn for_each_word(text: &str, mut each: impl FnMut(&str)) {
    let mut word = String::new();
    let mut letters = 0_usize;
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
            letters += 1;
            continue;
        }
        if letters > 1 {
            each(&word);
        }
        word.clear();
        letters = 0;
    }
    if letters > 1 {
        each(&word);
    }
}
