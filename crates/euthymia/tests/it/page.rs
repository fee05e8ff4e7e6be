//! A web page as a browser's parser reads it, flattened to a list of elements.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// One element.
#[derive(Debug)]
pub(crate) struct Element {
    /// Its name, in lower case for HTML.
    pub(crate) name: String,
    /// Its attributes with prefix, as in `xlink:href`.
    pub(crate) attributes: Vec<(String, String)>,
    /// All text inside it, in order.
    pub(crate) text: String,
    /// The element it stands in.
    pub(crate) parent: Option<usize>,
}

/// The elements of a page in document order.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) elements: Vec<Element>,
    /// What the parser had to mend.
    pub(crate) errors: Vec<String>,
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == attribute);
        found.map(|(_, value)| value.as_str())
    }
}

impl Page {
    pub(crate) fn read(source: &str) -> Self {
        let dom: RcDom = parse_document(RcDom::default(), ParseOpts::default()).one(source);
        let mut elements = Vec::new();
        walk(&dom.document, None, &mut elements);
        let errors = dom
            .errors
            .borrow()
            .iter()
            .map(ToString::to_string)
            .collect();
        Self { elements, errors }
    }

    /// The elements of a name with their positions.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = (usize, &Element)> {
        self.elements
            .iter()
            .enumerate()
            .filter(move |(_, element)| element.name == name)
    }

    /// The element with an identifier.
    pub(crate) fn id(&self, id: &str) -> Option<(usize, &Element)> {
        self.elements
            .iter()
            .enumerate()
            .find(|(_, element)| element.get("id") == Some(id))
    }

    /// Whether an element stands inside another, at any depth.
    pub(crate) fn inside(&self, mut at: usize, ancestor: usize) -> bool {
        while let Some(parent) = self.elements[at].parent {
            if parent == ancestor {
                return true;
            }
            at = parent;
        }
        false
    }

    /// The elements of a name inside another.
    pub(crate) fn below(&self, ancestor: usize, name: &str) -> Vec<(usize, &Element)> {
        self.named(name)
            .filter(|(at, _)| self.inside(*at, ancestor))
            .collect()
    }

    /// The children of an element.
    pub(crate) fn children(&self, parent: usize) -> Vec<&Element> {
        self.elements
            .iter()
            .filter(|element| element.parent == Some(parent))
            .collect()
    }
}

fn walk(node: &Handle, parent: Option<usize>, elements: &mut Vec<Element>) {
    let mut here = parent;
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let attributes = attrs.borrow();
            let attributes = attributes.iter().map(|attribute| {
                let name = match &attribute.name.prefix {
                    Some(prefix) => format!("{prefix}:{}", attribute.name.local),
                    None => attribute.name.local.to_string(),
                };
                (name, attribute.value.to_string())
            });
            elements.push(Element {
                name: name.local.to_string(),
                attributes: attributes.collect(),
                text: String::new(),
                parent,
            });
            here = Some(elements.len() - 1);
        }
        NodeData::Text { contents } => {
            let mut at = parent;
            while let Some(element) = at.and_then(|at| elements.get_mut(at)) {
                element.text.push_str(&contents.borrow());
                at = element.parent;
            }
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        walk(child, here, elements);
    }
}
