//! Transcranial magnetic stimulation: the arithmetic of trains, what is known of its safety, and where
//! the coil goes.
//!
//! Start in [`quantity`] (a number is a rate, a time or an intensity only as its own type), then
//! [`train`], [`session`] and [`day`]. [`safety`] holds a session against published limits, [`screen`]
//! lists what to ask before the first pulse, [`target`] finds the place on the scalp.

pub mod amount;
pub mod day;
pub mod quantity;
pub mod safety;
pub mod screen;
pub mod session;
pub mod target;
pub mod train;
