//! The words and phrases of a record.

use euthymia_review::Record;

use super::SuggestionKind;
use super::stop_words::is_stop_word;
use crate::engine::analyser::Words;

/// Calls `take` with every phrase of at most `longest` words (3 at most), and every heading; a
/// phrase that stands twice is given twice. No phrase runs over punctuation other than a hyphen or
/// an apostrophe, or begins or ends with a stop word or a number.
pub(super) fn each(record: &Record, longest: usize, take: &mut impl FnMut(SuggestionKind, &str)) {
    let texts = [&record.title, &record.abstract_text];
    let texts = texts.into_iter().flatten().chain(&record.keywords);
    for text in texts {
        of_text(text, longest.clamp(1, 3), &mut |phrase| {
            take(SuggestionKind::Words, phrase)
        });
    }
    for heading in &record.headings {
        take(SuggestionKind::Heading, &heading.descriptor);
    }
}

/// The words before the present one that a phrase can begin with, the nearest last.
#[derive(Default)]
struct Before {
    words: [String; 2],
    length: usize,
}

fn of_text(text: &str, longest: usize, take: &mut impl FnMut(&str)) {
    let mut words = Words::new(text);
    let (mut word, mut phrase) = (String::new(), String::new());
    let mut before = Before::default();
    let mut end = 0;
    while let Some(place) = words.read(&mut word) {
        if text.get(end..place.start).is_some_and(breaks) {
            before.length = 0;
        }
        end = place.end;
        if can_stand_at_an_end(&word) {
            take(&word);
            for length in 1..=before.length.min(longest - 1) {
                let first = before.words.len() - length;
                let earlier = before.words.get(first..).unwrap_or_default();
                if earlier
                    .first()
                    .is_some_and(|first| can_stand_at_an_end(first))
                {
                    phrase.clear();
                    earlier.iter().for_each(|one| {
                        phrase.push_str(one);
                        phrase.push(' ');
                    });
                    phrase.push_str(&word);
                    take(&phrase);
                }
            }
        }
        before.words.swap(0, 1);
        let [_, last] = &mut before.words;
        std::mem::swap(last, &mut word);
        before.length = (before.length + 1).min(2);
    }
}

fn breaks(between: &str) -> bool {
    between.chars().any(|c| {
        !c.is_whitespace() && !matches!(c, '-' | '\'' | '\u{2010}'..='\u{2013}' | '\u{2019}')
    })
}

fn can_stand_at_an_end(word: &str) -> bool {
    !is_stop_word(word) && !word.chars().all(char::is_numeric)
}
