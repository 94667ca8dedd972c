//! Links between stored objects: requests for `…/$ref`, `@odata.bind` in bodies, and linked objects in responses.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

use http::{Method, StatusCode, Uri};
use serde_json::json;

use super::check::find;
use super::context::origin;
use super::expand::read_below;
use super::filter::{Order, Predicate};
use super::headers::json_object;
use super::levels::Shown;
use super::link::Link;
use super::object::Object;
use super::options::{Options, Target};
use super::paging::{Located, key_of};
use super::reply::{Body, Rejection, Reply};
use super::routes::{Key, Place, Resource};
use super::service::{Addressed, Notes, Service, method_not_allowed};
use super::store::Relation;
use super::url::{RequestUrl, UrlSegment, answers_for};
use crate::model::descriptor::{Property, StructuredType};
use crate::model::json::{Additional, Json};

/// The resource that a path before `/$ref` leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Collection,
    /// One link of a collection. The last segment of the path is the key of the linked object.
    Element,
    Single,
    /// A path that is declared only with `/$ref` at its end. The emulator does not know whether it is a collection.
    Unknown,
}

impl Service {
    /// Answers a request whose path ends in `/$ref`.
    pub(super) fn references(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let (key, source) = self.source(to.place)?;
        let method = to.request.method();
        let has_id = to.url.query.iter().any(|(name, _)| name.trim_start_matches('$') == "id");
        match (method, source) {
            (&Method::GET | &Method::HEAD, Source::Collection) => self.list_links(to, &key),
            (&Method::GET | &Method::HEAD, Source::Unknown) if !self.links.contains_key(&key) => self.list_links(to, &key),
            (&Method::GET | &Method::HEAD, _) => self.read_link(to, &key),
            (&Method::POST, Source::Collection | Source::Unknown) => self.write_link(to, &key, false, notes),
            (&Method::PUT, Source::Single | Source::Unknown) => self.write_link(to, &key, true, notes),
            (&Method::DELETE, Source::Collection | Source::Unknown) if has_id => self.remove_link_to(to, key, notes),
            (&Method::DELETE, Source::Collection) => {
                Err(Rejection::bad_request("Name the link to remove: …/{id}/$ref, or …/$ref?$id=<URL of the entity>."))
            }
            (&Method::DELETE, _) => self.remove_link(&key, notes),
            (_, source) => Err(method_not_allowed(match source {
                Source::Collection => "GET, POST, DELETE",
                Source::Element => "GET, DELETE",
                Source::Single => "GET, PUT, DELETE",
                Source::Unknown => "GET, POST, PUT, DELETE",
            })),
        }
    }

    /// Returns the path of a request for links, without `$ref`, and the resource that the path leads to.
    fn source(&mut self, place: &Place) -> Result<(Key, Source), Rejection> {
        let before = place.tail.split_last().map_or(&[][..], |(_ref, before)| before);
        let names: Vec<_> = before.iter().map(|segment| segment.text.as_str()).collect();
        let Some((name, rest)) = names.split_first() else {
            let source = match place.resource {
                Resource::Collection => Source::Collection,
                Resource::Object if place.ends_in_key => Source::Element,
                Resource::Object if place.route.suffix.is_none() => Source::Single,
                Resource::Object => Source::Unknown,
            };
            return Ok((place.key.clone(), source));
        };
        self.object(place)?;
        let property = place.types().find_map(|declared| find(declared, name)).filter(|property| property.is_navigation());
        let not_linked = || Rejection::bad_request(format!("'{name}' is not a navigation property."));
        let property = property.ok_or_else(not_linked)?;
        let source = match (property.ty.collection, rest) {
            (true, []) => Source::Collection,
            (true, [_]) => Source::Element,
            (false, []) => Source::Single,
            _ => return Err(Rejection::not_found("Links have no links.")),
        };
        let key = place.key.iter().map(String::as_str).chain([property.name]).chain(rest.iter().copied());
        Ok((key.map(str::to_owned).collect(), source))
    }

