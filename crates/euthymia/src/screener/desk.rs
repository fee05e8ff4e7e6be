//! What a reviewer sees besides the report: a question that is open, a message, how far it was
//! scrolled.

use euthymia_app::review::screener::{Action, Told};

/// What a key is for now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Deciding.
    #[default]
    Reading,
    /// Choosing reasons: the one under the cursor, and the chosen ones.
    Reasons { cursor: usize, chosen: Vec<usize> },
    /// Typing a line.
    Typing { what: Typed, text: String },
    /// The keys are explained.
    Help,
    /// What put the report where it is, line by line, and whether that is upwards.
    Why(Vec<(String, Option<bool>)>),
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Tag,
    Note,
    Search,
}

/// What follows from a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing but what changed on the desk.
    Stay,
    /// Something is to be done.
    Do(Action),
    /// The address of the work is to be shown.
    Address,
    /// It is asked why the report is where it is.
    Why,
    /// A search is to end.
    StopSearch,
    /// The end.
    Quit,
}

/// What there is to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choices {
    /// Short names of the reasons for exclusion, in their order.
    pub(super) reasons: Vec<String>,
    /// Whether the reasons are asked for whenever something is excluded.
    pub(super) asks: bool,
    /// Places of the reasons that are chosen from the beginning.
    pub(super) given: Vec<usize>,
}

/// What a reviewer sees besides the report.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    pub(super) mode: Mode,
    /// Lines of the text above the screen.
    pub(super) scroll: usize,
    /// The most it can be scrolled, and lines of a page, as last drawn.
    pub(super) most: usize,
    pub(super) page: usize,
    pub(super) message: Option<Told>,
}

impl Desk {
    /// Begins with a report at its top.
    pub(super) fn turn(&mut self) {
        self.scroll = 0;
    }

    pub(super) fn scroll_by(&mut self, lines: usize, is_down: bool) {
        self.scroll = match is_down {
            true => self.scroll.saturating_add(lines).min(self.most),
            false => self.scroll.saturating_sub(lines),
        };
    }
}

impl Typed {
    pub(super) fn prompt(self) -> &'static str {
        match self {
            Self::Tag => "Tag: ",
            Self::Note => "Note: ",
            Self::Search => "Find: ",
        }
    }

    pub(super) fn action(self, text: String) -> Action {
        match self {
            Self::Tag => Action::Tag(text),
            Self::Note => Action::Note(text),
            Self::Search => Action::Search(text),
        }
    }
}
