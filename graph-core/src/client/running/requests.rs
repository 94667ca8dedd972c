//! The requests with the method `or_operation`: the service may carry them out as long-running operations.

use super::outcome::OrOperation;
use crate::client::call::CallRequest;
use crate::client::create::CreateRequest;
use crate::client::delete::DeleteRequest;
use crate::client::patch::PatchRequest;
use crate::client::raw::RawRequest;
use crate::client::replace::ReplaceRequest;
use crate::client::upsert::UpsertRequest;
use crate::model::operation::GraphOperation;
use crate::model::structured::{GraphEntity, Structured};

// Defined here for all requests: `OrOperation` depends on the requests, so their files cannot import it.
macro_rules! or_operation {
    ($([$($parameter:ident: $first:ident $(+ $second:ident)?)?] $request:ty;)*) => {$(
        impl<$($parameter: $first $(+ $second)?)?> $request {
            /// Lets the service carry the request out as a long-running operation. The body of the response is then an
            /// [`Outcome`](crate::client::Outcome): `Running` if the service answers 202 with the URL of an operation, otherwise `Done`.
            pub fn or_operation(self) -> OrOperation<Self> {
                OrOperation::new(self)
            }
        }
    )*};
}

or_operation! {
    [] RawRequest;
    [O: GraphOperation] CallRequest<O>;
    [E: GraphEntity + Structured] CreateRequest<E>;
    [E: GraphEntity + Structured] PatchRequest<E>;
    [E: GraphEntity + Structured] ReplaceRequest<E>;
    [E: GraphEntity + Structured] UpsertRequest<E>;
    [E: GraphEntity] DeleteRequest<E>;
}
