//! How certain each estimate is, by six domains.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::certainty::{certainty_of, range};
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::view::shown;
use crate::words::{self, counted};
use euthymia_synthesis::network::Comparison;
use euthymia_synthesis::network::certainty::{
    Basis, Certainty, Concern, Domain, DomainJudgement, Judgement,
};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value};

/// The concerns of one estimate, the gravest first, such as "major: imprecision; some: bias"; an
/// asterisk marks a person's.
fn concerns(certainty: &Certainty) -> String {
    let mut words: Vec<(&str, Vec<String>)> = [
        "major",
        "some to major",
        "no to major",
        "some",
        "no to some",
        "?",
        "none",
    ]
    .map(|word| (word, Vec::new()))
    .into();
    for own in &certainty.domains {
        let word = match own.judgement() {
            Judgement::Settled(Concern::Major) => "major",
            Judgement::Settled(Concern::Some) => "some",
            Judgement::Settled(Concern::No) if own.manual.is_some() => "none",
            Judgement::Settled(Concern::No) => continue,
            Judgement::Between {
                at_least: Concern::No,
                at_most: Concern::Some,
            } => "no to some",
            Judgement::Between {
                at_least: Concern::No,
                ..
            } => "no to major",
            Judgement::Between { .. } => "some to major",
            Judgement::NotAssessed => "?",
        };
        let mark = if own.manual.is_some() { "*" } else { "" };
        for (_, names) in words.iter_mut().filter(|(known, _)| *known == word) {
            names.push(format!("{}{mark}", short(own.domain)));
        }
    }
    let said = words.iter().filter(|(_, names)| !names.is_empty());
    let said: Vec<String> = said
        .map(|(word, names)| format!("{word}: {}", names.join(", ")))
        .collect();
    match said.as_slice() {
        [] => "none".to_owned(),
        several => several.join("; "),
    }
}

/// A domain in few letters.
fn short(domain: Domain) -> &'static str {
    match domain {
        Domain::WithinStudyBias => "bias",
        Domain::ReportingBias => "reporting",
        other => other.name(),
    }
}

/// The name of a column for machines, such as `within_study_bias`.
fn key(domain: Domain) -> String {
    domain.name().replace([' ', '-'], "_")
}

/// An estimate with the node that is named first less the other.
pub(super) struct Line<'a> {
    pub(super) part: usize,
    pub(super) nodes: (&'a str, &'a str),
    pub(super) comparison: Comparison,
    pub(super) certainty: &'a Certainty,
}

/// The lines of one part: all, or those with the reference, which is then named last.
pub(super) fn lines<'a>(
    at: usize,
    part: &'a Part,
    found: &'a [Certainty],
    only_reference: bool,
) -> Vec<Line<'a>> {
    let of = |certainty: &'a Certainty| {
        let (mut one, mut other) = certainty.treatments;
        if one == part.reference {
            (one, other) = (other, one);
        }
        if only_reference && other != part.reference {
            return None;
        }
        let treatments = part.network().treatments();
        Some(Line {
            part: at,
            nodes: (treatments.get(one)?, treatments.get(other)?),
            comparison: part.random.compare(one, other)?,
            certainty,
        })
    };
    found.iter().filter_map(of).collect()
}

