//! Matches the path of a request with the template of an operation.

use graph_schema::syntax::template::{SegmentKind, Template};

use super::pattern::Pattern;
use super::url::{CallArgument, UrlSegment};

/// The decoded arguments in a path: for each, the name of its placeholder and its value.
pub(super) type Arguments = Vec<(String, String)>;

/// A path template of an operation, divided into the parts that are compared with a request's path.
pub(super) struct OperationPath {
    /// The template without its last segment, which names the operation.
    before: Pattern,
    /// The name of the operation, as the path template writes it.
    name: String,
    /// For each part of `before`: the name of its placeholder, or `None` if it has no placeholder.
    placeholders: Vec<Option<String>>,
    /// The named arguments in parentheses before the operation, such as `address='{address}'`: each with its own name and the name of its
    /// placeholder.
    named: Vec<(String, String)>,
}

impl OperationPath {
    pub(super) fn new(template: &str) -> Self {
        let (before, last) = template.rsplit_once('/').unwrap_or(("", template));
        let name = last.split('(').next().unwrap_or(last).to_owned();
        let (mut placeholders, mut named) = (Vec::new(), Vec::new());
        for segment in Template::parse(before).segments() {
            match &segment.kind {
                SegmentKind::Name => placeholders.push(None),
                SegmentKind::Key(placeholder) | SegmentKind::Path(placeholder) => {
                    placeholders.push(Some(placeholder.text.clone()))
                }
                SegmentKind::Call(arguments) => {
                    placeholders.push(None);
                    let texts = arguments.iter().filter_map(|argument| Some((&argument.name, &argument.placeholder()?.text)));
                    let of = |(name, text): (&Option<String>, &String)| Some((name.clone()?, text.clone()));
                    named.extend(texts.clone().filter_map(of));
                    // In `before`, the parentheses are a separate part.
                    let key = texts.clone().find(|(name, _)| name.is_none()).map(|(_, text)| text.clone());
                    placeholders.extend((!arguments.is_empty()).then_some(key));
                }
            }
        }
        Self { before: Pattern::new(before), name, placeholders, named }
    }

    /// Matches a request's path, whose last segment is `last`, with the template. Returns the arguments before the operation, and the
    /// arguments in the parentheses after the operation's name.
    pub(super) fn matches(&self, before: &[UrlSegment], last: &UrlSegment) -> Option<(Arguments, Vec<CallArgument>)> {
        let call = last.call();
        let (name, own) = call.map_or((last.text.as_str(), Vec::new()), |call| (call.name, call.arguments));
        if !is_same_name(&self.name, name) {
            return None;
        }
        let found = self.before.matches(before).ok().filter(|found| found.segments == before.len())?;
        let keys = self.placeholders.iter().zip(found.key);
        let mut arguments: Arguments = keys.filter_map(|(placeholder, text)| Some((placeholder.clone()?, text))).collect();
        for argument in found.arguments {
            let named = self.named.iter().find(|(name, _)| Some(name) == argument.name.as_ref());
            arguments.extend(named.map(|(_, placeholder)| (placeholder.clone(), argument.value)));
        }
        Some((arguments, own))
    }
}

/// Returns `true` if two segments name the same operation. The case and the namespace `microsoft.graph` make no difference.
fn is_same_name(template: &str, requested: &str) -> bool {
    let [template, requested] = [template, requested].map(|name| name.strip_prefix("microsoft.graph.").unwrap_or(name));
    template.eq_ignore_ascii_case(requested)
}

#[cfg(test)]
mod tests {
    use super::super::url::RequestUrl;
    use super::*;

    fn arguments(template: &str, path: &str) -> Option<Vec<String>> {
        let url = RequestUrl::parse(path, None).unwrap();
        let (last, before) = url.segments.split_last().unwrap();
        let (arguments, _) = OperationPath::new(template).matches(before, last)?;
        Some(arguments.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn calls_are_matched_and_their_arguments_decoded() {
        let wipe = "/devices/{device-id}/wipe";
        let of = |arguments: &[&str]| Some(arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>());
        assert_eq!(arguments(wipe, "/v1.0/devices/a%2Fb/wipe"), of(&["device-id=a/b"]));
        assert_eq!(arguments(wipe, "/v1.0/Devices('it''s')/microsoft.graph.WIPE"), of(&["device-id=it's"]));
        assert_eq!(arguments(wipe, "/v1.0/devices/a/wipe()"), of(&["device-id=a"]));
        for other in ["/beta/devices/a/retire", "/v1.0/devices/a/b/wipe", "/v1.0/devices/$count/wipe", "/v1.0/wipe"] {
            assert_eq!(arguments(wipe, other), None, "{other}");
        }
        let clear = "/sheet/range(address='{address}',n={n})/clear";
        assert_eq!(arguments(clear, "/v1.0/sheet/range(address='A''1,)',n=3)/clear"), of(&["address=A'1,)", "n=3"]));
        assert_eq!(arguments("/sheet/range(address='{address}')", "/v1.0/sheet/range(address='A1')"), of(&[]));
        assert_eq!(arguments("/root:/{path}:/preview", "/v1.0/root:/a/b:/preview"), of(&["path=a/b"]));
        assert_eq!(arguments("/search", "/v1.0/search"), of(&[]));
    }
}
