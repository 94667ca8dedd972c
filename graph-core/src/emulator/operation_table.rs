//! The declared actions and functions, each with the closure that answers its calls.

use std::fmt;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::HeaderMap;

use super::check::find;
use super::operation_path::{Arguments, OperationPath};
use super::reply::Rejection;
use super::service::Service;
use super::url::{CallArgument, RequestUrl, UrlSegment};
use crate::model::descriptor::StructuredType;
use crate::model::json::{Additional, Json};
use crate::model::operation::OperationKind;
use crate::model::path::{ApiVersion, Template};

/// The result of a call, as the response contains it.
pub(super) enum Answer {
    Nothing,
    Content(Bytes),
    Object(Json),
    /// A value that is not an object, such as a collection. The response contains it as the member `value`.
    Value(Json),
}

/// Runs one call: reads the parameters from JSON, calls the test's closure, and turns the closure's result into an `Answer`.
pub(super) type Run = dyn FnMut(&mut Service, &CallTarget, &HeaderMap, Additional) -> Result<Answer, Rejection> + Send;

/// One path template of a declared operation, and the closure that answers calls of the operation.
pub(super) struct ServedOperation {
    pub(super) template: Template,
    pub(super) path: OperationPath,
    pub(super) kind: OperationKind,
    pub(super) declared: &'static StructuredType,
    pub(super) run: Arc<Mutex<Run>>,
}

/// The declared operations, the oldest first.
#[derive(Default)]
pub(super) struct OperationTable(Vec<Arc<ServedOperation>>);

/// A request that calls a declared operation.
pub(super) struct FoundCall {
    pub(super) operation: Arc<ServedOperation>,
    pub(super) target: CallTarget,
    /// The arguments in the parentheses after a function's name.
    pub(super) arguments: Vec<CallArgument>,
}

/// The part of a call's path before the operation's name.
#[derive(Clone, Debug)]
pub(super) struct CallTarget {
    pub(super) version: ApiVersion,
    /// The decoded arguments in the path before the operation's name: for each, the name of its placeholder and its value.
    pub(super) arguments: Arguments,
    /// The segments before the operation: the path of the object that the operation is bound to.
    pub(super) bound: Vec<UrlSegment>,
}

impl OperationTable {
    /// Adds an operation, in place of an earlier one with the same template.
    pub(super) fn insert(&mut self, operation: ServedOperation) {
        self.0.retain(|known| known.template != operation.template);
        self.0.push(Arc::new(operation));
    }

    /// Finds the operation that a request calls. If a function has several overloads, returns the one whose parameter names are the names
    /// of the request's arguments.
    pub(super) fn find(&self, url: &RequestUrl) -> Option<FoundCall> {
        let mut found: Vec<FoundCall> = Vec::new();
        let (last, before) = url.segments.split_last()?;
        for operation in self.0.iter().filter(|operation| operation.template.version == url.version) {
            found.extend(operation.path.matches(before, last).map(|(of_path, arguments)| {
                let target = CallTarget { version: url.version, arguments: of_path, bound: before.to_vec() };
                FoundCall { operation: operation.clone(), target, arguments }
            }));
        }
        let fits = |call: &FoundCall| {
            let declared = call.operation.declared;
            let is_known = |argument: &CallArgument| argument.name.as_ref().is_none_or(|name| find(declared, name).is_some());
            call.operation.kind == OperationKind::Action
                || call.arguments.len() == declared.properties.len() && call.arguments.iter().all(is_known)
        };
        let at = found.iter().position(fits).unwrap_or_default();
        (at < found.len()).then(|| found.swap_remove(at))
    }
}

impl fmt::Debug for OperationTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|operation| operation.template.text)).finish()
    }
}
