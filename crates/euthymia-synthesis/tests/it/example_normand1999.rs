//! Normand 1999: length of stay after stroke, and lidocaine. Locators in `reference/published`.

#[test]
fn length_of_stay_as_mean_differences() {
    crate::published::check("normand1999", 13, &[]);
}

#[test]
fn lidocaine_as_risk_differences() {
    crate::published::check("normand1999_lidocaine", 4, &[]);
}
