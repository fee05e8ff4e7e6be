//! A report as lines.

use super::look::Look;
use super::words::{disagreement, given};
use super::wrap::{Piece, wrap};
use euthymia_app::review::screener::{Paragraph, Shown, Words};
use ratatui::style::Style;
use ratatui::text::Line;

/// Lines that are put together for a width.
pub(super) struct Body<'a> {
    pub(super) words: &'a Words,
    pub(super) look: Look,
    pub(super) width: usize,
    pub(super) lines: Vec<Line<'static>>,
}

impl<'a> Body<'a> {
    pub(super) fn new(words: &'a Words, look: Look, width: usize) -> Self {
        Self {
            words,
            look,
            width,
            lines: Vec::new(),
        }
    }

    /// What the report says.
    pub(super) fn report(&mut self, shown: &Shown) {
        let (text, look) = (&shown.text, self.look);
        if let Some(trouble) = &text.trouble {
            self.plain(
                &format!("This record cannot be read: {trouble}"),
                look.refusal(),
            );
        }
        let title = text.title.as_deref().unwrap_or("(no title)");
        self.marked(&[], title, look.title());
        if let Some(original) = &text.original_title {
            self.marked(&[], &format!("[{original}]"), Style::new());
        }
        if let Some(authors) = &text.authors {
            self.plain(authors, Style::new());
        }
        if let Some(published) = &text.published {
            self.plain(published, look.quiet());
        }
        self.plain(&names(shown), look.quiet());
        for paragraph in &text.paragraphs {
            self.gap();
            self.paragraph(paragraph);
        }
        if text.paragraphs.is_empty() && text.trouble.is_none() {
            self.gap();
            self.plain("(no abstract)", look.quiet());
        }
        if !text.keywords.is_empty() {
            self.gap();
            let list = text.keywords.join("; ");
            self.marked(&[("Keywords: ", look.heading())], &list, Style::new());
        }
        if !text.kinds.is_empty() {
            let list = text.kinds.join("; ");
            self.marked(&[("Type: ", look.heading())], &list, Style::new());
        }
    }

    /// What was decided, tagged and noted.
    pub(super) fn decisions(&mut self, shown: &Shown) {
        let look = self.look;
        if let Some(own) = shown.disagreement {
            self.plain(disagreement(own), look.title());
        }
        if let Some(own) = &shown.own {
            let text = given(own);
            self.pair("You: ", &text);
        }
        for other in &shown.others {
            let name = format!("{}: ", other.by);
            self.pair(&name, &given(other));
        }
        if !shown.with.is_empty() {
            self.pair("Settled together with ", &shown.with.join(", "));
        }
        if !shown.tags.is_empty() {
            let tags: Vec<String> = shown
                .tags
                .iter()
                .map(|(tag, is_own)| match is_own {
                    true => tag.clone(),
                    false => format!("{tag} (others)"),
                })
                .collect();
            self.pair("Tags: ", &tags.join(", "));
        }
        for remark in &shown.remarks {
            let name = format!("{} noted: ", remark.by);
            self.pair(&name, &remark.text);
        }
    }

    pub(super) fn pair(&mut self, name: &str, text: &str) {
        let pieces = [(name, self.look.heading()), (text, Style::new())];
        self.lines.extend(wrap(&pieces, self.width));
    }

    pub(super) fn plain(&mut self, text: &str, style: Style) {
        self.lines.extend(wrap(&[(text, style)], self.width));
    }

    /// An empty line, unless there is one or nothing yet.
    pub(super) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        match &paragraph.heading {
            Some(heading) => {
                let heading = format!("{heading}: ");
                let before = [(heading.as_str(), self.look.heading())];
                self.marked(&before, &paragraph.text, Style::new());
            }
            None => self.marked(&[], &paragraph.text, Style::new()),
        }
    }

    /// Pieces, then a text of which words are marked.
    fn marked(&mut self, before: &[Piece<'_>], text: &str, style: Style) {
        let mut pieces = before.to_vec();
        let mut at = 0;
        for marked in self.words.marked(text) {
            let range = marked.range;
            pieces.extend(text.get(at..range.start).map(|part| (part, style)));
            let own = style.patch(self.look.marked(marked.why));
            pieces.extend(text.get(range.clone()).map(|part| (part, own)));
            at = range.end;
        }
        pieces.extend(text.get(at..).map(|part| (part, style)));
        self.lines.extend(wrap(&pieces, self.width));
    }
}

/// By what names the report is known.
fn names(shown: &Shown) -> String {
    let text = &shown.text;
    let mut names = vec![shown.record.to_string()];
    names.extend(text.doi.as_ref().map(|doi| format!("doi:{doi}")));
    names.extend(text.pmid.as_ref().map(|pmid| format!("PMID {pmid}")));
    names.extend(text.trials.iter().cloned());
    match text.copies.len() {
        0 => {}
        1 => names.push("1 copy".to_owned()),
        many => names.push(format!("{many} copies")),
    }
    names.join(" · ")
}
