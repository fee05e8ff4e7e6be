//! The intensity at which a person responds to half of the pulses: found from few of them.
//!
//! A response is more likely the stronger the pulse: P(response at x) = Φ((x − t)/s), with t the
//! threshold and s the spread. [`likelihood`] is that model for given pulses, apart from any search;
//! [`pest`] estimates t and says how strong the next pulse should be; [`interval`] says how sure one
//! can be; [`by_frequency`] is the older rule of so many responses out of so many; [`simulate`] tells
//! how far estimates are off after how many pulses.
//!
//! Intensities are shares of the greatest output, 0.45 for 45 %.
//!
//! # References
//! Awiszus F. TMS and threshold hunting. Suppl Clin Neurophysiol 2003;56:13–23. Wang B, Peterchev AV,
//! Goetz SM. J Neural Eng 2023;20:056002, whose program names the constants used here.

pub mod by_frequency;
pub mod interval;
pub mod likelihood;
pub mod pest;
pub mod simulate;
