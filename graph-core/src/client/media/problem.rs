//! Makes the errors of downloads and uploads.

use crate::error::{Error, MediaError, MediaProblem, RequestInfo};

/// Returns the error of a download or an upload.
pub(super) fn media_error(request: &RequestInfo, problem: MediaProblem) -> Error {
    Error::Media(Box::new(MediaError { request: request.clone(), problem }))
}
