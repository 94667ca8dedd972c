//! Holding a declared enumeration against the schema.

use graph_schema::{EnumDeclaration, FindingPlace, check_enum};
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::{Held, told};
use crate::attr::Text;
use crate::ctxt::Ctxt;

/// Reports members that are missing or unknown; a mistake of the whole is reported at its name.
pub(crate) fn check(
    held: &Held,
    name: &Ident,
    odata_type: Option<&Text>,
    members: &[(&Ident, Text)],
    flags: bool,
    ctxt: &mut Ctxt,
) {
    let versions = held.versions();
    if versions.is_empty() {
        return;
    }
    let rust = name.unraw().to_string();
    let texts: Vec<&str> = members.iter().map(|(_, text)| text.value.as_str()).collect();
    let declared = EnumDeclaration { name: odata_type.map_or(&rust, |text| &text.value), members: &texts, flags };
    let place = |place| -> Option<Span> {
        match place {
            FindingPlace::Member(index) => members.get(index).map(|(_, text)| text.span),
            _ => None,
        }
    };
    for finding in check_enum(&versions, &declared) {
        let unknown = matches!(finding.mistake, graph_schema::Mistake::UnknownEnum { .. });
        let of_type = odata_type.filter(|_| unknown).map_or(name.span(), |text| text.span);
        ctxt.error(place(finding.place).unwrap_or(of_type), told(&finding.message(), finding.help()));
    }
}
