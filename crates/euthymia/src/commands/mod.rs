//! One file per command.

pub(crate) mod cohort;
pub(crate) mod evidence;
pub(crate) mod pool;
pub(crate) mod report;
