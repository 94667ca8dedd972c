//! `$expand`: related entities, each with its own options.

use super::check::{find, with_derived};
use super::options::{Options, Scope, Target};
use super::reply::Rejection;
use crate::model::descriptor::{Property, StructuredType};

/// A navigation property to include in a response, with the options in parentheses after its name.
#[derive(Debug)]
pub(super) struct Expanded {
    pub(super) property: &'static str,
    pub(super) options: Options,
    /// The number of levels in `$levels`; 1 without it.
    pub(super) levels: usize,
}

/// The maximum nesting of `$expand` inside the options of another `$expand`.
const MAX_DEPTH: usize = 20;

/// The largest number of levels in a response. A client's JSON parser accepts about 128 nested values, and each level of an expanded
/// collection takes two of them.
const MAX_LEVELS: usize = 50;

/// The largest number that `$levels` may be, as for `manager` of a
/// [user](https://learn.microsoft.com/graph/api/user-list-manager).
const LARGEST: usize = 1000;

/// Parses the value of `$expand`, such as `members($select=id),owners`, for objects of the types in `scope`.
///
/// # Errors
/// 400 for a name that is not a navigation property, or for invalid options in the parentheses after it.
pub(super) fn parse(text: &str, scope: Scope<'_>) -> Result<Vec<Expanded>, Rejection> {
    if scope.depth == MAX_DEPTH {
        return Err(Rejection::bad_request(format!("The $expand nests more than {MAX_DEPTH} levels.")));
    }
    let mut expanded: Vec<Expanded> = Vec::new();
    let mut all = false;
    for part in split(text, ',')? {
        let (name, options) = match part.split_once('(') {
            Some((name, rest)) => (name.trim(), rest.strip_suffix(')').ok_or_else(|| unbalanced(text))?),
            None => (part, ""),
        };
        if name == "*" {
            all = true;
            continue;
        }
        let property = navigation(name, scope.types)?;
        let types = property.ty.declaration().map(with_derived).unwrap_or_default();
        let target = if property.ty.collection { Target::RelatedCollection } else { Target::RelatedObject };
        let pairs = split(options, ';')?;
        let pairs = pairs.iter().filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let pairs = pairs.map(|(name, value)| (name.trim(), value.trim()));
        let (levels, pairs): (Vec<_>, Vec<_>) =
            pairs.partition(|(name, _)| name.trim_start_matches('$').eq_ignore_ascii_case("levels"));
        let levels = match levels.as_slice() {
            [] => 1,
            [(_, levels)] => parse_levels(levels)?,
            _ => return Err(Rejection::bad_request("The query option '$levels' is given twice.")),
        };
        let inner = Scope { types: &types, depth: scope.depth + 1, ..scope };
        let options = Options::parse(pairs, target, inner)?;
        if contains(&expanded, property.name) {
            return Err(Rejection::bad_request(format!("The $expand names '{}' twice.", property.name)));
        }
        expanded.push(Expanded { property: property.name, options, levels });
    }
    // `*` means all navigation properties that `$expand` does not name. Several types may have the same property.
    let properties = scope.types.iter().flat_map(|declared| declared.properties).filter(|_| all);
    for property in properties.filter(|property| property.is_navigation()) {
        if !contains(&expanded, property.name) {
            expanded.push(Expanded { property: property.name, options: Options::default(), levels: 1 });
        }
    }
    Ok(expanded)
}

/// Returns the navigation properties to expand in the objects that `property` leads to, so that a condition can read these paths, such as
/// `manager/manager`.
pub(super) fn read_below(property: &Property, paths: &[&str]) -> Vec<Expanded> {
    let below: Vec<&str> = paths.iter().filter_map(|path| path.strip_prefix(property.name)?.strip_prefix('/')).collect();
    let types = property.ty.declaration().filter(|_| !below.is_empty()).map(with_derived).unwrap_or_default();
    let mut expanded: Vec<Expanded> = Vec::new();
    for property in types.iter().flat_map(|declared| declared.properties) {
        if below.contains(&property.name) && !contains(&expanded, property.name) {
            let options = Options { expand: read_below(property, &below), ..Options::default() };
            expanded.push(Expanded { property: property.name, options, levels: 1 });
        }
    }
    expanded
}

/// Parses the value of `$levels`: a number from 1 to 1000, or `max`. Returns the number of levels that a response contains.
///
/// # Errors
/// 400 for another value.
fn parse_levels(text: &str) -> Result<usize, Rejection> {
    if text.eq_ignore_ascii_case("max") {
        return Ok(MAX_LEVELS);
    }
    match text.parse() {
        Ok(levels @ 1..=LARGEST) => Ok(levels.min(MAX_LEVELS)),
        _ => Err(Rejection::bad_request(format!("The $levels '{text}' is neither a number from 1 to {LARGEST} nor 'max'."))),
    }
}

fn contains(expanded: &[Expanded], property: &str) -> bool {
    expanded.iter().any(|known| known.property == property)
}

fn navigation(name: &str, types: &[&'static StructuredType]) -> Result<&'static Property, Rejection> {
    let declared = || types.iter().filter_map(|declared| find(declared, name));
    if let Some(property) = declared().find(|property| property.is_navigation()) {
        return Ok(property);
    }
    let of = types.first().map_or("the collection", |declared| declared.name);
    match declared().next() {
        None => Err(Rejection::no_property(name, of)),
        Some(_) => Err(Rejection::bad_request(format!(
            "Property '{name}' on type '{of}' is not a navigation property: only those can be expanded."
        ))),
    }
}

/// Splits the value of `$expand` at each separator outside parentheses and quotes.
fn split(text: &str, separator: char) -> Result<Vec<&str>, Rejection> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_usize, None);
    let mut letters = text.char_indices();
    while let Some((index, letter)) = letters.next() {
        match (quote, letter) {
            // `$search` puts phrases in double quotes, with a backslash before a quote inside the phrase.
            (Some('"'), '\\') => drop(letters.next()),
            (Some(open), letter) => quote = (letter != open).then_some(open),
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1).ok_or_else(|| unbalanced(text))?,
            (None, letter) if letter == separator && depth == 0 => {
                parts.push(text.get(start..index).unwrap_or_default().trim());
                start = index + letter.len_utf8();
            }
            _ => {}
        }
    }
    if quote.is_some() || depth > 0 {
        return Err(unbalanced(text));
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    Ok(parts)
}

fn unbalanced(text: &str) -> Rejection {
    Rejection::bad_request(format!("The $expand '{text}' has a parenthesis or a quote without its counterpart."))
}