    fn list_links(&self, to: &Addressed<'_>, collection: &Key) -> Result<Reply, Rejection> {
        let options = self.options(to, &[], Target::RelatedCollection)?;
        let at = Located::new(&self.settings, to.request, to.url.version, collection);
        let own = self.elements(collection, "").map(|(id, _)| id.clone()).chain(self.embedded(to.place));
        let mut urls: BTreeMap<String, Option<String>> = own.map(|id| (id.clone(), at.inside(&id).into_url())).collect();
        urls.extend(self.linked(collection, "").map(|(id, link, _)| (id.clone(), self.link_url(to, link))));
        let range = at.inside("$ref").range((&options).into(), urls.len());
        let value = urls.into_values().skip(range.skip).take(range.size).map(|url| json!({"@odata.id": url}));
        let context = format!("{}/{}/$metadata#Collection($ref)", origin(to.request.uri()), to.url.version);
        let mut body = Additional::from_iter([("@odata.context".to_owned(), Json::from(context))]);
        body.extend(range.next_link.map(|link| ("@odata.nextLink".to_owned(), link.into())));
        body.insert("value".into(), value.collect());
        Ok(Reply::json(StatusCode::OK, body))
    }

    fn read_link(&self, to: &Addressed<'_>, key: &Key) -> Result<Reply, Rejection> {
        let link = self.links.get(key).ok_or_else(|| absent(key))?;
        let context = format!("{}/{}/$metadata#$ref", origin(to.request.uri()), to.url.version);
        Ok(Reply::json(StatusCode::OK, json!({"@odata.context": context, "@odata.id": self.link_url(to, link)})))
    }

    fn link_url(&self, to: &Addressed<'_>, link: &Link) -> Option<String> {
        Located::new(&self.settings, to.request, to.url.version, &link.target.key).into_url()
    }

    fn write_link(&mut self, to: &Addressed<'_>, key: &Key, is_single: bool, notes: &mut Notes) -> Result<Reply, Rejection> {
        let body = json_object(to.request)?;
        let url = body.get("@odata.id").and_then(Json::as_str);
        let url = url.ok_or_else(|| Rejection::bad_request("The body has no '@odata.id' with the URL of an entity."))?;
        let (key, link) = self.link(key, url, is_single)?;
        self.add_links([(key, link)]);
        Ok(changed(notes))
    }

    /// Returns the keys of the entities that are stored inside the object at `place`, in the navigation property that follows the object's
    /// path.
    fn embedded(&self, place: &Place) -> Vec<String> {
        let Some(object) = self.objects.get(&place.key) else { return Vec::new() };
        let name = place.tail.first().map_or("", |segment| &segment.text);
        let key = |element: &Json| key_of_element(find(object.entity.declared, name)?, element);
        let elements = find(object.entity.declared, name).and_then(|property| object.members.get(property.name)?.as_array());
        elements.into_iter().flatten().filter_map(key).collect()
    }

    /// Removes a link. An entity that a seeded object contains, or that is stored in the collection itself, counts as linked.
    fn remove_link(&mut self, key: &Key, notes: &mut Notes) -> Result<Reply, Rejection> {
        let [source @ .., name, id] = key.as_slice() else { return Err(absent(key)) };
        let is_linked = self.drop_link(key) || self.objects.remove(key);
        let removed = self.objects.change(source, |object| {
            let property = find(object.entity.declared, name)?;
            let Some(Json::Array(elements)) = object.members.get_mut(name) else { return None };
            let before = elements.len();
            elements.retain(|element| key_of_element(property, element).as_ref() != Some(id));
            property.ty.declaration().filter(|_| elements.len() < before)
        });
        let is_embedded = removed.is_some();
        if let (Some(declared), Some((_id, path))) = (removed, key.split_last()) {
            self.objects.relate(path, id, Relation::new(declared, true));
        }
        if is_linked || is_embedded { Ok(changed(notes)) } else { Err(absent(key)) }
    }

