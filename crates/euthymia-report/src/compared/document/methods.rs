//! What was done, in words: nothing that was not.

use super::further_methods::{self, Cited};
use crate::compared::analysis::Compared;
use crate::compared::data::Rows;
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::Names;
use crate::compared::tables::{METHOD, method_word, tau2_word};
use crate::words;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::network::{Better, Prediction, Tau2Method};
use euthymia_table::fmt;

/// The methods as paragraphs, and the papers behind them in the order of their numbers.
pub(super) fn paragraphs(compared: &Compared) -> (Vec<String>, Vec<String>) {
    let mut cited = Cited::starting_with(&REFERENCES);
    let mut said = vec![
        effects(compared),
        model(compared),
        agreement(),
        shares(),
        ranks(compared),
    ];
    said.extend(further_methods::paragraphs(compared, &mut cited));
    said.push(stated(compared));
    (said, cited.list())
}

fn effects(compared: &Compared) -> String {
    let measure = compared.options.measure;
    let from = match compared.data.rows {
        Rows::Arms(_) => "arms",
        Rows::Contrasts(_) => "comparisons as printed",
    };
    let log = match measure.is_ratio() {
        true => ", analysed as its logarithm",
        false => "",
    };
    let counts = matches!(
        measure,
        NetworkMeasure::OddsRatio
            | NetworkMeasure::RiskRatio
            | NetworkMeasure::RiskDifference
            | NetworkMeasure::RateRatio
    );
    let zeros = match (&compared.data.rows, counts) {
        (Rows::Arms(_), true) => format!(" {}", zero_cells(&compared.options.zero_cells)),
        _ => String::new(),
    };
    let better = match compared.options.better {
        Better::Larger => "Larger is better.",
        Better::Smaller => "Smaller is better.",
    };
    format!(
        "Effects are the {} of {from}{log}. The comparisons of a trial of several arms share arms, \
         which their covariances carry.{zeros} {better}",
        measure.name()
    )
}

fn zero_cells(rule: &ZeroCells) -> String {
    let amount = fmt::number(rule.amount, 2);
    let added = match rule.scope {
        Scope::AnyZero => format!("{amount} is added to the cells of a trial with a zero"),
        Scope::Undefined => format!(
            "{amount} is added to the cells of a trial whose estimate or variance does not exist \
             without it"
        ),
        Scope::AllIfAny => format!("{amount} is added to every cell as soon as one is zero"),
        Scope::All => format!("{amount} is added to every cell"),
        Scope::Never => "Nothing is added to cells with a zero".to_owned(),
    };
    match rule.keep_uninformative {
        true => format!("{added}."),
        false => {
            format!("{added}; a trial in which nobody or everybody had the event is left out.")
        }
    }
}

fn model(compared: &Compared) -> String {
    let options = &compared.options;
    let tau2 = match options.tau2 {
        Tau2Method::Given(given) => format!("given as {}", fmt::number(given.get(), 4)),
        method => format!("estimated by {}", tau2_word(method)),
    };
    let prediction = match options.prediction {
        Prediction::Normal => "the normal distribution",
        Prediction::StudentQ => "Student's t with the degrees of freedom of Q",
    };
    format!(
        "The network is fitted by weighted least squares on the graph of treatments [1, 2], under a \
         common effect and under random effects with one variance τ² of all comparisons, {tau2}. \
         Confidence intervals at {} are Wald intervals; prediction intervals use {prediction}. A network \
         that falls into parts is fitted part by part.",
        words::level(options.level)
    )
}

fn agreement() -> String {
    "Q is taken apart into heterogeneity within designs and inconsistency between them, with the \
     design-by-treatment interaction under random effects [3, 4]; the net heat matrix shows which designs \
     inconsistency comes from [3]. Direct and indirect evidence are separated by back-calculation from \
     the share of direct evidence [5]."
        .to_owned()
}

fn shares() -> String {
    format!(
        "Contributions of direct comparisons to estimates: {} [6].",
        method_word(METHOD)
    )
}

fn ranks(compared: &Compared) -> String {
    let draws = compared.options.draws;
    format!(
        "P-scores are exact under the normal model [7]; SUCRA, expected ranks and their intervals come \
         from {} draws of the joint distribution of the estimates, seed {} [8].",
        draws.count, draws.seed
    )
}

/// What was stated beforehand, and what was not.
fn stated(compared: &Compared) -> String {
    let options = &compared.options;
    let names = Names::of(compared);
    let references: Vec<String> = compared
        .parts
        .iter()
        .map(|part| names.name(part.reference_name()))
        .collect();
    let number = |value: f64| match options.measure {
        NetworkMeasure::RiskDifference => fmt::percent(value, 1),
        _ => fmt::number(value, 2),
    };
    let important = options.important.map_or(
        "No smallest important difference was stated.".to_owned(),
        |value| {
            format!(
                "The smallest important difference was stated as {}.",
                number(value)
            )
        },
    );
    format!(
        "The reference is {}. {important}",
        references.join(", and in the other parts ")
    )
}

const REFERENCES: [&str; 8] = [
    "Rücker G. Network meta-analysis, electrical networks and graph theory. Res Synth Methods \
     2012;3:312–324.",
    "Rücker G, Schwarzer G. Reduce dimension or reduce weights? Comparing two approaches to multi-arm \
     studies in network meta-analysis. Stat Med 2014;33:4353–4369.",
    "Krahn U, Binder H, König J. A graphical tool for locating inconsistency in network meta-analyses. \
     BMC Med Res Methodol 2013;13:35.",
    "Higgins JPT et al. Consistency and inconsistency in network meta-analysis: concepts and models for \
     multi-arm studies. Res Synth Methods 2012;3:98–110.",
    "König J, Krahn U, Binder H. Visualizing the flow of evidence in network meta-analysis and \
     characterizing mixed treatment comparisons. Stat Med 2013;32:5414–5429.",
    "Davies AL et al. Network meta-analysis and random walks. Stat Med 2022;41:2091–2114.",
    "Rücker G, Schwarzer G. Ranking treatments in frequentist network meta-analysis works without \
     resampling methods. BMC Med Res Methodol 2015;15:58.",
    "Salanti G, Ades AE, Ioannidis JPA. Graphical methods and numerical summaries for presenting results \
     from multiple-treatment meta-analysis. J Clin Epidemiol 2011;64:163–171.",
];
