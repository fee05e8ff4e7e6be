//! The part of a script that runs where netmeta is installed.

use super::metafor::tolerance;
use super::{Arms, CountsMethod, CountsModel, NetworkScript, numbers, vector};
use crate::pool::r_script::model::number;
use crate::pool::r_script::quoted;
use euthymia_synthesis::network::component::ComponentFit;
use euthymia_synthesis::network::{Better, Fit, Model, Tau2Method};

const OPEN: &str = r#"
# 2. The same network in netmeta, with its tables and figures
if (requireNamespace("netmeta", quietly = TRUE)) {
suppressPackageStartupMessages(library(netmeta))
shown <- function(x) tryCatch(print(x), error = function(e) cat("not available:", conditionMessage(e), "\n"))
"#;

const CLOSE: &str = "} else cat(\"netmeta is not installed: the second part was left out\\n\")\n";

pub(super) fn part(of: &NetworkScript<'_>) -> String {
    let mut out = OPEN.to_owned();
    match of.fit {
        Some(fit) => out.push_str(&network(of, fit)),
        None => out.push_str("# The network falls into parts, which netmeta fits one by one\n"),
    }
    if let Some(fit) = of.components {
        out.push_str(&components(of, fit));
    }
    if let Some(arms) = of.arms {
        out.push_str(&from_arms(of, arms));
    }
    out.push_str(CLOSE);
    out
}

/// Common or random effects as netmeta's components are named, and its arguments.
fn model(model: Model) -> (&'static str, String) {
    let random = |method: &str| {
        let arguments = format!("common = FALSE, random = TRUE, method.tau = \"{method}\"");
        ("random", arguments)
    };
    match model {
        Model::CommonEffect => ("common", "common = TRUE, random = FALSE".to_owned()),
        Model::RandomEffects(Tau2Method::DerSimonianLaird) => random("DL"),
        Model::RandomEffects(Tau2Method::Reml) => random("REML"),
        Model::RandomEffects(Tau2Method::MaximumLikelihood) => random("ML"),
        Model::RandomEffects(Tau2Method::Given(tau2)) => {
            let tau = number(tau2.get().sqrt());
            let arguments = format!("common = FALSE, random = TRUE, tau.preset = {tau}");
            ("random", arguments)
        }
    }
}

/// True where netmeta searches for τ² as if the contrasts of a trial of several arms were independent.
fn netmeta_ignores_covariances(of: &NetworkScript<'_>, model: Model) -> bool {
    let searched = Model::RandomEffects(Tau2Method::Reml);
    let searched_too = Model::RandomEffects(Tau2Method::MaximumLikelihood);
    let several = of.network.trials().iter().any(|t| t.arms().len() > 2);
    several && (model == searched || model == searched_too)
}

fn network(of: &NetworkScript<'_>, fit: &Fit) -> String {
    let (kind, arguments) = model(fit.options.model);
    let small = match of.better {
        Better::Smaller => "desirable",
        Better::Larger => "undesirable",
    };
    let mut out = format!(
        "net <- netmeta(TE, seTE, treat1, treat2, studlab, data = con, sm = {}, level.ma = {},\n               \
         {arguments}, reference.group = reference,\n               \
         small.values = \"{small}\", tol.multiarm = 0.001)\n",
        quoted(of.measure),
        number(fit.options.level.get())
    );
    if netmeta_ignores_covariances(of, fit.options.model) {
        out.push_str(
            "# From contrasts alone netmeta searches for tau^2 without the covariances of trials of several arms;\n\
             # part 1 has them. Both are shown, and need not be the same.\n\
             print(data.frame(effects, netmeta = net$TE.random[effects$treatment, reference]))\n",
        );
    } else {
        let tolerance = tolerance(fit.options.model);
        out.push_str(&format!(
            "same(paste(\"netmeta,\", effects$treatment), effects$estimate,\n     \
             net$TE.{kind}[effects$treatment, reference], {tolerance})\n\
             same(paste(\"netmeta, se,\", effects$treatment), effects$se,\n     \
             net$seTE.{kind}[effects$treatment, reference], {tolerance})\n\
             same(paste(\"netmeta, P-score,\", treatments), p_scores,\n     \
             netrank(net)$ranking.{kind}[treatments], {tolerance})\n"
        ));
    }
    let order = (0..of.network.treatments().len()).map(|at| of.treatment(at));
    out.push_str(&format!(
        "shown(net)\nshown(netleague(net, digits = 2))\nshown(netrank(net))\nshown(netsplit(net))\n\
         shown(netcontrib(net, method = \"shortestpath\"))\nshown(netcontrib(net, method = \"randomwalk\"))\n\
         shown(decomp.design(net))\nshown(netheat(net, random = {}))\n\
         shown(funnel(net, order = {}))\n",
        if kind == "random" { "TRUE" } else { "FALSE" },
        vector(order)
    ));
    if let Some(draws) = of.draws {
        out.push_str(&format!(
            "# R's random numbers are others than Euthymia's: shares differ by chance\n\
             set.seed({})\nshown(rankogram(net, nsim = {}))\n",
            draws.seed % (1 << 31),
            draws.count
        ));
    }
    out
}

fn components(of: &NetworkScript<'_>, fit: &ComponentFit) -> String {
    let (kind, arguments) = model(fit.model);
    let mut out = if of.fit.is_some() {
        "comb <- netcomb(net, C.matrix = parts)\n".to_owned()
    } else {
        let arguments = arguments.split(", method.tau").next().unwrap_or_default();
        format!(
            "comb <- discomb(TE, seTE, treat1, treat2, studlab, data = con, C.matrix = parts, sm = {},\n                \
             {arguments}, reference.group = reference)\n",
            quoted(of.measure)
        )
    };
    let by_search = !matches!(
        fit.model,
        Model::CommonEffect | Model::RandomEffects(Tau2Method::DerSimonianLaird)
    );
    if by_search || !fit.aliases.is_empty() {
        out.push_str(
            "# netmeta has the method of moments alone for components, so that these may differ from part 1\n",
        );
    } else {
        out.push_str(&format!(
            "same(paste(\"netmeta, component,\", colnames(parts)), component_effects,\n     \
             comb$Comp.{kind}[colnames(parts)], 1e-8)\n"
        ));
    }
    out.push_str("shown(comb)\n");
    out
}

fn from_arms(of: &NetworkScript<'_>, arms: Arms<'_>) -> String {
    let columns = match arms {
        Arms::Counts(_) => "event = event, n = n",
        Arms::Means(_) => "mean = mean, sd = sd, n = n",
        Arms::PersonTime(_) => "event = event, time = time",
    };
    let mut out = format!(
        "# From the arms; zero cells are corrected by netmeta's own rules\n\
         pairs <- pairwise(treat = treatment, {columns}, studlab = studlab, data = arms, sm = {})\n",
        quoted(of.measure)
    );
    if let Some(fit) = of.fit {
        let (_, arguments) = model(fit.options.model);
        out.push_str(&format!(
            "shown(netmeta(pairs, {arguments}, reference.group = reference))\n"
        ));
    }
    if let (Some(model), Arms::Counts(_)) = (of.counts, arms) {
        out.push_str(&counts(of, model));
    }
    out
}

fn counts(of: &NetworkScript<'_>, model: CountsModel<'_>) -> String {
    let (method, tolerance) = match model.method {
        CountsMethod::MantelHaenszel => ("MH", "1e-6"),
        CountsMethod::NonCentralHypergeometric => ("NCH", "1e-3"),
    };
    let names = model.effects.iter().map(|(at, _)| of.treatment(*at));
    format!(
        "bin <- netmetabin(pairs, method = \"{method}\", reference.group = reference)\n\
         shown(bin)\n\
         counted <- {}\n\
         same(paste(\"{method},\", counted), {}, bin$TE.common[counted, reference], {tolerance})\n\
         same(paste(\"{method}, se,\", counted), {}, bin$seTE.common[counted, reference], {tolerance})\n",
        vector(names),
        numbers(model.effects.iter().map(|(_, e)| e.estimate)),
        numbers(model.effects.iter().map(|(_, e)| e.standard_error)),
    )
}
