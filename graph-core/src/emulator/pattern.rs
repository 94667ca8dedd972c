//! Path templates, divided into the parts that the emulator compares with the segments of a request's path.

use graph_schema::syntax::template::{Argument, ArgumentValue, Segment, SegmentKind, Target, Template};

use super::url::{CallArgument, UrlSegment};

/// A path template, divided into the parts that are compared with a request's path. The text that each part matches becomes one segment of
/// the path under which an object is stored.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) parts: Vec<Part>,
    pub(super) target: Target,
}

/// A part of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A literal segment, or the text before parentheses.
    Name(String),
    /// A key: either a whole segment, or the text in the parentheses after a [`Part::Name`].
    Key,
    /// A key followed by `:`, after which the path of an item begins: `{id}:` in `/items/{id}:/{path}`.
    KeyBeforePath,
    /// Named arguments or alternate keys in the parentheses after a [`Part::Name`].
    Arguments(Vec<Parameter>),
    /// A whole segment such as `roleTemplateId={roleTemplateId}`: an alternate key with the name of its property.
    NamedKey(String),
    /// The path of an item: one or more segments. It ends at the first segment that ends in `:`. Without such a segment, it ends at the end
    /// of the request's path if `closed` is false, and does not match if `closed` is true.
    ItemPath { closed: bool },
}

/// An argument in the parentheses of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    pub(super) name: Option<String>,
    /// The argument's value, if the template contains a literal instead of a placeholder.
    constant: Option<String>,
}

/// The names and values of the properties in an alternate key.
pub(super) type Properties = Vec<(String, String)>;

/// The result of matching the start of a request's path with a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// The number of segments that matched.
    pub(super) segments: usize,
    /// The decoded text that each part of the pattern matched.
    pub(super) key: Vec<String>,
    /// The alternate keys in the path. For each: the index of its text in `key`, and the names and values of its properties.
    pub(super) alternates: Vec<(usize, Properties)>,
    /// The decoded arguments that the pattern's last `Part::Arguments` matched.
    pub(super) arguments: Vec<CallArgument>,
}

impl Pattern {
    pub(super) fn new(template: &str) -> Self {
        let template = Template::parse(template);
        let target = template.target();
        Self { parts: template.segments().iter().flat_map(parts).collect(), target }
    }

    /// Matches the start of a request's path with the whole pattern.
    ///
    /// # Errors
    /// The index of the first segment that does not match.
    pub(super) fn matches(&self, segments: &[UrlSegment]) -> Result<Match, usize> {
        matches(&self.parts, segments)
    }

    /// Matches the start of a request's path with the path of the collection: this pattern without its last part, which must be a key.
    pub(super) fn matches_collection(&self, segments: &[UrlSegment]) -> Option<Match> {
        let (Part::Key, before) = self.parts.split_last()? else { return None };
        matches(before, segments).ok()
    }

    /// Returns `true` if this pattern is the pattern `other` followed by a key.
    pub(super) fn continues(&self, other: &Self) -> bool {
        matches!(self.parts.split_last(), Some((Part::Key, before)) if before == other.parts)
    }

    /// Returns a number for each part: the more texts the part can match, the larger the number. If several patterns match a path, the
    /// pattern with the smallest list of numbers is the best one, because its first placeholder comes latest.
    pub(super) fn breadth(&self) -> Vec<u8> {
        let breadth = |part: &Part| match part {
            Part::Name(_) => 0,
            Part::Arguments(_) | Part::NamedKey(_) | Part::KeyBeforePath => 1,
            Part::Key => 2,
            Part::ItemPath { .. } => 3,
        };
        self.parts.iter().map(breadth).collect()
    }
}

/// Returns the parts of a template's segment.
fn parts(segment: &Segment) -> Vec<Part> {
    let name = |colon: bool| Part::Name(segment.name.clone() + if colon { ":" } else { "" });
    match &segment.kind {
        SegmentKind::Name => vec![name(segment.colon)],
        SegmentKind::Key(_) if !segment.name.is_empty() => vec![Part::NamedKey(segment.name.clone())],
        SegmentKind::Key(_) if segment.colon => vec![Part::KeyBeforePath],
        SegmentKind::Key(_) => vec![Part::Key],
        SegmentKind::Path(_) => vec![Part::ItemPath { closed: segment.colon }],
        SegmentKind::Call(arguments) => match arguments.as_slice() {
            [] => vec![name(false)],
            [Argument { name: None, value: ArgumentValue::Placeholder(_), .. }] => vec![name(false), Part::Key],
            arguments => vec![name(false), Part::Arguments(arguments.iter().map(parameter).collect())],
        },
    }
}

