//! Lines of decisions on records, read as they are written: they are nearly all of a long log.
//!
//! What stands here byte by byte is what [`write`](super::line::write) makes of such an entry, and
//! nothing else is read: a line that differs in a byte is left to the reader of JSON.

use std::str::FromStr;

use super::line::SCHEMA;
use super::{Entry, EntryId, Event, Screened, Stage, Verdict};
use crate::{ImportId, RecordId};

/// Digits of the name of an import.
const IMPORT_DIGITS: usize = 8;

/// The entry of a line, from what follows its name; `None` where anything but decisions is in it.
pub(super) fn entry(id: EntryId, rest: &[u8]) -> Option<Entry> {
    let mut rest = Rest(rest);
    rest.take(b"\"schema\":\"")?;
    rest.take(SCHEMA.as_bytes())?;
    rest.take(b"\",\"clock\":")?;
    let clock = rest.number()?;
    rest.take(b",\"time\":\"")?;
    let time = rest.text()?.parse().ok()?;
    rest.take(b",\"author\":\"")?;
    let author = rest.text()?.to_owned();
    rest.take(b",\"events\":[")?;
    let mut events = Vec::with_capacity(1);
    events.push(rest.screened()?);
    while rest.take(b",").is_some() {
        events.push(rest.screened()?);
    }
    rest.take(b"]}")?;
    rest.0.is_empty().then_some(Entry {
        id,
        clock,
        time,
        author,
        events,
    })
}

/// What is still to be read of a line.
struct Rest<'l>(&'l [u8]);

impl<'l> Rest<'l> {
    #[inline]
    fn take(&mut self, wanted: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(wanted)?;
        Some(())
    }

    /// A whole number as it is written: no sign, no zero before it.
    fn number<N: FromStr>(&mut self) -> Option<N> {
        let end = self.0.iter().position(|byte| !byte.is_ascii_digit())?;
        let (digits, rest) = self.0.split_at_checked(end)?;
        if digits.len() > 1 && digits.starts_with(b"0") {
            return None;
        }
        self.0 = rest;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// A text of which nothing had to be escaped, and the quotation mark after it.
    fn text(&mut self) -> Option<&'l str> {
        let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        let end = self.0.iter().position(is_special)?;
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.strip_prefix(b"\"")?;
        std::str::from_utf8(text).ok()
    }

    fn record(&mut self) -> Option<RecordId> {
        let (digits, rest) = self.0.split_at_checked(IMPORT_DIGITS)?;
        let mut import = 0;
        for digit in digits {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            import = import << 4 | u32::from(value);
        }
        self.0 = rest;
        self.take(b"-")?;
        let number = self.number()?;
        let import = ImportId(import);
        Some(RecordId { import, number })
    }

    fn stage(&mut self) -> Option<Stage> {
        match self.text()? {
            "title_abstract" => Some(Stage::TitleAbstract),
            "full_text" => Some(Stage::FullText),
            _ => None,
        }
    }

    fn verdict(&mut self) -> Option<Verdict> {
        let word = self.text()?;
        let all = [Verdict::Include, Verdict::Maybe, Verdict::Exclude];
        all.into_iter().find(|verdict| verdict.word() == word)
    }

    fn reasons(&mut self) -> Option<Vec<String>> {
        if self.take(b",\"reasons\":[").is_none() {
            return Some(Vec::new());
        }
        let mut reasons = Vec::with_capacity(1);
        self.take(b"\"")?;
        reasons.push(self.text()?.to_owned());
        while self.take(b",\"").is_some() {
            reasons.push(self.text()?.to_owned());
        }
        self.take(b"]")?;
        Some(reasons)
    }

