//! Frames as somebody sees them, and keys as somebody presses them.
