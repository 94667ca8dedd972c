//! The client's main error type.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::batch::BatchError;
use super::carried_out::CarriedOutError;
use super::credential::CredentialError;
use super::decode::DecodeError;
use super::delta::{DeltaLinkError, ResyncError};
use super::edit::{EditConflictError, NoEtagError};
#[cfg(feature = "media")]
use super::media::MediaError;
use super::request_info::RequestInfo;
use super::running::{OperationError, OperationProblem};
use super::sanitise::one_line;
use super::service::ServiceError;
use super::transport::{NextLinkError, NotModifiedError, RedirectError, SendError};
use super::validation::{EmptyPatchError, InvalidHeaderError, ReadOnlyPropertyError, UnknownPropertyError};
use crate::model::read_error::RemovedEntity;

/// The error of a request, with one variant per cause.
///
/// - `{error}` prints the error itself in one line, without its sources.
/// - `{error:#}` prints the error and the chain of its sources in one line.
/// - [`source`](std::error::Error::source) returns the underlying error. No text in the chain is repeated.
/// - [`report`](Self::report) prints everything that a support ticket needs, in several lines.
///
/// ```
/// # use graph_core::error::Error;
/// # fn example(error: Error) {
/// match &error {
///     error if error.is_throttled() => println!("wait {:?}", error.retry_after()),
///     Error::Service(error) => println!("{} says {:?}", error.status, error.code()),
///     error => println!("{error:#}"),
/// }
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The patch of the request sets no property. Nothing was sent.
    EmptyPatch(EmptyPatchError),
    /// The patch sets a property that the request cannot set: a read-only property or, in an update, a create-only or navigation
    /// property. Nothing was sent.
    ReadOnlyProperty(ReadOnlyPropertyError),
    /// A `PropertyName` was created with a name that the entity does not declare. Nothing was sent.
    UnknownProperty(UnknownPropertyError),
    /// A header is invalid, or only the client may set it. Nothing was sent.
    InvalidHeader(InvalidHeaderError),
    /// The credential failed to provide a token. Either this was the first token, so that nothing was sent, or a new token after the
    /// service refused the first one (401).
    Credential(CredentialError),
    /// The request got no response.
    Transport(Box<SendError>),
    /// The entity still has the etag in the request's `If-None-Match` (304); see [`is_not_modified`](Self::is_not_modified).
    NotModified(Box<NotModifiedError>),
    /// The response is a redirect, which the client does not follow.
    Redirect(Box<RedirectError>),
    /// A page of a list has a link to the next page that the client does not follow.
    NextLink(Box<NextLinkError>),
    /// A page of changes has no usable link, or the client does not follow a stored delta link.
    DeltaLink(Box<DeltaLinkError>),
    /// The service no longer has the state of a delta link: start again without the link; see
    /// [`is_resync_required`](Self::is_resync_required).
    Resync(Box<ResyncError>),
    /// The service responded with an error status (4xx or 5xx).
    Service(Box<ServiceError>),
    /// The response is successful, but its body cannot be decoded.
    Decode(Box<DecodeError>),
    /// The service carried out the change (2xx), but the response body cannot be decoded. Do not send the request again.
    CarriedOut(Box<CarriedOutError>),
    /// The request was part of a batch and has no response of its own.
    Batch(Box<BatchError>),
    /// A long-running operation has failed, or has not finished in time.
    Operation(Box<OperationError>),
    /// An edit read an entity without an etag. Nothing was changed.
    NoEtag(Box<NoEtagError>),
    /// Other clients changed the entity during each attempt of an edit.
    EditConflict(Box<EditConflictError>),
    /// A download or an upload failed for a reason that other requests do not have, such as an expired upload session. Only with the
    /// feature `media`.
    #[cfg(feature = "media")]
    Media(Box<MediaError>),
}

