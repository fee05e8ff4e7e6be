//! Fisher's exact test: is the chance of an event the same in two groups, or rows independent of
//! columns?
//!
//! All margins of the table are taken as given. [`two_by_two`] has the test with its odds ratio,
//! [`table`] tables of any size.

pub mod table;
pub mod two_by_two;
