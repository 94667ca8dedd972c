//! Long-running operations: requests that the emulator accepts (202) and carries out after a number of polls.
//!
//! Source: [Long-running actions](https://learn.microsoft.com/graph/long-running-actions-overview).

use bytes::Bytes;
use http::header::{CONTENT_LOCATION, LOCATION, RETRY_AFTER};
use http::{Method, Request, StatusCode};

use super::context::origin;
use super::library::Outside;
use super::media::missing;
use super::object::Object;
use super::reply::{Body, Rejection, Reply};
use super::routes::Key;
use super::service::{Notes, Service, method_not_allowed};
use super::tasks::{LongRunning, OperationForm, Task};
use super::throttle::RetryAfter;
use super::url::RequestUrl;

impl Service {
    /// If a test has set that requests for the type `name` run long, accepts the request as a long-running operation. Otherwise, or if the
    /// request is a read, carries it out at once.
    pub(super) fn run(
        &mut self,
        request: &Request<Bytes>,
        name: Option<&'static str>,
        notes: &mut Notes,
        carry_out: impl FnOnce(&mut Self, &mut Notes) -> Result<Reply, Rejection>,
    ) -> Result<Reply, Rejection> {
        let is_read = [Method::GET, Method::HEAD].contains(request.method());
        let how = name.filter(|_| !is_read).and_then(|name| self.tasks.settings.get(name).cloned());
        let Some(how) = how else { return carry_out(self, notes) };
        let before = self.objects.clone();
        let reply = carry_out(self, notes)?;
        let after = std::mem::replace(&mut self.objects, before);
        let etag = |object: Option<&Option<Object>>| object.map(|object| object.as_ref().map(|object| object.etag.clone()));
        let changes = after.into_iter().filter(|(key, object)| etag(self.objects.get(key)) != etag(Some(object))).collect();
        // The change is made at the end of the operation.
        notes.applied = false;
        Ok(self.accept(request, how, changes, reply))
    }

    fn accept(&mut self, request: &Request<Bytes>, how: LongRunning, changes: Vec<(Key, Option<Object>)>, reply: Reply) -> Reply {
        let id = self.ids.guid();
        let own = request.uri().path().trim_end_matches('/');
        let location = |reply: &Reply| Some(reply.headers.get(LOCATION)?.to_str().ok()?.to_owned());
        let object = location(&reply);
        let unversioned = |url: &str| without_version(url).map(in_parentheses);
        let (url, resource) = match how.form {
            OperationForm::LongRunning => (format!("{}{own}/operations/{id}", origin(request.uri())), object.clone()),
            OperationForm::Teams => {
                let of = object.as_deref().and_then(unversioned).or_else(|| without_version(own).map(str::to_owned));
                (format!("{}/operations('{id}')", of.unwrap_or_default()), object.as_deref().and_then(unversioned))
            }
            OperationForm::Monitor => (self.outside_url(request, Outside::OPERATIONS, &id), object.clone()),
        };
        let has_result = matches!(reply.body, Body::Json(_)) && resource.is_none() && how.form == OperationForm::LongRunning;
        let resource = resource.or_else(|| has_result.then(|| format!("{url}/result")));
        let accepted = Reply::new(StatusCode::ACCEPTED, Body::Empty).header(LOCATION, &url);
        let accepted = match (&resource, how.form) {
            (Some(resource), OperationForm::Teams) => accepted.header(CONTENT_LOCATION, resource),
            _ => accepted,
        };
        let accepted = with_wait(accepted, &how);
        let task = Task { how, polls: 0, accepted: self.clock.last(), changes, reply, resource };
        self.tasks.running.insert(id, task);
        accepted
    }

    /// Answers a request for the report or the result of an operation. Returns `None` if the URL belongs to no operation.
    pub(super) fn report(&mut self, request: &Request<Bytes>, url: &RequestUrl) -> Option<Result<Reply, Rejection>> {
        let words: Vec<&str> = url.segments.iter().map(|segment| segment.text.as_str()).collect();
        let (words, is_result) = match words.as_slice() {
            [before @ .., "result"] => (before, true),
            all => (all, false),
        };
        let id = match words {
            [.., "operations", id] => (*id).to_owned(),
            [.., last] => last.strip_prefix("operations('")?.strip_suffix("')")?.to_owned(),
            [] => return None,
        };
        let task = self.tasks.running.get(&id)?;
        if request.method() != Method::GET {
            return Some(Err(method_not_allowed("GET")));
        }
        if is_result {
            let reply = task.reply.clone();
            return Some(if task.is_done() { Ok(Reply { status: StatusCode::OK, ..reply }) } else { Err(missing()) });
        }
        Some(self.poll(&id))
    }

    /// Answers a request for the report of an operation. If the operation ends at this poll, also makes its changes.
    pub(super) fn poll(&mut self, id: &str) -> Result<Reply, Rejection> {
        let task = self.tasks.running.get_mut(id).ok_or_else(missing)?;
        task.polls = task.polls.saturating_add(1);
        if task.is_done() && task.how.failure.is_none() {
            self.objects.extend(std::mem::take(&mut task.changes));
        }
        let reply = match task.how.form {
            OperationForm::Monitor => task.monitor(),
            OperationForm::LongRunning => Reply::json(StatusCode::OK, task.long_running(id)),
            OperationForm::Teams => Reply::json(StatusCode::OK, task.teams(id)),
        };
        Ok(if task.is_done() { reply } else { with_wait(reply, &task.how) })
    }
}

fn with_wait(reply: Reply, how: &LongRunning) -> Reply {
    match how.retry_after {
        Some(wait) => reply.header(RETRY_AFTER, RetryAfter::fractional(wait)),
        None => reply,
    }
}

/// Returns the path of a URL after its host and its version.
fn without_version(url: &str) -> Option<&str> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let version = path.trim_start_matches('/').find('/')?;
    path.trim_start_matches('/').get(version..)
}

/// Writes the last segment of a path as a key in parentheses: `/teams('a')` for `/teams/a`.
fn in_parentheses(path: &str) -> String {
    path.rsplit_once('/').map_or_else(|| path.to_owned(), |(parent, key)| format!("{parent}('{key}')"))
}
