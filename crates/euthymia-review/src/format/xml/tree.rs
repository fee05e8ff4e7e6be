//! One record of an XML file as a tree that borrows its text.

use super::text::{Runs, decoded, reference, split_reference};
use super::token::{Kind, local_name, token};

/// Deepest nesting that is followed; tags below it are read as text.
const DEPTH_MAX: usize = 128;

/// An element with what stands in it.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    /// Name without namespace prefix.
    pub(crate) name: &'a str,
    /// The tag behind its name.
    tail: &'a str,
    /// Elements and text in order.
    pub(crate) children: Vec<Node<'a>>,
    /// Bytes of the record before it.
    pub(crate) offset: usize,
}

/// What stands in an element.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// An element.
    Element(Element<'a>),
    /// Text as it stands.
    Text(&'a str),
    /// Text of a CDATA section.
    Cdata(&'a str),
}

/// Something wrong with the markup.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) offset: usize,
    pub(crate) found: String,
    pub(crate) message: &'static str,
}

/// A record as a tree, with what is wrong with its markup.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    /// The outermost element.
    pub(crate) root: Option<Element<'a>>,
    /// In the order of the text.
    pub(crate) flaws: Vec<Flaw>,
}

impl<'a> Tree<'a> {
    /// Reads a record. Whatever is wrong is passed over and told.
    pub(crate) fn read(text: &'a str) -> Self {
        let mut builder = Builder {
            open: Vec::new(),
            root: None,
            flaws: Vec::new(),
        };
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(token) = token(rest.as_bytes(), true) else {
                break;
            };
            let Some(part) = rest.get(..token.length) else {
                break;
            };
            builder.add(token.kind, part, at);
            at += token.length;
        }
        builder.finish()
    }
}

struct Builder<'a> {
    open: Vec<Element<'a>>,
    root: Option<Element<'a>>,
    flaws: Vec<Flaw>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, kind: Kind, part: &'a str, offset: usize) {
        match kind {
            Kind::Open | Kind::Empty if self.open.len() >= DEPTH_MAX => {
                self.flaw(
                    offset,
                    part,
                    "elements are nested too deeply; the tag is kept as text",
                );
                self.push(Node::Text(part));
            }
            Kind::Open => self.open.push(Element::new(part, offset)),
            Kind::Empty => self.push(Node::Element(Element::new(part, offset))),
            Kind::Close => self.close(part, offset),
            Kind::Text => {
                self.check_references(part, offset);
                self.push(Node::Text(part));
            }
            Kind::Cdata => {
                let text = part.strip_prefix("<![CDATA[").unwrap_or(part);
                self.push(Node::Cdata(text.strip_suffix("]]>").unwrap_or(text)));
            }
            Kind::Stray => {
                self.flaw(offset, part, "a tag has no end; it is kept as text");
                self.push(Node::Cdata(part));
            }
            Kind::Aside | Kind::Doctype => {}
        }
    }

    fn push(&mut self, node: Node<'a>) {
        match (self.open.last_mut(), node) {
            (Some(parent), node) => parent.children.push(node),
            (None, Node::Element(element)) => {
                self.root.get_or_insert(element);
            }
            (None, _) => {}
        }
    }

    fn close(&mut self, part: &'a str, offset: usize) {
        let name = local_name(part.as_bytes());
        let found = self
            .open
            .iter()
            .rposition(|element| element.name.as_bytes() == name);
        let Some(found) = found else {
            self.flaw(offset, part, "an element ends that did not begin");
            return;
        };
        while self.open.len() > found + 1 {
            self.flaw(offset, part, "an element within has no end");
            self.end_last();
        }
        self.end_last();
    }

    fn end_last(&mut self) {
        if let Some(element) = self.open.pop() {
            self.push(Node::Element(element));
        }
    }

    fn check_references(&mut self, part: &str, offset: usize) {
        for at in memchr::memchr_iter(b'&', part.as_bytes()) {
            let from = part.get(at..).unwrap_or_default();
            match split_reference(from) {
                Some((name, _)) if reference(name).is_some() => {}
                Some((name, _)) => {
                    let found = format!("&{name};");
                    self.flaw(
                        offset + at,
                        &found,
                        "an entity is not defined; it is kept as text",
                    );
                }
                None => self.flaw(
                    offset + at,
                    "&",
                    "an ampersand is not escaped; it is kept as text",
                ),
            }
        }
    }

    fn flaw(&mut self, offset: usize, found: &str, message: &'static str) {
        if self.flaws.len() < 100 {
            let found = found.chars().take(80).collect();
            self.flaws.push(Flaw {
                offset,
                found,
                message,
            });
        }
    }

    fn finish(mut self) -> Tree<'a> {
        while let Some(last) = self.open.last() {
            let offset = last.offset;
            self.flaw(offset, "", "an element has no end");
            self.end_last();
        }
        Tree {
            root: self.root,
            flaws: self.flaws,
        }
    }
}