impl Error {
    /// Returns the error response of the service, if there is one.
    ///
    /// For a request in a batch, this is the error response to that request, never the error response to the whole batch.
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            Self::EditConflict(error) => Some(&error.last),
            Self::Resync(error) => Some(&error.service),
            _ => None,
        }
    }

    /// Returns whether the service throttled the request, or the batch that contained it (429).
    pub fn is_throttled(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS) || self.batch_cause().is_some_and(Self::is_throttled)
    }

    /// Returns whether the service found nothing at the path of the request (404).
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Returns whether the request conflicts with the current state (409), for example because the object already exists.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Returns whether the change was carried out, or accepted (202), although the response body cannot be decoded.
    ///
    /// [`CarriedOutError`] contains the status, the headers, the body and, if known, the entity's id. A [`Bulk`](crate::client::Bulk) counts
    /// such a request as done and does not send it again.
    pub fn is_carried_out(&self) -> bool {
        match self {
            Self::Operation(error) => error.problem == OperationProblem::InvalidAddress,
            error => matches!(error, Self::CarriedOut(_)),
        }
    }

    /// Returns the removed entity if this error says that the response contains a removal (`@removed`) in place of the entity.
    ///
    /// A list yields such an error for the element and continues. For a removed entity inside another entity, this method returns `None`:
    /// the outer entity cannot be read, and the error is a [`DecodeError`] like any other.
    ///
    /// ```
    /// # use graph_core::GraphEntity;
    /// # use graph_core::client::Items;
    /// # async fn example<E: GraphEntity>(mut items: Items<E>) -> Result<(), graph_core::Error> {
    /// while let Some(item) = items.next().await {
    ///     match item {
    ///         Ok(entity) => { /* store the entity */ }
    ///         Err(error) => match error.removed() {
    ///             Some(removed) => println!("delete {:?}: {:?}", removed.id, removed.reason),
    ///             None => return Err(error),
    ///         },
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn removed(&self) -> Option<&RemovedEntity> {
        match self {
            Self::Decode(error) => error.removed(),
            _ => None,
        }
    }

    /// Returns whether the entity has not changed (304). Only a `GET` with the header `If-None-Match` gets this response.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::Path;
    /// # async fn example<E: GraphEntity>(graph: Client, path: Path<E>, copy: E, etag: &str) -> Result<E, graph_core::Error> {
    /// match graph.get(path).header("If-None-Match", etag).await {
    ///     Err(error) if error.is_not_modified() => Ok(copy),
    ///     response => Ok(response?.body),
    /// }
    /// # }
    /// ```
    pub fn is_not_modified(&self) -> bool {
        matches!(self, Self::NotModified(_))
    }

    /// Returns whether the entity has changed since the etag in `If-Match` was read (412).
    pub fn is_precondition_failed(&self) -> bool {
        self.has_status(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns whether the service refused the token (401): the token is expired, revoked or invalid. Renewing the token did not help.
    pub fn is_unauthenticated(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED) || self.batch_cause().is_some_and(Self::is_unauthenticated)
    }

    /// Returns whether a delta must start again without its link, because the service no longer has the state of the link (410). The first
    /// request of a delta without a link never fails with this error.
    ///
    /// [`ResyncError`] has the service's error and the URL at which it asks to start again.
    pub fn is_resync_required(&self) -> bool {
        matches!(self, Self::Resync(_))
    }

    /// Returns whether the token lacks a permission (403). [`ServiceError::permissions`] lists the permissions that suffice.
    pub fn is_permission(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN) || self.batch_cause().is_some_and(Self::is_permission)
    }

    /// Returns the HTTP status of the response, if there is a response.
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::NotModified(_) => Some(StatusCode::NOT_MODIFIED),
            Self::Redirect(error) => Some(error.status),
            Self::Service(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            Self::CarriedOut(error) => Some(error.decode.status),
            Self::Batch(error) => error.cause()?.status(),
            Self::EditConflict(error) => Some(error.last.status),
            Self::Resync(error) => Some(error.service.status),
            _ => None,
        }
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.service().is_some_and(|error| error.status == status)
    }

    /// Returns how long the service asks to wait before the next request: the `Retry-After` header of its error response.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.batch_cause() {
            Some(error) => error.retry_after(),
            None => self.service().and_then(|error| error.retry_after),
        }
    }

    /// Returns the error of the whole batch, for a request whose batch failed as a whole.
    fn batch_cause(&self) -> Option<&Self> {
        match self {
            Self::Batch(error) => error.cause(),
            _ => None,
        }
    }

    /// Describes the failed request. Returns `None` if the error was found before the request was built.
    #[inline]
    pub fn request(&self) -> Option<&RequestInfo> {
        match self {
            Self::Transport(error) => Some(&error.request),
            Self::NotModified(error) => Some(&error.request),
            Self::Redirect(error) => Some(&error.request),
            Self::NextLink(error) => Some(&error.request),
            Self::DeltaLink(error) => Some(&error.request),
            Self::Resync(error) => Some(&error.service.request),
            Self::Service(error) => Some(&error.request),
            Self::Decode(error) => Some(&error.request),
            Self::CarriedOut(error) => Some(&error.decode.request),
            Self::Batch(error) => error.request.as_ref(),
            Self::NoEtag(error) => Some(&error.request),
            Self::Operation(error) => Some(&error.request),
            Self::EditConflict(error) => Some(&error.last.request),
            #[cfg(feature = "media")]
            Self::Media(error) => Some(&error.request),
            Self::EmptyPatch(_)
            | Self::ReadOnlyProperty(_)
            | Self::UnknownProperty(_)
            | Self::InvalidHeader(_)
            | Self::Credential(_) => None,
        }
    }

    /// Returns the `request-id` header of the response: the id that the service gave the request.
    #[inline]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::NotModified(error) => error.request_id.as_deref(),
            Self::Redirect(error) => error.request_id.as_deref(),
            Self::NextLink(error) => error.request_id.as_deref(),
            Self::DeltaLink(error) => error.request_id.as_deref(),
            Self::Resync(error) => error.service.request_id.as_deref(),
            Self::Service(error) => error.request_id.as_deref(),
            Self::Decode(error) => error.request_id.as_deref(),
            Self::CarriedOut(error) => error.decode.request_id.as_deref(),
            Self::Batch(error) => error.cause()?.request_id(),
            Self::NoEtag(error) => error.request_id.as_deref(),
            Self::Operation(error) => error.request_id.as_deref(),
            Self::EditConflict(error) => error.last.request_id.as_deref(),
            _ => None,
        }
    }

    fn inner(&self) -> &(dyn std::error::Error + 'static) {
        match self {
            Self::EmptyPatch(error) => error,
            Self::ReadOnlyProperty(error) => error,
            Self::UnknownProperty(error) => error,
            Self::InvalidHeader(error) => error,
            Self::Credential(error) => error,
            Self::Transport(error) => &**error,
            Self::NotModified(error) => &**error,
            Self::Redirect(error) => &**error,
            Self::NextLink(error) => &**error,
            Self::DeltaLink(error) => &**error,
            Self::Resync(error) => &**error,
            Self::Service(error) => &**error,
            Self::Decode(error) => &**error,
            Self::CarriedOut(error) => &**error,
            Self::Batch(error) => &**error,
            Self::NoEtag(error) => &**error,
            Self::Operation(error) => &**error,
            Self::EditConflict(error) => &**error,
            #[cfg(feature = "media")]
            Self::Media(error) => &**error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.inner())?;
        if f.alternate() {
            let mut sources = std::iter::successors(std::error::Error::source(self), |error| error.source());
            sources.try_for_each(|source| write!(f, ": {}", one_line(&source.to_string(), 300)))?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner().source()
    }
}

impl From<UnknownPropertyError> for Error {
    fn from(error: UnknownPropertyError) -> Self {
        Self::UnknownProperty(error)
    }
}

impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        Self::Credential(error)
    }
}