    /// Removes the link that the query option `$id` names by the URL of the linked object.
    fn remove_link_to(&mut self, to: &Addressed<'_>, mut key: Key, notes: &mut Notes) -> Result<Reply, Rejection> {
        let id = to.url.query.iter().find(|(name, _)| name.trim_start_matches('$') == "id");
        let target = self.link_target(id.map_or("", |(_, url)| url))?;
        key.extend(target.key.last().cloned());
        self.remove_link(&key, notes)
    }

    /// Returns a new link from the collection or property at `key` to the object with this URL.
    fn link(&mut self, key: &Key, url: &str, is_single: bool) -> Result<(Key, Link), Rejection> {
        let (target, mut key) = (self.link_target(url)?, key.clone());
        if !is_single {
            key.extend(target.key.last().cloned());
        }
        if !is_single && (self.links.contains_key(&key) || self.objects.get(&key).is_some()) {
            let property = key.iter().rev().nth(1).map_or("", String::as_str);
            return Err(Rejection::bad_request(format!(
                "One or more added object references already exist for the following modified properties: '{property}'."
            )));
        }
        Ok((key, Link { target, is_single }))
    }

    /// Finds the object with this URL. If no request has used the object before, stores a blank object there.
    ///
    /// # Errors
    /// 400 if the text is not a URL of this service, 404 if there is no such object.
    fn link_target(&mut self, text: &str) -> Result<Place, Rejection> {
        let uri = text.parse::<Uri>().ok().filter(answers_for);
        let uri = uri.ok_or_else(|| Rejection::bad_request(format!("'{text}' is not the absolute URL of an entity.")))?;
        let url = RequestUrl::parse(uri.path(), None)?;
        let place = self.routes.find(&url).map(|place| self.follow(self.settle(place)));
        let place = place.ok().filter(|place| place.resource == Resource::Object && place.tail.is_empty());
        let is_stored = |place: &Place| self.objects.get(&place.key).is_some();
        let place = place.clone().filter(is_stored).or_else(|| self.directory_object(&url)).or(place);
        let place = place.ok_or_else(|| {
            Rejection::not_found(format!("No declared path leads to '{text}': serve its entity with `Emulator::with`."))
        })?;
        let object = self.object(&place).map_err(|_| absent(&place.key))?;
        self.objects.put(place.key.clone(), object);
        Ok(place)
    }

    /// Returns the stored user, group or other directory object that a URL such as `/directoryObjects/{id}` leads to.
    fn directory_object(&self, url: &RequestUrl) -> Option<Place> {
        let [collection, id] = url.segments.as_slice() else { return None };
        let is_it = |key: &&Key| key.len() == 2 && key.last() == Some(&id.text);
        let mut stored = self.objects.iter().map(|(key, _)| key);
        let key = stored.find(is_it).filter(|_| collection.text.eq_ignore_ascii_case("directoryObjects"))?;
        let segments = key.iter().map(|text| UrlSegment { text: text.clone(), reserved: false, colon: false });
        self.routes.find(&RequestUrl { version: url.version, segments: segments.collect(), query: Vec::new() }).ok()
    }

