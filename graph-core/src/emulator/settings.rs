//! The settings of an emulator.

use std::time::Duration;

/// The settings that determine how the emulated service behaves.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Whether only seeded and created objects exist.
    pub(super) seeded_only: bool,
    /// Whether requests are refused if most services would ignore a part of them.
    pub(super) strict: bool,
    /// Whether the service, and not the request body, chooses the key of a new object.
    pub(super) assigns_keys: bool,
    /// Whether a response to an update has a body only if the client asks for one.
    pub(super) no_content: bool,
    /// Whether a response to a creation has a body only if the client asks for one.
    pub(super) create_no_content: bool,
    /// Whether a batch gets 424 if one of its requests is throttled.
    pub(super) throttled_batches_fail: bool,
    /// The default and maximum number of objects in a page, if a test sets it.
    pub(super) page: Option<usize>,
    /// Whether `$top` limits the whole result instead of each page.
    pub(super) top_limits_result: bool,
    /// The scheme and host of next links, such as `https://example.com`, if they differ from those of the request.
    pub(super) next_links: Option<String>,
    /// The scheme and host of upload URLs and download URLs, if a test sets them.
    pub(super) media_urls: Option<String>,
    /// Whether a read of content is redirected to a URL that works without a token.
    pub(super) redirects_downloads: bool,
    /// The time by which every response is delayed.
    pub(super) latency: Duration,
    /// The maximum number of requests in the journal.
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
            media_urls: None,
            redirects_downloads: false,
            latency: Duration::ZERO,
            journal: 10_000,
        }
    }
}
