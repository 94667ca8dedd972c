//! What can be sent as one of many.

use std::sync::Arc;

use crate::client::call::{Answer, Call};
use crate::client::{Client, Response};
use crate::error::{BatchError, BatchProblem, Error};

/// A request that can be sent as one of many, in a [`Batch`](super::Batch) or in [bulk](crate::client::Bulk), as well as alone.
///
/// Its own time limit does not count there.
pub trait Batchable: sealed::Sealed {
    /// What a [`Response`] to it holds.
    type Output;

    #[doc(hidden)]
    fn prepare(self) -> Prepared<Self::Output>;
}

/// A request that is ready to be sent, or why it cannot be.
pub struct Prepared<T> {
    pub(in crate::client) client: Client,
    pub(in crate::client) call: Result<Call, Error>,
    pub(in crate::client) decode: Decode<T>,
}

impl<T> Prepared<T> {
    /// The request, if this client has made it: another one may have another tenant's token.
    pub(in crate::client) fn by(self, client: &Client) -> (Result<Call, Error>, Decode<T>) {
        let own = |call: Call| match Arc::ptr_eq(&self.client.shared, &client.shared) {
            true => Ok(call),
            false => Err(BatchError::because(call.info(), BatchProblem::Foreign)),
        };
        (self.call.and_then(own), self.decode)
    }
}

/// Reads the result out of an answer of success.
pub(in crate::client) type Decode<T> = Box<dyn FnOnce(Answer) -> Result<Response<T>, Error> + Send + Sync>;

pub(in crate::client) mod sealed {
    pub trait Sealed {}
}
