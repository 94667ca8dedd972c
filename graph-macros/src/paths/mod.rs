//! `#[graph_paths(...)]`: constructors for the documented paths of an entity, in four steps: parse, model, check, expand.

mod duplicates;
mod expand;
pub(crate) mod item;
pub(crate) mod model;
pub(crate) mod parameters;
mod parse;
#[cfg(feature = "schema")]
mod schema;
mod template;

use proc_macro2::{Span, TokenStream};
use syn::Attribute;
use syn::spanned::Spanned;

use crate::attr::other::lints;
use crate::attr::value::Text;
use crate::container::Container;
use crate::errors::Errors;
use crate::schema::files::tracking;
use crate::wording::UNION;
use expand::Entity;
use item::{BELONGS, Item, ItemAttributes, is_graph_paths};
use model::VersionedPaths;

/// Returns the files of the packed schemas, such as `schema/beta.graph`, that the `graph_paths` attributes in `attributes` name.
pub(crate) fn schemas_of(attributes: &[Attribute]) -> Vec<Text> {
    let attributes: Vec<_> = attributes.iter().filter(|attribute| is_graph_paths(attribute)).map(tokens).collect();
    parse::schemas(attributes.iter())
}

/// Parses the `graph_paths` attributes in `attributes` without errors, because the expansion of each attribute reports its errors.
pub(crate) fn unreported(attributes: &[Attribute]) -> Vec<VersionedPaths> {
    let attributes = attributes.iter().filter(|attribute| is_graph_paths(attribute));
    attributes.map(|attribute| parse::arguments(tokens(attribute), Span::call_site(), &mut Errors::default())).collect()
}

/// Expands a `graph_paths` attribute with these arguments together with all other `graph_paths` attributes of the item.
pub(crate) fn attribute(arguments: TokenStream, tokens_of_item: TokenStream) -> TokenStream {
    let item: Item = match syn::parse2(tokens_of_item.clone()) {
        Ok(item) => item,
        Err(error) => {
            let error = error.into_compile_error();
            return emit!(#error #tokens_of_item);
        }
    };
    let attributes = ItemAttributes::read(&item);
    if let Some(later) = item.after_conditions(&arguments, &attributes.core) {
        return later;
    }
    let mut errors = Errors::default();
    let mut groups = vec![parse::arguments(arguments, Span::call_site(), &mut errors)];
    for attribute in item.attributes.iter().filter(|attribute| is_graph_paths(attribute)) {
        groups.push(parse::arguments(tokens(attribute), attribute.path().span(), &mut errors));
    }
    if item.is_enumeration(&attributes) {
        errors.report(item.keyword.span(), BELONGS);
    } else if item.keyword == "union" {
        errors.report(item.keyword.span(), UNION);
        groups.iter_mut().for_each(|group| group.is_incomplete = true);
        groups.iter_mut().flat_map(|group| &mut group.templates).for_each(|named| named.template.flawed = true);
    }
    if attributes.is_operation {
        groups.iter_mut().flat_map(|group| &mut group.templates).for_each(|named| named.template.is_operation = true);
    }
    duplicates::check(&groups, &mut errors);
    let schemas: Vec<_> = groups.iter().map(|group| group.schemas.load(&mut errors)).collect();
    #[cfg(feature = "schema")]
    schema::check(attributes.odata_type.as_ref(), item.is_enum(), &groups, &schemas, &mut errors);
    let core = &attributes.core;
    let entity = Entity {
        core,
        container: &Container::new(&item.name, &item.generics),
        visibility: &item.visibility,
        lints: lints(&item.attributes),
        is_union: item.keyword == "union",
        is_derived: item.is_enum() && !item.derives("GraphEntity"),
    };
    let constructors = entity.expand(&groups, errors.errors.first());
    let item = item.without_paths(item.schema_for_derive(&attributes, &groups));
    let (errors, tracking) = (errors.into_compile_errors(), tracking(core, &schemas));
    emit!(#errors #item #constructors #tracking)
}

/// Returns the tokens between the parentheses of an attribute. Empty if the attribute has no parentheses.
fn tokens(attribute: &Attribute) -> TokenStream {
    attribute.meta.require_list().map(|list| list.tokens.clone()).unwrap_or_default()
}
