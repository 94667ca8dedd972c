//! Answers to `request.send()`, `request.execute()` and `request.unwrap()`, in the way of `misuse.rs`.

/// A request that is sent by a method. No request is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a request is sent by `.await`, and not by a method",
    label = "remove this call, and keep `.await`",
    note = "`graph.get(path).await?` sends the request and returns its response"
)]
pub trait SentByMethod {}

/// A request that is read without `.await`. No request is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a request is sent when it is awaited, and only then has a result",
    label = "write `.await` before this call",
    note = "`graph.get(path).await?` sends the request and returns its response"
)]
pub trait ReadBeforeAwait {
    /// Makes the result that the caller expects.
    fn result<T>() -> T;
}

/// Names the type of a successful result.
#[doc(hidden)]
pub trait Success {
    /// The type of the value in `Ok`.
    type Value;
}

impl<T, E> Success for Result<T, E> {
    type Value = T;
}

/// Defines the methods by which other libraries send a request.
macro_rules! not_sent_by_methods {
    () => {
        #[doc(hidden)]
        pub fn send(self) -> Self
        where
            for<'unmet> crate::model::misused::Misused<Self>: crate::client::sent_by_method::SentByMethod,
        {
            self
        }

        #[doc(hidden)]
        pub fn execute(self) -> Self
        where
            for<'unmet> crate::model::misused::Misused<Self>: crate::client::sent_by_method::SentByMethod,
        {
            self
        }

        #[doc(hidden)]
        pub fn unwrap(self) -> <<Self as IntoFuture>::Output as crate::client::sent_by_method::Success>::Value
        where
            Self: IntoFuture,
            <Self as IntoFuture>::Output: crate::client::sent_by_method::Success,
            for<'unmet> crate::model::misused::Misused<Self>: crate::client::sent_by_method::ReadBeforeAwait,
        {
            <crate::model::misused::Misused<Self> as crate::client::sent_by_method::ReadBeforeAwait>::result()
        }

        #[doc(hidden)]
        pub fn expect(self, _: &str) -> <<Self as IntoFuture>::Output as crate::client::sent_by_method::Success>::Value
        where
            Self: IntoFuture,
            <Self as IntoFuture>::Output: crate::client::sent_by_method::Success,
            for<'unmet> crate::model::misused::Misused<Self>: crate::client::sent_by_method::ReadBeforeAwait,
        {
            <crate::model::misused::Misused<Self> as crate::client::sent_by_method::ReadBeforeAwait>::result()
        }
    };
}
pub(in crate::client) use not_sent_by_methods;
