use super::*;
use crate::testing::{Script, Step, answer, thing, thing_json};
use crate::{Client, Error, StaticToken};

/// A layer as a user would write it: it fails with its own error type when its quota is used up.
#[derive(Clone)]
struct Limited<S> {
    inner: S,
    left: Arc<Mutex<u32>>,
}

impl<S> Service<http::Request<Bytes>> for Limited<S>
where
    S: Service<http::Request<Bytes>, Error = TransportError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match &mut *self.left.lock().unwrap() {
            0 => Poll::Ready(Err("quota used up".into())),
            left => {
                *left -= 1;
                Poll::Ready(Ok(()))
            }
        }
    }

    fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
        let response = self.inner.call(request);
        Box::pin(async move { Ok(response.await?) })
    }
}

#[tokio::test]
async fn a_transport_goes_through_tower_and_back() {
    let script = Script::new([answer(200, &[], thing_json()), Step::Fail(TransportErrorKind::Connect)]);
    let service = Limited { inner: IntoService::new(script.clone()), left: Arc::new(Mutex::new(2)) };
    let graph = Client::new(FromService::new(service), StaticToken::new("t"));
    graph.get(thing()).await.unwrap();
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Interrupted] {
        let error = graph.get(thing()).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.kind() == kind), "{error}");
    }
    assert_eq!(script.requests().len(), 2);
}