    /// Returns the links that the annotations `@odata.bind` in the body of a write ask for, and removes the annotations from the body.
    ///
    /// # Errors
    /// Fails if a linked object does not exist, or if an annotation does not name a navigation property.
    pub(super) fn bound(
        &mut self,
        declared: &'static StructuredType,
        key: &Key,
        body: &mut Additional,
    ) -> Result<Vec<(Key, Link)>, Rejection> {
        let names: Vec<String> = body.keys().filter(|name| name.ends_with("@odata.bind")).cloned().collect();
        let mut links = Vec::new();
        for name in names {
            let (bare, value) = (name.trim_end_matches("@odata.bind"), body.shift_remove(&name));
            let property = find(declared, bare).ok_or_else(|| Rejection::no_property(bare, declared.name))?;
            let urls = match (property.ty.collection, value) {
                (true, Some(Json::Array(urls))) => urls,
                (false, Some(url)) => vec![url],
                _ => return Err(Rejection::bad_request(format!("'{name}' is not an array of URLs."))),
            };
            if !property.is_navigation() {
                return Err(Rejection::bad_request(format!("'{bare}' is not a navigation property.")));
            }
            let path: Key = key.iter().cloned().chain([property.name.to_owned()]).collect();
            for url in urls {
                let url = url.as_str().ok_or_else(|| Rejection::bad_request(format!("'{name}' is not a URL.")))?;
                links.push(self.link(&path, url, !property.ty.collection)?);
            }
        }
        Ok(links)
    }

    /// If the path of `place` leads through a link, returns the place of the linked object itself. Otherwise returns `place` unchanged.
    pub(super) fn follow(&self, place: Place) -> Place {
        if place.ends_in("$ref") {
            return place;
        }
        let mut key = place.key.clone();
        let names = place.tail.iter().map(|segment| {
            let property = place.types().find_map(|declared| find(declared, &segment.text));
            property.map_or_else(|| segment.text.clone(), |property| property.name.to_owned())
        });
        for (length, next) in names.map(Some).chain([None]).enumerate().take(3) {
            if let (Some(link), Resource::Object) = (self.links.get(&key), place.resource) {
                return Place { tail: place.tail.get(length..).unwrap_or_default().to_vec(), ..link.target.clone() };
            }
            key.extend(next);
        }
        place
    }

    /// Iterates over the objects that are linked to a collection and whose key is greater than `after`, in the order of the keys. Returns
    /// for each object its key, the link and the object.
    pub(super) fn linked<'a>(
        &'a self,
        collection: &Key,
        after: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Link, &'a Object)> + use<'a> {
        let (collection, mut start) = (collection.clone(), collection.clone());
        start.push(after.to_owned());
        let behind = self.links.range((Bound::Excluded(start), Bound::Unbounded));
        let inside = behind.take_while(move |(key, _)| key.split_last().is_some_and(|(_, parent)| *parent == *collection));
        inside
            .filter(|(_, link)| !link.is_single)
            .filter_map(|(key, link)| Some((key.last()?, link, self.objects.get(&link.target.key)?)))
    }

    /// Returns the JSON of the object at `key`, with the linked objects that the options expand.
    pub(super) fn linked_body(&self, key: &Key, object: &Object, shown: Shown<'_>) -> Additional {
        self.body_below(key, object, shown, &[])
    }

    /// Returns the JSON of the object at `key`. `above` are the keys of the objects whose JSON contains it.
    fn body_below(&self, key: &Key, object: &Object, shown: Shown<'_>, above: &[&Key]) -> Additional {
        let mut body = object.body();
        for (name, inner) in shown.expanded().filter(|_| !self.links.is_empty()) {
            let Some(property) = find(object.entity.declared, name) else { continue };
            if shown.repeats(name) && above.contains(&key) {
                // The repetition of `$levels` would not end in a cycle of links.
                body.shift_remove(property.name);
            } else {
                self.add_linked(key, property, inner, &mut body, above);
            }
        }
        if !above.is_empty() {
            self.add_read_by(shown, key, object, &mut body, above);
        }
        body
    }

