//! Long-running operations: requests that the emulator accepts (202) and carries out after a number of polls.
//!
//! Source: [Long-running actions](https://learn.microsoft.com/graph/long-running-actions-overview).

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{CONTENT_LOCATION, LOCATION, RETRY_AFTER};
use http::{Method, Request, StatusCode};

use super::context::origin;
use super::library::Outside;
use super::reply::{Body, Rejection, Reply};
use super::routes::Key;
use super::service::{Notes, Service, method_not_allowed};
use super::tasks::{Changes, LongRunning, MapChanges, OperationForm, Task};
use super::throttle::RetryAfter;
use super::url::RequestUrl;

impl Service {
    /// If a test has set that requests for the type `name` run long, accepts the request as a long-running operation. Otherwise, or if the
    /// request is a read, carries it out at once.
    pub(super) fn run(
        &mut self,
        request: &Request<Bytes>,
        name: &'static str,
        notes: &mut Notes,
        carry_out: impl FnOnce(&mut Self, &mut Notes) -> Result<Reply, Rejection>,
    ) -> Result<Reply, Rejection> {
        let is_read = [Method::GET, Method::HEAD].contains(request.method());
        let how = self.tasks.settings.get(name).filter(|_| !is_read).cloned();
        let Some(how) = how else { return carry_out(self, notes) };
        let (objects, links) = (self.objects.clone(), self.links.clone());
        let reply = carry_out(self, notes)?;
        let changes =
            Changes { objects: self.objects.undo(objects), links: undo(&mut self.links, links, |link| link.target.key.clone()) };
        // The change is made at the end of the operation.
        notes.applied = false;
        Ok(self.accept(request, how, changes, reply))
    }

    fn accept(&mut self, request: &Request<Bytes>, how: LongRunning, changes: Changes, reply: Reply) -> Reply {
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
        let (last, before) = url.segments.split_last()?;
        let is_result = last.text == "result";
        let (last, before) = if is_result { before.split_last()? } else { (last, before) };
        let [name, id] = last.split().or_else(|| Some([before.last()?.clone(), last.clone()]))?;
        let task = self.tasks.running.get(&id.text).filter(|_| name.text == "operations")?;
        if request.method() != Method::GET {
            return Some(Err(method_not_allowed("GET")));
        }
        if is_result {
            let reply = task.reply.clone();
            return Some(if task.is_done() { Ok(Reply { status: StatusCode::OK, ..reply }) } else { Err(no_result(&id.text)) });
        }
        Some(self.poll(&id.text))
    }

    /// Answers a request for the report of an operation. If the operation ends at this poll, also makes its changes.
    pub(super) fn poll(&mut self, id: &str) -> Result<Reply, Rejection> {
        let task = self.tasks.running.get_mut(id).ok_or_else(|| unknown(id))?;
        task.polls = task.polls.saturating_add(1);
        let succeeds = task.is_done() && task.how.failure.is_none();
        let changes = if succeeds { std::mem::take(&mut task.changes) } else { Changes::default() };
        let reply = match task.how.form {
            OperationForm::Monitor => task.monitor(),
            OperationForm::LongRunning => Reply::json(StatusCode::OK, task.long_running(id)),
            OperationForm::Teams => Reply::json(StatusCode::OK, task.teams(id)),
        };
        let reply = if task.is_done() { reply } else { with_wait(reply, &task.how) };
        self.apply(changes);
        Ok(reply)
    }

    /// Makes the changes of an operation. They count as changes of this moment.
    fn apply(&mut self, Changes { objects, links }: Changes) {
        for (key, object) in objects {
            match object {
                Some(object) => self.objects.put(key, object),
                None => self.objects.bury(key),
            }
        }
        for (key, link) in links {
            match link {
                Some(link) => self.add_links([(key, link)]),
                None => drop(self.drop_link(&key)),
            }
        }
    }
}

/// Resets the map to `before`, its contents before a request, and returns the values that the request changed; `None` stands for a removed
/// value. A value whose `identity` is the same as before counts as unchanged.
fn undo<V, I: PartialEq>(map: &mut BTreeMap<Key, V>, before: BTreeMap<Key, V>, identity: impl Fn(&V) -> I) -> MapChanges<V> {
    let after = std::mem::replace(map, before);
    let removed = map.keys().filter(|key| !after.contains_key(*key)).map(|key| (key.clone(), None)).collect::<Vec<_>>();
    let is_new = |(key, value): &(Key, V)| map.get(key).map(&identity) != Some(identity(value));
    after.into_iter().filter(is_new).map(|(key, value)| (key, Some(value))).chain(removed).collect()
}

fn unknown(id: &str) -> Rejection {
    Rejection::not_found(format!("There is no long-running operation with the id '{id}'."))
}

fn no_result(id: &str) -> Rejection {
    Rejection::not_found(format!("The long-running operation '{id}' has no result yet."))
}

fn with_wait(reply: Reply, how: &LongRunning) -> Reply {
    match how.retry_after {
        Some(wait) => reply.header(RETRY_AFTER, RetryAfter::fractional(wait)),
        None => reply,
    }
}

/// Returns the part of a URL's path after the API version.
fn without_version(url: &str) -> Option<&str> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let version = path.trim_start_matches('/').find('/')?;
    path.trim_start_matches('/').get(version..)
}

/// Writes the last segment of a path as a key in parentheses: `/teams('a')` for `/teams/a`.
fn in_parentheses(path: &str) -> String {
    path.rsplit_once('/').map_or_else(|| path.to_owned(), |(parent, key)| format!("{parent}('{key}')"))
}
