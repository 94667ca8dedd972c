//! The requests that the service may carry out as long-running operations.

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

// One place for all of them, because the file of a request cannot import a type that needs all requests.
macro_rules! or_operation {
    ($([$($parameter:ident: $first:ident $(+ $second:ident)?)?] $request:ty;)*) => {$(
        impl<$($parameter: $first $(+ $second)?)?> $request {
            /// Makes a long-running operation an outcome: the body of the response is an [`Outcome`](crate::client::Outcome), which is
            /// `Running` if the service answers 202 with the URL of an operation.
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
