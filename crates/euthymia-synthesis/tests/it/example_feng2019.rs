//! Feng et al. 2019: depression after myocardial infarction. Locators in `reference/published`.

#[test]
fn prevalence_by_the_double_arcsine() {
    crate::published::check("feng2019", 4, &[]);
}