fn parameter(argument: &Argument) -> Parameter {
    let constant = match &argument.value {
        ArgumentValue::Literal(text) => Some(text.clone()),
        ArgumentValue::Placeholder(_) => None,
    };
    Parameter { name: argument.name.clone(), constant }
}

/// Returns `true` if `text`, a part of a request's path, is this name in any case. The name of the function `delta` may have its namespace,
/// as Microsoft's SDKs write it.
fn is_name(text: &str, name: &str) -> bool {
    let bare = |name: &str| name.to_ascii_lowercase().trim_start_matches("microsoft.graph.").to_owned();
    text.eq_ignore_ascii_case(name) || bare(name) == "delta" && bare(text) == "delta"
}

/// Matches parts with the start of a request's path. `Err` is the index of the first segment that does not match.
fn matches(parts: &[Part], segments: &[UrlSegment]) -> Result<Match, usize> {
    let mut found = Match::default();
    // The arguments in parentheses of the segment whose name has just matched. The next part must match them.
    let mut pending: Option<Vec<CallArgument>> = None;
    for part in parts {
        let at = found.segments;
        let before = at.saturating_sub(1);
        let text = match (part, pending.take()) {
            (Part::Key, Some(arguments)) => found.key_in_parentheses(arguments).ok_or(before)?,
            (Part::Arguments(parameters), Some(arguments)) => found.arguments(parameters, arguments).ok_or(before)?,
            (_, Some(_)) => return Err(before),
            (Part::ItemPath { closed }, None) => found.item_path(segments.get(at..).unwrap_or_default(), *closed).ok_or(at)?,
            (part, None) => {
                let segment = segments.get(at).ok_or(at)?;
                found.segments += 1;
                let (text, arguments) = found.segment(part, segment).ok_or(at)?;
                pending = arguments;
                text
            }
        };
        found.key.push(text);
    }
    if pending.is_some() { Err(found.segments.saturating_sub(1)) } else { Ok(found) }
}

impl Match {
    /// Matches one whole segment. Returns its text, and the arguments in its parentheses if the next part has to match them.
    fn segment(&mut self, part: &Part, segment: &UrlSegment) -> Option<(String, Option<Vec<CallArgument>>)> {
        match part {
            Part::Name(name) if is_name(&segment.text, name) => Some((name.clone(), None)),
            Part::Name(name) => {
                let call = segment.call().filter(|call| is_name(call.name, name))?;
                Some((name.clone(), Some(call.arguments).filter(|arguments| !arguments.is_empty())))
            }
            Part::Key if !segment.reserved => Some((segment.text.clone(), None)),
            Part::KeyBeforePath if segment.colon => {
                Some((segment.text.strip_suffix(':').filter(|key| !key.is_empty())?.to_owned(), None))
            }
            Part::NamedKey(property) => {
                let (name, value) = segment.text.split_once('=')?;
                if !name.eq_ignore_ascii_case(property) || value.is_empty() {
                    return None;
                }
                self.alternates.push((self.key.len(), vec![(property.clone(), value.to_owned())]));
                Some((segment.text.clone(), None))
            }
            _ => None,
        }
    }

    /// Matches a single key in parentheses, such as `'a'` or `id='a'`.
    fn key_in_parentheses(&mut self, arguments: Vec<CallArgument>) -> Option<String> {
        let [CallArgument { name, value, .. }] = <[_; 1]>::try_from(arguments).ok()?;
        let is_key = !value.is_empty() && value != "." && value != "..";
        if let Some(name) = name {
            self.alternates.push((self.key.len(), vec![(name, value.clone())]));
        }
        is_key.then_some(value)
    }

    /// Matches the arguments in parentheses, in any order. Returns them as text, in the order of the template.
    fn arguments(&mut self, parameters: &[Parameter], mut given: Vec<CallArgument>) -> Option<String> {
        if given.len() != parameters.len() {
            return None;
        }
        let mut ordered = Vec::new();
        for parameter in parameters {
            let at = match &parameter.name {
                Some(name) => {
                    given.iter().position(|one| one.name.as_ref().is_some_and(|given| given.eq_ignore_ascii_case(name)))?
                }
                None => given.iter().position(|one| one.name.is_none())?,
            };
            let argument = given.remove(at);
            if parameter.constant.as_ref().is_some_and(|constant| *constant != argument.value) {
                return None;
            }
            ordered.push(CallArgument { name: parameter.name.clone(), ..argument });
        }
        let pairs = ordered.iter().map(|argument| Some((argument.name.clone()?, argument.value.clone())));
        self.alternates.extend(pairs.collect::<Option<Vec<_>>>().map(|pairs| (self.key.len(), pairs)));
        let text = ordered.iter().map(CallArgument::to_string).collect::<Vec<_>>().join(",");
        self.arguments = ordered;
        Some(text)
    }

