//! Counting the objects of a collection (`/$count`).

use http::header::ACCEPT;
use http::{HeaderValue, Method};

use super::Client;
use super::operation::sealed::IntoOperation;
use super::operation::{Operation, sent_as_operation};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use crate::error::Error;
use crate::error::sanitise::without_byte_order_mark;
use crate::model::decoded::{Decoded, TextError};
use crate::model::path::{Count, Path};
use crate::model::path_kinds::CountPath;
use crate::model::read_error::ReadError;
use crate::model::structured::GraphEntity;

impl Client {
    /// Counts the objects of a collection (`GET …/$count`).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity, graph_ids, graph_paths, property};
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.group")]
    /// #[graph_paths(v1, "/groups/$count")]
    /// pub struct Group {
    ///     #[graph(key)]
    ///     id: String,
    ///     display_name: Option<String>,
    /// }
    ///
    /// # async fn example(graph: Client) -> Result<(), graph_core::Error> {
    /// let sales = property!(Group, display_name).starts_with("Sales");
    /// let number: u64 = graph.count(Group::v1().groups_count()).filter(sales).eventual_consistency().await?.body;
    /// # Ok(())
    /// # }
    /// ```
    pub fn count<E: GraphEntity>(&self, path: impl CountPath<E>) -> CountRequest<E> {
        CountRequest::new(self.pipeline.clone(), path.into_path())
    }
}

/// A request for the number of objects in a collection, sent when it is awaited; see [`Client::count`].
#[must_use = "a request is not sent until it is awaited"]
pub struct CountRequest<E> {
    pipeline: Pipeline,
    path: Path<Count<E>>,
    options: RequestOptions,
}

clone_and_debug!(CountRequest<E> { pipeline, path, options });

impl<E: GraphEntity> CountRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<Count<E>>) -> Self {
        Self { pipeline, path, options: RequestOptions::default() }
    }

    option_methods!(common, awaited, filter, search, eventual_consistency, query);

    fn prepare(path: &Path<Count<E>>, mut options: RequestOptions) -> Result<PreparedRequest, Error> {
        options.add_declared_consistency(E::TYPE.declaration());
        let mut request = PreparedRequest::new::<E>(Method::GET, path);
        request.set_options(options)?;
        request.headers.entry(ACCEPT).or_insert(HeaderValue::from_static("text/plain"));
        Ok(request)
    }
}

/// Parses the body of the response: the number as text.
#[inline]
fn read(text: &[u8]) -> Result<Decoded<u64>, TextError> {
    let text = String::from_utf8_lossy(without_byte_order_mark(text));
    let value = text.trim().parse().map_err(|_| ReadError::malformed("a count", &text))?;
    Ok(Decoded { value, etag: None })
}

impl<E: GraphEntity> IntoOperation<u64> for CountRequest<E> {
    fn into_operation(self) -> Operation<u64> {
        let Self { pipeline, path, options } = self;
        let request = Self::prepare(&path, options);
        Operation { pipeline, request, decode: Box::new(|response| response.decode(read)) }
    }
}

sent_as_operation!([E: GraphEntity] CountRequest<E> => u64);
