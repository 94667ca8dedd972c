//! The part of a schema that a path template needs.

use super::operation::operations_named;
use super::segment::{Segment, SegmentKind, segments};
use super::step::{At, Goal};
use super::{PathFailure, Walked};
use crate::model::Schema;
use crate::operation::Operation;

/// The types, segments and operations of a schema that a path template passes through.
#[derive(Default)]
pub(crate) struct Taken<'s> {
    /// The entity set or singleton at the beginning of the template, with its name.
    pub(crate) root: Option<(&'s String, &'s crate::Root)>,
    /// The operation import at the beginning of the template: the name of the import, and the qualified name of its operation.
    pub(crate) import: Option<(&'s String, &'s String)>,
    /// The qualified names of the types that the template passes through.
    pub(crate) types: Vec<&'s str>,
    /// The qualified names of types that may declare one of the template's segments, each with the segment's name.
    pub(crate) segments: Vec<(&'s str, String)>,
    /// The operations that the template passes through or ends at, each with its qualified name.
    pub(crate) operations: Vec<(&'s str, &'s Operation)>,
    /// The qualified names of the types whose alternate keys the template may use.
    pub(crate) keyed: Vec<&'s str>,
    /// The qualified names of the types whose streams the template may lead to.
    pub(crate) media: Vec<&'s str>,
}

impl Schema {
    /// Returns the types, segments and operations of the schema that a path template passes through, including casts that the template
    /// omits.
    pub(crate) fn taken(&self, template: &str) -> Result<Taken<'_>, PathFailure> {
        let segments = segments(template)?;
        let walked = match self.walk(&segments, Goal::Any) {
            Ok(walked) => walked,
            // If both walks fail, returns the failure of the first one, because most templates are paths of entities.
            Err(failure) => self.walk(&segments, Goal::Operation).map_err(|_| failure)?,
        };
        Ok(self.taken_on(&segments, &walked))
    }

    fn taken_on<'s>(&'s self, segments: &[Segment], walked: &Walked<'s>) -> Taken<'s> {
        let mut taken = Taken::default();
        if let Some(first) = segments.first() {
            taken.root = self.roots.get_key_value(&first.name);
            taken.import = self.imports.get_key_value(&first.name).filter(|_| taken.root.is_none());
        }
        let imported = taken.import.and_then(|(_, name)| self.operations.get_key_value(name));
        taken.operations.extend(imported.iter().flat_map(|(name, all)| all.iter().map(move |one| (name.as_str(), one))));
        let starts = walked.start.iter().filter(|start| !matches!(start.at, At::Result(..)));
        taken.types.extend(starts.map(|start| start.ty).filter(|ty| !ty.is_empty()));
        taken
            .keyed
            .extend(segments.first().filter(|first| first.arguments.is_some()).and(walked.start.first()).map(|start| start.ty));
        for (steps, segment) in walked.steps.iter().zip(segments.iter().skip(1)) {
            let name = segment.name.rsplit('.').next().unwrap_or_default();
            for step in steps {
                taken.types.extend([step.from.ty, step.to.ty].into_iter().filter(|ty| !ty.is_empty()));
                let declaring = step.cast.unwrap_or(step.from.ty);
                taken.segments.extend(self.lineage(declaring).map(|(ty, _)| (ty, name.to_owned())));
                taken.operations.extend(operations_named(self, &segment.name).filter(|(_, operation)| {
                    let binding = operation.binding.as_ref();
                    binding.is_some_and(|binding| self.is_or_derives_from(declaring, &binding.ty))
                }));
                taken.keyed.extend(segment.arguments.is_some().then_some(step.to.ty));
                if segment.kind == SegmentKind::Value {
                    let below = self.derived(step.from.ty).filter(|(_, ty)| ty.has_stream).map(|(name, _)| name);
                    taken.media.extend(self.lineage(step.from.ty).map(|(name, _)| name).chain(below));
                }
            }
        }
        taken
    }
}
