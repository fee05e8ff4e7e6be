//! Points of figures, each worked out on paper.

use euthymia_review::extract::{Axis, AxisError};

/// 0 is printed at pixel 400, 40 at pixel 200: a fifth of a point a pixel.
#[test]
fn a_linear_axis() {
    let axis = Axis::new((400.0, 0.0), (200.0, 40.0), false).unwrap();
    // 100 pixels above zero, t = 1/2: 20 points; error 0.2 * √(1 + 1/4 + 1/4) = 0.2449.
    let read = axis.read(300.0, 1.0).unwrap();
    assert!((read.value - 20.0).abs() < 1e-12);
    assert!((read.error - 0.06_f64.sqrt()).abs() < 1e-12);
    // At the second point, t = 1: 0.2 * √2.
    let read = axis.read(200.0, 1.0).unwrap();
    assert!((read.error - 0.08_f64.sqrt()).abs() < 1e-12);
    // Beyond it the error grows: t = 2: 0.2 * √(1 + 4 + 1).
    let read = axis.read(0.0, 1.0).unwrap();
    assert!((read.value - 80.0).abs() < 1e-12);
    assert!((read.error - 0.24_f64.sqrt()).abs() < 1e-12);
}

/// 1 at pixel 0, 1000 at pixel 300: a power of ten in 100 pixels.
#[test]
fn a_logarithmic_axis() {
    let axis = Axis::new((0.0, 1.0), (300.0, 1000.0), true).unwrap();
    let read = axis.read(100.0, 1.0).unwrap();
    assert!((read.value - 10.0).abs() < 1e-10);
    // ln 10 / 100 a pixel, t = 1/3: √(1 + 1/9 + 4/9) = √(14/9); times the value.
    let error = 10.0 * 10_f64.ln() / 100.0 * (14.0_f64 / 9.0).sqrt();
    assert!((read.error - error).abs() < 1e-10);
}

#[test]
fn a_value_has_no_more_decimals_than_its_error_allows() {
    let axis = Axis::new((400.0, 0.0), (200.0, 40.0), false).unwrap();
    // An error of 0.28 leaves one decimal, one of 0.028 two, one of 2.8 none.
    for (error, value) in [(1.0, "39.8"), (0.1, "39.80"), (10.0, "40")] {
        let cell = axis.cell("Figure 2", 201.0, error).unwrap();
        assert_eq!(cell.value.as_deref(), Some(value));
        assert_eq!(cell.locator.as_deref(), Some("Figure 2, digitised"));
        assert!(cell.note.unwrap().contains("0 at 400 and 40 at 200"));
    }
}

#[test]
fn what_is_no_axis() {
    let axis = |p0, v0, p1, v1, log| Axis::new((p0, v0), (p1, v1), log).unwrap_err();
    assert_eq!(axis(1.0, 0.0, 1.0, 4.0, false), AxisError::SamePixel);
    assert_eq!(axis(1.0, 4.0, 2.0, 4.0, false), AxisError::SameValue);
    assert_eq!(axis(1.0, 0.0, 2.0, 4.0, true), AxisError::NotPositive);
    assert_eq!(axis(f64::NAN, 0.0, 2.0, 4.0, true), AxisError::NotFinite);
}
