//! Errors of downloads and uploads.

use std::fmt;

use super::request_info::RequestInfo;

/// The error of a download or an upload that failed for a reason that other requests do not have, such as an empty range, a failure of the
/// upload's source, or an expired upload session.
///
/// Only with the feature `media`.
#[derive(Debug)]
#[non_exhaustive]
pub struct MediaError {
    /// The request, without the ids in its path.
    pub request: RequestInfo,
    /// The reason why the download or the upload failed.
    pub problem: MediaProblem,
}

/// The reason of a [`MediaError`]. No text contains a download URL or an upload URL, because such a URL works without a token.
#[derive(Debug)]
#[non_exhaustive]
pub enum MediaProblem {
    /// The service redirects the download, or sends the upload, to a URL that the client does not use: it is not `https`, it is not a URL,
    /// or it contains the token.
    UnsafeUrl,
    /// The download was redirected more than this number of times.
    TooManyRedirects(u32),
    /// The range of the download is empty or ends before it begins. Nothing was sent.
    EmptyRange,
    /// The service sent another range than the client asked for, or the whole content.
    OtherRange,
    /// The content changed during the download, so the rest of it does not fit the chunks that have already arrived.
    Changed,
    /// The upload session does not exist: it expired, was cancelled or was completed.
    SessionGone,
    /// The response to the last fragment was lost, and the session has ended since. The upload is probably complete.
    OutcomeUnknown,
    /// The service asks for a part of the content that does not exist, or refuses the fragments that it has asked for.
    OtherFragment,
    /// The source of the upload is empty. An upload session needs at least one byte.
    EmptySource,
    /// The source of the upload returned another number of bytes than it was asked for.
    OtherLength {
        /// The number of bytes that the upload needed.
        expected: u64,
        /// The number of bytes that the source returned.
        found: u64,
    },
    /// The source of the upload cannot be read, because of this I/O error.
    Source(std::io::Error),
}

impl fmt::Display for MediaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnsafeUrl => f.write_str("the service names a URL that is not `https` or not a URL: nothing was sent there"),
            Self::TooManyRedirects(limit) => write!(f, "the download was redirected more than {limit} times"),
            Self::EmptyRange => f.write_str("the range is empty: give a range of at least one byte"),
            Self::OtherRange => f.write_str("the service ignored the range: download the whole content instead"),
            Self::Changed => f.write_str("the content changed during the download: start the download again"),
            Self::SessionGone => f.write_str("the upload session expired or has ended: create a new session"),
            Self::OutcomeUnknown => f.write_str(
                "the response to the last fragment was lost and the session has ended: check whether the content is there",
            ),
            Self::OtherFragment => {
                f.write_str("the service expects a fragment that the content does not have: create a new session")
            }
            Self::EmptySource => f.write_str("the source is empty: send the empty content with `upload`"),
            Self::OtherLength { expected, found } => {
                write!(f, "the source returned {found} bytes in place of {expected}: it must not change during the upload")
            }
            Self::Source(_) => f.write_str("the source of the upload cannot be read"),
        }
    }
}

impl fmt::Display for MediaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.problem)?;
        self.request.write_ids(f, None)
    }
}

impl std::error::Error for MediaError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            MediaProblem::Source(error) => Some(error),
            _ => None,
        }
    }
}
