//! Checks the templates of an operation against its parameters. A template of a function must have all parameters in the parentheses of its
//! last segment; a template of an action must have none there, because an action's parameters are in the request's body.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::model::VersionedPaths;
use super::template::Template;
use crate::entity::kind::Kind;
use crate::errors::Errors;

/// Checks each template against the parameters: the fields and their names in requests.
pub(super) fn check(kind: Kind, parameters: &[(Ident, String)], groups: &[VersionedPaths], errors: &mut Errors) {
    let templates =
        || groups.iter().flat_map(|group| &group.templates).map(|named| &named.template).filter(|template| !template.flawed);
    for template in templates() {
        for argument in template.last_arguments().iter().filter(|argument| argument.placeholder().is_some()) {
            let is_given = parameters.iter().any(|(_, parameter)| argument.is_of(parameter));
            let message = match kind {
                Kind::Action => "the body of the request has the parameters of an action: remove this",
                _ if !is_given => "the struct has no field for this parameter: add one, or remove this",
                _ => continue,
            };
            template.error(&argument.range, message, errors);
        }
    }
    for (field, name) in parameters.iter().filter(|_| kind == Kind::Function) {
        let places = |template: &&Template| template.last_arguments().iter().any(|argument| argument.is_of(name));
        if let Some(template) = templates().find(|template| !places(template)) {
            let operation = template.text().rsplit('/').next().and_then(|last| last.split('(').next()).unwrap_or_default();
            let (text, field) = (template.text(), field.unraw());
            let message = format!("{text:?} has no place for `{field}`: write `{operation}({name}={{{name}}})`");
            errors.report(field.span(), message);
        }
    }
}
