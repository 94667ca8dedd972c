//! A time limit for what is inside.

use std::time::Duration;

use bytes::Bytes;

use super::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// Gives a request up that takes longer than the limit.
///
/// Use it inside of [`Retry`](super::Retry), where it limits each single try: one that hangs is then given up while there is still
/// time for another. That other one comes by itself for a read; for a write it takes
/// [`when_the_answer_is_lost`](super::Retry::when_the_answer_is_lost). The client itself limits the whole of a call.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use std::time::Duration;
/// use graph_core::transport::{ReqwestTransport, Retry, Timeout};
///
/// let one_try = Timeout::new(ReqwestTransport::new()?, Duration::from_secs(20));
/// let transport = Retry::new(one_try).when_the_answer_is_lost();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Timeout<T> {
    inner: T,
    limit: Duration,
}

impl<T: Transport> Timeout<T> {
    /// The transport, with this limit for a request.
    pub fn new(inner: T, limit: Duration) -> Self {
        Self { inner, limit }
    }
}

impl<T: Transport> Transport for Timeout<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let response = self.inner.send(request);
        Box::pin(async move {
            let result = tokio::time::timeout(self.limit, response).await;
            result.unwrap_or_else(|_| Err(TransportError::new(TransportErrorKind::Timeout, None)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Script, Step, answer, thing, thing_json};
    use crate::transport::Retry;
    use crate::{Client, StaticToken};

    #[tokio::test(start_paused = true)]
    async fn a_try_that_hangs_leaves_time_for_another() {
        let script = Script::new([Step::Hang, answer(200, &[], thing_json())]);
        let transport = Retry::new(Timeout::new(script.clone(), Duration::from_secs(20))).when_the_answer_is_lost();
        Client::new(transport, StaticToken::new("t")).get(thing()).await.unwrap();
        assert!((20.5..21.1).contains(&script.times()[1]), "{:?}", script.times());
    }
}
