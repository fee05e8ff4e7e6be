//! Models of counts as R code.

use super::model::{Compared, common, compared, level, number};
use euthymia_report::pooled::{Model, Pooled};
use euthymia_synthesis::beta_binomial::BetaBinomialFit;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::glmm::{self, Coding, Effects, GlmmFit, Test};
use euthymia_synthesis::measure::{Input, Measure};

/// The columns of the data as arguments.
fn data_arguments(input: Input) -> &'static str {
    match input {
        Input::OneProportion => "xi = xi, ni = ni",
        Input::OneRate => "xi = xi, ti = ti",
        Input::TwoRates => "x1i = x1i, t1i = t1i, x2i = x2i, t2i = t2i",
        _ => "ai = ai, bi = bi, ci = ci, di = di",
    }
}

pub(super) fn stratified(pooled: &Pooled) -> (String, Vec<Compared>) {
    let options = &pooled.options;
    let rule = &options.rules.zero_cells;
    let usual = euthymia_synthesis::effect::Rules::of(options.measure).zero_cells;
    let pooling = if *rule == usual {
        ("0".to_owned(), "none")
    } else {
        (number(rule.amount), scope(rule))
    };
    // A rule that corrects only what has no variance corrects nothing where everything has one.
    let single = match rule.scope {
        Scope::Undefined => "none",
        _ => scope(rule),
    };
    let add = format!("c({}, {})", number(rule.amount), pooling.0);
    let to = format!("c(\"{single}\", \"{}\")", pooling.1);
    let data = data_arguments(options.measure.input());
    let level = level(pooled);
    let code = if options.model == Model::Peto {
        format!(
            "fit <- rma.peto({data}, data = dat, slab = dat$study, level = {level},\n                \
             add = c({}, {}), to = {to})",
            number(rule.amount),
            pooling.0
        )
    } else {
        format!(
            "fit <- rma.mh(measure = \"{}\", {data}, data = dat, slab = dat$study, level = {level},\n              \
             add = {add}, to = {to})",
            options.measure.code()
        )
    };
    let mut numbers = common(&pooled.summary);
    // metafor divides by the variance of zero that a difference without events has.
    let everywhere = pooled.rows.iter().all(|row| row.added == 0.0);
    if let Some(h) = pooled.summary.heterogeneity
        && (rule.scope != Scope::Undefined || everywhere)
    {
        numbers.push(compared("q", h.q, "fit$QE"));
    }
    (code, numbers)
}

fn scope(rule: &ZeroCells) -> &'static str {
    match rule.scope {
        Scope::AnyZero | Scope::Undefined => "only0",
        Scope::AllIfAny => "if0all",
        Scope::All => "all",
        Scope::Never => "none",
    }
}

