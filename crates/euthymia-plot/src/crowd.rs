//! How much room one person may take among many.

/// Up to this many people each has a full line and points.
pub(crate) const FEW: usize = 40;
/// Above this many people lines are hairlines.
pub(crate) const MANY: usize = 100;

/// Width of the line of one of `people` people: 1.1 pixels up to 40, 0.7 up to 100, then 0.4.
pub(crate) fn line_width(people: usize) -> f64 {
    match people {
        0..=FEW => 1.1,
        _ if people <= MANY => 0.7,
        _ => 0.4,
    }
}

/// Radius of the point of one of `people` people.
pub(crate) fn point_radius(people: usize) -> f64 {
    match people {
        0..=FEW => 2.6,
        _ if people <= MANY => 2.0,
        _ => 1.5,
    }
}
