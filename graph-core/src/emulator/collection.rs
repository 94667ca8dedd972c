//! Requests for a collection: pages and counts.

use http::StatusCode;
use http::header::HeaderName;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::context::{context, origin};
use super::filter::Predicate;
use super::headers::preferred_page_size;
use super::object::Object;
use super::options::{Options, Target};
use super::project::project;
use super::reply::{Body, Rejection, Reply};
use super::routes::{Key, Place};
use super::service::{Addressed, Notes, Service};
use crate::model::descriptor::StructuredType;
use crate::model::json::{Additional, Json};

/// The position in a collection at which a page begins.
#[derive(Clone, Debug, Default)]
struct Position {
    /// The key of the last object on the page before.
    after: String,
    /// The number of objects on all pages before.
    given: usize,
}

/// The objects on a page and, if more objects follow, the position at which the next page begins.
struct Page {
    value: Vec<Json>,
    next: Option<Position>,
}

impl Service {
    pub(super) fn list(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let types: Vec<_> = to.place.types().collect();
        if let ([entity], None) = (to.place.route.entities.as_slice(), &to.place.cast) {
            notes.about(*entity);
        }
        let options = self.options(to, &types, Target::Collection)?;
        let preferred = preferred_page_size(to.request.headers());
        let size = self.settings.page_size(options.top.into_iter().chain(preferred).min());
        let position = options.skip_token.as_deref().map(Position::read).transpose()?;
        let first = position.is_none();
        let page = self.page(to, &options, position, size);

        let mut body = Additional::new();
        let context = context(&origin(to.request.uri()), to.url.version, to.place, &options.context(), false);
        body.insert("@odata.context".into(), context.into());
        // Graph returns a count only on the first page.
        if options.count && first {
            body.insert("@odata.count".into(), self.matching(to.place, &options, "").count().into());
        }
        if let Some(position) = page.next {
            body.insert("@odata.nextLink".into(), self.next_link(to, &position).into());
        }
        body.insert("value".into(), Json::Array(page.value));
        let reply = Reply::json(StatusCode::OK, body);
        Ok(match preferred {
            Some(_) => reply.header(HeaderName::from_static("preference-applied"), format!("odata.maxpagesize={size}")),
            None => reply,
        })
    }

    /// Answers a request for the number of objects in a collection (`/$count`).
    pub(super) fn count(&mut self, to: &Addressed<'_>) -> Result<Reply, Rejection> {
        let types: Vec<_> = to.place.types().collect();
        let options = self.options(to, &types, Target::Count)?;
        let count = self.matching(to.place, &options, "").count();
        Ok(Reply::new(StatusCode::OK, Body::Text(count.to_string())))
    }

    fn page(&self, to: &Addressed<'_>, options: &Options, position: Option<Position>, size: usize) -> Page {
        let place = to.place;
        let (skip, position) = match position {
            Some(position) => (0, position),
            None => (options.skip, Position::default()),
        };
        // Some services treat `$top` as the size of the whole result.
        let limit = options.top.filter(|_| self.settings.top_limits_result);
        let left = limit.map_or(usize::MAX, |top| top.saturating_sub(position.given));
        let mut objects = match &options.order {
            None => self.take_page(self.matching(place, options, &position.after).skip(skip).take(left), size),
            Some(order) => {
                let members = |key: &str, object| self.evaluated(&self.element_key(&place.key, key), object, order.properties());
                let matching = self.matching(place, options, "");
                let mut sorted: Vec<_> = matching.map(|(key, object)| (key, object, members(key, object))).collect();
                order.sort(&mut sorted, |(.., members)| members);
                let before = sorted.iter().position(|(key, ..)| **key == position.after).map(|index| index + 1);
                let before = before.unwrap_or(position.given).saturating_add(skip);
                let sorted = sorted.into_iter().map(|(key, object, _)| (key, object));
                self.take_page(sorted.skip(before).take(left), size)
            }
        };
        let more = objects.len() > size;
        objects.truncate(size);
        let given = position.given.saturating_add(objects.len());
        let next = objects.last().filter(|_| more).map(|(key, _)| Position { after: (*key).clone(), given });
        let collection = self.located(to);
        let value = objects.into_iter().map(|(key, object)| {
            let body = self.linked_body(&self.element_key(&place.key, key), object, options.into());
            Json::Object(project(object.entity.declared, body, options.into(), &collection.inside(key)))
        });
        Page { value: value.collect(), next }
    }

