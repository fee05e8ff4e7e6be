//! The parts of a search before their order is known.

use super::dialect::Op;
use super::{Expr, Field, Span};

/// A part of the text of a search.
#[derive(Debug, Clone)]
pub(super) enum Token {
    Open,
    Close,
    /// Words without white space or in quotation marks, as written.
    Words {
        raw: String,
        quoted: bool,
    },
    Op(Op),
    /// A search that is whole in itself.
    Leaf(Expr),
    /// A tag before what it belongs to.
    Prefix(Vec<Field>),
    /// A tag behind what it belongs to.
    Postfix(Postfix),
}

/// What a tag behind a term makes of it.
#[derive(Debug, Clone)]
pub(super) enum Postfix {
    Fields(Vec<Field>),
    /// Words of the term so near to each other in these fields.
    Proximity(Vec<Field>, u32),
    Heading {
        explode: bool,
        major: bool,
    },
}

/// A [`Token`] with its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) span: Span,
}