    /// Returns the members of the object at `key`, for a condition that reads `properties`. Adds linked objects and the object's type if
    /// the condition reads them.
    pub(super) fn evaluated<'o>(&self, key: &Key, object: &'o Object, properties: &[String]) -> Cow<'o, Additional> {
        let read = properties.iter().filter_map(|name| find(object.entity.declared, name));
        let mut read = read.filter(|property| property.is_navigation() && !self.links.is_empty()).peekable();
        let reads_type = properties.iter().any(|name| name == "@odata.type");
        if read.peek().is_none() && !reads_type {
            return Cow::Borrowed(&object.members);
        }
        let mut members = object.members.clone();
        if reads_type {
            members.insert("@odata.type".into(), format!("#{}", object.entity.declared.name).into());
        }
        read.for_each(|property| self.add_read(key, property, properties, &mut members, &[]));
        Cow::Owned(members)
    }

    /// Adds linked objects to the JSON of the related object at `key`, so that `$filter` and `$orderby` of its expansion can read them.
    /// They are removed again when the object is reduced to what the response shows.
    fn add_read_by(&self, shown: Shown<'_>, key: &Key, object: &Object, body: &mut Additional, above: &[&Key]) {
        let filter = shown.options.filter.as_ref().map_or(&[][..], Predicate::properties);
        let order = shown.options.order.as_ref().map_or(&[][..], Order::properties);
        let properties: Vec<String> = [filter, order].concat();
        let mut names: Vec<&str> = properties.iter().map(String::as_str).filter(|name| !shown.options.expands(name)).collect();
        names.sort_unstable();
        names.dedup();
        for property in names.iter().filter_map(|name| find(object.entity.declared, name)) {
            if property.is_navigation() {
                self.add_read(key, property, &properties, body, above);
            }
        }
    }

    /// Adds the linked objects of a navigation property to the JSON of the object at `key`, for a condition that reads these properties.
    fn add_read(&self, key: &Key, property: &Property, properties: &[String], members: &mut Additional, above: &[&Key]) {
        let paths: Vec<&str> = properties.iter().map(String::as_str).collect();
        let options = Options { expand: read_below(property, &paths), ..Options::default() };
        self.add_linked(key, property, (&options).into(), members, above);
    }

    /// Adds the linked objects of a navigation property to the JSON of the object at `key`.
    pub(super) fn add_linked(&self, key: &Key, property: &Property, shown: Shown<'_>, body: &mut Additional, above: &[&Key]) {
        let above: Vec<&Key> = above.iter().copied().chain([key]).collect();
        let path: Key = key.iter().cloned().chain([property.name.to_owned()]).collect();
        if property.ty.collection {
            let linked = self.linked(&path, "");
            let mut linked =
                linked.map(|(_, link, object)| Json::Object(self.body_below(&link.target.key, object, shown, &above)));
            match body.get_mut(property.name) {
                Some(Json::Array(elements)) => elements.extend(linked),
                _ => {
                    if let Some(first) = linked.next() {
                        body.insert(property.name.to_owned(), [first].into_iter().chain(linked).collect());
                    }
                }
            }
        } else if let Some(link) = self.links.get(&path)
            && let Some(object) = self.objects.get(&link.target.key)
        {
            body.insert(property.name.to_owned(), Json::Object(self.body_below(&link.target.key, object, shown, &above)));
        }
    }

    /// Returns the path under which an element of a collection is stored: the linked object's path if the element is a link, otherwise the
    /// element's own path.
    pub(super) fn element_key(&self, collection: &Key, id: &str) -> Key {
        let key: Key = collection.iter().cloned().chain([id.to_owned()]).collect();
        self.links.get(&key).map_or(key, |link| link.target.key.clone())
    }
}

/// Returns the key of `element`, an entity that is stored inside this navigation property.
fn key_of_element(property: &Property, element: &Json) -> Option<String> {
    let members = element.as_object()?;
    key_of(property.ty.declaration()?.of_value(members), members)
}

/// Returns the response to a change of a link, and records in `notes` that the request was applied.
fn changed(notes: &mut Notes) -> Reply {
    notes.applied = true;
    Reply::new(StatusCode::NO_CONTENT, Body::Empty)
}

/// Returns the rejection for an object or a link that does not exist, in Graph's words.
fn absent(key: &Key) -> Rejection {
    let id = key.last().map_or("", String::as_str);
    Rejection::not_found(format!(
        "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
    ))
}