/// How certain each estimate against the reference is.
#[must_use]
pub fn certainty_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let level = words::level(compared.options.level);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend(node_columns("reference", "Against"));
    columns.push(ColumnSpec::number("shown", format!("Estimate [{level} CI]")).for_people());
    columns.push(ColumnSpec::number("estimate", "estimate").for_machines());
    for domain in Domain::ALL {
        columns.push(ColumnSpec::text(key(domain), domain.name()).for_machines());
    }
    columns.push(ColumnSpec::text("concerns", "Concerns").for_people());
    columns.push(ColumnSpec::text("certainty", "Certainty"));
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    let mut seen: Vec<Certainty> = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        let found = match certainty_of(compared, part) {
            Ok(found) => found,
            Err(error) => {
                notes.push(format!(
                    "No certainty with {} as reference: {error}.",
                    names.name(part.reference_name())
                ));
                continue;
            }
        };
        for line in lines(at, part, &found, true) {
            let c = &line.comparison;
            let mut row = vec![part_cell(line.part)];
            row.extend(names.cells(line.nodes.0));
            row.extend(names.cells(line.nodes.1));
            row.push(Value::text(shown(measure, c.estimate, c.bounds)));
            row.push(Value::number(measure.back(c.estimate), 4));
            let domains = line.certainty.domains.iter();
            row.extend(domains.map(|own| Value::text(own.judgement().name())));
            row.push(Value::text(concerns(line.certainty)));
            row.push(Value::text(rating(line.certainty)));
            rows.push(row);
        }
        seen.extend(found);
    }
    notes.extend(said(compared, &names, &seen));
    TableView {
        schema: "euthymia.compared.certainty.v1".to_owned(),
        title: format!("How certain the estimates are: {}", measure.name()),
        columns,
        rows,
        notes,
    }
}

fn rating(certainty: &Certainty) -> String {
    match certainty.rating.manual {
        Some(_) => format!("{}*", certainty.rating.name()),
        None => certainty.rating.name(),
    }
}

/// Which rules were used, what was not known, and what a person decided.
fn said(compared: &Compared, names: &Names, seen: &[Certainty]) -> Vec<String> {
    let options = &compared.options.certainty;
    let mut notes = vec![format!(
        "Concerns in six domains by the rules of CINeMA (Nikolakopoulou 2020); ?: nobody assessed it. \
         Within-study bias: {}; indirectness: {}. Some concerns cost one level, major two; \
         {}.",
        options.within_study_bias.name(),
        options.indirectness.name(),
        options.related.name()
    )];
    notes.push(match range(compared) {
        Some(range) => format!(
            "Effects too small to matter: {}.",
            words::bounds(
                &Bounds {
                    lower: compared.options.measure.back(range.lower()),
                    upper: compared.options.measure.back(range.upper()),
                },
                compared.options.measure.scale()
            )
        ),
        None => "It was not stated which effects are too small to matter: imprecision and heterogeneity are not \
              assessed."
            .to_owned(),
    });
    notes.extend(unknown(compared));
    let open = |domain: Domain| {
        let is = |own: &&DomainJudgement| {
            own.domain == domain && own.judgement() == Judgement::NotAssessed
        };
        seen.iter().any(|c| c.domains.iter().any(|own| is(&own)))
    };
    if open(Domain::ReportingBias) {
        notes.push("Reporting bias is a judgement of people: say what they found.".to_owned());
    }
    let untested = |own: &DomainJudgement| match &own.basis {
        Basis::Incoherence(basis) => basis.p_difference.is_none() && basis.p_global.is_none(),
        _ => false,
    };
    if seen.iter().flat_map(|c| &c.domains).any(untested) {
        notes.push(
            "No closed loop: whether direct and indirect evidence agree cannot be tested, which counts as a \
             major concern about incoherence."
                .to_owned(),
        );
    }
    for own in &options.judged {
        if compared.network.treatment(&own.treatment).is_some() {
            notes.push(format!(
                "* {}: {}",
                names.pair(&own.treatment, &own.reference),
                own.reason
            ));
        }
    }
    notes
}

/// In how many trials nobody appraised what.
fn unknown(compared: &Compared) -> Option<String> {
    let trials = compared.network.trials();
    let without = |of: fn(&crate::compared::TrialFacts) -> bool| {
        let known = |label: &str| compared.data.facts.get(label).is_some_and(of);
        trials.iter().filter(|t| !known(t.label())).count()
    };
    let bias = without(|facts| facts.risk_of_bias.is_some());
    let indirect = without(|facts| facts.indirectness.is_some());
    let all = counted(trials.len(), "trial", "trials");
    ((bias, indirect) != (0, 0)).then(|| {
        format!(
            "Of {all}, nobody appraised {bias} for risk of bias and {indirect} for indirectness; what is \
             unknown is tried at its best and at its worst, never taken as low."
        )
    })
}
