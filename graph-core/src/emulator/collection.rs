//! Reading a collection: filter, page, select, expand.

use std::ops::Bound;

use bytes::Bytes;
use http::header::HeaderName;
use http::{Request, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::answer::{Answer, Failure};
use super::entity::preferences;
use super::expand::Expand;
use super::filter::Condition;
use super::object::Object;
use super::routes::Route;
use super::service::{Service, Trace};
use super::url::Target;
use crate::model::json::{Additional, Json};

const OPTIONS: [&str; 6] = ["$top", "$skiptoken", "$select", "$expand", "$filter", "$count"];

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
        target.only(&OPTIONS)?;
        let (select, expand) = (target.select(), Expand::of(target, &route.entities)?);
        let filter = target.option("filter").map(|text| Condition::parse(text, &route.entities)).transpose()?;
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
            value.push(Json::Object(object.selected(select.as_deref(), &expand)?));
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
    pub(super) fn elements<'a>(
        &'a self,
        target: &Target,
        after: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Object)> + use<'a> {
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
