//! A thread on which a panic is a value and says nothing.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

/// Name of the thread.
const NAME: &str = "euthymia-pdf";

/// Bytes of its stack: fonts and forms are read within each other.
const STACK: usize = 64 << 20;

static HOOK: Once = Once::new();

/// Runs on a thread of its own; `None` when that panicked or no thread could be had.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            if thread::current().name() != Some(NAME) {
                before(what);
            }
        }));
    });
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .name(NAME.to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        thread.ok()?.join().ok()
    })
}

/// Runs here; `None` when it panicked. To be called on that thread only, so that nothing is said.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}
