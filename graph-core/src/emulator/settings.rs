//! The settings of an emulator.

use std::time::Duration;

/// How the service behaves.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Only seeded and created objects exist.
    pub(super) seeded_only: bool,
    /// Requests are refused if most services would ignore a part of them.
    pub(super) strict: bool,
    /// The service chooses the key of a new object, and not the body.
    pub(super) assigns_keys: bool,
    /// Responses to updates have no body unless the client asks for one.
    pub(super) no_content: bool,
    /// Responses to creations have no body unless the client asks for one.
    pub(super) create_no_content: bool,
    /// A batch gets 424 if one of its requests is throttled.
    pub(super) throttled_batches_fail: bool,
    /// The default and the maximum size of a page.
    pub(super) page: Option<usize>,
    /// `$top` limits the whole result instead of each page.
    pub(super) top_limits_result: bool,
    /// The scheme and host of next links, if they differ from the request's.
    pub(super) next_links: Option<String>,
    /// The delay of every response.
    pub(super) latency: Duration,
    /// The maximum number of exchanges in the journal.
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
