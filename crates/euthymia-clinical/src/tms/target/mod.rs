//! Where on the scalp the coil goes, from three lengths of the head.
//!
//! [`head`] checks the lengths, [`method`](mod@method) has the cited ways, [`beam_f3`] the formulas of
//! the best known one, the misprinted ones included, [`guide`](mod@guide) the steps for the person with
//! the tape.

pub mod beam_f3;
pub mod guide;
pub mod head;
pub mod method;
