//! `desc20xx.xml`: `DescriptorRecordSet` of `DescriptorRecord`s.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Descriptor, MeshError};

/// Reads all headings, one at a time. Only the predefined entities are decoded: a declared entity
/// stays as it is written.
pub(super) fn read(file: impl BufRead) -> Result<Vec<Descriptor>, MeshError> {
    let mut reader = Reader::from_reader(file);
    let mut bytes = Vec::new();
    let mut walk = Walk::default();
    loop {
        bytes.clear();
        let event = reader
            .read_event_into(&mut bytes)
            .map_err(|error| MeshError::Xml {
                at: reader.error_position(),
                why: error.to_string(),
            })?;
        match event {
            Event::Start(start) => walk.open(start.name().as_ref()),
            Event::End(end) => walk.close(end.name().as_ref()),
            Event::Text(text) => walk.text.push_str(&text),
            Event::CData(text) => walk.text.push_str(&text),
            Event::GeneralRef(name) => walk.text.push_str(&entity(&name)),
            Event::Eof if walk.path.is_empty() => return Ok(walk.descriptors),
            Event::Eof => {
                return Err(MeshError::Xml {
                    at: reader.buffer_position(),
                    why: "the file ends inside of a heading".to_owned(),
                });
            }
            _ => {}
        }
    }
}

fn entity(name: &str) -> String {
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number(name).and_then(char::from_u32),
    };
    known.map_or_else(|| format!("&{name};"), |c| c.to_string())
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('#')?;
    match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    }
}

#[derive(Default)]
struct Walk {
    path: Vec<String>,
    text: String,
    current: Descriptor,
    descriptors: Vec<Descriptor>,
}

impl Walk {
    fn open(&mut self, name: &str) {
        self.path.push(name.to_owned());
        self.text.clear();
        if name == "DescriptorRecord" {
            self.current = Descriptor::default();
        }
    }

    fn close(&mut self, name: &str) {
        let text = self.text.trim().to_owned();
        self.text.clear();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            [_, "DescriptorRecord", "DescriptorUI"] => self.current.ui = text,
            [_, "DescriptorRecord", "DescriptorName", "String"] => self.current.name = text,
            [.., "TreeNumberList", "TreeNumber"] => self.current.trees.push(text),
            [.., "TermList", "Term", "String"] if text != self.current.name => {
                self.current.entry_terms.push(text);
            }
            [_, "DescriptorRecord"] if !self.current.name.is_empty() => {
                self.descriptors.push(std::mem::take(&mut self.current));
            }
            _ => {}
        }
        if self.path.last().is_some_and(|last| last == name) {
            self.path.pop();
        }
    }
}
