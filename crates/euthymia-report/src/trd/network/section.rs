//! All treatments on one map, as sections of the report.

use super::analysis::{Map, WINDOWS};
use super::sources;
use crate::compared::figures::{EdgeWidth, network_figure, reference_figure};
use crate::compared::tables::{choices_view, trials_view};
use crate::compared::{Compared, NodeChoice, Which, sentences, tables};
use crate::document::{LinkedTable, Section};
use crate::pooled::by_reason;
use crate::trd::Context;
use crate::words::{capital, uncapitalised};
use euthymia_clinical::treatment::{ReportGroup, TreatmentClass};
use euthymia_evidence::EvidenceBase;
use euthymia_table::{TableView, Value};

/// The sections: how to read them, then one for each outcome.
pub(in crate::trd) fn sections(context: &Context<'_>) -> Vec<Section> {
    let maps = context.networks.iter();
    let found: Vec<Section> = maps.map(|map| of_map(context.base, map)).collect();
    std::iter::once(how_to_read()).chain(found).collect()
}

fn how_to_read() -> Section {
    let mut section = Section::new("networks", "All treatments on one map");
    section.say(
        "A network meta-analysis puts all randomised trials together, so that two treatments that no \
         trial compared can be compared through what both were compared with. That holds as far as \
         the trials are alike in everything but the treatments.",
    );
    section.caution(
        "Here they are not. Populations differ in how many treatments had failed. Controls differ: \
         saline, midazolam, a sham coil, a very low dose and a waiting list do not raise the same \
         hopes, and patients can often tell what they got. A treatment whose control nobody believes \
         in looks better than one that was held against a good sham; the network cannot tell this \
         from an effect of the treatment. Differences between treatments that no trial compared are \
         questions, not answers.",
    );
    let [(first, second), (third, last)] = WINDOWS;
    section.say(format!(
        "Which treatments count as one is a choice that can decide the result. Each outcome therefore \
         has a table of the results under each: all controls as one, one for each kind of control, \
         every control apart, doses apart, by report group, by class; and outcomes of days {first} to \
         {second} or {third} to {last} alone, where only rows with a stated day count.",
    ));
    section.say(
        "Odds ratios, arms of randomised parallel trials, rows that someone read in a source, the \
         report's own window of days. Random effects with τ² by restricted maximum likelihood beside a \
         common effect; ½ added to the cells of a trial with a zero. Where an event is common, an odds \
         ratio lies farther from 1 than the ratio of risks. An odds ratio of 1.25 is taken as the \
         smallest that matters: a choice of this report, not a finding.",
    );
    section
}

fn of_map(base: &EvidenceBase, map: &Map) -> Section {
    let id = format!("network-{}", map.outcome.id());
    let mut section = Section::new(&id, format!("All treatments on one map: {}", map.outcome));
    let Some(main) = map.main() else {
        section.list(sentences::failures(&map.choices));
        return section;
    };
    section.say(sentences::size(main));
    section.figure(
        format!("{id}-graph"),
        network_figure(main, EdgeWidth::Trials).to_scene(),
        format!("Which treatments were compared in trials: {}", map.outcome),
    );
    let mut page = Page {
        base,
        map,
        section,
        id,
    };
    page.choices();
    page.effects(main);
    page.agreement(main);
    page.ranks(main);
    page.certainty(main);
    page.components();
    page.trials(main);
    page.section
}

/// A section of one network while it is written.
struct Page<'a> {
    base: &'a EvidenceBase,
    map: &'a Map,
    section: Section,
    id: String,
}

