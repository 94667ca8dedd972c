//! The settings of an emulator.

use std::time::Duration;

/// How the service behaves.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Only seeded and created objects exist.
    pub(super) seeded_only: bool,
    /// Requests are refused that most services accept in part.
    pub(super) strict: bool,
    /// A creation does not choose its key.
    pub(super) assigns_keys: bool,
    /// Updates are answered without a body unless the client asks for one.
    pub(super) no_content: bool,
    /// Creations are answered without a body unless the client asks for one.
    pub(super) create_no_content: bool,
    /// A batch with a throttled request fails as a whole.
    pub(super) throttled_batches_fail: bool,
    /// The size of a page without `$top`, and the largest one.
    pub(super) page: Option<usize>,
    /// `$top` limits the whole result.
    pub(super) top_limits_result: bool,
    /// The scheme and host of next links, if not those of the request.
    pub(super) next_links: Option<String>,
    /// The delay of every response.
    pub(super) latency: Duration,
    /// The number of exchanges in the journal.
    pub(super) journal: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seeded_only: false,
            strict: false,
            assigns_keys: false,
            no_content: false,
            create_no_content: false,
            throttled_batches_fail: false,
            page: None,
            top_limits_result: false,
            next_links: None,
            latency: Duration::ZERO,
            journal: 10_000,
        }
    }
}