    fn screened(&mut self) -> Option<Event> {
        self.take(b"{\"screened\":{\"record\":\"")?;
        let record = self.record()?;
        self.take(b"\",\"stage\":\"")?;
        let stage = self.stage()?;
        self.take(b",\"verdict\":\"")?;
        let verdict = self.verdict()?;
        let reasons = self.reasons()?;
        let seconds = match self.take(b",\"seconds\":") {
            Some(()) => Some(self.number()?),
            None => None,
        };
        self.take(b"}}")?;
        Some(Event::Screened(Box::new(Screened {
            record,
            stage,
            verdict,
            reasons,
            seconds,
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::super::{Event, Screened, Stage, Stamp, Verdict};
    use super::entry;
    use crate::{ImportId, RecordId};
    use proptest::prelude::*;

    fn screened() -> impl Strategy<Value = Event> {
        let stage = prop_oneof![Just(Stage::TitleAbstract), Just(Stage::FullText)];
        let verdicts = [Verdict::Include, Verdict::Maybe, Verdict::Exclude];
        let reasons = prop::collection::vec(prop_oneof!["[a-z]{0,9}", any::<String>()], 0..3);
        let seconds = prop::option::of(any::<u32>());
        let record = (any::<u32>(), any::<u32>());
        (
            record,
            stage,
            prop::sample::select(verdicts.to_vec()),
            reasons,
            seconds,
        )
            .prop_map(|((import, number), stage, verdict, reasons, seconds)| {
                let import = ImportId(import);
                Event::Screened(Box::new(Screened {
                    record: RecordId { import, number },
                    stage,
                    verdict,
                    reasons,
                    seconds,
                }))
            })
    }

    fn written(clock: u64, author: &str, events: Vec<Event>) -> Vec<u8> {
        let stamp = Stamp {
            time: "2026-03-01T09:30:00Z".parse().unwrap(),
            author: author.to_owned(),
        };
        line::write(clock, &stamp, events).unwrap().1
    }

    proptest! {
        #[test]
        fn laws_a_written_decision_is_read_alike(
            clock in any::<u64>(),
            author in prop_oneof!["[a-z]{1,4}", any::<String>()],
            events in prop::collection::vec(screened(), 1..4),
        ) {
            let line = written(clock, &author, events.clone());
            let (id, rest) = line::checked(line.trim_ascii_end()).unwrap();
            let slowly = line::read_as_json(id, line.trim_ascii_end(), rest).unwrap();
            prop_assert_eq!(&slowly.0.events, &events);
            let texts = events.iter().flat_map(|event| match event {
                Event::Screened(own) => own.reasons.clone(),
                _ => Vec::new(),
            });
            let is_plain = |text: &str| !text.contains(|c| matches!(c, '"' | '\\' | '\0'..' '));
            let is_expected = is_plain(&author) && texts.into_iter().all(|text| is_plain(&text));
            let quickly = entry(id, rest);
            prop_assert_eq!(quickly.is_some(), is_expected);
            prop_assert_eq!(quickly.unwrap_or_else(|| slowly.0.clone()), slowly.0);
        }

        #[test]
        fn laws_what_is_read_from_a_changed_line_is_what_json_says(
            events in prop::collection::vec(screened(), 1..3),
            at in any::<prop::sample::Index>(),
            to in prop_oneof![any::<u8>(), prop::sample::select(b"0-\",:{}[]+ AE".to_vec())],
            how in 0..3,
        ) {
            let line = written(7, "kd", events);
            let (id, rest) = line::checked(line.trim_ascii_end()).unwrap();
            let mut changed = rest.to_vec();
            let at = at.index(changed.len());
            match how {
                0 => changed[at] = to,
                1 => changed.insert(at, to),
                _ => drop(changed.remove(at)),
            }
            if let Some(quickly) = entry(id, &changed) {
                let mut whole = b"{\"id\":\"0\",".to_vec();
                whole.extend_from_slice(&changed);
                let slowly = line::read_as_json(id, &whole, &changed);
                prop_assert_eq!(Ok((quickly, None)), slowly);
            }
        }
    }
}
