//! Qualified names of OData types, such as `microsoft.graph.user`.

use crate::attr::value::Text;
use crate::errors::Errors;
use graph_schema::syntax::case::lower_first;

/// Reports a text that is not a qualified type name in the form `microsoft.graph.user`.
pub(crate) fn check(text: &Text, errors: &mut Errors) {
    let name = &text.value;
    let identifier = |part: &str| !part.is_empty() && part.chars().all(|char| char.is_alphanumeric() || char == '_');
    if let Some(bare) = name.strip_prefix('#') {
        errors.report(text.span, format!("a type name does not have a `#`: write {bare:?}"));
    } else if name.is_empty() {
        errors.report(text.span, "a type name cannot be empty: copy it from the API page, such as \"microsoft.graph.user\"");
    } else if !name.contains('.') && identifier(name) {
        let camel = lower_first(name);
        errors.report(text.span, format!("expected a namespace: write \"microsoft.graph.{camel}\""));
    } else if !name.split('.').all(identifier) {
        let message = format!("{name:?} is not a type name: write a namespace and a name, such as \"microsoft.graph.user\"");
        errors.report(text.span, message);
    }
}
