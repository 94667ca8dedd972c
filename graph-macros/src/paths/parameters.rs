//! Checks the templates of an operation against its parameters. A template of a function must have all parameters in the parentheses of its
//! last segment; a template of an action must have none there, because an action's parameters are in the request's body.

use graph_schema::syntax::template::Argument;
use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::model::VersionedPaths;
use crate::entity::kind::Kind;
use crate::errors::Errors;

/// Checks each template against the parameters: the fields and their names in requests.
pub(crate) fn check(kind: Kind, parameters: &[(Ident, String)], groups: &[VersionedPaths], errors: &mut Errors) {
    let templates =
        || groups.iter().flat_map(|group| &group.templates).map(|named| &named.template).filter(|template| !template.flawed);
    let is_given = |one: &Argument| one.placeholder().is_none() || parameters.iter().any(|(_, name)| one.is_of(name));
    for template in templates() {
        for argument in template.last_arguments().iter().filter(|argument| argument.placeholder().is_some()) {
            let message = match kind {
                Kind::Action => "the body of the request has the parameters of an action: remove this",
                _ if !is_given(argument) => "the struct has no field for this parameter: add or rename one, or remove this",
                _ => continue,
            };
            template.error(&argument.range, message, errors);
        }
    }
    for (field, name) in parameters.iter().filter(|_| kind == Kind::Function) {
        // An argument without a field is already an error: it may be this field under another name.
        let places = |arguments: &[Argument]| !arguments.iter().all(is_given) || arguments.iter().any(|one| one.is_of(name));
        if let Some(template) = templates().find(|template| !places(template.last_arguments())) {
            let (text, shown) = (template.text(), field.unraw());
            let last = text.rsplit('/').next().unwrap_or_default();
            let before = match last.strip_suffix(')') {
                Some(call) if call.ends_with('(') => call.to_owned(),
                Some(call) => format!("{call},"),
                None => format!("{last}("),
            };
            errors.report(field.span(), format!("{text:?} has no place for `{shown}`: write `{before}{name}={{{name}}})`"));
        }
    }
}
