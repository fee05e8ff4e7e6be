//! What a reader should be warned of in a multilevel fit.

use euthymia_synthesis::multilevel::fit::Boundary;
use euthymia_synthesis::multilevel::{Data, Kind, MultilevelFit, ProfileInterval, Term, Warning};

pub(super) fn of_fit(data: &Data, fit: &MultilevelFit) -> Vec<String> {
    let mut warnings = Vec::new();
    if !fit.converged() {
        warnings.push(
            "NOT CONVERGED: the search for the variance components did not settle; the numbers are \
             where it stopped (--explain shows its steps)."
                .to_owned(),
        );
    }
    warnings.extend(fit.components.iter().filter_map(|component| {
        let name = &component.parameter.name;
        match (component.boundary?, component.parameter.kind) {
            (Boundary::Lowest, Kind::Variance) => Some(format!(
                "{name} is estimated as zero: at the boundary."
            )),
            (_, Kind::Correlation { .. }) => Some(format!(
                "{name} lies at the boundary of what a correlation may be ({:.3}): read it with care.",
                component.value
            )),
            (Boundary::Highest, _) | (Boundary::Lowest, Kind::Range) => Some(format!(
                "{name} lies at the boundary of the distances: they say nothing more about it."
            )),
        }
    }));
    warnings.extend(fit.warnings.iter().map(of_data));
    if let [Term::Intercept(grouping)] = data.terms()
        && grouping.levels() == data.rows()
    {
        warnings.push(format!(
            "Every row has a level of {} of its own: this is the ordinary random-effects model.",
            grouping.name()
        ));
    }
    warnings
}

fn of_data(warning: &Warning) -> String {
    match warning {
        Warning::OneLevel { term } => {
            format!("{term} has one level: its variance cannot be told apart from the mean.")
        }
        Warning::SameGrouping { first, second } => format!(
            "{first} and {second} group the rows alike: only the sum of their variances means \
             anything."
        ),
        Warning::NoPairs { term } => format!(
            "{term}: no group has two inner levels, so the data say nothing about a correlation."
        ),
        Warning::PairNeverSeen {
            term,
            first,
            second,
        } => format!(
            "{term}: {first} and {second} never occur together, so the data say nothing about their \
             correlation."
        ),
        Warning::FewLevels { term, levels } => {
            format!("{term} has {levels} levels only: its variance is hardly known.")
        }
    }
}

pub(super) fn of_profiles(
    data: &Data,
    fit: &MultilevelFit,
    profiles: Option<&[Option<ProfileInterval>]>,
) -> Vec<String> {
    let Some(profiles) = profiles else {
        let parameters = fit.components.len();
        if parameters == 0 || !fit.converged() {
            return Vec::new();
        }
        return vec![format!(
            "The intervals of the variance components are left out: {} rows and {parameters} \
             parameters are more than they are computed for.",
            data.rows()
        )];
    };
    let unsettled = profiles.iter().flatten().filter(|p| !p.converged);
    let warning = |p: &ProfileInterval| {
        format!(
            "NOT CONVERGED: the search for the interval of {} did not settle.",
            p.parameter.name
        )
    };
    unsettled.map(warning).collect()
}
