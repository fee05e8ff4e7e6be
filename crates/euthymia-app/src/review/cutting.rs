//! The text of an import being cut into pieces, and the pieces being read.

use super::findings::Findings;
use crate::error::AppError;
use euthymia_review::format::ColumnMap;
use euthymia_review::{Broken, Context, Format, Importing, Piece, PieceKind, split};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};

/// Pieces handed to the second thread at once, and batches that may wait.
const BATCH: usize = 256;
const WAITING: usize = 8;

/// Pieces that are read together, and what they need.
type Batch = (Arc<Context>, Vec<Piece>);

/// A text that is being cut into pieces.
pub(super) struct Cutting<'i> {
    format: Format,
    importing: &'i mut Importing,
    pub(super) found: Findings,
    /// Bytes and lines before the end of the last piece.
    end: (u64, u64),
}

impl<'i> Cutting<'i> {
    pub(super) fn new(format: Format, importing: &'i mut Importing) -> Self {
        Self {
            format,
            importing,
            found: Findings::default(),
            end: (0, 1),
        }
    }

    /// Cuts the text; a second thread reads the pieces, to say now what is not understood. Where it
    /// does not keep up, this one reads, too.
    pub(super) fn run(
        &mut self,
        columns: &ColumnMap,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), AppError> {
        let text = self.importing.text()?;
        let format = self.format;
        let mut context = Arc::new(Context {
            columns: columns.clone(),
            ..Context::default()
        });
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel::<Batch>(WAITING);
            let worker = scope.spawn(move || {
                let mut found = Findings::default();
                for (context, pieces) in receive {
                    found.read(format, &pieces, &context);
                }
                found
            });
            let mut batch = Vec::with_capacity(BATCH);
            for next in split(format, text) {
                self.importing.add(&next)?;
                match next {
                    Err(broken) => self.found.add_broken(broken),
                    Ok(piece) if piece.kind == PieceKind::Context => {
                        Arc::make_mut(&mut context).texts.push(piece.text);
                    }
                    Ok(piece) => {
                        self.found.records += 1;
                        self.end = end(&piece);
                        batch.push(piece);
                    }
                }
                if batch.len() == BATCH {
                    progress(self.end.0, self.found.records);
                    let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                    self.hand_over(&send, (Arc::clone(&context), full));
                }
            }
            self.hand_over(&send, (context, batch));
            drop(send);
            let failed = |_| AppError::Analysis("reading the records failed".to_owned());
            self.found.add_problems_of(worker.join().map_err(failed)?);
            Ok(())
        })
    }

    fn hand_over(&mut self, send: &SyncSender<Batch>, batch: Batch) {
        // The worker stops listening only if it failed, which joining tells.
        if let Err(TrySendError::Full((context, pieces))) = send.try_send(batch) {
            self.found.read(self.format, &pieces, &context);
        }
    }

    /// Tells that the text ends before its end.
    pub(super) fn add_end(&mut self, why: Option<String>) -> Result<(), AppError> {
        let Some(message) = why else { return Ok(()) };
        let broken = Broken {
            offset: self.end.0,
            line: self.end.1,
            message,
            text: String::new(),
        };
        self.importing.add(&Err(broken.clone()))?;
        self.found.add_broken(broken);
        Ok(())
    }
}

fn end(piece: &Piece) -> (u64, u64) {
    let lines = memchr::memchr_iter(b'\n', piece.text.as_bytes()).count();
    (
        piece.offset + piece.text.len() as u64,
        piece.line + lines as u64,
    )
}
