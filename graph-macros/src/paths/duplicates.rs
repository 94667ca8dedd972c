//! Reports two path templates of one API version that are equal except for placeholder names, or whose constructors have the same name.

use super::model::{NamedTemplate, Version, VersionedPaths};
use crate::errors::Errors;

pub(super) fn check(groups: &[VersionedPaths], errors: &mut Errors) {
    for version in Version::ALL {
        let mut earlier = Vec::new();
        for group in groups.iter().filter(|group| group.version == Some(version)) {
            for named in group.templates.iter().filter(|named| !named.template.flawed) {
                check_one(named, &earlier, errors);
                earlier.push(named);
            }
        }
    }
}

fn check_one(named: &NamedTemplate, earlier: &[&NamedTemplate], errors: &mut Errors) {
    let text = named.template.text();
    if let Some(twin) = earlier.iter().find(|earlier| earlier.template.shape() == named.template.shape()) {
        let other = twin.template.text();
        let how = if other == text { String::new() } else { format!("\nthe other is {other:?}, with other placeholder names") };
        let message = format!("this path is already declared as `{}`: remove it{how}", twin.name);
        errors.report(named.template.span(), message);
    } else if let Some(twin) = earlier.iter().find(|earlier| earlier.name == named.name) {
        let message = format!(
            "two paths have the constructor name `{}`: name this one, `another_name = {text:?}`\nthe other is {:?}",
            named.name,
            twin.template.text()
        );
        errors.report(named.name.span(), message);
    }
}
