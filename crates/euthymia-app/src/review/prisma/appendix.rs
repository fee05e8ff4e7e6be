//! The searches of a review, as PRISMA-S asks for them.

use super::counted;
use super::methods;
use super::reading::PrismaReading;
use euthymia_report::document::Section;
use euthymia_review::Source;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Identifier of the section.
pub(super) const ID: &str = "searches";

/// Every source with platform, day, limits, hits and the exact strategy, and how copies were found.
pub(super) fn section(reading: &PrismaReading<'_>) -> Section {
    let mut section = Section::new(ID, "Searches");
    section.table(view(reading));
    for (number, source) in (1..).zip(&reading.state.sources) {
        section.heading(format!("{ID}-{number}"), heading(source));
        if let Some(limits) = &source.limits {
            section.say(format!("Limits: {limits}"));
        }
        match &source.strategy {
            Some(strategy) => section.code(strategy.trim_end().to_owned()),
            None => section.caution("The strategy of this source was not kept."),
        }
    }
    section.heading(format!("{ID}-duplicates"), "Duplicates");
    section.say(
        methods::duplicates(reading)
            .unwrap_or_else(|| "Duplicates have not been looked for.".to_owned()),
    );
    section
}

fn heading(source: &Source) -> String {
    match &source.platform {
        Some(platform) => format!("{} ({platform})", source.database),
        None => source.database.clone(),
    }
}

/// Sources as a table.
#[must_use]
pub fn view(reading: &PrismaReading<'_>) -> TableView {
    let counts = reading.state.by_source();
    let optional = |text: &Option<String>| text.as_ref().map_or(Value::Missing, Value::text);
    let row = |source: &Source| {
        let count = counts.get(&Some(source.name.clone()));
        let count = count.cloned().unwrap_or_default();
        vec![
            Value::text(&source.database),
            Value::text(source.kind().word().replace('_', " ")),
            optional(&source.platform),
            optional(&source.searched_on),
            optional(&source.searched_by),
            optional(&source.limits),
            source.hits_reported.map_or(Value::Missing, Value::Count),
            Value::Count(count.records),
            Value::Count(count.duplicates),
        ]
    };
    let unnamed = counts.get(&None).map_or(0, |own| own.records);
    TableView {
        schema: "euthymia.review.searches.v1".to_owned(),
        title: "Sources that were searched".to_owned(),
        columns: vec![
            ColumnSpec::text("database", "Source"),
            ColumnSpec::text("kind", "Kind"),
            ColumnSpec::text("platform", "Platform"),
            ColumnSpec::text("searched_on", "Searched on"),
            ColumnSpec::text("searched_by", "By"),
            ColumnSpec::text("limits", "Limits"),
            ColumnSpec::number("hits", "Hits reported"),
            ColumnSpec::number("records", "Records"),
            ColumnSpec::number("duplicates", "Copies of earlier ones"),
        ],
        rows: reading.state.sources.iter().map(row).collect(),
        notes: match unnamed {
            0 => Vec::new(),
            some => vec![format!(
                "{} from files of which no source was said.",
                counted(some, "record came", "records came")
            )],
        },
    }
}