impl Page<'_> {
    fn heading(&mut self, name: &str, text: &str) {
        let id = format!("{}-{name}", self.id);
        self.section.heading(id, text);
    }

    /// Adds tables under names that no other table of the report has.
    fn tables(&mut self, views: Vec<TableView>) {
        let several = views.len() > 1;
        for (at, view) in views.into_iter().enumerate() {
            let part = match several {
                true => format!("_{}", at + 1),
                false => String::new(),
            };
            let view = self.named(view, &part);
            self.section.table(view);
        }
    }

    /// A table under the name of this network.
    fn named(&self, view: TableView, part: &str) -> TableView {
        let stem = view.schema.strip_prefix("euthymia.compared.");
        let stem = stem.and_then(|stem| stem.strip_suffix(".v1"));
        let stem = stem.unwrap_or(&view.schema);
        let outcome = &self.map.outcome;
        TableView {
            schema: format!("euthymia.report.network_{}_{stem}{part}.v1", outcome.id()),
            title: format!(
                "{}: {}",
                capital(&outcome.to_string()),
                uncapitalised(&view.title)
            ),
            ..view
        }
    }

    /// The choices with the nodes of the main one side by side, then those with other nodes.
    fn choices(&mut self) {
        self.heading("choices", "The result under each choice of nodes");
        self.section
            .list(sentences::choice_decides(&self.map.choices));
        let nodes = |choice: &NodeChoice| (choice.level, choice.doses);
        let main = self.map.choices.first().map(|(choice, _)| nodes(choice));
        let (same, other): (Vec<_>, Vec<_>) = self
            .map
            .choices
            .iter()
            .cloned()
            .partition(|(choice, _)| Some(nodes(choice)) == main);
        self.tables(vec![
            choices_view(&same),
            with_group_names(choices_view(&other)),
        ]);
    }

    fn effects(&mut self, main: &Compared) {
        self.heading("effects", "All controls as one: each treatment");
        for at in 0..main.parts.len() {
            if let Some(figure) = reference_figure(main, at) {
                let caption = format!("{}: {}", capital(&self.map.outcome.to_string()), {
                    uncapitalised(&figure.title)
                });
                let id = format!("{}-forest-{}", self.id, at + 1);
                self.section.figure(id, figure.to_scene(), caption);
            }
        }
        for which in [Which::Reference, Which::League] {
            self.tables(tables(main, &[which]));
        }
    }

    fn agreement(&mut self, main: &Compared) {
        self.heading("agreement", "Do the trials agree?");
        self.section.say(sentences::directness(main));
        self.tables(tables(main, &[Which::Heterogeneity]));
    }

    fn ranks(&mut self, main: &Compared) {
        self.heading("ranks", "Ranks, and why not to lean on them");
        self.tables(tables(main, &[Which::Ranks]));
    }

    fn certainty(&mut self, main: &Compared) {
        self.heading("certainty", "How certain the estimates are");
        self.section.say(
            "Six domains by the rules of CINeMA. A question mark: nobody has judged it in the evidence \
             base, which is not the same as no concern, so that a rating is the best it can be.",
        );
        self.tables(tables(main, &[Which::Certainty]));
    }

    fn components(&mut self) {
        self.heading("components", "What each part of a combination adds");
        match &self.map.components {
            Ok(compared) => self.tables(tables(compared, &[Which::Components])),
            Err(error) => self.section.say(format!("No component model: {error}.")),
        }
    }

    fn trials(&mut self, main: &Compared) {
        self.heading("trials", "The trials, and what was left out");
        let mut view = trials_view(main);
        let first = |row: &Vec<Value>| row.first().map(Value::for_people).unwrap_or_default();
        let links: Vec<Option<String>> = view
            .rows
            .iter()
            .map(|row| sources::id(self.base, self.map, &first(row)))
            .collect();
        view.notes = vec!["The name of a trial leads to where its numbers come from.".to_owned()];
        let view = self.named(view, "");
        self.section.table(LinkedTable { view, links });
        let left_out = by_reason(&main.left_out);
        if !left_out.is_empty() {
            self.section
                .say("Left out under the main choice, by reason:");
            self.section.list(left_out);
        }
    }
}

/// Gives the rows of report groups and classes their names.
fn with_group_names(mut view: TableView) -> TableView {
    for row in &mut view.rows {
        let [key, label, ..] = row.as_mut_slice() else {
            continue;
        };
        let id = key.for_people();
        let group = ReportGroup::ALL.iter().find(|group| group.id() == id);
        let class = TreatmentClass::parse(&id).ok();
        let name = group
            .map(ToString::to_string)
            .or_else(|| class.map(|class| class.to_string()));
        if let Some(name) = name {
            *label = Value::text(name);
        }
    }
    view.title.push_str(", other nodes");
    view
}
