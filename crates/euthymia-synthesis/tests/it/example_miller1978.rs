//! Miller 1978: the double arcsine and its inverse. Locators in `reference/published`.

#[test]
fn four_proportions_there_and_back() {
    crate::published::check("miller1978", 7, &[]);
}
