//! The query options of a request, and the options in parentheses after a property in `$expand`.

use time::OffsetDateTime;

use super::expand::{self, Expanded};
use super::filter::{Order, Predicate, Search};
use super::reply::Rejection;
use super::select::Select;
use crate::model::descriptor::StructuredType;

/// The parsed query options of a request.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) select: Option<Select>,
    pub(super) expand: Vec<Expanded>,
    pub(super) filter: Option<Predicate>,
    pub(super) order: Option<Order>,
    pub(super) search: Option<Search>,
    pub(super) top: Option<usize>,
    pub(super) skip: usize,
    pub(super) count: bool,
    pub(super) skip_token: Option<String>,
    pub(super) delta_token: Option<String>,
    /// The names of the query options, without `$`, and their values as the request has them, for the link to the next page.
    pub(super) written: Vec<(String, String)>,
}

/// The resource that the options apply to. It decides which options are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Object,
    Collection,
    /// The changes of a collection.
    Delta,
    /// The number of objects in a collection, at `/$count`.
    Count,
    /// An object that `$expand` includes, or that a property's path leads to.
    RelatedObject,
    /// A collection that `$expand` includes, or that a property's path leads to.
    RelatedCollection,
    /// A property value that is not an object, or a collection of such values.
    Value,
}

/// All options that OData and Graph define, without `$`.
const KNOWN: [&str; 14] = [
    "select",
    "expand",
    "filter",
    "orderby",
    "search",
    "top",
    "skip",
    "count",
    "format",
    "skiptoken",
    "deltatoken",
    "levels",
    "apply",
    "compute",
];

/// The context in which a query option is parsed: the types of the objects, the current time, and the number of enclosing `$expand`
/// options.
#[derive(Clone, Copy)]
pub(super) struct Scope<'t> {
    pub(super) types: &'t [&'static StructuredType],
    pub(super) now: OffsetDateTime,
    /// Whether unknown options are refused instead of ignored.
    pub(super) strict: bool,
    /// How many `$expand` options contain the option that is parsed.
    pub(super) depth: usize,
}

impl Target {
    fn allows(self, option: &str) -> bool {
        match self {
            Self::Object => ["select", "expand", "format"].contains(&option),
            Self::Collection => !["deltatoken", "levels", "apply", "compute"].contains(&option),
            Self::Delta => ["select", "expand", "filter", "top", "skiptoken", "deltatoken", "format"].contains(&option),
            Self::Count => ["filter", "search"].contains(&option),
            Self::RelatedObject => ["select", "expand"].contains(&option),
            Self::RelatedCollection => {
                ["select", "expand", "filter", "orderby", "search", "top", "skip", "count"].contains(&option)
            }
            Self::Value => option == "format",
        }
    }
}

impl Options {
    /// Parses the names and values of query options. Option names are not case-sensitive, and `$` may be left out
    /// ([query parameters](https://learn.microsoft.com/graph/query-parameters)).
    ///
    /// # Errors
    /// 400 for an option that is unknown, does not apply, is given twice or has a wrong value.
    pub(super) fn parse<'q>(
        pairs: impl IntoIterator<Item = (&'q str, &'q str)>,
        target: Target,
        scope: Scope<'_>,
    ) -> Result<Self, Rejection> {
        let mut options = Self::default();
        for (written, value) in pairs {
            let name = match written.strip_prefix('$').unwrap_or(written).to_ascii_lowercase() {
                // OneDrive and SharePoint name it so.
                name if name == "token" && target == Target::Delta => "deltatoken".to_owned(),
                name => name,
            };
            if !KNOWN.contains(&name.as_str()) {
                if scope.strict || written.starts_with(['$', '@']) {
                    return Err(Rejection::bad_request(format!("The query option '{written}' is not known.")));
                }
                continue;
            }
            if !target.allows(&name) {
                return Err(Rejection::bad_request(format!("The query option '{written}' does not apply here.")));
            }
            if options.written.iter().any(|(seen, _)| *seen == name) {
                return Err(Rejection::bad_request(format!("The query option '{written}' is given twice.")));
            }
            options.set(&name, value, scope)?;
            options.written.push((name, value.to_owned()));
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: &str, scope: Scope<'_>) -> Result<(), Rejection> {
        match name {
            "select" => self.select = Select::parse(value, scope.types)?,
            "expand" => self.expand = expand::parse(value, scope)?,
            "filter" => self.filter = Some(Predicate::parse(value, scope.types, scope.now)?),
            "orderby" => self.order = Some(Order::parse(value, scope.types, scope.now)?),
            "search" => self.search = Some(Search::parse(value, scope.types)?),
            "top" => self.top = Some(page_size(value)?),
            "skip" => self.skip = number("$skip", value)?,
            "count" => self.count = boolean(value)?,
            "skiptoken" => self.skip_token = Some(value.to_owned()),
            "deltatoken" => self.delta_token = Some(value.to_owned()),
            "format" if !value.to_ascii_lowercase().contains("json") => {
                return Err(Rejection::bad_request(format!("The format '{value}' is not JSON.")));
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns `true` if the request expands this navigation property.
    pub(super) fn expands(&self, property: &str) -> bool {
        self.expand.iter().any(|expanded| expanded.property == property)
    }

    /// Returns the properties in `$select` and `$expand` in the form of `@odata.context`: `(id,members(name))`.
    pub(super) fn context(&self) -> String {
        let selected = self.select.iter().flat_map(Select::names);
        let expanded = self.expand.iter().map(|expanded| {
            let inner = expanded.options.context();
            let inner = if inner.is_empty() { "()".to_owned() } else { inner };
            format!("{}{inner}", expanded.property)
        });
        let names: Vec<_> = selected.chain(expanded).collect();
        if names.is_empty() { String::new() } else { format!("({})", names.join(",")) }
    }
}

fn number(option: &str, text: &str) -> Result<usize, Rejection> {
    text.parse().map_err(|_| Rejection::bad_request(format!("The {option} '{text}' is not a number of objects.")))
}

/// Parses the value of `$top`, the number of objects in a page. Graph refuses 0.
fn page_size(text: &str) -> Result<usize, Rejection> {
    match number("$top", text)? {
        0 => Err(Rejection::bad_request("Invalid page size specified: '0'. Must be between 1 and 999 inclusive.")),
        size => Ok(size),
    }
}

fn boolean(text: &str) -> Result<bool, Rejection> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Rejection::bad_request(format!("The $count '{text}' is not true or false."))),
    }
}
