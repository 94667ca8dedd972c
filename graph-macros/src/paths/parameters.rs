//! Checks that the templates of an operation have its parameters in their place: those of a function in the parentheses of the last segment,
//! those of an action nowhere.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::model::VersionedPaths;
use super::template::Template;
use crate::entity::kind::Kind;
use crate::errors::Errors;

/// Checks each template against the parameters: the fields and their names in requests.
pub(super) fn check(kind: Kind, parameters: &[(Ident, String)], groups: &[VersionedPaths], errors: &mut Errors) {
    let templates = || groups.iter().flat_map(|group| &group.templates).map(|named| &named.template);
    for template in templates().filter(|template| !template.flawed) {
        for argument in template.last_arguments() {
            let Some(placeholder) = argument.placeholder() else { continue };
            let name = argument.name.as_deref().unwrap_or(&placeholder.name);
            if kind == Kind::Action {
                template.error(&argument.range, "the body of the request has the parameters of an action: remove this", errors);
            } else if !parameters.iter().any(|(_, parameter)| argument.is_of(parameter)) {
                let message = format!("the struct has no field for the parameter `{name}`: add one, or remove this");
                template.error(&argument.range, &message, errors);
            }
        }
    }
    for (field, name) in parameters.iter().filter(|_| kind == Kind::Function) {
        let places = |template: &&Template| template.last_arguments().iter().any(|argument| argument.is_of(name));
        if let Some(template) = templates().find(|template| !template.flawed && !places(template)) {
            let (field, last) = (field.unraw(), template.text().rsplit('/').next().unwrap_or_default());
            let (path, _) = last.split_once('(').unwrap_or((last, ""));
            let message = format!("{:?} has no place for `{field}`: write `{path}({name}={{{name}}})`", template.text());
            errors.report(field.span(), message);
        }
    }
}
