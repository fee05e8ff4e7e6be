//! The motor threshold: pulses one after the other, what they say, and how far such a search is off.
//!
//! [`hunt`] is the search as a person makes it, [`book`] the file in which every pulse is kept at once,
//! [`responses`] what is typed, [`view`] the tables.

pub mod book;
pub mod hunt;
pub mod responses;
mod rules;
pub mod view;