impl<'a> Element<'a> {
    fn new(tag: &'a str, offset: usize) -> Self {
        let name = std::str::from_utf8(local_name(tag.as_bytes())).unwrap_or_default();
        let inner = tag.trim_start_matches('<').trim_end_matches(['>', '/']);
        let tail = inner.find(|c: char| c.is_ascii_whitespace());
        Self {
            name,
            tail: tail.and_then(|at| inner.get(at..)).unwrap_or_default(),
            children: Vec::new(),
            offset,
        }
    }

    /// Attributes in order, decoded, without namespace declarations.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
        let mut rest = self.tail;
        std::iter::from_fn(move || {
            loop {
                let (name, after) = rest.split_once('=')?;
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
                let (value, tail) = after.get(1..)?.split_once(quote)?;
                rest = tail;
                let name = name.trim();
                if !name.starts_with("xmlns") {
                    return Some((name, decoded(value).into_owned()));
                }
            }
        })
    }

    /// Value of an attribute; `None` when it is absent or blank.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes()
            .find(|(known, value)| *known == name && !value.trim().is_empty())
            .map(|(_, value)| value)
    }

    /// Elements within.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// First element within of that name.
    pub(crate) fn first(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.name == name)
    }

    /// Text of the first element within of that name; `None` when there is none or it is blank.
    pub(crate) fn first_text(&self, name: &str) -> Option<String> {
        self.first(name).and_then(Element::text)
    }

    /// All text within, without tags, layout closed up; `None` when it is blank.
    pub(crate) fn text(&self) -> Option<String> {
        let mut runs = Runs::default();
        self.push_text(&mut runs);
        Some(runs.into_text()).filter(|text| !text.trim().is_empty())
    }

    fn push_text(&self, runs: &mut Runs) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.push_text(runs),
                Node::Text(text) => runs.push_raw(text),
                Node::Cdata(text) => runs.push_meant(text),
            }
        }
    }

    /// Text that stands directly in it, without that of its elements.
    pub(crate) fn own_text(&self) -> Option<String> {
        let mut runs = Runs::default();
        for node in &self.children {
            match node {
                Node::Element(_) => {}
                Node::Text(text) => runs.push_raw(text),
                Node::Cdata(text) => runs.push_meant(text),
            }
        }
        Some(runs.into_text()).filter(|text| !text.trim().is_empty())
    }

    /// Every value within with its path, attributes as `path@name`.
    pub(crate) fn leaves(&self, path: &str, take: &mut impl FnMut(String, String)) {
        for (name, value) in self.attributes() {
            if !value.trim().is_empty() {
                take(format!("{path}@{name}"), value);
            }
        }
        if let Some(text) = self.own_text() {
            take(path.to_owned(), text);
        }
        for element in self.elements() {
            element.leaves(&format!("{path}/{}", element.name), take);
        }
    }
}
