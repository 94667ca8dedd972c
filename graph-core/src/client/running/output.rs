//! The types of the results of long-running operations.

use std::any::TypeId;

use self::sealed::{Read, Received};
use crate::client::raw::RawBody;
use crate::client::raw_response::RawResponse;
use crate::client::response::Response;
use crate::error::Error;
use crate::model::operation::OperationResult;

/// A type for the result of a long-running operation: `()`, a [`RawBody`], and every type that an action or a function can return.
#[diagnostic::on_unimplemented(
    message = "a long-running operation cannot result in `{Self}`",
    label = "not a type that an operation can return",
    note = "write an entity or a complex type, `()` if only success matters, or `RawBody` for any JSON"
)]
pub trait OperationOutput: Read + 'static {
    /// Returns whether the client has to request the result after the operation has finished: for every type but `()`.
    #[doc(hidden)]
    fn is_read() -> bool {
        TypeId::of::<Self>() != TypeId::of::<()>()
    }
}

/// Prevents implementations of [`OperationOutput`] outside of this crate.
pub(in crate::client) mod sealed {
    use super::{Error, RawResponse, Response};

    /// The response with the result. If the service has not said where the result is, the response with the last report of progress.
    pub struct Received(pub(in crate::client) RawResponse);

    pub trait Read: Sized {
        /// Reads the result from the response that contains it.
        fn read(response: Received) -> Result<Response<Self>, Error>;

        /// Returns the result when the client has no response that contains it. `response` is the last report of progress.
        fn absent(response: Received) -> Result<Response<Self>, Error>;
    }
}

impl<T: OperationResult> Read for T {
    fn read(response: Received) -> Result<Response<Self>, Error> {
        response.0.decode_result()
    }
    fn absent(Received(mut response): Received) -> Result<Response<Self>, Error> {
        response.response.body_mut().clear();
        response.decode_result()
    }
}

impl Read for RawBody {
    #[inline]
    fn read(response: Received) -> Result<Response<Self>, Error> {
        Ok(response.0.into_raw())
    }
    #[inline]
    fn absent(response: Received) -> Result<Response<Self>, Error> {
        Ok(response.0.into_raw())
    }
}

impl<T: Read + 'static> OperationOutput for T {}