pub(super) fn glmm(pooled: &Pooled, kind: glmm::Model, fit: &GlmmFit) -> (String, Vec<Compared>) {
    let input = pooled.options.measure.input();
    let two = matches!(input, Input::TwoProportions | Input::TwoRates);
    let model = match kind {
        glmm::Model::FixedStudies(_) => "UM.FS",
        glmm::Model::RandomStudies { .. } => "UM.RS",
        glmm::Model::ConditionalApproximate if input == Input::TwoProportions => "CM.AL",
        _ => "CM.EL",
    };
    let coding = match kind {
        glmm::Model::FixedStudies(coding) | glmm::Model::RandomStudies { coding, .. } => {
            match coding {
                Coding::Half => ", coding = 1/2",
                Coding::Treatment => ", coding = 1",
                Coding::Control => ", coding = 0",
            }
        }
        _ => "",
    };
    let correlated = match kind {
        glmm::Model::RandomStudies {
            correlated: true, ..
        } => ", cor = TRUE",
        _ => "",
    };
    let of_two = if two {
        format!(", model = \"{model}\"{coding}{correlated}")
    } else {
        String::new()
    };
    let method = match fit.options.effects {
        Effects::Common => "EE",
        Effects::Random => "ML",
    };
    let test = match fit.options.test {
        Test::Normal => "z",
        Test::StudentKMinus1 => "t",
    };
    // lme4 allows adaptive quadrature with one random effect only.
    let points = match model {
        "UM.RS" | "CM.EL" if two => "",
        _ => ", nAGQ = 100",
    };
    // R's own stopping rules leave four digits; these leave six and more.
    let control = if model == "CM.EL" && input == Input::TwoProportions {
        "list(optimizer = \"optim\", optmethod = \"BFGS\", optCtrl = list(reltol = 1e-15, maxit = 20000),\n                \
         intCtrl = list(rel.tol = 1e-12, subdivisions = 2000L))"
    } else {
        "list(glmerCtrl = list(optimizer = \"bobyqa\", tolPwrss = 1e-13,\n                \
         optCtrl = list(rhoend = 1e-12, maxfun = 1e6)))"
    };
    let code = format!(
        "# Integrals as finely as R allows; Euthymia halves its steps until nothing moves\n\
         fit <- rma.glmm(measure = \"{}\", {}, data = dat, slab = dat$study,\n                \
         method = \"{method}\", test = \"{test}\", level = {}{of_two}{points},\n                \
         control = {control})",
        pooled.options.measure.code(),
        data_arguments(input),
        level(pooled),
    );
    let mut numbers = common(&pooled.summary);
    numbers.extend(
        fit.tau2
            .map(|tau2| compared("tau2", tau2.value, "fit$tau2")),
    );
    (code, numbers)
}

/// metafor has no beta-binomial model: its likelihood is written out and maximised.
pub(super) fn beta_binomial(pooled: &Pooled, fit: &BetaBinomialFit) -> (String, Vec<Compared>) {
    let (groups, mean) = if pooled.options.measure == Measure::Logit {
        (
            "x <- dat$xi; n <- dat$ni; treated <- rep(0, nrow(dat))",
            "theta[1]",
        )
    } else {
        (
            "x <- c(dat$ai, dat$ci); n <- c(dat$ai + dat$bi, dat$ci + dat$di)\n\
             treated <- rep(1:0, each = nrow(dat))",
            "theta[1] * treated + theta[3]",
        )
    };
    let start = if pooled.options.measure == Measure::Logit {
        "c(qlogis(sum(x) / sum(n)), log(0.05))"
    } else {
        "c(0, log(0.05), qlogis(sum(x) / sum(n)))"
    };
    let code = format!(
        "# metafor has no beta-binomial model: its likelihood, maximised\n{groups}\n\
         minus <- function(theta) {{\n  p <- plogis({mean}); size <- exp(-theta[2]) # 1/rho - 1\n  \
         -sum(lchoose(n, x) + lbeta(x + p * size, n - x + (1 - p) * size) - lbeta(p * size, (1 - p) * size))\n}}\n\
         best <- optim({start}, minus, method = \"BFGS\", hessian = TRUE, control = list(reltol = 1e-14, maxit = 1000))\n\
         fit <- list(beta = best$par[1], rho = 1 / (1 + exp(-best$par[2])))"
    );
    let mut numbers = vec![compared("estimate", pooled.summary.estimate, "fit$beta[1]")];
    numbers.extend(
        fit.correlation
            .filter(|c| !c.at_zero)
            .map(|c| compared("rho", c.value, "fit$rho")),
    );
    (code, numbers)
}

pub(super) fn summed(pooled: &Pooled) -> (String, Vec<Compared>) {
    let code = format!(
        "# No patient, or every patient, had the event: the sum with its exact interval\n\
         fit <- binom.test(sum(dat$xi), sum(dat$ni), conf.level = {})",
        number(pooled.options.fit.level.get())
    );
    let bounds = pooled.shown.bounds;
    let numbers = vec![
        compared("proportion", pooled.shown.estimate, "fit$estimate[[1]]"),
        compared("exact_lower", bounds.lower, "fit$conf.int[1]"),
        compared("exact_upper", bounds.upper, "fit$conf.int[2]"),
    ];
    (code, numbers)
}
