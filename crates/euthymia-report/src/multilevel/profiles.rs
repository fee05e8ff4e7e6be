//! Profile-likelihood intervals of all parameters of the random part.

use super::LevelsError;
use euthymia_synthesis::multilevel::{
    Data, MultilevelError, MultilevelFit, ProfileInterval, profile,
};

/// Above so many rows intervals are left out: each needs dozens of fits.
pub const ROWS_PROFILED: usize = 5_000;

/// Above so many parameters likewise: unstructured matrices of three or more levels, whose profiles take
/// seconds and often do not settle.
const PARAMETERS_PROFILED: usize = 5;

/// One interval per parameter, `None` for one whose value was given; all `None` where there are too
/// many rows or parameters.
pub(super) fn profiles(
    data: &Data,
    fit: &MultilevelFit,
) -> Result<Option<Vec<Option<ProfileInterval>>>, LevelsError> {
    let parameters = fit.components.len();
    if data.rows() > ROWS_PROFILED || parameters > PARAMETERS_PROFILED || !fit.converged() {
        return Ok(None);
    }
    let one = |place: usize| match profile(data, fit, place) {
        Ok(interval) => Ok(Some(interval)),
        Err(MultilevelError::NoSuchParameter(_)) => Ok(None),
        Err(error) => Err(error),
    };
    let every_other = |first: usize| -> Vec<Result<Option<ProfileInterval>, MultilevelError>> {
        (first..parameters).step_by(2).map(one).collect()
    };
    let (even, odd) = std::thread::scope(|scope| {
        let other = (parameters > 1).then(|| scope.spawn(|| every_other(1)));
        let even = every_other(0);
        let odd = other.map(|handle| handle.join());
        (even, odd.map_or_else(Vec::new, Result::unwrap_or_default))
    });
    let (mut even, mut odd) = (even.into_iter(), odd.into_iter());
    let mut all = Vec::with_capacity(parameters);
    for place in 0..parameters {
        let next = if place % 2 == 0 {
            even.next()
        } else {
            odd.next()
        };
        all.extend(next.transpose()?);
    }
    Ok(Some(all))
}
