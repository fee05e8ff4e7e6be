//! How things look: every difference is one of shape first, and of colour besides.

use euthymia_app::review::screener::Marks;
use ratatui::style::{Color, Modifier, Style};

/// How things look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Whether there is colour.
    pub(super) has_color: bool,
}

impl Look {
    fn with(self, style: Style, color: Color) -> Style {
        match self.has_color {
            true => style.fg(color),
            false => style,
        }
    }

    pub(super) fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub(super) fn quiet(self) -> Style {
        self.with(Style::new(), Color::DarkGray)
    }

    pub(super) fn heading(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub(super) fn key(self) -> Style {
        self.with(Style::new().add_modifier(Modifier::BOLD), Color::Cyan)
    }

    pub(super) fn chosen(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    pub(super) fn refusal(self) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED);
        self.with(style, Color::Yellow)
    }

    pub(super) fn entered(self) -> Style {
        self.with(Style::new().add_modifier(Modifier::BOLD), Color::Cyan)
    }

    /// Bold and underlined speaks for a report, reversed against it, italic was searched for.
    pub(super) fn marked(self, why: Marks) -> Style {
        let mut style = Style::new();
        if why.is_for {
            let shape = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
            style = self.with(shape, Color::Cyan);
        }
        if why.is_found {
            let shape = style.add_modifier(Modifier::BOLD | Modifier::ITALIC);
            style = self.with(shape, Color::Magenta);
        }
        if why.is_against {
            let shape = style.add_modifier(Modifier::REVERSED);
            style = self.with(shape, Color::Yellow);
        }
        style
    }
}
