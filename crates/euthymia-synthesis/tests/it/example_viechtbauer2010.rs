//! Viechtbauer 2010: BCG vaccine, log risk ratio, REML. Locators in `reference/published`.

#[test]
fn bcg_by_restricted_maximum_likelihood() {
    crate::published::check("viechtbauer2010", 12, &[]);
}
