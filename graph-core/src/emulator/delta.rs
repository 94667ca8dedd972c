//! Delta queries: the objects of a collection, and later the changes since a token
//! ([delta query](https://learn.microsoft.com/graph/delta-query-overview)).

use http::header::{HeaderName, LOCATION};
use http::{Method, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::check::find;
use super::context::{context, origin};
use super::delta_token::DeltaState;
use super::filter::Predicate;
use super::headers::{preferences, preferred_page_size};
use super::object::{Object, typed};
use super::options::{Options, Target};
use super::project::project;
use super::reply::{Rejection, Reply};
use super::routes::Key;
use super::service::{Addressed, Notes, Service, method_not_allowed};
use super::store::Slot;
use crate::model::descriptor::StructuredType;
use crate::model::json::{Additional, Json};

/// One round of a delta query: the pages up to the next delta link.
struct Round {
    state: DeltaState,
    /// The number of the last change that belongs to this round. Later changes belong to the next round.
    until: u64,
    options: Options,
    /// Whether the client asks for the changed properties only, with `Prefer: return=minimal`.
    minimal: bool,
    /// Whether the client asks for a delta link without any object.
    latest: bool,
}

impl Service {
    /// Answers a request for the changes of a collection.
    ///
    /// # Errors
    /// 400 for a token that the emulator did not issue, or for other options beside a token; 410 for a token that has expired.
    pub(super) fn delta(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        if ![Method::GET, Method::HEAD].contains(to.request.method()) {
            return Err(method_not_allowed("GET"));
        }
        let types: Vec<_> = to.place.types().collect();
        if let ([entity], None) = (to.place.route.entities.as_slice(), &to.place.cast) {
            notes.about(*entity);
        }
        let round = self.round(to, &types)?;
        let preferred = preferred_page_size(to.request.headers());
        let size = self.settings.page_size(round.options.top.into_iter().chain(preferred).min());
        let mut changes: Vec<_> = match round.latest {
            true => Vec::new(),
            false => {
                let inside = self.objects.inside(&to.place.key, &round.state.after);
                inside
                    .filter_map(|(id, slot)| Some((id, self.delta_entry(to, &round, id, slot)?)))
                    .take(size.saturating_add(1))
                    .collect()
            }
        };
        let more = changes.len() > size;
        changes.truncate(size);

        let mut body = Additional::new();
        let context = context(&origin(to.request.uri()), to.url.version, to.place, &round.options.context(), false);
        body.insert("@odata.context".into(), context.into());
        let (link, name, state) = match changes.last().filter(|_| more) {
            Some((id, _)) => {
                let after = (*id).clone();
                ("@odata.nextLink", "skiptoken", DeltaState { until: Some(round.until), after, ..round.state })
            }
            None => {
                let since = Some(round.until);
                ("@odata.deltaLink", "deltatoken", DeltaState { since, until: None, after: String::new(), ..round.state })
            }
        };
        let token = (name.to_owned(), state.write(&to.place.key));
        body.insert(link.into(), self.delta_url(to, [&token]).into());
        body.insert("value".into(), changes.into_iter().map(|(_, change)| change).collect());
        let page = preferred.map(|_| format!("odata.maxpagesize={size}"));
        let applied: Vec<_> = page.into_iter().chain(round.minimal.then(|| "return=minimal".to_owned())).collect();
        let reply = Reply::json(StatusCode::OK, body);
        let preferences = HeaderName::from_static("preference-applied");
        Ok(if applied.is_empty() { reply } else { reply.header(preferences, applied.join(", ")) })
    }

    /// Reads from the options and the token of a request to which round of the delta query it belongs.
    fn round(&self, to: &Addressed<'_>, types: &[&'static StructuredType]) -> Result<Round, Rejection> {
        let options = self.options(to, types, Target::Delta)?;
        let minimal = preferences(to.request.headers()).any(|preference| preference == "return=minimal");
        let now = self.objects.last_change();
        let is_token = |(name, _): &&(String, String)| ["skiptoken", "deltatoken"].contains(&name.as_str());
        let given = |(_, value): &&(String, String)| !value.is_empty() && !value.eq_ignore_ascii_case("latest");
        let mut tokens = options.written.iter().filter(is_token).filter(given);
        let Some((name, token)) = tokens.next() else {
            let kept = options.written.iter().filter(|option| !is_token(option) && option.0 != "format").cloned().collect();
            let state = DeltaState { generation: self.generation, options: kept, ..DeltaState::default() };
            let latest = options.delta_token.as_ref().is_some_and(|token| !token.is_empty());
            return Ok(Round { state, until: now, options: with_keys(options, types), minimal, latest });
        };
        let mut others = options.written.iter().filter(|(other, _)| other != name && other != "format");
        if let Some((other, _)) = others.next() {
            return Err(Rejection::bad_request(format!(
                "The query option '${other}' cannot follow the first request: the token contains the options of the first request."
            )));
        }
        let state = DeltaState::read(token, &to.place.key).filter(|state| state.until.is_some() == (name == "skiptoken"));
        let state = state.ok_or_else(|| Rejection::bad_request(format!("The ${name} is not one that the service gave.")))?;
        if state.generation != self.generation || state.since.max(state.until).is_some_and(|number| number > now) {
            return Err(self.expired(to, types, &state));
        }
        let until = state.until.unwrap_or(now);
        let pairs = state.options.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let options = Options::parse(pairs, Target::Delta, self.scope(types))?;
        Ok(Round { state, until, options: with_keys(options, types), minimal, latest: false })
    }

    /// Returns the rejection of an expired token, with the URL of the query without a token.
    fn expired(&self, to: &Addressed<'_>, types: &[&StructuredType], state: &DeltaState) -> Rejection {
        let message = "The sync state of the token is not found: start again with the query in the header Location.";
        let empty = ("deltatoken".to_owned(), String::new());
        let url = self.delta_url(to, state.options.iter().chain([&empty]));
        let code = if types.iter().any(|declared| has_deleted_facet(declared)) { "resyncRequired" } else { "syncStateNotFound" };
        Rejection::new(StatusCode::GONE, code, message).header(LOCATION, url)
    }

    /// Returns the URL of this delta query with other options. The names of the options have no `$`.
    fn delta_url<'o>(&self, to: &Addressed<'_>, options: impl IntoIterator<Item = &'o (String, String)>) -> String {
        let url = to.request.uri();
        let origin = self.settings.next_links.clone().unwrap_or_else(|| origin(url));
        let written = |(name, value): &(String, String)| {
            // Tokens need no percent-encoding.
            let value =
                if name.ends_with("token") { value.clone() } else { utf8_percent_encode(value, NON_ALPHANUMERIC).to_string() };
            format!("${name}={value}")
        };
        let query: Vec<String> = options.into_iter().map(written).collect();
        format!("{origin}{}?{}", url.path(), query.join("&"))
    }

    /// Returns the entry of a delta response for the object with this key, or `None` if the client already knows the current state of the
    /// object.
    fn delta_entry(&self, to: &Addressed<'_>, round: &Round, id: &str, slot: &Slot) -> Option<Json> {
        // An object that was created during the round appears in the next round, so that its deletion in between cannot be missed.
        if slot.created > round.until {
            return None;
        }
        match &slot.object {
            Some(object) if object.listed => self.stored_entry(to, round, id, slot, object),
            Some(_) => None,
            None => deleted_entry(to, round, id, slot),
        }
    }

    /// Returns the entry of a delta response for a stored object.
    fn stored_entry(&self, to: &Addressed<'_>, round: &Round, id: &str, slot: &Slot, object: &Object) -> Option<Json> {
        let declared = object.entity.declared;
        let key: Key = to.place.key.iter().map(String::as_str).chain([id]).map(str::to_owned).collect();
        if !to.place.types().any(|requested| std::ptr::eq(requested, declared)) {
            return None;
        }
        let filter = round.options.filter.as_ref();
        let read_by_filter = filter.map_or(&[][..], Predicate::properties);
        if filter.is_some_and(|filter| !filter.matches(&self.evaluated(&key, object, read_by_filter))) {
            // The object may have matched before. The store does not know it, and a client ignores the removal of an unknown object.
            let since = round.state.since.filter(|since| slot.created <= *since)?;
            let may_have_matched = read_by_filter.iter().any(|property| slot.has_changed(property, since));
            return may_have_matched.then(|| removed(declared, identity(declared, id), "changed"));
        }
        let Some(since) = round.state.since.filter(|since| !slot.is_new_since(*since)) else {
            return Some(self.object_entry(to, round, &key, object, None));
        };
        let select = round.options.select.as_ref();
        let is_tracked = |name| {
            select.is_none_or(|select| select.selects(name))
                || round.options.expands(name)
                || read_by_filter.iter().any(|read| read == name)
        };
        if !slot.changes_since(since).any(is_tracked) {
            return None;
        }
        if read_by_filter.iter().any(|name| slot.has_changed(name, since)) {
            // The object may not have matched before, so that the client does not know it.
            return Some(self.object_entry(to, round, &key, object, None));
        }
        let mut entry = self.object_entry(to, round, &key, object, Some((slot, since)));
        if let (Json::Object(members), true) = (&mut entry, round.minimal) {
            let is_key = |name: &str| find(declared, name).is_some_and(|property| property.key);
            // An annotation stays with its property: `members@delta` with `members`.
            let owner = |name: &str| name.split('@').next().unwrap_or_default().to_owned();
            members.retain(|name, _| name.starts_with('@') || is_key(name) || slot.has_changed(&owner(name), since));
        }
        Some(entry)
    }

    /// Returns an object as a delta response shows it. `known` is the state that the client knows, if it knows the object.
    fn object_entry(&self, to: &Addressed<'_>, round: &Round, key: &Key, object: &Object, known: Option<(&Slot, u64)>) -> Json {
        let (declared, options) = (object.entity.declared, &round.options);
        let mut members = project(declared, object.body(), options.into(), &self.located(to).nowhere());
        let is_asked_for =
            |name: &str| options.expands(name) || options.select.as_ref().is_some_and(|select| select.selects(name));
        for property in declared.properties.iter().filter(|property| property.is_navigation() && is_asked_for(property.name)) {
            members.shift_remove(property.name);
            members.shift_remove(&format!("{}@odata.count", property.name));
            if known.is_none_or(|(slot, since)| slot.has_changed(property.name, since)) {
                let entries = self.related_entries(key, object, property, known.map(|(_, since)| since));
                members.insert(format!("{}@delta", property.name), entries.into());
            }
        }
        Json::Object(members)
    }
}

