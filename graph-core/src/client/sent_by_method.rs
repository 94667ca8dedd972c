//! Answers to `request.send()` and `request.execute()`, in the way of `misuse.rs`.

/// A request that is sent by a method. No request is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a request is sent by `.await`, and not by a method",
    label = "remove this call, and keep `.await`",
    note = "`graph.get(path).await?` sends the request and returns its response"
)]
pub trait SentByMethod {}

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
    };
}
pub(in crate::client) use not_sent_by_methods;