    /// Takes the objects of a page of this size, and one more to find out whether another page follows.
    fn take_page<'a>(
        &self,
        objects: impl Iterator<Item = (&'a String, &'a Object)>,
        size: usize,
    ) -> Vec<(&'a String, &'a Object)> {
        objects.take(size.saturating_add(1)).collect()
    }

    /// Iterates over the objects of a collection that match the options and whose key is greater than `after`, in the order of their keys.
    /// Returns each object with its key.
    fn matching<'a>(
        &'a self,
        place: &'a Place,
        options: &'a Options,
        after: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Object)> {
        let types: Vec<&'static StructuredType> = place.types().collect();
        let linked = self.linked(&place.key, after).map(|(key, _, object)| (key, object));
        let satisfies = |filter: &Predicate, key: &str, object| {
            filter.matches(&self.evaluated(&self.element_key(&place.key, key), object, filter.properties()))
        };
        merged(self.elements(&place.key, after), linked).filter(move |(key, object)| {
            types.iter().any(|declared| object.entity.declared.is_or_derives_from(declared.name))
                && options.filter.as_ref().is_none_or(|filter| satisfies(filter, key, object))
                && options.search.as_ref().is_none_or(|search| search.matches(&object.members))
        })
    }

    /// Iterates over the objects of a collection whose key is greater than `after`, in the order of their keys. Returns each object with
    /// its key.
    pub(super) fn elements<'a>(
        &'a self,
        collection: &Key,
        after: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Object)> + use<'a> {
        let inside = self.objects.inside(collection, after);
        inside.filter_map(|(key, slot)| Some((key, slot.object.as_ref().filter(|object| object.listed)?)))
    }

    /// Returns the URL of the page that begins at `position`: the URL of this request, with `$skiptoken` in place of `$skip`.
    fn next_link(&self, to: &Addressed<'_>, position: &Position) -> String {
        let url = to.request.uri();
        let origin = self.settings.next_links.clone().unwrap_or_else(|| origin(url));
        let is = |pair: &str, name: &str| {
            let given = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
            given.trim_start_matches("%24").trim_start_matches('$') == name
        };
        let others = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let others = others.filter(|pair| !is(pair, "skiptoken") && !is(pair, "skip"));
        let mut query: Vec<String> = others.map(str::to_owned).collect();
        query.push(format!("$skiptoken={}", utf8_percent_encode(&position.write(), NON_ALPHANUMERIC)));
        format!("{origin}{}?{}", url.path(), query.join("&"))
    }
}

/// Merges the objects that are stored in a collection (`own`) with the objects that are linked to it, in the order of their keys.
fn merged<'a>(
    own: impl Iterator<Item = (&'a String, &'a Object)>,
    linked: impl Iterator<Item = (&'a String, &'a Object)>,
) -> impl Iterator<Item = (&'a String, &'a Object)> {
    let (mut own, mut linked) = (own.peekable(), linked.peekable());
    std::iter::from_fn(move || match (own.peek(), linked.peek()) {
        (Some((first, _)), Some((second, _))) if first > second => linked.next(),
        (None, _) => linked.next(),
        _ => own.next(),
    })
}

impl Position {
    fn read(text: &str) -> Result<Self, Rejection> {
        let read = |(given, after): (&str, &str)| Some(Self { after: after.to_owned(), given: given.parse().ok()? });
        let position = text.split_once(':').and_then(read);
        position.ok_or_else(|| Rejection::bad_request("The $skiptoken is not one that the service gave."))
    }

    fn write(&self) -> String {
        format!("{}:{}", self.given, self.after)
    }
}