/// Adds the key to the selected properties, because a delta response always contains it.
fn with_keys(mut options: Options, types: &[&'static StructuredType]) -> Options {
    let keys = types.iter().flat_map(|declared| declared.properties).filter(|property| property.key);
    if let Some(select) = &mut options.select {
        keys.for_each(|key| select.include(key.name));
    }
    options
}

/// Returns the entry of a delta response for a deleted object. Returns `None` for an object that was created and deleted since the client's
/// last delta link.
fn deleted_entry(to: &Addressed<'_>, round: &Round, id: &str, slot: &Slot) -> Option<Json> {
    round.state.since.filter(|since| slot.created <= *since && slot.changed > *since)?;
    let declared = to.place.types().next()?;
    let (identity, filter) = (identity(declared, id), round.options.filter.as_ref());
    // Only a filter of keys applies to a deleted object, because its other properties are unknown.
    let is_tracked = filter.is_none_or(|filter| !filter.reads_only_key(declared) || filter.matches(&identity));
    is_tracked.then(|| removed(declared, identity, "deleted"))
}

/// Returns `true` for the types of OneDrive and SharePoint, which report a deleted item with the property `deleted`
/// ([driveItem: delta](https://learn.microsoft.com/graph/api/driveitem-delta)).
fn has_deleted_facet(declared: &StructuredType) -> bool {
    ["microsoft.graph.driveItem", "microsoft.graph.listItem"].iter().any(|name| declared.is_or_derives_from(name))
}

/// Returns the key of an object as JSON.
fn identity(declared: &StructuredType, id: &str) -> Additional {
    let key = declared.properties.iter().find(|property| property.key);
    let key = key.and_then(|key| Some((key.name.to_owned(), typed(key, id.to_owned())?)));
    key.into_iter().collect()
}

/// Returns the entry of a delta response for an object that is no longer in the collection.
fn removed(declared: &StructuredType, identity: Additional, reason: &str) -> Json {
    let (name, value) = match has_deleted_facet(declared) {
        true => ("deleted", json!({"state": "deleted"})),
        false => ("@removed", json!({"reason": reason})),
    };
    let mut members = Additional::from_iter([(name.to_owned(), value)]);
    members.extend(identity);
    Json::Object(members)
}
