//! Which tables and figures stand in which section; none is forgotten.

use super::{Figure, Outcome, Which};
use crate::compared::analysis::Compared;
use crate::compared::tables::tables;
use crate::document::{LinkedTable, Section};
use crate::words::counted;
use euthymia_table::TableView;

/// With more nodes than this the square of all comparisons gives way to a row for each pair.
const SQUARE_MOST: usize = 8;
/// A table of more columns than this cannot be read on a page.
const COLUMNS_MOST: usize = 14;
/// Of a table of more rows than this, unless it lists the trials, it is said where it is.
const ROWS_MOST: usize = 60;

/// A section: its identifier, its heading, its figures (by the stem of their identifiers), its tables.
struct Place {
    id: &'static str,
    heading: &'static str,
    figures: &'static [&'static str],
    tables: &'static [Which],
}

const PLACES: [Place; 10] = [
    Place {
        id: "network",
        heading: "The network",
        figures: &["network"],
        tables: &[Which::Network],
    },
    Place {
        id: "effects",
        heading: "Effects",
        figures: &["reference"],
        tables: &[Which::Reference, Which::Absolute],
    },
    Place {
        id: "pairs",
        heading: "Every treatment against every other",
        figures: &["league"],
        tables: &[Which::League],
    },
    Place {
        id: "agreement",
        heading: "Heterogeneity and inconsistency",
        figures: &["splits", "net-heat"],
        tables: &[Which::Heterogeneity, Which::Splits, Which::NetHeat],
    },
    Place {
        id: "ranks",
        heading: "Ranks",
        figures: &["ranks"],
        tables: &[Which::Ranks],
    },
    Place {
        id: "contributions",
        heading: "What the estimates are made of",
        figures: &["contributions"],
        tables: &[Which::Contributions, Which::LeaveOneOut],
    },
    Place {
        id: "certainty",
        heading: "How certain the estimates are",
        figures: &["risk-of-bias", "indirectness"],
        tables: &[Which::Certainty],
    },
    Place {
        id: "small-studies",
        heading: "Small trials",
        figures: &["funnel"],
        tables: &[Which::Funnel],
    },
    Place {
        id: "components",
        heading: "Components",
        figures: &["components"],
        tables: &[Which::Components],
    },
    Place {
        id: "trials",
        heading: "Trials, and what was left out",
        figures: &[],
        tables: &[Which::Trials, Which::LeftOut],
    },
];

/// All tables and figures in their sections; what has no place of its own comes last.
pub(super) fn sections(
    main: &Compared,
    choices: &[Outcome],
    figures: &mut Vec<Figure>,
) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for place in PLACES {
        let mut section = Section::new(place.id, place.heading);
        for stem in place.figures {
            let (own, rest) = figures.drain(..).partition(|figure| is_of(figure, stem));
            *figures = rest;
            add(&mut section, own);
        }
        for which in place.tables {
            for view in views(main, *which) {
                table(&mut section, *which, view);
            }
        }
        sections.push(section);
    }
    let mut more = Section::new("more", "More tables and figures");
    add(&mut more, std::mem::take(figures));
    let placed = |which: &Which| PLACES.iter().any(|place| place.tables.contains(which));
    let shown_beside = |which: &Which| *which == Which::Choices && !choices.is_empty();
    for which in Which::ALL {
        if !placed(&which) && !shown_beside(&which) {
            for view in views(main, which) {
                table(&mut more, which, view);
            }
        }
    }
    sections.push(more);
    sections
}

/// True for a figure of this stem, with or without the number of a part.
fn is_of(figure: &Figure, stem: &str) -> bool {
    let rest = figure.id.strip_prefix(stem);
    rest.is_some_and(|rest| {
        rest.is_empty()
            || rest
                .strip_prefix('-')
                .is_some_and(|part| part.chars().all(|c| c.is_ascii_digit()))
    })
}

fn add(section: &mut Section, figures: Vec<Figure>) {
    for figure in figures {
        section.figure(format!("figure-{}", figure.id), figure.scene, figure.title);
    }
}

fn views(main: &Compared, which: Which) -> Vec<TableView> {
    let most = main
        .parts
        .iter()
        .map(|part| part.network().treatments().len());
    match which {
        Which::League if most.max() > Some(SQUARE_MOST) => tables(main, &[Which::Pairs]),
        Which::Components if main.choice.level != crate::compared::Level::Components => Vec::new(),
        other => tables(main, &[other]),
    }
}

/// Adds a table, or says where it is when a page cannot hold it or it is empty.
fn table(section: &mut Section, which: Which, view: TableView) {
    let linked = LinkedTable::from(view);
    let (columns, rows) = (linked.shown().len(), linked.view.rows.len());
    let lists = matches!(which, Which::Trials | Which::LeftOut | Which::Pairs);
    let too_large = if columns > COLUMNS_MOST {
        Some(counted(columns, "column", "columns"))
    } else if rows > ROWS_MOST && !lists {
        Some(counted(rows, "row", "rows"))
    } else {
        None
    };
    if let Some(size) = too_large {
        section.say(format!(
            "{}: {size}, too many to print here; --show {} --format csv has them.",
            linked.view.title,
            which.word()
        ));
    } else if linked.view.rows.is_empty() {
        let said = linked.view.notes.join(" ");
        if !said.is_empty() {
            section.say(format!("{}: {said}", linked.view.title));
        }
    } else {
        section.table(linked);
    }
}