    /// Matches the path of an item and returns it with `/` between its segments.
    fn item_path(&mut self, segments: &[UrlSegment], closed: bool) -> Option<String> {
        let end = segments.iter().position(|segment| segment.colon);
        // If a segment of the request ends in `:`, it is the last one of the item's path, even if the template has no `:`. The segments
        // after it lead to a part of the item.
        let length = end.map_or(segments.len(), |end| end + 1);
        let mut texts: Vec<&str> = segments.get(..length)?.iter().map(|segment| segment.text.as_str()).collect();
        if end.is_some() {
            let last = texts.pop()?;
            texts.push(last.strip_suffix(':')?);
        } else if closed {
            return None;
        }
        self.segments += length;
        let path = texts.join("/");
        (!path.is_empty()).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::url::RequestUrl;
    use super::*;

    fn found(template: &str, path: &str) -> Result<Match, usize> {
        Pattern::new(template).matches(&RequestUrl::parse(&format!("/v1.0{path}"), None).unwrap().segments)
    }

    fn key(template: &str, path: &str) -> Option<Vec<String>> {
        found(template, path).ok().map(|found| found.key)
    }

    fn texts(texts: &[&str]) -> Option<Vec<String>> {
        Some(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn a_key_is_a_segment_or_in_parentheses_whatever_the_template_writes() {
        for template in ["/users/{id}/manager", "/users('{id}')/manager", "/users({id})/manager"] {
            for path in ["/users/a%2Fb/manager", "/users('a%2Fb')/manager", "/Users(id='a%2Fb')/MANAGER"] {
                assert_eq!(key(template, path), texts(&["users", "a/b", "manager"]), "{template} {path}");
            }
            for path in ["/users('a%2Fb)/manager", "/users()/manager", "/users('..')/manager", "/users/$count/manager"] {
                assert_eq!(key(template, path), None, "{template} {path}");
            }
        }
        assert_eq!(key("/users/{id}", "/users/x(y)"), texts(&["users", "x(y)"]));
    }

    #[test]
    fn arguments_are_decoded_and_found_by_name() {
        let template = "/range(address='{address}',count={n})/clear";
        let expected = texts(&["range", "address='it''s, (a)',count=3", "clear"]);
        assert_eq!(key(template, "/range(address='it%27%27s%2C%20(a)',count=3)/clear"), expected);
        assert_eq!(key(template, "/range(count=3,address='it''s, (a)')/clear"), expected);
        assert_eq!(key(template, "/range(address='a')/clear"), None);
        let found =
            found("/reports/getActivity(period='D7',date={date})", "/reports/getActivity(date=2026-01-31,period='D7')").unwrap();
        assert_eq!(found.arguments.iter().map(|one| one.value.as_str()).collect::<Vec<_>>(), ["D7", "2026-01-31"]);
        assert_eq!(key("/reports/getActivity(period='D7')", "/reports/getActivity(period='D30')"), None);
        assert_eq!(key("/users/delta()", "/users/delta"), texts(&["users", "delta"]));
        assert_eq!(key("/users/delta", "/users/delta()"), texts(&["users", "delta"]));
    }

    #[test]
    fn the_path_of_an_item_is_one_text() {
        let template = "/drives/{id}/root:/{item-path}:/content";
        assert_eq!(
            key(template, "/drives/d/root:/a/b%3A/c%20d:/content"),
            texts(&["drives", "d", "root:", "a/b:/c d", "content"])
        );
        assert_eq!(key("/drive/root:/{path}", "/drive/root:/a/b"), texts(&["drive", "root:", "a/b"]));
        assert_eq!(
            key("/drive/items/{id}:/{name}:/content", "/drive/items/1:/a:/content"),
            texts(&["drive", "items", "1", "a", "content"])
        );
        assert_eq!(key("/drive/items/{id}:/{name}:/content", "/drive/items/1%3A/a:/content"), None);
        assert_eq!(key(template, "/drives/d/root:/a/b/content"), None);
    }

    #[test]
    fn an_alternate_key_names_its_property() {
        let named = |template, path| found(template, path).unwrap().alternates;
        let alternate = |index, value: &str| vec![(index, vec![("roleTemplateId".to_owned(), value.to_owned())])];
        assert_eq!(named("/roles/roleTemplateId={id}/members", "/roles/roleTemplateId=a%3Db/members"), alternate(1, "a=b"));
        assert_eq!(named("/roles(roleTemplateId='{id}')", "/roles(RoleTemplateId='a')"), alternate(1, "a"));
        assert_eq!(found("/users/{id}/manager", "/users/a/boss"), Err(2));
    }
}
