//! A polite client for PubMed: a search of NCBI's E-utilities into one file of records, complete
//! or an error.
//!
//! A [`Job`] is a search with its [`Contact`]. [`fetch`] asks ESearch how many records there are,
//! cuts what is too large for PubMed's limit of 9,999 into slices of entry dates, fetches every
//! slice page by page from the history server, and joins the pages into one `PubmedArticleSet`
//! with a [`Provenance`] beside it. Every step is kept in a folder, so that a run that was killed
//! goes on where it stopped.
//!
//! What is asked next is decided by [`Session`], which knows neither network nor clock. The
//! network is a [`Transport`], the clock a [`Clock`]; [`Https`] and [`SystemClock`] are the real
//! ones.
//!
//! # Example
//! ```no_run
//! use std::path::Path;
//! use euthymia_entrez::{BaseUrl, Contact, Https, Job, Quiet, SystemClock, fetch};
//!
//! let contact = Contact::new("euthymia", "librarian@example.org", None)?;
//! let job = Job::new("ketamine[ti] AND depression[ti]", contact, "2026-03-01 10:00")?;
//! let transport = Https::new(BaseUrl::default());
//! let provenance = fetch(&job, Path::new("search"), &transport, &SystemClock::new(), &mut Quiet)?;
//! println!("{} records in {}", provenance.records, provenance.file.display());
//! # Ok::<(), euthymia_entrez::EntrezError>(())
//! ```

pub mod base_url;
pub mod clock;
pub mod contact;
pub mod error;
pub mod event;
pub mod folder;
pub mod found;
pub mod http;
pub mod job;
pub mod pace;
pub mod page;
pub mod progress;
pub mod provenance;
pub mod reply;
pub mod request;
pub mod run;
pub mod session;
pub mod slice;
pub mod transport;

pub use base_url::BaseUrl;
pub use clock::{Clock, SystemClock};
pub use contact::Contact;
pub use error::EntrezError;
pub use event::{Event, Quiet, Watch};
pub use found::{Found, History};
pub use http::Https;
pub use job::Job;
pub use page::Page;
pub use progress::{Part, Progress, StoredPage};
pub use provenance::Provenance;
pub use reply::{Answer, Failure, read};
pub use request::Request;
pub use run::fetch;
pub use session::Session;
pub use slice::Slice;
pub use transport::{Reply, Transport, TransportError};
