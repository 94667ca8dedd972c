//! Calling an action or a function.

use http::Method;

use super::arguments::fill_arguments;
use super::items::Items;
use super::operation::sealed::IntoOperation;
use super::operation::{Operation, sent_as_operation};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::pages::Pages;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use crate::error::Error;
use crate::model::json::Json;
use crate::model::operation::{GraphOperation, OperationKind};
use crate::model::path::Path;
use crate::model::property_value::PropertyValue;
use crate::model::value_ref::DynStructured;
use crate::model::write::{WriteMode, object_json};

/// A call of an action (`POST`) or of a function (`GET`), sent when it is awaited; see [`Client::call`](super::Client::call).
///
/// The body of the response is the value that the action or function returns.
#[must_use = "a request is not sent until it is awaited"]
pub struct CallRequest<O> {
    pipeline: Pipeline,
    path: Path<O>,
    parameters: Parameters,
    options: RequestOptions,
}

clone_and_debug!(CallRequest<O> { pipeline, path, options } hidden { parameters });

/// The parameters of a call as the request sends them.
#[derive(Clone)]
enum Parameters {
    /// The body of an action's request.
    Body(String),
    /// The path and the query of a function's request.
    Path(String),
}

impl Parameters {
    /// Writes the parameters.
    ///
    /// The body of an action leaves out a parameter that is `None`: OData reads an absent parameter as null, and some services refuse an
    /// explicit null. The path of a function contains all parameters, because their names select the overload.
    #[inline]
    fn write(kind: OperationKind, path: &str, operation: &dyn DynStructured) -> Self {
        match kind {
            OperationKind::Action => Self::Body(Json::Object(object_json(operation, WriteMode::CREATE)).to_string()),
            OperationKind::Function => Self::Path(fill_arguments(path, operation)),
        }
    }
}

impl<O: GraphOperation> CallRequest<O> {
    pub(super) fn new(pipeline: Pipeline, path: Path<O>, operation: &O) -> Self {
        let parameters = Parameters::write(O::KIND, path.as_str(), operation);
        Self { pipeline, path, parameters, options: RequestOptions::default() }
    }

    option_methods!(common, awaited, idempotency);

    fn prepare(path: &Path<O>, parameters: Parameters, options: RequestOptions) -> Result<PreparedRequest, Error> {
        let mut request = PreparedRequest::new::<O>(Method::POST, path);
        match parameters {
            Parameters::Body(body) => request.body = Some(body.into()),
            Parameters::Path(filled) => {
                request.method = Method::GET;
                request.target = ["/", path.version().as_str(), &filled].concat();
            }
        }
        request.set_options(options)?;
        Ok(request)
    }
}

impl<T: PropertyValue, O: GraphOperation<Returns = Vec<T>>> CallRequest<O> {
    /// Returns the elements of the result as a stream. It requests further pages like the stream of a list; see
    /// [`ListRequest::stream`](super::ListRequest::stream).
    ///
    /// The call is sent when the stream is first polled. Further pages are requested with `GET`, even if the call is an action (`POST`).
    ///
    /// ```
    /// # use graph_core::{Client, GraphComplex, GraphFunction, graph_paths};
    /// #[derive(Clone, Debug, GraphComplex)]
    /// #[graph(odata_type = "microsoft.graph.activityCount")]
    /// pub struct ActivityCount {
    ///     pub sent: Option<i64>,
    /// }
    ///
    /// #[derive(Clone, Debug, GraphFunction)]
    /// #[graph(returns = Vec<ActivityCount>)]
    /// #[graph_paths(v1, "/reports/getEmailActivityCounts(period='{period}')")]
    /// pub struct EmailActivityCounts {
    ///     pub period: String,
    /// }
    ///
    /// # async fn example(graph: Client) -> Result<(), graph_core::Error> {
    /// let week = EmailActivityCounts { period: "D7".into() };
    /// let mut counts = graph.call(EmailActivityCounts::v1().get_email_activity_counts(), week).stream();
    /// while let Some(count) = counts.next().await {
    ///     println!("{:?}", count?.sent);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> Items<T> {
        self.pages().into_items()
    }

    /// Returns the pages of the result as a stream; see [`ListRequest::pages`](super::ListRequest::pages).
    pub fn pages(self) -> Pages<T> {
        let Self { pipeline, path, parameters, options } = self;
        Pages::new(pipeline, Some(Self::prepare(&path, parameters, options)), T::read_text)
    }

    option_methods!(page_size);
}

impl<O: GraphOperation> IntoOperation<O::Returns> for CallRequest<O> {
    fn into_operation(self) -> Operation<O::Returns> {
        let Self { pipeline, path, parameters, options } = self;
        let request = Self::prepare(&path, parameters, options);
        Operation { pipeline, request, decode: Box::new(|response| response.decode_result::<O::Returns>()) }
    }
}

sent_as_operation!([O: GraphOperation] CallRequest<O> => O::Returns);
