//! A network of trials as an R script with its data, so that anybody can run it again.
//!
//! The first part needs metafor alone: it builds the covariances of trials of several arms from the
//! contrasts, fits the same model and stops where its numbers are others than Euthymia's. The second
//! part runs where netmeta is installed: the same network there, with its tables and figures, and
//! Euthymia's numbers beside those that must agree.

mod data;
mod metafor;
mod netmeta;

use crate::pool::r_script::model::number;
use crate::pool::r_script::{one_line, quoted};
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::component::ComponentFit;
use euthymia_synthesis::network::{Arm, Better, Draws, Evidence, Fit, Network};

/// A network with what Euthymia found in it.
#[derive(Clone, Copy, Debug)]
pub struct NetworkScript<'a> {
    /// What it is called.
    pub title: &'a str,
    /// The trials, which may fall into parts.
    pub network: &'a Network,
    /// The measure as netmeta writes it, such as `OR`, `RR`, `RD`, `IRR`, `HR`, `MD` or `SMD`; empty for
    /// another.
    pub measure: &'a str,
    /// The treatment that the others are compared with, as a place in the network.
    pub reference: usize,
    /// Which way is better.
    pub better: Better,
    /// The fit of the whole network, where it is connected.
    pub fit: Option<&'a Fit>,
    /// A model of components.
    pub components: Option<&'a ComponentFit>,
    /// The arms that the contrasts come from, where there are any.
    pub arms: Option<Arms<'a>>,
    /// A model of the counts themselves, for arms with counts.
    pub counts: Option<CountsModel<'a>>,
    /// Draws of ranks.
    pub draws: Option<Draws>,
}

/// Arms of trials.
#[derive(Clone, Copy, Debug)]
pub enum Arms<'a> {
    /// Events among patients.
    Counts(&'a [Arm<Count>]),
    /// Means with standard deviations.
    Means(&'a [Arm<Group>]),
    /// Events in a time at risk.
    PersonTime(&'a [Arm<PersonTime>]),
}

/// Which model of counts, as netmeta's `netmetabin` has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsMethod {
    /// Mantel–Haenszel.
    MantelHaenszel,
    /// Non-central hypergeometric.
    NonCentralHypergeometric,
}

/// A model of counts with what Euthymia found.
#[derive(Clone, Copy, Debug)]
pub struct CountsModel<'a> {
    /// Which.
    pub method: CountsMethod,
    /// Treatments, as places in the network, less the reference.
    pub effects: &'a [(usize, Evidence)],
}

/// The files of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkScriptFiles {
    /// The script.
    pub script: String,
    /// All contrasts of all trials as CSV.
    pub contrasts: String,
    /// The arms as CSV.
    pub arms: Option<String>,
}

/// Writes a network as a script that reads `contrasts_file` and, where there are arms, `arms_file`.
///
/// Labels are escaped, so that no text can end its string or its comment; letters beyond ASCII are
/// written as codes, so that the script means the same in every locale.
///
/// # Example
/// ```
/// use euthymia_app::network_script::{NetworkScript, network_script};
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Better, Contrast, Network, Options};
/// let contrast = |study: &str, a: &str, b: &str| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B"), contrast("2", "B", "C")],
///     ADDS_UP_WITHIN)?;
/// let fit = network::fit(&network, &Options::default())?;
/// let files = network_script(&NetworkScript { title: "Two trials", network: &network, measure: "MD",
///     reference: 0, better: Better::Larger, fit: Some(&fit), components: None, arms: None,
///     counts: None, draws: None }, "two.csv", "two_arms.csv");
/// assert!(files.script.contains("netmeta(TE, seTE"));
/// assert!(files.contrasts.starts_with("studlab,treat1,treat2,TE,seTE\n\"1\",\"A\",\"B\",1,1\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn network_script(
    of: &NetworkScript<'_>,
    contrasts_file: &str,
    arms_file: &str,
) -> NetworkScriptFiles {
    let mut script = format!(
        "# {}\n# Written by euthymia {}. Needs metafor 3.8 or later; with netmeta 2.9 or later it shows more.\n",
        one_line(of.title),
        env!("CARGO_PKG_VERSION")
    );
    script.push_str(&data::read(of, contrasts_file, arms_file));
    script.push_str(&metafor::part(of));
    script.push_str(&netmeta::part(of));
    NetworkScriptFiles {
        script,
        contrasts: data::contrasts(of.network),
        arms: of.arms.map(data::arms),
    }
}

impl NetworkScript<'_> {
    /// The name of a treatment as an R string.
    fn treatment(&self, at: usize) -> String {
        let name = self.network.treatments().get(at);
        quoted(name.map_or("", String::as_str))
    }
}

/// A vector of R.
fn vector(entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.collect();
    format!("c({})", entries.join(", "))
}

/// A vector of numbers that R reads back to the same doubles.
fn numbers(entries: impl Iterator<Item = f64>) -> String {
    vector(entries.map(number))
}
