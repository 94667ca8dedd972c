//! Calls of declared actions and functions: the checks of their parameters, and the responses.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use graph_schema::syntax::case::upper_first;
use http::{HeaderMap, Method, Request, StatusCode};

use super::arguments::{read_arguments, unknown};
use super::call::{ErrorResponse, OperationCall};
use super::check::{accept, find, is_annotation};
use super::context::origin;
use super::headers::json_object;
use super::operation_path::OperationPath;
use super::operation_table::{Answer, CallTarget, FoundCall, Run, ServedOperation};
use super::reply::{Body, Rejection, Reply};
use super::service::{Notes, Service, method_not_allowed};
use super::url::RequestUrl;
use crate::model::descriptor::{Edm, StructuredType};
use crate::model::json::{Additional, Json};
use crate::model::operation::{GraphOperation, OperationKind, OperationResult, ResultRef};
use crate::model::path::GraphPaths;
use crate::model::reader::ReadMode;
use crate::model::value_ref::ValueRef;
use crate::model::write::{WriteMode, value_json};

impl Service {
    /// Answers the calls of an operation with this closure, in place of an earlier one.
    pub(super) fn answer_calls<O: GraphOperation + GraphPaths>(
        &mut self,
        mut answer: impl FnMut(&mut OperationCall<'_, O>) -> Result<O::Returns, ErrorResponse> + Send + 'static,
    ) {
        let run = move |service: &mut Service, target: &CallTarget, headers: &HeaderMap, parameters: Additional| {
            let parameters = O::read(Json::Object(parameters), ReadMode::Full);
            let parameters = parameters.map_err(|error| Rejection::bad_request(error.to_string()))?;
            let result = answer(&mut OperationCall { parameters, service, target, headers }).map_err(|error| error.0)?;
            Ok(Answer::new(&result.view_result()))
        };
        let run: Arc<Mutex<Run>> = Arc::new(Mutex::new(run));
        for template in O::templates() {
            let (path, run) = (OperationPath::new(template.text), run.clone());
            self.operations.insert(ServedOperation { template, path, kind: O::KIND, declared: O::DECLARATION, run });
        }
    }

    /// Answers the call of a declared operation.
    pub(super) fn operate(
        &mut self,
        request: &Request<Bytes>,
        url: &RequestUrl,
        call: &FoundCall,
        notes: &mut Notes,
    ) -> Result<Reply, Rejection> {
        let FoundCall { operation, target, arguments } = call;
        let declared = operation.declared;
        self.access.token(request.headers())?.permits(request.method(), declared.permissions)?;
        let parameters = match (operation.kind, request.method()) {
            (OperationKind::Action, &Method::POST) => body_parameters(declared, request)?,
            (OperationKind::Function, &Method::GET | &Method::HEAD) => read_arguments(declared, arguments, &url.query)?,
            (OperationKind::Action, _) => return Err(method_not_allowed("POST")),
            (OperationKind::Function, _) => return Err(method_not_allowed("GET")),
        };
        check_complete(declared, &parameters)?;
        let skip = read_options(operation.kind, url)?;
        let answer = {
            let mut run = operation.run.lock().unwrap_or_else(PoisonError::into_inner);
            run(self, target, request.headers(), parameters)?
        };
        notes.applied = operation.kind == OperationKind::Action;
        Ok(self.answered(request, url, answer, skip))
    }

    fn answered(&self, request: &Request<Bytes>, url: &RequestUrl, answer: Answer, skip: Option<usize>) -> Reply {
        let (mut body, origin) = (Additional::new(), origin(request.uri()));
        body.insert("@odata.context".into(), format!("{origin}/{}/$metadata#{}", url.version, name_of(&answer)).into());
        match answer {
            Answer::Nothing => return Reply::new(StatusCode::NO_CONTENT, Body::Empty),
            Answer::Content(content) => {
                return Reply::new(
                    StatusCode::OK,
                    Body::Content { bytes: content, content_type: "application/octet-stream".into() },
                );
            }
            Answer::Object(Json::Object(members)) => body.extend(members),
            Answer::Object(value) | Answer::Value(value) => {
                let (value, next) = self.result_page(value, skip);
                if let Some(next) = next {
                    let path = request.uri().path();
                    let others =
                        request.uri().query().unwrap_or_default().split('&').filter(|option| !option.starts_with("$skip"));
                    let query = others.filter(|option| !option.is_empty()).map(|option| format!("{option}&")).collect::<String>();
                    let origin = self.settings.next_links.as_ref().unwrap_or(&origin);
                    body.insert("@odata.nextLink".into(), format!("{origin}{path}?{query}$skip={next}").into());
                }
                body.insert("value".into(), value);
            }
        }
        Reply::json(StatusCode::OK, body)
    }

    /// If the request may be a call of an operation, adds a sentence to the message of a rejection. The sentence tells the test's author how
    /// to register the operation.
    pub(super) fn with_hint(&self, rejection: Rejection, request: &Request<Bytes>, url: &RequestUrl) -> Rejection {
        let Some(last) = url.segments.last() else { return rejection };
        let called = last.call().map(|call| call.name);
        let posted = Some(last.text.as_str())
            .filter(|text| request.method() == Method::POST && !text.contains('(') && !text.starts_with('$'));
        let Some(name) = called.or(posted) else { return rejection };
        let ty = upper_first(name.rsplit('.').next().unwrap_or_default());
        rejection.explained(&format!(
            " If '{name}' is an action or a function, register its answer: `Emulator::new().on::<{ty}>(|call| Ok(…))`."
        ))
    }

    /// Returns the elements of a function's result that one response contains, and the `$skip` of the next page. A result that is not paged
    /// is returned unchanged.
    fn result_page(&self, value: Json, skip: Option<usize>) -> (Json, Option<usize>) {
        let (Json::Array(elements), Some(skip)) = (&value, skip) else { return (value, None) };
        let end = skip.saturating_add(self.settings.page_size(None));
        let next = (end < elements.len()).then_some(end);
        (elements.iter().take(end).skip(skip).cloned().collect(), next)
    }
}

impl Answer {
    fn new(result: &ResultRef<'_>) -> Self {
        match result {
            ResultRef::Nothing | ResultRef::Value(ValueRef::Null, _) => Self::Nothing,
            ResultRef::Content(content) => Self::Content((*content).clone()),
            ResultRef::Value(ValueRef::Text(content), ty) if matches!(ty.edm, Edm::Stream) => {
                Self::Content(content.to_string().into())
            }
            ResultRef::Value(value @ ValueRef::Object(_), _) => Self::Object(value_json(value, WriteMode::FULL)),
            ResultRef::Value(value, _) => Self::Value(value_json(value, WriteMode::FULL)),
        }
    }
}

/// Returns the name of the result's type for `@odata.context`. Clients ignore this name, so it is exact only for objects.
fn name_of(answer: &Answer) -> &str {
    let tag = match answer {
        Answer::Object(object) => object.get("@odata.type").and_then(Json::as_str),
        _ => None,
    };
    tag.map_or("Edm.Untyped", |tag| tag.trim_start_matches('#'))
}

/// Reads the parameters of an action from the body of its request. An empty body has no parameters.
fn body_parameters(declared: &'static StructuredType, request: &Request<Bytes>) -> Result<Additional, Rejection> {
    let body = if request.body().trim_ascii().is_empty() { Additional::new() } else { json_object(request)? };
    let mut parameters = Additional::new();
    for (name, value) in body.into_iter().filter(|(name, _)| !is_annotation(name)) {
        let property = find(declared, &name).ok_or_else(|| unknown(&name))?;
        let wrong = |mismatch| Rejection::bad_request(format!("The parameter '{name}': {mismatch}"));
        if parameters.insert(property.name.into(), accept(&property.ty, value).map_err(wrong)?).is_some() {
            return Err(Rejection::bad_request(format!("The parameter '{name}' is given twice; names are not case-sensitive.")));
        }
    }
    Ok(parameters)
}

/// Checks that no parameter is missing, except for nullable parameters.
fn check_complete(declared: &StructuredType, parameters: &Additional) -> Result<(), Rejection> {
    let missing = declared.properties.iter().find(|property| !property.ty.nullable && !parameters.contains_key(property.name));
    missing.map_or(Ok(()), |property| Err(Rejection::bad_request(format!("The parameter '{}' is missing.", property.name))))
}

/// Returns the number in `$skip`, which the URL of a next page contains, or 0 if the URL has no `$skip`. For an action, returns `None`,
/// because its result is not divided into pages.
///
/// # Errors
/// 400 for any other query option whose name begins with `$`. The emulator cannot apply it, because only the test's closure knows the
/// operation.
fn read_options(kind: OperationKind, url: &RequestUrl) -> Result<Option<usize>, Rejection> {
    let mut skip = (kind == OperationKind::Function).then_some(0);
    for (name, value) in url.query.iter().filter(|(name, _)| !name.starts_with('@')) {
        match (&mut skip, name.as_str(), value.parse()) {
            (Some(skip), "$skip", Ok(number)) => *skip = number,
            (_, name, _) if name.starts_with('$') => {
                return Err(Rejection::bad_request(format!("The emulator answers calls without the query option '{name}'.")));
            }
            _ => {}
        }
    }
    Ok(skip)
}
