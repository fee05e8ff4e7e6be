//! The rank-sum test of two groups (Wilcoxon, Mann–Whitney) with its two estimates.
//!
//! | symbol | meaning |
//! |---|---|
//! | n₁, n₂ | values in the first and second group, N = n₁ + n₂ |
//! | U | pairs in which the first value is larger, equal ones counted by half |
//! | A = U/(n₁n₂) | probability of superiority of the first group |
//!
//! [`test`] has the test, [`superiority`] the interval of A, [`shift`] the Hodges–Lehmann estimate.

mod distribution;
pub mod shift;
pub mod superiority;
pub mod test;
