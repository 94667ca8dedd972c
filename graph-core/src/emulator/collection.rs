//! Reading a collection: filter, page, select.

use std::ops::Bound;

use bytes::Bytes;
use http::header::HeaderName;
use http::{Request, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::answer::{Answer, Failure};
use super::check::find;
use super::entity::preferences;
use super::object::Object;
use super::routes::Route;
use super::service::{Service, Trace};
use super::url::Target;
use crate::model::{Additional, Json};

/// `$skip` and `$orderby` and the rest are refused, and not passed over: a client that relies on them finds out.
const OPTIONS: [&str; 5] = ["$top", "$skiptoken", "$select", "$filter", "$count"];

impl Service {
    pub(super) fn list(
        &mut self,
        route: &Route,
        target: &Target,
        request: &Request<Bytes>,
        trace: &mut Trace,
    ) -> Result<Answer, Failure> {
        if let [entity] = route.entities.as_slice() {
            trace.about(*entity);
        }
        if let Some((name, _)) = target.query.iter().find(|(name, _)| !OPTIONS.contains(&name.as_str())) {
            return Err(Failure::bad_request(format!("The emulator has no query option '{name}'.")));
        }
        let filter = target.option("filter").map(|text| Filter::parse(text, route)).transpose()?;
        let top = target.option("top").map(number).transpose()?;
        let preferred = preferences(request.headers())
            .find_map(|preference| number(preference.strip_prefix("odata.maxpagesize=")?).ok().filter(|size| *size > 0));
        let size = preferred.unwrap_or(self.settings.page).min(self.settings.page).max(1);
        let (after, given) = target.option("skiptoken").map(token).transpose()?.unwrap_or_default();

        let elements = self
            .elements(target, &after)
            .filter(|(_, object)| filter.as_ref().is_none_or(|filter| filter.matches(&object.members)));
        let left = top.map_or(usize::MAX, |top| top.saturating_sub(given));
        let mut elements = elements.take(left).peekable();
        let (mut value, mut last) = (Vec::new(), String::new());
        while value.len() < size
            && let Some((key, object)) = elements.next()
        {
            last.clone_from(key);
            let body = match target.select() {
                Some(properties) => object.selected(&properties).map_err(Failure::bad_request)?,
                None => object.body(),
            };
            value.push(Json::Object(body));
        }
        let more = elements.peek().is_some();
        let given = given + value.len();

        let mut page = Additional::new();
        if target.option("count") == Some("true") {
            let all = self
                .elements(target, "")
                .filter(|(_, object)| filter.as_ref().is_none_or(|filter| filter.matches(&object.members)));
            page.insert("@odata.count".into(), all.count().into());
        }
        if more {
            page.insert("@odata.nextLink".into(), self.next_link(request, &last, given).into());
        }
        page.insert("value".into(), Json::Array(value));
        let answer = Answer::new(StatusCode::OK, Json::Object(page));
        Ok(match preferred {
            Some(_) => answer.header(HeaderName::from_static("preference-applied"), format!("odata.maxpagesize={size}")),
            None => answer,
        })
    }

    /// The elements of a collection whose key comes after this one, in the order of their keys.
    fn elements<'a>(&'a self, target: &Target, after: &str) -> impl Iterator<Item = (&'a String, &'a Object)> + use<'a> {
        let collection = target.key();
        let depth = collection.len();
        let mut start = collection.clone();
        start.push(after.to_owned());
        let behind = self.objects.range((Bound::Excluded(start), Bound::Unbounded));
        behind
            .take_while(move |(key, _)| key.starts_with(&collection))
            .filter(move |(key, _)| key.len() == depth + 1)
            .filter_map(|(key, object)| Some((key.last()?, object.as_ref().filter(|object| object.listed)?)))
    }

    /// The same question, from where this page ends.
    fn next_link(&self, request: &Request<Bytes>, last: &str, given: usize) -> String {
        let url = request.uri();
        let host = match &self.settings.next_links {
            Some(host) => host.clone(),
            None => format!("{}://{}", url.scheme_str().unwrap_or("https"), url.authority().map_or("", |host| host.as_str())),
        };
        let others = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let others = others.filter(|pair| !pair.starts_with("$skiptoken=") && !pair.starts_with("%24skiptoken="));
        let mut query: Vec<String> = others.map(str::to_owned).collect();
        let token = format!("{given}:{last}");
        query.push(format!("$skiptoken={}", utf8_percent_encode(&token, NON_ALPHANUMERIC)));
        format!("{host}{}?{}", url.path(), query.join("&"))
    }
}

fn number(text: &str) -> Result<usize, Failure> {
    text.parse().map_err(|_| Failure::bad_request(format!("'{text}' is no number of objects.")))
}

/// The key that the page before ended with, and how many objects there were so far.
fn token(text: &str) -> Result<(String, usize), Failure> {
    let parts = text.split_once(':').and_then(|(given, last)| Some((last.to_owned(), given.parse().ok()?)));
    parts.ok_or_else(|| Failure::bad_request("The $skiptoken is not one that the service gave."))
}

/// `property eq literal`, several of them joined by `and`.
struct Filter(Vec<(String, Json)>);

impl Filter {
    fn parse(text: &str, route: &Route) -> Result<Self, Failure> {
        let unsupported = || Failure::bad_request(format!("The emulator's $filter is `property eq value`, not '{text}'."));
        let mut rest = text.trim();
        let mut conditions = Vec::new();
        loop {
            let (property, after) = rest.split_once(" eq ").ok_or_else(unsupported)?;
            let property = property.trim();
            if !route.entities.iter().any(|entity| find(entity.declared, property).is_some()) {
                return Err(Failure::bad_request(format!("No type of this collection declares the property '{property}'.")));
            }
            let (value, after) = literal(after.trim_start()).ok_or_else(unsupported)?;
            conditions.push((property.to_owned(), value));
            match after.trim_start() {
                "" => return Ok(Self(conditions)),
                after => rest = after.strip_prefix("and ").ok_or_else(unsupported)?,
            }
        }
    }

    fn matches(&self, members: &Additional) -> bool {
        self.0.iter().all(|(property, value)| members.get(property).unwrap_or(&Json::Null) == value)
    }
}

/// A string in quotes, which are doubled inside, or a word: a number, a truth value, null, or what JSON writes as text.
fn literal(text: &str) -> Option<(Json, &str)> {
    let Some(quoted) = text.strip_prefix('\'') else {
        let (word, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
        let value = serde_json::from_str(word).unwrap_or_else(|_| word.into());
        return (!word.is_empty()).then_some((value, rest));
    };
    let mut value = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('\'')?;
        value.push_str(part);
        match after.strip_prefix('\'') {
            Some(after) => {
                value.push('\'');
                rest = after;
            }
            None => return Some((value.into(), after)),
        }
    }
}
