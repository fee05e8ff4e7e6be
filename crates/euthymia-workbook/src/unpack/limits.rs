//! Ends of what a packed file may become.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// From here on the ratio counts: small files of one repeated letter are no attack.
const RATIO_FROM_BYTES: u64 = 1 << 24;

/// Bytes that all members of a file may still become.
#[derive(Debug, Clone)]
pub(super) struct Total(Arc<AtomicU64>);

impl Total {
    pub(super) fn new(bytes_max: u64) -> Self {
        Self(Arc::new(AtomicU64::new(bytes_max)))
    }

    /// False when less than this was left.
    fn take(&self, bytes: u64) -> bool {
        let taken = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(bytes)
            });
        taken.is_ok()
    }
}

/// Counts the bytes taken from a packed stream.
pub(super) struct Counted<R> {
    source: R,
    taken: Arc<AtomicU64>,
}

/// A stream and its counter.
pub(super) fn counted<R>(source: R) -> (Counted<R>, Arc<AtomicU64>) {
    let taken = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&taken);
    (Counted { source, taken }, counter)
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// An unpacked stream that ends with an error when it becomes too long.
pub(super) struct Bounded<R> {
    source: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    ratio_max: u64,
    total: Total,
}

impl<R: Read> Bounded<R> {
    pub(super) fn new(source: R, packed: Arc<AtomicU64>, ratio_max: u64, total: &Total) -> Self {
        Self {
            source,
            packed,
            unpacked: 0,
            ratio_max,
            total: total.clone(),
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.unpacked += read as u64;
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        if self.unpacked > RATIO_FROM_BYTES && self.unpacked / packed > self.ratio_max {
            let message = format!(
                "the packed file grows more than {} to 1, as no list of citations does",
                self.ratio_max
            );
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        if !self.total.take(read as u64) {
            let message = "the packed file holds more than may be unpacked";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        Ok(read)
    }
}
