//! The words of the analyser, as the index library asks for them.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::analyser::{BETWEEN_VALUES, Words, fold_value};

/// Cuts a text into words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordTokenizer;

/// Takes every value of a text as one term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WholeTokenizer;

/// The words of one text.
pub(crate) struct WordStream<'a> {
    words: Words<'a>,
    token: Token,
}

/// The values of one text.
pub(crate) struct WholeStream<'a> {
    values: std::str::Split<'a, char>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            words: Words::new(text),
            token: Token::default(),
        }
    }
}

impl Tokenizer for WholeTokenizer {
    type TokenStream<'a> = WholeStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WholeStream<'a> {
        WholeStream {
            values: text.split(BETWEEN_VALUES),
            token: Token::default(),
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(place) = self.words.read(&mut self.token.text) else {
            return false;
        };
        self.token.offset_from = place.start;
        self.token.offset_to = place.end;
        self.token.position = usize::try_from(place.position).unwrap_or(usize::MAX);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl TokenStream for WholeStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(value) = self.values.next() else {
            return false;
        };
        self.token.text = fold_value(value);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
