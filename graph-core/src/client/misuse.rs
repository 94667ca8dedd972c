//! Answers to calls in the style of other libraries, such as `client.post(…)` or a `for` loop over a stream.
//!
//! Each method and impl below has a bound that no type meets, so that a call is one compile error, whose message says what to write. The
//! bounds have a lifetime that they do not use, because rustc refuses an unmet bound without any parameter. The results are those that the
//! caller expects, so that nothing after the call is a second error.

use std::future::{Pending, Ready, pending, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::bulk::Bulk;
use super::call::CallRequest;
use super::create::CreateRequest;
use super::delete::DeleteRequest;
use super::delta::{Change, Changes, DeltaRequest};
use super::facade::Client;
use super::follow::FollowRequest;
use super::get::GetRequest;
use super::items::Items;
use super::link::{EntityUrl, LinksRequest};
use super::list::ListRequest;
use super::page::Page;
use super::pages::Pages;
use super::patch::PatchRequest;
use super::response::Response;
use crate::error::Error;
use crate::model::misused::Misused;
use crate::model::operation::GraphOperation;
use crate::model::structured::Structured;

/// A request for pages that is awaited. No such request is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a list is not awaited itself: it is read through a stream",
    label = "call `.stream()` instead",
    note = "`let mut items = ….stream();`, and then `while let Some(item) = items.next().await`, reads one item after the other"
)]
pub trait AwaitedList {}

/// A stream that is awaited as a whole. No stream is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a stream is not awaited as a whole: each of its items is",
    label = "write `.next().await` in a loop",
    note = "`while let Some(item) = stream.next().await` reads one item after the other"
)]
pub trait AwaitedStream {}

/// A request that is passed to a function for futures. No request is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a request is not a future: it makes one when it is awaited",
    label = "call `.into_future()` on the request",
    note = "`tokio::spawn(request.into_future())` sends a request in a task; `graph.bulk(…)` sends many requests at once"
)]
pub trait RequestAsFuture {}

/// A request for pages that a `for` loop reads. No such request is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `for` loop cannot read a list, because each item is awaited",
    label = "expected an iterator, found a request",
    note = "write `let mut items = ….stream();`, and then `while let Some(item) = items.next().await {{ … }}`"
)]
pub trait IteratedList {}

/// A stream that a `for` loop reads. No stream is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `for` loop cannot read a stream, because each item is awaited",
    label = "expected an iterator, found a stream",
    note = "write `let mut items = …;`, and then `while let Some(item) = items.next().await {{ … }}`"
)]
pub trait IteratedStream {}

/// A client with a method for each HTTP method. No client is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the client's methods are named after operations, and not after HTTP methods",
    label = "call `create`, `call`, `patch` or `replace`",
    note = "`create` and `call` send a POST, `patch` a PATCH and `replace` a PUT; `request(method, path)` sends any other request"
)]
pub trait MethodPerVerb {}

/// Answers an `.await` and a `for` loop on a stream, or on a request for several pages.
macro_rules! neither_awaited_nor_iterated {
    ($([$($generics:tt)*] $type:ty: $awaited:ident => $element:ty, $iterated:ident => $item:ty;)+) => {$(
        #[doc(hidden)]
        impl<$($generics)*> Future for $type
        where
            for<'unmet> Misused<Self>: $awaited,
        {
            type Output = Result<Vec<$element>, Error>;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
                Poll::Pending
            }
        }

        #[doc(hidden)]
        impl<$($generics)*> Iterator for $type
        where
            for<'unmet> Misused<Self>: $iterated,
        {
            type Item = $item;

            fn next(&mut self) -> Option<Self::Item> {
                None
            }
        }
    )+};
}

neither_awaited_nor_iterated! {
    [E, T] ListRequest<E, T>: AwaitedList => T, IteratedList => Result<T, Error>;
    [] LinksRequest: AwaitedList => EntityUrl, IteratedList => Result<EntityUrl, Error>;
    [T] FollowRequest<T>: AwaitedList => T, IteratedList => Result<T, Error>;
    [E] DeltaRequest<E>: AwaitedList => Change<E>, IteratedList => Result<Change<E>, Error>;
    [T] Items<T>: AwaitedStream => T, IteratedStream => Result<T, Error>;
    [T] Pages<T>: AwaitedStream => Page<T>, IteratedStream => Result<Page<T>, Error>;
    [E] Changes<E>: AwaitedStream => Change<E>, IteratedStream => Result<Change<E>, Error>;
    [K, T] Bulk<'_, K, T>: AwaitedStream => (K, Result<Response<T>, Error>), IteratedStream => (K, Result<Response<T>, Error>);
}

/// Answers a single request in the place of a future.
macro_rules! not_a_future {
    ($([$($generics:tt)*] $type:ty => $output:ty;)+) => {$(
        #[doc(hidden)]
        impl<$($generics)*> Future for $type
        where
            for<'unmet> Misused<Self>: RequestAsFuture,
        {
            type Output = Result<Response<$output>, Error>;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
                Poll::Pending
            }
        }
    )+};
}

not_a_future! {
    [E, T] GetRequest<E, T> => T;
    [E: Structured, T] PatchRequest<E, T> => Option<T>;
    [E: Structured, T] CreateRequest<E, T> => Option<T>;
    [E] DeleteRequest<E> => ();
    [O: GraphOperation] CallRequest<O> => O::Returns;
}

/// Answers calls of methods that a request for several pages does not have.
macro_rules! read_without_stream {
    ($([$($generics:tt)*] $type:ty => $item:ty;)+) => {$(
        impl<$($generics)*> $type {
            #[doc(hidden)]
            pub fn send(self) -> Ready<Result<Vec<$item>, Error>>
            where
                for<'unmet> Misused<Self>: AwaitedList,
            {
                ready(Ok(Vec::new()))
            }

            #[doc(hidden)]
            pub fn collect(self) -> Ready<Result<Vec<$item>, Error>>
            where
                for<'unmet> Misused<Self>: AwaitedList,
            {
                ready(Ok(Vec::new()))
            }

            #[doc(hidden)]
            #[allow(clippy::should_implement_trait)] // `Iterator` has a message for `for` loops
            pub fn next(&mut self) -> Ready<Option<Result<$item, Error>>>
            where
                for<'unmet> Misused<Self>: AwaitedList,
            {
                ready(None)
            }
        }
    )+};
}

read_without_stream! {
    [E, T] ListRequest<E, T> => T;
    [] LinksRequest => EntityUrl;
    [T] FollowRequest<T> => T;
    [E] DeltaRequest<E> => Change<E>;
}

/// Defines methods that clients of other libraries have.
macro_rules! verbs {
    ($($verb:ident)+) => {
        impl Client {$(
            #[doc(hidden)]
            pub fn $verb<P, B>(&self, _: P, _: B) -> Pending<Result<Response<()>, Error>>
            where
                for<'unmet> Misused<Self>: MethodPerVerb,
            {
                pending()
            }
        )+}
    };
}

verbs! { post put update }
