//! Tests.
#[test]
fn x(){ let _ = html5ever::ParseOpts::default(); }
