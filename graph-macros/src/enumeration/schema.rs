//! Checks an enum with `#[derive(GraphEnum)]` against the packed schemas that it names.

use graph_schema::{EnumDeclaration, FindingPlace, Mistake, check_enum};
use syn::ext::IdentExt;

use super::model::Enumeration;
use crate::errors::Errors;
use crate::schema::files::{LoadedSchemas, with_help};

/// Reports each difference between the enumeration and the schema. A difference in one member is reported at that member; any other
/// difference is reported at the name of the enumeration.
pub(super) fn check(enumeration: &Enumeration<'_>, schemas: &LoadedSchemas, errors: &mut Errors) {
    let versions = schemas.versions();
    if versions.is_empty() || !enumeration.variants.is_complete {
        return;
    }
    let name = enumeration.container.name;
    let odata_type = enumeration.odata_type.as_ref();
    let rust_name = name.unraw().to_string();
    let members: Vec<_> = enumeration.members().collect();
    let texts: Vec<&str> = members.iter().map(|(_, text)| text.value.as_str()).collect();
    let qualified = odata_type.map_or(&rust_name, |text| &text.value);
    let declared = EnumDeclaration { name: qualified, members: &texts, flags: enumeration.is_flags };
    for finding in check_enum(&versions, &declared) {
        let member = match finding.place {
            FindingPlace::Member(index) => members.get(index).map(|(_, text)| text.span),
            _ => None,
        };
        let unknown = matches!(finding.mistake, Mistake::UnknownEnum { .. });
        let of_type = odata_type.filter(|_| unknown).map_or(name.span(), |text| text.span);
        errors.report(member.unwrap_or(of_type), with_help(&finding.message(), finding.help()));
    }
}
