//! Cuts an XML file at the elements that are records, in bounded memory.

use std::collections::VecDeque;
use std::io::BufRead;

use super::token::{Kind, Token, local_name, token};
use crate::format::Pieces;
use crate::format::window::{RECORD_BYTES_MAX, Taken, Window, unreadable};
use crate::{Broken, Piece};

/// Which elements a format puts around and between its records. Names are without prefix.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Elements that are records and never stand in one another.
    pub(crate) records: &'static [&'static str],
    /// Elements that are records unless they stand in one.
    pub(crate) lone_records: &'static [&'static str],
    /// Elements that only hold records.
    pub(crate) wrappers: &'static [&'static str],
    /// Elements beside the records that say nothing about them.
    pub(crate) remarks: &'static [&'static str],
}

const NO_END: &str = "This record has no end: the file is cut off or damaged here. \
    Export it again, or repair the text and import it alone.";
const BETWEEN: &str = "This text stands between the records and belongs to none. \
    Look whether it is part of a record whose beginning is damaged.";
const TOO_LONG: &str = "This record is longer than 64 MiB and was not read. \
    Look whether the file is damaged here.";
const ENTITIES: &str = "The file declares entities of its own. They are not expanded, and stay in \
    the text as they are written.";

/// The records of a file.
pub(crate) fn cut<'a>(frame: &'static Frame, text: impl BufRead + 'a) -> Pieces<'a> {
    let mut cutter = Cutter {
        window: Window::new(text),
        frame,
        at: 0,
        inside: None,
        between: None,
        remark: None,
        ready: VecDeque::new(),
    };
    Box::new(std::iter::from_fn(move || cutter.advance()))
}

struct Cutter<R> {
    window: Window<R>,
    frame: &'static Frame,
    /// Bytes of the open record that were looked at.
    at: usize,
    /// Name of the open record.
    inside: Option<&'static str>,
    /// What stands between records and is no frame.
    between: Option<Taken>,
    /// Name of the open remark.
    remark: Option<&'static str>,
    ready: VecDeque<Result<Piece, Broken>>,
}

impl<R: BufRead> Cutter<R> {
    fn advance(&mut self) -> Option<Result<Piece, Broken>> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            let rest = self.window.rest().get(self.at..).unwrap_or_default();
            let is_all = self.window.is_at_end() || rest.len() > RECORD_BYTES_MAX;
            match token(rest, is_all) {
                Some(token) if self.inside.is_some() => self.within(token),
                Some(token) => self.outside(token),
                None if self.window.is_at_end() => {
                    self.finish();
                    return self.ready.pop_front();
                }
                None => {
                    if let Err(error) = self.window.fill() {
                        let broken = unreadable(&mut self.window, &error);
                        self.inside = None;
                        self.at = 0;
                        self.ready.push_back(Err(broken));
                    }
                }
            }
        }
    }

    /// A token of the open record.
    fn within(&mut self, token: Token) {
        if !matches!(token.kind, Kind::Open | Kind::Empty | Kind::Close) {
            return self.go_on(token);
        }
        let rest = self.window.rest().get(self.at..).unwrap_or_default();
        let name = local_name(rest);
        let own = self.inside.unwrap_or_default().as_bytes();
        let is_end = token.kind == Kind::Close && name == own;
        let is_next = match token.kind {
            Kind::Open | Kind::Empty => name == own || among(self.frame.records, name).is_some(),
            Kind::Close => among(self.frame.wrappers, name).is_some(),
            _ => false,
        };
        if is_next {
            self.close(Err(NO_END));
            return;
        }
        self.go_on(token);
        if is_end && self.inside.is_some() {
            self.close(Ok(()));
        }
    }

    /// Adds a token to the open record.
    fn go_on(&mut self, token: Token) {
        self.at += token.length;
        if self.at > RECORD_BYTES_MAX {
            self.close(Err(TOO_LONG));
        }
    }

    /// Takes the open record out of the window.
    fn close(&mut self, end: Result<(), &str>) {
        let taken = self.window.take(self.at);
        self.at = 0;
        self.inside = None;
        self.ready.push_back(match end {
            Ok(()) => Ok(taken.into_piece()),
            Err(message) => Err(taken.into_broken(message)),
        });
    }

    /// A token between records.
    fn outside(&mut self, token: Token) {
        let rest = self.window.rest();
        let name = local_name(rest);
        let record = among(self.frame.records, name).or(among(self.frame.lone_records, name));
        match (token.kind, record) {
            (Kind::Open, Some(name)) => {
                self.tell_between();
                self.inside = Some(name);
                self.at = token.length;
                return;
            }
            (Kind::Empty, Some(_)) => {
                self.tell_between();
                let piece = self.window.take(token.length).into_piece();
                self.ready.push_back(Ok(piece));
                return;
            }
            _ => {}
        }
        let is_frame = self.is_frame(token);
        let taken = self.window.take(token.length);
        if is_frame {
            if token.kind != Kind::Text {
                self.tell_between();
            }
            if token.kind == Kind::Doctype && taken.text.contains("<!ENTITY") {
                self.ready.push_back(Err(taken.into_broken(ENTITIES)));
            }
            return;
        }
        match &mut self.between {
            Some(between) => between.join(&taken),
            None => self.between = Some(taken),
        }
    }

    /// Whether a token between records says nothing.
    fn is_frame(&mut self, token: Token) -> bool {
        let text = self.window.rest().get(..token.length).unwrap_or_default();
        let name = local_name(text);
        let remark = among(self.frame.remarks, name);
        match token.kind {
            Kind::Close if remark.is_some() && self.remark == remark => {
                self.remark = None;
                true
            }
            Kind::Open if remark.is_some() && self.between.is_none() => {
                self.remark = remark;
                true
            }
            Kind::Open | Kind::Close | Kind::Empty
                if among(self.frame.wrappers, name).is_some() =>
            {
                self.remark = None;
                true
            }
            _ if self.remark.is_some() => true,
            Kind::Empty => remark.is_some(),
            Kind::Aside | Kind::Doctype => true,
            Kind::Text => {
                let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
                self.between.is_none() && text.trim_ascii().is_empty()
            }
            _ => false,
        }
    }

    fn tell_between(&mut self) {
        if let Some(between) = self.between.take() {
            self.ready.push_back(Err(between.into_broken(BETWEEN)));
        }
    }

    /// What is left at the end of the file.
    fn finish(&mut self) {
        if self.inside.is_some() {
            self.close(Err(NO_END));
        }
        self.tell_between();
    }
}

fn among(names: &'static [&'static str], name: &[u8]) -> Option<&'static str> {
    names.iter().find(|known| known.as_bytes() == name).copied()
}
