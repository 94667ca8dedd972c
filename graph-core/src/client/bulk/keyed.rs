//! What a bulk takes for each request.

/// A pair of a key and a request, which [`Client::bulk`](crate::Client::bulk) takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a pair of a key and a request",
    label = "expected pairs: `(key, request)`",
    note = "the key says which request a result belongs to: `requests.into_iter().enumerate()` numbers the requests"
)]
pub trait KeyedRequest<K, R> {
    /// Returns the key and the request.
    fn into_pair(self) -> (K, R);
}

#[diagnostic::do_not_recommend]
impl<K, R> KeyedRequest<K, R> for (K, R) {
    fn into_pair(self) -> Self {
        self
    }
}
