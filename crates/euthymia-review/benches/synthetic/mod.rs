//! A library of invented works, the same for the same seed: for timings, not for accuracy.

use std::fmt::Write as _;

/// Makes works one after the other; a share of them again as another database words them.
pub struct Library {
    state: u64,
    words: Vec<String>,
    families: Vec<String>,
    made: u64,
    earlier: Vec<Work>,
}

/// Different words, as many as some hundred thousand titles and abstracts have.
const WORDS: u64 = 100_000;
/// Different family names.
const FAMILIES: u64 = 30_000;

/// Earlier works that may be given again.
const REMEMBERED: usize = 512;

#[derive(Clone)]
struct Work {
    number: u64,
    title: String,
    authors: Vec<String>,
    year: u64,
    journal: u64,
    volume: u64,
    page: u64,
    length: u64,
    text: String,
}

impl Library {
    pub fn new(seed: u64) -> Self {
        let mut library = Self {
            state: seed,
            words: Vec::new(),
            families: Vec::new(),
            made: 0,
            earlier: Vec::new(),
        };
        library.words = (0..WORDS).map(|_| library.word()).collect();
        library.families = (0..FAMILIES).map(|_| capital(&library.word())).collect();
        library
    }

    /// The next record as RIS; one in five is a copy of a recent one with small differences.
    pub fn next_ris(&mut self) -> String {
        let is_copy = !self.earlier.is_empty() && self.below(5) == 0;
        let work = if is_copy {
            let at = self.below(self.earlier.len() as u64) as usize;
            self.earlier[at].clone()
        } else {
            let work = self.work();
            let at = (work.number as usize) % REMEMBERED;
            if at < self.earlier.len() {
                self.earlier[at] = work.clone();
            } else {
                self.earlier.push(work.clone());
            }
            work
        };
        ris(&work, is_copy)
    }

    fn work(&mut self) -> Work {
        self.made += 1;
        let title_words = 8 + self.below(10);
        let title = capital(&self.sentence(title_words));
        let authors = (0..1 + self.below(8)).map(|_| self.author()).collect();
        let text_words = 120 + self.below(140);
        Work {
            number: self.made,
            title,
            authors,
            year: 1985 + self.below(41),
            journal: self.below(400),
            volume: 1 + self.below(120),
            page: 1 + self.below(2_000),
            length: 1 + self.below(15),
            text: self.sentence(text_words),
        }
    }

    fn author(&mut self) -> String {
        let at = self.below(FAMILIES) as usize;
        let first = char::from(b'A' + self.below(26) as u8);
        let second = char::from(b'A' + self.below(26) as u8);
        format!("{}, {first}. {second}.", self.families[at])
    }

    fn sentence(&mut self, words: u64) -> String {
        let mut text = String::new();
        for _ in 0..words {
            // Zipf's law: the word of rank r comes in proportion to 1/r.
            let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
            let at = (self.words.len() as f64).powf(share) as usize - 1;
            text.push_str(&self.words[at]);
            text.push(' ');
        }
        text.pop();
        text
    }

    fn word(&mut self) -> String {
        const ONSETS: [&str; 16] = [
            "b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "pr", "tr",
        ];
        const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "io"];
        let syllables = 2 + self.below(3);
        let mut word = String::new();
        for _ in 0..syllables {
            word.push_str(ONSETS[self.below(16) as usize]);
            word.push_str(VOWELS[self.below(6) as usize]);
        }
        word
    }

    /// Below `n`, by splitmix64.
    fn below(&mut self, n: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn ris(work: &Work, is_copy: bool) -> String {
    let mut out = String::from("TY  - JOUR\n");
    let title = if is_copy {
        format!("{}.", work.title.to_uppercase())
    } else {
        work.title.clone()
    };
    let _ = writeln!(out, "TI  - {title}");
    for author in &work.authors {
        let name = if is_copy {
            author.replace('.', "")
        } else {
            author.clone()
        };
        let _ = writeln!(out, "AU  - {name}");
    }
    let _ = writeln!(out, "PY  - {}", work.year);
    let _ = writeln!(out, "T2  - Journal {} of Invented Medicine", work.journal);
    let _ = writeln!(
        out,
        "VL  - {}\nSP  - {}\nEP  - {}",
        work.volume,
        work.page,
        work.page + work.length
    );
    if !is_copy || work.number.is_multiple_of(2) {
        let _ = writeln!(out, "DO  - 10.5555/invented.{}", work.number);
    }
    let _ = writeln!(out, "AB  - {}", work.text);
    out.push_str("ER  - \n\n");
    out
}
