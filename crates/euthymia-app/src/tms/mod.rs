//! A session of magnetic stimulation worked out and held against what is published, and the place of
//! the coil from three lengths of the head.

mod aim;
mod request;
mod target;
mod view;

pub use aim::Aim;
pub use request::{Tms, TmsRequest, tms};
pub use target::{Placed, Target, TargetRequest, target};
pub use view::{screening_view, seizure_view};
